package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// ProcessParams say how an asynchronous attempt ended.
type ProcessParams struct {
	At                int64          `json:"at,omitempty"`     // unix seconds; 0 is not given
	Failure           charge.Failure `json:"failure,omitzero"` // given: the bank, or the customer, refused
	charge.Settlement                // what comes into being if it settled; if it failed, the balance transaction that takes posted funds back
	Charge            string         `json:"charge,omitempty"` // id, if the attempt has no charge yet
	Card              charge.Card    `json:"card,omitzero"`    // what the network offers, if the attempt has no charge yet
}

// Process ends the attempt of an asynchronous method, such as a bank debit: it settles or fails. That may take days; there is no
// deadline. If an error is returned, the intent is unchanged.
//
//   - settled: succeeded; everything is received
//   - failed: requires_payment_method; the method is taken away, LastPaymentError says why, the charge is failed. If funds were posted
//     before, BalanceTransaction becomes its failure_balance_transaction
//
// An attempt that has no charge yet, such as one with a card that waits until its holder was notified, ends as Confirm with the
// same answer: with manual capture that is requires_capture.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterMissing: a failure without a code
//   - code.PaymentIntentUnexpectedState: the status is not processing
//   - code.ParameterInvalid with Param attempt: the attempt has a charge, and another one or a card is given
//   - if the attempt has no charge, those of Confirm about the attempt: it settled and no charge is given; the card is impossible
//   - if the attempt has no charge, code.ParameterInvalid, Param capture_method: the intent's own is unknown
//   - code.AmountTooLarge, Param transfer_data[amount]: it settled, and more is to be transferred than Amount
//   - those of charge.Settlement
//
// Events: charge.succeeded, application_fee.created and transfer.created for what comes into being, payment_intent.succeeded or
// payment_intent.amount_capturable_updated; or charge.failed if there is a charge, payment_intent.payment_failed, and payment_intent.canceled
// if that was one too many (ConfirmationLimitFailureCancels).
//
// Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
func (pi PaymentIntent) Process(p ProcessParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *ProcessParams) failed() bool { return p.Failure != charge.Failure{} }

// attempt returns the end as the answer of an attempt.
func (p *ProcessParams) attempt() charge.Attempt {
	a := charge.Attempt{Answer: charge.AnswerApproved, Charge: p.Charge, Card: p.Card, Settlement: p.Settlement}
	if p.failed() {
		a.Answer = charge.AnswerDeclined
		a.Failure = p.Failure
	}
	return a
}

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
	if pi.LatestCharge.ID != "" {
		if p.Charge != "" && p.Charge != pi.LatestCharge.ID || p.Card != (charge.Card{}) {
			return refuse(OpProcess, code.ParameterInvalid, "attempt")
		}
	} else {
		a := p.attempt()
		if err := pi.checkAttempt(OpProcess, &a, pi.CaptureMethod); err != nil {
			return err
		}
		if err := checkCaptureMethod(OpProcess, pi.CaptureMethod); err != nil {
			return err
		}
	}
	if p.failed() {
		return nil
	}
	if err := pi.checkSharing(OpProcess, money.NullAmount{}, money.NullAmount{}, pi.Amount); err != nil {
		return err
	}
	return pi.checkSettlement(OpProcess, &p.Settlement)
}

func (p *ProcessParams) apply(pi *PaymentIntent) {
	if pi.LatestCharge.ID == "" {
		a := p.attempt()
		pi.attempt(&a, p.At)
		return
	}
	c := &pi.LatestCharge
	if p.failed() {
		if c.Known() {
			c.Status = charge.StatusFailed
			c.FailureCode = p.Failure.Code
			c.FailureMessage = p.Failure.Message
			c.FailureBalanceTransaction = p.BalanceTransaction
		}
		pi.fail(p.Failure, c.ID, p.At)
		return
	}
	if c.Known() {
		c.Status = charge.StatusSucceeded
		c.Paid = true
		c.BalanceTransaction = cmp.Or(p.BalanceTransaction, c.BalanceTransaction)
	}
	pi.share(money.NullAmount{}, money.NullAmount{}, pi.Amount, &p.Settlement, p.At)
	pi.AmountReceived = pi.Amount
	pi.Status = StatusSucceeded
}

func (p *ProcessParams) tell(before *PaymentIntent, t *tale) {
	a := p.attempt()
	if before.LatestCharge.ID != "" {
		a.Charge = before.LatestCharge.ID
	}
	t.attempted(before, &a)
}
