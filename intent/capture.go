package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/webhook/event"
)

// CaptureParams are the parameters of Capture. The zero CaptureParams capture everything, finally.
type CaptureParams struct {
	At                   int64            `json:"at,omitempty"`                    // unix seconds; 0 is not given, and then capture_before is not checked
	AmountToCapture      money.NullAmount `json:"amount_to_capture,omitzero"`      // minor units; null: all that is capturable. Zero is a real amount: it closes a partially captured intent
	NonFinal             bool             `json:"non_final,omitempty"`             // final_capture=false: keep the rest. The zero value is the API's default, final_capture=true
	ApplicationFeeAmount money.NullAmount `json:"application_fee_amount,omitzero"` // minor units: see connect.AmountMeaning; null: see connect.Ledger.Collect
	TransferDataAmount   money.NullAmount `json:"transfer_data_amount,omitzero"`   // transfer_data[amount], minor units: see connect.AmountMeaning; null: see connect.Ledger.Collect
	charge.Settlement                     // what comes into being; a balance transaction counts only with a capture that takes money
}

// Capture takes funds that are authorized. If an error is returned, the intent is unchanged.
//
// A final capture releases what it does not take, and the intent is succeeded; a non-final one keeps the rest capturable, and the
// intent stays in requires_capture. A final capture of zero closes a partially captured intent; with UntouchedCloseCancels it also
// closes an untouched one, which is canceled. Amount never drops, and an overcapture raises it; AmountReceived grows by what was
// taken. How much may be taken, and how often, is written down at capture.Ledger.Capture.
//
// Of a Connect payment a capture puts aside an application fee, and what goes to the destination: everything that it takes, or
// transfer_data[amount] of it; connect.Ledger.Collect says how much. The first that is put aside brings the ApplicationFee and the
// Transfer of the charge into being, if the parameters name them; later captures add to them, or make their own (connect.Objects).
//
// What is released shows nowhere, but before API version 2025-03-31.basil what the one capture of a payment without multicapture
// releases is booked in AmountRefunded of the charge.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative
//   - code.ParameterInvalid: the amount is negative (the API sends no code)
//   - code.InvalidChargeAmount: the currency demands a multiple of 10 or 100
//   - code.ParameterInvalidInteger, code.AmountTooLarge: a fee less than 0, a transfer amount less than 1, more than money.Max
//   - code.ParametersExclusive: both a fee and a transfer amount
//   - code.PaymentIntentUnexpectedState: the status is not requires_capture
//   - code.ParametersExclusive: the intent has the other of the two
//   - code.NoConnectedAccount: a fee of a payment without a connected account
//   - code.ParameterMissing, Param transfer_data[destination]: a transfer amount without a destination
//   - code.AmountTooLarge, Param transfer_data[amount]: more than Amount, or than the capture takes if that is more
//   - those of charge.Settlement
//   - code.CaptureChargeAuthorizationExpired: capture_before has passed, and nobody has expired the intent yet
//   - code.ParameterInvalid, Param transfer_currency, and code.AmountTooLarge, Param transfer_amount: the transfer is there in another
//     currency, or would become more than money.Max
//   - code.AmountTooLarge, code.MulticaptureUnavailable, code.ParameterInvalidInteger, code.NothingToCapture,
//     code.CaptureLimitReached: those of capture.Ledger.Capture, in its order
//   - code.ParameterMissing, code.LaterAmountNotAllowed, code.ParameterInvalid: those of connect.Ledger.Collect, in its order
//   - code.UnknownCharge: the answer depends on what is not known, and Param says what to fetch: latest_charge, latest_charge.transfer, or
//     first_gave, whether the first capture gave a fee or transfer amount, which the API does not show: see WithHistory. If At is given
//     and capture_before is not known the answer always depends on that, unless the capture is refused whatever the charge looks like
//
// Events: charge.captured if it closes what was captured; charge.refunded if a release is booked as refunded; for a multicapture
// payment charge.updated, unless it is canceled; application_fee.created and transfer.created for what comes into being; and for a
// multicapture payment payment_intent.amount_capturable_updated at every capture, whatever the amounts;
// payment_intent.succeeded if it closes, or payment_intent.canceled. Of a charge that is not known the events show the id alone, and
// only the certain ones are returned: charge.updated and payment_intent.amount_capturable_updated if something was captured before.
//
// Source: https://docs.stripe.com/payments/multicapture, https://docs.stripe.com/api/payment_intents/capture.
func (pi PaymentIntent) Capture(p CaptureParams) (PaymentIntent, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, nil, err
	}
	t := tell(&pi, p.At)
	p.apply(&t.now)
	p.tell(&pi, t)
	return t.now, t.events(), nil
}

// CheckCapture returns the error that Capture would return, or nil: may I capture this, and if not, why?
// It allocates nothing when it returns nil.
func (pi PaymentIntent) CheckCapture(p CaptureParams) error { return p.check(&pi) }

func (p *CaptureParams) check(pi *PaymentIntent) error {
	if err := checkAt(OpCapture, p.At); err != nil {
		return err
	}
	amount := p.AmountToCapture.Or(0)
	if amount < 0 {
		return refuseAmount(OpCapture, code.ParameterInvalid, "amount_to_capture", amount, 0)
	}
	if err := checkMultiple(OpCapture, "amount_to_capture", amount, pi.Currency); err != nil {
		return err
	}
	if err := checkShares(OpCapture, p.ApplicationFeeAmount, p.TransferDataAmount); err != nil {
		return err
	}
	if err := pi.checkStatus(OpCapture); err != nil {
		return err
	}
	if err := pi.checkSharing(OpCapture, p.ApplicationFeeAmount, p.TransferDataAmount, max(pi.Amount, amount)); err != nil {
		return err
	}
	if err := pi.checkSettlement(OpCapture, &p.Settlement); err != nil {
		return err
	}
	if err := pi.checkWindow(OpCapture, p.At); err != nil {
		return err
	}
	growth, err := pi.checkGrowth(&p.Settlement)
	if err != nil {
		return err
	}
	captures, err := p.checkAmount(pi)
	if err != nil {
		return err
	}
	split, err := p.checkSplit(pi)
	if err != nil {
		return err
	}
	return pi.refuseUnlessKnown(OpCapture, cmp.Or(captures, growth, split))
}

// checkAmount refuses what the captures before do not allow. If that depends on what is not known, it returns the name of that.
func (p *CaptureParams) checkAmount(pi *PaymentIntent) (unknown string, err error) {
	if !pi.LatestCharge.KnownToNetwork() {
		return p.checkUnknown(pi)
	}
	return "", pi.ledger().Check(p.ledgerParams())
}

// checkUnknown answers without knowing the charge: what is right, or wrong, whatever it looks like.
func (p *CaptureParams) checkUnknown(pi *PaymentIntent) (unknown string, err error) {
	worst := pi.ledger()
	best := worst
	best.Multicapture = true
	best.Maximum = money.Max
	asked := p.ledgerParams()
	switch {
	case !best.Allows(asked):
		if asked.Amount.Or(0) > worst.Capturable() { // too large for every charge: the most that is certain is the limit
			return "", worst.Check(asked)
		}
		return "", best.Check(asked)
	case pi.deadlineUnknown(p.At) || !worst.Allows(asked):
		return unknownCharge, nil
	}
	return "", nil
}

// deadlineUnknown reports whether it matters, and is not known, until when the authorization holds.
func (pi *PaymentIntent) deadlineUnknown(at int64) bool {
	return at != 0 && pi.LatestCharge.Card.CaptureBefore == 0 && !pi.LatestCharge.KnownToNetwork()
}

// ledger returns the captures as arithmetic, and of what is not known the strictest that it can be. A part that was captured while
// the rest is still held proves that several captures are available.
func (pi *PaymentIntent) ledger() capture.Ledger {
	if pi.LatestCharge.Known() {
		return pi.LatestCharge.CaptureLedger(pi.Rules.Capture)
	}
	return capture.Ledger{
		Authorized:   pi.AmountCapturable + pi.AmountReceived,
		Captured:     pi.AmountReceived,
		Count:        capture.Uncounted,
		Multicapture: pi.AmountReceived > 0,
		Readings:     pi.Rules.Capture,
	}
}

// checkWindow refuses what needs an authorization that still holds.
func (pi *PaymentIntent) checkWindow(op Operation, at int64) error {
	if before := pi.LatestCharge.Card.CaptureBefore; at != 0 && before != 0 && at >= before {
		return refuseAmount(op, code.CaptureChargeAuthorizationExpired, "", money.Amount(at), money.Amount(before))
	}
	return nil
}

func (p *CaptureParams) ledgerParams() capture.Params {
	return capture.Params{Amount: p.AmountToCapture, NonFinal: p.NonFinal}
}

func (p *CaptureParams) apply(pi *PaymentIntent) {
	ledger, took, _ := pi.ledger().Capture(p.ledgerParams()) // checked
	pi.share(p.ApplicationFeeAmount, p.TransferDataAmount, took, &p.Settlement, p.At)
	c := &pi.LatestCharge
	pi.AmountReceived = ledger.Captured
	pi.AmountCapturable = ledger.Capturable()
	pi.Amount = max(pi.Amount, ledger.Captured) // overcapture
	if c.Known() {
		c.Amount = pi.Amount
		c.AmountCaptured = ledger.Captured
		c.Captures = ledger.Count
		if c.BalanceTransaction == "" && took > 0 {
			c.BalanceTransaction = p.BalanceTransaction
		}
	}
	if ledger.Closed {
		pi.releaseRest(ledger.Multicapture)
		if pi.AmountReceived == 0 {
			pi.cancel(p.At, "")
		}
	}
}

func (p *CaptureParams) tell(before *PaymentIntent, t *tale) {
	changed := t.changes(before)
	if t.now.Status == StatusSucceeded {
		t.charge(event.ChargeCaptured, changed)
	}
	if changed.AmountRefunded.Valid {
		t.charge(event.ChargeRefunded, changed)
	}
	multicapture := before.ledger().Multicapture
	if multicapture && t.now.Status != StatusCanceled {
		t.charge(event.ChargeUpdated, changed)
	}
	t.shares(before, &p.Settlement)
	if multicapture {
		t.intent(event.PaymentIntentAmountCapturableUpdated, Diff(before, &t.now))
	}
	t.ended()
}
