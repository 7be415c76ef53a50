// Package fee works out application fees: a percentage and a fixed part, and how a fee is spread over captures.
// It also turns decimal major units, 10.50, into minor units, 1050, and back.
//
//	schedule := fee.Schedule{Percent: decimal.RequireFromString("2.9"), Fixed: 30}
//	total, err := schedule.Of(pi.Amount) // of the whole order, once
//	…
//	part, err := fee.Part(total, pi.Amount, pi.AmountReceived, 700) // at every capture
//	…
//	pi.Capture(intent.CaptureParams{
//		AmountToCapture: money.Some(700), NonFinal: true, ApplicationFeeAmount: money.Some(part),
//	})
//
// There is one rounding: to the nearest minor unit, halves away from zero, as in money.Amount.Share. Nothing else is ever rounded, and
// no setting of the decimal package changes a result. Nothing but this package needs decimals; the rest of the module counts minor units.
//
// Every refusal is a *code.Error with Op "fee".
//
// Source: https://docs.stripe.com/connect/destination-charges, https://docs.stripe.com/currencies.
package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// A Schedule says what fee an amount costs: a percentage of it plus a fixed part, within bounds. The zero Schedule costs nothing.
// Its amounts are minor units of the currency of the payment. Schedules are not to be compared with ==, because decimals are not.
//
// In JSON the percentage is a string, "2.9"; a number is read too.
type Schedule struct {
	Percent decimal.Decimal  `json:"percent,omitzero"` // of the amount, 0 to 100: 2.9 is 2.9 %
	Fixed   money.Amount     `json:"fixed,omitempty"`  // minor units, added to the percentage
	Least   money.NullAmount `json:"least,omitzero"`   // minor units; null: no lower bound
	AtMost  money.NullAmount `json:"at_most,omitzero"` // minor units; null: no upper bound
}

// Validate returns why s is refused whatever the amount, or nil.
//
// Refusals, in this order:
//   - code.ParameterInvalid, Param percent: below 0, above 100, or written with more than 64 decimal places
//   - Param fixed, then least, then at_most: code.ParameterInvalid if it is negative, code.AmountTooLarge if it is above money.Max
//   - code.ParameterInvalid, Param least: above AtMost, which is Limit
func (s Schedule) Validate() error {
	if err := checkPercent(s.Percent); err != nil {
		return err
	}
	if err := checkAmount("fixed", s.Fixed); err != nil {
		return err
	}
	if err := checkAmount("least", s.Least.Or(0)); err != nil {
		return err
	}
	if err := checkAmount("at_most", s.AtMost.Or(0)); err != nil {
		return err
	}
	if s.Least.Valid && s.AtMost.Valid && s.Least.Amount > s.AtMost.Amount {
		return refuse(code.ParameterInvalid, "least", s.Least.Amount, s.AtMost.Amount)
	}
	return nil
}

// Of returns the fee for an amount, both in minor units: Percent × a ÷ 100 to the nearest minor unit, halves away from zero, plus Fixed,
// and then no less than Least and no more than AtMost. A greater amount never costs less.
//
// The fee may be more than the amount: 30 fixed are 30 of a payment of 20, and of 0 too. The API collects no more than was captured;
// where that is not wanted, take min(fee, a). The fee is not made a multiple of 10 or 100 in the currencies whose amounts have to be.
//
// Refusals, in this order:
//   - those of Validate
//   - code.ParameterInvalid, Param amount: negative
//   - code.AmountTooLarge, Param amount: above money.Max
//   - code.AmountTooLarge, Param application_fee_amount: the fee is above money.Max
//
// Source: https://docs.stripe.com/connect/destination-charges.
func (s Schedule) Of(a money.Amount) (money.Amount, error) {
	if err := s.Validate(); err != nil {
		return 0, err
	}
	if err := checkAmount("amount", a); err != nil {
		return 0, err
	}
	fee := percentage(s.Percent, a) + s.Fixed // at most twice money.Max
	if s.Least.Valid {
		fee = max(fee, s.Least.Amount)
	}
	if s.AtMost.Valid {
		fee = min(fee, s.AtMost.Amount)
	}
	if err := checkAmount("application_fee_amount", fee); err != nil {
		return 0, err
	}
	return fee, nil
}

// percentage is where this package rounds a decimal: to the nearest minor unit, halves away from zero.
func percentage(percent decimal.Decimal, a money.Amount) money.Amount {
	if percent.IsZero() {
		return 0
	}
	exact := percent.Mul(decimal.NewFromInt(int64(a))).Shift(-2)
	return money.Amount(exact.Round(0).IntPart())
}

// Decimals that are written with more places, or that have more zeros before the point, are refused before anything is computed: one of
// a few bytes, 1e-2000000000, has digits enough to fill the memory. Zero is zero whatever its exponent.
const (
	maxPlaces   = 64
	maxExponent = 12 // 1e13 is more than any percentage, and more than any amount in major units
)

func checkPercent(percent decimal.Decimal) error {
	switch {
	case percent.IsZero():
		return nil
	case percent.IsNegative(), percent.Exponent() > maxExponent:
		return invalid("percent", "A percentage is from 0 to 100.")
	case percent.Exponent() < -maxPlaces:
		return invalid("percent", "A percentage has at most 64 decimal places.")
	case percent.GreaterThan(decimal.NewFromInt(100)):
		return invalid("percent", "A percentage is from 0 to 100.")
	}
	return nil
}

// checkAmount refuses what is not an amount of an operation.
func checkAmount(param string, a money.Amount) error {
	switch {
	case a < 0:
		return refuse(code.ParameterInvalid, param, a, 0)
	case a > money.Max:
		return refuse(code.AmountTooLarge, param, a, money.Max)
	}
	return nil
}

func refuse(c code.Code, param string, got, limit money.Amount) error {
	return &code.Error{Op: "fee", Type: code.TypeInvalidRequest, Code: c, Param: param, Got: got, Limit: limit}
}

// invalid refuses what is no amount in minor units, in words.
func invalid(param, detail string) error { return detailed(code.ParameterInvalid, param, 0, detail) }

func detailed(c code.Code, param string, limit money.Amount, detail string) error {
	return &code.Error{Op: "fee", Type: code.TypeInvalidRequest, Code: c, Param: param, Limit: limit, Detail: detail}
}
