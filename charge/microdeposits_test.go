package charge_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

func amounts(a, b money.Amount) charge.Microdeposits {
	return charge.Microdeposits{Amounts: charge.MicrodepositAmounts{a, b}}
}

func descriptor(s string) charge.Microdeposits { return charge.Microdeposits{DescriptorCode: s} }

func TestMicrodeposits(t *testing.T) {
	both := amounts(32, 45)
	both.DescriptorCode = "SM11AA"
	half := amounts(0, 45)
	half.DescriptorCode = "SM"
	for _, test := range []struct {
		found  charge.Microdeposits
		text   string
		code   code.Code // "" is accepted
		param  string
		differ code.Code // if something else was sent
	}{
		{amounts(32, 45), "32 45", "", "", code.MicrodepositAmountsMismatch},
		{amounts(1, money.Max), "1 999999999999", "", "", code.MicrodepositAmountsMismatch},
		{amounts(money.Max, 1), "999999999999 1", "", "", code.MicrodepositAmountsMismatch},
		{descriptor("SM11AA"), "SM11AA", "", "", code.MicrodepositDescriptorCodeMismatch},
		{charge.Microdeposits{}, "0 0", code.ParameterMissing, "amounts", code.MicrodepositAmountsMismatch},
		{both, "SM11AA", code.ParametersExclusive, "descriptor_code", code.MicrodepositDescriptorCodeMismatch},
		{half, "SM", code.ParametersExclusive, "descriptor_code", code.MicrodepositDescriptorCodeMismatch},
		{amounts(0, 45), "0 45", code.MicrodepositAmountsInvalid, "amounts", code.MicrodepositAmountsMismatch},
		{amounts(32, 0), "32 0", code.MicrodepositAmountsInvalid, "amounts", code.MicrodepositAmountsMismatch},
		{amounts(32, -45), "32 -45", code.MicrodepositAmountsInvalid, "amounts", code.MicrodepositAmountsMismatch},
		{amounts(money.Max+1, 45), "1000000000000 45", code.MicrodepositAmountsInvalid, "amounts", code.MicrodepositAmountsMismatch},
		{amounts(32, money.Max+1), "32 1000000000000", code.MicrodepositAmountsInvalid, "amounts", code.MicrodepositAmountsMismatch},
		{descriptor("SM11A"), "SM11A", code.ParameterInvalid, "descriptor_code", code.MicrodepositDescriptorCodeMismatch},
		{descriptor("SM11AAA"), "SM11AAA", code.ParameterInvalid, "descriptor_code", code.MicrodepositDescriptorCodeMismatch},
		{descriptor("MS11AA"), "MS11AA", code.ParameterInvalid, "descriptor_code", code.MicrodepositDescriptorCodeMismatch},
		{descriptor("sm11aa"), "sm11aa", code.ParameterInvalid, "descriptor_code", code.MicrodepositDescriptorCodeMismatch},
	} {
		if got := test.found.String(); got != test.text {
			t.Errorf("%q, want %q", got, test.text)
		}
		refused(t, "Check of "+test.text, test.found.Check(), test.code, test.param)
		param := "amounts"
		if test.found.DescriptorCode != "" {
			param = "descriptor_code"
		}
		refused(t, "Refuse of "+test.text, test.found.Refuse(), test.differ, param)
	}
}

// refused reports err unless it is the refusal of verify_microdeposits because of a parameter; without a code nothing is to be refused.
func refused(t *testing.T, what string, err error, c code.Code, param string) {
	t.Helper()
	e, ok := errors.AsType[*code.Error](err)
	if c == "" && err == nil {
		return
	}
	if want := (code.Error{Op: "verify_microdeposits", Type: code.TypeInvalidRequest, Code: c, Param: param}); !ok || *e != want {
		t.Errorf("%s: %#v, want %#v", what, err, want)
	}
}

func TestMicrodepositsInTestMode(t *testing.T) {
	for _, test := range []struct {
		amounts  charge.Microdeposits
		code     charge.Microdeposits
		failure  code.Code
		mismatch bool
	}{
		{amounts(32, 45), descriptor("SM11AA"), "", false},
		{amounts(10, 11), descriptor("SM33CC"), code.MicrodepositAttemptsExceeded, false},
		{amounts(40, 41), descriptor("SM44DD"), code.MicrodepositTimeout, false},
		{amounts(11, 12), descriptor("SM22BB"), "", true},
		{amounts(32, 46), descriptor("SM11AB"), "", true},
	} {
		for _, found := range []charge.Microdeposits{test.amounts, test.code} {
			if f, mismatch := found.InTestMode(); f != (charge.Failure{Code: test.failure}) || mismatch != test.mismatch {
				t.Errorf("%s: %v, %t", found, f, mismatch)
			}
		}
	}
}

func TestMicrodepositsJSON(t *testing.T) {
	for found, want := range map[charge.Microdeposits]string{
		amounts(32, 45):        `{"amounts":[32,45]}`,
		amounts(0, 45):         `{"amounts":[0,45]}`,
		descriptor("SM11AA"):   `{"descriptor_code":"SM11AA"}`,
		charge.Microdeposits{}: `{}`,
	} {
		b, err := json.Marshal(found)
		var again charge.Microdeposits
		if err != nil || string(b) != want || json.Unmarshal(b, &again) != nil || again != found {
			t.Errorf("%s is written as %s, %v, and reads as %s", found, b, err, again)
		}
	}
	for _, body := range []string{`null`, `[]`, `[32]`, `[32,45,46]`, `[null,45]`, `[32,null]`, `[32,"45"]`, `[32,4.5]`, `32`, `{}`} {
		was := amounts(1, 2)
		if err := json.Unmarshal([]byte(`{"amounts":`+body+`}`), &was); err == nil || was != amounts(1, 2) {
			t.Errorf("%s reads as %s", body, was)
		}
	}
}

func ExampleMicrodeposits_InTestMode() {
	found := charge.Microdeposits{Amounts: charge.MicrodepositAmounts{10, 11}}
	failure, mismatch := found.InTestMode()
	fmt.Println(found, failure.Code, mismatch)
	// Output: 10 11 payment_method_microdeposit_verification_attempts_exceeded false
}
