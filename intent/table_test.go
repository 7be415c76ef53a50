package intent_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// reach returns the state that commands lead to from nothing. Each of them has to succeed.
func reach(t testing.TB, commands ...intent.Command) intent.PaymentIntent {
	t.Helper()
	var pi intent.PaymentIntent
	for _, c := range commands {
		next, err := intent.Next(pi, c)
		if err != nil {
			t.Fatalf("%s in %q: %v", c, pi.Status, err)
		}
		pi = next
	}
	return pi
}

func creates(p intent.CreateParams) intent.CreateParams {
	p.ID, p.Amount, p.Currency = "pi_1", 1000, "usd"
	p.CardOptions = intent.CardOptions{RequestMulticapture: true, RequestOvercapture: true, RequestIncrementalAuthorization: true}
	return p
}

var (
	manual    = creates(intent.CreateParams{CaptureMethod: intent.CaptureMethodManual})
	automatic = creates(intent.CreateParams{})

	// destination payments: with a fee of 30, and with 800 to be transferred
	withFee      = creates(intent.CreateParams{CaptureMethod: intent.CaptureMethodManual, TransferData: connect.TransferData{Destination: "acct_1"}, ApplicationFeeAmount: money.Some(30)})
	withTransfer = creates(intent.CreateParams{TransferData: connect.TransferData{Destination: "acct_1", Amount: money.Some(800)}})

	approval = charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{
		Network: charge.NetworkVisa, Multicapture: true, Incremental: true, MaximumAmountCapturable: 1200, CaptureBefore: 1000,
	}}
	challenge = charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}
	deposits  = charge.Attempt{Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits}
	bankDebit = charge.Attempt{Answer: charge.AnswerPending, Charge: "ch_1"}
	refused   = charge.Attempt{Answer: charge.AnswerDeclined, Charge: "ch_1", Failure: charge.Failure{Code: code.CardDeclined}}
)

func confirms(a charge.Attempt) intent.ConfirmParams {
	return intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: a}
}

func takes(a money.Amount) intent.CaptureParams {
	return intent.CaptureParams{AmountToCapture: money.Some(a), NonFinal: true}
}

// verifies says that 32 and 45 were sent, and what came next.
func verifies(p intent.AuthenticateParams) intent.VerifyMicrodepositsParams {
	return intent.VerifyMicrodepositsParams{AuthenticateParams: p, Microdeposits: charge.Microdeposits{Amounts: [2]money.Amount{32, 45}}}
}

// named is a capture of 300 whose fee and transfer come into being, and whose balance transaction does not yet.
func named() intent.CaptureParams {
	p := takes(300)
	p.ApplicationFee, p.Transfer = "fee_1", "tr_1"
	return p
}

// refund100 is the first refund of 100 of those states that have one.
func refund100(s refund.Status) refund.Refund {
	return refund.Refund{Number: 1, ID: "re_1", Charge: "ch_1", PaymentIntent: "pi_1", Status: s, Amount: 100, Currency: "usd"}
}

// oneOfEach returns reachable states, at least one of each status.
func oneOfEach(t testing.TB) []intent.PaymentIntent {
	limited := func(p intent.CreateParams, l intent.ConfirmationLimit) intent.CreateParams {
		p.Rules.MaxConfirmations, p.Rules.ConfirmationLimit = 1, l
		return p
	}
	nextCancels := limited(automatic, intent.ConfirmationLimitNextCancels)
	failureCancels := limited(automatic, intent.ConfirmationLimitFailureCancels)
	confirmedByHand, untouchedCloses := automatic, manual
	confirmedByHand.ConfirmationMethod = intent.ConfirmationMethodManual
	untouchedCloses.Rules.Capture.UntouchedClose = capture.UntouchedCloseCancels
	method := intent.UpdateParams{PaymentMethod: "pm_1"}
	refunded := intent.RefundParams{ID: "re_1", Amount: money.Some(100)}
	cancelCancels := withFee
	cancelCancels.Rules.PartialCancel = intent.PartialCancelCancels
	return []intent.PaymentIntent{
		{},
		reach(t, automatic),
		reach(t, manual),
		reach(t, nextCancels, confirms(refused)),
		reach(t, automatic, method),
		reach(t, manual, method),
		reach(t, nextCancels, confirms(refused), method),
		reach(t, automatic, confirms(challenge)),
		reach(t, manual, confirms(challenge)),
		reach(t, nextCancels, confirms(challenge)),
		reach(t, failureCancels, confirms(challenge)),
		reach(t, confirmedByHand, confirms(challenge)),
		reach(t, automatic, confirms(deposits)),
		reach(t, manual, confirms(deposits)),
		reach(t, failureCancels, confirms(deposits)),
		reach(t, confirmedByHand, confirms(deposits)),
		reach(t, automatic, confirms(bankDebit)),
		reach(t, failureCancels, confirms(bankDebit)),
		reach(t, manual, confirms(charge.Attempt{Answer: charge.AnswerPending})),
		reach(t, manual, confirms(approval)),
		reach(t, untouchedCloses, confirms(approval)),
		reach(t, manual, confirms(approval), takes(300)),
		reach(t, automatic, confirms(approval)),
		reach(t, manual, confirms(approval), takes(300), intent.CancelParams{}),
		reach(t, manual, intent.CancelParams{}),
		reach(t, manual, confirms(approval), intent.ExpireParams{}),
		reach(t, withFee, confirms(approval)),
		reach(t, withFee, confirms(approval), takes(300)), // both are due
		reach(t, withFee, confirms(approval), named(), refunded),
		reach(t, withFee, confirms(approval), named(), refunded, intent.CaptureParams{}),
		reach(t, cancelCancels, confirms(approval), named(), refunded, intent.CancelParams{}),
		reach(t, withTransfer, confirms(approval)), // due
		reach(t, withTransfer, confirms(charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Settlement: charge.Settlement{
			BalanceTransaction: "txn_1", Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(1085),
		}}), refunded),
	}
}

// everyCommand returns commands of every operation, with which each way out of each status can be gone.
func everyCommand() []intent.Command {
	failure := charge.Failure{Code: code.PaymentIntentAuthenticationFailure}
	all := []intent.Command{
		automatic, creates(intent.CreateParams{PaymentMethod: "pm_1"}),
		intent.UpdateParams{}, intent.UpdateParams{PaymentMethod: "pm_2"}, intent.UpdateParams{DetachPaymentMethod: true},
		intent.UpdateParams{Customer: "cus_1"},
		intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{DescriptorCode: "SM11AA"}, Mismatch: true},
		intent.ProcessParams{}, intent.ProcessParams{Charge: "ch_2"}, intent.ProcessParams{Failure: failure},
		intent.CaptureParams{}, intent.CaptureParams{AmountToCapture: money.Some(0)}, takes(300),
		intent.IncrementParams{Amount: 1100}, intent.IncrementParams{Amount: 1100, Declined: failure},
		intent.CancelParams{}, intent.CancelParams{Reason: intent.ReasonAbandoned}, intent.ExpireParams{},
		withFee, withTransfer,
		intent.UpdateParams{ApplicationFeeAmount: money.Some(40)}, intent.UpdateParams{TransferDataAmount: money.Some(700)},
		named(), intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, ApplicationFeeAmount: money.Some(40)},
		intent.CaptureParams{AmountToCapture: money.Some(300), TransferDataAmount: money.Some(200)},
		intent.SettleParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}},
		intent.RefundParams{ID: "re_2"}, intent.RefundParams{ID: "re_2", Amount: money.Some(50), Status: refund.StatusPending},
		intent.RefundParams{ID: "re_2", RefundApplicationFee: true, ReverseTransfer: true},
		intent.RefundParams{ID: "re_2", Amount: money.Some(50), ReverseTransfer: true},
		intent.UpdateRefundParams{Refund: refund100(refund.StatusSucceeded), Status: refund.StatusFailed, FailureReason: refund.FailureDeclined},
		intent.UpdateRefundParams{Refund: refund100(refund.StatusPending), Status: refund.StatusSucceeded},
		intent.RefundFeeParams{}, intent.RefundFeeParams{ID: "fr_1", Amount: money.Some(10)},
		intent.ReverseTransferParams{RefundApplicationFee: true},
		intent.ReverseTransferParams{ID: "trr_1", Amount: money.Some(100)},
	}
	for _, p := range []intent.AuthenticateParams{{}, {Failure: failure}, {Attempt: approval}, {Attempt: challenge}, {Attempt: bankDebit}, {Attempt: refused}} {
		all = append(all, p, verifies(p))
	}
	for _, a := range []charge.Attempt{approval, challenge, deposits, bankDebit, refused} {
		all = append(all, confirms(a))
	}
	return all
}

func TestTableIsTheGuard(t *testing.T) {
	table := intent.Transitions()
	type tried struct {
		from intent.Status
		on   intent.Operation
	}
	succeeded := map[tried]bool{}
	walked := map[string]bool{}
	for _, pi := range oneOfEach(t) {
		for _, c := range everyCommand() {
			next, err := intent.Next(pi, c)
			if err != nil {
				continue
			}
			succeeded[tried{pi.Status, c.Operation()}] = true
			walked[edge(pi.Status, c.Operation(), next.Status)] = true
			if !table.Leads(pi.Status, c.Operation(), next.Status) {
				t.Errorf("%s leads along an edge that is no row: %s", c, edge(pi.Status, c.Operation(), next.Status))
			}
		}
	}
	for _, s := range table.Statuses() {
		for _, op := range operations {
			if got, want := succeeded[tried{s, op}], table.Allows(s, op); got != want {
				t.Errorf("%q: %s can succeed: %t; the table allows it: %t", s, op, got, want)
			}
			if s.Allows(op) != table.Allows(s, op) {
				t.Errorf("%q.Allows(%s) = %t", s, op, s.Allows(op))
			}
		}
	}
	for _, r := range table.Rows() {
		if !walked[edge(r.From, r.On, r.To)] {
			t.Errorf("no command walks %s", edge(r.From, r.On, r.To))
		}
	}
}

// No row stands twice, and where an operation can lead to several statuses each row says when.
func TestRowsSayWhen(t *testing.T) {
	rows := intent.Transitions().Rows()
	for i, a := range rows {
		for _, b := range rows[i+1:] {
			if a.From == b.From && a.On == b.On && (a.To == b.To || a.When == "" || b.When == "") {
				t.Errorf("%v and %v", a, b)
			}
		}
	}
}

// An unknown status allows nothing, and an unknown operation is allowed nowhere.
func TestTableKnowsNothingElse(t *testing.T) {
	for _, op := range operations {
		if intent.Status("requires_reauthorization").Allows(op) {
			t.Errorf("an unknown status allows %s", op)
		}
	}
	for _, s := range intent.Transitions().Statuses() {
		if s.Allows("transmute") {
			t.Errorf("%q allows an unknown operation", s)
		}
	}
}

// The API's sentences name the statuses that allow an operation. They have to be those of the table.
func TestMessagesNameTheTable(t *testing.T) {
	ended := reach(t, manual, intent.CancelParams{})
	for _, test := range []struct {
		command intent.Command
		op      intent.Operation // whose rows the sentence names
	}{
		{intent.CaptureParams{}, intent.OpCapture},
		{intent.CancelParams{}, intent.OpCancel},
		{intent.UpdateParams{Amount: money.Some(5)}, intent.OpUpdate},
		{confirms(approval), intent.OpUpdate},
		{confirms(approval), intent.OpConfirm},
		{intent.ConfirmParams{CaptureMethod: intent.CaptureMethodManual, Attempt: approval}, intent.OpConfirm},
	} {
		e, ok := errors.AsType[*intent.Error](intent.Check(ended, test.command))
		if !ok {
			t.Fatalf("%s is accepted", test.command)
		}
		_, list, found := strings.Cut(e.Message(), "following statuses")
		if !found {
			t.Errorf("%s: no statuses in %q", test.command, e.Message())
			continue
		}
		_, list, _ = strings.Cut(list, ": ")
		named := strings.Split(strings.TrimSuffix(list, "."), ", ")
		var want []string
		for _, s := range intent.Transitions().Statuses() {
			if test.op == intent.OpUpdate && s == intent.StatusRequiresCapture {
				continue // for the fee and the transfer amount alone, which the sentence is not about
			}
			if s.Allows(test.op) {
				want = append(want, string(s))
			}
		}
		slices.Sort(named)
		slices.Sort(want)
		if !slices.Equal(named, want) {
			t.Errorf("%s: the message names %v, the table allows %s in %v", test.command, named, test.op, want)
		}
	}
}

func TestREADMEShowsTransitions(t *testing.T) {
	const file, begin, end = "../README.md", "<!-- transitions:begin -->\n", "<!-- transitions:end -->"
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	above, rest, foundBegin := strings.Cut(string(readme), begin)
	shown, below, foundEnd := strings.Cut(rest, end)
	if !foundBegin || !foundEnd {
		t.Fatalf("README.md needs the lines %q and %q: the diagram stands between them", strings.TrimSpace(begin), end)
	}
	want := "```mermaid\n" + intent.Transitions().Mermaid() + "```\n"
	if shown == want {
		return
	}
	if !*update {
		t.Fatalf("README.md does not show the transitions of today; go test ./intent -update writes\n%s", want)
	}
	if err := os.WriteFile(file, []byte(above+begin+want+end+below), 0o666); err != nil {
		t.Fatal(err)
	}
}
