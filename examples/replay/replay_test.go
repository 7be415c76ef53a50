package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// play runs the command and returns what it prints, the complaints last.
func play(t *testing.T, args ...string) (status int, out string) {
	t.Helper()
	var b, problems strings.Builder
	status = run(args, &b, &problems)
	return status, b.String() + problems.String()
}

// The verdict of every step of testdata/mixed, in which nothing is predicted wrongly.
var verdicts = []struct {
	scenario string
	want     []string
}{
	{"success", []string{"predicted", "predicted", "predicted", "predicted"}},
	{"one_call", []string{"predicted"}},
	{"partial_before_basil", []string{"predicted", "predicted", "predicted", "predicted", "predicted"}},
	{"several_captures", []string{"parameters not recorded", "predicted", "predicted"}},
	{"decline", []string{"predicted", "predicted", "predicted", "charge of an earlier attempt"}},
	{"challenge", []string{"predicted", "predicted"}},
	{"challenge_lost", []string{"predicted", "predicted", "predicted"}},
	{"bank_debit", []string{"predicted", "predicted", "predicted", "predicted"}},
	{"bank_debit_returned", []string{"predicted", "predicted", "predicted"}},
	{"increments", []string{"predicted", "predicted", "predicted", "parameters not recorded"}},
	{"pending_without_a_charge", []string{"predicted", "predicted"}},
	{"update", []string{"predicted", "predicted", "predicted", "parameters not recorded"}},
	{"gap", []string{"predicted", "recording gap", "predicted"}},
	{"gap_before_capture", []string{"predicted", "recording gap", "recording gap", "recording gap"}},
	{"middle", []string{"start of an intent", "charge not known", "body too short"}},
	{"refund", []string{"predicted", "refunds", "figures read again", "predicted", "refunds", "predicted", "disputes", "figures read again"}},
	{"connect", []string{"predicted", "Connect payment", "charge first seen", "predicted", "Connect objects", "charge without an intent"}},
	{"refusals", []string{
		"predicted", "refused elsewhere", "refused elsewhere", "refused without a reason", "refused elsewhere", "refused elsewhere",
		"answer not recorded",
	}},
	{"no_parameters", []string{"parameters not recorded", "parameters not recorded", "predicted", "idempotent replay"}},
	{"snapshots", []string{"start of an intent", "predicted", "lone snapshot"}},
	{"snapshot", []string{"lone snapshot"}},
	{"strange", []string{"SetupIntents", "charge without an intent", "events", "other operation", "answer not recorded", "other operation"}},
}

func TestVerdicts(t *testing.T) {
	status, out := play(t, "-v", "-dir", "testdata/mixed")
	if status != exitPredicted {
		t.Errorf("status %d, want %d", status, exitPredicted)
	}
	got := map[string][]string{}
	for line := range strings.Lines(out) {
		var scenario, op string
		var number int
		if n, _ := fmt.Sscanf(line, "%s step %d %s", &scenario, &number, &op); n == 3 {
			_, verdict, _ := strings.Cut(strings.TrimSpace(line), op+" ")
			got[scenario] = append(got[scenario], verdict)
		}
	}
	want := map[string][]string{}
	seen := map[string]bool{}
	for _, v := range verdicts {
		want[v.scenario] = v.want
		for _, verdict := range v.want {
			seen[verdict] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	for why := compared + 1; why < reasons; why++ {
		if !seen[why.String()] || why.sentence() == "" {
			t.Errorf("reason %q has no step in testdata/mixed, or no sentence", why)
		}
	}
}

func TestSums(t *testing.T) {
	_, out := play(t, "-dir", "testdata/mixed")
	steps, predicted := 0, 0
	for _, v := range verdicts {
		steps += len(v.want)
		for _, verdict := range v.want {
			if verdict == "predicted" {
				predicted++
			}
		}
	}
	last := fmt.Sprintf("\n%d steps = %d compared + %d not compared\n", steps, predicted, steps-predicted)
	if !strings.HasSuffix(out, last) {
		t.Errorf("the output ends with\n%s, want %s", out[max(0, len(out)-200):], last)
	}
	if !strings.Contains(out, "100.00 %") {
		t.Errorf("no share of 100.00 %% in\n%s", out)
	}
}

// A step that is counted nowhere is an error, not a smaller sum.
func TestSumsAreChecked(t *testing.T) {
	r := newReport(&strings.Builder{}, false)
	r.replay(&scenario{ID: "s", Steps: []step{{Op: "refunds.create"}}})
	r.read++
	if err := r.finish(); err == nil || !strings.Contains(err.Error(), "2 steps were read, but 1") {
		t.Errorf("got %v", err)
	}
}

func TestDifferences(t *testing.T) {
	status, out := play(t, "-dir", "testdata/wrong")
	if status != exitDiffers {
		t.Errorf("status %d, want %d", status, exitDiffers)
	}
	lines, table, _ := strings.Cut(out, "\n\n")
	want := strings.TrimSpace(`
too_much step 1 payment_intents.create: amount_received: predicted 500, recorded 501
refused step 1 payment_intents.create: outcome: predicted accepted, recorded refused (parameter_missing payment_method)
refused step 2 payment_intents.create: error.code: predicted parameter_invalid_integer, recorded amount_too_large
other_codes step 1 payment_intents.create: last_error.code: predicted card_declined, recorded expired_card
`)
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	// The retrieve after the wrong create is predicted: the replay goes on from what was recorded.
	if !strings.Contains(table, "payment_intents.retrieve  1      1         1          100.00 %") {
		t.Errorf("the retrieve is not predicted in\n%s", table)
	}
	if !strings.Contains(table, "payment_intents.create    4      4         0          0.00 %") {
		t.Errorf("the creates are not counted in\n%s", table)
	}
}

func TestKind(t *testing.T) {
	for kind, want := range map[string]string{
		"fixture":     "1 steps = 1 compared",
		"recording":   "4 steps = 4 compared",
		"handwritten": "0 steps = 0 compared",
	} {
		if _, out := play(t, "-dir", "testdata/wrong", "-kind", kind); !strings.Contains(out, want) {
			t.Errorf("%s: no %q in\n%s", kind, want, out)
		}
	}
}

func TestBadInput(t *testing.T) {
	const good = `{"id":"a","v":null,"kind":"fixture","steps":[]}` + "\n"
	for _, tt := range []struct{ name, content, want string }{
		{"not JSON", good + "{nope\n", "facts.jsonl:2: "},
		{"cut off", good + "\n" + `{"id":"b","steps":[`, "facts.jsonl:3: unexpected end"},
		{"not an object", "[1]\n", "facts.jsonl:1: "},
		{"no id", good + `{"steps":[]}`, "facts.jsonl:2: a scenario without an id"},
		{"no steps", `{"id":"b"}`, "facts.jsonl:1: scenario b: no steps"},
		{"no op", `{"id":"b","steps":[{"op":"event"},{"http":200}]}`, "facts.jsonl:1: scenario b, step 2: no op"},
		{"http is text", `{"id":"b","steps":[{"op":"event","http":"ok"}]}`, "facts.jsonl:1: "},
		{"empty", "\n\n", "no scenario"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "facts.jsonl"), []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			status, out := play(t, "-dir", dir)
			if status != exitBadInput || !strings.Contains(out, tt.want) {
				t.Errorf("status %d, %q; want status %d, %q", status, out, exitBadInput, tt.want)
			}
		})
	}
}

func TestBadArguments(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "-dir is required"},
		{[]string{"-dir", "testdata/nowhere"}, "no such file"},
		{[]string{"-dir", "testdata/mixed", "-kind", "legend"}, `-kind "legend"`},
		{[]string{"-dir", "testdata/mixed", "more"}, `unexpected argument "more"`},
		{[]string{"-unknown"}, "flag provided but not defined"},
	} {
		if status, out := play(t, tt.args...); status != exitBadInput || !strings.Contains(out, tt.want) {
			t.Errorf("%q: status %d, %q; want status %d, %q", tt.args, status, out, exitBadInput, tt.want)
		}
	}
}
