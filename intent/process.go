package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/webhook/event"
)

// ProcessParams say how an asynchronous attempt ended.
type ProcessParams struct {
	At                 int64          `json:"at,omitempty"`                  // unix seconds; 0 is not given
	Failure            charge.Failure `json:"failure,omitzero"`              // given: the bank refused
	BalanceTransaction string         `json:"balance_transaction,omitempty"` // id, if it settled
}

// Process ends the attempt of an asynchronous method, such as a bank debit: it settles or fails. That may take days; there is no
// deadline. If an error is returned, the intent is unchanged.
//
//   - settled: succeeded; everything is received
//   - failed: requires_payment_method; the method is taken away, LastPaymentError says why, the charge is failed
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: a failure without a code
//   - code.PaymentIntentUnexpectedState: the status is not processing
//   - code.ConnectUnsupported: it settled, and the payment has an application fee or transfer_data
//
// Events: charge.succeeded, payment_intent.succeeded; or charge.failed, payment_intent.payment_failed.
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
func (pi PaymentIntent) Process(p ProcessParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(t)
	return t.now, t.events(), nil
}

func (p *ProcessParams) failed() bool { return p.Failure != charge.Failure{} }

func (p *ProcessParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpProcess, p.At); err != nil {
		return err
	}
	if p.failed() && p.Failure.Code == "" {
		return refuse(OpProcess, code.ParameterMissing, "failure.code")
	}
	if err := pi.checkStatus(OpProcess); err != nil {
		return err
	}
	if p.failed() {
		return nil
	}
	return pi.checkConnect(OpProcess)
}

func (p *ProcessParams) apply(pi *PaymentIntent) {
	c := &pi.LatestCharge
	if p.failed() {
		if c.Known() {
			c.Status = charge.StatusFailed
			c.FailureCode = p.Failure.Code
			c.FailureMessage = p.Failure.Message
		}
		pi.fail(p.Failure, c.ID, p.At)
		return
	}
	if c.Known() {
		c.Status = charge.StatusSucceeded
		c.Paid = true
		c.BalanceTransaction = p.BalanceTransaction
	}
	pi.AmountReceived = pi.Amount
	pi.Status = StatusSucceeded
}

func (p *ProcessParams) tell(t *tale) {
	if p.failed() {
		t.attempted(event.ChargeFailed)
		return
	}
	t.attempted(event.ChargeSucceeded)
}
