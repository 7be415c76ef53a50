package charge_test

import (
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// Where the JSON does not show what the network offers, the amounts of 1000 may tell.
func TestMulticapture(t *testing.T) {
	const no, yes, unknown = connect.MarkNo, connect.MarkYes, connect.MarkUnknown
	for _, c := range []struct {
		name            string
		captured        bool
		taken, refunded money.Amount
		isRefunded      bool
		old, basil      connect.Mark // before basil, and since
	}{
		{"authorized", false, 0, 0, false, unknown, unknown},
		{"a part captured, the rest held", false, 1, 0, false, yes, yes},
		{"everything captured", true, 1000, 0, false, unknown, unknown},
		{"everything captured and refunded", true, 1000, 1000, true, unknown, unknown},
		{"canceled", false, 0, 1000, true, unknown, unknown},
		{"600 captured, no release booked", true, 600, 0, false, yes, unknown},
		{"600 captured, less refunded than released", true, 600, 399, false, yes, unknown},
		{"600 captured, 400 released or refunded", true, 600, 400, false, unknown, unknown},
		{"600 captured, 599 released or refunded", true, 600, 599, false, unknown, unknown},
		{"600 captured, and all of that refunded", true, 600, 600, true, yes, unknown},
		{"600 captured, as much refunded, and not all", true, 600, 600, false, no, unknown},
		{"600 captured, more refunded", true, 600, 601, false, no, unknown},
		{"300 captured, 700 released", true, 300, 700, false, no, unknown},
		{"300 captured, all of that refunded", true, 300, 300, true, yes, unknown},
	} {
		ch := charge.Charge{
			ID: "ch_1", Status: charge.StatusSucceeded, Paid: true, Captures: capture.Uncounted,
			Amount: 1000, AmountCaptured: c.taken, AmountRefunded: c.refunded, Captured: c.captured, Refunded: c.isRefunded,
			Card: charge.Card{Unshown: true},
		}
		if got := ch.Multicapture(true); got != c.old {
			t.Errorf("%s, before basil: %d", c.name, got)
		}
		if got := ch.Multicapture(false); got != c.basil {
			t.Errorf("%s: %d", c.name, got)
		}
		if err := ch.Validate(capture.Readings{}, true); err != nil {
			t.Errorf("%s, before basil: %v", c.name, err)
		}
		if ch.Captures = 2; ch.Multicapture(true) != yes || ch.Multicapture(false) != yes {
			t.Errorf("%s, two captures: %d", c.name, ch.Multicapture(true))
		}
		for _, shown := range []bool{false, true} {
			ch.Card = charge.Card{Multicapture: shown}
			if got := ch.Multicapture(true); (got == yes) != shown || (got == no) == shown {
				t.Errorf("%s, shown: %d", c.name, got)
			}
		}
	}
}

// What the amounts are taken to tell is the one thing that they can mean: of a card that is one or the other, the other is not valid.
func TestMulticaptureIsTheOnlyMeaning(t *testing.T) {
	const amount = 10
	told := map[connect.Mark]int{}
	for taken := range money.Amount(amount) {
		for refunded := range money.Amount(amount + 1) {
			for _, isRefunded := range []bool{false, true} {
				c := charge.Charge{
					ID: "ch_1", Status: charge.StatusSucceeded, Paid: true, Captures: capture.Uncounted,
					Amount: amount, AmountCaptured: taken + 1, AmountRefunded: refunded, Captured: true, Refunded: isRefunded,
				}
				possible := [2]bool{} // without and with multicapture
				for i := range possible {
					c.Card = charge.Card{Multicapture: i == 1}
					possible[i] = c.Validate(capture.Readings{}, true) == nil && c.RefundLedger(true).Validate() == nil
				}
				if possible == [2]bool{} {
					continue
				}
				c.Card = charge.Card{Unshown: true}
				m := c.Multicapture(true)
				told[m]++
				want := connect.MarkUnknown
				if possible[0] != possible[1] {
					want = connect.MarkNo
					if possible[1] {
						want = connect.MarkYes
					}
				}
				if m != want && taken+1 < amount {
					t.Errorf("%s: it is %d, and can be %v", fmt.Sprint(taken+1, refunded, isRefunded), m, possible)
				}
			}
		}
	}
	if len(told) != 3 {
		t.Errorf("told is %v", told)
	}
}
