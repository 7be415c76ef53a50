package main

import (
	"sync"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// A store holds the newest state of each intent, and the events of all that was committed and not routed yet. It stands for two
// tables of a database that are written in one transaction.
type store struct {
	mu      sync.Mutex
	intents map[string]intent.PaymentIntent
	outbox  []event.Event
}

func newStore(pi intent.PaymentIntent) *store {
	return &store{intents: map[string]intent.PaymentIntent{pi.ID: pi}}
}

// load returns the newest state. Of an id that there is not it is the zero PaymentIntent, which refuses everything but Create.
func (s *store) load(id string) intent.PaymentIntent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.intents[id]
}

// commit stores next and its events, unless somebody has stored something else since seen was loaded: then it does nothing and
// returns false. A PaymentIntent is comparable, so the state is its own version; a database would compare a version column.
func (s *store) commit(seen, next intent.PaymentIntent, events []event.Event) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.intents[seen.ID] != seen {
		return false
	}
	s.intents[seen.ID] = next
	s.outbox = append(s.outbox, events...)
	return true
}

// takeOutbox returns the events of all that was committed since the last call, in the order of the commits. A database would
// delete them after they were routed, so that none is lost; the consumer then has to bear one that comes twice.
func (s *store) takeOutbox() []event.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	events := s.outbox
	s.outbox = nil
	return events
}

// capture decides on the newest state until its commit succeeds or the capture is refused. A try that comes too late means that
// another worker got further, so this ends.
//
// A client that may repeat its request needs an idempotency key besides: to the rules it is one more capture.
func (s *store) capture(id string, p intent.CaptureParams) error {
	for {
		committed, err := s.captureOn(s.load(id), p)
		if committed || err != nil {
			return err
		}
	}
}

// captureOn decides on the state that was seen, and commits if it is still the newest. If it is not, next and events are dropped,
// and that is all there is to undo.
func (s *store) captureOn(seen intent.PaymentIntent, p intent.CaptureParams) (committed bool, err error) {
	next, events, err := seen.Capture(p)
	if err != nil {
		return false, err
	}
	return s.commit(seen, next, events), nil
}
