package intent

import "github.com/tranche-go/tranche/charge"

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

// releasesAreRefunds reports whether what was authorized and not captured is booked as refunded.
func (r *Rules) releasesAreRefunds() bool { return r.Version.Before(dateSilentReleases) }

// expiryReason returns the cancellation_reason of an intent whose authorization expired.
func (r *Rules) expiryReason() CancellationReason {
	if r.Version.Before(dateSilentReleases) {
		return ReasonAutomatic
	}
	return ReasonExpired
}
