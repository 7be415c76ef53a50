//go:build large

package explore_test

import (
	"runtime/debug"
	"testing"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// large walks take a minute each.
func large() []walk {
	return []walk{
		{"Captures of 52", explore.Captures, explore.Authorized(52, intent.Rules{})},
		{"Life of 3", explore.Life(lives(3)...), explore.State{}},
	}
}

func TestLarge(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory for speed
	documented(t, large())
}
