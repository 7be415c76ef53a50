package capture_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// A model is a Ledger as one would write it without a thought for speed: lists of what was taken, added up each time.
type model struct {
	authorized, maximum money.Amount
	multicapture        bool
	readings            capture.Readings

	nonFinal []money.Amount // what captures with final_capture false took
	last     []money.Amount // what the closing capture took, if it took anything
	closed   bool
}

func (m *model) taken() (sum money.Amount) {
	for _, a := range m.nonFinal {
		sum += a
	}
	for _, a := range m.last {
		sum += a
	}
	return sum
}

func (m *model) captures() int { return len(m.nonFinal) + len(m.last) }

func (m *model) left() money.Amount {
	if m.closed {
		return 0
	}
	return m.authorized - m.taken()
}

// asks returns the amount that p asks for.
func (m *model) asks(p capture.Params) money.Amount {
	if !p.Amount.Valid {
		return m.left()
	}
	return p.Amount.Amount
}

// predict returns the reason why p is refused, or "".
func (m *model) predict(p capture.Params) code.Code {
	amount := m.asks(p)
	if amount < 0 {
		return code.ParameterInvalid
	}
	if m.closed {
		return code.PaymentIntentUnexpectedState
	}
	if amount > m.left() {
		overcapture := m.captures() == 0 && !p.NonFinal && amount <= m.maximum
		if !overcapture {
			return code.AmountTooLarge
		}
	}
	if !m.multicapture {
		if p.NonFinal {
			return code.MulticaptureUnavailable
		}
		if amount == 0 {
			return code.ParameterInvalidInteger
		}
	}
	if amount == 0 {
		closesUntouched := m.readings.UntouchedClose == capture.UntouchedCloseCancels
		if p.NonFinal || m.captures() == 0 && !closesUntouched {
			return code.NothingToCapture
		}
		return ""
	}
	if len(m.nonFinal) == 50 {
		oneMore := m.readings.Limit == capture.LimitNonFinalAndOne
		if p.NonFinal || !oneMore {
			return code.CaptureLimitReached
		}
	}
	return ""
}

// apply makes the capture, and returns what it took.
func (m *model) apply(p capture.Params) money.Amount {
	amount := m.asks(p)
	if p.NonFinal {
		m.nonFinal = append(m.nonFinal, amount)
		m.closed = m.left() == 0 && m.readings.WholeRemainder == capture.WholeRemainderCloses
		return amount
	}
	if amount > 0 {
		m.last = []money.Amount{amount}
	}
	m.closed = true
	return amount
}

// A reading is drawn in both positions.
func drawReadings(t *rapid.T) (r capture.Readings) {
	if rapid.Bool().Draw(t, "non-final and one") {
		r.Limit = capture.LimitNonFinalAndOne
	}
	if rapid.Bool().Draw(t, "whole remainder closes") {
		r.WholeRemainder = capture.WholeRemainderCloses
	}
	if rapid.Bool().Draw(t, "untouched close cancels") {
		r.UntouchedClose = capture.UntouchedCloseCancels
	}
	return r
}

// oneIn64 is rare: six coins, since rapid draws small numbers far too often.
func oneIn64(t *rapid.T, label string) bool {
	for range 6 {
		if !rapid.Bool().Draw(t, label) {
			return false
		}
	}
	return true
}

// drawAmount draws an amount that something happens at.
func drawAmount(t *rapid.T, m *model) money.NullAmount {
	all := m.left()
	return rapid.OneOf(
		rapid.Just(money.NullAmount{}),
		rapid.SampledFrom([]money.NullAmount{
			money.Some(0), money.Some(1), money.Some(all - 1), money.Some(all), money.Some(all + 1),
			money.Some(m.maximum), money.Some(m.maximum + 1), money.Some(-1),
		}),
		rapid.Map(rapid.Int64Range(1, max(1, int64(all)/40)), func(n int64) money.NullAmount { return money.Some(money.Amount(n)) }),
	).Draw(t, "amount")
}

// TestModel plays lives of authorizations against the model, which predicts every answer.
func TestModel(t *testing.T) {
	reached := map[string]int{}
	life := func(t *rapid.T) {
		m := &model{multicapture: rapid.IntRange(0, 4).Draw(t, "single") > 0, readings: drawReadings(t)}
		m.authorized = money.Amount(rapid.OneOf(rapid.Int64Range(0, 120), rapid.Int64Range(1, int64(money.Max))).Draw(t, "authorized"))
		if rapid.Bool().Draw(t, "overcapture") {
			m.maximum = min(m.authorized+money.Amount(rapid.Int64Range(0, 30).Draw(t, "over")), money.Max)
		}
		ledger := capture.Ledger{Authorized: m.authorized, Maximum: m.maximum, Multicapture: m.multicapture, Readings: m.readings}
		try := func(p capture.Params) {
			reached[string(m.predict(p))]++
			ledger = play(t, m, ledger, p)
			if len(m.nonFinal) == capture.MaxCaptures {
				reached["50 captures"]++
			}
			if m.captures() > capture.MaxCaptures {
				reached["51 captures"]++
			}
			if m.taken() > m.authorized {
				reached["overcapture"]++
			}
		}
		if long, too := rapid.Bool().Draw(t, "long"), rapid.Bool().Draw(t, "too"); long && too {
			for range rapid.IntRange(48, 51).Draw(t, "plain captures") {
				try(open(1))
			}
		}
		for range rapid.IntRange(0, 12).Draw(t, "captures") {
			try(aimed(t, m, oneIn64(t, "final")))
		}
		for range 2 { // every life ends, and is asked for more
			try(aimed(t, m, true))
		}
	}
	for range 20 {
		rapid.Check(t, life)
	}
	for _, what := range []string{
		"50 captures", "51 captures", "overcapture",
		"", "parameter_invalid", "payment_intent_unexpected_state", "amount_too_large", "multicapture_unavailable", "parameter_invalid_integer",
		"nothing_to_capture", "capture_limit_reached",
	} {
		if reached[what] == 0 {
			t.Errorf("no life has reached %q", what)
		}
	}
	t.Log(reached)
}

func aimed(t *rapid.T, m *model, final bool) capture.Params {
	return capture.Params{Amount: drawAmount(t, m), NonFinal: !final}
}

// play makes one capture in both, and compares.
func play(t *rapid.T, m *model, l capture.Ledger, p capture.Params) capture.Ledger {
	t.Helper()
	want := m.predict(p)
	next, took, err := l.Capture(p)
	if want != "" {
		if !errors.Is(err, want) || next != l || took != 0 {
			t.Fatalf("%+v of %+v: took %d, error %v, but the model says %s", p, l, took, err, want)
		}
		return l
	}
	if amount := m.apply(p); err != nil || took != amount {
		t.Fatalf("%+v of %+v: took %d, error %v, but the model takes %d", p, l, took, err, amount)
	}
	released := money.Amount(0)
	if m.closed {
		released = max(0, m.authorized-m.taken())
	}
	if next.Captured != m.taken() || int(next.Count) != m.captures() || next.Closed != m.closed ||
		next.Capturable() != m.left() || next.Released() != released {
		t.Fatalf("%+v of %+v leads to %+v, but the model is %+v", p, l, next, m)
	}
	if err := next.Validate(); err != nil {
		t.Fatalf("%+v of %+v leads to %+v: %v", p, l, next, err)
	}
	return next
}
