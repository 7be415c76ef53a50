package intent

// A Status is where an intent stands. The zero Status is unset; it allows nothing but Create. Unknown statuses allow nothing.
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
type Status string

// Statuses.
const (
	StatusRequiresPaymentMethod Status = "requires_payment_method" // no usable method, or the last attempt failed
	StatusRequiresConfirmation  Status = "requires_confirmation"   // a method is attached
	StatusRequiresAction        Status = "requires_action"         // the customer has to act
	StatusProcessing            Status = "processing"              // an asynchronous method has not answered yet
	StatusRequiresCapture       Status = "requires_capture"        // authorized: funds are held, not received
	StatusSucceeded             Status = "succeeded"               // funds are received; fulfil now. The end
	StatusCanceled              Status = "canceled"                // The end
)

// Allows reports whether an operation may be tried in s.
func (s Status) Allows(op Operation) bool { return transitions.Allows(s, op) }

// An Operation is what a caller, a customer, a network or time can do to an intent.
type Operation string

// Operations.
const (
	OpCreate              Operation = "create"
	OpUpdate              Operation = "update"
	OpConfirm             Operation = "confirm"
	OpAuthenticate        Operation = "authenticate"         // the customer's step ended
	OpVerifyMicrodeposits Operation = "verify_microdeposits" // the customer said what a bank sent
	OpProcess             Operation = "process"              // an asynchronous method settled or failed
	OpCapture             Operation = "capture"
	OpIncrement           Operation = "increment"
	OpCancel              Operation = "cancel"
	OpExpire              Operation = "expire" // the authorization window ended
	OpSettle              Operation = "settle" // what a capture left null arrived
	OpRefund              Operation = "refund"
	OpUpdateRefund        Operation = "update_refund"    // a refund came further, or failed
	OpRefundFee           Operation = "refund_fee"       // the application fee, by itself
	OpReverseTransfer     Operation = "reverse_transfer" // the transfer, by itself
)

// A CaptureMethod is how funds are captured. The zero CaptureMethod in parameters is the default of the API version, or no change.
type CaptureMethod string

// Capture methods.
const (
	CaptureMethodAutomatic      CaptureMethod = "automatic"       // captured when the issuer approves
	CaptureMethodAutomaticAsync CaptureMethod = "automatic_async" // the same, but balance_transaction may come later
	CaptureMethodManual         CaptureMethod = "manual"          // held until Capture
)

// valid reports whether m is one of the above, or not given.
func (m CaptureMethod) valid() bool {
	switch m {
	case "", CaptureMethodAutomatic, CaptureMethodAutomaticAsync, CaptureMethodManual:
		return true
	default:
		return false
	}
}

// A ConfirmationMethod is who confirms again after the customer acted. The zero ConfirmationMethod in parameters is automatic.
type ConfirmationMethod string

// Confirmation methods.
const (
	ConfirmationMethodAutomatic ConfirmationMethod = "automatic" // the payment goes on by itself
	ConfirmationMethodManual    ConfirmationMethod = "manual"    // the intent requires confirmation again
)

// valid reports whether m is one of the above, or not given.
func (m ConfirmationMethod) valid() bool {
	switch m {
	case "", ConfirmationMethodAutomatic, ConfirmationMethodManual:
		return true
	default:
		return false
	}
}

// A SetupFutureUsage is which later payments the payment method is to be saved for. After the confirmation, and what the customer has to do
// then, the API attaches the method to the customer, if there is one. The empty SetupFutureUsage is null: the method is not saved. In
// parameters it is no change: what was given before can be replaced, and not be taken away.
//
// Source: https://docs.stripe.com/payments/save-during-payment.
type SetupFutureUsage string

// What a payment method can be saved for.
const (
	SetupFutureUsageOffSession SetupFutureUsage = "off_session" // also payments while the customer is not there
	SetupFutureUsageOnSession  SetupFutureUsage = "on_session"  // only payments while the customer is there
)

// valid reports whether u is one of the above, or not given.
func (u SetupFutureUsage) valid() bool {
	switch u {
	case "", SetupFutureUsageOffSession, SetupFutureUsageOnSession:
		return true
	default:
		return false
	}
}

// A CancellationReason is why an intent was canceled. The empty one is null: the caller gave none.
type CancellationReason string

// Cancellation reasons. Callers may give the first four.
const (
	ReasonDuplicate           CancellationReason = "duplicate"
	ReasonFraudulent          CancellationReason = "fraudulent"
	ReasonRequestedByCustomer CancellationReason = "requested_by_customer"
	ReasonAbandoned           CancellationReason = "abandoned"
	ReasonAutomatic           CancellationReason = "automatic" // too many confirmations; before 2025-03-31.basil also expiry
	ReasonExpired             CancellationReason = "expired"   // the authorization expired with nothing captured
)

// fromCaller reports whether a caller may give r.
func (r CancellationReason) fromCaller() bool {
	switch r {
	case "", ReasonDuplicate, ReasonFraudulent, ReasonRequestedByCustomer, ReasonAbandoned:
		return true
	default:
		return false
	}
}
