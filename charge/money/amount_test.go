package money_test

import (
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
)

const minInt64, maxInt64 money.Amount = math.MinInt64, math.MaxInt64

// borders are the amounts where an integer computation goes wrong, if it does.
var borders = []money.Amount{
	0, 1, -1, 2, -2, 3, -3, 5, 7, -10, 99, 100, 1000,
	math.MaxInt32, math.MinInt32, 1 << 32, -1 << 32,
	money.Max - 1, money.Max, money.Max + 1, -money.Max,
	maxInt64 / 2, minInt64 / 2, maxInt64 - 1, maxInt64, minInt64 + 1, minInt64,
}

func TestShareRounding(t *testing.T) {
	for _, c := range []struct{ a, part, whole, want money.Amount }{
		{880, 500, 1200, 367},  // 366.67
		{880, 1000, 1200, 733}, // 733.33
		{109, 50, 153, 36},     // 35.62
		{1, 1, 2, 1},           // a half goes away from zero
		{-1, 1, 2, -1},         // … on both sides
		{1, -1, 2, -1},
		{1, 1, -2, -1},
		{-1, -1, 2, 1},
		{-1, -1, -2, -1},
		{1, 1, 3, 0},  // under a half
		{2, 1, 3, 1},  // over a half
		{5, 1, 10, 1}, // a half of an even whole
		{4, 1, 10, 0},
		{5, 1, 11, 0}, // an odd whole has no half
		{6, 1, 11, 1},
		{0, 7, 9, 0},
		{7, 0, 9, 0},
		{7, 9, 0, 0}, // no whole, no share
		{minInt64, 1, 0, 0},
		{300, 300, 300, 300}, // everything
		{100, 900, 300, 300}, // more than everything is allowed
		{maxInt64, 1, 1, maxInt64},
		{minInt64, 1, 1, minInt64},
		{minInt64, minInt64, minInt64, minInt64},
		{maxInt64, maxInt64, maxInt64, maxInt64},
	} {
		if got := c.a.Share(c.part, c.whole); got != c.want {
			t.Errorf("%d × %d ÷ %d is %d, want %d", c.a, c.part, c.whole, got, c.want)
		}
	}
}

func TestShareSaturates(t *testing.T) {
	for _, c := range []struct{ a, part, whole, want money.Amount }{
		{maxInt64, 2, 1, maxInt64},
		{maxInt64, -2, 1, minInt64},
		{minInt64, -1, 1, maxInt64}, // 1<<63 is one too many
		{minInt64, 1, -1, maxInt64},
		{minInt64, -1, -1, minInt64},
		{minInt64, 2, 1, minInt64},
		{minInt64, minInt64, 1, maxInt64}, // the quotient does not fit 64 bits
		{minInt64, maxInt64, 1, minInt64},
		{maxInt64, maxInt64, 1, maxInt64},
		{minInt64, 3, 2, minInt64}, // the quotient fits 64 bits, but not 63
		{minInt64, 3, -2, maxInt64},
		{maxInt64, 3, 3, maxInt64},
		{minInt64, 4, 4, minInt64},
	} {
		if got := c.a.Share(c.part, c.whole); got != c.want {
			t.Errorf("%d × %d ÷ %d is %d, want %d", c.a, c.part, c.whole, got, c.want)
		}
	}
}

func TestShareOfBorders(t *testing.T) {
	for _, a := range borders {
		for _, part := range borders {
			for _, whole := range borders {
				got := a.Share(part, whole)
				if want := bigShare(a, part, whole); got != want {
					t.Fatalf("%d × %d ÷ %d is %d, but big integers say %d", a, part, whole, got, want)
				}
				if want := decimalShare(a, part, whole); got != want {
					t.Fatalf("%d × %d ÷ %d is %d, but decimals say %d", a, part, whole, got, want)
				}
			}
		}
	}
}

func TestShareOfAnything(t *testing.T) {
	amount := rapid.OneOf(
		rapid.SampledFrom(borders),
		rapid.Map(rapid.Int64Range(-1000, 1000), asAmount),
		rapid.Map(rapid.Int64(), asAmount),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, part, whole := amount.Draw(t, "a"), amount.Draw(t, "part"), amount.Draw(t, "whole")
		got := a.Share(part, whole)
		if want := bigShare(a, part, whole); got != want {
			t.Fatalf("big integers say %d, not %d", want, got)
		}
		if want := decimalShare(a, part, whole); got != want {
			t.Fatalf("decimals say %d, not %d", want, got)
		}
	})
}

// A share of what is within the bounds of an operation never exceeds the amount that is shared.
func TestShareIsWithinTheAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := money.Amount(rapid.Int64Range(1, int64(money.Max)).Draw(t, "whole"))
		part := money.Amount(rapid.Int64Range(0, int64(whole)).Draw(t, "part"))
		a := money.Amount(rapid.Int64Range(0, int64(money.Max)).Draw(t, "a"))
		if got := a.Share(part, whole); got < 0 || got > a {
			t.Fatalf("the share is %d of %d", got, a)
		}
		if got := a.Share(whole, whole); got != a {
			t.Fatalf("the whole share is %d of %d", got, a)
		}
	})
}

func TestShareAllocatesNothing(t *testing.T) {
	var sum money.Amount
	if n := testing.AllocsPerRun(100, func() { sum += money.Max.Share(1, 3) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func asAmount(n int64) money.Amount { return money.Amount(n) }

// bigShare is Share as one would do it without a thought for speed.
func bigShare(a, part, whole money.Amount) money.Amount {
	if whole == 0 {
		return 0
	}
	product := new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(part)))
	negative := product.Sign()*big.NewInt(int64(whole)).Sign() < 0
	divisor := new(big.Int).Abs(big.NewInt(int64(whole)))
	twice := new(big.Int).Lsh(product.Abs(product), 1)
	twice.Add(twice, divisor) // ⌊(2n + d) ÷ 2d⌋ is n ÷ d to the nearest, a half up
	quotient := twice.Quo(twice, divisor.Lsh(divisor, 1))
	if negative {
		quotient.Neg(quotient)
	}
	return nearest(quotient)
}

// decimalShare is Share in decimals, which round halves away from zero. The precision is given, never the package's default.
func decimalShare(a, part, whole money.Amount) money.Amount {
	if whole == 0 {
		return 0
	}
	product := decimal.NewFromInt(int64(a)).Mul(decimal.NewFromInt(int64(part)))
	return nearest(product.DivRound(decimal.NewFromInt(int64(whole)), 0).BigInt())
}

// nearest returns the amount nearest to n.
func nearest(n *big.Int) money.Amount {
	switch {
	case n.IsInt64():
		return money.Amount(n.Int64())
	case n.Sign() < 0:
		return minInt64
	default:
		return maxInt64
	}
}

func TestMax(t *testing.T) {
	if got := strconv.FormatInt(int64(money.Max), 10); got != "999999999999" {
		t.Errorf("Max is %s, not twelve nines", got)
	}
}
