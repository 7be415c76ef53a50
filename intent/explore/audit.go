package explore

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/tranche-go/tranche/intent"
)

// A Count says how much an Audit has seen.
type Count struct {
	States   int // that can be reached, the first one included
	Tries    int // of a command in a state, refused ones included
	Refused  int
	Longest  int                   // the length of the longest Plan
	Statuses map[intent.Status]int // states by status
}

// Audit holds every state that can be reached from one to every law, and every edge too, with as many goroutines as there are processors.
// It stops at the first law that is broken and returns it as a *Broken, with what was seen until then. The Universe is called by several
// goroutines; if it panics, Audit does, and says in which state.
func (u Universe) Audit(from State) (Count, error) {
	s := newSearch(from)
	count := Count{Statuses: map[intent.Status]int{}}
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan *batch)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for b := range jobs {
				u.audit(b)
			}
		})
	}
	defer working.Wait()
	defer close(jobs)

	// Batches are finished in the order in which they were begun, so that the walk is the same with any number of goroutines.
	begun, free := make([]*batch, 0, 2*workers), make([]*batch, 2*workers)
	for i := range free {
		free[i] = new(batch)
	}
	for next := 0; next < len(s.nodes) || len(begun) > 0; {
		if n := len(free); next < len(s.nodes) && n > 0 {
			b := free[n-1]
			free = free[:n-1]
			next = s.fill(b, next)
			begun = append(begun, b)
			jobs <- b
			continue
		}
		b := begun[0]
		begun = append(begun[:0], begun[1:]...)
		free = append(free, b)
		<-b.done
		s.count(&count, b)
		switch {
		case b.panicked != "":
			panic(b.panicked)
		case b.broken != nil:
			return count, b.broken
		}
	}
	return count, nil
}

// A batch is some states that are worked on at once, and what came of it.
type batch struct {
	first    int // the number of the first state
	states   []State
	done     chan struct{}
	tries    int
	refused  int
	found    []found // in order
	broken   error
	panicked string // what the Universe or a law did, and where
}

// A found state was reached by a command in the state of that number.
type found struct {
	state           State
	parent, command int
}

// batchSize is how many states are worked on at once: enough that handing them over costs little.
const batchSize = 128

// fill gives a batch the next states to work on, and returns the number of the one after them.
func (s *search) fill(b *batch, first int) (next int) {
	next = min(first+batchSize, len(s.nodes))
	*b = batch{first: first, states: b.states[:0], found: b.found[:0], done: make(chan struct{})}
	for i := first; i < next; i++ {
		b.states = append(b.states, s.state(i))
	}
	return next
}

// audit tries everything in the states of a batch, until a law is broken.
func (u Universe) audit(b *batch) {
	i := 0
	defer close(b.done)
	defer func() {
		if why := recover(); why != nil {
			b.panicked = fmt.Sprintf("explore: in %s: %v", b.states[i].PaymentIntent, why)
		}
		b.states = b.states[:min(i+1, len(b.states))] // those that were looked at
	}()
	for ; i < len(b.states); i++ {
		state := &b.states[i]
		if b.broken = state.Audit(); b.broken != nil {
			return
		}
		e, n := Edge{From: *state}, 0
		for c := range u.commands(*state) {
			e.try(c)
			b.tries++
			if b.broken = e.Audit(); b.broken != nil {
				return
			}
			if e.Err != nil {
				b.refused++
			} else if e.To != *state {
				b.found = append(b.found, found{e.To, b.first + i, n})
			}
			n++
		}
	}
}

// count keeps what a batch has found.
func (s *search) count(count *Count, b *batch) {
	for i := range b.states {
		count.Statuses[b.states[i].PaymentIntent.Status]++
	}
	count.States += len(b.states)
	count.Longest = s.depth(b.first + len(b.states) - 1)
	count.Tries += b.tries
	count.Refused += b.refused
	for i := range b.found {
		s.add(&b.found[i].state, b.found[i].parent, b.found[i].command)
	}
}

// depth returns how many commands lead to a node.
func (s *search) depth(node int) int {
	n := 0
	for ; node > 0; n++ {
		node = int(s.nodes[node].parent)
	}
	return n
}
