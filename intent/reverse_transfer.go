package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// ReverseTransferParams are the parameters of ReverseTransfer: those of connect.ReverseParams.
type ReverseTransferParams connect.ReverseParams

// ReverseTransfer takes back a part of the transfer from the destination, by itself: the customer gets nothing. With
// RefundApplicationFee the same portion of the fee goes back to the destination: connect.Portion of what was transferred. Of a fee of
// which only the id is known it is not known how much that is, and no event tells it. It does not count as RefundFee, and where there is no
// fee it is accepted.
// If an error is returned, the intent is unchanged and the Reversal is zero.
//
// Of a multicapture payment it is the only way to reverse a part, and afterwards no refund can reverse the transfer.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative, or the amount is less than 1
//   - code.PaymentIntentUnexpectedState: there is no successful charge
//   - of a charge or a transfer of which only the id is known: code.ReversalTooLarge, more than money.Max; code.BalanceInsufficient;
//     code.NotSettled with Param refund_application_fee; and else code.UnknownCharge
//   - the others of connect.Transfer.Reverse, in its order
//   - code.NotSettled with Param refund_application_fee: the fee is due and has not come into being
//
// Events: application_fee.refunded if something of it came back; transfer.reversed.
//
// Source: https://docs.stripe.com/api/transfer_reversals/create, https://docs.stripe.com/payments/multicapture.
func (pi PaymentIntent) ReverseTransfer(p ReverseTransferParams) (PaymentIntent, connect.Reversal, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, connect.Reversal{}, nil, err
	}
	t := tell(&pi, p.At)
	fee, r := p.apply(&t.now)
	t.gaveBack(&pi, fee, r)
	return t.now, r, t.events(), nil
}

func (p *ReverseTransferParams) check(pi *PaymentIntent) error { return pi.named(p.refusal(pi)) }

func (p *ReverseTransferParams) refusal(pi *PaymentIntent) error {
	if err := checkPart(OpReverseTransfer, p.At, p.Amount); err != nil {
		return err
	}
	if err := pi.checkReceived(OpReverseTransfer); err != nil {
		return err
	}
	c := &pi.LatestCharge
	bare := pi.AmountReceived > 0 && !c.Known()
	if bare || !c.Transfer.Known() {
		if err := p.checkUnknown(c); err != nil {
			return err
		}
	}
	if bare {
		return pi.refuseUnknown(OpReverseTransfer)
	}
	if _, _, err := c.Transfer.Next(connect.ReverseParams(*p)); err != nil {
		return err
	}
	if p.RefundApplicationFee && c.ApplicationFee.Due() {
		return refuse(OpReverseTransfer, code.NotSettled, "refund_application_fee")
	}
	return nil
}

// checkUnknown refuses what is wrong whatever the transfer is, of which only the id is known.
func (p *ReverseTransferParams) checkUnknown(c *charge.Charge) error {
	switch {
	case p.Amount.Or(0) > money.Max:
		return refuseAmount(OpReverseTransfer, code.ReversalTooLarge, "amount", p.Amount.Amount, money.Max)
	case p.BalanceInsufficient:
		return refuse(OpReverseTransfer, code.BalanceInsufficient, "")
	case p.RefundApplicationFee && c.ApplicationFee.Due():
		return refuse(OpReverseTransfer, code.NotSettled, "refund_application_fee")
	}
	return nil
}

func (p *ReverseTransferParams) apply(pi *PaymentIntent) (connect.FeeRefund, connect.Reversal) {
	c := &pi.LatestCharge
	next, r, _ := c.Transfer.Next(connect.ReverseParams(*p)) // checked
	c.Transfer = next
	c.TransferEndpointUsed = connect.MarkYes
	if !p.RefundApplicationFee {
		return connect.FeeRefund{}, r
	}
	return c.RefundFeePortion(p.FeeRefund, r.Amount, next.Amount, p.At), r
}
