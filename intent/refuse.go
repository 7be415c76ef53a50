package intent

import (
	"errors"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// Error is the refusal of every package of this module: errors.AsType[*intent.Error](err).
type Error = code.Error

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

// refuseAs returns a refusal that is not about an operation as one of an operation because of a parameter. It allocates nothing.
func refuseAs(err error, op Operation, c code.Code, param string) error {
	if e, ok := errors.AsType[*Error](err); ok {
		*e = Error{Op: string(op), Type: code.TypeInvalidRequest, Code: c, Param: param}
	}
	return err
}

// refuseStatus is the refusal because of the status. param is the field that cannot be updated in it, or "".
func (pi *PaymentIntent) refuseStatus(op Operation, param string) *Error {
	e := refuse(op, code.PaymentIntentUnexpectedState, param)
	e.Status = string(pi.Status)
	return e
}

// What an answer can depend on, as Param of code.UnknownCharge: what to fetch.
const (
	unknownCharge   = "latest_charge"
	unknownTransfer = "latest_charge.transfer"
)

// refuseUnknown is the refusal because the answer depends on the charge, of which not enough is known.
func (pi *PaymentIntent) refuseUnknown(op Operation) *Error {
	e := refuse(op, code.UnknownCharge, unknownCharge)
	e.Charge = pi.LatestCharge.ID
	return e
}

// refuseUnlessKnown refuses what depends on something that is not known, whose name is given, or "".
func (pi *PaymentIntent) refuseUnlessKnown(op Operation, unknown string) error {
	if unknown == "" {
		return nil
	}
	e := pi.refuseUnknown(op)
	e.Param = unknown
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
	if m := currency.Multiple(); m > 1 && amount%m != 0 { // a division is costly
		return refuseAmount(op, code.InvalidChargeAmount, param, amount, m)
	}
	return nil
}

// checkPart refuses the shape of what gives a part back.
func checkPart(op Operation, at int64, amount money.NullAmount) error {
	if err := checkAt(op, at); err != nil {
		return err
	}
	if amount.Or(1) < 1 {
		return refuseAmount(op, code.ParameterInvalidInteger, "amount", amount.Amount, 1)
	}
	return nil
}

// named returns a refusal with the id of the charge that it is about.
func (pi *PaymentIntent) named(err error) error {
	if e, ok := err.(*Error); ok {
		e.Charge = pi.LatestCharge.ID
	}
	return err
}

// checkReceived refuses what needs money that was received: the table allows it in canceled too, where PartialCancelCancels left some.
func (pi *PaymentIntent) checkReceived(op Operation) error {
	if !pi.Status.Allows(op) || pi.Status == StatusCanceled && pi.AmountReceived == 0 {
		return pi.refuseStatus(op, "")
	}
	return nil
}
