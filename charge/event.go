package charge

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// An Event shows a Charge: charge.*, but not charge.refund.updated.
// Of a charge that was not expanded in the JSON that its intent came from it shows the id alone.
//
// Every event of one operation lists the whole change. Who adds up what was captured must not add charge.captured to the
// charge.updated of the same capture, nor charge.refunded to the charge.captured of a capture whose release was booked as refunded.
type Event struct {
	event.Header
	Charge   *Charge  // as it is after the operation. Do not change it: events share it
	Previous Previous // what changed, with the old values
}

// ObjectID returns the id of the charge.
func (e *Event) ObjectID() string { return e.Charge.ID }

// String returns one line: the type, the id and what changed: "charge.updated ch_1 amount_captured 300 → 500".
func (e *Event) String() string {
	return fmt.Sprintf("%s %s%s", e.Type, e.ObjectID(), e.Previous.changes(e.Charge))
}

// Before returns the charge before the event, as far as the event tells: every field of Previous, the rest as it is now. Of the fee and
// the transfer an event tells the ids alone. What came into being, their own events tell; what a later capture added to them, or was due
// before it came, no event does: compare ApplicationFee.Amount and Transfer.Amount of the charges that the events show.
func (e *Event) Before() Charge {
	c, p := *e.Charge, e.Previous
	c.Amount = p.Amount.Or(c.Amount)
	c.AmountCaptured = p.AmountCaptured.Or(c.AmountCaptured)
	c.AmountRefunded = p.AmountRefunded.Or(c.AmountRefunded)
	if p.ApplicationFee.Valid {
		c.ApplicationFee = connect.ApplicationFee{ID: p.ApplicationFee.Value}
	}
	c.ApplicationFeeAmount = p.ApplicationFeeAmount.Or(c.ApplicationFeeAmount)
	if p.Transfer.Valid {
		c.Transfer = connect.Transfer{ID: p.Transfer.Value, Destination: c.Transfer.Destination}
	}
	c.BalanceTransaction = p.BalanceTransaction.Or(c.BalanceTransaction)
	c.Captured = p.Captured.Or(c.Captured)
	c.Refunded = p.Refunded.Or(c.Refunded)
	return c
}

// Previous is previous_attributes of a charge. A field that is not listed did not change.
type Previous struct {
	Amount, AmountCaptured, AmountRefunded event.Old[money.Amount]
	ApplicationFeeAmount                   event.Old[money.NullAmount]
	BalanceTransaction                     event.Old[string] // "" is null
	ApplicationFee, Transfer               event.Old[string] // ids; "" is null
	Captured, Refunded                     event.Old[bool]
}

// changes returns " field old → now" for each listed field.
func (p *Previous) changes(now *Charge) string {
	var b strings.Builder
	change(&b, "amount", p.Amount, now.Amount)
	change(&b, "amount_captured", p.AmountCaptured, now.AmountCaptured)
	change(&b, "amount_refunded", p.AmountRefunded, now.AmountRefunded)
	changeID(&b, "application_fee", p.ApplicationFee, now.ApplicationFee.ID)
	change(&b, "application_fee_amount", p.ApplicationFeeAmount, now.ApplicationFeeAmount)
	changeID(&b, "balance_transaction", p.BalanceTransaction, now.BalanceTransaction)
	change(&b, "captured", p.Captured, now.Captured)
	change(&b, "refunded", p.Refunded, now.Refunded)
	changeID(&b, "transfer", p.Transfer, now.Transfer.ID)
	return b.String()
}

func change[T comparable](b *strings.Builder, field string, old event.Old[T], now T) {
	if old.Valid {
		fmt.Fprintf(b, " %s %v → %v", field, old.Value, now)
	}
}

// changeID is change of an id, where "" is null.
func changeID(b *strings.Builder, field string, old event.Old[string], now string) {
	old.Value = cmp.Or(old.Value, "null")
	change(b, field, old, cmp.Or(now, "null"))
}
