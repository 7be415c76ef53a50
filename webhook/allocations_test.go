package webhook_test

import (
	"testing"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

// What an event of a partial capture may take from memory. The race detector takes one more.
func TestAllocations(t *testing.T) {
	budgets := map[event.Type]struct{ open, write float64 }{
		event.PaymentIntentAmountCapturableUpdated: {35, 27},
		event.ChargeUpdated:                        {51, 39},
	}
	part := intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true}
	for _, told := range held(t, intent.CaptureMethodManual, part) {
		budget, ok := budgets[told.EventType()]
		if !ok {
			t.Fatalf("%s has no budget", told)
		}
		e := webhook.Envelope{ID: "evt_1", APIVersion: "2025-03-31.basil", Event: told}
		body, err := e.MarshalJSON()
		header := webhook.Sign(body, signed, secret)
		open := testing.AllocsPerRun(100, func() { _, err = webhook.Open(body, header, signed, secret) })
		if err != nil || open > budget.open {
			t.Errorf("%s: Open takes %v allocations, want at most %v (%v)", told, open, budget.open, err)
		}
		write := testing.AllocsPerRun(100, func() { _, err = e.MarshalJSON() })
		if err != nil || write > budget.write {
			t.Errorf("%s: MarshalJSON takes %v allocations, want at most %v (%v)", told, write, budget.write, err)
		}
	}
}
