package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// Validate returns the first invariant that pi breaks, or nil. The invariants are listed at PaymentIntent.
// It does not know what is unknown: of a charge that was not expanded it checks that there is one.
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

// validateShape checks invariant 1.
func (pi *PaymentIntent) validateShape(op Operation) error {
	if pi.ID == "" {
		return refuse(op, code.ParameterInvalid, "id")
	}
	if err := checkAmount(op, pi.Amount); err != nil {
		return err
	}
	if currency, err := money.ParseCurrency(string(pi.Currency)); err != nil || currency != pi.Currency {
		return refuse(op, code.ParameterInvalid, "currency")
	}
	if err := checkMultiple(op, "amount", pi.Amount, pi.Currency); err != nil {
		return err
	}
	if pi.CaptureMethod == "" || !pi.CaptureMethod.valid() {
		return refuse(op, code.ParameterInvalid, "capture_method")
	}
	if pi.ConfirmationMethod == "" || !pi.ConfirmationMethod.valid() {
		return refuse(op, code.ParameterInvalid, "confirmation_method")
	}
	return pi.Rules.check(op)
}

// validateAmounts checks invariants 2 to 4.
func (pi *PaymentIntent) validateAmounts(op Operation) error {
	held := pi.Status == StatusRequiresCapture
	switch {
	case pi.AmountReceived < 0 || pi.AmountReceived > pi.Amount:
		return refuseAmount(op, code.ParameterInvalid, "amount_received", pi.AmountReceived, pi.Amount)
	case pi.AmountCapturable < 0 || pi.AmountCapturable > pi.Amount-pi.AmountReceived:
		return refuseAmount(op, code.ParameterInvalid, "amount_capturable", pi.AmountCapturable, pi.Amount-pi.AmountReceived)
	case held && pi.AmountCapturable != pi.Amount-pi.AmountReceived:
		return refuseAmount(op, code.ParameterInvalid, "amount_capturable", pi.AmountCapturable, pi.Amount-pi.AmountReceived)
	case !held && pi.AmountCapturable != 0:
		return refuseAmount(op, code.ParameterInvalid, "amount_capturable", pi.AmountCapturable, 0)
	case pi.Status == StatusSucceeded && pi.AmountReceived == 0:
		return refuseAmount(op, code.ParameterInvalid, "amount_received", 0, 1)
	case pi.AmountReceived > 0 && !pi.mayHaveReceived():
		return refuseAmount(op, code.ParameterInvalid, "amount_received", pi.AmountReceived, 0)
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
	hasCharge := pi.LatestCharge.ID != ""
	switch pi.Status {
	case StatusRequiresPaymentMethod, StatusProcessing, StatusCanceled:
	case StatusRequiresConfirmation, StatusRequiresAction:
		if pi.PaymentMethod == "" {
			return refuse(op, code.ParameterInvalid, "payment_method")
		}
	case StatusRequiresCapture, StatusSucceeded:
		if !hasCharge {
			return refuse(op, code.ParameterInvalid, "latest_charge")
		}
	default:
		return pi.refuseStatus(op, "status")
	}
	canceled := pi.Status == StatusCanceled
	switch {
	case pi.CanceledAt != 0 && !canceled:
		return refuse(op, code.ParameterInvalid, "canceled_at")
	case pi.CancellationReason != "" && !canceled:
		return refuse(op, code.ParameterInvalid, "cancellation_reason")
	case (pi.NextAction != "") != (pi.Status == StatusRequiresAction):
		return refuse(op, code.ParameterInvalid, "next_action")
	case !hasCharge && pi.LatestCharge != charge.Charge{}:
		return refuse(op, code.ParameterInvalid, "latest_charge.id")
	}
	return nil
}

// validateShared checks invariant 10.
func (pi *PaymentIntent) validateShared(op Operation) error {
	fee, transfer := pi.ApplicationFeeAmount, pi.TransferData.Amount
	if err := checkShares(op, fee, transfer); err != nil {
		return err
	}
	destination := pi.TransferData.Destination != ""
	switch {
	case pi.Account != "" && !pi.Direct, pi.Direct && destination:
		return refuse(op, code.ParameterInvalid, "account")
	case fee.Valid && !pi.Direct && !destination:
		return refuse(op, code.ParameterInvalid, paramFee)
	case transfer.Valid && (!destination || transfer.Amount > pi.Amount):
		return refuseAmount(op, code.ParameterInvalid, paramTransfer, transfer.Amount, pi.Amount)
	}
	return nil
}

// validateTogether checks invariant 9: that the intent and its charge, which is known, say the same.
func (pi *PaymentIntent) validateTogether(op Operation) error {
	c := &pi.LatestCharge
	if c.PaymentIntent != "" && c.PaymentIntent != pi.ID {
		return refuse(op, code.ParameterInvalid, "latest_charge.payment_intent")
	}
	if !pi.allowsCharge(c.Status, c.Captured) {
		return refuse(op, code.ParameterInvalid, "latest_charge.status")
	}
	if c.Status == charge.StatusFailed {
		return nil // of an earlier attempt: the intent may have changed since
	}
	switch {
	case c.Transfer.Destination != "" && c.Transfer.Destination != pi.TransferData.Destination:
		return refuse(op, code.ParameterInvalid, "latest_charge.transfer.destination")
	case c.Currency != "" && c.Currency != pi.Currency:
		return refuse(op, code.ParameterInvalid, "latest_charge.currency")
	case c.Amount != pi.Amount:
		return refuseAmount(op, code.ParameterInvalid, "latest_charge.amount", c.Amount, pi.Amount)
	case c.Status == charge.StatusSucceeded && c.AmountCaptured != pi.AmountReceived:
		return refuseAmount(op, code.ParameterInvalid, "latest_charge.amount_captured", c.AmountCaptured, pi.AmountReceived)
	case c.Status == charge.StatusPending && c.AmountCaptured != c.Amount:
		return refuseAmount(op, code.ParameterInvalid, "latest_charge.amount_captured", c.AmountCaptured, c.Amount)
	case pi.Status == StatusRequiresCapture && c.AmountRefunded > c.AmountCaptured:
		return refuseAmount(op, code.ParameterInvalid, "latest_charge.amount_refunded", c.AmountRefunded, c.AmountCaptured)
	case pi.Status == StatusRequiresCapture && pi.AmountReceived > 0 && !pi.ledger().Multicapture:
		return refuse(op, code.ParameterInvalid, "latest_charge.card.multicapture")
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
