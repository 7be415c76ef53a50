// Package money holds amounts in the minor unit of their currency, and what the API says about currencies.
//
// Amounts are integers: cents of usd, yen of jpy, fils of bhd. There is no float anywhere, and no operation wraps.
package money

import (
	"math"
	"math/bits"
)

// An Amount is a number of minor units: cents of usd, yen of jpy, fils of bhd. It has no currency of its own.
type Amount int64

// Max is the largest amount that an operation accepts: twelve digits, the most that the API allows for any currency.
// Sums of a few thousand amounts up to Max do not overflow.
//
// Source: https://docs.stripe.com/currencies.
const Max Amount = 999_999_999_999

// Share returns a × part ÷ whole, to the nearest minor unit, halves away from zero.
// It is computed in 128 bits and exact for all amounts. It is 0 if whole is 0; a result beyond int64 becomes the nearest int64.
func (a Amount) Share(part, whole Amount) Amount {
	if whole == 0 {
		return 0
	}
	divisor := magnitude(whole)
	hi, lo := bits.Mul64(magnitude(a), magnitude(part))
	lo, carry := bits.Add64(lo, divisor/2, 0) // halves away from zero
	hi += carry
	quotient := uint64(math.MaxUint64) // or more
	if hi < divisor {
		quotient, _ = bits.Div64(hi, lo, divisor)
	}
	if a^part^whole < 0 { // one of the signs is negative, or all three
		return Amount(-min(quotient, 1<<63)) // of int64, which as uint64 is its own negative
	}
	return Amount(min(quotient, math.MaxInt64))
}

// magnitude returns a without its sign. The least int64 is its own negative, and as uint64 it is right.
func magnitude(a Amount) uint64 { return uint64(max(a, -a)) }
