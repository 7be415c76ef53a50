package money

import (
	"bytes"
	"fmt"
	"strconv"
)

// A NullAmount is an Amount or nothing. The zero NullAmount is nothing, which is not the same as zero.
// In parameters nothing means "not given"; in objects it is null in JSON.
type NullAmount struct {
	Amount Amount
	Valid  bool // there is an amount
}

// Some returns a NullAmount that holds a. Some(0) is a real zero.
func Some(a Amount) NullAmount { return NullAmount{Amount: a, Valid: true} }

// Or returns the amount, or otherwise if there is none.
func (n NullAmount) Or(otherwise Amount) Amount {
	if n.Valid {
		return n.Amount
	}
	return otherwise
}

// IsZero reports whether there is no amount: encoding/json leaves such a field out under omitzero.
func (n NullAmount) IsZero() bool { return !n.Valid }

// String returns the digits, or "null".
func (n NullAmount) String() string {
	if !n.Valid {
		return "null"
	}
	return strconv.FormatInt(int64(n.Amount), 10)
}

// MarshalJSON writes the digits, or null.
func (n NullAmount) MarshalJSON() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalJSON reads what MarshalJSON writes. A fraction, an exponent, a string and a number beyond int64 are errors.
func (n *NullAmount) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*n = NullAmount{}
		return nil
	}
	a, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return fmt.Errorf("money: %.40s is not an amount in minor units", b)
	}
	*n = Some(Amount(a))
	return nil
}
