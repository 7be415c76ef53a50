package oracle_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// TestBordersWithoutTheCharge puts borders into every place once more, where only the id of the charge is known. The book, which knows it, cannot
// say what is answered then, but what has to hold of it: nothing is refused that the book accepts, except because it is not known; nothing is
// accepted that the book refuses; and what is accepted leads where it leads with the charge.
func TestBordersWithoutTheCharge(t *testing.T) {
	all := borders()
	values := [...][]money.Amount{1: all, 2: some(all, 14), 3: corners}
	answers := map[code.Code]int{}
	for i, s := range stages() {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			var b book
			pi := s.reach(t, &b)
			if pi.LatestCharge.ID == "" {
				return
			}
			for _, sh := range shapes() {
				each(values[sh.places], sh.places, func(n [3]money.Amount) {
					answers[withoutTheCharge(t, &b, &pi, sh.of(n))]++
				})
			}
		})
	}
	for _, answer := range []code.Code{"", code.UnknownCharge, code.AmountTooLarge, code.RefundTooLarge, code.FeeRefundTooLarge, code.ReversalTooLarge} {
		if answers[answer] == 0 {
			t.Errorf("never answered: %q", answer)
		}
	}
	t.Log(answers)
}

// withoutTheCharge tries a command on an intent of whose charge only the id is known, and returns for which code it is refused.
func withoutTheCharge(t *testing.T, b *book, pi *intent.PaymentIntent, c intent.Command) code.Code {
	bare := *pi
	bare.LatestCharge = charge.Charge{ID: chargeID}
	want := b.refuses(c)
	next, m, err := carryOut(&bare, c)
	if err != nil {
		mustBeTyped(t, err)
		if next != bare || m != (made{}) {
			t.Fatalf("%s in %s is refused, and changes something: %s", c, pi, next)
		}
		e, _ := errors.AsType[*intent.Error](err)
		if want == accepted && e.Code != code.UnknownCharge {
			t.Fatalf("%s in %s is refused (%v); with the charge the book accepts it", c, pi, err)
		}
		return e.Code
	}
	if want != accepted {
		t.Fatalf("%s in %s is accepted; with the charge the book refuses it for %v", c, pi, want)
	}
	if err = next.Validate(); err != nil {
		t.Fatalf("%s in %s leads to an invalid state: %v", c, pi, err)
	}
	known, err := intent.Next(*pi, c)
	known.LatestCharge = next.LatestCharge
	if err != nil || known != next {
		t.Fatalf("%s in %s leads to %s, with the charge to %s", c, pi, next, known)
	}
	return ""
}
