package main

import (
	"maps"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// isCharge reports whether an id is that of a charge by card. A payment, py_…, is another method's or stands for a transfer.
func isCharge(id string) bool { return strings.HasPrefix(id, "ch_") }

// bareID returns the id of the intent that is put around a charge which the recording shows without one.
func bareID(chargeID string) string { return "pi_" + unrecorded + "_" + chargeID }

// bareIntent returns the body of an intent around a charge that was captured, or whose bank has not answered: what happens to it from
// then on can be predicted. It returns nil for other charges, and where the body does not tell how much was captured.
func bareIntent(shown object) object {
	received, ok := shown.amount("amount_captured")
	refunded, isInteger := shown.amount("amount_refunded")
	switch {
	case !ok || !isInteger || !shown.isTrue("captured"), shown.text("id") == "":
		return nil
	case !received.Valid && refunded.Amount != 0:
		return nil
	}
	alone := maps.Clone(shown)
	delete(alone, "payment_intent") // which is not the one that is put around it
	body := object{
		"object": "payment_intent", "id": bareID(shown.text("id")), "latest_charge": map[string]any(alone),
		"amount": shown["amount"], "amount_capturable": 0, "amount_received": shown["amount"],
		"capture_method": string(intent.CaptureMethodAutomatic), "latest_charge?": true,
	}
	for _, key := range []string{paramFee, "currency"} {
		if shown.has(key) {
			body[key] = shown[key]
		}
	}
	switch charge.Status(shown.text("status")) {
	case charge.StatusSucceeded:
		body["status"] = string(intent.StatusSucceeded)
		if received.Valid {
			body["amount_received"] = received.Amount
		}
	case charge.StatusPending:
		body["status"], body["amount_received"] = string(intent.StatusProcessing), 0
	default:
		return nil
	}
	return body
}

// startBare starts from a charge that the recording shows without its intent.
func (d *driver) startBare(shown object, why reason) verdict {
	body := bareIntent(shown)
	if body == nil {
		return because(chargeAlone)
	}
	v := d.resume(body, why)
	if t := d.intents[body.text("id")]; t != nil {
		t.bare = true
	}
	return v
}

// chargeBody returns the body of an intent that a body of its charge tells of.
func (t *tracked) chargeBody(shown object) object {
	if t.bare {
		if body := bareIntent(shown); body != nil {
			return body
		}
	}
	body := object{"latest_charge": map[string]any(shown)}
	if t.pi.Status == intent.StatusProcessing { // the intent is not shown, but its bank has answered
		switch charge.Status(shown.text("status")) {
		case charge.StatusSucceeded:
			body["status"] = string(intent.StatusSucceeded)
		case charge.StatusFailed:
			body["status"] = string(intent.StatusRequiresPaymentMethod)
		default: // not yet
		}
	}
	return body
}

// holds reports whether a charge without an intent was authorized and not captured: it is held still, or was released.
func (t *tracked) holds() bool { return t.bare && !t.pi.LatestCharge.Captured }

// void releases a charge of the Charges API that was not captured: there a refund does that, of all of it. Since 2025-03-31.basil it is not
// known what the charge shows of that.
func void(pi intent.PaymentIntent, p intent.RefundParams) (intent.PaymentIntent, refund.Refund, error) {
	refuse := func(no code.Code, param string) (intent.PaymentIntent, refund.Refund, error) {
		return pi, refund.Refund{}, &intent.Error{Op: string(intent.OpRefund), Code: no, Param: param}
	}
	switch {
	case pi.LatestCharge.Refunded:
		return refuse(code.ChargeAlreadyRefunded, "")
	case p.Amount.Or(pi.Amount) != pi.Amount:
		return refuse(code.RefundTooLarge, "amount") // nor is a part released
	}
	next, _, err := pi.Cancel(intent.CancelParams{})
	if err != nil {
		return pi, refund.Refund{}, err
	}
	r, booked := intent.ReleaseRefund(pi, next, intent.ReleaseParams{ID: p.ID})
	if !booked {
		return refuse(code.UnknownCharge, "")
	}
	r.Reason = p.Reason
	return next, r, nil
}
