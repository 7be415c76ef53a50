package connect

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// An ApplicationFeeEvent shows an ApplicationFee: application_fee.created and application_fee.refunded.
type ApplicationFeeEvent struct {
	event.Header
	ApplicationFee *ApplicationFee // as it is after the operation. Do not change it: events share it
	Previous       ApplicationFeePrevious
	FeeRefund      FeeRefund // the part that was given back, if Type is application_fee.refunded
}

// ApplicationFeePrevious is previous_attributes of an application fee. A field that is not listed did not change.
type ApplicationFeePrevious struct {
	AmountRefunded event.Old[money.Amount]
	Refunded       event.Old[bool]
}

// DiffApplicationFee lists what differs between old and now, with the old values.
func DiffApplicationFee(old, now *ApplicationFee) ApplicationFeePrevious {
	return ApplicationFeePrevious{
		AmountRefunded: event.Changed(old.AmountRefunded, now.AmountRefunded),
		Refunded:       event.Changed(old.Refunded(), now.Refunded()),
	}
}

// ObjectID returns the id of the fee.
func (e *ApplicationFeeEvent) ObjectID() string { return e.ApplicationFee.ID }

// String returns one line: "application_fee.refunded fee_1 amount_refunded 0 → 30 refunded false → true". An event that changed nothing
// says the amount, if it is known: "application_fee.created fee_1 amount 30".
func (e *ApplicationFeeEvent) String() string {
	return line(e.Header, e.ApplicationFee.ID, e.ApplicationFee.Amount,
		change("amount_refunded", e.Previous.AmountRefunded, e.ApplicationFee.AmountRefunded),
		change("refunded", e.Previous.Refunded, e.ApplicationFee.Refunded()))
}

// Before returns the fee before the event, as far as the event tells.
func (e *ApplicationFeeEvent) Before() ApplicationFee {
	f := *e.ApplicationFee
	f.AmountRefunded = e.Previous.AmountRefunded.Or(f.AmountRefunded)
	return f
}

// A TransferEvent shows a Transfer: transfer.created and transfer.reversed.
type TransferEvent struct {
	event.Header
	Transfer *Transfer // as it is after the operation. Do not change it: events share it
	Previous TransferPrevious
	Reversal Reversal // the part that was taken back, if Type is transfer.reversed
}

// TransferPrevious is previous_attributes of a transfer. A field that is not listed did not change.
type TransferPrevious struct {
	AmountReversed event.Old[money.Amount]
	Reversed       event.Old[bool]
}

// DiffTransfer lists what differs between old and now, with the old values.
func DiffTransfer(old, now *Transfer) TransferPrevious {
	return TransferPrevious{
		AmountReversed: event.Changed(old.AmountReversed, now.AmountReversed),
		Reversed:       event.Changed(old.Reversed(), now.Reversed()),
	}
}

// ObjectID returns the id of the transfer.
func (e *TransferEvent) ObjectID() string { return e.Transfer.ID }

// String returns one line: "transfer.reversed tr_1 amount_reversed 0 → 367". An event that changed nothing says the amount, if it is known:
// "transfer.created tr_1 amount 880".
func (e *TransferEvent) String() string {
	return line(e.Header, e.Transfer.ID, e.Transfer.Amount,
		change("amount_reversed", e.Previous.AmountReversed, e.Transfer.AmountReversed),
		change("reversed", e.Previous.Reversed, e.Transfer.Reversed()))
}

// Before returns the transfer before the event, as far as the event tells.
func (e *TransferEvent) Before() Transfer {
	t := *e.Transfer
	t.AmountReversed = e.Previous.AmountReversed.Or(t.AmountReversed)
	return t
}

// line returns an event in one line: its changes, or the amount of the object, if it is known and there are none.
func line(h event.Header, id string, amount money.Amount, changes ...string) string {
	all := strings.Join(changes, "")
	if all == "" && amount > 0 {
		all = fmt.Sprintf(" amount %d", amount)
	}
	return fmt.Sprintf("%s %s%s", h.Type, id, all)
}

func change[T comparable](field string, old event.Old[T], now T) string {
	if !old.Valid {
		return ""
	}
	return fmt.Sprintf(" %s %v → %v", field, old.Value, now)
}
