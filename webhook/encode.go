package webhook

import (
	"bytes"
	"encoding/json"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// MarshalJSON writes the API's event: the object as the version has it, and previous_attributes as far as the type carries them.
//
// Refusals, as a *code.Error:
//   - code.ParameterMissing with Param data.object: there is no event, one of another module, or one without its object, or with an id alone of a fee or
//     a transfer
//   - code.ParameterMissing: no id, no type
//   - code.ParameterInvalid: created before 1970, a version without a date, less than 0 pending webhooks, a type of another object
//   - code.UnknownCharge: the event shows a charge of which only the id is known
func (e Envelope) MarshalJSON() ([]byte, error) {
	object, previous, err := e.data()
	if err != nil {
		return nil, err
	}
	w := strictjson.Writer{Wire: true}
	w.Object("", func() {
		w.Text("id", e.ID)
		w.Text("object", "event")
		if e.Account != "" {
			w.Text("account", e.Account)
		}
		w.TextOrNull("api_version", string(e.APIVersion))
		w.Int("created", e.Event.EventCreated())
		w.Object("data", func() {
			w.Raw("object", object)
			if previous != nil {
				w.Raw("previous_attributes", previous)
			}
		})
		w.Bool("livemode", e.Livemode)
		w.Int("pending_webhooks", int64(e.PendingWebhooks))
		w.Object("request", func() {
			w.TextOrNull("id", e.Request.ID)
			w.TextOrNull("idempotency_key", e.Request.IdempotencyKey)
		})
		w.Text("type", string(e.Event.EventType()))
	})
	return w.Bytes(), nil
}

// data returns the object of the event, and what it lists as changed, nil if nothing.
func (e *Envelope) data() (object, previous json.RawMessage, err error) {
	const op = "encode"
	refuse := func(c code.Code, param string) error {
		return &code.Error{Op: op, Type: code.TypeInvalidRequest, Code: c, Param: param}
	}
	kind, ok := shows(e.Event)
	if !ok {
		return nil, nil, refuse(code.ParameterMissing, "data.object")
	}
	if e.ID == "" {
		return nil, nil, refuse(code.ParameterMissing, "id")
	}
	if e.Event.EventType() == "" {
		return nil, nil, refuse(code.ParameterMissing, "type")
	}
	if e.Event.EventCreated() < 0 {
		return nil, nil, refuse(code.ParameterInvalid, "created")
	}
	if err := (intent.Rules{Version: e.APIVersion}).Check(op); err != nil {
		return nil, nil, refuse(code.ParameterInvalid, "api_version")
	}
	if e.PendingWebhooks < 0 {
		return nil, nil, refuse(code.ParameterInvalid, "pending_webhooks")
	}
	if kind != "" && kind != e.Event.EventType().Object() {
		return nil, nil, refuse(code.ParameterInvalid, "type")
	}
	switch told := e.Event.(type) {
	case *intent.Event:
		return told.PaymentIntent.Wire(e.APIVersion), attributes(told.Type, intentAttributes(&told.Previous)), nil
	case *charge.Event:
		if !told.Charge.Known() {
			return nil, nil, &code.Error{Op: op, Type: code.TypeInvalidRequest, Code: code.UnknownCharge, Param: "latest_charge", Charge: told.Charge.ID}
		}
		return told.Charge.Wire(), attributes(told.Type, chargeAttributes(&told.Previous)), nil
	case *refund.Event:
		return told.Refund.Wire(), attributes(told.Type, refundAttributes(&told.Previous)), nil
	case *connect.ApplicationFeeEvent:
		fee, newest := told.ApplicationFee, told.FeeRefund
		known := told.Type == event.ApplicationFeeRefunded && newest != connect.FeeRefund{}
		refunds := list{key: "refunds", url: "/v1/application_fees/" + fee.ID + "/refunds", newest: newest, more: fee.AmountRefunded > newest.Amount}
		return refunds.addTo(fee, known), attributes(told.Type, feeAttributes(&told.Previous)), nil
	case *connect.TransferEvent:
		transfer, newest := told.Transfer, told.Reversal
		known := told.Type == event.TransferReversed && newest != connect.Reversal{}
		reversals := list{key: "reversals", url: "/v1/transfers/" + transfer.ID + "/reversals", newest: newest, more: transfer.AmountReversed > newest.Amount}
		return reversals.addTo(transfer, known), attributes(told.Type, transferAttributes(&told.Previous)), nil
	case *setup.Event:
		return told.SetupIntent.Wire(e.APIVersion), nil, nil
	default:
		u, _ := e.Event.(*Unknown) // the only other
		return u.Object, u.PreviousAttributes, nil
	}
}

// shows returns the object that a Go type of events shows, "" for one that is not modelled. It is not ok where the object is not there.
func shows(e event.Event) (kind string, ok bool) {
	switch e := e.(type) {
	case *intent.Event:
		return "payment_intent", e != nil && e.PaymentIntent != nil && e.PaymentIntent.ID != ""
	case *charge.Event:
		return "charge", e != nil && e.Charge != nil && e.Charge.ID != ""
	case *refund.Event:
		return "refund", e != nil && e.Refund != nil && *e.Refund != (refund.Refund{})
	case *connect.ApplicationFeeEvent:
		return "application_fee", e != nil && e.ApplicationFee != nil && e.ApplicationFee.ID != "" && e.ApplicationFee.Known()
	case *connect.TransferEvent:
		return "transfer", e != nil && e.Transfer != nil && e.Transfer.ID != "" && e.Transfer.Known()
	case *setup.Event:
		return "setup_intent", e != nil && e.SetupIntent != nil && e.SetupIntent.ID != ""
	case *Unknown:
		return "", e != nil && json.Valid(e.Object) && bytes.HasPrefix(e.Object, []byte("{")) && (e.PreviousAttributes == nil || json.Valid(e.PreviousAttributes))
	default:
		return "", false
	}
}

// A list is what came back of an object, newest first, of which an event knows the newest.
type list struct {
	key, url string
	newest   json.Marshaler
	more     bool // more came back than the newest
}

// addTo returns an object with the list as a member, if the newest is known.
func (l *list) addTo(object json.Marshaler, known bool) json.RawMessage {
	whole, _ := object.MarshalJSON() // strings and numbers cannot fail
	if !known {
		return whole
	}
	newest, _ := l.newest.MarshalJSON()
	var w strictjson.Writer
	w.Object("", func() {
		w.Object(l.key, func() {
			w.Text("object", "list")
			w.Raw("data", append(append([]byte("["), newest...), ']'))
			w.Bool("has_more", l.more)
			w.Text("url", l.url)
		})
	})
	return append(append(whole[:len(whole)-1], ','), w.Bytes()[1:]...)
}
