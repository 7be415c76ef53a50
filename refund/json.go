package refund

import (
	"encoding/json"

	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
)

// MarshalJSON writes the API's refund with transfer_reversal expanded, and under "tranche", only where needed, what the API does not
// show: its number, and the fee refund that came with it. The zero Refund is null.
func (r Refund) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	r.write(&w)
	return w.Bytes(), nil
}

// Wire returns r as the API's webhooks show it: transfer_reversal is an id, and there is nothing that the API does not show.
func (r Refund) Wire() json.RawMessage {
	w := strictjson.Writer{Wire: true}
	r.write(&w)
	return w.Bytes()
}

func (r *Refund) write(w *strictjson.Writer) {
	if *r == (Refund{}) {
		w.Null("")
		return
	}
	w.Object("", func() {
		w.TextOrNull("id", r.ID)
		w.Text("object", "refund")
		w.Amount("amount", r.Amount)
		w.TextOrNull("balance_transaction", r.BalanceTransaction)
		w.TextOrNull("charge", r.Charge)
		w.Int("created", r.Created)
		w.Text("currency", string(r.Currency))
		if r.DestinationType != "" {
			w.Object("destination_details", func() {
				w.Object("card", func() { w.Text("type", string(r.DestinationType)) })
				w.Text("type", "card")
			})
		}
		w.TextIfAny("failure_balance_transaction", r.FailureBalanceTransaction)
		w.TextIfAny("failure_reason", string(r.FailureReason))
		w.TextOrNull("payment_intent", r.PaymentIntent)
		w.TextIfAny("pending_reason", string(r.PendingReason))
		w.TextOrNull("reason", string(r.Reason))
		w.TextOrNull("status", string(r.Status))
		w.Expandable("transfer_reversal", r.TransferReversal.ID, r.TransferReversal)
		if w.Wire {
			return
		}
		if r.Number != 0 || r.FeeRefund != (connect.FeeRefund{}) {
			w.Object("tranche", func() {
				w.Value("fee_refund", r.FeeRefund)
				w.Int("number", int64(r.Number))
			})
		}
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and the API's refund. null is the zero Refund. A status that is null or absent is "". If an
// error is returned, r is unchanged.
//
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, another object than a refund, a missing
// object or amount, and amounts that are not integers from 0 to money.Max.
func (r *Refund) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, r) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (r *Refund) ReadJSON(v strictjson.Value) error {
	if v.IsNull() {
		*r = Refund{}
		return nil
	}
	var read Refund
	required := strictjson.Require("object", "amount")
	err := v.Object(func(key string, v strictjson.Value) error {
		required.Saw(key, v)
		return read.readMember(key, v)
	})
	if err == nil {
		err = required.Check()
	}
	if err == nil {
		*r = read
	}
	return err
}

func (r *Refund) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &r.ID)
	case "object":
		return strictjson.Kind(v, "refund")
	case "amount":
		return strictjson.Amount(v, &r.Amount)
	case "balance_transaction":
		return strictjson.ID(v, &r.BalanceTransaction)
	case "charge":
		return strictjson.ID(v, &r.Charge)
	case "created":
		return strictjson.Int(v, &r.Created)
	case "currency":
		return strictjson.Currency(v, &r.Currency)
	case "destination_details":
		return v.Object(func(key string, v strictjson.Value) error {
			if key != "card" {
				return nil
			}
			return v.Object(func(key string, v strictjson.Value) error {
				if key != "type" {
					return nil
				}
				return strictjson.Text(v, &r.DestinationType)
			})
		})
	case "failure_balance_transaction":
		return strictjson.ID(v, &r.FailureBalanceTransaction)
	case "failure_reason":
		return strictjson.Text(v, &r.FailureReason)
	case "payment_intent":
		return strictjson.ID(v, &r.PaymentIntent)
	case "pending_reason":
		return strictjson.Text(v, &r.PendingReason)
	case "reason":
		return strictjson.Text(v, &r.Reason)
	case "status":
		return strictjson.Text(v, &r.Status)
	case "transfer_reversal":
		return r.TransferReversal.ReadJSON(v)
	case "tranche":
		return v.Object(func(key string, v strictjson.Value) error {
			switch key {
			case "fee_refund":
				return r.FeeRefund.ReadJSON(v)
			case "number":
				return strictjson.Count(v, &r.Number)
			default:
				return nil
			}
		})
	default:
		return nil
	}
}
