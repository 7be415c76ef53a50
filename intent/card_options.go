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

// CardOptions are payment_method_options.card: what is asked of the network. Whether it was given, the charge's Card says:
// nothing that was not requested is available.
type CardOptions struct {
	RequestMulticapture             Request `json:"request_multicapture,omitempty"`
	RequestOvercapture              Request `json:"request_overcapture,omitempty"`
	RequestIncrementalAuthorization Request `json:"request_incremental_authorization,omitempty"`
	RequestExtendedAuthorization    Request `json:"request_extended_authorization,omitempty"`
}
