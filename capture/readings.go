package capture

import "github.com/tranche-go/tranche/charge/strictjson"

// Readings are the questions about captures that the API's pages leave open. The zero Readings are the defaults.
type Readings struct {
	Limit          Limit          `json:"limit,omitzero"`
	WholeRemainder WholeRemainder `json:"whole_remainder,omitzero"`
	UntouchedClose UntouchedClose `json:"untouched_close,omitzero"`
}

// Limit is a reading of the limit of 50 captures.
type Limit uint8

// Readings of the limit.
const (
	// LimitTakingMoney: 50 captures that take money. After the 50th only an amount of exactly 0 with final_capture true is
	// accepted, which closes; an omitted amount would take the rest and is refused.
	LimitTakingMoney Limit = iota
	// LimitNonFinalAndOne: 50 captures with final_capture false, and one final capture of any amount
	// (the multicapture page as it stood on 2026-07-10).
	LimitNonFinalAndOne
)

const limits strictjson.Words = "taking_money non_final_and_one"

// String returns the word that it is in JSON.
func (r Limit) String() string { return limits.Of(uint8(r)) }

// MarshalText writes the word.
func (r Limit) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *Limit) UnmarshalText(word []byte) error { return limits.Read(word, (*uint8)(r)) }

// WholeRemainder is a reading of a capture with final_capture false that leaves nothing to capture.
type WholeRemainder uint8

// Readings of a non-final capture of everything.
const (
	WholeRemainderStaysOpen WholeRemainder = iota // the authorization stays open with nothing capturable, until a closer
	WholeRemainderCloses                          // the authorization closes at once
)

const wholeRemainders strictjson.Words = "stays_open closes"

// String returns the word that it is in JSON.
func (r WholeRemainder) String() string { return wholeRemainders.Of(uint8(r)) }

// MarshalText writes the word.
func (r WholeRemainder) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *WholeRemainder) UnmarshalText(word []byte) error {
	return wholeRemainders.Read(word, (*uint8)(r))
}

// UntouchedClose is a reading of a zero-amount final capture where nothing was captured before.
type UntouchedClose uint8

// Readings of a zero-amount final capture of an untouched authorization.
const (
	UntouchedCloseRefused UntouchedClose = iota // refused: canceling is the documented way
	UntouchedCloseCancels                       // the authorization closes with nothing captured, and the payment is canceled
)

const untouchedCloses strictjson.Words = "refused cancels"

// String returns the word that it is in JSON.
func (r UntouchedClose) String() string { return untouchedCloses.Of(uint8(r)) }

// MarshalText writes the word.
func (r UntouchedClose) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *UntouchedClose) UnmarshalText(word []byte) error {
	return untouchedCloses.Read(word, (*uint8)(r))
}
