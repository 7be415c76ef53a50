package conformance_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// A moment is an object as an operation leaves it, a PaymentIntent or a SetupIntent, with what the operation tells.
type moment struct {
	payment *intent.PaymentIntent
	setup   *setup.Intent
	events  []event.Event
}

// everyMoment visits lives of payments and of SetupIntents of every kind.
func everyMoment(t *testing.T, visit func(moment)) {
	t.Helper()
	walks(visit)
	stories(t, visit)
	endings(t, visit)
	randomLives(t, visit)
	setups(visit)
	transfers(t, visit)
}

// tries is how many commands are tried in each universe, the states that are nearest first: enough for every event.
const tries = 1500

// walks visits what commands of explore.Life lead to, for each kind of payment and each reading.
func walks(visit func(moment)) {
	for _, create := range append(explore.Payments(2), explore.Readings(2)...) {
		n := 0
		for e := range explore.Life(create).Walk(explore.State{}) {
			if n++; n > tries {
				break
			}
			if e.Err != nil {
				continue
			}
			visit(moment{payment: &e.To.PaymentIntent, events: e.Events})
		}
	}
}

// randomLives visits lives as intenttest draws them: with increments, manual confirmation, other currencies, and up to 51 captures.
func randomLives(t *testing.T, visit func(moment)) {
	rapid.Check(t, func(t *rapid.T) {
		pi := intenttest.Reached().Draw(t, "payment")
		visit(moment{payment: &pi})
		var copies []refund.Refund
		for range 6 {
			c := intenttest.Command(pi).Draw(t, "command")
			if len(copies) > 0 && rapid.Bool().Draw(t, "of a refund") {
				c = intenttest.UpdateRefund(copies).Draw(t, "update of a refund")
			}
			next, events, err := intent.Step(pi, c)
			if err != nil {
				continue
			}
			pi = next
			visit(moment{payment: &next, events: events})
			for told := range event.Only[*refund.Event](events) {
				copies = append(copies, *told.Refund)
			}
		}
	})
}

// A payment with every option, and what the network, the bank and the API can say of it.
var (
	everything = intent.CreateParams{
		At: 1, ID: "pi_1", Amount: 1000, Currency: "usd", Customer: "cus_1", OnBehalfOf: "acct_1", PaymentMethod: "pm_1",
		CaptureMethod: intent.CaptureMethodManual, SetupFutureUsage: intent.SetupFutureUsageOffSession,
		CardOptions: intent.CardOptions{
			RequestMulticapture: intent.IfAvailable, RequestOvercapture: intent.IfAvailable, RequestIncrementalAuthorization: intent.IfAvailable,
			RequestExtendedAuthorization: intent.IfAvailable,
		},
		TransferData: connect.TransferData{Destination: "acct_1", Amount: money.Some(900)},
	}
	card       = charge.Card{Network: charge.NetworkVisa, Multicapture: true, Incremental: true, Extended: true, MaximumAmountCapturable: 1200, CaptureBefore: 99}
	settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1", TransferCurrency: "eur", TransferAmount: money.Some(800)}
	approved   = intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: card}}
	noFunds    = charge.Failure{Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds, Message: "Your card has insufficient funds."}
)

// stories visits payments with everything that the walks and the random lives leave out: every id, every option, every reason.
func stories(t *testing.T, visit func(moment)) {
	t.Helper()
	pi := story(t, visit, everything,
		intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerDeclined, Charge: "ch_0", Failure: noFunds}},
		intent.ConfirmParams{At: 2, PaymentMethod: "pm_1", Attempt: charge.Attempt{Answer: charge.AnswerDeclined, Failure: noFunds}}, // by no network
		intent.ConfirmParams{At: 2, PaymentMethod: "pm_1", Attempt: approved.Attempt},
		intent.IncrementParams{At: 3, Amount: 1100},
		intent.CaptureParams{At: 4, AmountToCapture: money.Some(300), NonFinal: true, TransferDataAmount: money.Some(250), Settlement: settlement},
		intent.CaptureParams{At: 5, AmountToCapture: money.Some(800), TransferDataAmount: money.Some(100), Settlement: settlement},
	)
	for _, reason := range []refund.Reason{refund.ReasonDuplicate, refund.ReasonFraudulent, refund.ReasonRequestedByCustomer} {
		pi = after(t, visit, pi, intent.RefundParams{At: 6, ID: "re_1", Amount: money.Some(10), Reason: reason, BalanceTransaction: "txn_2"})
	}
	after(t, visit, pi, intent.ReverseTransferParams{At: 6, ID: "trr_2", Amount: money.Some(1), BalanceTransaction: "txn_3"})
	for _, pending := range []refund.PendingReason{refund.PendingProcessing, refund.PendingInsufficientFunds, refund.PendingCharge} {
		pi = refunded(t, visit, pi, intent.RefundParams{At: 7, ID: "re_2", Amount: money.Some(10), Status: refund.StatusPending, PendingReason: pending},
			intent.UpdateRefundParams{At: 8, Status: refund.StatusRequiresAction},
			intent.UpdateRefundParams{At: 8, Status: refund.StatusPending, PendingReason: pending},
			intent.UpdateRefundParams{At: 8, Status: refund.StatusCanceled, FailureBalanceTransaction: "txn_4"})
	}
	refunded(t, visit, pi, intent.RefundParams{At: 9, ID: "re_3", ReverseTransfer: true, Reversal: "trr_1"},
		intent.UpdateRefundParams{At: 10, Status: refund.StatusFailed, FailureReason: refund.FailureExpiredOrCanceledCard, FailureBalanceTransaction: "txn_5"})

	// Over what was authorized; for a currency without decimals; on a connected account.
	over := everything
	over.Currency, over.TransferData, over.OnBehalfOf, over.Account, over.ApplicationFeeAmount = "jpy", connect.TransferData{}, "", "acct_1", money.Some(30)
	over.CardOptions.RequestMulticapture = intent.Never
	pi = story(t, visit, over, approved, intent.CaptureParams{At: 3, AmountToCapture: money.Some(1200), Settlement: charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1"}})
	after(t, visit, pi, intent.RefundFeeParams{At: 4, ID: "fr_1", BalanceTransaction: "txn_2", Amount: money.Some(10)})

	free := over
	free.ApplicationFeeAmount = money.Some(0)
	story(t, visit, free, approved, intent.CaptureParams{At: 3})
}

// endings visits payments that come to nothing: every reason of a cancellation, what is released, and banks that refuse.
func endings(t *testing.T, visit func(moment)) {
	t.Helper()
	for _, reason := range []intent.CancellationReason{"", intent.ReasonDuplicate, intent.ReasonFraudulent, intent.ReasonRequestedByCustomer, intent.ReasonAbandoned} {
		story(t, visit, everything, intent.CancelParams{At: 2, Reason: reason})
	}
	limited := everything
	limited.Rules.MaxConfirmations = 1
	limited.Rules.ConfirmationLimit = intent.ConfirmationLimitFailureCancels
	story(t, visit, limited, intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerDeclined, Charge: "ch_0", Failure: noFunds}})
	story(t, visit, everything, approved, intent.ExpireParams{At: 99})

	// What versions before 2025-03-31.basil book of what is not captured.
	old := everything
	old.Rules.Version, old.CardOptions.RequestMulticapture = "2025-02-24.acacia", intent.Never
	pi := story(t, visit, old, approved)
	for _, c := range []intent.Command{intent.ExpireParams{At: 99}, intent.CaptureParams{At: 3, AmountToCapture: money.Some(1), Settlement: settlement}} {
		next := after(t, visit, pi, c)
		released, ok := intent.ReleaseRefund(pi, next, intent.ReleaseParams{At: 3, ID: "re_1", BalanceTransaction: "txn_1"})
		if !ok {
			t.Fatalf("%s books nothing", c)
		}
		visit(moment{events: []event.Event{&refund.Event{Header: event.Header{Type: event.RefundCreated}, Refund: &released}}})
	}

	// A bank debit that comes back, and one that waits for what was sent to the account.
	debit := intent.CreateParams{At: 1, ID: "pi_2", Amount: 1000, Currency: "eur", PaymentMethod: "pm_2"}
	story(t, visit, debit, intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerPending, Charge: "py_1"}},
		intent.ProcessParams{At: 3, Failure: charge.Failure{Code: code.PaymentIntentPaymentAttemptFailed, Message: "The bank returned it."}, Settlement: charge.Settlement{BalanceTransaction: "txn_9"}})
	story(t, visit, debit, intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits}},
		intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{DescriptorCode: "SM11AA"}, AuthenticateParams: intent.AuthenticateParams{At: 3, Failure: charge.Failure{Code: code.MicrodepositTimeout}}})
	story(t, visit, debit, intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "redirect_to_url"}},
		intent.AuthenticateParams{At: 3, Attempt: charge.Attempt{Answer: charge.AnswerPending}})
}

// story visits a payment from its creation on.
func story(t *testing.T, visit func(moment), commands ...intent.Command) intent.PaymentIntent {
	t.Helper()
	return after(t, visit, intent.PaymentIntent{}, commands...)
}

// after visits what commands make of a payment.
func after(t *testing.T, visit func(moment), pi intent.PaymentIntent, commands ...intent.Command) intent.PaymentIntent {
	t.Helper()
	for _, c := range commands {
		next, events, err := intent.Step(pi, c)
		if err != nil {
			t.Fatalf("%s of %s: %v", c, pi, err)
		}
		pi = next
		visit(moment{payment: &next, events: events})
	}
	return pi
}

// refunded visits what a refund and its updates make of a payment.
func refunded(t *testing.T, visit func(moment), pi intent.PaymentIntent, p intent.RefundParams, updates ...intent.UpdateRefundParams) intent.PaymentIntent {
	t.Helper()
	pi, r, events, err := pi.Refund(p)
	if err != nil {
		t.Fatal(err)
	}
	visit(moment{payment: &pi, events: events})
	for _, u := range updates {
		u.Refund = r
		if pi, r, events, err = pi.UpdateRefund(u); err != nil {
			t.Fatal(err)
		}
		now := pi
		visit(moment{payment: &now, events: events})
	}
	return pi
}

// setups visits every state that a few commands on SetupIntents lead to.
func setups(visit func(moment)) {
	expired := charge.Failure{Code: code.SetupIntentAuthenticationFailure}
	create := setup.CreateParams{At: 1, ID: "seti_1", Customer: "cus_1", PaymentMethod: "pm_1", OnBehalfOf: "acct_1", Usage: setup.UsageOnSession}
	commands := []setup.Command{
		setup.CreateParams{ID: "seti_2", Rules: intent.Rules{MaxConfirmations: 1}}, create,
		setup.CreateParams{At: 1, ID: "seti_3", PaymentMethod: "pm_1", ConfirmationMethod: intent.ConfirmationMethodManual},
		setup.UpdateParams{PaymentMethod: "pm_2"}, setup.UpdateParams{DetachPaymentMethod: true},
		setup.AuthenticateParams{}, setup.AuthenticateParams{Failure: expired},
		setup.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: charge.MicrodepositAmounts{32, 45}}, AuthenticateParams: setup.AuthenticateParams{Attempt: setup.Attempted{Answer: charge.AnswerApproved}}},
		setup.CancelParams{At: 3}, setup.CancelParams{At: 3, Reason: intent.ReasonDuplicate}, setup.CancelParams{At: 3, Reason: intent.ReasonAbandoned},
		setup.CancelParams{At: 3, Reason: intent.ReasonRequestedByCustomer},
	}
	for _, a := range []setup.Attempted{
		{Answer: charge.AnswerApproved, Mandate: "mandate_1"}, {Answer: charge.AnswerApproved, SingleUseMandate: "mandate_2"},
		{Answer: charge.AnswerDeclined, Failure: noFunds}, {Answer: charge.AnswerPending},
		{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}, {Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits},
	} {
		commands = append(commands, setup.AuthenticateParams{At: 2, Attempt: a}, setup.ProcessParams{At: 2, Attempt: a})
		a.ID = "setatt_1"
		commands = append(commands, setup.ConfirmParams{At: 2, Attempt: a})
	}
	seen := map[setup.Intent]bool{{}: true}
	for queue := []setup.Intent{{}}; len(queue) > 0; queue = queue[1:] {
		for _, c := range commands {
			next, events, err := setup.Step(queue[0], c)
			if err != nil || next.Confirmations > 2 {
				continue
			}
			visit(moment{setup: &next, events: events})
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
}

// transfers visits a transfer that belongs to no payment, and its reversal.
func transfers(t *testing.T, visit func(moment)) {
	t.Helper()
	transfer, created, err := connect.CreateTransfer(connect.TransferParams{At: 1, ID: "tr_9", Destination: "acct_1", Amount: 1000, Currency: "usd"})
	if err != nil {
		t.Fatal(err)
	}
	visit(moment{events: created})
	for _, part := range []money.NullAmount{money.Some(300), {}} {
		next, _, reversed, err := transfer.Reverse(connect.ReverseParams{At: 2, ID: "trr_9", Amount: part})
		if err != nil {
			t.Fatal(err)
		}
		transfer = next
		visit(moment{events: reversed})
	}
}
