package webhook

import (
	"encoding/json"
	"slices"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// carried is which keys previous_attributes of a type of events may have. All others have none.
//
// Source: https://docs.stripe.com/payments/multicapture and https://docs.stripe.com/payments/payment-intents/asynchronous-capture (their
// samples), https://docs.stripe.com/api/events/types.
var carried = []struct {
	types []event.Type
	keys  []string
}{
	{[]event.Type{event.PaymentIntentAmountCapturableUpdated}, []string{"amount", "amount_capturable"}},
	{
		[]event.Type{event.ChargeCaptured, event.ChargeUpdated, event.ChargeRefunded, event.ChargeExpired},
		[]string{
			"amount", "amount_captured", "amount_refunded", "application_fee", "application_fee_amount", "balance_transaction", "captured", "refunded",
			"transfer",
		},
	},
	{
		[]event.Type{event.RefundUpdated, event.RefundFailed, event.ChargeRefundUpdated},
		[]string{"failure_balance_transaction", "failure_reason", "pending_reason", "status"},
	},
	{[]event.Type{event.ApplicationFeeRefunded}, []string{"amount_refunded", "refunded"}},
	{[]event.Type{event.TransferReversed, event.TransferUpdated}, []string{"amount_reversed", "reversed"}},
}

// carries reports whether previous_attributes of a type may have a key.
func carries(t event.Type, key string) bool {
	for _, c := range carried {
		if slices.Contains(c.types, t) {
			return slices.Contains(c.keys, key)
		}
	}
	return false
}

// An attribute is a member of previous_attributes and its place in a Previous.
type attribute struct {
	key   string
	valid *bool
	write func(w *strictjson.Writer, key string)
	read  func(v strictjson.Value) error
}

func amount(key string, o *event.Old[money.Amount]) attribute {
	return attribute{
		key: key, valid: &o.Valid,
		write: func(w *strictjson.Writer, key string) { w.Amount(key, o.Value) },
		read:  func(v strictjson.Value) error { o.Valid = !v.IsNull(); return strictjson.Amount(v, &o.Value) }, // null is not known
	}
}

func nullAmount(key string, o *event.Old[money.NullAmount]) attribute {
	return attribute{
		key: key, valid: &o.Valid,
		write: func(w *strictjson.Writer, key string) { w.NullAmount(key, o.Value) },
		read:  func(v strictjson.Value) error { return strictjson.NullAmount(v, &o.Value) },
	}
}

// text is a word, or the id of an object that was not expanded; "" is null.
func text[T ~string](key string, o *event.Old[T]) attribute {
	return attribute{
		key: key, valid: &o.Valid,
		write: func(w *strictjson.Writer, key string) { w.TextOrNull(key, string(o.Value)) },
		read: func(v strictjson.Value) error {
			var id string
			err := strictjson.ID(v, &id)
			o.Value = T(id)
			return err
		},
	}
}

func flag(key string, o *event.Old[bool]) attribute {
	return attribute{
		key: key, valid: &o.Valid,
		write: func(w *strictjson.Writer, key string) { w.Bool(key, o.Value) },
		read:  func(v strictjson.Value) error { o.Valid = !v.IsNull(); return strictjson.Bool(v, &o.Value) },
	}
}

func intentAttributes(p *intent.Previous) []attribute {
	return []attribute{amount("amount", &p.Amount), amount("amount_capturable", &p.AmountCapturable)}
}

func chargeAttributes(p *charge.Previous) []attribute {
	return []attribute{
		amount("amount", &p.Amount), amount("amount_captured", &p.AmountCaptured), amount("amount_refunded", &p.AmountRefunded),
		text("application_fee", &p.ApplicationFee), nullAmount("application_fee_amount", &p.ApplicationFeeAmount),
		text("balance_transaction", &p.BalanceTransaction), flag("captured", &p.Captured), flag("refunded", &p.Refunded),
		text("transfer", &p.Transfer),
	}
}

func refundAttributes(p *refund.Previous) []attribute {
	return []attribute{
		text("failure_balance_transaction", &p.FailureBalanceTransaction), text("failure_reason", &p.FailureReason),
		text("pending_reason", &p.PendingReason), text("status", &p.Status),
	}
}

func feeAttributes(p *connect.ApplicationFeePrevious) []attribute {
	return []attribute{amount("amount_refunded", &p.AmountRefunded), flag("refunded", &p.Refunded)}
}

func transferAttributes(p *connect.TransferPrevious) []attribute {
	return []attribute{amount("amount_reversed", &p.AmountReversed), flag("reversed", &p.Reversed)}
}

// attributes writes those that are listed and that the type carries, nil if there are none.
func attributes(t event.Type, all []attribute) json.RawMessage {
	w := strictjson.Writer{Wire: true}
	listed := false
	w.Object("", func() {
		for _, a := range all {
			if *a.valid && carries(t, a.key) {
				a.write(&w, a.key)
				listed = true
			}
		}
	})
	if !listed {
		return nil
	}
	return w.Bytes()
}

// readAttributes reads those that this module models. Others are skipped.
func readAttributes(previous strictjson.Value, all []attribute) error {
	return previous.Object(func(key string, v strictjson.Value) error {
		for _, a := range all {
			if a.key == key {
				*a.valid = true
				return a.read(v)
			}
		}
		return nil
	})
}
