package explore

import (
	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// Payments returns how payments of an amount, in minor units of usd, can be created for Life, all with the default rules: captured by
// hand with several captures and with one, automatically and asynchronously; with nobody else, on a connected account with a fee, and to
// a destination: everything, with a fee, and a part.
func Payments(amount money.Amount) []intent.CreateParams {
	var all []intent.CreateParams
	for _, capture := range []intent.CreateParams{
		{CaptureMethod: intent.CaptureMethodManual, CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable}},
		{CaptureMethod: intent.CaptureMethodManual},
		{CaptureMethod: intent.CaptureMethodAutomatic},
		{CaptureMethod: intent.CaptureMethodAutomaticAsync},
	} {
		for _, p := range []intent.CreateParams{
			{},
			{Account: "acct_1", ApplicationFeeAmount: money.Some(1)},
			{TransferData: connect.TransferData{Destination: "acct_1"}},
			{TransferData: connect.TransferData{Destination: "acct_1"}, ApplicationFeeAmount: money.Some(1)},
			{TransferData: connect.TransferData{Destination: "acct_1", Amount: money.Some(min(2, amount))}},
		} {
			p.ID, p.Amount, p.Currency, p.PaymentMethod = "pi_1", amount, "usd", "pm_1"
			p.CaptureMethod, p.CardOptions = capture.CaptureMethod, capture.CardOptions
			all = append(all, p)
		}
	}
	return all
}

// Payments of Payments by their place: captured by hand, several times and once.
const (
	plain, direct, destination, withFee, part = 0, 1, 2, 3, 4

	once = 5
)

// Readings returns payments of Life whose rules are other than the defaults, each reading and each API version where it matters in a few
// captures: not the readings of the limit of 50.
func Readings(amount money.Amount) []intent.CreateParams {
	all := Payments(amount)
	var others []intent.CreateParams
	with := func(rules intent.Rules, places ...int) {
		for _, i := range places {
			p := all[i]
			p.Rules = rules
			others = append(others, p)
		}
	}
	with(intent.Rules{Connect: connect.Readings{LaterAmount: connect.LaterAmountSame}}, direct)
	with(intent.Rules{Connect: connect.Readings{IntentAmount: connect.IntentAmountEachCapture}}, direct)
	with(intent.Rules{Connect: connect.Readings{IntentAmount: connect.IntentAmountRefused}}, direct)
	with(intent.Rules{Connect: connect.Readings{AmountMeaning: connect.AmountMeaningTotal}}, part)
	with(intent.Rules{Connect: connect.Readings{NewAmount: connect.NewAmountAccepted}}, direct)
	with(intent.Rules{Connect: connect.Readings{Objects: connect.ObjectsPerCapture}}, part)
	with(intent.Rules{Connect: connect.Readings{PortionBase: connect.PortionBaseAmount}}, direct, once+withFee)
	with(intent.Rules{Capture: capture.Readings{WholeRemainder: capture.WholeRemainderCloses}}, direct)
	with(intent.Rules{Capture: capture.Readings{UntouchedClose: capture.UntouchedCloseCancels}}, plain)
	with(intent.Rules{FailedRefund: intent.FailedRefundStays}, direct, once+withFee)
	with(intent.Rules{PartialCancel: intent.PartialCancelCancels}, direct)
	with(intent.Rules{ClosingEvents: intent.ClosingEventsAsCapture}, plain)
	with(intent.Rules{PartialCancel: intent.PartialCancelRefused}, plain)
	for place := plain; place < len(all); place += once {
		with(intent.Rules{MaxConfirmations: 1}, place)
		with(intent.Rules{MaxConfirmations: 2, ConfirmationLimit: intent.ConfirmationLimitFailureCancels}, place)
	}
	with(intent.Rules{Version: "2024-04-09"}, plain, once+plain)
	with(intent.Rules{Version: "2025-02-24.acacia"}, plain, once+plain, once+withFee)
	return others
}
