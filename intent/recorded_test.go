package intent_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// A recordedLife is what the API answered to the calls about one payment, as facts: parameters, amounts, statuses and codes that
// public recordings of the test mode show. There is one for each distinct outcome (operation, HTTP status, status, code). Where a
// source shows the codes alone, which are what the vector is about, the amount is ours.
type recordedLife struct {
	name, source string
	version      intent.Version
	calls        []recordedCall
}

type recordedCall struct {
	command  intent.Command
	want     *recordedAnswer // nil: not an answer of its own; creating and confirming in one call shows the second alone
	charge   *recordedCharge // nil: the charge was not shown
	refund   *recordedRefund // of a refund or its refusal; nil: not an answer of its own
	transfer *recordedShare  // nil: the transfer was not shown
	fee      *recordedShare  // nil: the fee was not shown
}

// A recordedAnswer is what the answer to a call shows. Method, Charge, Action, Error and Canceled say what is not null of
// payment_method, latest_charge, next_action, last_payment_error and canceled_at.
type recordedAnswer struct {
	HTTP                                    int
	Status                                  intent.Status
	Amount, Capturable, Received            money.Amount
	Method, Charge, Action, Error, Canceled bool
	Code                                    code.Code // of a refusal or a decline
	Decline                                 code.Decline
	Param                                   string // of a refusal
}

type recordedCharge struct {
	Status                     charge.Status
	Amount, Captured, Refunded money.Amount
	IsCaptured, Paid, Settled  bool // Settled: balance_transaction is not null
	IsRefunded                 bool
}

// What an issuer answered.
var (
	recordedApproval  = charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true}, Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}
	recordedChallenge = charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}
)

func recordedDecline(c code.Code, d code.Decline) charge.Attempt {
	return charge.Attempt{Answer: charge.AnswerDeclined, Charge: "ch_1", Failure: charge.Failure{Code: c, Decline: d}}
}

// silent is a call that has no answer of its own in the recording.
func silent(c intent.Command) recordedCall { return recordedCall{command: c} }

func recordedLives() []recordedLife {
	const (
		automatic = intent.CaptureMethodAutomatic
		manual    = intent.CaptureMethodManual

		rpm        = intent.StatusRequiresPaymentMethod
		rc         = intent.StatusRequiresConfirmation
		action     = intent.StatusRequiresAction
		held       = intent.StatusRequiresCapture
		succeeded  = intent.StatusSucceeded
		canceled   = intent.StatusCanceled
		processing = intent.StatusProcessing
	)
	create := func(amount money.Amount, currency money.Currency, m intent.CaptureMethod, method string) intent.CreateParams {
		return intent.CreateParams{ID: "pi_1", Amount: amount, Currency: currency, CaptureMethod: m, PaymentMethod: method}
	}
	confirm := func(method string) intent.ConfirmParams {
		return intent.ConfirmParams{PaymentMethod: method, Attempt: recordedApproval}
	}
	capture := func(amount money.Amount) intent.CaptureParams {
		return intent.CaptureParams{AmountToCapture: money.Some(amount), Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}
	}
	wait := func(c intent.Command) recordedCall {
		return recordedCall{command: c, want: &recordedAnswer{HTTP: 200, Status: rpm, Amount: 22299}}
	}
	hold := func(c intent.Command) recordedCall {
		return recordedCall{command: c, want: &recordedAnswer{HTTP: 200, Status: held, Amount: 22299, Capturable: 22299, Method: true, Charge: true}}
	}
	lives := []recordedLife{
		{"manual capture in full", "openfoodfoundation/openfoodnetwork cassettes, Stripe-v19", "2026-06-24.dahlia", []recordedCall{
			{command: create(100, "eur", manual, "pm_card_amex"), want: &recordedAnswer{HTTP: 200, Status: rc, Amount: 100, Method: true}},
			{command: confirm(""), want: &recordedAnswer{HTTP: 200, Status: held, Amount: 100, Capturable: 100, Method: true, Charge: true}},
			{command: intent.CaptureParams{}, want: &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 100, Received: 100, Method: true, Charge: true}},
		}},
		{"partial capture, single, before basil", "openfoodfoundation/openfoodnetwork cassettes, Stripe-v10.2.0", "2023-10-16", []recordedCall{
			{command: create(1000, "aud", manual, "pm_1"), want: &recordedAnswer{HTTP: 200, Status: rc, Amount: 1000, Method: true}},
			{command: confirm(""), want: &recordedAnswer{HTTP: 200, Status: held, Amount: 1000, Capturable: 1000, Method: true, Charge: true}},
			{
				command: capture(100),
				want:    &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 1000, Received: 100, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "succeeded", Amount: 1000, Captured: 100, Refunded: 900, IsCaptured: true, Paid: true, Settled: true},
			},
		}},
		{"method at confirm, capture with an amount", "saleor/saleor-app-payment-stripe recordings, charge requested", "2023-10-16", []recordedCall{
			wait(create(22299, "PLN", manual, "")),
			hold(confirm("pm_card_amex")),
			{command: capture(22299), want: &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 22299, Received: 22299, Method: true, Charge: true}},
		}},
		{"partial capture, and confirm afterwards", "saleor/saleor-app-payment-stripe recordings, charge requested", "2023-10-16", []recordedCall{
			wait(create(22299, "PLN", manual, "")),
			hold(confirm("pm_card_mastercard")),
			{command: capture(4999), want: &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 22299, Received: 4999, Method: true, Charge: true}},
			{command: confirm("pm_card_mastercard"), want: &recordedAnswer{
				HTTP: 400, Status: succeeded, Amount: 22299, Received: 4999, Method: true, Charge: true, Code: code.PaymentIntentUnexpectedState,
			}},
		}},
		{"cancel of a hold, and confirm afterwards", "saleor/saleor-app-payment-stripe recordings, cancelation requested", "2023-10-16", []recordedCall{
			wait(create(22299, "PLN", manual, "")),
			hold(confirm("pm_card_unionpay")),
			{command: intent.CancelParams{At: 1}, want: &recordedAnswer{HTTP: 200, Status: canceled, Amount: 22299, Method: true, Charge: true, Canceled: true}},
			{command: confirm("pm_card_unionpay"), want: &recordedAnswer{
				HTTP: 400, Status: canceled, Amount: 22299, Method: true, Charge: true, Canceled: true,
				Code: code.PaymentIntentUnexpectedState, Param: "payment_method",
			}},
		}},
		{"created and confirmed in one call, manual", "saleor/saleor cassettes, authorize without capture", "2019-05-16", []recordedCall{
			silent(create(4242, "usd", manual, "")),
			{
				command: confirm("pm_card_pl"),
				want:    &recordedAnswer{HTTP: 200, Status: held, Amount: 4242, Capturable: 4242, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "succeeded", Amount: 4242, Paid: true},
			},
		}},
		{"created and confirmed in one call, automatic; capture and cancel afterwards", "antiwork/gumroad cassettes; thephpleague/omnipay-stripe mocks", "2023-10-16", []recordedCall{
			silent(create(100, "usd", "", "")),
			{
				command: intent.ConfirmParams{PaymentMethod: "pm_1", OffSession: true, Attempt: recordedApproval},
				want:    &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 100, Received: 100, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "succeeded", Amount: 100, Captured: 100, IsCaptured: true, Paid: true, Settled: true},
			},
			{command: intent.CaptureParams{}, want: &recordedAnswer{
				HTTP: 400, Status: succeeded, Amount: 100, Received: 100, Method: true, Charge: true, Code: code.PaymentIntentUnexpectedState,
			}},
			{command: intent.CancelParams{}, want: &recordedAnswer{
				HTTP: 400, Status: succeeded, Amount: 100, Received: 100, Method: true, Charge: true, Code: code.PaymentIntentUnexpectedState,
			}},
		}},
		{"confirmed later, automatic", "antiwork/gumroad cassettes", "2023-10-16", []recordedCall{
			{command: create(500, "usd", "", "pm_1"), want: &recordedAnswer{HTTP: 200, Status: rc, Amount: 500, Method: true}},
			{command: confirm(""), want: &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 500, Received: 500, Method: true, Charge: true}},
		}},
		{"cancel before confirming", "antiwork/gumroad cassettes, StripeChargeIntent", "2023-10-16", []recordedCall{
			{command: create(100, "usd", automatic, "pm_1"), want: &recordedAnswer{HTTP: 200, Status: rc, Amount: 100, Method: true}},
			{command: intent.CancelParams{At: 1}, want: &recordedAnswer{HTTP: 200, Status: canceled, Amount: 100, Method: true, Canceled: true}},
		}},
		{"challenge, cancel, cancel again", "antiwork/gumroad cassettes, FailAbandonedPurchaseWorker", "2023-10-16", []recordedCall{
			{command: create(100, "usd", automatic, "pm_1"), want: &recordedAnswer{HTTP: 200, Status: rc, Amount: 100, Method: true}},
			{command: intent.ConfirmParams{Attempt: recordedChallenge}, want: &recordedAnswer{HTTP: 200, Status: action, Amount: 100, Method: true, Action: true}},
			{command: intent.CancelParams{At: 1}, want: &recordedAnswer{HTTP: 200, Status: canceled, Amount: 100, Method: true, Canceled: true}},
			{command: intent.CancelParams{At: 1}, want: &recordedAnswer{
				HTTP: 400, Status: canceled, Amount: 100, Method: true, Canceled: true, Code: code.PaymentIntentUnexpectedState,
			}},
		}},
		{"challenge in one call, and capture meanwhile", "saleor/saleor cassettes, 3D Secure", "2019-05-16", []recordedCall{
			silent(create(4242, "usd", manual, "")),
			{command: intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: recordedChallenge}, want: &recordedAnswer{
				HTTP: 200, Status: action, Amount: 4242, Method: true, Action: true,
			}},
			{command: intent.CaptureParams{}, want: &recordedAnswer{
				HTTP: 400, Status: action, Amount: 4242, Method: true, Action: true, Code: code.PaymentIntentUnexpectedState,
			}},
		}},
		{"challenge failed, and confirm without a method", "thephpleague/omnipay-stripe mocks, ConfirmIntentMissingPaymentMethod", "2019-03-14", []recordedCall{
			silent(create(7000, "usd", automatic, "pm_1")),
			silent(intent.ConfirmParams{Attempt: recordedChallenge}),
			silent(intent.AuthenticateParams{Failure: charge.Failure{Code: code.PaymentIntentAuthenticationFailure}}),
			{command: confirm(""), want: &recordedAnswer{
				HTTP: 400, Status: rpm, Amount: 7000, Error: true, Code: code.PaymentIntentUnexpectedState,
			}},
		}},
		{"bank debit", "liberapay/liberapay.com fixtures, TestPayinsStripe", "2019-08-14", []recordedCall{
			silent(create(10000, "eur", "", "")),
			{
				command: intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{Answer: charge.AnswerPending, Charge: "py_1"}},
				want:    &recordedAnswer{HTTP: 200, Status: processing, Amount: 10000, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "pending", Amount: 10000, Captured: 10000, IsCaptured: true},
			},
			{
				command: intent.ProcessParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}},
				charge:  &recordedCharge{Status: "succeeded", Amount: 10000, Captured: 10000, IsCaptured: true, Paid: true, Settled: true},
			},
		}},
		{"declined, then another method", "mateuszmandera/zulip stripe fixtures, first card fails", "2020-08-27", []recordedCall{
			{command: create(48000, "usd", "", ""), want: &recordedAnswer{HTTP: 200, Status: rpm, Amount: 48000}},
			{
				command: intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: recordedDecline("card_declined", "generic_decline")},
				want:    &recordedAnswer{HTTP: 402, Status: rpm, Amount: 48000, Charge: true, Error: true, Code: "card_declined", Decline: "generic_decline"},
				charge:  &recordedCharge{Status: "failed", Amount: 48000},
			},
			{command: confirm("pm_2"), want: &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 48000, Received: 48000, Method: true, Charge: true}},
		}},
		{"declined before there is a charge", "antiwork/gumroad cassettes, Indian mandates", "2023-10-16", []recordedCall{
			silent(create(500, "usd", "", "")),
			{
				command: intent.ConfirmParams{PaymentMethod: "pm_1", OffSession: true, Attempt: charge.Attempt{
					Answer: charge.AnswerDeclined, Failure: charge.Failure{Code: "india_recurring_payment_mandate_canceled"},
				}},
				want: &recordedAnswer{HTTP: 402, Status: rpm, Amount: 500, Error: true, Code: "india_recurring_payment_mandate_canceled"},
			},
		}},
		{"challenge that must not be", "getlago/lago-api fixtures", "2020-08-27", []recordedCall{
			silent(create(110, "eur", automatic, "")),
			{
				command: intent.ConfirmParams{PaymentMethod: "pm_1", ErrorOnRequiresAction: true, Attempt: recordedChallenge},
				want:    &recordedAnswer{HTTP: 402, Status: rpm, Amount: 110, Error: true, Code: "authentication_required", Decline: "authentication_not_handled"},
			},
		}},
		{"update of amount and capture method", "saleor/saleor-app-payment-stripe recordings, process session", "2023-10-16", []recordedCall{
			wait(create(22299, "PLN", automatic, "")),
			wait(intent.UpdateParams{Amount: money.Some(22299), CaptureMethod: manual}),
		}},
		{"update of the amount", "spree/spree_stripe cassettes, update payment intent", "2023-10-16", []recordedCall{
			silent(create(4000, "usd", automatic, "pm_1")),
			{command: intent.UpdateParams{Amount: money.Some(6000), Currency: "USD"}, want: &recordedAnswer{HTTP: 200, Status: rc, Amount: 6000, Method: true}},
		}},
		{"create of nothing", "pay-rails/pay cassettes, exception when creating a charge", "2020-08-27", []recordedCall{
			{command: create(0, "usd", "", ""), want: &recordedAnswer{HTTP: 400, Code: code.ParameterInvalidInteger, Param: "amount"}},
		}},
		{"several captures", "activemerchant/active_merchant remote tests, multicapture", "2020-08-27", []recordedCall{
			silent(intent.CreateParams{ID: "pi_1", Amount: 10000, Currency: "usd", CaptureMethod: manual, CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable}}),
			{
				command: confirm("pm_1"),
				want:    &recordedAnswer{HTTP: 200, Status: held, Amount: 10000, Capturable: 10000, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "succeeded", Amount: 10000, Paid: true},
			},
			{
				command: intent.CaptureParams{AmountToCapture: money.Some(2000), NonFinal: true},
				want:    &recordedAnswer{HTTP: 200, Status: held, Amount: 10000, Capturable: 8000, Received: 2000, Method: true, Charge: true},
			},
			{
				command: capture(5000),
				want:    &recordedAnswer{HTTP: 200, Status: succeeded, Amount: 10000, Received: 7000, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "succeeded", Amount: 10000, Captured: 7000, IsCaptured: true, Paid: true, Settled: true},
			},
		}},
	}
	return slices.Concat(lives, recordedDeclines(), recordedRefunds(), recordedFlags(), recordedReversals(), recordedRefusals())
}

// recordedDeclines returns a life for each pair of codes that an issuer answered with.
func recordedDeclines() []recordedLife {
	const (
		gumroad = "antiwork/gumroad cassettes"
		food    = "openfoodfoundation/openfoodnetwork cassettes, decline matrix"
	)
	var lives []recordedLife
	for _, d := range []struct {
		source   string
		version  intent.Version
		method   intent.CaptureMethod
		amount   money.Amount
		currency money.Currency
		code     code.Code
		decline  code.Decline
	}{
		{gumroad, "2023-10-16", "", 1500, "usd", "card_declined", "generic_decline"},
		{food, "2026-06-24.dahlia", "manual", 100, "eur", "card_declined", "generic_decline"},
		{food, "2026-06-24.dahlia", "manual", 100, "eur", "card_declined", "insufficient_funds"},
		{food, "2025-02-24.acacia", "manual", 100, "eur", "card_declined", "lost_card"},
		{food, "2026-06-24.dahlia", "manual", 100, "eur", "card_declined", "stolen_card"},
		{food, "2026-06-24.dahlia", "manual", 100, "eur", "card_declined", "card_velocity_exceeded"},
		{gumroad, "2023-10-16", "", 100, "usd", "card_declined", "fraudulent"},
		{food, "2024-04-10", "manual", 100, "eur", "expired_card", ""},
		{food, "2024-04-10", "manual", 100, "eur", "expired_card", "expired_card"},
		{food, "2024-04-10", "manual", 100, "eur", "incorrect_cvc", ""},
		{food, "2025-02-24.acacia", "manual", 100, "eur", "incorrect_cvc", "incorrect_cvc"},
		{food, "2024-04-10", "manual", 100, "eur", "processing_error", ""},
		{food, "2024-04-10", "manual", 100, "eur", "processing_error", "processing_error"},
		{gumroad, "2023-10-16", "", 600, "usd", "processing_error", "generic_decline"},
		{gumroad, "2023-10-16", "", 100, "usd", "incorrect_zip", ""},
		{gumroad, "2023-10-16", "", 100, "usd", "authentication_required", "authentication_required"},
	} {
		lives = append(lives, recordedLife{
			"declined " + string(d.code) + " " + string(d.decline), d.source, d.version,
			[]recordedCall{
				silent(intent.CreateParams{ID: "pi_1", Amount: d.amount, Currency: d.currency, CaptureMethod: d.method}),
				{
					command: intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: recordedDecline(d.code, d.decline)},
					want: &recordedAnswer{
						HTTP: 402, Status: intent.StatusRequiresPaymentMethod, Amount: d.amount, Charge: true, Error: true, Code: d.code, Decline: d.decline,
					},
					charge: &recordedCharge{Status: "failed", Amount: d.amount},
				},
			},
		})
	}
	return lives
}

// What the API was recorded to answer, the library answers too.
func TestRecorded(t *testing.T) {
	for _, life := range recordedLives() {
		t.Run(life.name, func(t *testing.T) {
			t.Log(life.source)
			var pi intent.PaymentIntent
			for _, call := range life.calls {
				if c, ok := call.command.(intent.CreateParams); ok {
					c.Rules.Version = life.version
					call.command = c
				}
				next, events, err := intent.Step(pi, call.command)
				pi = next
				if call.want == nil && call.refund == nil && err != nil {
					t.Fatalf("%v: %v", call.command, err)
				}
				call.shows(t, pi, events, err)
				if call.want != nil {
					if diff := cmp.Diff(*call.want, answerShown(pi, err)); diff != "" {
						t.Fatalf("%v (-recorded +ours):\n%s", call.command, diff)
					}
				}
				if call.charge != nil {
					if diff := cmp.Diff(*call.charge, chargeShown(pi.LatestCharge)); diff != "" {
						t.Fatalf("%v: latest_charge (-recorded +ours):\n%s", call.command, diff)
					}
				}
			}
		})
	}
}

// answerShown returns what the API would show of the intent after a call, and of the error.
func answerShown(pi intent.PaymentIntent, err error) recordedAnswer {
	shown := recordedAnswer{
		HTTP:       200,
		Status:     pi.Status,
		Amount:     pi.Amount,
		Capturable: pi.AmountCapturable,
		Received:   pi.AmountReceived,
		Method:     pi.PaymentMethod != "",
		Charge:     pi.LatestCharge.ID != "",
		Action:     pi.NextAction != "",
		Error:      pi.LastPaymentError != intent.PaymentError{},
		Canceled:   pi.CanceledAt != 0,
	}
	if refusal, ok := errors.AsType[*intent.Error](err); ok {
		shown.HTTP = 400
		shown.Param = refusal.Param
		if refusal.Code.InAPI() {
			shown.Code = refusal.Code
		}
	} else if shown.Error {
		shown.HTTP = 402
		shown.Code = pi.LastPaymentError.Code
		shown.Decline = pi.LastPaymentError.Decline
	}
	return shown
}

func chargeShown(c charge.Charge) recordedCharge {
	return recordedCharge{
		Status:     c.Status,
		Amount:     c.Amount,
		Captured:   c.AmountCaptured,
		Refunded:   c.AmountRefunded,
		IsCaptured: c.Captured,
		Paid:       c.Paid,
		Settled:    c.BalanceTransaction != "",
		IsRefunded: c.Refunded,
	}
}
