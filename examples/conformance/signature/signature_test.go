package signature_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85"
	stripewebhook "github.com/stripe/stripe-go/v85/webhook"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/webhook"
)

const century = 100 * 365 * 24 * 60 * 60 // seconds; package time cannot subtract three of them

// theirs returns what stripe-go says of a request at a time not further than a century from today. It asks the clock, and takes
// a tolerance: as much as the clock is ahead of now is added to that, and half a second, in which it has to be done.
func theirs(body []byte, header string, now int64, secret string) error {
	for {
		start := time.Now()
		tolerance := stripewebhook.DefaultTolerance + start.Sub(time.Unix(now, 0)) + time.Second/2
		err := stripewebhook.ValidatePayloadWithTolerance(body, header, secret, tolerance)
		if time.Since(start) < time.Second/2 {
			return named(err)
		}
	}
}

// named returns the error of this module for one of stripe-go.
func named(err error) error {
	for their, our := range map[error]webhook.SignatureError{
		stripewebhook.ErrNotSigned:        webhook.NotSigned,
		stripewebhook.ErrInvalidHeader:    webhook.InvalidHeader,
		stripewebhook.ErrTooOld:           webhook.TooOld,
		stripewebhook.ErrNoValidSignature: webhook.NoValidSignature,
	} {
		if errors.Is(err, their) {
			return our
		}
	}
	return err
}

// compare holds both modes to what stripe-go says, and returns that.
func compare(t interface{ Errorf(string, ...any) }, body []byte, header string, now int64, secret string) error {
	their := theirs(body, header, now, secret)
	if lenient := webhook.VerifyLeniently(body, header, now, secret); lenient != their {
		t.Errorf("%q at %d, secret %q: leniently %v, stripe-go %v", header, now, secret, lenient, their)
	}
	if webhook.Verify(body, header, now, secret) == nil && their != nil {
		t.Errorf("%q at %d, secret %q: accepted, stripe-go %v", header, now, secret, their)
	}
	return their
}

// What one signs the other accepts, as the same header.
func TestBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		secret := rapid.StringN(1, 40, -1).Draw(t, "secret")
		at := rapid.Int64Range(0, time.Now().Unix()+century).Draw(t, "at")
		now := at + rapid.Int64Range(-webhook.Tolerance, webhook.Tolerance).Draw(t, "since")
		ours := webhook.Sign(payload, at, secret)
		signed := stripewebhook.GenerateTestSignedPayload(&stripewebhook.UnsignedPayload{Payload: payload, Secret: secret, Timestamp: time.Unix(at, 0)})
		if ours != signed.Header {
			t.Errorf("%s, and stripe-go signs %s", ours, signed.Header)
		}
		if err := theirs(payload, ours, now, secret); err != nil {
			t.Errorf("stripe-go does not accept %s: %v", ours, err)
		}
		if err := webhook.Verify(payload, signed.Header, now, secret); err != nil {
			t.Errorf("%s of stripe-go is not accepted: %v", signed.Header, err)
		}
		compare(t, payload, ours, now, secret)

		other := rapid.StringN(1, 40, -1).Filter(func(s string) bool { return s != secret }).Draw(t, "another secret")
		rolled := webhook.Sign(payload, at, other, secret)
		if err := compare(t, payload, rolled, now, secret); err != nil {
			t.Errorf("signed with two secrets, of which it is one: %v", err)
		}
		if err := compare(t, payload, ours, now, other); err != webhook.NoValidSignature {
			t.Errorf("another secret: %v", err)
		}
	})
}

// With one bit flipped, of the body, the signature, its time or the secret, neither accepts; but a letter may change its case.
func TestFlippedBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOfN(rapid.Byte(), 1, -1).Draw(t, "payload")
		secret := rapid.StringN(1, 40, -1).Draw(t, "secret")
		at := time.Now().Unix()
		header := []byte(webhook.Sign(payload, at, secret))
		key := []byte(secret)
		of := rapid.SampledFrom([][]byte{payload, header, key}).Draw(t, "of")
		i := rapid.IntRange(0, 8*len(of)-1).Draw(t, "bit")
		of[i/8] ^= 1 << (i % 8)
		if signed := webhook.Sign(payload, at, string(key)); strings.EqualFold(signed, string(header)) {
			return // a letter
		}
		their := compare(t, payload, string(header), at, string(key))
		if err := webhook.Verify(payload, string(header), at, string(key)); err == nil || their == nil {
			t.Errorf("%s is accepted: %v, stripe-go %v", header, err, their)
		}
	})
}

// The last second that is tolerated, and the next.
func TestBorder(t *testing.T) {
	body, secret := []byte("{}"), "whsec_1"
	now := time.Now().Unix()
	for since, want := range map[int64]error{-1: nil, 0: nil, 299: nil, 300: nil, 301: webhook.TooOld, 302: webhook.TooOld} {
		for _, now := range []int64{now, 1_700_000_000, now + century/2} {
			if err := compare(t, body, webhook.Sign(body, now-since, secret), now, secret); err != want {
				t.Errorf("after %d seconds: %v, want %v", since, err, want)
			}
		}
	}
}

// Opened by both, an event is the same one.
func TestConstructEvent(t *testing.T) {
	body := fmt.Appendf(nil, `{"id":"evt_1","object":"event","api_version":%q,"created":7,"type":"mandate.updated","data":{"object":{"id":"mandate_1"}}}`, stripe.APIVersion)
	now := time.Now().Unix()
	header := webhook.Sign(body, now, "whsec_1")
	their, err := stripewebhook.ConstructEventWithOptions(body, header, "whsec_1", stripewebhook.ConstructEventOptions{})
	if err != nil {
		t.Fatal(err)
	}
	our, err := webhook.Open(body, header, now, "whsec_1")
	if err != nil {
		t.Fatal(err)
	}
	if our.ID != their.ID || string(our.Event.EventType()) != string(their.Type) || our.Event.ObjectID() != their.Data.Object["id"] || our.Event.EventCreated() != their.Created || string(our.APIVersion) != their.APIVersion {
		t.Errorf("%+v, stripe-go %+v", our, their)
	}
}
