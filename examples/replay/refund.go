package main

import (
	"cmp"
	"maps"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// refund carries out refunds.create and charges.refunds.create.
func (d *driver) refund(s *step) verdict {
	t, why := d.payment(s)
	amount, isInteger := s.Params.amount("amount")
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case t == nil:
		return because(why)
	case d.refunds[s.Answer.text("id")].ID != "":
		return because(idempotentReplay)
	case !isInteger, t.untold && s.Params == nil:
		return d.takeRefund(t, s, because(parametersUntold))
	}
	p := intent.RefundParams{
		ID:                   cmp.Or(s.Answer.text("id"), d.newID("re")),
		Amount:               amount,
		Reason:               refund.Reason(s.Params.text("reason")),
		Status:               begins(s.Answer),
		RefundApplicationFee: s.Params.isTrue("refund_application_fee"),
		ReverseTransfer:      s.Params.isTrue("reverse_transfer"),
		BalanceTransaction:   unrecordedTxn,
		FeeRefund:            d.newID("fr"),
		Reversal:             d.newID("trr"),
	}
	p.BalanceInsufficient = p.ReverseTransfer && balanceInsufficient(s)
	before := t.pi
	if s.outcome() == accepted && (p.RefundApplicationFee || p.ReverseTransfer) {
		before = d.settled(before)
	}
	next, r, _, err := before.Refund(p)
	if t.holds() && refusedFor(err, code.NothingToRefund, code.PaymentIntentUnexpectedState) {
		next, r, err = void(before, p)
	}
	predicted := predictedRefund(&r)
	maps.Copy(predicted, predictedCharge(&next.LatestCharge))
	v, ok := s.judge(err, predicted, recordedRefund(s.Answer))
	switch {
	case !ok:
		return d.takeRefund(t, s, v)
	case err == nil:
		t.pi = next
		d.refunds[r.ID] = r
		d.refunded(t, r.ID)
	}
	return v
}

// payment returns the intent that a refund is of, or nil and the reason why there is none.
func (d *driver) payment(s *step) (*tracked, reason) {
	chargeID, intentID := cmp.Or(s.On, s.Params.text("charge")), s.Params.text("payment_intent")
	if chargeID == "" && intentID == "" {
		intentID = d.last
	}
	t := d.intents[cmp.Or(d.owners[chargeID], intentID)]
	switch {
	case t == nil:
		return nil, chargeAlone
	case chargeID != "" && chargeID != t.pi.LatestCharge.ID:
		return nil, chargeEarlier
	}
	return t, compared
}

// begins returns the status that a refund begins with. Whether the funds are there, and whether the method can be refunded by itself, is
// known outside.
func begins(shown object) refund.Status {
	switch status := refund.Status(shown.text("status")); status {
	case refund.StatusPending, refund.StatusRequiresAction:
		return status
	default:
		return refund.StatusSucceeded
	}
}

// balanceInsufficient reports whether a connected account did not have so much, which is known outside.
func balanceInsufficient(s *step) bool {
	return code.Code(s.Error.text("code")) == code.BalanceInsufficient
}

// refunded notes what a refund may have changed.
func (d *driver) refunded(t *tracked, id string) {
	for _, figure := range refundFigures {
		delete(t.shown, figure)
	}
	if id != "" {
		d.owners[id] = t.pi.ID
	}
	d.called[t.pi.LatestCharge.Transfer.ID] = true
	d.called[t.pi.LatestCharge.ApplicationFee.ID] = true
	d.last = t.pi.ID
}

// takeRefund goes on from a refund that was made and not predicted. What it may have changed is not known any more.
func (d *driver) takeRefund(t *tracked, s *step, v verdict) verdict {
	if s.outcome() != accepted {
		return v
	}
	t.touched = true
	c := &t.pi.LatestCharge
	c.Transfer = forgotten(c.Transfer)
	if c.ApplicationFee.ID != "" {
		c.ApplicationFee = connect.ApplicationFee{ID: c.ApplicationFee.ID}
	}
	r := shownRefund(s.Answer, c.ID)
	d.refunds[r.ID] = r
	d.refunded(t, r.ID)
	return v
}

// shownRefund returns the refund that a body shows, of a charge, or of none that is known.
func shownRefund(shown object, chargeID string) refund.Refund {
	amount, _ := shown.amount("amount")
	r := refund.Refund{
		ID: shown.text("id"), Charge: chargeID, Status: refund.Status(shown.text("status")),
		Amount: amount.Amount, Reason: refund.Reason(shown.text("reason")),
	}
	if shown.isTrue("transfer_reversal?") {
		r.TransferReversal.ID = "trr_" + unrecorded
	}
	return r
}

// readRefund compares refunds.retrieve. Since the last call the bank may have acted.
func (d *driver) readRefund(s *step) verdict {
	id := cmp.Or(s.On, s.Answer.text("id"))
	r, known := d.refunds[id]
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.Answer == nil:
		return because(answerUntold)
	case !known:
		d.refunds[id] = shownRefund(s.Answer, "")
		return because(firstSeen)
	}
	t := d.intents[d.owners[id]]
	if shown := refund.Status(s.Answer.text("status")); shown != "" && shown != r.Status {
		if t == nil || t.touched {
			d.refunds[id] = shownRefund(s.Answer, r.Charge)
			return because(readAgain)
		}
		next, moved, _, err := t.pi.UpdateRefund(intent.UpdateRefundParams{Refund: r, Status: shown})
		if err == nil {
			t.pi, r = next, moved
			d.refunded(t, id)
		}
	}
	found := compare(predictedRefund(&r), recordedRefund(s.Answer))
	if len(found) > 0 {
		r = shownRefund(s.Answer, r.Charge)
	}
	d.refunds[id] = r
	return verdict{differences: found}
}
