package connect_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// Everything here is comparable.
var (
	_ map[connect.ApplicationFee]map[connect.Transfer]map[connect.TransferData]struct{}
	_ map[connect.FeeRefund]map[connect.Reversal]map[connect.Ledger]struct{}
	_ map[connect.FeeRefundParams]map[connect.ReverseParams]map[connect.TransferParams]struct{}
	_ map[connect.ApplicationFeeEvent]map[connect.TransferEvent]struct{}
)

// refusal is an error of this package.
func refusal(op string, c code.Code, param string, got, limit money.Amount) code.Error {
	return code.Error{Op: op, Type: code.TypeInvalidRequest, Code: c, Param: param, Got: got, Limit: limit}
}

// is reports err unless it is want; the zero Error wants none.
func is(t *testing.T, what string, err error, want code.Error) {
	t.Helper()
	var got code.Error
	if e, ok := errors.AsType[*code.Error](err); ok {
		got = *e
	} else if err != nil {
		t.Errorf("%s: %v, which is not an error of this module", what, err)
		return
	}
	if want.Op == "validate" { // in words, which are not part of the contract
		if got.Detail == "" {
			t.Errorf("%s: %v does not say what is broken", what, err)
		}
		got.Detail = ""
	}
	if got != want {
		t.Errorf("%s is refused otherwise (-want +got):\n%s", what, cmp.Diff(want, got))
	}
}

// allocates checks how often f allocates.
func allocates(t *testing.T, what string, most float64, f func()) {
	t.Helper()
	if n := testing.AllocsPerRun(100, f); n > most {
		t.Errorf("%s: %v allocations, want at most %v", what, n, most)
	}
}

// The recorded ones: what was taken of a charge, what had come back of it, a refund, and what that took back.
func TestPortion(t *testing.T) {
	for _, c := range []struct {
		name                            string
		taken, back, refund, base, want money.Amount
	}{
		{"a transfer, to the nearest: 366.67", 880, 0, 500, 1200, 367},
		{"the refund of the rest does not sweep: 733.33", 880, 0, 1000, 1200, 733},
		{"to the nearest: 35.62", 109, 0, 50, 153, 36},
		{"in the transfer's currency: 135.6", 1356, 678, 100, 1000, 136},
		{"the rest, in two halves", 1356, 678, 500, 1000, 678},
		{"down: 134.2", 1342, 671, 100, 1000, 134},
		{"a fee", 30, 0, 500, 1000, 15},
		{"a fee, after a half", 30, 15, 100, 1000, 3},
		{"a third of a fee", 3000, 0, 10000, 30000, 1000},
		{"and the rest of it", 3000, 1000, 20000, 30000, 2000},

		{"everything", 880, 0, 1200, 1200, 880},
		{"a half goes up", 1, 0, 50, 100, 1},
		{"less than a half goes down", 1, 0, 49, 100, 0},
		{"at most what is left", 880, 800, 500, 1200, 80},
		{"nothing is left", 880, 880, 500, 1200, 0},
		{"nothing was taken", 0, 0, 500, 1200, 0},
		{"more than the base", 880, 0, 2400, 1200, 880},
		{"nothing is refunded", 880, 0, 0, 1200, 0},
		{"the largest", money.Max, 0, money.Max, money.Max, money.Max},

		{"no base", 880, 0, 500, 0, 0},
		{"a negative base", 880, 0, 500, -1200, 0},
		{"a negative refund", 880, 0, -500, 1200, 0},
		{"a negative refund of a negative base", 880, 100, -500, -1200, 0},
		{"more back than taken", 880, 881, 500, 1200, 0},
		{"less than nothing back", 880, -1, 500, 1200, 0},
		{"less than nothing taken", -880, 0, 500, 1200, 0},
		{"less than nothing taken, more than that back", -880, -1000, 500, 1200, 0},
		{"the borders", math.MinInt64, math.MaxInt64, -1, 1, 0},
	} {
		if got := connect.Portion(c.taken, c.back, c.refund, c.base); got != c.want {
			t.Errorf("%s: %d", c.name, got)
		}
	}
}

// Each refund is rounded by itself. Many small ones can take everything back early, or leave something.
func TestPortionsOfManyRefunds(t *testing.T) {
	series := func(taken, refund, base money.Amount, n int) (back money.Amount) {
		for range n {
			back += connect.Portion(taken, back, refund, base)
		}
		return back
	}
	for _, c := range []struct {
		taken, refund, base money.Amount
		n                   int
		want                money.Amount
	}{
		{100, 100, 300, 3, 99},
		{5, 1, 10, 5, 5}, // 0.5 is 1
		{5, 1, 10, 10, 5},
		{4, 1, 10, 10, 0}, // 0.4 is 0
		{880, 600, 1200, 2, 880},
	} {
		if got := series(c.taken, c.refund, c.base, c.n); got != c.want {
			t.Errorf("%d refunds of %d of %d take back %d of %d, want %d", c.n, c.refund, c.base, got, c.taken, c.want)
		}
	}
}

// A portion is taken × refund ÷ base to the nearest, a half up, and at most what is left, whatever the amounts of a payment are.
func TestPortionIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := func(label string, least, most money.Amount) money.Amount {
			return money.Amount(rapid.OneOf(
				rapid.Int64Range(int64(least), min(int64(least)+20, int64(most))), rapid.Int64Range(int64(least), int64(most)),
			).Draw(t, label))
		}
		base := amount("base", 1, money.Max)
		refund := amount("refund", 0, base)
		taken := amount("taken", 0, money.Max)
		back := amount("back", 0, taken)
		exact := new(big.Int).Mul(big.NewInt(2*int64(taken)), big.NewInt(int64(refund)))
		exact.Add(exact, big.NewInt(int64(base))).Quo(exact, big.NewInt(2*int64(base)))
		want := min(money.Amount(exact.Int64()), taken-back)
		if got := connect.Portion(taken, back, refund, base); got != want {
			t.Fatalf("%d, want %d", got, want)
		}
		if got := connect.Portion(taken, back, base, base); got != taken-back {
			t.Fatalf("a refund of everything takes back %d of %d", got, taken-back)
		}
	})
}

// borders are the amounts where sums wrap, if they do.
func borders() []money.Amount {
	all := []money.Amount{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, 2, 1000, math.MaxInt64 - 1, math.MaxInt64}
	for _, around := range []money.Amount{money.Max, 1 << 62} {
		all = append(all, around, around+1, -around, -around-1)
	}
	slices.Sort(all)
	return all
}

// Nothing wraps: a portion is never negative and never more than is left.
func TestPortionOfBorders(t *testing.T) {
	for _, taken := range borders() {
		for _, back := range borders() {
			most := new(big.Int).Sub(big.NewInt(int64(taken)), big.NewInt(int64(back)))
			if back < 0 || back > taken {
				most.SetInt64(0)
			}
			for _, refund := range borders() {
				for _, base := range borders() {
					got := connect.Portion(taken, back, refund, base)
					if got < 0 || most.Cmp(big.NewInt(int64(got))) < 0 {
						t.Fatalf("%d × %d ÷ %d, %d back: %d", taken, refund, base, back, got)
					}
				}
			}
		}
	}
}

// What is left of a fee and of a transfer, and 0 where that is not known or cannot be.
func TestLeft(t *testing.T) {
	for _, test := range []struct{ all, gone, left money.Amount }{
		{30, 0, 30}, {30, 20, 10}, {30, 30, 0}, {30, 31, 0}, {30, -1, 0}, {0, 0, 0}, {math.MaxInt64, math.MinInt64, 0}, {math.MinInt64, 1, 0},
	} {
		fee := connect.ApplicationFee{ID: "fee_1", Amount: test.all, AmountRefunded: test.gone}
		transfer := connect.Transfer{ID: "tr_1", Amount: test.all, AmountReversed: test.gone}
		if fee.Left() != test.left || transfer.Left() != test.left {
			t.Errorf("%d of which %d is gone: %d and %d are left, want %d", test.all, test.gone, fee.Left(), transfer.Left(), test.left)
		}
	}
}
