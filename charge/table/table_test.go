package table_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/tranche-go/tranche/charge/table"
)

type (
	status    string
	operation string
	row       = table.Row[status, operation]
)

// rows are the life of a parcel: small, with loops, a pair of rows that share an arrow, and two ends, one of which allows something.
var rows = []row{
	{"", "pack", "packed", ""},
	{"packed", "send", "sent", "it is stamped"},
	{"packed", "send", "lost", ""},
	{"packed", "label", "packed", ""},
	{"packed", "stamp", "packed", ""},
	{"packed", "stamp", "packed", "again"},
	{"sent", "arrive", "received", ""},
	{"sent", "send", "sent", "to the next depot"},
	{"received", "sign", "received", ""},
}

var (
	statuses   = []status{"", "packed", "sent", "lost", "received"}
	operations = []operation{"pack", "send", "label", "stamp", "arrive", "sign"}
)

func TestAllows(t *testing.T) {
	parcel := table.New(rows...)
	for _, from := range append(statuses, "unknown") {
		for _, on := range append(operations, "unknown", "") {
			want := slices.ContainsFunc(rows, func(r row) bool { return r.From == from && r.On == on })
			if got := parcel.Allows(from, on); got != want {
				t.Errorf("%q in %q: %t", on, from, got)
			}
		}
	}
}

func TestLeads(t *testing.T) {
	parcel := table.New(rows...)
	for _, from := range append(statuses, "unknown") {
		for _, on := range append(operations, "unknown", "") {
			for _, to := range append(statuses, "unknown") {
				want := slices.ContainsFunc(rows, func(r row) bool { return r.From == from && r.On == on && r.To == to })
				if got := parcel.Leads(from, on, to); got != want {
					t.Errorf("%q from %q to %q: %t", on, from, to, got)
				}
			}
		}
	}
}

func TestRowsIsACopy(t *testing.T) {
	given := slices.Clone(rows)
	parcel := table.New(given...)
	given[0].To = "burnt" // of the caller, not of the table
	got := parcel.Rows()
	if !slices.Equal(got, rows) {
		t.Fatalf("the rows are %v", got)
	}
	got[0].To = "burnt"
	if !slices.Equal(parcel.Rows(), rows) {
		t.Error("the table's own rows have changed")
	}
}

func TestStatuses(t *testing.T) {
	if got := table.New(rows...).Statuses(); !slices.Equal(got, statuses) {
		t.Errorf("the statuses are %q, want %q", got, statuses)
	}
}

func TestMermaid(t *testing.T) {
	const want = `stateDiagram-v2
    [*] --> packed: pack
    packed --> sent: send
    packed --> lost: send
    packed --> packed: label, stamp
    sent --> received: arrive
    sent --> sent: send
    received --> received: sign
    lost --> [*]
    received --> [*]
`
	if got := table.New(rows...).Mermaid(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDOT(t *testing.T) {
	const want = `digraph {
	"" -> "packed" [label="pack"]
	"packed" -> "sent" [label="send"]
	"packed" -> "lost" [label="send"]
	"packed" -> "packed" [label="label, stamp"]
	"sent" -> "received" [label="arrive"]
	"sent" -> "sent" [label="send"]
	"received" -> "received" [label="sign"]
}
`
	if got := table.New(rows...).DOT(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestZeroTable(t *testing.T) {
	var zero table.Table[status, operation]
	for name, empty := range map[string]*table.Table[status, operation]{"zero": &zero, "no rows": table.New[status, operation]()} {
		if empty.Allows("", "") || empty.Leads("", "", "") {
			t.Errorf("%s: something is allowed", name)
		}
		if len(empty.Rows()) != 0 || len(empty.Statuses()) != 0 {
			t.Errorf("%s: there are rows or statuses", name)
		}
		if got, want := empty.Mermaid(), "stateDiagram-v2\n"; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if got, want := empty.DOT(), "digraph {\n}\n"; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// many returns rows with n operations.
func many(n int) []row {
	all := make([]row, n)
	for i := range all {
		all[i] = row{From: "open", On: operation(fmt.Sprint(i)), To: "open"}
	}
	return all
}

func TestSixtyFourOperations(t *testing.T) {
	full := table.New(append(many(64), row{From: "shut", On: "63", To: "open"})...)
	for i := range 64 {
		on := operation(fmt.Sprint(i))
		if !full.Allows("open", on) {
			t.Errorf("operation %s is not allowed", on)
		}
		if got, want := full.Allows("shut", on), i == 63; got != want {
			t.Errorf("operation %s of the other status: %t", on, got)
		}
	}
}

func TestMoreOperationsPanic(t *testing.T) {
	defer func() {
		if got, want := recover(), "table: more than 64 operations"; got != want {
			t.Errorf("panicked with %v, want %q", got, want)
		}
	}()
	table.New(many(65)...)
}

func TestAllowsAllocatesNothing(t *testing.T) {
	parcel := table.New(rows...)
	allowed := 0
	if n := testing.AllocsPerRun(100, func() {
		for _, from := range statuses {
			for _, on := range operations {
				if parcel.Allows(from, on) {
					allowed++
				}
			}
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if allowed == 0 {
		t.Error("nothing was allowed")
	}
}

func ExampleTable() {
	door := table.New(
		row{"open", "close", "closed", ""},
		row{"closed", "open", "open", "it is not locked"},
	)
	fmt.Println(door.Allows("open", "close"), door.Allows("open", "open"))
	fmt.Print(door.Mermaid())
	// Output:
	// true false
	// stateDiagram-v2
	//     open --> closed: close
	//     closed --> open: open
}

func BenchmarkAllows(b *testing.B) {
	parcel := table.New(rows...)
	for b.Loop() {
		parcel.Allows("sent", "arrive")
	}
}
