package setup_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// reach returns the state that commands lead to from nothing. Each of them has to succeed.
func reach(t testing.TB, commands ...setup.Command) setup.Intent {
	t.Helper()
	var si setup.Intent
	for _, c := range commands {
		m := audited(t, si, c)
		if m.err != nil {
			t.Fatalf("%s in %q: %v", c, si.Status, m.err)
		}
		si = m.after
	}
	return si
}

var (
	bare   = setup.CreateParams{ID: "seti_1", Customer: "cus_1", OnBehalfOf: "acct_1"}
	with   = setup.CreateParams{ID: "seti_1", Customer: "cus_1", PaymentMethod: "pm_1", Usage: setup.UsageOnSession}
	manual = setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1", ConfirmationMethod: intent.ConfirmationMethodManual}

	approved     = setup.Attempted{ID: "setatt_1", Answer: charge.AnswerApproved, Mandate: "mandate_1"}
	pending      = setup.Attempted{ID: "setatt_1", Answer: charge.AnswerPending}
	declined     = setup.Attempted{ID: "setatt_1", Answer: charge.AnswerDeclined, Failure: charge.Failure{Code: code.CardDeclined, Decline: code.DeclineGeneric}}
	challenged   = setup.Attempted{ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}
	microdeposit = setup.Attempted{ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits}

	notAuthenticated = charge.Failure{Code: code.SetupIntentAuthenticationFailure}
	sent             = charge.Microdeposits{Amounts: [2]money.Amount{32, 45}}
)

func confirms(a setup.Attempted) setup.ConfirmParams {
	return setup.ConfirmParams{PaymentMethod: "pm_1", Attempt: a}
}

// goesOn returns an answer to an attempt that there is already.
func goesOn(a setup.Attempted) setup.Attempted {
	a.ID = ""
	return a
}

func verifies(p setup.AuthenticateParams) setup.VerifyMicrodepositsParams {
	return setup.VerifyMicrodepositsParams{AuthenticateParams: p, Microdeposits: sent}
}

// limited is a creation after which n confirmations are allowed.
func limited(n uint8, reading intent.ConfirmationLimit) setup.CreateParams {
	p := with
	p.Rules.MaxConfirmations, p.Rules.ConfirmationLimit = n, reading
	return p
}

// oneOfEach returns reachable states, at least one of each status.
func oneOfEach(t testing.TB) []setup.Intent {
	failureCancels := limited(1, intent.ConfirmationLimitFailureCancels)
	once := failureCancels
	once.Confirm, once.Attempt = true, challenged
	return []setup.Intent{
		{},
		reach(t, bare),
		reach(t, bare, confirms(declined)),
		reach(t, with),
		reach(t, bare, confirms(declined), setup.UpdateParams{PaymentMethod: "pm_2"}),
		reach(t, manual),
		reach(t, manual, confirms(challenged), setup.AuthenticateParams{}),
		reach(t, limited(1, intent.ConfirmationLimitNextCancels), confirms(declined)),
		reach(t, limited(1, intent.ConfirmationLimitNextCancels), confirms(declined), setup.UpdateParams{PaymentMethod: "pm_1"}),
		reach(t, limited(1, intent.ConfirmationLimitNextCancels), confirms(challenged)),
		reach(t, limited(2, intent.ConfirmationLimitFailureCancels), confirms(declined)),
		reach(t, limited(2, intent.ConfirmationLimitFailureCancels), confirms(declined), setup.UpdateParams{PaymentMethod: "pm_1"}),
		reach(t, with, confirms(challenged)),
		reach(t, with, confirms(microdeposit)),
		reach(t, manual, confirms(microdeposit)),
		reach(t, once),
		reach(t, failureCancels, confirms(microdeposit)),
		reach(t, with, confirms(pending)),
		reach(t, failureCancels, confirms(pending)),
		reach(t, with, confirms(approved)),
		reach(t, with, setup.CancelParams{Reason: intent.ReasonAbandoned}),
		reach(t, with, confirms(challenged), setup.CancelParams{}),
		reach(t, failureCancels, confirms(declined)),
	}
}

// everyCommand returns commands of every operation, with which each way out of each status can be gone.
func everyCommand() []setup.Command {
	all := []setup.Command{
		bare, with, manual,
		setup.UpdateParams{}, setup.UpdateParams{PaymentMethod: "pm_2"}, setup.UpdateParams{DetachPaymentMethod: true}, setup.UpdateParams{Customer: "cus_2"},
		setup.AuthenticateParams{}, setup.AuthenticateParams{Failure: notAuthenticated},
		verifies(setup.AuthenticateParams{}), verifies(setup.AuthenticateParams{Failure: charge.Failure{Code: code.MicrodepositTimeout}}),
		setup.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{DescriptorCode: "SM22BB"}, Mismatch: true},
		setup.CancelParams{}, setup.CancelParams{Reason: intent.ReasonDuplicate},
		setup.ConfirmParams{Attempt: approved},
	}
	for _, a := range []setup.Attempted{approved, pending, declined, challenged, microdeposit} {
		for _, p := range []setup.CreateParams{with, limited(1, intent.ConfirmationLimitFailureCancels)} {
			p.Confirm, p.Attempt = true, a
			all = append(all, p)
		}
		next := setup.AuthenticateParams{Attempt: goesOn(a)}
		all = append(all, confirms(a), next, verifies(next), setup.ProcessParams{Attempt: goesOn(a)})
	}
	return all
}

// operations are those of a PaymentIntent: a SetupIntent has some of them.
var operations = []intent.Operation{
	intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpProcess, intent.OpCapture,
	intent.OpIncrement, intent.OpCancel, intent.OpExpire, intent.OpSettle, intent.OpRefund, intent.OpUpdateRefund, intent.OpRefundFee,
	intent.OpReverseTransfer,
}

// An operation can succeed in a status if and only if the table has a row for it, and every row is walked.
func TestTableIsTheGuard(t *testing.T) {
	table := setup.Transitions()
	type edge struct {
		from setup.Status
		on   intent.Operation
		to   setup.Status
	}
	walked := map[edge]bool{}
	succeeded := map[edge]bool{}
	for _, si := range oneOfEach(t) {
		for _, c := range everyCommand() {
			if m := audited(t, si, c); m.err == nil {
				walked[edge{si.Status, c.Operation(), m.after.Status}] = true
				succeeded[edge{from: si.Status, on: c.Operation()}] = true
			}
		}
	}
	for _, s := range table.Statuses() {
		for _, op := range operations {
			if got, want := succeeded[edge{from: s, on: op}], table.Allows(s, op); got != want || s.Allows(op) != want {
				t.Errorf("%q: %s can succeed: %t; the table allows it: %t; the status: %t", s, op, got, want, s.Allows(op))
			}
		}
	}
	rows := table.Rows()
	for i, r := range rows {
		if !walked[edge{r.From, r.On, r.To}] {
			t.Errorf("no command walks from %q by %s to %q", r.From, r.On, r.To)
		}
		for _, other := range rows[i+1:] {
			if r.From == other.From && r.On == other.On && (r.To == other.To || r.When == "" || other.When == "") {
				t.Errorf("%v and %v do not say when", r, other)
			}
		}
	}
	if len(rows) != len(walked) {
		t.Errorf("%d rows, %d edges walked", len(rows), len(walked))
	}
}

// An unknown status allows nothing, and the API's wrong words are not statuses.
func TestUnknownStatus(t *testing.T) {
	for _, s := range []setup.Status{"requires_capture", "requires_source", "a_status_of_tomorrow"} {
		for _, op := range operations {
			if s.Allows(op) {
				t.Errorf("%s allows %s", s, op)
			}
		}
	}
}

// The API's sentences name the statuses that allow an operation. They have to be those of the table.
func TestMessagesNameTheTable(t *testing.T) {
	succeeded := reach(t, with, confirms(approved))
	canceled := reach(t, with, setup.CancelParams{})
	for _, test := range []struct {
		si setup.Intent
		c  setup.Command
		op intent.Operation // whose rows the sentence names
	}{
		{succeeded, setup.CancelParams{}, intent.OpCancel},
		{succeeded, setup.UpdateParams{Customer: "cus_2"}, intent.OpUpdate},
		{canceled, confirms(approved), intent.OpConfirm},
	} {
		e, ok := errors.AsType[*intent.Error](setup.Check(test.si, test.c))
		if !ok {
			t.Fatalf("%s is accepted", test.c)
		}
		_, list, _ := strings.Cut(e.Message(), "following statuses")
		_, list, _ = strings.Cut(list, ": ")
		for _, s := range setup.Transitions().Statuses() {
			if named := s != "" && strings.Contains(list, string(s)); named != s.Allows(test.op) {
				t.Errorf("%q names %q: %t; the table allows %s: %t", e.Message(), s, named, test.op, s.Allows(test.op))
			}
		}
	}
}

// A SetupIntent and a PaymentIntent are two machines: each has statuses and operations of its own.
func TestTwoMachines(t *testing.T) {
	var own, shared []string
	for _, s := range intent.Transitions().Statuses() {
		if slices.Contains(setup.Transitions().Statuses(), setup.Status(s)) {
			shared = append(shared, string(s))
		} else {
			own = append(own, string(s))
		}
	}
	if !slices.Equal(own, []string{"requires_capture"}) || len(shared) != len(setup.Transitions().Statuses()) {
		t.Errorf("of a PaymentIntent alone are %q, of both %q", own, shared)
	}
	if setup.StatusProcessing.Allows(intent.OpCancel) || !intent.StatusProcessing.Allows(intent.OpCancel) {
		t.Error("a PaymentIntent can be canceled in processing, a SetupIntent cannot")
	}
}

// The number of confirmations does not begin anew.
func TestConfirmationsDoNotWrap(t *testing.T) {
	si := reach(t, with)
	for n := 1; n <= 257; n++ {
		next, err := setup.Next(si, confirms(declined))
		if want := min(n, 255); err != nil || int(next.Confirmations) != want {
			t.Fatalf("%d times: %d, %v", n, next.Confirmations, err)
		}
		si = next
	}
}
