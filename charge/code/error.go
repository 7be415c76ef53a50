package code

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/tranche-go/tranche/charge/money"
)

// An Error is a refusal: nothing has changed. It is comparable, so a test can say *err == want.
// Object, Type, Code, Param and Status are the contract; the text that Message makes of them is not.
type Error struct {
	Object     string       // "setup_intent": package setup refused, whose operations have the names of others. "": anything else, as of a PaymentIntent or of JSON
	Op         string       // the operation: "capture"
	Type       Type         // TypeInvalidRequest for every refusal of this module
	Code       Code         // never empty
	Param      string       // the parameter at fault in the API's spelling, or the field to fetch: "amount_to_capture"
	Status     string       // the status of the object, where it is the reason
	Charge     string       // id of the charge that a refusal about refunds, fees and transfers is about; with UnknownCharge the one to fetch
	Detail     string       // what is wrong in words, such as with a JSON document, or ""
	Got, Limit money.Amount // what was asked, and the most (or least) that is possible, in the unit of the Code: see below

	// Got and Limit are minor units, but unix seconds with TooEarly and CaptureChargeAuthorizationExpired, numbers of captures and
	// increments with CaptureLimitReached and IncrementLimitReached, and whatever Param is in, if that is a time or a number. With
	// InvalidChargeAmount Limit is what the amount has to be a multiple of. Both are 0 where a refusal is not about a quantity.
}

// Error returns the operation, the parameter if there is one, and the message. What cannot be printed, which an id or a status from
// elsewhere may have in it, is replaced.
func (e *Error) Error() string {
	text := e.Op + ": " + e.Message()
	if e.Param != "" {
		text = e.Op + ": " + e.Param + ": " + e.Message()
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}

// Unwrap returns the Code.
func (e *Error) Unwrap() error { return e.Code }

// Message returns the reason as a sentence: the API's newest recorded text where there is one. It may change.
func (e *Error) Message() string {
	switch {
	case e.Detail != "" && e.Code == ParameterInvalid: // as of Validate
		return e.Detail + e.quantity()
	case e.Detail != "":
		return e.Detail
	}
	switch e.Code {
	case PaymentIntentUnexpectedState:
		return e.unexpectedState()
	case SetupIntentUnexpectedState:
		return e.unexpectedSetupState()
	case AmountTooLarge:
		if e.Op == "capture" && e.Param == "amount_to_capture" { // not about its fee, nor about its transfer
			return fmt.Sprintf("The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge. (%d > %d)", e.Got, e.Limit)
		}
		return fmt.Sprintf("Amount must be no more than %d, not %d.", e.Limit, e.Got)
	case AmountTooSmall:
		return fmt.Sprintf("Amount must be at least %d, not %d.", e.Limit, e.Got)
	case ParameterInvalidInteger:
		return fmt.Sprintf("This value must be greater than or equal to %d.", e.Limit)
	case InvalidChargeAmount:
		return fmt.Sprintf("Amounts in this currency must be a multiple of %d, and %d is not.", e.Limit, e.Got)
	case ParameterMissing:
		return "Missing required param."
	case ParameterInvalid:
		if e.Got < 0 && e.Limit == 0 {
			return "Invalid non-negative integer"
		}
		return "This value is not allowed here" + e.quantity() + "."
	case ParameterUnknown:
		return "Received unknown parameter."
	case ParametersExclusive:
		return "This parameter cannot be given together with another one that was given."
	case CaptureChargeAuthorizationExpired:
		return fmt.Sprintf("The authorization expired at %d; it is %d.", e.Limit, e.Got)
	case TooEarly:
		return fmt.Sprintf("The authorization holds until %d; it is %d.", e.Limit, e.Got)
	case MulticaptureUnavailable:
		return "Only a payment with multicapture available can be captured with final_capture=false."
	case CaptureLimitReached:
		return fmt.Sprintf("This would be capture %d of this PaymentIntent; at most %d may take money.", e.Got, e.Limit)
	case NothingToCapture:
		return "A capture of zero takes nothing; it can only close a partially captured payment."
	case IncrementLimitReached:
		return fmt.Sprintf("This would be increment %d of this authorization; at most %d may be tried.", e.Got, e.Limit)
	case IncrementUnavailable:
		return "This authorization cannot be incremented."
	case NoConnectedAccount:
		return "Can only apply an application_fee_amount when the PaymentIntent was made on behalf of another account (using an OAuth key or the Stripe-Account header), or when using the transfer_data[destination] parameter."
	case BalanceInsufficient:
		return "The balance of the connected account does not suffice for this reversal."
	case ChargeAlreadyRefunded:
		return e.charge("Charge", "This charge") + " has already been refunded."
	case ChargeDisputed:
		return e.charge("Charge", "This charge") + " has been charged back; cannot issue a refund."
	case NothingToRefund:
		return e.nothingToRefund()
	case NothingToReverse:
		return "This payment has no transfer that could be reversed."
	case NothingToSettle:
		return "This settles nothing: no balance transaction, application fee or transfer that is still to come was given."
	case NotSettled:
		return "The application fee or the transfer of this payment has not come into being yet: settle it first."
	case RefundTooLarge: // the API says "charge amount" if nothing was refunded yet, which is the same amount
		return fmt.Sprintf("Refund amount (%d) is greater than unrefunded amount on charge (%d)", e.Got, e.Limit)
	case FeeRefundTooLarge:
		return fmt.Sprintf("Application fee could not be refunded: Refund amount (%d) is greater than unrefunded amount on fee (%d)", e.Got, e.Limit)
	case ReversalTooLarge:
		return fmt.Sprintf("Reversal amount (%d) is greater than unreversed amount on transfer (%d)", e.Got, e.Limit)
	case RefundFlagNotAllowed:
		return "This refund cannot take the application fee or the transfer along."
	case LaterAmountNotAllowed:
		return "The first capture did not give this amount, so no later one can."
	case StaleRefund:
		return "This copy of the refund is out of date: it has failed or was canceled already."
	case StatusTransitionInvalid:
		return fmt.Sprintf("This cannot follow the refund's status, which is %q.", e.Status)
	case UnknownCharge:
		return e.unknownCharge()
	case MicrodepositAmountsInvalid:
		return "The amounts of the two microdeposits have to be positive integers."
	case MicrodepositAmountsMismatch:
		return "The amounts are not those of the microdeposits that were sent."
	case MicrodepositDescriptorCodeMismatch:
		return "The descriptor code is not that of the microdeposit that was sent."
	case MicrodepositAttemptsExceeded:
		return "Verifying the microdeposits was tried too often."
	case MicrodepositTimeout:
		return "The microdeposits were not verified in time."
	default:
		return string(e.Code)
	}
}

// quantity says what was asked and what is possible, where the refusal is about a quantity.
func (e *Error) quantity() string {
	if e.Got == 0 && e.Limit == 0 {
		return ""
	}
	return fmt.Sprintf(": it is %d, the limit is %d", e.Got, e.Limit)
}

// charge returns the charge by its id, or in other words if that is not known.
func (e *Error) charge(named, unnamed string) string {
	if e.Charge == "" {
		return unnamed
	}
	return named + " " + e.Charge
}

// nothingToRefund returns the API's sentence about a charge that was not captured, or one about a fee.
func (e *Error) nothingToRefund() string {
	if e.Op == "refund" {
		return "This uncaptured Charge was created by a PaymentIntent. You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly."
	}
	return "This payment has no application fee that could be refunded."
}

// unknownCharge says how to fill in what is not known: a field of the charge, or what no field of it shows.
func (e *Error) unknownCharge() string {
	charge := e.charge("charge", "the charge")
	if e.Param != "" && !strings.HasPrefix(e.Param, "latest_charge") {
		return "The answer depends on what was done with " + charge + " before, which the API does not show: fill it in with WithHistory."
	}
	return "The answer depends on " + charge + ", of which not enough is known: expand " + cmp.Or(e.Param, "latest_charge") +
		", or fetch the charge and fill it in with WithCharge."
}

// unexpectedState returns the API's sentences about a status that does not allow an operation.
func (e *Error) unexpectedState() string {
	updatable := "requires_payment_method, requires_confirmation, requires_action"
	shared := e.Op == "update" && (e.Param == "application_fee_amount" || e.Param == "transfer_data[amount]")
	if shared {
		updatable += ", requires_capture"
	}
	switch {
	case e.Status == "":
		return "This PaymentIntent was not created, or has no status."
	case e.Op == "refund":
		return "This PaymentIntent does not have a successful charge to refund: it has a status of " + e.Status + "."
	case e.Op == "update_refund" || e.Op == "refund_fee" || e.Op == "reverse_transfer" || e.Op == "settle":
		return "This PaymentIntent does not have a successful charge: it has a status of " + e.Status + "."
	case shared && e.Status == "requires_capture":
		return "The parameter " + e.Param + " cannot be updated on a PaymentIntent after a capture has already been made."
	case e.Op == "cancel" && e.Status == "requires_capture":
		return "You cannot cancel this PaymentIntent because a part of it was captured. Capture zero with final_capture=true to release the rest."
	case e.Op == "cancel" && e.Status == "processing":
		return "You cannot cancel this PaymentIntent any more: the bank is processing it."
	case e.Op == "capture" && e.Status == "succeeded":
		return "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released."
	case e.Op == "capture":
		return "This PaymentIntent could not be captured because it has a status of " + e.Status +
			". Only a PaymentIntent with one of the following statuses may be captured: requires_capture."
	case e.Op == "cancel":
		return "You cannot cancel this PaymentIntent because it has a status of " + e.Status +
			". Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing."
	case e.Op == "confirm" && e.Status == "succeeded":
		return "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
	case e.Op == "confirm" && e.Status == "requires_payment_method":
		return "You cannot confirm this PaymentIntent because it's missing a payment method."
	case e.Op == "validate":
		return "A PaymentIntent cannot have a status of " + e.Status + "."
	case e.Op == "verify_microdeposits":
		return "This PaymentIntent has no microdeposits to verify: " + e.noMicrodeposits()
	case e.Param != "":
		return "This PaymentIntent's " + e.Param + " could not be updated because it has a status of " + e.Status +
			". You may only update the " + e.Param + " of a PaymentIntent with one of the following statuses: " + updatable + "."
	}
	return "You cannot " + strings.ReplaceAll(e.Op, "_", " ") + " this PaymentIntent because it has a status of " + e.Status + "."
}

// unexpectedSetupState is unexpectedState for a SetupIntent.
func (e *Error) unexpectedSetupState() string {
	switch {
	case e.Op == "confirm" && e.Status == "requires_payment_method", e.Op == "create" && e.Status == "":
		return "You cannot confirm this SetupIntent because it's missing a payment method."
	case e.Status == "":
		return "This SetupIntent was not created, or has no status."
	case e.Op == "cancel" && e.Status == "canceled":
		return "You cannot cancel this SetupIntent because it is already canceled."
	case e.Op == "cancel":
		return "You cannot cancel this SetupIntent because it has a status of " + e.Status +
			". Only a SetupIntent with one of the following statuses may be canceled: `requires_payment_method`, `requires_confirmation`, or `requires_action`."
	case e.Op == "confirm" && e.Status == "succeeded":
		return "You cannot confirm this SetupIntent because it has already succeeded."
	case e.Op == "validate":
		return "A SetupIntent cannot have a status of " + e.Status + "."
	case e.Op == "verify_microdeposits":
		return "This SetupIntent has no microdeposits to verify: " + e.noMicrodeposits()
	case e.Param != "":
		return "This SetupIntent's " + e.Param + " could not be updated because it has a status of " + e.Status +
			". You may only update the " + e.Param + " of a SetupIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action."
	}
	return "You cannot " + e.Op + " this SetupIntent because it has a status of " + e.Status + "."
}

// noMicrodeposits says why there are none to verify.
func (e *Error) noMicrodeposits() string {
	if e.Param == "next_action" {
		return "the customer has to do something else."
	}
	return "it has a status of " + e.Status + "."
}
