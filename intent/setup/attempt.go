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

// confirm makes a new attempt with the method that is attached.
func (si *Intent) confirm(a *Attempted, at int64) {
	if si.Confirmations < math.MaxUint8 {
		si.Confirmations++
	}
	si.LatestAttempt = Attempt{
		ID: a.ID, PaymentMethod: si.PaymentMethod, Customer: si.Customer, OnBehalfOf: si.OnBehalfOf, Usage: si.Usage, Created: at,
	}
	si.answer(a)
}

// answer applies what came of the latest attempt.
func (si *Intent) answer(a *Attempted) {
	si.NextAction = ""
	si.LastSetupError = Error{}
	switch a.Answer {
	case charge.AnswerApproved:
		si.Status, si.LatestAttempt.Status = StatusSucceeded, AttemptStatusSucceeded
		si.Mandate, si.SingleUseMandate = a.Mandate, a.SingleUseMandate
	case charge.AnswerPending:
		si.Status, si.LatestAttempt.Status = StatusProcessing, AttemptStatusProcessing
	case charge.AnswerChallenged:
		si.Status, si.LatestAttempt.Status = StatusRequiresAction, AttemptStatusRequiresAction
		si.NextAction = a.NextAction
	case charge.AnswerDeclined:
		si.fail(a.Failure)
	}
}

// fail takes the method away, or cancels if that was one failure too many.
func (si *Intent) fail(why charge.Failure) {
	si.LastSetupError = Error{Failure: why, PaymentMethod: si.PaymentMethod}
	si.LatestAttempt.Status, si.LatestAttempt.SetupError = AttemptStatusFailed, why
	si.PaymentMethod = ""
	si.NextAction = ""
	si.Status = StatusRequiresPaymentMethod
	if si.Rules.ConfirmationLimit == intent.ConfirmationLimitFailureCancels && si.confirmationsUsedUp() {
		si.cancel(intent.ReasonAutomatic)
	}
}

// confirmationsUsedUp reports whether there is a limit and it is reached.
func (si *Intent) confirmationsUsedUp() bool {
	return si.Rules.MaxConfirmations != 0 && si.Confirmations >= si.Rules.MaxConfirmations
}

// attempted tells what came of an attempt.
func (t *tale) attempted() {
	switch failed := t.now.LastSetupError != (Error{}); {
	case failed:
		t.tell(event.SetupIntentSetupFailed)
		if t.now.Status == StatusCanceled {
			t.tell(event.SetupIntentCanceled)
		}
	case t.now.Status == StatusRequiresAction:
		t.tell(event.SetupIntentRequiresAction)
	case t.now.Status == StatusSucceeded:
		t.tell(event.SetupIntentSucceeded)
	}
}
