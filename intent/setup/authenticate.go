package setup

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// AuthenticateParams say how the customer's step ended.
type AuthenticateParams struct {
	At      int64          `json:"at,omitempty"`     // unix seconds; 0 is not given
	Failure charge.Failure `json:"failure,omitzero"` // given: the customer failed or gave up. Usually code.SetupIntentAuthenticationFailure
	Attempt Attempted      `json:"attempt,omitzero"` // what came next, without an ID; not given after a failure, or if the confirmation method is manual
}

// Authenticate ends the customer's step, for example 3D Secure. If an error is returned, the intent is unchanged.
//
//   - it went well, confirmation automatic: as Confirm with the same answer, but never challenged again
//   - it went well, confirmation manual: requires_confirmation
//   - it failed: requires_payment_method; the method is taken away, and LastSetupError says why
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: a failure without a code
//   - code.SetupIntentUnexpectedState: the status is not requires_action
//   - code.ParameterInvalid: an attempt with a failure or with manual confirmation; an unknown confirmation method
//   - those of Confirm about the attempt
//
// Events: those of Confirm for the same outcome; none with manual confirmation.
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
func (si Intent) Authenticate(p AuthenticateParams) (Intent, []event.Event, error) {
	if err := p.check(&si); err != nil {
		return si, nil, err
	}
	t := &tale{now: si, at: p.At}
	p.apply(&t.now)
	t.attempted()
	return t.now, t.events(), nil
}

func (p *AuthenticateParams) failed() bool { return p.Failure != charge.Failure{} }

func (p *AuthenticateParams) check(si *Intent) error {
	if err := p.checkShape(intent.OpAuthenticate); err != nil {
		return err
	}
	if err := si.checkStatus(intent.OpAuthenticate); err != nil {
		return err
	}
	return p.checkNext(intent.OpAuthenticate, si)
}

// checkShape refuses parameters that no end of a step can have.
func (p *AuthenticateParams) checkShape(op intent.Operation) error {
	if err := checkAt(op, p.At); err != nil {
		return err
	}
	if p.failed() && p.Failure.Code == "" {
		return refuse(op, code.ParameterMissing, "failure.code")
	}
	return nil
}

// checkNext refuses an attempt where none comes next, and an impossible one.
func (p *AuthenticateParams) checkNext(op intent.Operation, si *Intent) error {
	if p.failed() || si.ConfirmationMethod == intent.ConfirmationMethodManual {
		if p.Attempt != (Attempted{}) {
			return refuse(op, code.ParameterInvalid, "attempt")
		}
		return nil
	}
	if si.ConfirmationMethod != intent.ConfirmationMethodAutomatic {
		return refuse(op, code.ParameterInvalid, "confirmation_method")
	}
	return p.Attempt.check(op, false)
}

func (p *AuthenticateParams) apply(si *Intent) {
	switch {
	case p.failed():
		si.fail(p.Failure)
	case si.ConfirmationMethod == intent.ConfirmationMethodManual:
		si.Status = StatusRequiresConfirmation
		si.LatestAttempt.becomes(AttemptStatusRequiresConfirmation)
		si.NextAction = ""
	default:
		si.answer(&p.Attempt)
	}
}
