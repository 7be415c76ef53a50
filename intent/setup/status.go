package setup

import "github.com/tranche-go/tranche/intent"

// A Status is where a SetupIntent stands. The zero Status is unset; it allows nothing but Create. Unknown statuses allow nothing.
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
type Status string

// Statuses.
const (
	StatusRequiresPaymentMethod Status = "requires_payment_method" // no usable method, or the last attempt failed
	StatusRequiresConfirmation  Status = "requires_confirmation"   // a method is attached
	StatusRequiresAction        Status = "requires_action"         // the customer has to act
	StatusProcessing            Status = "processing"              // an asynchronous method has not answered yet. Unlike a PaymentIntent it cannot be canceled here
	StatusSucceeded             Status = "succeeded"               // the method can be used. The end
	StatusCanceled              Status = "canceled"                // The end
)

// Allows reports whether an operation may be tried in s.
func (s Status) Allows(op intent.Operation) bool { return transitions.Allows(s, op) }

// known reports whether s is one of those above.
func (s Status) known() bool {
	switch s {
	case StatusRequiresPaymentMethod, StatusRequiresConfirmation, StatusRequiresAction, StatusProcessing, StatusSucceeded, StatusCanceled:
		return true
	default:
		return false
	}
}

// knownMethod reports whether m is automatic or manual.
func knownMethod(m intent.ConfirmationMethod) bool {
	return m == intent.ConfirmationMethodAutomatic || m == intent.ConfirmationMethodManual
}

// A Usage is what the method will be used for. The zero Usage in parameters is off_session.
type Usage string

// Usages.
const (
	UsageOffSession Usage = "off_session" // also while the customer is not there
	UsageOnSession  Usage = "on_session"  // only while the customer is there
)

// valid reports whether u is one of the above, or not given.
func (u Usage) valid() bool { return u == "" || u == UsageOffSession || u == UsageOnSession }

// An AttemptStatus is where a SetupAttempt stands. The zero AttemptStatus means that nothing but the id is known.
type AttemptStatus string

// Statuses of attempts.
const (
	AttemptStatusRequiresConfirmation AttemptStatus = "requires_confirmation" // the customer acted, and it has to be confirmed again
	AttemptStatusRequiresAction       AttemptStatus = "requires_action"
	AttemptStatusProcessing           AttemptStatus = "processing"
	AttemptStatusSucceeded            AttemptStatus = "succeeded"
	AttemptStatusFailed               AttemptStatus = "failed"
	AttemptStatusAbandoned            AttemptStatus = "abandoned" // the intent was canceled, or went on without it
)
