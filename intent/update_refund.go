package intent

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// UpdateRefundParams say what became of a refund.
type UpdateRefundParams struct {
	At                        int64                `json:"at,omitempty"`                          // unix seconds; 0 is not given
	Refund                    refund.Refund        `json:"refund"`                                // as Refund, UpdateRefund or an event last returned it
	Status                    refund.Status        `json:"status"`                                // the new one
	PendingReason             refund.PendingReason `json:"pending_reason,omitempty"`              // with the status pending; "" is null
	FailureReason             refund.FailureReason `json:"failure_reason,omitempty"`              // with the status failed or canceled; "" is null
	FailureBalanceTransaction string               `json:"failure_balance_transaction,omitempty"` // id, with the status failed or canceled; "" is null
}

// UpdateRefund moves a refund on, and returns it as it is then. If an error is returned, nothing is changed.
//
// A refund that fails or is canceled gives its amount back, exactly once: it can be refunded again, and the charge is no longer
// Refunded (see FailedRefund for the other reading). What came back of the fee and of the transfer stays with the connected account
// and the platform. A copy of the refund that is out of date cannot fail a second time: its Number is refused. The first
// charge.MaxNumberedRefunds refunds of a charge have one, unless the charge was read again after it was refunded; of others, and those that
// this module did not make, only the sum is guarded. A refund that was read from the API's JSON has no number: of one that this module made give
// the copy that it returned.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalid, Param refund: the refund breaks an invariant
//   - code.StatusTransitionInvalid: the refund's status does not lead to the new one: see refund.Transitions; or it is a release (ReleaseRefund)
//   - code.ParameterInvalid, Param status: a reason or a balance transaction does not suit the new status
//   - code.PaymentIntentUnexpectedState: there is no successful charge, or nothing of it was captured
//   - code.ParameterInvalid, Param refund.charge: it is the refund of another charge
//   - code.StaleRefund: it has failed or was canceled before; or it fails or is canceled now, and more would be given back than was refunded, or
//     than was captured, where only the id of the charge is known
//   - code.UnknownCharge: only the id of the charge is known, and the refund has a Number, or fails or is canceled; or it is not known how much of
//     what was refunded is a release
//
// Events: refund.updated, or refund.failed; charge.refund.updated; charge.updated if amount_refunded changes. (Which endpoint gets
// refund.* and which charge.refund.updated depends on its API version.)
//
// Source: https://docs.stripe.com/refunds.
func (pi PaymentIntent) UpdateRefund(p UpdateRefundParams) (PaymentIntent, refund.Refund, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, refund.Refund{}, nil, err
	}
	t := tell(&pi, p.At)
	r := p.apply(&t.now)
	p.tell(&pi, t, r)
	return t.now, r, t.events(), nil
}

// undoes reports whether the refund no longer counts.
func (p *UpdateRefundParams) undoes() bool { return p.Refund.Status.Counts() && !p.Status.Counts() }

func (p *UpdateRefundParams) check(pi *PaymentIntent) error { return pi.named(p.refusal(pi)) }

func (p *UpdateRefundParams) refusal(pi *PaymentIntent) error {
	if err := checkAt(OpUpdateRefund, p.At); err != nil {
		return err
	}
	if err := p.Refund.Validate(); err != nil {
		return refuseAs(err, OpUpdateRefund, code.ParameterInvalid, "refund")
	}
	if !p.Refund.Status.Leads(p.Status) || pi.IsRelease(p.Refund) {
		e := refuse(OpUpdateRefund, code.StatusTransitionInvalid, "status")
		e.Status = string(p.Refund.Status)
		return e
	}
	if err := p.moved().Validate(); err != nil {
		return refuseAs(err, OpUpdateRefund, code.ParameterInvalid, "status")
	}
	if err := pi.checkReceived(OpUpdateRefund); err != nil {
		return err
	}
	switch known := pi.LatestCharge.Known(); {
	case pi.AmountReceived == 0:
		return pi.refuseStatus(OpUpdateRefund, "")
	case p.Refund.Charge != pi.LatestCharge.ID:
		return refuse(OpUpdateRefund, code.ParameterInvalid, "refund.charge")
	case known && p.dead(pi):
		return refuse(OpUpdateRefund, code.StaleRefund, "refund")
	case !known && p.Refund.Number > 0 && !p.undoes(): // the charge knows whether it has failed
		return pi.refuseUnknown(OpUpdateRefund)
	case !p.undoes():
		return nil
	case !known && p.Refund.Amount > pi.AmountReceived:
		return refuseAmount(OpUpdateRefund, code.StaleRefund, "refund", p.Refund.Amount, pi.AmountReceived)
	case !known:
		return pi.refuseUnknown(OpUpdateRefund)
	}
	return p.checkLive(pi)
}

// dead reports whether the refund has failed or was canceled already, so that this copy of it is out of date. One that the charge has not
// numbered yet does not count in it, and so cannot give anything back.
func (p *UpdateRefundParams) dead(pi *PaymentIntent) bool {
	n := p.Refund.Number
	return n > 0 && pi.LatestCharge.LiveRefunds>>(n-1)&1 == 0 && (p.undoes() || n <= pi.LatestCharge.RefundsMade)
}

// checkLive refuses to give back what does not count as refunded any more.
func (p *UpdateRefundParams) checkLive(pi *PaymentIntent) error {
	c := &pi.LatestCharge
	ledger := c.RefundLedger(pi.Rules.releasesAreRefunds())
	amount := p.Refund.Amount
	if pi.releaseUnknown() && amount > ledger.Refunded && amount <= c.AmountRefunded { // as much was refunded, if the release is not booked
		return pi.refuseUnknown(OpUpdateRefund)
	}
	_, err := ledger.Undo(amount)
	return err
}

// moved returns the refund as it will be.
func (p *UpdateRefundParams) moved() refund.Refund {
	r := p.Refund
	r.Status, r.PendingReason, r.FailureReason, r.FailureBalanceTransaction = p.Status, p.PendingReason, p.FailureReason, p.FailureBalanceTransaction
	return r
}

func (p *UpdateRefundParams) apply(pi *PaymentIntent) refund.Refund {
	c := &pi.LatestCharge
	if p.undoes() {
		if n := p.Refund.Number; n > 0 {
			c.LiveRefunds &^= 1 << (n - 1)
		}
		if pi.Rules.FailedRefund == FailedRefundFalls {
			c.AmountRefunded -= p.Refund.Amount
			c.Refunded = false // not all of it any more
		}
	}
	return p.moved()
}

func (p *UpdateRefundParams) tell(before *PaymentIntent, t *tale, r refund.Refund) {
	about := event.RefundUpdated
	if p.Status == refund.StatusFailed {
		about = event.RefundFailed
	}
	t.refund(new(refunded), r, refund.Diff(&p.Refund, &r), about, event.ChargeRefundUpdated)
	if changed := t.changes(before); changed.AmountRefunded.Valid {
		t.charge(event.ChargeUpdated, changed)
	}
}
