package signature_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/webhook"
)

// hostile draws the header of a request by somebody who tries: parts that are right, nearly right and wrong, in any order and number, and
// then a few bytes that are changed.
func hostile(t *rapid.T, good string, at int64) string {
	_, v1, _ := strings.Cut(good, ",v1=")
	seconds := strconv.FormatInt(at, 10)
	parts := []string{
		"t=" + seconds, "v1=" + v1, // right
		"t=" + strconv.FormatInt(at-301, 10), "t=" + strconv.FormatInt(at+301, 10), "t=+" + seconds, "t=-" + seconds, "t=0" + seconds, "t=" + seconds + ".0",
		"t= " + seconds, "t=" + seconds + " ", " t=" + seconds, "T=" + seconds, "t=", "t=0", "t=-1", "t=0x1", "t=1_0", "t=1e9", "t=now", "t",
		"t=9223372036854775807", "t=9223372036854775808", "t=-9223372036854775808", "t=-62135596800", "t=٣", "t==" + seconds,
		"v1=" + strings.ToUpper(v1), "v1=" + v1[:len(v1)-1], "v1=" + v1[:len(v1)-2], "v1=" + v1 + "00", "v1= " + v1, "v1=" + v1 + " ", "v1=0x" + v1,
		"v1=", "v1=00", "v1=0", "v1=zz", "v1=" + strings.Repeat("00", 32), "v1=" + v1 + "=", " v1=" + v1, "V1=" + v1, "v1", "v0=" + v1, "v2=" + v1, "v=" + v1,
		"", " ", "=", "==", "=1", "a=b", "a=b=c", "\x00=\x00", "\xff", "é=1", "scheme", "v1=" + v1 + ";t=" + seconds,
	}
	chosen := rapid.SliceOfN(rapid.SampledFrom(parts), 0, 6).Draw(t, "parts")
	if rapid.Bool().Draw(t, "with the right ones") {
		chosen = rapid.Permutation(append(chosen, parts[0], parts[1])).Draw(t, "order")
	}
	if n := rapid.SampledFrom([]int{0, 0, 0, 1, 15, 16, 100}).Draw(t, "more"); n > 0 {
		chosen = slices.Concat(chosen, slices.Repeat([]string{rapid.SampledFrom(parts).Draw(t, "the same")}, n))
	}
	header := []byte(strings.Join(chosen, rapid.SampledFrom([]string{",", ",", ",", ",", ",", ",", ", ", ";", ",,"}).Draw(t, "separator")))
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "changes") {
		i := rapid.IntRange(0, len(header)).Draw(t, "at")
		with := []byte{rapid.OneOf(rapid.SampledFrom([]byte("=,tv10 +-\"%")), rapid.Byte()).Draw(t, "byte")}
		end := min(len(header), i+rapid.IntRange(0, 2).Draw(t, "replaced"))
		header = slices.Replace(header, i, end, with...)
	}
	return string(header)
}

// Whatever the header, the lenient mode says what stripe-go says, and what is accepted stripe-go accepts.
func TestHostileHeaders(t *testing.T) {
	said := map[error]int{}
	rapid.Check(t, func(t *rapid.T) {
		body := []byte(rapid.SampledFrom([]string{"", "{}", `{"id":"evt_1"}`}).Draw(t, "body"))
		secret := rapid.SampledFrom([]string{"", "whsec_1"}).Draw(t, "secret")
		at := time.Now().Unix() + rapid.Int64Range(-century, century).Draw(t, "at")
		now := at + rapid.SampledFrom([]int64{0, 1, -1, 299, 300, 301, -299, -300, -301, 1 << 40}).Draw(t, "since")
		now = min(now, time.Now().Unix()+century)
		for range 20 {
			header := hostile(t, webhook.Sign(body, at, secret), at)
			said[compare(t, body, header, now, secret)]++
		}
	})
	for _, verdict := range []error{nil, webhook.NotSigned, webhook.InvalidHeader, webhook.TooOld, webhook.NoValidSignature} {
		if said[verdict] == 0 {
			t.Errorf("no header led to %v: %v", verdict, said)
		}
	}
}

// FuzzLenient takes what FuzzVerify of package webhook takes. now is put within a century of today.
func FuzzLenient(f *testing.F) {
	const body, secret, signed = `{"id":"evt_1","object":"event"}`, "whsec_1", 1_700_000_000
	good := webhook.Sign([]byte(body), signed, secret)
	_, v1, _ := strings.Cut(good, ",v1=")
	for _, header := range []string{
		// those of FuzzVerify
		good, "", "t=1", "t=1,t=2", "v1=00", good + ",v0=1", "t=9223372036854775807,v1=00", "t=-9223372036854775808,v1=00", "t=1700000000,v1=0",
		"t=1," + good, good + ",", "t=+1700000000,v1=" + v1, "t=1700000000,v1=" + strings.ToUpper(v1), "v1=" + v1, "t=1700000000,v1=00,v1=" + v1,
	} {
		for _, now := range []int64{signed, signed + 300, signed + 301, signed - 301, 1 << 62, -1 << 63} {
			f.Add([]byte(body), header, now)
		}
	}
	today := time.Now().Unix()
	f.Fuzz(func(t *testing.T, body []byte, header string, now int64) {
		if now < today-century || now > today+century {
			now = today + now%century
		}
		compare(t, body, header, now, secret)
	})
}
