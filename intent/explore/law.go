package explore

import (
	"fmt"
	"slices"
)

// A Law is something that holds in every state, or on every edge.
type Law struct {
	Name  string // in words: "a refusal changes nothing"
	state func(*State) bool
	edge  func(*Edge) bool
}

// Laws returns every law, those of states first.
func Laws() []Law {
	return slices.Concat(stateLaws, shareLaws, edgeLaws, moneyLaws, collectLaws, eventLaws, tellLaws)
}

// Holds reports whether the law holds on an edge, or in the state to which it leads.
func (l *Law) Holds(e *Edge) bool {
	if l.state != nil {
		return l.state(&e.To)
	}
	return l.edge(e)
}

// A Broken law is an error.
type Broken struct {
	Law  string // its name
	Edge Edge   // where; of a law of states From and To are the state, and there is no Command
}

// Error returns the law, and the edge or the state in one line.
func (b *Broken) Error() string {
	pi := b.Edge.From.PaymentIntent
	if b.Edge.Command == nil && b.Edge.Err == nil {
		return fmt.Sprintf("%s: broken in %s", b.Law, pi)
	}
	return fmt.Sprintf("%s: broken by %s in %s, to %s, %v", b.Law, b.Edge.Command, pi, b.Edge.To.PaymentIntent, b.Edge.Err)
}

// Audit returns the first law of states that s breaks, as a *Broken, or nil.
func (s *State) Audit() error {
	for _, laws := range [...][]Law{stateLaws, shareLaws} {
		for i := range laws {
			if l := &laws[i]; !l.state(s) {
				return &Broken{Law: l.Name, Edge: Edge{From: *s, To: *s}}
			}
		}
	}
	return nil
}

// Audit returns the first law of edges that e breaks, as a *Broken, or nil. To is audited as a state by itself: see State.Audit.
func (e *Edge) Audit() error {
	for _, laws := range [...][]Law{edgeLaws, moneyLaws, collectLaws, eventLaws, tellLaws} {
		for i := range laws {
			if l := &laws[i]; !l.edge(e) {
				return &Broken{Law: l.Name, Edge: *e}
			}
		}
	}
	return nil
}
