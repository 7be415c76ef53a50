package connect

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// A Ledger is what the captures of one charge have put aside so far, as an application fee or as the amount of a transfer.
// The zero Ledger puts nothing aside.
type Ledger struct {
	Amount       money.NullAmount // what the intent says: given at create, update or confirm, then by captures if the first gave it. Null: nothing
	Collected    money.Amount     // sum of what was put aside, minor units
	Captured     money.Amount     // sum of what was captured, minor units
	First        Mark             // whether the first capture gave an amount of its own. MarkUnknown refuses nothing: ask with MarkYes and with MarkNo
	Multicapture bool             // several captures are available
	Readings     Readings
}

// Collect returns the ledger after one more capture, which takes took and gives an amount to put aside, or none; and how much it puts
// aside. Ledger.Captured includes took afterwards. If an error is returned, the ledger is unchanged.
//
//   - the first capture that takes money puts aside what it gives, else what the intent says
//   - if the first capture gave an amount, each later one that takes money must give one too; it may differ (see LaterAmount)
//   - if it did not, no later one may (see NewAmount), and the amount of the intent is not taken again (see IntentAmount)
//   - what is put aside is capped at what was captured in total, not refused
//   - a capture of zero has to give nothing, but what it gives counts
//
// Refusals, in this order, without Param:
//   - code.ParameterInvalidInteger: what is given or taken is negative
//   - code.AmountTooLarge: more would be captured than money.Max
//   - code.ParameterMissing: the first capture gave an amount, and this one does not; or see IntentAmountRefused
//   - code.LaterAmountNotAllowed: the first capture did not, and this one does
//   - code.ParameterInvalid: another value than before, with LaterAmountSame; Limit is the value
//
// Source: https://docs.stripe.com/payments/multicapture (Connect).
func (l Ledger) Collect(given money.NullAmount, took money.Amount) (Ledger, money.Amount, error) {
	if err := l.Check(given, took); err != nil {
		return l, 0, err
	}
	asked := l.asked(given, took)
	if l.Captured == 0 && took > 0 {
		l.First = MarkNo
		if given.Valid {
			l.First = MarkYes
		}
	}
	if given.Valid && l.First == MarkYes {
		l.Amount = given
	}
	l.Captured += took
	collected := max(0, min(asked, left(l.Captured, l.Collected)))
	l.Collected += collected
	return l, collected, nil
}

// asked returns what a capture is to put aside, before the cap.
func (l *Ledger) asked(given money.NullAmount, took money.Amount) money.Amount {
	switch {
	case given.Valid && l.Readings.AmountMeaning == AmountMeaningTotal:
		return left(given.Amount, l.Collected)
	case given.Valid:
		return given.Amount
	case took == 0:
		return 0
	case l.Captured == 0, l.First == MarkNo && l.Readings.IntentAmount == IntentAmountEachCapture:
		return l.Amount.Or(0)
	default:
		return 0
	}
}

// Check returns the error that Collect would return, or nil.
func (l Ledger) Check(given money.NullAmount, took money.Amount) error {
	no, got, limit := l.obstacle(given, took)
	if no == "" {
		return nil
	}
	e := refuseAmount("capture", no, "", got, limit)
	if no == code.ParameterMissing && l.First == MarkYes {
		e.Detail = "The first capture gave an amount, so each later one that takes money has to give one too."
	}
	return e
}

// Allows reports whether Check returns nil. It allocates nothing.
func (l Ledger) Allows(given money.NullAmount, took money.Amount) bool {
	no, _, _ := l.obstacle(given, took)
	return no == ""
}

// obstacle returns why Collect refuses, or "".
func (l *Ledger) obstacle(given money.NullAmount, took money.Amount) (no code.Code, got, limit money.Amount) {
	switch most := left(money.Max, l.Captured); {
	case given.Or(0) < 0:
		return code.ParameterInvalidInteger, given.Amount, 0
	case took < 0:
		return code.ParameterInvalidInteger, took, 0
	case took > most:
		return code.AmountTooLarge, took, most
	case l.Captured == 0:
		if l.Multicapture && took > 0 && l.Amount.Valid && !given.Valid && l.Readings.IntentAmount == IntentAmountRefused {
			return code.ParameterMissing, 0, 0
		}
	case !given.Valid && l.First == MarkYes && took > 0:
		return code.ParameterMissing, 0, 0
	case given.Valid && l.First == MarkNo && l.Readings.NewAmount == NewAmountRefused:
		return code.LaterAmountNotAllowed, 0, 0
	case given.Valid && l.First == MarkYes && l.Readings.LaterAmount == LaterAmountSame && given != l.Amount:
		return code.ParameterInvalid, given.Amount, l.Amount.Amount
	}
	return "", 0, 0
}
