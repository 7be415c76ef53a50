package money

import (
	"fmt"
	"strconv"
	"strings"
)

// A Currency is a three-letter ISO 4217 code in lower case, as the API writes it. ParseCurrency makes one of a code in any case.
// A code that is not in the API's lists has two decimal places and no rule of divisibility.
//
// Source: https://docs.stripe.com/currencies.
type Currency string

// ParseCurrency returns the currency of a code in any case. It is an error if the code is not three ASCII letters.
func ParseCurrency(code string) (Currency, error) {
	if len(code) != 3 {
		return "", fmt.Errorf("money: %.12q is not a three-letter currency code", code)
	}
	lower := true
	for _, b := range []byte(code) {
		switch {
		case b >= 'a' && b <= 'z':
		case b >= 'A' && b <= 'Z':
			lower = false
		default:
			return "", fmt.Errorf("money: %q is not a three-letter currency code", code)
		}
	}
	if lower {
		return Currency(code), nil
	}
	return Currency(strings.ToLower(code)), nil
}

// Exponent returns the number of decimal places of an amount in the API: 2 for usd, 0 for jpy, 3 for bhd.
// It is 2 for isk and ugx, which have no minor unit but are sent with two zeros.
func (c Currency) Exponent() int {
	switch c {
	case "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf":
		return 0
	case "bhd", "jod", "kwd", "omr", "tnd":
		return 3
	}
	return 2
}

// Multiple returns the number that every amount has to be a multiple of: 1 for most, 10 for currencies with three decimal
// places, and 100 for isk and ugx. (huf and twd are charged in any amount; only their payouts are bound.)
func (c Currency) Multiple() Amount {
	switch c {
	case "isk", "ugx":
		return 100
	case "bhd", "jod", "kwd", "omr", "tnd":
		return 10
	}
	return 1
}

// Minimum returns the least amount that can be charged when the account settles in c, in minor units, or nothing if none is
// published. A payment in another currency is converted first, and some methods go lower, so no operation of this module
// enforces it; captures, refunds, fees and transfers have no minimum.
func (c Currency) Minimum() NullAmount {
	switch c {
	case "usd", "aud", "ars", "brl", "cad", "chf", "cop", "eur", "idr", "ils", "inr", "nzd", "php", "rub", "sgd", "zar", "jpy", "krw":
		return Some(50)
	case "gbp":
		return Some(30)
	case "bgn":
		return Some(100)
	case "aed", "myr", "pln", "ron":
		return Some(200)
	case "dkk":
		return Some(250)
	case "nok", "sek":
		return Some(300)
	case "hkd":
		return Some(400)
	case "mxn", "thb":
		return Some(1000)
	case "czk":
		return Some(1500)
	case "huf":
		return Some(17500)
	}
	return NullAmount{}
}

// Format returns a in major units: "$10.00" in usd, as the API's error texts print it, "10.00 EUR" in others, and "10.00" in none.
func (c Currency) Format(a Amount) string {
	sign, digits := "", strconv.FormatUint(magnitude(a), 10)
	if a < 0 {
		sign = "-"
	}
	if places := c.Exponent(); places > 0 {
		digits = strings.Repeat("0", max(0, places+1-len(digits))) + digits
		point := len(digits) - places
		digits = digits[:point] + "." + digits[point:]
	}
	if c == "usd" {
		return sign + "$" + digits
	}
	return strings.TrimSuffix(sign+digits+" "+strings.ToUpper(string(c)), " ")
}
