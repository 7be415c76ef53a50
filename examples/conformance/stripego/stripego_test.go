package stripego_test

import (
	"errors"
	"testing"

	"github.com/stripe/stripe-go/v85"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/examples/conformance/stripego"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
)

// held is a payment of 1000, of which 700 were captured, with its charge not expanded.
func held() *stripe.PaymentIntent {
	return &stripe.PaymentIntent{
		ID: "pi_1", Object: "payment_intent", Status: stripe.PaymentIntentStatusRequiresCapture, Currency: stripe.CurrencyUSD,
		CaptureMethod: stripe.PaymentIntentCaptureMethodManual, Amount: 1000, AmountCapturable: 300, AmountReceived: 700,
		LatestCharge: &stripe.Charge{ID: "ch_1"},
	}
}

// What was not expanded is unknown, not zero, also a charge that was made by hand without Object.
func TestNotExpanded(t *testing.T) {
	p := held()
	p.Customer, p.PaymentMethod = &stripe.Customer{ID: "cus_1"}, &stripe.PaymentMethod{ID: "pm_1"}
	p.Application = &stripe.Application{ID: "ca_1"}
	p.LatestCharge.Amount = 1000
	pi, err := stripego.PaymentIntent(p, intent.Rules{MaxConfirmations: 3})
	if err != nil {
		t.Fatal(err)
	}
	if pi.LatestCharge != (charge.Charge{ID: "ch_1"}) || pi.Customer != "cus_1" || pi.PaymentMethod != "pm_1" || !pi.Direct || pi.Rules.MaxConfirmations != 3 {
		t.Errorf("%+v", pi)
	}
	err = pi.CheckRefund(intent.RefundParams{ID: "re_1", Amount: money.Some(700)}) // was something refunded before?
	if e, ok := errors.AsType[*intent.Error](err); !ok || e.Code != code.UnknownCharge {
		t.Errorf("%v, want %s", err, code.UnknownCharge)
	}
}

// stripe-go has 0 for null.
func TestZeroIsNull(t *testing.T) {
	p := held()
	p.TransferData = &stripe.PaymentIntentTransferData{Destination: &stripe.Account{ID: "acct_1"}}
	pi, err := stripego.PaymentIntent(p, intent.Rules{})
	if want := (connect.TransferData{Destination: "acct_1"}); err != nil || pi.TransferData != want || pi.ApplicationFeeAmount.Valid {
		t.Errorf("%+v, %v", pi, err)
	}
	p.TransferData.Amount, p.ApplicationFeeAmount = 5, 7
	if pi, err = stripego.PaymentIntent(p, intent.Rules{}); err != nil || pi.TransferData.Amount != money.Some(5) || pi.ApplicationFeeAmount != money.Some(7) {
		t.Errorf("%+v, %v", pi, err)
	}
}

// nil is the zero value, where there is one.
func TestNil(t *testing.T) {
	if v, err := stripego.Charge(nil); err != nil || v != (charge.Charge{}) {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := stripego.Refund(nil); err != nil || v != (refund.Refund{}) {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := stripego.ApplicationFee(nil); err != nil || v != (connect.ApplicationFee{}) {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := stripego.Transfer(nil); err != nil || v != (connect.Transfer{}) {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := stripego.ToCharge(charge.Charge{}); err != nil || v != nil {
		t.Errorf("%+v, %v", v, err)
	}
	missing := func(err error) {
		t.Helper()
		if e, ok := errors.AsType[*code.Error](err); !ok || e.Code != code.ParameterMissing || e.Param != "id" {
			t.Errorf("%v, want that an id is missing", err)
		}
	}
	_, err := stripego.PaymentIntent(nil, intent.Rules{})
	missing(err)
	_, err = stripego.SetupIntent(nil, intent.Rules{})
	missing(err)
}

// Of old versions stripe-go would not know the keys and the words.
func TestNewestVersion(t *testing.T) {
	rules := intent.Rules{Version: "2018-11-08"}
	pi, err := stripego.PaymentIntent(held(), rules)
	if err != nil || pi.Rules != rules {
		t.Fatalf("%+v, %v", pi, err)
	}
	pi.Status, pi.NextAction = intent.StatusRequiresAction, "use_stripe_sdk"
	if p, err := stripego.ToPaymentIntent(pi); err != nil || p.Status != stripe.PaymentIntentStatusRequiresAction || p.NextAction.Type != "use_stripe_sdk" || p.LatestCharge.ID != "ch_1" {
		t.Errorf("%+v, %v", p, err)
	}
	si := setup.Intent{ID: "seti_1", Status: setup.StatusRequiresAction, NextAction: "use_stripe_sdk", Rules: rules}
	if s, err := stripego.ToSetupIntent(si); err != nil || s.Status != stripe.SetupIntentStatusRequiresAction || s.NextAction.Type != "use_stripe_sdk" {
		t.Errorf("%+v, %v", s, err)
	}
}
