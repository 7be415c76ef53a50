package explore

import (
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// collectLaws say how much a capture puts aside.
var collectLaws = []Law{
	accepted("a capture puts aside the fee that it gives or that the intent says, at most what was captured", func(e *Edge) bool {
		now := &e.To.PaymentIntent
		old := before(e)
		given, said := shares(e)
		return !capturing(e) || now.LatestCharge.ApplicationFee.Amount-old.LatestCharge.ApplicationFee.Amount ==
			collects(e, old.LatestCharge.ApplicationFee.Amount, given.fee, said.fee)
	}),
	accepted("a capture transfers what it gives or the intent says, at most what was captured, or everything", func(e *Edge) bool {
		now := &e.To.PaymentIntent
		old := before(e)
		given, said := shares(e)
		want := collects(e, old.LatestCharge.Transfer.Amount, given.transfer, said.transfer)
		switch {
		case now.TransferData.Destination == "":
			want = 0
		case !given.transfer.Valid && !said.transfer.Valid:
			want = takes(e)
		}
		return !capturing(e) || !oneCurrency(now) || !oneCurrency(old) || now.LatestCharge.Transfer.Amount-old.LatestCharge.Transfer.Amount == want
	}),
}

// capturing reports whether an edge captures, also at once, with a confirmation.
func capturing(e *Edge) bool { return takes(e) > 0 || e.Command.Operation() == intent.OpCapture }

// before returns the payment before its capture: a confirmation makes a new charge, of which nothing was captured.
func before(e *Edge) *intent.PaymentIntent {
	if e.Command.Operation() == intent.OpCapture {
		return &e.From.PaymentIntent
	}
	return &intent.PaymentIntent{}
}

// A share is a fee and what is to be transferred, as a capture gives them or the intent says.
type share struct{ fee, transfer money.NullAmount }

// shares returns what a capture gives, and what the intent says before it. What a confirmation gives, the intent says.
func shares(e *Edge) (given, said share) {
	pi := &e.From.PaymentIntent
	if c, ok := e.Command.(intent.CaptureParams); ok {
		given = share{c.ApplicationFeeAmount, c.TransferDataAmount}
	} else {
		pi = &e.To.PaymentIntent
	}
	return given, share{pi.ApplicationFeeAmount, pi.TransferData.Amount}
}

// collects returns what a capture puts aside of an amount, where so much was put aside before.
func collects(e *Edge, collected money.Amount, given, said money.NullAmount) money.Amount {
	old := before(e)
	first := old.AmountReceived == 0
	readings := e.To.PaymentIntent.Rules.Connect
	var asked money.Amount
	switch {
	case given.Valid && readings.AmountMeaning == connect.AmountMeaningTotal:
		asked = given.Amount - collected
	case given.Valid:
		asked = given.Amount
	case takes(e) == 0:
	case first, readings.IntentAmount == connect.IntentAmountEachCapture && old.LatestCharge.FirstGave == connect.MarkNo:
		asked = said.Or(0)
	}
	if takes(e) == 0 && first { // of nothing, nothing is put aside
		return 0
	}
	return max(0, min(asked, old.AmountReceived+takes(e)-collected))
}
