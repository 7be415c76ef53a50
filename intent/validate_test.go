package intent_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// Each invariant, broken alone, is found and named.
func TestValidate(t *testing.T) {
	held := holding(t, 3)
	untouched := holding(t, 0)
	open := reach(t, manual)
	asked := reach(t, automatic, confirms(challenge))
	waiting := reach(t, automatic, confirms(bankDebit))
	done := reach(t, automatic, confirms(approval))
	declined := reach(t, automatic, confirms(refused))
	canceled := reach(t, manual, intent.CancelParams{At: 5, Reason: intent.ReasonDuplicate})
	for _, test := range []struct {
		from   intent.PaymentIntent
		breach func(pi *intent.PaymentIntent)
		code   code.Code
		param  string
	}{
		{open, func(pi *intent.PaymentIntent) { pi.ID = "" }, code.ParameterInvalid, "id"},
		{open, func(pi *intent.PaymentIntent) { pi.Amount = 0 }, code.ParameterInvalidInteger, "amount"},
		{open, func(pi *intent.PaymentIntent) { pi.Amount = 1_000_000_000_000 }, code.AmountTooLarge, "amount"},
		{open, func(pi *intent.PaymentIntent) { pi.Currency = "USD" }, code.ParameterInvalid, "currency"},
		{open, func(pi *intent.PaymentIntent) { pi.Currency = "" }, code.ParameterInvalid, "currency"},
		{open, func(pi *intent.PaymentIntent) { pi.Currency, pi.Amount = "kwd", 1005 }, code.InvalidChargeAmount, "amount"},
		{open, func(pi *intent.PaymentIntent) { pi.CaptureMethod = "" }, code.ParameterInvalid, "capture_method"},
		{open, func(pi *intent.PaymentIntent) { pi.CaptureMethod = "telepathic" }, code.ParameterInvalid, "capture_method"},
		{open, func(pi *intent.PaymentIntent) { pi.ConfirmationMethod = "" }, code.ParameterInvalid, "confirmation_method"},
		{open, func(pi *intent.PaymentIntent) { pi.Increments = 11 }, code.ParameterInvalid, "increments"},
		{open, func(pi *intent.PaymentIntent) { pi.Created = -1 }, code.ParameterInvalid, "created"},
		{canceled, func(pi *intent.PaymentIntent) { pi.CanceledAt = -1 }, code.ParameterInvalid, "created"},
		{open, func(pi *intent.PaymentIntent) { pi.Rules.PartialCancel = 3 }, code.ParameterInvalid, "rules"},
		{open, func(pi *intent.PaymentIntent) { pi.Rules.ClosingEvents = 2 }, code.ParameterInvalid, "rules"},
		{open, func(pi *intent.PaymentIntent) { pi.Rules.Version = "basil" }, code.ParameterInvalid, "rules.version"},

		{held, func(pi *intent.PaymentIntent) { pi.AmountReceived = -1 }, code.ParameterInvalid, "amount_received"},
		{held, func(pi *intent.PaymentIntent) { pi.AmountReceived = 1001 }, code.ParameterInvalid, "amount_received"},
		{held, func(pi *intent.PaymentIntent) { pi.AmountCapturable = -1 }, code.ParameterInvalid, "amount_capturable"},
		{held, func(pi *intent.PaymentIntent) { pi.AmountCapturable = 998 }, code.ParameterInvalid, "amount_capturable"},
		{held, func(pi *intent.PaymentIntent) { pi.AmountCapturable = 996 }, code.ParameterInvalid, "amount_capturable"},
		{open, func(pi *intent.PaymentIntent) { pi.AmountCapturable = 1 }, code.ParameterInvalid, "amount_capturable"},
		{open, func(pi *intent.PaymentIntent) { pi.AmountReceived = 1 }, code.ParameterInvalid, "amount_received"},
		{canceled, func(pi *intent.PaymentIntent) { pi.AmountReceived = 1 }, code.ParameterInvalid, "amount_received"},
		{done, func(pi *intent.PaymentIntent) { pi.AmountReceived = 0 }, code.ParameterInvalid, "amount_received"},

		{open, func(pi *intent.PaymentIntent) { pi.Status = "requires_reauthorization" }, code.PaymentIntentUnexpectedState, "status"},
		{open, func(pi *intent.PaymentIntent) { pi.Status = "" }, code.PaymentIntentUnexpectedState, "status"},
		{asked, func(pi *intent.PaymentIntent) { pi.PaymentMethod = "" }, code.ParameterInvalid, "payment_method"},
		{asked, func(pi *intent.PaymentIntent) { pi.NextAction = "" }, code.ParameterInvalid, "next_action"},
		{open, func(pi *intent.PaymentIntent) { pi.NextAction = "use_stripe_sdk" }, code.ParameterInvalid, "next_action"},
		{open, func(pi *intent.PaymentIntent) { pi.CanceledAt = 5 }, code.ParameterInvalid, "canceled_at"},
		{open, func(pi *intent.PaymentIntent) { pi.CancellationReason = intent.ReasonExpired }, code.ParameterInvalid, "cancellation_reason"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge = charge.Charge{} }, code.ParameterInvalid, "latest_charge"},
		{open, func(pi *intent.PaymentIntent) { pi.LatestCharge.Amount = 1000 }, code.ParameterInvalid, "latest_charge.id"},

		{held, func(pi *intent.PaymentIntent) { pi.LastPaymentError.Code = code.CardDeclined }, code.ParameterInvalid, "last_payment_error"},
		{done, func(pi *intent.PaymentIntent) { pi.LastPaymentError.Message = "no" }, code.ParameterInvalid, "last_payment_error"},
		{waiting, func(pi *intent.PaymentIntent) { pi.LastPaymentError.PaymentMethod = "pm_1" }, code.ParameterInvalid, "last_payment_error"},
		{declined, func(pi *intent.PaymentIntent) { pi.LastPaymentError.Charge = "ch_2" }, code.ParameterInvalid, "last_payment_error.charge"},
		{held, func(pi *intent.PaymentIntent) { pi.LatestCharge.Status = "" }, code.ParameterInvalid, "latest_charge.status"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.PaymentMethod = "pm_2" }, code.ParameterInvalid, "latest_charge.payment_method"},
		{held, func(pi *intent.PaymentIntent) { pi.LatestCharge.FirstGave = connect.MarkYes }, code.ParameterInvalid, "latest_charge.tranche"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.Paid = false }, code.ParameterInvalid, "latest_charge.paid"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.PaymentIntent = "pi_2" }, code.ParameterInvalid, "latest_charge.payment_intent"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.Currency = "eur" }, code.ParameterInvalid, "latest_charge.currency"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.Amount, pi.LatestCharge.Card = 1001, charge.Card{} }, code.ParameterInvalid, "latest_charge.amount"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.AmountCaptured = 999 }, code.ParameterInvalid, "latest_charge.amount_captured"},
		{held, func(pi *intent.PaymentIntent) { pi.LatestCharge.Captured = true }, code.ParameterInvalid, "latest_charge.status"},
		{held, func(pi *intent.PaymentIntent) { pi.Status, pi.AmountCapturable = intent.StatusSucceeded, 0 }, code.ParameterInvalid, "latest_charge.status"},
		{held, func(pi *intent.PaymentIntent) { pi.LatestCharge.Captures = 51 }, code.ParameterInvalid, "latest_charge.captures"},
		{untouched, func(pi *intent.PaymentIntent) {
			pi.Rules.Version, pi.LatestCharge.Card.Multicapture, pi.LatestCharge.AmountRefunded = "2024-04-10", false, 500
		}, code.ParameterInvalid, "latest_charge.amount_refunded"},
		{waiting, func(pi *intent.PaymentIntent) { pi.LatestCharge.AmountCaptured = 300 }, code.ParameterInvalid, "latest_charge.amount_captured"},
		{waiting, func(pi *intent.PaymentIntent) { pi.Status = intent.StatusRequiresConfirmation }, code.ParameterInvalid, "latest_charge.status"},
		{waiting, func(pi *intent.PaymentIntent) {
			pi.Status, pi.CancellationReason = intent.StatusCanceled, intent.ReasonAbandoned
		}, code.ParameterInvalid, "latest_charge.status"},
	} {
		breaks(t, test.from, test.breach, test.code, test.param)
	}
}

// breaks holds that a valid payment is not valid any more after a breach, and why.
func breaks(t *testing.T, pi intent.PaymentIntent, breach func(pi *intent.PaymentIntent), c code.Code, param string) {
	t.Helper()
	if err := pi.Validate(); err != nil {
		t.Fatalf("invalid from the beginning: %v", err)
	}
	breach(&pi)
	err := pi.Validate()
	if e, ok := errors.AsType[*intent.Error](err); !ok || e.Code != c || e.Param != param || e.Op != "validate" {
		t.Errorf("%v; want %s %s\n%s", err, c, param, encode(t, pi))
	} else if e.Detail == "" && e.Code != code.PaymentIntentUnexpectedState { // whose message names the status
		t.Errorf("%v does not say what is broken", err)
	}
}

// shares returns a payment of which 300 of 1000 were captured, with a fee of 30 on a connected account, or to one.
func shares(t testing.TB, destination bool) intent.PaymentIntent {
	p := manual
	p.ApplicationFeeAmount = money.Some(30)
	if destination {
		p.TransferData.Destination = "acct_1"
	} else {
		p.Account = "acct_9"
	}
	c := takesWith(300, money.Some(30))
	c.Settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}
	return reach(t, p, confirms(approval), c)
}

// What looks wrong and is accepted: an operation, or a body of the API, leads there.
func TestValidateAccepts(t *testing.T) {
	late := manual
	late.At = 100
	back := reach(t, late, confirms(approval), intent.CancelParams{At: 5})
	if back.CanceledAt >= back.Created || back.LatestCharge.Created >= back.Created {
		t.Errorf("created at %d, charged at %d, canceled at %d", back.Created, back.LatestCharge.Created, back.CanceledAt)
	}

	// capture_method says automatic, and payment_method_options, which are not shown, asked for manual and for multicapture
	read := holding(t, 0)
	read.CaptureMethod, read.CardOptions = intent.CaptureMethodAutomatic, intent.CardOptions{}
	for range 3 {
		read = step(t, read, takes(1))
	}
	if read.LatestCharge.Captures != 3 {
		t.Errorf("%d captures", read.LatestCharge.Captures)
	}

	once, r, _, err := reach(t, automatic, confirms(approval)).Refund(intent.RefundParams{ID: "re_1", Amount: money.Some(1)})
	if err != nil {
		t.Fatal(err)
	}
	r.Number = 0 // as the API's JSON has it
	failed := step(t, once, intent.UpdateRefundParams{Refund: r, Status: refund.StatusFailed})
	if failed.LatestCharge.LiveRefunds != 1 || failed.LatestCharge.AmountRefunded != 0 {
		t.Errorf("%+v", failed.LatestCharge)
	}

	for _, pi := range []intent.PaymentIntent{back, read, failed} {
		if err := pi.Validate(); err != nil {
			t.Errorf("%v: %v", pi, err)
		}
	}
}

// The same of what a payment is shared by and of refunds: each invariant, with what is one beside it and valid.
func TestValidateShares(t *testing.T) {
	plain, direct, to := holding(t, 3), shares(t, false), shares(t, true)
	amount := to
	amount.ApplicationFeeAmount, amount.TransferData.Amount = money.NullAmount{}, money.Some(1000)
	for _, test := range []struct {
		from   intent.PaymentIntent
		breach func(pi *intent.PaymentIntent)
		code   code.Code // "" is valid
		param  string
	}{
		{plain, func(pi *intent.PaymentIntent) { pi.ApplicationFeeAmount = money.Some(0) }, code.ParameterInvalid, "application_fee_amount"},
		{plain, func(pi *intent.PaymentIntent) { pi.Direct, pi.ApplicationFeeAmount = true, money.Some(0) }, "", ""},
		{plain, func(pi *intent.PaymentIntent) { pi.Direct = true }, "", ""}, // the account is not known
		{plain, func(pi *intent.PaymentIntent) { pi.Account = "acct_9" }, code.ParameterInvalid, "account"},
		{plain, func(pi *intent.PaymentIntent) { pi.Account, pi.Direct = "acct_9", true }, "", ""},
		{plain, func(pi *intent.PaymentIntent) { pi.TransferData.Amount = money.Some(1) }, code.ParameterInvalid, "transfer_data[amount]"},
		{plain, func(pi *intent.PaymentIntent) { pi.TransferData.Destination = "acct_1" }, "", ""}, // and the charge was read without it
		{direct, func(pi *intent.PaymentIntent) { pi.TransferData.Destination = "acct_1" }, code.ParameterInvalid, "account"},
		{direct, func(pi *intent.PaymentIntent) { pi.Account = "" }, "", ""},
		{direct, func(pi *intent.PaymentIntent) { pi.Account, pi.Direct = "", false }, code.ParameterInvalid, "application_fee_amount"},
		{direct, func(pi *intent.PaymentIntent) { pi.ApplicationFeeAmount = money.Some(-1) }, code.ParameterInvalidInteger, "application_fee_amount"},
		{direct, func(pi *intent.PaymentIntent) { pi.ApplicationFeeAmount = money.Some(money.Max) }, "", ""}, // it is capped, not refused
		{direct, func(pi *intent.PaymentIntent) { pi.ApplicationFeeAmount = money.Some(money.Max + 1) }, code.AmountTooLarge, "application_fee_amount"},
		{to, func(pi *intent.PaymentIntent) { pi.TransferData.Amount = money.Some(5) }, code.ParametersExclusive, "transfer_data[amount]"},
		{amount, func(pi *intent.PaymentIntent) { pi.TransferData.Amount = money.Some(0) }, code.ParameterInvalidInteger, "transfer_data[amount]"},
		{amount, func(pi *intent.PaymentIntent) { pi.TransferData.Amount = money.Some(1) }, "", ""},
		{amount, func(pi *intent.PaymentIntent) { pi.TransferData.Amount = money.Some(1001) }, code.ParameterInvalid, "transfer_data[amount]"},
		{amount, func(pi *intent.PaymentIntent) { pi.TransferData.Amount = money.Some(money.Max + 1) }, code.AmountTooLarge, "transfer_data[amount]"},
		{to, func(pi *intent.PaymentIntent) { pi.TransferData.Destination = "acct_2" }, code.ParameterInvalid, "latest_charge.transfer.destination"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.Transfer.Destination = "acct_2" }, code.ParameterInvalid, "latest_charge.transfer.destination"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.Transfer.Destination = "" }, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.Account = "acct_2" }, code.ParameterInvalid, "latest_charge.application_fee.account"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.Account = "" }, "", ""},
		{direct, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.Account = "acct_1" }, code.ParameterInvalid, "latest_charge.application_fee.account"},

		{plain, func(pi *intent.PaymentIntent) { pi.Rules.FailedRefund = intent.FailedRefundStays }, "", ""},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.FailedRefund = 2 }, code.ParameterInvalid, "rules"},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.LaterAmount = 2 }, code.ParameterInvalid, "rules"},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.IntentAmount = connect.IntentAmountRefused }, "", ""},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.IntentAmount = 3 }, code.ParameterInvalid, "rules"},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.AmountMeaning = 2 }, code.ParameterInvalid, "rules"},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.NewAmount = 2 }, code.ParameterInvalid, "rules"},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.Objects = 2 }, code.ParameterInvalid, "rules"},
		{plain, func(pi *intent.PaymentIntent) { pi.Rules.Connect.PortionBase = 2 }, code.ParameterInvalid, "rules"},

		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.Amount = 300 }, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.Amount = 301 }, code.ParameterInvalid, "latest_charge.application_fee.amount"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.AmountRefunded = 30 }, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.AmountRefunded = 31 }, code.ParameterInvalid, "latest_charge.application_fee.amount_refunded"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee = connect.ApplicationFee{Amount: 30} }, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.ApplicationFee.ID = "" }, code.ParameterInvalid, "latest_charge.application_fee.id"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.Transfer.Amount = 301 }, code.ParameterInvalid, "latest_charge.transfer.amount"},
		{to, func(pi *intent.PaymentIntent) {
			pi.LatestCharge.Transfer.Amount, pi.LatestCharge.Transfer.Currency = 301, "cad"
		}, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.Transfer.AmountReversed = 300 }, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.Transfer.AmountReversed = 301 }, code.ParameterInvalid, "latest_charge.transfer.amount_reversed"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.FirstGave = connect.MarkUnknown }, "", ""},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.FirstGave = 3 }, code.ParameterInvalid, "latest_charge.tranche"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.FeeEndpointUsed = 3 }, code.ParameterInvalid, "latest_charge.tranche"},
		{to, func(pi *intent.PaymentIntent) { pi.LatestCharge.TransferEndpointUsed = 3 }, code.ParameterInvalid, "latest_charge.tranche"},

		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.AmountRefunded = 3 }, "", ""}, // and refunded is false: more may be captured
		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.AmountRefunded = 4 }, code.ParameterInvalid, "latest_charge.amount_refunded"},
		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.Refunded = true }, code.ParameterInvalid, "latest_charge.refunded"},
		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.RefundsMade = 64 }, "", ""},
		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.RefundsMade = 65 }, code.ParameterInvalid, "latest_charge.refunds_made"},
		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.RefundsMade, pi.LatestCharge.LiveRefunds = 2, 3 }, "", ""},
		{plain, func(pi *intent.PaymentIntent) { pi.LatestCharge.RefundsMade, pi.LatestCharge.LiveRefunds = 2, 4 }, code.ParameterInvalid, "latest_charge.refunds_made"},
	} {
		if test.code != "" {
			breaks(t, test.from, test.breach, test.code, test.param)
			continue
		}
		pi := test.from
		test.breach(&pi)
		if err := pi.Validate(); err != nil {
			t.Errorf("%v\n%s", err, encode(t, pi))
		}
	}
}

// Bodies as the API sends them are valid, each with the version that they are of.
func TestValidateAcceptsBodies(t *testing.T) {
	bare := shares(t, true)
	bare.LatestCharge.ApplicationFee, bare.LatestCharge.Transfer = connect.ApplicationFee{ID: "fee_1"}, connect.Transfer{ID: "tr_1"}
	for _, body := range []string{
		directBody, destinationBody, string(encode(t, bare)),
		strings.Replace(string(encode(t, shares(t, false))), `"tranche":{`, `"of_ours":{`, 2),
		// A part captured of 1000, and refunded: since basil, and before with the release booked as a refund.
		closedBody("", 300, 0, false), closedBody("", 300, 299, false), closedBody("", 300, 300, true),
		closedBody("2019-05-16", 300, 700, false), closedBody("2019-05-16", 300, 999, false), closedBody("2019-05-16", 300, 1000, true),
		closedBody("2024-06-20", 600, 400, false), closedBody("2024-06-20", 600, 600, false),
		closedBody("2024-06-20", 300, 0, false), closedBody("2024-06-20", 300, 300, true), // it was multicapture
	} {
		if err := decode(t, body).Validate(); err != nil {
			t.Errorf("%v\n%s", err, body)
		}
	}
	for _, body := range []string{
		closedBody("", 300, 301, false), closedBody("", 300, 300, false), closedBody("", 300, 299, true), closedBody("2024-06-20", 300, 299, true),
		closedBody("2024-06-20", 300, 1000, false),
	} {
		if decode(t, body).Validate() == nil {
			t.Errorf("is valid: %s", body)
		}
	}
}

// closedBody is a payment of 1000 of which a part was captured, without what the network offers.
func closedBody(version string, captured, refunded int, all bool) string {
	return fmt.Sprintf(`{"id":"pi_1","object":"payment_intent","status":"succeeded","currency":"usd","capture_method":"manual","payment_method":"pm_1",
		"amount":1000,"amount_capturable":0,"amount_received":%d,"latest_charge":{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,
		"amount_captured":%[1]d,"amount_refunded":%d,"captured":true,"paid":true,"refunded":%t},"tranche":{"rules":{"version":%q}}}`,
		captured, refunded, all, version)
}

// A charge is filled in only where nothing but its id was known, and only the right one.
func TestWithChargeRefuses(t *testing.T) {
	full := holding(t, 3)
	bare := full
	bare.LatestCharge = charge.Charge{ID: "ch_1"}
	changed := func(change func(c *charge.Charge)) charge.Charge {
		c := full.LatestCharge
		change(&c)
		return c
	}
	for _, test := range []struct {
		pi    intent.PaymentIntent
		c     charge.Charge
		code  code.Code // "" is accepted
		param string
	}{
		{bare, full.LatestCharge, "", ""},
		{full, full.LatestCharge, "", ""},
		{bare, charge.Charge{ID: "ch_1"}, code.UnknownCharge, "latest_charge"},
		{bare, charge.Charge{}, code.UnknownCharge, "latest_charge"},
		{full, changed(func(c *charge.Charge) { c.BalanceTransaction = "txn_1" }), code.ParameterInvalid, "latest_charge"},
		{bare, changed(func(c *charge.Charge) { c.ID = "ch_2" }), code.ParameterInvalid, "latest_charge.id"},
		{bare, changed(func(c *charge.Charge) { c.PaymentIntent = "pi_2" }), code.ParameterInvalid, "latest_charge.payment_intent"},
		{bare, changed(func(c *charge.Charge) { c.AmountCaptured = 2 }), code.ParameterInvalid, "latest_charge.amount_captured"},
		{bare, changed(func(c *charge.Charge) { c.Card.Multicapture = false }), code.ParameterInvalid, "latest_charge.card.multicapture"},
		{bare, changed(func(c *charge.Charge) { c.Captured = true }), code.ParameterInvalid, "latest_charge.status"},
	} {
		got, err := test.pi.WithCharge(test.c)
		if refusalOf(err) != (verdict{test.code, test.param}) {
			t.Errorf("%v; want %s %s", err, test.code, test.param)
		}
		if want := test.pi; err != nil && got != want || err == nil && got != full {
			t.Errorf("leads to %s", encode(t, got))
		}
	}
	if got, err := bare.WithCaptures(3); !errors.Is(err, code.UnknownCharge) || got != bare {
		t.Errorf("captures of an unknown charge: %v", err)
	}
}
