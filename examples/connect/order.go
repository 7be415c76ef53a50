package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// An order is a payment and the table that is printed of it. Each step prints a row.
type order struct {
	w   io.Writer
	pi  intent.PaymentIntent
	err error // the first time that the holdings were not what they should be
}

// authorize makes the payment: nothing has moved, but the customer's bank holds the amount.
func authorize(w io.Writer, amount money.Amount) (*order, error) {
	pi, _, err := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: amount, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		TransferData: connect.TransferData{Destination: "acct_seller"},
		CardOptions:  intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	})
	if err != nil {
		return nil, err
	}
	pi, _, err = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{
		Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true},
	}})
	if err != nil {
		return nil, err
	}
	o := &order{w: w, pi: pi}
	fmt.Fprintf(w, row, "", "customer paid", "=", "platform", "+", "account", "+", "fee")
	o.done("authorize "+usd(amount), pi, nil, holdings{})
	return o, nil
}

// capture takes an amount, transfers it, and takes the fee of it back from the account.
func (o *order) capture(amount, fee money.Amount, final bool) {
	next, _, err := o.pi.Capture(intent.CaptureParams{
		AmountToCapture: money.Some(amount), NonFinal: !final, ApplicationFeeAmount: money.Some(fee),
		Settlement: charge.Settlement{ApplicationFee: "fee_1", Transfer: "tr_1"}, // the first capture brings them, the others add to them
	})
	o.done(fmt.Sprintf("capture %s with a fee of %s", usd(amount), usd(fee)), next, err,
		holdings{paid: amount, account: amount - fee, fee: fee})
}

// refund gives money back to the customer. The platform pays.
func (o *order) refund(p intent.RefundParams) refund.Refund {
	step := "refund " + usd(p.Amount.Amount)
	if p.RefundApplicationFee && p.ReverseTransfer {
		step += " with both flags"
	}
	next, r, _, err := o.pi.Refund(p)
	o.done(step, next, err, holdings{paid: -r.Amount, platform: -r.Amount})
	return r
}

// reverseTransfer takes money back from the account.
func (o *order) reverseTransfer(amount money.Amount) {
	next, r, _, err := o.pi.ReverseTransfer(intent.ReverseTransferParams{
		ID: "trr_1", Amount: money.Some(amount),
	})
	o.done("reverse "+usd(amount)+" of the transfer", next, err, holdings{account: -r.Amount, platform: r.Amount})
}

// refundFee gives a part of the fee back to the account.
func (o *order) refundFee(amount money.Amount) {
	next, r, _, err := o.pi.RefundFee(intent.RefundFeeParams{
		ID: "fr_1", Amount: money.Some(amount),
	})
	o.done("refund "+usd(amount)+" of the fee", next, err, holdings{fee: -r.Amount, account: r.Amount})
}

// feeOf returns the part of the fee that an amount captured carries, as a refund with the flag would give back.
func (o *order) feeOf(amount money.Amount) money.Amount {
	return o.pi.FeePortion(amount).Amount
}

// fail tells that a refund did not reach the customer: the platform has the money again.
func (o *order) fail(r refund.Refund) {
	next, failed, _, err := o.pi.UpdateRefund(intent.UpdateRefundParams{
		Refund: r, Status: refund.StatusFailed, FailureReason: refund.FailureExpiredOrCanceledCard,
	})
	o.done("the refund of "+usd(r.Amount)+" fails", next, err, holdings{paid: failed.Amount, platform: failed.Amount})
}

// done prints a step and who holds what after it, and checks that what it was meant to move has moved. Of a step that was refused it
// prints why, and checks that nothing has.
func (o *order) done(step string, next intent.PaymentIntent, err error, moves holdings) {
	want, got := held(o.pi).plus(moves), held(next)
	if err != nil {
		want = held(o.pi)
	}
	fmt.Fprintf(o.w, row, step, usd(got.paid), "=", usd(got.platform), "+", usd(got.account), "+", usd(got.fee))
	if e, ok := errors.AsType[*intent.Error](err); ok { // always, if there is one
		fmt.Fprintf(o.w, "  refused: %s, %s\n", e.Code, e.Param)
	}
	o.pi = next
	o.err = cmp.Or(o.err, check(step, want, got))
}
