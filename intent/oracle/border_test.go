package oracle_test

import (
	"flag"
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

var full = flag.Bool("full", false, "every border with every other, not a sample of them")

// borders returns about 200 amounts at which something could turn over: around zero, the amounts of the stages below, what one increment may
// add, eight and twelve digits, the powers of ten and two, and the ends of int64.
func borders() []money.Amount {
	around := []int64{
		0, 10, 30, 50, 100, 300, 500, 700, 1000, 1200, 5000, 6000, 50_000, 51_000, 99_999_999, most, most / 2, most / 5, most / 6,
		math.MaxInt64 / 2, math.MaxInt64 / 3, math.MaxInt64 / 5, math.MaxInt64 / 6, math.MaxInt64 / 10, math.MaxInt64 - most, math.MaxInt64 - 1000,
		most + 1000, 2 * most, 50 * most, -10, -100, -1000, -most, math.MinInt64 / 2, math.MinInt64 + most,
	}
	for bits := 7; bits < 63; bits += 8 {
		around = append(around, 1<<bits, 1<<(bits+1), -1<<bits)
	}
	for n := int64(10_000); n <= 1e18; n *= 10 {
		around = append(around, n)
	}
	all := []money.Amount{math.MinInt64, math.MinInt64 + 1, math.MaxInt64 - 1, math.MaxInt64, -2, 2, 29, 31, 90, 110, 900, 990, 1010}
	for _, n := range around {
		all = append(all, money.Amount(n-1), money.Amount(n), money.Amount(n+1))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// corners are the few that a short run puts together with each other.
var corners = []money.Amount{math.MinInt64, -1, 0, 1, 1000, most, most + 1, math.MaxInt64}

// some returns about n of all, the first and the last among them; zero, one and the amounts of the stages always.
func some(all []money.Amount, n int) (sample []money.Amount) {
	every := max(1, len(all)/max(1, n-14))
	for i, a := range all {
		if i%every == 0 || i == len(all)-1 || slices.Contains([]money.Amount{-1, 0, 1, 30, 100, 101, 300, 700, 701, 1000, 1001, 1200, most, most + 1}, a) {
			sample = append(sample, a)
		}
	}
	return sample
}

// TestBorders puts every border into every place for an amount, and every pair of them where an operation has two; of three, a sample.
func TestBorders(t *testing.T) {
	all := borders()
	if len(all) < 190 {
		t.Fatalf("only %d borders", len(all))
	}
	pairs, threes := some(all, 26), corners
	if *full {
		pairs, threes = all, some(all, 40)
	}
	values := [...][]money.Amount{1: all, 2: pairs, 3: threes}
	shapes := shapes()
	var mutex sync.Mutex
	tries, taken := 0, make([]int, len(shapes))
	t.Run("stages", func(t *testing.T) {
		for i, s := range stages() {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				n, accepted := atStage(t, s, shapes, values[:])
				mutex.Lock()
				defer mutex.Unlock()
				tries += n
				for i, n := range accepted {
					taken[i] += n
				}
			})
		}
	})
	t.Logf("%d borders, %d in pairs, %d in triples: %d commands", len(all), len(pairs), len(threes), tries)
	for i, sh := range shapes {
		t.Logf("%10d × %s accepted", taken[i], sh.name)
		switch {
		case sh.never == "" && taken[i] == 0:
			t.Errorf("%s was never accepted", sh.name)
		case sh.never != "" && taken[i] > 0:
			t.Errorf("%s was accepted, and %s", sh.name, sh.never)
		}
	}
}

// atStage tries every shape at a stage, and returns how many commands that were, and how many of each shape were accepted.
func atStage(t *testing.T, s stage, shapes []shape, values [][]money.Amount) (tries int, taken []int) {
	var b book
	taken = make([]int, len(shapes))
	pi := s.reach(t, &b)
	for i, sh := range shapes {
		each(values[sh.places], sh.places, func(n [3]money.Amount) {
			tries++
			if atTheBorder(t, &b, &pi, sh, n) {
				taken[i]++
			}
		})
	}
	return tries, taken
}

// each calls f with every combination of values in so many places.
func each(values []money.Amount, places int, f func(n [3]money.Amount)) {
	var n [3]money.Amount
	var place func(i int)
	place = func(i int) {
		if i == places {
			f(n)
			return
		}
		for _, a := range values {
			n[i] = a
			place(i + 1)
		}
	}
	place(0)
}

// atTheBorder tries a command, and takes it back from the book. It reports whether it is accepted.
func atTheBorder(t *testing.T, b *book, pi *intent.PaymentIntent, sh shape, n [3]money.Amount) bool {
	c := sh.of(n)
	lines, was := len(b.lines), b.facts
	next, _, want, err := b.try(pi, c)
	if err != nil {
		t.Fatalf("%s of %v in %s: %v", sh.name, n, pi, err)
	}
	if want != accepted {
		return false
	}
	if err := next.Validate(); err != nil {
		t.Fatalf("%s of %v in %s leads to an invalid state: %v", sh.name, n, pi, err)
	}
	if told, _, err := intent.Step(*pi, c); told != next || err != nil {
		t.Fatalf("%s of %v in %s: Step answers %s, %v", sh.name, n, pi, told, err)
	}
	b.lines, b.facts = b.lines[:lines], was
	b.sum()
	return true
}
