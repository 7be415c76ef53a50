package intent_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// A recordedRefund is what the answer to creating a refund shows. Settled and Reversal say that balance_transaction and
// transfer_reversal are not null.
type recordedRefund struct {
	HTTP              int
	Status            refund.Status
	Amount            money.Amount
	Reason            refund.Reason
	Settled, Reversal bool
	Code              code.Code // of a refusal, if the API sent one
	Param             string    // of a refusal
}

// A recordedShare is what a transfer or an application fee shows: amount, amount_reversed or amount_refunded, reversed or refunded.
type recordedShare struct {
	Amount, Back money.Amount
	All          bool
}

// shows compares what the recording shows of a refund, of the transfer and of the fee.
func (call *recordedCall) shows(t *testing.T, pi intent.PaymentIntent, events []event.Event, err error) {
	t.Helper()
	if call.refund != nil {
		var shown recordedRefund
		for e := range event.Only[*refund.Event](events) {
			r := e.Refund
			shown = recordedRefund{
				HTTP: 200, Status: r.Status, Amount: r.Amount, Reason: r.Reason,
				Settled: r.BalanceTransaction != "", Reversal: r.TransferReversal.ID != "",
			}
		}
		if refusal, ok := errors.AsType[*intent.Error](err); ok {
			shown = recordedRefund{HTTP: 400, Param: refusal.Param}
			if refusal.Code.InAPI() {
				shown.Code = refusal.Code
			}
		}
		if diff := cmp.Diff(*call.refund, shown); diff != "" {
			t.Fatalf("%v: %v: refund (-recorded +ours):\n%s", call.command, err, diff)
		}
	}
	x, f := pi.LatestCharge.Transfer, pi.LatestCharge.ApplicationFee
	if shown := (recordedShare{x.Amount, x.AmountReversed, x.Reversed()}); call.transfer != nil && *call.transfer != shown {
		t.Fatalf("%v: the transfer is %+v, recorded was %+v", call.command, shown, *call.transfer)
	}
	if shown := (recordedShare{f.Amount, f.AmountRefunded, f.Refunded()}); call.fee != nil && *call.fee != shown {
		t.Fatalf("%v: the fee is %+v, recorded was %+v", call.command, shown, *call.fee)
	}
}

// recordedPayment returns the calls that make a payment of so much, captured at once. The transfer is of paidOut in another currency, if
// that is given.
func recordedPayment(amount money.Amount, currency money.Currency, shared intent.CreateParams, paidOut money.NullAmount) []recordedCall {
	shared.ID, shared.Amount, shared.Currency, shared.CaptureMethod = "pi_1", amount, currency, intent.CaptureMethodAutomatic
	s := charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}
	if paidOut.Valid {
		s.TransferCurrency, s.TransferAmount = "cad", paidOut
	}
	approved := recordedApproval
	approved.Settlement = s
	return []recordedCall{silent(shared), {
		command: intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: approved},
		want:    &recordedAnswer{HTTP: 200, Status: intent.StatusSucceeded, Amount: amount, Received: amount, Method: true, Charge: true},
		charge:  &recordedCharge{Status: "succeeded", Amount: amount, Captured: amount, IsCaptured: true, Paid: true, Settled: true},
	}}
}

func toDestination(fee, transfer money.NullAmount) intent.CreateParams {
	return intent.CreateParams{ApplicationFeeAmount: fee, TransferData: connect.TransferData{Destination: "acct_1", Amount: transfer}}
}

func onAccount(fee money.Amount) intent.CreateParams {
	return intent.CreateParams{Account: "acct_9", ApplicationFeeAmount: money.Some(fee)}
}

// recordedRefundOf is a refund that is answered with 200: of so much, or of all that is left, and what came of it.
func recordedRefundOf(p intent.RefundParams, amount money.Amount, reason refund.Reason, reversal bool) recordedCall {
	p.ID, p.BalanceTransaction, p.FeeRefund, p.Reversal, p.Reason = "re_1", "txn_2", "fr_1", "trr_1", reason
	return recordedCall{command: p, refund: &recordedRefund{
		HTTP: 200, Status: refund.StatusSucceeded, Amount: amount, Reason: reason, Settled: true, Reversal: reversal,
	}}
}

// refundsPart and refundsAll have no flag, the others both of them.
func refundsPart(amount money.Amount) recordedCall {
	return recordedRefundOf(intent.RefundParams{Amount: money.Some(amount)}, amount, "", false)
}

func refundsAll(amount money.Amount) recordedCall {
	return recordedRefundOf(intent.RefundParams{}, amount, "", false)
}

func refundsPartWithBoth(amount money.Amount) recordedCall {
	return recordedRefundOf(intent.RefundParams{Amount: money.Some(amount), RefundApplicationFee: true, ReverseTransfer: true}, amount, "", true)
}

func refundsAllWithBoth(amount money.Amount) recordedCall {
	return recordedRefundOf(intent.RefundParams{RefundApplicationFee: true, ReverseTransfer: true}, amount, "", true)
}

// then adds what the recording shows of the charge, the transfer and the fee afterwards.
func (call recordedCall) then(amount, refunded money.Amount, transfer, fee *recordedShare) recordedCall {
	call.charge = &recordedCharge{
		Status: "succeeded", Amount: amount, Captured: amount, Refunded: refunded, IsCaptured: true, Paid: true, Settled: true, IsRefunded: refunded == amount,
	}
	call.transfer, call.fee = transfer, fee
	return call
}

// recordedLifeOf puts calls together.
func recordedLifeOf(name, source string, v intent.Version, before []recordedCall, calls ...recordedCall) recordedLife {
	return recordedLife{name, source, v, append(before, calls...)}
}

// recordedRefunds returns refunds of payments that are shared with nobody.
func recordedRefunds() []recordedLife {
	const gumroad = "antiwork/gumroad cassettes, "
	alone, none := intent.CreateParams{}, money.NullAmount{}
	return []recordedLife{
		recordedLifeOf("refund of everything", gumroad+"PurchaseRefunds, an admin issues a refund", "2023-10-16",
			recordedPayment(100, "usd", alone, none), refundsAll(100).then(100, 100, nil, nil)),
		recordedLifeOf("refund of everything, by its amount", "saleor/saleor-app-payment-stripe recordings, refund requested after a charge", "2023-10-16",
			recordedPayment(22299, "PLN", alone, none), refundsPart(22299)),
		recordedLifeOf("refund of a captured hold", "saleor/saleor-app-payment-stripe recordings, refund requested after authorize and charge", "2023-10-16",
			[]recordedCall{
				silent(intent.CreateParams{ID: "pi_1", Amount: 22299, Currency: "PLN", CaptureMethod: intent.CaptureMethodManual}),
				silent(intent.ConfirmParams{PaymentMethod: "pm_card_amex", Attempt: recordedApproval}),
				silent(intent.CaptureParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}),
			}, refundsPart(22299)),
		recordedLifeOf("refund for fraud", gumroad+"Admin ChargesController, refund for fraud", "2023-10-16",
			recordedPayment(100, "usd", alone, none), recordedRefundOf(intent.RefundParams{}, 100, refund.ReasonFraudulent, false).then(100, 100, nil, nil)),
		recordedLifeOf("refunds in parts", "pay-rails/pay cassettes, performing multiple refunds increments total refund amount", "2020-08-27",
			recordedPayment(3000, "usd", alone, none), refundsPart(1000), refundsPart(500).then(3000, 1500, nil, nil)),
		recordedLifeOf("refunds in parts until nothing is left", gumroad+"PurchaseRefunds, finally marking it as fully refunded", "2023-10-16",
			recordedPayment(100, "usd", alone, none), refundsPart(10).then(100, 10, nil, nil), refundsPart(90).then(100, 100, nil, nil)),
		recordedLifeOf("refund of what is left", gumroad+"PurchaseRefunds", "2023-10-16",
			recordedPayment(1000, "usd", alone, none), refundsPart(400).then(1000, 400, nil, nil), refundsAll(600).then(1000, 1000, nil, nil)),
		recordedLifeOf("refund after a partial capture, which was booked as refunded", "pushplay/stripe-stateful-mock parity tests, refunds", "2019-05-16",
			[]recordedCall{
				silent(intent.CreateParams{ID: "pi_1", Amount: 4300, Currency: "usd", CaptureMethod: intent.CaptureMethodManual}),
				silent(intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: recordedApproval}),
				silent(intent.CaptureParams{AmountToCapture: money.Some(1300), Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}),
				{command: refundsAll(1300).command, refund: refundsAll(1300).refund, charge: &recordedCharge{
					Status: "succeeded", Amount: 4300, Captured: 1300, Refunded: 4300, IsCaptured: true, Paid: true, Settled: true, IsRefunded: true,
				}},
			}),
	}
}

// recordedFlags returns refunds that take the fee and the transfer along, or leave them.
func recordedFlags() []recordedLife {
	const (
		partly    = "antiwork/gumroad cassettes, PurchaseRefunds, partial refund after VAT refund"
		processor = "antiwork/gumroad cassettes, StripeChargeProcessor refund, "
		v         = "2023-10-16"
	)
	none := money.NullAmount{}
	fee30 := func(paidOut money.Amount) []recordedCall {
		return recordedPayment(1000, "usd", toDestination(money.Some(30), none), money.Some(paidOut))
	}
	to := func(amount, back money.Amount) *recordedShare { return &recordedShare{amount, back, back == amount} }
	return []recordedLife{
		recordedLifeOf("a transfer amount: a part", partly+", reverses the correct amount", v, recordedPayment(1200, "usd", toDestination(none, money.Some(880)), none),
			refundsPart(200).then(1200, 200, to(880, 0), nil), refundsPartWithBoth(500).then(1200, 700, to(880, 367), nil),
			recordedCall{command: reverses(money.Some(73)), transfer: to(880, 440)}, recordedCall{command: reverses(money.Some(27)), transfer: to(880, 467)}),
		recordedLifeOf("a transfer amount: the rest does not sweep up what was left", partly+", not a partial refund", v,
			recordedPayment(1200, "usd", toDestination(none, money.Some(880)), none),
			refundsPart(200).then(1200, 200, to(880, 0), nil), refundsAllWithBoth(1000).then(1200, 1200, to(880, 733), nil),
			recordedCall{command: reverses(money.Some(54)), transfer: to(880, 787)}),
		recordedLifeOf("a transfer amount: to the nearest", "antiwork/gumroad cassettes, PurchaseRefunds, partial refund with a non-USD currency", v,
			recordedPayment(153, "usd", toDestination(none, money.Some(109)), none), refundsPartWithBoth(50).then(153, 50, to(109, 36), nil)),
		recordedLifeOf("a transfer amount: everything", "antiwork/gumroad cassettes, PurchaseRefunds, user has a merchant account", v,
			recordedPayment(100, "usd", toDestination(none, money.Some(61)), none), refundsAllWithBoth(100).then(100, 100, to(61, 61), nil)),
		recordedLifeOf("a transfer amount of everything", "antiwork/gumroad cassettes, PurchaseRefunds", v,
			recordedPayment(100, "usd", toDestination(none, money.Some(100)), none), refundsAllWithBoth(100).then(100, 100, to(100, 100), nil)),
		recordedLifeOf("a refund without a flag leaves the transfer", "antiwork/gumroad cassettes, StripeChargeRefund, should not have refunded the destination payment", v,
			recordedPayment(100, "usd", toDestination(none, money.Some(50)), none), refundsPart(24).then(100, 24, to(50, 0), nil)),
		recordedLifeOf("in another currency: everything", processor+"full refund", v, fee30(1356), refundsAllWithBoth(1000).then(1000, 1000, to(1356, 1356), to(30, 30))),
		recordedLifeOf("in another currency: in halves", processor+"another portion that happens to be all remaining", v, fee30(1356),
			refundsPartWithBoth(500).then(1000, 500, to(1356, 678), to(30, 15)), refundsPartWithBoth(500).then(1000, 1000, to(1356, 1356), to(30, 30))),
		recordedLifeOf("in another currency: a half and a tenth", processor+"another portion", v, fee30(1356),
			refundsPartWithBoth(500).then(1000, 500, to(1356, 678), to(30, 15)), refundsPartWithBoth(100).then(1000, 600, to(1356, 814), to(30, 18))),
		recordedLifeOf("in another currency: a half and a tenth of another rate", processor+"another portion", v, fee30(1342),
			refundsPartWithBoth(500).then(1000, 500, to(1342, 671), to(30, 15)), refundsPartWithBoth(100).then(1000, 600, to(1342, 805), to(30, 18))),
		recordedLifeOf("the flag of a fee where there is none", processor+"without application fee", v,
			recordedPayment(1000, "usd", toDestination(none, none), money.Some(1356)), refundsAllWithBoth(1000).then(1000, 1000, to(1356, 1356), &recordedShare{})),
		recordedLifeOf("direct: everything", "antiwork/gumroad cassettes, PurchaseRefunds with affiliate credit, user has a merchant account", v,
			recordedPayment(100, "usd", onAccount(25), none), recordedRefundOf(intent.RefundParams{RefundApplicationFee: true}, 100, "", false).then(100, 100, nil, to(25, 25))),
		recordedLifeOf("direct: a third, and the rest", processor+"with standard Stripe Connect account", v, recordedPayment(30000, "usd", onAccount(3000), none),
			recordedRefundOf(intent.RefundParams{Amount: money.Some(10000), RefundApplicationFee: true}, 10000, "", false).then(30000, 10000, nil, to(3000, 1000)),
			recordedRefundOf(intent.RefundParams{RefundApplicationFee: true}, 20000, "", false).then(30000, 30000, nil, to(3000, 3000))),
	}
}

// recordedReversals returns transfers that were reversed by themselves.
func recordedReversals() []recordedLife {
	const disputes = "antiwork/gumroad cassettes, StripeChargeProcessor, dispute funds withdrawn or reinstated"
	none := money.NullAmount{}
	everything := intent.ReverseTransferParams{ID: "trr_1", RefundApplicationFee: true, FeeRefund: "fr_1"}
	untouched := &recordedCharge{Status: "succeeded", Amount: 1000, Captured: 1000, IsCaptured: true, Paid: true, Settled: true}
	return []recordedLife{
		recordedLifeOf("reversed with the fee", disputes, "2023-10-16", recordedPayment(1000, "usd", toDestination(money.Some(100), none), money.Some(1356)),
			recordedCall{command: everything, charge: untouched, transfer: &recordedShare{1356, 1356, true}, fee: &recordedShare{100, 100, true}}),
		recordedLifeOf("reversed with a fee where there is none", disputes, "2023-10-16", recordedPayment(1000, "usd", toDestination(none, money.Some(791)), none),
			recordedCall{command: everything, charge: untouched, transfer: &recordedShare{791, 791, true}, fee: &recordedShare{}}),
		{"held, captured, and a part reversed", "liberapay/liberapay.com fixtures, TestPayinsStripe", "2019-08-14", []recordedCall{
			silent(intent.CreateParams{
				ID: "pi_1", Amount: 5151, Currency: "aud", CaptureMethod: intent.CaptureMethodManual, TransferData: connect.TransferData{Destination: "acct_1"},
			}),
			{
				command:  intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: recordedApproval},
				want:     &recordedAnswer{HTTP: 200, Status: intent.StatusRequiresCapture, Amount: 5151, Capturable: 5151, Method: true, Charge: true},
				charge:   &recordedCharge{Status: "succeeded", Amount: 5151, Paid: true},
				transfer: &recordedShare{}, fee: &recordedShare{},
			},
			{
				command:  intent.CaptureParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1", Transfer: "tr_1"}},
				want:     &recordedAnswer{HTTP: 200, Status: intent.StatusSucceeded, Amount: 5151, Received: 5151, Method: true, Charge: true},
				charge:   &recordedCharge{Status: "succeeded", Amount: 5151, Captured: 5151, IsCaptured: true, Paid: true, Settled: true},
				transfer: &recordedShare{5151, 0, false}, fee: &recordedShare{},
			},
			{command: reverses(money.Some(191)), transfer: &recordedShare{5151, 191, false}},
		}},
		{"captured asynchronously", "a pasted webhook log, automatic_async", "2025-03-31.basil", []recordedCall{
			silent(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd"}),
			{
				command: intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: recordedApproval.Card}},
				want:    &recordedAnswer{HTTP: 200, Status: intent.StatusSucceeded, Amount: 1000, Received: 1000, Method: true, Charge: true},
				charge:  &recordedCharge{Status: "succeeded", Amount: 1000, Captured: 1000, IsCaptured: true, Paid: true},
			},
			{command: intent.SettleParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}, charge: untouched},
		}},
	}
}

// recordedRefusals returns refunds that the API refused, and a payment with a fee of nobody. The API sends no code for amounts that are
// too large.
func recordedRefusals() []recordedLife {
	const processor = "antiwork/gumroad cassettes, StripeChargeProcessor refund"
	none := money.NullAmount{}
	alone := func() []recordedCall { return recordedPayment(1000, "usd", intent.CreateParams{}, none) }
	refuses := func(p intent.RefundParams, c code.Code, param string) recordedCall {
		return recordedCall{command: p, refund: &recordedRefund{HTTP: 400, Code: c, Param: param}}
	}
	return []recordedLife{
		recordedLifeOf("refund of more than was charged", processor+", refunding more than original amount", "2023-10-16", alone(),
			refuses(intent.RefundParams{Amount: money.Some(1100)}, "", "amount").then(1000, 0, nil, nil)),
		recordedLifeOf("refund of more than is left", processor, "2023-10-16", alone(),
			refundsPart(500), refuses(intent.RefundParams{Amount: money.Some(600)}, "", "amount").then(1000, 500, nil, nil)),
		recordedLifeOf("refund of what was refunded", processor, "2023-10-16", alone(),
			refundsAll(1000), refuses(intent.RefundParams{}, code.ChargeAlreadyRefunded, "").then(1000, 1000, nil, nil)),
		recordedLifeOf("refund of less than one", processor, "2023-10-16", alone(),
			refuses(intent.RefundParams{Amount: money.Some(-1)}, code.ParameterInvalidInteger, "amount")),
		recordedLifeOf("refund while the customer is asked", "activemerchant/active_merchant remote tests, refund of an intent that requires action", "2020-08-27",
			[]recordedCall{
				silent(intent.CreateParams{ID: "pi_1", Amount: 2000, Currency: "gbp", PaymentMethod: "pm_1"}),
				silent(intent.ConfirmParams{Attempt: recordedChallenge}),
			}, refuses(intent.RefundParams{}, code.PaymentIntentUnexpectedState, "")),
		recordedLifeOf("fee refund of more than the fee", "activemerchant/active_merchant remote tests, Connect", "2020-08-27", recordedPayment(1000, "usd", onAccount(12), none),
			refusesFee(20, 0)),
		recordedLifeOf("fee refund of more than is left of it", "activemerchant/active_merchant remote tests, Connect", "2020-08-27", recordedPayment(1000, "usd", onAccount(12), none),
			recordedCall{command: refundsFee(money.Some(10)), fee: &recordedShare{12, 10, false}}, refusesFee(10, 10)),
		{"a fee of nobody", "stripe/stripe-dotnet issue 1795", "2019-05-16", []recordedCall{{
			command: intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", ApplicationFeeAmount: money.Some(100)},
			want:    &recordedAnswer{HTTP: 400, Param: "application_fee_amount"},
		}}},
	}
}

// refusesFee is a fee refund that is refused without a code.
func refusesFee(amount, back money.Amount) recordedCall {
	return recordedCall{command: refundsFee(money.Some(amount)), refund: &recordedRefund{HTTP: 400, Param: "amount"}, fee: &recordedShare{12, back, false}}
}

// A charge that the customer's bank took back cannot be refunded: antiwork/gumroad cassettes, a charge that was charged back.
func TestRecordedDispute(t *testing.T) {
	var pi intent.PaymentIntent
	for _, call := range recordedPayment(100, "usd", intent.CreateParams{}, money.NullAmount{}) {
		pi = step(t, pi, call.command)
	}
	pi.LatestCharge.Disputed = true
	call := recordedCall{command: intent.RefundParams{ChargedBack: true}, refund: &recordedRefund{HTTP: 400, Code: code.ChargeDisputed}}
	_, events, err := intent.Step(pi, call.command)
	call.shows(t, pi, events, err)

	// After a dispute that was won it can: antiwork/gumroad cassettes, where the charge still says disputed.
	next, r, _, err := pi.Refund(intent.RefundParams{ID: "re_1"})
	if c := next.LatestCharge; err != nil || r.Amount != 100 || !c.Refunded || !c.Disputed {
		t.Errorf("%v: %+v, of %+v", err, r, c)
	}
}

// Transfers that were made separately, from antiwork/gumroad and liberapay/liberapay.com cassettes: created, retrieved, reversed in part
// or as a whole.
func TestRecordedTransfers(t *testing.T) {
	for _, test := range []struct {
		amount   money.Amount
		currency money.Currency
		reversed money.NullAmount
		want     recordedShare
	}{
		{961, "usd", money.Some(0), recordedShare{961, 0, false}}, // created alone
		{1201000, "usd", money.NullAmount{}, recordedShare{1201000, 1201000, true}},
		{200, "usd", money.NullAmount{}, recordedShare{200, 200, true}},
		{5151, "aud", money.Some(191), recordedShare{5151, 191, false}},
	} {
		x, events, err := connect.CreateTransfer(connect.TransferParams{ID: "tr_1", Destination: "acct_1", Amount: test.amount, Currency: test.currency})
		if err != nil || len(events) != 1 || x.AmountReversed != 0 || x.Reversed() {
			t.Fatalf("%d: %+v, %v", test.amount, x, err)
		}
		if test.reversed != money.Some(0) {
			if x, _, _, err = x.Reverse(connect.ReverseParams{ID: "trr_1", Amount: test.reversed}); err != nil {
				t.Fatal(err)
			}
		}
		if shown := (recordedShare{x.Amount, x.AmountReversed, x.Reversed()}); shown != test.want {
			t.Errorf("it is %+v, recorded was %+v", shown, test.want)
		}
	}
}
