package intenttest

import "pgregory.net/rapid"

// chance is true once in 2^bits. Integers of rapid are biased towards their bounds; its Bools are fair. It shrinks to false.
func chance(t *rapid.T, bits int) bool {
	all := true
	for range bits {
		all = rapid.Bool().Draw(t, "coin") && all
	}
	return all
}

// below draws a number from 0 to n-1, each about as often. It shrinks to 0.
func below(t *rapid.T, n int) int {
	i := 0
	for most := 1; most < 4*n; most *= 2 {
		i *= 2
		if rapid.Bool().Draw(t, "bit") {
			i++
		}
	}
	return i % n
}

// pick draws one of all, each about as often. It shrinks to the first.
func pick[T any](t *rapid.T, all ...T) T { return all[below(t, len(all))] }
