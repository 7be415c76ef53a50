package intent

import (
	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
)

// Rules are what differs between accounts and API versions. The zero Rules are the newest version and the default readings.
// They travel inside the intent: choose them before Create, or before json.Unmarshal, which keeps them.
type Rules struct {
	Version           Version           `json:"version,omitempty"`
	Capture           capture.Readings  `json:"capture,omitzero"`
	Connect           connect.Readings  `json:"connect,omitzero"`
	FailedRefund      FailedRefund      `json:"failed_refund,omitempty"`
	PartialCancel     PartialCancel     `json:"partial_cancel,omitempty"`
	ClosingEvents     ClosingEvents     `json:"closing_events,omitempty"`
	ConfirmationLimit ConfirmationLimit `json:"confirmation_limit,omitempty"`
	MaxConfirmations  uint8             `json:"max_confirmations,omitempty"` // 0: no limit. The API has one and does not publish it
}

// PartialCancel is a reading of what Cancel does after a part was captured.
//
// The multicapture page says that a partially captured intent becomes succeeded; the reference of cancel says that the intent
// becomes canceled and the remaining amount_capturable is refunded.
type PartialCancel uint8

// Readings of Cancel after a part was captured.
const (
	PartialCancelSucceeds PartialCancel = iota // the rest is released and the intent is succeeded: money was received
	PartialCancelCancels                       // the rest is released and the intent is canceled
	PartialCancelRefused                       // refused: a zero-amount final capture is the way
)

const partialCancels strictjson.Words = "succeeds cancels refused"

// String returns the word that it is in JSON.
func (r PartialCancel) String() string { return partialCancels.Of(uint8(r)) }

// MarshalText writes the word.
func (r PartialCancel) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *PartialCancel) UnmarshalText(word []byte) error {
	return partialCancels.Read(word, (*uint8)(r))
}

// ClosingEvents is a reading of what is told when a cancel or the end of the window closes an authorization of which a part was
// captured. The multicapture page names charge.captured alone; of captures it says that each one, also the final one, sends
// charge.updated and payment_intent.amount_capturable_updated.
type ClosingEvents uint8

// Readings of the events of a cancel or an expiry after a part was captured.
const (
	ClosingEventsMinimal   ClosingEvents = iota // charge.captured, and that the intent has ended
	ClosingEventsAsCapture                      // what a final capture tells: charge.updated and payment_intent.amount_capturable_updated, too
)

const closingEvents strictjson.Words = "minimal as_capture"

// String returns the word that it is in JSON.
func (r ClosingEvents) String() string { return closingEvents.Of(uint8(r)) }

// MarshalText writes the word.
func (r ClosingEvents) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *ClosingEvents) UnmarshalText(word []byte) error {
	return closingEvents.Read(word, (*uint8)(r))
}

// FailedRefund is a reading of what becomes of amount_refunded when a refund fails or is canceled.
type FailedRefund uint8

// Readings of failed and canceled refunds.
const (
	FailedRefundFalls FailedRefund = iota // amount_refunded falls, and as much can be refunded again
	FailedRefundStays                     // amount_refunded stays
)

const failedRefunds strictjson.Words = "falls stays"

// String returns the word that it is in JSON.
func (r FailedRefund) String() string { return failedRefunds.Of(uint8(r)) }

// MarshalText writes the word.
func (r FailedRefund) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *FailedRefund) UnmarshalText(word []byte) error { return failedRefunds.Read(word, (*uint8)(r)) }

// ConfirmationLimit is a reading of what happens at MaxConfirmations.
type ConfirmationLimit uint8

// Readings of the confirmation limit n.
const (
	ConfirmationLimitNextCancels    ConfirmationLimit = iota // confirmation n+1 makes no attempt and cancels
	ConfirmationLimitFailureCancels                          // the failure of confirmation n, or of a later one, cancels
)

const confirmationLimits strictjson.Words = "next_cancels failure_cancels"

// String returns the word that it is in JSON.
func (r ConfirmationLimit) String() string { return confirmationLimits.Of(uint8(r)) }

// MarshalText writes the word.
func (r ConfirmationLimit) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word, and refuses every other.
func (r *ConfirmationLimit) UnmarshalText(word []byte) error {
	return confirmationLimits.Read(word, (*uint8)(r))
}

// NextCancels reports whether the confirmation after so many makes no attempt and cancels.
func (r Rules) NextCancels(confirmations uint8) bool {
	return r.ConfirmationLimit == ConfirmationLimitNextCancels && r.usedUp(confirmations)
}

// FailureCancels reports whether a failure after so many confirmations cancels.
func (r Rules) FailureCancels(confirmations uint8) bool {
	return r.ConfirmationLimit == ConfirmationLimitFailureCancels && r.usedUp(confirmations)
}

func (r *Rules) usedUp(confirmations uint8) bool {
	return r.MaxConfirmations > 0 && confirmations >= r.MaxConfirmations
}

// defaultCaptureMethod returns what an omitted capture_method means at creation.
func (r *Rules) defaultCaptureMethod() CaptureMethod {
	if r.Version.Before(dateAsyncDefault) {
		return CaptureMethodAutomatic
	}
	return CaptureMethodAutomaticAsync
}

// Check refuses, for an operation, a version without a date and unknown readings, as code.ParameterInvalid.
func (r Rules) Check(op Operation) error {
	switch {
	case !r.Version.valid():
		return refuse(op, code.ParameterInvalid, "rules.version")
	case r.Capture.Limit > capture.LimitNonFinalAndOne,
		r.Capture.WholeRemainder > capture.WholeRemainderCloses,
		r.Capture.UntouchedClose > capture.UntouchedCloseCancels,
		!r.Connect.Known(),
		r.FailedRefund > FailedRefundStays,
		r.PartialCancel > PartialCancelRefused,
		r.ClosingEvents > ClosingEventsAsCapture,
		r.ConfirmationLimit > ConfirmationLimitFailureCancels:
		return refuse(op, code.ParameterInvalid, "rules")
	}
	return nil
}
