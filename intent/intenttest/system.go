package intenttest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tranche-go/tranche/capture"
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
//
// A System that is an io.Closer is closed at the end of its life, and an error of Close ends the test.
type System interface {
	Do(c intent.Command) (Reply, error)
	Read() (Totals, error)
}

// A Reply is what a system answers to a command that it accepts. The zero Reply says no more than that.
//
// Events are compared with those that have to be sent, in any order: the id, the status and the amounts of the intent, the charge or the
// refund that each shows, the ids of what that belongs to, and the old amounts that payment_intent.amount_capturable_updated, charge.captured,
// charge.updated and charge.refunded list. What an event leaves out, such as a charge that is not expanded, is not compared, nor are events
// about fees and transfers, old values in events about refunds, times and reasons.
type Reply struct {
	ID     string        // that the system gave to what the command made: the PaymentIntent, the Charge, the Refund; its events show it. "": the one in the command, if any
	Events []event.Event // that were sent. Nil: not told, and not checked; empty: told that there were none
}

// Options say what a system is. The zero Options are a system that can do everything, without connected accounts.
type Options struct {
	// Payment is what every payment begins with: Rules; Currency, if it is not usd; PaymentMethod, if it is not pm_card_visa; Account or
	// TransferData.Destination, and then captures get fees. ID, Amount, CaptureMethod, CardOptions and ApplicationFeeAmount are
	// chosen by Check, and TransferData.Amount is not used. Check fails at once if Create refuses the rest.
	Payment intent.CreateParams

	// MinimumAmount and MaximumAmount are the least and the largest amount of a payment, minor units; 0 is 1, and money.Max. The API has
	// a minimum for each settlement currency, and takes eight digits of most currencies. Fees are not more than the maximum either. What is
	// drawn to be refused is less than 1 or more than money.Max: what is between is not tried.
	MinimumAmount, MaximumAmount money.Amount

	// SingleCapture says that the system does not have multicapture: then it is never requested.
	SingleCapture bool

	// Without lists operations that are not tried: a system behind the API has no OpExpire and no OpUpdateRefund. Every payment is created
	// and confirmed all the same.
	Without []intent.Operation
}

// complete fills in what is not given, clears what Check chooses, and says what cannot be.
func (o *Options) complete() error {
	p := &o.Payment
	p.ID, p.Amount, p.Currency = "pi_1", 1000, cmp.Or(p.Currency, "usd") // an amount that suits every currency
	p.CaptureMethod, p.CardOptions = intent.CaptureMethodManual, intent.CardOptions{}
	p.ApplicationFeeAmount, p.TransferData.Amount = money.NullAmount{}, money.NullAmount{}
	created, err := intent.Next(intent.PaymentIntent{}, *p)
	if err != nil {
		return fmt.Errorf("no such payment: %w", err)
	}
	p.Currency = created.Currency // in lower case
	least, most := o.MinimumAmount, cmp.Or(o.MaximumAmount, money.Max)
	unit := p.Currency.Multiple()
	none := fmt.Errorf("no amount in %s is between MinimumAmount %d and MaximumAmount %d", p.Currency, least, most)
	if least < 0 || least > money.Max || most < unit || most > money.Max {
		return none
	}
	o.MinimumAmount, o.MaximumAmount = (least+unit-1)/unit*unit, most/unit*unit
	if o.MinimumAmount > o.MaximumAmount {
		return none
	}
	return nil
}

// walks reports whether payments can come to 50 captures.
func (o *Options) walks() bool {
	return !o.SingleCapture && !slices.Contains(o.Without, intent.OpCapture) && o.MaximumAmount/o.Payment.Currency.Multiple() >= capture.MaxCaptures
}
