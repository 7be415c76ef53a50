package intent

import (
	"encoding/json"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/strictjson"
)

// MarshalJSON writes the whole state: the API's payment_intent as the version in Rules has it, with latest_charge and what is in it
// expanded, and under "tranche", only where needed, what the API does not show (counts and rules; a reading is its word). UnmarshalJSON
// of it returns pi, if its strings are UTF-8; that of the zero PaymentIntent, which is none, is refused.
func (pi PaymentIntent) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	pi.write(&w)
	return w.Bytes(), nil
}

// Wire returns pi as the API's webhooks of a version show it: latest_charge is an id, or a list of charges before 2022-11-15, and there is
// nothing that the API does not show. Of the application of a Direct payment this module does not know the id: it is left out, or "" if
// nothing else shows that there is one.
func (pi PaymentIntent) Wire(v Version) json.RawMessage {
	w := strictjson.Writer{Wire: true}
	pi.Rules.Version = v
	pi.write(&w)
	return w.Bytes()
}

func (pi *PaymentIntent) write(w *strictjson.Writer) {
	w.Object("", func() {
		w.Text("id", pi.ID)
		w.Text("object", "payment_intent")
		w.Amount("amount", pi.Amount)
		w.Amount("amount_capturable", pi.AmountCapturable)
		w.Amount("amount_received", pi.AmountReceived)
		switch {
		case !w.Wire:
		case !pi.Direct:
			w.Null("application")
		case !pi.shownDirect():
			w.Text("application", "") // there is one, and which is not known
		}
		w.NullAmount("application_fee_amount", pi.ApplicationFeeAmount)
		w.IntOrNull("canceled_at", pi.CanceledAt)
		w.TextOrNull("cancellation_reason", string(pi.CancellationReason))
		w.Text("capture_method", string(pi.CaptureMethod))
		w.Text("confirmation_method", string(pi.ConfirmationMethod))
		w.Int("created", pi.Created)
		w.Text("currency", string(pi.Currency))
		w.TextOrNull("customer", pi.Customer)
		pi.LastPaymentError.write(w)
		pi.writeCharge(w)
		if next := pi.Rules.Version.NextAction(); pi.NextAction == "" {
			w.Null(next)
		} else {
			w.Object(next, func() { w.Text("type", pi.NextAction) })
		}
		w.TextOrNull("on_behalf_of", pi.OnBehalfOf)
		w.TextOrNull("payment_method", pi.PaymentMethod)
		pi.CardOptions.write(w)
		w.TextOrNull("setup_future_usage", string(pi.SetupFutureUsage))
		w.Text("status", string(pi.Rules.Version.Status(pi.Status)))
		w.Value("transfer_data", pi.TransferData)
		if !w.Wire {
			pi.writeHidden(w)
		}
	})
}

// writeCharge writes latest_charge, or the list of charges that there was before. Of the list this module knows the newest.
func (pi *PaymentIntent) writeCharge(w *strictjson.Writer) {
	if !pi.Rules.Version.Before(dateLatestCharge) {
		w.Expandable("latest_charge", pi.LatestCharge.ID, pi.LatestCharge)
		return
	}
	w.Object("charges", func() {
		w.Text("object", "list")
		all := []byte("[]")
		switch {
		case !pi.LatestCharge.Known():
		case w.Wire:
			all = append(append([]byte("["), pi.LatestCharge.Wire()...), ']')
		default:
			c, _ := pi.LatestCharge.MarshalJSON() // strings and numbers cannot fail
			all = append(append([]byte("["), c...), ']')
		}
		w.Raw("data", all)
		w.Bool("has_more", false)
		w.Text("url", "/v1/charges?payment_intent="+pi.ID)
	})
}

func (e *PaymentError) write(w *strictjson.Writer) {
	if *e == (PaymentError{}) {
		w.Null("last_payment_error")
		return
	}
	w.Object("last_payment_error", func() {
		w.TextIfAny("charge", e.Charge)
		w.TextIfAny("code", string(e.Code))
		w.TextIfAny("decline_code", string(e.Decline))
		w.TextIfAny("message", e.Message)
		if e.PaymentMethod != "" {
			w.Object("payment_method", func() {
				w.Text("id", e.PaymentMethod)
				w.Text("object", "payment_method")
			})
		}
		w.Text("type", string(e.Type()))
	})
}

// cardOptions is the keys of CardOptions in JSON that are requests.
var cardOptions = [...]string{
	"request_extended_authorization", "request_incremental_authorization", "request_multicapture", "request_overcapture",
}

// member returns the option of a key, nil if there is none.
func (o *CardOptions) member(key string) *Request {
	switch key {
	case cardOptions[0]:
		return &o.RequestExtendedAuthorization
	case cardOptions[1]:
		return &o.RequestIncrementalAuthorization
	case cardOptions[2]:
		return &o.RequestMulticapture
	case cardOptions[3]:
		return &o.RequestOvercapture
	default:
		return nil
	}
}

func (o *CardOptions) write(w *strictjson.Writer) {
	if *o == (CardOptions{}) {
		w.Null("payment_method_options")
		return
	}
	w.Object("payment_method_options", func() {
		w.Object("card", func() {
			w.TextIfAny("capture_method", o.CaptureMethod.String())
			for _, key := range cardOptions {
				if option := o.member(key); *option {
					w.Text(key, option.String())
				}
			}
		})
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and the API's payment_intent with latest_charge expanded or not, or with the list of
// charges that versions before 2022-11-15 have. It keeps pi.Rules and pi.Account if b has none; nothing else of pi is kept. If an error is
// returned, pi is unchanged.
//
// A payment with an Account is Direct, and so is one without a destination whose application is not null, or that has a fee.
//
// Keys that this module does not model are skipped, statuses and other words that it does not know are kept and allow nothing, but an option
// of a card whose word is unknown counts as not given; requires_source and requires_source_action, the names before 2019-02-11, are read as
// the statuses of today. What the document does not carry is unknown, not zero: see the package comment.
//
// Refusals, as a *Error with the place in Param: invalid JSON, a key that comes twice, another object than a payment_intent, a
// missing id, status, amount, amount_capturable, amount_received, capture_method or currency, amounts that are not integers from 0
// to money.Max, unknown rules; and those of charge.Charge.UnmarshalJSON. (json.Unmarshal itself looks at the syntax first,
// and returns an error of its own.) Whether the fields go together, Validate says.
func (pi *PaymentIntent) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, pi) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (pi *PaymentIntent) ReadJSON(v strictjson.Value) error {
	next := PaymentIntent{ConfirmationMethod: ConfirmationMethodAutomatic, Account: pi.Account, Rules: pi.Rules}
	var told strictjson.Value // what the API does not show
	required := strictjson.Require("id", "object", "status", "amount", "amount_capturable", "amount_received", "capture_method", "currency")
	var newest charge.Charge
	err := v.Object(func(key string, v strictjson.Value) error {
		required.Saw(key, v)
		switch key {
		case "charges": // the first is the newest
			return v.First(newest.ReadJSON)
		case "tranche":
			told = v
			return nil
		default:
			return next.readMember(key, v)
		}
	})
	if err == nil {
		err = required.Check()
	}
	if err == nil {
		next.Direct = next.Direct && next.TransferData.Destination == ""
		err = strictjson.In("tranche", next.readHidden(told))
	}
	if err == nil {
		err = next.Rules.Check("decode")
	}
	if err != nil {
		return err
	}
	if c := next.LatestCharge; !c.Known() && (c.ID == newest.ID || c.ID == "" && !next.isLater(&newest)) {
		next.LatestCharge = newest
	}
	next.forgetUnshown()
	*pi = next
	return nil
}

// forgetUnshown notes that it does not matter what the network offers, unless captures or their refunds may depend on it.
func (pi *PaymentIntent) forgetUnshown() {
	if pi.cardCaptureMethod() != CaptureMethodManual || !pi.Status.Allows(OpRefund) {
		pi.LatestCharge.Card.Unshown = false
	}
}

func (pi *PaymentIntent) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &pi.ID)
	case "object":
		return strictjson.Kind(v, "payment_intent")
	case "amount":
		return strictjson.Amount(v, &pi.Amount)
	case "amount_capturable":
		return strictjson.Amount(v, &pi.AmountCapturable)
	case "amount_received":
		return strictjson.Amount(v, &pi.AmountReceived)
	case "application":
		pi.Direct = !v.IsNull()
		return nil
	case "application_fee_amount":
		return strictjson.NullAmount(v, &pi.ApplicationFeeAmount)
	case "canceled_at":
		return strictjson.Int(v, &pi.CanceledAt)
	case "cancellation_reason":
		return strictjson.Text(v, &pi.CancellationReason)
	case "capture_method":
		return strictjson.Text(v, &pi.CaptureMethod)
	case "confirmation_method":
		return strictjson.Text(v, &pi.ConfirmationMethod)
	case "created":
		return strictjson.Int(v, &pi.Created)
	case "currency":
		return strictjson.Currency(v, &pi.Currency)
	case "customer":
		return strictjson.ID(v, &pi.Customer)
	case "last_payment_error":
		return pi.LastPaymentError.read(v)
	case "latest_charge":
		return pi.LatestCharge.ReadJSON(v)
	case "next_action", "next_source_action":
		again := key == "next_source_action" && pi.NextAction != "" // old versions show both, next_action as it is named today
		return v.Object(func(key string, v strictjson.Value) error {
			if key == "type" && !again {
				return strictjson.Text(v, &pi.NextAction)
			}
			return nil
		})
	case "on_behalf_of":
		return strictjson.ID(v, &pi.OnBehalfOf)
	case "payment_method":
		return strictjson.ID(v, &pi.PaymentMethod)
	case "payment_method_options":
		return pi.CardOptions.read(v)
	case "setup_future_usage":
		return strictjson.Text(v, &pi.SetupFutureUsage)
	case "status":
		err := strictjson.Text(v, &pi.Status)
		pi.Status = pi.Status.Current()
		return err
	case "transfer_data":
		return pi.TransferData.ReadJSON(v)
	default:
		return nil
	}
}

func (e *PaymentError) read(v strictjson.Value) error {
	return v.Object(func(key string, v strictjson.Value) error {
		switch key {
		case "charge":
			return strictjson.ID(v, &e.Charge)
		case "code":
			return strictjson.Text(v, &e.Code)
		case "decline_code":
			return strictjson.Text(v, &e.Decline)
		case "message":
			return strictjson.Text(v, &e.Message)
		case "payment_method":
			return strictjson.ID(v, &e.PaymentMethod)
		default:
			return nil
		}
	})
}

func (o *CardOptions) read(v strictjson.Value) error {
	return v.Object(func(key string, v strictjson.Value) error {
		if key != "card" {
			return nil
		}
		return v.Object(func(key string, v strictjson.Value) error {
			option := o.member(key)
			if option == nil && key != "capture_method" {
				return nil
			}
			var word string
			err := strictjson.Text(v, &word)
			if option != nil {
				*option = word == IfAvailable.String()
			} else {
				o.CaptureMethod = word == CardCaptureMethodManual.String()
			}
			return err
		})
	})
}
