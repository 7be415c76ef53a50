package setup

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Validate returns the first invariant that si breaks, with Detail in words, or nil. The invariants are listed at Intent.
func (si Intent) Validate() error {
	if err := si.validateShape(); err != nil {
		return err
	}
	if err := si.validateStatus(); err != nil {
		return err
	}
	return si.validateAttempt()
}

// validateShape checks invariant 1.
func (si *Intent) validateShape() error {
	switch {
	case si.ID == "":
		return broken("id", "an intent has an id")
	case !si.Status.known():
		return si.refuseStatus("validate", "status") // whose message names it
	case si.Usage == "" || !si.Usage.valid():
		return broken("usage", "the usage is off_session or on_session")
	case !knownMethod(si.ConfirmationMethod):
		return broken("confirmation_method", "the confirmation method is automatic or manual")
	case min(si.Created, si.LatestAttempt.Created) < 0:
		e := broken("created", "nothing was created before 1970")
		e.Got = money.Amount(min(si.Created, si.LatestAttempt.Created))
		return e
	}
	return ours(si.Rules.Check("validate"))
}

// validateStatus checks invariants 2 to 5.
func (si *Intent) validateStatus() error {
	failed := si.LastSetupError != Error{}
	switch {
	case si.PaymentMethod == "" && si.Status != StatusRequiresPaymentMethod && si.Status != StatusCanceled:
		return broken("payment_method", "only what requires a payment method, or was canceled, has none")
	case (si.NextAction != "") != (si.Status == StatusRequiresAction):
		return broken("next_action", "there is a next action if and only if the status is requires_action")
	case si.CancellationReason != "" && si.Status != StatusCanceled:
		return broken("cancellation_reason", "only a canceled intent was canceled for a reason")
	case failed && si.Status != StatusRequiresPaymentMethod && si.Status != StatusCanceled:
		return broken("last_setup_error", "only what requires a payment method, or was canceled, has failed")
	case failed && si.LatestAttempt.Known() && si.LatestAttempt.Status != AttemptStatusFailed:
		return broken("last_setup_error", "last_setup_error is about the latest attempt")
	}
	return nil
}

// validateAttempt checks invariants 6 and 7.
func (si *Intent) validateAttempt() error {
	a := &si.LatestAttempt
	if !a.Known() {
		if (*a != Attempt{ID: a.ID}) {
			return broken("latest_attempt.status", "an attempt without a status, which was not expanded, has nothing but an id")
		}
		return nil
	}
	over := a.Status == AttemptStatusFailed || a.Status == AttemptStatusAbandoned
	switch {
	case a.ID == "":
		return broken("latest_attempt.id", "an attempt has an id")
	case !si.allowsAttempt(over):
		return broken("latest_attempt.status", "the latest attempt stands where the intent does, or is over")
	case a.SetupError != charge.Failure{} && a.Status != AttemptStatusFailed:
		return broken("latest_attempt.setup_error", "only an attempt that failed has an error")
	case !over && differs(a.PaymentMethod, si.PaymentMethod):
		return broken("latest_attempt.payment_method", "an attempt that is not over is of the intent's payment method")
	case differs(string(a.Usage), string(si.Usage)):
		return broken("latest_attempt.usage", "the usage of an intent never changes")
	case differs(a.OnBehalfOf, si.OnBehalfOf):
		return broken("latest_attempt.on_behalf_of", "the account of an intent never changes")
	}
	return nil
}

// allowsAttempt reports whether the latest attempt can stand as it does. over says that it failed or was abandoned.
func (si *Intent) allowsAttempt(over bool) bool {
	switch si.Status {
	case StatusRequiresAction, StatusProcessing, StatusSucceeded:
		return string(si.LatestAttempt.Status) == string(si.Status)
	case StatusRequiresConfirmation:
		return over || si.LatestAttempt.Status == AttemptStatusRequiresConfirmation
	default:
		return over
	}
}

// differs reports whether what an attempt shows, if it does, is not what the intent has.
func differs(shown, has string) bool { return shown != "" && shown != has }

// broken returns the refusal of an intent that breaks an invariant.
func broken(param, invariant string) *intent.Error {
	e := refuse("validate", code.ParameterInvalid, param)
	e.Detail = invariant
	return e
}
