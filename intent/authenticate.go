package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// AuthenticateParams say how the customer's step ended.
type AuthenticateParams struct {
	At      int64          `json:"at,omitempty"`     // unix seconds; 0 is not given
	Failure charge.Failure `json:"failure,omitzero"` // given: the customer failed or gave up. Usually code.PaymentIntentAuthenticationFailure or code.PaymentIntentPaymentAttemptExpired
	Attempt charge.Attempt `json:"attempt,omitzero"` // what came next; not given after a failure, or if the confirmation method is manual
}

// Authenticate ends the customer's step, for example 3D Secure. If an error is returned, the intent is unchanged.
//
//   - it went well, confirmation automatic: as Confirm with the same attempt, but never challenged again
//   - it went well, confirmation manual: requires_confirmation
//   - it failed: requires_payment_method; the method is taken away, LastPaymentError says why, there is no charge
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: a failure without a code
//   - code.PaymentIntentUnexpectedState: the status is not requires_action
//   - code.ParameterInvalid: an attempt with a failure or with manual confirmation; an unknown confirmation method; a challenged attempt
//   - those of Confirm about the attempt
//   - code.ParameterInvalid, Param capture_method: the intent's own is unknown
//   - code.AmountTooLarge, Param transfer_data[amount]: more is to be transferred than Amount
//   - those of charge.Settlement
//
// Events: those of Confirm for the same outcome; none with manual confirmation; payment_intent.payment_failed after a failure, and
// payment_intent.canceled if that was one too many (ConfirmationLimitFailureCancels).
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
func (pi PaymentIntent) Authenticate(p AuthenticateParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *AuthenticateParams) failed() bool { return p.Failure != charge.Failure{} }

func (p *AuthenticateParams) check(pi *PaymentIntent) error {
	if err := p.checkShape(OpAuthenticate); err != nil {
		return err
	}
	if err := pi.checkStatus(OpAuthenticate); err != nil {
		return err
	}
	return p.checkNext(OpAuthenticate, pi)
}

// checkShape refuses parameters that no end of a step can have.
func (p *AuthenticateParams) checkShape(op Operation) error {
	if err := checkAt(op, p.At); err != nil {
		return err
	}
	if p.failed() && p.Failure.Code == "" {
		return refuse(op, code.ParameterMissing, "failure.code")
	}
	return nil
}

// checkNext refuses an attempt where none comes next, and an impossible one.
func (p *AuthenticateParams) checkNext(op Operation, pi *PaymentIntent) error {
	if p.failed() || pi.ConfirmationMethod == ConfirmationMethodManual {
		if p.Attempt != (charge.Attempt{}) {
			return refuse(op, code.ParameterInvalid, "attempt")
		}
		return nil
	}
	if pi.ConfirmationMethod != ConfirmationMethodAutomatic {
		return refuse(op, code.ParameterInvalid, "confirmation_method")
	}
	if p.Attempt.Answer == charge.AnswerChallenged {
		return refuse(op, code.ParameterInvalid, "attempt.answer")
	}
	if err := pi.checkAttempt(op, &p.Attempt, pi.CaptureMethod); err != nil {
		return err
	}
	if err := checkCaptureMethod(op, pi.CaptureMethod); err != nil {
		return err
	}
	if err := pi.checkSharing(op, money.NullAmount{}, money.NullAmount{}, pi.Amount); err != nil {
		return err
	}
	return pi.checkSettlement(op, &p.Attempt.Settlement)
}

func (p *AuthenticateParams) apply(pi *PaymentIntent) {
	switch {
	case p.failed():
		pi.fail(p.Failure, "", p.At)
	case pi.ConfirmationMethod == ConfirmationMethodManual:
		pi.Status = StatusRequiresConfirmation
		pi.NextAction = ""
	default:
		pi.attempt(&p.Attempt, p.At)
	}
}

func (p *AuthenticateParams) tell(before *PaymentIntent, t *tale) { t.attempted(before, &p.Attempt) }
