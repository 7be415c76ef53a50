package conformance_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/stripe/stripe-mock/embedded"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
)

// A fixture is a sample object of the API, and how it is read.
type fixture struct {
	kind    string
	read    json.Unmarshaler
	odd     []string          // in which the sample differs from the schema that it comes with
	invalid string            // what Validate says of a sample that cannot be
	changed map[string]string // members that are written as something else, with the reason
}

const (
	onlyType = "an error without a code is none: its type follows from the code"
	account  = "an account is its id"
)

var fixtures = []fixture{
	{
		kind: "payment_intent", read: new(intent.PaymentIntent),
		odd:     []string{"unknown payment_intent.source"},
		invalid: "validate: canceled_at: only a canceled intent was canceled at some time", // it also has a next action while it requires a method
		changed: map[string]string{
			"payment_intent.last_payment_error":        onlyType,
			"payment_intent.payment_method_options":    "{} and null say the same: nothing was requested",
			"payment_intent.transfer_data.destination": account,
		},
	},
	{
		kind: "charge", read: new(charge.Charge), odd: []string{"unknown charge.source"},
		changed: map[string]string{"charge.transfer_data.destination": account},
	},
	{kind: "refund", read: new(refund.Refund)},
	{
		kind: "setup_intent", read: new(setup.Intent),
		invalid: "validate: next_action: there is a next action if and only if the status is requires_action",
		changed: map[string]string{"setup_intent.last_setup_error": onlyType},
	},
	{kind: "application_fee", read: new(connect.ApplicationFee)},
	{kind: "fee_refund", read: new(connect.FeeRefund)},
	{kind: "transfer", read: new(connect.Transfer)},
	{kind: "transfer_reversal", read: new(connect.Reversal)},
	{kind: "event", read: new(webhook.Envelope)},
}

// TestFixtures: the sample objects that come with the schema are read, are possible, and what is modelled of them is written as it was.
func TestFixtures(t *testing.T) {
	var samples struct{ Resources map[string]json.RawMessage }
	if err := json.Unmarshal(embedded.OpenAPIFixtures, &samples); err != nil {
		t.Fatal(err)
	}
	for _, f := range fixtures {
		sample := samples.Resources[f.kind]
		if odd := published().violations(f.kind, sample); !slices.Equal(odd, f.odd) {
			t.Errorf("%s: the sample itself differs from the schema: %q, want %q", f.kind, odd, f.odd)
		}
		if err := f.read.UnmarshalJSON(sample); err != nil {
			t.Errorf("%s: %v", f.kind, err)
			continue
		}
		if v, ok := f.read.(interface{ Validate() error }); ok {
			if err := v.Validate(); err == nil && f.invalid != "" || err != nil && err.Error() != f.invalid {
				t.Errorf("%s: %v, want %q", f.kind, err, f.invalid)
			}
		}
		written, err := json.Marshal(f.read)
		if err != nil {
			t.Errorf("%s: %v", f.kind, err)
			continue
		}
		changed := map[string]string{}
		differ(t, f.kind, decoded(t, sample), decoded(t, written), changed)
		for place, how := range changed {
			if f.changed[place] == "" {
				t.Errorf("%s: %s", place, how)
			}
		}
		for place := range f.changed {
			if changed[place] == "" {
				t.Errorf("%s is declared to be written as something else, and is not", place)
			}
		}
	}
}

// differ lists where what was written is not what was read.
func differ(t *testing.T, place string, read, written any, changed map[string]string) {
	t.Helper()
	was, ok1 := read.(map[string]any)
	is, ok2 := written.(map[string]any)
	if !ok1 || !ok2 {
		if !reflect.DeepEqual(read, written) {
			changed[place] = show(t, read) + " is written as " + show(t, written)
		}
		return
	}
	for key, now := range is {
		before, ok := was[key]
		if !ok {
			changed[place+"."+key] = "it was not there, and is written as " + show(t, now)
			continue
		}
		differ(t, place+"."+key, before, now, changed)
	}
}

func decoded(t *testing.T, b []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func show(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
