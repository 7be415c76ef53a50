package intent

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// ExpireParams are the parameters of Expire.
type ExpireParams struct {
	At int64 `json:"at,omitempty"` // unix seconds, the Deadline; 0 is not given, and then capture_before is not checked
}

// Expire lets the authorization run out. If an error is returned, the intent is unchanged.
//
// If something was captured, the rest is released and the intent is succeeded. If nothing was, it is canceled, for the reason
// expired (before API version 2025-03-31.basil: automatic), and before that version the release is booked in AmountRefunded of the
// charge, but not of a multicapture payment.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.PaymentIntentUnexpectedState: the status is not requires_capture
//   - code.UnknownCharge: At is given, and capture_before is not known
//   - code.TooEarly: At is before capture_before. An authorization without one expires whenever it is said to
//
// Events: charge.captured, payment_intent.succeeded (with ClosingEventsAsCapture what a final capture tells); or charge.expired, charge.refunded if a release is booked as refunded,
// payment_intent.canceled. Where not enough of the charge is known to say that a release is booked, charge.refunded is left out.
//
// Source: https://docs.stripe.com/payments/multicapture, https://docs.stripe.com/payments/place-a-hold-on-a-payment-method.
func (pi PaymentIntent) Expire(p ExpireParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *ExpireParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpExpire, p.At); err != nil {
		return err
	}
	if err := pi.checkStatus(OpExpire); err != nil {
		return err
	}
	if pi.deadlineUnknown(p.At) {
		return pi.refuseUnknown(OpExpire)
	}
	if before := pi.LatestCharge.Card.CaptureBefore; p.At != 0 && p.At < before {
		return refuseAmount(OpExpire, code.TooEarly, "at", money.Amount(p.At), money.Amount(before))
	}
	return nil
}

func (p *ExpireParams) apply(pi *PaymentIntent) {
	pi.releaseRest(pi.ledger().Multicapture)
	if pi.Status == StatusCanceled {
		pi.cancel(p.At, pi.Rules.expiryReason())
	}
}

func (p *ExpireParams) tell(before *PaymentIntent, t *tale) {
	changed := t.changes(before)
	if t.now.Status == StatusSucceeded {
		t.closed(before, changed)
	} else {
		t.charge(event.ChargeExpired, changed)
		if changed.AmountRefunded.Valid {
			t.charge(event.ChargeRefunded, changed)
		}
	}
	t.ended()
}
