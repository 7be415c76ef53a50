package charge

import (
	"time"

	"github.com/tranche-go/tranche/charge/code"
)

// A TestCard is a card of the API's test environments: what its issuer and its network answer, as data for simulators.
//
// Left out are
//   - cards of other brands and countries (5555555555554444, 378282246310005, …), of which the pages do not say what they support
//   - numbers that are wrong (4242424242424241), which never become a payment method
//   - the other cards of authentication and of setup for later payments (4000002500003155, 4000008260003178, …)
//   - 3D Secure that is supported and not required (4000000000003055), that itself ends in an error, or that shows certain steps of an app
//   - cards whose funds are available at once (4000000000000077), which only a balance shows, and those whose refunds fail or come late
//   - disputes, risk, with the checks of security code and address, and overcapture, of which the page names no amount
//   - terminals, and methods that are not cards
//
// Those of them that simply succeed answer as 4242424242424242 does, but for the network and what it offers.
//
// Source: https://docs.stripe.com/testing, https://docs.stripe.com/payments/multicapture,
// https://docs.stripe.com/payments/incremental-authorization.
type TestCard struct {
	Number        string
	PaymentMethod string // pm_card_…, which stands for the number
	Network       Network
	Multicapture  bool    // it supports several captures
	Incremental   bool    // it supports increments
	Increment     Failure // why its issuer declines an increment: intent.IncrementParams.Declined. The zero Failure: it agrees
	Challenged    bool    // the customer has to act first
	Failure       Failure // why its issuer declines. The zero Failure: it approves. The API's param, exp_month of expired_card and cvc of incorrect_cvc, has no place in it
}

var testCards = [...]TestCard{
	{Number: "4242424242424242", PaymentMethod: "pm_card_visa", Network: NetworkVisa, Multicapture: true},
	{Number: "4000002500001001", PaymentMethod: "pm_card_visa_cartesBancaires", Network: NetworkCartesBancaires, Multicapture: true},
	{Number: "4000058400000063", PaymentMethod: "pm_card_debit_incrementalAuthAuthorized", Network: NetworkVisa, Incremental: true},
	{Number: "4000008400000076", PaymentMethod: "pm_card_credit_disableEnterpriseCardFeatures", Network: NetworkVisa, Incremental: true, Increment: declined(code.DeclineGeneric)},

	{Number: "4000000000000002", PaymentMethod: "pm_card_visa_chargeDeclined", Network: NetworkVisa, Failure: declined(code.DeclineGeneric)},
	{Number: "4000000000009995", PaymentMethod: "pm_card_visa_chargeDeclinedInsufficientFunds", Network: NetworkVisa, Failure: declined(code.DeclineInsufficientFunds)},
	{Number: "4000000000009987", PaymentMethod: "pm_card_visa_chargeDeclinedLostCard", Network: NetworkVisa, Failure: declined(code.DeclineLostCard)},
	{Number: "4000000000009979", PaymentMethod: "pm_card_visa_chargeDeclinedStolenCard", Network: NetworkVisa, Failure: declined(code.DeclineStolenCard)},
	{Number: "4000000000006975", PaymentMethod: "pm_card_visa_chargeDeclinedVelocityLimitExceeded", Network: NetworkVisa, Failure: declined(code.DeclineCardVelocityExceeded)},
	{Number: "4000000000000341", PaymentMethod: "pm_card_chargeCustomerFail", Network: NetworkVisa, Failure: declined(code.DeclineGeneric)},
	{Number: "4000000000000069", PaymentMethod: "pm_card_chargeDeclinedExpiredCard", Network: NetworkVisa, Failure: failure(code.ExpiredCard)},
	{Number: "4000000000000127", PaymentMethod: "pm_card_chargeDeclinedIncorrectCvc", Network: NetworkVisa, Failure: failure(code.IncorrectCVC)},
	{Number: "4000000000000119", PaymentMethod: "pm_card_chargeDeclinedProcessingError", Network: NetworkVisa, Failure: failure(code.ProcessingError)},

	{Number: "4000000000003220", PaymentMethod: "pm_card_threeDSecure2Required", Network: NetworkVisa, Challenged: true},
	{Number: "4000002760003184", PaymentMethod: "pm_card_authenticationRequired", Network: NetworkVisa, Challenged: true},
	{Number: "4000008400001629", PaymentMethod: "pm_card_threeDSecureRequiredChargeDeclined", Network: NetworkVisa, Challenged: true, Failure: declined(code.DeclineGeneric)},
}

func declined(d code.Decline) Failure { return Failure{Code: code.CardDeclined, Decline: d} }

// failure is a Failure whose decline_code says the same as its code, as it does in the newest API versions.
func failure(c code.Code) Failure { return Failure{Code: c, Decline: code.Decline(c)} }

// FindTestCard returns the card that has this number, without spaces, or that this payment method stands for. ok is false if the table
// has none.
func FindTestCard(numberOrPaymentMethod string) (c TestCard, ok bool) {
	for _, c := range testCards {
		if numberOrPaymentMethod == c.Number || numberOrPaymentMethod == c.PaymentMethod {
			return c, true
		}
	}
	return TestCard{}, false
}

// Attempt returns how an attempt with c ends. s says about the payment what the card does not: the account and what it was granted;
// the network is that of c. id is that of the charge, and at is unix seconds, from which the authorization holds.
//
// Nothing asks for a security code or a postal code: any is as good, and what its check says is not modelled.
func (c TestCard) Attempt(s Situation, id string, at int64) Attempt {
	switch {
	case c.Challenged:
		return Attempt{Answer: AnswerChallenged, NextAction: "use_stripe_sdk"}
	case c.Failure != Failure{}:
		return Attempt{Answer: AnswerDeclined, Charge: id, Failure: c.Failure}
	}
	s.Network = c.Network
	card := s.Card(at)
	card.Multicapture = card.Multicapture && c.Multicapture
	card.Incremental = c.Incremental
	return Attempt{Answer: AnswerApproved, Charge: id, Card: card}
}

// AttemptExpiring is Attempt with an expiry date: a month from 1 to 12, and a year of four digits. A card is good until the end, in UTC,
// of the month in which it expires, and any date to come is as good as another. One that is past or impossible is a decline before there is a
// charge: code.InvalidExpiryMonth if there is no such month or it is over this year, code.InvalidExpiryYear if the year is over.
func (c TestCard) AttemptExpiring(month, year int, s Situation, id string, at int64) Attempt {
	now := time.Unix(at, 0).UTC()
	var invalid code.Code
	switch {
	case month < 1 || month > 12:
		invalid = code.InvalidExpiryMonth
	case year < now.Year():
		invalid = code.InvalidExpiryYear
	case year == now.Year() && month < int(now.Month()):
		invalid = code.InvalidExpiryMonth
	default:
		return c.Attempt(s, id, at)
	}
	return Attempt{Answer: AnswerDeclined, Failure: Failure{Code: invalid}}
}

// Authenticated returns c as it answers once the customer has acted: what intent.AuthenticateParams.Attempt is made of.
func (c TestCard) Authenticated() TestCard {
	c.Challenged = false
	return c
}
