package intent_test

import (
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// The window of a situation is the deadline of the authorization, longer only where an extended one was requested and granted.
func TestExtendedAuthorization(t *testing.T) {
	const at, day = 1_767_225_600, 86_400
	for _, c := range []struct {
		name               string
		network            charge.Network
		requested, granted bool
		days, hours        int64
	}{
		{"requested and granted, Visa", charge.NetworkVisa, true, true, 29, 18},
		{"requested and granted, Mastercard", charge.NetworkMastercard, true, true, 30, 0},
		{"requested and not granted", charge.NetworkMastercard, true, false, 7, 0},
		{"not requested", charge.NetworkMastercard, false, true, 7, 0},
	} {
		create := manual
		create.CardOptions.RequestExtendedAuthorization = intent.Request(c.requested)
		situation := charge.Situation{Network: c.network, Account: "US", Currency: "usd", ExtendedAuthorization: c.requested && c.granted}
		card := situation.Card(at)
		card.Extended = c.granted
		pi := reach(t, create, intent.ConfirmParams{At: at, PaymentMethod: "pm_1", Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: card}})
		if pi.LatestCharge.Card.Extended != (c.requested && c.granted) {
			t.Errorf("%s: extended %t", c.name, pi.LatestCharge.Card.Extended)
		}
		end := at + c.days*day + c.hours*3600
		if d, ok := pi.Deadline(); !ok || d != (intent.Deadline{At: end, Operation: intent.OpExpire}) {
			t.Errorf("%s: the deadline is %+v, want %d", c.name, d, end)
		}
		if err := intent.Check(pi, intent.ExpireParams{At: end - 1}); !errors.Is(err, code.TooEarly) {
			t.Errorf("%s: it expires a second too early: %v", c.name, err)
		}
		if err := intent.Check(pi, intent.ExpireParams{At: end}); err != nil {
			t.Errorf("%s: it does not expire: %v", c.name, err)
		}
		if err := intent.Check(pi, intent.CaptureParams{At: end - 1}); err != nil {
			t.Errorf("%s: the last second is no use: %v", c.name, err)
		}
		if err := intent.Check(pi, intent.CaptureParams{At: end}); !errors.Is(err, code.CaptureChargeAuthorizationExpired) {
			t.Errorf("%s: it is captured too late: %v", c.name, err)
		}
	}
}
