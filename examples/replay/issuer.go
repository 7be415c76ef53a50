package main

import (
	"cmp"
	"fmt"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// attempt returns the issuer's answer to a call that confirms, which comes from outside and is taken from the recording.
// It reports false if the recording does not tell it.
func (d *driver) attempt(s *step, before *intent.PaymentIntent) (charge.Attempt, bool) {
	body := s.intent()
	method := cmp.Or(intent.CaptureMethod(s.Params.text("capture_method")), before.CaptureMethod)
	approved := charge.Attempt{
		Answer:     charge.AnswerApproved,
		Charge:     d.chargeMade(body, before),
		Card:       offered(body),
		Settlement: d.settlement(before, method),
	}
	switch s.outcome() {
	case declined:
		return d.decline(s.Error, body, before)
	case refused:
		return approved, true // nobody was asked
	case accepted:
	default:
		return charge.Attempt{}, false
	}
	switch currentStatus(body) {
	case intent.StatusSucceeded, intent.StatusRequiresCapture:
		return approved, true
	case intent.StatusRequiresAction:
		return charge.Attempt{Answer: charge.AnswerChallenged, NextAction: cmp.Or(body.text("next_action"), unrecorded)}, true
	case intent.StatusProcessing:
		pending := charge.Attempt{Answer: charge.AnswerPending}
		if !showsNoCharge(body) {
			pending.Charge = approved.Charge
		}
		return pending, true
	default:
		return charge.Attempt{}, false
	}
}

// decline returns the issuer's refusal. An unanswered challenge is told from a refusal by its code, and by there being no charge.
func (d *driver) decline(shown, body object, before *intent.PaymentIntent) (charge.Attempt, bool) {
	c := code.Code(shown.text("code"))
	if c == "" {
		return charge.Attempt{}, false
	}
	noCharge := showsNoCharge(body) || before.LatestCharge.ID != "" && chargeID(body) == before.LatestCharge.ID
	if c == code.AuthenticationRequired && noCharge {
		return charge.Attempt{Answer: charge.AnswerChallenged, NextAction: unrecorded}, true
	}
	a := charge.Attempt{Answer: charge.AnswerDeclined, Failure: failure(shown)}
	if !noCharge {
		a.Charge = d.chargeMade(body, before)
	}
	return a, true
}

func failure(shown object) charge.Failure {
	return charge.Failure{Code: code.Code(shown.text("code")), Decline: code.Decline(shown.text("decline_code"))}
}

// chargeMade returns the id of the charge that an attempt made: the one that the body shows, or one that nobody has.
func (d *driver) chargeMade(body object, before *intent.PaymentIntent) string {
	if id := chargeID(body); id != before.LatestCharge.ID {
		return cmp.Or(id, d.newID("ch"))
	}
	return d.newID("ch")
}

// newID returns an id that is not in the recording.
func (d *driver) newID(prefix string) string {
	d.idsMade++
	return fmt.Sprintf("%s_%s_%d", prefix, unrecorded, d.idsMade)
}

// meanwhile returns what the customer, the bank or the issuer did since the last call, if the body shows that they acted: it is
// in no recording, because they do not call the API with the merchant's key.
func (d *driver) meanwhile(before *intent.PaymentIntent, body object) (intent.Command, bool) {
	shown := currentStatus(body)
	if shown == "" || shown == before.Status {
		return nil, false
	}
	settled := charge.Attempt{
		Answer:     charge.AnswerApproved,
		Charge:     d.chargeMade(body, before),
		Card:       offered(body),
		Settlement: d.settlement(before, before.CaptureMethod),
	}
	failed := cmp.Or(
		failure(body.sub("last_error")),
		charge.Failure{Code: code.Code(body.sub("latest_charge").text("failure_code"))},
		charge.Failure{Code: unrecorded},
	)
	switch before.Status {
	case intent.StatusProcessing:
		return bankAnswered(before, shown, settled, failed)
	case intent.StatusRequiresAction:
		if shown == intent.StatusRequiresPaymentMethod && !showsNoCharge(body) {
			return intent.AuthenticateParams{Attempt: charge.Attempt{Answer: charge.AnswerDeclined, Charge: settled.Charge, Failure: failed}}, true
		}
		return customerAnswered(shown, settled, failed)
	case intent.StatusRequiresCapture:
		reason := intent.CancellationReason(body.text("cancellation_reason"))
		return intent.ExpireParams{}, shown == intent.StatusCanceled && (reason == intent.ReasonAutomatic || reason == intent.ReasonExpired)
	default:
		return nil, false
	}
}

// bankAnswered returns how an asynchronous attempt ended.
func bankAnswered(before *intent.PaymentIntent, shown intent.Status, settled charge.Attempt, failed charge.Failure) (intent.Command, bool) {
	switch shown {
	case intent.StatusSucceeded, intent.StatusRequiresCapture:
		p := intent.ProcessParams{Settlement: settled.Settlement}
		if before.LatestCharge.ID == "" {
			p.Charge, p.Card = settled.Charge, settled.Card
		}
		return p, true
	case intent.StatusRequiresPaymentMethod:
		return intent.ProcessParams{Failure: failed}, true
	default:
		return nil, false
	}
}

// customerAnswered returns how the customer's step ended, where that made no failed charge.
func customerAnswered(shown intent.Status, settled charge.Attempt, failed charge.Failure) (intent.Command, bool) {
	switch shown {
	case intent.StatusSucceeded, intent.StatusRequiresCapture:
		return intent.AuthenticateParams{Attempt: settled}, true
	case intent.StatusProcessing:
		settled.Answer = charge.AnswerPending
		return intent.AuthenticateParams{Attempt: settled}, true
	case intent.StatusRequiresConfirmation:
		return intent.AuthenticateParams{}, true
	case intent.StatusRequiresPaymentMethod:
		return intent.AuthenticateParams{Failure: failed}, true
	default:
		return nil, false
	}
}
