package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// CreateParams are the parameters of Create. Amount, currency and an id suffice.
type CreateParams struct {
	At                   int64                `json:"at,omitempty"` // unix seconds; 0 is not given
	ID                   string               `json:"id"`
	Amount               money.Amount         `json:"amount"`                        // minor units, at least 1
	Currency             money.Currency       `json:"currency"`                      // any case
	CaptureMethod        CaptureMethod        `json:"capture_method,omitempty"`      // "": the default of the API version, now automatic_async
	ConfirmationMethod   ConfirmationMethod   `json:"confirmation_method,omitempty"` // "": automatic
	Customer             string               `json:"customer,omitempty"`
	PaymentMethod        string               `json:"payment_method,omitempty"`
	OnBehalfOf           string               `json:"on_behalf_of,omitempty"`
	SetupFutureUsage     SetupFutureUsage     `json:"setup_future_usage,omitempty"`
	Account              string               `json:"account,omitempty"`               // acct_…: the payment is made on it, a direct payment (the Stripe-Account header); "": on the platform's own
	ApplicationFeeAmount money.NullAmount     `json:"application_fee_amount,omitzero"` // minor units; of a direct or a destination payment. At most what is captured is collected
	TransferData         connect.TransferData `json:"transfer_data,omitzero"`          // a destination payment
	CardOptions          CardOptions          `json:"card,omitzero"`
	Rules                Rules                `json:"rules,omitzero"`
}

// Create returns a new PaymentIntent. With a payment method it requires confirmation, without it requires a payment method.
// There is no charge yet, whatever the capture method.
//
// Creating and confirming in one call of the API is Create without a payment method and Confirm with it: so the API's own
// payment_intent.created shows requires_payment_method and no method.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: no id
//   - code.ParameterInvalidInteger, code.AmountTooLarge: the amount is less than 1, or more than money.Max
//   - code.ParameterMissing, code.ParameterInvalid: no currency, or not three letters
//   - code.InvalidChargeAmount: the currency demands a multiple of 10 or 100
//   - code.ParameterInvalid: the capture method, the confirmation method, the setup_future_usage or the rules are unknown
//   - code.ParameterInvalidInteger, code.AmountTooLarge: a fee less than 0, a transfer amount less than 1, more than money.Max
//   - code.ParametersExclusive: both a fee and a transfer amount; both an account and a destination
//   - code.NoConnectedAccount: a fee with neither an account nor a destination
//   - code.ParameterMissing: a transfer amount without a destination
//   - code.AmountTooLarge: more is to be transferred than Amount
//
// The currency's minimum is not checked: it is one of the settlement currency, which an intent does not show.
//
// Events: payment_intent.created.
//
// Source: https://docs.stripe.com/api/payment_intents/create.
func Create(p CreateParams) (PaymentIntent, []event.Event, error) {
	var none PaymentIntent
	if err := p.check(&none); err != nil {
		return none, nil, err
	}
	t := tell(&none, p.At)
	p.apply(&t.now)
	p.tell(t)
	return t.now, t.events(), nil
}

func (p *CreateParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpCreate, p.At); err != nil {
		return err
	}
	if p.ID == "" {
		return refuse(OpCreate, code.ParameterMissing, "id")
	}
	if err := checkAmount(OpCreate, p.Amount); err != nil {
		return err
	}
	if p.Currency == "" {
		return refuse(OpCreate, code.ParameterMissing, "currency")
	}
	currency, err := money.ParseCurrency(string(p.Currency))
	if err != nil {
		return refuse(OpCreate, code.ParameterInvalid, "currency")
	}
	if err := checkMultiple(OpCreate, "amount", p.Amount, currency); err != nil {
		return err
	}
	if !p.CaptureMethod.valid() {
		return refuse(OpCreate, code.ParameterInvalid, "capture_method")
	}
	if !p.ConfirmationMethod.valid() {
		return refuse(OpCreate, code.ParameterInvalid, "confirmation_method")
	}
	if !p.SetupFutureUsage.valid() {
		return refuse(OpCreate, code.ParameterInvalid, "setup_future_usage")
	}
	if err := p.Rules.Check(OpCreate); err != nil {
		return err
	}
	if err := p.checkShared(); err != nil {
		return err
	}
	if *pi != (PaymentIntent{}) {
		return pi.refuseStatus(OpCreate, "")
	}
	return nil
}

// checkShared refuses what cannot be shared so.
func (p *CreateParams) checkShared() error {
	if err := checkShares(OpCreate, p.ApplicationFeeAmount, p.TransferData.Amount); err != nil {
		return err
	}
	if p.Account != "" && p.TransferData.Destination != "" {
		return refuse(OpCreate, code.ParametersExclusive, paramDestination)
	}
	flow := PaymentIntent{Direct: p.Account != "", TransferData: connect.TransferData{Destination: p.TransferData.Destination}}
	return flow.checkSharing(OpCreate, p.ApplicationFeeAmount, p.TransferData.Amount, p.Amount)
}

func (p *CreateParams) apply(pi *PaymentIntent) {
	currency, _ := money.ParseCurrency(string(p.Currency)) // checked
	*pi = PaymentIntent{
		ID:                   p.ID,
		Status:               StatusRequiresPaymentMethod,
		Amount:               p.Amount,
		Currency:             currency,
		CaptureMethod:        cmp.Or(p.CaptureMethod, p.Rules.defaultCaptureMethod()),
		ConfirmationMethod:   cmp.Or(p.ConfirmationMethod, ConfirmationMethodAutomatic),
		Customer:             p.Customer,
		PaymentMethod:        p.PaymentMethod,
		OnBehalfOf:           p.OnBehalfOf,
		SetupFutureUsage:     p.SetupFutureUsage,
		CardOptions:          p.CardOptions,
		ApplicationFeeAmount: p.ApplicationFeeAmount,
		TransferData:         p.TransferData,
		Account:              p.Account,
		Direct:               p.Account != "",
		Created:              p.At,
		Rules:                p.Rules,
	}
	if p.PaymentMethod != "" {
		pi.Status = StatusRequiresConfirmation
	}
}

func (p *CreateParams) tell(t *tale) { t.intent(event.PaymentIntentCreated, Previous{}) }
