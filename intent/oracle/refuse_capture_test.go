package oracle_test

import (
	"math/big"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

var five = big.NewInt(5)

func (b *book) refusesCapture(p *intent.CaptureParams) refusal {
	f := &b.facts
	asks := p.AmountToCapture
	switch {
	case p.At < 0:
		return no(code.ParameterInvalidInteger)
	case asks.Valid && asks.Amount < 0:
		return no(code.ParameterInvalid)
	case asks.Valid && coarse(asks.Amount, f.currency):
		return no(code.InvalidChargeAmount)
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != accepted {
		return r
	}
	if f.status() != "requires_capture" {
		return wrong
	}
	of := &b.total[agreed]
	if asks.Valid && b.at(asks.Amount).Cmp(of) > 0 {
		of = &b.c
	}
	if r := b.refusesFlow(f, p.ApplicationFeeAmount, p.TransferDataAmount, of); r != accepted {
		return r
	}
	if r := b.refusesSettlement(&p.Settlement); r != accepted {
		return r
	}
	if b.tooLate(p.At) {
		return no(code.CaptureChargeAuthorizationExpired)
	}
	grows := p.TransferCurrency != "" && f.transferNamed
	if grows && !b.lost() {
		room := b.a.Sub(b.b.SetInt64(most), &b.total[transferPut])
		switch {
		case p.TransferCurrency != f.transferCurrency:
			return no(code.ParameterInvalid)
		case p.TransferAmount.Valid && b.at(p.TransferAmount.Amount).Cmp(room) > 0:
			return tooLarge(code.AmountTooLarge, room)
		}
	}
	if r := b.refusesTaking(p); r != accepted {
		return r
	}
	takes := !asks.Valid && b.left.Sign() > 0 || asks.Valid && asks.Amount > 0
	fee := p.ApplicationFeeAmount.Valid || f.fee.Valid // else it is about the transfer, if about anything
	if fee {
		if r := b.refusesSplit(p.ApplicationFeeAmount, f.fee, takes); r != accepted {
			return r
		}
	} else if r := b.refusesSplit(p.TransferDataAmount, f.transfer, takes); r != accepted {
		return r
	}
	if grows && b.lost() {
		return no(code.UnknownCharge)
	}
	return accepted
}

// refusesTaking is about how much, and how often.
func (b *book) refusesTaking(p *intent.CaptureParams) refusal {
	f := &b.facts
	takes := &b.left
	if p.AmountToCapture.Valid {
		takes = b.at(p.AmountToCapture.Amount)
	}
	limit := b.a.Set(&b.left)
	if over := b.b.SetInt64(f.maximum); b.count[took] == 0 && !p.NonFinal && over.Cmp(limit) > 0 {
		limit = over
	}
	switch {
	case takes.Cmp(limit) > 0:
		return tooLarge(code.AmountTooLarge, limit)
	case p.NonFinal && !f.multicapture:
		return no(code.MulticaptureUnavailable)
	case takes.Sign() > 0 && b.count[took] < mostTimes:
		return accepted
	case takes.Sign() > 0 && !p.NonFinal && f.rules.Capture.Limit == capture.LimitNonFinalAndOne: // fifty, and one more that is final
		return accepted
	case takes.Sign() > 0:
		return no(code.CaptureLimitReached)
	case !f.multicapture:
		return no(code.ParameterInvalidInteger)
	case p.NonFinal, b.count[took] == 0 && f.rules.Capture.UntouchedClose == capture.UntouchedCloseRefused:
		return no(code.NothingToCapture)
	}
	return accepted
}

// refusesSplit is about an amount for the platform or the destination, after what the captures before gave.
func (b *book) refusesSplit(given, said money.NullAmount, takes bool) refusal {
	r := b.facts.rules.Connect
	first, gave := b.count[took] == 0, b.facts.firstGave && said.Valid
	switch {
	case first && b.facts.many() && takes && said.Valid && !given.Valid && r.IntentAmount == connect.IntentAmountRefused:
		return no(code.ParameterMissing)
	case first:
		return accepted
	case gave && takes && !given.Valid:
		return no(code.ParameterMissing)
	case gave && given.Valid && given != said && r.LaterAmount == connect.LaterAmountSame:
		return no(code.ParameterInvalid)
	case !gave && given.Valid && r.NewAmount == connect.NewAmountRefused:
		return no(code.LaterAmountNotAllowed)
	}
	return accepted
}

func (b *book) refusesIncrement(p *intent.IncrementParams) refusal {
	if p.At < 0 {
		return no(code.ParameterInvalidInteger)
	}
	if r := refusesAmount(p.Amount); r != accepted {
		return r
	}
	if coarse(p.Amount, b.facts.currency) {
		return no(code.InvalidChargeAmount)
	}
	if p.FiveHundredUSD.Valid && p.FiveHundredUSD.Amount < 1 {
		return no(code.ParameterInvalidInteger)
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != accepted {
		return r
	}
	if b.facts.status() != "requires_capture" {
		return wrong
	}
	if r := b.refusesFlow(&b.facts, p.ApplicationFeeAmount, p.TransferDataAmount, b.at(p.Amount)); r != accepted {
		return r
	}
	switch {
	case b.count[took] > 0:
		return no(code.IncrementUnavailable)
	case b.tooLate(p.At):
		return no(code.CaptureChargeAuthorizationExpired)
	case b.facts.increments == mostTries:
		return no(code.IncrementLimitReached)
	case b.at(p.Amount).Cmp(&b.total[agreed]) <= 0:
		return no(code.ParameterInvalidInteger)
	}
	added := b.a.Sub(b.at(p.Amount), &b.total[agreed])
	fiveHundred := p.FiveHundredUSD
	if !fiveHundred.Valid && b.facts.currency == "usd" {
		fiveHundred = money.Some(50_000)
	}
	if fiveHundred.Valid {
		// At most five times what there was, or 500 USD, if that is more.
		room := b.b.Mul(&b.total[agreed], five)
		if usd := b.c.SetInt64(int64(min(fiveHundred.Amount, most))); usd.Cmp(room) > 0 {
			room = usd
		}
		if added.Cmp(room) > 0 {
			return tooLarge(code.AmountTooLarge, room.Add(room, &b.total[agreed]))
		}
	}
	if !b.facts.incremental {
		return no(code.IncrementUnavailable)
	}
	return accepted
}

// tooLate reports whether an authorization has ended.
func (b *book) tooLate(at int64) bool { return at != 0 && b.facts.before != 0 && at >= b.facts.before }

func (b *book) refusesCancel(p intent.CancelParams) refusal {
	s := b.facts.status()
	switch {
	case p.At < 0:
		return no(code.ParameterInvalidInteger)
	case s == "" || s == "succeeded" || s == "canceled":
		return wrong
	case b.count[took] > 0 && b.facts.rules.PartialCancel == intent.PartialCancelRefused:
		return wrong
	}
	return accepted
}

func (b *book) refusesExpire(p intent.ExpireParams) refusal {
	switch {
	case p.At < 0:
		return no(code.ParameterInvalidInteger)
	case b.facts.status() != "requires_capture":
		return wrong
	case p.At != 0 && p.At < b.facts.before:
		return no(code.TooEarly)
	}
	return accepted
}

func (b *book) refusesSettle(p *intent.SettleParams) refusal {
	if p.At < 0 {
		return no(code.ParameterInvalidInteger)
	}
	if !b.paid() {
		return wrong
	}
	if r := b.refusesSettlement(&p.Settlement); r != accepted {
		return r
	}
	txn := p.BalanceTransaction != "" && !b.facts.txn && b.count[took] > 0
	if !txn && !(p.ApplicationFee != "" && b.feeDue()) && !(p.Transfer != "" && b.transferDue()) {
		return no(code.NothingToSettle)
	}
	return accepted
}

// refusesSettlement is about a transfer that is paid in another currency.
func (b *book) refusesSettlement(s *charge.Settlement) refusal {
	if s.TransferAmount.Valid {
		if r := refusesAmount(s.TransferAmount.Amount); r != accepted {
			return r
		}
		switch s.TransferCurrency {
		case "":
			return no(code.ParameterMissing)
		case b.facts.currency:
			return no(code.ParameterInvalid)
		}
	}
	return accepted
}
