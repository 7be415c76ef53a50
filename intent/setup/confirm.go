package setup

import (
	"cmp"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// ConfirmParams are the parameters of Confirm.
type ConfirmParams struct {
	At            int64     `json:"at,omitempty"`             // unix seconds; 0 is not given
	PaymentMethod string    `json:"payment_method,omitempty"` // "": the one that is attached
	Attempt       Attempted `json:"attempt"`                  // from outside: what came of it
}

// Confirm makes one attempt to set the method up, whose answer is in the parameters. If an error is returned, the intent is unchanged.
//
//   - approved: succeeded. The method can be used, and is attached to the customer, if there is one
//   - challenged: requires_action
//   - pending: processing
//   - declined: requires_payment_method; the method is taken away, and LastSetupError says why
//
// Where the rules have a confirmation limit, one confirmation too many makes no attempt and cancels, or the failure of the last one that is
// allowed does: see intent.ConfirmationLimit.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing, code.ParameterInvalid, code.ParametersExclusive: the attempt lacks what its answer needs, or has what it
//     cannot have; both mandates
//   - code.SetupIntentUnexpectedState with Param payment_method: one is given, and the status is processing or canceled
//   - code.SetupIntentUnexpectedState: any other wrong status, or no method is attached or given
//
// Events: setup_intent.succeeded, setup_intent.requires_action or setup_intent.setup_failed; none if it is pending;
// setup_intent.canceled where that was one too many.
//
// Source: https://docs.stripe.com/api/setup_intents/confirm.
func (si Intent) Confirm(p ConfirmParams) (Intent, []event.Event, error) {
	if err := p.check(&si); err != nil {
		return si, nil, err
	}
	t := &tale{now: si, at: p.At}
	p.apply(&t.now)
	if p.cancels(&si) {
		t.tell(event.SetupIntentCanceled)
	} else {
		t.attempted()
	}
	return t.now, t.events(), nil
}

func (p *ConfirmParams) check(si *Intent) error {
	if err := checkAt(intent.OpConfirm, p.At); err != nil {
		return err
	}
	if err := p.Attempt.check(intent.OpConfirm, true); err != nil {
		return err
	}
	allowed := si.Status.Allows(intent.OpConfirm)
	switch {
	case !allowed && si.Status != StatusSucceeded && p.PaymentMethod != "":
		return si.refuseStatus(intent.OpConfirm, "payment_method")
	case !allowed, si.PaymentMethod == "" && p.PaymentMethod == "":
		return si.refuseStatus(intent.OpConfirm, "")
	}
	return nil
}

// cancels reports whether this confirmation is one too many.
func (p *ConfirmParams) cancels(si *Intent) bool {
	return si.Rules.NextCancels(si.Confirmations)
}

func (p *ConfirmParams) apply(si *Intent) {
	if p.cancels(si) {
		si.cancel("") // the API has no reason for it
		return
	}
	si.PaymentMethod = cmp.Or(p.PaymentMethod, si.PaymentMethod)
	si.confirm(&p.Attempt, p.At)
}
