package intent_test

import (
	"errors"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// FuzzStep carries any command out in any state, both as they can be read from JSON. No body is the zero intent.
//   - Step, Next and Check agree, and nothing panics
//   - a refusal is an *intent.Error, changes nothing and tells nothing
//   - what is accepted has no amount that the API cannot have
//   - a state that is valid leads to one that is; and if nothing of it is unknown, and it keeps the laws of package explore, so does what follows
func FuzzStep(f *testing.F) {
	for _, pi := range append(oneOfEach(f), largest(f)...) {
		refused := 0
		for _, c := range everyCommand() {
			if intent.Check(pi, c) != nil {
				if refused++; refused%16 != 0 {
					continue // most would be
				}
			}
			var body []byte
			if pi != (intent.PaymentIntent{}) {
				body = encode(f, pi)
			}
			f.Add(body, string(c.Operation()), encode(f, c))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, op string, command []byte) {
		c, err := intent.ParseCommand(intent.Operation(op), command)
		if err != nil {
			return
		}
		var from explore.State
		pi := &from.PaymentIntent
		if len(body) > 0 && pi.UnmarshalJSON(body) != nil {
			return
		}
		edge := from.Try(c)
		next, err := intent.Next(*pi, c)
		if next != edge.To.PaymentIntent || !equalErrors(err, edge.Err) || !equalErrors(intent.Check(*pi, c), edge.Err) {
			t.Fatalf("%s: Step leads to\n%s, %v\nNext to\n%s, %v", c, encode(t, edge.To.PaymentIntent), edge.Err, encode(t, next), err)
		}
		if edge.Err != nil {
			e, ok := errors.AsType[*intent.Error](edge.Err)
			if !ok || e.Op != op || e.Code == "" || e.Error() == "" || edge.To != edge.From || edge.Events != nil {
				t.Fatalf("%s is refused (%v) and leads to\n%s", c, edge.Err, encode(t, edge.To.PaymentIntent))
			}
			return
		}
		for _, e := range edge.Events {
			_ = e.String()
		}
		if path, a := unlikely(next); path != "" {
			t.Fatalf("%s makes %s %d", c, path, a)
		}
		if *pi != (intent.PaymentIntent{}) && pi.Validate() != nil {
			return
		}
		if err := next.Validate(); err != nil {
			t.Fatalf("%s leads from a valid state to an invalid one: %v\n%s\n%s", c, err, body, encode(t, next))
		}
		if !allKnown(pi) || from.Audit() != nil { // Validate accepts what no operation leads to
			return
		}
		if err := edge.Audit(); err != nil {
			t.Fatalf("%v\n%s\n%s", err, body, encode(t, next))
		}
		if err := edge.To.Audit(); err != nil {
			t.Fatalf("%s leads to: %v\n%s\n%s", c, err, body, encode(t, next))
		}
	})
}

// allKnown reports whether nothing of a payment is unknown, nor of its next refund.
func allKnown(pi *intent.PaymentIntent) bool {
	c := &pi.LatestCharge
	if *c == (charge.Charge{}) {
		return true // there is none
	}
	return c.KnownToNetwork() && c.ApplicationFee.Known() && c.Transfer.Known() && c.Transfer.Destination == pi.TransferData.Destination &&
		c.Captures != capture.Uncounted && c.RefundsMade < charge.MaxNumberedRefunds &&
		max(c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed) < connect.MarkUnknown
}
