package setup_test

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// live draws a life: a creation and some commands, most of which the status allows. do carries each out and returns the state after it.
func live(t *rapid.T, do func(si setup.Intent, c setup.Command) setup.Intent) setup.Intent {
	var si setup.Intent
	for i := range rapid.IntRange(2, 14).Draw(t, "commands") {
		l := life{t, si, i}
		si = do(si, l.command())
	}
	return si
}

// A life is a state in which a command is drawn.
type life struct {
	*rapid.T
	si setup.Intent
	n  int
}

// rarely is true one time in eight.
func (l life) rarely(what string) bool {
	for range 3 { // an integer would be drawn small far more often
		if !rapid.Bool().Draw(l.T, what) {
			return false
		}
	}
	return true
}

func oneOf[T any](l life, what string, all ...T) T { return rapid.SampledFrom(all).Draw(l.T, what) }

func (l life) at() int64 {
	if l.rarely("odd time") && rapid.Bool().Draw(l.T, "before 1970") {
		return -1
	}
	return rapid.Int64Range(0, 3).Draw(l.T, "at")
}

func (l life) command() setup.Command {
	all := []intent.Operation{
		intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpProcess, intent.OpCancel,
	}
	allowed := all[:0:0]
	for _, op := range all {
		if l.si.Status.Allows(op) && op != intent.OpCancel {
			allowed = append(allowed, op, op)
		} else if l.si.Status.Allows(op) {
			allowed = append(allowed, op)
		}
	}
	if len(allowed) == 0 || l.rarely("whatever") {
		allowed = all
	}
	switch oneOf(l, "operation", allowed...) {
	case intent.OpCreate:
		return l.create()
	case intent.OpUpdate:
		return l.update()
	case intent.OpConfirm:
		return setup.ConfirmParams{At: l.at(), PaymentMethod: l.method(), Attempt: l.attempt(true)}
	case intent.OpAuthenticate:
		return l.authenticate()
	case intent.OpVerifyMicrodeposits:
		return l.verify()
	case intent.OpProcess:
		return setup.ProcessParams{At: l.at(), Attempt: l.attempt(false)}
	default:
		reasons := []intent.CancellationReason{"", intent.ReasonAbandoned, intent.ReasonDuplicate, intent.ReasonRequestedByCustomer, intent.ReasonFraudulent}
		return setup.CancelParams{At: l.at(), Reason: oneOf(l, "reason", reasons...)}
	}
}

func (l life) method() string { return oneOf(l, "payment_method", "", "pm_1", "pm_1", "pm_2") }

func (l life) create() setup.CreateParams {
	p := setup.CreateParams{
		At: l.at(), ID: "seti_1", Customer: oneOf(l, "customer", "", "cus_1"), PaymentMethod: l.method(),
		OnBehalfOf: oneOf(l, "on_behalf_of", "", "acct_1"), Usage: oneOf(l, "usage", "", setup.UsageOffSession, setup.UsageOnSession),
		ConfirmationMethod: oneOf(l, "confirmation_method", "", intent.ConfirmationMethodAutomatic, intent.ConfirmationMethodManual),
		Confirm:            oneOf(l, "confirm", false, false, true),
	}
	p.Rules.MaxConfirmations = oneOf[uint8](l, "limit", 0, 0, 1, 2, 3)
	p.Rules.ConfirmationLimit = oneOf(l, "reading", intent.ConfirmationLimitNextCancels, intent.ConfirmationLimitFailureCancels)
	if p.Confirm {
		p.Attempt = l.attempt(true)
	}
	if l.rarely("odd creation") {
		switch oneOf(l, "what", "id", "usage", "method", "rules", "attempt", "payment_method") {
		case "id":
			p.ID = ""
		case "usage":
			p.Usage = "always"
		case "method":
			p.ConfirmationMethod = "by_post"
		case "rules":
			p.Rules.ConfirmationLimit = 2
		case "attempt":
			p.Attempt = l.attempt(true)
		default:
			p.PaymentMethod = ""
		}
	}
	return p
}

func (l life) update() setup.UpdateParams {
	p := setup.UpdateParams{At: l.at(), Customer: oneOf(l, "customer", "", "cus_1", "cus_2"), PaymentMethod: l.method()}
	if p.PaymentMethod == "" || l.rarely("both") {
		p.DetachPaymentMethod = rapid.Bool().Draw(l.T, "detach")
	}
	return p
}

func (l life) failure() charge.Failure {
	return oneOf(l, "failure",
		charge.Failure{Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds, Message: "Your card has insufficient funds."},
		charge.Failure{Code: code.ExpiredCard},
		charge.Failure{Code: code.SetupIntentAuthenticationFailure})
}

// attempt draws the answer to an attempt with what belongs to it, and rarely with something odd.
func (l life) attempt(fresh bool) setup.Attempted {
	var a setup.Attempted
	answers := []charge.Answer{charge.AnswerApproved, charge.AnswerDeclined}
	if fresh {
		a.ID = fmt.Sprintf("setatt_%d", l.n)
		answers = append(answers, charge.AnswerDeclined, charge.AnswerPending, charge.AnswerPending, charge.AnswerChallenged, charge.AnswerChallenged, charge.AnswerChallenged)
	} else if l.si.Status == setup.StatusRequiresAction || l.rarely("pending") {
		answers = append(answers, charge.AnswerPending)
	}
	a.Answer = oneOf(l, "answer", answers...)
	switch a.Answer {
	case charge.AnswerApproved:
		switch oneOf(l, "mandate", "none", "for many", "for one") {
		case "for many":
			a.Mandate = "mandate_1"
		case "for one":
			a.SingleUseMandate = "mandate_2"
		}
	case charge.AnswerDeclined:
		a.Failure = l.failure()
	case charge.AnswerChallenged:
		a.NextAction = oneOf(l, "next_action", "use_stripe_sdk", charge.VerifyWithMicrodeposits)
	default:
	}
	if !l.rarely("odd attempt") {
		return a
	}
	switch oneOf(l, "what", "id", "answer", "answer", "failure", "failure code", "next_action", "mandate", "single_use_mandate") {
	case "id":
		a.ID = oneOf(l, "id", "", "setatt_9")
	case "answer":
		a.Answer = oneOf(l, "answer", "", charge.AnswerApproved, charge.AnswerChallenged, charge.AnswerPending, charge.AnswerDeclined, "perhaps")
	case "failure":
		a.Failure = oneOf(l, "failure", charge.Failure{}, l.failure(), charge.Failure{Message: "no code"})
	case "failure code":
		a.Failure.Code = ""
	case "next_action":
		a.NextAction = oneOf(l, "next_action", "", "use_stripe_sdk")
	case "mandate":
		a.Mandate = "mandate_1"
	default:
		a.SingleUseMandate = "mandate_2"
	}
	return a
}

func (l life) authenticate() setup.AuthenticateParams {
	p := setup.AuthenticateParams{At: l.at()}
	if rapid.Bool().Draw(l.T, "failed") {
		p.Failure = l.failure()
		if l.rarely("no code") {
			p.Failure = charge.Failure{Message: "no code"}
		}
	}
	none := p.Failure != charge.Failure{} || l.si.ConfirmationMethod == intent.ConfirmationMethodManual
	if none == l.rarely("the other way") {
		p.Attempt = l.attempt(false)
	}
	return p
}

func (l life) verify() setup.VerifyMicrodepositsParams {
	p := setup.VerifyMicrodepositsParams{AuthenticateParams: l.authenticate(), Mismatch: l.rarely("mismatch")}
	if rapid.Bool().Draw(l.T, "by code") {
		p.Microdeposits.DescriptorCode = oneOf(l, "descriptor_code", "SM11AA", "SM11AA", "SM", "XX11AA", "sm11aa", "")
	} else {
		p.Microdeposits.Amounts = [2]money.Amount{32, 45}
	}
	if l.rarely("odd amounts") {
		p.Microdeposits.Amounts = oneOf(l, "amounts", [2]money.Amount{32, 0}, [2]money.Amount{-1, 45}, [2]money.Amount{1, money.Max}, [2]money.Amount{1, money.Max + 1}, [2]money.Amount{})
	}
	return p
}
