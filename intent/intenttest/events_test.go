package intenttest_test

import (
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// tells is the library, whose events are changed.
func tells(change func([]event.Event) []event.Event) twisted {
	return twisted{do: func(l *library, c intent.Command) (reply, error) {
		r, err := l.Do(c)
		r.Events = change(r.Events)
		return r, err
	}}
}

// each changes the events of one object; what they show is a copy.
func each[E event.Event](change func(E)) twisted {
	return tells(func(all []event.Event) []event.Event {
		for e := range event.Only[E](all) {
			change(e)
		}
		return all
	})
}

func charges(change func(*charge.Charge)) twisted {
	return each(func(e *charge.Event) { c := *e.Charge; change(&c); e.Charge = &c })
}

func intents(change func(*intent.PaymentIntent)) twisted {
	return each(func(e *intent.Event) { pi := *e.PaymentIntent; change(&pi); e.PaymentIntent = &pi })
}

func refunds(change func(*refund.Refund)) twisted {
	return each(func(e *refund.Event) { r := *e.Refund; change(&r); e.Refund = &r })
}

func TestEvents(t *testing.T) {
	fails(t, map[string]failing{
		"none told":               {tells(func([]event.Event) []event.Event { return nil }), ""},
		"told that there is none": {tells(func([]event.Event) []event.Event { return []event.Event{} }), "events are [], want [payment_intent.created]"},
		"the other way round": {tells(func(e []event.Event) []event.Event {
			var turned []event.Event
			for i := range e {
				turned = append(turned, e[len(e)-1-i])
			}
			return turned
		}), ""},
		"twice": {tells(func(e []event.Event) []event.Event { return append(e[:len(e):len(e)], e[:min(1, len(e))]...) }),
			"events are [payment_intent.created payment_intent.created], want [payment_intent.created]"},
		"of a fee": {tells(func(e []event.Event) []event.Event {
			return append(e, &intent.Event{Header: event.Header{Type: event.ApplicationFeeCreated}})
		}), ""},
		"of another object": {tells(func(e []event.Event) []event.Event {
			for i := range e {
				e[i] = &charge.Event{Header: event.Header{Type: e[i].EventType()}}
			}
			return e
		}), "payment_intent.created: it shows no payment_intent"},
		"without an intent":  {each(func(e *intent.Event) { e.PaymentIntent = nil }), "payment_intent.created: it shows no payment_intent"},
		"without a charge":   {each(func(e *charge.Event) { e.Charge = nil }), "charge.succeeded: it shows no charge"},
		"without a refund":   {each(func(e *refund.Event) { e.Refund = nil }), "refund.created: it shows no refund"},
		"without old values": {each(func(e *charge.Event) { e.Previous = charge.Previous{} }), ": previous_attributes: "},
		"without capturable": {each(func(e *intent.Event) { e.Previous = intent.Previous{} }),
			"payment_intent.amount_capturable_updated: previous_attributes: amount_capturable is "},
		"of a charge as it was": {each(func(e *charge.Event) {
			before := e.Before()
			e.Charge, e.Previous = &before, charge.Diff(&before, &before)
		}), "is 0, want 1"},
	})
}

// TestEventsShow is about what events show of an object.
func TestEventsShow(t *testing.T) {
	fails(t, map[string]failing{
		"another intent":              {intents(func(pi *intent.PaymentIntent) { pi.ID = "pi_9" }), "payment_intent.created: id is pi_9, want pi_1"},
		"another status":              {intents(func(pi *intent.PaymentIntent) { pi.Status = "lost" }), "status is lost, want requires_payment_method"},
		"another amount":              {intents(func(pi *intent.PaymentIntent) { pi.Amount++ }), "amount is 2, want 1"},
		"another latest charge":       {intents(func(pi *intent.PaymentIntent) { pi.LatestCharge.ID = "ch_9" }), "latest_charge is ch_9, want "},
		"no latest charge":            {intents(func(pi *intent.PaymentIntent) { pi.LatestCharge = charge.Charge{} }), ""},
		"another charge":              {charges(func(c *charge.Charge) { c.ID = "ch_9" }), "charge.succeeded: id is ch_9, want ch_1"},
		"of another intent":           {charges(func(c *charge.Charge) { c.PaymentIntent = "pi_9" }), "charge.succeeded: payment_intent is pi_9, want pi_1"},
		"a charge that failed":        {charges(func(c *charge.Charge) { c.Status = charge.StatusFailed }), "charge.succeeded: status is failed, want succeeded"},
		"a charge of another amount":  {charges(func(c *charge.Charge) { c.Amount = 777 }), "charge.succeeded: amount is 777, want 1"},
		"a charge not expanded":       {charges(func(c *charge.Charge) { *c = charge.Charge{ID: c.ID} }), ""},
		"another refund":              {refunds(func(r *refund.Refund) { r.ID = "re_9" }), "refund.created: id is re_9, want re_1"},
		"a refund of another amount":  {refunds(func(r *refund.Refund) { r.Amount = 777 }), "refund.created: amount is 777, want 1"},
		"a refund of another status":  {refunds(func(r *refund.Refund) { r.Status = "lost" }), "refund.created: status is lost, want succeeded"},
		"a refund of another charge":  {refunds(func(r *refund.Refund) { r.Charge = "ch_9" }), "refund.created: charge is ch_9, want ch_1"},
		"a refund of another intent":  {refunds(func(r *refund.Refund) { r.PaymentIntent = "pi_9" }), "refund.created: payment_intent is pi_9, want pi_1"},
		"a refund that shows no more": {refunds(func(r *refund.Refund) { r.Charge, r.PaymentIntent = "", "" }), ""},
	})
}

// A counting system gives ids of its own, as the API does, and expects them back.
type counting struct {
	t *testing.T
	library
}

func (s *counting) Do(c intent.Command) (intenttest.Reply, error) {
	id := ""
	switch p := c.(type) {
	case intent.CreateParams:
		id, p.ID = "pi_of_mine", "pi_of_mine"
		c = p
	case intent.ConfirmParams:
		id, p.Attempt.Charge = "ch_of_mine", "ch_of_mine"
		c = p
	case intent.RefundParams:
		id, p.ID = p.ID+"_of_mine", p.ID+"_of_mine"
		c = p
	case intent.UpdateRefundParams:
		if r := p.Refund; r.PaymentIntent != "pi_of_mine" || r.Charge != "ch_of_mine" || !strings.HasSuffix(r.ID, "_of_mine") {
			s.t.Fatalf("an update of %+v", r)
		}
	}
	r, err := s.library.Do(c)
	r.ID = id
	return r, err
}

func TestIDs(t *testing.T) {
	intenttest.Check(t, func() (intenttest.System, error) { return &counting{t: t}, nil }, intenttest.Options{})
}
