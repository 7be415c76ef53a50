package explore_test

import (
	"fmt"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// A payment that was captured in part and is over, with a refund that is still pending.
func ExampleUniverse_Plan() {
	lives := explore.Life(explore.Payments(3)...)
	plan, ok := lives.Plan(explore.State{}, func(s explore.State) bool {
		pi := s.PaymentIntent
		return pi.Status == intent.StatusSucceeded && pi.AmountReceived < pi.Amount && s.Pending() == 1
	})
	fmt.Println(ok)
	for _, c := range plan {
		fmt.Println(c)
	}
	// Output:
	// true
	// create pi_1 3 usd manual with pm_1
	// confirm approved ch_1 with pm_1
	// capture 1
	// refund 1 re_1 pending
}

func ExampleUniverse_Walk() {
	highest := explore.State{}
	for e := range explore.Universe(explore.Captures).Walk(explore.Authorized(3, intent.Rules{})) {
		if e.To.PaymentIntent.LatestCharge.Captures > highest.PaymentIntent.LatestCharge.Captures {
			highest = e.To
		}
	}
	fmt.Println(highest.PaymentIntent)
	// Output:
	// pi_1 requires_capture 3 usd, capturable 0, received 3
}

func ExampleUniverse_Audit() {
	count, err := explore.Universe(explore.Captures).Audit(explore.Authorized(6, intent.Rules{}))
	fmt.Println(count.States, count.Longest, err)
	// Output:
	// 495 12 <nil>
}

// A law that is broken says where.
func ExampleEdge_Audit() {
	e := explore.Authorized(3, intent.Rules{}).Try(intent.CaptureParams{})
	e.Events = nil // as if nobody had been told
	fmt.Println(e.Audit())
	// Output:
	// each change of a charge is told: broken by capture all in pi_1 requires_capture 3 usd, capturable 3, received 0, to pi_1 succeeded 3 usd, capturable 0, received 3, <nil>
}
