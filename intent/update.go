package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// UpdateParams are the parameters of Update. What is not given stays.
type UpdateParams struct {
	At                  int64            `json:"at,omitempty"`                    // unix seconds; 0 is not given
	Amount              money.NullAmount `json:"amount,omitzero"`                 // minor units
	Currency            money.Currency   `json:"currency,omitempty"`              // any case
	PaymentMethod       string           `json:"payment_method,omitempty"`        // attaches or replaces the method
	DetachPaymentMethod bool             `json:"detach_payment_method,omitempty"` // payment_method=""
	CaptureMethod       CaptureMethod    `json:"capture_method,omitempty"`        // the last one given before the authorization wins
	Customer            string           `json:"customer,omitempty"`
	SetupFutureUsage    string           `json:"setup_future_usage,omitempty"`
}

// Update changes what may be changed before the authorization. If an error is returned, the intent is unchanged.
//
// Attaching a method to an intent that has none leads to requires_confirmation, detaching it to requires_payment_method.
// In requires_action a new amount, currency, payment method or capture method ends the customer's step: the intent requires
// confirmation again. Any update clears LastPaymentError.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalidInteger, code.AmountTooLarge: the amount is less than 1, or more than money.Max
//   - code.ParameterInvalid: the currency is not three letters, the capture method is unknown
//   - code.ParametersExclusive: a method is both given and detached
//   - code.InvalidChargeAmount: the currency demands a multiple of 10 or 100
//   - code.PaymentIntentUnexpectedState, with the first parameter that is given as Param: the status is not
//     requires_payment_method, requires_confirmation or requires_action
//
// Events: none. There is no payment_intent.updated.
//
// Source: https://docs.stripe.com/api/payment_intents/update.
func (pi PaymentIntent) Update(p UpdateParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	p.apply(&pi)
	return pi, nil, nil
}

func (p *UpdateParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpUpdate, p.At); err != nil {
		return err
	}
	if p.Amount.Valid {
		if err := checkAmount(OpUpdate, p.Amount.Amount); err != nil {
			return err
		}
	}
	currency := pi.Currency
	if p.Currency != "" {
		var err error
		if currency, err = money.ParseCurrency(string(p.Currency)); err != nil {
			return refuse(OpUpdate, code.ParameterInvalid, "currency")
		}
	}
	if !p.CaptureMethod.valid() {
		return refuse(OpUpdate, code.ParameterInvalid, "capture_method")
	}
	if p.PaymentMethod != "" && p.DetachPaymentMethod {
		return refuse(OpUpdate, code.ParametersExclusive, "payment_method")
	}
	if err := checkMultiple(OpUpdate, "amount", p.Amount.Or(pi.Amount), currency); err != nil {
		return err
	}
	if !pi.Status.Allows(OpUpdate) {
		return pi.refuseStatus(OpUpdate, p.first())
	}
	return nil
}

// first returns the name of the first parameter that is given, or "".
func (p *UpdateParams) first() string {
	switch {
	case p.Amount.Valid:
		return "amount"
	case p.Currency != "":
		return "currency"
	case p.PaymentMethod != "" || p.DetachPaymentMethod:
		return "payment_method"
	case p.CaptureMethod != "":
		return "capture_method"
	case p.Customer != "":
		return "customer"
	case p.SetupFutureUsage != "":
		return "setup_future_usage"
	}
	return ""
}

func (p *UpdateParams) apply(pi *PaymentIntent) {
	before := *pi
	if p.Currency != "" {
		pi.Currency, _ = money.ParseCurrency(string(p.Currency)) // checked
	}
	pi.Amount = p.Amount.Or(pi.Amount)
	pi.CaptureMethod = cmp.Or(p.CaptureMethod, pi.CaptureMethod)
	pi.PaymentMethod = cmp.Or(p.PaymentMethod, pi.PaymentMethod)
	pi.Customer = cmp.Or(p.Customer, pi.Customer)
	pi.SetupFutureUsage = cmp.Or(p.SetupFutureUsage, pi.SetupFutureUsage)
	pi.LastPaymentError = PaymentError{}
	if p.DetachPaymentMethod {
		pi.PaymentMethod = ""
	}
	approves := pi.Amount == before.Amount && pi.Currency == before.Currency &&
		pi.PaymentMethod == before.PaymentMethod && pi.CaptureMethod == before.CaptureMethod
	switch {
	case pi.PaymentMethod == "":
		pi.Status = StatusRequiresPaymentMethod
		pi.NextAction = ""
	case pi.Status == StatusRequiresPaymentMethod || !approves:
		pi.Status = StatusRequiresConfirmation
		pi.NextAction = ""
	}
}
