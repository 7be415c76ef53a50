// Package explore walks every state that a finite set of commands reaches, with the library's own transitions, and plans the shortest way
// to one.
//
//	plan, ok := explore.Life(explore.Payments(3)...).Plan(explore.State{}, func(s explore.State) bool {
//		return s.PaymentIntent.Status == intent.StatusSucceeded && s.Pending() == 1
//	})
//
// A Universe says which commands are tried. There are two: Captures, everything that can be done with one authorization, and Life,
// everything that can happen to a payment.
package explore
