package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"strconv"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// A trackedSetup is a SetupIntent and what the recording showed of it last.
type trackedSetup struct {
	si    setup.Intent
	shown facts
}

// setupStep carries out a call on a SetupIntent.
func (d *driver) setupStep(s *step) verdict {
	switch s.Op {
	case "setup_intents.create":
		return d.createSetup(s)
	case "setup_intents.confirm", "setup_intents.update", "setup_intents.cancel":
		return d.changeSetup(s)
	case "setup_intents.list":
		return d.listSetups(s)
	default: // setup_intents.retrieve, snapshot:setup_intent
		return d.readSetup(s)
	}
}

// createSetup carries out setup_intents.create.
func (d *driver) createSetup(s *step) verdict {
	body := s.setupIntent()
	p := setup.CreateParams{
		ID:            cmp.Or(body.text("id"), d.newID("seti")),
		Customer:      s.Params.text("customer"),
		PaymentMethod: s.Params.text("payment_method"),
		OnBehalfOf:    s.Params.text("on_behalf_of"),
		Usage:         setup.Usage(s.Params.text("usage")),
		Confirm:       s.Params.isTrue("confirm"),
		Rules:         d.rules,
	}
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case d.setups[p.ID] != nil:
		return because(idempotentReplay)
	case s.methodUntold(""):
		return d.startSetup(body, parametersUntold)
	}
	if p.Confirm {
		attempt, told := d.setupAttempt(s)
		if !told {
			return d.startSetup(body, answerUntold)
		}
		p.Attempt = attempt
	}
	si, _, err := setup.Create(p)
	return d.settleSetup(s, &trackedSetup{si: setup.Intent{ID: p.ID, Rules: d.rules}}, si, err)
}

// changeSetup carries out a call that may change a SetupIntent.
func (d *driver) changeSetup(s *step) verdict {
	body := s.setupIntent()
	t := d.setups[cmp.Or(s.On, body.text("id"), d.lastSetup)]
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case t == nil:
		return d.startSetup(body, startOfIntent)
	case s.outcome() == refused && len(compare(t.shown, recordedSetup(body))) > 0:
		return d.startSetup(body, recordingGap)
	case s.methodUntold(t.si.PaymentMethod):
		return d.startSetup(body, parametersUntold)
	}
	command, why := d.setupCommand(s)
	if why != compared {
		return d.startSetup(body, why)
	}
	next, _, err := setup.Step(t.si, command)
	if s.again && (err != nil || len(compare(predictedSetup(&next), recordedSetup(body))) > 0) {
		return because(idempotentReplay)
	}
	return d.settleSetup(s, t, next, err)
}

// setupCommand returns what a step asks of the library, or the reason why that cannot be said.
func (d *driver) setupCommand(s *step) (setup.Command, reason) {
	switch s.Op {
	case "setup_intents.confirm":
		attempt, told := d.setupAttempt(s)
		if !told {
			return nil, answerUntold
		}
		return setup.ConfirmParams{PaymentMethod: s.Params.text("payment_method"), Attempt: attempt}, compared
	case "setup_intents.cancel":
		return setup.CancelParams{Reason: intent.CancellationReason(s.Params.text("cancellation_reason"))}, compared
	default:
		p := setup.UpdateParams{
			Customer:            s.Params.text("customer"),
			PaymentMethod:       s.Params.text("payment_method"),
			DetachPaymentMethod: s.Params.has("payment_method") && s.Params.text("payment_method") == "",
		}
		if p == (setup.UpdateParams{}) {
			return nil, parametersUntold
		}
		return p, compared
	}
}

// settleSetup compares the outcome of a call, and then what its body shows.
func (d *driver) settleSetup(s *step, t *trackedSetup, next setup.Intent, err error) verdict {
	body := s.setupIntent()
	refusal, _ := errors.AsType[*intent.Error](err)
	if refusal != nil {
		next = t.si
	}
	ours := setupOutcome(&next, refusal)
	v, agreed := s.agrees(ours, refusal)
	switch {
	case !agreed && v.reason != compared:
		return v
	case !agreed:
		d.startSetup(body, compared)
		return v
	case ours == declined:
		v.differences = compareCodes(next.LastSetupError.Failure, s.Error)
	case ours == refused && t.si.Status == "": // a create: there is no intent
		return v
	}
	return d.concludeSetup(s, t, next, body, v.differences)
}

// setupOutcome returns what the library says becomes of a call.
func setupOutcome(si *setup.Intent, refusal *intent.Error) outcome {
	switch {
	case refusal != nil:
		return refused
	case si.Status == setup.StatusRequiresPaymentMethod && si.LastSetupError != setup.Error{}:
		return declined
	default:
		return accepted
	}
}

// concludeSetup compares what a body shows with next, and goes on from next, or from the body if they differ.
func (d *driver) concludeSetup(s *step, t *trackedSetup, next setup.Intent, body object, found []difference) verdict {
	shown := recordedSetup(body)
	found = append(found, compare(predictedSetup(&next), shown)...)
	if s.document.text("object") == "setup_intent" {
		inVersion := next
		inVersion.Rules.Version = s.writtenIn(d.version)
		found = append(found, compareWritten(inVersion, s.document, nil)...)
	}
	if len(found) > 0 {
		d.startSetup(body, compared)
		return verdict{differences: found}
	}
	t.si = next
	d.keepSetup(t, shown)
	return verdict{}
}

// readSetup compares a body that comes without a change. Since the last call the customer or the bank may have acted.
func (d *driver) readSetup(s *step) verdict {
	body := s.setupIntent()
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case body == nil:
		return because(answerUntold)
	case d.alone && s.Op == "snapshot:setup_intent":
		return because(loneSnapshot)
	}
	t := d.setups[cmp.Or(body.text("id"), s.On, d.lastSetup)]
	if t == nil {
		return d.startSetup(body, startOfIntent)
	}
	return d.compareSetup(s, t, body)
}

// compareSetup compares a body with what is known.
func (d *driver) compareSetup(s *step, t *trackedSetup, body object) verdict {
	next := t.si
	if command, acted := setupMeanwhile(&t.si, body); acted {
		var err error
		if next, _, err = setup.Step(t.si, command); err != nil {
			return verdict{differences: []difference{{"outcome", err.Error(), command.String()}}}
		}
	} else if len(compare(t.shown, recordedSetup(body))) > 0 {
		return d.startSetup(body, recordingGap)
	}
	return d.concludeSetup(s, t, next, body, nil)
}

// listSetups compares each SetupIntent of a list. What is listed and was not seen before starts with it.
func (d *driver) listSetups(s *step) verdict {
	if s.outcome() == elsewhere {
		return because(refusedElsewhere)
	}
	all, isList := s.Answer["data"].([]any)
	if !isList {
		return because(answerUntold)
	}
	v := because(firstSeen)
	for _, listed := range all {
		m, _ := listed.(map[string]any)
		body := object(m)
		t := d.setups[body.text("id")]
		if t == nil {
			d.startSetup(body, startOfIntent)
			continue
		}
		one := d.compareSetup(s, t, body)
		if one.reason != compared {
			return one
		}
		v = verdict{differences: append(v.differences, one.differences...)}
	}
	return v
}

// startSetup goes on from what a body shows, and says why. Without a body nothing is known any more of what was.
func (d *driver) startSetup(body object, why reason) verdict {
	if body == nil {
		return because(why)
	}
	document, _ := json.Marshal(apiSetup(body)) // text and null cannot fail
	t := &trackedSetup{si: setup.Intent{Rules: d.rules}}
	if t.si.UnmarshalJSON(document) != nil {
		return because(bodyTooShort)
	}
	d.keepSetup(t, recordedSetup(body))
	return because(why)
}

func (d *driver) keepSetup(t *trackedSetup, shown facts) {
	if t.shown == nil {
		t.shown = facts{}
	}
	maps.Copy(t.shown, shown)
	if t.si.ID != "" {
		d.setups[t.si.ID], d.lastSetup = t, t.si.ID
	}
}

// predictedSetup returns the facts of a SetupIntent. Ids that the recording does not show have none.
func predictedSetup(si *setup.Intent) facts {
	f := facts{
		"status":              string(si.Status),
		"usage":               string(si.Usage),
		"cancellation_reason": orNull(si.CancellationReason),
		"latest_attempt?":     strconv.FormatBool(si.LatestAttempt.ID != ""),
		"payment_method?":     strconv.FormatBool(si.PaymentMethod != ""),
		"mandate?":            strconv.FormatBool(si.Mandate != ""),
		"single_use_mandate?": strconv.FormatBool(si.SingleUseMandate != ""),
		"next_action?":        strconv.FormatBool(si.NextAction != ""),
		"last_setup_error?":   strconv.FormatBool(si.LastSetupError != setup.Error{}),
	}
	f.failure(si.LastSetupError.Failure)
	f.name("customer", si.Customer)
	f.name("on_behalf_of", si.OnBehalfOf)
	f.name("payment_method", si.PaymentMethod)
	f.name("latest_attempt", si.LatestAttempt.ID)
	f.name("mandate", si.Mandate)
	f.name("single_use_mandate", si.SingleUseMandate)
	f.name("next_action", si.NextAction)
	return f
}

// recordedSetup returns the facts that a body of a SetupIntent shows.
func recordedSetup(body object) facts {
	f := shownBy(body)
	if body.has("status") {
		f["status"] = string(currentStatus(body))
	}
	if failure := body.sub("last_error"); failure != nil {
		f["last_error.code"] = failure.fact("code")
		f["last_error.decline_code"] = failure.fact("decline_code")
	}
	return f
}
