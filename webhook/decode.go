package webhook

import (
	"slices"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// UnmarshalJSON reads the API's event. One of a type that this module does not model becomes an *Unknown. A PaymentIntent and a SetupIntent
// have the version of the event in their Rules, and a PaymentIntent that is Direct has its Account. A payment of a connected account is Direct,
// unless it goes on to another account, or the account made it itself. If an error is returned, e is unchanged.
//
// previous_attributes are read as far as this module models them, whatever the type.
//
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, another object than an event, a missing id, type,
// created or data.object, a version without a date, numbers that are not integers from 0, a fee or a transfer without its id or amount; and
// those of the object. (json.Unmarshal itself looks at the syntax first, and returns an error of its own.)
func (e *Envelope) UnmarshalJSON(b []byte) error {
	v, err := strictjson.Parse(b)
	if err != nil {
		return err
	}
	var next Envelope
	var h event.Header
	var object, previous strictjson.Value
	required := strictjson.Require("id", "object", "type", "created", "data")
	err = v.Object(func(key string, v strictjson.Value) error {
		required.Saw(key, v)
		if key != "data" {
			return next.readMember(&h, key, v)
		}
		return v.Object(func(key string, v strictjson.Value) error {
			switch key {
			case "object":
				object = v
			case "previous_attributes":
				previous = v
			}
			return nil
		})
	})
	if err == nil {
		err = required.Check()
	}
	if err == nil && object.IsNull() {
		err = strictjson.In("data", strictjson.Missing("object"))
	}
	if err == nil {
		err = intent.Rules{Version: next.APIVersion}.Check("decode")
	}
	if err == nil {
		next.Raw = v.String()
		next.Event, err = next.read(h, object, previous)
		err = strictjson.In("data", err)
	}
	if err == nil {
		*e = next
	}
	return err
}

func (e *Envelope) readMember(h *event.Header, key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &e.ID)
	case "object":
		return strictjson.Kind(v, "event")
	case "account":
		return strictjson.Text(v, &e.Account)
	case "api_version":
		return strictjson.Text(v, &e.APIVersion)
	case "created":
		return strictjson.Int(v, &h.Created)
	case "livemode":
		return strictjson.Bool(v, &e.Livemode)
	case "pending_webhooks":
		var n int64
		err := strictjson.Int(v, &n)
		e.PendingWebhooks = int(min(n, 1<<31-1))
		return err
	case "request":
		if v.IsString() { // before 2017-05-25 it was the id
			return strictjson.Text(v, &e.Request.ID)
		}
		return v.Object(func(key string, v strictjson.Value) error {
			switch key {
			case "id":
				return strictjson.Text(v, &e.Request.ID)
			case "idempotency_key":
				return strictjson.Text(v, &e.Request.IdempotencyKey)
			default:
				return nil
			}
		})
	case "type":
		return strictjson.Text(v, &h.Type)
	default:
		return nil
	}
}

// read returns the event with its object.
func (e *Envelope) read(h event.Header, object, previous strictjson.Value) (event.Event, error) {
	rules := intent.Rules{Version: e.APIVersion}
	switch kind := h.Type.Object(); {
	case !slices.Contains(event.Types(), h.Type):
		return readUnknown(h, object, previous)
	case kind == "payment_intent":
		told := &intent.Event{Header: h, PaymentIntent: &intent.PaymentIntent{Rules: rules}}
		err := told.PaymentIntent.ReadJSON(object)
		if err == nil && e.Account != "" {
			err = setAccount(told.PaymentIntent, e.Account, object)
		}
		return told, finish(previous, intentAttributes(&told.Previous), err)
	case kind == "charge":
		told := &charge.Event{Header: h, Charge: new(charge.Charge)}
		err := told.Charge.ReadJSON(object)
		if err == nil && !told.Charge.Known() { // of which the id is left: see View
			err = readMember(object, "payment_intent", &told.Charge.PaymentIntent)
		}
		return told, finish(previous, chargeAttributes(&told.Previous), err)
	case kind == "refund":
		told := &refund.Event{Header: h, Refund: new(refund.Refund)}
		return told, finish(previous, refundAttributes(&told.Previous), told.Refund.ReadJSON(object))
	case kind == "application_fee":
		told := &connect.ApplicationFeeEvent{Header: h, ApplicationFee: new(connect.ApplicationFee)}
		err := told.ApplicationFee.ReadJSON(object)
		if err == nil {
			err = whole(told.ApplicationFee.ID, told.ApplicationFee.Known())
		}
		if err == nil && h.Type == event.ApplicationFeeRefunded {
			err = readPart(object, "refunds", told.FeeRefund.ReadJSON)
		}
		return told, finish(previous, feeAttributes(&told.Previous), err)
	case kind == "transfer":
		told := &connect.TransferEvent{Header: h, Transfer: new(connect.Transfer)}
		err := told.Transfer.ReadJSON(object)
		if err == nil {
			err = whole(told.Transfer.ID, told.Transfer.Known())
		}
		if err == nil && h.Type == event.TransferReversed {
			err = readPart(object, "reversals", told.Reversal.ReadJSON)
		}
		return told, finish(previous, transferAttributes(&told.Previous), err)
	case kind == "setup_intent":
		told := &setup.Event{Header: h, SetupIntent: &setup.Intent{Rules: rules}}
		return told, strictjson.In("object", told.SetupIntent.ReadJSON(object))
	default: // fee_refund
		return readUnknown(h, object, previous)
	}
}

// whole refuses a fee or a transfer that is not there, or of which only the id is: an event shows all of it.
func whole(id string, known bool) error {
	if id == "" {
		return strictjson.Missing("id")
	}
	if !known {
		return strictjson.Missing("amount")
	}
	return nil
}

// finish returns the error of an object, and else reads previous_attributes.
func finish(previous strictjson.Value, all []attribute, err error) error {
	if err != nil {
		return strictjson.In("object", err)
	}
	return strictjson.In("previous_attributes", readAttributes(previous, all))
}

// setAccount makes a payment of a connected account Direct, but not if it goes on to another account, or if the account made it itself: then
// application is null, and there is no fee.
func setAccount(pi *intent.PaymentIntent, account string, object strictjson.Value) error {
	own := false
	err := object.Object(func(key string, v strictjson.Value) error {
		own = own || key == "application" && v.IsNull()
		return nil
	})
	if pi.TransferData.Destination == "" && (pi.Direct || !own) {
		pi.Account, pi.Direct = account, true
	}
	return err
}

// readPart reads the newest of the list of what came back of an object, if it has one.
func readPart(object strictjson.Value, list string, read func(v strictjson.Value) error) error {
	return object.Object(func(key string, v strictjson.Value) error {
		if key != list {
			return nil
		}
		return v.First(read)
	})
}

// readUnknown keeps an event as it came.
func readUnknown(h event.Header, object, previous strictjson.Value) (event.Event, error) {
	told := &Unknown{Header: h, Object: object.Raw()}
	if !previous.IsNull() {
		told.PreviousAttributes = previous.Raw()
	}
	return told, strictjson.In("object", readMember(object, "id", &told.id))
}

// readMember reads one member of an object: a text, or the id of an object.
func readMember(object strictjson.Value, member string, dst *string) error {
	return object.Object(func(key string, v strictjson.Value) error {
		if key != member {
			return nil
		}
		return strictjson.ID(v, dst)
	})
}
