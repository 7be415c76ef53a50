package main

import (
	"cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
)

// createCharge carries out charges.create: the charge of an intent that is confirmed at once.
func (d *driver) createCharge(s *step) verdict {
	id := cmp.Or(s.Answer.text("id"), d.newID("ch"))
	p, complete := createParams(s.Params, bareID(id), d.rules)
	captureUntold := s.Answer.isFalse("captured") && !s.Params.has("capture")
	switch {
	case s.outcome() != accepted:
		return because(chargeAlone)
	case d.owners[id] != "":
		return because(idempotentReplay)
	case !complete, captureUntold, s.Params.has("destination[account]"):
		d.startBare(s.Answer, parametersUntold)
		return because(parametersUntold)
	}
	p.CaptureMethod = intent.CaptureMethodAutomatic
	if s.Params.isFalse("capture") {
		p.CaptureMethod = intent.CaptureMethodManual
	}
	if p.ApplicationFeeAmount.Valid {
		p.Account = unrecordedAccount
	}
	madeUp := p.Currency == ""
	p.Currency = cmp.Or(p.Currency, unrecordedCurrency)
	p.PaymentMethod = ""
	created, _, err := intent.Create(p)
	next := created
	if err == nil {
		a := charge.Attempt{Answer: charge.AnswerApproved, Charge: id, Settlement: d.settlement(&created, p.CaptureMethod)}
		if charge.Status(s.Answer.text("status")) == charge.StatusPending {
			a = charge.Attempt{Answer: charge.AnswerPending, Charge: id}
		}
		next, _, err = created.Confirm(intent.ConfirmParams{PaymentMethod: unrecordedMethod, Attempt: a})
	}
	v := d.settleCharge(s, &tracked{pi: created, bare: true}, next, err)
	if madeUp && len(v.differences) == 0 {
		return because(parametersUntold)
	}
	return v
}

// captureCharge carries out charges.capture of such a charge.
func (d *driver) captureCharge(s *step) verdict {
	id := d.owners[s.On]
	if s.On == "" {
		id = d.last
	}
	t := d.intents[id]
	amount, isInteger := s.Params.amount("amount")
	if t == nil || !t.bare || !isInteger || s.outcome() != accepted {
		return because(d.bypass(s))
	}
	next, _, err := t.pi.Capture(intent.CaptureParams{AmountToCapture: amount, Settlement: d.settlement(&t.pi, t.pi.CaptureMethod)})
	return d.settleCharge(s, t, next, err)
}

// settleCharge compares what became of the charge, and goes on from next, or from the body if they differ.
func (d *driver) settleCharge(s *step, t *tracked, next intent.PaymentIntent, err error) verdict {
	shown := recordedCharge(s.Answer)
	v, ok := s.judge(err, predictedCharge(&next.LatestCharge), shown)
	if ok {
		v.differences = d.compareForm(s, t, next)
		v.differences = append(v.differences, compareRelease(s, &t.pi, &next)...)
	}
	if v.reason != compared || len(v.differences) > 0 {
		delete(d.intents, t.pi.ID)
		d.startBare(s.Answer, chargeAlone)
		return v
	}
	t.pi = next
	t.shown = nil
	d.keep(t, shown)
	return v
}
