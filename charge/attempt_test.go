package charge_test

import (
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
)

// What the customer did not do, or not in time, is an error of the request; everything else is an error of the card.
func TestFailureType(t *testing.T) {
	for _, c := range []code.Code{
		code.PaymentIntentAuthenticationFailure, code.PaymentIntentPaymentAttemptExpired, code.PaymentIntentPaymentAttemptFailed,
		code.SetupIntentAuthenticationFailure, code.SetupIntentSetupAttemptExpired, code.SetupAttemptFailed,
		code.MicrodepositAttemptsExceeded, code.MicrodepositTimeout,
	} {
		if got := (charge.Failure{Code: c}).Type(); got != code.TypeInvalidRequest {
			t.Errorf("%s is a %s", c, got)
		}
	}
	for _, c := range []code.Code{code.CardDeclined, code.ExpiredCard, code.AuthenticationRequired, code.ProcessingError, "a_code_of_tomorrow", ""} {
		if got := (charge.Failure{Code: c, Decline: code.DeclineGeneric}).Type(); got != code.TypeCard {
			t.Errorf("%s is a %s", c, got)
		}
	}
}
