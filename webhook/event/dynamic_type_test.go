package event_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"regexp"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// Each kind of object that operations return events about has one Go type of events, and the documentation of Event lists them all.
func TestDynamicTypes(t *testing.T) {
	kinds := map[string]event.Event{
		"payment_intent":  &intent.Event{PaymentIntent: &intent.PaymentIntent{ID: "id_1"}},
		"charge":          &charge.Event{Charge: &charge.Charge{ID: "id_1"}},
		"refund":          &refund.Event{Refund: &refund.Refund{ID: "id_1"}},
		"application_fee": &connect.ApplicationFeeEvent{ApplicationFee: &connect.ApplicationFee{ID: "id_1"}},
		"transfer":        &connect.TransferEvent{Transfer: &connect.Transfer{ID: "id_1"}},
		"setup_intent":    &setup.Event{SetupIntent: &setup.Intent{ID: "id_1"}},
	}
	f, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]string{} // Go type to the beginning of the types of events
	for _, group := range f.Comments {
		for _, line := range regexp.MustCompile(`(?m)^\t(\*\w+\.\w+) +(\w+)\.\*`).FindAllStringSubmatch(group.Text(), -1) {
			documented[line[1]] = line[2]
		}
	}
	if len(documented) != len(kinds) {
		t.Errorf("event.go lists the types %q, and there are %d", documented, len(kinds))
	}
	for object, e := range kinds {
		if got := documented[fmt.Sprintf("%T", e)]; got != object {
			t.Errorf("event.go says that %T shows a %q, want %q", e, got, object)
		}
		if e.ObjectID() != "id_1" {
			t.Errorf("%T shows %q", e, e.ObjectID())
		}
	}
	for _, typ := range event.Types() {
		switch object := typ.Object(); object {
		case "fee_refund": // a name for callers
		default:
			if kinds[object] == nil {
				t.Errorf("%s shows a %s, of which there are no events", typ, object)
			}
		}
	}
}
