package code_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

var update = flag.Bool("update", false, "rewrite testdata")

var _ map[code.Error]struct{} // comparable

func TestErrorIsComparable(t *testing.T) {
	one := code.Error{Op: "capture", Type: code.TypeInvalidRequest, Code: code.AmountTooLarge, Param: "amount_to_capture", Got: 2, Limit: 1}
	same, other := one, one
	other.Got = 3
	if one != same || one == other {
		t.Error("errors do not compare by their fields")
	}
}

func TestErrorsIs(t *testing.T) {
	err := fmt.Errorf("shipment 7: %w", &code.Error{Op: "capture", Code: code.AmountTooLarge, Got: 2, Limit: 1})
	if !errors.Is(err, code.AmountTooLarge) {
		t.Error("the code is not found")
	}
	if errors.Is(err, code.AmountTooSmall) {
		t.Error("another code is found")
	}
	e, ok := errors.AsType[*code.Error](err)
	if !ok || e.Limit != 1 || e.Got != 2 {
		t.Errorf("the error is not found: %v", e)
	}
	if c, ok := errors.AsType[code.Code](err); !ok || c != code.AmountTooLarge {
		t.Errorf("the code is found as %q", c)
	}
	if _, ok := errors.AsType[*code.Error](errors.New("amount_too_large")); ok {
		t.Error("a text is taken for an error of this package")
	}
}

// TestErrorTexts writes down the text for every code, with every field filled in and with none.
func TestErrorTexts(t *testing.T) {
	api, ours := codes(t)
	var b strings.Builder
	for _, c := range slices.Concat(api, ours, []code.Code{"resource_missing"}) {
		for _, e := range []code.Error{
			{Op: "capture", Code: c, Param: "amount_to_capture", Status: "canceled", Charge: "ch_1", Got: 701, Limit: 700},
			{Op: "update", Code: c},
		} {
			fmt.Fprintf(&b, "%s\n", e.Error())
		}
		b.WriteByte('\n')
	}
	golden(t, "testdata/errors.txt", b.String())
}

// TestUnexpectedStateTexts writes down the sentence for every operation in every status, with parameters and without.
func TestUnexpectedStateTexts(t *testing.T) {
	var b strings.Builder
	for _, op := range []string{
		"capture", "cancel", "confirm", "update", "increment", "refund", "update_refund", "refund_fee", "reverse_transfer", "settle", "validate",
	} {
		params := []string{"", "payment_method"}
		if op == "confirm" || op == "update" {
			params = append(params, "application_fee_amount", "transfer_data[amount]")
		}
		for _, status := range []string{"", "processing", "requires_payment_method", "requires_capture", "succeeded", "canceled"} {
			for _, param := range params {
				e := code.Error{Op: op, Code: code.PaymentIntentUnexpectedState, Status: status, Param: param}
				fmt.Fprintf(&b, "%s, %s, %q\n\t%s\n", op, status, param, e.Message())
			}
		}
	}
	golden(t, "testdata/unexpected_state.txt", b.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s has other texts; run with -update if these are right (-file +now):\n%s", file, diff)
	}
}

// What a document is refused for stands in Detail, and takes the place of the sentence of the code.
func TestDetail(t *testing.T) {
	e := &code.Error{Op: "decode", Code: code.ParameterInvalidInteger, Param: "latest_charge.amount", Detail: "1.5 is not a non-negative integer"}
	if got, want := e.Message(), "1.5 is not a non-negative integer"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := e.Error(), "decode: latest_charge.amount: 1.5 is not a non-negative integer"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	e = &code.Error{Op: "validate", Code: code.ParameterInvalid, Detail: "it is at most the amount", Got: 5, Limit: 4}
	if got, want := e.Message(), "it is at most the amount: it is 5, the limit is 4"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A fee or a transfer amount that is too large is not what was asked to be captured.
func TestTooLargeFeeOfCapture(t *testing.T) {
	for _, param := range []string{"application_fee_amount", "transfer_data[amount]"} {
		e := &code.Error{Op: "capture", Code: code.AmountTooLarge, Param: param, Got: 11, Limit: 10}
		if got, want := e.Message(), "Amount must be no more than 10, not 11."; got != want {
			t.Errorf("%s: %q, want %q", param, got, want)
		}
	}
}

// A negative amount has a recorded text of its own, with no code of the API. One with a limit is not an amount that was asked for.
func TestNegativeAmountText(t *testing.T) {
	for amounts, want := range map[[2]money.Amount]string{
		{-1, 0}:     "Invalid non-negative integer",
		{0, 0}:      "This value is not allowed here.",
		{1, 0}:      "This value is not allowed here: it is 1, the limit is 0.",
		{0, 1}:      "This value is not allowed here: it is 0, the limit is 1.",
		{-300, 700}: "This value is not allowed here: it is -300, the limit is 700.",
	} {
		e := &code.Error{Op: "capture", Code: code.ParameterInvalid, Got: amounts[0], Limit: amounts[1]}
		if text := e.Message(); text != want {
			t.Errorf("the text for %v is %q, want %q", amounts, text, want)
		}
	}
}

// The sentences that were recorded word by word.
func TestRecordedSentences(t *testing.T) {
	for _, c := range []struct {
		e    code.Error
		want string
	}{
		{
			code.Error{Op: "capture", Status: "succeeded"},
			"The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released.",
		},
		{
			code.Error{Op: "capture", Status: "requires_action"},
			"This PaymentIntent could not be captured because it has a status of requires_action. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.",
		},
		{
			code.Error{Op: "cancel", Status: "succeeded"},
			"You cannot cancel this PaymentIntent because it has a status of succeeded. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.",
		},
		{
			code.Error{Op: "confirm", Status: "succeeded"},
			"You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
		},
		{
			code.Error{Op: "confirm", Status: "canceled", Param: "payment_method"},
			"This PaymentIntent's payment_method could not be updated because it has a status of canceled. You may only update the payment_method of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.",
		},
		{
			code.Error{Op: "update", Status: "requires_capture", Param: "amount"},
			"This PaymentIntent's amount could not be updated because it has a status of requires_capture. You may only update the amount of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.",
		},
	} {
		c.e.Code = code.PaymentIntentUnexpectedState
		if got := c.e.Message(); got != c.want {
			t.Errorf("%s in %s:\n got %s\nwant %s", c.e.Op, c.e.Status, got, c.want)
		}
	}
}

// The sentences about refunds, fees and transfers: what was recorded word by word, as far as an Error knows it.
func TestSharingSentences(t *testing.T) {
	const fetch = ", or fetch the charge and fill it in with WithCharge."
	for _, c := range []struct {
		e    code.Error
		want string
	}{
		{code.Error{Op: "refund", Code: code.ChargeAlreadyRefunded, Charge: "ch_1"}, "Charge ch_1 has already been refunded."},
		{code.Error{Op: "refund", Code: code.ChargeAlreadyRefunded}, "This charge has already been refunded."},
		{code.Error{Op: "refund", Code: code.ChargeDisputed, Charge: "ch_1"}, "Charge ch_1 has been charged back; cannot issue a refund."},
		{code.Error{Op: "refund", Code: code.ChargeDisputed}, "This charge has been charged back; cannot issue a refund."},
		{code.Error{Op: "refund", Code: code.RefundTooLarge, Got: 600, Limit: 500}, "Refund amount (600) is greater than unrefunded amount on charge (500)"},
		{
			code.Error{Op: "refund_fee", Code: code.FeeRefundTooLarge, Got: 10, Limit: 2},
			"Application fee could not be refunded: Refund amount (10) is greater than unrefunded amount on fee (2)",
		},
		{code.Error{Op: "refund", Code: code.ParameterInvalidInteger, Param: "amount", Limit: 1}, "This value must be greater than or equal to 1."},
		{
			code.Error{Op: "refund", Code: code.NothingToRefund, Charge: "ch_1"},
			"This uncaptured Charge was created by a PaymentIntent. You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly.",
		},
		{code.Error{Op: "refund_fee", Code: code.NothingToRefund, Charge: "ch_1"}, "This payment has no application fee that could be refunded."},
		{
			code.Error{Op: "update", Code: code.PaymentIntentUnexpectedState, Status: "requires_capture", Param: "application_fee_amount"},
			"The parameter application_fee_amount cannot be updated on a PaymentIntent after a capture has already been made.",
		},
		{
			code.Error{Op: "update", Code: code.PaymentIntentUnexpectedState, Status: "canceled", Param: "transfer_data[amount]"},
			"This PaymentIntent's transfer_data[amount] could not be updated because it has a status of canceled. You may only update the transfer_data[amount] of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action, requires_capture.",
		},
		{
			code.Error{Op: "confirm", Code: code.PaymentIntentUnexpectedState, Status: "requires_capture", Param: "application_fee_amount"},
			"This PaymentIntent's application_fee_amount could not be updated because it has a status of requires_capture. You may only update the application_fee_amount of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.",
		},
		{code.Error{Op: "refund", Code: code.PaymentIntentUnexpectedState, Status: "canceled"}, "This PaymentIntent does not have a successful charge to refund: it has a status of canceled."},
		{code.Error{Op: "settle", Code: code.PaymentIntentUnexpectedState, Status: "processing"}, "This PaymentIntent does not have a successful charge: it has a status of processing."},
		{
			code.Error{Op: "update_refund", Code: code.StatusTransitionInvalid, Param: "status", Status: "failed"},
			`This cannot follow the refund's status, which is "failed".`,
		},
		// What to do about what is not known depends on what that is.
		{code.Error{Op: "capture", Code: code.UnknownCharge, Param: "latest_charge", Charge: "ch_1"}, "The answer depends on charge ch_1, of which not enough is known: expand latest_charge" + fetch},
		{code.Error{Op: "capture", Code: code.UnknownCharge}, "The answer depends on the charge, of which not enough is known: expand latest_charge" + fetch},
		{
			code.Error{Op: "refund_fee", Code: code.UnknownCharge, Param: "latest_charge.application_fee", Charge: "ch_1"},
			"The answer depends on charge ch_1, of which not enough is known: expand latest_charge.application_fee" + fetch,
		},
		{
			code.Error{Op: "capture", Code: code.UnknownCharge, Param: "first_gave", Charge: "ch_1"},
			"The answer depends on what was done with charge ch_1 before, which the API does not show: fill it in with WithHistory.",
		},
		{
			code.Error{Op: "refund", Code: code.UnknownCharge, Param: "reverse_transfer"},
			"The answer depends on what was done with the charge before, which the API does not show: fill it in with WithHistory.",
		},
	} {
		if got := c.e.Message(); got != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.e, got, c.want)
		}
	}
}

// An id or a status from elsewhere may have anything in it; a terminal does not see it.
func TestErrorIsPrintable(t *testing.T) {
	e := &code.Error{Op: "capture", Code: code.PaymentIntentUnexpectedState, Status: "odd\x1b[31m\n"}
	want := "capture: This PaymentIntent could not be captured because it has a status of odd\ufffd[31m\ufffd. " +
		"Only a PaymentIntent with one of the following statuses may be captured: requires_capture."
	if got := e.Error(); got != want {
		t.Errorf("%q", got)
	}
}
