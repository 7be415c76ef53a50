package webhook_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

// A life is the webhooks of a payment, in the order in which they happened, and the payment after the last of them.
type life struct {
	sent    []webhook.Envelope
	after   intent.PaymentIntent
	pending money.Amount // refunds that may still fail
}

// lived carries out commands, each a second after the one before if seconds is 1, and all in the same second if it is 0.
func lived(t tb, seconds int64, commands ...intent.Command) life {
	var l life
	refunds := map[string]refund.Refund{}
	for i, c := range commands {
		at := 1_700_000_000 + seconds*int64(i)
		switch p := c.(type) {
		case intent.CreateParams:
			p.At = at
			c = p
		case intent.ConfirmParams:
			p.At = at
			c = p
		case intent.CaptureParams:
			p.At = at
			c = p
		case intent.RefundParams:
			p.At = at
			c = p
		case intent.UpdateRefundParams:
			p.At, p.Refund = at, refunds[p.Refund.ID]
			c = p
		case intent.AuthenticateParams:
			p.At = at
			c = p
		case intent.ProcessParams:
			p.At = at
			c = p
		case intent.SettleParams:
			p.At = at
			c = p
		}
		next, events, err := intent.Step(l.after, c)
		if err != nil {
			t.Fatalf("%s: %v", c, err)
		}
		l.after = next
		for _, e := range events {
			l.sent = append(l.sent, webhook.Envelope{ID: fmt.Sprint("evt_", len(l.sent)), Event: e})
			if e, ok := e.(*refund.Event); ok {
				refunds[e.Refund.ID] = *e.Refund
			}
		}
	}
	for _, r := range refunds {
		if r.Status == refund.StatusPending || r.Status == refund.StatusRequiresAction {
			l.pending += r.Amount
		}
	}
	return l
}

type tb interface {
	Fatalf(format string, args ...any)
}

func create(method intent.CaptureMethod) intent.CreateParams {
	return intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: method, PaymentMethod: "pm_1",
		CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	}
}

var (
	approve = intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Multicapture: true}}}
	partly  = intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true}
	pending = intent.RefundParams{ID: "re_1", Amount: money.Some(200), Status: refund.StatusPending}
	fails   = intent.UpdateRefundParams{Refund: refund.Refund{ID: "re_1"}, Status: refund.StatusFailed}
)

// shown returns an intent as far as events on the wire show it: without what this module counts.
func shown(pi intent.PaymentIntent) intent.PaymentIntent {
	pi.Confirmations, pi.Increments = 0, 0
	c := &pi.LatestCharge
	c.Captures, c.RefundsMade, c.LiveRefunds = 0, 0, 0
	c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = connect.MarkNo, connect.MarkNo, connect.MarkNo
	return pi
}

// Lives of users' own tests, delivered late, twice and shuffled, over the wire and through a store that writes the view as JSON.
func TestViewOfDeliveries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		commands := []intent.Command{create("manual"), approve}
		pi := lived(t, 1, commands...).after
		refunds := 0
		for range rapid.IntRange(0, 6).Draw(t, "commands") {
			var c intent.Command = intenttest.Capture(pi).Draw(t, "capture")
			if rapid.Bool().Draw(t, "refund") {
				p := intenttest.Refund(pi).Draw(t, "refund")
				p.ID = fmt.Sprint("re_", refunds)
				c = p
			}
			next, err := intent.Next(pi, c)
			if err != nil {
				continue
			}
			pi = next
			refunds++
			commands = append(commands, c)
		}
		l := lived(t, 1, commands...)
		var v webhook.View
		for _, e := range intenttest.Shuffle(l.sent).Draw(t, "deliveries") {
			v = v.Apply(e)
			var again webhook.View
			if b, err := v.MarshalJSON(); err != nil || again.UnmarshalJSON(b) != nil || again != v {
				t.Fatalf("%s, %v reads as %+v", b, err, again)
			}
		}
		if shown(v.PaymentIntent) != shown(l.after) || v.Refunded != l.after.LatestCharge.AmountRefunded {
			t.Fatalf("the view is\n%+v\nand the payment\n%+v", v, l.after)
		}
	})
}

// Texts that package json would escape, and one second: the view does not depend on the order.
func TestViewOfOddTexts(t *testing.T) {
	for _, messages := range [][2]string{{"it's & so", "it's Z"}, {"<a", "Za"}, {"\u2028", "b"}} {
		var sent []webhook.Envelope
		for _, m := range messages {
			declined := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerDeclined, Failure: charge.Failure{Code: "card_declined", Message: m}}}
			sent = append(sent, lived(t, 0, create("automatic"), declined).sent...)
		}
		everyOrder(t, sent)
	}
}

// What is impossible, or of another payment, tells a view nothing, so that every view can be read again.
func TestViewOfTheImpossible(t *testing.T) {
	v := everyOrder(t, lived(t, 1, create("automatic"), approve).sent)
	negative, foreign := v.PaymentIntent, v.PaymentIntent
	negative.AmountReceived = -1
	foreign.LatestCharge.PaymentIntent = "pi_2"
	foreign.LatestCharge.AmountRefunded = 5
	for name, pi := range map[string]*intent.PaymentIntent{"negative": &negative, "foreign": &foreign} {
		next := v.Apply(webhook.Envelope{Event: &intent.Event{Header: event.Header{Type: event.PaymentIntentSucceeded, Created: 2_000_000_000}, PaymentIntent: pi}})
		var again webhook.View
		b, err := next.MarshalJSON()
		if err != nil || again.UnmarshalJSON(b) != nil || again != next || next.PaymentIntent.LatestCharge != v.PaymentIntent.LatestCharge {
			t.Errorf("%s: %s, %v", name, b, err)
		}
		if name == "negative" && next.PaymentIntent != v.PaymentIntent {
			t.Errorf("%s: %+v", name, next.PaymentIntent)
		}
	}
	if alone := (webhook.View{}).Apply(webhook.Envelope{Event: &intent.Event{PaymentIntent: &negative}}); alone.PaymentIntent.AmountReceived != 0 {
		t.Errorf("%+v", alone)
	}
}

// Events of other payments, of what names no payment and of what is not modelled change nothing.
func TestViewOfOthers(t *testing.T) {
	v := lived(t, 1, create("automatic"), approve)
	view := everyOrder(t, v.sent)
	other := create("automatic")
	other.ID = "pi_2"
	for _, e := range append(lived(t, 1, other, approve).sent,
		webhook.Envelope{},
		webhook.Envelope{Event: &webhook.Unknown{Object: []byte("{}")}},
		webhook.Envelope{Event: &connect.ApplicationFeeEvent{ApplicationFee: &connect.ApplicationFee{ID: "fee_1", Charge: "ch_1"}}},
		webhook.Envelope{Event: &charge.Event{Header: event.Header{Type: event.ChargeUpdated}, Charge: &charge.Charge{ID: "ch_1", PaymentIntent: "pi_1"}}},
		webhook.Envelope{Event: &refund.Event{Refund: &refund.Refund{ID: "re_1", Status: refund.StatusSucceeded, Amount: 5}}},
	) {
		if view.Apply(e) != view {
			t.Errorf("%v changes the view of another payment", e.Event)
		}
		if e.Event != nil && e.Event.EventType() == "" && (webhook.View{}).Apply(e) != (webhook.View{}) {
			t.Errorf("%v begins a view", e.Event)
		}
	}
}

func TestViewJSON(t *testing.T) {
	v := everyOrder(t, lived(t, 1, create("automatic"), approve, pending).sent)
	good, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var members struct {
		Seen []json.RawMessage `json:"seen"`
	}
	if err := json.Unmarshal(good, &members); err != nil || len(members.Seen) != 3 {
		t.Fatalf("%s, %v", good, err)
	}
	of := func(seen ...json.RawMessage) string {
		b, _ := json.Marshal(seen)
		return `{"payment_intent":"pi_1","seen":` + string(b) + `}`
	}
	for _, body := range []string{
		``, `{}`, `[]`, `{"payment_intent":"pi_1"}`, `{"payment_intent":"pi_1","seen":[]}`, `{"payment_intent":"","seen":[]}`, `{"more":1}`,
		of(members.Seen[1], members.Seen[0]), of(members.Seen[0], members.Seen[0]),
		`{"payment_intent":"pi_2","seen":[` + string(members.Seen[0]) + `]}`,
		of(json.RawMessage(`{"kind":"mandate","id":"m_1","object":{}}`)),
		of(json.RawMessage(`{"kind":"charge","id":"ch_1","object":{}}`)),
		of(json.RawMessage(`{"kind":"refund","id":"re_1","object":{"object":"charge"}}`)),
		of(json.RawMessage(`{"kind":"payment_intent","id":"pi_1","object":7}`)),
	} {
		read := v
		if err := read.UnmarshalJSON([]byte(body)); err == nil || read != v {
			t.Errorf("%s: %v", body, err)
		}
	}
	more := bytes.ReplaceAll(good, []byte(`"object":{`), []byte(`"object": {"not_modelled":1,`))
	if read := (webhook.View{}); bytes.Equal(more, good) || read.UnmarshalJSON(more) != nil || read != v {
		t.Errorf("%s reads as %+v", more, read)
	}
	var none webhook.View
	if b, err := json.Marshal(none); err != nil || string(b) != "null" {
		t.Errorf("%s, %v", b, err)
	}
	if read := v; read.UnmarshalJSON([]byte("null")) != nil || read != none {
		t.Errorf("%+v", read)
	}
}

// A view that was read is written as the same, and takes more without harm. What cannot be read changes nothing.
func FuzzView(f *testing.F) {
	l := lived(f, 1, create("manual"), approve, partly, pending)
	for i := range l.sent {
		b, err := everyOrder(f, l.sent[:i+1]).MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var v, again webhook.View
		if err := v.UnmarshalJSON(body); err != nil {
			if _, ok := errors.AsType[*code.Error](err); !ok || v != (webhook.View{}) {
				t.Fatalf("%s is refused with %v, and reads as %+v", body, err, v)
			}
			return
		}
		for _, e := range l.sent {
			if more := v.Apply(e); more.Apply(e) != more {
				t.Fatalf("%s: %s twice is more than once", body, e.Event)
			}
		}
		if b, err := v.MarshalJSON(); err != nil || again.UnmarshalJSON(b) != nil || again != v {
			t.Fatalf("%s is written as %s", body, b)
		}
	})
}

// Whatever two events say, a view is the same in either order. The first one decides which payment it is about.
func FuzzApply(f *testing.F) {
	l := lived(f, 1, create("manual"), approve, partly, pending)
	last := []byte(`{}`)
	for _, e := range l.sent {
		body, err := e.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(last, body)
		last = body
	}
	begun := everyOrder(f, l.sent[:2])
	f.Fuzz(func(t *testing.T, one, other []byte) {
		var a, b webhook.Envelope
		if a.UnmarshalJSON(one) != nil || b.UnmarshalJSON(other) != nil {
			return
		}
		views := []webhook.View{begun}
		if a.PaymentIntentID() == b.PaymentIntentID() {
			views = append(views, webhook.View{})
		}
		for _, v := range views {
			both := v.Apply(a).Apply(b)
			if both != v.Apply(b).Apply(a) || both != both.Apply(a) {
				t.Fatalf("%s\nand\n%s\nare a view\n%+v\nand in the other order\n%+v", one, other, both, v.Apply(b).Apply(a))
			}
			if err := keeps(both); err != nil {
				t.Fatalf("%s\nand\n%s\nare a view that cannot be kept: %v", one, other, err)
			}
		}
	})
}

// keeps returns why a view cannot be written and read again as the same, if so.
func keeps(v webhook.View) error {
	b, err := v.MarshalJSON()
	if err != nil {
		return err
	}
	var again webhook.View
	if err = again.UnmarshalJSON(b); err == nil && again != v {
		err = fmt.Errorf("%s reads as %+v", b, again)
	}
	return err
}

func ExampleView() {
	pi, created, _ := intent.Create(intent.CreateParams{At: 1, ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1"})
	pi, confirmed, _ := pi.Confirm(intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}})
	_, _, refunded, _ := pi.Refund(intent.RefundParams{At: 3, ID: "re_1", Amount: money.Some(200)})
	var view webhook.View
	for _, events := range [][]event.Event{refunded, created, confirmed, refunded} { // out of order, and twice
		for _, e := range events {
			view = view.Apply(webhook.Envelope{Event: e})
		}
	}
	fmt.Println(view.PaymentIntent, view.Refunded, view.PaymentIntent.LatestCharge.AmountRefunded)
	// Output:
	// pi_1 succeeded 1000 usd, capturable 0, received 1000 200 200
}
