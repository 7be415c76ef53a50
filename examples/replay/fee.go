package main

import (
	"cmp"

	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// fee returns the intent that an application fee is of, or nil if the recording does not show it.
func (d *driver) fee(id string) *tracked {
	t := d.intents[d.links.owner[id]]
	if t == nil || !t.pi.LatestCharge.Known() {
		return nil
	}
	t.pi = d.settled(t.pi)
	return t
}

// readFee compares application_fees.retrieve.
func (d *driver) readFee(s *step) verdict {
	t := d.fee(s.On)
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.Answer == nil:
		return because(answerUntold)
	case t == nil:
		return because(notKnown)
	}
	fee := &t.pi.LatestCharge.ApplicationFee
	v := because(d.unseen(s.On))
	if fee.Known() {
		v = d.compareGivenBack(s.On, predictedFee(fee), s.Answer)
	}
	if v.reason != compared || len(v.differences) > 0 {
		amount, _ := s.Answer.amount("amount")
		refunded, _ := s.Answer.amount("amount_refunded")
		fee.ID, fee.Amount, fee.AmountRefunded = s.On, amount.Or(fee.Amount), refunded.Or(fee.AmountRefunded)
	}
	return v
}

// refundFee carries out application_fees.refunds.create.
func (d *driver) refundFee(s *step) verdict {
	amount, isInteger := s.Params.amount("amount")
	t := d.fee(s.On)
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case s.again:
		return because(idempotentReplay)
	case t == nil:
		return because(notKnown)
	case !isInteger:
		return d.takeFeeRefund(t, s, because(parametersUntold))
	}
	next, part, _, err := t.pi.RefundFee(intent.RefundFeeParams{
		ID:                 cmp.Or(s.Answer.text("id"), d.newID("fr")),
		BalanceTransaction: unrecordedTxn,
		Amount:             amount,
	})
	v, ok := s.judge(err, facts{"amount": digits(part.Amount)}, shownBy(s.Answer))
	switch {
	case !ok:
		return d.takeFeeRefund(t, s, v)
	case err == nil:
		t.pi = next
		d.called[s.On] = true
	}
	return v
}

// takeFeeRefund goes on from a fee refund that was made and not predicted: what is left is not known any more.
func (d *driver) takeFeeRefund(t *tracked, s *step, v verdict) verdict {
	if c := &t.pi.LatestCharge; s.outcome() == accepted {
		c.ApplicationFee = connect.ApplicationFee{ID: s.On}
		d.called[s.On] = true
	}
	return v
}
