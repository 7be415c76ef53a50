package main

import (
	"encoding/json"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
)

// methodDetails is the member of a charge that has what the network offers.
const methodDetails = "payment_method_details"

// offered returns what the network offers to an authorization. A body that shows the charge tells it. Else the request alone decides: several
// captures and increments are offered to every card.
func offered(body object) charge.Card {
	if card, shown := shownCard(body.sub("latest_charge")); shown {
		card.AmountAuthorized, card.CaptureBefore = 0, 0
		return card
	}
	return charge.Card{Multicapture: true, Incremental: true}
}

// shownCard returns what the network offers, if the body of a charge shows it.
func shownCard(shown object) (charge.Card, bool) {
	var c charge.Charge
	document, err := json.Marshal(apiCharge(shown, shown.text("id")))
	if err != nil || json.Unmarshal(document, &c) != nil {
		return charge.Card{}, false
	}
	return c.Card, c.Status == charge.StatusSucceeded && c.KnownToNetwork()
}

// learn takes over what a body shows of what the network offers to what is held: it was answered when that was authorized.
func (t *tracked) learn(body object) {
	c := &t.pi.LatestCharge
	card, shown := shownCard(body.sub("latest_charge"))
	if t.pi.Status != intent.StatusRequiresCapture || !shown || !c.Known() || chargeID(body) != c.ID {
		return
	}
	card.AmountAuthorized, card.CaptureBefore = c.Card.AmountAuthorized, c.Card.CaptureBefore
	c.Card = card
}
