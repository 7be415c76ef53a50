package explore

import (
	"iter"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// The bounds of Life.
const (
	maxConfirmations = 2
	maxRefunds       = 3 // of which MaxRefunds do not succeed at once
)

// now is the time of everything in Life, in unix seconds: no time passes but by Expire.
const now = 1_700_000_000

// Life returns the universe of payments that are created in some ways: approved, declined, pending and challenged attempts, by 3D Secure and by
// microdeposits; captures of one unit, final and not, of everything, of nothing and of one too much, with a share of their own and without, settled at once and later;
// refunds, taking shares along and not, that succeed, wait and fail; fee refunds and reversals; canceling and expiry. Every other operation is
// tried in every state, too, where it is refused. At most two confirmations and three refunds are made, two of which do not succeed
// at once.
//
// Not in it: increments and overcapture that are accepted, attempts without a charge, updates but of the payment method, manual confirmation.
func Life(creates ...intent.CreateParams) Universe {
	return func(s State) iter.Seq[intent.Command] {
		return func(yield func(intent.Command) bool) {
			w := &wish{state: &s, yield: yield, more: true}
			for _, c := range creates {
				c.At = now
				w.try(c)
				if s.PaymentIntent.Status != "" {
					break // it is refused
				}
			}
			w.open()
			w.held()
			w.paid()
		}
	}
}

// A wish yields the commands of Life.
type wish struct {
	state *State
	yield func(intent.Command) bool
	more  bool // false when no more commands are wanted
}

func (w *wish) try(c intent.Command) { w.more = w.more && w.yield(c) }

// Everything that comes into being has one name, so that states do not differ by names.
var named = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}

// open yields what leads to an authorization.
func (w *wish) open() {
	pi := &w.state.PaymentIntent
	w.try(intent.UpdateParams{At: now, PaymentMethod: "pm_1"})
	for i, a := range answers(pi, pi.Confirmations) {
		if i == 0 || pi.Status == intent.StatusRequiresAction {
			w.try(intent.AuthenticateParams{At: now, Attempt: a})
		}
	}
	for i, a := range append(answers(pi, pi.Confirmations+1), challenges...) {
		if allowed := pi.Status.Allows(intent.OpConfirm); i == 0 && !allowed || allowed && pi.Confirmations < maxConfirmations {
			w.try(intent.ConfirmParams{At: now, PaymentMethod: "pm_1", Attempt: a})
		}
	}
	w.verify()
	w.try(intent.AuthenticateParams{At: now, Failure: charge.Failure{Code: code.PaymentIntentAuthenticationFailure}})
	w.try(intent.ProcessParams{At: now, Settlement: named})
	if pi.Status == intent.StatusProcessing {
		w.try(intent.ProcessParams{At: now, Failure: charge.Failure{Code: code.CardDeclined}})
	}
}

// challenges are what the customer can be asked for.
var challenges = []charge.Attempt{
	{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"},
	{Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits},
}

// verify yields what the customer can say of microdeposits.
func (w *wish) verify() {
	pi := &w.state.PaymentIntent
	p := intent.VerifyMicrodepositsParams{AuthenticateParams: intent.AuthenticateParams{At: now}, Microdeposits: charge.Microdeposits{DescriptorCode: "SM11AA"}}
	for i, a := range answers(pi, pi.Confirmations) {
		if i == 0 || pi.NextAction == charge.VerifyWithMicrodeposits {
			p.Attempt = a
			w.try(p)
		}
	}
	p.Attempt = charge.Attempt{}
	if pi.NextAction == charge.VerifyWithMicrodeposits {
		p.Mismatch = true
		w.try(p)
		p.Mismatch, p.Failure = false, charge.Failure{Code: code.MicrodepositTimeout}
		w.try(p)
	}
}

// answers returns what an issuer can say of attempt number n, approval first.
func answers(pi *intent.PaymentIntent, n uint8) []charge.Attempt {
	id := [...]string{"ch_0", "ch_1", "ch_2", "ch_3"}[n%4]
	approved := charge.Attempt{Answer: charge.AnswerApproved, Charge: id, Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true}}
	all := []charge.Attempt{
		approved,
		{Answer: charge.AnswerDeclined, Charge: id, Failure: charge.Failure{Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds}},
	}
	if pi.CardCaptureMethod() != intent.CaptureMethodManual { // captured at once
		settled := approved
		settled.Settlement = named
		all = append(all, settled, charge.Attempt{Answer: charge.AnswerPending, Charge: id})
	}
	return all
}

// held yields what is done with an authorization.
func (w *wish) held() {
	pi := &w.state.PaymentIntent
	if pi.Status != intent.StatusRequiresCapture {
		w.try(intent.CaptureParams{At: now})
	} else {
		w.try(intent.CaptureParams{At: now, AmountToCapture: money.Some(0)})
		w.try(intent.CaptureParams{At: now, AmountToCapture: money.Some(1), Settlement: named})
		w.try(intent.CaptureParams{At: now, AmountToCapture: money.Some(pi.AmountCapturable + 1)})
		for _, settlement := range [...]charge.Settlement{{}, named} {
			w.try(intent.CaptureParams{At: now, AmountToCapture: money.Some(1), NonFinal: true, Settlement: settlement})
			w.try(intent.CaptureParams{At: now, Settlement: settlement})
			w.try(shared(pi, intent.CaptureParams{At: now, AmountToCapture: money.Some(1), NonFinal: true, Settlement: settlement}, 1))
			w.try(shared(pi, intent.CaptureParams{At: now, Settlement: settlement}, 2))
		}
	}
	w.try(intent.IncrementParams{At: now, Amount: pi.Amount + 1})
	w.try(intent.CancelParams{At: now, Reason: intent.ReasonAbandoned})
	w.try(intent.ExpireParams{At: now})
}

// shared returns a capture that gives a fee, or what is to be transferred, whichever the payment has.
func shared(pi *intent.PaymentIntent, p intent.CaptureParams, amount money.Amount) intent.CaptureParams {
	if pi.TransferData.Amount.Valid {
		p.TransferDataAmount = money.Some(amount)
	} else {
		p.ApplicationFeeAmount = money.Some(amount)
	}
	return p
}

// paid yields what is done with money that was received.
func (w *wish) paid() {
	pi := &w.state.PaymentIntent
	c := &pi.LatestCharge
	w.try(intent.SettleParams{At: now, Settlement: named})
	w.try(intent.RefundFeeParams{At: now, ID: "fr_1", Amount: money.Some(1)})
	w.try(intent.ReverseTransferParams{At: now, ID: "trr_1", Amount: money.Some(1)})
	if c.ApplicationFee.ID != "" && c.Transfer.ID != "" {
		w.try(intent.ReverseTransferParams{At: now, ID: "trr_1", RefundApplicationFee: true, FeeRefund: "fr_1"})
	}
	w.refunds()
	if w.state.Refunds[0] == (refund.Refund{}) {
		w.try(intent.UpdateRefundParams{At: now, Status: refund.StatusFailed})
	}
	for i := range w.state.Refunds {
		r := w.state.Refunds[i]
		for _, to := range [...]refund.Status{refund.StatusRequiresAction, refund.StatusPending, refund.StatusSucceeded, refund.StatusFailed, refund.StatusCanceled} {
			if r.Status.Leads(to) || to == refund.StatusFailed { // the latter once more, if it is over
				w.try(intent.UpdateRefundParams{At: now, Refund: r, Status: to})
			}
		}
	}
}

// refunds yields refunds of one unit and of everything, with the flags that suit the payment, and one of too much.
func (w *wish) refunds() {
	pi := &w.state.PaymentIntent
	c := &pi.LatestCharge
	w.try(intent.RefundParams{At: now, ID: "re_0", Amount: money.Some(pi.AmountReceived + 1)})
	if c.RefundsMade >= maxRefunds {
		return
	}
	for _, amount := range [...]money.NullAmount{money.Some(1), {}} {
		for _, status := range [...]refund.Status{refund.StatusSucceeded, refund.StatusPending} {
			if status == refund.StatusPending && w.state.Refunds[MaxRefunds-1] != (refund.Refund{}) {
				continue
			}
			p := intent.RefundParams{At: now, ID: [...]string{"re_1", "re_2", "re_3"}[c.RefundsMade], Amount: amount, Status: status}
			w.try(p)
			p.RefundApplicationFee = c.ApplicationFee != connect.ApplicationFee{}
			p.ReverseTransfer = pi.TransferData.Destination != ""
			if p.RefundApplicationFee || p.ReverseTransfer {
				w.try(p)
			}
		}
	}
}
