package setup_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/webhook/event"
)

// tb is what a law needs of a test.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
}

// A moment is one command of a life and what came of it.
type moment struct {
	before, after setup.Intent
	command       setup.Command
	events        []event.Event
	err           error
}

// audited carries out a command and holds every law.
func audited(t tb, si setup.Intent, c setup.Command) moment {
	t.Helper()
	m := moment{before: si, command: c}
	m.after, m.events, m.err = setup.Step(si, c)
	for _, law := range laws {
		law(t, m)
	}
	return m
}

// Each law holds at every moment of every life, of every walk and of every story.
var laws = []func(t tb, m moment){
	checkIsStepIsNext, refusalChangesNothing, tableLeads, theEndIsTheEnd, staysValid, someNeverChange, eventsShowTheState,
	decodeOfEncode, commandSurvivesJSON, expandedOrNot,
}

func checkIsStepIsNext(t tb, m moment) {
	t.Helper()
	if err := setup.Check(m.before, m.command); !equalErrors(err, m.err) {
		t.Fatalf("%s in %q: Check says %v, Step says %v", m.command, m.before.Status, err, m.err)
	}
	next, err := setup.Next(m.before, m.command)
	if next != m.after || !equalErrors(err, m.err) {
		t.Fatalf("%s in %q: Next leads to %+v, %v; Step leads to %+v, %v", m.command, m.before.Status, next, err, m.after, m.err)
	}
}

func equalErrors(a, b error) bool {
	e, okA := errors.AsType[*intent.Error](a)
	f, okB := errors.AsType[*intent.Error](b)
	return a == nil && b == nil || okA && okB && *e == *f
}

func refusalChangesNothing(t tb, m moment) {
	t.Helper()
	if m.err == nil {
		return
	}
	if m.after != m.before || m.events != nil {
		t.Fatalf("%s in %q is refused (%v) and changes something: %+v, %v", m.command, m.before.Status, m.err, m.after, m.events)
	}
	e, ok := errors.AsType[*intent.Error](m.err)
	if !ok || e.Op != string(m.command.Operation()) || e.Type != code.TypeInvalidRequest || e.Code == "" || e.Message() == "" {
		t.Fatalf("%s: the refusal is %#v", m.command, m.err)
	}
	if x, explained := intent.Explain(e); e.Object != "setup_intent" || explained {
		t.Fatalf("%s: the refusal is of %q, and explained as if it were a PaymentIntent's: %+v", m.command, e.Object, x)
	}
	want := ""
	if e.Code == code.SetupIntentUnexpectedState {
		want = string(m.before.Status)
	}
	if e.Status != want {
		t.Fatalf("%s in %q: the refusal is about status %q", m.command, m.before.Status, e.Status)
	}
}

func tableLeads(t tb, m moment) {
	t.Helper()
	if m.err == nil && !setup.Transitions().Leads(m.before.Status, m.command.Operation(), m.after.Status) {
		t.Fatalf("%s leads from %q to %q, which is no row", m.command, m.before.Status, m.after.Status)
	}
}

func theEndIsTheEnd(t tb, m moment) {
	t.Helper()
	if over := m.before.Status == setup.StatusSucceeded || m.before.Status == setup.StatusCanceled; over && m.err == nil {
		t.Fatalf("%s is accepted in %q", m.command, m.before.Status)
	}
}

func staysValid(t tb, m moment) {
	t.Helper()
	if m.before != (setup.Intent{}) && m.before.Validate() != nil || m.after == (setup.Intent{}) {
		return
	}
	if err := m.after.Validate(); err != nil {
		t.Fatalf("%s in %q leads to what is not valid: %v\n%+v", m.command, m.before.Status, err, m.after)
	}
}

// someNeverChange: what an intent is for; and an attempt is made by a confirmation, one by each that makes one.
func someNeverChange(t tb, m moment) {
	t.Helper()
	if m.err != nil || m.before == (setup.Intent{}) {
		return
	}
	same := m.after
	same.ID, same.Usage, same.ConfirmationMethod, same.OnBehalfOf, same.Created, same.Rules =
		m.before.ID, m.before.Usage, m.before.ConfirmationMethod, m.before.OnBehalfOf, m.before.Created, m.before.Rules
	if same != m.after {
		t.Fatalf("%s changes what never changes: %+v", m.command, m.after)
	}
	if m.command.Operation() != intent.OpUpdate && m.after.Customer != m.before.Customer {
		t.Fatalf("%s changes the customer", m.command)
	}
	made := m.before.LatestAttempt.ID != m.after.LatestAttempt.ID || m.after.Confirmations != m.before.Confirmations
	_, confirms := m.command.(setup.ConfirmParams)
	if made && (!confirms || m.after.Confirmations != min(m.before.Confirmations, 254)+1) {
		t.Fatalf("%s makes an attempt: %d confirmations, before %d", m.command, m.after.Confirmations, m.before.Confirmations)
	}
}

// eventsShowTheState, and are about nothing but the intent.
func eventsShowTheState(t tb, m moment) {
	t.Helper()
	var b struct{ At int64 }
	if err := json.Unmarshal(encode(t, m.command), &b); err != nil {
		t.Fatalf("%v", err)
	}
	for _, told := range m.events {
		e, ok := told.(*setup.Event)
		if !ok || !strings.HasPrefix(string(e.EventType()), "setup_intent.") {
			t.Fatalf("%s tells %T %s", m.command, told, told.EventType())
		}
		if *e.SetupIntent != m.after || e.ObjectID() != m.after.ID || e.EventCreated() != b.At || e.String() != string(e.Type)+" "+m.after.ID {
			t.Fatalf("%s tells %s at %d of %+v, and not of %+v", m.command, e, e.EventCreated(), e.SetupIntent, m.after)
		}
	}
}

func encode(t tb, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

func decodeOfEncode(t tb, m moment) {
	t.Helper()
	if m.after == (setup.Intent{}) {
		return
	}
	var back setup.Intent
	b := encode(t, m.after)
	if err := json.Unmarshal(b, &back); err != nil || back != m.after {
		t.Fatalf("%s is read as %+v, not as %+v: %v", b, back, m.after, err)
	}
}

func commandSurvivesJSON(t tb, m moment) {
	t.Helper()
	b := encode(t, m.command)
	back, err := setup.ParseCommand(m.command.Operation(), b)
	if err != nil && m.err != nil {
		return // a reading that there is not is refused by both
	}
	if err != nil || back != m.command {
		t.Fatalf("%s is read as %+v, not as %+v: %v", b, back, m.command, err)
	}
}

// expandedOrNot: what is known of the latest attempt decides nothing, and of one that is not known nothing is made up.
func expandedOrNot(t tb, m moment) {
	t.Helper()
	bare := m.before
	bare.LatestAttempt = setup.Attempt{ID: bare.LatestAttempt.ID}
	next, events, err := setup.Step(bare, m.command)
	if !equalErrors(err, m.err) || len(events) != len(m.events) {
		t.Fatalf("%s in %q: %v, %v; not expanded %v, %v", m.command, m.before.Status, m.events, m.err, events, err)
	}
	want := m.after
	if m.after.Confirmations == m.before.Confirmations {
		want.LatestAttempt = bare.LatestAttempt
	}
	if m.before.Confirmations == 255 || next == want {
		return
	}
	t.Fatalf("%s in %q leads to %+v; not expanded to %+v", m.command, m.before.Status, m.after, next)
}

// TestLaws: the dumb model foresees what becomes of every life, and every law holds in it.
func TestLaws(t *testing.T) {
	told := map[event.Type]bool{}
	rapid.Check(t, func(t *rapid.T) {
		var model figures
		live(t, func(si setup.Intent, c setup.Command) setup.Intent {
			m := audited(t, si, c)
			model = foreseen(t, model, m)
			for _, e := range m.events {
				told[e.EventType()] = true
			}
			return m.after
		})
	})
	for _, typ := range event.Types() {
		if typ.Object() == "setup_intent" && !told[typ] && !t.Failed() {
			t.Errorf("%s was never told", typ)
		}
	}
}

// Replaying the journal, the accepted commands as JSON, gives the same state.
func TestReplay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type entry struct {
			op      intent.Operation
			command []byte
		}
		var journal []entry
		last := live(t, func(si setup.Intent, c setup.Command) setup.Intent {
			next, err := setup.Next(si, c)
			if err == nil {
				journal = append(journal, entry{c.Operation(), encode(t, c)})
			}
			return next
		})
		var replayed setup.Intent
		for _, e := range journal {
			c, err := setup.ParseCommand(e.op, e.command)
			if err != nil {
				t.Fatalf("%s: %v", e.command, err)
			}
			if replayed, _, err = setup.Step(replayed, c); err != nil {
				t.Fatalf("%s: %v", c, err)
			}
		}
		if replayed != last {
			t.Fatalf("replay leads to %+v, not to %+v", replayed, last)
		}
	})
}
