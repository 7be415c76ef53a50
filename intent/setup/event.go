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

// A tale is an operation while it is carried out: the intent as it will be, and the events about it, which all point into it.
// So a transition with its events is one allocation.
type tale struct {
	now  Intent
	at   int64
	told [3]Event
	list [3]event.Event
	n    int
}

// tell adds an event.
func (t *tale) tell(typ event.Type) {
	e := &t.told[t.n]
	e.Type, e.Created, e.SetupIntent = typ, t.at, &t.now
	t.list[t.n] = e
	t.n++
}

// events returns the events of the tale, nil if there are none.
func (t *tale) events() []event.Event {
	if t.n == 0 {
		return nil
	}
	return t.list[:t.n:t.n]
}
