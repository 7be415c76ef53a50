package refund_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

var _ event.Event = (*refund.Event)(nil)

func TestDiff(t *testing.T) {
	now := full()
	cases := []struct {
		field  string
		change func(old *refund.Refund)
		want   refund.Previous
		text   string
	}{
		{"FailureBalanceTransaction", func(r *refund.Refund) { r.FailureBalanceTransaction = "" },
			refund.Previous{FailureBalanceTransaction: event.Was("")}, " failure_balance_transaction null → txn_2"},
		{"FailureReason", func(r *refund.Refund) { r.FailureReason = "unknown" },
			refund.Previous{FailureReason: event.Was(refund.FailureUnknown)}, " failure_reason unknown → declined"},
		{"PendingReason", func(r *refund.Refund) { r.PendingReason = "" },
			refund.Previous{PendingReason: event.Was(refund.PendingReason(""))}, " pending_reason null → processing"},
		{"Status", func(r *refund.Refund) { r.Status = refund.StatusPending },
			refund.Previous{Status: event.Was(refund.StatusPending)}, " status pending → failed"},
	}
	fields := reflect.TypeFor[refund.Previous]()
	if fields.NumField() != len(cases) {
		t.Fatalf("Previous has %d fields, and %d are tested", fields.NumField(), len(cases))
	}
	everything := now
	text := "refund.updated re_1"
	for _, c := range cases {
		if value := reflect.ValueOf(c.want).FieldByName(c.field); !value.IsValid() || value.IsZero() {
			t.Errorf("%s is not tested", c.field)
		}
		old := now
		c.change(&old)
		c.change(&everything)
		text += c.text
		got := refund.Diff(&old, &now)
		if got != c.want {
			t.Errorf("%s (-want +got):\n%s", c.field, cmp.Diff(c.want, got))
		}
		e := refund.Event{Header: event.Header{Type: event.RefundUpdated}, Refund: &now, Previous: got}
		if e.Before() != old {
			t.Errorf("%s: before the event it was\n%s", c.field, cmp.Diff(old, e.Before()))
		}
		if got, want := e.String(), "refund.updated re_1"+c.text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	e := refund.Event{Header: event.Header{Type: event.RefundUpdated}, Refund: &now, Previous: refund.Diff(&everything, &now)}
	if e.Before() != everything {
		t.Errorf("before the event it was\n%s", cmp.Diff(everything, e.Before()))
	}
	if got := e.String(); got != text {
		t.Errorf("%q, want %q", got, text)
	}
	if now != full() {
		t.Error("Before has changed the refund that events share")
	}
}

// What Previous has no field for is not told: it does not change.
func TestDiffOfTheRest(t *testing.T) {
	now := full()
	old := refund.Refund{
		Status: now.Status, PendingReason: now.PendingReason, FailureReason: now.FailureReason,
		FailureBalanceTransaction: now.FailureBalanceTransaction,
	}
	if got := refund.Diff(&old, &now); got != (refund.Previous{}) {
		t.Errorf("%+v", got)
	}
}

func TestEvent(t *testing.T) {
	r := shown()
	r.ID = "re_1"
	e := &refund.Event{Header: event.Header{Type: event.RefundCreated, Created: 7}, Refund: &r}
	if e.EventType() != event.RefundCreated || e.EventCreated() != 7 || e.ObjectID() != "re_1" {
		t.Errorf("%s %d %s", e.EventType(), e.EventCreated(), e.ObjectID())
	}
	if got, want := e.String(), "refund.created re_1 amount 300 succeeded"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if e.Before() != r {
		t.Error("nothing changed, and it was another refund before")
	}
	e.Previous.FailureReason = event.Was(refund.FailureUnknown)
	if got, want := e.String(), "refund.created re_1 failure_reason unknown → null"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
