package explore

import (
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// moneyLaws are about who has what.
var moneyLaws = []Law{
	accepted("money moves by what is captured, shared, refunded and taken back, and by nothing else", conserved),
	accepted("a refund of everything captured takes the whole fee and the whole transfer along, if asked, and else nothing", comesBack),
}

// A purse is what everybody has, in minor units. It adds up to zero.
type purse struct{ customer, platform, connected money.Amount }

// purseOf returns what the figures of a payment say. What has not come into being has not moved.
func purseOf(pi *intent.PaymentIntent) purse {
	c := &pi.LatestCharge
	paid := pi.AmountReceived - refunds(pi)
	p := purse{customer: -paid}
	*p.merchant(pi) = paid
	if f := &c.ApplicationFee; f.ID != "" {
		move(&p.connected, &p.platform, f.Amount-f.AmountRefunded)
	}
	if t := &c.Transfer; t.ID != "" {
		move(&p.platform, &p.connected, t.Amount-t.AmountReversed)
	}
	return p
}

// merchant returns the part of the one to whom the customer pays.
func (p *purse) merchant(pi *intent.PaymentIntent) *money.Amount {
	if pi.Direct {
		return &p.connected
	}
	return &p.platform
}

func move(from, to *money.Amount, amount money.Amount) { *from -= amount; *to += amount }

// conserved reports whether everybody has after an edge what they had, moved by what the command takes from the customer and by what its
// events say. Amounts in two currencies do not add up.
func conserved(e *Edge) bool {
	old, now := &e.From.PaymentIntent, &e.To.PaymentIntent
	if !oneCurrency(old) || !oneCurrency(now) {
		return true
	}
	p := purseOf(old)
	merchant := p.merchant(now)
	move(&p.customer, merchant, takes(e))
	for _, told := range e.Events {
		switch told := told.(type) {
		case *refund.Event:
			switch {
			case told.Type == event.RefundCreated:
				move(merchant, &p.customer, told.Refund.Amount)
			case !told.Refund.Status.Counts() && told.Type != event.ChargeRefundUpdated && now.Rules.FailedRefund == intent.FailedRefundFalls:
				move(&p.customer, merchant, told.Refund.Amount)
			}
		case *connect.ApplicationFeeEvent:
			if told.Type == event.ApplicationFeeCreated {
				move(&p.connected, &p.platform, told.ApplicationFee.Amount)
			}
			move(&p.platform, &p.connected, told.FeeRefund.Amount)
		case *connect.TransferEvent:
			if told.Type == event.TransferCreated {
				move(&p.platform, &p.connected, told.Transfer.Amount)
			}
			move(&p.connected, &p.platform, told.Reversal.Amount)
		}
	}
	fee, transfer := grew(e)
	move(&p.connected, &p.platform, fee)
	move(&p.platform, &p.connected, transfer)
	return p == purseOf(now)
}

// grew returns by how much a capture lets a fee and a transfer, which are there, grow without an event of their own.
func grew(e *Edge) (fee, transfer money.Amount) {
	old, now := &e.From.PaymentIntent.LatestCharge, &e.To.PaymentIntent.LatestCharge
	if e.Command.Operation() != intent.OpCapture {
		return 0, 0
	}
	if old.ApplicationFee.ID != "" {
		fee = now.ApplicationFee.Amount - old.ApplicationFee.Amount
		for range event.Only[*connect.ApplicationFeeEvent](e.Events) {
			fee = 0 // of this capture alone
		}
	}
	if old.Transfer.ID != "" {
		transfer = now.Transfer.Amount - old.Transfer.Amount
		for range event.Only[*connect.TransferEvent](e.Events) {
			transfer = 0
		}
	}
	return fee, transfer
}

// comesBack reports whether a refund takes along what it should of the fee and the transfer.
func comesBack(e *Edge) bool {
	p, ok := e.Command.(intent.RefundParams)
	if !ok {
		return true
	}
	pi := &e.To.PaymentIntent
	old, now := &e.From.PaymentIntent.LatestCharge, &pi.LatestCharge
	base := now.AmountCaptured
	if pi.Rules.Connect.PortionBase == connect.PortionBaseAmount {
		base = now.Amount
	}
	fee, transfer := &now.ApplicationFee, &now.Transfer
	everything := amountRefunded(e) == base
	return (p.RefundApplicationFee || *fee == old.ApplicationFee) && (p.ReverseTransfer || *transfer == old.Transfer) &&
		(!everything || !p.RefundApplicationFee || fee.Left() == 0) && (!everything || !p.ReverseTransfer || transfer.Left() == 0)
}
