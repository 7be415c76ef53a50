package setup_test

import (
	"testing"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// TestWalk goes every way that everyCommand leads from nothing, in each of a few worlds, and holds the laws and the dumb model on each of
// them. The numbers are what there is to go: who changes them has to know why.
func TestWalk(t *testing.T) {
	for name, world := range map[string]struct {
		create       setup.CreateParams
		states, ways int // different states, and commands that were accepted in them
	}{
		"automatic":              {create: bare, states: 250, ways: 811},
		"manual":                 {create: manual, states: 252, ways: 832},
		"the next one cancels":   {create: limited(2, intent.ConfirmationLimitNextCancels), states: 256, ways: 1048},
		"the last one's failure": {create: limited(2, intent.ConfirmationLimitFailureCancels), states: 231, ways: 856},
	} {
		t.Run(name, func(t *testing.T) {
			most := max(2, world.create.Rules.MaxConfirmations+1) // confirmations, for the walk to end
			ways := 0
			first := audited(t, setup.Intent{}, world.create)
			seen := map[setup.Intent]figures{first.after: foreseen(t, nil, first)}
			for queue := []setup.Intent{first.after}; len(queue) > 0; queue = queue[1:] {
				si := queue[0]
				for _, c := range everyCommand() {
					if _, confirms := c.(setup.ConfirmParams); confirms && si.Confirmations == most {
						continue
					}
					m := moment{before: si, command: c}
					m.after, m.events, m.err = setup.Step(si, c)
					next := foreseen(t, seen[si], m)
					if m.err != nil {
						refusalChangesNothing(t, m) // the other laws hold of it at every refusal of TestLaws
						continue
					}
					audited(t, si, c)
					ways++
					if seen[m.after] == nil {
						seen[m.after] = next
						queue = append(queue, m.after)
					}
				}
			}
			if len(seen) != world.states || ways != world.ways {
				t.Errorf("%d states and %d ways, want %d and %d", len(seen), ways, world.states, world.ways)
			}
		})
	}
}
