package intent_test

import (
	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
)

// upAndDown names the stories in which a refund follows one that failed. Within one second nothing tells which came first, the rise of
// amount_refunded or its fall.
var upAndDown = map[string]bool{
	"A refund that fails gives its amount back, once":                  true,
	"A refund that waits for the customer":                             true,
	"A failure after the refund was followed by others":                true,
	"The 65th refund has no number":                                    true,
	"A refund that fails gives back its own amount, never the release": true,
	"A pending refund counts while captures go on":                     true,
}

// byThemselves names the stories in which a fee is refunded or a transfer reversed, and no refund of the charge tells it. The events of fees and
// transfers do not name the payment.
var byThemselves = map[string]bool{
	"A fee is refunded by itself, in parts":                                         true,
	"A transfer is reversed by itself, in parts":                                    true,
	"A reversal takes the same portion of the fee along":                            true,
	"Where there is no fee, the flag is accepted":                                   true,
	"A reversal by itself is in the currency of the transfer":                       true,
	"Whether a fee was refunded by itself, or with a refund, the API does not show": true,
}

// delivers holds that the webhooks of a story lead to its intent, as it was when anything was told last: all in one second, which is the hard
// case, up to seven of them in every order, and more shuffled, some twice; and each step a second after the one before, up to five.
func (s *stage) delivers(title string) {
	s.Helper()
	for seconds, most := range []int{7, 5} {
		sent := s.webhooks(int64(seconds))
		views := map[webhook.View]bool{}
		if len(sent) <= most {
			v, _, err := intenttest.EveryOrder(sent, 1, webhook.View.Apply)
			if err != nil {
				s.Error(err)
			}
			views[v] = true
		} else {
			for seed := range 2 + 100/len(sent) {
				var v webhook.View
				for _, e := range intenttest.Shuffle(sent).Example(seed) {
					v = v.Apply(e)
				}
				views[v] = true
			}
		}
		if len(views) != 1 {
			s.Errorf("%d seconds apart, %d webhooks lead to %d views", seconds, len(sent), len(views))
		}
		for v := range views {
			s.sees(title, seconds, &v)
		}
	}
}

// webhooks returns what the story told of the payment, each step so many seconds after the one before.
func (s *stage) webhooks(seconds int64) []webhook.Envelope {
	var sent []webhook.Envelope
	for step, events := range s.past {
		created := 1 + seconds*int64(step)
		for _, e := range events {
			switch told := e.(type) {
			case *intent.Event:
				later := *told
				later.Created = created
				e = &later
			case *charge.Event:
				later := *told
				later.Created = created
				e = &later
			case *refund.Event:
				later := *told
				later.Created = created
				e = &later
			default:
				continue // fees and transfers, which a view does not read
			}
			sent = append(sent, webhook.Envelope{Event: e})
		}
	}
	return sent
}

// sees holds that a view is what the story told, and that a story is listed above if and only if something is missing.
func (s *stage) sees(title string, seconds int, v *webhook.View) {
	s.Helper()
	want, got := visible(s.after), visible(v.PaymentIntent)
	if !want.LatestCharge.Known() { // the story read the intent anew, with the id alone
		got.LatestCharge = want.LatestCharge
	}
	diff := cmp.Diff(want, got)
	if missing := byThemselves[title] || upAndDown[title] && seconds == 0; missing != (diff != "") {
		s.Errorf("%d seconds apart, the view is the intent: %t, and the story is listed: %t (-intent +view)\n%s", seconds, diff == "", missing, diff)
	} else if missing {
		forget(title, &want.LatestCharge)
		forget(title, &got.LatestCharge)
		if want != got {
			s.Errorf("%d seconds apart: the view is not the intent (-intent +view):\n%s", seconds, cmp.Diff(want, got))
		}
	}
	var refunded, pending money.Amount
	for _, r := range s.refunds {
		if r.Status.Counts() {
			refunded += r.Amount
		}
		if r.Status == refund.StatusPending || r.Status == refund.StatusRequiresAction {
			pending += r.Amount
		}
	}
	if v.Refunded != refunded || v.Pending != pending {
		s.Errorf("%d seconds apart: %d refunded, %d of it pending; want %d, %d", seconds, v.Refunded, v.Pending, refunded, pending)
	}
}

// visible returns an intent as far as events on the wire show it: without what this module counts.
func visible(pi intent.PaymentIntent) intent.PaymentIntent {
	pi.Confirmations, pi.Increments = 0, 0
	c := &pi.LatestCharge
	c.Captures, c.RefundsMade, c.LiveRefunds = 0, 0, 0
	c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = connect.MarkNo, connect.MarkNo, connect.MarkNo
	return pi
}

// forget leaves out what the webhooks of a listed story cannot tell.
func forget(title string, c *charge.Charge) {
	if upAndDown[title] {
		c.AmountRefunded, c.Refunded = 0, false
	}
	if byThemselves[title] {
		c.ApplicationFee.AmountRefunded, c.Transfer.AmountReversed = 0, 0
	}
}
