package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// releaseRest closes the authorization, by a final capture, a cancel or the end of its window: what is left is let go, and the intent
// is succeeded with what was captured, or canceled if that is nothing. Where the rest shows depends on the API version:
//
//	                            before 2025-03-31.basil            since
//	one capture of a part       amount_refunded is the rest        amount_refunded stays 0
//	nothing captured            amount_refunded is all, refunded   amount_refunded stays 0, not refunded
//	multicapture, either way    amount_refunded stays as it is     amount_refunded stays as it is
//	reason of an expiry         automatic                          expired
//
// If the body that the charge came from did not show whether it is a multicapture payment, only its id is known after a release
// before basil.
//
// Where amount_refunded changes, charge.refunded says so. charge.captured is true from now on if anything was captured, and then
// charge.refunded, the field, is true if all of that was refunded before.
//
// Source: https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow,
// https://docs.stripe.com/payments/multicapture.
func (pi *PaymentIntent) releaseRest(multicapture bool) {
	pi.AmountCapturable = 0
	pi.Status = StatusSucceeded
	if pi.AmountReceived == 0 {
		pi.Status = StatusCanceled
	}
	c := &pi.LatestCharge
	if !c.Known() {
		return
	}
	if pi.Rules.releasesAreRefunds() && c.Card.Unshown && !multicapture && c.AmountCaptured < c.Amount {
		*c = charge.Charge{ID: c.ID} // whether the release is booked as refunded is not known
		return
	}
	c.Captured = pi.AmountReceived > 0
	if multicapture { // known now, if it was not shown
		c.Card.Multicapture, c.Card.Unshown = true, false
	}
	if pi.Rules.releasesAreRefunds() && !c.Card.Multicapture {
		c.AmountRefunded += c.Amount - c.AmountCaptured
	}
	c.Refunded = c.FullyRefunded(pi.Rules.releasesAreRefunds())
}

// closed tells that a cancel or the end of the window closed an authorization of which a part was captured.
func (t *tale) closed(before *PaymentIntent, changed charge.Previous) {
	t.charge(event.ChargeCaptured, changed)
	if t.now.Rules.ClosingEvents == ClosingEventsAsCapture {
		t.charge(event.ChargeUpdated, changed)
		t.intent(event.PaymentIntentAmountCapturableUpdated, Diff(before, &t.now))
	}
}

// releasesAreRefunds reports whether what was authorized and not captured is booked as refunded.
func (r *Rules) releasesAreRefunds() bool { return r.Version.Before(dateSilentReleases) }

// expiryReason returns the cancellation_reason of an intent whose authorization expired.
func (r *Rules) expiryReason() CancellationReason {
	if r.Version.Before(dateSilentReleases) {
		return ReasonAutomatic
	}
	return ReasonExpired
}

// ReleaseParams name the Refund of a release, from outside.
type ReleaseParams struct {
	At                 int64  // unix seconds, as the operation had it; 0 is not given
	ID                 string // re_…
	BalanceTransaction string // txn_…; "" is null: nothing was captured
}

// ReleaseRefund returns the Refund of what a capture, a cancel or an expiry released, which versions before 2025-03-31.basil book as
// refunded. before and after are the intent before and after the operation. ok is false where nothing is booked: since basil, for
// multicapture payments, and where nothing was released or the charge is not known.
//
// The refund succeeded at once, as a reversal of the hold, and cannot be refunded or failed: Refund.Number is 0. Its reason is
// expired_uncaptured_charge after an expiry, that of a cancel if a refund can have it, and else null. There is no refund.* event of it: charge.refunded tells it.
//
// Source: https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow.
func ReleaseRefund(before, after PaymentIntent, p ReleaseParams) (r refund.Refund, ok bool) {
	c := &after.LatestCharge
	released := c.AmountRefunded - before.LatestCharge.AmountRefunded
	closed := before.Status == StatusRequiresCapture && after.Status != StatusRequiresCapture
	if !closed || !c.Known() || !before.LatestCharge.Known() || released <= 0 {
		return refund.Refund{}, false
	}
	r = refund.Refund{
		ID: p.ID, Charge: c.ID, PaymentIntent: after.ID, Status: refund.StatusSucceeded, Amount: released, Currency: after.Currency,
		DestinationType: refund.DestinationTypeReversal, BalanceTransaction: p.BalanceTransaction, Created: p.At,
	}
	switch reason := refund.Reason(after.CancellationReason); {
	case after.CancellationReason == ReasonAutomatic:
		r.Reason = refund.ReasonExpiredUncapturedCharge
	case reason.FromCaller():
		r.Reason = reason
	}
	return r, true
}

// IsRelease reports whether a refund is one that ReleaseRefund returns: what was held and not captured, which the customer never paid, so that it
// is no money that went back, and cannot come back. It is false since 2025-03-31.basil, and where the charge is not known. A charge has at most
// one.
//
// Other refunds are reversals too, as long as the charge has not settled. One of exactly as much that succeeded cannot be told from a release,
// unless this module made it and it has a Number.
//
// Source: https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow.
func (pi PaymentIntent) IsRelease(r refund.Refund) bool {
	c := &pi.LatestCharge
	released := c.Amount - c.AmountCaptured
	return pi.Rules.releasesAreRefunds() && c.Known() && !c.Card.Multicapture && released > 0 && r.Amount == released && r.Charge == c.ID &&
		r.Status == refund.StatusSucceeded && r.Number == 0 && r.DestinationType == refund.DestinationTypeReversal
}
