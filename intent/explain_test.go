package intent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// mustBeExplained holds that a refusal of an operation has an explanation, and that it is about this refusal.
func mustBeExplained(t tb, err error) intent.Explanation {
	t.Helper()
	e, _ := errors.AsType[*intent.Error](err)
	x, ok := intent.Explain(e)
	if !ok || x.Code != e.Code || x.Param != e.Param || string(x.Operation) != e.Op || x.Rule == "" || x.Source == "" {
		t.Fatalf("%#v is explained by %+v", e, x)
	}
	statuses := allowedIn()[x.Operation]
	if slices.Sort(x.Statuses); !slices.Equal(x.Statuses, statuses) {
		t.Fatalf("%v: the statuses are %q, want %q", e, x.Statuses, statuses)
	}
	within := slices.Contains(statuses, intent.Status(e.Status))
	if byStatus := strings.HasPrefix(x.Rule, "The status has to be"); byStatus == within && e.Code == code.PaymentIntentUnexpectedState {
		t.Fatalf("%v, in %q: %q", e, e.Status, x.Rule)
	}
	return x
}

// allowedIn returns the statuses in which each operation is allowed, sorted.
var allowedIn = sync.OnceValue(func() map[intent.Operation][]intent.Status {
	all := map[intent.Operation][]intent.Status{}
	for _, r := range intent.Transitions().Rows() {
		all[r.On] = append(all[r.On], r.From)
	}
	for op := range all {
		slices.Sort(all[op])
		all[op] = slices.Compact(all[op])
	}
	return all
})

// Every refusal is explained, and nothing stands in the table that explains none: no rule, no operation of a rule and no parameter.
func TestExplain(t *testing.T) {
	met := map[string]bool{}
	refused := func(err error) {
		x := mustBeExplained(t, err)
		met[x.Rule+" "+string(x.Operation)], met[x.Rule+" = "+x.Param] = true, true
	}
	for _, err := range refusalsOfParts() {
		refused(err)
	}
	same := withTransfer
	same.CaptureMethod, same.Rules.Connect.LaterAmount = intent.CaptureMethodManual, connect.LaterAmountSame
	first := intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, TransferDataAmount: money.Some(100)}
	sameFee, partial := withFee, manual
	sameFee.Rules.Connect.LaterAmount = connect.LaterAmountSame
	partial.Rules.PartialCancel = intent.PartialCancelRefused
	paid := reach(t, withFee, confirms(approval), named(), intent.CaptureParams{})
	states := append(append(oneOfEach(t), largest(t)...), reach(t, same, confirms(approval), first),
		reach(t, sameFee, confirms(approval), intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, ApplicationFeeAmount: money.Some(40)}),
		reach(t, partial, confirms(approval), takes(300)), step(t, paid, intent.RefundFeeParams{}), step(t, paid, intent.ReverseTransferParams{}))
	for _, pi := range oneOfEach(t) {
		states = append(states, untidied(pi)...)
	}
	commands := append(append(everyCommand(), rareCommands()...), carelessCommands()...)
	for _, n := range []int64{-1, 7, int64(money.Max) + 1} {
		commands = append(commands, atTheBorder(n)...)
	}
	for _, pi := range states {
		for _, c := range commands {
			if err := intent.Check(pi, c); err != nil {
				refused(err)
			}
		}
	}
	texts := map[string]bool{}
	intent.EachRule(func(ops, params, text, page string) {
		if texts[text] || !strings.HasSuffix(text, ".") || page == "" {
			t.Errorf("%q from %q: twice, not a sentence, or from nowhere", text, page)
		}
		texts[text] = true
		for op := range strings.FieldsSeq(ops) {
			if !met[text+" "+op] {
				t.Errorf("%q: %s was never refused for it", text, op)
			}
		}
		for param := range strings.FieldsSeq(params) {
			if !met[text+" = "+strings.TrimPrefix(param, "-")] {
				t.Errorf("%q: nothing was refused because of %s", text, param)
			}
		}
	})
}

// So is every refusal in a life.
func TestExplainLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if rapid.IntRange(0, 2).Draw(t, "skip") != 0 { // it takes its time
			return
		}
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			if err := intent.Check(pi, c); err != nil {
				mustBeExplained(t, err)
			}
		})
	})
}

// What is no refusal of an operation has no explanation.
func TestExplainOthers(t *testing.T) {
	_, _, noTransfer := connect.CreateTransfer(connect.TransferParams{})
	_, noHistory := intent.PaymentIntent{}.WithHistory(intent.History{})
	_, _, noCommand := intent.Step(intent.PaymentIntent{}, nil)
	for _, err := range []error{
		nil,
		(*intent.Error)(nil),
		&intent.Error{},
		&intent.Error{Op: "capture", Code: "resource_missing"},
		&intent.Error{Op: "cancel", Code: code.AmountTooLarge, Param: "amount"},
		&intent.Error{Op: "capture", Code: code.CaptureLimitReached},
		&intent.Error{Op: "refund", Code: code.RefundFlagNotAllowed, Param: "reverse_transfer"},
		&intent.Error{Op: "settle", Code: code.NothingToSettle, Param: "at"},
		&intent.Error{Op: "transmute", Code: code.ParameterInvalidInteger, Param: "at"},
		intent.PaymentIntent{}.Validate(),
		json.Unmarshal([]byte(`{"id": 1}`), new(intent.PaymentIntent)),
		noTransfer, noHistory, noCommand,
		&intent.Error{Object: "setup_intent", Op: "cancel", Code: code.ParameterInvalid, Param: "cancellation_reason"},
	} {
		e, _ := errors.AsType[*intent.Error](err)
		if x, ok := intent.Explain(e); ok || !reflect.DeepEqual(x, intent.Explanation{}) {
			t.Errorf("%v is explained by %+v", err, x)
		}
	}
}

// refusalsOfParts returns refusals of what operations ask, some of which no intent leads to.
func refusalsOfParts() (all []error) {
	add := func(err error) {
		if err != nil {
			all = append(all, err)
		}
	}
	amounts := []money.NullAmount{{}, money.Some(-1), money.Some(0), money.Some(7), money.Some(1001), money.Some(money.Max + 1)}
	for _, amount := range amounts {
		for _, captured := range []money.Amount{0, 7, 1000, money.Max} {
			for _, l := range []capture.Ledger{
				{Authorized: 1000}, {Authorized: 1000, Multicapture: true}, {Authorized: 1000, Multicapture: true, Count: capture.MaxCaptures}, {Closed: true},
			} {
				l.Captured = captured
				add(l.Check(capture.Params{Amount: amount}))
				add(l.Check(capture.Params{Amount: amount, NonFinal: true}))
			}
			for _, l := range []connect.Ledger{
				{First: connect.MarkYes}, {First: connect.MarkNo}, {First: connect.MarkYes, Readings: connect.Readings{LaterAmount: connect.LaterAmountSame}},
				{Amount: money.Some(9), Multicapture: true, Readings: connect.Readings{IntentAmount: connect.IntentAmountRefused}},
			} {
				l.Captured = captured
				for _, took := range amounts {
					add(l.Check(amount, took.Amount))
				}
			}
			for _, refunded := range []money.Amount{0, 7, 1000} {
				l := refund.Ledger{Captured: captured, Refunded: refunded}
				_, err := l.Undo(amount.Amount)
				add(l.Check(amount))
				add(err)
			}
		}
		add(charge.Microdeposits{Amounts: charge.MicrodepositAmounts{amount.Amount, 45}}.Check())
		for _, at := range []int64{-1, 0} {
			for _, f := range []connect.ApplicationFee{{}, {Amount: 7}, {ID: "fee_1"}, {ID: "fee_1", Amount: 7}} {
				_, _, _, err := f.Refund(connect.FeeRefundParams{At: at, Amount: amount})
				add(err)
			}
			for _, transfer := range []connect.Transfer{{}, {Amount: 7}, {ID: "tr_1"}, {ID: "tr_1", Amount: 7, Currency: "usd"}} {
				_, _, _, err := transfer.Reverse(connect.ReverseParams{At: at, Amount: amount, BalanceInsufficient: true})
				add(err)
			}
		}
	}
	return all
}

// Refusals that have the code, the operation and the parameter in common are told apart, and each has a page that is about it.
func TestExplainOne(t *testing.T) {
	partial := manual
	partial.Rules.PartialCancel = intent.PartialCancelRefused
	single := approval
	single.Card.Multicapture = false
	ofFee := reach(t, withFee, confirms(approval), named(), intent.CaptureParams{})
	ofSingle := reach(t, withFee, confirms(single), intent.CaptureParams{Settlement: charge.Settlement{ApplicationFee: "fee_1", Transfer: "tr_1"}})
	whole := intent.RefundParams{RefundApplicationFee: true, ReverseTransfer: true}
	part, feeOnly := whole, whole
	part.Amount, feeOnly.ReverseTransfer = money.Some(10), false
	full := holding(t, 3)
	full.LatestCharge.Captures = capture.MaxCaptures
	untouched, zero := holding(t, 0), money.Some(0)
	for _, test := range []struct {
		pi         intent.PaymentIntent
		c          intent.Command
		rule, page string
	}{
		{reach(t, manual), intent.CancelParams{Reason: "bored"}, "The reason for canceling", "api/payment_intents/cancel"},
		{ofFee, intent.RefundParams{Reason: "bored"}, "The reason for a refund", "api/refunds/create"},
		{reach(t, manual), intent.UpdateParams{Amount: zero}, "An amount is at least 1", "api/payment_intents/create"},
		{ofFee, intent.RefundParams{Amount: zero}, "A refund is of at least 1", "api/refunds/create"},
		{ofFee, intent.RefundFeeParams{Amount: zero}, "A fee refund is of at least 1", "api/fee_refunds/create"},
		{ofFee, intent.ReverseTransferParams{Amount: zero}, "A reversal is of at least 1", "api/transfer_reversals/create"},
		{untouched, intent.IncrementParams{Amount: money.Max}, "One increment adds at most 500 % of the amount, or 500 USD if that is more", "payments/incremental-authorization"},
		{untouched, intent.IncrementParams{Amount: money.Max + 1}, "No amount is, or becomes, more than money.Max", "api/payment_intents/create"},
		{ofSingle, feeOnly, "A destination payment", "connect/destination-charges"},
		{ofFee, feeOnly, "A destination payment", "connect/destination-charges"},
		{ofFee, part, "A multicapture payment gives the fee", "payments/multicapture#refunds"},
		{step(t, ofFee, intent.RefundFeeParams{}), whole, "A multicapture payment gives back no fee", "payments/multicapture#refunds"},
		{reach(t, automatic, confirms(bankDebit)), intent.CancelParams{Refused: true}, "In processing it is too late", "api/payment_intents/cancel"},
		{reach(t, partial, confirms(approval), takes(1)), intent.CancelParams{}, "With PartialCancelRefused", "api/payment_intents/cancel"},
		{reach(t, partial, confirms(approval), intent.CaptureParams{}), intent.CancelParams{}, "The status has to be", "payments/paymentintents/lifecycle"},
		{full, takes(1), "At most 50 captures take money, or with LimitNonFinalAndOne", "payments/multicapture"},
	} {
		x := mustBeExplained(t, intent.Check(test.pi, test.c))
		if !strings.HasPrefix(x.Rule, test.rule) || x.Source != "https://docs.stripe.com/"+test.page {
			t.Errorf("%s: %q, %s", test.c, x.Rule, x.Source)
		}
	}
}

// untidied returns an intent as JSON may have it, of other versions, without what the API does not show, or with what it never shows.
func untidied(pi intent.PaymentIntent) []intent.PaymentIntent {
	bare, dear, spent, forgotten, unknown := pi, pi, pi, pi, pi
	idOnly(&bare)
	bare.CaptureMethod, bare.ConfirmationMethod = "automatic_delayed", "by_phone"
	dear.TransferData = connect.TransferData{Destination: "acct_1", Amount: money.Some(money.Max)}
	spent.AmountReceived = 0
	spent.Increments = intent.MaxIncrements
	c := &forgotten.LatestCharge
	c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = connect.MarkUnknown, connect.MarkUnknown, connect.MarkUnknown
	c = &unknown.LatestCharge
	c.ApplicationFee, c.AmountRefunded = connect.ApplicationFee{ID: "fee_1"}, money.Max
	return []intent.PaymentIntent{bare, dear, spent, forgotten, unknown}
}

// rareCommands returns what lives hardly have: impossible settlements of everything that moves money, and others.
func rareCommands() []intent.Command {
	both, toNobody, fromNobody, onAccount := withFee, withTransfer, withFee, withFee
	onAccount.Account = "acct_9"
	both.TransferData.Amount = money.Some(1)
	toNobody.TransferData.Destination, fromNobody.TransferData.Destination = "", ""
	all := []intent.Command{
		both, toNobody, fromNobody, onAccount, intent.CreateParams{Amount: 1000, Currency: "usd"}, intent.CreateParams{ID: "pi_1", Amount: 1000},
		intent.ProcessParams{Charge: "ch_2", Card: charge.Card{CaptureBefore: -1}},
		intent.RefundParams{ReverseTransfer: true},
		intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", SetupFutureUsage: "someday"},
		intent.UpdateParams{SetupFutureUsage: "someday"}, intent.ConfirmParams{SetupFutureUsage: "someday"},
		intent.UpdateParams{SetupFutureUsage: intent.SetupFutureUsageOnSession},
	}
	some := money.Some(1)
	for _, p := range []intent.IncrementParams{
		{ApplicationFeeAmount: money.Some(-1)}, {ApplicationFeeAmount: some}, {TransferDataAmount: some},
		{ApplicationFeeAmount: some, TransferDataAmount: some}, {FiveHundredUSD: money.Some(0)},
	} {
		p.Amount = 1100
		all = append(all, p)
	}
	sent := charge.MicrodepositAmounts{32, 45}
	for _, m := range []charge.Microdeposits{{}, {Amounts: sent}, {DescriptorCode: "SM11AA"}, {DescriptorCode: "SM"}, {Amounts: sent, DescriptorCode: "SM11AA"}} {
		all = append(all, intent.VerifyMicrodepositsParams{Microdeposits: m, Mismatch: true})
	}
	for _, s := range []charge.Settlement{{TransferAmount: money.Some(1)}, {TransferCurrency: "CAD"}, {TransferCurrency: "usd", TransferAmount: money.Some(1)}} {
		a := approval
		a.Settlement = s
		all = append(all, confirms(a), intent.AuthenticateParams{Attempt: a}, verifies(intent.AuthenticateParams{Attempt: a}), intent.ProcessParams{Charge: "ch_2", Settlement: s},
			intent.CaptureParams{Settlement: s}, intent.SettleParams{Settlement: s})
	}
	return all
}

// carelessCommands returns what callers get wrong: what there is not, what is missing and what does not go together.
func carelessCommands() []intent.Command {
	all := []intent.Command{
		intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "us"},
		intent.CreateParams{ID: "pi_1", Amount: 1001, Currency: "ugx"},
		intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: "someday"},
		intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", Rules: intent.Rules{Version: "newest"}},
		intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", Rules: intent.Rules{PartialCancel: 255}},
		intent.UpdateParams{Currency: "us"}, intent.UpdateParams{Currency: "eur"},
		intent.UpdateParams{CaptureMethod: "someday"}, intent.UpdateParams{CaptureMethod: intent.CaptureMethodAutomatic},
		intent.UpdateParams{PaymentMethod: "pm_2", DetachPaymentMethod: true},
		intent.CancelParams{Reason: "bored"}, intent.CancelParams{Refused: true},
		intent.IncrementParams{Amount: 1100, Declined: charge.Failure{Message: "No."}},
		intent.IncrementParams{Amount: money.Max},
		intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true},
		intent.RefundParams{Reason: "bored"}, intent.RefundParams{Status: "bored"},
		intent.RefundParams{Status: refund.StatusSucceeded, PendingReason: "processing"},
		intent.RefundParams{BalanceInsufficient: true}, intent.RefundParams{ReverseTransfer: true, BalanceInsufficient: true},
		intent.RefundParams{ChargedBack: true},
		intent.RefundParams{RefundApplicationFee: true}, intent.RefundParams{RefundApplicationFee: true, ReverseTransfer: true},
	}
	for _, status := range []refund.Status{refund.StatusPending, refund.StatusSucceeded, "bored"} {
		of := refund100(refund.StatusPending)
		all = append(all, intent.UpdateRefundParams{Refund: of, Status: status, FailureReason: refund.FailureDeclined})
		of.Charge = "ch_2"
		all = append(all, intent.UpdateRefundParams{Refund: of, Status: status})
	}
	mute, partly, chargeless, named, failed, acting, unexplained, idle := challenge, approval, approval, challenge, approval, approval, refused, refused
	mute.NextAction, partly.Card.AmountAuthorized, chargeless.Charge, named.Charge = "", 1, "", "ch_1"
	failed.Failure, acting.NextAction, unexplained.Failure.Code, idle.NextAction = refused.Failure, "use_stripe_sdk", "", "use_stripe_sdk"
	for _, a := range []charge.Attempt{approval, {}, {Answer: "bored"}, mute, partly, chargeless, named, failed, acting, unexplained, idle} {
		all = append(all, confirms(a), intent.ConfirmParams{Attempt: a})
	}
	wordless := intent.AuthenticateParams{Failure: charge.Failure{Message: "No."}}
	return append(all, wordless, verifies(wordless), intent.ProcessParams{Failure: wordless.Failure},
		intent.ProcessParams{Charge: "ch_1", Card: charge.Card{AmountAuthorized: 1}})
}

func ExampleExplain() {
	pi, _, _ := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd"})
	_, _, err := pi.Capture(intent.CaptureParams{})
	e, _ := errors.AsType[*intent.Error](err)
	x, _ := intent.Explain(e)
	fmt.Println(x.Rule)
	fmt.Println(x.Operation, "is allowed in", x.Statuses)
	fmt.Println(x.Code, "of the API:", x.Code.InAPI())
	fmt.Println(x.Source)
	// Output:
	// The status has to be one of those that allow the operation.
	// capture is allowed in [requires_capture]
	// payment_intent_unexpected_state of the API: true
	// https://docs.stripe.com/payments/paymentintents/lifecycle
}
