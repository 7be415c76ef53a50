// Package connect holds what a payment is shared by: application fees and transfers.
//
// A fee and a transfer live inside the charge that they belong to. This version of the module carries them through JSON and
// does not make or move them: an operation that would take money of such a payment is refused with code.ConnectUnsupported.
package connect

import "github.com/tranche-go/tranche/charge/money"

// TransferData is where the money of a destination payment goes: transfer_data. The zero TransferData is null.
type TransferData struct {
	Destination string           // acct_…
	Amount      money.NullAmount // minor units of the payment; null: everything that is captured
}

// An ApplicationFee is what the platform keeps of a charge. The zero ApplicationFee is null;
// one with nothing but an ID was not expanded in the JSON that it came from, and the rest of it is unknown.
type ApplicationFee struct {
	ID, Account            string
	Amount, AmountRefunded money.Amount // minor units
	Created                int64        // unix seconds
}

// Known reports whether more than the id of the fee is known.
func (f ApplicationFee) Known() bool { return f != ApplicationFee{ID: f.ID} }

// A Transfer is money on its way from the platform to a connected account. The zero Transfer is null;
// one with nothing but an ID was not expanded in the JSON that it came from, and the rest of it is unknown.
type Transfer struct {
	ID, Destination        string
	Amount, AmountReversed money.Amount   // minor units of Currency
	Currency               money.Currency // may differ from the charge's
	Created                int64          // unix seconds
}

// Known reports whether more than the id of the transfer is known.
func (t Transfer) Known() bool { return t != Transfer{ID: t.ID} }
