package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// Validate returns the first invariant that pi breaks, with Detail in words, or nil. The invariants are listed at PaymentIntent.
// It does not know what is unknown: of a charge that was not expanded it checks that there is one, and nothing else of it.
//
// Three things look wrong and are accepted, because operations and bodies of the API lead there: times in any order, for callers give them
// and nothing compares them; several captures, also with automatic capture and without a request, for payment_method_options can ask for
// both and need not be shown; and a bit of LatestCharge.LiveRefunds whose refund failed, if UpdateRefund was given a copy without its Number.
func (pi PaymentIntent) Validate() error {
	const op = "validate"
	for _, check := range []func(Operation) error{pi.validateShape, pi.validateAmounts, pi.validateStatus, pi.validateShared} {
		if err := check(op); err != nil {
			return err
		}
	}
	if err := pi.LatestCharge.Validate(pi.Rules.Capture, pi.Rules.releasesAreRefunds()); err != nil {
		return err
	}
	if !pi.LatestCharge.Known() {
		return nil
	}
	return pi.validateTogether(op)
}

// broken returns the refusal of an intent that breaks an invariant.
func broken(op Operation, param, invariant string) error {
	return brokenAmount(op, param, 0, 0, invariant)
}

// brokenAmount is broken with what is there and what is possible.
func brokenAmount(op Operation, param string, got, limit money.Amount, invariant string) error {
	return because(refuseAmount(op, code.ParameterInvalid, param, got, limit), invariant)
}

// because returns a refusal with the invariant that is broken.
func because(err error, invariant string) error {
	if e, ok := err.(*Error); ok {
		e.Detail = invariant
	}
	return err
}

// validateShape checks invariant 1.
func (pi *PaymentIntent) validateShape(op Operation) error {
	if pi.ID == "" {
		return broken(op, "id", "an intent has an id")
	}
	if err := checkAmount(op, pi.Amount); err != nil {
		return because(err, "the amount is from 1 to money.Max")
	}
	if currency, err := money.ParseCurrency(string(pi.Currency)); err != nil || currency != pi.Currency {
		return broken(op, "currency", "the currency is three letters in lower case")
	}
	if err := checkMultiple(op, "amount", pi.Amount, pi.Currency); err != nil {
		return because(err, "the amount is a multiple of what the currency demands")
	}
	switch {
	case pi.CaptureMethod == "" || !pi.CaptureMethod.valid():
		return broken(op, "capture_method", "the capture method is one that is modelled")
	case pi.ConfirmationMethod == "" || !pi.ConfirmationMethod.valid():
		return broken(op, "confirmation_method", "the confirmation method is automatic or manual")
	case pi.Increments > MaxIncrements:
		return brokenAmount(op, "increments", money.Amount(pi.Increments), MaxIncrements, "there are at most 10 increments")
	case min(pi.Created, pi.CanceledAt) < 0:
		return brokenAmount(op, "created", money.Amount(min(pi.Created, pi.CanceledAt)), 0, "nothing was created or canceled before 1970")
	}
	return because(pi.Rules.Check(op), "the rules are readings that are known, and a version that begins with a date")
}

// validateAmounts checks invariants 2 to 4.
func (pi *PaymentIntent) validateAmounts(op Operation) error {
	held := pi.Status == StatusRequiresCapture
	left := pi.Amount - pi.AmountReceived
	switch {
	case pi.AmountReceived < 0 || pi.AmountReceived > pi.Amount:
		return brokenAmount(op, "amount_received", pi.AmountReceived, pi.Amount, "amount_received is from 0 to the amount")
	case held && pi.AmountCapturable != left:
		return brokenAmount(op, "amount_capturable", pi.AmountCapturable, left, "amount_capturable + amount_received is the amount while the status is requires_capture")
	case !held && pi.AmountCapturable != 0:
		return brokenAmount(op, "amount_capturable", pi.AmountCapturable, 0, "nothing is capturable unless the status is requires_capture")
	case pi.Status == StatusSucceeded && pi.AmountReceived == 0:
		return brokenAmount(op, "amount_received", 0, 1, "an intent that succeeded has received something")
	case pi.AmountReceived > 0 && !pi.mayHaveReceived():
		return brokenAmount(op, "amount_received", pi.AmountReceived, 0, "only an intent that requires capture or succeeded has received something, or with PartialCancelCancels a canceled one")
	}
	return nil
}

func (pi *PaymentIntent) mayHaveReceived() bool {
	switch pi.Status {
	case StatusRequiresCapture, StatusSucceeded:
		return true
	case StatusCanceled:
		return pi.Rules.PartialCancel == PartialCancelCancels
	default:
		return false
	}
}

// validateStatus checks invariants 5 to 8, and that there is such a status.
func (pi *PaymentIntent) validateStatus(op Operation) error {
	approved, attempted, asked := false, false, false
	switch pi.Status {
	case StatusRequiresPaymentMethod, StatusCanceled:
	case StatusRequiresConfirmation, StatusRequiresAction:
		asked = true
	case StatusProcessing:
		attempted = true
	case StatusRequiresCapture, StatusSucceeded:
		approved, attempted = true, true
	default:
		return pi.refuseStatus(op, "status") // whose message names it
	}
	canceled := pi.Status == StatusCanceled
	failed, charged := &pi.LastPaymentError, pi.LatestCharge.ID
	switch {
	case asked && pi.PaymentMethod == "":
		return broken(op, "payment_method", "what requires confirmation or action has a payment method")
	case approved && charged == "":
		return broken(op, "latest_charge", "what was approved has a charge")
	case pi.CanceledAt != 0 && !canceled:
		return broken(op, "canceled_at", "only a canceled intent was canceled at some time")
	case pi.CancellationReason != "" && !canceled:
		return broken(op, "cancellation_reason", "only a canceled intent was canceled for a reason")
	case (pi.NextAction != "") != (pi.Status == StatusRequiresAction):
		return broken(op, "next_action", "there is a next action if and only if the status is requires_action")
	case charged == "" && pi.LatestCharge != charge.Charge{}:
		return broken(op, "latest_charge.id", "a charge has an id")
	case attempted && *failed != PaymentError{}:
		return broken(op, "last_payment_error", "an attempt that did not fail clears last_payment_error")
	case failed.Charge != "" && charged != "" && failed.Charge != charged:
		return broken(op, "last_payment_error.charge", "last_payment_error is about the latest charge, or about none")
	}
	return nil
}

// validateShared checks invariant 10.
func (pi *PaymentIntent) validateShared(op Operation) error {
	fee, transfer := pi.ApplicationFeeAmount, pi.TransferData.Amount
	if err := checkShares(op, fee, transfer); err != nil {
		return because(err, "there is a fee from 0, or a transfer amount from 1, to money.Max, and not both")
	}
	destination := pi.TransferData.Destination != ""
	switch {
	case pi.Account != "" && !pi.Direct, pi.Direct && destination:
		return broken(op, "account", "a payment that has an account is direct, and one that is direct has no destination")
	case fee.Valid && !pi.Direct && !destination:
		return broken(op, paramFee, "a fee is taken from an account or a destination")
	case transfer.Valid && (!destination || transfer.Amount > pi.Amount):
		return brokenAmount(op, paramTransfer, transfer.Amount, pi.Amount, "a transfer amount is for a destination, and at most the amount")
	}
	return nil
}

// validateTogether checks invariant 9: that the intent and its charge, which is known, say the same.
func (pi *PaymentIntent) validateTogether(op Operation) error {
	c := &pi.LatestCharge
	held := pi.Status == StatusRequiresCapture
	switch {
	case c.PaymentIntent != "" && c.PaymentIntent != pi.ID:
		return broken(op, "latest_charge.payment_intent", "the charge is of the intent")
	case !pi.allowsCharge(c.Status, c.Captured):
		return broken(op, "latest_charge.status", "the charge stands as the status of the intent demands")
	case c.Status == charge.StatusFailed:
		return nil // of an earlier attempt: the intent may have changed since
	case c.Currency != "" && c.Currency != pi.Currency:
		return broken(op, "latest_charge.currency", "the charge is in the currency of the intent")
	case c.PaymentMethod != "" && pi.PaymentMethod != "" && c.PaymentMethod != pi.PaymentMethod:
		return broken(op, "latest_charge.payment_method", "the charge is of the payment method of the intent")
	case c.Amount != pi.Amount:
		return brokenAmount(op, "latest_charge.amount", c.Amount, pi.Amount, "the charge is of the amount of the intent")
	case c.Status == charge.StatusSucceeded && c.AmountCaptured != pi.AmountReceived:
		return brokenAmount(op, "latest_charge.amount_captured", c.AmountCaptured, pi.AmountReceived, "amount_received is what the charge captured")
	case c.Status == charge.StatusPending && c.AmountCaptured != c.Amount:
		return brokenAmount(op, "latest_charge.amount_captured", c.AmountCaptured, c.Amount, "a charge that is pending captured everything")
	case held && c.AmountRefunded > c.AmountCaptured:
		return brokenAmount(op, "latest_charge.amount_refunded", c.AmountRefunded, c.AmountCaptured, "while more may be captured nothing was released")
	case held && pi.AmountReceived > 0 && !pi.ledger().Multicapture:
		return broken(op, "latest_charge.card.multicapture", "with multicapture alone is there a part captured and the rest held")
	}
	return pi.validateTaken(op)
}

// validateTaken checks the end of invariant 9: what is shared of the charge is what the intent says.
func (pi *PaymentIntent) validateTaken(op Operation) error {
	c := &pi.LatestCharge
	f, account := &c.ApplicationFee, pi.feeAccount()
	switch {
	case c.Transfer.Destination != "" && c.Transfer.Destination != pi.TransferData.Destination:
		return broken(op, "latest_charge.transfer.destination", "the transfer goes to the destination of the intent")
	case f.Account != "" && account != "" && f.Account != account:
		return broken(op, "latest_charge.application_fee.account", "the fee is taken from the account or the destination of the intent")
	case c.FirstGave == connect.MarkYes && !pi.ApplicationFeeAmount.Valid && !pi.TransferData.Amount.Valid:
		return broken(op, "latest_charge.tranche", "what the first capture gave, the intent shows")
	}
	return nil
}

// allowsCharge reports whether the latest charge of an intent in this status can stand so.
func (pi *PaymentIntent) allowsCharge(s charge.Status, captured bool) bool {
	switch pi.Status {
	case StatusRequiresCapture:
		return s == charge.StatusSucceeded && !captured
	case StatusSucceeded:
		return s == charge.StatusSucceeded && captured
	case StatusProcessing:
		return s == charge.StatusPending
	case StatusCanceled:
		return s == charge.StatusFailed || s == charge.StatusSucceeded && captured == (pi.AmountReceived > 0)
	default:
		return s == charge.StatusFailed
	}
}
