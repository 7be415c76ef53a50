package intenttest

import (
	"slices"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// A System is code under test that keeps one payment, from Create on.
//
// Do carries out one command. An error with an *intent.Error in its chain is a refusal: nothing may have changed. Its Code is compared with
// the one that this module gives, unless it is empty. Any other error says that the system is out of reach or broken, and ends the test.
//
// Commands are CreateParams first, and once the payment is there ConfirmParams, CaptureParams, CancelParams, ExpireParams, RefundParams and
// UpdateRefundParams. None has a time: ExpireParams say that the authorization has run out now.
//
// Read returns what the system shows now. It is called after every command, but not before the payment was created.
type System interface {
	Do(c intent.Command) (Reply, error)
	Read() (Totals, error)
}

// A Reply is what a system answers to a command that it accepts. The zero Reply says no more than that.
type Reply struct {
	ID     string        // that the system gave to what the command made: the PaymentIntent, the Charge, the Refund. "": the one in the command, if any
	Events []event.Event // that were sent. Nil: not told, and not checked; empty: told that there were none
}

// Options say what a system is. The zero Options are a system that can do everything, without connected accounts.
type Options struct {
	// Payment is what every payment begins with: Rules; Currency, if it is not usd; PaymentMethod, if it is not pm_card_visa; Account or
	// TransferData.Destination, and then captures get fees. ID, Amount, CaptureMethod, CardOptions and ApplicationFeeAmount are
	// chosen by Check, and TransferData.Amount is not used.
	Payment intent.CreateParams

	// MinimumAmount is the least amount of a payment, minor units; 0 is 1. The API has one for each settlement currency.
	MinimumAmount money.Amount

	// SingleCapture says that the system does not have multicapture: then it is never requested.
	SingleCapture bool

	// Without lists operations that are not tried: a system behind the API has no OpExpire and no OpUpdateRefund. Every payment is created
	// and confirmed all the same.
	Without []intent.Operation
}

// walks reports whether payments can come to 50 captures.
func (o *Options) walks() bool {
	return !o.SingleCapture && !slices.Contains(o.Without, intent.OpCapture)
}
