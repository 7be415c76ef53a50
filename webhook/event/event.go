// Package event is what all events have in common. The events themselves are declared beside the object that they show:
// charge.Event shows a Charge, intent.Event a PaymentIntent, setup.Event a SetupIntent, refund.Event a Refund,
// connect.ApplicationFeeEvent an application fee, connect.TransferEvent a transfer.
//
//	for _, e := range events {
//		switch e := e.(type) {
//		case *charge.Event: // e.Charge, e.Previous
//		case *intent.Event: // e.PaymentIntent, e.Previous
//		}
//	}
package event

import "iter"

// An Event says that an object changed. It holds the object as it is after the operation, and the old values of what changed.
// Its dynamic type is one of
//
//	*intent.Event                 payment_intent.*
//	*charge.Event                 charge.*, but not charge.refund.updated
//	*refund.Event                 refund.* and charge.refund.updated
//	*connect.ApplicationFeeEvent  application_fee.*, but not application_fee.refund.updated
//	*connect.TransferEvent        transfer.*
//	*setup.Event                  setup_intent.*
//	*webhook.Unknown              any other, from the wire alone
//
// Events that one operation returns share their snapshots. Do not change them. They are Go values: what json.Marshal makes of one is
// not the API's event.
type Event interface {
	EventType() Type
	EventCreated() int64 // unix seconds: the At of the operation's parameters
	ObjectID() string    // the id of the object that the event shows
	String() string      // one line: "charge.updated ch_1 amount_captured 300 → 500"
}

// A Header is the part that every event begins with.
type Header struct {
	Type    Type
	Created int64 // unix seconds; 0 is not known
}

// EventType returns h.Type.
func (h Header) EventType() Type { return h.Type }

// EventCreated returns h.Created, unix seconds.
func (h Header) EventCreated() int64 { return h.Created }

// An Old is the value that a field had before an event, if the event lists the field in previous_attributes.
// The zero Old lists nothing.
type Old[T comparable] struct {
	Value T
	Valid bool // listed
}

// Was returns an Old that lists v.
func Was[T comparable](v T) Old[T] { return Old[T]{Value: v, Valid: true} }

// Changed returns an Old that lists old if now is another value, and one that lists nothing if nothing changed.
func Changed[T comparable](old, now T) Old[T] {
	if old == now {
		return Old[T]{}
	}
	return Was(old)
}

// Or returns the old value, or now if the field is not listed: then it did not change.
func (o Old[T]) Or(now T) T {
	if o.Valid {
		return o.Value
	}
	return now
}

// IsZero reports whether the field is not listed.
func (o Old[T]) IsZero() bool { return !o.Valid }

// Only yields the events of one Go type, in order: for e := range event.Only[*charge.Event](events).
func Only[E Event](events []Event) iter.Seq[E] {
	return func(yield func(E) bool) {
		for _, e := range events {
			if e, ok := e.(E); ok && !yield(e) {
				return
			}
		}
	}
}
