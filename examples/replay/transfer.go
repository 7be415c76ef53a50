package main

import (
	"cmp"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// createTransfer carries out transfers.create. How much of a charge was not transferred yet is not checked: it may be another currency.
func (d *driver) createTransfer(s *step) verdict {
	id := cmp.Or(s.Answer.text("id"), d.newID("tr"))
	amount, isInteger := s.Params.amount("amount")
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case d.transfers[id] != nil:
		return because(idempotentReplay)
	case !isInteger || !amount.Valid:
		d.startTransfer(id, s.Answer)
		return because(parametersUntold)
	}
	made, _, err := connect.CreateTransfer(connect.TransferParams{
		ID:                id,
		Destination:       s.Params.text("destination"),
		Amount:            amount.Amount,
		Currency:          money.Currency(s.Params.text("currency")),
		SourceTransaction: s.Params.text("source_transaction"),
	})
	v, ok := s.judge(err, predictedTransfer(&made), shownBy(s.Answer))
	switch {
	case !ok:
		d.startTransfer(id, s.Answer)
	case err == nil:
		d.transfers[id] = &made
		d.lastTransfer = id
	}
	return v
}

// startTransfer starts from a transfer that was not predicted, or made before the recording began.
func (d *driver) startTransfer(id string, shown object) {
	if shown == nil {
		return
	}
	d.transfers[id] = &connect.Transfer{Destination: unrecordedAccount}
	adoptTransfer(d.transfers[id], id, shown, "amount_reversed")
	d.lastTransfer = id
}

// transfer returns a transfer: one that was made separately, or that of an intent, which is returned too. It returns nil if there is none.
func (d *driver) transfer(id string) (*connect.Transfer, *tracked) {
	t := d.intents[d.links.owner[id]]
	if t == nil || !t.pi.LatestCharge.Known() {
		return d.transfers[id], nil
	}
	t.pi = d.settled(t.pi)
	return &t.pi.LatestCharge.Transfer, t
}

// readTransfer compares transfers.retrieve, and transfers.update, which can change nothing that is modelled.
func (d *driver) readTransfer(s *step) verdict {
	id := cmp.Or(s.On, s.Answer.text("id"))
	switch {
	case s.outcome() == elsewhere, s.outcome() == refused:
		return because(refusedElsewhere)
	case s.Answer == nil:
		return because(answerUntold)
	}
	d.lastTransfer = id
	transfer, t := d.transfer(id)
	switch {
	case transfer == nil, t == nil && !transfer.Known():
		d.startTransfer(id, s.Answer)
		return because(d.unseen(id))
	case !transfer.Known():
		return d.fillInTransfer(t, id, s.Answer)
	}
	return d.compareTransfer(id, transfer, s.Answer, predictedTransfer(transfer), "amount_reversed")
}

// fillInTransfer fills in the transfer of an intent, of which only the id was known.
func (d *driver) fillInTransfer(t *tracked, id string, shown object) verdict {
	filled := t.pi.LatestCharge
	adoptTransfer(&filled.Transfer, id, shown, "amount_reversed")
	if filled.Transfer.Amount > filled.AmountCaptured {
		filled.Transfer.Currency = otherCurrency
	}
	next, err := t.pi.WithCharge(filled)
	if err != nil {
		return verdict{differences: []difference{{"transfer", err.Error(), "another transfer"}}}
	}
	t.pi = next
	return because(d.unseen(id))
}

// unseen returns the reason why the amounts of a transfer or a fee are not known.
func (d *driver) unseen(id string) reason {
	if d.called[id] {
		return readAgain
	}
	return firstSeen
}

// readPayment compares the body of a destination payment: charges.retrieve by the destination. The recordings do not tell of which transfer
// it is: of the one before it.
func (d *driver) readPayment(id string, shown object) verdict {
	if d.payments[id] == "" {
		d.payments[id], d.lastTransfer = d.lastTransfer, ""
	}
	of := d.payments[id]
	transfer, _ := d.transfer(of)
	if transfer == nil || !transfer.Known() {
		return because(notKnown)
	}
	return d.compareTransfer(of, transfer, shown, predictedPayment(transfer), "amount_refunded")
}

// isPayment reports whether an id is that of a destination payment.
func (d *driver) isPayment(id string) bool {
	return d.payments[id] != "" || d.lastTransfer != "" && strings.HasPrefix(id, "py_")
}

// compareTransfer compares a body of a transfer, or of its payment, and goes on from it if it differs.
func (d *driver) compareTransfer(id string, transfer *connect.Transfer, shown object, predicted facts, back string) verdict {
	v := d.compareGivenBack(id, predicted, shown)
	if v.reason != compared || len(v.differences) > 0 {
		adoptTransfer(transfer, id, shown, back)
	}
	return v
}

// compareGivenBack compares a body of a transfer or a fee. Calls are missing if something was given back of it and none gave it back.
func (d *driver) compareGivenBack(id string, predicted facts, shown object) verdict {
	found := compare(predicted, shownBy(shown))
	back := 0
	for _, diff := range found {
		if diff.field != "amount" && diff.field != "amount_captured" {
			back++
		}
	}
	if back > 0 && back == len(found) && !d.called[id] {
		return because(recordingGap)
	}
	return verdict{differences: found}
}

// adoptTransfer takes the amounts that a body shows. back is the name of what was taken back.
func adoptTransfer(t *connect.Transfer, id string, shown object, back string) {
	amount, _ := shown.amount("amount")
	reversed, _ := shown.amount(back)
	t.ID = id
	t.Amount, t.AmountReversed = amount.Or(t.Amount), reversed.Or(t.AmountReversed)
}

// forgotten returns a transfer of which only the id is known any more.
func forgotten(t connect.Transfer) connect.Transfer {
	return connect.Transfer{ID: t.ID, Destination: t.Destination}
}

// reverse carries out transfers.reversals.create.
func (d *driver) reverse(s *step) verdict {
	amount, isInteger := s.Params.amount("amount")
	transfer, t := d.transfer(s.On)
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case s.again:
		return because(idempotentReplay)
	case transfer == nil:
		return because(notKnown)
	case !isInteger:
		return d.takeReversal(transfer, s, because(parametersUntold))
	}
	p := intent.ReverseTransferParams{
		ID:                   cmp.Or(s.Answer.text("id"), d.newID("trr")),
		BalanceTransaction:   unrecordedTxn,
		Amount:               amount,
		BalanceInsufficient:  balanceInsufficient(s),
		RefundApplicationFee: s.Params.isTrue("refund_application_fee"),
		FeeRefund:            d.newID("fr"),
	}
	var after intent.PaymentIntent
	var part connect.Reversal
	var err error
	if t != nil {
		after, part, _, err = t.pi.ReverseTransfer(p)
	} else {
		after.LatestCharge.Transfer, part, _, err = transfer.Reverse(connect.ReverseParams(p))
	}
	v, ok := s.judge(err, facts{"amount": digits(part.Amount)}, shownBy(s.Answer))
	switch {
	case !ok:
		return d.takeReversal(transfer, s, v)
	case err != nil:
		return v
	case t != nil:
		t.pi = after
		d.called[t.pi.LatestCharge.ApplicationFee.ID] = true
	default:
		*transfer = after.LatestCharge.Transfer
	}
	d.called[s.On], d.lastTransfer = true, s.On
	return v
}

// takeReversal goes on from a reversal that was made and not predicted: what is left is not known any more.
func (d *driver) takeReversal(transfer *connect.Transfer, s *step, v verdict) verdict {
	if s.outcome() == accepted {
		*transfer = forgotten(*transfer)
		d.called[transfer.ID], d.lastTransfer = true, transfer.ID
	}
	return v
}
