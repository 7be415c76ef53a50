package intenttest

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"

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

	walkFrom, walkTo int // which part of the story the walk is
}

// tried are the operations that are tried once the payment is there.
var tried = []intent.Operation{
	intent.OpCapture, intent.OpRefund, intent.OpCancel, intent.OpConfirm, intent.OpExpire, intent.OpUpdateRefund,
}

// begin begins a life with a new system.
func begin(start func() (System, error), o *Options) *life {
	l := &life{options: o}
	l.system, l.broken = start()
	for _, op := range tried {
		missing := slices.Contains(o.Without, op) || op == intent.OpUpdateRefund && slices.Contains(o.Without, intent.OpRefund)
		if !missing {
			l.can = append(l.can, op)
		}
	}
	return l
}

// end closes the system, if it can be closed.
func (l *life) end() {
	if c, ok := l.system.(io.Closer); ok {
		if err := c.Close(); err != nil && !l.over() {
			l.broken = err
		}
	}
}

func (l *life) over() bool { return l.wrong != "" || l.broken != nil }

// GoString returns the story: rapid prints what was drawn so.
func (l *life) GoString() string {
	return "\n" + l.story.String() + "   " + cmp.Or(l.wrong, "as it should be")
}

// do lets the system carry out a command, unless the life is over, and compares it with the model.
func (l *life) do(c intent.Command) {
	if l.over() {
		return
	}
	want := l.model.Refuses(c)
	id := l.model.Payment.ID
	reply, err := l.ask(c)
	refusal, refused := errors.AsType[*intent.Error](err)
	l.story = append(l.story, deed{id, c, err, reply.ID})
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
		l.wrong = fmt.Sprintf("call %d, %s: %s", len(l.story), c.Operation(), what)
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
	if p, ok := c.(intent.RefundParams); ok && l.model.refund(p.ID) >= 0 {
		l.differs(c, "it has the id of another refund")
		return
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
		a := account{before: before, now: l.model.Totals(), model: &l.model}
		if n := len(l.copies); n > 0 { // events about a refund are about the last one
			a.refund = l.copies[n-1]
		}
		l.differs(c, a.compare(reply.Events, said))
	}
}

// ask is Do; a panic of the system ends the life.
func (l *life) ask(c intent.Command) (_ Reply, err error) {
	defer func() {
		if r := recover(); r != nil {
			l.wrong = fmt.Sprintf("call %d, %s: it panics", len(l.story)+1, c.Operation())
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	var reply Reply
	reply, err = l.system.Do(c)
	if refusal, ok := errors.AsType[*intent.Error](err); ok && refusal == nil {
		err = errors.New("a nil *intent.Error was returned as an error: return nil instead")
	}
	return reply, err
}

// read is Read; a panic of the system ends the life.
func (l *life) read() (shown Totals, err error) {
	defer func() {
		if r := recover(); r != nil {
			l.wrong = fmt.Sprintf("call %d: what it shows panics", len(l.story))
			l.story[len(l.story)-1].err = fmt.Errorf("shows: panic: %v\n%s", r, debug.Stack())
		}
	}()
	return l.system.Read()
}
