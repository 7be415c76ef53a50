package refund

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/webhook/event"
)

// An Event shows a Refund: refund.* and charge.refund.updated.
type Event struct {
	event.Header
	Refund   *Refund  // as it is after the operation. Do not change it: events share it
	Previous Previous // what changed, with the old values
}

// Previous is previous_attributes of a refund. A field that is not listed did not change.
type Previous struct {
	Status                    event.Old[Status]
	PendingReason             event.Old[PendingReason] // "" is null
	FailureReason             event.Old[FailureReason] // "" is null
	FailureBalanceTransaction event.Old[string]        // "" is null
}

// Diff lists what differs between old and now, with the old values.
func Diff(old, now *Refund) Previous {
	return Previous{
		Status:                    event.Changed(old.Status, now.Status),
		PendingReason:             event.Changed(old.PendingReason, now.PendingReason),
		FailureReason:             event.Changed(old.FailureReason, now.FailureReason),
		FailureBalanceTransaction: event.Changed(old.FailureBalanceTransaction, now.FailureBalanceTransaction),
	}
}

// ObjectID returns the id of the refund.
func (e *Event) ObjectID() string { return e.Refund.ID }

// String returns one line: the type, the id, and what changed, or the amount and the status if nothing did:
// "refund.created re_1 amount 300 succeeded", "refund.failed re_1 status succeeded → failed".
func (e *Event) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Type, e.ObjectID())
	if e.Previous == (Previous{}) {
		fmt.Fprintf(&b, " amount %d %s", e.Refund.Amount, e.Refund.Status)
	}
	change(&b, "failure_balance_transaction", e.Previous.FailureBalanceTransaction, e.Refund.FailureBalanceTransaction)
	change(&b, "failure_reason", e.Previous.FailureReason, e.Refund.FailureReason)
	change(&b, "pending_reason", e.Previous.PendingReason, e.Refund.PendingReason)
	change(&b, "status", e.Previous.Status, e.Refund.Status)
	return b.String()
}

func change[T ~string](b *strings.Builder, field string, old event.Old[T], now T) {
	if old.Valid {
		fmt.Fprintf(b, " %s %s → %s", field, cmp.Or(old.Value, "null"), cmp.Or(now, "null"))
	}
}

// Before returns the refund before the event, as far as the event tells: every field of Previous, the rest as it is now.
func (e *Event) Before() Refund {
	r, p := *e.Refund, e.Previous
	r.Status = p.Status.Or(r.Status)
	r.PendingReason = p.PendingReason.Or(r.PendingReason)
	r.FailureReason = p.FailureReason.Or(r.FailureReason)
	r.FailureBalanceTransaction = p.FailureBalanceTransaction.Or(r.FailureBalanceTransaction)
	return r
}
