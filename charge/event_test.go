package charge_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

var _ event.Event = (*charge.Event)(nil)

func TestDiff(t *testing.T) {
	now := full()
	cases := []struct {
		field  string
		change func(old *charge.Charge)
		want   charge.Previous
		text   string
	}{
		{"Amount", func(c *charge.Charge) { c.Amount = 500 }, charge.Previous{Amount: event.Was[money.Amount](500)}, " amount 500 → 1000"},
		{"AmountCaptured", func(c *charge.Charge) { c.AmountCaptured = 0 }, charge.Previous{AmountCaptured: event.Was[money.Amount](0)}, " amount_captured 0 → 900"},
		{"AmountRefunded", func(c *charge.Charge) { c.AmountRefunded = 1 }, charge.Previous{AmountRefunded: event.Was[money.Amount](1)}, " amount_refunded 1 → 900"},
		{"ApplicationFee", func(c *charge.Charge) { c.ApplicationFee = connect.ApplicationFee{} }, charge.Previous{ApplicationFee: event.Was("")}, " application_fee null → fee_1"},
		{"ApplicationFeeAmount", func(c *charge.Charge) { c.ApplicationFeeAmount = money.NullAmount{} }, charge.Previous{ApplicationFeeAmount: event.Was(money.NullAmount{})}, " application_fee_amount null → 90"},
		{"BalanceTransaction", func(c *charge.Charge) { c.BalanceTransaction = "" }, charge.Previous{BalanceTransaction: event.Was("")}, " balance_transaction null → txn_1"},
		{"Captured", func(c *charge.Charge) { c.Captured = false }, charge.Previous{Captured: event.Was(false)}, " captured false → true"},
		{"Refunded", func(c *charge.Charge) { c.Refunded = false }, charge.Previous{Refunded: event.Was(false)}, " refunded false → true"},
		{"Transfer", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_0", Destination: c.Transfer.Destination} }, charge.Previous{Transfer: event.Was("tr_0")}, " transfer tr_0 → tr_1"},
	}
	if n := reflect.TypeFor[charge.Previous]().NumField(); n != len(cases) {
		t.Fatalf("Previous has %d fields, and %d are tested", n, len(cases))
	}
	everything := now
	text := "charge.updated ch_1"
	for _, c := range cases {
		old := now
		c.change(&old)
		c.change(&everything)
		text += c.text
		got := charge.Diff(&old, &now)
		if got != c.want {
			t.Errorf("%s (-want +got):\n%s", c.field, cmp.Diff(c.want, got))
		}
		e := charge.Event{Header: event.Header{Type: event.ChargeUpdated}, Charge: &now, Previous: got}
		if e.Before() != old {
			t.Errorf("%s: before the event it was\n%s", c.field, cmp.Diff(old, e.Before()))
		}
		if got, want := e.String(), "charge.updated ch_1"+c.text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	e := charge.Event{Header: event.Header{Type: event.ChargeUpdated}, Charge: &now, Previous: charge.Diff(&everything, &now)}
	if e.Before() != everything {
		t.Errorf("before the event it was\n%s", cmp.Diff(everything, e.Before()))
	}
	if got := e.String(); got != text {
		t.Errorf("%q, want %q", got, text)
	}
}

// What Previous has no field for is not told.
func TestDiffOfTheRest(t *testing.T) {
	now := full()
	old := charge.Charge{
		Amount: now.Amount, AmountCaptured: now.AmountCaptured, AmountRefunded: now.AmountRefunded,
		ApplicationFee: connect.ApplicationFee{ID: now.ApplicationFee.ID}, ApplicationFeeAmount: now.ApplicationFeeAmount,
		BalanceTransaction: now.BalanceTransaction, Captured: now.Captured, Refunded: now.Refunded,
		Transfer: connect.Transfer{ID: now.Transfer.ID},
	}
	if got := charge.Diff(&old, &now); got != (charge.Previous{}) {
		t.Errorf("%+v", got)
	}
}

func TestEvent(t *testing.T) {
	c := charge.Charge{ID: "ch_1", BalanceTransaction: ""}
	e := &charge.Event{Header: event.Header{Type: event.ChargeRefunded, Created: 7}, Charge: &c}
	if e.EventType() != event.ChargeRefunded || e.EventCreated() != 7 || e.ObjectID() != "ch_1" {
		t.Errorf("%s %d %s", e.EventType(), e.EventCreated(), e.ObjectID())
	}
	if got, want := e.String(), "charge.refunded ch_1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if e.Before() != c {
		t.Error("nothing changed, and it was another charge before")
	}
	// What is null now says so, and an old amount of zero is not null.
	e.Previous = charge.Previous{
		ApplicationFee: event.Was("fee_1"), ApplicationFeeAmount: event.Was(money.Some(0)), BalanceTransaction: event.Was("txn_1"), Transfer: event.Was("tr_1"),
	}
	const want = "charge.refunded ch_1 application_fee fee_1 → null application_fee_amount 0 → null balance_transaction txn_1 → null transfer tr_1 → null"
	if got := e.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Before returns a copy: the snapshot that events share stays as it is.
func TestBeforeIsACopy(t *testing.T) {
	c := full()
	e := charge.Event{Charge: &c, Previous: charge.Previous{Amount: event.Was[money.Amount](1)}}
	if e.Before().Amount != 1 || c != full() {
		t.Error("the snapshot has changed")
	}
}
