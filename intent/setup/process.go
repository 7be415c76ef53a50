package setup

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// ProcessParams say how an asynchronous attempt ended.
type ProcessParams struct {
	At      int64     `json:"at,omitempty"` // unix seconds; 0 is not given
	Attempt Attempted `json:"attempt"`      // approved or declined, without an ID
}

// Process ends an asynchronous attempt: the method is set up, or it failed. There is no deadline. If an error is returned, the intent is
// unchanged.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - those of Confirm about the attempt; code.ParameterInvalid: it is pending still
//   - code.SetupIntentUnexpectedState: the status is not processing
//
// Events: setup_intent.succeeded or setup_intent.setup_failed, and setup_intent.canceled if that was one too many.
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
func (si Intent) Process(p ProcessParams) (Intent, []event.Event, error) {
	if err := p.check(&si); err != nil {
		return si, nil, err
	}
	t := &tale{now: si, at: p.At}
	p.apply(&t.now)
	t.attempted()
	return t.now, t.events(), nil
}

func (p *ProcessParams) check(si *Intent) error {
	const op = intent.OpProcess
	if err := checkAt(op, p.At); err != nil {
		return err
	}
	if err := p.Attempt.check(op, false); err != nil {
		return err
	}
	if p.Attempt.Answer == charge.AnswerPending {
		return refuse(op, code.ParameterInvalid, "attempt.answer")
	}
	return si.checkStatus(op)
}

func (p *ProcessParams) apply(si *Intent) { si.answer(&p.Attempt) }
