package fee_test

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"math"
	"math/big"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect/fee"
)

const minInt64, maxInt64 money.Amount = math.MinInt64, math.MaxInt64

var none money.NullAmount

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// refusal is an error of this package whose text is that of the code.
func refusal(c code.Code, param string, got, limit money.Amount) code.Error {
	return code.Error{Op: "fee", Type: code.TypeInvalidRequest, Code: c, Param: param, Got: got, Limit: limit}
}

// worded is an error of this package that says in its own words what is wrong.
func worded(c code.Code, param string, limit money.Amount, detail string) code.Error {
	return code.Error{Op: "fee", Type: code.TypeInvalidRequest, Code: c, Param: param, Limit: limit, Detail: detail}
}

// mustRefuse compares an error with a refusal; the zero refusal is none.
func mustRefuse(t *testing.T, what any, err error, want code.Error) {
	t.Helper()
	if want == (code.Error{}) {
		if err != nil {
			t.Errorf("%v: %v", what, err)
		}
		return
	}
	if e, ok := errors.AsType[*code.Error](err); !ok || *e != want {
		t.Errorf("%v: %#v, want %#v", what, err, &want)
	}
}

// reason returns the code of a refusal, or "" for nil.
func reason(t interface{ Fatalf(string, ...any) }, err error) code.Code {
	if err == nil {
		return ""
	}
	e, ok := errors.AsType[*code.Error](err)
	if !ok || e.Op != "fee" || e.Type != code.TypeInvalidRequest || e.Param == "" || e.Message() == "" {
		t.Fatalf("%#v is not a refusal of this package", err)
	}
	return e.Code
}

func TestFee(t *testing.T) {
	card := fee.Schedule{Percent: dec("2.9"), Fixed: 30}
	percent := func(text string) fee.Schedule { return fee.Schedule{Percent: dec(text)} }
	atLeast50 := fee.Schedule{Percent: dec("1"), Least: money.Some(50)}
	atMost500 := fee.Schedule{Percent: dec("10"), AtMost: money.Some(500)}
	for _, c := range []struct {
		s       fee.Schedule
		a, want money.Amount
	}{
		{fee.Schedule{}, 1000, 0},
		{fee.Schedule{}, money.Max, 0},
		{card, 1000, 59},   // 29 + 30
		{card, 100, 33},    // 2.9 + 30
		{card, 1, 30},      // 0.029 + 30: more than the amount
		{card, 0, 30},      // … as of nothing
		{card, 12345, 388}, // 358.005 + 30
		{card, 500, 45},    // 14.5 + 30: a half goes up
		{card, 50, 31},     // 1.45 + 30
		{card, money.Max, 29_000_000_030},

		{percent("50"), 1, 1},       // 0.5: halves go away from zero
		{percent("50"), 3, 2},       // 1.5
		{percent("50"), 5, 3},       // 2.5, not to the even 2
		{percent("2.5"), 20, 1},     // 0.5
		{percent("2.5"), 100, 3},    // 2.5
		{percent("2.49"), 100, 2},   // 2.49
		{percent("0.5"), 99, 0},     // 0.495
		{percent("0.5"), 100, 1},    // 0.5
		{percent("0.50"), 100, 1},   // however it is written
		{percent("5e-1"), 100, 1},   // …
		{percent("1e1"), 1234, 123}, // 123.4
		{percent("1e2"), 1234, 1234},
		{percent("100"), money.Max, money.Max},
		{percent("100.000"), 1, 1},
		{percent("33.333333"), 100, 33},
		{percent("66.666667"), 100, 67},
		{percent("0.0000000001"), money.Max, 1},   // 0.999999999999
		{percent("0.00000000005"), money.Max, 0},  // 0.4999999999995
		{percent("0.000000000051"), money.Max, 1}, // 0.50999999999949
		{percent("0." + strings.Repeat("0", 63) + "1"), money.Max, 0},
		{percent("49." + strings.Repeat("9", 64)), 1, 0},
		{percent("50." + strings.Repeat("0", 64)), 1, 1},

		{atLeast50, 0, 50},
		{atLeast50, 1000, 50}, // 10
		{atLeast50, 5000, 50}, // 50
		{atLeast50, 5049, 50}, // 50.49
		{atLeast50, 5050, 51}, // 50.5
		{atMost500, 4994, 499},
		{atMost500, 4995, 500}, // 499.5
		{atMost500, 5000, 500},
		{atMost500, 5010, 500}, // 501
		{atMost500, money.Max, 500},
		{fee.Schedule{Fixed: 300, AtMost: money.Some(200)}, 1000, 200}, // the bound holds for the fixed part too
		{fee.Schedule{Fixed: 300, Least: money.Some(200)}, 1000, 300},
		{fee.Schedule{Percent: dec("2.9"), Least: money.Some(100), AtMost: money.Some(100)}, 77, 100},
		{fee.Schedule{Percent: dec("2.9"), Fixed: 30, AtMost: money.Some(0)}, 1000, 0}, // zero is a bound
		{fee.Schedule{Percent: dec("2.9"), Fixed: 30, Least: money.Some(0)}, 1000, 59},
		{fee.Schedule{Percent: dec("2.9"), Least: money.NullAmount{Amount: 9999}, AtMost: money.NullAmount{Amount: -1}}, 1000, 29}, // null
		{fee.Schedule{Least: money.Some(money.Max)}, 0, money.Max},
		{fee.Schedule{Percent: dec("100"), Fixed: money.Max, AtMost: money.Some(money.Max)}, money.Max, money.Max},

		{percent("3.6"), 500, 18},                                    // 500 jpy: 18 jpy
		{percent("3.6"), 513, 18},                                    // 18.468
		{percent("3.6"), 514, 19},                                    // 18.504
		{fee.Schedule{Percent: dec("2.9"), Fixed: 100}, 10_000, 390}, // 10.000 bhd: 0.290 + 0.100
		{percent("2.9"), 1_000, 29},                                  // 1.000 bhd: 0.029, which is no multiple of 10
	} {
		got, err := c.s.Of(c.a)
		if err != nil || got != c.want {
			t.Errorf("%v %% + %d of %d is %d, want %d, error %v", c.s.Percent, c.s.Fixed, c.a, got, c.want, err)
		}
		if err := c.s.Validate(); err != nil {
			t.Errorf("%v %% + %d: %v", c.s.Percent, c.s.Fixed, err)
		}
	}
}

func TestScheduleRefusals(t *testing.T) {
	const range100, places = "A percentage is from 0 to 100.", "A percentage has at most 64 decimal places."
	outside, fine := worded(code.ParameterInvalid, "percent", 0, range100), worded(code.ParameterInvalid, "percent", 0, places)
	all := fee.Schedule{Percent: dec("-1"), Fixed: -1, Least: money.Some(-1), AtMost: money.Some(-1)} // each refusal hides the next
	for _, step := range []struct {
		mend func()
		want code.Error
	}{
		{func() {}, outside},
		{func() { all.Percent = dec("-0.000001") }, outside},
		{func() { all.Percent = dec("100.000001") }, outside},
		{func() { all.Percent = dec("101") }, outside},
		{func() { all.Percent = decimal.New(1, math.MaxInt32) }, outside},
		{func() { all.Percent = decimal.New(-1, math.MaxInt32) }, outside},
		{func() { all.Percent = decimal.New(1, 13) }, outside},
		{func() { all.Percent = decimal.New(1, 12) }, outside},
		{func() { all.Percent = decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 256), -64) }, outside},
		{func() { all.Percent = decimal.New(1, math.MinInt32) }, fine},
		{func() { all.Percent = decimal.New(-1, math.MinInt32) }, outside},
		{func() { all.Percent = decimal.New(1, -65) }, fine},
		{func() { all.Percent = dec("2." + strings.Repeat("0", 65)) }, fine},
		{func() { all.Percent = dec("100") }, refusal(code.ParameterInvalid, "fixed", -1, 0)},
		{func() { all.Fixed = minInt64 }, refusal(code.ParameterInvalid, "fixed", minInt64, 0)},
		{func() { all.Fixed = money.Max + 1 }, refusal(code.AmountTooLarge, "fixed", money.Max+1, money.Max)},
		{func() { all.Fixed = maxInt64 }, refusal(code.AmountTooLarge, "fixed", maxInt64, money.Max)},
		{func() { all.Fixed = money.Max }, refusal(code.ParameterInvalid, "least", -1, 0)},
		{func() { all.Least = money.Some(money.Max + 1) }, refusal(code.AmountTooLarge, "least", money.Max+1, money.Max)},
		{func() { all.Least = money.Some(2) }, refusal(code.ParameterInvalid, "at_most", -1, 0)},
		{func() { all.AtMost = money.Some(money.Max + 1) }, refusal(code.AmountTooLarge, "at_most", money.Max+1, money.Max)},
		{func() { all.AtMost = money.Some(1) }, refusal(code.ParameterInvalid, "least", 2, 1)},
		{func() { all.AtMost = money.Some(0) }, refusal(code.ParameterInvalid, "least", 2, 0)},
	} {
		step.mend()
		mustRefuse(t, "Validate", all.Validate(), step.want)
		got, err := all.Of(-1)
		mustRefuse(t, "Of", err, step.want)
		if got != 0 {
			t.Errorf("a fee of %d comes with %v", got, err)
		}
	}
	all.AtMost = none
	for a, want := range map[money.Amount]code.Error{
		-1:            refusal(code.ParameterInvalid, "amount", -1, 0),
		minInt64:      refusal(code.ParameterInvalid, "amount", minInt64, 0),
		money.Max + 1: refusal(code.AmountTooLarge, "amount", money.Max+1, money.Max),
		maxInt64:      refusal(code.AmountTooLarge, "amount", maxInt64, money.Max),
		0:             {},
		1:             refusal(code.AmountTooLarge, "application_fee_amount", money.Max+1, money.Max),
		money.Max:     refusal(code.AmountTooLarge, "application_fee_amount", 2*money.Max, money.Max),
	} {
		got, err := all.Of(a)
		mustRefuse(t, a, err, want)
		if err != nil && got != 0 {
			t.Errorf("a fee of %d comes with %v", got, err)
		}
	}
}

// Zero is zero, whatever its exponent.
func TestZeroPercent(t *testing.T) {
	for _, exponent := range []int32{math.MinInt32, -65, 0, 13, math.MaxInt32} {
		s := fee.Schedule{Percent: decimal.New(0, exponent), Fixed: 7}
		if got, err := s.Of(1000); err != nil || got != 7 {
			t.Errorf("0e%d %% and 7 are %d, error %v", exponent, got, err)
		}
	}
}

// exactly is the fee by big integers alone, or why there is none.
func exactly(s fee.Schedule, a money.Amount) (money.Amount, code.Code) {
	outside := func(a money.Amount) code.Code {
		switch {
		case a < 0:
			return code.ParameterInvalid
		case a > money.Max:
			return code.AmountTooLarge
		}
		return ""
	}
	n, d := fraction(s.Percent)
	switch hundred := new(big.Int).Mul(d, big.NewInt(100)); {
	case n.Sign() != 0 && s.Percent.Exponent() < -64, n.Sign() < 0, n.Cmp(hundred) > 0:
		return 0, code.ParameterInvalid
	}
	for _, a := range []money.Amount{s.Fixed, s.Least.Or(0), s.AtMost.Or(0)} {
		if c := outside(a); c != "" {
			return 0, c
		}
	}
	if s.Least.Valid && s.AtMost.Valid && s.Least.Amount > s.AtMost.Amount {
		return 0, code.ParameterInvalid
	}
	if c := outside(a); c != "" {
		return 0, c
	}
	n.Mul(n, big.NewInt(2*int64(a))) // ⌊(2n + d) ÷ 2d⌋ is n ÷ d to the nearest, a half up
	d.Mul(d, big.NewInt(100))
	n.Add(n, d).Div(n, d.Lsh(d, 1))
	n.Add(n, big.NewInt(int64(s.Fixed)))
	if least := big.NewInt(int64(s.Least.Amount)); s.Least.Valid && n.Cmp(least) < 0 {
		n = least
	}
	if most := big.NewInt(int64(s.AtMost.Amount)); s.AtMost.Valid && n.Cmp(most) > 0 {
		n = most
	}
	got := money.Amount(n.Int64())
	return got, outside(got)
}

// fraction returns d as numerator and denominator. An exponent beyond ±1000 becomes ±1000, which is as much beyond every limit.
func fraction(d decimal.Decimal) (numerator, denominator *big.Int) {
	exponent := int64(max(-1000, min(1000, d.Exponent())))
	ten := big.NewInt(10)
	if exponent < 0 {
		return d.Coefficient(), ten.Exp(ten, big.NewInt(-exponent), nil)
	}
	return new(big.Int).Mul(d.Coefficient(), ten.Exp(ten, big.NewInt(exponent), nil)), big.NewInt(1)
}

func amounts() *rapid.Generator[money.Amount] {
	asAmount := func(n int64) money.Amount { return money.Amount(n) }
	return rapid.OneOf(
		rapid.SampledFrom([]money.Amount{0, 1, 2, 3, 50, 99, 100, 1000, money.Max - 1, money.Max}),
		rapid.Map(rapid.Int64Range(0, 2000), asAmount),
		rapid.Map(rapid.Int64Range(0, int64(money.Max)), asAmount),
	)
}

func anyAmount() *rapid.Generator[money.Amount] {
	return rapid.OneOf(amounts(), amounts(), amounts(), rapid.SampledFrom([]money.Amount{-1, minInt64, money.Max + 1, maxInt64}))
}

func optional(g *rapid.Generator[money.Amount]) *rapid.Generator[money.NullAmount] {
	return rapid.Custom(func(t *rapid.T) money.NullAmount {
		return money.NullAmount{Amount: g.Draw(t, "amount"), Valid: rapid.Bool().Draw(t, "valid")}
	})
}

// percentages are 0 to 100, with up to 66 decimal places.
func percentages() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		places := rapid.OneOf(rapid.Int32Range(0, 4), rapid.Int32Range(0, 15)).Draw(t, "places")
		most := int64(100)
		for range places {
			most *= 10
		}
		d := decimal.New(rapid.Int64Range(0, most).Draw(t, "digits"), -places)
		if rapid.IntRange(0, 9).Draw(t, "longer") == 0 { // the same, written with more zeros
			more := rapid.Int32Range(1, 66-places).Draw(t, "more")
			d = decimal.NewFromBigInt(new(big.Int).Mul(d.Coefficient(), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(more)), nil)), -places-more)
		}
		return d
	})
}

func anyDecimal() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		coefficient := big.NewInt(rapid.OneOf(rapid.Int64Range(-1, 1000), rapid.Int64()).Draw(t, "coefficient"))
		coefficient.Lsh(coefficient, rapid.OneOf(rapid.Just[uint](0), rapid.UintRange(0, 300)).Draw(t, "bits"))
		exponent := rapid.OneOf(rapid.Int32Range(-6, 3), rapid.Int32Range(-70, 20), rapid.Int32()).Draw(t, "exponent")
		return decimal.NewFromBigInt(coefficient, exponent)
	})
}

func schedules() *rapid.Generator[fee.Schedule] {
	return rapid.Custom(func(t *rapid.T) fee.Schedule {
		return fee.Schedule{
			Percent: rapid.OneOf(percentages(), percentages(), percentages(), anyDecimal()).Draw(t, "percent"),
			Fixed:   anyAmount().Draw(t, "fixed"),
			Least:   optional(anyAmount()).Draw(t, "least"),
			AtMost:  optional(anyAmount()).Draw(t, "at most"),
		}
	})
}

func TestFeeOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, a := schedules().Draw(t, "schedule"), anyAmount().Draw(t, "amount")
		got, err := s.Of(a)
		if want, why := exactly(s, a); why != reason(t, err) || err == nil && got != want {
			t.Fatalf("big integers say %d %s, not %d %v", want, why, got, err)
		}
	})
}

// Whatever is charged is within the bounds, and a greater amount never costs less.
func TestFeeGrowsWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := fee.Schedule{
			Percent: percentages().Filter(func(d decimal.Decimal) bool { return d.Exponent() >= -64 }).Draw(t, "percent"),
			Fixed:   amounts().Draw(t, "fixed"),
			AtMost:  money.Some(amounts().Draw(t, "at most")),
		}
		s.Least = optional(rapid.Map(rapid.Int64Range(0, int64(s.AtMost.Amount)), func(n int64) money.Amount { return money.Amount(n) })).Draw(t, "least")
		small, great := amounts().Draw(t, "an amount"), amounts().Draw(t, "another")
		if small > great {
			small, great = great, small
		}
		less, err := s.Of(small)
		if err != nil {
			t.Fatal(err)
		}
		more, err := s.Of(great)
		if err != nil {
			t.Fatal(err)
		}
		if less > more || less < s.Least.Or(0) || more > s.AtMost.Amount {
			t.Fatalf("%d costs %d, %d costs %d", small, less, great, more)
		}
	})
}

func TestScheduleJSON(t *testing.T) {
	for text, want := range map[string]fee.Schedule{
		`{}`: {},
		`{"percent":"2.9","fixed":30,"least":0,"at_most":500}`: {Percent: dec("2.9"), Fixed: 30, Least: money.Some(0), AtMost: money.Some(500)},
		`{"percent":"0.25"}`: {Percent: dec("0.25")},
	} {
		var got fee.Schedule
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if !got.Percent.Equal(want.Percent) || got.Fixed != want.Fixed || got.Least != want.Least || got.AtMost != want.AtMost {
			t.Errorf("%s is read as %v", text, got)
		}
		if back, err := json.Marshal(want); err != nil || string(back) != text {
			t.Errorf("%s is written as %s, error %v", text, back, err)
		}
	}
	var number fee.Schedule
	if err := json.Unmarshal([]byte(`{"percent":2.9}`), &number); err != nil || !number.Percent.Equal(dec("2.9")) {
		t.Errorf("a number is read as %v, error %v", number.Percent, err)
	}
	for _, text := range []string{`{"percent":"x"}`, `{"fixed":1.5}`, `{"least":"1"}`} {
		if err := json.Unmarshal([]byte(text), new(fee.Schedule)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

// A decimal of a few bytes can stand for more digits than fit the memory. Nothing is computed with such a one.
func TestHostileDecimalsAreCheap(t *testing.T) {
	longest := decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1_000_000), 0)
	for _, d := range []decimal.Decimal{
		decimal.New(1, 20_000_000), decimal.New(1, -20_000_000), decimal.New(-1, 20_000_000), decimal.New(-1, -20_000_000),
		decimal.New(0, 20_000_000), decimal.New(0, -20_000_000),
		decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32), decimal.New(0, math.MaxInt32), decimal.New(0, math.MinInt32),
		longest, longest.Neg(), longest.Shift(-64), longest.Shift(-300_000), longest.Shift(math.MinInt32), longest.Shift(math.MaxInt32),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s := fee.Schedule{Percent: d}
		_, _ = s.Of(money.Max)
		for _, c := range []money.Currency{"usd", "jpy", "bhd", "isk"} {
			if _, err := fee.Minor(d, c); err != nil && len(err.Error()) > 200 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		}
		runtime.ReadMemStats(&after)
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 2_000_000 {
			t.Fatalf("%d bytes are spent on a decimal with exponent %d", spent, d.Exponent())
		}
	}
}

// What a program sets in the decimal package changes how decimals print, and no result.
func TestSettingsOfDecimalDoNotMatter(t *testing.T) {
	precision, trim, scientific := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	t.Cleanup(func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation = precision, trim, scientific
	})
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation = 0, !trim, !scientific
	TestFee(t)
	TestScheduleRefusals(t)
	TestMinor(t)
	TestMinorRefusals(t)
	if got := fee.Major(1050, "usd").String(); trim && got != "10.50" {
		t.Errorf("10.50 is printed as %s", got)
	}
}

// Of other modules this package needs decimals, and nothing of this one but amounts and codes.
func TestImports(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var imported []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			imported = append(imported, strings.Trim(spec.Path.Value, `"`))
		}
	}
	slices.Sort(imported)
	want := []string{"github.com/shopspring/decimal", "github.com/tranche-go/tranche/charge/code", "github.com/tranche-go/tranche/charge/money"}
	if imported = slices.Compact(imported); !slices.Equal(imported, want) {
		t.Errorf("the imports are %q", imported)
	}
}

// FuzzFee compares a schedule of any text with big integers.
func FuzzFee(f *testing.F) {
	for _, percent := range []string{
		"2.9", "0", "100", "100.01", "-0", "-1", "1e2", "1e3", "1e10000", "1e-10000", "0e10000", ".5", "5.", "50.0000000001",
		"49.99999999999999999999999999999999999999999999999999999999999999999", strings.Repeat("9", 100), "0." + strings.Repeat("0", 100) + "1",
	} {
		f.Add(percent, int64(30), int64(50), int64(500), true, false, int64(1000))
	}
	f.Add("100", int64(money.Max), int64(0), int64(0), false, false, int64(money.Max))
	f.Add("2.9", int64(math.MaxInt64), int64(math.MinInt64), int64(math.MaxInt64), true, true, int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, percent string, fixed, least, atMost int64, hasLeast, hasMost bool, amount int64) {
		d, err := decimal.NewFromString(percent)
		if err != nil {
			return
		}
		s := fee.Schedule{
			Percent: d, Fixed: money.Amount(fixed),
			Least: money.NullAmount{Amount: money.Amount(least), Valid: hasLeast}, AtMost: money.NullAmount{Amount: money.Amount(atMost), Valid: hasMost},
		}
		got, err := s.Of(money.Amount(amount))
		if want, why := exactly(s, money.Amount(amount)); why != reason(t, err) || err == nil && got != want {
			t.Fatalf("big integers say %d %s, not %d %v", want, why, got, err)
		}
	})
}
