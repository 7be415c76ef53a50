// Package capture is the arithmetic of captures against one authorization: no statuses, no ids, no events, no allocation.
//
// Every rule about how much may be captured, and how often, is in Ledger.Capture:
//
//	ledger, took, err := ledger.Capture(capture.Params{Amount: money.Some(700), NonFinal: true})
//
// Before each shipment that is captured separately, tell the customer its amount and date: several lines on one statement
// are a common cause of disputes.
package capture

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// MaxCaptures is how many captures may take money from one authorization.
//
// Source: https://docs.stripe.com/payments/multicapture.
const MaxCaptures = 50

// Uncounted is the Count of a Ledger whose captures were not counted: the API does not show how many there were.
// While a Ledger is uncounted the limit of captures is not enforced.
const Uncounted uint8 = 255

// A Ledger is what has been captured of one authorization. The zero Ledger authorizes nothing.
//
// Invariants, checked by Validate:
//  1. 0 ≤ Authorized ≤ money.Max, 0 ≤ Maximum ≤ money.Max
//  2. 0 ≤ Captured ≤ Authorized, or ≤ Maximum after the one capture of an overcapture
//  3. Count ≤ MaxCaptures, with LimitNonFinalAndOne one more when closed
//  4. without Multicapture Count ≤ 1, and nothing is captured while open
//  5. Captured > 0 ⇔ Count > 0, and Count ≤ Captured: each takes at least 1
type Ledger struct {
	Authorized   money.Amount // minor units
	Maximum      money.Amount // the most that one capture may take where overcapture is available; less than Authorized means Authorized
	Captured     money.Amount // sum of all captures
	Count        uint8        // how many captures took money, or Uncounted
	Closed       bool         // nothing can be captured any more
	Multicapture bool         // several captures are available
	Readings     Readings
}

// Params are the parameters of one capture. The zero Params capture everything, finally.
type Params struct {
	Amount   money.NullAmount // minor units; null: all that is capturable. Zero closes a partially captured authorization.
	NonFinal bool             // final_capture=false: keep the rest authorized. The zero value is the API's default, final_capture=true.
}

// Capturable returns amount_capturable: what is authorized, not captured and not released. It is 0 once closed.
func (l Ledger) Capturable() money.Amount {
	if l.Closed || l.Captured < 0 || l.Captured >= l.Authorized {
		return 0
	}
	return l.Authorized - l.Captured
}

// Released returns what closing let go: the part that was authorized and never captured. It is 0 while open.
func (l Ledger) Released() money.Amount {
	if !l.Closed || l.Captured < 0 || l.Captured >= l.Authorized {
		return 0
	}
	return l.Authorized - l.Captured
}

// Capture returns the ledger after one more capture, and the amount that it took. If an error is returned, the ledger is unchanged.
//
// An omitted amount is everything capturable. A final capture closes: what is left is released, and counts nowhere as refunded.
// A non-final one keeps the rest. A final capture of zero closes without taking anything.
//
// Refusals, in this order, as a *code.Error. Param is amount_to_capture where nothing else is said:
//   - code.ParameterInvalid: the amount is negative (the API sends no code)
//   - code.PaymentIntentUnexpectedState, no Param: closed
//   - code.AmountTooLarge: more than is capturable, which is Limit. Only the first capture, if it is final, may go up to Maximum.
//   - code.MulticaptureUnavailable, Param final_capture: NonFinal without Multicapture
//   - code.ParameterInvalidInteger, Param amount, as what is recorded of other zeros has it: zero without Multicapture, which needs at least 1
//   - code.NothingToCapture: zero and NonFinal, or zero where nothing was captured (see UntouchedClose)
//   - code.CaptureLimitReached: the 51st capture (see Limit); Got and Limit are numbers of captures
//
// Source: https://docs.stripe.com/payments/multicapture.
func (l Ledger) Capture(p Params) (Ledger, money.Amount, error) {
	took, no := l.take(p)
	if no != "" {
		return l, 0, l.refuse(p, no)
	}
	l.Captured += took
	if took > 0 && l.Count != Uncounted {
		l.Count++
	}
	wholeRemainder := l.Captured >= l.Authorized && l.Readings.WholeRemainder == WholeRemainderCloses
	l.Closed = !p.NonFinal || wholeRemainder
	return l, took, nil
}

// Check returns the error that Capture would return, or nil.
func (l Ledger) Check(p Params) error {
	if _, no := l.take(p); no != "" {
		return l.refuse(p, no)
	}
	return nil
}

// Allows reports whether Check returns nil. It allocates nothing.
func (l Ledger) Allows(p Params) bool {
	_, no := l.take(p)
	return no == ""
}

// take returns the amount that a capture takes, or why it is refused.
func (l *Ledger) take(p Params) (took money.Amount, no code.Code) {
	amount := p.Amount.Or(l.Capturable())
	switch {
	case amount < 0:
		return 0, code.ParameterInvalid
	case l.Closed:
		return 0, code.PaymentIntentUnexpectedState
	case amount > l.most(p):
		return 0, code.AmountTooLarge
	case p.NonFinal && !l.Multicapture:
		return 0, code.MulticaptureUnavailable
	case amount == 0 && !l.Multicapture:
		return 0, code.ParameterInvalidInteger
	case amount == 0 && p.NonFinal:
		return 0, code.NothingToCapture
	case amount == 0 && l.Captured == 0 && l.Readings.UntouchedClose == UntouchedCloseRefused:
		return 0, code.NothingToCapture
	case amount > 0 && l.limitReached(p):
		return 0, code.CaptureLimitReached
	}
	return amount, ""
}

// most returns the most that a capture may take: with overcapture the first one, if it is final, may take more than is capturable.
func (l *Ledger) most(p Params) money.Amount {
	if l.Captured == 0 && !l.Closed && !p.NonFinal {
		return max(l.Capturable(), l.Maximum)
	}
	return l.Capturable()
}

// refuse returns the error for a reason of take.
func (l *Ledger) refuse(p Params, no code.Code) error {
	e := &code.Error{
		Op: "capture", Type: code.TypeInvalidRequest, Code: no,
		Param: "amount_to_capture", Got: p.Amount.Or(l.Capturable()),
	}
	switch no {
	case code.PaymentIntentUnexpectedState:
		e.Param, e.Status, e.Got = "", "succeeded", 0
	case code.AmountTooLarge:
		e.Limit = l.most(p)
	case code.MulticaptureUnavailable:
		e.Param, e.Got = "final_capture", 0
	case code.ParameterInvalidInteger:
		e.Param, e.Limit = "amount", 1
	case code.CaptureLimitReached:
		e.Got, e.Limit = money.Amount(l.Count)+1, MaxCaptures
	default: // negative, or nothing to capture
	}
	return e
}

// limitReached reports whether one more capture that takes money would be one too many.
func (l *Ledger) limitReached(p Params) bool {
	full := l.Count >= MaxCaptures && l.Count != Uncounted
	return full && (p.NonFinal || l.Readings.Limit == LimitTakingMoney)
}

// Close returns the ledger with the rest let go: the authorization ran out, or was canceled. A closed ledger stays as it is.
func (l Ledger) Close() Ledger {
	l.Closed = true
	return l
}

// Validate returns the first invariant that l breaks, with Detail in words, or nil.
func (l Ledger) Validate() error {
	most := l.Authorized
	if l.Closed && (l.Count == 1 || l.Count == Uncounted) {
		most = max(most, l.Maximum)
	}
	atMost := uint8(MaxCaptures)
	if l.Closed && l.Readings.Limit == LimitNonFinalAndOne {
		atMost++
	}
	count, counted := money.Amount(l.Count), l.Count != Uncounted
	switch {
	case l.Authorized < 0 || l.Authorized > money.Max:
		return invalid("authorized", l.Authorized, money.Max, "what is authorized is from 0 to money.Max")
	case l.Maximum < 0 || l.Maximum > money.Max:
		return invalid("maximum_amount_capturable", l.Maximum, money.Max, "maximum_amount_capturable is from 0 to money.Max")
	case l.Captured < 0 || l.Captured > most:
		return invalid("amount_captured", l.Captured, most, "amount_captured is from 0 to what is authorized, or to maximum_amount_capturable after the one capture of an overcapture")
	case counted && l.Count > atMost:
		return invalid("captures", count, money.Amount(atMost), "there are at most 50 captures")
	case !l.Multicapture && (counted && l.Count > 1 || !l.Closed && l.Captured > 0):
		return invalid("captures", count, 1, "without multicapture there is one capture, which is final")
	case counted && (l.Captured > 0) != (l.Count > 0):
		return invalid("captures", count, 0, "something is captured if and only if a capture took it")
	case counted && count > l.Captured:
		return invalid("captures", count, l.Captured, "each capture that counts took at least 1")
	}
	return nil
}

func invalid(param string, got, limit money.Amount, invariant string) error {
	return &code.Error{Op: "validate", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid, Param: param, Detail: invariant, Got: got, Limit: limit}
}
