package intenttest_test

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
)

// A shop keeps one payment, and takes a zero for an amount that is not given.
type shop struct{ pi intent.PaymentIntent }

func (s *shop) Do(c intent.Command) (intenttest.Reply, error) {
	if p, ok := c.(intent.CaptureParams); ok && p.AmountToCapture.Amount == 0 {
		p.AmountToCapture = money.NullAmount{} // the bug
		c = p
	}
	next, events, err := intent.Step(s.pi, c)
	s.pi = next
	return intenttest.Reply{Events: events}, err
}

func (s *shop) Read() (intenttest.Totals, error) { return intenttest.TotalsOf(s.pi), nil }

// In a test it is intenttest.Check(t, …). Here the t is one that keeps what is said.
func ExampleCheck() {
	t := new(recorder)
	t.run("1", func() {
		intenttest.Check(t, func() (intenttest.System, error) { return new(shop), nil }, intenttest.Options{})
	})
	_, story, _ := strings.Cut(t.text.String(), "draw payment: \n")
	story, _, _ = strings.Cut(story, "\ncall ")
	fmt.Println(story)
	// Output:
	// 1. POST /v1/payment_intents amount=1 currency=usd capture_method=manual payment_method_options[card][request_multicapture]=if_available
	//    → accepted
	// 2. POST /v1/payment_intents/pi_1/confirm payment_method=pm_card_visa
	//    → accepted
	// 3. POST /v1/payment_intents/pi_1/capture amount_to_capture=0
	//    → accepted
	//    call 3, capture: it is accepted, want it refused for nothing_to_capture
}
