package intenttest_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
)

// Whatever was captured before, a capture of zero closes.
func ExampleAuthorized() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		pi := intenttest.Authorized().Draw(t, "pi")
		next, _, err := pi.Capture(intent.CaptureParams{AmountToCapture: money.Some(0)})
		if pi.AmountReceived > 0 && (err != nil || next.AmountCapturable != 0) {
			t.Fatalf("%v cannot be closed: %v", pi, err)
		}
	})
	fmt.Println("failed:", t.Failed())
	fmt.Println(intenttest.Authorized().Example(4))
	fmt.Println(intenttest.Authorized().Example(6))
	// Output:
	// failed: false
	// pi_1 requires_capture 12 usd, capturable 12, received 0
	// pi_1 requires_capture 50 usd, capturable 0, received 50
}

// What was written reads the same, wherever the payment stands.
func ExampleReached() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		pi := intenttest.Reached().Draw(t, "pi")
		s := store{}
		if err := s.save(pi); err != nil {
			t.Fatal(err)
		}
		if got, err := s.load(); err != nil || got != pi {
			t.Fatalf("%v becomes %v: %v", pi, got, err)
		}
	})
	fmt.Println("failed:", t.Failed())
	for seed := range 4 {
		fmt.Println(intenttest.Reached().Example(20 + seed))
	}
	// Output:
	// failed: false
	// pi_1 requires_capture 4 usd, capturable 0, received 4
	// pi_1 requires_capture 14000 bhd, capturable 14000, received 0
	// pi_1 succeeded 600 jpy, capturable 0, received 600
	// pi_1 canceled 3900 usd, capturable 0, received 0
}

// A life from the beginning: each command suits what the one before left.
func ExampleCommand() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		var pi intent.PaymentIntent
		for range 20 {
			c := intenttest.Command(pi).Draw(t, "command")
			next, err := intent.Next(pi, c)
			if next.AmountReceived < pi.AmountReceived {
				t.Fatalf("%v takes money back: %v", c, err)
			}
			pi = next
		}
	})
	fmt.Println("failed:", t.Failed())
	var pi intent.PaymentIntent
	for seed := range 8 {
		c := intenttest.Command(pi).Example(seed)
		fmt.Println(c)
		pi, _ = intent.Next(pi, c)
	}
	// Output:
	// failed: false
	// create pi_1 300 usd manual
	// confirm pending with pm_2
	// process settled
	// capture 301
	// capture 1 non-final
	// refund all re_1 pending
	// capture 1
	// refund -1 re_1
}

// No capture takes more than is capturable.
func ExampleCapture() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		pi := intenttest.Authorized().Draw(t, "pi")
		p := intenttest.Capture(pi).Draw(t, "capture")
		if next, _, err := pi.Capture(p); err == nil && next.AmountReceived-pi.AmountReceived > pi.AmountCapturable {
			t.Fatalf("%v of %v", p, pi)
		}
	})
	fmt.Println("failed:", t.Failed())
	pi := intenttest.Authorized().Example(4)
	for seed := range 5 {
		fmt.Println(intenttest.Capture(pi).Example(seed))
	}
	// Output:
	// failed: false
	// capture 2 non-final
	// capture 2 non-final
	// capture 0
	// capture 2 non-final
	// capture 2 non-final
}

// No refund gives back more than was received.
func ExampleRefund() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		pi := intenttest.Authorized().Draw(t, "pi")
		p := intenttest.Refund(pi).Draw(t, "refund")
		if next, _, _, err := pi.Refund(p); err == nil && next.LatestCharge.AmountRefunded > next.AmountReceived {
			t.Fatalf("%v of %v", p, pi)
		}
	})
	fmt.Println("failed:", t.Failed())
	pi := intenttest.Authorized().Example(6)
	for seed := range 5 {
		fmt.Println(intenttest.Refund(pi).Example(seed))
	}
	// Output:
	// failed: false
	// refund 51 re_1
	// refund 1 re_1 pending
	// refund 51 re_1
	// refund 1000000000000 re_1
	// refund 51 re_1 pending
}

// A refund that has failed does not fail again.
func ExampleUpdateRefund() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		pi, _ := intent.Next(intenttest.Authorized().Draw(t, "pi"), intent.CaptureParams{})
		pi, r, _, err := pi.Refund(intent.RefundParams{ID: "re_1", Status: refund.StatusPending})
		if err != nil {
			return
		}
		copies := []refund.Refund{r}
		for range 5 {
			p := intenttest.UpdateRefund(copies).Draw(t, "update")
			next, r, _, err := pi.UpdateRefund(p)
			if err == nil && !copies[len(copies)-1].Status.Counts() {
				t.Fatalf("%v after it was %s", p, copies[len(copies)-1].Status)
			}
			if err == nil {
				pi, copies = next, append(copies, r)
			}
		}
	})
	fmt.Println("failed:", t.Failed())
	// Output:
	// failed: false
}

// A handler that keeps the greatest sum that it has seen does not mind how often and in what order events come.
func ExampleShuffle() {
	t := new(recorder) // in a test, its t
	rapid.Check(t, func(t *rapid.T) {
		captured := []int{300, 500, 1000} // amount_captured, as three events show it
		if got := slices.Max(intenttest.Shuffle(captured).Draw(t, "delivery")); got != 1000 {
			t.Fatalf("%d are captured", got)
		}
	})
	fmt.Println("failed:", t.Failed())
	fmt.Println(intenttest.Shuffle([]string{"evt_1", "evt_2", "evt_3"}).Example(2))
	// Output:
	// failed: false
	// [evt_1 evt_3 evt_2 evt_1]
}

// A Model predicts what is refused, what is told, and what is shown.
func ExampleModel() {
	var m intenttest.Model
	for _, c := range []intent.Command{
		intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1"},
		intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}},
		intent.CaptureParams{AmountToCapture: money.Some(700)},
		intent.CaptureParams{AmountToCapture: money.Some(200)},
	} {
		if no := m.Refuses(c); no != "" {
			fmt.Println(c, "is refused:", no)
			continue
		}
		fmt.Println(c, m.Apply(c))
	}
	shown := m.Totals()
	fmt.Println("received", shown.AmountReceived, "capturable", shown.AmountCapturable)
	// Output:
	// create pi_1 1000 usd manual with pm_1 [payment_intent.created]
	// confirm approved ch_1 [charge.succeeded payment_intent.amount_capturable_updated]
	// capture 700 [charge.captured payment_intent.succeeded]
	// capture 200 is refused: payment_intent_unexpected_state
	// received 700 capturable 0
}
