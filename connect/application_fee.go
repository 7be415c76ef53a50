package connect

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// An ApplicationFee is what the platform keeps of a charge. The zero ApplicationFee is null.
// One with an Amount and no ID is due and has not come into being: application_fee is null, as after an asynchronous capture.
// One with an ID and no Amount was not expanded in the JSON that it came from, and the rest of it is unknown.
//
// Invariants, checked by Validate: 0 ≤ AmountRefunded ≤ Amount ≤ money.Max; one without an ID has nothing but an Amount;
// Created is not negative.
//
// Source: https://docs.stripe.com/api/application_fees/object.
type ApplicationFee struct {
	ID             string       // fee_…
	Account        string       // acct_…, from which it was taken; "" is not known
	Charge         string       // ch_…
	Amount         money.Amount // minor units of the charge's currency; it grows with the captures of a charge
	AmountRefunded money.Amount // sum of its fee refunds, minor units
	Created        int64        // unix seconds
}

// Known reports whether more than the id of the fee is known. It is true for the zero ApplicationFee, and one that is due.
func (f ApplicationFee) Known() bool { return f.ID == "" || f.Amount > 0 }

// Due reports whether the fee was put aside and has not come into being.
func (f ApplicationFee) Due() bool { return f.ID == "" && f.Amount > 0 }

// Refunded reports whether all of the fee was given back.
func (f ApplicationFee) Refunded() bool { return f.Amount > 0 && f.AmountRefunded == f.Amount }

// Left returns what the platform still has of the fee, minor units; 0 if that is not known.
func (f ApplicationFee) Left() money.Amount { return left(f.Amount, f.AmountRefunded) }

// A FeeRefund is a part of a fee that was given back. The zero FeeRefund is none. One with an ID and no Amount was not expanded in the
// JSON that it came from, and the rest of it is unknown.
//
// Source: https://docs.stripe.com/api/fee_refunds/object.
type FeeRefund struct {
	ID                 string       // fr_…
	Fee                string       // fee_…
	BalanceTransaction string       // txn_…; "" is null
	Amount             money.Amount // minor units
	Created            int64        // unix seconds
}

// FeeRefundParams are the parameters of giving back an application fee.
type FeeRefundParams struct {
	At                 int64            `json:"at,omitempty"`                  // unix seconds; 0 is not given
	ID                 string           `json:"id,omitempty"`                  // of the fee refund
	BalanceTransaction string           `json:"balance_transaction,omitempty"` // id; "" is null
	Amount             money.NullAmount `json:"amount,omitzero"`               // minor units; null: all that is left
}

// Refund gives back a part of the fee to the account from which it was taken. If an error is returned, the fee is unchanged.
// It does not refund the customer. The fee of a payment is refunded by intent.PaymentIntent.RefundFee, which keeps the charge right.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative, or the amount is less than 1
//   - code.NothingToRefund: there is no fee
//   - code.NotSettled: it is due and has not come into being
//   - code.UnknownCharge with Param latest_charge.application_fee: only its id is known
//   - code.FeeRefundTooLarge: more than is left, which is Limit; or nothing is left
//
// Events: application_fee.refunded.
//
// Source: https://docs.stripe.com/api/fee_refunds/create.
func (f ApplicationFee) Refund(p FeeRefundParams) (ApplicationFee, FeeRefund, []event.Event, error) {
	next, part, err := f.Next(p)
	if err != nil {
		return f, FeeRefund{}, nil, err
	}
	shown := next
	e := &ApplicationFeeEvent{ApplicationFee: &shown, FeeRefund: part, Previous: DiffApplicationFee(&f, &shown)}
	e.Type, e.Created = event.ApplicationFeeRefunded, p.At
	return next, part, []event.Event{e}, nil
}

// Next is Refund without the event and without an allocation.
func (f ApplicationFee) Next(p FeeRefundParams) (ApplicationFee, FeeRefund, error) {
	if err := f.check(&p); err != nil {
		return f, FeeRefund{}, err
	}
	amount := p.Amount.Or(f.Left())
	f.AmountRefunded += amount
	return f, FeeRefund{ID: p.ID, Fee: f.ID, BalanceTransaction: p.BalanceTransaction, Amount: amount, Created: p.At}, nil
}

func (f *ApplicationFee) check(p *FeeRefundParams) error {
	const op = "refund_fee"
	most := f.Left()
	switch {
	case p.At < 0:
		return refuseAmount(op, code.ParameterInvalidInteger, "at", money.Amount(p.At), 0)
	case p.Amount.Or(1) < 1:
		return refuseAmount(op, code.ParameterInvalidInteger, "amount", p.Amount.Amount, 1)
	case f.Due():
		return refuse(op, code.NotSettled, "")
	case f.ID == "":
		return refuse(op, code.NothingToRefund, "")
	case !f.Known():
		return refuse(op, code.UnknownCharge, "latest_charge.application_fee")
	case p.Amount.Or(1) > most:
		return refuseAmount(op, code.FeeRefundTooLarge, "amount", p.Amount.Or(f.Amount), most)
	}
	return nil
}

// Validate returns the first invariant that f breaks, with Detail in words, or nil.
func (f ApplicationFee) Validate() error {
	switch {
	case f.Amount < 0 || f.Amount > money.Max:
		return invalid("amount", f.Amount, money.Max, "a fee is from 0 to money.Max")
	case f.AmountRefunded < 0 || f.AmountRefunded > f.Amount:
		return invalid("amount_refunded", f.AmountRefunded, f.Amount, "amount_refunded is from 0 to the amount of the fee")
	case f.ID == "" && f != ApplicationFee{Amount: f.Amount}:
		return invalid("id", 0, 0, "a fee without an id has nothing but an amount")
	case f.Created < 0:
		return invalid("created", money.Amount(f.Created), 0, "no fee was made before 1970")
	}
	return nil
}
