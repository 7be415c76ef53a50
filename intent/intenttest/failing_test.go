package intenttest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
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

// Replies of a twisted system.
type (
	reply  = intenttest.Reply
	totals = intenttest.Totals
)

// A failing system is wrong in one way, and Check says so.
type failing struct {
	system twisted
	want   string // in what is said; "" passes
}

// fails says of systems how Check fails, or that it passes.
func fails(t *testing.T, systems map[string]failing) {
	for name, tt := range systems {
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

// captures is the library, but for its captures.
func captures(do func() (reply, error)) twisted {
	return twisted{do: func(l *library, c intent.Command) (reply, error) {
		if c.Operation() == intent.OpCapture {
			return do()
		}
		return l.Do(c)
	}}
}

func TestBroken(t *testing.T) {
	fails(t, map[string]failing{
		"nothing":            {twisted{}, ""},
		"away at a capture":  {captures(func() (reply, error) { return reply{}, errAway }), "out of reach or broken: connection refused"},
		"a nil refusal":      {captures(func() (reply, error) { return reply{}, (*intent.Error)(nil) }), "out of reach or broken: a nil *intent.Error was returned as an error"},
		"away at reading":    {twisted{read: func(*library) (totals, error) { return totals{}, errAway }}, "out of reach or broken: connection refused"},
		"panic at a capture": {captures(func() (reply, error) { panic("at the till") }), "call 3, capture: it panics"},
		"panic at reading":   {twisted{read: func(*library) (totals, error) { panic("at the till") }}, "call 1: what it shows panics"},
		"one id for all refunds": {twisted{do: func(l *library, c intent.Command) (reply, error) {
			r, err := l.Do(c)
			if c.Operation() == intent.OpRefund {
				r.ID, r.Events = "re_1", nil
			}
			return r, err
		}}, "it has the id of another refund"},
	})
}

func TestRefusals(t *testing.T) {
	refusals := func(change func(*intent.Error) error) twisted {
		return twisted{do: func(l *library, c intent.Command) (reply, error) {
			r, err := l.Do(c)
			if e, ok := errors.AsType[*intent.Error](err); ok {
				return r, change(e)
			}
			return r, err
		}}
	}
	all := twisted{do: func(*library, intent.Command) (reply, error) { return reply{}, &intent.Error{} }}
	fails(t, map[string]failing{
		"all is refused":         {all, "call 1, create: it is refused, want it accepted"},
		"another code":           {refusals(func(e *intent.Error) error { e.Code = code.ExpiredCard; return e }), "it is refused for expired_card, want "},
		"no code":                {refusals(func(e *intent.Error) error { e.Code = ""; return e }), ""},
		"a refusal in a chain":   {refusals(func(e *intent.Error) error { return errors.Join(errAway, e) }), ""},
		"a refusal is no error":  {refusals(func(*intent.Error) error { return nil }), "it is accepted, want it refused for "},
		"a refusal out of reach": {refusals(func(*intent.Error) error { return errAway }), "out of reach or broken: connection refused"},
	})
}

func TestShown(t *testing.T) {
	shows := func(change func(*totals)) twisted {
		return twisted{read: func(l *library) (totals, error) {
			shown, err := l.Read()
			change(&shown)
			return shown, err
		}}
	}
	fails(t, map[string]failing{
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
	})
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
