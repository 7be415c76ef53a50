package intent_test

import (
	"flag"
	"fmt"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// The generators are aimed: uniform amounts and a coin for finality hardly ever reach the 50th capture, a limit met exactly, or the
// last unit of an authorization. What a generator draws may be nonsense; whether it is refused is for the tests to say.

// A hundred checks, the default of rapid, do not walk every row of the table. -rapid.checks is still obeyed.
func init() {
	if err := flag.Set("rapid.checks", "2000"); err != nil {
		panic(err)
	}
}

// live draws lives of intents and calls visit before each command, also before those that will be refused.
// A life begins with the zero PaymentIntent.
func live(t *rapid.T, visit func(pi intent.PaymentIntent, c intent.Command)) {
	var pi intent.PaymentIntent
	do := func(c intent.Command) {
		visit(pi, c)
		pi, _ = intent.Next(pi, c)
	}
	switch rapid.Custom(aimedWalk).Draw(t, "first") {
	case "captures":
		walkCaptures(t, do)
	case "increments":
		walkIncrements(t, do)
	}
	afterEnd := 0
	for range rapid.IntRange(20, 60).Draw(t, "commands") {
		do(aimed(t, pi))
		if pi.Status == intent.StatusSucceeded || pi.Status == intent.StatusCanceled {
			if afterEnd++; afterEnd == 4 {
				pi, afterEnd = intent.PaymentIntent{}, 0 // the next life
			}
		}
	}
}

// aimedWalk draws how a life begins: a quarter with captures, an eighth with increments.
func aimedWalk(t *rapid.T) string {
	return pick(t, "", "", "", "", "", "captures", "captures", "increments")
}

// walkCaptures makes 48 to 51 plain captures of one authorization, around the limit of 50.
func walkCaptures(t *rapid.T, do func(intent.Command)) {
	authorize(t, do, rapid.SampledFrom([]money.Amount{60, 52, 51, 50, money.Max}).Draw(t, "amount"))
	for range rapid.IntRange(48, 51).Draw(t, "captures") {
		do(intent.CaptureParams{AmountToCapture: money.Some(1), NonFinal: true})
	}
}

// walkIncrements tries 9 to 11 increments of one authorization, around the limit of 10. Every fourth is declined.
func walkIncrements(t *rapid.T, do func(intent.Command)) {
	authorize(t, do, 60)
	for i := range rapid.IntRange(9, 11).Draw(t, "increments") {
		p := intent.IncrementParams{Amount: money.Amount(61 + i)}
		if i%4 == 3 {
			p.Declined.Code = code.CardDeclined
		}
		do(p)
	}
}

// authorize makes an authorization with all that a card network can offer.
func authorize(t *rapid.T, do func(intent.Command), amount money.Amount) {
	do(intent.CreateParams{
		ID: "pi_1", Amount: amount, Currency: "usd", CaptureMethod: intent.CaptureMethodManual,
		Rules:       rapid.Custom(aimedRules).Draw(t, "rules"),
		CardOptions: intent.CardOptions{RequestMulticapture: true, RequestOvercapture: true, RequestIncrementalAuthorization: true},
	})
	do(intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{
		Answer: charge.AnswerApproved, Charge: "ch_1",
		Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true, Incremental: true, MaximumAmountCapturable: min(amount+9, money.Max), CaptureBefore: 1000},
	}})
}

// aimed draws a command that is worth trying in the state of pi.
func aimed(t *rapid.T, pi intent.PaymentIntent) intent.Command {
	return rapid.Custom(func(t *rapid.T) intent.Command { return aimedAt(t, pi, aimedOperation(t, pi.Status)) }).Draw(t, "command")
}

func aimedAt(t *rapid.T, pi intent.PaymentIntent, op intent.Operation) intent.Command {
	switch op {
	case intent.OpCreate:
		return aimedCreate(t)
	case intent.OpUpdate:
		return aimedUpdate(t, pi)
	case intent.OpConfirm:
		return intent.ConfirmParams{
			At: aimedTime(t, pi), PaymentMethod: pick(t, "", "pm_2", "pm_3"), CaptureMethod: aimedMethod(t, ""),
			OffSession: chance(t, 2), ErrorOnRequiresAction: chance(t, 2), Attempt: aimedAttempt(t, pi),
		}
	case intent.OpAuthenticate:
		p := intent.AuthenticateParams{At: aimedTime(t, pi)}
		switch {
		case chance(t, 2):
			p.Failure = aimedFailure(t)
		case pi.ConfirmationMethod == intent.ConfirmationMethodManual && !chance(t, 2):
		default:
			p.Attempt = aimedAttempt(t, pi)
		}
		if chance(t, 4) {
			p.Failure, p.Attempt = aimedFailure(t), aimedAttempt(t, pi)
		}
		return p
	case intent.OpProcess:
		p := intent.ProcessParams{At: aimedTime(t, pi), Settlement: charge.Settlement{BalanceTransaction: pick(t, "", "txn_1", "txn_2")}}
		if chance(t, 1) {
			p.Failure = aimedFailure(t)
		}
		if pi.LatestCharge.Status != charge.StatusPending || chance(t, 4) {
			p.Charge, p.Card = pick(t, "ch_9", "ch_9", "ch_9", "", pi.LatestCharge.ID), aimedCard(t, pi)
		}
		return p
	case intent.OpCapture:
		return aimedCapture(t, pi)
	case intent.OpIncrement:
		p := intent.IncrementParams{At: aimedTime(t, pi), Amount: pi.Amount + unit(pi)*money.Amount(1+below(t, 4))}
		if chance(t, 2) {
			p.Amount = pick(t, pi.Amount, pi.Amount+1, 0, -1, money.Max, money.Max+1, pi.Amount-1)
		}
		if chance(t, 2) {
			p.Declined = aimedFailure(t)
		}
		return p
	case intent.OpCancel:
		return intent.CancelParams{At: aimedTime(t, pi), Refused: chance(t, 2), Reason: pick(t, "", intent.ReasonDuplicate, intent.ReasonFraudulent,
			intent.ReasonRequestedByCustomer, intent.ReasonAbandoned, intent.ReasonAutomatic, intent.ReasonExpired, "boredom")}
	default:
		return intent.ExpireParams{At: aimedTime(t, pi)}
	}
}

var operations = []intent.Operation{
	intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpProcess,
	intent.OpCapture, intent.OpIncrement, intent.OpCancel, intent.OpExpire,
}

// aimedOperation draws any operation, but mostly one that can go on; what ends a life is rare.
func aimedOperation(t *rapid.T, s intent.Status) intent.Operation {
	if chance(t, 3) {
		return pick(t, operations...)
	}
	if s != "" && chance(t, 5) {
		return pick(t, intent.OpCancel, intent.OpExpire)
	}
	switch s {
	case "":
		return intent.OpCreate
	case intent.StatusRequiresPaymentMethod, intent.StatusRequiresConfirmation:
		return pick(t, intent.OpConfirm, intent.OpConfirm, intent.OpConfirm, intent.OpUpdate)
	case intent.StatusRequiresAction:
		return pick(t, intent.OpAuthenticate, intent.OpAuthenticate, intent.OpConfirm, intent.OpUpdate)
	case intent.StatusProcessing:
		return pick(t, intent.OpProcess, intent.OpProcess, intent.OpProcess, intent.OpCancel)
	case intent.StatusRequiresCapture:
		return pick(t, intent.OpCapture, intent.OpCapture, intent.OpCapture, intent.OpIncrement)
	default:
		return pick(t, operations...)
	}
}

func aimedCreate(t *rapid.T) intent.CreateParams {
	p := intent.CreateParams{
		At: pick[int64](t, 0, 100), ID: "pi_1", Currency: pick[money.Currency](t, "usd", "usd", "jpy", "EUR", "bhd", "isk"),
		CaptureMethod: aimedMethod(t, intent.CaptureMethodManual), PaymentMethod: pick(t, "", "pm_1"),
		ConfirmationMethod: pick(t, "", "", intent.ConfirmationMethodAutomatic, intent.ConfirmationMethodManual),
		Customer:           pick(t, "", "cus_1"), OnBehalfOf: pick(t, "", "acct_1"), SetupFutureUsage: pick(t, "", "off_session"),
		CardOptions: intent.CardOptions{
			RequestMulticapture:             intent.Request(!chance(t, 2)),
			RequestOvercapture:              intent.Request(!chance(t, 1)),
			RequestIncrementalAuthorization: intent.Request(!chance(t, 2)),
			RequestExtendedAuthorization:    intent.Request(chance(t, 1)),
		},
		Rules: aimedRules(t),
	}
	p.Amount = money.Amount(1+below(t, 60)) * 100
	if chance(t, 1) {
		p.Amount = money.Amount(1 + below(t, 16))
		if p.Currency == "bhd" {
			p.Amount *= 10
		}
	}
	if chance(t, 3) { // nonsense
		switch below(t, 10) {
		case 0:
			p.At = -1
		case 1:
			p.ID = ""
		case 2:
			p.Amount = pick(t, money.Max+1, 0, -1, money.Max, 1)
		case 3:
			p.Currency = pick[money.Currency](t, "", "us", "us1", "dollars")
		case 4:
			p.CaptureMethod = "telepathic"
		case 5:
			p.ConfirmationMethod = "telepathic"
		case 6:
			p.Rules.Version = pick[intent.Version](t, "basil", "2025", "2025/02/24.acacia")
		case 7:
			p.Rules.Capture = pick(t, capture.Readings{Limit: 2}, capture.Readings{WholeRemainder: 2}, capture.Readings{UntouchedClose: 2})
		case 8:
			p.Rules.PartialCancel = 3
		case 9:
			p.Rules.ConfirmationLimit = 2
		}
	}
	return p
}

func aimedRules(t *rapid.T) intent.Rules {
	return intent.Rules{
		Version: pick[intent.Version](t, "", "2026-06-24.dahlia", "2025-03-31.basil", "2025-02-24.acacia", "2024-04-10", "2024-04-09"),
		Capture: capture.Readings{
			Limit:          capture.Limit(below(t, 2)),
			WholeRemainder: capture.WholeRemainder(below(t, 2)),
			UntouchedClose: capture.UntouchedClose(below(t, 2)),
		},
		PartialCancel:     intent.PartialCancel(below(t, 3)),
		ConfirmationLimit: intent.ConfirmationLimit(below(t, 2)),
		MaxConfirmations:  pick[uint8](t, 0, 1, 2, 1),
	}
}

func aimedUpdate(t *rapid.T, pi intent.PaymentIntent) intent.UpdateParams {
	p := intent.UpdateParams{At: aimedTime(t, pi)}
	for range 1 + below(t, 2) {
		switch below(t, 8) {
		case 0:
			p.Amount = money.Some(pick(t, pi.Amount+unit(pi), pi.Amount, 100, 7, 0, -1, money.Max, money.Max+1))
		case 1:
			p.Currency = pick[money.Currency](t, "usd", "BHD", "isk", "u$d", pi.Currency)
		case 2, 3:
			p.PaymentMethod = pick(t, "pm_4", "pm_1")
		case 4:
			p.DetachPaymentMethod = true
		case 5:
			p.CaptureMethod = aimedMethod(t, "")
		case 6:
			p.Customer = "cus_2"
		case 7:
			p.SetupFutureUsage = "on_session"
		}
	}
	return p
}

func aimedCapture(t *rapid.T, pi intent.PaymentIntent) intent.CaptureParams {
	c := &pi.LatestCharge
	finality := 6 // final is rare, except where it has to be
	switch {
	case !c.Card.Multicapture:
		finality = 1
	case c.Captures >= capture.MaxCaptures-1:
		finality = 1
	}
	p := intent.CaptureParams{At: aimedTime(t, pi), NonFinal: !chance(t, finality), Settlement: charge.Settlement{BalanceTransaction: pick(t, "", "txn_1", "txn_2")}}
	if chance(t, 4) { // only to close
		p.AmountToCapture, p.NonFinal = money.Some(0), false
		return p
	}
	if chance(t, 1) {
		p.AmountToCapture = money.Some(unit(pi) * money.Amount(1+below(t, 2)))
		return p
	}
	all, most := pi.AmountCapturable, max(pi.AmountCapturable, c.Card.MaximumAmountCapturable)
	p.AmountToCapture = pick(t, money.NullAmount{}, money.Some(0), money.Some(0), money.Some(1), money.Some(all), money.Some(all+1),
		money.Some(most), money.Some(most+1), money.Some(all/2), money.Some(-1), money.Some(money.Max+1))
	return p
}

func aimedAttempt(t *rapid.T, pi intent.PaymentIntent) charge.Attempt {
	a := charge.Attempt{Answer: pick(t, charge.AnswerApproved, charge.AnswerApproved, charge.AnswerPending, charge.AnswerChallenged, charge.AnswerChallenged, charge.AnswerDeclined)}
	switch a.Answer {
	case charge.AnswerApproved, charge.AnswerPending:
		a.Charge = fmt.Sprint("ch_", 1+pi.Confirmations)
		if a.Answer == charge.AnswerPending && chance(t, 1) {
			a.Charge = ""
		}
		a.BalanceTransaction = pick(t, "", "txn_9")
		a.Card = aimedCard(t, pi)
	case charge.AnswerDeclined:
		a.Charge = pick(t, fmt.Sprint("ch_", 1+pi.Confirmations), "")
		a.Failure = aimedFailure(t)
	case charge.AnswerChallenged:
		a.NextAction = pick(t, "use_stripe_sdk", "redirect_to_url")
	}
	if chance(t, 3) { // nonsense
		switch below(t, 6) {
		case 0:
			a.Answer = pick[charge.Answer](t, "", "maybe")
		case 1:
			a.Charge = pick(t, "", "ch_0")
		case 2:
			a.Failure = pick(t, charge.Failure{}, aimedFailure(t))
		case 3:
			a.NextAction = pick(t, "", "redirect_to_url")
		case 4:
			a.Card = pick(t, charge.Card{AmountAuthorized: -1}, charge.Card{MaximumAmountCapturable: -1}, charge.Card{CaptureBefore: -1})
		case 5:
			a.Card = pick(t, charge.Card{AmountAuthorized: money.Max + 1}, charge.Card{MaximumAmountCapturable: money.Max + 1})
		}
	}
	return a
}

func aimedCard(t *rapid.T, pi intent.PaymentIntent) charge.Card {
	if chance(t, 3) {
		return charge.Card{}
	}
	return charge.Card{
		Network:                 pick(t, charge.NetworkVisa, charge.NetworkAmex, ""),
		Multicapture:            !chance(t, 2),
		Incremental:             !chance(t, 2),
		Extended:                chance(t, 1),
		AmountAuthorized:        pick(t, 0, 0, pi.Amount, pi.Amount, pi.Amount+1),
		MaximumAmountCapturable: pick(t, 0, pi.Amount+2*unit(pi), 1, money.Max),
		CaptureBefore:           pick[int64](t, 0, 1000),
	}
}

func aimedFailure(t *rapid.T) charge.Failure {
	return charge.Failure{
		Code:    pick(t, code.CardDeclined, code.PaymentIntentAuthenticationFailure, code.ProcessingError, ""),
		Decline: pick(t, "", code.DeclineInsufficientFunds),
		Message: pick(t, "", "No."),
	}
}

func aimedMethod(t *rapid.T, usual intent.CaptureMethod) intent.CaptureMethod {
	if chance(t, 5) {
		return "telepathic"
	}
	return pick(t, usual, usual, usual, usual, "", intent.CaptureMethodManual, intent.CaptureMethodAutomatic, intent.CaptureMethodAutomaticAsync)
}

// aimedTime draws a moment: mostly none, otherwise around the end of the window.
func aimedTime(t *rapid.T, pi intent.PaymentIntent) int64 {
	before := pi.LatestCharge.Card.CaptureBefore
	return pick(t, 0, 0, 0, 0, 0, 0, 0, 0, 1, 500, 500, before-1, before, before+1, -1, 0)
}

// unit returns the least amount of the intent's currency.
func unit(pi intent.PaymentIntent) money.Amount { return pi.Currency.Multiple() }

// chance is true once in 2^bits. Integers of rapid are biased towards their bounds; its Bools are fair.
func chance(t *rapid.T, bits int) bool {
	all := true
	for range bits {
		all = rapid.Bool().Draw(t, "coin") && all
	}
	return all
}

// below draws a number from 0 to n-1, n at most 64, about as often each.
func below(t *rapid.T, n int) int {
	i := 0
	for most := 1; most < 4*n; most *= 2 {
		i *= 2
		if rapid.Bool().Draw(t, "bit") {
			i++
		}
	}
	return i % n
}

// pick draws one of all.
func pick[T any](t *rapid.T, all ...T) T { return all[below(t, len(all))] }
