package intent

import (
	"fmt"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// A PaymentIntent is everything about one payment but its single refunds: the intent, its latest charge, and that charge's fee
// and transfer. It holds no pointer, slice or map: assignment forks it and == compares it.
// The zero PaymentIntent is none; only Create accepts it.
//
// Invariants, checked by Validate:
//  1. 1 ≤ Amount ≤ money.Max, a multiple of what Currency demands; ID, Status, Currency, CaptureMethod
//     and ConfirmationMethod are given; Increments ≤ MaxIncrements; no time is negative
//  2. 0 ≤ AmountReceived ≤ Amount, 0 ≤ AmountCapturable, AmountCapturable + AmountReceived ≤ Amount
//  3. AmountCapturable > 0 ⇒ requires_capture; requires_capture ⇒ AmountCapturable + AmountReceived = Amount
//  4. AmountReceived > 0 ⇒ requires_capture or succeeded (or canceled, with PartialCancelCancels); succeeded ⇒ AmountReceived > 0
//  5. CanceledAt or CancellationReason ⇒ canceled
//  6. NextAction ⇔ requires_action
//  7. requires_confirmation, requires_action ⇒ PaymentMethod
//  8. requires_capture, succeeded ⇒ LatestCharge; these and processing ⇒ no LastPaymentError, which is about the latest charge or none
//  9. the latest charge is valid, belongs to the intent and says the same: requires_capture ⇒ succeeded, not captured, and nothing
//     refunded that was not captured; succeeded ⇒ succeeded and captured; processing ⇒ pending, with everything captured;
//     AmountCaptured = AmountReceived where it succeeded; the same currency, payment method, destination and account of the fee;
//     FirstGave ⇒ an amount that it gave
//  10. ApplicationFeeAmount ⇒ Direct or a destination; TransferData.Amount ⇒ a destination, and no ApplicationFeeAmount;
//     1 ≤ TransferData.Amount ≤ Amount; Direct ⇒ no destination; Account ⇒ Direct
//
// Source: https://docs.stripe.com/api/payment_intents/object.
type PaymentIntent struct {
	ID                   string
	Status               Status
	Amount               money.Amount // intended to be collected, minor units. A partial capture does not lower it
	AmountCapturable     money.Amount // held and not captured; 0 unless the status is requires_capture
	AmountReceived       money.Amount // sum of all captures. Refunds do not lower it
	Currency             money.Currency
	CaptureMethod        CaptureMethod
	ConfirmationMethod   ConfirmationMethod
	Customer             string               // cus_…; "" is null
	PaymentMethod        string               // pm_…; "" is null. A failed attempt takes it away, canceling does not
	OnBehalfOf           string               // acct_…; "" is null
	SetupFutureUsage     SetupFutureUsage     // what PaymentMethod is to be saved for
	ApplicationFeeAmount money.NullAmount     // what captures are to put aside for the platform, minor units; the last one given. What was collected is LatestCharge.ApplicationFee.Amount
	TransferData         connect.TransferData // where the money of a destination payment goes, and how much of it; the last amount given
	Account              string               // acct_…, on which a direct payment was made: the Stripe-Account header. "" is not known, or the platform's own. The API's JSON does not show it
	NextAction           string               // next_action.type; "" is null
	LastPaymentError     PaymentError
	CancellationReason   CancellationReason
	Created, CanceledAt  int64         // unix seconds; 0 is null
	LatestCharge         charge.Charge // zero until an attempt reaches the network; also a failed one
	CardOptions          CardOptions
	Direct               bool  // made on a connected account, by its platform
	Confirmations        uint8 // how many this module saw, up to 255; the API does not show it
	Increments           uint8 // how many this module saw, declined ones too; the API does not show it
	Rules                Rules
}

// A PaymentError is last_payment_error. The zero PaymentError is null.
type PaymentError struct {
	charge.Failure
	Charge        string // id of the failed charge; "" if there was none
	PaymentMethod string // the method that failed, which the intent lost
}

// MaxIncrements is how many times an authorization may be incremented, declined tries included.
//
// Source: https://docs.stripe.com/payments/incremental-authorization.
const MaxIncrements = 10

// String returns one line: "pi_1 requires_capture 1000 usd, capturable 300, received 700".
func (pi PaymentIntent) String() string {
	return fmt.Sprintf("%s %s %d %s, capturable %d, received %d",
		pi.ID, pi.Status, pi.Amount, pi.Currency, pi.AmountCapturable, pi.AmountReceived)
}
