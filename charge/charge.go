// Package charge models the Charge of a PaymentIntent: the authorization, its card network, its window, and what was taken
// and given back.
//
// A Charge lives inside its PaymentIntent (intent.PaymentIntent.LatestCharge), and only operations of the intent change it.
package charge

import (
	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/refund"
)

// MaxNumberedRefunds is how many refunds of a charge have a Number, by which a stale copy of one is refused. More may be made.
const MaxNumberedRefunds = 64

// A Status is where a charge stands. The zero Status means that nothing but the id is known.
type Status string

// Statuses.
const (
	StatusSucceeded Status = "succeeded" // also: authorized and not captured
	StatusPending   Status = "pending"   // an asynchronous method has not answered yet
	StatusFailed    Status = "failed"
)

// A Charge is one attempt that reached the network, with its fee and its transfer inside. The zero Charge is null.
// A Charge with an ID and without a Status was not expanded in the JSON that it came from: the rest of it is unknown, not zero.
//
// Invariants, checked by Validate for charges that are known:
//  1. ID is given, 1 ≤ Amount ≤ money.Max, 0 ≤ AmountCaptured ≤ Amount; Created and Card.CaptureBefore are not negative
//  2. 0 ≤ AmountRefunded ≤ AmountCaptured, or ≤ Amount where releases are booked as refunds (before 2025-03-31.basil), and then no less
//     than the one capture released
//  3. Refunded is FullyRefunded
//  4. Paid ⇔ Status succeeded
//  5. Status pending ⇒ Captured; FailureCode, FailureMessage, FailureBalanceTransaction ⇒ Status failed; of one that succeeded
//     BalanceTransaction and Disputed ⇒ AmountCaptured > 0
//  6. the ledger of captures is valid, unless Status is failed
//  7. the fee and the transfer are valid and of this charge, the fee of a destination payment of this charge or of the payment there, py_…;
//     ApplicationFee.Amount ≤ AmountCaptured, and Transfer.Amount too, where it is of the charge's currency; what is not captured has neither; 0 ≤ ApplicationFeeAmount ≤ money.Max
//  8. RefundsMade ≤ MaxNumberedRefunds, and LiveRefunds has no bit beyond it; RefundsMade > 0 ⇒ AmountCaptured > 0
//  9. FeeEndpointUsed and TransferEndpointUsed ⇒ there is one, with an ID, and something of it came back; FirstGave ⇒ AmountCaptured > 0
//  10. Card.AmountAuthorized, if it is shown, is Amount, unless an overcapture raised that
//
// Of a charge that is not known nothing but the ID is there.
//
// Source: https://docs.stripe.com/api/charges/object.
type Charge struct {
	ID, PaymentIntent         string
	Status                    Status
	Amount                    money.Amount // authorized, minor units. A partial capture does not lower it; an increment or an overcapture raises it
	AmountCaptured            money.Amount // sum of all captures
	AmountRefunded            money.Amount // refunds that did not fail; before basil also what a single capture or a cancellation released
	Currency                  money.Currency
	Captured                  bool             // nothing more will be captured: true only after the final capture or the end of the window
	Refunded                  bool             // see FullyRefunded: usually captured for good, and all of that refunded
	Paid                      bool             // succeeded or authorized
	Disputed                  bool             // there was a dispute, also one that was won; carried from JSON
	Captures                  uint8            // how many captures took money, or capture.Uncounted. The API does not show it
	RefundsMade               uint8            // how many refunds this module made and numbered, up to MaxNumberedRefunds. The API does not show it
	FirstGave                 connect.Mark     // whether the first capture gave a fee or transfer amount. The API does not show it
	FeeEndpointUsed           connect.Mark     // whether the fee was refunded by itself. The API does not show it
	TransferEndpointUsed      connect.Mark     // whether the transfer was reversed by itself. The API does not show it
	LiveRefunds               uint64           // bit n-1: refund number n has not failed and was not canceled, so that a stale copy cannot fail twice. The API does not show it
	PaymentMethod             string           // pm_…
	BalanceTransaction        string           // txn_…, the first that a capture brought; "" is null
	FailureCode               code.Code        // "" is null
	FailureMessage            string           // "" is null
	FailureBalanceTransaction string           // txn_… that takes posted funds back, of an asynchronous method; "" is null
	ApplicationFeeAmount      money.NullAmount // what was asked for, at last; null: none. What was collected is ApplicationFee.Amount
	ApplicationFee            connect.ApplicationFee
	Transfer                  connect.Transfer // of a destination payment. Its Destination is there from the beginning
	Card                      Card
	Created                   int64 // unix seconds
}

// Card is what the network said of a card: payment_method_details.card. The zero Card is another kind of method.
type Card struct {
	Network                 Network      `json:"network,omitempty"`
	Multicapture            bool         `json:"multicapture,omitempty"`              // multicapture.status is available
	Incremental             bool         `json:"incremental_authorization,omitempty"` // incremental_authorization.status is available
	Extended                bool         `json:"extended_authorization,omitempty"`    // extended_authorization.status is enabled
	Unshown                 bool         `json:"unshown,omitempty"`                   // the JSON did not show what the network offers
	AmountAuthorized        money.Amount `json:"amount_authorized,omitempty"`         // minor units; 0 is null: nothing was, as of a charge that failed. An increment raises it, an overcapture does not
	MaximumAmountCapturable money.Amount `json:"maximum_amount_capturable,omitempty"` // minor units; more than authorized only where overcapture is available
	CaptureBefore           int64        `json:"capture_before,omitempty"`            // unix seconds; 0 is absent: no deadline. It stays after a capture; automatic capture has none
}

// Known reports whether more than the id of c is known. It is false for the zero Charge.
func (c *Charge) Known() bool { return c.Status != "" }

// KnownToNetwork reports whether also what the network offers is known: several captures, overcapture, increments, the deadline.
func (c *Charge) KnownToNetwork() bool { return c.Known() && !c.Card.Unshown }

// Multicapture says whether several captures are available, or were. Where the JSON did not show it, the rest may tell: a second capture
// proves it, and a part that was captured while the rest is still held. Where releases are booked as refunds, one that is not booked proves
// it too, and one that is disproves it. releasesAreRefunds is as for FullyRefunded.
func (c *Charge) Multicapture(releasesAreRefunds bool) connect.Mark {
	released := c.Amount - c.AmountCaptured
	switch {
	case c.Card.Multicapture:
		return connect.MarkYes
	case !c.Card.Unshown:
		return connect.MarkNo
	case !c.Captured && c.AmountCaptured > 0, c.Captures > 1 && c.Captures != capture.Uncounted:
		return connect.MarkYes
	case !releasesAreRefunds || !c.Captured || released == 0:
		return connect.MarkUnknown
	case c.AmountRefunded < released, c.AmountRefunded == c.AmountCaptured && c.Refunded:
		return connect.MarkYes
	case c.AmountRefunded >= c.AmountCaptured:
		return connect.MarkNo
	default:
		return connect.MarkUnknown
	}
}

// booksReleases reports whether AmountRefunded counts what a single capture or a cancellation released.
func (c *Charge) booksReleases(releasesAreRefunds bool) bool {
	return releasesAreRefunds && c.Multicapture(true) != connect.MarkYes
}

// CaptureLedger returns the captures of c as arithmetic.
func (c *Charge) CaptureLedger(r capture.Readings) capture.Ledger {
	return capture.Ledger{
		Authorized:   c.Amount,
		Maximum:      c.Card.MaximumAmountCapturable,
		Captured:     c.AmountCaptured,
		Count:        c.Captures,
		Closed:       c.Captured,
		Multicapture: c.Multicapture(false) == connect.MarkYes,
		Readings:     r,
	}
}

// RefundLedger returns the refunds of c as arithmetic. A release that is booked as refunded is none of them.
// releasesAreRefunds is as for FullyRefunded.
func (c *Charge) RefundLedger(releasesAreRefunds bool) refund.Ledger {
	l := refund.Ledger{Captured: c.AmountCaptured, Refunded: c.AmountRefunded, Final: c.Captured}
	if c.Captured && c.booksReleases(releasesAreRefunds) {
		l.Refunded -= c.Amount - c.AmountCaptured
	}
	return l
}

// FullyRefunded returns what Refunded has to be: nothing more will be captured, and everything captured was refunded.
// releasesAreRefunds says that AmountRefunded also counts what a single capture or a cancellation released, as it did before
// API version 2025-03-31.basil; multicapture payments never counted it.
//
// Source: https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow.
func (c *Charge) FullyRefunded(releasesAreRefunds bool) bool {
	if c.booksReleases(releasesAreRefunds) {
		return c.AmountRefunded == c.Amount
	}
	return c.Captured && c.AmountCaptured > 0 && c.AmountRefunded == c.AmountCaptured
}
