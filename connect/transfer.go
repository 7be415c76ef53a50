package connect

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// A Transfer is money on its way from the platform to a connected account. The zero Transfer is null.
// One with a Destination and no ID has not come into being: with an Amount it is due, as after an asynchronous capture, without one
// nothing was captured yet. One with an ID and no Amount was not expanded in the JSON that it came from, and the rest is unknown.
//
// Invariants, checked by Validate: 0 ≤ AmountReversed ≤ Amount ≤ money.Max; one without an ID has nothing but a Destination and an Amount;
// Created is not negative.
//
// Source: https://docs.stripe.com/api/transfers/object.
type Transfer struct {
	ID                string         // tr_…
	Destination       string         // acct_…
	SourceTransaction string         // ch_…, the charge whose funds are transferred; "" is null
	Amount            money.Amount   // minor units of Currency; that of a charge grows with its captures
	AmountReversed    money.Amount   // sum of its reversals, minor units of Currency
	Currency          money.Currency // may differ from the charge's. "" while it has not come into being: the charge's
	Created           int64          // unix seconds
}

// Known reports whether more than the id and the destination of the transfer is known. It is true for the zero Transfer, and one that
// has not come into being.
func (t Transfer) Known() bool { return t.ID == "" || t.Amount > 0 }

// Due reports whether the transfer was put aside and has not come into being.
func (t Transfer) Due() bool { return t.ID == "" && t.Amount > 0 }

// Reversed reports whether all of the transfer was reversed.
func (t Transfer) Reversed() bool { return t.Amount > 0 && t.AmountReversed == t.Amount }

// Left returns what the destination still has of the transfer, minor units of its currency; 0 if that is not known.
func (t Transfer) Left() money.Amount { return left(t.Amount, t.AmountReversed) }

// TransferParams are the parameters of CreateTransfer.
type TransferParams struct {
	At                int64            `json:"at,omitempty"` // unix seconds; 0 is not given
	ID                string           `json:"id"`
	Destination       string           `json:"destination"`
	Amount            money.Amount     `json:"amount"`                       // minor units, at least 1
	Currency          money.Currency   `json:"currency"`                     // any case
	SourceTransaction string           `json:"source_transaction,omitempty"` // id of the charge whose funds are transferred; "": the platform's balance
	Untransferred     money.NullAmount `json:"untransferred,omitzero"`       // what of the source transaction was not transferred yet, minor units; null: not checked
}

// CreateTransfer makes a transfer of its own, for separate charges and transfers. Refunds of the charge do not touch it.
// A charge with multicapture cannot be a source transaction: ask charge.Situation.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: no id
//   - code.ParameterInvalidInteger, code.AmountTooLarge: the amount is less than 1, or more than money.Max
//   - code.ParameterMissing, code.ParameterInvalid: no currency, or not three letters
//   - code.ParameterMissing: no destination
//   - code.AmountTooLarge: more than Untransferred, which is Limit
//
// Events: transfer.created.
//
// Source: https://docs.stripe.com/connect/separate-charges-and-transfers.
func CreateTransfer(p TransferParams) (Transfer, []event.Event, error) {
	const op = "transfer"
	currency, err := money.ParseCurrency(string(p.Currency))
	switch {
	case p.At < 0:
		return Transfer{}, nil, refuseAmount(op, code.ParameterInvalidInteger, "at", money.Amount(p.At), 0)
	case p.ID == "":
		return Transfer{}, nil, refuse(op, code.ParameterMissing, "id")
	case p.Amount < 1:
		return Transfer{}, nil, refuseAmount(op, code.ParameterInvalidInteger, "amount", p.Amount, 1)
	case p.Amount > money.Max:
		return Transfer{}, nil, refuseAmount(op, code.AmountTooLarge, "amount", p.Amount, money.Max)
	case p.Currency == "":
		return Transfer{}, nil, refuse(op, code.ParameterMissing, "currency")
	case err != nil:
		return Transfer{}, nil, refuse(op, code.ParameterInvalid, "currency")
	case p.Destination == "":
		return Transfer{}, nil, refuse(op, code.ParameterMissing, "destination")
	case p.Amount > p.Untransferred.Or(p.Amount):
		return Transfer{}, nil, refuseAmount(op, code.AmountTooLarge, "amount", p.Amount, max(0, p.Untransferred.Amount))
	}
	t := Transfer{
		ID: p.ID, Destination: p.Destination, SourceTransaction: p.SourceTransaction,
		Amount: p.Amount, Currency: currency, Created: p.At,
	}
	e := &TransferEvent{Transfer: &t}
	e.Type, e.Created = event.TransferCreated, p.At
	return t, []event.Event{e}, nil
}

// A Reversal is a part of a transfer that was taken back. The zero Reversal is none. One with an ID and no Amount was not expanded in the
// JSON that it came from, and the rest of it is unknown.
//
// Source: https://docs.stripe.com/api/transfer_reversals/object.
type Reversal struct {
	ID                 string       // trr_…
	Transfer           string       // tr_…
	SourceRefund       string       // re_… that reversed the transfer; "" is null: it was reversed by itself
	BalanceTransaction string       // txn_…; "" is null
	Amount             money.Amount // minor units of the transfer's currency
	Created            int64        // unix seconds
}

// ReverseParams are the parameters of a reversal.
type ReverseParams struct {
	At                   int64            `json:"at,omitempty"`                     // unix seconds; 0 is not given
	ID                   string           `json:"id,omitempty"`                     // of the reversal
	BalanceTransaction   string           `json:"balance_transaction,omitempty"`    // id; "" is null
	Amount               money.NullAmount `json:"amount,omitzero"`                  // minor units of the transfer's currency; null: all that is left
	BalanceInsufficient  bool             `json:"balance_insufficient,omitempty"`   // the connected account does not have so much: refused
	RefundApplicationFee bool             `json:"refund_application_fee,omitempty"` // of the transfer of a payment: gives the same portion of its fee back. A separate transfer has no fee, and ignores it
	FeeRefund            string           `json:"fee_refund,omitempty"`             // id of the fee refund that comes into being
}

// Reverse takes back a part of the transfer from the connected account. If an error is returned, the transfer is unchanged.
// The transfer of a payment is reversed by intent.PaymentIntent.ReverseTransfer, which keeps the charge right.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative, or the amount is less than 1
//   - code.NothingToReverse: there is no transfer
//   - code.NotSettled: it is due and has not come into being
//   - code.UnknownCharge with Param latest_charge.transfer: only its id is known
//   - code.ReversalTooLarge: more than is left, which is Limit; or nothing is left
//   - code.BalanceInsufficient: BalanceInsufficient is given
//
// Events: transfer.reversed.
//
// Source: https://docs.stripe.com/api/transfer_reversals/create.
func (t Transfer) Reverse(p ReverseParams) (Transfer, Reversal, []event.Event, error) {
	next, part, err := t.Next(p)
	if err != nil {
		return t, Reversal{}, nil, err
	}
	shown := next
	e := &TransferEvent{Transfer: &shown, Reversal: part, Previous: DiffTransfer(&t, &shown)}
	e.Type, e.Created = event.TransferReversed, p.At
	return next, part, []event.Event{e}, nil
}

// Next is Reverse without the event and without an allocation.
func (t Transfer) Next(p ReverseParams) (Transfer, Reversal, error) {
	if err := t.check(&p); err != nil {
		return t, Reversal{}, err
	}
	amount := p.Amount.Or(t.Left())
	t.AmountReversed += amount
	return t, Reversal{ID: p.ID, Transfer: t.ID, BalanceTransaction: p.BalanceTransaction, Amount: amount, Created: p.At}, nil
}

func (t *Transfer) check(p *ReverseParams) error {
	const op = "reverse_transfer"
	most := t.Left()
	switch {
	case p.At < 0:
		return refuseAmount(op, code.ParameterInvalidInteger, "at", money.Amount(p.At), 0)
	case p.Amount.Or(1) < 1:
		return refuseAmount(op, code.ParameterInvalidInteger, "amount", p.Amount.Amount, 1)
	case t.Due():
		return refuse(op, code.NotSettled, "")
	case t.ID == "":
		return refuse(op, code.NothingToReverse, "")
	case !t.Known():
		return refuse(op, code.UnknownCharge, "latest_charge.transfer")
	case p.Amount.Or(1) > most:
		return refuseAmount(op, code.ReversalTooLarge, "amount", p.Amount.Or(t.Amount), most)
	case p.BalanceInsufficient:
		return refuse(op, code.BalanceInsufficient, "")
	}
	return nil
}

// Validate returns the first invariant that t breaks, with Detail in words, or nil.
func (t Transfer) Validate() error {
	switch {
	case t.Amount < 0 || t.Amount > money.Max:
		return invalid("amount", t.Amount, money.Max, "a transfer is from 0 to money.Max")
	case t.AmountReversed < 0 || t.AmountReversed > t.Amount:
		return invalid("amount_reversed", t.AmountReversed, t.Amount, "amount_reversed is from 0 to the amount of the transfer")
	case t.ID == "" && t != Transfer{Destination: t.Destination, Amount: t.Amount}:
		return invalid("id", 0, 0, "a transfer without an id has nothing but a destination and an amount")
	case t.Created < 0:
		return invalid("created", money.Amount(t.Created), 0, "no transfer was made before 1970")
	}
	return nil
}
