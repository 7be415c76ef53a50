package fee

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// Spread returns the part of a total fee that each capture carries, all in minor units. The captures together are the whole order.
//
// The parts sum to the total. They follow the running sum of the captures: after each capture, what was charged so far is
// total × captured so far ÷ captured in all, to the nearest minor unit, halves away from zero. So no rounding adds up to another, and
//   - each part is its exact share, total × capture ÷ captured in all, rounded up or down: never negative, and 0 of a capture of 0
//   - if the total is no more than the order, no part is more than its capture, not by one minor unit, and the API caps none of them;
//     a total that is more than the order is spread too, but the API collects of each capture no more than the capture
//   - two equal captures may differ by one minor unit, and the order of captures matters
//
// Refusals, in this order; the parts are nil then:
//   - code.ParameterInvalid, Param total: negative
//   - code.AmountTooLarge, Param total: above money.Max
//   - Param captures, one after the other: code.ParameterInvalid if it is negative; code.AmountTooLarge if with it they sum to more than
//     money.Max, and then Limit is what was left. Got is that capture
//   - code.ParameterInvalid, Param captures: nothing is captured, but there is a total to spread, which is Got
//
// Source: https://docs.stripe.com/connect/destination-charges, https://docs.stripe.com/payments/multicapture.
func Spread(total money.Amount, captures []money.Amount) ([]money.Amount, error) {
	if err := checkAmount("total", total); err != nil {
		return nil, err
	}
	var whole money.Amount
	for _, c := range captures {
		switch left := money.Max - whole; {
		case c < 0:
			return nil, refuse(code.ParameterInvalid, "captures", c, 0)
		case c > left:
			return nil, refuse(code.AmountTooLarge, "captures", c, left)
		}
		whole += c
	}
	if whole == 0 && total > 0 {
		return nil, refuse(code.ParameterInvalid, "captures", total, 0)
	}
	parts := make([]money.Amount, len(captures))
	var before money.Amount
	for i, c := range captures {
		parts[i] = part(total, whole, before, c)
		before += c
	}
	return parts, nil
}

// Part returns the part of a total fee that the next capture carries, where captures come one at a time and the whole order is known
// from the start: before is what was captured before. All are minor units. For captures that sum to the whole, the parts are those of
// Spread.
// If the last capture leaves a rest of the order uncaptured, that rest's part of the fee is charged nowhere.
//
// Total and whole stay the same over all captures of an order; where an order was raised, the parts sum to neither total.
// For a capture of more than the order, an overcapture, the whole is what is captured.
//
// Refusals, in this order:
//   - code.ParameterInvalid: an argument is negative. Param is total, whole, before or capture, the first of them
//   - code.AmountTooLarge: above money.Max, with the same Param; each argument is checked for both before the next
//   - code.ParameterInvalid, Param whole: zero, but there is a total to spread, which is Got
//   - code.AmountTooLarge, Param before: more than the whole
//   - code.AmountTooLarge, Param capture: more than is left of the whole, which is Limit
//
// Source: https://docs.stripe.com/connect/destination-charges, https://docs.stripe.com/payments/multicapture.
func Part(total, whole, before, capture money.Amount) (money.Amount, error) {
	if err := checkAmount("total", total); err != nil {
		return 0, err
	}
	if err := checkAmount("whole", whole); err != nil {
		return 0, err
	}
	if err := checkAmount("before", before); err != nil {
		return 0, err
	}
	if err := checkAmount("capture", capture); err != nil {
		return 0, err
	}
	switch {
	case whole == 0 && total > 0:
		return 0, refuse(code.ParameterInvalid, "whole", total, 0)
	case before > whole:
		return 0, refuse(code.AmountTooLarge, "before", before, whole)
	case capture > whole-before:
		return 0, refuse(code.AmountTooLarge, "capture", capture, whole-before)
	}
	return part(total, whole, before, capture), nil
}

// part is the difference of two running totals, so that the parts sum to the last one.
func part(total, whole, before, capture money.Amount) money.Amount {
	return total.Share(before+capture, whole) - total.Share(before, whole)
}
