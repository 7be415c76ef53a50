package fee_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect/fee"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		total          money.Amount
		captures, want []money.Amount
	}{
		{59, []money.Amount{1000}, []money.Amount{59}},
		{59, []money.Amount{700, 200, 100}, []money.Amount{41, 12, 6}}, // 41.3, 53.1, 59
		{65, []money.Amount{500, 700}, []money.Amount{27, 38}},         // 27.083, 65
		{100, []money.Amount{1, 1, 1}, []money.Amount{33, 34, 33}},     // 33.33, 66.67, 100: equal captures differ by one
		{1, []money.Amount{1, 1}, []money.Amount{1, 0}},                // 0.5 goes up, and is not charged twice
		{1, []money.Amount{1, 1, 1}, []money.Amount{0, 1, 0}},          // 0.33, 0.67, 1
		{3, []money.Amount{1, 1}, []money.Amount{2, 1}},                // 1.5, 3: more than the order
		{5, []money.Amount{2, 3}, []money.Amount{2, 3}},                // all of it
		{0, []money.Amount{2, 3}, []money.Amount{0, 0}},
		{7, []money.Amount{0, 5, 0, 5, 0}, []money.Amount{0, 4, 0, 3, 0}}, // 3.5; a capture of zero carries nothing
		{0, []money.Amount{0, 0}, []money.Amount{0, 0}},
		{0, []money.Amount{}, []money.Amount{}},
		{0, nil, []money.Amount{}},
		{money.Max, []money.Amount{1, money.Max - 1}, []money.Amount{1, money.Max - 1}},
		{money.Max, []money.Amount{1}, []money.Amount{money.Max}},
		{1, []money.Amount{money.Max - 1, 1}, []money.Amount{1, 0}},
	} {
		got, err := fee.Spread(c.total, c.captures)
		if err != nil || got == nil || !slices.Equal(got, c.want) {
			t.Errorf("%d over %d is %d, want %d, error %v", c.total, c.captures, got, c.want, err)
		}
	}
}

func TestSpreadRefusals(t *testing.T) {
	for _, c := range []struct {
		total    money.Amount
		captures []money.Amount
		want     code.Error
	}{
		{-1, []money.Amount{-1}, refusal(code.ParameterInvalid, "total", -1, 0)},
		{minInt64, nil, refusal(code.ParameterInvalid, "total", minInt64, 0)},
		{money.Max + 1, []money.Amount{-1}, refusal(code.AmountTooLarge, "total", money.Max+1, money.Max)},
		{maxInt64, nil, refusal(code.AmountTooLarge, "total", maxInt64, money.Max)},
		{1, []money.Amount{3, -2, maxInt64}, refusal(code.ParameterInvalid, "captures", -2, 0)},
		{1, []money.Amount{3, -1}, refusal(code.ParameterInvalid, "captures", -1, 0)},
		{0, []money.Amount{minInt64}, refusal(code.ParameterInvalid, "captures", minInt64, 0)},
		{1, []money.Amount{money.Max + 1, -2}, refusal(code.AmountTooLarge, "captures", money.Max+1, money.Max)},
		{1, []money.Amount{3, maxInt64}, refusal(code.AmountTooLarge, "captures", maxInt64, money.Max-3)},
		{1, []money.Amount{money.Max, 1}, refusal(code.AmountTooLarge, "captures", 1, 0)},
		{1, []money.Amount{0, 0}, refusal(code.ParameterInvalid, "captures", 1, 0)},
		{7, nil, refusal(code.ParameterInvalid, "captures", 7, 0)},
	} {
		got, err := fee.Spread(c.total, c.captures)
		mustRefuse(t, c, err, c.want)
		if got != nil {
			t.Errorf("%d comes with %v", got, err)
		}
	}
}

func TestPart(t *testing.T) {
	for _, c := range []struct{ total, whole, before, capture, want money.Amount }{
		{59, 1000, 0, 700, 41},   // 41.3
		{59, 1000, 700, 200, 12}, // 53.1
		{59, 1000, 900, 100, 6},
		{59, 1000, 900, 50, 3}, // 56.05: the rest is never charged
		{59, 1000, 0, 1000, 59},
		{59, 1000, 1000, 0, 0},
		{59, 1000, 0, 0, 0},
		{0, 1000, 300, 700, 0},
		{0, 0, 0, 0, 0},
		{money.Max, money.Max, money.Max - 1, 1, 1},
		{money.Max, 1, 0, 1, money.Max},
	} {
		if got, err := fee.Part(c.total, c.whole, c.before, c.capture); err != nil || got != c.want {
			t.Errorf("%v: %d, error %v", c, got, err)
		}
	}
}

func TestPartRefusals(t *testing.T) {
	const over = money.Max + 1
	for _, c := range []struct {
		total, whole, before, capture money.Amount
		want                          code.Error
	}{
		{-1, -1, -1, -1, refusal(code.ParameterInvalid, "total", -1, 0)},
		{over, -1, -1, -1, refusal(code.AmountTooLarge, "total", over, money.Max)},
		{1, -1, -1, -1, refusal(code.ParameterInvalid, "whole", -1, 0)},
		{1, over, -1, -1, refusal(code.AmountTooLarge, "whole", over, money.Max)},
		{1, 0, -1, -1, refusal(code.ParameterInvalid, "before", -1, 0)},
		{1, 0, over, -1, refusal(code.AmountTooLarge, "before", over, money.Max)},
		{1, 0, 1, -1, refusal(code.ParameterInvalid, "capture", -1, 0)},
		{1, 0, 1, over, refusal(code.AmountTooLarge, "capture", over, money.Max)},
		{1, 0, 1, 1, refusal(code.ParameterInvalid, "whole", 1, 0)},
		{1, 9, 10, 10, refusal(code.AmountTooLarge, "before", 10, 9)},
		{1, 9, 5, 5, refusal(code.AmountTooLarge, "capture", 5, 4)},
		{0, 0, 0, 1, refusal(code.AmountTooLarge, "capture", 1, 0)},
		{1, money.Max, money.Max, money.Max, refusal(code.AmountTooLarge, "capture", money.Max, 0)},
		{minInt64, minInt64, minInt64, minInt64, refusal(code.ParameterInvalid, "total", minInt64, 0)},
		{maxInt64, maxInt64, maxInt64, maxInt64, refusal(code.AmountTooLarge, "total", maxInt64, money.Max)},
	} {
		got, err := fee.Part(c.total, c.whole, c.before, c.capture)
		mustRefuse(t, c, err, c.want)
		if got != 0 {
			t.Errorf("%d comes with %v", got, err)
		}
	}
}

// orders are captures that money.Max is enough for, and at least one takes money.
func orders() *rapid.Generator[[]money.Amount] {
	return rapid.Custom(func(t *rapid.T) (captures []money.Amount) {
		most := rapid.SampledFrom([]int64{1, 3, 1000, int64(money.Max / 50)}).Draw(t, "most")
		for range rapid.IntRange(0, 49).Draw(t, "count") {
			captures = append(captures, money.Amount(rapid.Int64Range(0, most).Draw(t, "capture")))
		}
		return append(captures, money.Amount(rapid.Int64Range(1, most).Draw(t, "last")))
	})
}

func TestSpreadLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		captures, total := orders().Draw(t, "captures"), amounts().Draw(t, "total")
		given := slices.Clone(captures)
		var whole money.Amount
		for _, c := range captures {
			whole += c
		}
		if rapid.Bool().Draw(t, "within the order") {
			total = money.Amount(rapid.Int64Range(0, int64(whole)).Draw(t, "total within"))
		}
		parts, err := fee.Spread(total, captures)
		if err != nil || len(parts) != len(captures) || !slices.Equal(captures, given) {
			t.Fatalf("%d, error %v", parts, err)
		}
		var captured, charged money.Amount
		for i, part := range parts {
			c := captures[i]
			if one, err := fee.Part(total, whole, captured, c); err != nil || one != part {
				t.Fatalf("part %d alone is %d, not %d, error %v", i, one, part, err)
			}
			// The exact share, rounded up or down.
			down, rest := new(big.Int).QuoRem(product(total, c), big.NewInt(int64(whole)), new(big.Int))
			up := down.Int64()
			if rest.Sign() > 0 {
				up++
			}
			if int64(part) < down.Int64() || int64(part) > up || part < 0 {
				t.Fatalf("part %d is %d, not %d or %d", i, part, down, up)
			}
			if total <= whole && part > c {
				t.Fatalf("part %d is %d of a capture of %d", i, part, c)
			}
			captured, charged = captured+c, charged+part
			// Half a minor unit from the exact sum at most: |charged × whole − total × captured| × 2 ≤ whole.
			off := product(charged, whole)
			off.Sub(off, product(total, captured)).Abs(off).Lsh(off, 1)
			if off.Cmp(big.NewInt(int64(whole))) > 0 {
				t.Fatalf("after capture %d, %d are charged of %d × %d ÷ %d", i, charged, total, captured, whole)
			}
		}
		if charged != total {
			t.Fatalf("the parts sum to %d of %d", charged, total)
		}
	})
}

func product(a, b money.Amount) *big.Int {
	return new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(b)))
}

// Nothing that is passed in makes it panic or wrap; what is accepted is a part of the total.
func TestPartOfAnything(t *testing.T) {
	any64 := rapid.OneOf(anyAmount(), rapid.Map(rapid.Int64(), func(n int64) money.Amount { return money.Amount(n) }))
	rapid.Check(t, func(t *rapid.T) {
		total, whole, before, capture := any64.Draw(t, "total"), any64.Draw(t, "whole"), any64.Draw(t, "before"), any64.Draw(t, "capture")
		got, err := fee.Part(total, whole, before, capture)
		possible := min(total, whole, before, capture) >= 0 && max(total, whole, before, capture) <= money.Max &&
			before+capture <= whole && (whole > 0 || total == 0)
		if (reason(t, err) == "") != possible || got < 0 || got > max(total, 0) || err != nil && got != 0 {
			t.Fatalf("%d, error %v", got, err)
		}
	})
}
