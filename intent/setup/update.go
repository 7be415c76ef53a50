package setup

import (
	"cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// UpdateParams are the parameters of Update. What is not given stays. The usage cannot be updated.
type UpdateParams struct {
	At                  int64  `json:"at,omitempty"` // unix seconds; 0 is not given
	Customer            string `json:"customer,omitempty"`
	PaymentMethod       string `json:"payment_method,omitempty"`        // attaches or replaces the method
	DetachPaymentMethod bool   `json:"detach_payment_method,omitempty"` // payment_method=""
}

// Update changes what may be changed before success. If an error is returned, the intent is unchanged.
//
// Attaching a method to an intent that has none leads to requires_confirmation, detaching it to requires_payment_method. In
// requires_action another method ends the customer's step: the intent requires confirmation again. The attempt with the method before is
// abandoned, unless it is over. Any update clears LastSetupError.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParametersExclusive: a method is both given and detached
//   - code.SetupIntentUnexpectedState, with the first parameter that is given as Param: the status is not requires_payment_method,
//     requires_confirmation or requires_action
//
// Events: none. There is no setup_intent.updated.
//
// Source: https://docs.stripe.com/api/setup_intents/update.
func (si Intent) Update(p UpdateParams) (Intent, []event.Event, error) {
	if err := p.check(&si); err != nil {
		return si, nil, err
	}
	p.apply(&si)
	return si, nil, nil
}

func (p *UpdateParams) check(si *Intent) error {
	if err := checkAt(intent.OpUpdate, p.At); err != nil {
		return err
	}
	if p.PaymentMethod != "" && p.DetachPaymentMethod {
		return refuse(intent.OpUpdate, code.ParametersExclusive, "payment_method")
	}
	switch {
	case si.Status.Allows(intent.OpUpdate):
		return nil
	case p.Customer != "":
		return si.refuseStatus(intent.OpUpdate, "customer")
	case p.PaymentMethod != "" || p.DetachPaymentMethod:
		return si.refuseStatus(intent.OpUpdate, "payment_method")
	}
	return si.refuseStatus(intent.OpUpdate, "")
}

func (p *UpdateParams) apply(si *Intent) {
	before := *si
	si.Customer = cmp.Or(p.Customer, si.Customer)
	si.PaymentMethod = cmp.Or(p.PaymentMethod, si.PaymentMethod)
	si.LastSetupError = Error{}
	if p.DetachPaymentMethod {
		si.PaymentMethod = ""
	}
	switch {
	case si.PaymentMethod == "":
		si.Status = StatusRequiresPaymentMethod
	case si.Status == StatusRequiresPaymentMethod || si.PaymentMethod != before.PaymentMethod:
		si.Status = StatusRequiresConfirmation
	}
	if si.Status != before.Status || si.PaymentMethod != before.PaymentMethod {
		si.abandon()
	}
}

// abandon ends the customer's step, if there is one.
func (si *Intent) abandon() {
	si.NextAction = ""
	switch si.LatestAttempt.Status {
	case AttemptStatusRequiresAction, AttemptStatusRequiresConfirmation:
		si.LatestAttempt.Status = AttemptStatusAbandoned
	default: // it is over, or not known
	}
}
