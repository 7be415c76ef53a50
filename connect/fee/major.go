package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// Major returns an amount in minor units as a decimal in major units, with as many decimal places as the currency has in the API: 1050
// is 10.50 in usd, 1050 in jpy and 1.050 in bhd; 500 is 5.00 in isk. The code may be in any case. One that is not of three letters is
// taken for a currency with two decimal places, as money.Currency takes it. Any amount can be converted, negative ones too.
//
// Of the result d, d.StringFixed(-d.Exponent()) is "10.50"; String drops the zero, unless the program sets decimal.TrimTrailingZeros to
// false.
//
// Source: https://docs.stripe.com/currencies.
func Major(a money.Amount, c money.Currency) decimal.Decimal {
	if lower, err := money.ParseCurrency(string(c)); err == nil {
		c = lower
	}
	return decimal.New(int64(a), -int32(c.Exponent()))
}

// Minor returns a decimal in major units as an amount in minor units, exactly: 10.50 is 1050 in usd. It never rounds. How the decimal is
// written does not matter: 10.5 and 10.500 are 1050 in usd too. The code may be in any case.
//
// Minor(Major(a, c), c) is a for every amount that an operation accepts in the currency, and Major of what Minor returns equals d.
//
// Refusals, in this order:
//   - code.ParameterInvalid, Param currency: not three letters
//   - code.ParameterInvalid, Param amount: negative, as no operation takes such an amount
//   - code.ParameterInvalid, Param amount: written with more than 64 decimal places
//   - code.AmountTooLarge, Param amount: above money.Max, which is Limit. Got is not set, as it may be beyond int64
//   - code.ParameterInvalidInteger, Param amount: a fraction of a minor unit, 10.505 usd or 0.5 jpy
//   - code.InvalidChargeAmount, Param amount: not a multiple of what the currency demands, which is Limit: 1.005 bhd, 5.50 isk
//
// Source: https://docs.stripe.com/currencies.
func Minor(d decimal.Decimal, c money.Currency) (money.Amount, error) {
	c, err := money.ParseCurrency(string(c))
	switch {
	case err != nil:
		return 0, invalid("currency", "A currency code has three letters.")
	case d.IsZero():
		return 0, nil
	case d.IsNegative():
		return 0, invalid("amount", "Amount must not be negative.")
	case d.Exponent() < -maxPlaces:
		return 0, invalid("amount", "Amount has more than 64 decimal places.")
	case d.Exponent() > maxExponent:
		return 0, tooLarge(c)
	}
	minor := d.Shift(int32(c.Exponent()))
	switch {
	case minor.GreaterThan(decimal.NewFromInt(int64(money.Max))):
		return 0, tooLarge(c)
	case !minor.IsInteger():
		return 0, detailed(code.ParameterInvalidInteger, "amount", 0, d.StringFixed(-d.Exponent())+" has more decimal places than "+string(c)+".")
	}
	a := money.Amount(minor.IntPart())
	if m := c.Multiple(); a%m != 0 {
		return 0, refuse(code.InvalidChargeAmount, "amount", a, m)
	}
	return a, nil
}

// tooLarge says the limit as the caller does, in major units.
func tooLarge(c money.Currency) error {
	return detailed(code.AmountTooLarge, "amount", money.Max, "Amount must be no more than "+c.Format(money.Max)+".")
}
