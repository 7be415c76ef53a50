package webhook_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
)

// A fold takes webhooks one after the other, as View.Apply does.
type fold func(webhook.View, webhook.Envelope) webhook.View

// follows holds that the webhooks of a life lead to the payment in every order, each that many times, and returns in how many orders.
func (f fold) follows(l life, times int) (orders int64, err error) {
	v, orders, err := intenttest.EveryOrder(l.sent, times, f)
	switch {
	case err != nil:
	case shown(v.PaymentIntent) != shown(l.after):
		err = fmt.Errorf("the view is not the payment (-payment +view):\n%s", cmp.Diff(shown(l.after), shown(v.PaymentIntent)))
	case v.Refunded != l.after.LatestCharge.AmountRefunded || v.Pending != l.pending:
		err = fmt.Errorf("%d refunded, %d of it pending; want %d, %d", v.Refunded, v.Pending, l.after.LatestCharge.AmountRefunded, l.pending)
	}
	return orders, err
}

// everyOrder returns the view that webhooks give in every order, and any number of times.
func everyOrder(t tb, sent []webhook.Envelope) webhook.View {
	v, _, err := intenttest.EveryOrder(sent, 1, webhook.View.Apply)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return v
}

var (
	shared = intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: "automatic_async", PaymentMethod: "pm_1", ApplicationFeeAmount: money.Some(100),
		TransferData: connect.TransferData{Destination: "acct_1"},
	}
	challenged    = intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}}
	authenticated = intent.AuthenticateParams{Attempt: approve.Attempt}
	declined      = intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerDeclined, Charge: "ch_0", Failure: charge.Failure{Code: "card_declined"}}}
	debited       = intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerPending, Charge: "ch_1"}}
	returned      = intent.ProcessParams{Failure: charge.Failure{Code: "debit_not_authorized"}}
	settled       = intent.ProcessParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}
	ninety        = intent.CaptureParams{AmountToCapture: money.Some(90), NonFinal: true}
	rest          = intent.CaptureParams{}
	nothingMore   = intent.CaptureParams{AmountToCapture: money.Some(0)}
	refundOf100   = intent.RefundParams{ID: "re_2", Amount: money.Some(100)}
)

var lives = map[string][]intent.Command{
	"captured, and closed":    {create("manual"), approve, partly, nothingMore},
	"captured 90, and 180":    {create("manual"), approve, ninety, ninety},
	"refunded while captured": {create("manual"), approve, partly, pending},
	"a refund that fails":     {create("automatic"), approve, pending, fails},
	"everything refunded":     {create("automatic"), approve, intent.RefundParams{ID: "re_1"}},
	"declined, then approved": {create("automatic"), declined, approve},
	"challenged":              {create("automatic"), challenged, authenticated},
	"a bank debit that fails": {create("automatic"), debited, returned},
	"a bank debit":            {create("automatic"), debited, settled},
	"what is null comes late": {
		shared, approve, intent.SettleParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}},
		intent.SettleParams{Settlement: charge.Settlement{Transfer: "tr_1"}}, intent.SettleParams{Settlement: charge.Settlement{ApplicationFee: "fee_1"}},
	},
	"two refunds, one pending": {create("automatic"), approve, pending, refundOf100},
}

// In whatever order webhooks come, and however often, in the end the view is the payment: also where all of them are of one second.
func TestViewInEveryOrder(t *testing.T) {
	for name, commands := range lives {
		for _, seconds := range []int64{0, 1} {
			if _, err := fold(webhook.View.Apply).follows(lived(t, seconds, commands...), 1); err != nil {
				t.Errorf("%s, %d seconds apart: %v", name, seconds, err)
			}
		}
	}
}

// Ten webhooks come in 3,628,800 orders; six, each of which comes twice, in 7,484,400.
func TestViewInMillionsOfOrders(t *testing.T) {
	for name, test := range map[string]struct {
		commands []intent.Command
		times    int
		orders   int64
	}{
		"challenged, captured twice": {[]intent.Command{create("manual"), challenged, authenticated, partly, rest}, 1, 3_628_800},
		"challenged, and refunded":   {[]intent.Command{create("automatic"), challenged, authenticated, pending}, 2, 7_484_400},
	} {
		for _, seconds := range []int64{0, 1} {
			orders, err := fold(webhook.View.Apply).follows(wired(t, lived(t, seconds, test.commands...), ""), test.times)
			if orders != test.orders || err != nil {
				t.Errorf("%s, %d seconds apart: %d orders, want %d: %v", name, seconds, orders, test.orders, err)
			}
		}
	}
}

// wired returns a life whose webhooks came over the wire, in the form of a version.
func wired(t tb, l life, version intent.Version) life {
	var sent []webhook.Envelope
	for _, e := range l.sent {
		e.APIVersion = version
		b, err := e.MarshalJSON()
		if err == nil {
			err = e.UnmarshalJSON(b)
		}
		if err != nil {
			t.Fatalf("%s: %v", e.Event, err)
		}
		sent = append(sent, e)
	}
	l.sent = sent
	l.after.Rules.Version = version
	if c := &l.after.LatestCharge; c.Transfer.ID != "" { // of both the ids alone are sent
		c.ApplicationFee = connect.ApplicationFee{ID: c.ApplicationFee.ID}
		c.Transfer = connect.Transfer{ID: c.Transfer.ID, Destination: c.Transfer.Destination}
	}
	return l
}

// Intents list their charges before 2022-11-15: then two kinds of events show a charge.
func TestViewOfListedCharges(t *testing.T) {
	for name, commands := range lives {
		if _, err := fold(webhook.View.Apply).follows(wired(t, lived(t, 0, commands...), "2020-08-27"), 1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// believesTheLast is the view that is written first: whatever comes overwrites what came.
func believesTheLast(v webhook.View, e webhook.Envelope) webhook.View {
	switch e := e.Event.(type) {
	case *intent.Event:
		c := v.PaymentIntent.LatestCharge
		v.PaymentIntent = *e.PaymentIntent
		if c.ID == v.PaymentIntent.LatestCharge.ID {
			v.PaymentIntent.LatestCharge = c
		}
	case *charge.Event:
		v.PaymentIntent.LatestCharge = *e.Charge
		v.Refunded = e.Charge.AmountRefunded
	case *refund.Event:
		v.Pending = 0
		if e.Refund.Status == refund.StatusPending {
			v.Pending = e.Refund.Amount
		}
	}
	return v
}

// What passes a view has to reject a fold that is not one: in the order in which webhooks are sent it is right, too.
func TestNaiveFoldFails(t *testing.T) {
	for name, commands := range lives {
		l := lived(t, 1, commands...)
		if orders, err := fold(believesTheLast).follows(l, 1); err == nil {
			t.Errorf("%s: a fold that believes what comes last passes in %d orders", name, orders)
		}
		var v webhook.View
		for _, e := range l.sent {
			v = believesTheLast(v, e)
		}
		if shown(v.PaymentIntent) != shown(l.after) {
			t.Errorf("%s: in the order in which they are sent, it is not the payment (-payment +view):\n%s", name, cmp.Diff(shown(l.after), shown(v.PaymentIntent)))
		}
	}
}
