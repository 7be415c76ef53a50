package main

import (
	"embed"
	"encoding/json"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
)

// The bodies are answers of the API: of this year with latest_charge expanded and as an id, and of version 2019-08-14, which lists
// charges.
//
//go:embed bodies
var bodies embed.FS

// versions are the API versions of bodies that are not of the newest one.
var versions = map[string]intent.Version{"charges_2019": "2019-08-14"}

// fetchPaymentIntent stands for GET /v1/payment_intents/ID.
func fetchPaymentIntent(name string) (intent.PaymentIntent, error) {
	pi := intent.PaymentIntent{Rules: intent.Rules{Version: versions[name]}} // Unmarshal keeps the Rules
	if err := fetch(name, &pi); err != nil {
		return pi, err
	}
	return pi, pi.Validate()
}

// fetchCharge stands for GET /v1/charges/ID.
func fetchCharge(id string) (c charge.Charge, err error) {
	err = fetch(id, &c)
	return c, err
}

func fetch(name string, object any) error {
	body, err := bodies.ReadFile("bodies/" + name + ".json")
	if err != nil {
		return err
	}
	return json.Unmarshal(body, object)
}
