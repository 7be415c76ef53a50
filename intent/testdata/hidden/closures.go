package hidden

var next = func() func() int { // refused: has the variable next
	n := 0
	return func() int {
		n++      // refused: changes n
		return n // a copy
	}
}()

var kept = []func(int) bool{fewer(3), every(), named().less, nothing} // refused: has the variable kept; keeps the receiver of less

func fewer(n int) func(int) bool { return func(m int) bool { return m < n } }

func every() func(int) bool { return later() }

func later() func(int) bool {
	seen := map[int]bool{}
	return func(m int) bool {
		seen[m] = true // refused: changes seen
		forget(seen)
		return seen[m]
	}
}

var called = func() func() string { return bytes([]byte("a"), "a") }() // refused: has the variable called

func bytes[B ~[]byte, S ~string](b B, s S) func() string {
	return func() string {
		c := b // refused: hands out b
		c[0]++
		d := s
		return string(c) + string(d)
	}
}

func forget(m map[int]bool) {
	delete(m, 1) // refused: hands out m
}

type small struct{ n int }

func (s *small) less(m int) bool { s.n++; return s.n < m }

func named() *small { return new(small) }

func nothing(int) bool {
	n := 0
	func() { n++ }() // it is called, not kept
	return n > 0
}

var made = fewer1(3) // refused: has the variable made; makes a variable with fewer1

var fewer1 = fewer // refused: has the variable fewer1

type sealed struct{ all []int }

var table = &sealed{[]int{1}} // refused: has the variable table

func open() *sealed { return table } // refused: hands out table

func (s *sealed) first() int { return s.all[0] }

func (s *sealed) sort() {
	s.all[0] = 1 // refused: changes s
	again := s   // refused: hands out s
	again.all = nil
}

func use(s *sealed) int {
	s.all = nil        // refused: changes s
	*open() = sealed{} // refused: overwrites what is shared
	(*sealed).sort(s)  // refused: hands out s
	return table.first()
}
