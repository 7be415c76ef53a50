package webhook_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

// told returns events of every type that operations of this module tell, several of each.
func told(t *testing.T) []event.Event {
	t.Helper()
	var all []event.Event
	seen := map[event.Type]map[string]bool{}
	add := func(e event.Event) {
		if seen[e.EventType()] == nil {
			seen[e.EventType()] = map[string]bool{}
		}
		if s := e.String(); !seen[e.EventType()][s] {
			seen[e.EventType()][s] = true
			all = append(all, e)
		}
	}
	payments := explore.Payments(1)
	for _, p := range []intent.CreateParams{payments[0], payments[3], payments[11], payments[18], explore.Readings(1)[len(explore.Readings(1))-2]} {
		for e := range explore.Life(p).Walk(explore.State{}) {
			for _, e := range e.Events {
				add(e)
			}
		}
	}
	approved := setup.Attempted{ID: "setatt_1", Answer: charge.AnswerApproved}
	declined := setup.Attempted{ID: "setatt_1", Answer: charge.AnswerDeclined, Failure: charge.Failure{Code: code.CardDeclined}}
	challenged := setup.Attempted{ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}
	create := setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1"}
	for _, c := range []setup.Command{
		setup.ConfirmParams{Attempt: approved}, setup.ConfirmParams{Attempt: declined}, setup.ConfirmParams{Attempt: challenged}, setup.CancelParams{},
	} {
		si, created, err := setup.Create(create)
		_, events, err2 := setup.Step(si, c)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for _, e := range append(created, events...) {
			add(e)
		}
	}
	return all
}

// Every type of events is told by something, goes over the wire, and comes back with its object and what it lists.
func TestEveryEvent(t *testing.T) {
	never := map[event.Type]bool{event.PaymentIntentPartiallyFunded: true, event.ApplicationFeeRefundUpdated: true, event.TransferUpdated: true}
	types := map[event.Type]int{}
	for _, e := range told(t) {
		types[e.EventType()]++
		want := ""
		if kind := e.EventType().Object(); kind == "payment_intent" || kind == "charge" || kind == "refund" {
			want = "pi_1"
		}
		if got := (webhook.Envelope{Event: e}).PaymentIntentID(); got != want {
			t.Errorf("%s is about %q, want %q", e, got, want)
		}
		for _, v := range []intent.Version{"", "2022-08-01", "2018-11-08"} {
			sent := webhook.Envelope{ID: "evt_1", Event: e, APIVersion: v, Livemode: true, PendingWebhooks: 2, Request: webhook.Request{ID: "req_1"}}
			body, err := sent.MarshalJSON()
			if err != nil {
				t.Fatalf("%s: %v", e, err)
			}
			var got webhook.Envelope
			if err = json.Unmarshal(body, &got); err != nil {
				t.Fatalf("%s\n%v", body, err)
			}
			again, err := got.MarshalJSON()
			if err != nil || !bytes.Equal(again, body) {
				t.Fatalf("%s\nis written again as\n%s\n%v", body, again, err)
			}
			if reflect.TypeOf(got.Event) != reflect.TypeOf(e) || got.Event.ObjectID() != e.ObjectID() || got.Event.EventType() != e.EventType() || got.Event.EventCreated() != e.EventCreated() {
				t.Fatalf("%s\nreads as %s", body, got.Event)
			}
			if listed, want := previous(got.Event), previous(e); listed != want {
				t.Fatalf("%s\nlists %+v, want %+v", body, listed, want)
			}
			if got.Raw != string(body) {
				t.Fatalf("%s\nhas Raw %s", body, got.Raw)
			}
			got.Event, sent.Event, got.Raw = nil, nil, ""
			if got != sent {
				t.Fatalf("%+v, want %+v", got, sent)
			}
		}
	}
	for _, typ := range event.Types() {
		if (types[typ] > 0) == never[typ] {
			t.Errorf("%s was told %d times", typ, types[typ])
		}
	}
}

// previous returns what an event lists as changed.
func previous(e event.Event) any {
	switch e := e.(type) {
	case *intent.Event:
		return e.Previous
	case *charge.Event:
		return e.Previous
	case *refund.Event:
		return e.Previous
	case *connect.ApplicationFeeEvent:
		return [2]any{e.Previous, e.FeeRefund}
	case *connect.TransferEvent:
		return [2]any{e.Previous, e.Reversal}
	}
	return nil
}

// held returns a multicapture payment of 1000, and commands carried out on it.
func held(t *testing.T, method intent.CaptureMethod, commands ...intent.Command) (events []event.Event) {
	t.Helper()
	create := intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: method, PaymentMethod: "pm_1",
		CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	}
	if method != intent.CaptureMethodManual {
		create.TransferData.Destination, create.ApplicationFeeAmount = "acct_1", money.Some(30)
	}
	confirm := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Multicapture: true}}}
	var pi intent.PaymentIntent
	for _, c := range append([]intent.Command{create, confirm}, commands...) {
		var err error
		if pi, events, err = intent.Step(pi, c); err != nil {
			t.Fatal(err)
		}
	}
	return events
}

// The samples of the pages: what previous_attributes hold, and what is null or absent in the object.
// Source: https://docs.stripe.com/payments/multicapture, https://docs.stripe.com/payments/payment-intents/asynchronous-capture.
func TestSamples(t *testing.T) {
	part := intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true, Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}
	settled := intent.SettleParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}}
	for _, c := range []struct {
		name     string
		events   []event.Event
		typ      event.Type
		previous string // "" is absent
		object   string // a part of it
	}{
		{
			"a capture of a part", held(t, "manual", part), event.PaymentIntentAmountCapturableUpdated,
			`{"amount_capturable":1000}`, `"amount_capturable":300,"amount_received":700`,
		},
		{"the charge of it", held(t, "manual", part), event.ChargeUpdated, `{"amount_captured":0,"balance_transaction":null}`, `"captured":false`},
		{
			"a final capture of nothing", held(t, "manual", part, intent.CaptureParams{AmountToCapture: money.Some(0)}), event.ChargeCaptured,
			`{"captured":false}`, `"captured":true`,
		},
		{
			"a final capture of nothing, which changes nothing capturable after everything", held(t, "manual", intent.CaptureParams{NonFinal: true}, intent.CaptureParams{AmountToCapture: money.Some(0)}),
			event.PaymentIntentAmountCapturableUpdated, `{"amount_capturable":0}`, `"amount_capturable":0`,
		},
		{"the authorization", held(t, "manual"), event.PaymentIntentAmountCapturableUpdated, "", `"amount_capturable":1000`},
		{"an asynchronous capture", held(t, "automatic_async"), event.ChargeSucceeded, "", `"application_fee":null,"application_fee_amount":30,"balance_transaction":null`},
		{
			"what it left null", held(t, "automatic_async", settled), event.ChargeUpdated,
			`{"application_fee":null,"balance_transaction":null,"transfer":null}`, `"transfer":"tr_1"`,
		},
		{"a payment that succeeded", held(t, "automatic_async"), event.PaymentIntentSucceeded, "", `"latest_charge":"ch_1"`},
	} {
		found := false
		for _, e := range c.events {
			if e.EventType() != c.typ {
				continue
			}
			found = true
			body, err := webhook.Envelope{ID: "evt_1", Event: e}.MarshalJSON()
			var shown struct {
				Data struct {
					Object   json.RawMessage `json:"object"`
					Previous json.RawMessage `json:"previous_attributes"`
				} `json:"data"`
			}
			if err != nil || json.Unmarshal(body, &shown) != nil {
				t.Fatalf("%s: %s, %v", c.name, body, err)
			}
			if string(shown.Data.Previous) != c.previous || !strings.Contains(string(shown.Data.Object), c.object) {
				t.Errorf("%s: %s, want %s and %s", c.name, body, c.previous, c.object)
			}
		}
		if !found {
			t.Errorf("%s: %v, want %s", c.name, c.events, c.typ)
		}
	}
	// transfer is absent, not null, where there is none.
	for _, e := range held(t, "automatic_async") {
		if e.EventType() == event.ChargeSucceeded {
			if body, err := (webhook.Envelope{ID: "evt_1", Event: e}).MarshalJSON(); err != nil || bytes.Contains(body, []byte(`"transfer":`)) {
				t.Errorf("%s, %v", body, err)
			}
		}
	}
}

// The whole of one event, as it goes over the wire.
func TestEnvelope(t *testing.T) {
	e := webhook.Envelope{
		ID: "evt_1", APIVersion: "2025-03-31.basil", Account: "acct_9", PendingWebhooks: 1, Request: webhook.Request{ID: "req_1", IdempotencyKey: "key_1"},
		Event: &refund.Event{
			Header: event.Header{Type: event.RefundFailed, Created: 7},
			Refund: &refund.Refund{ID: "re_1", Amount: 300, Currency: "usd", Status: refund.StatusFailed, FailureReason: refund.FailureDeclined, Number: 4},
			Previous: refund.Previous{
				Status: event.Was(refund.StatusPending), PendingReason: event.Was(refund.PendingCharge), FailureReason: event.Was[refund.FailureReason](""),
			},
		},
	}
	const want = `{"id":"evt_1","object":"event","account":"acct_9","api_version":"2025-03-31.basil","created":7,"data":{"object":` +
		`{"id":"re_1","object":"refund","amount":300,"balance_transaction":null,"charge":null,"created":0,"currency":"usd",` +
		`"failure_reason":"declined","payment_intent":null,"reason":null,"status":"failed","transfer_reversal":null},` +
		`"previous_attributes":{"failure_reason":null,"pending_reason":"charge_pending","status":"pending"}},"livemode":false,"pending_webhooks":1,` +
		`"request":{"id":"req_1","idempotency_key":"key_1"},"type":"refund.failed"}`
	if got, err := e.MarshalJSON(); err != nil || string(got) != want {
		t.Errorf("%s, %v\nwant\n%s", got, err, want)
	}
}

// An event that this module does not model passes through as it came.
func TestUnknown(t *testing.T) {
	for _, body := range []string{
		`{"id":"evt_1","object":"event","api_version":null,"created":7,"data":{"object":{"id":"mandate_1","object":"mandate","status":"active"}},` +
			`"livemode":false,"pending_webhooks":0,"request":{"id":null,"idempotency_key":null},"type":"mandate.updated"}`,
		`{"id":"evt_1","object":"event","api_version":null,"created":7,"data":{"object":{"id":"fr_1","object":"fee_refund"},"previous_attributes":{"metadata":{"a":"b"}}},` +
			`"livemode":false,"pending_webhooks":0,"request":{"id":null,"idempotency_key":null},"type":"application_fee.refund.updated"}`,
		`{"id":"evt_1","object":"event","api_version":null,"created":7,"data":{"object":{"available":[]}},` +
			`"livemode":false,"pending_webhooks":0,"request":{"id":null,"idempotency_key":null},"type":"balance.available"}`,
	} {
		var e webhook.Envelope
		if err := e.UnmarshalJSON([]byte(body)); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		u, ok := e.Event.(*webhook.Unknown)
		if !ok || u.Created != 7 || !strings.Contains(body, `"id":"`+u.ObjectID()+`"`) && u.ObjectID() != "" || u.String() != string(u.Type)+" "+u.ObjectID() {
			t.Errorf("%s reads as %v", body, e.Event)
		}
		if again, err := e.MarshalJSON(); err != nil || string(again) != body {
			t.Errorf("%s, %v\nwant\n%s", again, err, body)
		}
	}
}

// foreign is an event of another module.
type foreign struct{ event.Header }

func (foreign) ObjectID() string { return "" }
func (foreign) String() string   { return "" }

// An event without its object cannot be sent, and tells a view nothing.
func TestEventsWithoutAnObject(t *testing.T) {
	for _, e := range []event.Event{
		nil, foreign{}, &intent.Event{}, &charge.Event{}, &refund.Event{}, &connect.ApplicationFeeEvent{}, &connect.TransferEvent{}, &setup.Event{},
		&intent.Event{PaymentIntent: &intent.PaymentIntent{}}, &charge.Event{Charge: &charge.Charge{}}, &refund.Event{Refund: &refund.Refund{}},
		&setup.Event{SetupIntent: &setup.Intent{}}, &webhook.Unknown{Object: []byte("7")},
		&webhook.Unknown{}, &webhook.Unknown{Object: []byte("{}"), PreviousAttributes: []byte("{")},
		(*intent.Event)(nil), (*charge.Event)(nil), (*refund.Event)(nil), (*connect.ApplicationFeeEvent)(nil), (*connect.TransferEvent)(nil),
		(*setup.Event)(nil), (*webhook.Unknown)(nil),
		&connect.ApplicationFeeEvent{ApplicationFee: &connect.ApplicationFee{ID: "fee_1"}}, &connect.ApplicationFeeEvent{ApplicationFee: &connect.ApplicationFee{Amount: 5}},
		&connect.TransferEvent{Transfer: &connect.Transfer{ID: "tr_1"}}, &connect.TransferEvent{Transfer: &connect.Transfer{Amount: 5}},
	} {
		body, err := webhook.Envelope{ID: "evt_1", Event: e}.MarshalJSON()
		if !errors.Is(err, code.ParameterMissing) || body != nil {
			t.Errorf("%T: %s, %v", e, body, err)
		}
		if v := (webhook.View{}).Apply(webhook.Envelope{Event: e}); v != (webhook.View{}) {
			t.Errorf("%T: %+v", e, v)
		}
	}
}

// What came back is listed by the events about it alone, and only if it is known.
func TestListsOfWhatCameBack(t *testing.T) {
	fee, back := connect.ApplicationFee{ID: "fee_1", Amount: 50, AmountRefunded: 5}, connect.FeeRefund{ID: "fr_1", Amount: 5}
	transfer, reversed := connect.Transfer{ID: "tr_1", Amount: 50, AmountReversed: 5}, connect.Reversal{ID: "trr_1", Amount: 5}
	for e, listed := range map[event.Event]bool{
		&connect.ApplicationFeeEvent{Header: event.Header{Type: event.ApplicationFeeRefunded}, ApplicationFee: &fee, FeeRefund: back}: true,
		&connect.ApplicationFeeEvent{Header: event.Header{Type: event.ApplicationFeeRefunded}, ApplicationFee: &fee}:                  false,
		&connect.ApplicationFeeEvent{Header: event.Header{Type: event.ApplicationFeeCreated}, ApplicationFee: &fee, FeeRefund: back}:  false,
		&connect.TransferEvent{Header: event.Header{Type: event.TransferReversed}, Transfer: &transfer, Reversal: reversed}:           true,
		&connect.TransferEvent{Header: event.Header{Type: event.TransferReversed}, Transfer: &transfer}:                               false,
		&connect.TransferEvent{Header: event.Header{Type: event.TransferCreated}, Transfer: &transfer, Reversal: reversed}:            false,
	} {
		b, err := webhook.Envelope{ID: "evt_1", Event: e}.MarshalJSON()
		if err != nil || strings.Contains(string(b), `"object":"list"`) != listed {
			t.Errorf("%s: %s, %v, want a list %t", e, b, err, listed)
		}
	}
}

// What cannot be sent.
func TestEncodeRefuses(t *testing.T) {
	created := &refund.Event{Header: event.Header{Type: event.RefundCreated}, Refund: &refund.Refund{ID: "re_1", Status: refund.StatusSucceeded}}
	other := *created
	other.Type = event.ChargeRefunded
	early := *created
	early.Created = -1
	if _, err := (webhook.Envelope{Event: created}).MarshalJSON(); !errors.Is(err, code.ParameterMissing) {
		t.Errorf("without an id: %v", err)
	}
	for _, c := range []struct {
		envelope webhook.Envelope
		code     code.Code
		param    string
	}{
		{webhook.Envelope{Event: &charge.Event{Header: event.Header{Type: event.ChargeUpdated}, Charge: &charge.Charge{ID: "ch_1"}}}, code.UnknownCharge, "latest_charge"},
		{webhook.Envelope{Event: created, APIVersion: "basil"}, code.ParameterInvalid, "api_version"},
		{webhook.Envelope{Event: created, PendingWebhooks: -1}, code.ParameterInvalid, "pending_webhooks"},
		{webhook.Envelope{Event: &other}, code.ParameterInvalid, "type"},
		{webhook.Envelope{Event: &refund.Event{Refund: created.Refund}}, code.ParameterMissing, "type"},
		{webhook.Envelope{Event: &early}, code.ParameterInvalid, "created"},
	} {
		c.envelope.ID = "evt_1"
		body, err := c.envelope.MarshalJSON()
		if e, ok := errors.AsType[*code.Error](err); !ok || e.Code != c.code || e.Param != c.param || body != nil {
			t.Errorf("%s, %v, want %s of %s", body, err, c.code, c.param)
		}
	}
}

const header = `"id":"evt_1","object":"event","type":"charge.captured","created":7`

// What cannot be read says where, and changes nothing.
func TestDecodeRefuses(t *testing.T) {
	of := func(typ, object string) string {
		return `{"id":"evt_1","object":"event","type":"` + typ + `","created":7,"data":{"object":` + object + `}}`
	}
	for body, param := range map[string]string{
		``:                                 "",
		`{}`:                               "id",
		`{"id":"evt_1","id":"evt_2"}`:      "id",
		`{"id":"evt_1","object":"charge"}`: "object",
		`{` + header + `}`:                 "data",
		`{` + header + `,"data":{}}`:       "data.object",
		`{` + header + `,"data":{"object":null}}`:                                                                                                  "data.object",
		`{` + header + `,"api_version":"basil"}`:                                                                                                   "data",
		`{` + header + `,"api_version":"basil","data":{"object":{}}}`:                                                                              "rules.version",
		`{` + header + `,"data":[]}`:                                                                                                               "data",
		`{` + header + `,"livemode":1,"data":{"object":{}}}`:                                                                                       "livemode",
		`{` + header + `,"pending_webhooks":-1,"data":{"object":{}}}`:                                                                              "pending_webhooks",
		`{` + header + `,"request":7,"data":{"object":{}}}`:                                                                                        "request",
		`{` + header + `,"request":{"id":7},"data":{"object":{}}}`:                                                                                 "request.id",
		of("charge.captured", `{"id":"ch_1","object":"payment_intent"}`):                                                                           "data.object.object",
		of("payment_intent.succeeded", `{"id":"pi_1","object":"payment_intent"}`):                                                                  "data.object.status",
		of("refund.created", `{"object":"refund","amount":-1,"status":"succeeded"}`):                                                               "data.object.amount",
		of("setup_intent.created", `{"id":"seti_1","object":"setup_intent"}`):                                                                      "data.object.status",
		of("application_fee.refunded", `{"id":"fee_1","object":"application_fee","amount":"1"}`):                                                   "data.object.amount",
		of("application_fee.refunded", `{"id":"fee_1","object":"application_fee","amount":5,"refunds":{"data":[7]}}`):                              "data.object.refunds.data",
		of("transfer.reversed", `{"id":"tr_1","object":"transfer","amount":5,"reversals":{"data":7}}`):                                             "data.object.reversals.data",
		of("mandate.updated", `{"id":7}`):                                                                                                          "data.object.id",
		of("application_fee.created", `{"object":"application_fee","amount":5}`):                                                                   "data.object.id",
		of("application_fee.created", `"fee_1"`):                                                                                                   "data.object.amount",
		of("transfer.created", `{"object":"transfer","amount":5}`):                                                                                 "data.object.id",
		of("transfer.reversed", `{"id":"tr_1","object":"transfer","reversals":{"data":[{"id":"trr_1","object":"transfer_reversal","amount":5}]}}`): "data.object.amount",
		`{` + header + `,"data":{"object":` + charged + `,"previous_attributes":{"captured":"no"}}}`:                                               "data.previous_attributes.captured",
		`{` + header + `,"data":{"object":` + charged + `,"previous_attributes":{"amount_captured":1.5}}}`:                                         "data.previous_attributes.amount_captured",
	} {
		was := webhook.Envelope{ID: "evt_0", Livemode: true}
		e := was
		err := e.UnmarshalJSON([]byte(body))
		refused, ok := errors.AsType[*code.Error](err)
		if !ok || refused.Param != param || e != was {
			t.Errorf("%s: %v (%+v), want Param %q", body, err, e, param)
		}
	}
}

const charged = `{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,"amount_captured":1000,"amount_refunded":0,"captured":true,"paid":true,"refunded":false}`

// What the API has had in other forms.
func TestOtherForms(t *testing.T) {
	var e webhook.Envelope
	body := `{` + header + `,"account":"acct_1","context":null,"request":"req_1","pending_webhooks":9223372036854775807,"data":{"object":` + charged +
		`,"previous_attributes":{"captured":false,"receipt_url":"x","balance_transaction":{"id":"txn_1","object":"balance_transaction"},"application_fee_amount":null}}}`
	if err := e.UnmarshalJSON([]byte(body)); err != nil {
		t.Fatal(err)
	}
	c := e.Event.(*charge.Event)
	want := charge.Previous{Captured: event.Was(false), BalanceTransaction: event.Was("txn_1"), ApplicationFeeAmount: event.Was(money.NullAmount{})}
	if e.Request.ID != "req_1" || e.Account != "acct_1" || e.PendingWebhooks != 1<<31-1 || c.Previous != want {
		t.Errorf("%+v, %+v", e, c.Previous)
	}
	// The newest part of a list counts, and what is not modelled of a request is skipped.
	body = `{"id":"evt_1","object":"event","type":"transfer.reversed","created":7,"request":{"id":"req_1","more":1},"data":{"object":{"id":"tr_1",` +
		`"object":"transfer","amount":9,"reversals":{"data":[{"id":"trr_2","object":"transfer_reversal"},{"id":"trr_1","object":"transfer_reversal"}]}}}}`
	var reversed webhook.Envelope
	if err := reversed.UnmarshalJSON([]byte(body)); err != nil || reversed.Event.(*connect.TransferEvent).Reversal.ID != "trr_2" {
		t.Errorf("%+v, %v", reversed.Event, err)
	}
	// A key that a type does not carry is not written again.
	c.Type = event.ChargeSucceeded
	if body, err := e.MarshalJSON(); err != nil || bytes.Contains(body, []byte("previous_attributes")) {
		t.Errorf("%s, %v", body, err)
	}
}

// What came back is a list of the API, which says whether there is more of it than the newest.
func TestLists(t *testing.T) {
	sent := func(e event.Event) string {
		t.Helper()
		body, err := webhook.Envelope{ID: "evt_1", Event: e}.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	for refunded, more := range map[money.Amount]string{5: "false", 6: "true"} {
		fee := connect.ApplicationFee{ID: "fee_1", Amount: 30, AmountRefunded: refunded}
		transfer := connect.Transfer{ID: "tr_1", Amount: 30, AmountReversed: refunded}
		ofFee := sent(&connect.ApplicationFeeEvent{Header: event.Header{Type: event.ApplicationFeeRefunded}, ApplicationFee: &fee, FeeRefund: connect.FeeRefund{ID: "fr_1", Amount: 5}})
		ofTransfer := sent(&connect.TransferEvent{Header: event.Header{Type: event.TransferReversed}, Transfer: &transfer, Reversal: connect.Reversal{ID: "trr_1", Amount: 5}})
		for body, list := range map[string]string{
			ofFee:      `"refunds":{"object":"list","data":[{"id":"fr_1",`,
			ofTransfer: `"reversals":{"object":"list","data":[{"id":"trr_1",`,
		} {
			url := map[bool]string{true: "/v1/application_fees/fee_1/refunds", false: "/v1/transfers/tr_1/reversals"}[body == ofFee]
			if rest := `}],"has_more":` + more + `,"url":"` + url + `"}}`; !strings.Contains(body, list) || !strings.Contains(body, rest) {
				t.Errorf("%s, want %s … %s", body, list, rest)
			}
		}
	}
}

func TestOpen(t *testing.T) {
	body := []byte(`{` + header + `,"data":{"object":` + charged + `}}`)
	signature := webhook.Sign(body, 7, secret)
	e, err := webhook.Open(body, signature, 7, secret)
	if err != nil || e.Event.ObjectID() != "ch_1" {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err = webhook.Open(body, signature, 7, "whsec_2"); err != webhook.NoValidSignature || e != (webhook.Envelope{}) {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err = webhook.Open(body[1:], webhook.Sign(body[1:], 7, secret), 7, secret); err == nil || e != (webhook.Envelope{}) {
		t.Errorf("%+v, %v", e, err)
	}
}

// What is read and can be written is read again as the same. What cannot be read or written is refused, and changes nothing.
func FuzzEnvelope(f *testing.F) {
	f.Add([]byte(`{` + header + `,"data":{"object":` + charged + `,"previous_attributes":{"captured":false}}}`))
	f.Add([]byte(`{"id":"evt_1","object":"event","type":"mandate.updated","created":7,"data":{"object":{"id":"mandate_1"}}}`))
	f.Add([]byte(`{"id":"evt_1","object":"event","type":"transfer.reversed","created":7,"data":{"object":{"id":"tr_1","object":"transfer","amount":5,"reversals":{"data":[{"id":"trr_1","object":"transfer_reversal","amount":5}]}}}}`))
	for _, members := range []string{
		`"application":null`, `"application":"ca_1"`, `"application":null,"application_fee_amount":30`, `"application_fee_amount":30`, `"customer":null`,
		`"application":null,"transfer_data":{"destination":"acct_1","amount":5}`, `"application":"ca_1","transfer_data":{"destination":"acct_1"}`,
	} {
		for _, account := range []string{``, `"account":"acct_9",`} {
			f.Add([]byte(`{` + account + `"id":"evt_1","object":"event","type":"payment_intent.created","created":7,"data":{"object":{"id":"pi_1","object":"payment_intent",
				"status":"requires_payment_method","currency":"usd","amount":1000,"amount_capturable":0,"amount_received":0,"capture_method":"automatic",` + members + `}}}`))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var e, again webhook.Envelope
		if err := e.UnmarshalJSON(body); err != nil {
			if _, ok := errors.AsType[*code.Error](err); !ok || e != (webhook.Envelope{}) {
				t.Fatalf("%s is refused with %v, and reads as %+v", body, err, e)
			}
			return
		}
		if _, unknown := e.Event.(*webhook.Unknown); e.Event == nil || e.Event.ObjectID() == "" && !unknown {
			t.Fatalf("%s is about nothing: %+v", body, e)
		}
		written, err := e.MarshalJSON()
		if err != nil {
			if _, ok := errors.AsType[*code.Error](err); !ok {
				t.Fatalf("%s cannot be written: %v", body, err)
			}
			return
		}
		if err := again.UnmarshalJSON(written); err != nil || !reflect.DeepEqual(again.Event, e.Event) {
			t.Fatalf("%s\nis written as\n%s\nand reads as\n%+v, %v", body, written, again.Event, err)
		}
		if twice, err := again.MarshalJSON(); err != nil || !bytes.Equal(twice, written) {
			t.Fatalf("%s\nis written as\n%s\nand then as\n%s, %v", body, written, twice, err)
		}
	})
}

func ExampleOpen() {
	body := []byte(`{"id":"evt_1","object":"event","type":"charge.captured","created":7,"data":{"object":` + charged + `,"previous_attributes":{"captured":false}}}`)
	e, err := webhook.Open(body, webhook.Sign(body, 1_700_000_000, "whsec_1"), 1_700_000_060, "whsec_1")
	if err != nil {
		fmt.Println(err)
		return
	}
	switch e := e.Event.(type) {
	case *charge.Event:
		fmt.Println(e)
	case *intent.Event:
		fmt.Println(e)
	}
	// Output:
	// charge.captured ch_1 captured false → true
}
