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

// runs joins verdicts, and counts those that come several times in a row.
func runs(all []string) string {
	var joined []string
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n] == all[i] {
			n++
		}
		run := all[i]
		if n > 1 {
			run = fmt.Sprint(run, " × ", n)
		}
		joined = append(joined, run)
		i += n
	}
	return strings.Join(joined, ", ")
}

func TestVerdicts(t *testing.T) {
	seen := map[string]bool{}
	for folder, want := range map[string][]verdictOf{"mixed": verdicts, "bodies": verdictsOfBodies} {
		status, out := play(t, "-v", "-dir", "testdata/"+folder)
		if status != exitPredicted {
			t.Errorf("%s: status %d, want %d", folder, status, exitPredicted)
		}
		all := verdictsIn(out)
		got := map[string]string{}
		for scenario, verdicts := range all {
			got[scenario] = runs(verdicts)
			for _, verdict := range verdicts {
				why, _, _ := strings.Cut(verdict, ", ")
				seen[why] = true
			}
		}
		wanted := map[string]string{}
		for _, v := range want {
			wanted[v.scenario] = v.want
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s: verdicts (-want +got):\n%s", folder, diff)
		}
	}
	for why := compared + 1; why < reasons; why++ {
		if !seen[why.String()] || why.sentence() == "" {
			t.Errorf("reason %q has no step in testdata, or no sentence", why)
		}
	}
}

// verdictsIn returns the verdicts that -v or -left prints, by scenario.
func verdictsIn(out string) map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(out) {
		var scenario, op string
		var number int
		if n, _ := fmt.Sscanf(line, "%s step %d %s", &scenario, &number, &op); n == 3 {
			_, verdict, _ := strings.Cut(strings.TrimSpace(line), op+" ")
			all[scenario] = append(all[scenario], verdict)
		}
	}
	return all
}

// -left prints what is not compared, and nothing else.
func TestLeft(t *testing.T) {
	for _, folder := range []string{"testdata/mixed", "testdata/bodies"} {
		_, every := play(t, "-v", "-dir", folder)
		_, left := play(t, "-left", "-dir", folder)
		want := map[string][]string{}
		for scenario, verdicts := range verdictsIn(every) {
			for _, verdict := range verdicts {
				if verdict != "predicted" {
					want[scenario] = append(want[scenario], verdict)
				}
			}
		}
		if diff := cmp.Diff(want, verdictsIn(left)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", folder, diff)
		}
	}
}

func TestSums(t *testing.T) {
	_, out := play(t, "-dir", "testdata/mixed")
	const (
		table = "\nall                                      465    319       319        100.00 %  0\n"
		last  = "\n465 steps = 319 compared + 0 checked alone + 146 neither\n"
	)
	if !strings.Contains(out, table) {
		t.Errorf("no %q in\n%s", table, out)
	}
	if !strings.HasSuffix(out, last) {
		t.Errorf("the output ends with\n%s, want %s", out[max(0, len(out)-200):], last)
	}
}

// A step that is counted nowhere is an error, not a smaller sum.
func TestSumsAreChecked(t *testing.T) {
	r := newReport(&strings.Builder{}, false, false)
	r.replay(&scenario{ID: "s", Steps: []step{{Op: "disputes.close"}}})
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
refund_too_small step 2 refunds.create: amount: predicted 500, recorded 499
refund_too_small step 5 refunds.create: outcome: predicted refused (refund_too_large amount), recorded accepted
refund_reason step 2 refunds.create: error.code: predicted null, recorded charge_already_refunded
refund_reason step 2 refunds.create: error.param: predicted amount, recorded null
refund_reason step 3 refunds.create: reason: predicted duplicate, recorded fraudulent
refund_reason step 4 refunds.create: outcome: predicted accepted, recorded refused (parameter_missing reason)
figures step 3 charges.retrieve: latest_charge.amount_refunded: predicted 100, recorded 0
figures step 6 refunds.retrieve: amount: predicted 100, recorded 90
figures step 7 refunds.retrieve: status: predicted succeeded, recorded requires_action
portions step 2 refunds.create: transfer_reversal?: predicted true, recorded false
portions step 6 transfers.retrieve: amount_reversed: predicted 300, recorded 301
portions step 7 application_fees.retrieve: amount_refunded: predicted 33, recorded 34
portions step 8 charges.retrieve: amount_refunded: predicted 301, recorded 300
figures_of_a_destination step 2 charges.retrieve: latest_charge.amount_refunded: predicted 0, recorded 5
figures_of_a_destination step 2 charges.retrieve: latest_charge.application_fee?: predicted true, recorded false
net_transfer step 2 transfers.retrieve: amount: predicted 900, recorded 800
net_transfer step 3 application_fees.retrieve: amount: predicted 100, recorded 90
net_transfer step 4 transfers.reversals.create: amount: predicted 800, recorded 799
net_transfer step 6 transfers.reversals.create: outcome: predicted refused (reversal_too_large amount), recorded accepted
net_transfer step 7 application_fees.refunds.create: amount: predicted 20, recorded 21
net_transfer step 9 application_fees.refunds.create: outcome: predicted refused (fee_refund_too_large amount), recorded accepted
no_transfer step 2 transfers.retrieve: amount: predicted 0, recorded 900
no_transfer step 3 transfers.create: amount: predicted 60, recorded 61
no_transfer step 4 transfers.create: outcome: predicted accepted, recorded refused (parameter_missing currency)
setup_wrong step 1 setup_intents.create: status: predicted requires_payment_method, recorded requires_confirmation
setup_wrong step 1 setup_intents.create: usage: predicted on_session, recorded off_session
setup_wrong step 2 setup_intents.create: cancellation_reason: predicted null, recorded duplicate
setup_wrong step 2 setup_intents.create: latest_attempt?: predicted true, recorded false
setup_wrong step 3 setup_intents.cancel: outcome: predicted refused (setup_intent_unexpected_state), recorded accepted
setup_wrong step 5 setup_intents.confirm: payment_method?: predicted true, recorded false
setup_wrong step 6 setup_intents.create: error.code: predicted null, recorded parameter_missing
setup_wrong step 7 setup_intents.create: last_error.code: predicted card_declined, recorded expired_card
setup_wrong step 7 setup_intents.create: payment_method?: predicted false, recorded true
setup_wrong step 9 setup_intents.cancel: cancellation_reason: predicted duplicate, recorded abandoned
setup_wrong step 11 setup_intents.cancel: outcome: predicted accepted, recorded refused (setup_intent_unexpected_state)
charges_wrong step 1 charges.create: latest_charge.amount: predicted 400, recorded 401
charges_wrong step 3 charges.capture: latest_charge.amount_refunded: predicted 270, recorded 0
void_wrong step 2 charges.refunds.create: outcome: predicted refused (refund_too_large amount), recorded accepted
void_wrong step 4 charges.refunds.create: amount: predicted 400, recorded 399
captured_twice step 3 payment_intents.capture: outcome: predicted refused (payment_intent_unexpected_state), recorded accepted
expired_wrong step 2 payment_intents.retrieve: cancellation_reason: predicted automatic, recorded expired
words_wrong step 2 payment_intents.capture: error.code: predicted amount_too_large, recorded parameter_missing
words_wrong step 2 payment_intents.capture: error.param: recorded null, which no source tells; assumed amount_to_capture
words_wrong step 3 payment_intents.capture: outcome: predicted accepted, recorded refused (amount_too_large amount)
`)
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	// The retrieve after the wrong create is predicted: the replay goes on from what was recorded.
	if !strings.Contains(table, "payment_intents.retrieve         2      2         1          50.00 %") {
		t.Errorf("the retrieve is not predicted in\n%s", table)
	}
	if !strings.Contains(table, "payment_intents.create           14     14        10         71.42 %") {
		t.Errorf("the creates are not counted in\n%s", table)
	}
}

func TestKind(t *testing.T) {
	for kind, want := range map[string]string{
		"fixture":     "1 steps = 1 compared",
		"recording":   "4 steps = 4 compared",
		"handwritten": "67 steps = 62 compared",
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
