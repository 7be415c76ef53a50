package explore_test

import (
	"iter"
	"regexp"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/table"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// Three units: 30 of the 31 open states have something captured, and each of those can be canceled and can expire, as can the first one.
func TestMermaid(t *testing.T) {
	const want = `stateDiagram-v2
    requires_capture: requires_capture, 31 states
    succeeded: succeeded, 30 states
    canceled: canceled, 2 states
    [*] --> requires_capture
    requires_capture --> requires_capture: capture 28, refund 32
    requires_capture --> succeeded: capture 106, cancel 30, expire 30
    requires_capture --> canceled: cancel 1, expire 1
    succeeded --> succeeded: refund 32
    succeeded --> [*]
    canceled --> [*]
`
	if got := explore.Universe(explore.Captures).Mermaid(explore.Authorized(3, intent.Rules{})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDOT(t *testing.T) {
	const want = `digraph {
	"requires_capture" [label="requires_capture, 31 states"]
	"succeeded" [label="succeeded, 30 states"]
	"canceled" [label="canceled, 2 states"]
	"" -> "requires_capture" [label=""]
	"requires_capture" -> "requires_capture" [label="capture 28, refund 32"]
	"requires_capture" -> "succeeded" [label="capture 106, cancel 30, expire 30"]
	"requires_capture" -> "canceled" [label="cancel 1, expire 1"]
	"succeeded" -> "succeeded" [label="refund 32"]
}
`
	if got := explore.Universe(explore.Captures).DOT(explore.Authorized(3, intent.Rules{})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A walk from before Create begins at the arrow of create; one without a command that is accepted has the status where it begins.
func TestMermaidOfLittle(t *testing.T) {
	const created = `stateDiagram-v2
    requires_payment_method: requires_payment_method, 1 state
    [*] --> requires_payment_method: create 1
    requires_payment_method --> [*]
`
	creates := explore.Life(intent.CreateParams{ID: "pi_1", Amount: 3, Currency: "usd"})
	if got := onlyFromNothing(creates).Mermaid(explore.State{}); got != created {
		t.Errorf("got\n%s\nwant\n%s", got, created)
	}
	const still = `stateDiagram-v2
    requires_capture: requires_capture, 1 state
    [*] --> requires_capture
    requires_capture --> [*]
`
	if got := onlyFromNothing(explore.Captures).Mermaid(explore.Authorized(3, intent.Rules{})); got != still {
		t.Errorf("got\n%s\nwant\n%s", got, still)
	}
	if got, want := onlyFromNothing(explore.Captures).Mermaid(explore.State{}), "stateDiagram-v2\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// onlyFromNothing has the commands of u before Create, and no others.
func onlyFromNothing(u explore.Universe) explore.Universe {
	return func(s explore.State) iter.Seq[intent.Command] {
		if s != (explore.State{}) {
			return func(func(intent.Command) bool) {}
		}
		return u(s)
	}
}

type row = table.Row[intent.Status, intent.Operation]

// notOfLife are the rows that no life of Payments walks, and why.
var notOfLife = map[string][]row{
	"a payment method is given": {
		{From: "", On: intent.OpCreate, To: intent.StatusRequiresPaymentMethod},
		{From: intent.StatusRequiresPaymentMethod, On: intent.OpUpdate, To: intent.StatusRequiresPaymentMethod},
	},
	"nothing is updated but the payment method, and it is the same": {
		{From: intent.StatusRequiresConfirmation, On: intent.OpUpdate, To: intent.StatusRequiresPaymentMethod},
		{From: intent.StatusRequiresAction, On: intent.OpUpdate, To: intent.StatusRequiresPaymentMethod},
		{From: intent.StatusRequiresAction, On: intent.OpUpdate, To: intent.StatusRequiresConfirmation},
		{From: intent.StatusRequiresCapture, On: intent.OpUpdate, To: intent.StatusRequiresCapture},
	},
	"confirmation is automatic": {
		{From: intent.StatusRequiresAction, On: intent.OpAuthenticate, To: intent.StatusRequiresConfirmation},
		{From: intent.StatusRequiresAction, On: intent.OpVerifyMicrodeposits, To: intent.StatusRequiresConfirmation},
	},
	"confirmations are not limited": {
		{From: intent.StatusRequiresPaymentMethod, On: intent.OpConfirm, To: intent.StatusCanceled},
		{From: intent.StatusRequiresConfirmation, On: intent.OpConfirm, To: intent.StatusCanceled},
		{From: intent.StatusRequiresAction, On: intent.OpConfirm, To: intent.StatusCanceled},
		{From: intent.StatusRequiresAction, On: intent.OpAuthenticate, To: intent.StatusCanceled},
		{From: intent.StatusRequiresAction, On: intent.OpVerifyMicrodeposits, To: intent.StatusCanceled},
		{From: intent.StatusProcessing, On: intent.OpProcess, To: intent.StatusCanceled},
	},
	"only what is captured at once waits in processing": {
		{From: intent.StatusProcessing, On: intent.OpProcess, To: intent.StatusRequiresCapture},
	},
	"the network does not offer increments": {
		{From: intent.StatusRequiresCapture, On: intent.OpIncrement, To: intent.StatusRequiresCapture},
	},
	"the default readings: what is untouched is not closed by a capture, and canceling what was captured in part succeeds": {
		{From: intent.StatusRequiresCapture, On: intent.OpCapture, To: intent.StatusCanceled},
		{From: intent.StatusCanceled, On: intent.OpSettle, To: intent.StatusCanceled},
		{From: intent.StatusCanceled, On: intent.OpRefund, To: intent.StatusCanceled},
		{From: intent.StatusCanceled, On: intent.OpUpdateRefund, To: intent.StatusCanceled},
		{From: intent.StatusCanceled, On: intent.OpRefundFee, To: intent.StatusCanceled},
		{From: intent.StatusCanceled, On: intent.OpReverseTransfer, To: intent.StatusCanceled},
	},
}

// Every arrow that lives walk is a row of the table, and every row that is not one of notOfLife is walked.
func TestLifeWalksTheTable(t *testing.T) {
	reached := map[row]bool{}
	for _, arrow := range regexp.MustCompile(`(?m)^\t"(.*)" -> "(.*)" \[label="(.*)"\]$`).FindAllStringSubmatch(explore.Life(explore.Payments(1)...).DOT(explore.State{}), -1) {
		for label := range strings.SplitSeq(arrow[3], ", ") {
			on, times, _ := strings.Cut(label, " ")
			reached[row{From: intent.Status(arrow[1]), On: intent.Operation(on), To: intent.Status(arrow[2])}] = times != "" && times != "0"
		}
	}
	why := map[row]string{}
	for reason, rows := range notOfLife {
		for _, r := range rows {
			why[r] = reason
		}
	}
	for _, r := range intent.Transitions().Rows() {
		r.When = ""
		if _, excused := why[r]; reached[r] == excused {
			t.Errorf("%s from %q to %q: walked %t, and is said not to be because %q", r.On, r.From, r.To, reached[r], why[r])
		}
		delete(reached, r)
		delete(why, r)
	}
	for r := range reached {
		t.Errorf("%s from %q to %q is walked and is no row", r.On, r.From, r.To)
	}
	for r := range why {
		t.Errorf("%s from %q to %q is excused and is no row", r.On, r.From, r.To)
	}
}
