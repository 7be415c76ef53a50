package intenttest

import (
	"fmt"
	"strings"
)

// maxDeliveries is how many deliveries EveryOrder takes: the orders of 20 are counted in 64 bits, of 21 they are not.
const maxDeliveries = 20

// EveryOrder folds events, or anything else, in every order in which they can come, each of them so many times, and returns what
// comes of it, and in how many orders it did. S begins as its zero value. It is an error if something else comes of another order, or if an
// event that comes once more changes anything. All of this has to hold after each part of the events, too.
//
// The orders are not gone through one by one. Whatever has been folded so far, the same events have to lead to the same S; so each part of
// the events has to lead to one S, whichever of its events comes last. Ten events are 1,024 parts, and come in 3,628,800 orders. Shuffle is for
// more than that.
//
// Refused are less than one time, and more than 20 deliveries in all.
func EveryOrder[S comparable, E any](events []E, times int, fold func(S, E) S) (end S, orders int64, err error) {
	if times < 1 || times > maxDeliveries || len(events) > maxDeliveries/times {
		return end, 0, fmt.Errorf("intenttest: %d events %d times each: deliveries are at most %d, and each at least 1 time", len(events), times, maxDeliveries)
	}
	// A part is a number with a digit for each event, which says how often it came.
	parts, place := 1, make([]int, len(events))
	for i := range events {
		place[i] = parts
		parts *= times + 1
	}
	came := func(part, i int) int { return part / place[i] % (times + 1) }
	after, ways := make([]S, parts), make([]int64, parts)
	ways[0] = 1
	for part := 1; part < parts; part++ {
		for i, e := range events {
			if came(part, i) == 0 {
				continue
			}
			before := part - place[i]
			next := fold(after[before], e)
			if ways[part] > 0 && next != after[part] {
				return end, 0, fmt.Errorf("intenttest: whether %v comes last of%s matters: %+v\nor\n%+v", e, list(events, part, came), next, after[part])
			}
			after[part] = next
			ways[part] += ways[before]
		}
		for i, e := range events {
			if came(part, i) == 0 {
				continue
			}
			if again := fold(after[part], e); again != after[part] {
				return end, 0, fmt.Errorf("intenttest: %v once more after%s matters: %+v\nafter\n%+v", e, list(events, part, came), again, after[part])
			}
		}
	}
	return after[parts-1], ways[parts-1], nil
}

// list returns the events that came, a line each.
func list[E any](events []E, part int, came func(part, i int) int) string {
	var all strings.Builder
	for i, e := range events {
		if n := came(part, i); n > 0 {
			fmt.Fprintf(&all, "\n\t%d × %v", n, e)
		}
	}
	return all.String() + "\n"
}
