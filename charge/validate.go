package charge

import (
	"errors"
	"strings"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// Validate returns the first invariant that c breaks, with Detail in words, or nil.
// releasesAreRefunds is as for FullyRefunded.
func (c *Charge) Validate(r capture.Readings, releasesAreRefunds bool) error {
	if !c.Known() {
		if (*c != Charge{ID: c.ID}) {
			return invalid("status", 0, 0, "a charge without a status, which was not expanded, has nothing but an id")
		}
		return nil
	}
	if err := c.validateAmounts(releasesAreRefunds); err != nil {
		return err
	}
	if err := c.validateStatus(); err != nil {
		return err
	}
	if err := c.validateRefunds(); err != nil {
		return err
	}
	if err := c.validateShared(); err != nil {
		return err
	}
	if err := c.validateHistory(); err != nil || c.Status == StatusFailed {
		return err
	}
	if err := c.validateCard(); err != nil {
		return err
	}
	return within("", c.CaptureLedger(r).Validate())
}

// validateAmounts checks invariants 1 to 3.
func (c *Charge) validateAmounts(releasesAreRefunds bool) error {
	mostRefunded, booked := c.AmountCaptured, money.Amount(0)
	if c.Status == StatusSucceeded && c.booksReleases(releasesAreRefunds) {
		mostRefunded = c.Amount
		if c.Captured && c.Multicapture(true) == connect.MarkNo {
			booked = c.Amount - c.AmountCaptured
		}
	}
	switch {
	case c.ID == "":
		return invalid("id", 0, 0, "a charge has an id")
	case c.Amount < 1 || c.Amount > money.Max:
		return invalid("amount", c.Amount, money.Max, "the amount of a charge is from 1 to money.Max")
	case c.AmountCaptured < 0 || c.AmountCaptured > c.Amount:
		return invalid("amount_captured", c.AmountCaptured, c.Amount, "amount_captured is from 0 to the amount of the charge")
	case c.AmountRefunded < 0 || c.AmountRefunded > mostRefunded:
		return invalid("amount_refunded", c.AmountRefunded, mostRefunded, "amount_refunded is from 0 to amount_captured, or to the amount where releases are booked as refunds")
	case c.AmountRefunded < booked:
		return invalid("amount_refunded", c.AmountRefunded, booked, "amount_refunded counts what the one capture released, before 2025-03-31.basil")
	case c.Refunded != c.FullyRefunded(releasesAreRefunds):
		return invalid("refunded", c.AmountRefunded, mostRefunded, "refunded says that nothing more will be captured and everything captured was refunded")
	case c.Created < 0:
		return invalid("created", money.Amount(c.Created), 0, "no charge was made before 1970")
	}
	return nil
}

// validateStatus checks invariants 4 and 5.
func (c *Charge) validateStatus() error {
	failure := c.FailureCode != "" || c.FailureMessage != "" || c.FailureBalanceTransaction != ""
	untouched := c.Status == StatusSucceeded && c.AmountCaptured == 0
	switch {
	case c.Paid != (c.Status == StatusSucceeded):
		return invalid("paid", 0, 0, "a charge is paid if and only if it succeeded")
	case c.Status == StatusPending && !c.Captured:
		return invalid("captured", 0, 0, "a charge that is pending counts as captured")
	case failure && c.Status != StatusFailed:
		return invalid("failure_code", 0, 0, "only a charge that failed has a failure")
	case untouched && c.BalanceTransaction != "":
		return invalid("balance_transaction", 0, 0, "a balance transaction comes with a capture")
	case untouched && c.Disputed:
		return invalid("disputed", 0, 0, "only what was captured can be disputed")
	}
	return nil
}

// validateRefunds checks invariant 8.
func (c *Charge) validateRefunds() error {
	made := money.Amount(c.RefundsMade)
	switch {
	case made > MaxNumberedRefunds || c.LiveRefunds>>made != 0:
		return invalid("refunds_made", made, MaxNumberedRefunds, "at most 64 refunds have numbers, and those that live are among them")
	case made > 0 && c.AmountCaptured == 0:
		return invalid("refunds_made", made, 0, "refunds are of what was captured")
	}
	return nil
}

// destinationPayment begins the id of what a destination payment is to its destination. Its fee is taken from that one, and names it.
//
// Source: https://docs.stripe.com/api/application_fees/object.
const destinationPayment = "py_"

// validateShared checks invariant 7.
func (c *Charge) validateShared() error {
	f, t := &c.ApplicationFee, &c.Transfer
	if err := within("application_fee.", f.Validate()); err != nil {
		return err
	}
	if err := within("transfer.", t.Validate()); err != nil {
		return err
	}
	taken := c.AmountCaptured
	if c.Status != StatusSucceeded {
		taken = 0
	}
	sameCurrency := t.Currency == "" || t.Currency == c.Currency
	asked := c.ApplicationFeeAmount.Or(0)
	switch {
	case f.Amount > taken || f.ID != "" && taken == 0:
		return invalid("application_fee.amount", f.Amount, taken, "a fee is of what was captured, and at most that")
	case sameCurrency && t.Amount > taken || t.ID != "" && taken == 0:
		return invalid("transfer.amount", t.Amount, taken, "a transfer is of what was captured, and at most that in the same currency")
	case f.Charge != "" && f.Charge != c.ID && !(t.Destination != "" && strings.HasPrefix(f.Charge, destinationPayment)):
		return invalid("application_fee.charge", 0, 0, "the fee of a charge is of that charge")
	case t.SourceTransaction != "" && t.SourceTransaction != c.ID:
		return invalid("transfer.source_transaction", 0, 0, "the transfer of a charge is of that charge")
	case asked < 0 || asked > money.Max:
		return invalid("application_fee_amount", asked, money.Max, "application_fee_amount is from 0 to money.Max")
	}
	return nil
}

// validateHistory checks invariant 9.
func (c *Charge) validateHistory() error {
	const param = "tranche"
	f, t := &c.ApplicationFee, &c.Transfer
	fee, transfer := c.FeeEndpointUsed == connect.MarkYes, c.TransferEndpointUsed == connect.MarkYes
	switch {
	case max(c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed) > connect.MarkUnknown:
		return invalid(param, 0, 0, "a mark is no, yes or unknown")
	case c.FirstGave == connect.MarkYes && c.AmountCaptured == 0:
		return invalid(param, 0, 0, "before the first capture it has given nothing")
	case fee && (f.ID == "" || f.Known() && f.AmountRefunded == 0), transfer && (t.ID == "" || t.Known() && t.AmountReversed == 0):
		return invalid(param, 0, 0, "what went back by itself had come into being, and something of it is refunded or reversed")
	}
	return nil
}

// validateCard checks invariant 10, and the rest of 1.
func (c *Charge) validateCard() error {
	authorized := c.Card.AmountAuthorized
	mayDiffer := c.Captured && c.AmountCaptured == c.Amount // then it is less, if an overcapture raised the amount
	switch {
	case authorized < 0 || authorized > c.Amount || authorized != 0 && authorized != c.Amount && !mayDiffer:
		return invalid("card.amount_authorized", authorized, c.Amount, "amount_authorized is the amount, unless an overcapture raised that")
	case c.Card.CaptureBefore < 0:
		return invalid("card.capture_before", money.Amount(c.Card.CaptureBefore), 0, "no authorization ended before 1970")
	}
	return nil
}

// within returns an error of Validate about a part of the charge as one about the charge.
func within(part string, err error) error {
	if e, ok := errors.AsType[*code.Error](err); ok {
		return invalid(part+e.Param, e.Got, e.Limit, e.Detail)
	}
	return nil
}

func invalid(param string, got, limit money.Amount, invariant string) error {
	return &code.Error{
		Op: "validate", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid,
		Param: "latest_charge." + param, Detail: invariant, Got: got, Limit: limit,
	}
}
