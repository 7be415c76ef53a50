package charge

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
)

// VerifyWithMicrodeposits is the next_action.type of an intent whose customer has to say what was sent to a bank account.
const VerifyWithMicrodeposits = "verify_with_microdeposits"

// Microdeposits are what a customer found on a bank statement: two amounts, or the code of one deposit. The zero Microdeposits are refused.
//
// Source: https://docs.stripe.com/api/payment_intents/verify_microdeposits.
type Microdeposits struct {
	Amounts        MicrodepositAmounts `json:"amounts,omitzero"`          // both or none
	DescriptorCode string              `json:"descriptor_code,omitempty"` // six characters that begin with SM; "" is not given
}

// MicrodepositAmounts are two amounts, in cents.
type MicrodepositAmounts [2]money.Amount

// UnmarshalJSON reads an array of two integers. Package json itself would drop a third, and let one that is missing be 0.
func (a *MicrodepositAmounts) UnmarshalJSON(b []byte) error {
	var read []*money.Amount
	if err := json.Unmarshal(b, &read); err != nil {
		return err
	}
	if len(read) != len(a) || read[0] == nil || read[1] == nil {
		return strictjson.In("amounts", strictjson.Errorf("two amounts belong here"))
	}
	*a = MicrodepositAmounts{*read[0], *read[1]}
	return nil
}

// String returns what was found: "32 45", "SM11AA".
func (m Microdeposits) String() string {
	if m.DescriptorCode != "" {
		return m.DescriptorCode
	}
	return fmt.Sprintf("%d %d", m.Amounts[0], m.Amounts[1])
}

// Check returns the refusal of what cannot be, or nil:
//   - code.ParameterMissing with Param amounts: nothing is given
//   - code.ParametersExclusive with Param descriptor_code: both are given
//   - code.MicrodepositAmountsInvalid with Param amounts: an amount that is less than 1, or more than money.Max
//   - code.ParameterInvalid with Param descriptor_code: not six characters that begin with SM
func (m Microdeposits) Check() error {
	amounts := m.Amounts != MicrodepositAmounts{}
	switch {
	case !amounts && m.DescriptorCode == "":
		return refuseMicrodeposits(code.ParameterMissing, "amounts")
	case amounts && m.DescriptorCode != "":
		return refuseMicrodeposits(code.ParametersExclusive, "descriptor_code")
	case amounts && (min(m.Amounts[0], m.Amounts[1]) < 1 || max(m.Amounts[0], m.Amounts[1]) > money.Max):
		return refuseMicrodeposits(code.MicrodepositAmountsInvalid, "amounts")
	case !amounts && (len(m.DescriptorCode) != 6 || !strings.HasPrefix(m.DescriptorCode, "SM")):
		return refuseMicrodeposits(code.ParameterInvalid, "descriptor_code")
	}
	return nil
}

// Refuse returns the refusal because something else was sent: code.MicrodepositAmountsMismatch or code.MicrodepositDescriptorCodeMismatch.
func (m Microdeposits) Refuse() error {
	if m.DescriptorCode != "" {
		return refuseMicrodeposits(code.MicrodepositDescriptorCodeMismatch, "descriptor_code")
	}
	return refuseMicrodeposits(code.MicrodepositAmountsMismatch, "amounts")
}

func refuseMicrodeposits(c code.Code, param string) error {
	return &code.Error{Op: "verify_microdeposits", Type: code.TypeInvalidRequest, Code: c, Param: param}
}

// InTestMode returns what the API's test mode answers: 32 and 45, or SM11AA, are verified; 10 and 11, or SM33CC, are tried too often; 40
// and 41, or SM44DD, are too late; anything else was not sent.
//
// Source: https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test-microdeposits.
func (m Microdeposits) InTestMode() (failure Failure, mismatch bool) {
	switch m {
	case Microdeposits{Amounts: MicrodepositAmounts{32, 45}}, Microdeposits{DescriptorCode: "SM11AA"}:
		return Failure{}, false
	case Microdeposits{Amounts: MicrodepositAmounts{10, 11}}, Microdeposits{DescriptorCode: "SM33CC"}:
		return Failure{Code: code.MicrodepositAttemptsExceeded}, false
	case Microdeposits{Amounts: MicrodepositAmounts{40, 41}}, Microdeposits{DescriptorCode: "SM44DD"}:
		return Failure{Code: code.MicrodepositTimeout}, false
	default:
		return Failure{}, true
	}
}
