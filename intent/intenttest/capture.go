package intenttest

import (
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// Capture draws captures for pi, more than half of them allowed. Half take one or two of the least amount, so that the limit of 50 comes into
// reach; others aim at 0, half, all and one more, also by giving no amount, or are nonsense. Where several captures are available one
// in 64 is final, and every 16th of the rest only closes; from the 50th on, and where only one is available, every other one is final.
// A payment with a connected account gets fees, mostly as the first capture requires them. What comes into being is named, mostly.
// At is not given. pi may be in any status.
func Capture(pi intent.PaymentIntent) *rapid.Generator[intent.CaptureParams] {
	return rapid.Custom(func(t *rapid.T) intent.CaptureParams { return drawCapture(t, &pi) })
}

func drawCapture(t *rapid.T, pi *intent.PaymentIntent) intent.CaptureParams {
	c := &pi.LatestCharge
	rarely := 6
	if !c.Card.Multicapture || c.Captures >= capture.MaxCaptures-1 {
		rarely = 1
	}
	p := intent.CaptureParams{
		NonFinal:   !chance(t, rarely),
		Settlement: drawSettlement(t),
	}
	p.ApplicationFeeAmount = drawFee(t, pi)
	if chance(t, 4) { // only to close
		p.AmountToCapture, p.NonFinal = money.Some(0), false
		return p
	}
	p.AmountToCapture = drawPart(t, pi.AmountCapturable, pi.Currency.Multiple())
	return p
}

// drawFee draws the fee of a capture, mostly one where the captures before require one.
func drawFee(t *rapid.T, pi *intent.PaymentIntent) money.NullAmount {
	if !pi.Direct && pi.TransferData.Destination == "" && !chance(t, 6) {
		return money.NullAmount{}
	}
	gives := chance(t, 3)
	switch {
	case pi.AmountReceived == 0:
		gives = chance(t, 1)
	case pi.LatestCharge.FirstGave == connect.MarkYes:
		gives = !gives
	}
	switch all := pi.AmountCapturable; {
	case !gives:
		return money.NullAmount{}
	case chance(t, 5):
		return money.Some(pick(t, -1, money.Max+1))
	default:
		return pick(t, money.Some(1), money.Some(1), money.Some(2), money.Some(all/10), money.Some(all/3), money.Some(all), money.Some(all+1),
			money.Some(0), pi.ApplicationFeeAmount)
	}
}

// drawPart draws how much of what is left is taken or given back: half the time a little, or else all, half, nothing, too much, nonsense.
func drawPart(t *rapid.T, left, unit money.Amount) money.NullAmount {
	if !chance(t, 1) {
		return money.Some(unit * money.Amount(1+below(t, 2)))
	}
	half := left / 2 / unit * unit
	return pick(t, money.Some(left), money.Some(left), money.NullAmount{}, money.Some(half), money.Some(half), money.Some(0), money.Some(left+unit), money.Some(left+1),
		money.Some(-1), money.Some(money.Max+1))
}
