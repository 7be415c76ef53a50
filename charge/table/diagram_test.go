package table_test

import (
	"slices"
	"testing"

	"github.com/tranche-go/tranche/charge/table"
)

// walked is a walk of the parcel that began when it was packed: there are numbers beside the names, and an arrow without a label.
var walked = table.Diagram[status]{
	Arrows: []table.Arrow[status]{
		{"", "packed", ""},
		{"packed", "packed", "label 2"},
		{"packed", "sent", "send 1"},
	},
	Notes: map[status]string{"": "nowhere", "packed": "3 parcels", "sent": "", "lost": "no arrow"},
}

func TestDiagramMermaid(t *testing.T) {
	const want = `stateDiagram-v2
    packed: packed, 3 parcels
    [*] --> packed
    packed --> packed: label 2
    packed --> sent: send 1
    sent --> [*]
`
	if got := walked.Mermaid(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDiagramDOT(t *testing.T) {
	const want = `digraph {
	"packed" [label="packed, 3 parcels"]
	"" -> "packed" [label=""]
	"packed" -> "packed" [label="label 2"]
	"packed" -> "sent" [label="send 1"]
}
`
	if got := walked.DOT(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDiagramStatuses(t *testing.T) {
	if got, want := walked.Statuses(), []status{"", "packed", "sent"}; !slices.Equal(got, want) {
		t.Errorf("the statuses are %q, want %q", got, want)
	}
}
