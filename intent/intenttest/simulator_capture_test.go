package intenttest_test

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/webhook/event"
)

func (s *simulator) capture(p intent.CaptureParams) (intenttest.Reply, error) {
	amount := p.AmountToCapture.Or(s.capturable)
	if s.bug == zeroMeansAll && amount == 0 {
		amount = s.capturable
	}
	final := !p.NonFinal
	if s.bug == omittedFinalMeansFalse && s.multicapture {
		final = false
	}
	closing := amount == 0 && final && s.captures > 0 && s.bug != closingZeroRefused
	switch {
	case s.status != intent.StatusRequiresCapture:
		return intenttest.Reply{}, wrong("not capturable")
	case amount < 0 || amount == 0 && !closing:
		return intenttest.Reply{}, wrong("nothing to capture")
	case amount > s.capturable && (s.bug != captureAboveAuthorized || s.captures == 0):
		return intenttest.Reply{}, wrong("too much")
	case p.NonFinal && !s.multicapture:
		return intenttest.Reply{}, wrong("multicapture is not available")
	case amount > 0 && s.captures >= 50 && s.bug != noLimit:
		return intenttest.Reply{}, wrong("50 captures were made")
	}
	if err := s.checkFee(p.ApplicationFeeAmount, amount); err != nil {
		return intenttest.Reply{}, err
	}
	before := s.snapshot()
	s.takeFee(p.ApplicationFeeAmount, amount)
	s.received += amount
	if s.bug != capturableNotReduced || final {
		s.capturable = max(0, s.capturable-amount)
	}
	if amount > 0 {
		s.captures++
	}
	if final {
		s.close()
		if s.bug == amountLoweredByCapture {
			s.amount = s.received
		}
	}
	if s.bug == previousTakenAfterChange {
		before = s.snapshot()
	}
	return intenttest.Reply{Events: s.captureEvents(before)}, nil
}

func (s *simulator) checkFee(fee money.NullAmount, amount money.Amount) error {
	switch {
	case fee.Or(0) < 0 || fee.Or(0) > 999_999_999_999:
		return wrong("bad fee")
	case s.captures > 0 && s.feeRequired && !fee.Valid && amount > 0:
		return wrong("fee missing")
	case s.captures > 0 && !s.feeRequired && fee.Valid:
		return wrong("no fee expected")
	}
	return nil
}

func (s *simulator) takeFee(fee money.NullAmount, amount money.Amount) {
	first := s.captures == 0
	if first {
		s.feeRequired = fee.Valid
	}
	if first && !fee.Valid || s.bug == feeTakenTwice && !fee.Valid && amount > 0 {
		fee = s.fee
	}
	if s.bug == feeDroppedOnSecondCapture && !first {
		return
	}
	s.feeCollected = min(s.feeCollected+fee.Or(0), s.received+amount)
}

// close ends the authorization.
func (s *simulator) close() {
	if s.bug != remainderStaysCapturable {
		s.capturable = 0
	}
	s.status, s.captured = intent.StatusSucceeded, true
	s.isRefunded = s.amountRefunded == s.received
}

func (s *simulator) snapshot() intent.PaymentIntent {
	return intent.PaymentIntent{
		ID: "pi_1", Status: s.status, Amount: s.amount, AmountCapturable: s.capturable, AmountReceived: s.received,
		LatestCharge: charge.Charge{
			ID: "ch_1", Status: charge.StatusSucceeded, Amount: s.amount, AmountCaptured: s.received, AmountRefunded: s.amountRefunded, Captured: s.captured, Refunded: s.isRefunded,
			ApplicationFee: connect.ApplicationFee{Amount: s.feeCollected},
		},
	}
}

// captureEvents are sent after a capture.
func (s *simulator) captureEvents(before intent.PaymentIntent) []event.Event {
	now := s.snapshot()
	var events []event.Event
	tell := func(typ event.Type) {
		events = append(events, &charge.Event{Header: event.Header{Type: typ}, Charge: &now.LatestCharge, Previous: charge.Diff(&before.LatestCharge, &now.LatestCharge)})
	}
	if s.captured {
		tell(event.ChargeCaptured)
	}
	if s.multicapture {
		tell(event.ChargeUpdated)
		events = append(events, &intent.Event{
			Header: event.Header{Type: event.PaymentIntentAmountCapturableUpdated}, PaymentIntent: &now, Previous: intent.Diff(&before, &now),
		})
	}
	if s.status == intent.StatusSucceeded {
		events = append(events, &intent.Event{Header: event.Header{Type: event.PaymentIntentSucceeded}, PaymentIntent: &now})
	}
	return events
}
