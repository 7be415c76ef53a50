package setup

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// CancelParams are the parameters of Cancel.
type CancelParams struct {
	At     int64                     `json:"at,omitempty"`                  // unix seconds; 0 is not given
	Reason intent.CancellationReason `json:"cancellation_reason,omitempty"` // abandoned, duplicate or requested_by_customer; "" is null
}

// Cancel gives up, for good. The intent keeps its payment method and its latest attempt, which is abandoned unless it is over. If an error is
// returned, the intent is unchanged.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalid: another reason
//   - code.SetupIntentUnexpectedState: the status is processing, succeeded or canceled
//
// Events: setup_intent.canceled.
//
// Source: https://docs.stripe.com/api/setup_intents/cancel.
func (si Intent) Cancel(p CancelParams) (Intent, []event.Event, error) {
	if err := p.check(&si); err != nil {
		return si, nil, err
	}
	t := &tale{now: si, at: p.At}
	p.apply(&t.now)
	t.tell(event.SetupIntentCanceled)
	return t.now, t.events(), nil
}

func (p *CancelParams) check(si *Intent) error {
	if err := checkAt(intent.OpCancel, p.At); err != nil {
		return err
	}
	switch p.Reason {
	case "", intent.ReasonAbandoned, intent.ReasonDuplicate, intent.ReasonRequestedByCustomer:
		return si.checkStatus(intent.OpCancel)
	default:
		return refuse(intent.OpCancel, code.ParameterInvalid, "cancellation_reason")
	}
}

func (p *CancelParams) apply(si *Intent) { si.cancel(p.Reason) }

// cancel makes the intent canceled.
func (si *Intent) cancel(reason intent.CancellationReason) {
	si.Status = StatusCanceled
	si.CancellationReason = reason
	si.abandon()
}
