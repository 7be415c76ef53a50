package stripego

import (
	"bytes"
	"encoding/json"

	"github.com/stripe/stripe-go/v85"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
)

// PaymentIntent reads a PaymentIntent, with what was expanded in it. Refusals are those of intent.PaymentIntent.UnmarshalJSON.
func PaymentIntent(p *stripe.PaymentIntent, rules intent.Rules) (intent.PaymentIntent, error) {
	pi := intent.PaymentIntent{Rules: rules}
	err := read(p, &pi)
	return pi, err
}

// Charge reads a Charge; nil is the zero Charge. Refusals are those of charge.Charge.UnmarshalJSON.
func Charge(c *stripe.Charge) (charge.Charge, error) {
	var v charge.Charge
	err := read(c, &v)
	return v, err
}

// Refund reads a Refund; nil is the zero Refund. Refusals are those of refund.Refund.UnmarshalJSON.
func Refund(r *stripe.Refund) (refund.Refund, error) {
	var v refund.Refund
	err := read(r, &v)
	return v, err
}

// SetupIntent reads a SetupIntent, with what was expanded in it. Refusals are those of setup.Intent.UnmarshalJSON.
func SetupIntent(s *stripe.SetupIntent, rules intent.Rules) (setup.Intent, error) {
	si := setup.Intent{Rules: rules}
	err := read(s, &si)
	return si, err
}

// ApplicationFee reads an application fee; nil is the zero ApplicationFee. Refusals are those of connect.ApplicationFee.UnmarshalJSON.
func ApplicationFee(f *stripe.ApplicationFee) (connect.ApplicationFee, error) {
	var v connect.ApplicationFee
	err := read(f, &v)
	return v, err
}

// Transfer reads a Transfer; nil is the zero Transfer. Refusals are those of connect.Transfer.UnmarshalJSON.
func Transfer(t *stripe.Transfer) (connect.Transfer, error) {
	var v connect.Transfer
	err := read(t, &v)
	return v, err
}

// read goes through JSON: keys are the API's on both sides, and what a missing key means the core knows.
func read(object any, dst json.Unmarshaler) error {
	b, err := json.Marshal(object)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber() // amounts are no floats
	var v any
	if err = d.Decode(&v); err != nil {
		return err
	}
	if b, err = json.Marshal(restored("", v)); err != nil {
		return err
	}
	return dst.UnmarshalJSON(b)
}

// restored returns the value of a key as the API writes it: an object that was not expanded is its id, and where stripe-go has 0 for
// null, it is null.
func restored(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if id, _ := v["id"].(string); id != "" && v["object"] == "" {
			return id
		}
		for k, member := range v {
			if v[k] = restored(k, member); member == "" {
				delete(v, k) // not given
			}
		}
		if key == "transfer_data" && v["amount"] == json.Number("0") {
			v["amount"] = nil
		}
	case []any:
		for i, element := range v {
			v[i] = restored("", element)
		}
	case json.Number:
		if key == "application_fee_amount" && v == "0" {
			return nil
		}
	}
	return v
}
