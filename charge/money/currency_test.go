package money_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
)

// The API's published lists.
var (
	zeroDecimal  = strings.Fields("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
	threeDecimal = strings.Fields("bhd jod kwd omr tnd")
	hundreds     = strings.Fields("isk ugx") // no minor unit, yet sent with two zeros
	twoDecimal   = strings.Fields("aed ars aud bgn brl cad chf cop czk dkk eur gbp hkd huf idr ils inr mxn myr nok nzd php pln ron rub sek sgd thb twd usd zar zzz")
)

func TestCurrencyUnits(t *testing.T) {
	for _, list := range []struct {
		codes    []string
		exponent int
		multiple money.Amount
	}{
		{zeroDecimal, 0, 1},
		{threeDecimal, 3, 10},
		{hundreds, 2, 100},
		{twoDecimal, 2, 1},
		{[]string{"", "JPY", "jp", "jpyy"}, 2, 1}, // not codes of the lists
	} {
		for _, code := range list.codes {
			c := money.Currency(code)
			if got := c.Exponent(); got != list.exponent {
				t.Errorf("%q has %d decimal places, want %d", c, got, list.exponent)
			}
			if got := c.Multiple(); got != list.multiple {
				t.Errorf("amounts of %q are multiples of %d, want %d", c, got, list.multiple)
			}
		}
	}
}

// The published minimums are in major units; the list here is what the page says.
func TestCurrencyMinimum(t *testing.T) {
	published := map[string]string{
		"usd": ".50", "aed": "2", "ars": ".50", "aud": ".50", "bgn": "1", "brl": ".50", "cad": ".50", "chf": ".50", "cop": ".50",
		"czk": "15", "dkk": "2.50", "eur": ".50", "gbp": ".30", "hkd": "4", "huf": "175", "idr": ".50", "ils": ".50", "inr": ".50",
		"jpy": "50", "krw": "50", "mxn": "10", "myr": "2", "nok": "3", "nzd": ".50", "php": ".50", "pln": "2", "ron": "2",
		"rub": ".50", "sek": "3", "sgd": ".50", "thb": "10", "zar": ".50",
	}
	for _, code := range slices.Concat(zeroDecimal, threeDecimal, hundreds, twoDecimal) {
		c, want := money.Currency(code), money.NullAmount{}
		if major, ok := published[code]; ok {
			want = money.Some(money.Amount(decimal.RequireFromString(major).Shift(int32(c.Exponent())).IntPart()))
			delete(published, code)
		}
		if got := c.Minimum(); got != want {
			t.Errorf("the minimum of %s is %v, want %v", code, got, want)
		}
	}
	if len(published) > 0 {
		t.Errorf("not in the lists of this test: %v", published)
	}
	if got := money.Currency("").Minimum(); got.Valid {
		t.Errorf("no currency has a minimum of %v", got)
	}
}

func TestParseCurrency(t *testing.T) {
	for code, want := range map[string]money.Currency{
		"usd": "usd", "USD": "usd", "Usd": "usd", "usD": "usd", "jPy": "jpy",
		"aaa": "aaa", "zzz": "zzz", "AAA": "aaa", "ZZZ": "zzz", // the ends of both alphabets
	} {
		if got, err := money.ParseCurrency(code); err != nil || got != want {
			t.Errorf("%q is %q, want %q, error %v", code, got, want, err)
		}
	}
	for code, text := range map[string]string{
		"":                      `money: "" is not a three-letter currency code`,
		"us":                    `money: "us" is not a three-letter currency code`,
		"usdd":                  `money: "usdd" is not a three-letter currency code`,
		"us ":                   `money: "us " is not a three-letter currency code`,
		"u5d":                   `money: "u5d" is not a three-letter currency code`,
		"us\x00":                `money: "us\x00" is not a three-letter currency code`,
		"`us":                   "money: \"`us\" is not a three-letter currency code", // just before a
		"{us":                   `money: "{us" is not a three-letter currency code`,   // just after z
		"@US":                   `money: "@US" is not a three-letter currency code`,   // just before A
		"[US":                   `money: "[US" is not a three-letter currency code`,   // just after Z
		"€":                     `money: "€" is not a three-letter currency code`,     // three bytes
		"ſſſ":                   `money: "ſſſ" is not a three-letter currency code`,   // letters, but not of ASCII
		strings.Repeat("x", 99): `money: "xxxxxxxxxxxx" is not a three-letter currency code`,
	} {
		if got, err := money.ParseCurrency(code); err == nil || err.Error() != text || got != "" {
			t.Errorf("%q is %q, error %q", code, got, err)
		}
	}
}

func TestParseCurrencyOfAnyCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`[a-zA-Z]{3}`).Draw(t, "code")
		got, err := money.ParseCurrency(code)
		if err != nil || string(got) != strings.ToLower(code) {
			t.Fatalf("%q, error %v", got, err)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.String().Draw(t, "code")
		letters := len(code) == 3 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
		if _, err := money.ParseCurrency(code); (err == nil) != letters {
			t.Fatalf("error %v", err)
		}
	})
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		currency money.Currency
		amount   money.Amount
		want     string
	}{
		{"usd", 1000, "$10.00"},
		{"usd", 0, "$0.00"},
		{"usd", 1, "$0.01"},
		{"usd", 10, "$0.10"},
		{"usd", 99, "$0.99"},
		{"usd", 100, "$1.00"},
		{"usd", -5, "-$0.05"},
		{"usd", 123456789, "$1234567.89"},
		{"usd", minInt64, "-$92233720368547758.08"},
		{"usd", maxInt64, "$92233720368547758.07"},
		{"eur", 1000, "10.00 EUR"},
		{"eur", -1000, "-10.00 EUR"},
		{"jpy", 0, "0 JPY"},
		{"jpy", 500, "500 JPY"},
		{"jpy", minInt64, "-9223372036854775808 JPY"},
		{"bhd", 0, "0.000 BHD"},
		{"bhd", 999, "0.999 BHD"},
		{"bhd", 1000, "1.000 BHD"},
		{"bhd", -10, "-0.010 BHD"},
		{"isk", 500, "5.00 ISK"},
	} {
		if got := c.currency.Format(c.amount); got != c.want {
			t.Errorf("%d %s is %q, want %q", c.amount, c.currency, got, c.want)
		}
	}
}

// decimalFormat is Format in decimals.
func decimalFormat(c money.Currency, a money.Amount) string {
	exponent := int32(c.Exponent())
	number := decimal.NewFromInt(int64(a)).Shift(-exponent).StringFixed(exponent)
	if c != "usd" {
		return number + " " + strings.ToUpper(string(c))
	}
	if digits, negative := strings.CutPrefix(number, "-"); negative {
		return "-$" + digits
	}
	return "$" + number
}

func TestFormatOfAnything(t *testing.T) {
	all := slices.Concat(zeroDecimal, threeDecimal, hundreds, twoDecimal)
	for _, code := range all {
		for _, a := range borders {
			c := money.Currency(code)
			if got, want := c.Format(a), decimalFormat(c, a); got != want {
				t.Errorf("%d %s is %q, want %q", a, c, got, want)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := money.Currency(rapid.SampledFrom(all).Draw(t, "currency"))
		a := money.Amount(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2000, 2000)).Draw(t, "amount"))
		if got, want := c.Format(a), decimalFormat(c, a); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

func TestFormatWithoutCurrency(t *testing.T) {
	if got := money.Currency("").Format(1000); got != "10.00" {
		t.Errorf("%q", got)
	}
}
