package explore

import (
	"slices"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// eventLaws are about what an edge tells.
var eventLaws = []Law{
	{Name: "events come in their order, none of a kind twice", edge: inOrder},
	{Name: "events show the payment as it is afterwards", edge: showNow},
	{Name: "charge events list what changed, with the old values", edge: chargeBefore},
	{Name: "payment_intent.amount_capturable_updated lists amount_capturable, but at the authorization, with the old values, and no other intent event lists anything", edge: intentBefore},
	{Name: "each refund that is made or changed is told, as it was before", edge: refundTold},
	{Name: "a fee is told when it comes into being, and when something of it comes back", edge: feeTold},
	{Name: "a transfer is told when it comes into being, and when something of it comes back", edge: transferTold},
	accepted("each change of a charge is told", changeTold),
}

// order is the order of the events of one operation. Two of one place never come together.
var order = [...][]event.Type{
	{event.RefundCreated, event.RefundUpdated, event.RefundFailed},
	{event.ChargeRefundUpdated},
	{event.ChargeSucceeded, event.ChargePending, event.ChargeFailed, event.ChargeExpired, event.ChargeCaptured},
	{event.ChargeRefunded},
	{event.ChargeUpdated},
	{event.ApplicationFeeCreated, event.ApplicationFeeRefunded},
	{event.TransferCreated, event.TransferReversed},
	{event.PaymentIntentAmountCapturableUpdated},
	{
		event.PaymentIntentCreated, event.PaymentIntentProcessing, event.PaymentIntentRequiresAction, event.PaymentIntentSucceeded,
		event.PaymentIntentPaymentFailed,
	},
	{event.PaymentIntentCanceled},
}

func inOrder(e *Edge) bool {
	last := -1
	for _, told := range e.Events {
		place := slices.IndexFunc(order[:], func(same []event.Type) bool { return slices.Contains(same, told.EventType()) })
		if place <= last {
			return false
		}
		last = place
	}
	return true
}

func showNow(e *Edge) bool {
	now := &e.To.PaymentIntent
	for _, told := range e.Events {
		switch told := told.(type) {
		case *charge.Event:
			if *told.Charge != now.LatestCharge || told.Type.Object() != "charge" {
				return false
			}
		case *intent.Event:
			if *told.PaymentIntent != *now || told.Type.Object() != "payment_intent" {
				return false
			}
		}
	}
	return true
}

func chargeBefore(e *Edge) bool {
	old, now := &e.From.PaymentIntent.LatestCharge, &e.To.PaymentIntent.LatestCharge
	for told := range event.Only[*charge.Event](e.Events) {
		want := charge.Previous{}
		switch told.Type {
		case event.ChargeCaptured, event.ChargeUpdated, event.ChargeRefunded, event.ChargeExpired:
			want = changes(old, now)
		default: // it brings the charge into being
		}
		if told.Previous != want {
			return false
		}
	}
	return true
}

// changes lists what differs between two charges, written out without the help of charge.Diff.
func changes(old, now *charge.Charge) charge.Previous {
	var p charge.Previous
	list(&p.Amount, old.Amount, now.Amount)
	list(&p.AmountCaptured, old.AmountCaptured, now.AmountCaptured)
	list(&p.AmountRefunded, old.AmountRefunded, now.AmountRefunded)
	list(&p.ApplicationFeeAmount, old.ApplicationFeeAmount, now.ApplicationFeeAmount)
	list(&p.BalanceTransaction, old.BalanceTransaction, now.BalanceTransaction)
	list(&p.ApplicationFee, old.ApplicationFee.ID, now.ApplicationFee.ID)
	list(&p.Transfer, old.Transfer.ID, now.Transfer.ID)
	list(&p.Captured, old.Captured, now.Captured)
	list(&p.Refunded, old.Refunded, now.Refunded)
	return p
}

func list[T comparable](p *event.Old[T], old, now T) {
	if old != now {
		p.Value, p.Valid = old, true
	}
}

func intentBefore(e *Edge) bool {
	old, now := &e.From.PaymentIntent, &e.To.PaymentIntent
	held := old.Status == intent.StatusRequiresCapture
	for told := range event.Only[*intent.Event](e.Events) {
		var want intent.Previous
		if told.Type == event.PaymentIntentAmountCapturableUpdated && held {
			want.AmountCapturable = event.Was(old.AmountCapturable)
			list(&want.Amount, old.Amount, now.Amount)
		}
		if told.Previous != want {
			return false
		}
	}
	return true
}

func refundTold(e *Edge) bool {
	var want []event.Type
	var before refund.Refund
	switch p := e.Command.(type) {
	case intent.RefundParams:
		want = []event.Type{event.RefundCreated}
	case intent.UpdateRefundParams:
		want, before = []event.Type{event.RefundUpdated, event.ChargeRefundUpdated}, p.Refund
		if p.Status == refund.StatusFailed {
			want[0] = event.RefundFailed
		}
	}
	n := 0
	for told := range event.Only[*refund.Event](e.Events) {
		changed := told.Before() == before && *told.Refund != before
		made := told.Previous == refund.Previous{} && told.Refund.Amount == amountRefunded(e) &&
			told.Refund.Charge == e.To.PaymentIntent.LatestCharge.ID && told.Refund.PaymentIntent == e.To.PaymentIntent.ID
		if n == len(want) || told.Type != want[n] || !(changed || made) {
			return false
		}
		n++
	}
	return e.Err != nil || n == len(want)
}

func feeTold(e *Edge) bool {
	old, now := &e.From.PaymentIntent.LatestCharge.ApplicationFee, &e.To.PaymentIntent.LatestCharge.ApplicationFee
	created, refunded := 0, 0
	for told := range event.Only[*connect.ApplicationFeeEvent](e.Events) {
		if told.Type == event.ApplicationFeeCreated {
			created++
			if told.ApplicationFee.Amount != fresh(old.ID, old.Amount, now.Amount) || told.ApplicationFee.ID == "" {
				return false
			}
			continue
		}
		refunded++
		if *told.ApplicationFee != *now || told.Before() != *old || told.FeeRefund.Fee != now.ID || told.FeeRefund.Amount != now.AmountRefunded-old.AmountRefunded {
			return false
		}
	}
	p, _ := e.Command.(intent.CaptureParams)
	came := old.ID == "" && now.ID != "" || old.ID != "" && p.ApplicationFee != "" && perCapture(e) && now.Amount > old.Amount
	return (created == 1) == came && (refunded == 1) == (now.AmountRefunded > old.AmountRefunded)
}

func transferTold(e *Edge) bool {
	old, now := &e.From.PaymentIntent.LatestCharge.Transfer, &e.To.PaymentIntent.LatestCharge.Transfer
	created, reversed := 0, 0
	for told := range event.Only[*connect.TransferEvent](e.Events) {
		if told.Type == event.TransferCreated {
			created++
			if told.Transfer.Amount != fresh(old.ID, old.Amount, now.Amount) || told.Transfer.ID == "" {
				return false
			}
			continue
		}
		reversed++
		if *told.Transfer != *now || told.Before() != *old || told.Reversal.Transfer != now.ID || told.Reversal.Amount != now.AmountReversed-old.AmountReversed {
			return false
		}
	}
	p, _ := e.Command.(intent.CaptureParams)
	came := old.ID == "" && now.ID != "" || old.ID != "" && p.Transfer != "" && perCapture(e) && now.Amount > old.Amount
	return (created == 1) == came && (reversed == 1) == (now.AmountReversed > old.AmountReversed)
}

// perCapture reports whether each capture makes a fee and a transfer of its own.
func perCapture(e *Edge) bool {
	return e.To.PaymentIntent.Rules.Connect.Objects == connect.ObjectsPerCapture
}

// fresh returns the amount of an object that comes into being: all that there is, or what is new, if there was one before.
func fresh(id string, old, now money.Amount) money.Amount {
	if id == "" {
		return now
	}
	return now - old
}

// changeTold leaves out what is told by events of its own, and increments, of which the intent alone tells.
func changeTold(e *Edge) bool {
	old, now := e.From.PaymentIntent.LatestCharge, e.To.PaymentIntent.LatestCharge
	if now == (charge.Charge{}) {
		return true // that of an earlier attempt is not the latest any more
	}
	switch e.Command.(type) {
	case intent.IncrementParams:
		return true
	case intent.UpdateRefundParams, intent.RefundFeeParams, intent.ReverseTransferParams:
		for _, c := range []*charge.Charge{&old, &now} {
			c.ApplicationFee, c.Transfer = connect.ApplicationFee{}, connect.Transfer{}
			c.FeeEndpointUsed, c.TransferEndpointUsed, c.LiveRefunds = 0, 0, 0
		}
	}
	for range event.Only[*charge.Event](e.Events) {
		return true // it shows the charge as it is
	}
	return old == now
}
