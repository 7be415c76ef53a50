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
	pending := charge.Status(s.Answer.text("status")) == charge.StatusPending
	captureUntold := s.Answer.isFalse("captured") && !s.Params.has("capture")
	switch {
	case s.outcome() != accepted:
		return because(chargeAlone)
	case d.owners[id] != "":
		return because(idempotentReplay)
	case d.sharedUntold(s, id) && pending:
		return because(parametersUntold) // of which the bank's answer will bring more than is shown
	case !complete, captureUntold, d.sharedUntold(s, id):
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
		if pending {
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

// sharedUntold reports whether a charge is shared by parameters that no command has, such as destination[account], or by ones that were
// not recorded: it shows a transfer or a fee, now or later, that no parameter asks for.
func (d *driver) sharedUntold(s *step, id string) bool {
	for _, name := range sharingParams {
		if s.Params.has(name) {
			return true
		}
	}
	of := bareID(id)
	return d.links.destination[of] && !s.Params.has(paramDestination) || d.links.asksFee[of] && !s.Params.has(paramFee)
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
	t.learn(t.chargeBody(s.Answer))
	next, _, err := t.pi.Capture(intent.CaptureParams{AmountToCapture: amount, Settlement: d.settlement(&t.pi, t.pi.CaptureMethod)})
	if s.again && err != nil {
		return because(idempotentReplay)
	}
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
