package intent

import (
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// Refundable returns the most that the next refund can give back, in minor units: what was captured and not refunded, also while more may
// be captured. It is 0 where no refund is allowed, and null if it is not known: only the id of the charge is, it is disputed, what
// its body shows does not tell how much was released, or it contradicts the version of Rules.
func (pi PaymentIntent) Refundable() money.NullAmount {
	c := &pi.LatestCharge
	ledger := c.RefundLedger(pi.Rules.releasesAreRefunds())
	switch {
	case pi.checkReceived(OpRefund) != nil || pi.AmountReceived == 0:
		return money.Some(0)
	case !c.Known() || c.Disputed || pi.releaseUnknown() || ledger.Validate() != nil:
		return money.NullAmount{}
	}
	return money.Some(ledger.Refundable())
}

// FeePortion returns the portion of the application fee that belongs to a refund of so much, in minor units: what Refund gives back with
// RefundApplicationFee, and what to give to RefundFee where that flag is not allowed. It is null if it is not known, and 0
// if nothing belongs to it, which RefundFee refuses. It does not say whether so much can be refunded.
func (pi PaymentIntent) FeePortion(refund money.Amount) money.NullAmount {
	f := &pi.LatestCharge.ApplicationFee
	if !pi.LatestCharge.Known() || !f.Known() {
		return money.NullAmount{}
	}
	return money.Some(connect.Portion(f.Amount, f.AmountRefunded, refund, pi.portionBase()))
}

// TransferPortion is FeePortion for the transfer, in minor units of its currency: what Refund takes back with ReverseTransfer.
func (pi PaymentIntent) TransferPortion(refund money.Amount) money.NullAmount {
	t := &pi.LatestCharge.Transfer
	if !pi.LatestCharge.Known() || !t.Known() {
		return money.NullAmount{}
	}
	return money.Some(connect.Portion(t.Amount, t.AmountReversed, refund, pi.portionBase()))
}

// portionBase returns what a refund is a portion of.
func (pi *PaymentIntent) portionBase() money.Amount {
	if pi.Rules.Connect.PortionBase == connect.PortionBaseAmount {
		return pi.LatestCharge.Amount
	}
	return pi.LatestCharge.AmountCaptured
}
