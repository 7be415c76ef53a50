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
//   - code.ParameterInvalid with the field as Param: c is another charge, or was read at another moment than the intent
func (pi PaymentIntent) WithCharge(c charge.Charge) (PaymentIntent, error) {
	const op = "fill_in"
	switch {
	case !c.Known():
		return pi, pi.refuseUnknown(op)
	case pi.LatestCharge.KnownToNetwork() && pi.LatestCharge != c:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge")
	case pi.LatestCharge.ID != c.ID:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.id")
	}
	filled := pi
	filled.LatestCharge = c
	if err := filled.validateTogether(op); err != nil {
		return pi, err
	}
	return filled, nil
}

// WithCaptures returns the intent with the number of captures that took money filled in, which the API does not show; count the
// charge's balance transactions. From then on the limit of 50 is enforced. If an error is returned, the intent is unchanged.
//
// Refusals, in this order:
//   - code.UnknownCharge: only the id of the charge is known; use WithCharge first
//   - code.ParameterInvalid: so many captures cannot have led to the amounts of the charge
func (pi PaymentIntent) WithCaptures(n uint8) (PaymentIntent, error) {
	const op = "fill_in"
	if !pi.LatestCharge.Known() {
		return pi, pi.refuseUnknown(op)
	}
	filled := pi
	filled.LatestCharge.Captures = n
	ledger := filled.LatestCharge.CaptureLedger(pi.Rules.Capture)
	if n == capture.Uncounted || money.Amount(n) > ledger.Captured || ledger.Validate() != nil {
		return pi, refuseAmount(op, code.ParameterInvalid, "captures", money.Amount(n), 0)
	}
	return filled, nil
}
