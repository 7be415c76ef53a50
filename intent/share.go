package intent

import (
	"errors"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// The parameters of fees and transfers in the API's spelling.
const (
	paramFee         = "application_fee_amount"
	paramTransfer    = "transfer_data[amount]"
	paramDestination = "transfer_data[destination]"
)

// checkShares refuses amounts of a fee or a transfer that no payment can have, and both at once.
func checkShares(op Operation, fee, transfer money.NullAmount) error {
	switch {
	case fee.Or(0) < 0:
		return refuseAmount(op, code.ParameterInvalidInteger, paramFee, fee.Amount, 0)
	case fee.Or(0) > money.Max:
		return refuseAmount(op, code.AmountTooLarge, paramFee, fee.Amount, money.Max)
	case transfer.Or(1) < 1:
		return refuseAmount(op, code.ParameterInvalidInteger, paramTransfer, transfer.Amount, 1)
	case transfer.Or(1) > money.Max:
		return refuseAmount(op, code.AmountTooLarge, paramTransfer, transfer.Amount, money.Max)
	case fee.Valid && transfer.Valid:
		return refuse(op, code.ParametersExclusive, paramTransfer)
	}
	return nil
}

// checkSharing refuses a fee or a transfer amount that does not suit the flow of the payment: a fee needs a connected account that it is
// taken from, a transfer amount needs a destination, there is only one of the two, and no more is transferred than the payment is of.
func (pi *PaymentIntent) checkSharing(op Operation, fee, transfer money.NullAmount, most money.Amount) error {
	switch {
	case fee.Valid && pi.TransferData.Amount.Valid:
		return refuse(op, code.ParametersExclusive, paramFee)
	case transfer.Valid && pi.ApplicationFeeAmount.Valid:
		return refuse(op, code.ParametersExclusive, paramTransfer)
	case fee.Valid && !pi.Direct && pi.TransferData.Destination == "" && !pi.ApplicationFeeAmount.Valid:
		return refuse(op, code.NoConnectedAccount, paramFee)
	case transfer.Valid && pi.TransferData.Destination == "":
		return refuse(op, code.ParameterMissing, paramDestination)
	}
	if amount := transfer.Or(pi.TransferData.Amount.Or(0)); amount > most {
		return refuseAmount(op, code.AmountTooLarge, paramTransfer, amount, most)
	}
	return nil
}

// checkSettlement refuses an impossible transfer in another currency.
func (pi *PaymentIntent) checkSettlement(op Operation, s *charge.Settlement) error {
	amount := s.TransferAmount.Or(1)
	switch {
	case amount < 1:
		return refuseAmount(op, code.ParameterInvalidInteger, "transfer_amount", amount, 1)
	case amount > money.Max:
		return refuseAmount(op, code.AmountTooLarge, "transfer_amount", amount, money.Max)
	case s.TransferAmount.Valid && s.TransferCurrency == "":
		return refuse(op, code.ParameterMissing, "transfer_currency")
	case s.TransferCurrency == "":
		return nil
	}
	switch currency, err := money.ParseCurrency(string(s.TransferCurrency)); {
	case err != nil || currency != s.TransferCurrency:
		return refuse(op, code.ParameterInvalid, "transfer_currency")
	case currency == pi.Currency && s.TransferAmount.Valid: // it is computed
		return refuse(op, code.ParameterInvalid, "transfer_amount")
	}
	return nil
}

// checkGrowth refuses to add to the transfer, which is there from an earlier capture, in another currency or beyond money.Max. If that
// depends on what is not known, it returns the name of that.
func (pi *PaymentIntent) checkGrowth(s *charge.Settlement) (unknown string, err error) {
	t := &pi.LatestCharge.Transfer
	most := money.Max - t.Amount
	switch {
	case s.TransferCurrency == "" || pi.TransferData.Destination == "" || pi.AmountReceived == 0:
		return "", nil
	case !pi.LatestCharge.Known():
		return unknownCharge, nil
	case t.ID == "":
		return "", nil
	case !t.Known():
		return unknownTransfer, nil
	case t.Currency != s.TransferCurrency:
		return "", refuse(OpCapture, code.ParameterInvalid, "transfer_currency")
	case s.TransferAmount.Or(0) > most:
		return "", refuseAmount(OpCapture, code.AmountTooLarge, "transfer_amount", s.TransferAmount.Amount, most)
	}
	return "", nil
}

// checkSplit refuses a fee or transfer amount, or the lack of one, because of what the captures before did. If that depends on what is
// not known, it returns the name of that.
func (p *CaptureParams) checkSplit(pi *PaymentIntent) (unknown string, err error) {
	switch { // never both
	case p.ApplicationFeeAmount.Valid || pi.ApplicationFeeAmount.Valid:
		return p.checkCollect(pi, pi.feeLedger(), p.ApplicationFeeAmount, paramFee)
	case p.TransferDataAmount.Valid || pi.TransferData.Amount.Valid:
		return p.checkCollect(pi, pi.transferLedger(), p.TransferDataAmount, paramTransfer)
	}
	return "", nil
}

// checkCollect is Ledger.Check with the name of the parameter. Where something is not known, the answer has to be the same either way.
func (p *CaptureParams) checkCollect(pi *PaymentIntent, l connect.Ledger, given money.NullAmount, param string) (unknown string, err error) {
	took := p.AmountToCapture.Or(pi.AmountCapturable)
	other := l
	switch {
	case l.First == connect.MarkUnknown:
		l.First, other.First, unknown = connect.MarkYes, connect.MarkNo, unknownCharge
		if pi.LatestCharge.Known() {
			unknown = "first_gave"
		}
	case l.Captured > 0 || pi.multicapture() != connect.MarkUnknown:
	case p.NonFinal:
		l.Multicapture = true // else it is refused anyway
	default:
		l.Multicapture, other.Multicapture, unknown = true, false, unknownCharge
	}
	if unknown != "" {
		allowed := l.Allows(given, took)
		replaces := l.First == connect.MarkYes && given.Valid && given != l.Amount // the amount of the intent, if the first capture gave one
		if allowed != other.Allows(given, took) || allowed && replaces {
			return unknown, nil
		}
	}
	if e, ok := errors.AsType[*code.Error](l.Check(given, took)); ok {
		e.Param = param
		return "", e
	}
	return "", nil
}

// feeLedger returns what captures put aside as an application fee.
func (pi *PaymentIntent) feeLedger() connect.Ledger {
	return pi.shareLedger(pi.ApplicationFeeAmount, pi.LatestCharge.ApplicationFee.Amount)
}

// transferLedger returns what captures put aside as the amount of a transfer. In another currency only the new part counts.
func (pi *PaymentIntent) transferLedger() connect.Ledger {
	t := &pi.LatestCharge.Transfer
	if t.Currency != "" && t.Currency != pi.Currency {
		return pi.shareLedger(pi.TransferData.Amount, 0)
	}
	return pi.shareLedger(pi.TransferData.Amount, t.Amount)
}

func (pi *PaymentIntent) shareLedger(amount money.NullAmount, collected money.Amount) connect.Ledger {
	l := connect.Ledger{
		Amount:       amount,
		Collected:    collected,
		Captured:     pi.AmountReceived,
		Multicapture: pi.multicapture() == connect.MarkYes,
		Readings:     pi.Rules.Connect,
	}
	switch {
	case pi.AmountReceived == 0 || !amount.Valid: // what the first capture gave, the intent shows from then on
	case pi.LatestCharge.Known():
		l.First = pi.LatestCharge.FirstGave
	default:
		l.First = connect.MarkUnknown
	}
	return l
}

// giveShares replaces the fee or the transfer amount that captures are to put aside.
func (pi *PaymentIntent) giveShares(fee, transfer money.NullAmount) {
	if fee.Valid {
		pi.ApplicationFeeAmount = fee
	}
	if transfer.Valid {
		pi.TransferData.Amount = transfer
	}
}

// share puts aside what a capture, which takes took and is about to be booked, gives or the intent says: the fee of the platform, and
// what goes to the destination, which is everything captured unless an amount is said.
func (pi *PaymentIntent) share(fee, transfer money.NullAmount, took money.Amount, s *charge.Settlement, at int64) {
	if pi.TransferData.Destination == "" && !fee.Valid && !pi.ApplicationFeeAmount.Valid && !pi.LatestCharge.ApplicationFee.Due() {
		return // with nobody
	}
	fees, feeTook, _ := pi.feeLedger().Collect(fee, took) // checked
	transfers, transferTook, _ := pi.transferLedger().Collect(transfer, took)
	whole := !transfers.Amount.Valid && !transfer.Valid
	switch {
	case pi.TransferData.Destination == "":
		transferTook = 0
	case whole:
		transferTook = took
	}
	pi.ApplicationFeeAmount = fees.Amount
	pi.TransferData.Amount = transfers.Amount
	c := &pi.LatestCharge
	if !c.Known() || pi.AmountReceived+took == 0 { // of nothing, nothing is put aside
		return
	}
	if pi.AmountReceived == 0 && (fee.Valid || transfer.Valid) {
		c.FirstGave = connect.MarkYes
	}
	c.ApplicationFeeAmount = fees.Amount
	c.PutAside(feeTook, transferTook, s, pi.feeAccount(), at)
}

// feeAccount returns the account that an application fee is taken from, or "" if it is not known.
func (pi *PaymentIntent) feeAccount() string {
	if pi.Direct {
		return pi.Account
	}
	return pi.TransferData.Destination
}

// A shared holds the events about the fee and the transfer of one operation, and with ObjectsPerCapture the objects that they show.
type shared struct {
	fees      connect.ApplicationFeeEvent
	transfers connect.TransferEvent
	fee       connect.ApplicationFee
	transfer  connect.Transfer
}

// shares tells which fee and which transfer came into being: those of the charge or, with ObjectsPerCapture, those of this capture alone.
func (t *tale) shares(before *PaymentIntent, s *charge.Settlement) {
	old, now := &before.LatestCharge, &t.now.LatestCharge
	perCapture := t.now.Rules.Connect.Objects == connect.ObjectsPerCapture
	if was, is := &old.ApplicationFee, &now.ApplicationFee; is.ID != "" && was.ID == "" {
		t.fee(event.ApplicationFeeCreated, is)
	} else if perCapture && s.ApplicationFee != "" && is.Amount > was.Amount {
		e := t.fee(event.ApplicationFeeCreated, is)
		t.shared.fee = connect.ApplicationFee{ID: s.ApplicationFee, Account: is.Account, Charge: is.Charge, Amount: is.Amount - was.Amount, Created: t.at}
		e.ApplicationFee = &t.shared.fee
	}
	if was, is := &old.Transfer, &now.Transfer; is.ID != "" && was.ID == "" {
		t.transfer(event.TransferCreated, is)
	} else if perCapture && s.Transfer != "" && is.Amount > was.Amount {
		e := t.transfer(event.TransferCreated, is)
		t.shared.transfer = *is
		t.shared.transfer.ID, t.shared.transfer.Created = s.Transfer, t.at
		t.shared.transfer.Amount, t.shared.transfer.AmountReversed = is.Amount-was.Amount, 0
		e.Transfer = &t.shared.transfer
	}
}

// fee adds an event about the application fee.
func (t *tale) fee(typ event.Type, fee *connect.ApplicationFee) *connect.ApplicationFeeEvent {
	e := &t.share().fees
	e.Type, e.Created, e.ApplicationFee = typ, t.at, fee
	t.add(e)
	return e
}

// transfer adds an event about the transfer.
func (t *tale) transfer(typ event.Type, transfer *connect.Transfer) *connect.TransferEvent {
	e := &t.share().transfers
	e.Type, e.Created, e.Transfer = typ, t.at, transfer
	t.add(e)
	return e
}

// share returns the place of events about fee and transfer. Only payments that have one pay for it.
func (t *tale) share() *shared {
	if t.shared == nil {
		t.shared = new(shared)
	}
	return t.shared
}
