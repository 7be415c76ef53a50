package setup

import (
	"fmt"

	"github.com/tranche-go/tranche/webhook/event"
)

// An Event shows a SetupIntent: setup_intent.*. It never lists what changed, and there is no setup_intent.processing.
//
// Source: https://docs.stripe.com/api/events/types.
type Event struct {
	event.Header
	SetupIntent *Intent // as it is after the operation. Do not change it: events share it
}

// ObjectID returns the id of the SetupIntent.
func (e *Event) ObjectID() string { return e.SetupIntent.ID }

// String returns one line: "setup_intent.succeeded seti_1".
func (e *Event) String() string { return fmt.Sprintf("%s %s", e.Type, e.ObjectID()) }

// A tale is an operation while it is carried out: the intent as it will be, and the events about it.
type tale struct {
	now    Intent
	at     int64
	events []event.Event
}

func (t *tale) tell(typ event.Type) {
	t.events = append(t.events, &Event{Header: event.Header{Type: typ, Created: t.at}, SetupIntent: &t.now})
}
