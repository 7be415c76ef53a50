package intenttest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// compareEvents says how events that were sent differ from what has to be sent, or "". The order does not count, and events about fees and
// transfers do not either. Each event shows the payment as it is now, and those of which the API promises it list the old values.
func compareEvents(events []event.Event, want []event.Type, before, now Totals) string {
	var told []event.Type
	for _, e := range events {
		switch e.EventType().Object() {
		case "payment_intent", "charge", "refund":
			told = append(told, e.EventType())
		}
	}
	slices.Sort(told)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(told, want) {
		return fmt.Sprintf("events are [%s], want [%s]", join(told), join(want))
	}
	for _, e := range events {
		if d := compareEvent(e, before, now); d != "" {
			return string(e.EventType()) + ": " + d
		}
	}
	return ""
}

// compareEvent says what is wrong with one event, or "".
func compareEvent(e event.Event, before, now Totals) string {
	switch e := e.(type) {
	case *intent.Event:
		if d := TotalsOf(*e.PaymentIntent).differences(now); d != "" {
			return d
		}
		if e.Type != event.PaymentIntentAmountCapturableUpdated || before.Status != intent.StatusRequiresCapture {
			return ""
		}
		old := e.Before()
		return previously(Totals{AmountCapturable: TotalsOf(old).AmountCapturable}.differences(before))
	case *charge.Event:
		if d := totalsOfCharge(*e.Charge).differences(now); d != "" {
			return d
		}
		switch e.Type {
		case event.ChargeCaptured, event.ChargeUpdated, event.ChargeRefunded:
			return previously(totalsOfCharge(e.Before()).differences(before))
		default: // the API promises none
		}
	}
	return ""
}

// totalsOfCharge returns what a charge by itself shows. Of its fee an event about it lists no amount.
func totalsOfCharge(c charge.Charge) Totals {
	t := TotalsOf(intent.PaymentIntent{LatestCharge: c})
	return Totals{AmountCaptured: t.AmountCaptured, AmountRefunded: t.AmountRefunded, Captured: t.Captured, Refunded: t.Refunded}
}

// previously says that a difference is about the old values.
func previously(difference string) string {
	if difference == "" {
		return ""
	}
	return "previous_attributes: " + difference
}

func join(types []event.Type) string {
	var b strings.Builder
	for i, t := range types {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(string(t))
	}
	return b.String()
}
