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
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// A moment is one command of a life and what came of it.
type moment struct {
	before, after intent.PaymentIntent
	command       intent.Command
	events        []event.Event
	err           error
}

func (m moment) String() string { return fmt.Sprintf("%s in %q", m.command, m.before.Status) }

// Each law holds at every moment of every life.
var laws = []func(t *rapid.T, m moment){
	checkIsStepIsNext,
	refusalChangesNothing,
	everyStateIsValid,
	amountsAddUp,
	chargeAndIntentAgree,
	refundedMeansRefunded,
	endIsEnd,
	receivedNeverFalls,
	capturesAreCounted,
	everyChangeIsTold,
	eventsShowTheChargeBefore,
	eventsShowTheIntentBefore,
	eventsAreInOrder,
	eventsShowTheState,
	decodeOfEncode,
	commandsSurviveJSON,
	longStepIsShortSteps,
	fillingInNeverTurnsAnAnswer,
	capturesCanBeCountedLater,
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			m := moment{before: pi, command: c}
			m.after, m.events, m.err = intent.Step(pi, c)
			for _, law := range laws {
				law(t, m)
			}
		})
	})
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

func checkIsStepIsNext(t *rapid.T, m moment) {
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
	if m.after != m.before || m.events != nil {
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

// shouts reports whether a command has a currency that is not one in lower case, as it will be in the intent.
func shouts(c intent.Command) bool {
	var currency money.Currency
	switch c := c.(type) {
	case intent.CreateParams:
		currency = c.Currency
	case intent.UpdateParams:
		currency = c.Currency
	}
	lower, err := money.ParseCurrency(string(currency))
	return currency != "" && (err != nil || lower != currency)
}

func everyStateIsValid(t *rapid.T, m moment) {
	if m.err != nil {
		return
	}
	if err := m.after.Validate(); err != nil {
		t.Fatalf("%s leads to an invalid state: %v\n%s", m, err, encode(t, m.after))
	}
}

func amountsAddUp(t *rapid.T, m moment) {
	pi := m.after
	held := pi.Status == intent.StatusRequiresCapture
	for _, rule := range []struct {
		name string
		ok   bool
	}{
		{"0 ≤ amount_received ≤ amount", 0 <= pi.AmountReceived && pi.AmountReceived <= pi.Amount},
		{"amount ≤ 999,999,999,999", pi.Amount <= 999_999_999_999},
		{"amount_capturable ≥ 0", pi.AmountCapturable >= 0},
		{"capturable only while held", held || pi.AmountCapturable == 0},
		{"held ⇒ capturable + received = amount", !held || pi.AmountCapturable+pi.AmountReceived == pi.Amount},
		{"capturable + received ≤ amount", pi.AmountCapturable+pi.AmountReceived <= pi.Amount},
		{"succeeded ⇒ received", pi.Status != intent.StatusSucceeded || pi.AmountReceived > 0},
		{"no charge ⇒ no money", pi.LatestCharge.ID != "" || pi.AmountReceived == 0 && pi.AmountCapturable == 0},
		{"next_action ⇔ requires_action", (pi.NextAction != "") == (pi.Status == intent.StatusRequiresAction)},
		{"canceled_at ⇒ canceled", pi.CanceledAt == 0 || pi.Status == intent.StatusCanceled},
		{"cancellation_reason ⇒ canceled", pi.CancellationReason == "" || pi.Status == intent.StatusCanceled},
		{"canceled now ⇒ canceled_at is At", m.err != nil || pi.Status != intent.StatusCanceled || pi.CanceledAt == at(m.command)},
		{"a status ⇔ an id", (pi.Status != "") == (pi.ID != "")},
	} {
		if !rule.ok {
			t.Fatalf("%s breaks %q:\n%s", m, rule.name, encode(t, pi))
		}
	}
}

func chargeAndIntentAgree(t *rapid.T, m moment) {
	pi, c := m.after, m.after.LatestCharge
	if !c.Known() {
		return
	}
	succeeded := c.Status == charge.StatusSucceeded
	for _, rule := range []struct {
		name string
		ok   bool
	}{
		{"captured ⇒ nothing is held", !c.Captured || pi.Status != intent.StatusRequiresCapture},
		{"succeeded ⇒ captured", pi.Status != intent.StatusSucceeded || c.Captured && succeeded},
		{"processing ⇒ pending", (pi.Status == intent.StatusProcessing) == (c.Status == charge.StatusPending)},
		{"pending ⇒ captured", c.Status != charge.StatusPending || c.Captured},
		{"paid ⇔ succeeded", c.Paid == succeeded},
		{"amount_captured = amount_received", !succeeded || c.AmountCaptured == pi.AmountReceived},
		{"amount", c.Status == charge.StatusFailed || c.Amount == pi.Amount},
		{"money ⇒ a charge that succeeded", pi.AmountReceived == 0 && pi.AmountCapturable == 0 || succeeded},
		{"failed ⇔ failure_code", c.FailureCode == "" || c.Status == charge.StatusFailed},
		{"the same charge stays captured", m.before.LatestCharge.ID != c.ID || m.err == nil && m.command.Operation() == intent.OpConfirm || !m.before.LatestCharge.Captured || c.Captured},
	} {
		if !rule.ok {
			t.Fatalf("%s breaks %q:\n%s", m, rule.name, encode(t, pi))
		}
	}
}

// Since basil nothing here refunds: there is no refund, and a release is none. Before, the one capture of an authorization or its
// end books the rest as refunded, but not of a multicapture payment.
func refundedMeansRefunded(t *rapid.T, m moment) {
	c := m.after.LatestCharge
	old := m.after.Rules.Version != "" && m.after.Rules.Version < "2025-03-31"
	ended := m.after.Status == intent.StatusSucceeded || m.after.Status == intent.StatusCanceled
	var want money.Amount
	if old && !c.Card.Multicapture && ended && c.Status == charge.StatusSucceeded {
		want = c.Amount - c.AmountCaptured
	}
	if c.AmountRefunded != want || c.Refunded != (want > 0 && want == c.Amount) {
		t.Fatalf("%s: refunded %d (%t), want %d", m, c.AmountRefunded, c.Refunded, want)
	}
}

func endIsEnd(t *rapid.T, m moment) {
	if s := m.before.Status; (s == intent.StatusSucceeded || s == intent.StatusCanceled) && (m.err == nil || m.after != m.before) {
		t.Fatalf("%s is accepted, or changes something", m)
	}
}

func receivedNeverFalls(t *rapid.T, m moment) {
	if m.after.AmountReceived < m.before.AmountReceived {
		t.Fatalf("%s: amount_received falls from %d to %d", m, m.before.AmountReceived, m.after.AmountReceived)
	}
	if c, ok := m.command.(intent.CaptureParams); ok && m.err == nil {
		took := m.after.AmountReceived - m.before.AmountReceived
		if took != c.AmountToCapture.Or(m.before.AmountCapturable) {
			t.Fatalf("%s took %d", m, took)
		}
	} else if m.after.AmountReceived != m.before.AmountReceived && (m.before.AmountReceived != 0 || m.after.AmountReceived != m.after.Amount) {
		t.Fatalf("%s: amount_received goes from %d to %d", m, m.before.AmountReceived, m.after.AmountReceived)
	}
}

func capturesAreCounted(t *rapid.T, m moment) {
	c := m.after.LatestCharge
	most := capture.MaxCaptures
	if m.after.Rules.Capture.Limit == capture.LimitNonFinalAndOne && c.Captured {
		most++
	}
	if int(c.Captures) > most || (c.Captures > 0) != (c.AmountCaptured > 0) {
		t.Fatalf("%s: %d captures took %d", m, c.Captures, c.AmountCaptured)
	}
	if !c.Card.Multicapture && (c.Captures > 1 || m.after.Status == intent.StatusRequiresCapture && c.Captures > 0) {
		t.Fatalf("%s: %d captures without multicapture", m, c.Captures)
	}
}

// tellable is what charge.* events can list.
func tellable(c charge.Charge) charge.Charge {
	return charge.Charge{
		Amount: c.Amount, AmountCaptured: c.AmountCaptured, AmountRefunded: c.AmountRefunded,
		BalanceTransaction: c.BalanceTransaction, Captured: c.Captured, Refunded: c.Refunded,
	}
}

func everyChangeIsTold(t *rapid.T, m moment) {
	if m.after.LatestCharge == m.before.LatestCharge || m.command.Operation() == intent.OpIncrement {
		return // an increment is told by the intent alone
	}
	if m.after.LatestCharge == (charge.Charge{}) {
		return // that of an earlier attempt has not changed; it is not the latest any more
	}
	for e := range event.Only[*charge.Event](m.events) {
		if *e.Charge == m.after.LatestCharge {
			return
		}
	}
	t.Fatalf("%s changes the charge, and the events are %v", m, m.events)
}

func eventsShowTheChargeBefore(t *rapid.T, m moment) {
	for e := range event.Only[*charge.Event](m.events) {
		switch e.Type {
		case event.ChargeCaptured, event.ChargeUpdated, event.ChargeRefunded, event.ChargeExpired:
			before := m.before.LatestCharge
			if tellable(e.Before()) != tellable(before) {
				t.Fatalf("%s: before %s it was\n%s\nnot\n%s", m, e, encode(t, e.Before()), encode(t, before))
			}
			if p, now := e.Previous, e.Charge; p.Amount.Valid && p.Amount.Value == now.Amount ||
				p.AmountCaptured.Valid && p.AmountCaptured.Value == now.AmountCaptured ||
				p.AmountRefunded.Valid && p.AmountRefunded.Value == now.AmountRefunded ||
				p.BalanceTransaction.Valid && p.BalanceTransaction.Value == now.BalanceTransaction ||
				p.Captured.Valid && p.Captured.Value == now.Captured ||
				p.Refunded.Valid && p.Refunded.Value == now.Refunded {
				t.Fatalf("%s: %s lists what did not change", m, e)
			}
		default:
			if e.Previous != (charge.Previous{}) {
				t.Fatalf("%s: %s lists what changed", m, e)
			}
		}
	}
}

func eventsShowTheIntentBefore(t *rapid.T, m moment) {
	for e := range event.Only[*intent.Event](m.events) {
		p := e.Previous
		if p.Amount.Valid && (p.Amount.Value != m.before.Amount || p.Amount.Value == m.after.Amount) {
			t.Fatalf("%s: %s lists amount, and it went from %d to %d", m, e, m.before.Amount, m.after.Amount)
		}
		if p.AmountCapturable.Valid && p.AmountCapturable.Value != m.before.AmountCapturable {
			t.Fatalf("%s: %s lists amount_capturable, and it was %d", m, e, m.before.AmountCapturable)
		}
		if before := e.Before(); p.AmountCapturable.Valid && (before.AmountCapturable != m.before.AmountCapturable || before.Amount != m.before.Amount) {
			t.Fatalf("%s: before %s it was %d of %d", m, e, before.AmountCapturable, before.Amount)
		}
		op := m.command.Operation()
		always := e.Type == event.PaymentIntentAmountCapturableUpdated && (op == intent.OpCapture || op == intent.OpIncrement)
		if p.AmountCapturable.Valid != always || p.Amount.Valid && !always {
			t.Fatalf("%s: %s", m, e)
		}
	}
}

func eventsAreInOrder(t *rapid.T, m moment) {
	rank := func(typ event.Type) int {
		switch typ {
		case event.ChargeSucceeded, event.ChargePending, event.ChargeFailed, event.ChargeExpired, event.ChargeCaptured:
			return 1
		case event.ChargeRefunded:
			return 2
		case event.ChargeUpdated:
			return 3
		case event.PaymentIntentAmountCapturableUpdated:
			return 4
		case event.PaymentIntentCreated, event.PaymentIntentProcessing, event.PaymentIntentRequiresAction,
			event.PaymentIntentSucceeded, event.PaymentIntentPaymentFailed:
			return 5
		case event.PaymentIntentCanceled:
			return 6
		default:
			t.Fatalf("%s: what is %s?", m, typ)
			return 0
		}
	}
	last := 0
	for _, e := range m.events {
		if r := rank(e.EventType()); r > last {
			last = r
			continue
		}
		t.Fatalf("%s: %v", m, m.events)
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
}

func mustSurviveJSON(t tb, pi intent.PaymentIntent) {
	t.Helper()
	body := encode(t, pi)
	var again intent.PaymentIntent
	if err := json.Unmarshal(body, &again); err != nil {
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
		if d.Operation != intent.OpExpire {
			t.Fatalf("deadline %v", d)
		}
		if _, err := intent.Next(pi, intent.ExpireParams{At: d.At - 1}); d.At > 1 && !errors.Is(err, code.TooEarly) {
			t.Fatalf("expired before its deadline: %v", err)
		}
		next, err := intent.Next(pi, intent.ExpireParams{At: d.At})
		if err != nil {
			t.Fatalf("%v", err)
		}
		pi = next
	}
}

func longStepIsShortSteps(t *rapid.T, m moment) {
	const end = 2000
	short := m.after
	for now := int64(1); now <= end; now += 333 {
		short = advance(t, short, now)
	}
	if long := advance(t, m.after, end); long != advance(t, short, end) {
		t.Fatalf("%s: at once\n%s\nstep by step\n%s", m, encode(t, long), encode(t, short))
	}
}

func fillingInNeverTurnsAnAnswer(t *rapid.T, m moment) {
	expanded := m.before
	if !expanded.LatestCharge.Known() {
		return
	}
	bare := expanded
	bare.LatestCharge = charge.Charge{ID: expanded.LatestCharge.ID}
	turnsNoAnswer(t, m, bare)
	if expanded.Status == intent.StatusRequiresCapture { // a body that does not show what the network offers
		unshown := expanded
		unshown.LatestCharge.Card = charge.Card{Unshown: true}
		turnsNoAnswer(t, m, unshown)
	}
}

// turnsNoAnswer compares the answers of an intent of whose charge something is unknown with those of the whole intent.
func turnsNoAnswer(t *rapid.T, m moment, bare intent.PaymentIntent) {
	mustSurviveJSON(t, bare)
	filled, err := bare.WithCharge(m.before.LatestCharge)
	if err != nil || filled != m.before {
		t.Fatalf("%s: filling in the charge: %v", m, err)
	}
	after, _, err := intent.Step(bare, m.command)
	switch {
	case errors.Is(err, code.UnknownCharge):
		if e, ok := errors.AsType[*intent.Error](err); !ok || e.Charge != bare.LatestCharge.ID || e.Param != "latest_charge" {
			t.Fatalf("%s: %#v", m, err)
		}
	case err != nil:
		if m.err == nil {
			t.Fatalf("%s: refused without the charge (%v), accepted with it", m, err)
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
	case capture.Limit, capture.WholeRemainder, capture.UntouchedClose, intent.PartialCancel, intent.ConfirmationLimit:
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

// decodable reports whether pi has what a document has to have, and no amount beside a null.
func decodable(pi intent.PaymentIntent) bool {
	for _, n := range []money.NullAmount{pi.ApplicationFeeAmount, pi.TransferData.Amount, pi.LatestCharge.ApplicationFeeAmount} {
		if !n.Valid {
			return false
		}
	}
	c := pi.LatestCharge
	return pi.ID != "" && pi.Status != "" && pi.Currency != "" && pi.CaptureMethod != "" && pi.ConfirmationMethod != "" && c.ID != "" && c.Status != ""
}
