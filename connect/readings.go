package connect

import "github.com/tranche-go/tranche/charge/strictjson"

// Readings are the questions about fees and transfers that the API's pages leave open. The zero Readings are the defaults.
type Readings struct {
	LaterAmount   LaterAmount   `json:"later_amount,omitzero"`
	IntentAmount  IntentAmount  `json:"intent_amount,omitzero"`
	AmountMeaning AmountMeaning `json:"amount_meaning,omitzero"`
	NewAmount     NewAmount     `json:"new_amount,omitzero"`
	Objects       Objects       `json:"objects,omitzero"`
	PortionBase   PortionBase   `json:"portion_base,omitzero"`
}

// Known reports whether each reading is one of those below.
func (r Readings) Known() bool {
	return r.LaterAmount <= LaterAmountSame && r.IntentAmount <= IntentAmountRefused && r.AmountMeaning <= AmountMeaningTotal &&
		r.NewAmount <= NewAmountAccepted && r.Objects <= ObjectsPerCapture && r.PortionBase <= PortionBaseAmount
}

// LaterAmount is a reading of what a fee or transfer amount on the first capture demands of the later ones.
type LaterAmount uint8

// Readings of later amounts.
const (
	LaterAmountRequired LaterAmount = iota // one on each later capture, of any value: the English page says that it makes it required
	LaterAmountSame                        // the same value on each later capture, as the Japanese page says
)

const laterAmounts strictjson.Words = "required same"

// String returns the word that it is in JSON.
func (r LaterAmount) String() string { return laterAmounts.Of(uint8(r)) }

// MarshalText writes the word.
func (r LaterAmount) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *LaterAmount) UnmarshalText(word []byte) error { return laterAmounts.Read(word, (*uint8)(r)) }

// IntentAmount is a reading of a fee or transfer amount that was given at create, update or confirm and at no capture.
type IntentAmount uint8

// Readings of an amount of the intent.
const (
	IntentAmountOnce        IntentAmount = iota // taken once, by the first capture, and at most what that captured
	IntentAmountEachCapture                     // taken again by each capture
	IntentAmountRefused                         // with multicapture, a first capture without an amount of its own is refused
)

const intentAmounts strictjson.Words = "once each_capture refused"

// String returns the word that it is in JSON.
func (r IntentAmount) String() string { return intentAmounts.Of(uint8(r)) }

// MarshalText writes the word.
func (r IntentAmount) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *IntentAmount) UnmarshalText(word []byte) error { return intentAmounts.Read(word, (*uint8)(r)) }

// AmountMeaning is a reading of the fee or transfer amount of a capture.
type AmountMeaning uint8

// Readings of the amount of a capture.
const (
	AmountMeaningCapture AmountMeaning = iota // of that capture alone
	AmountMeaningTotal                        // the running total of all captures so far: one that is smaller puts nothing aside
)

const amountMeanings strictjson.Words = "capture total"

// String returns the word that it is in JSON.
func (r AmountMeaning) String() string { return amountMeanings.Of(uint8(r)) }

// MarshalText writes the word.
func (r AmountMeaning) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *AmountMeaning) UnmarshalText(word []byte) error {
	return amountMeanings.Read(word, (*uint8)(r))
}

// NewAmount is a reading of a fee or transfer amount that is first given on a later capture.
type NewAmount uint8

// Readings of a late amount.
const (
	NewAmountRefused NewAmount = iota
	NewAmountAccepted
)

const newAmounts strictjson.Words = "refused accepted"

// String returns the word that it is in JSON.
func (r NewAmount) String() string { return newAmounts.Of(uint8(r)) }

// MarshalText writes the word.
func (r NewAmount) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *NewAmount) UnmarshalText(word []byte) error { return newAmounts.Read(word, (*uint8)(r)) }

// Objects is a reading of what later captures bring into being.
type Objects uint8

// Readings of the objects of later captures.
const (
	ObjectsPerCharge  Objects = iota // one ApplicationFee and one Transfer of the charge, which grow: later captures are told by charge.updated
	ObjectsPerCapture                // one of each with each capture; what the charge shows is their sum, under the id of the first
)

const objects strictjson.Words = "per_charge per_capture"

// String returns the word that it is in JSON.
func (r Objects) String() string { return objects.Of(uint8(r)) }

// MarshalText writes the word.
func (r Objects) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *Objects) UnmarshalText(word []byte) error { return objects.Read(word, (*uint8)(r)) }

// PortionBase is a reading of what a proportional fee refund or reversal is a portion of. It matters after a partial capture alone.
type PortionBase uint8

// Readings of the base.
const (
	PortionBaseCaptured PortionBase = iota // what was captured, so that a full refund takes everything back
	PortionBaseAmount                      // the amount of the charge
)

const portionBases strictjson.Words = "captured amount"

// String returns the word that it is in JSON.
func (r PortionBase) String() string { return portionBases.Of(uint8(r)) }

// MarshalText writes the word.
func (r PortionBase) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *PortionBase) UnmarshalText(word []byte) error { return portionBases.Read(word, (*uint8)(r)) }
