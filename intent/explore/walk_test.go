package explore_test

import (
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
	"github.com/tranche-go/tranche/refund"
)

var update = flag.Bool("update", false, "rewrite what is generated")

// A walk is one line of the table in the package documentation.
type walk struct {
	name     string
	universe explore.Universe
	from     explore.State
}

// small walks take a few seconds together.
func small() []walk {
	all := []walk{
		{"Captures of 6", explore.Captures, explore.Authorized(6, intent.Rules{})},
		{"Captures of 52, no refunds", capturesAlone, explore.Authorized(52, intent.Rules{})},
	}
	for _, reading := range []struct {
		name string
		capture.Readings
	}{
		{"LimitNonFinalAndOne", capture.Readings{Limit: capture.LimitNonFinalAndOne}},
		{"WholeRemainderCloses", capture.Readings{WholeRemainder: capture.WholeRemainderCloses}},
		{"UntouchedCloseCancels", capture.Readings{UntouchedClose: capture.UntouchedCloseCancels}},
	} {
		all = append(all, walk{"  " + reading.name, capturesAlone, explore.Authorized(52, intent.Rules{Capture: reading.Readings})})
	}
	return append(all,
		walk{"Life of 1", explore.Life(lives(1)...), explore.State{}},
		walk{"Life of 5, no refunds", forward(explore.Life(lives(5)...)), explore.State{}},
	)
}

func lives(amount money.Amount) []intent.CreateParams {
	return append(explore.Payments(amount), explore.Readings(amount)...)
}

// capturesAlone is Captures without refunds.
func capturesAlone(s explore.State) iter.Seq[intent.Command] {
	return func(yield func(intent.Command) bool) {
		for c := range explore.Captures(s) {
			if c.Operation() != intent.OpRefund && !yield(c) {
				return
			}
		}
	}
}

// forward is a universe without what gives back, so that shares can be split in few states.
func forward(u explore.Universe) explore.Universe {
	return func(s explore.State) iter.Seq[intent.Command] {
		return func(yield func(intent.Command) bool) {
			for c := range u(s) {
				switch c.Operation() {
				case intent.OpRefund, intent.OpUpdateRefund, intent.OpRefundFee, intent.OpReverseTransfer:
				default:
					if !yield(c) {
						return
					}
				}
			}
		}
	}
}

// line returns a walk as its line of the table.
func (w walk) line(t *testing.T) string {
	t.Helper()
	c, err := w.universe.Audit(w.from)
	if err != nil {
		t.Fatalf("%s: %v", w.name, err)
	}
	sum := 0
	for _, n := range c.Statuses {
		sum += n
	}
	if sum != c.States {
		t.Errorf("%s: %d states, %d of any status", w.name, c.States, sum)
	}
	return fmt.Sprintf("//\t%-28s %10d %10d %10d %8d", w.name, c.States, c.Tries, c.Refused, c.Longest)
}

// documented compares walks with the table, or rewrites their lines in it.
func documented(t *testing.T, walks []walk) {
	t.Helper()
	const file = "doc.go"
	doc, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(doc), "\n")
	for _, w := range walks {
		want := w.line(t)
		t.Log(want)
		i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "//\t"+w.name+"  ") })
		switch {
		case i < 0:
			t.Errorf("%s lacks\n%s", file, want)
		case *update:
			lines[i] = want
		case lines[i] != want:
			t.Errorf("%s says\n%s\nand it is\n%s", file, lines[i], want)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWalks(t *testing.T) { documented(t, small()) }

// distances returns how far each state is, found without the help of Plan.
func distances(u explore.Universe, from explore.State) map[explore.State]int {
	far := map[explore.State]int{from: 0}
	for e := range u.Walk(from) {
		if _, known := far[e.To]; !known && e.Err == nil {
			far[e.To] = far[e.From] + 1
		}
	}
	return far
}

// A plan for each state leads there, in as many commands as the walk needs.
func TestPlan(t *testing.T) {
	for _, w := range []walk{
		{"Captures of 3", explore.Captures, explore.Authorized(3, intent.Rules{})},
		{"Life of 1", explore.Life(explore.Payments(1)[0]), explore.State{}},
	} {
		for goal, want := range distances(w.universe, w.from) {
			plan, ok := w.universe.Plan(w.from, func(s explore.State) bool { return s == goal })
			if !ok || len(plan) != want {
				t.Fatalf("%s: %v in %d commands, want %d, to\n%v", w.name, plan, len(plan), want, goal)
			}
			s := w.from
			for _, c := range plan {
				e := s.Try(c)
				if s = e.To; e.Err != nil {
					t.Fatalf("%s: %v is refused: %v", w.name, c, e.Err)
				}
			}
			if s != goal {
				t.Fatalf("%s: %v leads to\n%v\nnot\n%v", w.name, plan, s, goal)
			}
		}
		if plan, ok := w.universe.Plan(w.from, func(explore.State) bool { return false }); ok || plan != nil {
			t.Errorf("%s: %v leads nowhere", w.name, plan)
		}
	}
}

// A walk that is left early asks for nothing more.
func TestWalkStops(t *testing.T) {
	for _, w := range []walk{
		{"Captures", explore.Captures, explore.Authorized(3, intent.Rules{})},
		{"Life", explore.Life(explore.Payments(1)...), explore.State{}},
	} {
		for most := range 200 {
			n := 0
			for range w.universe.Walk(w.from) {
				if n++; n > most {
					break
				}
			}
			if n != most+1 {
				t.Fatalf("%s: %d edges, want %d", w.name, n, most+1)
			}
		}
	}
}

// Audit returns the law that is broken, and where.
func TestAuditFinds(t *testing.T) {
	from := explore.Authorized(3, intent.Rules{})
	from.PaymentIntent.AmountCapturable--
	count, err := explore.Universe(explore.Captures).Audit(from)
	broken, ok := errors.AsType[*explore.Broken](err)
	if !ok || broken.Law != "the state is valid" || broken.Edge.From != from || count.States != 1 || count.Longest != 0 {
		t.Errorf("%v after %+v", err, count)
	}
	want := "the state is valid: broken in pi_1 requires_capture 3 usd, capturable 2, received 0"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	edge := explore.Authorized(3, intent.Rules{}).Try(intent.CaptureParams{})
	edge.Events = nil
	want = "each change of a charge is told: broken by capture all in pi_1 requires_capture 3 usd, capturable 3, received 0, to pi_1 succeeded 3 usd, capturable 0, received 3, <nil>"
	if err := edge.Audit(); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// What is not a command is refused, and told from one that is.
func TestAuditOfWhatIsNoCommand(t *testing.T) {
	for _, c := range []intent.Command{nil, &intent.CaptureParams{}} {
		u := explore.Universe(func(explore.State) iter.Seq[intent.Command] { return slices.Values([]intent.Command{c}) })
		count, err := u.Audit(explore.Authorized(3, intent.Rules{}))
		broken, ok := errors.AsType[*explore.Broken](err)
		if !ok || broken.Law != "a refusal is an *intent.Error with a code, about the operation" || broken.Edge.Command != c || count.Tries != 1 {
			t.Errorf("%v after %+v", err, count)
		}
		if plan, ok := u.Plan(explore.State{}, func(s explore.State) bool { return s != explore.State{} }); ok {
			t.Errorf("%v leads somewhere", plan)
		}
	}
}

// No Universe, and one that has nothing in a state, try nothing. One that panics does so where Audit was called, and is told in which state.
func TestOddUniverses(t *testing.T) {
	from := explore.Authorized(3, intent.Rules{})
	for name, u := range map[string]explore.Universe{"none": nil, "nothing": func(explore.State) iter.Seq[intent.Command] { return nil }} {
		if count, err := u.Audit(from); err != nil || count.States != 1 || count.Tries != 0 {
			t.Errorf("%s: %+v, %v", name, count, err)
		}
		if plan, ok := u.Plan(from, func(s explore.State) bool { return s != from }); ok {
			t.Errorf("%s: %v", name, plan)
		}
	}
	defer func() {
		const want = "explore: in pi_1 requires_capture 3 usd, capturable 2, received 1: no more"
		if why := recover(); why != want {
			t.Errorf("panics with %v, want %s", why, want)
		}
	}()
	count, err := explore.Universe(func(s explore.State) iter.Seq[intent.Command] {
		if s.PaymentIntent.AmountReceived > 0 {
			panic("no more")
		}
		return slices.Values([]intent.Command{intent.CaptureParams{AmountToCapture: money.Some(1), NonFinal: true}})
	}).Audit(from)
	t.Errorf("%+v, %v", count, err)
}

// Two refunds are two, also if they have no ids.
func TestStateKeepsRefunds(t *testing.T) {
	s := explore.Authorized(3, intent.Rules{})
	for _, c := range []intent.Command{
		intent.CaptureParams{}, intent.RefundParams{Amount: money.Some(1), Status: refund.StatusPending},
		intent.RefundParams{Amount: money.Some(1), Status: refund.StatusRequiresAction}, intent.RefundParams{Status: refund.StatusPending},
	} {
		e := s.Try(c)
		if s = e.To; e.Err != nil {
			t.Fatal(e.Err)
		}
	}
	if s.Pending() != 2 || s.Refunds[0].Number != 1 || s.Refunds[1].Number != 2 {
		t.Errorf("%+v", s.Refunds)
	}
	s = s.Try(intent.UpdateRefundParams{Refund: s.Refunds[1], Status: refund.StatusFailed}).To
	if s.Pending() != 1 || s.Refunds[0].Status != refund.StatusPending || s.Refunds[1].Status != refund.StatusFailed {
		t.Errorf("%+v", s.Refunds)
	}
}

// Amounts that no payment can have lead nowhere.
func TestAuthorized(t *testing.T) {
	for _, amount := range []money.Amount{-1, 0, money.Max + 1} {
		if s := explore.Authorized(amount, intent.Rules{}); s != (explore.State{}) {
			t.Errorf("%d: %v", amount, s)
		}
	}
	if s := explore.Authorized(money.Max, intent.Rules{}); s.PaymentIntent.AmountCapturable != money.Max || s.Audit() != nil {
		t.Errorf("%v", s)
	}
}
