package hidden

import (
	"slices"
	"sync/atomic" // refused: imports sync/atomic
)

type counter struct {
	n    int
	list []int
}

func (c *counter) inc()    { c.n++ }
func (c counter) put()     { c.list[0]++ }
func (c counter) get() int { return c.n }

type pair struct{ a, b int }

func (p pair) sum() int { return p.a + p.b }
func (p *pair) set()    { p.a = 1 }

func second(all []int) { slices.Sort(all) } // refused: hands out all

var (
	number  int                 // refused: has the variable number
	numbers = map[int]int{}     // refused: has the variable numbers
	list    = []int{2, 1}       // refused: has the variable list
	keyed   = map[*pair][]int{} // refused: has the variable keyed
	lists   = [][]int{{1}}      // refused: has the variable lists
	array   [3]pair             // refused: has the variable array
	two     pair                // refused: has the variable two
	pointer = new(pair)         // refused: has the variable pointer
	count1  counter             // refused: has the variable count1
	shared  atomic.Int64        // refused: has the variable shared; uses sync/atomic.Int64
	boxed   any                 // refused: has the variable boxed
	channel chan int            // refused: has a channel; has the variable channel
	Setting int                 // refused: lets everybody change the variable Setting
)

func init() { // refused: has an init function
	number = 1 // refused: changes number
}

func assigns() {
	number++               // refused: changes number
	number += 1            // refused: changes number
	(array[1].a) = 2       // refused: changes array
	array[1].a, _ = 2, 1   // refused: changes array
	numbers[1] = 1         // refused: changes numbers
	numbers[1]++           // refused: changes numbers
	list[:][0] = 1         // refused: changes list
	array[:][0].a = 1      // refused: changes array
	pointer.a = 1          // refused: changes pointer
	*pointer = pair{}      // refused: changes pointer
	boxed.(*pair).a = 1    // refused: changes boxed
	for number = range 3 { // refused: changes number
	}
	for _, array[0].a = range list { // refused: changes array
	}
	channel <- 1 // refused: hands out channel; has a channel
}

func calls() {
	count1.inc()                    // refused: calls inc of count1
	count1.put()                    // refused: calls put of count1
	_ = count1.inc                  // refused: calls inc of count1
	shared.Add(1)                   // refused: calls Add of shared; uses sync/atomic.Int64.Add
	two.set()                       // refused: calls set of two
	array[0].set()                  // refused: calls set of array
	pointer.set()                   // refused: calls set of pointer
	(*pair).set(&two)               // refused: takes the address of two
	delete(numbers, 1)              // refused: hands out numbers
	clear(numbers)                  // refused: hands out numbers
	clear(list)                     // refused: hands out list
	copy(list, []int{1})            // refused: hands out list
	_ = append(list[:0], 1)         // refused: hands out list
	_ = append([][]int{}, lists...) // refused: hands out lists
	slices.Sort(list)               // refused: hands out list
	slices.Reverse(array[:])        // refused: hands out array
	_ = slices.Clone(lists)         // refused: hands out lists
}

func aliases() *int {
	m := numbers // refused: hands out numbers
	m[1] = 1
	p := pointer // refused: hands out pointer
	p.a++
	s := array[:] // refused: hands out array
	s[0].a++
	c := count1 // refused: hands out count1
	c.list[0]++
	l := lists[0] // refused: hands out lists
	l[0]++
	for _, l := range lists {
		l[0] = 1       // refused: changes l
		slices.Sort(l) // refused: hands out l
	}
	for _, l = range lists { // refused: hands out lists
		l[0] = 1
	}
	switch b := boxed.(type) { // refused: hands out boxed
	case *pair:
		b.a++
	}
	first(list)
	firstOf(list)
	anyOf(list)            // refused: hands out list
	for k := range keyed { // refused: hands out keyed; ranges over a map
		k.a = 1
	}
	q := &array[1] // refused: takes the address of array
	_ = q
	return &array[2].a // refused: takes the address of array
}

// Nothing of this is refused.
func reads(number []int) (int, pair, [3]pair) {
	number[0] = 5 // a parameter
	local := 1
	local++
	for _, p := range array {
		p.set() // a copy
	}
	for _, l := range lists {
		local += len(l) + l[0]
	}
	if slices.Contains(list, local) && len(numbers) == cap(list) && boxed == nil {
		_ = append([]int{}, list...)
	}
	_ = slices.Concat(list, list)
	return numbers[list[0]] + array[two.a].sum() + two.sum() + pointer.b + count1.n, *pointer, array
}

func first(all []int) {
	all[0] = 1 // refused: changes all
}

func firstOf(all []int) { second(all) }

func anyOf[T any](all []T) {}
