package intenttest

import (
	"slices"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// shorter returns a life that fails without the walk of l, or with one or two captures in its place, and else l. The shrinker alone would have to
// change the walk, the amount, and what comes after it at once.
func (l *life) shorter(start func() (System, error)) *life {
	if l.wrong == "" || l.walkTo == 0 {
		return l
	}
	var all money.Amount
	unit := l.options.Payment.Currency.Multiple()
	var p intent.CaptureParams
	for _, d := range l.story[l.walkFrom:l.walkTo] {
		if p, _ = d.command.(intent.CaptureParams); d.err == nil {
			all += p.AmountToCapture.Amount
		}
	}
	capture := func(amount money.Amount) deed {
		p.AmountToCapture = money.Some(amount)
		return deed{command: p}
	}
	for _, walk := range []story{nil, {capture(all)}, {capture(unit), capture(all - unit)}} {
		short := l.again(start, slices.Concat(l.story[:l.walkFrom], walk, l.story[l.walkTo:]))
		if short.wrong != "" {
			return short
		}
	}
	return l
}

// again begins another life with the commands of l that are left. Its refunds have ids of their own.
func (l *life) again(start func() (System, error), left story) *life {
	short := begin(start, l.options)
	defer short.end()
	for _, d := range left {
		c := d.command
		if p, ok := c.(intent.UpdateRefundParams); ok {
			i := slices.Index(l.copies, p.Refund)
			if i >= len(short.copies) { // it was not made
				continue
			}
			p.Refund = short.copies[i]
			c = p
		}
		short.do(c)
	}
	return short
}
