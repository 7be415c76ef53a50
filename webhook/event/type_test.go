package event_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/webhook/event"
)

// declared returns every Type that type.go declares, with the object that its comment names.
func declared(t *testing.T) map[event.Type]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "type.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[event.Type]string{}
	for _, d := range f.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			continue
		}
		for _, s := range decl.Specs {
			spec := s.(*ast.ValueSpec)
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			objects[event.Type(text)] = strings.TrimSpace(spec.Comment.Text())
		}
	}
	if len(objects) == 0 {
		t.Fatal("type.go declares no types")
	}
	return objects
}

func TestTypes(t *testing.T) {
	var want []event.Type
	for typ := range declared(t) {
		want = append(want, typ)
	}
	slices.Sort(want)
	got := event.Types()
	if !slices.Equal(got, want) {
		t.Errorf("the types are %q, but type.go declares %q", got, want)
	}
	got[0] = "changed by a caller"
	if !slices.Equal(event.Types(), want) {
		t.Error("a caller has changed the types")
	}
}

// The spelling is what goes over the wire, so it is written down once more.
func TestSpelling(t *testing.T) {
	const want = `
application_fee.created application_fee.refund.updated application_fee.refunded
charge.captured charge.expired charge.failed charge.pending charge.refund.updated charge.refunded charge.succeeded charge.updated
payment_intent.amount_capturable_updated payment_intent.canceled payment_intent.created payment_intent.partially_funded
payment_intent.payment_failed payment_intent.processing payment_intent.requires_action payment_intent.succeeded
refund.created refund.failed refund.updated
setup_intent.canceled setup_intent.created setup_intent.requires_action setup_intent.setup_failed setup_intent.succeeded
transfer.created transfer.reversed transfer.updated`
	for i, typ := range strings.Fields(want) {
		if all := event.Types(); i >= len(all) || all[i] != event.Type(typ) {
			t.Errorf("%s is not type %d of %q", typ, i, all)
		}
	}
}

func TestObject(t *testing.T) {
	for typ, want := range declared(t) {
		if got := typ.Object(); got != want {
			t.Errorf("%s shows a %q, but its comment says %q", typ, got, want)
		}
	}
	for typ, want := range map[event.Type]string{
		"":                "",
		"payout.paid":     "payout", // a type that this module does not know
		"balance":         "balance",
		".refund.updated": "",
	} {
		if got := typ.Object(); got != want {
			t.Errorf("%q shows a %q, want %q", typ, got, want)
		}
	}
}

// There are no such types, though one would look for them.
func TestTypesThatDoNotExist(t *testing.T) {
	for _, typ := range []event.Type{
		"payment_intent.updated", "payment_intent.requires_capture", "setup_intent.processing", "setup_intent.updated", "charge.canceled", "refund.canceled",
	} {
		if slices.Contains(event.Types(), typ) {
			t.Errorf("%s is declared", typ)
		}
	}
}
