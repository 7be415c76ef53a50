package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// checkAttempt refuses an attempt whose answer is unknown, or that lacks or has too much of what its answer needs.
//   - approved: a charge, and the whole amount authorized
//   - pending: a charge, or none yet. A pending charge counts as captured, so with one capture cannot be manual.
//   - declined: a failure. Without a charge it was refused before one was made.
//   - challenged: a next action, and no charge
func (pi *PaymentIntent) checkAttempt(op Operation, a *charge.Attempt, method CaptureMethod) error {
	switch a.Answer {
	case "":
		return refuse(op, code.ParameterMissing, "attempt.answer")
	case charge.AnswerApproved:
		if a.Charge == "" {
			return refuse(op, code.ParameterMissing, "attempt.charge")
		}
	case charge.AnswerPending:
		if a.Charge != "" && method == CaptureMethodManual {
			return refuse(op, code.ParameterInvalid, "attempt.answer")
		}
	case charge.AnswerDeclined:
		if a.Failure.Code == "" {
			return refuse(op, code.ParameterMissing, "attempt.failure.code")
		}
	case charge.AnswerChallenged:
		if a.NextAction == "" {
			return refuse(op, code.ParameterMissing, "attempt.next_action")
		}
		if a.Charge != "" {
			return refuse(op, code.ParameterInvalid, "attempt.charge")
		}
	default:
		return refuse(op, code.ParameterInvalid, "attempt.answer")
	}
	switch {
	case a.Failure != charge.Failure{} && a.Answer != charge.AnswerDeclined:
		return refuse(op, code.ParameterInvalid, "attempt.failure")
	case a.NextAction != "" && a.Answer != charge.AnswerChallenged:
		return refuse(op, code.ParameterInvalid, "attempt.next_action")
	}
	return pi.checkCard(op, &a.Card)
}

// checkCaptureMethod refuses to move money by a capture method that is not known: it allows nothing.
func checkCaptureMethod(op Operation, m CaptureMethod) error {
	if m == "" || !m.valid() {
		return refuse(op, code.ParameterInvalid, "capture_method")
	}
	return nil
}

// checkCard refuses impossible figures, and an authorization of another amount than the intent's: a partial one is not modelled.
func (pi *PaymentIntent) checkCard(op Operation, c *charge.Card) error {
	for _, amount := range []money.Amount{c.AmountAuthorized, c.MaximumAmountCapturable, money.Amount(c.CaptureBefore)} {
		if amount < 0 {
			return refuseAmount(op, code.ParameterInvalidInteger, "attempt.card", amount, 0)
		}
	}
	switch {
	case c.AmountAuthorized != 0 && c.AmountAuthorized != pi.Amount:
		return refuseAmount(op, code.ParameterInvalid, "attempt.card", c.AmountAuthorized, pi.Amount)
	case c.MaximumAmountCapturable > money.Max:
		return refuseAmount(op, code.AmountTooLarge, "attempt.card", c.MaximumAmountCapturable, money.Max)
	}
	return nil
}

// attempt applies the answer of an attempt that the intent makes with its payment method.
func (pi *PaymentIntent) attempt(a *charge.Attempt, at int64) {
	pi.LastPaymentError = PaymentError{}
	pi.NextAction = ""
	switch a.Answer {
	case charge.AnswerApproved:
		pi.LatestCharge = pi.newCharge(a, charge.StatusSucceeded, at)
		pi.LatestCharge.Card = pi.granted(a.Card)
		pi.approve(&a.Settlement, at)
	case charge.AnswerPending:
		pi.Status = StatusProcessing
		pi.LatestCharge = charge.Charge{} // none yet, and that of an earlier attempt would be taken for this one's
		if a.Charge != "" {
			pi.LatestCharge = pi.newCharge(a, charge.StatusPending, at)
			pi.LatestCharge.Captured = true
			pi.LatestCharge.AmountCaptured = pi.Amount
			pi.LatestCharge.Captures = 1
		}
	case charge.AnswerDeclined:
		if a.Charge != "" {
			pi.LatestCharge = pi.newCharge(a, charge.StatusFailed, at)
			pi.LatestCharge.FailureCode = a.Failure.Code
			pi.LatestCharge.FailureMessage = a.Failure.Message
		}
		pi.fail(a.Failure, a.Charge, at)
	case charge.AnswerChallenged:
		pi.Status = StatusRequiresAction
		pi.NextAction = a.NextAction
	}
}

// newCharge returns the charge that an attempt made.
func (pi *PaymentIntent) newCharge(a *charge.Attempt, s charge.Status, at int64) charge.Charge {
	return charge.Charge{
		ID:                   a.Charge,
		PaymentIntent:        pi.ID,
		Status:               s,
		Amount:               pi.Amount,
		Currency:             pi.Currency,
		PaymentMethod:        pi.PaymentMethod,
		ApplicationFeeAmount: pi.ApplicationFeeAmount,
		Transfer:             connect.Transfer{Destination: pi.TransferData.Destination},
		Created:              at,
	}
}

// granted returns what the network offers and the intent requested.
func (pi *PaymentIntent) granted(offered charge.Card) charge.Card {
	if offered == (charge.Card{}) {
		return offered // not a card
	}
	offered.Unshown = false
	offered.AmountAuthorized = pi.Amount
	if !pi.CardOptions.RequestOvercapture {
		offered.MaximumAmountCapturable = 0
	}
	offered.MaximumAmountCapturable = max(offered.MaximumAmountCapturable, pi.Amount)
	offered.Multicapture = offered.Multicapture && bool(pi.CardOptions.RequestMulticapture)
	offered.Incremental = offered.Incremental && bool(pi.CardOptions.RequestIncrementalAuthorization)
	offered.Extended = offered.Extended && bool(pi.CardOptions.RequestExtendedAuthorization)
	return offered
}

// approve authorizes the latest charge, and captures it in full unless capture is manual.
// Asking for multicapture with automatic capture is accepted and changes nothing.
func (pi *PaymentIntent) approve(s *charge.Settlement, at int64) {
	c := &pi.LatestCharge
	c.Status = charge.StatusSucceeded
	c.Paid = true
	method := pi.CaptureMethod
	if c.Card != (charge.Card{}) {
		method = pi.cardCaptureMethod()
	}
	if method == CaptureMethodManual {
		pi.AmountCapturable = pi.Amount
		pi.Status = StatusRequiresCapture
		return
	}
	pi.share(money.NullAmount{}, money.NullAmount{}, pi.Amount, s, at)
	c.Captured = true
	c.AmountCaptured = pi.Amount
	c.Captures = 1
	c.BalanceTransaction = s.BalanceTransaction
	c.Card.CaptureBefore = 0 // nothing is held
	pi.AmountReceived = pi.Amount
	pi.Status = StatusSucceeded
}

// fail takes the payment method away and remembers why. The intent can be tried again, unless it was confirmed too often.
func (pi *PaymentIntent) fail(f charge.Failure, charged string, at int64) {
	pi.LastPaymentError = PaymentError{Failure: f, Charge: charged, PaymentMethod: pi.PaymentMethod}
	pi.PaymentMethod = ""
	pi.NextAction = ""
	pi.Status = StatusRequiresPaymentMethod
	if pi.Rules.FailureCancels(pi.Confirmations) {
		pi.cancel(at, ReasonAutomatic)
	}
}

// chargeEvent returns the event about the charge that an attempt made, or "" if it made none.
func chargeEvent(a *charge.Attempt) event.Type {
	if a.Charge == "" {
		return ""
	}
	switch a.Answer {
	case charge.AnswerApproved:
		return event.ChargeSucceeded
	case charge.AnswerPending:
		return event.ChargePending
	default:
		return event.ChargeFailed
	}
}

// attempted tells the outcome of an attempt: first what became of the charge, if there is an event about it, and of its fee and transfer,
// then of the intent.
func (t *tale) attempted(before *PaymentIntent, a *charge.Attempt) {
	if about := chargeEvent(a); about != "" {
		t.charge(about, charge.Previous{})
	}
	if t.now.Status == StatusSucceeded {
		t.shares(before, &a.Settlement)
	}
	switch t.now.Status {
	case StatusRequiresAction:
		t.intent(event.PaymentIntentRequiresAction, Previous{})
	case StatusProcessing:
		t.intent(event.PaymentIntentProcessing, Previous{})
	case StatusRequiresCapture:
		t.intent(event.PaymentIntentAmountCapturableUpdated, Previous{})
	case StatusSucceeded:
		t.intent(event.PaymentIntentSucceeded, Previous{})
	case StatusRequiresPaymentMethod:
		t.intent(event.PaymentIntentPaymentFailed, Previous{})
	case StatusCanceled:
		t.intent(event.PaymentIntentPaymentFailed, Previous{})
		t.intent(event.PaymentIntentCanceled, Previous{})
	default: // requires_confirmation: the customer's step ended well, and no event says so
	}
}
