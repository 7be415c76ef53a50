package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// WithCharge returns the intent with its latest charge filled in, of which not enough was known: nothing but the id, not what the network
// offers, or not the fee or the transfer. What was allowed stays allowed, and what was refused stays refused; only code.UnknownCharge goes
// away. What is known already and c does not show stays known. If an error is returned, the intent is unchanged.
// If c was read at another moment than the intent, fetch both again.
//
// Refusals, in this order:
//   - code.UnknownCharge: nothing but the id of c is known either
//   - code.ParameterInvalid with the field as Param: c is another charge, or the number of captures or capture_before is known and differs
//   - code.ParameterInvalid with Param latest_charge: c differs in something else that is known already
//   - code.ParameterInvalid with the field as Param: c was read at another moment than the intent, or breaks an invariant of charges
func (pi PaymentIntent) WithCharge(c charge.Charge) (PaymentIntent, error) {
	const op = "fill_in"
	known := pi.LatestCharge
	if known.Known() {
		known, c = completed(known, c)
	}
	switch {
	case !c.Known():
		return pi, pi.refuseUnknown(op)
	case known.ID != c.ID:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.id")
	case known.Known() && known.Captures != c.Captures:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.captures")
	case known.Card.CaptureBefore != 0 && known.Card.CaptureBefore != c.Card.CaptureBefore:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge.card.capture_before")
	case known.Known() && known != c:
		return pi, refuse(op, code.ParameterInvalid, "latest_charge")
	}
	filled := pi
	filled.LatestCharge = c
	filled.forgetUnshown()
	if err := filled.validateTogether(op); err != nil {
		return pi, err
	}
	// A body may have been read without saying of which version it is.
	if err := c.Validate(pi.Rules.Capture, false); err != nil && c.Validate(pi.Rules.Capture, true) != nil {
		return pi, err
	}
	return filled, nil
}

// completed returns two readings of one charge, each with what only the other one knows.
func completed(a, b charge.Charge) (charge.Charge, charge.Charge) {
	for range 2 { // b from a, and a from b
		if b.Captures == capture.Uncounted || b.Captures == 1 && b.Captured && b.Card.Unshown { // there may have been several
			b.Captures = a.Captures
		}
		switch most := uint8(charge.MaxNumberedRefunds); {
		case a.RefundsMade == most:
		case b.RefundsMade == most: // how many is not known, but some have failed
			b.RefundsMade, b.LiveRefunds = a.RefundsMade, a.LiveRefunds&b.LiveRefunds
		case b.RefundsMade < a.RefundsMade:
			b.RefundsMade, b.LiveRefunds = a.RefundsMade, a.LiveRefunds
		}
		if b.FirstGave == connect.MarkUnknown || b.Captured && a.FirstGave == connect.MarkYes { // after the last capture no is a guess
			b.FirstGave = a.FirstGave
		}
		if b.FeeEndpointUsed == connect.MarkUnknown {
			b.FeeEndpointUsed = a.FeeEndpointUsed
		}
		if b.TransferEndpointUsed == connect.MarkUnknown {
			b.TransferEndpointUsed = a.TransferEndpointUsed
		}
		if !b.ApplicationFee.Known() && b.ApplicationFee.ID == a.ApplicationFee.ID {
			b.ApplicationFee = a.ApplicationFee
		}
		if !b.Transfer.Known() && b.Transfer.ID == a.Transfer.ID {
			b.Transfer = a.Transfer
		}
		if b.Card.Unshown {
			before := b.Card.CaptureBefore
			b.Card = a.Card
			b.Card.CaptureBefore = cmp.Or(before, b.Card.CaptureBefore)
			// A body that leaves this out may leave out more.
			b.PaymentIntent = cmp.Or(b.PaymentIntent, a.PaymentIntent)
			b.PaymentMethod = cmp.Or(b.PaymentMethod, a.PaymentMethod)
			b.Currency = cmp.Or(b.Currency, a.Currency)
			b.Created = cmp.Or(b.Created, a.Created)
			b.Transfer.Destination = cmp.Or(b.Transfer.Destination, a.Transfer.Destination)
		}
		a, b = b, a
	}
	if a.Captured && b.Captured && a.Card.Multicapture == b.Card.Multicapture { // the rest of the card does not matter after the last capture
		a.Card = b.Card
	}
	return a, b
}

// A History is what the caller did and the API does not show of a charge.
type History struct {
	FirstGave            bool // the first capture gave an application fee or a transfer amount of its own; ignored, if nothing more can be captured
	FeeEndpointUsed      bool // the fee was refunded by itself: RefundFee
	TransferEndpointUsed bool // the transfer was reversed by itself: ReverseTransfer
}

// WithHistory returns the intent with the history of its charge filled in, on which later captures and refunds of a multicapture payment
// depend. If an error is returned, the intent is unchanged.
//
// Refusals, in this order:
//   - code.UnknownCharge: only the id of the charge is known; use WithCharge first
//   - code.ParameterInvalid with the field as Param: it is known already, and otherwise
func (pi PaymentIntent) WithHistory(h History) (PaymentIntent, error) {
	const op = "fill_in"
	if !pi.LatestCharge.Known() {
		return pi, pi.refuseUnknown(op)
	}
	filled := pi
	c := &filled.LatestCharge
	for _, f := range []struct {
		name string
		mark *connect.Mark
		was  bool
	}{
		{"first_gave", &c.FirstGave, h.FirstGave},
		{"fee_endpoint_used", &c.FeeEndpointUsed, h.FeeEndpointUsed},
		{"transfer_endpoint_used", &c.TransferEndpointUsed, h.TransferEndpointUsed},
	} {
		if f.mark == &c.FirstGave && c.Captured { // it decides about captures alone, and of such a charge it may never have been told
			continue
		}
		told := connect.MarkNo
		if f.was {
			told = connect.MarkYes
		}
		if *f.mark != connect.MarkUnknown && *f.mark != told {
			return pi, refuse(op, code.ParameterInvalid, f.name)
		}
		*f.mark = told
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
	if n == capture.Uncounted || known != capture.Uncounted && known != n || ledger.Validate() != nil {
		return pi, refuseAmount(op, code.ParameterInvalid, "captures", money.Amount(n), 0)
	}
	return filled, nil
}
