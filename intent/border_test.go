package intent_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// borders returns the integers at which something could turn over: around zero, the powers of ten and two, the amounts of the states
// below, the largest amount and the ends of int64.
func borders() (all []int64) {
	around := []int64{0, 10, 100, 300, 700, 1000, 1200, int64(money.Max), int64(money.Max) / 2, math.MaxInt32, math.MinInt32,
		math.MaxUint32, 1 << 53, 1e12, 1e15, 1e18, -1e12, math.MaxInt64 / 2, math.MinInt64 / 2}
	for _, n := range around {
		all = append(all, n-1, n, n+1)
	}
	all = append(all, math.MinInt64, math.MinInt64+1, math.MaxInt64-1, math.MaxInt64,
		math.MaxInt64-int64(money.Max), math.MinInt64+int64(money.Max), math.MaxInt64-1000, math.MinInt64+1000)
	slices.Sort(all)
	return slices.Compact(all)
}

// atTheBorder returns every operation with n in the place of each amount and each time.
func atTheBorder(n int64) []intent.Command {
	amount := money.Amount(n)
	created, again := manual, manual
	created.At = n
	again.Amount = amount
	all := []intent.Command{
		created, again,
		intent.UpdateParams{At: n}, intent.UpdateParams{Amount: money.Some(amount)}, intent.UpdateParams{Amount: money.Some(amount), Currency: "isk"},
		intent.AuthenticateParams{At: n, Attempt: approval}, intent.AuthenticateParams{At: n, Failure: charge.Failure{Code: code.CardDeclined}},
		intent.ProcessParams{At: n},
		intent.CaptureParams{At: n}, intent.CaptureParams{AmountToCapture: money.Some(amount)}, takes(amount),
		intent.CaptureParams{AmountToCapture: money.NullAmount{Amount: amount}}, // not valid: no amount
		intent.IncrementParams{At: n, Amount: 1100}, intent.IncrementParams{Amount: amount},
		intent.IncrementParams{Amount: amount, Declined: charge.Failure{Code: code.CardDeclined}},
		intent.CancelParams{At: n}, intent.ExpireParams{At: n},
	}
	for _, change := range []func(*charge.Card){
		func(c *charge.Card) { c.AmountAuthorized = amount },
		func(c *charge.Card) { c.MaximumAmountCapturable = amount },
		func(c *charge.Card) { c.CaptureBefore = n },
	} {
		a := approval
		change(&a.Card)
		all = append(all, confirms(a), intent.AuthenticateParams{Attempt: a})
	}
	p := confirms(approval)
	p.At = n
	return append(all, p)
}

// largest returns states with the largest amount, and with currencies of other units.
func largest(t testing.TB) []intent.PaymentIntent {
	most := manual
	most.Amount = money.Max
	yen := manual
	yen.Currency = "jpy"
	dinar := manual
	dinar.Currency = "kwd"
	return []intent.PaymentIntent{
		reach(t, most), reach(t, most, confirms(approval)), reach(t, most, confirms(approval), takes(1)),
		reach(t, most, confirms(approval), takes(money.Max-1)),
		reach(t, yen, confirms(approval)), reach(t, dinar, confirms(approval)),
	}
}

func TestBorders(t *testing.T) {
	values := borders()
	if len(values) < 60 {
		t.Fatalf("only %d values", len(values))
	}
	accepted := map[string]int{}
	for _, pi := range append(oneOfEach(t), largest(t)...) {
		for _, n := range values {
			for _, c := range atTheBorder(n) {
				next, _, err := intent.Step(pi, c)
				if err != nil {
					mustBeRefusal(t, c, err)
					continue
				}
				accepted[fmt.Sprintf("%T", c)]++
				if err := next.Validate(); err != nil {
					t.Fatalf("%#v in %q leads to an invalid state: %v", c, pi.Status, err)
				}
				nothingWraps(t, pi, c, next)
			}
		}
	}
	for _, c := range everyCommand() {
		if kind := fmt.Sprintf("%T", c); accepted[kind] == 0 {
			t.Errorf("no %s was accepted", kind)
		}
	}
}

func mustBeRefusal(t *testing.T, c intent.Command, err error) {
	t.Helper()
	e, ok := errors.AsType[*intent.Error](err)
	if !ok || e.Op != string(c.Operation()) || e.Type == "" || e.Code == "" || e.Error() == "" || e.Message() == "" {
		t.Fatalf("%#v: %#v", c, err)
	}
}

// nothingWraps does the sums again, with integers that have no end.
func nothingWraps(t *testing.T, before intent.PaymentIntent, c intent.Command, after intent.PaymentIntent) {
	t.Helper()
	exactly := func(what string, got money.Amount, terms ...money.Amount) {
		t.Helper()
		want := new(big.Int)
		for _, term := range terms {
			want.Add(want, big.NewInt(int64(term)))
		}
		if want.Cmp(big.NewInt(int64(got))) != 0 {
			t.Fatalf("%#v: %s is %d, want %s", c, what, got, want)
		}
	}
	ch := after.LatestCharge
	for _, a := range []money.Amount{
		after.Amount, after.AmountCapturable, after.AmountReceived,
		ch.Amount, ch.AmountCaptured, ch.AmountRefunded, ch.Card.AmountAuthorized, ch.Card.MaximumAmountCapturable,
	} {
		if a < 0 || a > money.Max {
			t.Fatalf("%#v: an amount of %d", c, a)
		}
	}
	switch c := c.(type) {
	case intent.CreateParams:
		exactly("amount", after.Amount, c.Amount)
	case intent.UpdateParams:
		exactly("amount", after.Amount, c.Amount.Or(before.Amount))
	case intent.CaptureParams:
		took := c.AmountToCapture.Or(before.AmountCapturable)
		exactly("amount_received", after.AmountReceived, before.AmountReceived, took)
		if c.NonFinal {
			exactly("amount_capturable", after.AmountCapturable, before.AmountCapturable, -took)
		}
	case intent.IncrementParams:
		if c.Declined == (charge.Failure{}) {
			exactly("amount", after.Amount, c.Amount)
			exactly("amount_capturable", after.AmountCapturable, c.Amount)
		}
	}
	if after.Status == intent.StatusRequiresCapture {
		exactly("amount", after.Amount, after.AmountCapturable, after.AmountReceived)
	}
}

// The border itself: which amounts and moments are accepted, in one column each.
func TestBorderAnswers(t *testing.T) {
	hold := reach(t, manual, confirms(approval)) // 1000, at most 1200 at once, until 1000
	part := reach(t, manual, confirms(approval), takes(300))
	open := reach(t, manual)
	for _, test := range []struct {
		pi      intent.PaymentIntent
		command intent.Command
		want    code.Code // "" is accepted
	}{
		{intent.PaymentIntent{}, amountOf(0), code.ParameterInvalidInteger},
		{intent.PaymentIntent{}, amountOf(1), ""},
		{intent.PaymentIntent{}, amountOf(money.Max), ""},
		{intent.PaymentIntent{}, amountOf(money.Max + 1), code.AmountTooLarge},
		{open, intent.UpdateParams{Amount: money.Some(0)}, code.ParameterInvalidInteger},
		{open, intent.UpdateParams{Amount: money.Some(money.Max)}, ""},
		{open, intent.UpdateParams{Amount: money.Some(money.Max + 1)}, code.AmountTooLarge},
		{hold, takes(1000), ""},
		{hold, takes(1001), code.AmountTooLarge},
		{hold, intent.CaptureParams{AmountToCapture: money.Some(1200)}, ""},
		{hold, intent.CaptureParams{AmountToCapture: money.Some(1201)}, code.AmountTooLarge},
		{hold, takes(-1), code.ParameterInvalid},
		{hold, takes(0), code.NothingToCapture},
		{part, takes(700), ""},
		{part, takes(701), code.AmountTooLarge},
		{part, intent.CaptureParams{AmountToCapture: money.Some(701)}, code.AmountTooLarge},
		{part, intent.CaptureParams{AmountToCapture: money.Some(0)}, ""},
		{hold, intent.CaptureParams{At: 999}, ""},
		{hold, intent.CaptureParams{At: 1000}, code.CaptureChargeAuthorizationExpired},
		{hold, intent.IncrementParams{Amount: 1000}, code.ParameterInvalidInteger},
		{hold, intent.IncrementParams{Amount: 1001}, ""},
		{hold, intent.IncrementParams{At: 999, Amount: 1001}, ""},
		{hold, intent.IncrementParams{At: 1000, Amount: 1001}, code.CaptureChargeAuthorizationExpired},
		{hold, intent.ExpireParams{At: 999}, code.TooEarly},
		{hold, intent.ExpireParams{At: 1000}, ""},
		{hold, intent.ExpireParams{At: -1}, code.ParameterInvalidInteger},
	} {
		if got := refusalOf(intent.Check(test.pi, test.command)).code; got != test.want {
			t.Errorf("%#v in %q: %q, want %q", test.command, test.pi.Status, got, test.want)
		}
	}
}

func amountOf(a money.Amount) intent.CreateParams {
	p := manual
	p.Amount = a
	return p
}
