package intenttest

import (
	"cmp"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A life is one payment in a system and in the model, side by side.
type life struct {
	system  System
	options *Options
	can     []intent.Operation // what is tried once the payment is there
	model   Model
	copies  []refund.Refund  // every value that a refund had
	walk    []intent.Command // to be done in place of the next command
	story   story
	wrong   string // how the system differs from the model, without ids; the life is over
	broken  error  // the system is out of reach; the life is over
}

// tried are the operations that are tried once the payment is there.
var tried = []intent.Operation{
	intent.OpCapture, intent.OpRefund, intent.OpCancel, intent.OpConfirm, intent.OpExpire, intent.OpUpdateRefund,
}

func newLife(system System, o *Options) *life {
	l := &life{system: system, options: o}
	for _, op := range tried {
		if !slices.Contains(o.Without, op) {
			l.can = append(l.can, op)
		}
	}
	return l
}

func (l *life) over() bool { return l.wrong != "" || l.broken != nil }

// GoString returns the story: rapid prints what was drawn so.
func (l *life) GoString() string {
	return "\n" + l.story.String() + "   " + cmp.Or(l.wrong, "as it should be")
}

// drawLife draws a life: after it was opened come drawn commands; in a quarter, 48 to 51 plain captures in place of the first of them.
//
// What is drawn does not depend on whether a walk is made: so the shrinker can put the one drawn command in its place.
func drawLife(t *rapid.T, system System, o *Options, draw func(*rapid.T, *life) intent.Command) *life {
	l := newLife(system, o)
	l.open(t)
	t.Repeat(map[string]func(*rapid.T){"command": func(t *rapid.T) {
		if l.over() || l.model.Status == "" { // what is left is for the shrinker to take away
			rapid.Bool().Draw(t, "nothing")
			return
		}
		c := draw(t, l)
		if len(l.walk) == 0 {
			l.do(c)
		}
		for _, c := range l.walk {
			l.do(c)
		}
		l.walk = nil
	}})
	return l
}

func (l *life) currency() money.Currency { return cmp.Or(l.options.Payment.Currency, "usd") }

// shared reports whether there is a connected account to take fees from.
func (l *life) shared() bool {
	return l.options.Payment.Account != "" || l.options.Payment.TransferData.Destination != ""
}

// open creates and confirms a payment. Some creations come to nothing and are tried again; some payments are not confirmed yet.
func (l *life) open(t *rapid.T) {
	p := l.options.Payment
	p.ID, p.Currency, p.CaptureMethod, p.TransferData.Amount = "pi_1", l.currency(), intent.CaptureMethodManual, money.NullAmount{}
	unit := p.Currency.Multiple()
	captures, amount, walkAmount := drawWalk(t), drawAmount(t, unit), drawWalkAmount(t, unit)
	walk := intent.CaptureParams{AmountToCapture: money.Some(unit), NonFinal: true}
	fee := pick(t, money.NullAmount{}, money.Some(1), money.NullAmount{}, money.Some(amount/3+1), money.Some(amount), money.Some(min(amount+1, money.Max)))
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
	if least := l.options.MinimumAmount; p.Amount < least {
		p.Amount += (least + unit - 1) / unit * unit
	}
	l.do(p)
	if captures > 0 || !early {
		l.do(l.confirm())
	}
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
	if !slices.Contains(l.can, op) {
		op = l.can[0]
	}
	switch pi := l.model.aim(); op {
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
		if len(l.copies) == 0 {
			return drawCapture(t, &pi)
		}
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

// do lets the system carry out a command, unless the life is over, and compares it with the model.
func (l *life) do(c intent.Command) {
	if l.over() {
		return
	}
	want := l.model.Refuses(c)
	line := call(l.model.Payment.ID, c)
	reply, err := l.ask(c)
	refusal, refused := errors.AsType[*intent.Error](err)
	if err == nil {
		l.story.tell(line, strings.TrimSpace("accepted "+reply.ID))
	} else {
		l.story.tell(line, "refused, "+err.Error())
	}
	switch {
	case l.over():
		return
	case err != nil && !refused:
		l.broken = err
		return
	case refused && want == "":
		l.differs(c, "it is refused, want it accepted")
	case !refused && want != "":
		l.differs(c, "it is accepted, want it refused for "+string(want))
	case refused && refusal.Code != "" && refusal.Code != want:
		l.differs(c, fmt.Sprintf("it is refused for %s, want %s", refusal.Code, want))
	case !refused:
		l.accept(c, reply)
	}
	if l.over() || l.model.Status == "" {
		return
	}
	shown, err := l.read()
	switch {
	case err != nil:
		l.broken = err
	case !l.over():
		l.differs(c, shown.differences(l.model.Totals()))
	}
}

// differs ends the life if there is a difference.
func (l *life) differs(c intent.Command, what string) {
	if what != "" {
		l.wrong = fmt.Sprintf("call %d, %s: %s", len(l.story.calls), c.Operation(), what)
	}
}

// accept records in the model what the system accepted, under the id that it gave, and compares the events.
func (l *life) accept(c intent.Command, reply Reply) {
	switch p := c.(type) {
	case intent.CreateParams:
		p.ID = cmp.Or(reply.ID, p.ID)
		c = p
	case intent.ConfirmParams:
		p.Attempt.Charge = cmp.Or(reply.ID, p.Attempt.Charge)
		c = p
	case intent.RefundParams:
		p.ID = cmp.Or(reply.ID, p.ID)
		c = p
	}
	before := l.model.Totals()
	said := l.model.Apply(c)
	switch p := c.(type) {
	case intent.RefundParams:
		l.copies = append(l.copies, l.model.Refunds[len(l.model.Refunds)-1])
	case intent.UpdateRefundParams:
		l.copies = append(l.copies, l.model.Refunds[l.model.refund(p.Refund.ID)])
	}
	if reply.Events != nil {
		l.differs(c, compareEvents(reply.Events, said, before, l.model.Totals()))
	}
}

// ask is Do; a panic of the system ends the life.
func (l *life) ask(c intent.Command) (reply Reply, err error) {
	done := false
	defer func() {
		if r := recover(); r != nil && !done {
			l.wrong = fmt.Sprintf("call %d, %s: it panics", len(l.story.calls)+1, c.Operation())
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	reply, err = l.system.Do(c)
	done = true
	return reply, err
}

// read is Read; a panic of the system ends the life.
func (l *life) read() (shown Totals, err error) {
	defer func() {
		if r := recover(); r != nil {
			l.wrong = fmt.Sprintf("call %d: what it shows panics", len(l.story.calls))
			l.story.tell("(read)", fmt.Sprintf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	return l.system.Read()
}
