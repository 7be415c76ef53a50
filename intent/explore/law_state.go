package explore

import (
	"math/bits"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// stateLaws hold in every state. They say once more, and apart from Validate, what a payment is.
var stateLaws = []Law{
	inState("the state is valid", func(s *State) bool {
		return s.PaymentIntent == (intent.PaymentIntent{}) || s.PaymentIntent.Validate() == nil
	}),
	inIntent("0 ≤ amount_received ≤ amount", func(pi *intent.PaymentIntent) bool {
		return 0 <= pi.AmountReceived && pi.AmountReceived <= pi.Amount
	}),
	inIntent("amount_capturable is what is authorized and not captured while the status is requires_capture, and else zero", func(pi *intent.PaymentIntent) bool {
		if pi.Status == intent.StatusRequiresCapture {
			return pi.AmountCapturable >= 0 && pi.AmountCapturable+pi.AmountReceived == pi.Amount
		}
		return pi.AmountCapturable == 0
	}),
	inIntent("succeeded means that something was received", func(pi *intent.PaymentIntent) bool {
		return pi.Status != intent.StatusSucceeded || pi.AmountReceived > 0
	}),
	inIntent("canceled_at and cancellation_reason only when canceled", func(pi *intent.PaymentIntent) bool {
		return pi.CanceledAt == 0 && pi.CancellationReason == "" || pi.Status == intent.StatusCanceled
	}),
	inIntent("next_action if and only if the status is requires_action", func(pi *intent.PaymentIntent) bool {
		return (pi.NextAction != "") == (pi.Status == intent.StatusRequiresAction)
	}),
	inIntent("without a charge that succeeded nothing is held or received", func(pi *intent.PaymentIntent) bool {
		return pi.AmountReceived == 0 && pi.AmountCapturable == 0 || pi.LatestCharge.Status == charge.StatusSucceeded
	}),
	inCharge("a succeeded charge has captured what the intent received", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		return c.Status != charge.StatusSucceeded || c.AmountCaptured == pi.AmountReceived
	}),
	inCharge("a charge is of the amount of its intent, unless it failed", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		return c.Status == charge.StatusFailed || c.Amount == pi.Amount
	}),
	inCharge("captured means that nothing is held, and succeeded and pending mean captured", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		held := pi.Status == intent.StatusRequiresCapture
		ended := pi.Status == intent.StatusSucceeded || c.Status == charge.StatusPending
		return !(held && c.Captured) && (!ended || c.Captured)
	}),
	inCharge("an intent is processing if and only if its charge is pending, or there is none", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		return (pi.Status == intent.StatusProcessing) == (c.Status == charge.StatusPending)
	}),
	inCharge("a charge is paid if and only if it succeeded", func(_ *intent.PaymentIntent, c *charge.Charge) bool {
		return c.Paid == (c.Status == charge.StatusSucceeded)
	}),
	inCharge("a charge has a failure_code only if it failed", func(_ *intent.PaymentIntent, c *charge.Charge) bool {
		return c.FailureCode == "" || c.Status == charge.StatusFailed
	}),
	inCharge("at most 50 captures took money, one more if the final one does not count, and one without multicapture", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		most := capture.MaxCaptures
		switch {
		case !c.Card.Multicapture:
			most = 1
		case pi.Rules.Capture.Limit == capture.LimitNonFinalAndOne && c.Captured:
			most++
		}
		return int(c.Captures) <= most && (c.Captures > 0) == (c.AmountCaptured > 0)
	}),
	inCharge("no more was refunded than captured", func(pi *intent.PaymentIntent, _ *charge.Charge) bool {
		return 0 <= refunds(pi) && refunds(pi) <= pi.AmountReceived
	}),
	inCharge("refunded if and only if nothing more will be captured, something was, and all of it was refunded", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		everything := refunds(pi) == pi.AmountReceived && (pi.AmountReceived > 0 || released(pi) > 0)
		final := c.Captured || pi.Status == intent.StatusCanceled
		return c.Refunded == (final && everything)
	}),
	inState("each refund that is kept is valid, and counts as long as it did not fail", refundsLive),
	inState("encoding and decoding gives the same state", survives),
}

// shareLaws of states are about the fee and the transfer.
var shareLaws = []Law{
	inCharge("0 ≤ amount_refunded of the fee ≤ fee ≤ captured", func(_ *intent.PaymentIntent, c *charge.Charge) bool {
		f := &c.ApplicationFee
		return 0 <= f.AmountRefunded && f.AmountRefunded <= f.Amount && f.Amount <= took(c)
	}),
	inCharge("0 ≤ amount_reversed ≤ transfer ≤ captured", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		t := &c.Transfer
		return 0 <= t.AmountReversed && t.AmountReversed <= t.Amount && (t.Amount <= took(c) || !oneCurrency(pi))
	}),
	inCharge("nothing comes back of what has not come into being", func(_ *intent.PaymentIntent, c *charge.Charge) bool {
		return (c.ApplicationFee.ID != "" || c.ApplicationFee.AmountRefunded == 0) && (c.Transfer.ID != "" || c.Transfer.AmountReversed == 0)
	}),
	inCharge("there is a fee only with a connected account, and a transfer only to the destination", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		to := pi.TransferData.Destination
		return (c.ApplicationFee == connect.ApplicationFee{} || pi.Direct || to != "") &&
			(c.Transfer == connect.Transfer{} || to != "" && c.Transfer.Destination == to)
	}),
	inCharge("everything goes to the destination, unless an amount is said", func(pi *intent.PaymentIntent, c *charge.Charge) bool {
		said := pi.TransferData.Amount.Valid || pi.Rules.Connect.NewAmount == connect.NewAmountAccepted
		return pi.TransferData.Destination == "" || said || !oneCurrency(pi) || c.Transfer.Amount == took(c)
	}),
}

// inState returns a law of states.
func inState(name string, holds func(*State) bool) Law { return Law{Name: name, state: holds} }

// inIntent returns a law of the intent in each state.
func inIntent(name string, holds func(*intent.PaymentIntent) bool) Law {
	return inState(name, func(s *State) bool { return holds(&s.PaymentIntent) })
}

// inCharge returns a law of an intent whose charge is known.
func inCharge(name string, holds func(*intent.PaymentIntent, *charge.Charge) bool) Law {
	return inIntent(name, func(pi *intent.PaymentIntent) bool {
		return !pi.LatestCharge.Known() || holds(pi, &pi.LatestCharge)
	})
}

// took returns what a charge took from the customer.
func took(c *charge.Charge) money.Amount {
	if c.Status != charge.StatusSucceeded {
		return 0
	}
	return c.AmountCaptured
}

// refunds returns how much was refunded by refunds: before 2025-03-31.basil amount_refunded counts releases, too.
func refunds(pi *intent.PaymentIntent) money.Amount {
	return pi.LatestCharge.AmountRefunded - released(pi)
}

// released returns what was released and is booked as refunded.
func released(pi *intent.PaymentIntent) money.Amount {
	c := &pi.LatestCharge
	if pi.Rules.Version.Before("2025-03-31") && !c.Card.Multicapture && ended(pi.Status) && c.Status == charge.StatusSucceeded {
		return c.Amount - c.AmountCaptured
	}
	return 0
}

// oneCurrency reports whether the transfer is in the currency of the payment, as far as there is one.
func oneCurrency(pi *intent.PaymentIntent) bool {
	t := &pi.LatestCharge.Transfer
	return t.Known() && (t.ID == "" || t.Currency == pi.Currency)
}

// refundsLive reports whether the charge counts the refunds that are kept, each by its number.
func refundsLive(s *State) bool {
	c := &s.PaymentIntent.LatestCharge
	if bits.Len64(c.LiveRefunds) > int(c.RefundsMade) {
		return false
	}
	for i := range s.Refunds {
		r := &s.Refunds[i]
		live := r.Number > 0 && c.LiveRefunds>>(r.Number-1)&1 == 1
		if *r != (refund.Refund{}) && (r.Validate() != nil || live != r.Status.Counts()) {
			return false
		}
	}
	return true
}

// survives reports whether a state is the same after it was written and read.
func survives(s *State) bool {
	var again intent.PaymentIntent
	body, err := s.PaymentIntent.MarshalJSON()
	if s.PaymentIntent == (intent.PaymentIntent{}) {
		return true
	}
	return err == nil && again.UnmarshalJSON(body) == nil && again == s.PaymentIntent
}
