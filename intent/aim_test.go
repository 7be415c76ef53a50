package intent_test

import (
	"flag"
	"fmt"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// The generators are aimed: uniform amounts and a coin for finality hardly ever reach the 50th capture, a limit met exactly, or the
// last unit of an authorization. What a generator draws may be nonsense; whether it is refused is for the tests to say.

// A hundred checks, the default of rapid, do not walk every row of the table. -rapid.checks is still obeyed.
func init() {
	if err := flag.Set("rapid.checks", "2000"); err != nil {
		panic(err)
	}
}

// A life is what is drawn from: an intent, and every copy of a refund of its charge that an operation returned, also those that are out of
// date by now; and one of another payment, whose charge may have had the same id.
type life struct {
	pi     intent.PaymentIntent
	copies []refund.Refund
}

// step applies a command; one that is refused changes nothing.
func (l *life) step(c intent.Command) {
	var r refund.Refund
	switch c := c.(type) {
	case intent.RefundParams:
		l.pi, r, _, _ = l.pi.Refund(c)
	case intent.UpdateRefundParams:
		l.pi, r, _, _ = l.pi.UpdateRefund(c)
	default:
		l.pi, _ = intent.Next(l.pi, c)
	}
	if r != (refund.Refund{}) {
		l.copies = append(l.copies, r)
	}
}

// live draws lives of intents and calls visit before each command, also before those that will be refused.
// A life begins with the zero PaymentIntent. Between two commands a bank may dispute the charge.
func live(t *rapid.T, visit func(pi intent.PaymentIntent, c intent.Command)) {
	var l life
	do := func(c intent.Command) {
		visit(l.pi, c)
		l.step(c)
	}
	switch rapid.Custom(aimedWalk).Draw(t, "first") {
	case "captures":
		walkCaptures(t, do)
	case "increments":
		walkIncrements(t, do)
	case "refunds":
		walkRefunds(t, do)
	}
	afterEnd := 0
	for range rapid.IntRange(20, 60).Draw(t, "commands") {
		do(aimed(t, &l))
		if l.pi.Status != intent.StatusSucceeded && l.pi.Status != intent.StatusCanceled {
			continue
		}
		if l.pi.AmountReceived > 0 && chance(t, 6) {
			l.pi.LatestCharge.Disputed = true
		}
		if afterEnd++; afterEnd == 4 && l.pi.AmountReceived == 0 || afterEnd == 16 {
			l, afterEnd = life{copies: l.copies[max(0, len(l.copies)-1):]}, 0 // the next one, in which somebody still has a refund of this one
		}
	}
}

// aimedWalk draws how a life begins: a quarter with captures, a sixteenth each with increments and refunds.
func aimedWalk(t *rapid.T) string {
	return pick(t, "captures", "captures", "captures", "captures", "increments", "refunds", "", "", "", "", "", "", "", "", "", "")
}

// walkCaptures makes 48 to 51 plain captures of one authorization, around the limit of 50.
func walkCaptures(t *rapid.T, do func(intent.Command)) {
	p := authorize(t, do, rapid.SampledFrom([]money.Amount{60, 52, 51, 50, money.Max}).Draw(t, "amount"))
	capture := intent.CaptureParams{AmountToCapture: money.Some(1), NonFinal: true}
	if (p.Account != "" || p.TransferData.Destination != "" && !p.TransferData.Amount.Valid) && chance(t, 1) {
		capture.ApplicationFeeAmount = money.Some(1)
	} else if p.TransferData.Destination != "" && chance(t, 1) {
		capture.TransferDataAmount = money.Some(1)
	}
	if chance(t, 1) {
		capture.Settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}
	}
	for range rapid.IntRange(48, 51).Draw(t, "captures") {
		do(capture)
	}
}

// walkRefunds makes 63 to 66 refunds of one capture, around the number of those that can be told apart.
func walkRefunds(t *rapid.T, do func(intent.Command)) {
	authorize(t, do, 90)
	do(intent.CaptureParams{AmountToCapture: money.Some(80), NonFinal: chance(t, 1)})
	for range rapid.IntRange(63, 66).Draw(t, "refunds") {
		do(intent.RefundParams{ID: "re_1", Amount: money.Some(1)})
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
func authorize(t *rapid.T, do func(intent.Command), amount money.Amount) intent.CreateParams {
	p := intent.CreateParams{
		ID: "pi_1", Amount: amount, Currency: "usd", CaptureMethod: intent.CaptureMethodManual,
		Rules:       rapid.Custom(aimedRules).Draw(t, "rules"),
		CardOptions: intent.CardOptions{RequestMulticapture: true, RequestOvercapture: true, RequestIncrementalAuthorization: true},
	}
	aimFlow(t, &p)
	do(p)
	do(intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{
		Answer: charge.AnswerApproved, Charge: "ch_1",
		Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true, Incremental: true, MaximumAmountCapturable: min(amount+9, money.Max), CaptureBefore: 1000},
	}})
	return p
}

// aimed draws a command that is worth trying now.
func aimed(t *rapid.T, l *life) intent.Command {
	return rapid.Custom(func(t *rapid.T) intent.Command { return aimedAt(t, l, aimedOperation(t, &l.pi)) }).Draw(t, "command")
}

func aimedAt(t *rapid.T, l *life, op intent.Operation) intent.Command {
	pi := l.pi
	switch op {
	case intent.OpCreate:
		return aimedCreate(t)
	case intent.OpUpdate:
		return aimedUpdate(t, pi)
	case intent.OpConfirm:
		p := intent.ConfirmParams{
			At: aimedTime(t, pi), PaymentMethod: pick(t, "", "pm_2", "pm_3"), CaptureMethod: aimedMethod(t, ""),
			OffSession: chance(t, 2), ErrorOnRequiresAction: chance(t, 2), Attempt: aimedAttempt(t, pi),
		}
		if chance(t, 2) {
			p.ApplicationFeeAmount, p.TransferDataAmount = aimedShares(t, pi)
		}
		if chance(t, 2) {
			p.SetupFutureUsage = pick(t, intent.SetupFutureUsageOnSession, intent.SetupFutureUsageOffSession, intent.SetupFutureUsageOnSession, "someday")
		}
		return p
	case intent.OpAuthenticate:
		return aimedAuthenticate(t, pi)
	case intent.OpVerifyMicrodeposits:
		return intent.VerifyMicrodepositsParams{AuthenticateParams: aimedAuthenticate(t, pi), Microdeposits: aimedMicrodeposits(t), Mismatch: chance(t, 2)}
	case intent.OpProcess:
		p := intent.ProcessParams{At: aimedTime(t, pi), Settlement: aimedSettlement(t, pi)}
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
		if chance(t, 2) { // around what one increment may add
			p.Amount = pick(t, 6*pi.Amount, 6*pi.Amount+unit(pi), pi.Amount+50_000, pi.Amount+50_000+unit(pi), pi.Amount+7*unit(pi))
			p.FiveHundredUSD = pick(t, money.NullAmount{}, money.Some(6*unit(pi)), money.Some(60_000), money.Some(1), money.Some(0))
		}
		if chance(t, 2) {
			p.ApplicationFeeAmount, p.TransferDataAmount = aimedShares(t, pi)
		}
		if chance(t, 2) {
			p.Declined = aimedFailure(t)
		}
		return p
	case intent.OpCancel:
		return intent.CancelParams{At: aimedTime(t, pi), Refused: chance(t, 2), Reason: pick(t, "", intent.ReasonDuplicate, intent.ReasonFraudulent,
			intent.ReasonRequestedByCustomer, intent.ReasonAbandoned, intent.ReasonAutomatic, intent.ReasonExpired, "boredom")}
	case intent.OpSettle:
		return intent.SettleParams{At: aimedTime(t, pi), Settlement: aimedSettlement(t, pi)}
	case intent.OpRefund:
		return aimedRefund(t, pi)
	case intent.OpUpdateRefund:
		return aimedUpdateRefund(t, l)
	case intent.OpRefundFee:
		f := pi.LatestCharge.ApplicationFee
		return intent.RefundFeeParams{
			At: aimedTime(t, pi), ID: pick(t, "", "fr_1"), BalanceTransaction: pick(t, "", "txn_3"), Amount: aimedPart(t, f.Amount-f.AmountRefunded, 1),
		}
	case intent.OpReverseTransfer:
		r := pi.LatestCharge.Transfer
		return intent.ReverseTransferParams{
			At: aimedTime(t, pi), ID: pick(t, "", "trr_1"), BalanceTransaction: pick(t, "", "txn_3"), Amount: aimedPart(t, r.Amount-r.AmountReversed, 1),
			BalanceInsufficient:  chance(t, 3),
			RefundApplicationFee: chance(t, 1), FeeRefund: pick(t, "", "fr_1"),
		}
	default:
		return intent.ExpireParams{At: aimedTime(t, pi)}
	}
}

var operations = []intent.Operation{
	intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpProcess,
	intent.OpCapture, intent.OpIncrement, intent.OpCancel, intent.OpExpire,
	intent.OpSettle, intent.OpRefund, intent.OpUpdateRefund, intent.OpRefundFee, intent.OpReverseTransfer,
}

// aimedOperation draws any operation, but mostly one that can go on; what ends a life is rare.
func aimedOperation(t *rapid.T, pi *intent.PaymentIntent) intent.Operation {
	s := pi.Status
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
		if pi.NextAction == charge.VerifyWithMicrodeposits && chance(t, 1) {
			return intent.OpVerifyMicrodeposits
		}
		return pick(t, intent.OpAuthenticate, intent.OpAuthenticate, intent.OpConfirm, intent.OpConfirm, intent.OpUpdate)
	case intent.StatusProcessing:
		return pick(t, intent.OpProcess, intent.OpProcess, intent.OpProcess, intent.OpCancel)
	case intent.StatusRequiresCapture:
		if pi.AmountReceived == 0 {
			return pick(t, intent.OpCapture, intent.OpCapture, intent.OpIncrement, intent.OpUpdate)
		}
		if pi.Rules.PartialCancel == intent.PartialCancelCancels && chance(t, 3) {
			return intent.OpCancel // money of a canceled payment is rare
		}
		if chance(t, 1) {
			return intent.OpCapture
		}
	default:
		if pi.AmountReceived == 0 {
			return pick(t, operations...)
		}
	}
	return pick(t, intent.OpRefund, intent.OpRefund, intent.OpUpdateRefund, intent.OpUpdateRefund, intent.OpSettle, intent.OpRefundFee,
		intent.OpReverseTransfer, intent.OpSettle)
}

func aimedAuthenticate(t *rapid.T, pi intent.PaymentIntent) intent.AuthenticateParams {
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
}

func aimedMicrodeposits(t *rapid.T) charge.Microdeposits {
	m := charge.Microdeposits{DescriptorCode: "SM11AA"}
	if chance(t, 1) {
		m = charge.Microdeposits{Amounts: [2]money.Amount{32, 45}}
	}
	if chance(t, 3) { // nonsense
		n := below(t, 2)
		switch below(t, 3) {
		case 0:
			m = charge.Microdeposits{DescriptorCode: pick(t, "", "SM11A", "SM11AAA", "MS11AA", "sm11aa")}
		case 1:
			m.Amounts[n] = pick[money.Amount](t, 0, 1, -1, money.Max, money.Max+1)
		case 2:
			m.Amounts[n], m.DescriptorCode = 32, pick(t, "", "SM11AA", "SM")
		}
	}
	return m
}

func aimedCreate(t *rapid.T) intent.CreateParams {
	p := intent.CreateParams{
		At: pick[int64](t, 0, 100), ID: "pi_1", Currency: pick[money.Currency](t, "usd", "usd", "jpy", "EUR", "bhd", "isk"),
		CaptureMethod: aimedMethod(t, intent.CaptureMethodManual), PaymentMethod: pick(t, "", "pm_1"),
		ConfirmationMethod: pick(t, "", "", intent.ConfirmationMethodAutomatic, intent.ConfirmationMethodManual),
		Customer:           pick(t, "", "cus_1"), OnBehalfOf: pick(t, "", "acct_1"), SetupFutureUsage: pick(t, "", intent.SetupFutureUsageOffSession),
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
	aimFlow(t, &p)
	if chance(t, 3) { // nonsense
		switch below(t, 15) {
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
			p.Rules.PartialCancel, p.Rules.ClosingEvents = intent.PartialCancel(pick(t, 0, 3)), 2
		case 9:
			p.Rules.ConfirmationLimit = 2
		case 10:
			p.Rules.FailedRefund = 2
		case 11:
			p.Rules.Connect = pick(t, connect.Readings{LaterAmount: 2}, connect.Readings{IntentAmount: 3}, connect.Readings{AmountMeaning: 2},
				connect.Readings{NewAmount: 2}, connect.Readings{Objects: 2}, connect.Readings{PortionBase: 2})
		case 12:
			p.Account, p.TransferData.Destination = pick(t, "", "acct_9"), pick(t, "", "acct_1")
		case 13:
			p.ApplicationFeeAmount = pick(t, p.ApplicationFeeAmount, money.Some(-1), money.Some(0), money.Some(money.Max), money.Some(money.Max+1))
			p.TransferData.Amount = pick(t, p.TransferData.Amount, money.Some(-1), money.Some(0), money.Some(p.Amount+1), money.Some(money.Max+1))
		case 14:
			p.SetupFutureUsage = "someday"
		}
	}
	return p
}

// aimFlow draws who takes part: nobody else, or a connected account in a direct or a destination payment.
func aimFlow(t *rapid.T, p *intent.CreateParams) {
	amount := func() money.NullAmount {
		return money.Some(pick(t, 1, p.Amount/10+1, p.Amount/10+1, p.Amount/3+1, p.Amount, p.Amount))
	}
	switch below(t, 8) {
	case 0, 1:
	case 2:
		p.Account = "acct_9"
	case 3:
		p.Account, p.ApplicationFeeAmount = "acct_9", amount()
	case 4, 5:
		p.TransferData.Destination = "acct_1"
	case 6:
		p.TransferData.Destination, p.ApplicationFeeAmount = "acct_1", amount()
	case 7:
		p.TransferData = connect.TransferData{Destination: "acct_1", Amount: amount()}
	}
}

// aimedShares draws a fee or a transfer amount, mostly one that suits the payment.
func aimedShares(t *rapid.T, pi intent.PaymentIntent) (fee, transfer money.NullAmount) {
	all := pi.AmountCapturable
	if all == 0 {
		all = pi.Amount
	}
	amount := pick(t, 1, 1, 2, all/10, all/3, all/3, all, all+1, 0)
	if chance(t, 4) {
		amount = pick(t, -1, money.Max, money.Max+1)
	}
	suits := pi.Direct || pi.ApplicationFeeAmount.Valid
	switch {
	case chance(t, 5):
		return money.Some(amount), money.Some(1)
	case chance(t, 5):
		suits = !suits
	case !suits && !pi.TransferData.Amount.Valid:
		suits = chance(t, 1)
	}
	if suits {
		return pick(t, money.Some(amount), money.Some(amount), pi.ApplicationFeeAmount), money.NullAmount{}
	}
	return money.NullAmount{}, pick(t, money.Some(amount), money.Some(amount), pi.TransferData.Amount)
}

// aimedSettlement draws what comes into being, or not yet.
func aimedSettlement(t *rapid.T, pi intent.PaymentIntent) charge.Settlement {
	s := charge.Settlement{
		BalanceTransaction: pick(t, "", "txn_1", "txn_2"), ApplicationFee: pick(t, "", "fee_1", "fee_2"), Transfer: pick(t, "", "tr_1", "tr_2"),
	}
	if pi.TransferData.Destination == "" && !chance(t, 4) {
		return s
	}
	if transfer := &pi.LatestCharge.Transfer; chance(t, 2) || transfer.Currency != "" && transfer.Currency != pi.Currency && !chance(t, 2) {
		s.TransferCurrency, s.TransferAmount = "cad", pick(t, money.Some(1356), money.Some(1+2*pi.Amount/3), money.Some(1), money.NullAmount{})
	}
	if chance(t, 5) { // nonsense
		switch below(t, 3) {
		case 0:
			s.TransferCurrency = pick(t, "", "CAD", "ca", "nzd", pi.Currency)
		case 1:
			s.TransferAmount = pick(t, money.Some(0), money.Some(-1), money.Some(money.Max), money.Some(money.Max+1))
		case 2:
			s.TransferCurrency, s.TransferAmount = "cad", money.Some(money.Max)
		}
	}
	return s
}

// aimedPart draws how much of what is left is given back: all, also unsaid, a part, or too much.
func aimedPart(t *rapid.T, left, unit money.Amount) money.NullAmount {
	if chance(t, 1) {
		return money.Some(unit * money.Amount(1+below(t, 3)))
	}
	return pick(t, money.NullAmount{}, money.Some(left), money.Some(left), money.Some(left+unit), money.Some(left+1),
		money.Some(left/2), money.Some(left/3), money.Some(0), money.Some(-1), money.Some(money.Max+1))
}

func aimedRefund(t *rapid.T, pi intent.PaymentIntent) intent.RefundParams {
	c := &pi.LatestCharge
	p := intent.RefundParams{
		At: aimedTime(t, pi), ID: pick(t, "re_1", "re_2", ""), Amount: aimedPart(t, c.AmountCaptured-c.AmountRefunded, unit(pi)),
		Reason:             pick(t, "", "", refund.ReasonDuplicate, refund.ReasonFraudulent, refund.ReasonRequestedByCustomer),
		Status:             pick(t, "", "", refund.StatusSucceeded, refund.StatusPending, refund.StatusPending, refund.StatusRequiresAction),
		BalanceTransaction: pick(t, "", "txn_4"), FeeRefund: pick(t, "", "fr_2"), Reversal: pick(t, "", "trr_2"),
	}
	if p.Status == refund.StatusPending {
		p.PendingReason = pick(t, "", refund.PendingInsufficientFunds, refund.PendingCharge)
	}
	// Flags are drawn mostly where they are allowed.
	p.RefundApplicationFee = chance(t, 3) || c.ApplicationFee.ID != "" && chance(t, 1)
	p.ReverseTransfer = chance(t, 3) || c.Transfer.ID != "" && (p.RefundApplicationFee || chance(t, 1))
	if (p.RefundApplicationFee || p.ReverseTransfer) && c.Card.Multicapture && !chance(t, 2) {
		p.Amount = money.NullAmount{}
	}
	p.BalanceInsufficient = p.ReverseTransfer && chance(t, 3)
	p.ChargedBack = chance(t, 6) || c.Disputed && chance(t, 2)
	if chance(t, 4) { // nonsense
		switch below(t, 4) {
		case 0:
			p.Reason = pick(t, refund.ReasonExpiredUncapturedCharge, "regret")
		case 1:
			p.Status = pick(t, refund.StatusFailed, refund.StatusCanceled, "lost")
		case 2:
			p.PendingReason = refund.PendingProcessing
		case 3:
			p.BalanceInsufficient = true
		}
	}
	return p
}

// aimedUpdateRefund draws what becomes of a refund, mostly of a copy that is not out of date.
func aimedUpdateRefund(t *rapid.T, l *life) intent.UpdateRefundParams {
	p := intent.UpdateRefundParams{At: aimedTime(t, l.pi)}
	if n := len(l.copies); n > 0 {
		p.Refund = l.copies[pick(t, n-1, n-1, rapid.IntRange(0, n-1).Draw(t, "copy"))]
	}
	switch p.Refund.Status {
	case refund.StatusPending:
		p.Status = pick(t, refund.StatusSucceeded, refund.StatusRequiresAction, refund.StatusFailed, refund.StatusCanceled)
	case refund.StatusRequiresAction:
		p.Status = pick(t, refund.StatusPending, refund.StatusFailed, refund.StatusCanceled)
	default:
		p.Status = refund.StatusFailed
	}
	if chance(t, 3) {
		p.Status = pick(t, refund.StatusPending, refund.StatusRequiresAction, refund.StatusSucceeded, refund.StatusFailed, refund.StatusCanceled, "lost", "")
	}
	switch p.Status {
	case refund.StatusPending:
		p.PendingReason = pick(t, "", refund.PendingProcessing)
	case refund.StatusFailed:
		p.FailureReason = pick(t, "", refund.FailureDeclined, refund.FailureUnknown)
		p.FailureBalanceTransaction = pick(t, "", "txn_5")
	case refund.StatusCanceled:
		p.FailureReason = pick(t, "", refund.FailureMerchantRequest)
		p.FailureBalanceTransaction = pick(t, "", "txn_5")
	default: // it has no reason
	}
	if chance(t, 3) { // nonsense, or a copy from elsewhere
		switch below(t, 8) {
		case 0:
			p.PendingReason = refund.PendingProcessing
		case 1:
			p.FailureReason = refund.FailureDeclined
		case 2:
			p.FailureBalanceTransaction = "txn_5"
		case 3:
			p.Refund.Charge = "ch_99"
		case 4:
			p.Refund.Number = pick[uint8](t, 0, 0, 0, 1, 2, 64, 65, 255)
		case 5:
			p.Refund.Amount = pick(t, p.Refund.Amount+1, 1, 0, -1, money.Max, money.Max+1)
		case 6:
			p.Refund.Status = pick(t, refund.StatusPending, refund.StatusSucceeded, refund.StatusFailed, "lost", "")
		case 7:
			p.Refund.PendingReason, p.Refund.FailureReason = pick(t, "", refund.PendingCharge), pick(t, "", refund.FailureUnknown)
		}
	}
	return p
}

func aimedRules(t *rapid.T) intent.Rules {
	return intent.Rules{
		Version: pick[intent.Version](t, "", "2026-06-24.dahlia", "2025-03-31.basil", "2025-02-24.acacia", "2024-04-10", "2024-04-09", "2022-08-01", "2018-11-08"),
		Capture: capture.Readings{
			Limit:          capture.Limit(below(t, 2)),
			WholeRemainder: capture.WholeRemainder(below(t, 2)),
			UntouchedClose: capture.UntouchedClose(below(t, 2)),
		},
		Connect:           aimedReadings(t),
		FailedRefund:      intent.FailedRefund(below(t, 2)),
		PartialCancel:     intent.PartialCancel(below(t, 3)),
		ClosingEvents:     intent.ClosingEvents(below(t, 2)),
		ConfirmationLimit: intent.ConfirmationLimit(below(t, 2)),
		MaxConfirmations:  pick[uint8](t, 0, 1, 2, 1),
	}
}

// aimedReadings draws the default readings of Connect every other time.
func aimedReadings(t *rapid.T) connect.Readings {
	if chance(t, 1) {
		return connect.Readings{}
	}
	return connect.Readings{
		LaterAmount:   connect.LaterAmount(below(t, 2)),
		IntentAmount:  connect.IntentAmount(below(t, 3)),
		AmountMeaning: connect.AmountMeaning(below(t, 2)),
		NewAmount:     connect.NewAmount(below(t, 2)),
		Objects:       connect.Objects(below(t, 2)),
		PortionBase:   connect.PortionBase(below(t, 2)),
	}
}

func aimedUpdate(t *rapid.T, pi intent.PaymentIntent) intent.UpdateParams {
	p := intent.UpdateParams{At: aimedTime(t, pi)}
	if pi.Status == intent.StatusRequiresCapture && !chance(t, 2) || chance(t, 3) {
		p.ApplicationFeeAmount, p.TransferDataAmount = aimedShares(t, pi)
		if !chance(t, 2) {
			return p
		}
	}
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
			p.SetupFutureUsage = pick(t, intent.SetupFutureUsageOnSession, intent.SetupFutureUsageOnSession, intent.SetupFutureUsageOffSession, "never")
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
	p := intent.CaptureParams{At: aimedTime(t, pi), NonFinal: !chance(t, finality), Settlement: aimedSettlement(t, pi)}
	gives := chance(t, 3) // otherwise mostly as the first capture did
	switch {
	case pi.AmountReceived == 0:
		gives = chance(t, 1)
	case c.FirstGave == connect.MarkYes:
		gives = !gives
	}
	if gives {
		p.ApplicationFeeAmount, p.TransferDataAmount = aimedShares(t, pi)
	}
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
	a := charge.Attempt{Answer: pick(t, charge.AnswerApproved, charge.AnswerApproved, charge.AnswerPending, charge.AnswerPending,
		charge.AnswerChallenged, charge.AnswerChallenged, charge.AnswerChallenged, charge.AnswerDeclined)}
	switch a.Answer {
	case charge.AnswerApproved, charge.AnswerPending:
		a.Charge = fmt.Sprint("ch_", 1+pi.Confirmations)
		if a.Answer == charge.AnswerPending && chance(t, 1) {
			a.Charge = ""
		}
		a.Settlement = aimedSettlement(t, pi)
		a.Card = aimedCard(t, pi)
	case charge.AnswerDeclined:
		a.Charge = pick(t, fmt.Sprint("ch_", 1+pi.Confirmations), "")
		a.Failure = aimedFailure(t)
	case charge.AnswerChallenged:
		a.NextAction = pick(t, "use_stripe_sdk", "redirect_to_url", charge.VerifyWithMicrodeposits, charge.VerifyWithMicrodeposits)
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
