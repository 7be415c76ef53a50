package intent

import (
	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// WithCharge returns the intent with its latest charge filled in, of which not enough was known. What was allowed stays allowed,
// and what was refused stays refused; only code.UnknownCharge goes away. If an error is returned, the intent is unchanged.
// If c was read at another moment than the intent, fetch both again.
//
// Refusals, in this order:
//   - code.UnknownCharge: nothing but the id of c is known either
//   - code.ParameterInvalid with Param latest_charge: the charge of the intent is known already, and c differs
//   - code.ParameterInvalid with the field as Param: c is another charge, was read at another moment than the intent, or breaks an
//     invariant of charges
func (pi PaymentIntent) WithCharge(c charge.Charge) (PaymentIntent, error) {
	const op = "fill_in"
	known := &pi.LatestCharge
	if known.Known() { // what is known stays known
		if c.Captures == capture.Uncounted && c.AmountCaptured == known.AmountCaptured {
			c.Captures = known.Captures
		}
		if c.Card.Unshown && c.Card.CaptureBefore == 0 {
			c.Card.CaptureBefore = known.Card.CaptureBefore
		}
	}
	if pi.Status != StatusRequiresCapture {
		c.Card.Unshown = false // what the network offers does not matter
	}
	switch {
	case !c.Known():
		return pi, pi.refuseUnknown(op)
	case known.KnownToNetwork() && *known != c:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge")
	case known.ID != c.ID:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.id")
	case known.Known() && known.Captures != capture.Uncounted && known.Captures != c.Captures:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.captures")
	case known.Card.CaptureBefore != 0 && known.Card.CaptureBefore != c.Card.CaptureBefore:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.card.capture_before")
	}
	filled := pi
	filled.LatestCharge = c
	if err := filled.validateTogether(op); err != nil {
		return pi, err
	}
	// A body may have been read without saying of which version it is.
	if err := c.Validate(pi.Rules.Capture, false); err != nil && c.Validate(pi.Rules.Capture, true) != nil {
		return pi, err
	}
	return filled, nil
}

// WithCaptures returns the intent with the number of captures that took money filled in, which the API does not show; count the
// charge's balance transactions. From then on the limit of 50 is enforced. If an error is returned, the intent is unchanged.
//
// Refusals, in this order:
//   - code.UnknownCharge: only the id of the charge is known; use WithCharge first
//   - code.ParameterInvalid: so many captures cannot have led to the amounts of the charge, or another number is known already
func (pi PaymentIntent) WithCaptures(n uint8) (PaymentIntent, error) {
	const op = "fill_in"
	if !pi.LatestCharge.Known() {
		return pi, pi.refuseUnknown(op)
	}
	known := pi.LatestCharge.Captures
	filled := pi
	filled.LatestCharge.Captures = n
	ledger := filled.LatestCharge.CaptureLedger(pi.Rules.Capture)
	if n == capture.Uncounted || known != capture.Uncounted && known != n || money.Amount(n) > ledger.Captured || ledger.Validate() != nil {
		return pi, refuseAmount(op, code.ParameterInvalid, "captures", money.Amount(n), 0)
	}
	return filled, nil
}
