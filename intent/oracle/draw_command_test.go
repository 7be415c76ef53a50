package oracle_test

import (
	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

var operations = []intent.Operation{
	intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpProcess,
	intent.OpCapture, intent.OpIncrement, intent.OpCancel, intent.OpExpire,
	intent.OpSettle, intent.OpRefund, intent.OpUpdateRefund, intent.OpRefundFee, intent.OpReverseTransfer,
}

// operation draws any operation, but mostly one that can go on; what ends a life is rare.
func (d *dice) operation() intent.Operation {
	if d.one(16) {
		return pick(d, operations...)
	}
	switch d.pi.Status {
	case "":
		return intent.OpCreate
	case intent.StatusRequiresPaymentMethod, intent.StatusRequiresConfirmation:
		return pick(d, intent.OpConfirm, intent.OpConfirm, intent.OpConfirm, intent.OpUpdate)
	case intent.StatusRequiresAction:
		return pick(d, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpVerifyMicrodeposits, intent.OpConfirm, intent.OpUpdate)
	case intent.StatusProcessing:
		return pick(d, intent.OpProcess, intent.OpProcess, intent.OpProcess, intent.OpCancel)
	case intent.StatusRequiresCapture:
		if d.one(24) {
			return pick(d, intent.OpCancel, intent.OpExpire)
		}
		if d.pi.AmountReceived == 0 {
			if d.pi.Increments > 2 && !d.one(16) { // they seldom come to ten
				return intent.OpIncrement
			}
			return pick(d, intent.OpCapture, intent.OpCapture, intent.OpIncrement, intent.OpUpdate)
		}
		if d.one(2) {
			return intent.OpCapture
		}
	default:
	}
	return d.givesBack()
}

// givesBack draws an operation on money that was received.
func (d *dice) givesBack() intent.Operation {
	c := &d.pi.LatestCharge
	switch d.IntN(8) {
	case 0:
		if c.Missing() || d.one(8) {
			return intent.OpSettle
		}
	case 1:
		if c.ApplicationFee.Left() > 0 || d.one(8) {
			return intent.OpRefundFee
		}
	case 2:
		if c.Transfer.Left() > 0 || d.one(8) {
			return intent.OpReverseTransfer
		}
	case 3, 4:
		if len(d.copies) > 0 {
			return intent.OpUpdateRefund
		}
	default:
	}
	return intent.OpRefund
}

// command draws a command.
func (d *dice) command() intent.Command {
	switch d.operation() {
	case intent.OpCreate:
		return d.create()
	case intent.OpUpdate:
		return d.update()
	case intent.OpConfirm:
		return d.confirm()
	case intent.OpAuthenticate:
		return d.authenticate()
	case intent.OpVerifyMicrodeposits:
		p := intent.VerifyMicrodepositsParams{AuthenticateParams: d.authenticate(), Mismatch: d.one(4)}
		p.Microdeposits.Amounts = charge.MicrodepositAmounts{32, 45}
		if d.one(4) {
			p.Microdeposits.Amounts[d.IntN(2)] = d.wild()
		}
		return p
	case intent.OpProcess:
		p := intent.ProcessParams{At: d.time(), Settlement: d.settlement()}
		if d.pi.LatestCharge.ID == "" != d.one(16) {
			p.Charge, p.Card = chargeID, d.card()
		}
		if d.one(4) {
			p.Failure = declined
		}
		return p
	case intent.OpCapture:
		return d.capture()
	case intent.OpIncrement:
		return d.increment()
	case intent.OpCancel:
		return intent.CancelParams{At: d.time()}
	case intent.OpExpire:
		return intent.ExpireParams{At: d.time()}
	case intent.OpSettle:
		return intent.SettleParams{At: d.time(), Settlement: d.settlement()}
	case intent.OpRefund:
		return d.refund()
	case intent.OpUpdateRefund:
		return d.updateRefund()
	case intent.OpRefundFee:
		return intent.RefundFeeParams{At: d.time(), ID: "fr_1", Amount: d.part(d.pi.LatestCharge.ApplicationFee.Left())}
	default:
		return intent.ReverseTransferParams{
			At: d.time(), ID: "trr_1", Amount: d.part(d.pi.LatestCharge.Transfer.Left()), BalanceInsufficient: d.one(16), RefundApplicationFee: d.one(2),
		}
	}
}

func (d *dice) update() intent.UpdateParams {
	p := intent.UpdateParams{At: d.time()}
	if d.one(2) || d.pi.Status == intent.StatusRequiresCapture {
		p.ApplicationFeeAmount, p.TransferDataAmount = d.shares(d.pi.Amount)
	}
	if d.pi.Status == intent.StatusRequiresCapture && !d.one(8) {
		return p
	}
	switch d.IntN(4) {
	case 0:
		p.Amount = money.Some(d.near(d.pi.Amount))
	case 1:
		p.Currency = pick[money.Currency](d, "usd", "bhd")
	default:
		p.PaymentMethod = "pm_2"
	}
	return p
}

func (d *dice) confirm() intent.ConfirmParams {
	p := intent.ConfirmParams{At: d.time(), Attempt: d.attempt()}
	if !d.one(4) {
		p.PaymentMethod = "pm_1"
	}
	if d.one(8) {
		p.Attempt = charge.Attempt{Answer: charge.AnswerChallenged, NextAction: pick(d, "use_stripe_sdk", charge.VerifyWithMicrodeposits)}
	}
	if d.one(4) {
		p.ApplicationFeeAmount, p.TransferDataAmount = d.shares(d.pi.Amount)
	}
	return p
}

func (d *dice) authenticate() intent.AuthenticateParams {
	p := intent.AuthenticateParams{At: d.time()}
	if d.one(4) {
		p.Failure = declined
	}
	if p.Failure.Code == "" || d.one(8) {
		p.Attempt = d.attempt()
	}
	return p
}

func (d *dice) capture() intent.CaptureParams {
	c := &d.pi.LatestCharge
	finality := uint(24) // final is rare, except where it has to be
	if !c.Card.Multicapture || c.Captures >= capture.MaxCaptures-1 || d.pi.AmountCapturable == 0 {
		finality = 2
	}
	p := intent.CaptureParams{At: d.time(), NonFinal: !d.one(finality), Settlement: d.settlement()}
	if d.pi.AmountReceived == 0 {
		d.sets.fee, d.sets.transfer = money.NullAmount{}, money.NullAmount{}
		if d.one(2) {
			d.sets.fee, d.sets.transfer = d.shares(d.pi.AmountCapturable)
		}
	}
	p.ApplicationFeeAmount, p.TransferDataAmount = d.sets.fee, d.sets.transfer
	if d.one(8) {
		p.ApplicationFeeAmount, p.TransferDataAmount = d.shares(d.pi.AmountCapturable)
	}
	untouched := d.pi.AmountReceived == 0 && d.pi.Rules.Capture.UntouchedClose == capture.UntouchedCloseCancels
	switch {
	case untouched && d.one(4):
		p.AmountToCapture, p.NonFinal = money.Some(0), false
	case d.one(16):
		p.AmountToCapture = money.Some(0)
	case d.one(2):
		p.AmountToCapture = money.Some(d.unit())
	case c.Card.MaximumAmountCapturable > d.pi.Amount && d.one(2):
		p.AmountToCapture, p.NonFinal = money.Some(d.near(c.Card.MaximumAmountCapturable)), d.one(8)
	default:
		p.AmountToCapture = d.part(d.pi.AmountCapturable)
	}
	return p
}

func (d *dice) increment() intent.IncrementParams {
	u := d.unit()
	p := intent.IncrementParams{At: d.time(), Amount: d.pi.Amount + u*money.Amount(1+d.IntN(9))}
	if d.one(3) { // around what one increment may add
		p.Amount = pick(d, 6*d.pi.Amount, 6*d.pi.Amount+u, d.pi.Amount+50_000, d.pi.Amount+50_000+u, d.pi.Amount, d.wild())
		p.FiveHundredUSD = pick(d, money.NullAmount{}, money.Some(6*u), money.Some(60_000), money.Some(d.wild()))
	}
	if d.one(4) {
		p.ApplicationFeeAmount, p.TransferDataAmount = d.shares(d.pi.Amount)
	}
	if d.one(4) {
		p.Declined = declined
	}
	return p
}

func (d *dice) refund() intent.RefundParams {
	c := &d.pi.LatestCharge
	p := intent.RefundParams{
		At: d.time(), ID: "re_1", Amount: d.part(d.pi.Refundable().Amount),
		Status: pick(d, "", "", "", refund.StatusSucceeded, refund.StatusPending, refund.StatusRequiresAction),
	}
	if d.one(32) {
		p.Status = pick(d, refund.StatusFailed, refund.StatusCanceled)
	}
	// Flags are drawn mostly where they are allowed.
	p.RefundApplicationFee = d.one(16) || c.ApplicationFee.ID != "" && d.one(2)
	p.ReverseTransfer = d.one(16) || c.Transfer.ID != "" && (p.RefundApplicationFee || d.one(2))
	if (p.RefundApplicationFee || p.ReverseTransfer) && c.Card.Multicapture && !d.one(4) {
		p.Amount = money.NullAmount{}
	}
	p.BalanceInsufficient = p.ReverseTransfer && d.one(16) || d.one(64)
	p.ChargedBack = d.one(64)
	return p
}

// updateRefund draws what becomes of a refund, mostly of a copy that is not out of date.
func (d *dice) updateRefund() intent.UpdateRefundParams {
	p := intent.UpdateRefundParams{At: d.time()}
	if n := len(d.copies); n > 0 {
		p.Refund = d.copies[pick(d, n-1, n-1, d.IntN(n))]
	}
	switch p.Refund.Status {
	case refund.StatusPending:
		p.Status = pick(d, refund.StatusSucceeded, refund.StatusRequiresAction, refund.StatusFailed, refund.StatusCanceled)
	case refund.StatusRequiresAction:
		p.Status = pick(d, refund.StatusPending, refund.StatusFailed, refund.StatusCanceled)
	default:
		p.Status = refund.StatusFailed
	}
	if d.one(8) { // nonsense, or a copy from elsewhere
		switch d.IntN(5) {
		case 0:
			p.Refund.Charge = "ch_99"
		case 1:
			p.Refund.Number = pick[uint8](d, 0, 0, 0, 1, 2, 64, 65, 255)
		case 2:
			p.Refund.Amount = d.near(p.Refund.Amount)
		case 3:
			p.Refund.Status = pick(d, refund.StatusPending, refund.StatusSucceeded, refund.StatusFailed, "lost")
		case 4:
			p.Status = pick(d, refund.StatusPending, refund.StatusCanceled, refund.StatusSucceeded)
		}
	}
	return p
}
