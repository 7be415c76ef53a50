package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// A PaymentIntent is everything about one payment but its single refunds: the intent, its latest charge, and that charge's fee
// and transfer. It holds no pointer, slice or map: assignment forks it and == compares it.
// The zero PaymentIntent is none; only Create accepts it.
//
// Invariants, checked by Validate:
//  1. 1 ≤ Amount ≤ money.Max, a multiple of what Currency demands; ID, Status, Currency, CaptureMethod
//     and ConfirmationMethod are given
//  2. 0 ≤ AmountReceived ≤ Amount, 0 ≤ AmountCapturable, AmountCapturable + AmountReceived ≤ Amount
//  3. AmountCapturable > 0 ⇒ requires_capture; requires_capture ⇒ AmountCapturable + AmountReceived = Amount
//  4. AmountReceived > 0 ⇒ requires_capture or succeeded (or canceled, with PartialCancelCancels); succeeded ⇒ AmountReceived > 0
//  5. CanceledAt or CancellationReason ⇒ canceled
//  6. NextAction ⇔ requires_action
//  7. requires_confirmation, requires_action ⇒ PaymentMethod
//  8. requires_capture, succeeded ⇒ LatestCharge
//  9. the latest charge is valid, belongs to the intent and says the same: requires_capture ⇒ succeeded, not captured, and nothing
//     refunded that was not captured; succeeded ⇒ succeeded and captured; processing ⇒ pending, with everything captured;
//     AmountCaptured = AmountReceived where it succeeded
//
// Source: https://docs.stripe.com/api/payment_intents/object.
type PaymentIntent struct {
	ID                   string
	Status               Status
	Amount               money.Amount // intended to be collected, minor units. A partial capture does not lower it
	AmountCapturable     money.Amount // held and not captured; 0 unless the status is requires_capture
	AmountReceived       money.Amount // sum of all captures. Refunds do not lower it
	Currency             money.Currency
	CaptureMethod        CaptureMethod
	ConfirmationMethod   ConfirmationMethod
	Customer             string               // cus_…; "" is null
	PaymentMethod        string               // pm_…; "" is null. A failed attempt takes it away, canceling does not
	OnBehalfOf           string               // acct_…; "" is null. Carried from JSON
	SetupFutureUsage     string               // "" is null
	ApplicationFeeAmount money.NullAmount     // carried from JSON
	TransferData         connect.TransferData // carried from JSON
	CardOptions          CardOptions
	NextAction           string // next_action.type; "" is null
	LastPaymentError     PaymentError
	CancellationReason   CancellationReason
	Created, CanceledAt  int64         // unix seconds; 0 is null
	LatestCharge         charge.Charge // zero until an attempt reaches the network; also a failed one
	Confirmations        uint8         // how many this module saw, up to 255; the API does not show it
	Increments           uint8         // how many this module saw, declined ones too; the API does not show it
	Rules                Rules
}

// A PaymentError is last_payment_error. The zero PaymentError is null.
type PaymentError struct {
	charge.Failure
	Charge        string // id of the failed charge; "" if there was none
	PaymentMethod string // the method that failed, which the intent lost
}

// MaxIncrements is how many times an authorization may be incremented, declined tries included.
//
// Source: https://docs.stripe.com/payments/incremental-authorization.
const MaxIncrements = 10

// refuse returns the refusal of an operation because of a parameter, or for a reason that has none.
func refuse(op Operation, c code.Code, param string) *Error {
	return &Error{Op: string(op), Type: code.TypeInvalidRequest, Code: c, Param: param}
}

// refuseAmount is refuse with what was asked and what is possible.
func refuseAmount(op Operation, c code.Code, param string, got, limit money.Amount) *Error {
	e := refuse(op, c, param)
	e.Got, e.Limit = got, limit
	return e
}

// refuseStatus is the refusal because of the status. param is the field that cannot be updated in it, or "".
func (pi *PaymentIntent) refuseStatus(op Operation, param string) *Error {
	e := refuse(op, code.PaymentIntentUnexpectedState, param)
	e.Status = string(pi.Status)
	return e
}

// refuseUnknown is the refusal because the answer depends on the charge, of which only the id is known.
func (pi *PaymentIntent) refuseUnknown(op Operation) *Error {
	e := refuse(op, code.UnknownCharge, "latest_charge")
	e.Charge = pi.LatestCharge.ID
	return e
}

// checkStatus refuses an operation that the table does not allow.
func (pi *PaymentIntent) checkStatus(op Operation) error {
	if !pi.Status.Allows(op) {
		return pi.refuseStatus(op, "")
	}
	return nil
}

// checkAt refuses a time before 1970.
func checkAt(op Operation, at int64) error {
	if at < 0 {
		return refuseAmount(op, code.ParameterInvalidInteger, "at", money.Amount(at), 0)
	}
	return nil
}

// checkAmount refuses an amount that no payment can have.
func checkAmount(op Operation, amount money.Amount) error {
	switch {
	case amount < 1:
		return refuseAmount(op, code.ParameterInvalidInteger, "amount", amount, 1)
	case amount > money.Max:
		return refuseAmount(op, code.AmountTooLarge, "amount", amount, money.Max)
	}
	return nil
}

// checkMultiple refuses an amount that the currency cannot express.
func checkMultiple(op Operation, param string, amount money.Amount, currency money.Currency) error {
	if m := currency.Multiple(); m > 1 && amount%m != 0 { // a division is dear
		return refuseAmount(op, code.InvalidChargeAmount, param, amount, m)
	}
	return nil
}

// checkConnect refuses to take money that has to be shared.
func (pi *PaymentIntent) checkConnect(op Operation) error {
	if pi.ApplicationFeeAmount.Valid || pi.TransferData != (connect.TransferData{}) {
		return refuse(op, code.ConnectUnsupported, "")
	}
	return nil
}
