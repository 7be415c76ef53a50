package intent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// A moment is one command of a life and what came of it.
type moment struct {
	before, after intent.PaymentIntent
	command       intent.Command
	events        []event.Event
	err           error
	made          made
}

// made is what an operation returns besides the intent and the events.
type made struct {
	refund    refund.Refund
	feeRefund connect.FeeRefund
	reversal  connect.Reversal
}

// carryOut does what Step does, by the operation itself.
func carryOut(pi intent.PaymentIntent, c intent.Command) moment {
	m := moment{before: pi, command: c}
	switch c := c.(type) {
	case intent.RefundParams:
		m.after, m.made.refund, m.events, m.err = pi.Refund(c)
	case intent.UpdateRefundParams:
		m.after, m.made.refund, m.events, m.err = pi.UpdateRefund(c)
	case intent.RefundFeeParams:
		m.after, m.made.feeRefund, m.events, m.err = pi.RefundFee(c)
	case intent.ReverseTransferParams:
		m.after, m.made.reversal, m.events, m.err = pi.ReverseTransfer(c)
	default:
		m.after, m.events, m.err = intent.Step(pi, c)
	}
	return m
}

func (m moment) String() string { return fmt.Sprintf("%s in %q", m.command, m.before.Status) }

// Each law holds at every moment of every life.
var laws = []func(t *rapid.T, m moment){
	lawsOfWalks,
	checkIsStepIsNext,
	refusalChangesNothing,
	refusalSaysWhy,
	everyStateIsValid,
	canceledAtIsAt,
	verifyingIsAuthenticating,
	failsOnce,
	settlesOneByOne,
	questionsTell,
	eventsShowTheRefund,
	eventsShowTheFee,
	eventsShowTheTransfer,
	eventsShowTheState,
	decodeOfEncode,
	commandsSurviveJSON,
	longStepIsShortSteps,
	fillingInNeverTurnsAnAnswer,
	capturesCanBeCountedLater,
}

func TestLaws(t *testing.T) {
	told := map[event.Type]bool{}
	rapid.Check(t, func(t *rapid.T) {
		var last intent.Command
		times := 0
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			if times++; c != last {
				last, times = c, 0
			}
			if times%8 > 1 {
				return // one of many captures or refunds that are all alike
			}
			m := carryOut(pi, c)
			for _, law := range laws {
				law(t, m)
			}
			for _, e := range m.events {
				told[e.EventType()] = true
			}
		})
	})
	if t.Failed() {
		return
	}
	for _, typ := range event.Types() {
		name := typ.Object() == "setup_intent" || // for callers
			typ == event.PaymentIntentPartiallyFunded || typ == event.ApplicationFeeRefundUpdated || typ == event.TransferUpdated
		if name == told[typ] {
			t.Errorf("%s was told: %t", typ, told[typ])
		}
	}
}

// Replaying the journal, the accepted commands as JSON, gives the same state.
func TestReplay(t *testing.T) {
	type entry struct {
		op      intent.Operation
		command []byte
	}
	rapid.Check(t, func(t *rapid.T) {
		var journal []entry
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			if pi == (intent.PaymentIntent{}) {
				journal = nil
			}
			next, err := intent.Next(pi, c)
			if err != nil {
				return
			}
			journal = append(journal, entry{c.Operation(), encode(t, c)})
			if len(journal)%8 != 0 { // replaying after each would be slow
				return
			}
			var replayed intent.PaymentIntent
			for _, e := range journal {
				again, err := intent.ParseCommand(e.op, e.command)
				if err != nil {
					t.Fatalf("%s %s: %v", e.op, e.command, err)
				}
				if replayed, err = intent.Next(replayed, again); err != nil {
					t.Fatalf("%s: %v", again, err)
				}
			}
			next.LatestCharge.Disputed = false // of that no command tells
			if replayed != next {
				t.Fatalf("replay leads to\n%s\nnot to\n%s", encode(t, replayed), encode(t, next))
			}
		})
	})
}

// tb is what a law needs of a test.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
}

func encode(t tb, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// lawsOfWalks: every law to which package explore holds its walks. The others are of what its universes do not have.
func lawsOfWalks(t *rapid.T, m moment) {
	e := explore.Edge{Command: m.command, Events: m.events, Err: m.err}
	e.From.PaymentIntent, e.To.PaymentIntent = m.before, m.after
	if err := e.Audit(); err != nil {
		t.Fatal(err)
	}
	if err := e.To.Audit(); err != nil {
		t.Fatalf("%s: %v", m, err)
	}
}

func checkIsStepIsNext(t *rapid.T, m moment) {
	if after, events, err := intent.Step(m.before, m.command); after != m.after || len(events) != len(m.events) || !equalErrors(err, m.err) {
		t.Fatalf("%s: Step leads to\n%s, %v\nthe operation to\n%s, %v", m, encode(t, after), err, encode(t, m.after), m.err)
	}
	next, errNext := intent.Next(m.before, m.command)
	if next != m.after {
		t.Fatalf("%s: Next leads to\n%s\nStep to\n%s", m, encode(t, next), encode(t, m.after))
	}
	for _, err := range []error{errNext, intent.Check(m.before, m.command)} {
		if !equalErrors(err, m.err) {
			t.Fatalf("%s: %v, but Step answers %v", m, err, m.err)
		}
	}
	if c, ok := m.command.(intent.CaptureParams); ok && !equalErrors(m.before.CheckCapture(c), m.err) {
		t.Fatalf("%s: CheckCapture answers %v, Step %v", m, m.before.CheckCapture(c), m.err)
	}
	if c, ok := m.command.(intent.RefundParams); ok && !equalErrors(m.before.CheckRefund(c), m.err) {
		t.Fatalf("%s: CheckRefund answers %v, Step %v", m, m.before.CheckRefund(c), m.err)
	}
}

func equalErrors(a, b error) bool {
	ea, aok := errors.AsType[*intent.Error](a)
	eb, bok := errors.AsType[*intent.Error](b)
	return aok && bok && *ea == *eb || a == nil && b == nil
}

func refusalChangesNothing(t *rapid.T, m moment) {
	if m.err == nil {
		return
	}
	if m.after != m.before || m.events != nil || m.made != (made{}) {
		t.Fatalf("%s is refused (%v) and changes something, or has events: %v", m, m.err, m.events)
	}
	e, ok := errors.AsType[*intent.Error](m.err)
	if !ok || e.Op != string(m.command.Operation()) || e.Type != code.TypeInvalidRequest || e.Code == "" || !errors.Is(m.err, e.Code) {
		t.Fatalf("%s: the refusal is %#v", m, m.err)
	}
	if shouts(m.command) {
		return // reading the currency allocates as well
	}
	if n := testing.AllocsPerRun(1, func() { _, _, _ = intent.Step(m.before, m.command) }); n > 1 {
		t.Fatalf("%s: the refusal (%v) allocates %v times", m, m.err, n)
	}
}

// refusalSaysWhy: the status that does not allow it, the charge that it is about, and how much would be possible.
func refusalSaysWhy(t *rapid.T, m moment) {
	e, ok := errors.AsType[*intent.Error](m.err)
	if !ok {
		return
	}
	c := m.before.LatestCharge
	want := *e
	switch e.Code {
	case code.PaymentIntentUnexpectedState:
		want.Status = string(m.before.Status)
	case code.StatusTransitionInvalid:
		want.Status = string(m.command.(intent.UpdateRefundParams).Refund.Status)
	case code.NothingToRefund, code.NothingToReverse, code.ChargeAlreadyRefunded, code.ChargeDisputed:
		if e.Param == "" { // otherwise it is about a flag
			want.Charge = c.ID
		}
	case code.RefundTooLarge:
		want.Charge, want.Limit = c.ID, m.before.AmountReceived-refunds(m.before)
		want.Got = m.command.(intent.RefundParams).Amount.Amount
	case code.FeeRefundTooLarge:
		f := c.ApplicationFee
		want.Charge, want.Limit = c.ID, f.Amount-f.AmountRefunded
		want.Got = m.command.(intent.RefundFeeParams).Amount.Or(f.Amount)
	case code.ReversalTooLarge:
		r := c.Transfer
		want.Charge, want.Limit = c.ID, r.Amount-r.AmountReversed
		if !r.Known() {
			want.Limit = money.Max
		}
		want.Got = m.command.(intent.ReverseTransferParams).Amount.Or(r.Amount)
	case code.UnknownCharge:
		want.Charge = c.ID
	default: // it is about the parameters
	}
	if *e != want {
		t.Fatalf("%s is refused with\n%#v\nnot\n%#v", m, *e, want)
	}
}

// shouts reports whether a command has a currency that is not one in lower case, as it will be in the intent.
func shouts(c intent.Command) bool {
	var currency money.Currency
	switch c := c.(type) {
	case intent.CreateParams:
		currency = c.Currency
	case intent.UpdateParams:
		currency = c.Currency
	default:
		currency = settlementOf(c).TransferCurrency
	}
	lower, err := money.ParseCurrency(string(currency))
	return currency != "" && (err != nil || lower != currency)
}

// settlementOf returns what a command says comes into being.
func settlementOf(c intent.Command) charge.Settlement {
	switch c := c.(type) {
	case intent.ConfirmParams:
		return c.Attempt.Settlement
	case intent.AuthenticateParams:
		return c.Attempt.Settlement
	case intent.VerifyMicrodepositsParams:
		return c.Attempt.Settlement
	case intent.ProcessParams:
		return c.Settlement
	case intent.CaptureParams:
		return c.Settlement
	case intent.SettleParams:
		return c.Settlement
	}
	return charge.Settlement{}
}

func everyStateIsValid(t *rapid.T, m moment) {
	if m.err != nil {
		return
	}
	if err := m.after.Validate(); err != nil {
		t.Fatalf("%s leads to an invalid state: %v\n%s", m, err, encode(t, m.after))
	}
	if r := m.made.refund; r != (refund.Refund{}) && r.Validate() != nil {
		t.Fatalf("%s makes an invalid refund: %v\n%s", m, r.Validate(), encode(t, r))
	}
}

func canceledAtIsAt(t *rapid.T, m moment) {
	canceled := m.after.Status == intent.StatusCanceled && m.before.Status != intent.StatusCanceled
	if canceled && m.after.CanceledAt != at(m.command) || !canceled && m.after.CanceledAt != m.before.CanceledAt {
		t.Fatalf("%s: canceled at %d", m, m.after.CanceledAt)
	}
}

// verifyingIsAuthenticating: microdeposits that are verified, or cannot be any more, end the customer's step as Authenticate does.
func verifyingIsAuthenticating(t *rapid.T, m moment) {
	p, ok := m.command.(intent.VerifyMicrodepositsParams)
	if !ok || m.err != nil {
		return
	}
	after, events, err := m.before.Authenticate(p.AuthenticateParams)
	if err != nil || after != m.after || !slices.EqualFunc(events, m.events, func(a, b event.Event) bool { return a.String() == b.String() }) {
		t.Fatalf("%s: %v; authenticating leads to\n%s, %v, %v\nverifying to\n%s", m, m.events, encode(t, after), events, err, encode(t, m.after))
	}
}

// refunds returns how much was refunded by refunds: before basil what was released without multicapture counts in amount_refunded, too.
func refunds(pi intent.PaymentIntent) money.Amount {
	return pi.LatestCharge.AmountRefunded - released(pi)
}

func released(pi intent.PaymentIntent) money.Amount {
	c := pi.LatestCharge
	old := pi.Rules.Version != "" && pi.Rules.Version < "2025-03-31"
	ended := pi.Status == intent.StatusSucceeded || pi.Status == intent.StatusCanceled
	if old && !c.Card.Multicapture && ended && c.Status == charge.StatusSucceeded {
		return c.Amount - c.AmountCaptured
	}
	return 0
}

// undoes reports whether a refund counts no longer.
func undoes(p intent.UpdateRefundParams) bool { return p.Refund.Status.Counts() && !p.Status.Counts() }

// failsOnce: a refund with a number that failed or was canceled does not fail again, by whatever copy of it.
func failsOnce(t *rapid.T, m moment) {
	p, ok := m.command.(intent.UpdateRefundParams)
	if !ok || m.err != nil || !undoes(p) || p.Refund.Number == 0 {
		return
	}
	copies := []refund.Refund{p.Refund, m.made.refund, p.Refund, p.Refund}
	copies[2].Status, copies[2].PendingReason = refund.StatusSucceeded, ""
	copies[3].Status, copies[3].PendingReason = refund.StatusPending, ""
	// More is refunded afterwards, so that the sum alone would allow it.
	more := m.after
	more.LatestCharge.Disputed = false
	if next, err := intent.Next(more, intent.RefundParams{ID: "re_9"}); err == nil {
		more = next
	}
	for _, c := range copies {
		for _, pi := range []intent.PaymentIntent{m.after, more} {
			again := intent.UpdateRefundParams{Refund: c, Status: refund.StatusFailed}
			if next, _, _, err := pi.UpdateRefund(again); next != pi || !errors.Is(err, code.StaleRefund) && !errors.Is(err, code.StatusTransitionInvalid) {
				t.Fatalf("%s, and %s is accepted, or refused for %v", m, again, err)
			}
		}
	}
}

// TestStaleRefund: 500 is refunded by 300 and by 200. However often the 200 fails, and whichever copy of it is used, 300 stays refunded:
// its number refuses it, also when later refunds would make room for it in the sum.
func TestStaleRefund(t *testing.T) {
	pi := reach(t, automatic, confirms(approval))
	refunded := func(pi intent.PaymentIntent, amount money.Amount, s refund.Status) (intent.PaymentIntent, refund.Refund) {
		t.Helper()
		next, r, _, err := pi.Refund(intent.RefundParams{ID: fmt.Sprint("re_", pi.LatestCharge.RefundsMade+1), Amount: money.Some(amount), Status: s})
		if err != nil {
			t.Fatal(err)
		}
		return next, r
	}
	updated := func(pi intent.PaymentIntent, r refund.Refund, s refund.Status, want money.Amount, refusal code.Code) (intent.PaymentIntent, refund.Refund) {
		t.Helper()
		next, now, _, err := pi.UpdateRefund(intent.UpdateRefundParams{Refund: r, Status: s})
		if got := refusalOf(err).code; got != refusal || next.LatestCharge.AmountRefunded != want {
			t.Fatalf("%s to %s: %d is refunded, want %d; refused for %q, want %q", r.ID, s, next.LatestCharge.AmountRefunded, want, got, refusal)
		}
		return next, now
	}
	pi, _ = refunded(pi, 300, "")
	pi, pending := refunded(pi, 200, refund.StatusPending)
	pi, succeeded := updated(pi, pending, refund.StatusSucceeded, 500, "")
	pi, failed := updated(pi, succeeded, refund.StatusFailed, 300, "")
	full, third := refunded(pi, 700, refund.StatusRequiresAction)
	if !full.LatestCharge.Refunded {
		t.Fatal("not all of it is refunded")
	}
	for range 2 {
		updated(pi, succeeded, refund.StatusFailed, 300, code.StaleRefund)
		updated(pi, pending, refund.StatusFailed, 300, code.StaleRefund)
		updated(pi, pending, refund.StatusCanceled, 300, code.StaleRefund)
		updated(pi, failed, refund.StatusFailed, 300, code.StatusTransitionInvalid)
		updated(pi, third, refund.StatusCanceled, 300, code.StaleRefund) // of a future that was thrown away
		updated(full, succeeded, refund.StatusFailed, 1000, code.StaleRefund)
		updated(full, pending, refund.StatusCanceled, 1000, code.StaleRefund)
	}
	again, _ := updated(full, third, refund.StatusCanceled, 300, "")
	if again.LatestCharge.Refunded {
		t.Fatal("all of it is still refunded")
	}
	// Refunds 4 to 64 have a number, the later ones have none: of these only the sum is guarded.
	var last refund.Refund
	for n := 4; n <= 65; n++ {
		again, last = refunded(again, 1, "")
		if want := n % 65; int(last.Number) != want {
			t.Fatalf("refund %d has the number %d", n, last.Number)
		}
	}
	again, _ = updated(again, last, refund.StatusFailed, 361, "")
	again, _ = updated(again, last, refund.StatusFailed, 360, "")
	last.Amount = 361
	updated(again, last, refund.StatusFailed, 360, code.StaleRefund)
}

// settlesOneByOne: what is missing may come at once, or one after the other in any order.
func settlesOneByOne(t *rapid.T, m moment) {
	p, ok := m.command.(intent.SettleParams)
	if !ok || m.err != nil {
		return
	}
	ways := []intent.PaymentIntent{m.before, m.before}
	one := []charge.Settlement{
		{Transfer: p.Transfer, TransferCurrency: p.TransferCurrency, TransferAmount: p.TransferAmount},
		{BalanceTransaction: p.BalanceTransaction},
		{ApplicationFee: p.ApplicationFee},
	}
	for i := range one {
		for way, s := range []charge.Settlement{one[i], one[len(one)-1-i]} {
			next, err := intent.Next(ways[way], intent.SettleParams{At: p.At, Settlement: s})
			if err != nil && !errors.Is(err, code.NothingToSettle) {
				t.Fatalf("%s: %v of it alone is refused: %v", m, s, err)
			}
			ways[way] = next
		}
	}
	if ways[0] != m.after || ways[1] != m.after {
		t.Fatalf("%s: at once\n%s\none by one\n%s\nand\n%s", m, encode(t, m.after), encode(t, ways[0]), encode(t, ways[1]))
	}
}

// questionsTell: what is refundable, and how much of the fee and of the transfer belongs to it, is what a refund then gives back.
func questionsTell(t *rapid.T, m moment) {
	pi := m.before
	most, known := pi.Refundable().Amount, pi.Refundable().Valid
	if !known && pi.LatestCharge.Known() {
		if pi.LatestCharge.Disputed { // its dispute tells
			return
		}
		t.Fatalf("what is refundable of\n%s\nis not known", encode(t, pi))
	}
	if next, err := intent.Next(pi, intent.RefundParams{}); (err == nil) != (most > 0) || err == nil && next.LatestCharge.AmountRefunded-pi.LatestCharge.AmountRefunded != most {
		t.Fatalf("%d is refundable; a refund of it: %v\n%s", most, err, encode(t, pi))
	}
	if err := intent.Check(pi, intent.RefundParams{Amount: money.Some(most + pi.Currency.Multiple())}); pi != (intent.PaymentIntent{}) && err == nil {
		t.Fatalf("%d is refundable, and more, too\n%s", most, encode(t, pi))
	}
	p, ok := m.command.(intent.RefundParams)
	if !ok || m.err != nil {
		return
	}
	r := m.made.refund
	fee, transfer := pi.FeePortion(r.Amount), pi.TransferPortion(r.Amount)
	if !fee.Valid || p.RefundApplicationFee && r.FeeRefund.Amount != fee.Amount {
		t.Fatalf("%s gives back %d of the fee, and %v was said", m, r.FeeRefund.Amount, fee)
	}
	if transfer.Valid != pi.LatestCharge.Transfer.Known() || p.ReverseTransfer && r.TransferReversal.Amount != transfer.Or(0) {
		t.Fatalf("%s reverses %d, and %v was said", m, r.TransferReversal.Amount, transfer)
	}
}

// tellable is what charge.* events can list.
func tellable(c charge.Charge) charge.Charge {
	return charge.Charge{
		Amount: c.Amount, AmountCaptured: c.AmountCaptured, AmountRefunded: c.AmountRefunded,
		BalanceTransaction: c.BalanceTransaction, Captured: c.Captured, Refunded: c.Refunded,
		ApplicationFeeAmount: c.ApplicationFeeAmount, ApplicationFee: connect.ApplicationFee{ID: c.ApplicationFee.ID}, Transfer: connect.Transfer{ID: c.Transfer.ID},
	}
}

// eventsShowTheRefund: the refund that an operation returns is that of its events, and before them it was what it was.
func eventsShowTheRefund(t *rapid.T, m moment) {
	var want []event.Type
	var before refund.Refund
	switch p := m.command.(type) {
	case intent.RefundParams:
		want, before = []event.Type{event.RefundCreated}, m.made.refund
	case intent.UpdateRefundParams:
		want, before = []event.Type{event.RefundUpdated, event.ChargeRefundUpdated}, p.Refund
		if p.Status == refund.StatusFailed {
			want[0] = event.RefundFailed
		}
	}
	if m.err != nil {
		want = nil
	}
	var told []event.Type
	for e := range event.Only[*refund.Event](m.events) {
		told = append(told, e.Type)
		if *e.Refund != m.made.refund || e.ObjectID() != m.made.refund.ID || e.Before() != before || e.Type.Object() != "refund" {
			t.Fatalf("%s: %s shows\n%s\nwhich was\n%s\nnot\n%s", m, e, encode(t, *e.Refund), encode(t, e.Before()), encode(t, before))
		}
		if e.Previous != refund.Diff(&before, e.Refund) || e.Previous.Status.Valid != (before.Status != e.Refund.Status) {
			t.Fatalf("%s: %s lists %+v", m, e, e.Previous)
		}
	}
	if !slices.Equal(told, want) {
		t.Fatalf("%s: %v of the refund, want %v", m, told, want)
	}
}

// eventsShowTheFee: created where it comes into being, or with a part of its own for each capture; refunded where something comes back.
func eventsShowTheFee(t *rapid.T, m moment) {
	before, after := m.before.LatestCharge.ApplicationFee, m.after.LatestCharge.ApplicationFee
	created, refunded := 0, 0
	for e := range event.Only[*connect.ApplicationFeeEvent](m.events) {
		ok := e.ObjectID() == e.ApplicationFee.ID && e.Type.Object() == "application_fee"
		switch e.Type {
		case event.ApplicationFeeCreated:
			created++
			shown := after
			if before.ID != "" { // of this capture alone
				shown.ID, shown.Created = e.ApplicationFee.ID, at(m.command)
				shown.Amount, shown.AmountRefunded = after.Amount-before.Amount, 0
			}
			ok = ok && *e.ApplicationFee == shown && shown.Amount > 0 && shown.ID != "" &&
				e.Previous == connect.ApplicationFeePrevious{} && e.FeeRefund == connect.FeeRefund{}
		case event.ApplicationFeeRefunded:
			refunded++
			came := e.FeeRefund
			ok = ok && *e.ApplicationFee == after && e.Before() == before && e.Previous.Refunded.Valid == (before.Refunded() != after.Refunded()) &&
				came.Amount == after.AmountRefunded-before.AmountRefunded && came.Amount > 0 && came.Fee == after.ID && came.Created == at(m.command) &&
				(m.made.refund == refund.Refund{} || came == m.made.refund.FeeRefund) && (m.made.feeRefund == connect.FeeRefund{} || came == m.made.feeRefund)
		default:
			ok = false
		}
		if !ok {
			t.Fatalf("%s: %s %+v; the fee was %+v and is %+v", m, e, e, before, after)
		}
	}
	perCapture := m.after.Rules.Connect.Objects == connect.ObjectsPerCapture && m.command.Operation() == intent.OpCapture && m.command.(intent.CaptureParams).ApplicationFee != ""
	if (created == 1) != (before.ID == "" && after.ID != "" || perCapture && before.ID != "" && after.Amount > before.Amount) || (refunded == 1) != (after.AmountRefunded > before.AmountRefunded) {
		t.Fatalf("%s: the fee was %+v and is %+v, and the events are %v", m, before, after, m.events)
	}
}

// eventsShowTheTransfer is the same of the transfer.
func eventsShowTheTransfer(t *rapid.T, m moment) {
	before, after := m.before.LatestCharge.Transfer, m.after.LatestCharge.Transfer
	created, reversed := 0, 0
	for e := range event.Only[*connect.TransferEvent](m.events) {
		ok := e.ObjectID() == e.Transfer.ID && e.Type.Object() == "transfer"
		switch e.Type {
		case event.TransferCreated:
			created++
			shown := after
			if before.ID != "" { // of this capture alone
				shown.ID, shown.Created = e.Transfer.ID, at(m.command)
				shown.Amount, shown.AmountReversed = after.Amount-before.Amount, 0
			}
			ok = ok && *e.Transfer == shown && (shown.Amount > 0 || !after.Known()) && shown.ID != "" &&
				e.Previous == connect.TransferPrevious{} && e.Reversal == connect.Reversal{}
		case event.TransferReversed:
			reversed++
			came := e.Reversal
			ok = ok && *e.Transfer == after && e.Before() == before && e.Previous.Reversed.Valid == (before.Reversed() != after.Reversed()) &&
				came.Amount == after.AmountReversed-before.AmountReversed && came.Amount > 0 && came.Transfer == after.ID && came.Created == at(m.command) &&
				(m.made.refund == refund.Refund{} || came == m.made.refund.TransferReversal && came.SourceRefund == m.made.refund.ID) &&
				(m.made.reversal == connect.Reversal{} || came == m.made.reversal && came.SourceRefund == "")
		default:
			ok = false
		}
		if !ok {
			t.Fatalf("%s: %s %+v; the transfer was %+v and is %+v", m, e, e, before, after)
		}
	}
	perCapture := m.after.Rules.Connect.Objects == connect.ObjectsPerCapture && m.command.Operation() == intent.OpCapture && m.command.(intent.CaptureParams).Transfer != ""
	if (created == 1) != (before.ID == "" && after.ID != "" || perCapture && before.ID != "" && after.Amount > before.Amount) || (reversed == 1) != (after.AmountReversed > before.AmountReversed) {
		t.Fatalf("%s: the transfer was %+v and is %+v, and the events are %v", m, before, after, m.events)
	}
}

func eventsShowTheState(t *rapid.T, m moment) {
	for _, e := range m.events {
		if e.EventCreated() != at(m.command) {
			t.Fatalf("%s: %s was created at %d", m, e, e.EventCreated())
		}
		switch e := e.(type) {
		case *charge.Event:
			if *e.Charge != m.after.LatestCharge || e.ObjectID() != m.after.LatestCharge.ID || e.Type.Object() != "charge" {
				t.Fatalf("%s: %s shows another charge", m, e)
			}
		case *intent.Event:
			if *e.PaymentIntent != m.after || e.ObjectID() != m.after.ID || e.Type.Object() != "payment_intent" {
				t.Fatalf("%s: %s shows another intent", m, e)
			}
		}
	}
}

func decodeOfEncode(t *rapid.T, m moment) {
	if m.err != nil {
		return
	}
	mustSurviveJSON(t, m.after)
	m.after.LatestCharge = charge.Charge{ID: m.after.LatestCharge.ID}
	mustSurviveJSON(t, m.after)
	survives(t, m.made.refund)
	survives(t, m.made.feeRefund)
	survives(t, m.made.reversal)
}

// survives holds that a value that is not zero reads as it was written.
func survives[T comparable](t tb, v T) {
	t.Helper()
	var again, none T
	if v == none {
		return
	}
	if err := json.Unmarshal(encode(t, v), &again); err != nil || again != v {
		t.Fatalf("%s reads as\n%s, %v", encode(t, v), encode(t, again), err)
	}
}

func mustSurviveJSON(t tb, pi intent.PaymentIntent) {
	t.Helper()
	// Without package json, which reads and writes all of it once more.
	body, err := pi.MarshalJSON()
	if err != nil {
		t.Fatalf("%v", err)
	}
	var again intent.PaymentIntent
	if err := again.UnmarshalJSON(body); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	if again != pi {
		t.Fatalf("%s\nreads as\n%s", body, encode(t, again))
	}
}

func commandsSurviveJSON(t *rapid.T, m moment) {
	if m.err != nil {
		return // of a command that is refused, such as with an impossible currency, the JSON may be refused as well
	}
	again, err := intent.ParseCommand(m.command.Operation(), encode(t, m.command))
	if err != nil {
		t.Fatalf("%s: %v", m, err)
	}
	if again != m.command && !shouts(m.command) {
		t.Fatalf("%s: %#v reads as %#v", m, m.command, again)
	}
}

// advance lets time pass: whatever is due by then happens at its moment.
func advance(t tb, pi intent.PaymentIntent, until int64) intent.PaymentIntent {
	for {
		d, ok := pi.Deadline()
		if !ok || d.At > until {
			return pi
		}
		var c intent.Command = intent.ExpireParams{At: d.At}
		switch d.Operation {
		case intent.OpExpire:
			if _, err := intent.Next(pi, intent.ExpireParams{At: d.At - 1}); d.At > 1 && !errors.Is(err, code.TooEarly) {
				t.Fatalf("expired before its deadline: %v", err)
			}
		case intent.OpSettle:
			c = intent.SettleParams{At: d.At, Settlement: charge.Settlement{BalanceTransaction: "txn_8", ApplicationFee: "fee_8", Transfer: "tr_8"}}
		default:
			t.Fatalf("deadline %v", d)
		}
		next, err := intent.Next(pi, c)
		if err != nil {
			t.Fatalf("%s at %d: %v", c, d.At, err)
		}
		pi = next
	}
}

func longStepIsShortSteps(t *rapid.T, m moment) {
	const end = 5000
	if _, ok := m.after.Deadline(); !ok {
		return
	}
	short := m.after
	for now := int64(1); now <= end; now += 333 {
		short = advance(t, short, now)
	}
	long := advance(t, m.after, end)
	if long != advance(t, short, end) {
		t.Fatalf("%s: at once\n%s\nstep by step\n%s", m, encode(t, long), encode(t, short))
	}
	if d, ok := long.Deadline(); ok && d.At <= end {
		t.Fatalf("%s: at %d it is still to %s by %d", m, end, d.Operation, d.At)
	}
}

func fillingInNeverTurnsAnAnswer(t *rapid.T, m moment) {
	if !m.before.LatestCharge.Known() {
		return
	}
	bare := m.before
	bare.LatestCharge = charge.Charge{ID: m.before.LatestCharge.ID}
	turnsNoAnswer(t, m, bare)
	c := m.before.LatestCharge
	if m.before.CaptureMethod == intent.CaptureMethodManual && c.Status == charge.StatusSucceeded { // a body that does not show what the network offers
		unshown := m.before
		unshown.LatestCharge.Card = charge.Card{Unshown: true}
		if c.AmountCaptured > 0 {
			unshown.LatestCharge.Captures = capture.Uncounted
		}
		turnsNoAnswer(t, m, unshown)
	}
	if c.AmountCaptured == 0 || c.Status != charge.StatusSucceeded {
		return
	}
	forgotten := m.before // what the API does not show
	if !c.Captured {
		forgotten.LatestCharge.FirstGave = connect.MarkUnknown
	}
	forgotten.LatestCharge.FeeEndpointUsed, forgotten.LatestCharge.TransferEndpointUsed = connect.MarkUnknown, connect.MarkUnknown
	turnsNoAnswer(t, m, forgotten)
	folded := m.before // fee and transfer not expanded
	if c.ApplicationFee.ID != "" {
		folded.LatestCharge.ApplicationFee, folded.LatestCharge.FeeEndpointUsed = connect.ApplicationFee{ID: c.ApplicationFee.ID}, connect.MarkUnknown
	}
	if c.Transfer.ID != "" {
		folded.LatestCharge.Transfer, folded.LatestCharge.TransferEndpointUsed = connect.Transfer{ID: c.Transfer.ID, Destination: c.Transfer.Destination}, connect.MarkUnknown
	}
	if folded != m.before {
		turnsNoAnswer(t, m, folded)
	}
}

// turnsNoAnswer compares the answers of an intent of whose charge something is unknown with those of the whole intent.
func turnsNoAnswer(t *rapid.T, m moment, bare intent.PaymentIntent) {
	if m.err == nil { // otherwise it was looked at before
		mustSurviveJSON(t, bare)
	}
	filled, err := fillIn(bare, m.before.LatestCharge)
	if err != nil || filled != m.before {
		t.Fatalf("%s: filling in the charge: %v\n%s\nbecomes\n%s", m, err, encode(t, bare), encode(t, filled))
	}
	after, _, err := intent.Step(bare, m.command)
	switch {
	case errors.Is(err, code.UnknownCharge):
		if e, ok := errors.AsType[*intent.Error](err); !ok || e.Charge != bare.LatestCharge.ID || !slices.Contains(canBeUnknown, e.Param) {
			t.Fatalf("%s: %#v", m, err)
		} else if all := !bare.LatestCharge.Known() || bare.LatestCharge.Card.Unshown; !all && m.err == nil && e.Param == "latest_charge" || !bare.LatestCharge.Known() && e.Param != "latest_charge" {
			t.Fatalf("%s: %s is to be fetched of\n%s", m, e.Param, encode(t, bare))
		}
	case err != nil:
		if m.err == nil {
			t.Fatalf("%s: refused without the charge (%v), accepted with it", m, err)
		}
		if why := refusalOf(err); why != refusalOf(m.err) && !slices.Contains(certain, why) {
			t.Fatalf("%s: refused without the charge because of %v, with it because of %v", m, why, refusalOf(m.err))
		}
	case errors.Is(m.err, code.CaptureLimitReached): // the one thing that is not counted
	case m.err != nil:
		t.Fatalf("%s: accepted without the charge, refused with it: %v", m, m.err)
	default:
		mustSurviveJSON(t, after)
		if err := after.Validate(); err != nil {
			t.Fatalf("%s: without the charge it leads to an invalid state: %v\n%s", m, err, encode(t, after))
		}
		if amounts(after) != amounts(m.after) {
			t.Fatalf("%s: without the charge\n%s\nwith it\n%s", m, encode(t, after), encode(t, m.after))
		}
		if c := after.LatestCharge; c.Known() && tellable(c) != tellable(m.after.LatestCharge) {
			t.Fatalf("%s: where not all is known of the charge it becomes\n%s\nand else\n%s", m, encode(t, after), encode(t, m.after))
		}
	}
}

// canBeUnknown is what an answer can depend on.
var canBeUnknown = []string{
	"latest_charge", "latest_charge.application_fee", "latest_charge.transfer", "first_gave", "refund_application_fee", "reverse_transfer",
}

// certain is what an operation can be refused for of whose charge something is unknown, though the whole charge has an earlier reason.
var certain = []verdict{
	{code.AmountTooLarge, "amount_to_capture"}, {code.CaptureLimitReached, "amount_to_capture"}, {code.NothingToCapture, "amount_to_capture"},
	{code.ParameterInvalid, "application_fee_amount"}, {code.ParameterMissing, "application_fee_amount"}, {code.LaterAmountNotAllowed, "application_fee_amount"},
	{code.ParameterInvalid, "transfer_data[amount]"}, {code.ParameterMissing, "transfer_data[amount]"}, {code.LaterAmountNotAllowed, "transfer_data[amount]"},
	{code.ParameterInvalid, "transfer_currency"}, {code.AmountTooLarge, "transfer_amount"},
	{code.IncrementLimitReached, ""}, {code.ParameterInvalidInteger, "amount"}, {code.AmountTooLarge, "amount"},
	{code.RefundTooLarge, "amount"}, {code.NothingToReverse, "reverse_transfer"}, {code.NotSettled, "reverse_transfer"}, {code.NotSettled, "refund_application_fee"},
	{code.RefundFlagNotAllowed, "refund_application_fee"}, {code.RefundFlagNotAllowed, "reverse_transfer"},
	{code.BalanceInsufficient, "reverse_transfer"}, {code.BalanceInsufficient, ""}, {code.FeeRefundTooLarge, "amount"}, {code.ReversalTooLarge, "amount"},
}

// fillIn fills in what was forgotten of a charge: the charge, and its history.
func fillIn(pi intent.PaymentIntent, c charge.Charge) (intent.PaymentIntent, error) {
	if !pi.LatestCharge.Known() || pi.LatestCharge.Card.Unshown || !pi.LatestCharge.ApplicationFee.Known() || !pi.LatestCharge.Transfer.Known() {
		return pi.WithCharge(c)
	}
	return pi.WithHistory(intent.History{
		FirstGave:            c.FirstGave == connect.MarkYes,
		FeeEndpointUsed:      c.FeeEndpointUsed == connect.MarkYes,
		TransferEndpointUsed: c.TransferEndpointUsed == connect.MarkYes,
	})
}

// amounts returns an intent without its charge.
func amounts(pi intent.PaymentIntent) intent.PaymentIntent {
	pi.LatestCharge = charge.Charge{}
	return pi
}

func capturesCanBeCountedLater(t *rapid.T, m moment) {
	pi := m.after
	if !pi.LatestCharge.Known() || pi.LatestCharge.Status != charge.StatusSucceeded {
		return
	}
	uncounted := pi
	uncounted.LatestCharge.Captures = capture.Uncounted
	counted, err := uncounted.WithCaptures(pi.LatestCharge.Captures)
	if err != nil || counted != pi {
		t.Fatalf("%s: counting %d captures: %v", m, pi.LatestCharge.Captures, err)
	}
	for _, n := range []uint8{52, 100, 254, capture.Uncounted} {
		if got, err := pi.WithCaptures(n); err == nil || got != pi {
			t.Fatalf("%s: %d captures are accepted", m, n)
		}
	}
}

// fill sets every field of v to something that is not zero and that JSON can carry.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case money.Currency:
		v.SetString("usd")
		return
	case intent.Version:
		v.SetString("2025-03-31.basil")
		return
	case capture.Limit, capture.WholeRemainder, capture.UntouchedClose, intent.PartialCancel, intent.ClosingEvents, intent.ConfirmationLimit, intent.FailedRefund,
		connect.LaterAmount, connect.IntentAmount, connect.AmountMeaning, connect.NewAmount, connect.Objects, connect.PortionBase, connect.Mark:
		v.SetUint(1)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("text \"%d\"\\ ü\n<&>\u2028", *n))
	case reflect.Bool:
		v.SetBool(true)
	default:
		if v.CanInt() {
			v.SetInt(int64(*n))
		} else {
			v.SetUint(uint64(100 + *n)) // a count
		}
	}
}

func TestEveryFieldSurvivesJSON(t *testing.T) {
	full := func() (pi intent.PaymentIntent) {
		n := 0
		fill(reflect.ValueOf(&pi).Elem(), &n)
		pi.LatestCharge.Card.Unshown = false // only of authorizations that show less
		return pi
	}
	mustSurviveJSON(t, full())
	// Each field alone, and all but each: one that is written into another's place, or left out, is found.
	for _, path := range leaves(reflect.TypeFor[intent.PaymentIntent](), nil) {
		pi := full()
		reflect.ValueOf(&pi).Elem().FieldByIndex(path).SetZero()
		if !decodable(pi) {
			continue
		}
		mustSurviveJSON(t, pi)
	}
	counts := full()
	counts.Confirmations, counts.Increments, counts.Rules.MaxConfirmations, counts.LatestCharge.Captures = 255, 255, 255, 255
	mustSurviveJSON(t, counts)
}

// leaves returns the places of all fields that are not structs.
func leaves(typ reflect.Type, at []int) (all [][]int) {
	for i := range typ.NumField() {
		path := append(slices.Clone(at), i)
		if f := typ.Field(i).Type; f.Kind() == reflect.Struct {
			all = append(all, leaves(f, path)...)
		} else {
			all = append(all, path)
		}
	}
	return all
}

// decodable reports whether pi has what a document has to have, and no amount or object beside a null.
func decodable(pi intent.PaymentIntent) bool {
	for _, n := range []money.NullAmount{pi.ApplicationFeeAmount, pi.TransferData.Amount, pi.LatestCharge.ApplicationFeeAmount} {
		if !n.Valid {
			return false
		}
	}
	c := pi.LatestCharge
	return pi.ID != "" && pi.Status != "" && pi.Currency != "" && pi.CaptureMethod != "" && pi.ConfirmationMethod != "" && c.ID != "" && c.Status != "" && c.ApplicationFee.ID != "" && c.Transfer.ID != ""
}
