package intenttest

import (
	"slices"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// Apply records that a command was accepted, and returns the types of the events about the intent, the charge and the refund that have
// to be sent. It is meant for commands that Refuses does not refuse, and ignores those that it does not know.
func (m *Model) Apply(c intent.Command) []event.Type {
	switch p := c.(type) {
	case intent.CreateParams:
		m.Payment, m.Status = p, intent.StatusRequiresPaymentMethod
		if p.PaymentMethod != "" {
			m.Status = intent.StatusRequiresConfirmation
		}
		return []event.Type{event.PaymentIntentCreated}
	case intent.ConfirmParams:
		m.Status, m.Charge = intent.StatusRequiresCapture, p.Attempt.Charge
		m.multicapture = p.Attempt.Card.Multicapture && bool(m.Payment.CardOptions.RequestMulticapture)
		return []event.Type{event.ChargeSucceeded, event.PaymentIntentAmountCapturableUpdated}
	case intent.CaptureParams:
		return m.captures(p)
	case intent.CancelParams:
		if m.Status != intent.StatusRequiresCapture {
			m.Status = intent.StatusCanceled
			return []event.Type{event.PaymentIntentCanceled}
		}
		said := m.ends("")
		if m.Status == intent.StatusSucceeded && m.Payment.Rules.PartialCancel == intent.PartialCancelCancels {
			m.Status = intent.StatusCanceled
			said[len(said)-1] = event.PaymentIntentCanceled
		}
		return said
	case intent.ExpireParams:
		return m.ends(event.ChargeExpired)
	case intent.RefundParams:
		return m.gives(p)
	case intent.UpdateRefundParams:
		return m.updates(p)
	}
	return nil
}

func (m *Model) captures(p intent.CaptureParams) []event.Type {
	take := m.Payment.Amount - sum(m.Captures)
	if p.AmountToCapture.Valid {
		take = p.AmountToCapture.Amount
	}
	m.putsAside(p.ApplicationFeeAmount, take)
	if take > 0 {
		m.Captures = append(slices.Clone(m.Captures), take)
	}
	all := sum(m.Captures) == m.Payment.Amount
	var said []event.Type
	if !p.NonFinal || all && m.Payment.Rules.Capture.WholeRemainder == capture.WholeRemainderCloses {
		said = m.closes("")
	}
	if m.multicapture && len(m.Captures) > 0 {
		said = append(said, event.ChargeUpdated)
	}
	if m.multicapture {
		said = append(said, event.PaymentIntentAmountCapturableUpdated)
	}
	return said
}

// putsAside puts a fee aside for the platform, at most what was captured altogether. take is about to be captured.
func (m *Model) putsAside(given money.NullAmount, take money.Amount) {
	first := len(m.Captures) == 0
	if first && take == 0 {
		return
	}
	readings := m.Payment.Rules.Connect
	var fee money.Amount
	switch {
	case given.Valid && readings.AmountMeaning == connect.AmountMeaningTotal:
		fee = given.Amount - sum(m.Fees)
	case given.Valid:
		fee = given.Amount
	case first, take > 0 && !m.firstGave && readings.IntentAmount == connect.IntentAmountEachCapture:
		fee = m.Payment.ApplicationFeeAmount.Or(0)
	}
	if first {
		m.firstGave = given.Valid
	}
	if given.Valid && m.firstGave {
		m.Payment.ApplicationFeeAmount = given
	}
	most := sum(m.Captures) + take - sum(m.Fees)
	m.Fees = append(slices.Clone(m.Fees), max(0, min(fee, most)))
}

// closes lets what is held go. untouched is told of the charge if nothing was captured, unless it is "".
func (m *Model) closes(untouched event.Type) []event.Type {
	m.closed = true
	var said []event.Type
	m.Status = intent.StatusCanceled
	end := event.PaymentIntentCanceled
	if len(m.Captures) > 0 {
		m.Status = intent.StatusSucceeded
		untouched, end = event.ChargeCaptured, event.PaymentIntentSucceeded
	}
	if untouched != "" {
		said = append(said, untouched)
	}
	if rest := m.Payment.Amount - sum(m.Captures); rest > 0 && m.booksReleases() {
		m.Released = rest
		said = append(said, event.ChargeRefunded)
	}
	return append(said, end)
}

// ends is closes where it is no capture that closes.
func (m *Model) ends(untouched event.Type) []event.Type {
	said := m.closes(untouched)
	if len(m.Captures) > 0 && m.Payment.Rules.ClosingEvents == intent.ClosingEventsAsCapture {
		return append([]event.Type{event.ChargeUpdated, event.PaymentIntentAmountCapturableUpdated}, said...)
	}
	return said
}

func (m *Model) gives(p intent.RefundParams) []event.Type {
	r := refund.Refund{
		ID: p.ID, Charge: m.Charge, PaymentIntent: m.Payment.ID, Status: refund.StatusSucceeded,
		Amount: p.Amount.Or(sum(m.Captures) - m.refunded()), Currency: m.Payment.Currency, Reason: p.Reason,
	}
	if p.Status != "" {
		r.Status = p.Status
	}
	if len(m.Refunds) < 64 {
		r.Number = uint8(len(m.Refunds) + 1)
	}
	m.Refunds = append(slices.Clone(m.Refunds), r)
	return []event.Type{event.RefundCreated, event.ChargeRefunded}
}

func (m *Model) updates(p intent.UpdateRefundParams) []event.Type {
	before := m.refunded()
	m.Refunds = slices.Clone(m.Refunds)
	if i := m.refund(p.Refund.ID); i >= 0 {
		m.Refunds[i].Status = p.Status
	}
	said := []event.Type{event.RefundUpdated, event.ChargeRefundUpdated}
	if p.Status == refund.StatusFailed {
		said[0] = event.RefundFailed
	}
	if m.refunded() != before {
		said = append(said, event.ChargeUpdated)
	}
	return said
}
