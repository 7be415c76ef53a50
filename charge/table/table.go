// Package table is a state machine as rows: from a status, on an operation, to a status.
//
// The table is a guard and a picture, not a dispatcher. The guards, the diagrams and the exhaustive tests of an object are
// made from the same rows, so none of them can drift from the others.
package table

import (
	"slices"
	"strings"
)

// A Row is one transition.
type Row[S, O ~string] struct {
	From S
	On   O
	To   S
	When string // the guard in words; "" is always
}

// A Table is compiled rows. A look-up takes a few nanoseconds and allocates nothing. The zero Table allows nothing.
type Table[S, O ~string] struct {
	rows    []Row[S, O]
	from    []S      // every status that a row starts in
	on      []O      // every operation
	allowed []uint64 // for each of from, bit i: on[i] may be tried
}

// New compiles rows. The first row's From is where a life begins.
// It panics if the rows have more than 64 operations: tables are written down in a program, not sent by a caller.
func New[S, O ~string](rows ...Row[S, O]) *Table[S, O] {
	t := &Table[S, O]{rows: slices.Clone(rows)}
	for _, r := range rows {
		if !slices.Contains(t.from, r.From) {
			t.from = append(t.from, r.From)
			t.allowed = append(t.allowed, 0)
		}
		if !slices.Contains(t.on, r.On) {
			t.on = append(t.on, r.On)
		}
		t.allowed[slices.Index(t.from, r.From)] |= 1 << slices.Index(t.on, r.On)
	}
	if len(t.on) > 64 {
		panic("table: more than 64 operations")
	}
	return t
}

// Rows returns a copy of the rows, in the order given.
func (t *Table[S, O]) Rows() []Row[S, O] { return slices.Clone(t.rows) }

// Allows reports whether on may be tried in from. It is false for everything unknown.
func (t *Table[S, O]) Allows(from S, on O) bool {
	for i, s := range t.from {
		if s == from {
			for j, o := range t.on {
				if o == on {
					return t.allowed[i]>>j&1 == 1
				}
			}
		}
	}
	return false
}

// Leads reports whether on can lead from one status to another.
func (t *Table[S, O]) Leads(from S, on O, to S) bool {
	return slices.ContainsFunc(t.rows, func(r Row[S, O]) bool { return r.From == from && r.On == on && r.To == to })
}

// Statuses returns every status of the rows, in the order of their first appearance; the one where a life begins comes first.
func (t *Table[S, O]) Statuses() []S { return t.diagram().Statuses() }

// Mermaid returns the rows as a state diagram. Rows between the same statuses share an arrow; a status that nothing leaves for another is
// an end.
func (t *Table[S, O]) Mermaid() string { return t.diagram().Mermaid() }

// DOT returns the rows as a graph for Graphviz.
func (t *Table[S, O]) DOT() string { return t.diagram().DOT() }

// diagram has an arrow for each pair of statuses with a row between them, with the operations of those rows.
func (t *Table[S, O]) diagram() Diagram[S] {
	type pair struct{ from, to S }
	var order []pair
	labels := map[pair][]string{}
	for _, r := range t.rows {
		p := pair{r.From, r.To}
		if labels[p] == nil {
			order = append(order, p)
		}
		if !slices.Contains(labels[p], string(r.On)) {
			labels[p] = append(labels[p], string(r.On))
		}
	}
	var d Diagram[S]
	for _, p := range order {
		d.Arrows = append(d.Arrows, Arrow[S]{p.from, p.to, strings.Join(labels[p], ", ")})
	}
	return d
}
