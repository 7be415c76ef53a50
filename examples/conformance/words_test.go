package conformance_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stripe/stripe-mock/embedded"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// TestWords: the constants of the core are the words of the schema, and the other way round, but for those that are not modelled.
func TestWords(t *testing.T) {
	for _, test := range []struct {
		place string
		words []string
		other []string // of the schema, and not of the core
		why   string
	}{
		{place: "payment_intent.status", words: texts(slices.DeleteFunc(intent.Transitions().Statuses(), none)...)},
		{place: "payment_intent.capture_method", words: texts(intent.CaptureMethodAutomatic, intent.CaptureMethodAutomaticAsync, intent.CaptureMethodManual)},
		{place: "payment_intent.confirmation_method", words: texts(intent.ConfirmationMethodAutomatic, intent.ConfirmationMethodManual)},
		{place: "payment_intent.setup_future_usage", words: texts(intent.SetupFutureUsageOffSession, intent.SetupFutureUsageOnSession)},
		{
			place: "payment_intent.cancellation_reason",
			words: texts(intent.ReasonAbandoned, intent.ReasonAutomatic, intent.ReasonDuplicate, intent.ReasonExpired, intent.ReasonFraudulent, intent.ReasonRequestedByCustomer),
			other: []string{"failed_invoice", "void_invoice"}, why: "of invoices, which are not modelled",
		},
		{place: "payment_intent_payment_method_options_card.request_multicapture", words: []string{intent.IfAvailable.String(), intent.Never.String()}},
		{place: "charge.status", words: texts(charge.StatusSucceeded, charge.StatusPending, charge.StatusFailed)},
		{
			place: "refund.reason",
			words: texts(refund.ReasonDuplicate, refund.ReasonFraudulent, refund.ReasonRequestedByCustomer, refund.ReasonExpiredUncapturedCharge),
		},
		{place: "refund.pending_reason", words: texts(refund.PendingCharge, refund.PendingInsufficientFunds, refund.PendingProcessing)},
		{place: "refund_destination_details_card.type", words: texts(refund.DestinationTypePending, refund.DestinationTypeRefund, refund.DestinationTypeReversal)},
		{place: "setup_intent.status", words: texts(slices.DeleteFunc(setup.Transitions().Statuses(), none)...)},
		{place: "setup_intent.cancellation_reason", words: texts(intent.ReasonAbandoned, intent.ReasonDuplicate, intent.ReasonRequestedByCustomer)},
		{
			place: "api_errors.type", words: texts(code.TypeCard, code.TypeInvalidRequest),
			other: []string{"api_error", "idempotency_error"}, why: "of the API's own trouble, which the rules do not know",
		},
	} {
		kind, property, _ := strings.Cut(test.place, ".")
		got := words(published().at(kind, property))
		if want := slices.Concat(test.words, test.other); len(got) == 0 || !same(got, want) {
			t.Errorf("%s is one of %q, want %q", test.place, got, want)
		}
	}
}

// TestEventTypes: the types of events that the core knows are all that the API has of its objects.
func TestEventTypes(t *testing.T) {
	var all []string
	for _, typ := range subscriptions(t) {
		object, _, _ := strings.Cut(typ, ".")
		dispute := strings.HasPrefix(typ, "charge.dispute.") // whose object is not modelled
		if slices.Contains([]string{"payment_intent", "charge", "refund", "setup_intent", "application_fee", "transfer"}, object) && !dispute {
			all = append(all, typ)
		}
	}
	if got := texts(event.Types()...); !same(got, all) {
		t.Errorf("%q, and the API has %q", got, all)
	}
}

// subscriptions returns what a webhook endpoint can subscribe to.
func subscriptions(t *testing.T) []string {
	t.Helper()
	type schema struct {
		Properties struct {
			EnabledEvents struct{ Items struct{ Enum []string } } `json:"enabled_events"`
		}
	}
	var spec struct {
		Paths struct {
			Endpoints struct {
				Post struct {
					RequestBody struct {
						Content map[string]struct{ Schema schema }
					}
				}
			} `json:"/v1/webhook_endpoints"`
		}
	}
	if err := json.Unmarshal(embedded.OpenAPISpec, &spec); err != nil {
		t.Fatal(err)
	}
	return spec.Paths.Endpoints.Post.RequestBody.Content["application/x-www-form-urlencoded"].Schema.Properties.EnabledEvents.Items.Enum
}

// words returns what an enum allows.
func words(of *jsonschema.Schema) []string {
	if of == nil {
		return nil
	}
	var all []string
	if of.Enum != nil {
		for _, word := range of.Enum.Values {
			all = append(all, word.(string))
		}
	}
	for _, or := range of.AnyOf {
		all = append(all, words(or)...)
	}
	return all
}

func none[S ~string](s S) bool { return s == "" }

func texts[S ~string](words ...S) []string {
	var all []string
	for _, word := range words {
		all = append(all, string(word))
	}
	return all
}

func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
