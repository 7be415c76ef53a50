package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/webhook"
)

// The webhooks in testdata/bodies, one sequence of which is too long for every order, give one view.
func TestSequences(t *testing.T) {
	_, out := play(t, "-dir", "testdata/bodies")
	const want = "\n\n8 sequences of events = 7 same view in every order + 1 about no payment + 0 differ + 0 not decoded\n"
	if !strings.HasSuffix(out, want) {
		t.Errorf("the output ends with\n%s, want %s", out[max(0, len(out)-200):], want)
	}
}

// What a view cannot know, what cannot follow, and what is no webhook is told, and counts as a difference.
func TestDifferencesOfSequences(t *testing.T) {
	status, out := play(t, "-dir", "testdata/wrong_bodies")
	want := strings.TrimLeft(`
refund_comes_back: differ: the view shows 0 refunded, and the last events 300
falls_and_rises: differ: the view shows ch_1 succeeded, captured 4200, refunded 0, and the last event ch_1 succeeded, captured 4200, refunded 500
goes_back: differ: the view shows pi_1 succeeded 4200 eur, capturable 0, received 4200, and the last event pi_1 processing 4200 eur, capturable 0, received 0
no_amount: not decoded: event 1 charge.succeeded: decode: data.object.amount: Missing required param.
5 sequences of events = 1 same view in every order + 0 about no payment + 3 differ + 1 not decoded
`, "\n")
	_, got, _ := strings.Cut(out, "neither\n\n")
	if diff := cmp.Diff(want, got); diff != "" || status != exitDiffers {
		t.Errorf("status %d, (-want +got):\n%s", status, diff)
	}
	_, out = play(t, "-dir", "testdata/wrong_bodies", "-kind", "recording")
	if !strings.HasSuffix(out, "\n1 sequences of events = 0 same view in every order + 0 about no payment + 0 differ + 1 not decoded\n") {
		t.Errorf("of recordings, the output ends with\n%s", out[max(0, len(out)-200):])
	}
}

// A sequence whose events are wrong is a difference also where no step is.
func TestStatusOfSequences(t *testing.T) {
	const facts = `{"id":"a","v":null,"kind":"fixture","steps":[{"op":"event"}]}`
	for content, want := range map[string]int{
		`{"id":"b","events":[{"type":"customer.created","object":{}}]}`: exitPredicted,
		`{"id":"b","events":[{"type":"charge.updated","object":{}}]}`:   exitDiffers,
		`{"id":"b","events":[{"type":"charge.updated"}]}`:               exitDiffers,
		`{"id":"b","events":[]}`:                                        exitBadInput,
		`{"events":[{"type":"other"}]}`:                                 exitBadInput,
		`{nope`:                                                         exitBadInput,
	} {
		dir := t.TempDir()
		for name, content := range map[string]string{"facts.jsonl": facts, "event_sequences.jsonl": content} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if status, out := play(t, "-dir", dir); status != want {
			t.Errorf("%s: status %d, want %d\n%s", content, status, want, out)
		}
	}
}

// What believes whatever came last is found out, in every order and in shuffles.
func TestInEveryOrderRejects(t *testing.T) {
	all, err := readSequences("testdata/bodies/event_sequences.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		events, err := q.decode()
		if err != nil {
			t.Fatal(err)
		}
		for _, of := range byPayment(events) {
			last := func(_ webhook.View, e webhook.Envelope) webhook.View { return webhook.View{}.Apply(e) }
			if _, err := inEveryOrder(of, last); err == nil && len(of) > 1 {
				t.Errorf("%s: it does not matter which of %d events comes last", q.ID, len(of))
			}
		}
	}
}
