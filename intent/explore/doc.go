// Package explore walks every state that a finite set of commands reaches, with the library's own transitions, and plans the shortest way
// to one.
//
//	plan, ok := explore.Life(explore.Payments(3)...).Plan(explore.State{}, func(s explore.State) bool {
//		return s.PaymentIntent.Status == intent.StatusSucceeded && s.Pending() == 1
//	})
//
// A Universe says which commands are tried. There are two: Captures, of one authorization, and Life, from Create on; they say what they leave
// out. A tester asks Plan for a state in words; Walk yields all of them.
//
// # What was walked
//
// Audit holds every state to the invariants of a payment, and every edge to the laws of its operations: see Laws. All of them hold in
//
//	universe                         states      tries    refused  longest
//	Captures of 6                       495       8415       5978       12
//	Captures of 52, no refunds         1553      21742      13669       50
//	  LimitNonFinalAndOne              1555      21770      13691       51
//	  WholeRemainderCloses             1503      21042      13219       50
//	  UntouchedCloseCancels            1553      21742      13668       50
//	Life of 5, no refunds              4286      61171      48588        9
//	Life of 1                         32277     834131     707502       12
//	Captures of 52                  1093703   18592951   11026532      102
//	Life of 3                       2005616   45082114   35290860       17
//
// where 52 units are enough for the limit of 50 captures to bind, and tries, refused ones among them, are commands tried in a state; longest
// is how many commands the state that is farthest away needs. The last two take a minute each on two
// idle processors, and less than two gigabytes:
//
//	go test -tags large -run Large -timeout 30m -v ./intent/explore
//
// The rules of Captures are written down a second time as a model for spin, which finds as many states and accepted tries: see Promela.
package explore
