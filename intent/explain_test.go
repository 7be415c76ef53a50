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
	meet := func(t tb, pi intent.PaymentIntent, c intent.Command) {
		if err := intent.Check(pi, c); err != nil {
			x := mustBeExplained(t, err)
			met[x.Rule+" "+string(x.Operation)], met[x.Rule+" = "+x.Param] = true, true
		}
	}
	same := withTransfer
	same.CaptureMethod, same.Rules.Connect.LaterAmount = intent.CaptureMethodManual, connect.LaterAmountSame
	first := intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, TransferDataAmount: money.Some(100)}
	states := append(append(oneOfEach(t), largest(t)...), reach(t, same, confirms(approval), first))
	for _, pi := range oneOfEach(t) {
		states = append(states, untidied(pi)...)
	}
	commands := append(everyCommand(), rareCommands()...)
	for _, n := range []int64{-1, 7, int64(money.Max) + 1} {
		commands = append(commands, atTheBorder(n)...)
	}
	for _, pi := range states {
		for _, c := range commands {
			meet(t, pi, c)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if rapid.IntRange(0, 2).Draw(t, "skip") != 0 { // it takes its time
			return
		}
		live(t, func(pi intent.PaymentIntent, c intent.Command) { meet(t, pi, c) })
	})
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

// What is no refusal of an operation has no explanation; what an operation asks has that of the operation.
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
		&intent.Error{Op: "capture", Code: code.AmountTooLarge},
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
	_, _, ofCapture := capture.Ledger{Authorized: 1000}.Capture(capture.Params{Amount: money.Some(1001)})
	_, _, ofRefund := refund.Ledger{Captured: 1000}.Refund(money.Some(1001))
	for _, err := range []error{ofCapture, ofRefund} {
		mustBeExplained(t, err)
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
	both, toNobody, fromNobody := withFee, withTransfer, withFee
	both.TransferData.Amount = money.Some(1)
	toNobody.TransferData.Destination, fromNobody.TransferData.Destination = "", ""
	all := []intent.Command{
		both, toNobody, fromNobody, intent.CreateParams{Amount: 1000, Currency: "usd"}, intent.CreateParams{ID: "pi_1", Amount: 1000},
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
