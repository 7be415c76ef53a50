package explore

import (
	"errors"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// edgeLaws hold on every edge.
var edgeLaws = []Law{
	{Name: "Check, Next and Step agree", edge: agree},
	{Name: "a refusal is an *intent.Error with a code, about the operation", edge: func(e *Edge) bool {
		if e.Err == nil {
			return true
		}
		why, ok := errors.AsType[*intent.Error](e.Err)
		return ok && e.Command != nil && why.Code != "" && why.Op == string(e.Command.Operation()) && why.Type == code.TypeInvalidRequest
	}},
	{Name: "a refusal changes nothing and has no events", edge: func(e *Edge) bool {
		return e.Err == nil || e.To == e.From && e.Events == nil
	}},
	{Name: "every transition is a row of the table", edge: func(e *Edge) bool {
		from, to := e.From.PaymentIntent.Status, e.To.PaymentIntent.Status
		return e.Err != nil || intent.Transitions().Leads(from, e.Command.Operation(), to)
	}},
	accepted("a payment that has succeeded or was canceled stays as it is, but for its charge", func(e *Edge) bool {
		old, now := e.From.PaymentIntent, e.To.PaymentIntent
		old.LatestCharge, now.LatestCharge = charge.Charge{}, charge.Charge{}
		return !ended(old.Status) || old == now
	}),
	accepted("money comes back only of what was received", func(e *Edge) bool {
		switch e.Command.(type) {
		case intent.SettleParams, intent.RefundParams, intent.UpdateRefundParams, intent.RefundFeeParams, intent.ReverseTransferParams:
			return e.From.PaymentIntent.AmountReceived > 0
		default:
			return true
		}
	}),
	accepted("amount_received grows by what a capture takes, or at once to the amount", func(e *Edge) bool {
		old, now := &e.From.PaymentIntent, &e.To.PaymentIntent
		grew := now.AmountReceived - old.AmountReceived
		if c, ok := e.Command.(intent.CaptureParams); ok {
			return grew == c.AmountToCapture.Or(old.AmountCapturable) && grew >= 0
		}
		return grew == 0 || old.AmountReceived == 0 && grew == now.Amount
	}),
	accepted("a failure takes the payment method away, and says why", func(e *Edge) bool {
		pi := &e.To.PaymentIntent
		switch e.Command.(type) {
		case intent.ConfirmParams, intent.AuthenticateParams, intent.VerifyMicrodepositsParams, intent.ProcessParams:
			return pi.Status != intent.StatusRequiresPaymentMethod || pi.PaymentMethod == "" && pi.LastPaymentError.Code != ""
		default:
			return true
		}
	}),
	accepted("a payment says why it was canceled", func(e *Edge) bool {
		pi := &e.To.PaymentIntent
		if pi.Status != intent.StatusCanceled || e.From.PaymentIntent.Status == intent.StatusCanceled {
			return true
		}
		switch c := e.Command.(type) {
		case intent.CancelParams:
			return pi.CancellationReason == c.Reason
		case intent.CaptureParams:
			return pi.CancellationReason == ""
		case intent.ExpireParams:
			old := pi.Rules.Version.Before("2025-03-31")
			return !old && pi.CancellationReason == intent.ReasonExpired || old && pi.CancellationReason == intent.ReasonAutomatic
		default:
			return pi.CancellationReason == intent.ReasonAutomatic
		}
	}),
	accepted("a refund takes a fee or a transfer of several captures along only with everything, and not after it came back by itself", func(e *Edge) bool {
		p, ok := e.Command.(intent.RefundParams)
		c := &e.From.PaymentIntent.LatestCharge
		if !ok || !c.Card.Multicapture || e.From.PaymentIntent.CardCaptureMethod() != intent.CaptureMethodManual {
			return true
		}
		everything := refunds(&e.To.PaymentIntent) == e.To.PaymentIntent.AmountReceived
		return (!p.RefundApplicationFee || everything && c.FeeEndpointUsed != connect.MarkYes) &&
			(!p.ReverseTransfer || everything && c.TransferEndpointUsed != connect.MarkYes)
	}),
	accepted("a capture does not lower the amount", func(e *Edge) bool {
		return e.Command.Operation() != intent.OpCapture || e.To.PaymentIntent.Amount >= e.From.PaymentIntent.Amount
	}),
	sameCharge("a charge that is captured stays so, and keeps its balance transaction", func(_ *Edge, old, now *charge.Charge) bool {
		return (!old.Captured || now.Captured) && (old.BalanceTransaction == "" || old.BalanceTransaction == now.BalanceTransaction)
	}),
	sameCharge("the number of captures grows by one with each that takes money", func(e *Edge, old, now *charge.Charge) bool {
		if now.AmountCaptured > old.AmountCaptured {
			return now.Captures == old.Captures+1
		}
		return now.Captures == old.Captures
	}),
	accepted("a refund gives what was asked for, or everything refundable", func(e *Edge) bool {
		p, asked := e.Command.(intent.RefundParams)
		pi := &e.From.PaymentIntent
		return !asked || amountRefunded(e) == p.Amount.Or(pi.AmountReceived-refunds(pi))
	}),
	accepted("a refund that fails gives its amount back, unless amount_refunded stays, and nothing else changes what is refunded", func(e *Edge) bool {
		switch p := e.Command.(type) {
		case intent.RefundParams:
			return true
		case intent.UpdateRefundParams:
			if p.Refund.Status.Counts() && !p.Status.Counts() && e.To.PaymentIntent.Rules.FailedRefund == intent.FailedRefundFalls {
				return amountRefunded(e) == -p.Refund.Amount
			}
		}
		return amountRefunded(e) == 0
	}),
	sameCharge("a fee and a transfer never shrink, grow by captures alone, and keep their ids", func(e *Edge, old, now *charge.Charge) bool {
		grew := now.ApplicationFee.Amount != old.ApplicationFee.Amount || now.Transfer.Amount != old.Transfer.Amount
		switch {
		case !oneCurrency(&e.To.PaymentIntent):
			return true
		case now.ApplicationFee.Amount < old.ApplicationFee.Amount, now.Transfer.Amount < old.Transfer.Amount,
			old.ApplicationFee.ID != "" && old.ApplicationFee.ID != now.ApplicationFee.ID,
			old.Transfer.ID != "" && old.Transfer.ID != now.Transfer.ID:
			return false
		}
		return !grew || takes(e) > 0 || e.Command.Operation() == intent.OpCapture
	}),
}

// accepted returns a law of the edges that are not refused.
func accepted(name string, holds func(*Edge) bool) Law {
	return Law{Name: name, edge: func(e *Edge) bool { return e.Err != nil || holds(e) }}
}

// sameCharge returns a law of what becomes of a charge.
func sameCharge(name string, holds func(e *Edge, old, now *charge.Charge) bool) Law {
	return accepted(name, func(e *Edge) bool {
		old, now := &e.From.PaymentIntent.LatestCharge, &e.To.PaymentIntent.LatestCharge
		replaced := old.ID != now.ID || e.Command.Operation() == intent.OpConfirm
		return replaced || holds(e, old, now)
	})
}

// agree reports whether all ways to ask for a command give the same answer.
func agree(e *Edge) bool {
	pi := e.From.PaymentIntent
	if e.Err != nil {
		return equal(intent.Check(pi, e.Command), e.Err) // Next asks it first
	}
	next, err := intent.Next(pi, e.Command)
	return err == nil && next == e.To.PaymentIntent && intent.Check(pi, e.Command) == nil
}

// equal reports whether two refusals are the same.
func equal(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	first, ok := errors.AsType[*intent.Error](a)
	second, also := errors.AsType[*intent.Error](b)
	return ok && also && *first == *second
}

// ended reports whether a payment is over, but for refunds.
func ended(s intent.Status) bool { return s == intent.StatusSucceeded || s == intent.StatusCanceled }

// amountRefunded returns by how much an edge changes what is refunded by refunds.
func amountRefunded(e *Edge) money.Amount {
	return refunds(&e.To.PaymentIntent) - refunds(&e.From.PaymentIntent)
}

// takes returns what an accepted command takes from the customer.
func takes(e *Edge) money.Amount {
	switch c := e.Command.(type) {
	case intent.CaptureParams:
		return c.AmountToCapture.Or(e.From.PaymentIntent.AmountCapturable)
	case intent.ConfirmParams, intent.AuthenticateParams, intent.VerifyMicrodepositsParams, intent.ProcessParams:
		if e.To.PaymentIntent.Status == intent.StatusSucceeded {
			return e.To.PaymentIntent.Amount
		}
	}
	return 0
}
