package webhook_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

// While the newest of an intent and the newest of its charge are not of one moment, a view does not put them together: what depends on the charge
// is unknown, and nothing is allowed that is not. What is refused by either is refused.
func TestViewOfTwoMoments(t *testing.T) {
	l := wired(t, lived(t, 1, create("manual"), approve, intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true}), "")
	var v webhook.View
	for _, e := range l.sent {
		if e.Event.EventType() != event.ChargeUpdated { // of the capture: it comes last
			v = v.Apply(e)
		}
	}
	whole := intent.CaptureParams{AmountToCapture: money.Some(1000)}
	if err := v.PaymentIntent.CheckCapture(whole); !errors.Is(err, code.AmountTooLarge) {
		t.Errorf("1000 of the 300 that are left: %v", err)
	}
	if v.PaymentIntent.LatestCharge.Known() {
		t.Errorf("the charge before the capture is put into the intent after it: %v", v.PaymentIntent.LatestCharge)
	}
	if err := v.PaymentIntent.CheckRefund(intent.RefundParams{}); !errors.Is(err, code.UnknownCharge) {
		t.Errorf("a refund: %v", err)
	}
	for _, e := range l.sent {
		v = v.Apply(e)
	}
	if shown(v.PaymentIntent) != shown(l.after) {
		t.Errorf("in the end the view is\n%+v\nand the payment\n%+v", v.PaymentIntent, l.after)
	}
}

// Endpoints of versions before 2024-10-28.acacia get no events of refunds. Their charge has what was refunded.
func TestViewWithoutEventsOfRefunds(t *testing.T) {
	created := create("automatic")
	created.Rules.Version = "2023-10-16"
	l := lived(t, 1, created, approve, intent.RefundParams{ID: "re_1"})
	var v webhook.View
	for _, e := range l.sent {
		if created.Rules.Version.Sends(e.Event.EventType()) {
			v = v.Apply(e)
		} else if e.Event.EventType().Object() != "refund" {
			t.Errorf("%s is not sent", e.Event)
		}
	}
	if c := v.PaymentIntent.LatestCharge; v.Refunded != 0 || c.AmountRefunded != 1000 || !c.Refunded {
		t.Errorf("%d refunded, %+v", v.Refunded, c)
	}
}

// received returns an envelope as a webhook of an old version has it.
func received(t *testing.T, typ event.Type, created int, object string) webhook.Envelope {
	t.Helper()
	var e webhook.Envelope
	body := fmt.Sprintf(`{"id":"evt_1","object":"event","api_version":"2020-08-27","type":"%s","created":%d,"data":{"object":%s}}`, typ, created, object)
	if err := e.UnmarshalJSON([]byte(body)); err != nil {
		t.Fatal(err)
	}
	return e
}

// What was held and not captured is listed as a refund by old versions, although nobody paid it; what was refunded after it counts.
func TestViewOfAReleaseListedAsRefund(t *testing.T) {
	const (
		paid = `{"id":"pi_1","object":"payment_intent","status":"succeeded","currency":"usd","amount":1000,"amount_capturable":0,"amount_received":100,"capture_method":"manual",
			"charges":{"data":[{"id":"ch_1","object":"charge","status":"succeeded","payment_intent":"pi_1","currency":"usd","amount":1000,"amount_captured":100,
			"amount_refunded":900,"captured":true,"paid":true,"refunded":false}]}}`
		release = `{"id":"re_1","object":"refund","amount":900,"currency":"usd","charge":"ch_1","payment_intent":"pi_1","status":"succeeded",
			"destination_details":{"type":"card","card":{"type":"reversal"}}}`
	)
	paidBack := strings.NewReplacer("re_1", "re_2", "900", "30").Replace(release)
	asMuch := strings.Replace(release, "re_1", "re_0", 1) // as if more had been captured
	waiting := strings.Replace(asMuch, `"succeeded"`, `"pending"`, 1)
	earlier := strings.NewReplacer("re_1", "re_3", "ch_1", "ch_0").Replace(release)
	for _, test := range []struct {
		refunds []string
		want    money.Amount
	}{
		{[]string{release}, 0},
		{[]string{release, paidBack}, 30},
		{[]string{release, asMuch}, 900},
		{[]string{release, waiting}, 900},
		{[]string{release, paidBack, earlier}, 930}, // another charge says nothing about this one
	} {
		sent := []webhook.Envelope{received(t, event.PaymentIntentSucceeded, 5, paid)}
		for i, r := range test.refunds {
			sent = append(sent, received(t, event.ChargeRefundUpdated, 5+i, r))
		}
		pending := money.Amount(0)
		if slices.Contains(test.refunds, waiting) {
			pending = 900
		}
		if v := everyOrder(t, sent); v.Refunded != test.want || v.Pending != pending {
			t.Errorf("%d refunds: %d refunded, %d pending", len(test.refunds), v.Refunded, v.Pending)
		}
	}
}

// Webhooks of a connected account tell of payments that the account made itself, too, and sent on to others: of those the platform takes no fee.
func TestPaymentsOfAnAccount(t *testing.T) {
	for _, test := range []struct {
		members string
		account string
		direct  bool
	}{
		{`"application":"ca_1"`, "acct_9", true},
		{`"application":"ca_1","application_fee_amount":30`, "acct_9", true},
		{`"application":null,"application_fee_amount":30`, "acct_9", true},
		{`"application_fee_amount":null`, "acct_9", true}, // it does not say
		{`"application":null,"application_fee_amount":null`, "", false},
		{`"application":null,"transfer_data":{"destination":"acct_1"}`, "", false},
		{`"transfer_data":{"destination":"acct_1"},"application":"ca_1","application_fee_amount":30`, "", false},
	} {
		body := `{"id":"evt_1","object":"event","account":"acct_9","type":"payment_intent.created","created":1,"data":{"object":{"id":"pi_1","object":"payment_intent",
			"status":"requires_payment_method","currency":"usd","amount":1000,"amount_capturable":0,"amount_received":0,"capture_method":"automatic",` + test.members + `}}}`
		var e webhook.Envelope
		if err := e.UnmarshalJSON([]byte(body)); err != nil {
			t.Fatal(err)
		}
		pi := webhook.View{}.Apply(e).PaymentIntent
		if err := pi.Validate(); err != nil || pi.Account != test.account || pi.Direct != test.direct || e.Account != "acct_9" {
			t.Errorf("%s: on %q, direct %t, %v", test.members, pi.Account, pi.Direct, err)
		}
		var fails webhook.Envelope
		if err := fails.UnmarshalJSON([]byte(strings.Replace(body, `"pi_1"`, `null`, 1))); err == nil {
			t.Errorf("%s: without an id it is %+v", test.members, fails.Event)
		}
	}
}

// A payment of which nothing says that it is of an account is the platform's own.
func TestPaymentOfNoAccount(t *testing.T) {
	e := received(t, event.PaymentIntentCreated, 1, `{"id":"pi_1","object":"payment_intent","status":"requires_payment_method","currency":"usd","amount":1000,
		"amount_capturable":0,"amount_received":0,"capture_method":"automatic"}`)
	pi := webhook.View{}.Apply(e).PaymentIntent
	if pi.Direct || pi.Account != "" {
		t.Errorf("on %q, direct %t", pi.Account, pi.Direct)
	}
}

// Events of one call may be a second apart, and not in the order of what happened.
func TestViewOfEventsASecondOff(t *testing.T) {
	const paid = `{"id":"pi_1","object":"payment_intent","status":"succeeded","currency":"usd","amount":1000,"amount_capturable":0,"amount_received":1000,"capture_method":"automatic"}`
	is := func(status string) string { return strings.Replace(paid, "succeeded", status, 1) }
	none := func(status string) string {
		return strings.Replace(is(status), `"amount_received":1000`, `"amount_received":0`, 1)
	}
	for _, test := range []struct {
		sent []webhook.Envelope
		want intent.Status
	}{
		{[]webhook.Envelope{
			received(t, event.PaymentIntentSucceeded, 10, paid),
			received(t, event.PaymentIntentCreated, 11, none("requires_payment_method")),
		}, intent.StatusSucceeded},
		{[]webhook.Envelope{
			received(t, event.PaymentIntentProcessing, 11, none("processing")),
			received(t, event.PaymentIntentSucceeded, 10, paid),
		}, intent.StatusSucceeded},
		{[]webhook.Envelope{
			received(t, event.PaymentIntentCanceled, 10, none("canceled")),
			received(t, event.PaymentIntentPaymentFailed, 11, none("requires_payment_method")),
		}, intent.StatusCanceled},
		{[]webhook.Envelope{
			received(t, event.PaymentIntentRequiresAction, 10, none("requires_action")),
			received(t, event.PaymentIntentCreated, 11, none("requires_payment_method")),
		}, intent.StatusRequiresAction},
		{[]webhook.Envelope{ // these may follow each other in any order
			received(t, event.PaymentIntentRequiresAction, 10, none("requires_action")),
			received(t, event.PaymentIntentPaymentFailed, 11, none("requires_payment_method")),
		}, intent.StatusRequiresPaymentMethod},
	} {
		if v := everyOrder(t, test.sent); v.PaymentIntent.Status != test.want {
			t.Errorf("%s, not %s", v.PaymentIntent.Status, test.want)
		}
	}
}

// A charge that was captured for good stays so.
func TestViewOfAChargeASecondOff(t *testing.T) {
	const held = `{"id":"ch_1","object":"charge","status":"succeeded","payment_intent":"pi_1","currency":"usd","amount":1000,"amount_captured":0,"amount_refunded":0,
		"captured":false,"paid":true,"refunded":false}`
	captured := strings.NewReplacer(`"captured":false`, `"captured":true`, `"amount_captured":0`, `"amount_captured":1000`).Replace(held)
	v := everyOrder(t, []webhook.Envelope{
		received(t, event.ChargeSucceeded, 11, held),
		received(t, event.ChargeCaptured, 10, captured),
		received(t, event.PaymentIntentSucceeded, 10, `{"id":"pi_1","object":"payment_intent","status":"succeeded","currency":"usd","amount":1000,"amount_capturable":0,
			"amount_received":1000,"capture_method":"manual","charges":{"data":[`+captured+`]}}`),
	})
	if c := v.PaymentIntent.LatestCharge; !c.Captured || c.AmountCaptured != 1000 {
		t.Errorf("%+v", c)
	}
}

// Old versions do not show amount_captured: after a refund nobody knows how much of a charge was captured. The view says that, and not what
// the charge was before.
func TestViewOfAChargeThatIsUnknown(t *testing.T) {
	of := func(typ, created, object string) webhook.Envelope {
		var e webhook.Envelope
		body := `{"id":"evt_1","object":"event","api_version":"2019-12-03","type":"` + typ + `","created":` + created + `,"data":{"object":` + object + `}}`
		if err := e.UnmarshalJSON([]byte(body)); err != nil {
			t.Fatal(err)
		}
		return e
	}
	ch := `{"id":"ch_1","object":"charge","status":"succeeded","payment_intent":"pi_1","currency":"usd","amount":1000,"amount_refunded":0,"captured":true,"paid":true,"refunded":false}`
	succeeded := of("payment_intent.succeeded", "5", `{"id":"pi_1","object":"payment_intent","status":"succeeded","currency":"usd","amount":1000,
		"amount_capturable":0,"amount_received":1000,"capture_method":"automatic","charges":{"data":[`+ch+`]}}`)
	refunded := of("charge.refunded", "6", strings.Replace(ch, `"amount_refunded":0`, `"amount_refunded":400`, 1))
	if refunded.PaymentIntentID() != "pi_1" {
		t.Errorf("about %q", refunded.PaymentIntentID())
	}
	v := everyOrder(t, []webhook.Envelope{succeeded, refunded})
	sameSecond := of("charge.refunded", "5", strings.Replace(ch, `"amount_refunded":0`, `"amount_refunded":400`, 1))
	if again := everyOrder(t, []webhook.Envelope{succeeded, sameSecond}); again.PaymentIntent.LatestCharge.Known() {
		t.Errorf("in one second: %+v", again.PaymentIntent.LatestCharge)
	}
	if err := v.PaymentIntent.CheckRefund(intent.RefundParams{}); !errors.Is(err, code.UnknownCharge) {
		t.Errorf("a refund of everything after one of 400: %v", err)
	}
	var again webhook.View
	if b, err := v.MarshalJSON(); err != nil || again.UnmarshalJSON(b) != nil || again != v {
		t.Errorf("%s, %v reads as %+v", b, err, again)
	}
}

// A view is made by Apply: what was written into it by hand is not stored as if events had told it.
func TestViewByHand(t *testing.T) {
	l := lived(t, 1, create("automatic"), approve, pending)
	var told webhook.View
	for _, e := range l.sent {
		told = told.Apply(e)
	}
	edited, more := told, told
	edited.PaymentIntent.AmountReceived++
	more.Refunded++
	for _, v := range []webhook.View{{PaymentIntent: l.after}, {Refunded: 5}, edited, more} {
		b, err := v.MarshalJSON()
		if e, ok := errors.AsType[*code.Error](err); !ok || e.Code != code.ParameterInvalid || b != nil {
			t.Errorf("%+v is stored as %s, %v", v, b, err)
		}
		if v.Equal(told) || !v.Equal(v) {
			t.Errorf("%+v equals %+v", v, told)
		}
	}
	seeded := webhook.View{}.Apply(webhook.Envelope{Event: &intent.Event{Header: event.Header{Created: 9}, PaymentIntent: &l.after}})
	if shown(seeded.PaymentIntent) != shown(l.after) {
		t.Errorf("seeded with\n%+v\nit is\n%+v", l.after, seeded.PaymentIntent)
	}
}

// What was null before is not known, where it cannot have been nothing.
func TestPreviousNull(t *testing.T) {
	var e webhook.Envelope
	body := `{` + header + `,"data":{"object":` + charged + `,"previous_attributes":{"amount_captured":null,"captured":null,"balance_transaction":null}}}`
	if err := e.UnmarshalJSON([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if got := e.Event.String(); got != "charge.captured ch_1 balance_transaction null → null" {
		t.Error(got)
	}
}

// Of what an event shows, each object counts by itself: one that is impossible, or older than what was seen, does not hide the other.
func TestViewTakesEachObject(t *testing.T) {
	l := lived(t, 1, create("manual"), approve, partly)
	var newest webhook.Envelope // about the charge alone
	for _, e := range l.sent {
		if e.Event.EventType() == event.ChargeUpdated {
			newest = e
		}
	}
	other := l.after
	other.LatestCharge.PaymentIntent = "pi_2"
	older := l.sent[1] // shows the intent, and the charge before the capture
	for _, e := range l.sent {
		if e.Event.EventType() == event.PaymentIntentAmountCapturableUpdated {
			older = e
			break
		}
	}
	for name, sent := range map[string][]webhook.Envelope{
		"a charge that is older": {newest, older},
		"a charge of another":    {newest, {Event: &intent.Event{PaymentIntent: &other}}},
	} {
		var v webhook.View
		for _, e := range sent {
			v = v.Apply(e)
		}
		if v.PaymentIntent.Status != intent.StatusRequiresCapture {
			t.Errorf("%s: the intent is %q", name, v.PaymentIntent.Status)
		}
	}
}

// What settles later in the second of the capture, without a fee or a transfer.
func TestViewOfALateBalanceTransaction(t *testing.T) {
	l := lived(t, 0, create("automatic_async"), approve, intent.SettleParams{At: 1_700_000_000, Settlement: charge.Settlement{BalanceTransaction: "txn_1"}})
	if v := everyOrder(t, l.sent); v.PaymentIntent.LatestCharge.BalanceTransaction != "txn_1" {
		t.Errorf("%+v", v.PaymentIntent.LatestCharge)
	}
}

// All that is pending counts.
func TestViewOfTwoPendingRefunds(t *testing.T) {
	again := pending
	again.ID, again.Amount = "re_2", money.Some(70)
	l := lived(t, 1, create("automatic"), approve, pending, again)
	if v := everyOrder(t, l.sent); v.Refunded != 270 || v.Pending != 270 {
		t.Errorf("%d refunded, %d pending, want 270", v.Refunded, v.Pending)
	}
}

// The second in which a payment is created and needs its customer ends with that.
func TestViewOfAChallengeAtOnce(t *testing.T) {
	challenge := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}}
	l := lived(t, 0, create("automatic"), challenge)
	if v := everyOrder(t, l.sent); v.PaymentIntent.Status != intent.StatusRequiresAction {
		t.Errorf("the intent is %q", v.PaymentIntent.Status)
	}
}
