package intenttest

import "pgregory.net/rapid"

// Shuffle draws a delivery of events, or of anything else: in any order, so that each may come late, and a quarter of them twice.
// Each comes at least once. It shrinks to the events as they are. The slice is not changed.
//
// The API promises neither an order nor that an event comes once: https://docs.stripe.com/webhooks#event-ordering.
func Shuffle[E any](events []E) *rapid.Generator[[]E] {
	return rapid.Custom(func(t *rapid.T) []E {
		var delivered []E
		for _, e := range events {
			delivered = append(delivered, e)
			if chance(t, 2) {
				delivered = append(delivered, e)
			}
		}
		return rapid.Permutation(delivered).Draw(t, "order")
	})
}
