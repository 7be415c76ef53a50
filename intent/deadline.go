package intent

import (
	"math"

	"github.com/tranche-go/tranche/charge"
)

// settleWithin is how many seconds after the confirmation the API promises what an asynchronous capture left null.
//
// Source: https://docs.stripe.com/payments/payment-intents/asynchronous-capture.
const settleWithin = 3600

// A Deadline is a moment at which time alone changes an intent, or should have.
type Deadline struct {
	At        int64     // unix seconds. Give it as At of the operation, however late it is noticed
	Operation Operation // OpExpire; or OpSettle, and then At is the latest moment that was promised
}

// Deadline returns the next moment at which time alone changes pi. ok is false if there is none, or none is known.
// An authorization expires at capture_before. What the asynchronous capture of a card left null is due an hour after the charge was made.
// Processing and the customer's step have no deadline.
func (pi PaymentIntent) Deadline() (d Deadline, ok bool) {
	c := &pi.LatestCharge
	switch {
	case pi.Status == StatusRequiresCapture && c.Card.CaptureBefore != 0:
		return Deadline{At: c.Card.CaptureBefore, Operation: OpExpire}, true
	case pi.Status == StatusSucceeded && pi.cardCaptureMethod() == CaptureMethodAutomaticAsync && c.Created != 0 && c.Card != (charge.Card{}) && c.Missing():
		return Deadline{At: min(c.Created, math.MaxInt64-settleWithin) + settleWithin, Operation: OpSettle}, true
	default:
		return Deadline{}, false
	}
}
