package explore

import (
	"iter"

	"github.com/tranche-go/tranche/intent"
)

// A Universe yields the commands that are tried in a state, always the same in the same order; nil are none. It has to be finite: bound what
// could go on for ever, such as declined confirmations, and refunds that fail.
type Universe func(State) iter.Seq[intent.Command]

// commands returns what is tried in a state.
func (u Universe) commands(s State) iter.Seq[intent.Command] {
	if u != nil {
		if all := u(s); all != nil {
			return all
		}
	}
	return func(func(intent.Command) bool) {}
}

// Walk yields every try in every state that can be reached from one, breadth first, each state once. Refused tries are edges too.
func (u Universe) Walk(from State) iter.Seq[Edge] {
	return func(yield func(Edge) bool) {
		u.search(from, func(e *Edge, _ bool) bool { return yield(*e) })
	}
}

// search walks until visit wants no more. fresh says that an edge leads to a state that is new.
func (u Universe) search(from State, visit func(e *Edge, fresh bool) (more bool)) *search {
	s := newSearch(from)
	for i := 0; i < len(s.nodes); i++ {
		e, n := Edge{From: s.state(i)}, 0
		for c := range u.commands(e.From) {
			e.try(c)
			fresh := e.Err == nil && s.add(&e.To, i, n)
			if !visit(&e, fresh) {
				return s
			}
			n++
		}
	}
	return s
}

// Plan returns the fewest commands that lead from a state to one that is good enough, none if it is so itself. ok is false if no state
// that can be reached is. Of several plans of the same length it is the one whose commands come first in the Universe.
func (u Universe) Plan(from State, goal func(State) bool) (commands []intent.Command, ok bool) {
	if goal(from) {
		return nil, true
	}
	s := u.search(from, func(e *Edge, fresh bool) bool {
		ok = fresh && goal(e.To)
		return !ok
	})
	if !ok {
		return nil, false
	}
	return u.path(s, len(s.nodes)-1), true
}

// path returns the commands that led a search to a node.
func (u Universe) path(s *search, node int) []intent.Command {
	if node == 0 {
		return nil
	}
	at := s.nodes[node]
	var command intent.Command
	n := uint32(0)
	for c := range u.commands(s.state(int(at.parent))) {
		if command = c; n == at.command {
			break
		}
		n++
	}
	return append(u.path(s, int(at.parent)), command)
}
