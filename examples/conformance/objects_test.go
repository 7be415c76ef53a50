package conformance_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

// A comparison holds what the core writes against the schema.
type comparison struct {
	t          *testing.T
	schema     *schema
	compared   map[string]bool // JSON of objects, by what differs for a schema
	payments   map[intent.PaymentIntent]bool
	objects    map[string]int // how many by kind
	events     map[event.Type]int
	statuses   map[string]bool // "charge succeeded"
	differs    map[string]bool // every difference that occurs
	undeclared map[string]int
}

func newComparison(t *testing.T) *comparison {
	return &comparison{
		t: t, schema: published(), compared: map[string]bool{}, payments: map[intent.PaymentIntent]bool{}, objects: map[string]int{}, events: map[event.Type]int{},
		statuses: map[string]bool{}, differs: map[string]bool{}, undeclared: map[string]int{},
	}
}

// TestSchema: everything that the core writes is as the API publishes it, but for the differences that are declared; each of those
// occurs; and every event that operations tell, and every status, was seen.
func TestSchema(t *testing.T) {
	c := newComparison(t)
	everyMoment(t, func(m moment) {
		switch {
		case m.payment != nil:
			c.payment(m.payment)
		case m.setup != nil:
			c.setup(m.setup)
		}
		for _, e := range m.events {
			c.event(e)
		}
	})
	for _, d := range differences {
		if !c.differs[d.what] {
			t.Errorf("%q is declared as a difference, and does not occur", d.what)
		}
	}
	for _, typ := range event.Types() {
		if (c.events[typ] > 0) == slices.Contains(namesForCallers, typ) {
			t.Errorf("%s was compared %d times", typ, c.events[typ])
		}
	}
	if want := slices.Sorted(slices.Values(statuses())); !slices.Equal(slices.Sorted(maps.Keys(c.statuses)), want) {
		t.Errorf("statuses compared: %q, want %q", slices.Sorted(maps.Keys(c.statuses)), want)
	}
	t.Logf("compared %v and events %v", c.objects, c.events)
}

// namesForCallers are the types of events that no operation tells.
var namesForCallers = []event.Type{event.PaymentIntentPartiallyFunded, event.ApplicationFeeRefundUpdated, event.TransferUpdated}

// statuses returns every status of every object, after its kind.
func statuses() []string {
	all := []string{"charge succeeded", "charge pending", "charge failed"}
	for _, s := range intent.Transitions().Statuses() {
		all = append(all, "payment_intent "+string(s))
	}
	for _, s := range setup.Transitions().Statuses() {
		all = append(all, "setup_intent "+string(s))
	}
	for _, s := range refund.Transitions().Statuses() {
		all = append(all, "refund "+string(s))
	}
	for _, s := range []setup.AttemptStatus{
		setup.AttemptStatusRequiresConfirmation, setup.AttemptStatusRequiresAction, setup.AttemptStatusProcessing, setup.AttemptStatusSucceeded,
		setup.AttemptStatusFailed, setup.AttemptStatusAbandoned,
	} {
		all = append(all, "setup_attempt "+string(s))
	}
	return slices.DeleteFunc(all, func(s string) bool { return strings.HasSuffix(s, " ") })
}

// payment compares both forms of a PaymentIntent, and what is in it.
func (c *comparison) payment(pi *intent.PaymentIntent) {
	if c.payments[*pi] {
		return
	}
	c.payments[*pi] = true
	c.statuses["payment_intent "+string(pi.Status)] = true
	c.object("payment_intent", pi, true)
	c.object("payment_intent", pi.Wire(""), false)
	charge := &pi.LatestCharge
	if !charge.Known() {
		return
	}
	c.statuses["charge "+string(charge.Status)] = true
	c.object("charge", charge, true)
	c.object("charge", charge.Wire(), false)
	if fee := charge.ApplicationFee; fee.ID != "" {
		c.object("application_fee", fee, false)
	}
	if transfer := charge.Transfer; transfer.ID != "" {
		c.object("transfer", transfer, false)
	}
}

// setup compares both forms of a SetupIntent.
func (c *comparison) setup(si *setup.Intent) {
	c.statuses["setup_intent "+string(si.Status)] = true
	if si.LatestAttempt.Known() {
		c.statuses["setup_attempt "+string(si.LatestAttempt.Status)] = true
	}
	c.object("setup_intent", si, true)
	c.object("setup_intent", si.Wire(""), false)
}

// object compares an object. Only the state of one may have what the API does not show.
func (c *comparison) object(kind string, of any, state bool) {
	b, err := json.Marshal(of)
	if err != nil {
		c.t.Fatal(err)
	}
	if !c.isNew(b) {
		return
	}
	c.objects[kind]++
	c.found(c.schema.violations(kind, b), state, b)
}

// isNew reports whether no other JSON was compared that differs in numbers alone, which the schema does not look at.
func (c *comparison) isNew(b []byte) bool {
	key := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, string(b))
	known := c.compared[key]
	c.compared[key] = true
	return !known
}

// event compares an event, what it shows, and what it lists as changed.
func (c *comparison) event(e event.Event) {
	b, err := webhook.Envelope{ID: "evt_1", Event: e, APIVersion: intent.Version(c.schema.version)}.MarshalJSON()
	if err != nil {
		c.t.Fatal(err)
	}
	if !c.isNew(b) {
		return
	}
	c.events[e.EventType()]++
	c.found(c.schema.violations("event", b), false, b)
	var shows struct {
		Data struct {
			Object   json.RawMessage
			Previous map[string]json.RawMessage `json:"previous_attributes"`
		}
	}
	if err := json.Unmarshal(b, &shows); err != nil {
		c.t.Fatal(err)
	}
	kind := e.EventType().Object()
	c.object(kind, shows.Data.Object, false)
	for key, old := range shows.Data.Previous {
		place := "previous_attributes of " + kind + "." + key
		if of := c.schema.at(kind, key); of != nil {
			c.found(c.schema.violationsAt(of, place, old), false, b)
		} else {
			c.found([]string{"unknown " + place}, false, b)
		}
	}
	switch e := e.(type) {
	case *refund.Event:
		c.statuses["refund "+string(e.Refund.Status)] = true
		c.object("refund", e.Refund, true)
		if e.Refund.FeeRefund != (connect.FeeRefund{}) {
			c.object("fee_refund", e.Refund.FeeRefund, false)
		}
	case *connect.ApplicationFeeEvent:
		if e.FeeRefund != (connect.FeeRefund{}) {
			c.object("fee_refund", e.FeeRefund, false)
		}
	case *connect.TransferEvent:
		if e.Reversal != (connect.Reversal{}) {
			c.object("transfer_reversal", e.Reversal, false)
		}
	case *charge.Event:
		c.object("charge", e.Charge, true)
	}
}

// found fails at the first undeclared difference of each kind.
func (c *comparison) found(violations []string, state bool, of []byte) {
	for _, v := range violations {
		c.differs[v] = true
		declared := slices.ContainsFunc(differences, func(d difference) bool { return d.what == v && (state || !d.state) })
		if !declared {
			if c.undeclared[v]++; c.undeclared[v] == 1 {
				c.t.Errorf("%s in\n%s", v, of)
			}
		}
	}
}
