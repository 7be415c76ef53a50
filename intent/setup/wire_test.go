package setup_test

import (
	"testing"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// A webhook shows the attempt by its id, statuses as the version has them, and nothing that the API does not show.
func TestWire(t *testing.T) {
	si := setup.Intent{
		ID: "seti_1", Status: setup.StatusRequiresAction, Usage: setup.UsageOffSession, PaymentMethod: "pm_1", NextAction: "use_stripe_sdk",
		ConfirmationMethod: intent.ConfirmationMethodManual, Confirmations: 1,
		LatestAttempt: setup.Attempt{ID: "setatt_1", Status: setup.AttemptStatusRequiresAction},
	}
	const rest = `"on_behalf_of":null,"payment_method":"pm_1","single_use_mandate":null,"status":`
	const begin = `{"id":"seti_1","object":"setup_intent","cancellation_reason":null,"created":0,"customer":null,"last_setup_error":null,` +
		`"latest_attempt":"setatt_1","mandate":null,`
	for v, want := range map[intent.Version]string{
		"":           begin + `"next_action":{"type":"use_stripe_sdk"},` + rest + `"requires_action","usage":"off_session"}`,
		"2018-11-08": begin + `"next_source_action":{"type":"use_stripe_sdk"},` + rest + `"requires_source_action","usage":"off_session"}`,
	} {
		if got := string(si.Wire(v)); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}
