package oracle_test

import (
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

func (b *book) refusesRefund(p *intent.RefundParams) refusal {
	f := &b.facts
	switch {
	case p.At < 0, p.Amount.Valid && p.Amount.Amount < 1:
		return no(code.ParameterInvalidInteger)
	case p.Amount.Valid && coarse(p.Amount.Amount, f.currency):
		return no(code.InvalidChargeAmount)
	case p.Status == "failed" || p.Status == "canceled" || p.BalanceInsufficient && !p.ReverseTransfer:
		return no(code.ParameterInvalid)
	case !b.paid():
		return wrong
	case b.count[took] == 0:
		return no(code.NothingToRefund)
	case p.ChargedBack:
		return no(code.ChargeDisputed)
	case b.refundable.Sign() == 0:
		return no(code.ChargeAlreadyRefunded)
	}
	part := false
	if p.Amount.Valid {
		switch b.at(p.Amount.Amount).Cmp(&b.refundable) {
		case +1:
			return tooLarge(code.RefundTooLarge, &b.refundable)
		case -1:
			part = true
		}
	}
	if p.RefundApplicationFee {
		there := b.count[feePut] > 0
		switch {
		case there && f.destination && !p.ReverseTransfer, f.many() && (part || f.feeRefundedAlone):
			return no(code.RefundFlagNotAllowed)
		case b.feeDue():
			return no(code.NotSettled)
		}
	}
	if !p.ReverseTransfer {
		return accepted
	}
	switch {
	case b.count[transferPut] == 0:
		return no(code.NothingToReverse)
	case f.many() && (part || f.transferRevAlone):
		return no(code.RefundFlagNotAllowed)
	case b.transferDue():
		return no(code.NotSettled)
	case p.BalanceInsufficient:
		return no(code.BalanceInsufficient)
	}
	return accepted
}

func (b *book) refusesRefundFee(p *intent.RefundFeeParams) refusal {
	switch {
	case p.At < 0, p.Amount.Valid && p.Amount.Amount < 1:
		return no(code.ParameterInvalidInteger)
	case !b.paid():
		return wrong
	case b.feeDue():
		return no(code.NotSettled)
	case b.count[feePut] == 0:
		return no(code.NothingToRefund)
	case b.feeLeft.Sign() == 0, p.Amount.Valid && b.at(p.Amount.Amount).Cmp(&b.feeLeft) > 0:
		return tooLarge(code.FeeRefundTooLarge, &b.feeLeft)
	}
	return accepted
}

func (b *book) refusesReverse(p *intent.ReverseTransferParams) refusal {
	left := &b.transferLeft
	if b.lost() {
		left = b.b.SetInt64(most)
	}
	switch {
	case p.At < 0, p.Amount.Valid && p.Amount.Amount < 1:
		return no(code.ParameterInvalidInteger)
	case !b.paid():
		return wrong
	case b.transferDue():
		return no(code.NotSettled)
	case b.count[transferPut] == 0:
		return no(code.NothingToReverse)
	case left.Sign() == 0, p.Amount.Valid && b.at(p.Amount.Amount).Cmp(left) > 0:
		return tooLarge(code.ReversalTooLarge, left)
	case p.BalanceInsufficient:
		return no(code.BalanceInsufficient)
	case p.RefundApplicationFee && b.feeDue():
		return no(code.NotSettled)
	case b.lost():
		return no(code.UnknownCharge)
	}
	return accepted
}

// goesOn says how a refund can go on.
var goesOn = map[refund.Status][]refund.Status{
	"requires_action": {"pending", "failed", "canceled"},
	"pending":         {"succeeded", "requires_action", "failed", "canceled"},
	"succeeded":       {"failed"},
}

func (b *book) refusesUpdateRefund(p *intent.UpdateRefundParams) refusal {
	r := &p.Refund
	fails := p.Status == "failed" || p.Status == "canceled"
	n := int(r.Number)
	unknown := n > mostNumbers || n > b.facts.refundsMade
	release := b.facts.old() && !b.facts.multicapture && n == 0 && r.Status == "succeeded" && r.DestinationType == refund.DestinationTypeReversal &&
		r.Charge == chargeID && same(&b.left, r.Amount)
	switch {
	case p.At < 0:
		return no(code.ParameterInvalidInteger)
	case refusesAmount(r.Amount) != accepted || !isRefund(r.Status):
		return no(code.ParameterInvalid)
	case !slices.Contains(goesOn[r.Status], p.Status) || release:
		return no(code.StatusTransitionInvalid)
	case b.count[took] == 0:
		return wrong
	case r.Charge != chargeID:
		return no(code.ParameterInvalid)
	case !unknown && b.facts.dead[n]:
		return no(code.StaleRefund)
	case fails && (unknown || b.at(r.Amount).Cmp(&b.refunds) > 0):
		return no(code.StaleRefund)
	}
	return accepted
}

// isRefund reports whether a refund can stand so.
func isRefund(s refund.Status) bool {
	return strings.Contains(" pending requires_action succeeded failed canceled ", " "+string(s)+" ")
}
