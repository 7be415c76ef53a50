// Package code says why an operation was refused: the API's codes, and the Error that carries one.
//
//	if errors.Is(err, code.AmountTooLarge) { … }
//	if e, ok := errors.AsType[*code.Error](err); ok { fmt.Println(e.Limit) }
package code

// A Code is the reason of a refusal in one word. It is an error, so that errors.Is finds it.
type Code string

// Error returns the code itself.
func (c Code) Error() string { return string(c) }

// Codes of the API. Source: https://docs.stripe.com/error-codes.
const (
	AmountTooLarge                     Code = "amount_too_large"
	AmountTooSmall                     Code = "amount_too_small"
	AuthenticationRequired             Code = "authentication_required"
	BalanceInsufficient                Code = "balance_insufficient"
	CaptureChargeAuthorizationExpired  Code = "capture_charge_authorization_expired"
	CardDeclined                       Code = "card_declined"
	ChargeAlreadyRefunded              Code = "charge_already_refunded"
	ChargeDisputed                     Code = "charge_disputed"
	ExpiredCard                        Code = "expired_card"
	IncorrectCVC                       Code = "incorrect_cvc"
	InvalidChargeAmount                Code = "invalid_charge_amount"
	InvalidExpiryMonth                 Code = "invalid_expiry_month"
	InvalidExpiryYear                  Code = "invalid_expiry_year"
	ParameterInvalidInteger            Code = "parameter_invalid_integer"
	ParameterMissing                   Code = "parameter_missing"
	ParameterUnknown                   Code = "parameter_unknown"
	ParametersExclusive                Code = "parameters_exclusive"
	PaymentIntentActionRequired        Code = "payment_intent_action_required"
	PaymentIntentAuthenticationFailure Code = "payment_intent_authentication_failure"
	PaymentIntentPaymentAttemptExpired Code = "payment_intent_payment_attempt_expired"
	PaymentIntentPaymentAttemptFailed  Code = "payment_intent_payment_attempt_failed"
	PaymentIntentUnexpectedState       Code = "payment_intent_unexpected_state"
	MicrodepositAmountsInvalid         Code = "payment_method_microdeposit_verification_amounts_invalid"
	MicrodepositAmountsMismatch        Code = "payment_method_microdeposit_verification_amounts_mismatch"
	MicrodepositAttemptsExceeded       Code = "payment_method_microdeposit_verification_attempts_exceeded"
	MicrodepositDescriptorCodeMismatch Code = "payment_method_microdeposit_verification_descriptor_code_mismatch"
	MicrodepositTimeout                Code = "payment_method_microdeposit_verification_timeout"
	ProcessingError                    Code = "processing_error"
	SetupAttemptFailed                 Code = "setup_attempt_failed"
	SetupIntentAuthenticationFailure   Code = "setup_intent_authentication_failure"
	SetupIntentSetupAttemptExpired     Code = "setup_intent_setup_attempt_expired"
	SetupIntentUnexpectedState         Code = "setup_intent_unexpected_state"
	StatusTransitionInvalid            Code = "status_transition_invalid"
)

// Codes of this module, for refusals to which the API gives no code or none is known. InAPI reports false for them.
const (
	CaptureLimitReached     Code = "capture_limit_reached"      // the 51st capture
	FeeRefundTooLarge       Code = "fee_refund_too_large"       // more than is left of an application fee
	IncrementLimitReached   Code = "increment_limit_reached"    // the 11th increment
	IncrementUnavailable    Code = "increment_unavailable"      // the authorization cannot be raised
	LaterAmountNotAllowed   Code = "later_amount_not_allowed"   // a fee or transfer amount first given on a later capture
	MulticaptureUnavailable Code = "multicapture_unavailable"   // final_capture=false without multicapture
	NoConnectedAccount      Code = "no_connected_account"       // an application fee of a payment that has no connected account to take it from: the API sends a message and no code
	NothingToCapture        Code = "nothing_to_capture"         // zero, and not the closer of a partially captured payment
	NothingToRefund         Code = "nothing_to_refund"          // nothing captured yet, or no application fee to refund
	NothingToReverse        Code = "nothing_to_reverse"         // no transfer to reverse
	NothingToSettle         Code = "nothing_to_settle"          // nothing is missing, or nothing of it is given
	NotSettled              Code = "not_settled"                // the fee or the transfer has not come into being yet
	ParameterInvalid        Code = "parameter_invalid"          // a value that is not one of those allowed
	RefundFlagNotAllowed    Code = "refund_flag_not_allowed"    // refund_application_fee or reverse_transfer where the payment does not support it
	RefundTooLarge          Code = "refund_too_large"           // more than is left to refund: the API sends a message and no code
	ReversalTooLarge        Code = "reversal_too_large"         // more than is left of a transfer
	StaleRefund             Code = "stale_refund"               // an old copy of a refund: it has failed or was canceled already
	TooEarly                Code = "too_early"                  // expire before capture_before
	UnknownCharge           Code = "latest_charge_not_expanded" // the JSON did not show enough: fetch what Param says, or tell it with WithHistory
)

// InAPI reports whether the API has this code. A code that it lacks is one of this module's, and is absent on the wire.
func (c Code) InAPI() bool {
	switch c {
	case CaptureLimitReached, FeeRefundTooLarge, IncrementLimitReached, IncrementUnavailable, MulticaptureUnavailable, NoConnectedAccount,
		NothingToCapture,
		NothingToRefund, NothingToReverse, NothingToSettle, NotSettled, ParameterInvalid, RefundFlagNotAllowed, RefundTooLarge,
		ReversalTooLarge, LaterAmountNotAllowed, StaleRefund, TooEarly, UnknownCharge, "":
		return false
	default:
		return true
	}
}

// A Type is the kind of an API error.
type Type string

// Types of errors.
const (
	TypeInvalidRequest Type = "invalid_request_error"
	TypeCard           Type = "card_error"
)

// A Decline is an issuer's reason: decline_code. The empty Decline is null.
type Decline string

// Decline codes that this module writes itself, and the most common others. Any other string is as good.
const (
	DeclineAuthenticationNotHandled Decline = "authentication_not_handled" // error_on_requires_action
	DeclineAuthenticationRequired   Decline = "authentication_required"    // off_session
	DeclineCardVelocityExceeded     Decline = "card_velocity_exceeded"
	DeclineGeneric                  Decline = "generic_decline"
	DeclineInsufficientFunds        Decline = "insufficient_funds"
	DeclineLostCard                 Decline = "lost_card"
	DeclineStolenCard               Decline = "stolen_card"
)
