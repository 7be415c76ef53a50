package connect

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

// IntentAmount is a reading of a fee or transfer amount that was given at create, update or confirm and at no capture.
type IntentAmount uint8

// Readings of an amount of the intent.
const (
	IntentAmountOnce        IntentAmount = iota // taken once, by the first capture, and at most what that captured
	IntentAmountEachCapture                     // taken again by each capture
	IntentAmountRefused                         // with multicapture, a first capture without an amount of its own is refused
)

// AmountMeaning is a reading of the fee or transfer amount of a capture.
type AmountMeaning uint8

// Readings of the amount of a capture.
const (
	AmountMeaningCapture AmountMeaning = iota // of that capture alone
	AmountMeaningTotal                        // the running total of all captures so far: one that is smaller puts nothing aside
)

// NewAmount is a reading of a fee or transfer amount that is first given on a later capture.
type NewAmount uint8

// Readings of a late amount.
const (
	NewAmountRefused NewAmount = iota
	NewAmountAccepted
)

// Objects is a reading of what later captures bring into being.
type Objects uint8

// Readings of the objects of later captures.
const (
	ObjectsPerCharge  Objects = iota // one ApplicationFee and one Transfer of the charge, which grow: later captures are told by charge.updated
	ObjectsPerCapture                // one of each with each capture; what the charge shows is their sum, under the id of the first
)

// PortionBase is a reading of what a proportional fee refund or reversal is a portion of. It matters after a partial capture alone.
type PortionBase uint8

// Readings of the base.
const (
	PortionBaseCaptured PortionBase = iota // what was captured, so that a full refund takes everything back
	PortionBaseAmount                      // the amount of the charge
)
