package intent

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/webhook/event"
)

// SettleParams bring what a capture left null.
type SettleParams struct {
	At int64 `json:"at,omitempty"` // unix seconds; 0 is not given
	charge.Settlement
}

// Settle fills in what a capture left null: the balance transaction, and the application fee and the transfer, which come into being
// with what the captures put aside. An asynchronous capture leaves them to come within an hour (see Deadline), which is a promise, not a bound: later is
// accepted, and so is one after the other. What is not missing, or not due, is ignored. If an error is returned, the intent is unchanged.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.PaymentIntentUnexpectedState: there is no successful charge
//   - those of charge.Settlement
//   - code.NothingToSettle: nothing was captured, nothing is given, or nothing that is missing
//   - code.UnknownCharge: only the id of the charge is known, and something is given
//
// Events: charge.updated, listing as null what was filled in; application_fee.created; transfer.created.
//
// Source: https://docs.stripe.com/payments/payment-intents/asynchronous-capture.
func (pi PaymentIntent) Settle(p SettleParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

func (p *SettleParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpSettle, p.At); err != nil {
		return err
	}
	if err := pi.checkReceived(OpSettle); err != nil {
		return err
	}
	if err := pi.checkSettlement(OpSettle, &p.Settlement); err != nil {
		return err
	}
	c := &pi.LatestCharge
	given := p.BalanceTransaction != "" || p.ApplicationFee != "" || p.Transfer != ""
	fills := c.BalanceTransaction == "" && p.BalanceTransaction != "" ||
		c.ApplicationFee.Due() && p.ApplicationFee != "" || c.Transfer.Due() && p.Transfer != ""
	switch {
	case pi.AmountReceived == 0 || !given:
		return refuse(OpSettle, code.NothingToSettle, "")
	case !c.Known():
		return pi.refuseUnknown(OpSettle)
	case !fills:
		return refuse(OpSettle, code.NothingToSettle, "")
	}
	return nil
}

func (p *SettleParams) apply(pi *PaymentIntent) {
	pi.LatestCharge.Settle(&p.Settlement, pi.feeAccount(), p.At)
}

func (p *SettleParams) tell(before *PaymentIntent, t *tale) {
	t.charge(event.ChargeUpdated, t.changes(before))
	t.shares(before, &p.Settlement)
}
