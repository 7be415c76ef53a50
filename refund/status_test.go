package refund_test

import (
	"slices"
	"testing"

	"github.com/tranche-go/tranche/refund"
)

// statuses are all that a refund can be in, the unset one, and one that this package does not know.
var statuses = []refund.Status{
	"", refund.StatusPending, refund.StatusRequiresAction, refund.StatusSucceeded, refund.StatusFailed, refund.StatusCanceled, "unknown",
}

// leads is where each status leads to, once more.
var leads = map[refund.Status][]refund.Status{
	"":                {"succeeded", "pending", "requires_action"},
	"requires_action": {"pending", "failed", "canceled"},
	"pending":         {"succeeded", "requires_action", "failed", "canceled"},
	"succeeded":       {"failed"}, // a bank can still reject it
}

func TestLeads(t *testing.T) {
	for _, from := range statuses {
		for _, to := range statuses {
			if got, want := from.Leads(to), slices.Contains(leads[from], to); got != want {
				t.Errorf("%q leads to %q: %t", from, to, got)
			}
		}
	}
}

// Each change has one cause, and succeeded is not an end.
func TestDiagram(t *testing.T) {
	const want = `stateDiagram-v2
    [*] --> succeeded: create
    [*] --> pending: create
    [*] --> requires_action: create
    requires_action --> pending: answered
    requires_action --> failed: expired
    requires_action --> canceled: canceled
    pending --> succeeded: arrived
    pending --> requires_action: returned
    pending --> failed: rejected
    pending --> canceled: canceled
    succeeded --> failed: rejected
    failed --> [*]
    canceled --> [*]
`
	if got := refund.Transitions().Mermaid(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCounts(t *testing.T) {
	for _, s := range statuses {
		if want := s != "failed" && s != "canceled"; s.Counts() != want {
			t.Errorf("%q counts: %t", s, s.Counts())
		}
	}
}

// A refund that no longer counts never counts again: its amount is given back once.
func TestNothingLeavesTheEnds(t *testing.T) {
	for _, from := range statuses {
		for _, to := range statuses {
			if from.Leads(to) && !from.Counts() {
				t.Errorf("%q leads to %q", from, to)
			}
		}
	}
}
