package table

import (
	"fmt"
	"slices"
	"strings"
)

// A Diagram is statuses and the arrows between them: of a Table what may be, of a walk what was reached.
type Diagram[S ~string] struct {
	Arrows []Arrow[S]
	Notes  map[S]string // what stands beside the name of a status; "", and one of "", is nothing
}

// An Arrow leads from a status to another, or back to it. From "" it leads into a life.
type Arrow[S ~string] struct {
	From, To S
	Label    string // "" is none
}

// Statuses returns every status of the arrows, in the order of their first appearance.
func (d Diagram[S]) Statuses() []S {
	var all []S
	for _, a := range d.Arrows {
		for _, s := range []S{a.From, a.To} {
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// Mermaid returns d as a state diagram. A status that no arrow leaves for another is an end.
func (d Diagram[S]) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	d.captions(func(s S, caption string) { fmt.Fprintf(&b, "    %s: %s\n", s, caption) })
	for _, a := range d.Arrows {
		fmt.Fprintf(&b, "    %s --> %s", mermaidName(a.From), mermaidName(a.To))
		if a.Label != "" {
			b.WriteString(": " + a.Label)
		}
		b.WriteByte('\n')
	}
	for _, s := range d.Statuses() {
		if !slices.ContainsFunc(d.Arrows, func(a Arrow[S]) bool { return a.From == s && a.To != s }) {
			fmt.Fprintf(&b, "    %s --> [*]\n", mermaidName(s))
		}
	}
	return b.String()
}

func mermaidName[S ~string](s S) string {
	if s == "" {
		return "[*]"
	}
	return string(s)
}

// DOT returns d as a graph for Graphviz.
func (d Diagram[S]) DOT() string {
	var b strings.Builder
	b.WriteString("digraph {\n")
	d.captions(func(s S, caption string) { fmt.Fprintf(&b, "\t%q [label=%q]\n", s, caption) })
	for _, a := range d.Arrows {
		fmt.Fprintf(&b, "\t%q -> %q [label=%q]\n", a.From, a.To, a.Label)
	}
	b.WriteString("}\n")
	return b.String()
}

// captions calls draw for each status that has a note.
func (d Diagram[S]) captions(draw func(s S, caption string)) {
	for _, s := range d.Statuses() {
		if note := d.Notes[s]; s != "" && note != "" {
			draw(s, string(s)+", "+note)
		}
	}
}
