package intenttest_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/intent/intenttest"
)

func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i + 1
	}
	return all
}

// The orders are as many as there are: the factorial of the deliveries, divided by those that are the same.
func TestEveryOrderCounts(t *testing.T) {
	for _, test := range []struct {
		events, times int
		want          int64
	}{
		{0, 1, 1}, {1, 1, 1}, {1, 5, 1}, {2, 1, 2}, {2, 2, 6}, {3, 2, 90}, {2, 3, 20}, {4, 1, 24}, {6, 2, 7_484_400}, {7, 1, 5_040}, {10, 1, 3_628_800},
		{13, 1, 6_227_020_800}, {1, 20, 1},
	} {
		end, orders, err := intenttest.EveryOrder(upTo(test.events), test.times, func(most, e int) int { return max(most, e) })
		if end != test.events || orders != test.want || err != nil {
			t.Errorf("%d events %d times end in %d, in %d orders, want %d: %v", test.events, test.times, end, orders, test.want, err)
		}
	}
}

// Folds that mind the order, or how often an event comes, or both only on the way.
func TestEveryOrderRejects(t *testing.T) {
	for name, test := range map[string]struct {
		times int
		fold  func(s, e int) int
		want  string
	}{
		"the last one is believed": {1, func(_, e int) int { return e }, "intenttest: whether 2 comes last of\n\t1 × 1\n\t1 × 2\n matters: 2\nor\n1"},
		"the first one is believed": {1, func(s, e int) int {
			if s == 0 {
				return e
			}
			return s
		}, "comes last of"},
		"what comes twice counts twice": {1, func(s, e int) int { return s + e }, "intenttest: 1 once more after\n\t1 × 1\n matters: 2\nafter\n1"},
		"the third time matters":        {2, func(s, e int) int { return min(s+e, 2) }, "once more after"},
		"it is right only in the end": {1, func(s, e int) int {
			if s >= 100 || s != 0 && s != e {
				return 100
			}
			return e
		}, ""},
		"it is wrong but in the end": {1, func(s, e int) int {
			seen := s | 1<<e
			if seen&0b1110 == 0b1110 {
				return 0b1110
			}
			return seen&0b1110 | 1<<(e+4)
		}, "comes last of"},
		"never":             {0, func(s, _ int) int { return s }, "3 events 0 times each"},
		"too often":         {7, func(s, _ int) int { return s }, "3 events 7 times each"},
		"more than a lot":   {math.MaxInt, func(s, _ int) int { return s }, "deliveries are at most 20"},
		"less than nothing": {-1, func(s, _ int) int { return s }, "at least 1 time"},
	} {
		end, orders, err := intenttest.EveryOrder(upTo(3), test.times, test.fold)
		if test.want == "" && err == nil && orders == 6 {
			continue
		}
		if test.want == "" || err == nil || !strings.Contains(err.Error(), test.want) || end != 0 || orders != 0 {
			t.Errorf("%s: %d, %d, %v; want %q", name, end, orders, err, test.want)
		}
	}
	if _, _, err := intenttest.EveryOrder(upTo(21), 1, func(s, _ int) int { return s }); err == nil {
		t.Error("the orders of 21 events were counted in 64 bits")
	}
}

// A handler that keeps the greatest sum it has seen does not mind the order; one that keeps the last does.
func ExampleEveryOrder() {
	captured := []int{300, 500, 1000} // amount_captured, as three events show it
	greatest := func(kept, shown int) int { return max(kept, shown) }
	last := func(_, shown int) int { return shown }
	fmt.Println(intenttest.EveryOrder(captured, 2, greatest)) // each comes twice
	_, _, err := intenttest.EveryOrder(captured, 1, last)
	fmt.Println(err != nil)
	// Output:
	// 1000 90 <nil>
	// true
}
