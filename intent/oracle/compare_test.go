package oracle_test

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// made is what an operation returns besides the intent.
type made struct {
	refund   refund.Refund
	fee      connect.FeeRefund
	reversal connect.Reversal
}

// carryOut carries a command out.
func carryOut(pi *intent.PaymentIntent, c intent.Command) (next intent.PaymentIntent, m made, err error) {
	switch c := c.(type) {
	case intent.RefundParams:
		next, m.refund, _, err = pi.Refund(c)
		m.fee, m.reversal = m.refund.FeeRefund, m.refund.TransferReversal
	case intent.UpdateRefundParams:
		next, m.refund, _, err = pi.UpdateRefund(c)
	case intent.RefundFeeParams:
		next, m.fee, _, err = pi.RefundFee(c)
	case intent.ReverseTransferParams:
		next, m.reversal, _, err = pi.ReverseTransfer(c)
	default:
		next, err = intent.Next(*pi, c)
	}
	return next, m, err
}

// try lets the book and the intent answer a command, writes it down if it is accepted, and returns what they do not agree on.
func (b *book) try(pi *intent.PaymentIntent, c intent.Command) (next intent.PaymentIntent, m made, want refusal, err error) {
	want = b.refuses(c)
	next, m, refused := carryOut(pi, c)
	if err = disagree(want, c, refused); err != nil {
		return next, m, want, err
	}
	if refused != nil {
		if next != *pi || m != (made{}) {
			err = errors.New("it is refused, and changes something")
		}
		return next, m, want, err
	}
	b.writes(c)
	return next, m, want, errors.Join(b.compare(&next), b.compareMade(pi, &next, c, &m))
}

// disagree compares a refusal with what the book says. Of what is too large the limit counts too.
func disagree(want refusal, c intent.Command, refused error) error {
	if refused == nil {
		if want != accepted {
			return fmt.Errorf("it is accepted; the book refuses it for %v", want)
		}
		return nil
	}
	e, ok := errors.AsType[*intent.Error](refused)
	switch {
	case !ok || e.Op != string(c.Operation()) || e.Type != code.TypeInvalidRequest:
		return fmt.Errorf("the refusal is %#v", refused)
	case want == accepted:
		return fmt.Errorf("it is refused (%w); the book accepts it", refused)
	case e.Code != want.code:
		return fmt.Errorf("it is refused for %s (%w); the book says for %s", e.Code, refused, want.code)
	case isTooLarge(e.Code) && e.Limit != want.limit:
		return fmt.Errorf("it is refused (%w) with the limit %d; the book says %d", refused, e.Limit, want.limit)
	}
	return nil
}

func isTooLarge(c code.Code) bool {
	switch c {
	case code.AmountTooLarge, code.RefundTooLarge, code.FeeRefundTooLarge, code.ReversalTooLarge:
		return true
	default:
		return false
	}
}

// A figure is an amount as the book and as an intent says it.
type figure struct {
	what string
	want *big.Int
	got  money.Amount
}

// firstOther returns the first figure that is not the same, as an error.
func firstOther(figures []figure) error {
	for _, n := range figures {
		if !same(n.want, n.got) {
			return fmt.Errorf("%s is %d; the book says %s", n.what, n.got, n.want)
		}
	}
	return nil
}

// compare returns what an intent says otherwise than the book.
func (b *book) compare(pi *intent.PaymentIntent) error {
	f := &b.facts
	capturable := zero
	if f.status() == "requires_capture" {
		capturable = &b.left
	}
	if err := firstOther([]figure{
		{"amount", &b.total[agreed], pi.Amount},
		{"amount_capturable", capturable, pi.AmountCapturable},
		{"amount_received", &b.total[took], pi.AmountReceived},
	}); err != nil {
		return err
	}
	switch {
	case pi.Status != f.status():
		return fmt.Errorf("the status is %q; the book says %q", pi.Status, f.status())
	case pi.ApplicationFeeAmount != f.fee:
		return fmt.Errorf("application_fee_amount is %v; the book says %v", pi.ApplicationFeeAmount, f.fee)
	case pi.TransferData.Amount != f.transfer:
		return fmt.Errorf("transfer_data[amount] is %v; the book says %v", pi.TransferData.Amount, f.transfer)
	case f.attempt != approved:
		return nil
	}
	return b.compareCharge(&pi.LatestCharge)
}

// compareCharge returns what a charge that was approved says otherwise than the book.
func (b *book) compareCharge(c *charge.Charge) error {
	f := &b.facts
	if err := firstOther([]figure{
		{"amount of the charge", &b.total[agreed], c.Amount},
		{"amount_captured", &b.total[took], c.AmountCaptured},
		{"amount_refunded", &b.shownRefunded, c.AmountRefunded},
		{"the fee", &b.total[feePut], c.ApplicationFee.Amount},
		{"amount_refunded of the fee", &b.total[feeBack], c.ApplicationFee.AmountRefunded},
		{"the transfer", &b.total[transferPut], c.Transfer.Amount},
		{"amount_reversed of the transfer", &b.total[transferBack], c.Transfer.AmountReversed},
	}); err != nil {
		return err
	}
	everything := b.refundable.Sign() == 0 && (b.count[took] > 0 || b.count[released] > 0)
	switch {
	case c.Captured != (f.closed && b.count[took] > 0):
		return fmt.Errorf("captured is %t", c.Captured)
	case c.Refunded != (f.closed && everything):
		return fmt.Errorf("refunded is %t", c.Refunded)
	case (c.ApplicationFee.ID != "") != f.feeNamed:
		return fmt.Errorf("the fee has the id %q", c.ApplicationFee.ID)
	case (c.Transfer.ID != "") != f.transferNamed:
		return fmt.Errorf("the transfer has the id %q", c.Transfer.ID)
	case int(c.Captures) != b.count[took]:
		return fmt.Errorf("%d captures; the book says %d", c.Captures, b.count[took])
	case c.ApplicationFeeAmount != f.asked:
		return fmt.Errorf("application_fee_amount of the charge is %v; the book says %v", c.ApplicationFeeAmount, f.asked)
	case f.transferNamed && !b.lost() && c.Transfer.Currency != f.transferCurrency:
		return fmt.Errorf("the transfer is in %q; the book says %q", c.Transfer.Currency, f.transferCurrency)
	}
	return nil
}

// compareMade returns what was made otherwise than the book says.
func (b *book) compareMade(before, after *intent.PaymentIntent, c intent.Command, m *made) error {
	gives := &b.gave[0]
	switch p := c.(type) {
	case intent.UpdateRefundParams:
		want := p.Refund // all else is carried along
		want.Status, want.PendingReason, want.FailureReason, want.FailureBalanceTransaction = p.Status, p.PendingReason, p.FailureReason, p.FailureBalanceTransaction
		if m.refund != want {
			return fmt.Errorf("the refund is %+v", m.refund)
		}
		return nil
	case intent.CaptureParams, intent.CancelParams, intent.ExpireParams:
		var ok bool
		m.refund, ok = intent.ReleaseRefund(*before, *after, intent.ReleaseParams{ID: "re_0"})
		if ok != (b.seen&(1<<releaseBooked) != 0) {
			return fmt.Errorf("there is a refund of the release: %t", ok)
		}
		if ok {
			gives = &b.total[released]
		}
	}
	made := []figure{{"the refund", gives, m.refund.Amount}, {"the reversal", &b.gave[2], m.reversal.Amount}, {"the fee refund", &b.gave[1], m.fee.Amount}}
	if c.Operation() == intent.OpReverseTransfer {
		made = made[:2] // it does not return the fee refund
	}
	return firstOther(made)
}
