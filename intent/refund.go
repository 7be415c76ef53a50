package intent

import (
	"cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// RefundParams are the parameters of Refund. The zero RefundParams give everything back that is refundable, at once.
type RefundParams struct {
	At                   int64                `json:"at,omitempty"`                     // unix seconds; 0 is not given
	ID                   string               `json:"id,omitempty"`                     // re_…
	Amount               money.NullAmount     `json:"amount,omitzero"`                  // minor units, at least 1; null: all that is refundable
	Reason               refund.Reason        `json:"reason,omitempty"`                 // one of those that callers may give; "" is null
	Status               refund.Status        `json:"status,omitempty"`                 // from outside: how it begins. "": succeeded, as with cards
	PendingReason        refund.PendingReason `json:"pending_reason,omitempty"`         // with the status pending; "" is null
	RefundApplicationFee bool                 `json:"refund_application_fee,omitempty"` // gives the same portion of the fee back to the connected account
	ReverseTransfer      bool                 `json:"reverse_transfer,omitempty"`       // takes the same portion of the transfer back from the connected account
	BalanceInsufficient  bool                 `json:"balance_insufficient,omitempty"`   // from outside: the connected account does not have so much, with ReverseTransfer
	ChargedBack          bool                 `json:"charged_back,omitempty"`           // from outside: a dispute of the charge has the money, so that it is refused
	BalanceTransaction   string               `json:"balance_transaction,omitempty"`    // id; "" is null
	FeeRefund            string               `json:"fee_refund,omitempty"`             // id of the fee refund that comes into being
	Reversal             string               `json:"reversal,omitempty"`               // id of the reversal that comes into being
}

// Refund gives money back to the customer: any part of what was captured and not refunded, as often as there is some left, also while
// more may be captured. The status, AmountReceived and AmountCapturable stay. If an error is returned, the intent is unchanged and the
// Refund is zero.
//
// A pending refund, and one that requires action, counts as refunded already. The charge is Refunded when nothing more will be captured
// and all of it was refunded.
//
// With RefundApplicationFee and ReverseTransfer the connected account takes part: connect.Portion says how much comes back. Without
// them the fee stays with the platform, and the transfer with its destination. Both flags together are for destination payments. Of a fee
// or a transfer of which only the id is known it is not known how much comes back: the Refund has no more than the ids that are given here,
// and no event tells it.
//
// Refusals, in this order:
//   - code.ParameterInvalidInteger: At is negative, or the amount is less than 1
//   - code.InvalidChargeAmount: the currency demands a multiple of 10 or 100
//   - code.ParameterInvalid: the reason is not one that callers may give; no refund begins with the status; a pending reason of one that
//     is not pending; BalanceInsufficient without ReverseTransfer
//   - code.PaymentIntentUnexpectedState: there is no successful charge
//   - code.NothingToRefund: nothing was captured; cancel instead
//   - code.ChargeDisputed: ChargedBack is given. That a charge is Disputed does not say so: after a dispute that was won it can be refunded
//   - of a charge of which only the id is known: code.RefundTooLarge, more than AmountReceived, which is Limit; code.BalanceInsufficient,
//     BalanceInsufficient is given; and else code.UnknownCharge
//   - code.ParameterInvalid, Param amount_refunded: more was refunded than captured, or less than the release that is booked as refunded,
//     which the version that Rules says does not allow
//   - code.ChargeAlreadyRefunded, code.RefundTooLarge: all of it was refunded; or more than is left, which is Limit
//   - of RefundApplicationFee, Param refund_application_fee: code.RefundFlagNotAllowed if a destination payment has a fee and ReverseTransfer is
//     not given, if not everything refundable of a multicapture payment is refunded, with a fee or without, or after RefundFee was used for
//     one; code.NotSettled if the fee has not come into being. (Otherwise the API accepts the flag where there is no fee.)
//   - of ReverseTransfer, Param reverse_transfer: code.NothingToReverse if there is no transfer; code.RefundFlagNotAllowed as above, or after
//     ReverseTransfer was used for a multicapture payment; code.NotSettled; code.BalanceInsufficient: BalanceInsufficient is given
//   - code.UnknownCharge, Param latest_charge: the answer depends on whether several captures are available, which is not known; with the
//     flag as Param: it depends on whether RefundFee or ReverseTransfer was used, see WithHistory
//
// Events: refund.created, charge.refunded, also of a part; application_fee.refunded and transfer.reversed if something of them came back.
//
// Source: https://docs.stripe.com/api/refunds/create, https://docs.stripe.com/payments/multicapture.
func (pi PaymentIntent) Refund(p RefundParams) (PaymentIntent, refund.Refund, []event.Event, error) {
	if err := p.check(&pi); err != nil {
		return pi, refund.Refund{}, nil, err
	}
	t := tell(&pi, p.At)
	r := p.apply(&t.now)
	p.tell(&pi, t, r)
	return t.now, r, t.events(), nil
}

// CheckRefund returns the error that Refund would return, or nil: may I refund this, and if not, why?
// It allocates nothing when it returns nil.
func (pi PaymentIntent) CheckRefund(p RefundParams) error { return p.check(&pi) }

func (p *RefundParams) check(pi *PaymentIntent) error { return pi.named(p.refusal(pi)) }

func (p *RefundParams) refusal(pi *PaymentIntent) error {
	if err := p.checkShape(pi); err != nil {
		return err
	}
	if err := pi.checkReceived(OpRefund); err != nil {
		return err
	}
	c := &pi.LatestCharge
	switch {
	case pi.AmountReceived == 0:
		return refuse(OpRefund, code.NothingToRefund, "")
	case p.ChargedBack:
		return refuse(OpRefund, code.ChargeDisputed, "")
	case !c.Known() && p.Amount.Or(0) > pi.AmountReceived:
		return refuseAmount(OpRefund, code.RefundTooLarge, "amount", p.Amount.Amount, pi.AmountReceived)
	case !c.Known() && p.BalanceInsufficient:
		return refuse(OpRefund, code.BalanceInsufficient, "reverse_transfer")
	case !c.Known():
		return pi.refuseUnknown(OpRefund)
	}
	ledger := c.RefundLedger(pi.Rules.releasesAreRefunds())
	if ledger.Refunded < 0 || ledger.Refunded > ledger.Captured {
		return refuseAmount(OpRefund, code.ParameterInvalid, "amount_refunded", ledger.Refunded, ledger.Captured)
	}
	if err := ledger.Check(p.Amount); err != nil {
		return err
	}
	flags, err := p.checkFlags(pi, p.Amount.Or(ledger.Refundable()) == ledger.Refundable())
	switch {
	case err != nil:
		return err
	case pi.releaseUnknown() && c.AmountRefunded+p.Amount.Or(c.Amount) >= c.AmountCaptured: // too much, or everything, if it is not booked
		return pi.refuseUnknown(OpRefund)
	}
	return pi.refuseUnlessKnown(OpRefund, flags)
}

// releaseUnknown reports whether it is not known if AmountRefunded counts what was not captured.
func (pi *PaymentIntent) releaseUnknown() bool {
	c := &pi.LatestCharge
	return pi.Rules.releasesAreRefunds() && pi.multicapture() == connect.MarkUnknown && c.Captured && c.AmountCaptured < c.Amount
}

// checkShape refuses parameters that no refund can have.
func (p *RefundParams) checkShape(pi *PaymentIntent) error {
	if err := checkPart(OpRefund, p.At, p.Amount); err != nil {
		return err
	}
	if err := checkMultiple(OpRefund, "amount", p.Amount.Or(0), pi.Currency); err != nil {
		return err
	}
	switch {
	case !p.Reason.FromCaller():
		return refuse(OpRefund, code.ParameterInvalid, "reason")
	case !refund.Status("").Leads(p.status()):
		return refuse(OpRefund, code.ParameterInvalid, "status")
	case p.PendingReason != "" && p.status() != refund.StatusPending:
		return refuse(OpRefund, code.ParameterInvalid, "pending_reason")
	case p.BalanceInsufficient && !p.ReverseTransfer:
		return refuse(OpRefund, code.ParameterInvalid, "balance_insufficient")
	}
	return nil
}

func (p *RefundParams) status() refund.Status { return cmp.Or(p.Status, refund.StatusSucceeded) }

// checkFlags refuses to take a fee or a transfer along. all says that everything refundable is refunded. If the answer depends on what is
// not known, it returns the name of that.
func (p *RefundParams) checkFlags(pi *PaymentIntent, all bool) (unknown string, err error) {
	fee, transfer := &pi.LatestCharge.ApplicationFee, &pi.LatestCharge.Transfer
	if p.RefundApplicationFee {
		if *fee != (connect.ApplicationFee{}) && pi.TransferData.Destination != "" && !p.ReverseTransfer {
			return "", refuseFlag("refund_application_fee", flagWithoutReversal)
		}
		if unknown, err = pi.checkFlag("refund_application_fee", all, pi.LatestCharge.FeeEndpointUsed, fee.Due()); err != nil {
			return "", err
		}
	}
	if !p.ReverseTransfer {
		return unknown, nil
	}
	if transfer.ID == "" && !transfer.Due() {
		return "", refuse(OpRefund, code.NothingToReverse, "reverse_transfer")
	}
	other, err := pi.checkFlag("reverse_transfer", all, pi.LatestCharge.TransferEndpointUsed, transfer.Due())
	if err == nil && p.BalanceInsufficient {
		err = refuse(OpRefund, code.BalanceInsufficient, "reverse_transfer")
	}
	return cmp.Or(unknown, other), err
}

// Why a flag is not allowed, in words.
const (
	flagWithoutReversal = "A destination payment gives its fee back only together with its transfer: give reverse_transfer too."
	flagOfPart          = "A multicapture payment supports this only if everything that is left is refunded: refund the fee or reverse the transfer by itself."
	flagAfterEndpoint   = "This is not possible any more: the fee was refunded, or the transfer was reversed, by itself before."
)

func refuseFlag(flag, why string) error {
	e := refuse(OpRefund, code.RefundFlagNotAllowed, flag)
	e.Detail = why
	return e
}

// checkFlag refuses a flag about an object of the charge: a multicapture payment supports it only for a refund of everything, and not
// after the endpoint of its own was used. If the answer depends on what is not known, it returns the name of that.
func (pi *PaymentIntent) checkFlag(flag string, all bool, used connect.Mark, due bool) (unknown string, err error) {
	switch multicapture := pi.multicapture(); {
	case multicapture == connect.MarkYes && !all:
		return "", refuseFlag(flag, flagOfPart)
	case multicapture == connect.MarkYes && used == connect.MarkYes:
		return "", refuseFlag(flag, flagAfterEndpoint)
	case due:
		return "", refuse(OpRefund, code.NotSettled, flag)
	case multicapture == connect.MarkUnknown && (!all || used != connect.MarkNo):
		return unknownCharge, nil
	case multicapture == connect.MarkYes && used == connect.MarkUnknown:
		return flag, nil
	}
	return "", nil
}

// multicapture reports whether the rules of multicapture payments hold: capture is manual, and several captures are available, also if
// there was only one.
func (pi *PaymentIntent) multicapture() connect.Mark {
	switch {
	case pi.cardCaptureMethod() != CaptureMethodManual:
		return connect.MarkNo
	case pi.LatestCharge.Known():
		return pi.LatestCharge.Multicapture(pi.Rules.releasesAreRefunds())
	case pi.ledger().Multicapture:
		return connect.MarkYes
	default:
		return connect.MarkUnknown
	}
}

func (p *RefundParams) apply(pi *PaymentIntent) refund.Refund {
	c := &pi.LatestCharge
	ledger, gives, _ := c.RefundLedger(pi.Rules.releasesAreRefunds()).Refund(p.Amount) // checked
	c.AmountRefunded += gives
	c.Refunded = ledger.Exhausted()
	r := refund.Refund{
		ID: p.ID, Charge: c.ID, PaymentIntent: pi.ID, Status: p.status(), Amount: gives, Currency: pi.Currency, Reason: p.Reason,
		PendingReason: p.PendingReason, BalanceTransaction: p.BalanceTransaction, Created: p.At,
	}
	if c.RefundsMade < charge.MaxNumberedRefunds {
		c.LiveRefunds |= 1 << c.RefundsMade
		c.RefundsMade++
		r.Number = c.RefundsMade
	}
	base := pi.portionBase()
	if p.RefundApplicationFee {
		r.FeeRefund = c.RefundFeePortion(p.FeeRefund, gives, base, p.At)
		if !c.ApplicationFee.Known() {
			r.FeeRefund.ID = p.FeeRefund // how much it is, is not known
		}
	}
	if p.ReverseTransfer {
		r.TransferReversal = c.ReverseTransferPortion(p.Reversal, p.ID, gives, base, p.At)
		if !c.Transfer.Known() {
			r.TransferReversal.ID = p.Reversal
		}
	}
	return r
}

func (p *RefundParams) tell(before *PaymentIntent, t *tale, r refund.Refund) {
	var told *refunded
	if r.FeeRefund == (connect.FeeRefund{}) && r.TransferReversal == (connect.Reversal{}) {
		told = new(refunded)
	} else { // what came back is told too: one allocation for both
		both := new(struct {
			refunded
			shared
		})
		told, t.shared = &both.refunded, &both.shared
	}
	t.refund(told, r, refund.Previous{}, event.RefundCreated)
	t.charge(event.ChargeRefunded, t.changes(before))
	t.gaveBack(before, r.FeeRefund, r.TransferReversal)
}

// A refunded holds the events about one refund, and the refund.
type refunded struct {
	refund refund.Refund
	events [2]refund.Event
}

// refund adds events about a refund, which all list the same. told is the place for them.
func (t *tale) refund(told *refunded, r refund.Refund, previous refund.Previous, types ...event.Type) {
	told.refund = r
	for i, typ := range types {
		e := &told.events[i]
		e.Type, e.Created, e.Refund, e.Previous = typ, t.at, &told.refund, previous
		t.add(e)
	}
}

// gaveBack tells what came back of the fee and of the transfer, if anything did.
func (t *tale) gaveBack(before *PaymentIntent, f connect.FeeRefund, r connect.Reversal) {
	old, now := &before.LatestCharge, &t.now.LatestCharge
	if f.Amount > 0 {
		e := t.fee(event.ApplicationFeeRefunded, &now.ApplicationFee)
		e.Previous, e.FeeRefund = connect.DiffApplicationFee(&old.ApplicationFee, &now.ApplicationFee), f
	}
	if r.Amount > 0 {
		e := t.transfer(event.TransferReversed, &now.Transfer)
		e.Previous, e.Reversal = connect.DiffTransfer(&old.Transfer, &now.Transfer), r
	}
}
