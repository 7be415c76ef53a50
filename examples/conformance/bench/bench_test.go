package bench

import (
	_ "embed"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85"
	stripewebhook "github.com/stripe/stripe-go/v85/webhook"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook"
)

// body is an event as the API sends it: 2.6 kB, most of its keys not modelled here.
//
//go:embed testdata/amount_capturable_updated.json
var body []byte

const secret = "whsec_1"

// From the request to the payment: the signature, the event, and the typed object in it.
func BenchmarkOpen(b *testing.B) {
	now := time.Now().Unix()
	header := webhook.Sign(body, now, secret)
	ours := func(b *testing.B) {
		e, err := webhook.Open(body, header, now, secret)
		if err != nil || e.Event.(*intent.Event).PaymentIntent.AmountReceived != 3000 {
			b.Fatal(err)
		}
	}
	theirs := func(b *testing.B) {
		e, err := stripewebhook.ConstructEvent(body, header, secret)
		if err != nil {
			b.Fatal(err)
		}
		var pi stripe.PaymentIntent
		if err := json.Unmarshal(e.Data.Raw, &pi); err != nil || pi.AmountReceived != 3000 {
			b.Fatal(err)
		}
	}
	sideBySide(b, 4, ours, theirs)
}

// From the payment to the body of a request. What stripe-go writes has every key of the API, ours those that are modelled.
func BenchmarkEncode(b *testing.B) {
	var e webhook.Envelope
	if err := e.UnmarshalJSON(body); err != nil {
		b.Fatal(err)
	}
	var event stripe.Event
	var pi stripe.PaymentIntent
	if err := json.Unmarshal(body, &event); err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(event.Data.Raw, &pi); err != nil {
		b.Fatal(err)
	}
	ours := func(b *testing.B) {
		if _, err := e.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
	theirs := func(b *testing.B) {
		var err error
		if event.Data.Raw, err = json.Marshal(&pi); err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(&event); err != nil {
			b.Fatal(err)
		}
	}
	sideBySide(b, 1, ours, theirs)
}

// sideBySide measures each of two, and then both in turns: of what the machine does besides, both get as much. The ratio is that of
// the medians, and below a least one the benchmark fails.
func sideBySide(b *testing.B, least float64, ours, theirs func(b *testing.B)) {
	alone := func(run func(b *testing.B)) func(b *testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(b)
			}
		}
	}
	b.Run("tranche", alone(ours))
	b.Run("stripe-go", alone(theirs))
	b.Run("ratio", func(b *testing.B) {
		took := func(run func(b *testing.B)) time.Duration {
			start := time.Now()
			run(b)
			return time.Since(start)
		}
		var our, their []time.Duration
		for b.Loop() {
			our, their = append(our, took(ours)), append(their, took(theirs))
		}
		slices.Sort(our)
		slices.Sort(their)
		ratio := float64(their[len(their)/2]) / float64(our[len(our)/2])
		b.ReportMetric(0, "ns/op") // of both together, which says nothing
		b.ReportMetric(ratio, "stripe-go/tranche")
		if len(our) >= 100 && ratio < least {
			b.Errorf("%.2f times as fast, want %.0f", ratio, least)
		}
	})
}
