package stripego_test

import (
	"errors"
	"fmt"

	"github.com/stripe/stripe-go/v85"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/examples/conformance/stripego"
	"github.com/tranche-go/tranche/intent"
)

// May I capture 300 more? Of a payment of 1000, 700 were captured.
func Example() {
	fetched := &stripe.PaymentIntent{
		ID: "pi_1", Object: "payment_intent", Status: stripe.PaymentIntentStatusRequiresCapture, Currency: stripe.CurrencyUSD,
		CaptureMethod: stripe.PaymentIntentCaptureMethodManual, Amount: 1000, AmountCapturable: 300, AmountReceived: 700,
		LatestCharge: &stripe.Charge{ID: "ch_1"}, // not expanded
	}
	pi, err := stripego.PaymentIntent(fetched, intent.Rules{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, amount := range []money.Amount{300, 301} {
		err := pi.CheckCapture(intent.CaptureParams{AmountToCapture: money.Some(amount)})
		if refusal, ok := errors.AsType[*intent.Error](err); ok {
			fmt.Println(amount, "no:", refusal.Code, "at most", refusal.Limit)
		} else {
			fmt.Println(amount, "yes")
		}
	}
	// Output:
	// 300 yes
	// 301 no: amount_too_large at most 300
}
