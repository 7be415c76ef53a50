package charge

import (
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// RefundFeePortion gives back the portion of the fee that part is of whole, and returns the fee refund; the zero FeeRefund, if that is
// nothing.
func (c *Charge) RefundFeePortion(id string, part, whole money.Amount, at int64) connect.FeeRefund {
	f := &c.ApplicationFee
	portion := connect.Portion(f.Amount, f.AmountRefunded, part, whole)
	if portion == 0 {
		return connect.FeeRefund{}
	}
	f.AmountRefunded += portion
	return connect.FeeRefund{ID: id, Fee: f.ID, Amount: portion, Created: at}
}

// ReverseTransferPortion takes back the portion of the transfer that part is of whole, because of a refund, and returns the reversal;
// the zero Reversal, if that is nothing.
func (c *Charge) ReverseTransferPortion(id, refund string, part, whole money.Amount, at int64) connect.Reversal {
	t := &c.Transfer
	portion := connect.Portion(t.Amount, t.AmountReversed, part, whole)
	if portion == 0 {
		return connect.Reversal{}
	}
	t.AmountReversed += portion
	return connect.Reversal{ID: id, Transfer: t.ID, SourceRefund: refund, Amount: portion, Created: at}
}
