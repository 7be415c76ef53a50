package webhook_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/webhook"
)

const (
	body   = `{"id":"evt_1","object":"event"}`
	secret = "whsec_1"
	signed = 1_700_000_000
)

// The HMAC of "1700000000.{…}" with the key whsec_1, as openssl dgst -sha256 -hmac computes it.
func TestSign(t *testing.T) {
	const want = "t=1700000000,v1=5410ef3eb70ef805d00a24d3b8b0288f4cd58fef62f20732de1f42f52a1c7c2c"
	if got := webhook.Sign([]byte(body), signed, secret); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	two := webhook.Sign([]byte(body), signed, secret, "whsec_2")
	if !strings.HasPrefix(two, want+",v1=") || strings.Count(two, "v1=") != 2 {
		t.Errorf("%s, want one signature more than %s", two, want)
	}
}

func TestVerify(t *testing.T) {
	good := webhook.Sign([]byte(body), signed, secret)
	v1 := strings.TrimPrefix(good, "t=1700000000,")
	at := func(seconds int64) string { return webhook.Sign([]byte(body), seconds, secret) }
	var ok error
	for _, c := range []struct {
		name, header    string
		now             int64
		secrets         []string
		strict, lenient error // lenient with the first secret
	}{
		{"now", good, signed, []string{secret}, ok, ok},
		{"300 seconds old", good, signed + 300, []string{secret}, ok, ok},
		{"301 seconds old", good, signed + 301, []string{secret}, webhook.TooOld, webhook.TooOld},
		{"300 seconds ahead", good, signed - 300, []string{secret}, ok, ok},
		{"301 seconds ahead", good, signed - 301, []string{secret}, webhook.TooFarAhead, ok},
		{"years ahead", at(math.MaxInt32), signed, []string{secret}, webhook.TooFarAhead, ok},
		{"at the end of time", at(math.MaxInt64), math.MaxInt64, []string{secret}, ok, ok},
		{"at the end of time, now", at(math.MaxInt64), signed, []string{secret}, webhook.TooFarAhead, webhook.TooOld},
		{"at the end of time, long ago", at(math.MaxInt64), math.MinInt64, []string{secret}, webhook.TooFarAhead, ok},
		{"old, at the end of time", good, math.MaxInt64, []string{secret}, webhook.TooOld, ok}, // package time has no such year
		{"old and wrong", "t=1,v1=00", signed, []string{secret}, webhook.TooOld, webhook.TooOld},
		{"in 1970", at(0), 0, []string{secret}, ok, ok},
		{"before 1970", at(-1), 0, []string{secret}, webhook.InvalidHeader, ok},
		{"another secret", good, signed, []string{"whsec_2"}, webhook.NoValidSignature, webhook.NoValidSignature},
		{"the second secret", good, signed, []string{"whsec_2", secret}, ok, webhook.NoValidSignature},
		{"two signatures, the second counts", "t=1700000000,v1=" + strings.Repeat("00", 32) + "," + v1, signed, []string{secret}, ok, ok},
		{"both secrets sign", webhook.Sign([]byte(body), signed, "whsec_2", secret), signed, []string{secret}, ok, ok},
		{"no secret", good, signed, nil, webhook.NoSecret, nil},
		{"an empty secret", webhook.Sign([]byte(body), signed, ""), signed, []string{""}, webhook.NoSecret, ok},
		{"an empty secret after another", good, signed, []string{secret, ""}, webhook.NoSecret, ok},
		{"no header", "", signed, []string{secret}, webhook.NotSigned, webhook.NotSigned},
		{"no time", v1, signed, []string{secret}, webhook.InvalidHeader, webhook.TooOld},
		{"two times", "t=1," + good, signed, []string{secret}, webhook.InvalidHeader, ok},
		{"a time that is none", "t=now," + v1, signed, []string{secret}, webhook.InvalidHeader, webhook.InvalidHeader},
		{"a time with a sign", "t=+1700000000," + v1, signed, []string{secret}, webhook.InvalidHeader, ok},
		{"a time with a zero before it", "t=01700000000," + v1, signed, []string{secret}, webhook.InvalidHeader, ok},
		{"a time that is empty", "t=," + v1, signed, []string{secret}, webhook.InvalidHeader, webhook.InvalidHeader},
		{"a time beyond 64 bits", "t=9223372036854775808," + v1, signed, []string{secret}, webhook.InvalidHeader, webhook.InvalidHeader},
		{"a part without =", good + ",v1", signed, []string{secret}, webhook.InvalidHeader, webhook.InvalidHeader},
		{"a part with two =", good + ",v0=a=b", signed, []string{secret}, webhook.InvalidHeader, webhook.InvalidHeader},
		{"a comma at the end", good + ",", signed, []string{secret}, webhook.InvalidHeader, webhook.InvalidHeader},
		{"another scheme beside it", good + ",v0=00", signed, []string{secret}, ok, ok},
		{"another scheme alone", "t=1700000000,v0=00", signed, []string{secret}, webhook.NoValidSignature, webhook.NoValidSignature},
		{"no hexadecimal digits", "t=1700000000,v1=zz", signed, []string{secret}, webhook.NoValidSignature, webhook.NoValidSignature},
		{"capital digits", "t=1700000000,v1=" + strings.ToUpper(strings.TrimPrefix(v1, "v1=")), signed, []string{secret}, webhook.NoValidSignature, ok},
		{"a short signature", good[:len(good)-2], signed, []string{secret}, webhook.NoValidSignature, webhook.NoValidSignature},
		{"16 signatures", "t=1700000000" + strings.Repeat(",v1=00", 15) + "," + v1, signed, []string{secret}, ok, ok},
		{"17 signatures", "t=1700000000" + strings.Repeat(",v1=00", 16) + "," + v1, signed, []string{secret}, webhook.InvalidHeader, ok},
		{"17 parts of which 16 are no signatures", "t=1700000000" + strings.Repeat(",v1=zz", 16) + "," + v1, signed, []string{secret}, webhook.InvalidHeader, ok},
		{"4,096 bytes", good + ",v0=" + strings.Repeat("0", 4096-len(good)-4), signed, []string{secret}, ok, ok},
		{"4,097 bytes", good + ",v0=" + strings.Repeat("0", 4097-len(good)-4), signed, []string{secret}, webhook.InvalidHeader, ok},
	} {
		if err := webhook.Verify([]byte(body), c.header, c.now, c.secrets...); err != c.strict {
			t.Errorf("%s: %v, want %v", c.name, err, c.strict)
		}
		if len(c.secrets) == 0 {
			continue
		}
		if err := webhook.VerifyLeniently([]byte(body), c.header, c.now, c.secrets[0]); err != c.lenient {
			t.Errorf("%s, leniently: %v, want %v", c.name, err, c.lenient)
		}
	}
}

// Whichever bit of the body or of the header is flipped, the request is refused; leniently, but for digits that become capital.
func TestEveryBitCounts(t *testing.T) {
	header := webhook.Sign([]byte(body), signed, secret)
	for leniently, verify := range []func(body []byte, header string) error{
		func(body []byte, header string) error { return webhook.Verify(body, header, signed, secret) },
		func(body []byte, header string) error { return webhook.VerifyLeniently(body, header, signed, secret) },
	} {
		if err := verify([]byte(body), header); err != nil {
			t.Fatal(err)
		}
		for i := range 8 * len(body) {
			flipped := []byte(body)
			flipped[i/8] ^= 1 << (i % 8)
			if verify(flipped, header) == nil {
				t.Errorf("%s is accepted", flipped)
			}
		}
		for i := range 8 * len(header) {
			flipped := []byte(header)
			flipped[i/8] ^= 1 << (i % 8)
			if verify([]byte(body), string(flipped)) == nil && !(leniently == 1 && strings.EqualFold(string(flipped), header)) {
				t.Errorf("%s is accepted", flipped)
			}
		}
	}
}

// What is signed is verified, and what Verify accepts the lenient mode accepts with one of the secrets.
func TestSignVerify(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		secrets := rapid.SliceOfN(rapid.StringN(1, 40, -1), 1, 3).Draw(t, "secrets")
		at := rapid.Int64Range(0, math.MaxInt64).Draw(t, "at")
		header := webhook.Sign(body, at, secrets...)
		if err := webhook.Verify(body, header, at, secrets[len(secrets)-1]); err != nil {
			t.Fatalf("%s: %v", header, err)
		}
		if err := webhook.VerifyLeniently(body, header, at, secrets[0]); err != nil {
			t.Fatalf("%s: %v", header, err)
		}
	})
}

func FuzzVerify(f *testing.F) {
	good := webhook.Sign([]byte(body), signed, secret)
	for _, header := range []string{good, "", "t=1", "t=1,t=2", "v1=00", good + ",v0=1", "t=9223372036854775807,v1=00", "t=-9223372036854775808,v1=00", "t=1700000000,v1=0"} {
		f.Add([]byte(body), header, int64(signed))
	}
	f.Fuzz(func(t *testing.T, body []byte, header string, now int64) {
		strict, lenient := webhook.Verify(body, header, now, secret), webhook.VerifyLeniently(body, header, now, secret)
		for _, err := range []error{strict, lenient} {
			if _, ok := err.(webhook.SignatureError); err != nil && !ok {
				t.Errorf("%q is refused with %v", header, err)
			}
		}
		if strict == nil && lenient != nil && now < 1<<50 { // later years package time does not have
			t.Errorf("%q is accepted, and not leniently: %v", header, lenient)
		}
		if strict == nil {
			parts := strings.Split(header, ",")
			i := slices.IndexFunc(parts, func(part string) bool { return strings.HasPrefix(part, "t=") })
			at, _ := strconv.ParseInt(strings.TrimPrefix(parts[i], "t="), 10, 64)
			signature, written := strings.CutPrefix(webhook.Sign(body, at, secret), parts[i]+",")
			if !written || !slices.Contains(parts, signature) {
				t.Errorf("%q is accepted", header)
			}
		}
	})
}

func ExampleVerify() {
	body := []byte(`{"id":"evt_1","object":"event"}`)
	header := webhook.Sign(body, 1_700_000_000, "whsec_old", "whsec_new") // while the secret is rolled
	fmt.Println(webhook.Verify(body, header, 1_700_000_060, "whsec_new"))
	fmt.Println(webhook.Verify(body, header, 1_700_000_600, "whsec_new"))
	// Output:
	// <nil>
	// webhook: timestamp too old
}
