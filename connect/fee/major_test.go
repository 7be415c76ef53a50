package fee_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect/fee"
)

func TestMajor(t *testing.T) {
	for _, c := range []struct {
		amount   money.Amount
		currency money.Currency
		want     string
	}{
		{1050, "usd", "10.50"},
		{1050, "USD", "10.50"},
		{0, "usd", "0.00"},
		{1, "usd", "0.01"},
		{-1050, "usd", "-10.50"},
		{1050, "jpy", "1050"},
		{1050, "JPY", "1050"},
		{1050, "bhd", "1.050"},
		{1050, "Bhd", "1.050"},
		{500, "isk", "5.00"},
		{500, "ugx", "5.00"},
		{1050, "zzz", "10.50"},
		{1050, "", "10.50"},
		{1050, "€", "10.50"},
		{money.Max, "usd", "9999999999.99"},
		{money.Max, "jpy", "999999999999"},
		{money.Max, "kwd", "999999999.999"},
		{maxInt64, "usd", "92233720368547758.07"},
		{minInt64, "usd", "-92233720368547758.08"},
	} {
		got := fee.Major(c.amount, c.currency)
		if text := got.StringFixed(-got.Exponent()); text != c.want {
			t.Errorf("%d %s is %s, want %s", c.amount, c.currency, text, c.want)
		}
	}
}

func TestMinor(t *testing.T) {
	for _, c := range []struct {
		major    string
		currency money.Currency
		want     money.Amount
	}{
		{"10.50", "usd", 1050},
		{"10.5", "usd", 1050},
		{"10.5", "USD", 1050},
		{"10.500000", "usd", 1050}, // zeros are no fraction
		{"10." + strings.Repeat("0", 64), "usd", 1000},
		{"1e1", "usd", 1000},
		{"1e9", "usd", 100_000_000_000},
		{"0.01", "usd", 1},
		{"0", "usd", 0},
		{"-0.00", "usd", 0},
		{"0e9999", "usd", 0},
		{"0e-9999", "usd", 0},
		{"9999999999.99", "usd", money.Max},
		{"500", "jpy", 500},
		{"500.0", "jpy", 500},
		{"500", "JPY", 500},
		{"999999999999", "jpy", money.Max},
		{"1e11", "jpy", 100_000_000_000},
		{"1.050", "bhd", 1050},
		{"1.05", "bhd", 1050},
		{"999999999.99", "bhd", 999_999_999_990},
		{"5", "isk", 500},
		{"5.00", "ugx", 500},
		{"5.25", "huf", 525}, // charged in any amount
		{"5.25", "zzz", 525},
	} {
		if got, err := fee.Minor(dec(c.major), c.currency); err != nil || got != c.want {
			t.Errorf("%s %s is %d, want %d, error %v", c.major, c.currency, got, c.want, err)
		}
	}
}

func TestMinorRefusals(t *testing.T) {
	noCurrency := worded(code.ParameterInvalid, "currency", 0, "A currency code has three letters.")
	negative := worded(code.ParameterInvalid, "amount", 0, "Amount must not be negative.")
	tooLong := worded(code.ParameterInvalid, "amount", 0, "Amount has more than 64 decimal places.")
	tooLarge := worded(code.AmountTooLarge, "amount", money.Max, "Amount must be no more than $9999999999.99.")
	tooLargeYen := worded(code.AmountTooLarge, "amount", money.Max, "Amount must be no more than 999999999999 JPY.")
	fraction := func(detail string) code.Error { return worded(code.ParameterInvalidInteger, "amount", 0, detail) }
	for _, c := range []struct {
		major    decimal.Decimal
		currency money.Currency
		want     code.Error
	}{
		{decimal.New(-1, -99), "", noCurrency},
		{dec("0"), "us", noCurrency},
		{dec("10"), "€", noCurrency},
		{dec("10"), "usdd", noCurrency},
		{decimal.New(-1, -99), "usd", negative},
		{dec("-10.50"), "usd", negative},
		{decimal.New(-1, math.MaxInt32), "usd", negative},
		{decimal.New(-1, math.MinInt32), "usd", negative},
		{decimal.New(1, -65), "usd", tooLong},
		{decimal.New(1, math.MinInt32), "usd", tooLong},
		{dec("10." + strings.Repeat("0", 65)), "usd", tooLong},
		{decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1000), -65), "usd", tooLong},
		{decimal.New(1, math.MaxInt32), "usd", tooLarge},
		{decimal.New(1, 13), "jpy", tooLargeYen},
		{decimal.New(1, 12), "jpy", tooLargeYen},
		{dec("10000000000"), "usd", tooLarge},
		{dec("9999999999.991"), "usd", tooLarge}, // before the fraction
		{dec("9999999999.995"), "usd", tooLarge},
		{dec("999999999999.5"), "jpy", tooLargeYen},
		{decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 64), -2), "usd", tooLarge},
		{decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 256), -64), "jpy", tooLargeYen},
		{decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 255), -64), "jpy", tooLargeYen},
		{dec("1000000000.001"), "bhd", worded(code.AmountTooLarge, "amount", money.Max, "Amount must be no more than 999999999.999 BHD.")},
		{dec("10.505"), "usd", fraction("10.505 has more decimal places than usd.")},
		{dec("10.5050"), "USD", fraction("10.5050 has more decimal places than usd.")},
		{dec("0.5"), "jpy", fraction("0.5 has more decimal places than jpy.")},
		{dec("1.0005"), "bhd", fraction("1.0005 has more decimal places than bhd.")},
		{dec("5.001"), "isk", fraction("5.001 has more decimal places than isk.")},
		{dec("0." + strings.Repeat("0", 63) + "1"), "usd", fraction("0." + strings.Repeat("0", 63) + "1 has more decimal places than usd.")},
		{dec("1.005"), "bhd", refusal(code.InvalidChargeAmount, "amount", 1005, 10)},
		{dec("0.001"), "kwd", refusal(code.InvalidChargeAmount, "amount", 1, 10)},
		{dec("999999999.999"), "bhd", refusal(code.InvalidChargeAmount, "amount", money.Max, 10)},
		{dec("5.50"), "isk", refusal(code.InvalidChargeAmount, "amount", 550, 100)},
		{dec("5.50"), "UGX", refusal(code.InvalidChargeAmount, "amount", 550, 100)},
	} {
		got, err := fee.Minor(c.major, c.currency)
		mustRefuse(t, c, err, c.want)
		if got != 0 {
			t.Errorf("%d comes with %v", got, err)
		}
	}
}

// minorExactly is Minor by big integers alone, or why it is refused.
func minorExactly(d decimal.Decimal, c money.Currency) (money.Amount, code.Code) {
	lower, err := money.ParseCurrency(string(c))
	n, by := fraction(d)
	switch {
	case err != nil:
		return 0, code.ParameterInvalid
	case n.Sign() == 0:
		return 0, ""
	case n.Sign() < 0, d.Exponent() < -64:
		return 0, code.ParameterInvalid
	}
	for range lower.Exponent() {
		n.Mul(n, big.NewInt(10))
	}
	if n.Cmp(new(big.Int).Mul(by, big.NewInt(int64(money.Max)))) > 0 {
		return 0, code.AmountTooLarge
	}
	whole, rest := n.QuoRem(n, by, new(big.Int))
	if rest.Sign() != 0 {
		return 0, code.ParameterInvalidInteger
	}
	if whole.Int64()%int64(lower.Multiple()) != 0 {
		return 0, code.InvalidChargeAmount
	}
	return money.Amount(whole.Int64()), ""
}

var currencies = []money.Currency{"usd", "jpy", "bhd", "isk", "ugx", "KWD", "huf", "zzz"}

func TestMinorOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, c := anyDecimal().Draw(t, "decimal"), rapid.SampledFrom(append(currencies, "", "$")).Draw(t, "currency")
		got, err := fee.Minor(d, c)
		if want, why := minorExactly(d, c); why != reason(t, err) || got != want {
			t.Fatalf("big integers say %d %s, not %d %v", want, why, got, err)
		}
		if err == nil && !fee.Major(got, c).Equal(d) && !d.IsZero() { // decimal.Equal of a zero with a huge exponent is another question
			t.Fatalf("%d is not %s", got, d)
		}
	})
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, c := amounts().Draw(t, "amount"), rapid.SampledFrom(currencies).Draw(t, "currency")
		a -= a % money.Currency(strings.ToLower(string(c))).Multiple()
		d := fee.Major(a, c)
		for _, d := range []decimal.Decimal{d, dec(d.String())} { // what is printed has fewer zeros
			back, err := fee.Minor(d, c)
			if err != nil || back != a {
				t.Fatalf("%s became %d, error %v", d, back, err)
			}
		}
	})
}

// FuzzMinor compares Minor of any text, and of any exponent, with big integers.
func FuzzMinor(f *testing.F) {
	for _, text := range []string{
		"10.50", "10.505", "0", "-0.00", "-1", "1e10000", "1e-10000", "0e10000", "1e9", "1E+2", "+5", ".5", "5.", "9999999999.99", "9999999999.991",
		strings.Repeat("9", 100), "0." + strings.Repeat("0", 100) + "1", "1." + strings.Repeat("0", 64), "1." + strings.Repeat("0", 65),
	} {
		for _, c := range []string{"usd", "jpy", "bhd", "isk"} {
			f.Add(text, c, int32(0))
		}
	}
	f.Add("1", "usd", int32(math.MaxInt32))
	f.Add("1", "USD", int32(math.MinInt32))
	f.Add("0", "€", int32(math.MinInt32))
	f.Fuzz(func(t *testing.T, text, currency string, exponent int32) {
		d, err := decimal.NewFromString(text)
		if err != nil {
			return
		}
		for _, d := range []decimal.Decimal{d, decimal.NewFromBigInt(d.Coefficient(), exponent)} {
			c := money.Currency(currency)
			got, err := fee.Minor(d, c)
			if want, why := minorExactly(d, c); why != reason(t, err) || got != want {
				t.Fatalf("big integers say %d %s, not %d %v", want, why, got, err)
			}
		}
	})
}
