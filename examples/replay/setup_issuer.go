package main

import (
	"cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent/setup"
)

// setupAttempt returns the answer to a call that confirms a SetupIntent, which comes from outside and is taken from the recording.
// It reports false if the recording does not tell it.
func (d *driver) setupAttempt(s *step) (setup.Attempted, bool) {
	body := s.setupIntent()
	a := setup.Attempted{ID: cmp.Or(body.text("latest_attempt"), d.newID("setatt"))}
	switch s.outcome() {
	case refused: // nobody was asked
		a.Answer = charge.AnswerApproved
		return a, true
	case declined:
		a.Answer, a.Failure = charge.AnswerDeclined, failure(s.Error)
		return a, a.Failure.Code != ""
	default:
		answered := setupAnswer(setup.Status(currentStatus(body)), body)
		answered.ID = a.ID
		return answered, answered.Answer != ""
	}
}

// setupAnswer returns what was answered if a body shows a status afterwards. The Answer is "" if that tells none.
func setupAnswer(shown setup.Status, body object) setup.Attempted {
	switch shown {
	case setup.StatusSucceeded:
		return setup.Attempted{
			Answer:           charge.AnswerApproved,
			Mandate:          given(body, "mandate", "mandate_"+unrecorded),
			SingleUseMandate: given(body, "single_use_mandate", "mandate_single_"+unrecorded),
		}
	case setup.StatusRequiresAction:
		return setup.Attempted{Answer: charge.AnswerChallenged, NextAction: cmp.Or(body.text("next_action"), unrecorded)}
	case setup.StatusProcessing:
		return setup.Attempted{Answer: charge.AnswerPending}
	default:
		return setup.Attempted{}
	}
}

// given returns the id that a body shows, otherwise if it shows only that there is one, or "".
func given(body object, key, otherwise string) string {
	if body.isTrue(key+"?") || body.text(key) != "" {
		return cmp.Or(body.text(key), otherwise)
	}
	return ""
}

// setupMeanwhile returns what the customer or the bank did since the last call, if the body shows that they acted.
func setupMeanwhile(before *setup.Intent, body object) (setup.Command, bool) {
	shown := setup.Status(currentStatus(body))
	if shown == "" || shown == before.Status {
		return nil, false
	}
	answer := setupAnswer(shown, body)
	failed := cmp.Or(failure(body.sub("last_error")), charge.Failure{Code: unrecorded})
	lost := shown == setup.StatusRequiresPaymentMethod
	switch {
	case before.Status == setup.StatusRequiresAction && lost:
		return setup.AuthenticateParams{Failure: failed}, true
	case before.Status == setup.StatusRequiresAction && answer.Answer != "":
		return setup.AuthenticateParams{Attempt: answer}, true
	case before.Status == setup.StatusProcessing && lost:
		return setup.ProcessParams{Attempt: setup.Attempted{Answer: charge.AnswerDeclined, Failure: failed}}, true
	case before.Status == setup.StatusProcessing && shown == setup.StatusSucceeded:
		return setup.ProcessParams{Attempt: answer}, true
	default:
		return nil, false
	}
}

// apiSetup returns the API's form of a body of a SetupIntent.
func apiSetup(body object) object {
	api := object{
		"object":             "setup_intent",
		"payment_method":     orNil(given(body, "payment_method", unrecordedMethod)),
		"latest_attempt":     orNil(given(body, "latest_attempt", "setatt_"+unrecorded)),
		"mandate":            orNil(given(body, "mandate", "mandate_"+unrecorded)),
		"single_use_mandate": orNil(given(body, "single_use_mandate", "mandate_single_"+unrecorded)),
	}
	for _, key := range []string{"id", "status", "usage", "cancellation_reason", "customer", "on_behalf_of"} {
		if body.has(key) {
			api[key] = body[key]
		}
	}
	if action := given(body, "next_action", unrecorded); action != "" {
		api["next_action"] = object{"type": action}
	}
	if failed := body.sub("last_error"); failed != nil || body.isTrue("last_setup_error?") {
		why := failure(failed)
		api["last_setup_error"] = object{"code": orNil(string(why.Code)), "decline_code": orNil(string(why.Decline)), "message": unrecorded}
	}
	return api
}
