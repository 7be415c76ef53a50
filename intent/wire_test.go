package intent_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
)

// What a webhook shows is what the JSON of the state shows, with the charge by its id and without what the API does not show.
func TestWire(t *testing.T) {
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			next, err := intent.Next(pi, c)
			if err != nil {
				return
			}
			if n++; n%4 != 0 {
				return
			}
			for _, v := range []intent.Version{"", "2022-08-01", "2018-11-08"} {
				var shown map[string]any
				if err := json.Unmarshal(next.Wire(v), &shown); err != nil {
					t.Fatal(err)
				}
				if _, hidden := shown["tranche"]; hidden {
					t.Fatalf("%s", next.Wire(v))
				}
				read := intent.PaymentIntent{Account: next.Account, Rules: next.Rules}
				if err := read.UnmarshalJSON(next.Wire(v)); err != nil {
					t.Fatal(err)
				}
				if v == "" && read.LatestCharge != (charge.Charge{ID: next.LatestCharge.ID}) {
					t.Fatalf("%s shows the charge as %+v", next.Wire(v), read.LatestCharge)
				}
				if v != "" && (read.LatestCharge.AmountCaptured != next.LatestCharge.AmountCaptured || read.LatestCharge.ID != next.LatestCharge.ID) {
					t.Fatalf("%s lists the charge as %+v", next.Wire(v), read.LatestCharge)
				}
				want := next
				want.LatestCharge, want.Confirmations, want.Increments = read.LatestCharge, 0, 0
				want.Direct = read.Direct // application is not shown
				if read != want {
					t.Fatalf("%s reads as\n%+v\nnot\n%+v", next.Wire(v), read, want)
				}
			}
		})
	})
}
