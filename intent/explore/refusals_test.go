package explore_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// testdata/refusals.txt holds every refusal that the walks meet, with its rule, the statuses that allow the operation, and the source.
func TestRefusals(t *testing.T) {
	met := map[string]bool{}
	for _, w := range []walk{
		{"Captures of 3", explore.Captures, explore.Authorized(3, intent.Rules{})},
		{"Captures of 52, no refunds", capturesAlone, explore.Authorized(52, intent.Rules{})},
		{"Life of 1", explore.Life(lives(1)...), explore.State{}},
		{"Life of 2", explore.Life(explore.Payments(2)[1], explore.Payments(2)[4]), explore.State{}},
	} {
		explained := map[intent.Error]bool{}
		for e := range w.universe.Walk(w.from) {
			why, ok := errors.AsType[*intent.Error](e.Err)
			if !ok {
				continue
			}
			key := intent.Error{Op: why.Op, Code: why.Code, Param: why.Param, Status: why.Status, Detail: why.Detail}
			if explained[key] {
				continue
			}
			explained[key] = true
			x, ok := intent.Explain(why)
			if !ok {
				t.Fatalf("%s: %s in %s: %v has no rule", w.name, e.Command, e.From.PaymentIntent, why)
			}
			met[entry(x)] = true
		}
	}
	got := strings.Join(slices.Sorted(maps.Keys(met)), "\n")
	const file = "testdata/refusals.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s has -, the walks meet +:\n%s", file, diff)
	}
}

// entry returns an explanation in a few lines.
func entry(x intent.Explanation) string {
	var statuses []string
	for _, s := range x.Statuses {
		if s == "" {
			s = "before create"
		}
		statuses = append(statuses, string(s))
	}
	whose := "of this module"
	if x.Code.InAPI() {
		whose = "of the API"
	}
	return fmt.Sprintf("%s: %s\n  code     %s, %s\n  param    %s\n  allowed  %s\n  source   %s\n",
		x.Operation, x.Rule, x.Code, whose, cmp.Or(x.Param, "none"), strings.Join(statuses, ", "), x.Source)
}
