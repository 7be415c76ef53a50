package setup

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// Validate returns the first invariant that si breaks, or nil. The invariants are listed at Intent.
func (si Intent) Validate() error {
	const op = "validate"
	over := si.Status == StatusSucceeded || si.Status == StatusCanceled
	switch {
	case si.ID == "":
		return invalid("id", "an id is given")
	case !si.Status.known():
		e := si.refuseStatus(op, "status")
		e.Detail = "the status is one that a SetupIntent can have"
		return e
	case si.Usage == "" || !si.Usage.valid():
		return invalid("usage", "the usage is off_session or on_session")
	case si.ConfirmationMethod != intent.ConfirmationMethodAutomatic && si.ConfirmationMethod != intent.ConfirmationMethodManual:
		return invalid("confirmation_method", "the confirmation method is automatic or manual")
	case si.PaymentMethod == "" && si.Status != StatusRequiresPaymentMethod && si.Status != StatusCanceled:
		return invalid("payment_method", "only requires_payment_method and canceled have no payment method")
	case (si.NextAction != "") != (si.Status == StatusRequiresAction):
		return invalid("next_action", "there is a next action if and only if the status is requires_action")
	case si.CancellationReason != "" && si.Status != StatusCanceled:
		return invalid("cancellation_reason", "only a canceled intent has a cancellation reason")
	case si.LastSetupError != Error{} && si.Status != StatusRequiresPaymentMethod && !over:
		return invalid("last_setup_error", "only an intent that requires a payment method, or is over, has an error")
	case si.LatestAttempt.Known() && !si.allowsAttempt(si.LatestAttempt.Status), si.LatestAttempt.ID == "" && si.LatestAttempt != Attempt{}:
		return invalid("latest_attempt", "the latest attempt stands where the intent does, or is over")
	}
	return si.Rules.Check(op)
}

// allowsAttempt reports whether the latest attempt can stand so.
func (si *Intent) allowsAttempt(s AttemptStatus) bool {
	switch si.Status {
	case StatusRequiresAction:
		return s == AttemptStatusRequiresAction
	case StatusProcessing:
		return s == AttemptStatusProcessing
	case StatusSucceeded:
		return s == AttemptStatusSucceeded
	case StatusRequiresConfirmation:
		return s == AttemptStatusRequiresConfirmation || s == AttemptStatusFailed || s == AttemptStatusAbandoned
	default:
		return s == AttemptStatusFailed || s == AttemptStatusAbandoned
	}
}

func invalid(param, why string) error {
	e := refuse("validate", code.ParameterInvalid, param)
	e.Detail = why
	return e
}
