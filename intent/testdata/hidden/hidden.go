// Package hidden has everything that the core must not have.
package hidden

import (
	_ "crypto/rand"
	"math/rand/v2"
	_ "os"
	"sync"
	"time"
)

var (
	counter int
	limits  = map[string]int{}
	table   [3]struct{ n int }
	now     time.Time
)

func hide(counter []float64) {
	go rand.Int()
	new(sync.WaitGroup).Go(func() {})
	now = time.Now()
	_ = time.Since(now)
	counter[0] = 0.5 // a parameter, not the variable
}

func change() *int {
	counter++
	counter = 5
	limits["a"] = 1
	(table[1].n) = 2
	local := 1
	local++
	_ = local
	return &table[2].n
}
