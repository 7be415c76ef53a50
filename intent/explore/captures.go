package explore

import (
	"iter"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Authorized returns a card payment of an amount, in minor units of usd, with several captures available and nothing captured: the state
// from which Captures is walked. The state is the zero State if the amount is less than 1 or more than money.Max.
func Authorized(amount money.Amount, rules intent.Rules) State {
	var s State
	for _, c := range []intent.Command{
		intent.CreateParams{
			ID: "pi_1", Amount: amount, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
			CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable}, Rules: rules,
		},
		intent.ConfirmParams{Attempt: charge.Attempt{
			Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true},
		}},
	} {
		s = s.Try(c).To
	}
	return s
}

// Captures is the universe of what can be done with an authorization without its issuer: captures of nothing, of one unit, of two, of all but one, of everything and of one too much, final and not; refunds of one unit, of everything and of one too much; canceling
// and expiry. From 51 units the limit of 50 captures binds.
func Captures(s State) iter.Seq[intent.Command] {
	held, received := s.PaymentIntent.AmountCapturable, s.PaymentIntent.AmountReceived
	return func(yield func(intent.Command) bool) {
		for _, amount := range [...]money.NullAmount{
			money.Some(0), money.Some(1), money.Some(2), money.Some(max(0, held-1)), money.Some(held + 1), {},
		} {
			if !yield(intent.CaptureParams{AmountToCapture: amount, NonFinal: true}) || !yield(intent.CaptureParams{AmountToCapture: amount}) {
				return
			}
		}
		for _, amount := range [...]money.NullAmount{money.Some(1), money.Some(received + 1), {}} {
			if !yield(intent.RefundParams{Amount: amount}) {
				return
			}
		}
		_ = yield(intent.CancelParams{}) && yield(intent.ExpireParams{})
	}
}
