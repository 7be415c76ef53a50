package oracle_test

import (
	"cmp"
	"math/big"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// chargeID is the id of every charge: there is one for each payment.
const chargeID = "ch_1"

// writes writes down a command that is not refused.
func (b *book) writes(c intent.Command) {
	f := &b.facts
	b.seen = 0
	for i := range b.gave {
		b.gave[i].SetInt64(0)
	}
	switch p := c.(type) {
	case intent.CreateParams:
		b.creates(&p)
	case intent.UpdateParams:
		b.updates(&p)
	case intent.ConfirmParams:
		f.method = cmp.Or(p.PaymentMethod, f.method)
		b.says(p.ApplicationFeeAmount, p.TransferDataAmount)
		b.attempts(&p.Attempt)
	case intent.AuthenticateParams:
		b.steps(&p)
	case intent.VerifyMicrodepositsParams:
		b.steps(&p.AuthenticateParams)
	case intent.ProcessParams:
		b.processes(&p)
	case intent.CaptureParams:
		b.captures(&p)
	case intent.IncrementParams:
		f.increments++
		if p.Declined.Code == "" {
			b.write(agreed, b.at(p.Amount))
			b.says(p.ApplicationFeeAmount, p.TransferDataAmount)
			f.maximum = max(f.maximum, int64(p.Amount))
		}
	case intent.CancelParams:
		b.cancels()
	case intent.ExpireParams:
		b.closes()
		b.seeIf(f.canceled, expiresUntouched)
		b.seeIf(!f.canceled, expiresPart)
	case intent.SettleParams:
		f.txn = f.txn || p.BalanceTransaction != ""
		b.brings(&p.Settlement)
	case intent.RefundParams:
		b.givesBack(&p)
	case intent.UpdateRefundParams:
		if p.Status == "failed" || p.Status == "canceled" {
			if n := p.Refund.Number; n > 0 {
				f.dead[n] = true
			}
			b.write(undone, b.at(p.Refund.Amount))
			b.seeIf(f.rules.FailedRefund == intent.FailedRefundFalls, refundFalls)
			b.seeIf(f.rules.FailedRefund == intent.FailedRefundStays, refundStays)
		}
	case intent.RefundFeeParams:
		f.feeRefundedAlone = true
		b.write(feeBack, b.gave[1].Set(b.or(p.Amount, &b.feeLeft)))
	case intent.ReverseTransferParams:
		f.transferRevAlone = true
		part := b.gave[2].Set(b.or(p.Amount, &b.transferLeft))
		b.write(transferBack, part)
		if p.RefundApplicationFee {
			b.seeIf(b.count[feePut] > 0, reversalTakesFee)
			b.portion(&b.gave[1], &b.total[feePut], part, &b.total[transferPut], &b.feeLeft)
			b.writeSome(feeBack, &b.gave[1])
		}
	}
	b.sum()
}

// or returns an amount, or all there is, if none is given.
func (b *book) or(a money.NullAmount, all *big.Int) *big.Int {
	if a.Valid {
		return b.at(a.Amount)
	}
	return all
}

// says replaces what the payment says of a fee or a transfer.
func (b *book) says(fee, transfer money.NullAmount) {
	if fee.Valid {
		b.facts.fee = fee
	}
	if transfer.Valid {
		b.facts.transfer = transfer
	}
}

func (b *book) creates(p *intent.CreateParams) {
	b.clear()
	b.facts = facts{
		created: true, method: p.PaymentMethod, manual: p.CaptureMethod == intent.CaptureMethodManual, currency: p.Currency,
		account: p.Account != "", destination: p.TransferData.Destination != "", rules: p.Rules, requested: p.CardOptions,
		fee: p.ApplicationFeeAmount, transfer: p.TransferData.Amount,
	}
	b.write(agreed, b.at(p.Amount))
}

func (b *book) updates(p *intent.UpdateParams) {
	f := &b.facts
	was := f.status()
	changes := p.Amount.Valid && !same(&b.total[agreed], p.Amount.Amount) || p.Currency != "" && p.Currency != f.currency || p.PaymentMethod != "" && p.PaymentMethod != f.method
	if p.Amount.Valid {
		b.write(agreed, b.at(p.Amount.Amount))
	}
	if p.Currency != "" {
		f.currency = p.Currency
	}
	f.method = cmp.Or(p.PaymentMethod, f.method)
	b.says(p.ApplicationFeeAmount, p.TransferDataAmount)
	if was == "requires_action" && changes {
		f.step = "" // what was asked for is no more
	}
}

func (b *book) steps(p *intent.AuthenticateParams) {
	b.facts.step = ""
	if p.Failure.Code != "" {
		b.facts.attempt, b.facts.method = failed, ""
		return
	}
	b.attempts(&p.Attempt)
}

func (b *book) attempts(a *charge.Attempt) {
	f := &b.facts
	f.step = ""
	switch a.Answer {
	case "challenged":
		f.step = a.NextAction
	case "declined":
		f.attempt, f.method = failed, ""
	case "pending":
		f.attempt = waits
		if a.Charge == "" {
			f.attempt = waitsBare
		}
		f.asked = f.fee
	default:
		b.approves(&a.Card, &a.Settlement)
	}
}

func (b *book) processes(p *intent.ProcessParams) {
	switch {
	case p.Failure.Code != "":
		b.facts.attempt, b.facts.method = failed, ""
	case b.facts.attempt == waitsBare:
		b.approves(&p.Card, &p.Settlement)
	default:
		b.facts.attempt = approved
		b.see(bankSettles)
		b.takesAll(&p.Settlement)
	}
}

// approves makes an authorization, of which everything is taken at once unless somebody captures by hand.
func (b *book) approves(offered *charge.Card, s *charge.Settlement) {
	f := &b.facts
	f.attempt, f.asked = approved, f.fee
	f.multicapture = offered.Multicapture && bool(f.requested.RequestMulticapture)
	f.incremental = offered.Incremental && bool(f.requested.RequestIncrementalAuthorization)
	f.before = offered.CaptureBefore
	f.maximum = 0
	if f.requested.RequestOvercapture {
		f.maximum = int64(offered.MaximumAmountCapturable)
	}
	if !f.manual {
		b.takesAll(s)
	}
}

// takesAll is the capture that nobody asks for.
func (b *book) takesAll(s *charge.Settlement) {
	f := &b.facts
	f.closed = true
	f.txn = s.BalanceTransaction != ""
	b.shares(money.NullAmount{}, money.NullAmount{}, &b.total[agreed], s)
	b.write(took, &b.total[agreed])
	b.sum()
	b.brings(s)
}

func (b *book) captures(p *intent.CaptureParams) {
	f := &b.facts
	takes := b.takes.Set(b.or(p.AmountToCapture, &b.left))
	whole := takes.Cmp(&b.left) == 0
	closes := !p.NonFinal || whole && f.rules.Capture.WholeRemainder == capture.WholeRemainderCloses
	b.seeCapture(p, takes.Sign() > 0, whole, closes)
	f.txn = f.txn || p.BalanceTransaction != "" && takes.Sign() > 0
	b.shares(p.ApplicationFeeAmount, p.TransferDataAmount, takes, &p.Settlement)
	if takes.Cmp(&b.left) > 0 { // an overcapture
		b.write(agreed, takes)
		b.see(overcaptures)
	}
	b.writeSome(took, takes)
	b.sum()
	b.brings(&p.Settlement)
	if closes {
		b.closes()
	}
}

// cancels gives up what is not over.
func (b *book) cancels() {
	f := &b.facts
	switch f.attempt {
	case waits, waitsBare:
		f.attempt = failed
	case approved:
		b.closes()
	default:
	}
	f.canceled = b.count[took] == 0 || f.rules.PartialCancel == intent.PartialCancelCancels
	b.seeIf(b.count[took] > 0 && f.canceled, cancelCancels)
	b.seeIf(b.count[took] > 0 && !f.canceled, cancelSucceeds)
}

// closes lets go what was not taken.
func (b *book) closes() {
	f := &b.facts
	f.closed = true
	f.canceled = b.count[took] == 0
	if f.old() && !f.multicapture {
		b.writeSome(released, &b.left)
		b.seeIf(b.left.Sign() > 0, releaseBooked)
	}
}

// givesBack makes a refund.
func (b *book) givesBack(p *intent.RefundParams) {
	f := &b.facts
	gives := b.gave[0].Set(b.or(p.Amount, &b.refundable))
	b.write(refunded, gives)
	f.refundsMade++
	b.seeIf(f.refundsMade > mostNumbers, manyRefunds)
	b.seeIf(!f.closed, refundWhileOpen)
	b.seeIf(f.old() && b.count[released] > 0, refundAfterRelease)
	if p.RefundApplicationFee {
		b.seeIf(b.count[feePut] > 0 && b.count[took] > 1, feeAlong)
		b.portion(&b.gave[1], &b.total[feePut], gives, b.base(), &b.feeLeft)
		b.writeSome(feeBack, &b.gave[1])
	}
	if p.ReverseTransfer && !b.lost() {
		b.seeIf(b.count[took] > 1, transferAlong)
		b.seeIf(b.elsewhere(), transferAlongElsewhere)
		b.portion(&b.gave[2], &b.total[transferPut], gives, b.base(), &b.transferLeft)
		b.writeSome(transferBack, &b.gave[2])
	}
}
