package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// UpdateParams are the parameters of Update. What is not given stays.
type UpdateParams struct {
	At                   int64            `json:"at,omitempty"`                    // unix seconds; 0 is not given
	Amount               money.NullAmount `json:"amount,omitzero"`                 // minor units
	Currency             money.Currency   `json:"currency,omitempty"`              // any case
	PaymentMethod        string           `json:"payment_method,omitempty"`        // attaches or replaces the method
	DetachPaymentMethod  bool             `json:"detach_payment_method,omitempty"` // payment_method=""
	CaptureMethod        CaptureMethod    `json:"capture_method,omitempty"`        // the last one given before the authorization wins
	Customer             string           `json:"customer,omitempty"`
	SetupFutureUsage     SetupFutureUsage `json:"setup_future_usage,omitempty"`
	ApplicationFeeAmount money.NullAmount `json:"application_fee_amount,omitzero"` // minor units; until the first capture
	TransferDataAmount   money.NullAmount `json:"transfer_data_amount,omitzero"`   // transfer_data[amount], minor units; until the first capture
}

// Update changes what may be changed before the authorization. If an error is returned, the intent is unchanged.
//
// Attaching a method to an intent that has none leads to requires_confirmation, detaching it to requires_payment_method.
// In requires_action a new amount, currency, payment method or capture method ends the customer's step: the intent requires
// confirmation again. Any update clears LastPaymentError. The application fee and the transfer amount may change until the first capture,
// also in requires_capture.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalidInteger, code.AmountTooLarge: the amount is less than 1, or more than money.Max
//   - code.ParameterInvalid: the currency is not three letters, the capture method or the setup_future_usage is unknown
//   - code.ParametersExclusive: a method is both given and detached
//   - code.InvalidChargeAmount: the currency demands a multiple of 10 or 100
//   - code.ParameterInvalidInteger, code.AmountTooLarge: a fee less than 0, a transfer amount less than 1, more than money.Max
//   - code.ParametersExclusive: both a fee and a transfer amount
//   - code.PaymentIntentUnexpectedState, with the first parameter that is given as Param: the status is not
//     requires_payment_method, requires_confirmation or requires_action; in requires_capture the fee or the transfer amount alone may
//     be given, and only before the first capture
//   - code.ParametersExclusive: the intent has the other of the two
//   - code.NoConnectedAccount: a fee of a payment without a connected account
//   - code.ParameterMissing, Param transfer_data[destination]: a transfer amount without a destination
//   - code.AmountTooLarge, Param transfer_data[amount]: more is to be transferred than Amount
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
	if !p.SetupFutureUsage.valid() {
		return refuse(OpUpdate, code.ParameterInvalid, "setup_future_usage")
	}
	if p.PaymentMethod != "" && p.DetachPaymentMethod {
		return refuse(OpUpdate, code.ParametersExclusive, "payment_method")
	}
	if err := checkMultiple(OpUpdate, "amount", p.Amount.Or(pi.Amount), currency); err != nil {
		return err
	}
	if err := checkShares(OpUpdate, p.ApplicationFeeAmount, p.TransferDataAmount); err != nil {
		return err
	}
	if !p.allowed(pi) {
		return pi.refuseStatus(OpUpdate, p.first())
	}
	return pi.checkSharing(OpUpdate, p.ApplicationFeeAmount, p.TransferDataAmount, p.Amount.Or(pi.Amount))
}

// allowed reports whether the status allows what is given.
func (p *UpdateParams) allowed(pi *PaymentIntent) bool {
	if pi.Status != StatusRequiresCapture {
		return pi.Status.Allows(OpUpdate)
	}
	shares := UpdateParams{At: p.At, ApplicationFeeAmount: p.ApplicationFeeAmount, TransferDataAmount: p.TransferDataAmount}
	return *p == shares && p.first() != "" && pi.AmountReceived == 0
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
	case p.ApplicationFeeAmount.Valid:
		return paramFee
	case p.TransferDataAmount.Valid:
		return paramTransfer
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
	pi.giveShares(p.ApplicationFeeAmount, p.TransferDataAmount)
	pi.LastPaymentError = PaymentError{}
	if p.DetachPaymentMethod {
		pi.PaymentMethod = ""
	}
	if pi.Status == StatusRequiresCapture {
		return
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
