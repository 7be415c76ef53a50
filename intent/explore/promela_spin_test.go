//go:build spin

package explore_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent/explore"
)

// A finding is what spin says of a model.
type finding struct {
	counted
	errors int
}

var said = regexp.MustCompile(`(?s)errors: (\d+)\n.* (\d+) states, stored.* (\d+) transitions \(`)

// spin checks a model. It needs spin and a C compiler.
func spin(t *testing.T, model string) finding {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "captures.pml"), []byte(model), 0o666); err != nil {
		t.Fatal(err)
	}
	var output []byte
	for _, command := range [][]string{
		{"spin", "-a", "captures.pml"},
		{"cc", "-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"},
		{"./pan"},
	} {
		c := exec.Command(command[0], command[1:]...)
		c.Dir = dir
		var err error
		if output, err = c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, output)
		}
	}
	numbers := said.FindSubmatch(output)
	if numbers == nil {
		t.Fatalf("pan says\n%s", output)
	}
	number := func(i int) int {
		n, err := strconv.Atoi(string(numbers[i]))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return finding{counted: counted{states: number(2), accepted: number(3) - 1}, errors: number(1)} // the first state is a transition too
}

func TestSpinCounts(t *testing.T) {
	for _, e := range expected {
		t.Run(fmt.Sprintf("%d units, %d captures", e.amount, e.limit), func(t *testing.T) {
			t.Parallel()
			if got, want := spin(t, explore.Promela(money.Amount(e.amount), e.limit)), (finding{counted: e.counted}); got != want {
				t.Errorf("spin finds %+v, want %+v", got, want)
			}
		})
	}
}

// A model whose rules are others breaks an assertion, or has other counts.
func TestSpinFindsMutants(t *testing.T) {
	const amount, limit = 6, 3 // the limit binds
	want := finding{counted: count(amount, limit)}
	if got := spin(t, explore.Promela(amount, limit)); got != want {
		t.Fatalf("spin finds %+v, want %+v", got, want)
	}
	for name, m := range map[string]struct {
		old, new string
		breaks   bool // an assertion
	}{
		"one capture more than the limit":               {"captures < LIMIT", "captures <= LIMIT", true},
		"one capture less than the limit":               {"captures < LIMIT", "captures < LIMIT - 1", false},
		"a capture of one unit too much":                {"amount <= capturable", "amount <= capturable + 1", true},
		"no capture of everything":                      {"amount <= capturable", "amount < capturable", false},
		"zero closes what is untouched":                 {"final && captured > 0", "final", false},
		"zero counts as a capture":                      {"captures + (units > 0)", "captures + 1", true},
		"a final capture does not close":                {":: final -> close(false)", ":: final -> skip", true},
		"a capture that is not final closes":            {":: final -> close(false)", ":: true -> close(false)", true},
		"a capture after the end":                       {"status == requires_capture && 0 <=", "0 <=", true},
		"a refund of one unit too much":                 {"amount <= refundable", "amount <= refundable + 1", true},
		"no refund of everything":                       {"amount <= refundable", "amount < refundable", false},
		"a refund of zero":                              {"0 < amount", "0 <= amount", true},
		"refunds after the end alone":                   {"0 < amount", "status != requires_capture && 0 < amount", false},
		"refunds are not counted":                       {"refunds + 1", "refunds", true},
		"canceling what was captured in part cancels":   {":: captured > 0 -> status = succeeded", ":: captured == AMOUNT -> status = succeeded", true},
		"an expired payment is as one that is canceled": {"expired = ranOut", "skip", false},
		"canceling is possible again":                   {"d_step { status == requires_capture ->", "d_step { status != succeeded ->", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := explore.Promela(amount, limit)
			if n := strings.Count(model, m.old); n != 1 {
				t.Fatalf("%q stands %d times in the model", m.old, n)
			}
			got := spin(t, strings.Replace(model, m.old, m.new, 1))
			if broken := got.errors > 0; broken != m.breaks || !broken && got.counted == want.counted {
				t.Errorf("spin finds %+v, and without the mutation %+v", got, want)
			}
		})
	}
}

// Refunds are counted up to 64 of them, which matters from 65 units on.
func TestSpinFindsUnboundedRefunds(t *testing.T) {
	model := explore.Promela(70, 1)
	got := spin(t, strings.Replace(model, "#define NUMBERED 64", "#define NUMBERED 65", 1))
	if got.counted == count(70, 1) {
		t.Errorf("spin finds %+v, as without the mutation", got)
	}
}
