package intenttest

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Command draws a command for pi: one that its status allows and that goes on, rarely one that ends it, and every eighth time any.
// Captures and refunds are those of Capture and Refund. Of the zero PaymentIntent it draws Create, mostly.
// It does not draw UpdateRefundParams, which need a refund: see UpdateRefund. Times and transfer amounts are not given, nor what five hundred
// dollars are in another currency, customers, and other options of cards than those of multicapture and increments.
func Command(pi intent.PaymentIntent) *rapid.Generator[intent.Command] {
	return rapid.Custom(func(t *rapid.T) intent.Command { return drawCommand(t, &pi, drawOperation(t, &pi)) })
}

// drawOperation draws an operation that suits the status.
func drawOperation(t *rapid.T, pi *intent.PaymentIntent) intent.Operation {
	if chance(t, 3) {
		return pick(t, intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpProcess,
			intent.OpCapture, intent.OpIncrement, intent.OpCancel, intent.OpExpire, intent.OpSettle, intent.OpRefund, intent.OpRefundFee, intent.OpReverseTransfer)
	}
	if pi.Status != "" && chance(t, 5) {
		return pick(t, intent.OpCancel, intent.OpExpire)
	}
	switch pi.Status {
	case "":
		return intent.OpCreate
	case intent.StatusRequiresPaymentMethod, intent.StatusRequiresConfirmation:
		return pick(t, intent.OpConfirm, intent.OpConfirm, intent.OpConfirm, intent.OpUpdate)
	case intent.StatusRequiresAction:
		if pi.NextAction == charge.VerifyWithMicrodeposits {
			return intent.OpVerifyMicrodeposits
		}
		return intent.OpAuthenticate
	case intent.StatusProcessing:
		return intent.OpProcess
	case intent.StatusRequiresCapture:
		if pi.AmountReceived == 0 {
			return pick(t, intent.OpCapture, intent.OpCapture, intent.OpCapture, intent.OpIncrement)
		}
		if !chance(t, 1) {
			return intent.OpCapture
		}
	default: // the end, but for refunds
	}
	return drawAfterwards(t, &pi.LatestCharge)
}

// drawAfterwards draws what can still become of money that was captured: mostly a refund.
func drawAfterwards(t *rapid.T, c *charge.Charge) intent.Operation {
	rest := []intent.Operation{intent.OpRefund}
	if c.AmountCaptured > 0 && c.Missing() {
		rest = append(rest, intent.OpSettle)
	}
	if c.ApplicationFee.ID != "" && c.ApplicationFee.Left() > 0 {
		rest = append(rest, intent.OpRefundFee)
	}
	if c.Transfer.ID != "" && c.Transfer.AmountReversed < c.Transfer.Amount {
		rest = append(rest, intent.OpReverseTransfer)
	}
	if !chance(t, 1) {
		return intent.OpRefund
	}
	return pick(t, rest...)
}

// drawCommand draws the parameters of an operation.
func drawCommand(t *rapid.T, pi *intent.PaymentIntent, op intent.Operation) intent.Command {
	c := &pi.LatestCharge
	switch op {
	case intent.OpCreate:
		p := drawCreate(t)
		if chance(t, 5) {
			p.Amount = pick(t, 0, -1, money.Max+1)
		}
		return p
	case intent.OpUpdate:
		return pick[intent.Command](t, intent.UpdateParams{PaymentMethod: "pm_1"}, intent.UpdateParams{DetachPaymentMethod: true},
			intent.UpdateParams{Amount: money.Some(drawAmount(t, pi.Currency.Multiple())), SetupFutureUsage: drawUsage(t)},
			intent.UpdateParams{ApplicationFeeAmount: drawFee(t, pi)})
	case intent.OpConfirm:
		return intent.ConfirmParams{PaymentMethod: pick(t, "pm_2", ""), Attempt: drawAttempt(t, pi), SetupFutureUsage: drawUsage(t)}
	case intent.OpAuthenticate:
		return drawAuthenticate(t, pi, code.PaymentIntentAuthenticationFailure)
	case intent.OpVerifyMicrodeposits:
		return intent.VerifyMicrodepositsParams{
			AuthenticateParams: drawAuthenticate(t, pi, code.MicrodepositTimeout), Mismatch: chance(t, 2),
			Microdeposits: pick(t, charge.Microdeposits{DescriptorCode: "SM11AA"}, charge.Microdeposits{Amounts: charge.MicrodepositAmounts{32, 45}}),
		}
	case intent.OpProcess:
		p := intent.ProcessParams{Settlement: drawSettlement(t)}
		if c.Status != charge.StatusPending {
			p.Charge = chargeID(pi)
		}
		if chance(t, 2) {
			p.Failure = charge.Failure{Code: code.PaymentIntentPaymentAttemptFailed}
		}
		return p
	case intent.OpCapture:
		return drawCapture(t, pi)
	case intent.OpIncrement:
		unit := pi.Currency.Multiple()
		p := intent.IncrementParams{Amount: pi.Amount + unit*pick[money.Amount](t, 1, 1, 2, 100, 0, -1), ApplicationFeeAmount: drawFee(t, pi)}
		if chance(t, 3) {
			p.Declined = charge.Failure{Code: code.CardDeclined}
		}
		return p
	case intent.OpCancel:
		return intent.CancelParams{Reason: pick(t, "", intent.ReasonRequestedByCustomer, intent.ReasonAbandoned, intent.ReasonDuplicate)}
	case intent.OpSettle:
		return intent.SettleParams{Settlement: settlement}
	case intent.OpRefund:
		return drawRefund(t, pi)
	case intent.OpRefundFee:
		f := &c.ApplicationFee
		return intent.RefundFeeParams{ID: "fr_0", Amount: drawPart(t, f.Amount-f.AmountRefunded, 1)}
	case intent.OpReverseTransfer:
		r := &c.Transfer
		return intent.ReverseTransferParams{ID: "trr_0", Amount: drawPart(t, r.Amount-r.AmountReversed, 1)}
	default:
		return intent.ExpireParams{}
	}
}

// drawAuthenticate draws how the customer's step ends: with a failure, or with what came next.
func drawAuthenticate(t *rapid.T, pi *intent.PaymentIntent, failure code.Code) intent.AuthenticateParams {
	if chance(t, 2) {
		return intent.AuthenticateParams{Failure: charge.Failure{Code: failure}}
	}
	if pi.ConfirmationMethod == intent.ConfirmationMethodManual {
		return intent.AuthenticateParams{}
	}
	return intent.AuthenticateParams{Attempt: drawAttempt(t, pi)}
}

// drawUsage draws what a method is to be saved for: mostly nothing.
func drawUsage(t *rapid.T) intent.SetupFutureUsage {
	return pick(t, "", "", "", intent.SetupFutureUsageOnSession, intent.SetupFutureUsageOffSession)
}

// settlement names everything that a capture can bring into being.
var settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}

// chargeID returns the id of the charge of the next attempt.
func chargeID(pi *intent.PaymentIntent) string { return fmt.Sprint("ch_", pi.Confirmations+1) }

// drawAttempt draws the issuer's answer: half the time, it agrees.
func drawAttempt(t *rapid.T, pi *intent.PaymentIntent) charge.Attempt {
	switch pick(t, charge.AnswerApproved, charge.AnswerApproved, charge.AnswerApproved, charge.AnswerChallenged, charge.AnswerPending, charge.AnswerDeclined) {
	case charge.AnswerChallenged:
		return charge.Attempt{Answer: charge.AnswerChallenged, NextAction: pick(t, "use_stripe_sdk", "use_stripe_sdk", charge.VerifyWithMicrodeposits)}
	case charge.AnswerPending:
		return charge.Attempt{Answer: charge.AnswerPending}
	case charge.AnswerDeclined:
		return charge.Attempt{Answer: charge.AnswerDeclined, Charge: chargeID(pi), Failure: charge.Failure{Code: code.CardDeclined}}
	default:
		a := approved(pi)
		a.Settlement = drawSettlement(t)
		return a
	}
}

// drawSettlement draws what comes into being at once: everything, or one time in four nothing yet.
func drawSettlement(t *rapid.T) charge.Settlement {
	if chance(t, 2) {
		return charge.Settlement{}
	}
	return settlement
}

// approved is the answer for a card with which everything is available.
func approved(pi *intent.PaymentIntent) charge.Attempt {
	return charge.Attempt{
		Answer: charge.AnswerApproved, Charge: chargeID(pi),
		Card:       charge.Card{Network: charge.NetworkVisa, Multicapture: true, Incremental: true},
		Settlement: settlement,
	}
}

// drawAmount draws an amount to authorize: half are small, so that limits are met. It shrinks to the least.
func drawAmount(t *rapid.T, unit money.Amount) money.Amount {
	small, large := money.Amount(1+below(t, 16)), money.Amount(1+below(t, 60))
	switch isLarge, isLargest := chance(t, 1), chance(t, 5); {
	case !isLarge:
		return unit * small
	case isLargest:
		return money.Max / unit * unit
	default:
		return unit * 100 * large
	}
}

// drawCreate draws a payment, mostly with manual capture; half of them have a connected account.
func drawCreate(t *rapid.T) intent.CreateParams {
	p := intent.CreateParams{
		ID: "pi_1", Currency: pick[money.Currency](t, "usd", "usd", "usd", "jpy", "bhd"), PaymentMethod: pick(t, "pm_1", ""),
		CaptureMethod: pick(t, intent.CaptureMethodManual, intent.CaptureMethodManual, intent.CaptureMethodManual, intent.CaptureMethodAutomatic,
			intent.CaptureMethodAutomaticAsync),
		ConfirmationMethod: pick(t, "", "", "", intent.ConfirmationMethodManual), SetupFutureUsage: drawUsage(t),
		CardOptions: intent.CardOptions{
			RequestMulticapture: intent.Request(!chance(t, 2)), RequestIncrementalAuthorization: intent.Request(!chance(t, 1)),
		},
	}
	p.Amount = drawAmount(t, p.Currency.Multiple())
	drawAccount(t, &p)
	return p
}

// drawAccount draws who takes part: half the time nobody else.
func drawAccount(t *rapid.T, p *intent.CreateParams) {
	switch below(t, 4) {
	case 2:
		p.Account = "acct_1"
	case 3:
		p.TransferData.Destination = "acct_1"
	}
}
