package explore_test

import (
	"fmt"
	"iter"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// counted is how many states there are, and how many tries are accepted in them.
type counted struct{ states, accepted int }

// expected is what the walk, the count of integers and spin have to come to. Of 52 units the limit of 50 binds, of 70 units all can be
// refunded one by one, more often than refunds are numbered.
var expected = []struct {
	amount int
	limit  uint8
	counted
}{
	{3, capture.MaxCaptures, counted{63, 260}},
	{6, capture.MaxCaptures, counted{495, 2437}},
	{12, capture.MaxCaptures, counted{4993, 28631}},
	{20, capture.MaxCaptures, counted{30833, 192725}},
	{70, 1, counted{549, 1798}},
	{70, 2, counted{1503, 5885}},
	{52, 49, counted{1085739, 7509748}},
	{52, capture.MaxCaptures, counted{1093703, 7566419}},
	{52, 51, counted{1099115, 7604550}},
}

// The walk of 52 units takes long: see large.
func TestWalkCounts(t *testing.T) {
	for _, e := range expected {
		if e.amount == 52 {
			continue
		}
		var got counted
		var last explore.State
		for edge := range atMost(e.limit).Walk(explore.Authorized(money.Amount(e.amount), intent.Rules{})) {
			if edge.From != last { // each state's tries follow each other
				got.states++
				last = edge.From
			}
			if edge.Err == nil {
				got.accepted++
			}
		}
		if got != e.counted {
			t.Errorf("%d units, %d captures: the walk has %v, want %v", e.amount, e.limit, got, e.counted)
		}
	}
}

// atMost is Captures without the captures that would take money after so many.
func atMost(captures uint8) explore.Universe {
	return func(s explore.State) iter.Seq[intent.Command] {
		return func(yield func(intent.Command) bool) {
			pi := &s.PaymentIntent
			for c := range explore.Captures(s) {
				p, captured := c.(intent.CaptureParams)
				tooMany := captured && pi.LatestCharge.Captures >= captures && p.AmountToCapture.Or(pi.AmountCapturable) > 0
				if !tooMany && !yield(c) {
					return
				}
			}
		}
	}
}

func TestCounts(t *testing.T) {
	for _, e := range expected {
		if got := count(e.amount, int(e.limit)); got != e.counted {
			t.Errorf("%d units, %d captures: there are %v, want %v", e.amount, e.limit, got, e.counted)
		}
	}
}

// count has the rules once more, without the module: integers that go up.
func count(amount, limit int) (all counted) {
	const open, succeeded, canceled, expired = 0, 1, 2, 3
	type state struct{ status, captured, captures, refunded, refunds uint8 }
	seen := map[state]struct{}{{}: {}}
	todo := []state{{}}
	found := func(s state) {
		all.accepted++
		if _, again := seen[s]; !again {
			seen[s] = struct{}{}
			todo = append(todo, s)
		}
	}
	closed := func(s state, nothing uint8) state {
		s.status = succeeded
		if s.captured == 0 {
			s.status = nothing
		}
		return s
	}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s.status == open {
			left := amount - int(s.captured)
			for _, units := range [...]int{0, 1, 2, max(0, left-1), left + 1, left} {
				next := s
				next.captured += uint8(units)
				switch {
				case units > left:
				case units == 0 && s.captured > 0:
					found(closed(next, canceled))
				case units > 0 && int(s.captures) < limit:
					next.captures++
					found(next)
					found(closed(next, canceled))
				}
			}
			found(closed(s, canceled))
			found(closed(s, expired))
		}
		left := int(s.captured - s.refunded)
		for _, units := range [...]int{1, int(s.captured) + 1, left} {
			if units > 0 && units <= left {
				next := s
				next.refunded += uint8(units)
				next.refunds = min(next.refunds+1, 64)
				found(next)
			}
		}
	}
	all.states = len(seen)
	return all
}

func TestPromela(t *testing.T) {
	file, err := os.ReadFile("captures.pml")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		amount money.Amount
		limit  uint8
		want   string
	}{
		{3, capture.MaxCaptures, "#define AMOUNT 3\n#define LIMIT 50\n\n" + string(file)},
		{math.MaxInt32 - 1, 0, "#define AMOUNT 2147483646\n#define LIMIT 0\n\n" + string(file)},
		{math.MaxInt32, capture.MaxCaptures, ""},
		{0, capture.MaxCaptures, ""},
		{-1, capture.MaxCaptures, ""},
	} {
		if got := explore.Promela(test.amount, test.limit); got != test.want {
			t.Errorf("%d units, %d captures: got\n%s\nwant\n%s", test.amount, test.limit, got, test.want)
		}
	}
	for _, line := range []string{
		fmt.Sprintf("#define LIMIT %d ", capture.MaxCaptures),
		fmt.Sprintf("#define NUMBERED %d ", charge.MaxNumberedRefunds),
	} {
		if !strings.Contains(string(file), line) {
			t.Errorf("captures.pml has not %q", line)
		}
	}
}
