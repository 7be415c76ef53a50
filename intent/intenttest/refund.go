package intenttest

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// Refund draws refunds for pi, more than half of them allowed once something was captured: half of the least amounts, others aim at half, all and
// one more, also by giving no amount, or are nonsense. A third begin pending. Where a fee or a transfer is there, some take it along.
// The id counts the refunds that the charge has numbered: re_1, re_2. At is not given. pi may be in any status.
func Refund(pi intent.PaymentIntent) *rapid.Generator[intent.RefundParams] {
	return rapid.Custom(func(t *rapid.T) intent.RefundParams { return drawRefund(t, &pi) })
}

func drawRefund(t *rapid.T, pi *intent.PaymentIntent) intent.RefundParams {
	c := &pi.LatestCharge
	p := intent.RefundParams{
		ID:     fmt.Sprint("re_", c.RefundsMade+1),
		Amount: drawPart(t, c.AmountCaptured-c.AmountRefunded, pi.Currency.Multiple()),
		Reason: pick(t, "", "", refund.ReasonDuplicate, refund.ReasonFraudulent, refund.ReasonRequestedByCustomer),
		Status: pick(t, "", "", refund.StatusPending),
	}
	if c.Transfer.ID != "" && chance(t, 2) {
		p.ReverseTransfer, p.Reversal = true, fmt.Sprint("trr_", c.RefundsMade+1)
	}
	if c.ApplicationFee.ID != "" && (pi.Direct || p.ReverseTransfer) && chance(t, 1) {
		p.RefundApplicationFee, p.FeeRefund = true, fmt.Sprint("fr_", c.RefundsMade+1)
	}
	return p
}

// UpdateRefund draws what becomes of one of several copies of refunds, mostly of the last one: most go on as their status allows, some
// of them fail or are canceled. Give every copy that Refund and UpdateRefund returned, also those that are out of date: a refund
// must not give its amount back twice. copies must not be empty.
func UpdateRefund(copies []refund.Refund) *rapid.Generator[intent.UpdateRefundParams] {
	return rapid.Custom(func(t *rapid.T) intent.UpdateRefundParams { return drawUpdateRefund(t, copies) })
}

func drawUpdateRefund(t *rapid.T, copies []refund.Refund) intent.UpdateRefundParams {
	last := len(copies) - 1
	if chance(t, 1) {
		last = rapid.IntRange(0, last).Draw(t, "copy")
	}
	p := intent.UpdateRefundParams{Refund: copies[last], Status: refund.StatusFailed}
	switch p.Refund.Status {
	case refund.StatusPending:
		p.Status = pick(t, refund.StatusFailed, refund.StatusSucceeded, refund.StatusCanceled, refund.StatusRequiresAction)
	case refund.StatusRequiresAction:
		p.Status = pick(t, refund.StatusFailed, refund.StatusPending, refund.StatusCanceled)
	default: // it can only fail
	}
	if chance(t, 3) {
		p.Status = pick(t, refund.StatusFailed, refund.StatusSucceeded, refund.StatusCanceled, refund.StatusPending, refund.StatusRequiresAction)
	}
	return p
}
