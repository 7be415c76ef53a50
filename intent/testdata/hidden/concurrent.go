package hidden

import "sync" // refused: imports sync

func concurrent(f func()) {
	go f()                    // refused: starts a goroutine
	new(sync.WaitGroup).Go(f) // refused: uses sync.WaitGroup; uses sync.WaitGroup.Go
	select {}                 // refused: selects
}

type messages chan int // refused: has a channel

func send(c messages, d struct{ c messages }) { // refused: has a channel
	c <- 1        // refused: has a channel
	close(c)      // refused: has a channel
	for range c { // refused: has a channel
	}
	_ = make(chan int) // refused: has a channel
	_ = d.c            // refused: has a channel
}
