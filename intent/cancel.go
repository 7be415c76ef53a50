package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/webhook/event"
)

// CancelParams are the parameters of Cancel.
type CancelParams struct {
	At      int64              `json:"at,omitempty"`                  // unix seconds; 0 is not given
	Reason  CancellationReason `json:"cancellation_reason,omitempty"` // one of those that callers may give; "" is null
	Refused bool               `json:"refused,omitempty"`             // in processing: the bank's window for canceling is over
}

// Cancel gives up. What is held is released, and the intent is canceled for good; it keeps its payment method.
// If an error is returned, the intent is unchanged.
//
// If a part was captured, the rest is released and the intent is succeeded: see PartialCancel for the other readings.
// In processing a cancel comes early enough or not, which the bank decides: Refused. One that comes early enough fails the charge.
//
// Before API version 2025-03-31.basil the release of an untouched hold is booked in AmountRefunded of the charge, but not of a
// multicapture payment.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalid: the reason is not one that callers may give
//   - code.PaymentIntentUnexpectedState: the status is succeeded or canceled
//   - code.ParameterInvalid: Refused, and the status is not processing
//   - code.PaymentIntentUnexpectedState: Refused; or a part was captured, with PartialCancelRefused
//
// Events: payment_intent.canceled; before it charge.refunded if a release is booked as refunded, charge.failed in processing if there
// is a charge. If a part was captured: charge.captured, payment_intent.succeeded (or canceled, with PartialCancelCancels); with
// ClosingEventsAsCapture what a final capture tells.
// Where not enough of the charge is known to say that a release is booked, charge.refunded is left out.
//
// Source: https://docs.stripe.com/api/payment_intents/cancel.
func (pi PaymentIntent) Cancel(p CancelParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *CancelParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpCancel, p.At); err != nil {
		return err
	}
	if !p.Reason.fromCaller() {
		return refuse(OpCancel, code.ParameterInvalid, "cancellation_reason")
	}
	if err := pi.checkStatus(OpCancel); err != nil {
		return err
	}
	switch {
	case p.Refused && pi.Status != StatusProcessing:
		return refuse(OpCancel, code.ParameterInvalid, "refused")
	case p.Refused, pi.AmountReceived > 0 && pi.Rules.PartialCancel == PartialCancelRefused:
		return pi.refuseStatus(OpCancel, "")
	}
	return nil
}

func (p *CancelParams) apply(pi *PaymentIntent) {
	switch {
	case pi.Status == StatusProcessing && pi.LatestCharge.Known():
		pi.LatestCharge.Status = charge.StatusFailed
	case pi.Status == StatusRequiresCapture:
		pi.releaseRest(pi.ledger().Multicapture)
		if pi.Status == StatusSucceeded && pi.Rules.PartialCancel == PartialCancelSucceeds {
			return
		}
	}
	pi.cancel(p.At, p.Reason)
}

// cancel makes the intent canceled. What is held was released before.
func (pi *PaymentIntent) cancel(at int64, reason CancellationReason) {
	pi.Status = StatusCanceled
	pi.CanceledAt = at
	pi.CancellationReason = reason
	pi.NextAction = ""
}

func (p *CancelParams) tell(before *PaymentIntent, t *tale) {
	changed := t.changes(before)
	switch {
	case before.Status == StatusProcessing && before.LatestCharge.ID != "":
		t.charge(event.ChargeFailed, charge.Previous{})
	case before.AmountReceived > 0:
		t.closed(before, changed)
	case changed.AmountRefunded.Valid:
		t.charge(event.ChargeRefunded, changed)
	}
	t.ended()
}

// ended tells that the intent came to its end, if it did.
func (t *tale) ended() {
	switch t.now.Status {
	case StatusSucceeded:
		t.intent(event.PaymentIntentSucceeded, Previous{})
	case StatusCanceled:
		t.intent(event.PaymentIntentCanceled, Previous{})
	default:
	}
}
