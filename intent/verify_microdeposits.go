package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/webhook/event"
)

// VerifyMicrodepositsParams say what the customer found on a bank statement, and how the step ended.
type VerifyMicrodepositsParams struct {
	AuthenticateParams                      // from outside: code.MicrodepositAttemptsExceeded or code.MicrodepositTimeout as Failure, or what came next
	Microdeposits      charge.Microdeposits `json:"microdeposits"`      // two amounts, or a descriptor code
	Mismatch           bool                 `json:"mismatch,omitempty"` // from outside: something else was sent; refused, and the customer may try again
}

// VerifyMicrodeposits proves that a bank account is the customer's, by what was sent to it. If an error is returned, the intent is
// unchanged. It ends as Authenticate does: verified, so that the bank is asked for the money, or failed.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: a failure without a code
//   - those of charge.Microdeposits.Check
//   - code.PaymentIntentUnexpectedState: the status is not requires_action
//   - code.PaymentIntentUnexpectedState, Param next_action: the next action is not verify_with_microdeposits
//   - code.MicrodepositAmountsMismatch, code.MicrodepositDescriptorCodeMismatch: Mismatch
//   - the others of Authenticate
//
// Events: those of Authenticate.
//
// Source: https://docs.stripe.com/api/payment_intents/verify_microdeposits.
func (pi PaymentIntent) VerifyMicrodeposits(p VerifyMicrodepositsParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *VerifyMicrodepositsParams) check(pi *PaymentIntent) error {
	const op = OpVerifyMicrodeposits
	if err := p.checkShape(op); err != nil {
		return err
	}
	if err := p.Microdeposits.Check(); err != nil {
		return err
	}
	if err := pi.checkStatus(op); err != nil {
		return err
	}
	switch {
	case pi.NextAction != charge.VerifyWithMicrodeposits:
		return pi.refuseStatus(op, "next_action")
	case p.Mismatch:
		return p.Microdeposits.Refuse()
	}
	return p.checkNext(op, pi)
}
