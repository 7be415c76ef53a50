package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"testing"

	"github.com/stripe/stripe-go/v85"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/examples/conformance/stripego"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

// tree returns the members of a document.
func tree(t rapid.TB, b []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	return v
}

// lost returns the places of what stripe-go does not have as the core wrote it. It has zero for null, and a struct with an id for an id.
func lost(place string, ours, theirs any) (places []string) {
	switch our := ours.(type) {
	case nil:
		if object, _ := theirs.(map[string]any); theirs == nil || theirs == "" || theirs == json.Number("0") || object != nil && len(object) == 0 {
			return nil
		}
	case map[string]any:
		their, ok := theirs.(map[string]any)
		if !ok && len(our) > 0 {
			break
		}
		for key, member := range our {
			places = append(places, lost(place+"."+key, member, their[key])...)
		}
		return places
	case []any:
		their, _ := theirs.([]any)
		if len(our) != len(their) {
			break
		}
		for i := range our {
			places = append(places, lost(place, our[i], their[i])...)
		}
		return places
	case string:
		if object, ok := theirs.(map[string]any); ok && object["object"] == "" {
			theirs = object["id"]
		}
		if our == theirs {
			return nil
		}
	case bool:
		if our == theirs || !our && theirs == nil {
			return nil
		}
	case json.Number:
		if our == theirs || our == "0" && theirs == nil {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: %v is %v", place, ours, theirs)}
}

// structOf returns a struct of stripe-go for a kind of object.
func structOf(kind string) any {
	switch kind {
	case "payment_intent":
		return new(stripe.PaymentIntent)
	case "charge":
		return new(stripe.Charge)
	case "refund":
		return new(stripe.Refund)
	case "application_fee":
		return new(stripe.ApplicationFee)
	case "transfer":
		return new(stripe.Transfer)
	case "setup_intent":
		return new(stripe.SetupIntent)
	default:
		return nil
	}
}

// kept returns what is not found again of what the core wrote when stripe-go has read and written it.
func kept(t *testing.T, kind string, b []byte, object any) []string {
	t.Helper()
	if err := json.Unmarshal(b, object); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	again, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return lost(kind, tree(t, b), tree(t, again))
}

// dropped is what stripe-go does not keep, and why.
var dropped = map[string]string{
	"application_fee.refunds.object: list is <nil>": "a list does not say that it is one",
	"transfer.reversals.object: list is <nil>":      "the same",
}

// Whatever webhooks of this module show, stripe-go reads, with nothing lost.
func TestStripeGoLosesNothing(t *testing.T) {
	seen := map[string]bool{}
	types := map[event.Type]int{}
	occurs := map[string][]byte{}
	everyMoment(t, func(m moment) {
		for _, e := range m.events {
			b, err := webhook.Envelope{ID: "evt_1", Event: e, APIVersion: intent.Version(stripe.APIVersion), Account: "acct_1", PendingWebhooks: 1, Request: webhook.Request{ID: "req_1", IdempotencyKey: "key_1"}}.MarshalJSON()
			if err != nil {
				t.Fatalf("%s: %v", e, err)
			}
			key := string(positive.ReplaceAll(b, []byte("1")))
			if seen[key] {
				continue
			}
			seen[key] = true
			types[e.EventType()]++
			var whole stripe.Event
			places := kept(t, "event", b, &whole)
			kind := e.EventType().Object()
			for _, place := range append(places, kept(t, kind, whole.Data.Raw, structOf(kind))...) {
				occurs[place] = b
			}
		}
	})
	for place, b := range occurs {
		if dropped[place] == "" {
			t.Errorf("%s in %s", place, b)
		}
	}
	for place := range dropped {
		if occurs[place] == nil {
			t.Errorf("%s is declared, and does not occur", place)
		}
	}
	t.Logf("%d events of %d types", len(seen), len(types))
}

// positive numbers differ in nothing that a conversion looks at.
var positive = regexp.MustCompile(`[1-9][0-9]*`)

// plain returns a document without what the API does not show, and with null for a fee of 0, which stripe-go cannot tell from it.
func plain(t rapid.TB, b []byte) []byte {
	t.Helper()
	var strip func(v any)
	strip = func(v any) {
		object, _ := v.(map[string]any)
		delete(object, "tranche")
		if object["application_fee_amount"] == json.Number("0") {
			object["application_fee_amount"] = nil
		}
		for _, member := range object {
			strip(member)
		}
	}
	v := tree(t, b)
	strip(v)
	shown, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// goes holds an object that goes through stripe-go to what is read of the same JSON without it, and what comes back to what went.
func goes[Ours comparable, Theirs any](t rapid.TB, b []byte, dst json.Unmarshaler, from func(*Theirs) (Ours, error), to func(Ours) (*Theirs, error)) Ours {
	t.Helper()
	shown := plain(t, b)
	if err := dst.UnmarshalJSON(shown); err != nil {
		t.Fatalf("%s: %v", shown, err)
	}
	their := new(Theirs)
	if err := json.Unmarshal(b, their); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	ours, err := from(their)
	if want := *any(dst).(*Ours); err != nil || ours != want {
		t.Fatalf("%s\nreads as\n%+v\nand of stripe-go as\n%+v\n%v", shown, want, ours, err)
	}
	back, err := to(ours)
	if err != nil || !reflect.DeepEqual(back, their) {
		t.Fatalf("%s\n%+v\ncomes back as\n%+v\n%v", b, their, back, err)
	}
	return ours
}

// payments holds a payment, with its charge expanded and not.
func payments(t rapid.TB, pi intent.PaymentIntent) (expanded, wire intent.PaymentIntent) {
	t.Helper()
	rules := pi.Rules
	pi.Rules.Version = "" // of which the JSON is
	b, err := pi.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	from := func(p *stripe.PaymentIntent) (intent.PaymentIntent, error) { return stripego.PaymentIntent(p, rules) }
	expanded = goes(t, b, &intent.PaymentIntent{Rules: rules}, from, stripego.ToPaymentIntent)
	wire = goes(t, pi.Wire(""), &intent.PaymentIntent{Rules: rules}, from, stripego.ToPaymentIntent)
	return expanded, wire
}

// What is read of stripe-go's structs is what is read of the JSON that they were read from, and it goes back as it came.
func TestStripeGoThereAndBack(t *testing.T) {
	seen := map[string]bool{}
	fees := 0 // of 0
	// written returns the JSON of an object, and whether it is new.
	written := func(v json.Marshaler) (b []byte, isNew bool) {
		b, err := v.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		fees += bytes.Count(b, []byte(`"application_fee_amount":0,`))
		key := string(positive.ReplaceAll(b, []byte("1")))
		known := seen[key]
		seen[key] = true
		return b, !known
	}
	everyMoment(t, func(m moment) {
		if m.payment != nil {
			if _, isNew := written(m.payment); isNew {
				payments(t, *m.payment)
			}
		}
		if m.setup != nil {
			si := *m.setup
			si.Rules.Version = ""
			from := func(s *stripe.SetupIntent) (setup.Intent, error) { return stripego.SetupIntent(s, si.Rules) }
			if b, isNew := written(si); isNew {
				goes(t, b, &setup.Intent{Rules: si.Rules}, from, stripego.ToSetupIntent)
				goes(t, si.Wire(""), &setup.Intent{Rules: si.Rules}, from, stripego.ToSetupIntent)
			}
		}
		for _, e := range m.events {
			switch e := e.(type) {
			case *charge.Event:
				if b, isNew := written(e.Charge); isNew {
					goes(t, b, new(charge.Charge), stripego.Charge, stripego.ToCharge)
					goes(t, e.Charge.Wire(), new(charge.Charge), stripego.Charge, stripego.ToCharge)
				}
			case *refund.Event:
				if b, isNew := written(e.Refund); isNew {
					goes(t, b, new(refund.Refund), stripego.Refund, stripego.ToRefund)
					goes(t, e.Refund.Wire(), new(refund.Refund), stripego.Refund, stripego.ToRefund)
				}
			case *connect.ApplicationFeeEvent:
				if b, isNew := written(e.ApplicationFee); isNew {
					goes(t, b, new(connect.ApplicationFee), stripego.ApplicationFee, stripego.ToApplicationFee)
				}
			case *connect.TransferEvent:
				if b, isNew := written(e.Transfer); isNew {
					goes(t, b, new(connect.Transfer), stripego.Transfer, stripego.ToTransfer)
				}
			}
		}
	})
	if fees == 0 {
		t.Error("no fee of 0, which stripe-go reads as null")
	}
	t.Logf("%d objects", len(seen))
}

// Asked of a payment that came through stripe-go, every question has the answer that it has of the JSON: yes, no for the same reason, or
// unknown.
func TestStripeGoAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pi := intenttest.Reached().Draw(t, "payment")
		expanded, wire := payments(t, pi)
		pi.Rules.Version = ""
		all, err := pi.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		for _, through := range []struct {
			payment intent.PaymentIntent
			json    []byte
		}{{expanded, all}, {wire, pi.Wire("")}} {
			read := intent.PaymentIntent{Rules: through.payment.Rules}
			shown := plain(t, through.json)
			if err := read.UnmarshalJSON(shown); err != nil {
				t.Fatal(err)
			}
			for range 5 {
				c := intenttest.Command(pi).Draw(t, "command")
				if got, want := intent.Check(through.payment, c), intent.Check(read, c); !reflect.DeepEqual(got, want) {
					t.Fatalf("%s of %s: %v, want %v", c, pi, got, want)
				}
			}
		}
	})
}
