package webhook

import (
	"encoding/json"
	"fmt"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// An Envelope is one event with what the API puts around it.
//
// Source: https://docs.stripe.com/api/events/object.
type Envelope struct {
	ID              string         // evt_…
	Event           event.Event    // of a type that this module does not know: *Unknown
	APIVersion      intent.Version // the form of the object; "" is null, and then the newest
	Account         string         // acct_…: the connected account, if the event is one of its own; "" is none
	Livemode        bool
	PendingWebhooks int     // deliveries that are still to succeed
	Request         Request // the API call that caused the event
	Raw             string  // the JSON that was read, for what this module does not model, such as metadata; MarshalJSON does not look at it
}

// PaymentIntentID returns the id of the payment that the event is about, pi_…: that of its View. It is "" of fees and transfers, whose
// charge names the payment, of a charge without one, of SetupIntents, and of types that this module does not model. Ids are unique within an
// account and a mode: who receives events of several keeps views by Account, Livemode and this.
func (e Envelope) PaymentIntentID() string {
	payment, _ := look(e.Event)
	return payment
}

// A Request is an API call. Both are null if no call caused the event, such as the end of a window.
type Request struct {
	ID             string // req_…; "" is null
	IdempotencyKey string // "" is null
}

// Unknown is an event of a type that this module does not model. It passes through as it came.
type Unknown struct {
	event.Header
	Object             json.RawMessage // data.object
	PreviousAttributes json.RawMessage // data.previous_attributes; nil is absent
	id                 string
}

// ObjectID returns the id of the object, or "" if it has none.
func (e *Unknown) ObjectID() string { return e.id }

// String returns one line: "mandate.updated mandate_1".
func (e *Unknown) String() string { return fmt.Sprintf("%s %s", e.Type, e.id) }

// Open verifies a webhook, as Verify does, and decodes it.
func Open(body []byte, header string, now int64, secrets ...string) (Envelope, error) {
	var e Envelope
	if err := Verify(body, header, now, secrets...); err != nil {
		return e, err
	}
	err := e.UnmarshalJSON(body)
	return e, err
}
