// Package connect models what a payment is shared by: application fees and transfers, their refunds and reversals.
//
// There are three flows. A direct payment is made on a connected account, and the platform takes an application fee of it. A
// destination payment is made on the platform: what is captured is transferred to a connected account, and an application fee comes
// back, or only transfer_data[amount] is transferred and there is no fee. With separate charges and transfers the platform makes
// transfers of its own: see CreateTransfer.
//
// The fee and the transfer of a direct or a destination payment live inside its charge, come into being when it is captured, and are
// changed through the PaymentIntent. A Transfer that was made separately is a value of its own.
//
// How much a capture puts aside is written down at Ledger.Collect, how much a refund takes back at Portion.
//
// Source: https://docs.stripe.com/connect/charges.
package connect

import "github.com/tranche-go/tranche/charge/money"

// TransferData is where the money of a destination payment goes: transfer_data. The zero TransferData is null.
type TransferData struct {
	Destination string           // acct_…
	Amount      money.NullAmount // minor units of the payment; null: everything that is captured
}

// Portion returns what a refund takes back of a fee or a transfer: taken × refund ÷ base, to the nearest minor unit, halves up, and at
// most what is left of it. Each refund is rounded by itself: a refund of the rest does not sweep up what earlier ones left.
// base is what was captured of the charge, or its whole amount: see PortionBase. It is never negative, and 0 where the amounts cannot be:
// less than 0, a base of 0, or more back than was taken.
//
// 880 transferred of 1200: a refund of 500 takes back 367, one of 1000 takes back 733.
//
// Source: https://docs.stripe.com/connect/destination-charges#issuing-refunds.
func Portion(taken, back, refund, base money.Amount) money.Amount {
	return max(0, min(taken.Share(max(0, refund), base), left(taken, back)))
}

// left returns what is left of all after gone, and 0 if no such part can be gone.
func left(all, gone money.Amount) money.Amount {
	if gone < 0 || gone > all {
		return 0
	}
	return all - gone
}

// A Mark is something that happened, or did not, and that the API does not show. The zero Mark is no.
type Mark uint8

// Marks.
const (
	MarkNo Mark = iota
	MarkYes
	MarkUnknown // the JSON does not tell
)
