package setup

import (
	"cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// CreateParams are the parameters of Create.
type CreateParams struct {
	At                 int64                     `json:"at,omitempty"` // unix seconds; 0 is not given
	ID                 string                    `json:"id"`           // seti_…
	Customer           string                    `json:"customer,omitempty"`
	PaymentMethod      string                    `json:"payment_method,omitempty"`
	OnBehalfOf         string                    `json:"on_behalf_of,omitempty"`
	Usage              Usage                     `json:"usage,omitempty"`               // "" is off_session
	ConfirmationMethod intent.ConfirmationMethod `json:"confirmation_method,omitempty"` // "" is automatic
	Confirm            bool                      `json:"confirm,omitempty"`             // confirm at once
	Attempt            Attempted                 `json:"attempt,omitzero"`              // and its answer; with Confirm alone
	Rules              intent.Rules              `json:"rules,omitzero"`
}

// Create returns a new SetupIntent. With a payment method it requires confirmation, without one it requires the method; with Confirm it is
// confirmed at once. If an error is returned, the Intent is zero.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: no id
//   - code.ParameterInvalid: the usage, the confirmation method or the rules are unknown; an attempt without Confirm
//   - with Confirm, those of Confirm about the attempt, and code.SetupIntentUnexpectedState: no payment method
//
// Events: setup_intent.created, which with Confirm shows the intent as it is after the attempt; and with Confirm those of Confirm.
//
// Source: https://docs.stripe.com/api/setup_intents/create.
func Create(p CreateParams) (Intent, []event.Event, error) {
	if err := p.check(&Intent{}); err != nil {
		return Intent{}, nil, err
	}
	t := &tale{at: p.At}
	p.apply(&t.now)
	t.tell(event.SetupIntentCreated)
	if p.Confirm {
		t.attempted()
	}
	return t.now, t.events(), nil
}

func (p *CreateParams) check(si *Intent) error {
	const op = intent.OpCreate
	if err := checkAt(op, p.At); err != nil {
		return err
	}
	switch {
	case p.ID == "":
		return refuse(op, code.ParameterMissing, "id")
	case !p.Usage.valid():
		return refuse(op, code.ParameterInvalid, "usage")
	case p.ConfirmationMethod != "" && !knownMethod(p.ConfirmationMethod):
		return refuse(op, code.ParameterInvalid, "confirmation_method")
	}
	if err := p.Rules.Check(op); err != nil {
		return ours(err)
	}
	if p.Confirm {
		if err := p.Attempt.check(op, true); err != nil {
			return err
		}
	} else if p.Attempt != (Attempted{}) {
		return refuse(op, code.ParameterInvalid, "attempt")
	}
	if *si != (Intent{}) || p.Confirm && p.PaymentMethod == "" {
		return si.refuseStatus(op, "")
	}
	return nil
}

func (p *CreateParams) apply(si *Intent) {
	*si = Intent{
		ID:                 p.ID,
		Status:             StatusRequiresPaymentMethod,
		Usage:              cmp.Or(p.Usage, UsageOffSession),
		ConfirmationMethod: cmp.Or(p.ConfirmationMethod, intent.ConfirmationMethodAutomatic),
		Customer:           p.Customer,
		PaymentMethod:      p.PaymentMethod,
		OnBehalfOf:         p.OnBehalfOf,
		Created:            p.At,
		Rules:              p.Rules,
	}
	if p.PaymentMethod != "" {
		si.Status = StatusRequiresConfirmation
	}
	if p.Confirm {
		si.confirm(&p.Attempt, p.At)
	}
}
