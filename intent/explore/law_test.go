package explore_test

import (
	"errors"
	"iter"
	"reflect"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// sample yields some edges of each kind: what is done from which status to which, how it ends and what is told.
func sample(t *testing.T) []explore.Edge {
	t.Helper()
	type kind struct {
		from, to intent.Status
		on       intent.Operation
		refused  string
		events   int
		share    [4]bool
	}
	seen := map[kind]bool{}
	var all []explore.Edge
	payments, old := explore.Payments(1), explore.Readings(1)
	perCapture := explore.Payments(2)[1]
	perCapture.Rules.Connect.Objects = connect.ObjectsPerCapture
	perCapturePart := explore.Payments(2)[4]
	perCapturePart.Rules = perCapture.Rules
	for _, p := range []intent.CreateParams{payments[0], payments[8], payments[18], perCapture, perCapturePart, old[len(old)-1]} {
		for e := range explore.Life(p).Walk(explore.State{}) {
			was, is := &e.From.PaymentIntent.LatestCharge, &e.To.PaymentIntent.LatestCharge
			k := kind{
				from: e.From.PaymentIntent.Status, to: e.To.PaymentIntent.Status, on: e.Command.Operation(), events: len(e.Events),
				share: [4]bool{was.ApplicationFee.ID != "", was.Transfer.ID != "", is.ApplicationFee.ID != "", is.Transfer.ID != ""},
			}
			if why, ok := errors.AsType[*intent.Error](e.Err); ok {
				k.refused = string(why.Code)
			}
			if !seen[k] {
				seen[k] = true
				all = append(all, e)
			}
		}
	}
	return all
}

// others returns edges of kinds that Life does not have.
func others() []explore.Edge {
	destination := connect.TransferData{Destination: "acct_1"}
	create := intent.CreateParams{ID: "pi_1", Amount: 3, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1", TransferData: destination}
	create.CardOptions.RequestIncrementalAuthorization = intent.IfAvailable
	approved := charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Incremental: true}}
	abroad := charge.Settlement{Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(5)}
	var all []explore.Edge
	for _, commands := range [][]intent.Command{
		{create, intent.ConfirmParams{Attempt: approved}, intent.IncrementParams{Amount: 4}, intent.CaptureParams{Settlement: abroad}, intent.ReverseTransferParams{}},
		{create, intent.UpdateParams{DetachPaymentMethod: true}},
		{intent.CreateParams{ID: "pi_1", Amount: 3, Currency: "usd"}},
	} {
		var s explore.State
		for _, c := range commands {
			e := s.Try(c)
			all = append(all, e)
			s = e.To
		}
	}
	return all
}

// tampered yields edges that differ from e in one thing.
func tampered(e explore.Edge) iter.Seq[explore.Edge] {
	return func(yield func(explore.Edge) bool) {
		for to := range neighbours(e.To) {
			changed := e
			changed.To = to
			if !yield(changed) {
				return
			}
		}
		for _, err := range []error{nil, errors.New("no"), &intent.Error{Op: "else", Code: "else"}} {
			changed := e
			changed.Err = err
			if !yield(changed) {
				return
			}
		}
		for i := range e.Events {
			for _, events := range tamperedEvents(e.Events, i) {
				changed := e
				changed.Events = events
				if !yield(changed) {
					return
				}
			}
		}
	}
}

// tamperedEvents returns the events with one of them left out, told twice, or changed in one field.
func tamperedEvents(all []event.Event, i int) [][]event.Event {
	with := func(some ...event.Event) []event.Event {
		return append(append(append([]event.Event{}, all[:i]...), some...), all[i+1:]...)
	}
	lists := [][]event.Event{with(), with(all[i], all[i])}
	switch e := all[i].(type) {
	case *charge.Event:
		for c := range neighbours(*e) {
			lists = append(lists, with(&c))
		}
		for c := range neighbours(*e.Charge) {
			lists = append(lists, with(&charge.Event{Header: e.Header, Charge: &c, Previous: e.Previous}))
		}
	case *intent.Event:
		for c := range neighbours(*e) {
			lists = append(lists, with(&c))
		}
		for pi := range neighbours(*e.PaymentIntent) {
			lists = append(lists, with(&intent.Event{Header: e.Header, PaymentIntent: &pi, Previous: e.Previous}))
		}
	case *refund.Event:
		for c := range neighbours(*e) {
			lists = append(lists, with(&c))
		}
	case *connect.ApplicationFeeEvent:
		for c := range neighbours(*e) {
			lists = append(lists, with(&c))
		}
	case *connect.TransferEvent:
		for c := range neighbours(*e) {
			lists = append(lists, with(&c))
		}
	}
	return lists
}

// neighbours yields values that differ from v in one field, which is not a pointer.
func neighbours[T any](v T) iter.Seq[T] {
	return func(yield func(T) bool) { change(reflect.ValueOf(&v).Elem(), func() bool { return yield(v) }) }
}

// change changes one field of v after the other, and back.
func change(v reflect.Value, yield func() bool) bool {
	old := reflect.ValueOf(v.Interface())
	defer v.Set(old)
	try := func(set func()) bool {
		set()
		defer v.Set(old)
		return yield()
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if !change(v.Field(i), yield) {
				return false
			}
		}
		return true
	case reflect.Array:
		for i := range v.Len() {
			if !change(v.Index(i), yield) {
				return false
			}
		}
		return true
	case reflect.Bool:
		return try(func() { v.SetBool(!old.Bool()) })
	case reflect.String:
		return try(func() { v.SetString("else") }) && try(func() { v.SetString("") })
	case reflect.Int, reflect.Int64:
		return try(func() { v.SetInt(old.Int() + 1) }) && try(func() { v.SetInt(old.Int() - 1) })
	case reflect.Uint8, reflect.Uint64:
		return try(func() { v.SetUint(old.Uint() + 1) }) && try(func() { v.SetUint(old.Uint() - 1) })
	default:
		return true
	}
}

// Each law is broken by something that differs in one thing from what happens, and by nothing that does.
func TestLaws(t *testing.T) {
	broken := map[string]int{}
	laws := explore.Laws()
	for _, e := range append(sample(t), others()...) {
		if err := errors.Join(e.From.Audit(), e.To.Audit(), e.Audit()); err != nil {
			t.Fatal(err)
		}
		for changed := range tampered(e) {
			for i := range laws {
				l := &laws[i]
				if broken[l.Name] < 400 && !l.Holds(&changed) {
					broken[l.Name]++
				}
			}
		}
	}
	for _, l := range laws {
		if broken[l.Name] == 0 {
			t.Errorf("nothing breaks the law: %s", l.Name)
		}
	}
}
