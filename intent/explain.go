package intent

import (
	"strings"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// An Explanation says which rule a refusal broke.
type Explanation struct {
	Operation Operation
	Statuses  []Status  // those in which the operation is allowed, as Transitions says; "" is before Create
	Rule      string    // in one sentence. Its text is not part of the contract
	Code      code.Code // Code.InAPI says whether it is the API's
	Param     string    // the parameter at fault, or the field to fetch; "" is none
	Source    string    // URL of the page of the API's documentation that is nearest to the rule
}

// Explain returns the rule that a refusal broke: of an operation of a PaymentIntent, or of what it asks: capture.Ledger, connect.Ledger,
// refund.Ledger, connect.ApplicationFee.Refund, connect.Transfer.Reverse, charge.Microdeposits. ok is false, and the Explanation is zero, for
// anything else: nil, package setup, Validate, JSON, filling in, and a refusal that no operation makes.
func Explain(e *Error) (x Explanation, ok bool) {
	if e == nil || e.Object != "" {
		return Explanation{}, false
	}
	op := Operation(e.Op)
	found, ok := ruleOf(e)
	if !ok {
		return Explanation{}, false
	}
	x = Explanation{Operation: op, Rule: found.text, Code: e.Code, Param: e.Param, Source: "https://docs.stripe.com/" + found.page}
	for _, s := range transitions.Statuses() {
		if s.Allows(op) {
			x.Statuses = append(x.Statuses, s)
		}
	}
	return x, true
}

// ruleOf returns the rule that a refusal broke. ok is false if there is none.
func ruleOf(e *Error) (found rule, ok bool) {
	for _, r := range rulesApart {
		if r.matches(e) && r.when(e) {
			return r.rule, true
		}
	}
	if e.Code == code.PaymentIntentUnexpectedState && Status(e.Status).Allows(Operation(e.Op)) {
		return find(rulesWithinStatus[:], e)
	}
	return find(rules[:], e)
}

func find(all []rule, e *Error) (found rule, ok bool) {
	for _, r := range all {
		if r.matches(e) {
			return r, true
		}
	}
	return rule{}, false
}

func (r *rule) matches(e *Error) bool {
	return r.code == e.Code && names(r.ops, e.Op) && names(r.params, e.Param)
}

// names reports whether a word is one of a list. In a list "-" is the empty word.
func names(list, word string) bool {
	for name := range strings.FieldsSeq(list) {
		if name == word || name == "-" && word == "" {
			return true
		}
	}
	return false
}

// A rule is a reason of refusals.
type rule struct {
	code        code.Code
	ops, params string // which operations refuse for it, and because of which parameters
	text, page  string
}

// A ruleApart is a rule that holds only of some refusals.
type ruleApart struct {
	rule
	when func(*Error) bool
}

// Operations that have something in common.
const (
	opsGiving  = "refund update_refund refund_fee reverse_transfer"
	opsActing  = "authenticate verify_microdeposits"
	opsPaying  = "confirm process " + opsActing
	opsSharing = "create update confirm capture increment"
	opsAll     = "create update increment cancel expire settle capture " + opsPaying + " " + opsGiving
)

// What updates and confirmations change, and pages that several rules come from.
const (
	paramsShared  = paramFee + " " + paramTransfer
	paramsFlags   = "refund_application_fee reverse_transfer"
	paramsUpdated = "- amount currency payment_method capture_method customer setup_future_usage " + paramsShared

	pageMicrodeposits       = "api/payment_intents/verify_microdeposits"
	pageCreate              = "api/payment_intents/create"
	pageCancel              = "api/payment_intents/cancel"
	pageConfirm             = "api/payment_intents/confirm"
	pageCapture             = "api/payment_intents/capture"
	pageLifecycle           = "payments/paymentintents/lifecycle"
	pageMulticapture        = "payments/multicapture"
	pageMulticaptureRefunds = "payments/multicapture#refunds"
	pageHold                = "payments/place-a-hold-on-a-payment-method"
	pageIncrement           = "payments/incremental-authorization"
	pageConnect             = "connect/charges"
	pageDestination         = "connect/destination-charges"
	pageRefund              = "api/refunds/create"
	pageRefunds             = "refunds"
	pageFeeRefund           = "api/fee_refunds/create"
	pageReversal            = "api/transfer_reversals/create"
)

// rulesWithinStatus are the reasons of code.PaymentIntentUnexpectedState in a status that allows the operation.
var rulesWithinStatus = [...]rule{
	{code.PaymentIntentUnexpectedState, "create", "-", "An intent is created from nothing.", pageCreate},
	{code.PaymentIntentUnexpectedState, "update", paramsUpdated, "Once funds are held, the fee or the transfer amount alone may change, until the first capture.", "api/payment_intents/update"},
	{code.PaymentIntentUnexpectedState, "confirm", "-", "An attempt needs a payment method, attached or given.", pageConfirm},
	{code.PaymentIntentUnexpectedState, "verify_microdeposits", "next_action", "The next action has to be verify_with_microdeposits.", pageMicrodeposits},
	{code.PaymentIntentUnexpectedState, "settle " + opsGiving, "-", "Money has to have been received.", pageLifecycle},
}

// rulesApart are those that the code, the operation and the parameter do not tell from others.
var rulesApart = [...]ruleApart{
	{rule{code.PaymentIntentUnexpectedState, "cancel", "-", "In processing it is too late to cancel once the bank says so.", pageCancel}, in(StatusProcessing)},
	{rule{code.PaymentIntentUnexpectedState, "cancel", "-", "With PartialCancelRefused nothing is canceled after a capture.", pageCancel}, in(StatusRequiresCapture)},
	{
		rule{code.AmountTooLarge, "increment", "amount", "One increment adds at most 500 % of the amount, or 500 USD if that is more.", pageIncrement},
		func(e *Error) bool { return e.Limit < money.Max },
	},
	{rule{code.RefundFlagNotAllowed, "refund", "refund_application_fee", "A destination payment gives the fee back only with the transfer.", pageDestination}, says(flagWithoutReversal)},
	{rule{code.RefundFlagNotAllowed, "refund", paramsFlags, "A multicapture payment gives the fee or the transfer back with a refund of all that is left.", pageMulticaptureRefunds}, says(flagOfPart)},
	{rule{code.RefundFlagNotAllowed, "refund", paramsFlags, "A multicapture payment gives back no fee and no transfer with a refund once something of it went back by itself.", pageMulticaptureRefunds}, says(flagAfterEndpoint)},
}

func in(s Status) func(*Error) bool { return func(e *Error) bool { return e.Status == string(s) } }

func says(why string) func(*Error) bool { return func(e *Error) bool { return e.Detail == why } }

var rules = [...]rule{
	// statuses, times and amounts
	{code.PaymentIntentUnexpectedState, opsAll, paramsUpdated, "The status has to be one of those that allow the operation.", pageLifecycle},
	{code.ParameterInvalidInteger, opsAll, "at", "No time is before 1970.", pageCreate},
	{code.ParameterInvalidInteger, "create update", "amount", "An amount is at least 1.", pageCreate},
	{code.ParameterInvalidInteger, "increment", "amount", "An increment is to more than the amount.", pageIncrement},
	{code.AmountTooLarge, "create update increment settle capture " + opsPaying, "amount attempt.card transfer_amount " + paramFee, "No amount is, or becomes, more than money.Max.", pageCreate},
	{code.InvalidChargeAmount, "create update increment capture refund", "amount amount_to_capture", "In some currencies an amount is a multiple of 10 or 100.", "currencies"},
	{code.ParameterMissing, "create", "id currency", "An intent has an id and a currency.", pageCreate},
	{code.ParameterInvalid, "create update", "currency", "A currency is three letters.", "currencies"},
	{code.ParameterInvalid, "create update " + opsPaying, "capture_method confirmation_method", "The method has to be one that is modelled.", pageCreate},
	{code.ParameterInvalid, "create update confirm", "setup_future_usage", "A payment method is saved for payments off_session or on_session.", "payments/save-during-payment"},
	{code.ParameterInvalid, "create", "rules rules.version", "Rules are readings that are known, and a version that begins with a date.", "changelog"},
	{code.ParametersExclusive, "update", "payment_method", "A payment method is either given or detached.", "api/payment_intents/update"},

	// attempts
	{code.ParameterMissing, opsPaying, "attempt.answer attempt.charge attempt.failure.code attempt.next_action", "An attempt has an answer and what that needs: a charge if approved, a failure if declined, a next action if challenged.", pageConfirm},
	{code.ParameterInvalid, "confirm " + opsActing, "attempt.answer attempt.charge attempt.failure attempt.next_action", "An attempt has a known answer that can come here, and nothing that belongs to another one.", pageConfirm},
	{code.ParameterInvalid, "process " + opsActing, "attempt", "There is no second attempt: not after a failed step, nor with manual confirmation, nor beside the charge that is pending.", pageLifecycle},
	{code.ParameterInvalidInteger, opsPaying, "attempt.card", "No figure of a network is negative.", pageConfirm},
	{code.ParameterInvalid, opsPaying, "attempt.card", "An attempt authorizes the whole amount.", pageConfirm},
	{code.ParameterMissing, "process increment " + opsActing, "failure.code declined.code", "A failure has a code.", "error-codes"},

	// microdeposits
	{code.ParameterMissing, "verify_microdeposits", "amounts", "Two amounts are given, or a descriptor code.", pageMicrodeposits},
	{code.ParametersExclusive, "verify_microdeposits", "descriptor_code", "Either amounts are given or a descriptor code, not both.", pageMicrodeposits},
	{code.MicrodepositAmountsInvalid, "verify_microdeposits", "amounts", "Each amount of a microdeposit is at least 1, and at most money.Max.", pageMicrodeposits},
	{code.ParameterInvalid, "verify_microdeposits", "descriptor_code", "A descriptor code has six characters and begins with SM.", pageMicrodeposits},
	{code.MicrodepositAmountsMismatch, "verify_microdeposits", "amounts", "The amounts have to be those that were sent.", pageMicrodeposits},
	{code.MicrodepositDescriptorCodeMismatch, "verify_microdeposits", "descriptor_code", "The descriptor code has to be the one that was sent.", pageMicrodeposits},

	// fees and transfers
	{code.ParameterInvalidInteger, opsSharing + " settle " + opsPaying, paramsShared + " transfer_amount", "A fee is not negative, and a transfer is of at least 1.", pageDestination},
	{code.AmountTooLarge, opsSharing + " " + opsPaying, paramTransfer, "No more is transferred than the payment is of.", pageDestination},
	{code.ParametersExclusive, opsSharing, paramsShared, "A payment has a fee or a transfer amount, not both.", pageDestination},
	{code.ParametersExclusive, "create", paramDestination, "A payment on a connected account has no destination.", pageConnect},
	{code.NoConnectedAccount, opsSharing, paramFee, "A fee is taken from a connected account: the payment is made on one, or has one as its destination.", pageConnect},
	{code.ParameterMissing, opsSharing, paramDestination, "A transfer amount is for a destination.", pageDestination},
	{code.ParameterMissing, "settle capture " + opsPaying, "transfer_currency", "An amount in another currency comes with that currency.", pageDestination},
	{code.ParameterInvalid, "settle capture " + opsPaying, "transfer_currency", "A transfer has one currency, of three letters in lower case.", pageDestination},
	{code.ParameterInvalid, "settle capture " + opsPaying, "transfer_amount", "In the currency of the payment the amount of a transfer is computed, not given.", pageDestination},
	{code.ParameterInvalidInteger, "capture", "-", "What a capture takes, and what it gives, is not negative.", pageMulticapture},
	{code.AmountTooLarge, "capture", "-", "All captures together take at most money.Max.", pageMulticapture},
	{code.ParameterMissing, "capture", paramsShared + " -", "Where captures are to give a fee or a transfer amount, none is left out.", pageMulticapture},
	{code.ParameterInvalid, "capture", paramsShared + " -", "With LaterAmountSame later captures give what the first one gave.", pageMulticapture},
	{code.LaterAmountNotAllowed, "capture", paramsShared + " -", "A fee or a transfer amount that the first capture did not give, no later one gives.", pageMulticapture},

	// captures and increments
	{code.CaptureChargeAuthorizationExpired, "capture increment", "-", "The authorization has to hold still: capture_before is to come.", pageHold},
	{code.TooEarly, "expire", "at", "An authorization does not expire before capture_before.", pageHold},
	{code.ParameterInvalid, "capture", "amount_to_capture", "No capture is negative.", pageCapture},
	{code.AmountTooLarge, "capture", "amount_to_capture", "No capture takes more than is capturable; one that is the first and final may overcapture, where that is available.", pageCapture},
	{code.MulticaptureUnavailable, "capture", "final_capture", "Only where multicapture is available may a capture leave something for later ones.", pageMulticapture},
	{code.ParameterInvalidInteger, "capture", "amount", "Without multicapture a capture takes at least 1.", pageCapture},
	{code.NothingToCapture, "capture", "amount_to_capture", "A capture of zero is final, and closes a payment of which a part was captured.", pageMulticapture},
	{code.CaptureLimitReached, "capture", "amount_to_capture", "At most 50 captures take money, or with LimitNonFinalAndOne 50 that are not final, and a final one.", pageMulticapture},
	{code.ParameterInvalidInteger, "increment", "five_hundred_usd", "500 USD are at least 1 in any currency.", pageIncrement},
	{code.IncrementLimitReached, "increment", "-", "There are at most 10 increments, declined ones included.", pageIncrement},
	{code.IncrementUnavailable, "increment", "-", "An increment is requested beforehand, offered by the network, and comes before any capture.", pageIncrement},

	// cancels, and what comes late
	{code.ParameterInvalid, "cancel", "cancellation_reason", "The reason for canceling has to be one that callers may give.", pageCancel},
	{code.ParameterInvalid, "cancel", "refused", "Only in processing can a bank refuse.", pageLifecycle},
	{code.NothingToSettle, "settle", "-", "Settling brings something that is missing.", "payments/payment-intents/asynchronous-capture"},

	// refunds, fee refunds and reversals
	{code.ParameterInvalidInteger, "refund update_refund", "amount", "A refund is of at least 1.", pageRefund},
	{code.ParameterInvalidInteger, "refund_fee", "amount", "A fee refund is of at least 1.", pageFeeRefund},
	{code.ParameterInvalidInteger, "reverse_transfer", "amount", "A reversal is of at least 1.", pageReversal},
	{code.ParameterInvalid, "refund", "reason", "The reason for a refund has to be one that callers may give.", pageRefund},
	{code.ParameterInvalid, "refund update_refund", "status pending_reason", "A refund has a status that it can have, and no more than what goes with it.", pageRefunds},
	{code.ParameterInvalid, "refund", "balance_insufficient", "Only a transfer that is reversed needs the balance of the connected account.", pageReversal},
	{code.BalanceInsufficient, "refund reverse_transfer", "reverse_transfer -", "The balance of the connected account has to suffice for a reversal.", pageReversal},
	{code.NothingToRefund, "refund", "-", "A refund is of what was captured: an authorization is canceled.", pageRefunds},
	{code.ChargeDisputed, "refund", "-", "What was charged back is not refunded, too.", pageRefunds},
	{code.ChargeAlreadyRefunded, "refund", "-", "No refund follows when everything is refunded.", pageRefunds},
	{code.RefundTooLarge, "refund", "amount", "A refund is of no more than is left.", pageRefund},
	{code.ParameterInvalid, "refund", "amount_refunded", "What the charge shows as refunded has to go with the API version.", "changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow"},
	{code.NotSettled, "refund refund_fee reverse_transfer", "- refund_application_fee reverse_transfer", "A fee or a transfer comes into being before it goes back.", "payments/payment-intents/asynchronous-capture"},
	{code.NothingToReverse, "refund reverse_transfer", "- reverse_transfer", "A reversal needs a transfer.", pageReversal},
	{code.ReversalTooLarge, "reverse_transfer", "amount", "A reversal is of no more than is left of the transfer.", pageReversal},
	{code.NothingToRefund, "refund_fee", "-", "A fee refund needs a fee.", pageFeeRefund},
	{code.FeeRefundTooLarge, "refund_fee", "amount", "A fee refund is of no more than is left of the fee.", pageFeeRefund},
	{code.StatusTransitionInvalid, "update_refund", "status", "A refund moves on to a status that can follow.", pageRefunds},
	{code.ParameterInvalid, "update_refund", "refund refund.charge", "The refund is one that there can be, of this charge.", "api/refunds/object"},
	{code.StaleRefund, "update_refund", "refund", "A refund fails or is canceled once.", pageRefunds},

	// what is not known
	{code.UnknownCharge, "increment expire settle capture " + opsGiving, "latest_charge latest_charge.transfer latest_charge.application_fee", "What the answer depends on has to be expanded.", "api/payment_intents/object"},
	{code.UnknownCharge, "capture refund", "first_gave refund_application_fee reverse_transfer", "What the answer depends on and the API does not show has to be told.", pageMulticapture},
}
