package intent_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/table"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// Values can be compared, and be keys of maps.
var (
	_ map[intent.PaymentIntent]struct{}
	_ map[intent.CreateParams]struct{}
	_ map[intent.UpdateParams]struct{}
	_ map[intent.ConfirmParams]struct{}
	_ map[intent.AuthenticateParams]struct{}
	_ map[intent.VerifyMicrodepositsParams]struct{}
	_ map[intent.ProcessParams]struct{}
	_ map[intent.CaptureParams]struct{}
	_ map[intent.IncrementParams]struct{}
	_ map[intent.CancelParams]struct{}
	_ map[intent.ExpireParams]struct{}
	_ map[intent.SettleParams]struct{}
	_ map[intent.RefundParams]struct{}
	_ map[intent.UpdateRefundParams]struct{}
	_ map[intent.RefundFeeParams]struct{}
	_ map[intent.ReverseTransferParams]struct{}
	_ map[intent.Deadline]struct{}
	_ map[intent.History]struct{}
	_ map[refund.Refund]struct{}
	_ map[refund.Ledger]struct{}
	_ map[refund.Previous]struct{}
	_ map[connect.ApplicationFee]struct{}
	_ map[connect.Transfer]struct{}
	_ map[connect.FeeRefund]struct{}
	_ map[connect.Reversal]struct{}
	_ map[connect.TransferData]struct{}
	_ map[connect.Ledger]struct{}
	_ map[connect.Readings]struct{}
	_ map[connect.ApplicationFeePrevious]struct{}
	_ map[connect.TransferPrevious]struct{}
	_ map[intent.Error]struct{}
)

func TestSize(t *testing.T) {
	const most = 832
	if size := unsafe.Sizeof(intent.PaymentIntent{}); size > most {
		t.Errorf("a PaymentIntent has %d bytes; what a transition costs grows with them, and the budget is %d", size, most)
	}
}

// holding returns an authorization of which n parts of 1 were captured.
func holding(t testing.TB, n int) intent.PaymentIntent {
	commands := []intent.Command{manual, confirms(approval)}
	for range n {
		commands = append(commands, takes(1))
	}
	return reach(t, commands...)
}

// Refunds, and captures that share: what is promised of each command, accepted and refused.
func TestAllocationsOfWhatIsShared(t *testing.T) {
	held, settled := shares(t, true), reach(t, withDue, confirms(approval))
	closed := step(t, held, intent.CaptureParams{AmountToCapture: money.Some(0)})
	named := takesWith(200, money.Some(20))
	named.Settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_2", Transfer: "tr_2"}
	perCapture := held
	perCapture.Rules.Connect.Objects = connect.ObjectsPerCapture
	paid := reach(t, withDue, confirms(approval), intent.SettleParams{Settlement: named.Settlement})
	onAccount := withDue
	onAccount.Account, onAccount.TransferData = "acct_9", connect.TransferData{}
	direct := reach(t, onAccount, confirms(approvedWith(charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1"})))
	refunded := step(t, closed, intent.RefundParams{ID: "re_1", Amount: money.Some(100)})
	live := refund.Refund{ID: "re_1", Number: 1, Charge: "ch_1", Status: refund.StatusSucceeded, Amount: 100}
	for _, test := range []struct {
		pi      intent.PaymentIntent
		command intent.Command
		most    float64   // with the events
		code    code.Code // of a refusal
	}{
		{held, takesWith(200, money.Some(20)), 1, ""},
		{perCapture, named, 2, ""},
		{reach(t, withDue, intent.UpdateParams{PaymentMethod: "pm_1"}), intent.ConfirmParams{Attempt: approvedWith(named.Settlement)}, 2, ""},
		{held, takes(200), 1, code.ParameterMissing},
		{held, takesWith(200, money.Some(-1)), 1, code.ParameterInvalidInteger},
		{forgetful(held), takes(200), 1, code.UnknownCharge},
		{forgetful(held), takesWith(200, money.Some(20)), 1, code.UnknownCharge},
		{settled, intent.SettleParams{Settlement: named.Settlement}, 2, ""},
		{settled, intent.SettleParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}, 1, ""},
		{settled, intent.SettleParams{}, 1, code.NothingToSettle},
		{held, intent.RefundParams{ID: "re_1", Amount: money.Some(1)}, 2, ""},
		{paid, intent.RefundParams{ID: "re_1", RefundApplicationFee: true, ReverseTransfer: true}, 2, ""},
		{direct, intent.RefundParams{ID: "re_1", RefundApplicationFee: true}, 2, ""},
		{paid, intent.RefundParams{ID: "re_1", ReverseTransfer: true}, 2, ""},
		{held, intent.RefundParams{Amount: money.Some(301)}, 1, code.RefundTooLarge},
		{held, intent.RefundParams{Amount: money.Some(1), ReverseTransfer: true}, 1, code.RefundFlagNotAllowed},
		{settled, intent.RefundParams{ReverseTransfer: true}, 1, code.NotSettled},
		{holding(t, 3), intent.RefundParams{ReverseTransfer: true}, 1, code.NothingToReverse},
		{holding(t, 0), intent.RefundParams{}, 1, code.NothingToRefund},
		{reach(t, manual), intent.RefundParams{}, 1, code.PaymentIntentUnexpectedState},
		{refunded, intent.UpdateRefundParams{Refund: live, Status: refund.StatusFailed, FailureReason: refund.FailureDeclined}, 2, ""},
		{closed, intent.UpdateRefundParams{Refund: live, Status: refund.StatusFailed}, 1, code.StaleRefund},
		{refunded, intent.UpdateRefundParams{}, 1, code.ParameterInvalid},
		{refunded, intent.UpdateRefundParams{Refund: live, Status: refund.StatusFailed, PendingReason: refund.PendingProcessing}, 1, code.ParameterInvalid},
		{refunded, intent.UpdateRefundParams{Refund: live, Status: refund.StatusCanceled}, 1, code.StatusTransitionInvalid},
		{reach(t, manual), intent.UpdateRefundParams{Refund: live, Status: refund.StatusFailed}, 1, code.PaymentIntentUnexpectedState},
		{held, refundsFee(money.Some(1)), 2, ""},
		{held, refundsFee(money.Some(31)), 1, code.FeeRefundTooLarge},
		{held, reverses(money.Some(1)), 2, ""},
		{held, intent.ReverseTransferParams{RefundApplicationFee: true}, 2, ""},
		{held, reverses(money.Some(301)), 1, code.ReversalTooLarge},
		{held, intent.ReverseTransferParams{BalanceInsufficient: true}, 1, code.BalanceInsufficient},
	} {
		pi, c := test.pi, test.command
		err := intent.Check(pi, c)
		if refusalOf(err).code != test.code {
			t.Errorf("%s: %v; want %q", c, err, test.code)
		}
		quiet := 0.0
		if test.code != "" {
			quiet = 1
		}
		for what, do := range map[string]func(){
			"Check": func() { _ = intent.Check(pi, c) },
			"Next":  func() { _, _ = intent.Next(pi, c) },
		} {
			if n := testing.AllocsPerRun(100, do); n > quiet {
				t.Errorf("%s of %s allocates %v times, promised is %v (%v)", what, c, n, quiet, err)
			}
		}
		if n := testing.AllocsPerRun(100, func() { _, _, _ = intent.Step(pi, c) }); n > test.most {
			t.Errorf("Step of %s allocates %v times, promised is %v (%v)", c, n, test.most, err)
		}
		if p, ok := c.(intent.RefundParams); ok {
			if n := testing.AllocsPerRun(100, func() { _ = pi.CheckRefund(p) }); n > quiet || !equalErrors(pi.CheckRefund(p), err) {
				t.Errorf("CheckRefund of %s allocates %v times, promised is %v (%v)", c, n, quiet, err)
			}
		}
	}
}

// withDue is a destination payment with a fee, captured at once.
var withDue = func() intent.CreateParams {
	p := automatic
	p.ApplicationFeeAmount, p.TransferData.Destination = money.Some(30), "acct_1"
	return p
}()

func approvedWith(s charge.Settlement) charge.Attempt {
	a := approval
	a.Settlement = s
	return a
}

// forgetful returns a payment of which the history is not known.
func forgetful(pi intent.PaymentIntent) intent.PaymentIntent {
	pi.LatestCharge.FirstGave = connect.MarkUnknown
	return pi
}

func TestAllocations(t *testing.T) {
	for _, held := range []int{0, 10, 49} {
		pi := holding(t, held)
		p := takes(1)
		var accepted, refused intent.Command = p, takes(5000)
		for _, test := range []struct {
			name string
			most float64
			do   func() error
			fail bool
		}{
			{"CheckCapture", 0, func() error { return pi.CheckCapture(p) }, false},
			{"Check", 0, func() error { return intent.Check(pi, accepted) }, false},
			{"Next", 0, func() error { _, err := intent.Next(pi, accepted); return err }, false},
			{"Capture with its events", 1, func() error { _, _, err := pi.Capture(p); return err }, false},
			{"Step with its events", 1, func() error { _, _, err := intent.Step(pi, accepted); return err }, false},
			{"CheckCapture refused", 1, func() error { return pi.CheckCapture(takes(5000)) }, true},
			{"Capture refused", 1, func() error { _, _, err := pi.Capture(takes(5000)); return err }, true},
			{"Check refused", 1, func() error { return intent.Check(pi, refused) }, true},
			{"Next refused", 1, func() error { _, err := intent.Next(pi, refused); return err }, true},
			{"Step refused", 1, func() error { _, _, err := intent.Step(pi, refused); return err }, true},
		} {
			if err := test.do(); (err != nil) != test.fail {
				t.Fatalf("%s with %d captures: %v", test.name, held, err)
			}
			if n := testing.AllocsPerRun(100, func() { _ = test.do() }); n > test.most {
				t.Errorf("%s with %d captures allocates %v times, promised is %v", test.name, held, n, test.most)
			}
		}
	}
}

// What a customer found on a bank statement, and each reason to refuse it.
func TestAllocationsOfMicrodeposits(t *testing.T) {
	sent := reach(t, automatic, confirms(deposits))
	found := func(change func(p *intent.VerifyMicrodepositsParams)) intent.VerifyMicrodepositsParams {
		p := verifies(intent.AuthenticateParams{Attempt: bankDebit})
		change(&p)
		return p
	}
	for _, test := range []struct {
		pi   intent.PaymentIntent
		p    intent.VerifyMicrodepositsParams
		code code.Code
	}{
		{sent, found(func(*intent.VerifyMicrodepositsParams) {}), ""},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) { p.At = -1 }), code.ParameterInvalidInteger},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) { p.Microdeposits = charge.Microdeposits{} }), code.ParameterMissing},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) { p.Microdeposits.DescriptorCode = "SM11AA" }), code.ParametersExclusive},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) { p.Microdeposits.Amounts[1] = 0 }), code.MicrodepositAmountsInvalid},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) {
			p.Microdeposits = charge.Microdeposits{DescriptorCode: "SM"}
		}), code.ParameterInvalid},
		{reach(t, automatic), verifies(intent.AuthenticateParams{}), code.PaymentIntentUnexpectedState},
		{reach(t, automatic, confirms(challenge)), verifies(intent.AuthenticateParams{Attempt: bankDebit}), code.PaymentIntentUnexpectedState},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) { p.Mismatch = true }), code.MicrodepositAmountsMismatch},
		{sent, found(func(p *intent.VerifyMicrodepositsParams) { p.Attempt = challenge }), code.ParameterInvalid},
	} {
		most := 0.0
		if test.code != "" {
			most = 1
		}
		var c intent.Command = test.p
		if err := intent.Check(test.pi, c); refusalOf(err).code != test.code {
			t.Errorf("%s: %v, want %q", c, err, test.code)
		}
		if n := testing.AllocsPerRun(100, func() { _, _ = intent.Next(test.pi, c) }); n > most {
			t.Errorf("Next of %s allocates %v times, promised is %v", c, n, most)
		}
		if n := testing.AllocsPerRun(100, func() { _, _, _ = test.pi.VerifyMicrodeposits(test.p) }); n > 1 {
			t.Errorf("%s allocates %v times, promised is 1", c, n)
		}
	}
}

// Also where not enough is known of the charge.
func TestAllocationsOfTheUnknown(t *testing.T) {
	pi := holding(t, 0)
	pi.LatestCharge = charge.Charge{ID: pi.LatestCharge.ID}
	for _, test := range []struct {
		amount money.Amount
		open   bool
		code   code.Code
	}{
		{300, false, ""}, {300, true, code.UnknownCharge}, {5000, false, code.UnknownCharge},
		{0, true, code.NothingToCapture}, {5000, true, code.AmountTooLarge}, {-1, false, code.ParameterInvalid},
	} {
		p := intent.CaptureParams{AmountToCapture: money.Some(test.amount), NonFinal: test.open}
		var most float64
		err := pi.CheckCapture(p)
		if test.code != "" {
			most = 1
			if !errors.Is(err, test.code) {
				t.Errorf("%s: %v", p, err)
			}
		}
		if n := testing.AllocsPerRun(100, func() { _ = pi.CheckCapture(p) }); n > most {
			t.Errorf("%s allocates %v times (%v)", p, n, err)
		}
	}
}

// Every operation that is accepted: no allocation without the events, and one with them, if there are any; one more if a refund, a fee or
// a transfer is among what they show.
func TestAllocationsOfEveryOperation(t *testing.T) {
	for _, pi := range oneOfEach(t) {
		for _, c := range everyCommand() {
			if intent.Check(pi, c) != nil {
				continue
			}
			if n := testing.AllocsPerRun(10, func() { _ = intent.Check(pi, c) }); n > 0 {
				t.Errorf("Check of %s in %q allocates %v times", c, pi.Status, n)
			}
			if n := testing.AllocsPerRun(10, func() { _, _ = intent.Next(pi, c) }); n > 0 {
				t.Errorf("Next of %s in %q allocates %v times", c, pi.Status, n)
			}
			_, events, _ := intent.Step(pi, c)
			most := 1.0
			if slices.ContainsFunc(events, func(e event.Event) bool {
				switch e.EventType().Object() {
				case "charge", "payment_intent":
					return false
				default:
					return true
				}
			}) {
				most++
			}
			if n := testing.AllocsPerRun(10, func() { _, _, _ = intent.Step(pi, c) }); n > most {
				t.Errorf("Step of %s in %q allocates %v times, want %v", c, pi.Status, n, most)
			}
		}
	}
}

// What was returned is the caller's: events of an operation do not change when the next one is carried out.
func TestEventsAreNotShared(t *testing.T) {
	pi := holding(t, 0)
	first, events, err := pi.Capture(takes(300))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := first.Capture(intent.CaptureParams{}); err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e, ok := e.(*intent.Event); ok && (*e.PaymentIntent != first || e.Before().AmountCapturable != 1000) {
			t.Errorf("%s has changed", e)
		}
	}
	events = append(events, nil) // does not write into anybody's memory
	if _, again, _ := pi.Capture(takes(300)); again[len(again)-1] == nil || len(events) != len(again)+1 {
		t.Error("events are shared")
	}
}

// core are the packages that other people's services import. connect/fee, which needs a decimal package, is not one of them.
var core = []string{"../intent", "../intent/setup", "../intent/explore", "../charge/...", "../capture", "../refund", "../connect", "../webhook/..."}

func TestStandardLibraryOnly(t *testing.T) {
	for _, p := range dependencies(t, core...) {
		if !p.Standard && !strings.HasPrefix(p.ImportPath, module) {
			t.Errorf("the core reaches %s", p.ImportPath)
		}
	}
}

func TestIntentIsNoClient(t *testing.T) {
	for _, p := range dependencies(t, "../intent") {
		if path := p.ImportPath; path == "net" || strings.HasPrefix(path, "net/") || path == "crypto" || strings.HasPrefix(path, "crypto/") ||
			strings.HasPrefix(path, "math/rand") || path == "os/exec" {
			t.Errorf("intent reaches %s", path)
		}
	}
}

// Only who serves HTTP anyway links net/http: package webhook/endpoint alone.
func TestWebhookIsNoServer(t *testing.T) {
	for _, p := range dependencies(t, "../webhook") {
		if path := p.ImportPath; path == "net" || strings.HasPrefix(path, "net/") {
			t.Errorf("webhook reaches %s", path)
		}
	}
}

const module = "github.com/tranche-go/tranche/"

// dependencies returns the packages that are linked with those named, these included.
func dependencies(t *testing.T, packages ...string) []listed {
	t.Helper()
	all := list(t, append([]string{"-deps", "-json=ImportPath,Standard"}, packages...)...)
	if len(all) < len(packages) {
		t.Fatalf("go list names %d packages", len(all))
	}
	return all
}

// The amounts of the API are integers; the largest of them, and the sum of a few thousand, fit.
func TestAmountsFit(t *testing.T) {
	if most := money.Max; most != 999_999_999_999 || most*5000 < most {
		t.Errorf("money.Max is %d", most)
	}
}

// Who writes over the tables that are handed out changes no rule.
func TestTablesAreCopies(t *testing.T) {
	*intent.Transitions() = table.Table[intent.Status, intent.Operation]{}
	*setup.Transitions() = table.Table[setup.Status, intent.Operation]{}
	*refund.Transitions() = table.Table[refund.Status, refund.Cause]{}
	if !intent.StatusRequiresCapture.Allows(intent.OpCapture) || !setup.StatusRequiresConfirmation.Allows(intent.OpConfirm) ||
		!refund.StatusPending.Leads(refund.StatusFailed) {
		t.Error("a rule is gone")
	}
}
