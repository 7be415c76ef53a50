package setup

import (
	"math"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// Attempted is what came of an attempt to set up a method: plain data, from outside.
type Attempted struct {
	ID               string         `json:"id,omitempty"`                 // of the SetupAttempt, setatt_…; Authenticate, VerifyMicrodeposits and Process go on with the one that there is
	Answer           charge.Answer  `json:"answer,omitempty"`             // approved, declined, challenged or pending
	Failure          charge.Failure `json:"failure,omitzero"`             // if declined
	NextAction       string         `json:"next_action,omitempty"`        // next_action.type, if challenged: "use_stripe_sdk", "verify_with_microdeposits", …
	Mandate          string         `json:"mandate,omitempty"`            // id, if approved and the method has mandates
	SingleUseMandate string         `json:"single_use_mandate,omitempty"` // id, if approved and the mandate is for one payment
}

// check refuses an answer that is unknown, or that lacks or has too much of what its answer needs. fresh says that it is of a new attempt.
func (a *Attempted) check(op intent.Operation, fresh bool) error {
	switch {
	case fresh && a.ID == "":
		return refuse(op, code.ParameterMissing, "attempt.id")
	case !fresh && a.ID != "":
		return refuse(op, code.ParameterInvalid, "attempt.id")
	}
	switch a.Answer {
	case "":
		return refuse(op, code.ParameterMissing, "attempt.answer")
	case charge.AnswerApproved, charge.AnswerPending:
	case charge.AnswerDeclined:
		if a.Failure.Code == "" {
			return refuse(op, code.ParameterMissing, "attempt.failure.code")
		}
	case charge.AnswerChallenged:
		if !fresh { // the customer has acted
			return refuse(op, code.ParameterInvalid, "attempt.answer")
		}
		if a.NextAction == "" {
			return refuse(op, code.ParameterMissing, "attempt.next_action")
		}
	default:
		return refuse(op, code.ParameterInvalid, "attempt.answer")
	}
	switch {
	case a.Failure != charge.Failure{} && a.Answer != charge.AnswerDeclined:
		return refuse(op, code.ParameterInvalid, "attempt.failure")
	case a.NextAction != "" && a.Answer != charge.AnswerChallenged:
		return refuse(op, code.ParameterInvalid, "attempt.next_action")
	case a.Mandate != "" && a.Answer != charge.AnswerApproved:
		return refuse(op, code.ParameterInvalid, "attempt.mandate")
	case a.SingleUseMandate != "" && a.Answer != charge.AnswerApproved:
		return refuse(op, code.ParameterInvalid, "attempt.single_use_mandate")
	case a.Mandate != "" && a.SingleUseMandate != "":
		return refuse(op, code.ParametersExclusive, "attempt.single_use_mandate")
	}
	return nil
}

// confirm makes a new attempt with the method that is attached. A mandate from before was for another attempt.
func (si *Intent) confirm(a *Attempted, at int64) {
	if si.Confirmations < math.MaxUint8 {
		si.Confirmations++
	}
	si.LatestAttempt = Attempt{
		ID: a.ID, Status: AttemptStatusRequiresConfirmation,
		PaymentMethod: si.PaymentMethod, Customer: si.Customer, OnBehalfOf: si.OnBehalfOf, Usage: si.Usage, Created: at,
	}
	si.Mandate, si.SingleUseMandate = "", ""
	si.answer(a)
}

// answer applies what came of the latest attempt.
func (si *Intent) answer(a *Attempted) {
	si.NextAction = ""
	si.LastSetupError = Error{}
	switch a.Answer {
	case charge.AnswerApproved:
		si.Status = StatusSucceeded
		si.LatestAttempt.becomes(AttemptStatusSucceeded)
		if a.Mandate != "" || a.SingleUseMandate != "" {
			si.Mandate, si.SingleUseMandate = a.Mandate, a.SingleUseMandate
		}
	case charge.AnswerPending:
		si.Status = StatusProcessing
		si.LatestAttempt.becomes(AttemptStatusProcessing)
	case charge.AnswerChallenged:
		si.Status = StatusRequiresAction
		si.LatestAttempt.becomes(AttemptStatusRequiresAction)
		si.NextAction = a.NextAction
	case charge.AnswerDeclined:
		si.fail(a.Failure)
	}
}

// fail takes the method away, or cancels if that was one failure too many.
func (si *Intent) fail(why charge.Failure) {
	si.LastSetupError = Error{Failure: why, PaymentMethod: si.PaymentMethod}
	si.LatestAttempt.becomes(AttemptStatusFailed)
	if si.LatestAttempt.Known() {
		si.LatestAttempt.SetupError = why
	}
	si.PaymentMethod = ""
	si.NextAction = ""
	si.Status = StatusRequiresPaymentMethod
	if si.Rules.FailureCancels(si.Confirmations) {
		si.cancel("") // the API has no reason for it
	}
}

// becomes moves an attempt on. Of one that is not known nothing is made up.
func (a *Attempt) becomes(s AttemptStatus) {
	if a.Known() {
		a.Status = s
	}
}

// attempted tells what came of an attempt.
func (t *tale) attempted() {
	switch t.now.Status {
	case StatusRequiresAction:
		t.tell(event.SetupIntentRequiresAction)
	case StatusSucceeded:
		t.tell(event.SetupIntentSucceeded)
	case StatusRequiresPaymentMethod:
		t.tell(event.SetupIntentSetupFailed)
	case StatusCanceled:
		t.tell(event.SetupIntentSetupFailed)
		t.tell(event.SetupIntentCanceled)
	default: // processing has no event; nor has requires_confirmation, after the customer's step
	}
}
