package explore

import (
	"fmt"
	"slices"

	"github.com/tranche-go/tranche/charge/table"
	"github.com/tranche-go/tranche/intent"
)

// Mermaid walks every state that can be reached from one and returns their statuses as a state diagram: how many states have each status,
// and on each arrow how many tries of an operation were accepted. It is what was reached, where intent.Transitions is what may be. The walk
// begins where [*] points to; everything is in the order in which it was found.
func (u Universe) Mermaid(from State) string { return u.diagram(from).Mermaid() }

// DOT is Mermaid for Graphviz. The walk begins where the node without a name points to.
func (u Universe) DOT(from State) string { return u.diagram(from).DOT() }

func (u Universe) diagram(from State) table.Diagram[intent.Status] {
	var steps steps
	s := u.search(from, func(e *Edge, _ bool) bool {
		if e.Err == nil {
			steps.count(step{e.From.PaymentIntent.Status, e.Command.Operation(), e.To.PaymentIntent.Status})
		}
		return true
	})
	states := map[intent.Status]int{}
	for i := range s.nodes {
		states[s.intents.all[s.nodes[i].key.intent].Status]++
	}
	d := table.Diagram[intent.Status]{Arrows: steps.arrows(from.PaymentIntent.Status), Notes: map[intent.Status]string{}}
	for status, n := range states {
		d.Notes[status] = fmt.Sprintf("%d states", n)
		if n == 1 {
			d.Notes[status] = "1 state"
		}
	}
	return d
}

// A step is a row of intent.Transitions that was walked.
type step struct {
	from intent.Status
	on   intent.Operation
	to   intent.Status
}

// steps counts how often each was walked.
type steps struct {
	order []step // of their first time
	times map[step]int
}

func (s *steps) count(walked step) {
	if s.times == nil {
		s.times = map[step]int{}
	}
	if s.times[walked]++; s.times[walked] == 1 {
		s.order = append(s.order, walked)
	}
}

// arrows returns an arrow for each pair of statuses with a step between them, after the one into the status where the walk began.
func (s *steps) arrows(begin intent.Status) []table.Arrow[intent.Status] {
	var all []table.Arrow[intent.Status]
	if begin != "" {
		all = append(all, table.Arrow[intent.Status]{To: begin})
	}
	for _, walked := range s.order {
		label := fmt.Sprintf("%s %d", walked.on, s.times[walked])
		i := slices.IndexFunc(all, func(a table.Arrow[intent.Status]) bool { return a.From == walked.from && a.To == walked.to })
		if i >= 0 {
			all[i].Label += ", " + label
		} else {
			all = append(all, table.Arrow[intent.Status]{From: walked.from, To: walked.to, Label: label})
		}
	}
	return all
}
