package explore

import (
	"slices"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// tellLaws say which events an operation has, and of what time.
var tellLaws = []Law{
	accepted("each operation tells its events and no others", func(e *Edge) bool {
		var told []event.Type
		for _, e := range e.Events {
			switch object := e.EventType().Object(); object {
			case "application_fee", "transfer": // they have laws of their own
			default:
				told = append(told, e.EventType())
			}
		}
		return slices.Equal(told, tells(e))
	}),
	accepted("what comes into being, and what is canceled, is of the time of its event", func(e *Edge) bool {
		for _, told := range e.Events {
			at, ok := told.EventCreated(), true
			switch told := told.(type) {
			case *intent.Event:
				ok = (told.Type != event.PaymentIntentCreated || told.PaymentIntent.Created == at) &&
					(told.Type != event.PaymentIntentCanceled || told.PaymentIntent.CanceledAt == at)
			case *charge.Event:
				fresh := e.Command.Operation() != intent.OpProcess && e.Command.Operation() != intent.OpCancel &&
					slices.Contains([]event.Type{event.ChargeSucceeded, event.ChargePending, event.ChargeFailed}, told.Type)
				ok = !fresh || told.Charge.Created == at
			case *refund.Event:
				ok = told.Type != event.RefundCreated || told.Refund.Created == at
			}
			if !ok {
				return false
			}
		}
		return true
	}),
}

// tells returns the events of an accepted command, without those of fees and transfers.
func tells(e *Edge) []event.Type {
	old, now := &e.From.PaymentIntent, &e.To.PaymentIntent
	multicapture := now.LatestCharge.Card.Multicapture
	refunded := now.LatestCharge.AmountRefunded != old.LatestCharge.AmountRefunded
	var l types
	switch c := e.Command.(type) {
	case intent.CreateParams:
		l.add(event.PaymentIntentCreated)
	case intent.ConfirmParams:
		l.attempt(e, c.Attempt.Charge)
	case intent.AuthenticateParams:
		l.attempt(e, c.Attempt.Charge)
	case intent.VerifyMicrodepositsParams:
		l.attempt(e, c.Attempt.Charge)
	case intent.ProcessParams:
		l.attempt(e, old.LatestCharge.ID+c.Charge)
	case intent.CaptureParams:
		l.addIf(now.Status == intent.StatusSucceeded, event.ChargeCaptured)
		l.addIf(refunded, event.ChargeRefunded)
		l.addIf(multicapture && now.Status != intent.StatusCanceled, event.ChargeUpdated)
		l.addIf(multicapture, event.PaymentIntentAmountCapturableUpdated)
		l.end(now)
	case intent.IncrementParams:
		l.addIf(now.Amount != old.Amount, event.PaymentIntentAmountCapturableUpdated)
	case intent.CancelParams:
		l.addIf(old.Status == intent.StatusProcessing && old.LatestCharge.ID != "", event.ChargeFailed)
		l.close(e)
		l.addIf(refunded && now.AmountReceived == 0, event.ChargeRefunded)
		l.end(now)
	case intent.ExpireParams:
		l.close(e)
		l.addIf(now.AmountReceived == 0, event.ChargeExpired)
		l.addIf(refunded && now.AmountReceived == 0, event.ChargeRefunded)
		l.end(now)
	case intent.SettleParams:
		l.add(event.ChargeUpdated)
	case intent.RefundParams:
		l.add(event.RefundCreated, event.ChargeRefunded)
	case intent.UpdateRefundParams:
		l.addIf(c.Status == refund.StatusFailed, event.RefundFailed)
		l.addIf(c.Status != refund.StatusFailed, event.RefundUpdated)
		l.add(event.ChargeRefundUpdated)
		l.addIf(refunded, event.ChargeUpdated)
	}
	return l
}

// types is a list of events.
type types []event.Type

func (l *types) add(all ...event.Type) { *l = append(*l, all...) }

func (l *types) addIf(is bool, t event.Type) {
	if is {
		l.add(t)
	}
}

// end adds what is told of a payment that is over.
func (l *types) end(pi *intent.PaymentIntent) {
	l.addIf(pi.Status == intent.StatusSucceeded, event.PaymentIntentSucceeded)
	l.addIf(pi.Status == intent.StatusCanceled, event.PaymentIntentCanceled)
}

// close adds what is told when a cancel or an expiry closes what was captured in part.
func (l *types) close(e *Edge) {
	if e.From.PaymentIntent.AmountReceived == 0 {
		return
	}
	l.add(event.ChargeCaptured)
	if e.From.PaymentIntent.Rules.ClosingEvents == intent.ClosingEventsAsCapture {
		l.add(event.ChargeUpdated, event.PaymentIntentAmountCapturableUpdated)
	}
}

// attempt adds what is told of an attempt, which has a charge or none.
func (l *types) attempt(e *Edge, id string) {
	now := &e.To.PaymentIntent
	limited := e.Command.Operation() == intent.OpConfirm && now.Status == intent.StatusCanceled && now.LatestCharge == e.From.PaymentIntent.LatestCharge &&
		now.Rules.ConfirmationLimit == intent.ConfirmationLimitNextCancels
	if limited { // no attempt was made
		l.end(now)
		return
	}
	if id != "" {
		l.addIf(now.LatestCharge.Status == charge.StatusSucceeded, event.ChargeSucceeded)
		l.addIf(now.LatestCharge.Status == charge.StatusPending, event.ChargePending)
		l.addIf(now.LatestCharge.Status == charge.StatusFailed, event.ChargeFailed)
	}
	l.addIf(now.Status == intent.StatusRequiresAction, event.PaymentIntentRequiresAction)
	l.addIf(now.Status == intent.StatusProcessing, event.PaymentIntentProcessing)
	l.addIf(now.Status == intent.StatusRequiresCapture, event.PaymentIntentAmountCapturableUpdated)
	failed := now.Status == intent.StatusRequiresPaymentMethod || now.Status == intent.StatusCanceled
	l.addIf(failed, event.PaymentIntentPaymentFailed)
	l.end(now)
}
