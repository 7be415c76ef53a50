package intent

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// An Event shows a PaymentIntent: payment_intent.*.
type Event struct {
	event.Header
	PaymentIntent *PaymentIntent // as it is after the operation. Do not change it: events share it
	Previous      Previous       // what the event lists as changed, with the old values
}

// ObjectID returns the id of the intent.
func (e *Event) ObjectID() string { return e.PaymentIntent.ID }

// String returns one line: the type, the id and what is listed as changed:
// "payment_intent.amount_capturable_updated pi_1 amount_capturable 1000 → 300".
func (e *Event) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Type, e.ObjectID())
	if p := e.Previous.Amount; p.Valid {
		fmt.Fprintf(&b, " amount %d → %d", p.Value, e.PaymentIntent.Amount)
	}
	if p := e.Previous.AmountCapturable; p.Valid {
		fmt.Fprintf(&b, " amount_capturable %d → %d", p.Value, e.PaymentIntent.AmountCapturable)
	}
	return b.String()
}

// Before returns the intent before the event, as far as the event tells: the fields of Previous, the rest as it is now.
// The API lists far less than what changed: amount_received, status and latest_charge never.
func (e *Event) Before() PaymentIntent {
	pi := *e.PaymentIntent
	pi.Amount = e.Previous.Amount.Or(pi.Amount)
	pi.AmountCapturable = e.Previous.AmountCapturable.Or(pi.AmountCapturable)
	return pi
}

// Previous is previous_attributes of a PaymentIntent. Only payment_intent.amount_capturable_updated lists any: the amount if an
// increment or an overcapture changed it, and amount_capturable always, except at the authorization.
type Previous struct {
	Amount, AmountCapturable event.Old[money.Amount]
}

// A tale is an operation while it is carried out: the intent as it will be, and the events about it, which all point into it.
// So a transition with its events is one allocation; what is about a fee, a transfer or a refund is a second one.
type tale struct {
	now                     PaymentIntent
	at                      int64
	charges                 [2]charge.Event
	intents                 [2]Event
	list                    [6]event.Event
	shared                  *shared
	nCharge, nIntent, nList uint8
}

// tell begins a tale.
func tell(before *PaymentIntent, at int64) *tale { return &tale{now: *before, at: at} }

// changes lists what the operation changed in the latest charge; nothing, if it is not known.
func (t *tale) changes(before *PaymentIntent) charge.Previous {
	if !t.now.LatestCharge.Known() {
		return charge.Previous{}
	}
	return charge.Diff(&before.LatestCharge, &t.now.LatestCharge)
}

// charge adds an event about the latest charge.
func (t *tale) charge(typ event.Type, previous charge.Previous) {
	e := &t.charges[t.nCharge]
	e.Type, e.Created, e.Charge, e.Previous = typ, t.at, &t.now.LatestCharge, previous
	t.nCharge++
	t.add(e)
}

// intent adds an event about the intent.
func (t *tale) intent(typ event.Type, previous Previous) {
	e := &t.intents[t.nIntent]
	e.Type, e.Created, e.PaymentIntent, e.Previous = typ, t.at, &t.now, previous
	t.nIntent++
	t.add(e)
}

// add puts an event at the end of the list.
func (t *tale) add(e event.Event) {
	t.list[t.nList] = e
	t.nList++
}

// events returns the events of the tale, nil if there are none.
func (t *tale) events() []event.Event {
	if t.nList == 0 {
		return nil
	}
	return t.list[:t.nList:t.nList]
}
