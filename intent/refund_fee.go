package intent

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// RefundFeeParams are the parameters of RefundFee: those of connect.FeeRefundParams.
type RefundFeeParams connect.FeeRefundParams

// RefundFee gives back a part of the application fee to the connected account, by itself: the customer gets nothing.
// If an error is returned, the intent is unchanged and the FeeRefund is zero.
//
// Of a multicapture payment it is the only way to give back a part of the fee, and afterwards no refund can take the fee along.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative, or the amount is less than 1
//   - code.PaymentIntentUnexpectedState: there is no successful charge
//   - code.FeeRefundTooLarge: more than was captured, which is Limit, of a charge or a fee of which only the id is known
//   - code.UnknownCharge: only the id of the charge is known
//   - the others of connect.ApplicationFee.Refund, in its order
//
// Events: application_fee.refunded.
//
// Source: https://docs.stripe.com/api/fee_refunds/create, https://docs.stripe.com/payments/multicapture.
func (pi PaymentIntent) RefundFee(p RefundFeeParams) (PaymentIntent, connect.FeeRefund, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, connect.FeeRefund{}, nil, err
	}
	t := tell(&pi, p.At)
	r := p.apply(&t.now)
	t.gaveBack(&pi, r, connect.Reversal{})
	return t.now, r, t.events(), nil
}

func (p *RefundFeeParams) check(pi *PaymentIntent) error { return pi.named(p.refusal(pi)) }

func (p *RefundFeeParams) refusal(pi *PaymentIntent) error {
	if err := checkPart(OpRefundFee, p.At, p.Amount); err != nil {
		return err
	}
	if err := pi.checkReceived(OpRefundFee); err != nil {
		return err
	}
	c := &pi.LatestCharge
	bare := pi.AmountReceived > 0 && !c.Known()
	switch {
	case (bare || !c.ApplicationFee.Known()) && p.Amount.Or(0) > pi.AmountReceived: // no fee is more
		return refuseAmount(OpRefundFee, code.FeeRefundTooLarge, "amount", p.Amount.Amount, pi.AmountReceived)
	case bare:
		return pi.refuseUnknown(OpRefundFee)
	}
	_, _, err := c.ApplicationFee.Next(connect.FeeRefundParams(*p))
	return err
}

func (p *RefundFeeParams) apply(pi *PaymentIntent) connect.FeeRefund {
	c := &pi.LatestCharge
	next, r, _ := c.ApplicationFee.Next(connect.FeeRefundParams(*p)) // checked
	c.ApplicationFee = next
	c.FeeEndpointUsed = connect.MarkYes
	return r
}
