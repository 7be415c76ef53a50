package intenttest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// drawLife draws a life: after it was opened come drawn commands; in a quarter, 48 to 51 plain captures in place of the first of them.
// What is returned may be shorter and fail as well.
func drawLife(t *rapid.T, start func() (System, error), o *Options, draw func(*rapid.T, *life) intent.Command) *life {
	l := begin(start, o)
	defer l.end()
	l.open(t)
	t.Repeat(map[string]func(*rapid.T){"command": func(t *rapid.T) {
		if l.over() || l.model.Status == "" || len(l.can) == 0 { // what is left is for the shrinker to take away
			rapid.Bool().Draw(t, "nothing")
			return
		}
		c := draw(t, l)
		if len(l.walk) == 0 {
			l.do(c)
			return
		}
		l.walkFrom = len(l.story)
		for _, c := range l.walk {
			l.do(c)
		}
		l.walk, l.walkTo = nil, len(l.story)
	}})
	return l.shorter(start)
}

// shared reports whether there is a connected account to take fees from.
func (l *life) shared() bool {
	return l.options.Payment.Account != "" || l.options.Payment.TransferData.Destination != ""
}

// open creates and confirms a payment. Some creations come to nothing and are tried again; some payments are not confirmed yet.
func (l *life) open(t *rapid.T) {
	p := l.options.Payment
	unit := p.Currency.Multiple()
	captures, amount, walkAmount := drawWalk(t), l.within(drawAmount(t, unit)), l.within(drawWalkAmount(t, unit))
	walk := intent.CaptureParams{AmountToCapture: money.Some(unit), NonFinal: true}
	fee := pick(t, money.NullAmount{}, money.Some(1), money.NullAmount{}, money.Some(amount/3+1), money.Some(amount), money.Some(min(amount+1, l.options.MaximumAmount)))
	nonsense, single, early := chance(t, 5), chance(t, 3), chance(t, 4)
	if !l.options.walks() {
		captures = 0
	}
	if nonsense {
		p.Amount = pick(t, 0, -1, money.Max+1)
		l.do(p)
	}
	p.Amount = amount
	p.CardOptions.RequestMulticapture = intent.Request(!l.options.SingleCapture && (captures > 0 || !single))
	if l.shared() {
		p.ApplicationFeeAmount = fee
	}
	if captures > 0 {
		walk.ApplicationFeeAmount, p.ApplicationFeeAmount = p.ApplicationFeeAmount, money.NullAmount{}
		p.Amount = walkAmount
		l.walk = slices.Repeat([]intent.Command{walk}, captures)
	}
	l.do(p)
	if captures > 0 || !early {
		l.do(l.confirm())
	}
}

// within brings an amount to what the system takes. It stays a multiple of what the currency demands.
func (l *life) within(a money.Amount) money.Amount {
	if a < l.options.MinimumAmount {
		a += l.options.MinimumAmount
	}
	return min(a, l.options.MaximumAmount)
}

// confirm returns the confirmation that is approved.
func (l *life) confirm() intent.ConfirmParams {
	p := intent.ConfirmParams{Attempt: approved(&intent.PaymentIntent{})}
	if l.options.Payment.PaymentMethod == "" {
		p.PaymentMethod = "pm_card_visa"
	}
	p.Attempt.Card.Multicapture = !l.options.SingleCapture
	return p
}

// drawAimed draws the next command as the generators of this package do.
func drawAimed(t *rapid.T, l *life) intent.Command {
	op := l.drawOperation(t)
	if !slices.Contains(l.can, op) || op == intent.OpUpdateRefund && len(l.copies) == 0 {
		op = l.can[0]
	}
	switch pi := l.model.aim(); op {
	case intent.OpCapture:
		p := drawCapture(t, &pi)
		if fee := &p.ApplicationFeeAmount.Amount; *fee <= money.Max { // more is refused in any case
			*fee = min(*fee, l.options.MaximumAmount)
		}
		return p
	case intent.OpConfirm:
		return l.confirm()
	case intent.OpRefund:
		p := drawRefund(t, &pi)
		if !slices.Contains(l.can, intent.OpUpdateRefund) { // it could not go on
			p.Status = ""
		}
		p.ID = fmt.Sprint("re_", len(l.model.Refunds)+1)
		return p
	case intent.OpUpdateRefund:
		return l.current(drawUpdateRefund(t, l.copies))
	default:
		return drawCommand(t, &pi, op)
	}
}

func (l *life) drawOperation(t *rapid.T) intent.Operation {
	if chance(t, 3) {
		return pick(t, l.can...)
	}
	switch m := &l.model; m.Status {
	case intent.StatusRequiresPaymentMethod, intent.StatusRequiresConfirmation:
		return intent.OpConfirm
	case intent.StatusRequiresCapture:
		if chance(t, 5) || len(m.Captures) == 0 && chance(t, 4) {
			return pick(t, intent.OpExpire, intent.OpCancel)
		}
		if len(m.Captures) == 0 || !chance(t, 1) {
			return intent.OpCapture
		}
	default: // the end, but for refunds
	}
	if len(l.copies) == 0 {
		return intent.OpRefund
	}
	return pick(t, intent.OpRefund, intent.OpUpdateRefund)
}

// current returns an update of the latest value of the refund, unless the copy that was drawn is out of date because the refund came to
// nothing since, which every system has to notice. Beyond 64 refunds this module does not.
func (l *life) current(p intent.UpdateRefundParams) intent.UpdateRefundParams {
	latest := l.model.Refunds[l.model.refund(p.Refund.ID)]
	if !isGone(latest.Status) || latest.Number == 0 {
		p.Refund = latest
	}
	return p
}

// aim returns as much of an intent as the generators look at.
func (m *Model) aim() intent.PaymentIntent {
	pi := intent.PaymentIntent{
		Status: m.Status, Amount: m.Payment.Amount, AmountReceived: sum(m.Captures), Currency: m.Payment.Currency,
		Direct: m.Payment.Account != "", TransferData: m.Payment.TransferData, ApplicationFeeAmount: m.Payment.ApplicationFeeAmount,
	}
	if m.Status == intent.StatusRequiresCapture {
		pi.AmountCapturable = pi.Amount - pi.AmountReceived
	}
	c := &pi.LatestCharge
	c.Card.Multicapture, c.Captures, c.AmountCaptured, c.AmountRefunded = m.multicapture, uint8(len(m.Captures)), pi.AmountReceived, m.refunded()
	if m.firstGave {
		c.FirstGave = connect.MarkYes
	}
	return pi
}
