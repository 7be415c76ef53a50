package intent

import (
	"cmp"
	"math"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// ConfirmParams are the parameters of Confirm.
type ConfirmParams struct {
	At                    int64            `json:"at,omitempty"`                       // unix seconds; 0 is not given
	PaymentMethod         string           `json:"payment_method,omitempty"`           // "": the one attached
	CaptureMethod         CaptureMethod    `json:"capture_method,omitempty"`           // "": the one of the intent
	SetupFutureUsage      SetupFutureUsage `json:"setup_future_usage,omitempty"`       // "": the one of the intent
	OffSession            bool             `json:"off_session,omitempty"`              // the customer is not there to act: a challenge is a decline
	ErrorOnRequiresAction bool             `json:"error_on_requires_action,omitempty"` // a challenge is a decline
	ApplicationFeeAmount  money.NullAmount `json:"application_fee_amount,omitzero"`    // minor units; null: that of the intent
	TransferDataAmount    money.NullAmount `json:"transfer_data_amount,omitzero"`      // transfer_data[amount], minor units; null: that of the intent
	Attempt               charge.Attempt   `json:"attempt"`                            // the issuer's answer
}

// Confirm makes one attempt, whose answer is in the parameters. A decline is not an error.
// If an error is returned, the intent is unchanged.
//
//   - approved, capture automatic: succeeded; the charge is captured in full
//   - approved, capture manual: requires_capture; the whole amount is capturable
//   - challenged: requires_action with NextAction; there is no charge for this attempt. If OffSession or ErrorOnRequiresAction
//     is given, it is a decline with code authentication_required instead, and may have a charge
//   - pending: processing; the charge, if there is one yet, is pending and already counts as captured
//   - declined: requires_payment_method; the method is taken away, LastPaymentError says why, LatestCharge is the failed charge
//
// With Rules.MaxConfirmations n, confirmation n+1 makes no attempt and cancels the intent, for the reason automatic; or, with
// ConfirmationLimitFailureCancels, the failure of confirmation n or of a later one cancels it.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalid: the capture method or the setup_future_usage is unknown
//   - code.ParameterMissing, code.ParameterInvalid, code.ParameterInvalidInteger, code.AmountTooLarge: the attempt lacks what its
//     answer needs, has what its answer cannot have, or has impossible amounts; an authorized amount, if given, has to be that of
//     the intent
//   - code.ParameterInvalidInteger, code.AmountTooLarge: a fee less than 0, a transfer amount less than 1, more than money.Max
//   - code.ParametersExclusive: both a fee and a transfer amount
//   - code.PaymentIntentUnexpectedState with Param payment_method, capture_method, setup_future_usage, application_fee_amount or
//     transfer_data[amount]: one is given, and the status is processing, requires_capture or canceled
//   - code.PaymentIntentUnexpectedState: any other wrong status, or no method is attached or given
//   - code.ParameterInvalid: the capture method of the intent, from its JSON, is unknown
//   - code.ParametersExclusive, code.NoConnectedAccount, code.ParameterMissing, code.AmountTooLarge: those of Update about the fee and
//     the transfer amount
//   - those of charge.Settlement
//
// Events: charge.succeeded, application_fee.created and transfer.created for what comes into being, and payment_intent.succeeded or
// payment_intent.amount_capturable_updated;
// payment_intent.requires_action; charge.pending, payment_intent.processing; charge.failed if there is a charge,
// payment_intent.payment_failed; payment_intent.canceled.
//
// Source: https://docs.stripe.com/api/payment_intents/confirm.
func (pi PaymentIntent) Confirm(p ConfirmParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *ConfirmParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpConfirm, p.At); err != nil {
		return err
	}
	if !p.CaptureMethod.valid() {
		return refuse(OpConfirm, code.ParameterInvalid, "capture_method")
	}
	if !p.SetupFutureUsage.valid() {
		return refuse(OpConfirm, code.ParameterInvalid, "setup_future_usage")
	}
	method := cmp.Or(p.CaptureMethod, pi.CaptureMethod)
	a := p.attempt()
	if err := pi.checkAttempt(OpConfirm, &a, method); err != nil {
		return err
	}
	if err := checkShares(OpConfirm, p.ApplicationFeeAmount, p.TransferDataAmount); err != nil {
		return err
	}
	if !pi.Status.Allows(OpConfirm) {
		switch {
		case pi.Status == StatusSucceeded: // recorded: no parameter is named
			return pi.refuseStatus(OpConfirm, "")
		case p.PaymentMethod != "":
			return pi.refuseStatus(OpConfirm, "payment_method")
		case p.CaptureMethod != "":
			return pi.refuseStatus(OpConfirm, "capture_method")
		case p.SetupFutureUsage != "":
			return pi.refuseStatus(OpConfirm, "setup_future_usage")
		case p.ApplicationFeeAmount.Valid:
			return pi.refuseStatus(OpConfirm, paramFee)
		case p.TransferDataAmount.Valid:
			return pi.refuseStatus(OpConfirm, paramTransfer)
		}
		return pi.refuseStatus(OpConfirm, "")
	}
	if pi.PaymentMethod == "" && p.PaymentMethod == "" {
		return pi.refuseStatus(OpConfirm, "")
	}
	if err := checkCaptureMethod(OpConfirm, method); err != nil {
		return err
	}
	if err := pi.checkSharing(OpConfirm, p.ApplicationFeeAmount, p.TransferDataAmount, pi.Amount); err != nil {
		return err
	}
	return pi.checkSettlement(OpConfirm, &a.Settlement)
}

func (p *ConfirmParams) apply(pi *PaymentIntent) {
	if p.cancels(pi) {
		pi.cancel(p.At, ReasonAutomatic)
		return
	}
	pi.PaymentMethod = cmp.Or(p.PaymentMethod, pi.PaymentMethod)
	pi.CaptureMethod = cmp.Or(p.CaptureMethod, pi.CaptureMethod)
	pi.SetupFutureUsage = cmp.Or(p.SetupFutureUsage, pi.SetupFutureUsage)
	pi.giveShares(p.ApplicationFeeAmount, p.TransferDataAmount)
	if pi.Confirmations < math.MaxUint8 {
		pi.Confirmations++
	}
	a := p.attempt()
	pi.attempt(&a, p.At)
}

// cancels reports whether this confirmation is one too many.
func (p *ConfirmParams) cancels(pi *PaymentIntent) bool {
	return pi.Rules.NextCancels(pi.Confirmations)
}

// attempt returns the attempt with its effective answer: a challenge that nobody is there to answer is a decline.
func (p *ConfirmParams) attempt() charge.Attempt {
	a := p.Attempt
	if a.Answer == charge.AnswerChallenged && (p.OffSession || p.ErrorOnRequiresAction) {
		a.Answer = charge.AnswerDeclined
		a.NextAction = ""
		a.Failure = charge.Failure{Code: code.AuthenticationRequired, Decline: code.DeclineAuthenticationNotHandled}
		if p.OffSession {
			a.Failure.Decline = code.DeclineAuthenticationRequired
		}
	}
	return a
}

func (p *ConfirmParams) tell(before *PaymentIntent, t *tale) {
	if p.cancels(before) {
		t.intent(event.PaymentIntentCanceled, Previous{})
		return
	}
	a := p.attempt()
	t.attempted(before, &a)
}
