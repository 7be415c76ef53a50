package intenttest

import (
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Authorized draws intents in requires_capture of which several captures are available. Half have small amounts, so that limits are
// met, and half have a connected account. A quarter were captured 48 to 50 times already, of the others nothing was captured.
func Authorized() *rapid.Generator[intent.PaymentIntent] {
	return rapid.Custom(func(t *rapid.T) intent.PaymentIntent {
		captures := drawWalk(t)
		pi := authorized(t, captures)
		return captured(pi, min(captures, 50))
	})
}

// Reached draws intents in any status, by running drawn commands from Create. A quarter of them first walk 48 to 51 plain captures.
func Reached() *rapid.Generator[intent.PaymentIntent] {
	return rapid.Custom(func(t *rapid.T) intent.PaymentIntent {
		pi, _ := intent.Next(intent.PaymentIntent{}, drawCreate(t)) // what is drawn here is accepted
		if captures := drawWalk(t); captures > 0 {
			pi = captured(authorized(t, captures), captures)
		}
		for range below(t, 16) {
			if next, err := intent.Next(pi, Command(pi).Draw(t, "command")); err == nil {
				pi = next
			}
		}
		return pi
	})
}

// drawWalk draws how many plain captures a life begins with: a quarter of them with 48 to 51, around the limit of 50, the others
// with none. It shrinks to none, or else to 50.
func drawWalk(t *rapid.T) int {
	captures := pick(t, 50, 51, 50, 51, 49, 48)
	if !chance(t, 2) {
		return 0
	}
	return captures
}

// drawWalkAmount draws an amount for as many captures of the least amount.
func drawWalkAmount(t *rapid.T, unit money.Amount) money.Amount {
	return unit * pick[money.Amount](t, 50, 51, 52, 60, money.Max/unit)
}

// authorized makes an authorization for as many captures, 0 for any.
func authorized(t *rapid.T, captures int) intent.PaymentIntent {
	p := intent.CreateParams{
		ID: "pi_1", Currency: pick[money.Currency](t, "usd", "usd", "usd", "jpy", "bhd"), CaptureMethod: intent.CaptureMethodManual,
		PaymentMethod: "pm_1", CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	}
	unit := p.Currency.Multiple()
	p.Amount = drawAmount(t, unit)
	if captures > 0 {
		p.Amount = drawWalkAmount(t, unit)
	}
	drawAccount(t, &p)
	pi, _ := intent.Next(intent.PaymentIntent{}, p) // what is drawn here is accepted
	pi, _ = intent.Next(pi, intent.ConfirmParams{Attempt: approved(&pi)})
	return pi
}

// captured returns pi after a number of plain captures of the least amount; one that is refused changes nothing.
func captured(pi intent.PaymentIntent, captures int) intent.PaymentIntent {
	p := intent.CaptureParams{AmountToCapture: money.Some(pi.Currency.Multiple()), NonFinal: true, Settlement: settlement}
	for range captures {
		if next, err := intent.Next(pi, p); err == nil {
			pi = next
		}
	}
	return pi
}
