package code_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
)

// TestUnexpectedSetupStateTexts writes down the sentence about a SetupIntent for every operation in every status, with a parameter and
// without.
func TestUnexpectedSetupStateTexts(t *testing.T) {
	var b strings.Builder
	for _, op := range []string{"create", "update", "confirm", "authenticate", "verify_microdeposits", "process", "cancel", "validate"} {
		params := []string{""}
		switch op {
		case "update":
			params = append(params, "customer", "payment_method")
		case "confirm":
			params = append(params, "payment_method")
		case "verify_microdeposits":
			params = append(params, "next_action")
		}
		for _, status := range []string{
			"", "requires_payment_method", "requires_confirmation", "requires_action", "processing", "succeeded", "canceled", "a_status_of_tomorrow",
		} {
			for _, param := range params {
				e := code.Error{Op: op, Code: code.SetupIntentUnexpectedState, Status: status, Param: param}
				fmt.Fprintf(&b, "%s, %s, %q\n\t%s\n", op, status, param, e.Message())
			}
		}
	}
	golden(t, "testdata/unexpected_setup_state.txt", b.String())
}

// The sentences that were recorded word by word, the second one without its slip of the pen; and those of their form.
func TestSetupSentences(t *testing.T) {
	for _, c := range []struct{ op, status, param, want string }{
		{"cancel", "succeeded", "", "You cannot cancel this SetupIntent because it has a status of succeeded. Only a SetupIntent with one of the following statuses may be canceled: `requires_payment_method`, `requires_confirmation`, or `requires_action`."},
		{"cancel", "canceled", "", "You cannot cancel this SetupIntent because it is already canceled."},
		{"cancel", "processing", "", "You cannot cancel this SetupIntent because it has a status of processing. Only a SetupIntent with one of the following statuses may be canceled: `requires_payment_method`, `requires_confirmation`, or `requires_action`."},
		{"confirm", "requires_payment_method", "", "You cannot confirm this SetupIntent because it's missing a payment method."},
		{"create", "", "", "You cannot confirm this SetupIntent because it's missing a payment method."},
		{"update", "succeeded", "customer", "This SetupIntent's customer could not be updated because it has a status of succeeded. You may only update the customer of a SetupIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action."},
	} {
		e := code.Error{Op: c.op, Code: code.SetupIntentUnexpectedState, Status: c.status, Param: c.param}
		if got := e.Message(); got != c.want {
			t.Errorf("%s in %s:\n got %s\nwant %s", c.op, c.status, got, c.want)
		}
	}
}

// Neither kind of intent names the other, nor says that a next action could be updated.
func TestNoMicrodeposits(t *testing.T) {
	for kind, c := range map[string]code.Code{"PaymentIntent": code.PaymentIntentUnexpectedState, "SetupIntent": code.SetupIntentUnexpectedState} {
		e := code.Error{Op: "verify_microdeposits", Code: c, Status: "requires_action", Param: "next_action"}
		if got, want := e.Message(), "This "+kind+" has no microdeposits to verify: the customer has to do something else."; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		e.Status, e.Param = "processing", ""
		if got, want := e.Message(), "This "+kind+" has no microdeposits to verify: it has a status of processing."; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
