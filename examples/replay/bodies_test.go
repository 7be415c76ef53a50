package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The verdicts of the steps of testdata/bodies, which has bodies as the API writes them.
var verdictsOfBodies = []verdictOf{
	{"charges_api", "predicted × 2"},
	{"charge_first", "first seen, checked alone, predicted"},
	{"charge_by_id", "start of an intent, checked alone, predicted"},
	{"oldest_names", "predicted × 4"},
	{"list_of_charges", "predicted × 2"},
	{"latest_charge", "predicted × 2"},
	{"silent_release", "predicted × 2"},
	{"another_version", "predicted × 3"},
	{"version_of_later", "start of an intent, checked alone"},
	{"setup", "predicted × 5"},
	{"setup_oldest", "predicted"},
	{"lone_intent", "lone snapshot, checked alone"},
	{"lone_oldest", "lone snapshot, checked alone"},
	{"lone_list", "lone snapshot, checked alone"},
	{"lone_partial_refund", "lone snapshot, checked alone"},
	{"lone_setup", "lone snapshot, checked alone"},
	{"lone_charge", "lone snapshot, checked alone"},
	{"lone_refund", "lone snapshot, checked alone"},
	{"lone_transfer", "lone snapshot, checked alone"},
	{"lone_fee", "lone snapshot, checked alone"},
	{"lone_reversal", "lone snapshot, checked alone"},
	{"lone_fee_refund", "lone snapshot, checked alone"},
	{"lone_failure", "lone snapshot, checked alone"},
	{"lone_destination", "lone snapshot, checked alone"},
	{"lone_error", "lone snapshot, checked alone"},
	{"lone_excerpt", "lone snapshot"},
	{"lone_dispute", "lone snapshot"},
	{"lone_edited", "edited body"},
	{"lone_handwritten", "lone snapshot"},
	{"charges_shared", "parameters not recorded, checked alone"},
	{"bank_debit_lost", "predicted × 3"},
	{"bank_debit_lost_in_other_words", "predicted × 2"},
	{"multicapture_not_given", "predicted × 2"},
	{"multicapture_not_given_read_later", "predicted × 4"},
	{"multicapture_not_given_shown_last", "predicted × 2"},
	{"multicapture_first_seen", "start of an intent, checked alone, predicted × 2"},
	{"overcapture", "predicted × 3"},
	{"charge_captured_in_part", "predicted × 2"},
	{"paid_by_a_source", "parameters not recorded"},
}

// What the bodies show is compared too: by which names, which Refund of a release, which ids; and a body alone.
func TestDifferencesOfBodies(t *testing.T) {
	status, out := play(t, "-dir", "testdata/wrong_bodies")
	if status != exitDiffers {
		t.Errorf("status %d, want %d", status, exitDiffers)
	}
	lines, _, _ := strings.Cut(out, "\n\n")
	want := strings.TrimSpace(`
charges_api step 1 charges.create: json currency: predicted eur, recorded usd
charges_api step 3 charges.capture: json amount: predicted 500, recorded 400
new_name step 1 payment_intents.create: json name: predicted next_source_action, recorded next_action
old_status step 1 payment_intents.create: json status: predicted requires_payment_method, recorded requires_source
no_list step 1 payment_intents.create: json name: predicted charges, recorded latest_charge
no_list step 2 payment_intents.capture: body: predicted validate: latest_charge: what was approved has a charge, recorded a body
release_too_small step 2 payment_intents.capture: json amount: predicted 500, recorded 400
release_for_a_reason step 2 payment_intents.capture: json destination_details.card.type: predicted reversal, recorded refund
release_for_a_reason step 2 payment_intents.capture: json reason: predicted null, recorded duplicate
release_for_a_reason step 2 payment_intents.capture: json status: predicted succeeded, recorded pending
release_not_listed step 2 payment_intents.capture: release: predicted true, recorded false
release_since_basil step 2 payment_intents.capture: release: predicted false, recorded true
other_names step 1 payment_intents.create: customer: predicted cus_1, recorded cus_2
other_names step 1 payment_intents.create: setup_future_usage: predicted off_session, recorded null
other_names step 1 payment_intents.create: json customer: predicted cus_1, recorded cus_2
other_names step 1 payment_intents.create: json setup_future_usage: predicted off_session, recorded null
setup_names step 1 setup_intents.create: customer: predicted cus_1, recorded cus_2
setup_names step 1 setup_intents.create: json customer: predicted cus_1, recorded cus_2
setup_names step 3 setup_intents.cancel: body: predicted validate: next_action: there is a next action if and only if the status is requires_action, recorded a body
setup_new_name step 1 setup_intents.create: json name: predicted next_source_action, recorded next_action
lone_recording step 1 snapshot:payment_intent: body: predicted validate: amount_capturable: nothing is capturable unless the status is requires_capture: it is 800, the limit is 0, recorded a body
lone_fee_flag step 1 snapshot:application_fee: json refunded: predicted true, recorded false
lone_amount step 1 snapshot:charge: body: predicted decode: amount: "8.00" is not a non-negative integer of 64 bits, recorded a body
multicapture_given step 2 payment_intents.capture: latest_charge.amount_refunded: predicted 0, recorded 700
multicapture_given step 2 payment_intents.capture: json latest_charge.amount_refunded: predicted 0, recorded 700
multicapture_given step 2 payment_intents.capture: body: predicted validate: latest_charge.amount_refunded: amount_refunded is from 0 to amount_captured, or to the amount where releases are booked as refunds: it is 700, the limit is 300, recorded a body
`)
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

// What the library would forget to write, or write too little of, differs too.
func TestComparison(t *testing.T) {
	recorded := object{"object": "transfer", "amount_reversed": 30, "data": []any{1, 2}, "skipped": 1, "unknown": 1}
	c := comparison{skipped: []string{"skipped"}}
	c.objects("", object{"object": "transfer", "data": []any{}, "skipped": 2}, recorded)
	want := []difference{{"data", "0", "2"}, {"amount_reversed", "nothing", "30"}}
	if diff := cmp.Diff(want, c.found, cmp.AllowUnexported(difference{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadBodies(t *testing.T) {
	const facts = `{"id":"a","v":null,"kind":"fixture","steps":[{"op":"event"},{"op":"snapshot:charge"}]}`
	for _, tt := range []struct{ name, content, want string }{
		{"not JSON", `{"id":"b"}` + "\n{nope\n", "cases.jsonl:2: "},
		{"a step is missing", `{"id":"a","steps":[{"op":"snapshot:charge"}]}`, "cases.jsonl:1: scenario a, step 1: no body of event"},
		{"another order", `{"id":"a","steps":[{"op":"snapshot:charge"},{"op":"event"}]}`, "cases.jsonl:1: scenario a, step 2: no body of snapshot:charge"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range map[string]string{"facts.jsonl": facts, "cases.jsonl": tt.content} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if status, out := play(t, "-dir", dir); status != exitBadInput || !strings.Contains(out, tt.want) {
				t.Errorf("status %d, %q; want status %d, %q", status, out, exitBadInput, tt.want)
			}
		})
	}
}
