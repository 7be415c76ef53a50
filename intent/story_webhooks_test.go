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
	"github.com/tranche-go/tranche/webhook/event"
)

// backAndForth names the stories that go back and forth, and how: within one second nothing tells which of two webhooks came first.
var backAndForth = map[string]string{
	"A refund that fails gives its amount back, once":                          refundAfterFailure,
	"A refund that waits for the customer":                                     refundAfterFailure,
	"A failure after the refund was followed by others":                        refundAfterFailure,
	"The 65th refund has no number":                                            refundAfterFailure,
	"A refund that fails gives back its own amount, never the release":         refundAfterFailure,
	"A pending refund counts while captures go on":                             refundAfterFailure,
	"While the customer acts: what they were asked to approve must not change": anotherAttempt,
	"Confirmed again while the customer should act":                            anotherAttempt,
	"Tried too often":      anotherAttempt,
	"The last word counts": anotherAttempt,
	"An attempt that is declined takes nothing, and brings nothing into being": anotherAttempt,
}

const (
	refundAfterFailure = "amount_refunded falls when a refund fails, and rises with the next one"
	anotherAttempt     = "after a customer's step or a failure there is another attempt, which does not succeed either"
)

// told is what a command told, and the intent after it.
type told struct {
	events []event.Event
	after  intent.PaymentIntent
}

// delivers holds that the webhooks of a story lead to its intent, after each command that tells anything: all in one second, which is the hard
// case, and each command a second after the one before. They do so in every order, if there are up to seven of them; of more some shuffles are
// tried, in which some come twice.
func (s *stage) delivers(title string) {
	s.Helper()
	const most = 7 // webhooks, in every order
	for seconds := range 2 {
		excuse := ""
		if seconds == 0 {
			excuse = backAndForth[title]
		}
		var v webhook.View
		var sent []webhook.Envelope
		shown := teller{refunds: map[string]refund.Refund{}}
		excused := false
		for step, told := range s.past {
			for _, e := range webhooks(told.events, 1+int64(seconds*step)) {
				v = v.Apply(e)
				sent = append(sent, e)
			}
			if len(told.events) == 0 {
				continue
			}
			shown.tell(told.events)
			if diff := shown.differs(&v, told.after, ""); diff != "" {
				excused = true
				if diff = shown.differs(&v, told.after, excuse); diff != "" {
					s.Errorf("%d seconds apart, after command %d the view is not the intent (-intent +view):\n%s", seconds, step+1, diff)
				}
			}
		}
		if !excused && excuse != "" {
			s.Errorf("the story is listed, but in one second the view is the intent after every command")
		}
		s.inEveryOrder(sent, most, v)
	}
}

// inEveryOrder holds that webhooks lead to a view in any order.
func (s *stage) inEveryOrder(sent []webhook.Envelope, most int, want webhook.View) {
	s.Helper()
	if len(sent) <= most {
		if v, _, err := intenttest.EveryOrder(sent, 1, webhook.View.Apply); err != nil || v != want {
			s.Errorf("not the same view in every order: %v", err)
		}
		return
	}
	for seed := range 2 + 100/len(sent) {
		var v webhook.View
		for _, e := range intenttest.Shuffle(sent).Example(seed) {
			v = v.Apply(e)
		}
		if v != want {
			s.Errorf("shuffle %d of %d webhooks leads to another view", seed, len(sent))
		}
	}
}

// webhooks returns those of the events that a view reads, as if they were of that time.
func webhooks(events []event.Event, created int64) []webhook.Envelope {
	var sent []webhook.Envelope
	for _, e := range events {
		switch then := e.(type) {
		case *intent.Event:
			now := *then
			now.Created = created
			e = &now
		case *charge.Event:
			now := *then
			now.Created = created
			e = &now
		case *refund.Event:
			now := *then
			now.Created = created
			e = &now
		default:
			continue // fees and transfers
		}
		sent = append(sent, webhook.Envelope{Event: e})
	}
	return sent
}

// A teller knows what webhooks tell and the intent does not show: refunds; and what it shows and they do not: what came back of a fee and of a
// transfer, before a webhook shows the charge again.
type teller struct {
	refunds            map[string]refund.Refund
	refunded, reversed money.Amount
}

func (t *teller) tell(events []event.Event) {
	for _, e := range events {
		switch e := e.(type) {
		case *charge.Event:
			t.refunded, t.reversed = e.Charge.ApplicationFee.AmountRefunded, e.Charge.Transfer.AmountReversed
		case *refund.Event:
			t.refunds[e.Refund.ID] = *e.Refund
		}
	}
}

// differs returns what a view shows otherwise than the intent and the refunds, but for what is excused.
func (t *teller) differs(v *webhook.View, after intent.PaymentIntent, excuse string) string {
	want, got := webhook.View{PaymentIntent: visible(after)}, webhook.View{PaymentIntent: visible(v.PaymentIntent), Refunded: v.Refunded, Pending: v.Pending}
	c, saw := &want.PaymentIntent.LatestCharge, &got.PaymentIntent.LatestCharge
	if c.Known() {
		c.ApplicationFee.AmountRefunded, c.Transfer.AmountReversed = t.refunded, t.reversed
	} else {
		*saw = *c // the story read the intent anew, with the id alone
	}
	switch excuse {
	case refundAfterFailure:
		c.AmountRefunded, c.Refunded = saw.AmountRefunded, saw.Refunded
	case anotherAttempt:
		want.PaymentIntent = got.PaymentIntent
	}
	for _, r := range t.refunds {
		if r.Status.Counts() {
			want.Refunded += r.Amount
		}
		if r.Status == refund.StatusPending || r.Status == refund.StatusRequiresAction {
			want.Pending += r.Amount
		}
	}
	if want == got {
		return ""
	}
	return cmp.Diff(want, got, cmp.AllowUnexported(webhook.View{}))
}

// visible returns an intent as far as events on the wire show it: without what this module counts.
func visible(pi intent.PaymentIntent) intent.PaymentIntent {
	pi.Confirmations, pi.Increments = 0, 0
	c := &pi.LatestCharge
	c.Captures, c.RefundsMade, c.LiveRefunds = 0, 0, 0
	c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = connect.MarkNo, connect.MarkNo, connect.MarkNo
	return pi
}
