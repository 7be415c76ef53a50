package connect_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

var _, _ event.Event = (*connect.ApplicationFeeEvent)(nil), (*connect.TransferEvent)(nil)

// allTested reports the fields of previous values that no case lists.
func allTested[T any](t *testing.T, cases ...T) {
	t.Helper()
	fields := reflect.TypeFor[T]()
	for i := range fields.NumField() {
		tested := false
		for _, c := range cases {
			tested = tested || !reflect.ValueOf(c).Field(i).IsZero()
		}
		if !tested {
			t.Errorf("%s.%s is not tested", fields, fields.Field(i).Name)
		}
	}
}

func TestApplicationFeeEvent(t *testing.T) {
	was := event.Was[money.Amount]
	cases := []struct {
		old, now money.Amount // refunded, of 100
		want     connect.ApplicationFeePrevious
		text     string
	}{
		{0, 30, connect.ApplicationFeePrevious{AmountRefunded: was(0)}, "amount_refunded 0 → 30"},
		{30, 100, connect.ApplicationFeePrevious{AmountRefunded: was(30), Refunded: event.Was(false)}, "amount_refunded 30 → 100 refunded false → true"},
		{100, 99, connect.ApplicationFeePrevious{AmountRefunded: was(100), Refunded: event.Was(true)}, "amount_refunded 100 → 99 refunded true → false"},
		{30, 30, connect.ApplicationFeePrevious{}, "amount 100"},
	}
	var listed []connect.ApplicationFeePrevious
	for _, c := range cases {
		old, now := fee(), fee()
		old.AmountRefunded, now.AmountRefunded = c.old, c.now
		got := connect.DiffApplicationFee(&old, &now)
		if got != c.want {
			t.Errorf("%s (-want +got):\n%s", c.text, cmp.Diff(c.want, got))
		}
		listed = append(listed, got)
		e := &connect.ApplicationFeeEvent{Header: event.Header{Type: "application_fee.refunded", Created: 7}, ApplicationFee: &now, Previous: got}
		if e.Before() != old {
			t.Errorf("before the event it was (-want +got):\n%s", cmp.Diff(old, e.Before()))
		}
		if got, want := e.String(), "application_fee.refunded fee_1 "+c.text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if e.ObjectID() != "fee_1" || e.EventType() != event.ApplicationFeeRefunded || e.EventCreated() != 7 || now.AmountRefunded != c.now {
			t.Errorf("%+v", e)
		}
	}
	allTested(t, listed...)
}

func TestTransferEvent(t *testing.T) {
	was := event.Was[money.Amount]
	cases := []struct {
		old, now money.Amount // reversed, of 1356
		want     connect.TransferPrevious
		text     string
	}{
		{0, 678, connect.TransferPrevious{AmountReversed: was(0)}, "amount_reversed 0 → 678"},
		{678, 1356, connect.TransferPrevious{AmountReversed: was(678), Reversed: event.Was(false)}, "amount_reversed 678 → 1356 reversed false → true"},
		{1356, 1, connect.TransferPrevious{AmountReversed: was(1356), Reversed: event.Was(true)}, "amount_reversed 1356 → 1 reversed true → false"},
		{678, 678, connect.TransferPrevious{}, "amount 1356"},
	}
	var listed []connect.TransferPrevious
	for _, c := range cases {
		old, now := transfer(), transfer()
		old.AmountReversed, now.AmountReversed = c.old, c.now
		got := connect.DiffTransfer(&old, &now)
		if got != c.want {
			t.Errorf("%s (-want +got):\n%s", c.text, cmp.Diff(c.want, got))
		}
		listed = append(listed, got)
		e := &connect.TransferEvent{Header: event.Header{Type: "transfer.reversed", Created: 7}, Transfer: &now, Previous: got}
		if e.Before() != old {
			t.Errorf("before the event it was (-want +got):\n%s", cmp.Diff(old, e.Before()))
		}
		if got, want := e.String(), "transfer.reversed tr_1 "+c.text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if e.ObjectID() != "tr_1" || e.EventType() != event.TransferReversed || e.EventCreated() != 7 || now.AmountReversed != c.now {
			t.Errorf("%+v", e)
		}
	}
	allTested(t, listed...)
}

// An event that changed nothing says the amount, if it is known.
func TestEventOfNoChange(t *testing.T) {
	for amount, want := range map[money.Amount]string{0: "", 1: " amount 1", 880: " amount 880"} {
		f := &connect.ApplicationFeeEvent{
			Header: event.Header{Type: event.ApplicationFeeCreated}, ApplicationFee: &connect.ApplicationFee{ID: "fee_1", Amount: amount},
		}
		if got, line := f.String(), "application_fee.created fee_1"+want; got != line {
			t.Errorf("%q, want %q", got, line)
		}
		tr := &connect.TransferEvent{Header: event.Header{Type: event.TransferCreated}, Transfer: &connect.Transfer{ID: "tr_1", Amount: amount}}
		if got, line := tr.String(), "transfer.created tr_1"+want; got != line {
			t.Errorf("%q, want %q", got, line)
		}
	}
}

// What the previous values have no field for is not told: nothing that gives a part back changes it.
func TestDiffOfTheRest(t *testing.T) {
	f, tr := fee(), transfer()
	f.Amount++ // neither is wholly given back
	tr.Amount++
	if got := connect.DiffApplicationFee(&connect.ApplicationFee{AmountRefunded: f.AmountRefunded}, &f); got != (connect.ApplicationFeePrevious{}) {
		t.Errorf("%+v", got)
	}
	if got := connect.DiffTransfer(&connect.Transfer{AmountReversed: tr.AmountReversed}, &tr); got != (connect.TransferPrevious{}) {
		t.Errorf("%+v", got)
	}
}
