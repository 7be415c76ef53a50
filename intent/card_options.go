package intent

import "github.com/tranche-go/tranche/charge/strictjson"

// A Request is what is asked of the network: if_available, or never. The zero Request is never, and the same as not asking.
type Request bool

// Requests.
const (
	Never       Request = false
	IfAvailable Request = true
)

// String returns the API's word.
func (r Request) String() string {
	if r {
		return "if_available"
	}
	return "never"
}

// MarshalText writes the API's word.
func (r Request) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the API's words and refuses every other.
func (r *Request) UnmarshalText(word []byte) error {
	switch string(word) {
	case "if_available":
		*r = IfAvailable
	case "never":
		*r = Never
	default:
		return strictjson.Errorf("%.40q is neither if_available nor never", word)
	}
	return nil
}

// A CardCaptureMethod is the capture_method of payments by card alone, whose attempts have a Card that is not zero. The zero one is that of the
// intent.
type CardCaptureMethod bool

// CardCaptureMethodManual holds what a card pays until Capture, whatever the capture_method of the intent is.
const CardCaptureMethodManual CardCaptureMethod = true

// String returns the API's word, "" for the zero one.
func (m CardCaptureMethod) String() string {
	if m {
		return string(CaptureMethodManual)
	}
	return ""
}

// MarshalText writes the API's word.
func (m CardCaptureMethod) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the API's word, or nothing, and refuses every other.
func (m *CardCaptureMethod) UnmarshalText(word []byte) error {
	if len(word) > 0 && string(word) != string(CaptureMethodManual) {
		return strictjson.Errorf("%.40q is not manual", word)
	}
	*m = len(word) > 0
	return nil
}

// CardOptions are payment_method_options.card: what is asked of the network. Whether it was given, the charge's Card says:
// nothing that was not requested is available.
//
// Source: https://docs.stripe.com/api/payment_intents/object#payment_intent_object-payment_method_options-card.
type CardOptions struct {
	CaptureMethod                   CardCaptureMethod `json:"capture_method,omitempty"`
	RequestMulticapture             Request           `json:"request_multicapture,omitempty"`
	RequestOvercapture              Request           `json:"request_overcapture,omitempty"`
	RequestIncrementalAuthorization Request           `json:"request_incremental_authorization,omitempty"`
	RequestExtendedAuthorization    Request           `json:"request_extended_authorization,omitempty"`
}

// CardCaptureMethod returns how a payment by card is captured: that of CardOptions goes before CaptureMethod, which other methods follow.
func (pi PaymentIntent) CardCaptureMethod() CaptureMethod { return pi.cardCaptureMethod() }

func (pi *PaymentIntent) cardCaptureMethod() CaptureMethod {
	if pi.CardOptions.CaptureMethod == CardCaptureMethodManual {
		return CaptureMethodManual
	}
	return pi.CaptureMethod
}
