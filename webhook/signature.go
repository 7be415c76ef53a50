package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Tolerance is how old and how far ahead the time of a signature may be, in seconds.
const Tolerance = 300

// Bounds of a Stripe-Signature header, above which nothing is computed.
const (
	maxHeader     = 4096 // bytes
	maxSignatures = 16
)

// A SignatureError is why a request was refused. It is comparable: err == webhook.TooOld.
type SignatureError string

// Error returns the reason.
func (e SignatureError) Error() string { return string(e) }

// Reasons, in the order in which they are looked for; but a header without any v1 is NoValidSignature whatever its time.
const (
	NoSecret         SignatureError = "webhook: no secret to verify with, or an empty one"
	NotSigned        SignatureError = "webhook: no signature"
	InvalidHeader    SignatureError = "webhook: invalid signature header"
	TooOld           SignatureError = "webhook: timestamp too old"
	TooFarAhead      SignatureError = "webhook: timestamp too far ahead"
	NoValidSignature SignatureError = "webhook: no valid signature"
)

// Sign returns the Stripe-Signature header of a body, signed at a time in unix seconds with each secret (whsec_…, as it is given). While
// a secret is rolled there are two. A time before 1970 is none that Verify accepts.
//
// Source: https://docs.stripe.com/webhooks#verify-manually.
func Sign(body []byte, at int64, secrets ...string) (header string) {
	var b strings.Builder
	b.WriteString("t=" + strconv.FormatInt(at, 10))
	for _, secret := range secrets {
		b.WriteString(",v1=" + hex.EncodeToString(sum(body, at, secret)))
	}
	return b.String()
}

// sum is the signature: HMAC-SHA256 of the time, a dot and the body.
func sum(body []byte, at int64, secret string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(strconv.AppendInt(nil, at, 10))
	mac.Write([]byte("."))
	mac.Write(body)
	return mac.Sum(nil)
}

// Verify returns nil if a body, exactly as it was received, was signed with one of the secrets at most Tolerance seconds before or after
// now, in unix seconds; else it returns the SignatureError. Signatures are compared in constant time.
//
// A header of more than 4,096 bytes, with more than 16 signatures, with no time or with two, or with a time that is not written as Sign writes
// it is an InvalidHeader, and nothing is computed for it. The official Go client accepts such headers, but for one with no time, which is too
// old for it; times in any future; and signatures in capital digits, of which none is valid here: see VerifyLeniently.
//
// Source: https://docs.stripe.com/webhooks#verify-manually.
func Verify(body []byte, header string, now int64, secrets ...string) error {
	if len(secrets) == 0 {
		return NoSecret
	}
	for _, secret := range secrets {
		if secret == "" {
			return NoSecret
		}
	}
	if header == "" {
		return NotSigned
	}
	at, signatures, ok := parse(header)
	switch {
	case !ok:
		return InvalidHeader
	case len(signatures) == 0:
		return NoValidSignature
	case now > at && now-at > Tolerance:
		return TooOld
	case now < at-Tolerance:
		return TooFarAhead
	}
	return match(body, at, signatures, secrets)
}

// parse reads a header strictly.
func parse(header string) (at int64, signatures []string, ok bool) {
	if len(header) > maxHeader {
		return 0, nil, false
	}
	timed := false
	for part := range strings.SplitSeq(header, ",") {
		key, value, found := strings.Cut(part, "=")
		if !found || strings.Contains(value, "=") {
			return 0, nil, false
		}
		switch key {
		case "t":
			n, err := strconv.ParseUint(value, 10, 63)
			if err != nil || timed || len(value) > 1 && value[0] == '0' {
				return 0, nil, false
			}
			at, timed = int64(n), true
		case "v1":
			signatures = append(signatures, value)
			if len(signatures) > maxSignatures {
				return 0, nil, false
			}
		}
	}
	return at, signatures, timed
}

// match returns nil if one of the signatures, in small hexadecimal digits, was made with one of the secrets.
func match(body []byte, at int64, signatures, secrets []string) error {
	for _, secret := range secrets {
		var want [2 * sha256.Size]byte
		hex.Encode(want[:], sum(body, at, secret))
		for _, signature := range signatures {
			if hmac.Equal(want[:], []byte(signature)) {
				return nil
			}
		}
	}
	return NoValidSignature
}

// VerifyLeniently returns what the official Go client says of the same request, with one secret and its own tolerance of 300 seconds: it
// takes times in any future, the last of several times, any number of signatures, and an empty secret. It never returns NoSecret or
// TooFarAhead. It is there to compare with, and to move over without refusing what was accepted before.
//
// Source: https://github.com/stripe/stripe-go (webhook).
func VerifyLeniently(body []byte, header string, now int64, secret string) error {
	if header == "" {
		return NotSigned
	}
	var at time.Time // without a time it is the year 1
	var signatures []string
	for part := range strings.SplitSeq(header, ",") {
		key, value, found := strings.Cut(part, "=")
		if !found || strings.Contains(value, "=") {
			return InvalidHeader
		}
		switch key {
		case "t":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				return InvalidHeader
			}
			at = time.Unix(n, 0)
		case "v1":
			if _, err := hex.DecodeString(value); err == nil {
				signatures = append(signatures, strings.ToLower(value))
			}
		}
	}
	switch {
	case len(signatures) == 0:
		return NoValidSignature
	case time.Unix(now, 0).Sub(at) > Tolerance*time.Second:
		return TooOld
	}
	return match(body, at.Unix(), signatures, []string{secret})
}
