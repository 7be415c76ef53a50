package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// IncrementParams are the parameters of Increment.
type IncrementParams struct {
	At       int64          `json:"at,omitempty"`      // unix seconds; 0 is not given, and then capture_before is not checked
	Amount   money.Amount   `json:"amount"`            // the new total, minor units
	Declined charge.Failure `json:"declined,omitzero"` // given: the issuer refused. The zero Failure: it agreed

	ApplicationFeeAmount money.NullAmount `json:"application_fee_amount,omitzero"` // minor units; a declined increment discards it
	TransferDataAmount   money.NullAmount `json:"transfer_data_amount,omitzero"`   // transfer_data[amount], minor units; a declined increment discards it

	// What 500 USD are in the currency of the intent, minor units. Null: 50000 in usd; in other currencies it is not known, and then
	// how much the increment adds is not checked.
	FiveHundredUSD money.NullAmount `json:"five_hundred_usd,omitzero"`
}

// Increment raises the authorization to a new total. If an error is returned, the intent is unchanged.
// CaptureBefore stays as it is. A declined increment is not an error: it counts, and changes nothing else.
//
// One increment adds at most 500 % of the amount before it, or 500 USD if that is more. What is given of a fee or a transfer amount
// replaces what the intent had, as at Update.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalidInteger, code.AmountTooLarge: the amount is less than 1, or more than money.Max
//   - code.InvalidChargeAmount: the currency demands a multiple of 10 or 100
//   - code.ParameterInvalidInteger, Param five_hundred_usd: less than 1
//   - code.ParameterMissing: a decline without a code
//   - code.ParameterInvalidInteger, code.AmountTooLarge: a fee less than 0, a transfer amount less than 1, more than money.Max
//   - code.ParametersExclusive: both a fee and a transfer amount
//   - code.PaymentIntentUnexpectedState: the status is not requires_capture
//   - code.ParametersExclusive: the intent has the other of the two
//   - code.NoConnectedAccount: a fee of a payment without a connected account
//   - code.ParameterMissing, Param transfer_data[destination]: a transfer amount without a destination
//   - code.AmountTooLarge, Param transfer_data[amount]: more is to be transferred than the new total
//   - code.IncrementUnavailable: something was captured already
//   - code.CaptureChargeAuthorizationExpired: capture_before has passed
//   - code.IncrementLimitReached: there were 10 tries, declined ones included
//   - code.ParameterInvalidInteger: the new total is not more than the amount
//   - code.AmountTooLarge: it adds too much; Limit is the largest new total
//   - code.UnknownCharge: of the charge it is not known whether it can be incremented
//   - code.IncrementUnavailable: it was not requested, or the network does not offer it
//
// Events: payment_intent.amount_capturable_updated, listing amount and amount_capturable; none if declined.
//
// Source: https://docs.stripe.com/payments/incremental-authorization.
func (pi PaymentIntent) Increment(p IncrementParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *IncrementParams) declined() bool { return p.Declined != charge.Failure{} }

func (p *IncrementParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpIncrement, p.At); err != nil {
		return err
	}
	if err := checkAmount(OpIncrement, p.Amount); err != nil {
		return err
	}
	if err := checkMultiple(OpIncrement, "amount", p.Amount, pi.Currency); err != nil {
		return err
	}
	if p.FiveHundredUSD.Or(1) < 1 {
		return refuseAmount(OpIncrement, code.ParameterInvalidInteger, "five_hundred_usd", p.FiveHundredUSD.Amount, 1)
	}
	if p.declined() && p.Declined.Code == "" {
		return refuse(OpIncrement, code.ParameterMissing, "declined.code")
	}
	if err := checkShares(OpIncrement, p.ApplicationFeeAmount, p.TransferDataAmount); err != nil {
		return err
	}
	if err := pi.checkStatus(OpIncrement); err != nil {
		return err
	}
	if err := pi.checkSharing(OpIncrement, p.ApplicationFeeAmount, p.TransferDataAmount, p.Amount); err != nil {
		return err
	}
	if pi.AmountReceived > 0 {
		return refuse(OpIncrement, code.IncrementUnavailable, "")
	}
	if err := pi.checkWindow(OpIncrement, p.At); err != nil {
		return err
	}
	switch {
	case pi.Increments >= MaxIncrements:
		return refuseAmount(OpIncrement, code.IncrementLimitReached, "", money.Amount(pi.Increments)+1, MaxIncrements)
	case p.Amount <= pi.Amount:
		return refuseAmount(OpIncrement, code.ParameterInvalidInteger, "amount", p.Amount, pi.Amount+1)
	case p.Amount > p.most(pi):
		return refuseAmount(OpIncrement, code.AmountTooLarge, "amount", p.Amount, p.most(pi))
	case pi.LatestCharge.Card.Incremental:
		return nil
	case !pi.LatestCharge.KnownToNetwork():
		return pi.refuseUnknown(OpIncrement)
	default:
		return refuse(OpIncrement, code.IncrementUnavailable, "")
	}
}

// most returns the largest new total, money.Max where it is not known.
func (p *IncrementParams) most(pi *PaymentIntent) money.Amount {
	fiveHundred := p.FiveHundredUSD
	if !fiveHundred.Valid && pi.Currency == "usd" {
		fiveHundred = money.Some(500_00)
	}
	if !fiveHundred.Valid {
		return money.Max
	}
	was := max(0, pi.Amount) // less than p.Amount, so that this does not wrap
	return was + max(5*was, min(fiveHundred.Amount, money.Max))
}

func (p *IncrementParams) apply(pi *PaymentIntent) {
	pi.Increments++
	if p.declined() {
		return
	}
	pi.Amount = p.Amount
	pi.AmountCapturable = p.Amount
	pi.giveShares(p.ApplicationFeeAmount, p.TransferDataAmount)
	c := &pi.LatestCharge
	c.Amount = p.Amount
	c.Card.AmountAuthorized = p.Amount
	c.Card.MaximumAmountCapturable = max(c.Card.MaximumAmountCapturable, p.Amount)
}

func (p *IncrementParams) tell(before *PaymentIntent, t *tale) {
	if !p.declined() {
		t.intent(event.PaymentIntentAmountCapturableUpdated, Diff(before, &t.now))
	}
}
