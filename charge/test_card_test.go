package charge_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
)

const now = 1_700_000_000 // 2023-11-14

// The table of the pages: each card by its number and by its payment method, and what comes of it.
func TestTestCards(t *testing.T) {
	s := charge.Situation{Account: "US", Currency: "usd", MulticaptureFeature: true}
	const challenged = "challenged, then "
	rows := [...]struct{ number, method, want string }{
		{"4242424242424242", "pm_card_visa", "visa multicapture"},
		{"4000002500001001", "pm_card_visa_cartesBancaires", "cartes_bancaires multicapture"},
		{"4000058400000063", "pm_card_debit_incrementalAuthAuthorized", "visa increments"},
		{"4000008400000076", "pm_card_credit_disableEnterpriseCardFeatures", "visa increments card_declined generic_decline"},
		{"4000000000000002", "pm_card_visa_chargeDeclined", "card_declined generic_decline"},
		{"4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined insufficient_funds"},
		{"4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "card_declined lost_card"},
		{"4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "card_declined stolen_card"},
		{"4000000000006975", "pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_declined card_velocity_exceeded"},
		{"4000000000000341", "pm_card_chargeCustomerFail", "card_declined generic_decline"},
		{"4000000000000069", "pm_card_chargeDeclinedExpiredCard", "expired_card expired_card"},
		{"4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc incorrect_cvc"},
		{"4000000000000119", "pm_card_chargeDeclinedProcessingError", "processing_error processing_error"},
		{"4000000000003220", "pm_card_threeDSecure2Required", challenged + "visa"},
		{"4000002760003184", "pm_card_authenticationRequired", challenged + "visa"},
		{"4000008400001629", "pm_card_threeDSecureRequiredChargeDeclined", challenged + "card_declined generic_decline"},
	}
	for _, row := range rows {
		c, ok := charge.FindTestCard(row.number)
		same, found := charge.FindTestCard(row.method)
		if !ok || !found || c != same || c.Number != row.number || c.PaymentMethod != row.method {
			t.Errorf("%s is %+v, and %s is %+v", row.number, c, row.method, same)
		}
		got := ""
		a := c.Attempt(s, "ch_1", now)
		if a.Answer == charge.AnswerChallenged {
			if a != (charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}) {
				t.Errorf("%s: %+v", row.number, a)
			}
			got = challenged
			a = c.Authenticated().Attempt(s, "ch_1", now)
		}
		if got += outcome(a, c.Increment); got != row.want {
			t.Errorf("%s: %q, want %q", row.number, got, row.want)
		}
		if a.Charge != "ch_1" || a.Answer == charge.AnswerApproved && a.Card.CaptureBefore != now+7*86400 {
			t.Errorf("%s: %+v", row.number, a)
		}
	}
	for _, number := range []string{
		"", "4242", "4242 4242 4242 4242", "pm_card_unknown", "PM_CARD_VISA",
		"5555555555554444", "378282246310005", "4242424242424241", "4000002500003155", "4000008260003178", "4000000000003055", "4000000000000077", // left out
	} {
		if c, ok := charge.FindTestCard(number); ok || c != (charge.TestCard{}) {
			t.Errorf("%q is %+v", number, c)
		}
	}
}

// outcome returns the end of an attempt in words.
func outcome(a charge.Attempt, increment charge.Failure) string {
	if a.Answer == charge.AnswerDeclined {
		return fmt.Sprint(a.Failure.Code, " ", a.Failure.Decline)
	}
	words := string(a.Card.Network)
	if a.Card.Multicapture {
		words += " multicapture"
	}
	if a.Card.Incremental {
		words += " increments"
	}
	if increment != (charge.Failure{}) {
		words += fmt.Sprint(" ", increment.Code, " ", increment.Decline)
	}
	return words
}

// What the account lacks, no card makes up for; and no situation changes the network of a card.
func TestTestCardAsksTheSituation(t *testing.T) {
	c, _ := charge.FindTestCard("pm_card_visa")
	a := c.Attempt(charge.Situation{Network: charge.NetworkJCB, ExtendedAuthorization: true}, "ch_1", now)
	if want := (charge.Card{Network: charge.NetworkVisa, Extended: true, CaptureBefore: now + 2_570_400}); a.Card != want {
		t.Errorf("%+v", a.Card)
	}
}

func TestTestCardExpiry(t *testing.T) {
	const month, year = code.InvalidExpiryMonth, code.InvalidExpiryYear
	ok, _ := charge.FindTestCard("4242424242424242")
	challenged, _ := charge.FindTestCard("4000000000003220")
	for _, row := range []struct {
		month, year int
		at          int64
		want        code.Code
	}{
		{11, 2023, now, ""},
		{12, 2023, now, ""},
		{1, 2024, now, ""},
		{12, 9999, now, ""},
		{1, math.MaxInt, now, ""},
		{10, 2023, now, month},
		{1, 2023, now, month},
		{0, 2030, now, month},
		{13, 2030, now, month},
		{-1, 2022, now, month},
		{12, 2022, now, year},
		{12, 95, now, year},
		{12, math.MinInt, now, year},
		{11, 2023, 1_701_388_799, ""}, // the last second of the month
		{11, 2023, 1_701_388_800, month},
		{12, 2023, 1_704_067_200, year},
		{1, 1970, 0, ""},
	} {
		for _, c := range []charge.TestCard{ok, challenged} {
			want := c.Attempt(charge.Situation{}, "ch_1", row.at)
			if row.want != "" {
				want = charge.Attempt{Answer: charge.AnswerDeclined, Failure: charge.Failure{Code: row.want}}
			}
			if got := c.AttemptExpiring(row.month, row.year, charge.Situation{}, "ch_1", row.at); got != want {
				t.Errorf("%d/%d at %d: %+v, want %+v", row.month, row.year, row.at, got, want)
			}
		}
	}
}

func ExampleFindTestCard() {
	c, _ := charge.FindTestCard("4000000000009995")
	a := c.Attempt(charge.Situation{Account: "US"}, "ch_1", now)
	fmt.Println(a.Answer, a.Failure.Code, a.Failure.Decline)

	c, _ = charge.FindTestCard("pm_card_visa")
	a = c.Attempt(charge.Situation{Account: "US", MulticaptureFeature: true}, "ch_1", now)
	fmt.Println(a.Answer, a.Card.Network, a.Card.Multicapture)
	fmt.Println(c.AttemptExpiring(13, 2030, charge.Situation{}, "ch_1", now).Failure.Code)
	// Output:
	// declined card_declined insufficient_funds
	// approved visa true
	// invalid_expiry_month
}
