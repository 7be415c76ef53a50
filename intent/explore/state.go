package explore

import (
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// MaxRefunds is how many refunds a State keeps.
const MaxRefunds = 2

// A State is a payment with those of its refunds that did not succeed at once: they can still change. The zero State is before Create.
// It is comparable.
type State struct {
	PaymentIntent intent.PaymentIntent
	Refunds       [MaxRefunds]refund.Refund // in the order in which they were made, also when they are over; zero: none. A third is not kept
}

// Pending returns how many of the refunds that s keeps have not succeeded, failed or been canceled.
func (s *State) Pending() int {
	n := 0
	for i := range s.Refunds {
		switch s.Refunds[i].Status {
		case refund.StatusPending, refund.StatusRequiresAction:
			n++
		default:
		}
	}
	return n
}

// An Edge is one try of a command in a state.
type Edge struct {
	From, To State
	Command  intent.Command
	Events   []event.Event
	Err      error // not nil: refused, and To is From
}

// Try tries a command in s.
func (s State) Try(c intent.Command) Edge {
	e := Edge{From: s}
	e.try(c)
	return e
}

func (e *Edge) try(c intent.Command) {
	e.Command, e.To.Refunds = c, e.From.Refunds
	e.To.PaymentIntent, e.Events, e.Err = intent.Step(e.From.PaymentIntent, c)
	for told := range event.Only[*refund.Event](e.Events) {
		e.To.keep(told)
	}
}

// keep puts a refund as an event shows it into its place.
func (s *State) keep(e *refund.Event) {
	for i := range s.Refunds {
		r := &s.Refunds[i]
		made := e.Type == event.RefundCreated && e.Refund.Status != refund.StatusSucceeded
		changed := e.Type != event.RefundCreated && r.ID == e.Refund.ID && r.Number == e.Refund.Number
		if r.Status == "" && made || r.Status != "" && changed {
			*r = *e.Refund
			return
		}
	}
}
