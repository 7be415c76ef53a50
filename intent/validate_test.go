package intent_test

import (
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// Each invariant, broken alone, is found and named.
func TestValidate(t *testing.T) {
	held := holding(t, 3)
	untouched := holding(t, 0)
	open := reach(t, manual)
	asked := reach(t, automatic, confirms(challenge))
	waiting := reach(t, automatic, confirms(bankDebit))
	done := reach(t, automatic, confirms(approval))
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
		{open, func(pi *intent.PaymentIntent) { pi.Rules.PartialCancel = 3 }, code.ParameterInvalid, "rules"},
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

		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.Paid = false }, code.ParameterInvalid, "latest_charge.paid"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.PaymentIntent = "pi_2" }, code.ParameterInvalid, "latest_charge.payment_intent"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.Currency = "eur" }, code.ParameterInvalid, "latest_charge.currency"},
		{done, func(pi *intent.PaymentIntent) { pi.LatestCharge.Amount = 1001 }, code.ParameterInvalid, "latest_charge.amount"},
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
		if err := test.from.Validate(); err != nil {
			t.Fatalf("invalid from the beginning: %v", err)
		}
		pi := test.from
		test.breach(&pi)
		err := pi.Validate()
		if e, ok := errors.AsType[*intent.Error](err); !ok || e.Code != test.code || e.Param != test.param || e.Op != "validate" {
			t.Errorf("%v; want %s %s\n%s", err, test.code, test.param, encode(t, pi))
		}
	}
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
