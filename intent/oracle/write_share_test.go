package oracle_test

import (
	"math/big"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

var zero = new(big.Int)

// shares puts aside what a capture, which is not written down yet, gives or the payment says.
func (b *book) shares(fee, transfer money.NullAmount, takes *big.Int, s *charge.Settlement) {
	f := &b.facts
	first := b.count[took] == 0
	if first && takes.Sign() == 0 {
		return // it only cancels
	}
	if first {
		f.firstGave = fee.Valid || transfer.Valid
	}
	b.writeSome(feePut, b.part(fee, f.fee, takes, &b.total[feePut], first))
	if f.destination && !b.lost() {
		whole := !transfer.Valid && !f.transfer.Valid
		there := &b.total[transferPut]
		if b.elsewhere() {
			there = zero
		}
		part := takes
		if !whole {
			part = b.part(transfer, f.transfer, takes, there, first)
		}
		switch {
		case part.Sign() == 0:
		case b.elsewhere() && !s.TransferAmount.Valid:
			b.write(transferLost, zero)
			b.see(transferIsLost)
		case b.elsewhere():
			b.write(transferPut, b.at(s.TransferAmount.Amount))
			b.see(growsElsewhere)
		default:
			b.write(transferPut, part)
		}
	}
	if f.firstGave {
		b.says(fee, transfer)
	}
	f.asked = f.fee
}

// part returns how much a capture puts aside, where so much is there.
func (b *book) part(given, said money.NullAmount, takes, there *big.Int, first bool) *big.Int {
	r := b.facts.rules.Connect
	again := r.IntentAmount == connect.IntentAmountEachCapture && !b.facts.firstGave
	part := b.c.SetInt64(0)
	switch {
	case given.Valid:
		part.SetInt64(int64(given.Amount))
		if r.AmountMeaning == connect.AmountMeaningTotal {
			part.Sub(part, there)
			b.seeIf(!first && part.Sign() > 0, totalGrows)
			b.seeIf(part.Sign() < 0, totalShrinks)
		}
		b.seeIf(!first && b.facts.firstGave, laterAmount)
		b.seeIf(!first && !b.facts.firstGave, newAmount)
	case said.Valid && takes.Sign() > 0 && (first || again):
		part.SetInt64(int64(said.Amount))
		b.seeIf(!first, amountAgain)
	}
	room := b.a.Add(&b.total[took], takes)
	room.Sub(room, there)
	if part.Cmp(room) > 0 {
		part.Set(room)
		b.see(shareCapped)
	}
	if part.Sign() < 0 {
		part.SetInt64(0)
	}
	return part
}

// brings lets come into being what is due and named.
func (b *book) brings(s *charge.Settlement) {
	f := &b.facts
	f.feeNamed = f.feeNamed || b.feeDue() && s.ApplicationFee != ""
	if !b.transferDue() || s.Transfer == "" {
		return
	}
	f.transferNamed, f.transferCurrency = true, f.currency
	if s.TransferCurrency == "" || s.TransferCurrency == f.currency {
		return
	}
	f.transferCurrency = s.TransferCurrency
	if s.TransferAmount.Valid {
		b.write(transferPaid, b.at(s.TransferAmount.Amount))
	} else {
		b.write(transferLost, zero)
		b.see(transferIsLost)
	}
}
