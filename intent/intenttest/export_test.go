package intenttest

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// Aimed runs one life, which the seed decides, through a system and the model as Check does, and reports how they differ, or "".
func Aimed(start func() (System, error), o Options, seed int) string {
	mustComplete(&o)
	return rapid.Custom(func(t *rapid.T) *life { return drawLife(t, start, &o, drawAimed) }).Example(seed).wrong
}

// Uniform is Aimed with what one writes first: uniform amounts, a coin for finality, uniform commands.
func Uniform(start func() (System, error), o Options, seed int) string {
	mustComplete(&o)
	return rapid.Custom(func(t *rapid.T) *life { return drawUniformLife(t, start, &o) }).Example(seed).wrong
}

func mustComplete(o *Options) {
	if err := o.complete(); err != nil {
		panic(err)
	}
}

func drawUniformLife(t *rapid.T, start func() (System, error), o *Options) *life {
	l := begin(start, o)
	p := o.Payment
	p.CardOptions.RequestMulticapture = intent.IfAvailable
	p.Amount = 1 + uniform(t, 5999)
	if rapid.Bool().Draw(t, "fee") {
		p.ApplicationFeeAmount = money.Some(uniform(t, p.Amount))
	}
	l.do(p)
	l.do(l.confirm())
	t.Repeat(map[string]func(*rapid.T){"command": func(t *rapid.T) {
		c := drawUniform(t, l)
		l.do(c)
	}})
	return l
}

// uniform draws an amount from 0 to most.
func uniform(t *rapid.T, most money.Amount) money.Amount {
	var n money.Amount
	for range 20 {
		n *= 2
		if rapid.Bool().Draw(t, "bit") {
			n++
		}
	}
	return n % (most + 1)
}

func drawUniform(t *rapid.T, l *life) intent.Command {
	amount := l.model.Payment.Amount
	switch pick(t, l.can...) {
	case intent.OpConfirm:
		return l.confirm()
	case intent.OpCapture:
		p := intent.CaptureParams{AmountToCapture: money.Some(uniform(t, amount)), NonFinal: rapid.Bool().Draw(t, "non_final")}
		if rapid.Bool().Draw(t, "fee") {
			p.ApplicationFeeAmount = money.Some(uniform(t, amount))
		}
		return p
	case intent.OpRefund:
		return intent.RefundParams{
			ID: fmt.Sprint("re_", len(l.model.Refunds)+1), Amount: money.Some(uniform(t, amount)), Status: pick(t, "", refund.StatusPending),
		}
	case intent.OpUpdateRefund:
		if len(l.copies) == 0 {
			return intent.ExpireParams{}
		}
		return l.current(intent.UpdateRefundParams{
			Refund: l.copies[below(t, len(l.copies))],
			Status: pick(t, refund.StatusSucceeded, refund.StatusFailed, refund.StatusCanceled, refund.StatusPending, refund.StatusRequiresAction),
		})
	case intent.OpCancel:
		return intent.CancelParams{}
	default:
		return intent.ExpireParams{}
	}
}
