package intenttest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/webhook/event"
)

// A twisted system is the library with something changed on its way.
type twisted struct {
	library
	do   func(l *library, c intent.Command) (intenttest.Reply, error)
	read func(l *library) (intenttest.Totals, error)
}

func (s *twisted) Do(c intent.Command) (intenttest.Reply, error) {
	if s.do == nil {
		return s.library.Do(c)
	}
	return s.do(&s.library, c)
}

func (s *twisted) Read() (intenttest.Totals, error) {
	if s.read == nil {
		return s.library.Read()
	}
	return s.read(&s.library)
}

var errAway = errors.New("connection refused")

// TestFailing says of systems that are wrong in one way how Check fails, or that it passes.
func TestFailing(t *testing.T) {
	type reply = intenttest.Reply
	type totals = intenttest.Totals
	events := func(change func([]event.Event) []event.Event) twisted {
		return twisted{do: func(l *library, c intent.Command) (reply, error) {
			r, err := l.Do(c)
			r.Events = change(r.Events)
			return r, err
		}}
	}
	shows := func(change func(*totals)) twisted {
		return twisted{read: func(l *library) (totals, error) {
			shown, err := l.Read()
			change(&shown)
			return shown, err
		}}
	}
	refusals := func(change func(*intent.Error) error) twisted {
		return twisted{do: func(l *library, c intent.Command) (reply, error) {
			r, err := l.Do(c)
			if e, ok := errors.AsType[*intent.Error](err); ok {
				return r, change(e)
			}
			return r, err
		}}
	}
	isCapture := func(c intent.Command) bool { return c.Operation() == intent.OpCapture }
	for name, tt := range map[string]struct {
		system twisted
		want   string // in what is said; "" passes
	}{
		"nothing": {twisted{}, ""},
		"away at a capture": {twisted{do: func(l *library, c intent.Command) (reply, error) {
			if isCapture(c) {
				return reply{}, errAway
			}
			return l.Do(c)
		}}, "out of reach or broken: connection refused"},
		"away at reading": {twisted{read: func(*library) (totals, error) { return totals{}, errAway }}, "out of reach or broken: connection refused"},
		"panic at a capture": {twisted{do: func(l *library, c intent.Command) (reply, error) {
			if isCapture(c) {
				panic("at the till")
			}
			return l.Do(c)
		}}, "call 3, capture: it panics"},
		"panic at reading":        {twisted{read: func(*library) (totals, error) { panic("at the till") }}, "call 1: what it shows panics"},
		"all is refused":          {twisted{do: func(*library, intent.Command) (reply, error) { return reply{}, &intent.Error{} }}, "call 1, create: it is refused, want it accepted"},
		"another code":            {refusals(func(e *intent.Error) error { e.Code = code.ExpiredCard; return e }), "it is refused for expired_card, want "},
		"no code":                 {refusals(func(e *intent.Error) error { e.Code = ""; return e }), ""},
		"a refusal in a chain":    {refusals(func(e *intent.Error) error { return errors.Join(errAway, e) }), ""},
		"a refusal is no error":   {refusals(func(*intent.Error) error { return nil }), "it is accepted, want it refused for "},
		"a refusal out of reach":  {refusals(func(*intent.Error) error { return errAway }), "out of reach or broken: connection refused"},
		"no events told":          {events(func([]event.Event) []event.Event { return nil }), ""},
		"told that there is none": {events(func([]event.Event) []event.Event { return []event.Event{} }), "events are [], want [payment_intent.created]"},
		"events the other way round": {events(func(e []event.Event) []event.Event {
			var turned []event.Event
			for i := range e {
				turned = append(turned, e[len(e)-1-i])
			}
			return turned
		}), ""},
		"an event twice": {events(func(e []event.Event) []event.Event { return append(e[:len(e):len(e)], e[:min(1, len(e))]...) }),
			"events are [payment_intent.created payment_intent.created], want [payment_intent.created]"},
		"an event from before": {events(func(e []event.Event) []event.Event {
			for i := range event.Only[*charge.Event](e) {
				i.Previous = charge.Previous{}
			}
			return e
		}), ": previous_attributes: "},
		"an event without capturable": {events(func(e []event.Event) []event.Event {
			for i := range event.Only[*intent.Event](e) {
				i.Previous = intent.Previous{}
			}
			return e
		}), "payment_intent.amount_capturable_updated: previous_attributes: amount_capturable is "},
		"an event that shows a charge as it was": {events(func(e []event.Event) []event.Event {
			for i := range event.Only[*charge.Event](e) {
				before := i.Before()
				i.Charge, i.Previous = &before, charge.Diff(&before, &before)
			}
			return e
		}), "is 0, want 1"},
		"status":           {shows(func(s *totals) { s.Status = "lost" }), "status is lost, want requires_payment_method"},
		"amount":           {shows(func(s *totals) { s.Amount.Amount++ }), "amount is 2, want 1"},
		"capturable":       {shows(func(s *totals) { s.AmountCapturable.Amount++ }), "amount_capturable is 1, want 0"},
		"received":         {shows(func(s *totals) { s.AmountReceived.Amount++ }), "amount_received is 1, want 0"},
		"captured amount":  {shows(func(s *totals) { s.AmountCaptured.Amount++ }), "amount_captured is 1, want 0"},
		"refunded amount":  {shows(func(s *totals) { s.AmountRefunded.Amount-- }), "amount_refunded is -1, want 0"},
		"fee":              {shows(func(s *totals) { s.ApplicationFee = money.Some(7) }), "application_fee.amount is 7, want 0"},
		"captured":         {shows(func(s *totals) { s.Captured = intenttest.True }), "captured is true, want false"},
		"refunded":         {shows(func(s *totals) { s.Refunded = intenttest.True }), "refunded is true, want false"},
		"nothing is shown": {shows(func(s *totals) { *s = totals{} }), ""},
		"one id for all refunds": {twisted{do: func(l *library, c intent.Command) (reply, error) {
			r, err := l.Do(c)
			if c.Operation() == intent.OpRefund {
				r.ID = "re_1"
			}
			return r, err
		}}, "it has the id of another refund"},
	} {
		t.Run(name, func(t *testing.T) {
			r := new(recorder)
			r.run("1", func() {
				intenttest.Check(r, func() (intenttest.System, error) { s := tt.system; return &s, nil }, intenttest.Options{})
			})
			if said := r.text.String(); r.failed != (tt.want != "") || !strings.Contains(said, tt.want) {
				t.Errorf("failed: %v, want %q in\n%s", r.failed, tt.want, said)
			}
		})
	}
}

// A system that is away ends the test at once, also while a story is made shorter, and then the story so far is told.
func TestAway(t *testing.T) {
	for _, after := range []int{1, 40} {
		calls, over := 0, false
		r := new(recorder)
		r.run("1", func() {
			intenttest.Check(r, func() (intenttest.System, error) {
				if over {
					t.Error("another life begins after the system was out of reach")
				}
				return &twisted{do: func(l *library, c intent.Command) (intenttest.Reply, error) {
					if calls++; calls > after {
						over = true
						return intenttest.Reply{}, errAway
					}
					if c.Operation() == intent.OpCapture { // the bug
						return intenttest.Reply{}, nil
					}
					return l.Do(c)
				}}, nil
			}, intenttest.Options{})
		})
		shorter := strings.Contains(r.text.String(), "while this life was made shorter:\n1. POST")
		if !r.failed || !over || calls != after+1 || shorter != (after > 1) {
			t.Errorf("after %d calls of %d:\n%s", calls, after, r.text.String())
		}
	}
}

// Where nothing comes to 50 captures Check fails, because it has tried nothing of the limit.
func TestNothingTried(t *testing.T) {
	defer settings("rapid.steps", "0")()
	r := new(recorder)
	r.alone(func() {
		intenttest.Check(r, func() (intenttest.System, error) { return new(library), nil }, intenttest.Options{})
	})
	if said := r.text.String(); !r.failed || !strings.Contains(said, "no payment came to 50 captures, at most to 0") {
		t.Error(said)
	}
	for _, o := range []intenttest.Options{{SingleCapture: true}, {Without: []intent.Operation{intent.OpCapture}}} {
		intenttest.Check(t, func() (intenttest.System, error) { return new(library), nil }, o)
	}
}

// A counting system gives ids of its own, as the API does, and expects them back.
type counting struct {
	t *testing.T
	library
}

func (s *counting) Do(c intent.Command) (intenttest.Reply, error) {
	id := ""
	switch p := c.(type) {
	case intent.CreateParams:
		id, p.ID = "pi_of_mine", "pi_of_mine"
		c = p
	case intent.ConfirmParams:
		id, p.Attempt.Charge = "ch_of_mine", "ch_of_mine"
		c = p
	case intent.RefundParams:
		id, p.ID = p.ID+"_of_mine", p.ID+"_of_mine"
		c = p
	case intent.UpdateRefundParams:
		if r := p.Refund; r.PaymentIntent != "pi_of_mine" || r.Charge != "ch_of_mine" || !strings.HasSuffix(r.ID, "_of_mine") {
			s.t.Fatalf("an update of %+v", r)
		}
	}
	r, err := s.library.Do(c)
	r.ID = id
	return r, err
}

func TestIDs(t *testing.T) {
	intenttest.Check(t, func() (intenttest.System, error) { return &counting{t: t}, nil }, intenttest.Options{})
}
