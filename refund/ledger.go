package refund

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// A Ledger is what has been refunded of one charge: sums, no list. The zero Ledger has nothing to refund.
//
// Invariants, checked by Validate: 0 ≤ Refunded ≤ Captured ≤ money.Max.
type Ledger struct {
	Captured money.Amount // sum of all captures, minor units
	Refunded money.Amount // sum of all refunds that did not fail and were not canceled; pending ones and those that require action count
	Final    bool         // nothing more will be captured
}

// Refundable returns the most that the next refund can give back: what was captured and not refunded, also while more may be captured.
// It is 0 where an invariant is broken.
func (l Ledger) Refundable() money.Amount {
	if l.Refunded < 0 || l.Refunded > l.Captured {
		return 0
	}
	return l.Captured - l.Refunded
}

// Exhausted reports whether everything is given back for good, which is what the field refunded of a charge says: nothing more will be
// captured, something was, and all of it was refunded.
func (l Ledger) Exhausted() bool { return l.Final && l.Captured > 0 && l.Refunded == l.Captured }

// Refund returns the ledger after one more refund, and the amount that it gives back: all that is refundable, if no amount is given.
// If an error is returned, the ledger is unchanged.
//
// Refusals, in this order, as a *code.Error:
//   - code.ParameterInvalidInteger: the amount is less than 1
//   - code.NothingToRefund: nothing was captured; an authorization is canceled, not refunded
//   - code.ChargeAlreadyRefunded: all that was captured is refunded
//   - code.RefundTooLarge: more than is refundable, which is Limit (the API sends no code)
//
// Source: https://docs.stripe.com/refunds, https://docs.stripe.com/payments/multicapture.
func (l Ledger) Refund(amount money.NullAmount) (Ledger, money.Amount, error) {
	if err := l.Check(amount); err != nil {
		return l, 0, err
	}
	gives := amount.Or(l.Refundable())
	l.Refunded += gives
	return l, gives, nil
}

// Check returns the error that Refund would return, or nil. It allocates nothing when it returns nil.
func (l Ledger) Check(amount money.NullAmount) error {
	switch {
	case amount.Or(1) < 1:
		return refuse("refund", code.ParameterInvalidInteger, "amount", amount.Amount, 1)
	case l.Captured <= 0:
		return refuse("refund", code.NothingToRefund, "", 0, 0)
	case l.Refundable() == 0:
		return refuse("refund", code.ChargeAlreadyRefunded, "", 0, 0)
	case amount.Or(1) > l.Refundable():
		return refuse("refund", code.RefundTooLarge, "amount", amount.Amount, l.Refundable())
	}
	return nil
}

// Undo returns the ledger after a refund of amount failed or was canceled: it can be refunded again.
// If an error is returned, the ledger is unchanged.
//
// Refusals, in this order, as a *code.Error:
//   - code.ParameterInvalidInteger: the amount is less than 1
//   - code.StaleRefund: not so much is refunded; Limit is what is
func (l Ledger) Undo(amount money.Amount) (Ledger, error) {
	switch {
	case amount < 1:
		return l, refuse("update_refund", code.ParameterInvalidInteger, "amount", amount, 1)
	case amount > l.Refunded:
		return l, refuse("update_refund", code.StaleRefund, "refund", amount, max(0, l.Refunded))
	}
	l.Refunded -= amount
	return l, nil
}

// Validate returns the first invariant that l breaks, or nil.
func (l Ledger) Validate() error {
	switch {
	case l.Captured < 0 || l.Captured > money.Max:
		return invalid("amount_captured", l.Captured, money.Max)
	case l.Refunded < 0 || l.Refunded > l.Captured:
		return invalid("amount_refunded", l.Refunded, l.Captured)
	}
	return nil
}

func invalid(param string, got, limit money.Amount) error {
	return refuse("validate", code.ParameterInvalid, param, got, limit)
}

func refuse(op string, c code.Code, param string, got, limit money.Amount) error {
	return &code.Error{Op: op, Type: code.TypeInvalidRequest, Code: c, Param: param, Got: got, Limit: limit}
}
