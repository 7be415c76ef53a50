package main

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Values for what a recording says is there without saying what it is.
const (
	unrecorded         = "unrecorded"
	unrecordedMethod   = "pm_unrecorded"
	unrecordedTxn      = "txn_unrecorded"
	unrecordedAccount  = "acct_unrecorded"
	unrecordedTime     = 1
	unrecordedCurrency = "xxx" // the code of no currency
	otherCurrency      = "xts" // the code for tests: whichever it is, it is another one
)

// fromBody returns the intent that a body shows: the body in the API's form is decoded. What the body does not show is as it was
// before, if the intent was known, or else unknown. It reports false if that is too little for an intent.
func (d *driver) fromBody(body object, before intent.PaymentIntent) (intent.PaymentIntent, bool) {
	document, err := json.Marshal(apiIntent(body, &before))
	if err != nil {
		return before, false
	}
	next := intent.PaymentIntent{Rules: before.Rules, Account: before.Account}
	if json.Unmarshal(document, &next) != nil {
		return before, false
	}
	next.CardOptions = before.CardOptions
	next.Confirmations = before.Confirmations
	next.TransferData = before.TransferData
	if next.TransferData.Destination == "" {
		next.TransferData.Destination = next.LatestCharge.Transfer.Destination
	}
	if next.TransferData.Destination != "" {
		next.Direct = false // a fee does not show it
	}
	if next.LatestCharge.ID == before.LatestCharge.ID {
		keepCharge(&next, &before)
	}
	c := &next.LatestCharge
	if id := d.links.transfer[next.ID]; id != "" && strings.Contains(c.Transfer.ID, unrecorded) {
		c.Transfer.ID = id
	}
	if id := d.links.fee[next.ID]; id != "" && strings.Contains(c.ApplicationFee.ID, unrecorded) {
		c.ApplicationFee.ID = id
	}
	return next, true
}

// keepCharge keeps what was known of the charge and a body of it does not show.
func keepCharge(now, before *intent.PaymentIntent) {
	c, was := &now.LatestCharge, &before.LatestCharge
	switch {
	case !c.Known() && sameMoney(now, before):
		*c = *was
	case c.Known() && was.Known():
		if c.Card.Unshown {
			c.Card = was.Card
		}
		c.RefundsMade, c.LiveRefunds = was.RefundsMade, was.LiveRefunds
		c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = was.FirstGave, was.FeeEndpointUsed, was.TransferEndpointUsed
		if was.ApplicationFee.ID != "" {
			c.ApplicationFee = was.ApplicationFee
		}
		if was.Transfer.ID != "" {
			c.Transfer = was.Transfer
		}
	}
}

// sameMoney reports whether the charge of before still fits: nothing was authorized, taken or let go since.
func sameMoney(now, before *intent.PaymentIntent) bool {
	return now.Status == before.Status && now.Amount == before.Amount && now.AmountReceived == before.AmountReceived
}

// apiIntent returns the API's form of a body.
func apiIntent(body object, before *intent.PaymentIntent) object {
	api := object{
		"id":                  cmp.Or(body.text("id"), before.ID),
		"object":              "payment_intent",
		"currency":            cmp.Or(string(before.Currency), unrecordedCurrency),
		"confirmation_method": cmp.Or(before.ConfirmationMethod, intent.ConfirmationMethodAutomatic),
		"payment_method":      nullable(body, "payment_method?", before.PaymentMethod, cmp.Or(body.text("payment_method"), unrecordedMethod)),
		"customer":            orNil(before.Customer),
		"on_behalf_of":        orNil(before.OnBehalfOf),
		"setup_future_usage":  orNil(string(before.SetupFutureUsage)),
		"cancellation_reason": orNil(string(before.CancellationReason)),
		"latest_charge":       apiLatestCharge(body, before),
	}
	if before.Status != "" {
		api["status"] = before.Status
		api["amount"] = before.Amount
		api["amount_capturable"] = before.AmountCapturable
		api["amount_received"] = before.AmountReceived
		api["capture_method"] = before.CaptureMethod
	}
	for _, key := range []string{"status", "amount", "amount_capturable", "amount_received", "capture_method", "cancellation_reason", paramFee,
		"currency", "confirmation_method", "customer", "on_behalf_of", "setup_future_usage"} {
		if body.has(key) {
			api[key] = body[key]
		}
	}
	if body.isTrue("canceled_at?") {
		api["canceled_at"] = unrecordedTime
	}
	if body.isTrue("next_action?") {
		api["next_action"] = object{"type": cmp.Or(body.text("next_action"), before.NextAction, unrecorded)}
	}
	if body.isTrue("last_payment_error?") {
		failure := object{"message": unrecorded}
		for _, key := range []string{"code", "decline_code"} {
			if shown := body.sub("last_error"); shown.has(key) {
				failure[key] = shown[key]
			}
		}
		api["last_payment_error"] = failure
	}
	return api
}

// nullable returns the API's form of a member of which only is shown whether it is null: the value of before, if there was one.
func nullable(body object, key, before, otherwise string) any {
	switch {
	case body.isFalse(key):
		return nil
	case body.isTrue(key):
		return cmp.Or(before, otherwise)
	default:
		return orNil(before)
	}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// apiLatestCharge returns the API's form of latest_charge: the charge where the body shows enough of it, or its id.
func apiLatestCharge(body object, before *intent.PaymentIntent) any {
	id := chargeID(body)
	switch {
	case id == "" && showsNoCharge(body):
		return nil
	case id == "":
		id = cmp.Or(before.LatestCharge.ID, "ch_"+unrecorded+"_"+body.text("id"))
		if before.LatestCharge.ID == "" && !showsCharge(body) {
			return nil
		}
	}
	shown := body.sub("latest_charge")
	if shown == nil {
		return id
	}
	document, err := json.Marshal(apiCharge(shown, id))
	if err != nil || json.Unmarshal(document, new(charge.Charge)) != nil {
		return id
	}
	return json.RawMessage(document)
}

// apiCharge returns the API's form of a body of a charge.
func apiCharge(shown object, id string) object {
	api := object{"id": id, "object": "charge"}
	for _, key := range []string{"status", "amount", "amount_captured", "amount_refunded", "captured", "paid", "refunded", paramFee,
		"currency", "payment_intent", "payment_method", "failure_code", methodDetails} {
		if shown.has(key) {
			api[key] = shown[key]
		}
	}
	if shown.isTrue("balance_transaction?") {
		api["balance_transaction"] = unrecordedTxn
	}
	if shown.isTrue("transfer?") {
		api["transfer"] = "tr_" + unrecorded + "_" + id
		api["transfer_data"] = object{"destination": unrecordedAccount}
	}
	if shown.isTrue("application_fee?") {
		api["application_fee"] = apiFee(shown, "fee_"+unrecorded+"_"+id)
	}
	return api
}

// apiFee returns the API's form of an application fee: its id, or where nothing was refunded, so that no part of it was given back, what
// was asked for of what was captured.
func apiFee(shown object, id string) any {
	asked, ok := shown.amount(paramFee)
	captured, shownCaptured := shown.amount("amount_captured")
	refunded, shownRefunded := shown.amount("amount_refunded")
	if !ok || !shownCaptured || !shownRefunded || !asked.Valid || !captured.Valid || refunded != money.Some(0) {
		return id
	}
	return object{"id": id, "object": "application_fee", "amount": min(asked.Amount, captured.Amount), "amount_refunded": 0, "charge": shown["id"]}
}

// chargeID returns the id of the latest charge that a body shows, or "".
func chargeID(body object) string {
	return cmp.Or(body.text("latest_charge_id"), body.sub("latest_charge").text("id"))
}

// showsCharge reports whether a body shows that there is a latest charge, showsNoCharge whether it shows that there is none.
// A body may show neither: it is of a time before latest_charge.
func showsCharge(body object) bool {
	return chargeID(body) != "" || body.sub("latest_charge") != nil || body.isTrue("latest_charge?")
}

func showsNoCharge(body object) bool { return body.isFalse("latest_charge?") }
