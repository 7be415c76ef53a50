package oracle_test

import (
	"math/big"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

const (
	most        = 999_999_999_999 // of any amount, minor units
	mostTimes   = 50              // captures
	mostTries   = 10              // increments
	mostNumbers = 64              // refunds that can be told apart
)

// A refusal is why a command is refused, and of what is too large how much would not be. The zero refusal is none.
type refusal struct {
	code  code.Code
	limit money.Amount // minor units
}

var accepted refusal

func no(c code.Code) refusal { return refusal{code: c} }

// tooLarge is a refusal of more than what there is.
func tooLarge(c code.Code, limit *big.Int) refusal {
	return refusal{c, money.Amount(limit.Int64())} // a total is never more than a few times most
}

// wrong is the refusal because of the status.
var wrong = no(code.PaymentIntentUnexpectedState)

// refuses says whether and why a command is refused, in the order in which the operations promise to look.
func (b *book) refuses(c intent.Command) refusal {
	switch p := c.(type) {
	case intent.CreateParams:
		return b.refusesCreate(&p)
	case intent.UpdateParams:
		return b.refusesUpdate(&p)
	case intent.ConfirmParams:
		return b.refusesConfirm(&p)
	case intent.AuthenticateParams:
		if p.At < 0 {
			return no(code.ParameterInvalidInteger)
		}
		return b.refusesStep(&p)
	case intent.VerifyMicrodepositsParams:
		return b.refusesVerify(&p)
	case intent.ProcessParams:
		return b.refusesProcess(&p)
	case intent.CaptureParams:
		return b.refusesCapture(&p)
	case intent.IncrementParams:
		return b.refusesIncrement(&p)
	case intent.CancelParams:
		return b.refusesCancel(p)
	case intent.ExpireParams:
		return b.refusesExpire(p)
	case intent.SettleParams:
		return b.refusesSettle(&p)
	case intent.RefundParams:
		return b.refusesRefund(&p)
	case intent.UpdateRefundParams:
		return b.refusesUpdateRefund(&p)
	case intent.RefundFeeParams:
		return b.refusesRefundFee(&p)
	case intent.ReverseTransferParams:
		return b.refusesReverse(&p)
	default:
		return no("unknown to the book")
	}
}

func refusesAmount(a money.Amount) refusal {
	switch {
	case a < 1:
		return no(code.ParameterInvalidInteger)
	case a > most:
		return refusal{code.AmountTooLarge, most}
	}
	return accepted
}

// coarse reports whether a currency cannot express an amount.
func coarse(a money.Amount, c money.Currency) bool {
	switch c {
	case "bhd":
		return a%10 != 0
	case "isk":
		return a%100 != 0
	default:
		return false
	}
}

// refusesShares is about amounts that nobody can give.
func refusesShares(fee, transfer money.NullAmount) refusal {
	switch {
	case fee.Valid && fee.Amount < 0:
		return no(code.ParameterInvalidInteger)
	case fee.Valid && fee.Amount > most:
		return refusal{code.AmountTooLarge, most}
	}
	if transfer.Valid {
		if r := refusesAmount(transfer.Amount); r != accepted {
			return r
		}
		if fee.Valid {
			return no(code.ParametersExclusive)
		}
	}
	return accepted
}

// refusesFlow is about amounts that do not suit who takes part in a payment of so much.
func (b *book) refusesFlow(f *facts, fee, transfer money.NullAmount, of *big.Int) refusal {
	switch {
	case fee.Valid && f.transfer.Valid, transfer.Valid && f.fee.Valid:
		return no(code.ParametersExclusive)
	case fee.Valid && !f.account && !f.destination:
		return no(code.NoConnectedAccount)
	case transfer.Valid && !f.destination:
		return no(code.ParameterMissing)
	}
	if !transfer.Valid {
		transfer = f.transfer
	}
	if transfer.Valid && b.a.SetInt64(int64(transfer.Amount)).Cmp(of) > 0 {
		return tooLarge(code.AmountTooLarge, of)
	}
	return accepted
}

func (b *book) refusesCreate(p *intent.CreateParams) refusal {
	if p.At < 0 {
		return no(code.ParameterInvalidInteger)
	}
	if r := refusesAmount(p.Amount); r != accepted {
		return r
	}
	if coarse(p.Amount, p.Currency) {
		return no(code.InvalidChargeAmount)
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferData.Amount); r != accepted {
		return r
	}
	flow := facts{account: p.Account != "", destination: p.TransferData.Destination != ""}
	if flow.account && flow.destination {
		return no(code.ParametersExclusive)
	}
	if r := b.refusesFlow(&flow, p.ApplicationFeeAmount, p.TransferData.Amount, b.at(p.Amount)); r != accepted {
		return r
	}
	if b.facts.created {
		return wrong
	}
	return accepted
}

func (b *book) refusesUpdate(p *intent.UpdateParams) refusal {
	if p.At < 0 {
		return no(code.ParameterInvalidInteger)
	}
	of, currency := &b.total[agreed], b.facts.currency
	if p.Amount.Valid {
		if r := refusesAmount(p.Amount.Amount); r != accepted {
			return r
		}
		of = b.at(p.Amount.Amount)
	}
	if p.Currency != "" {
		currency = p.Currency
	}
	if coarse(money.Amount(of.Int64()), currency) {
		return no(code.InvalidChargeAmount)
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != accepted {
		return r
	}
	sharesAlone := (p.ApplicationFeeAmount.Valid || p.TransferDataAmount.Valid) && !p.Amount.Valid && p.Currency == "" && p.PaymentMethod == ""
	held := b.facts.status() == "requires_capture" && b.count[took] == 0
	if !b.facts.open() && !(held && sharesAlone) {
		return wrong
	}
	return b.refusesFlow(&b.facts, p.ApplicationFeeAmount, p.TransferDataAmount, of)
}

func (b *book) refusesConfirm(p *intent.ConfirmParams) refusal {
	if p.At < 0 {
		return no(code.ParameterInvalidInteger)
	}
	if r := b.refusesAttempt(&p.Attempt); r != accepted {
		return r
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != accepted {
		return r
	}
	if !b.facts.open() || b.facts.method == "" && p.PaymentMethod == "" {
		return wrong
	}
	if r := b.refusesFlow(&b.facts, p.ApplicationFeeAmount, p.TransferDataAmount, &b.total[agreed]); r != accepted {
		return r
	}
	return b.refusesSettlement(&p.Attempt.Settlement)
}

func (b *book) refusesAttempt(a *charge.Attempt) refusal {
	switch {
	case a.Answer == "approved" && a.Charge == "":
		return no(code.ParameterMissing)
	case a.Answer == "pending" && a.Charge != "" && b.facts.manual:
		return no(code.ParameterInvalid)
	case a.Card.AmountAuthorized < 0 || a.Card.MaximumAmountCapturable < 0 || a.Card.CaptureBefore < 0:
		return no(code.ParameterInvalidInteger)
	case a.Card.AmountAuthorized != 0 && !same(&b.total[agreed], a.Card.AmountAuthorized):
		return no(code.ParameterInvalid)
	case a.Card.MaximumAmountCapturable > most:
		return refusal{code.AmountTooLarge, most}
	}
	return accepted
}

// refusesStep is about how the customer's step ended.
func (b *book) refusesStep(p *intent.AuthenticateParams) refusal {
	if b.facts.step == "" || b.facts.status() != "requires_action" {
		return wrong
	}
	if p.Failure.Code != "" && p.Attempt != (charge.Attempt{}) {
		return no(code.ParameterInvalid)
	}
	if p.Failure.Code != "" {
		return accepted // nothing comes next
	}
	if r := b.refusesAttempt(&p.Attempt); r != accepted {
		return r
	}
	if r := b.refusesFlow(&b.facts, money.NullAmount{}, money.NullAmount{}, &b.total[agreed]); r != accepted {
		return r
	}
	return b.refusesSettlement(&p.Attempt.Settlement)
}

func (b *book) refusesVerify(p *intent.VerifyMicrodepositsParams) refusal {
	amounts := p.Microdeposits.Amounts
	switch {
	case p.At < 0:
		return no(code.ParameterInvalidInteger)
	case amounts[0] == 0 && amounts[1] == 0:
		return no(code.ParameterMissing)
	case refusesAmount(amounts[0]) != accepted || refusesAmount(amounts[1]) != accepted:
		return no(code.MicrodepositAmountsInvalid)
	case b.facts.status() == "requires_action" && b.facts.step != charge.VerifyWithMicrodeposits:
		return wrong
	case b.facts.status() == "requires_action" && p.Mismatch:
		return no(code.MicrodepositAmountsMismatch)
	}
	return b.refusesStep(&p.AuthenticateParams)
}

func (b *book) refusesProcess(p *intent.ProcessParams) refusal {
	switch {
	case p.At < 0:
		return no(code.ParameterInvalidInteger)
	case b.facts.status() != "processing":
		return wrong
	case b.facts.attempt == waits && (p.Charge != "" && p.Charge != chargeID || p.Card != charge.Card{}):
		return no(code.ParameterInvalid)
	}
	if b.facts.attempt == waitsBare {
		a := charge.Attempt{Answer: "approved", Charge: p.Charge, Card: p.Card}
		if p.Failure.Code != "" {
			a.Answer = "declined"
		}
		if r := b.refusesAttempt(&a); r != accepted {
			return r
		}
	}
	if p.Failure.Code != "" {
		return accepted
	}
	if r := b.refusesFlow(&b.facts, money.NullAmount{}, money.NullAmount{}, &b.total[agreed]); r != accepted {
		return r
	}
	return b.refusesSettlement(&p.Settlement)
}
