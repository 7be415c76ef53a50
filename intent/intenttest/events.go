package intenttest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// An account is what the events of one command are compared with.
type account struct {
	before, now Totals
	model       *Model        // after the command
	refund      refund.Refund // that the command was about, as it is now
}

// compare says how events that were sent differ from what has to be sent, or "". The order does not count, and events about fees and
// transfers do not either. Each event shows its object as it is now, and those of which the API promises it list the old values.
func (a *account) compare(events []event.Event, want []event.Type) string {
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
		if d := a.compareEvent(e); d != "" {
			return string(e.EventType()) + ": " + d
		}
	}
	return ""
}

// compareEvent says what is wrong with one event, or "".
func (a *account) compareEvent(e event.Event) string {
	object := e.EventType().Object()
	switch object {
	case "payment_intent":
		if e, ok := e.(*intent.Event); ok && e.PaymentIntent != nil {
			return a.compareIntent(e)
		}
	case "charge":
		if e, ok := e.(*charge.Event); ok && e.Charge != nil {
			return a.compareCharge(e)
		}
	case "refund":
		if e, ok := e.(*refund.Event); ok && e.Refund != nil {
			return a.compareRefund(e.Refund)
		}
	default: // of a fee or a transfer
		return ""
	}
	return "it shows no " + object
}

func (a *account) compareIntent(e *intent.Event) string {
	pi := e.PaymentIntent
	d := different("id", pi.ID, a.model.Payment.ID)
	if c := &pi.LatestCharge; c.ID != "" {
		d = cmp.Or(d, different("latest_charge", c.ID, a.model.Charge))
	}
	if d = cmp.Or(d, TotalsOf(*pi).differences(a.now)); d != "" {
		return d
	}
	if e.Type != event.PaymentIntentAmountCapturableUpdated || a.before.Status != intent.StatusRequiresCapture {
		return ""
	}
	old := e.Before()
	return previously(Totals{AmountCapturable: TotalsOf(old).AmountCapturable}.differences(a.before))
}

// compareCharge compares of a charge that was not expanded the id alone.
func (a *account) compareCharge(e *charge.Event) string {
	c := e.Charge
	d := different("id", c.ID, a.model.Charge)
	if !c.Known() {
		return d
	}
	d = cmp.Or(d, different("payment_intent", cmp.Or(c.PaymentIntent, a.model.Payment.ID), a.model.Payment.ID),
		different("status", c.Status, charge.StatusSucceeded), different("amount", c.Amount, a.model.Payment.Amount),
		totalsOfCharge(*c).differences(a.now))
	if d != "" {
		return d
	}
	switch e.Type {
	case event.ChargeCaptured, event.ChargeUpdated, event.ChargeRefunded:
		return previously(totalsOfCharge(e.Before()).differences(a.before))
	default: // the API promises none
		return ""
	}
}

// compareRefund compares of what a refund is of only what it shows.
func (a *account) compareRefund(r *refund.Refund) string {
	return cmp.Or(different("id", r.ID, a.refund.ID), different("status", r.Status, a.refund.Status), different("amount", r.Amount, a.refund.Amount),
		different("charge", cmp.Or(r.Charge, a.refund.Charge), a.refund.Charge),
		different("payment_intent", cmp.Or(r.PaymentIntent, a.refund.PaymentIntent), a.refund.PaymentIntent))
}

// different says that a field is not what is wanted, or "".
func different[T comparable](field string, shown, want T) string {
	if shown == want {
		return ""
	}
	return fmt.Sprintf("%s is %v, want %v", field, shown, want)
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
