package setup_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// failedBody is an intent whose card was declined, as the API shows it with latest_attempt expanded.
const failedBody = `{
	"id": "seti_1", "object": "setup_intent", "application": null, "cancellation_reason": null, "client_secret": "seti_1_secret_2",
	"created": 100, "customer": "cus_1", "flow_directions": null,
	"last_setup_error": {
		"code": "card_declined", "decline_code": "insufficient_funds", "doc_url": "https://example.com", "message": "Your card has insufficient funds.",
		"payment_method": {"id": "pm_1", "object": "payment_method", "card": {"brand": "visa"}, "type": "card"}, "type": "card_error"
	},
	"latest_attempt": {
		"id": "setatt_1", "object": "setup_attempt", "created": 101, "customer": "cus_1", "flow_directions": null, "livemode": false,
		"on_behalf_of": null, "payment_method": "pm_1", "payment_method_details": {"card": {"three_d_secure": null}, "type": "card"},
		"setup_error": {"code": "card_declined", "decline_code": "insufficient_funds", "message": "Your card has insufficient funds.", "type": "card_error"},
		"setup_intent": "seti_1", "status": "failed", "usage": "off_session"
	},
	"livemode": false, "mandate": null, "metadata": {"order": "6735"}, "next_action": null, "on_behalf_of": null, "payment_method": null,
	"payment_method_options": {"card": {"request_three_d_secure": "automatic"}}, "payment_method_types": ["card"],
	"single_use_mandate": null, "status": "requires_payment_method", "usage": "off_session"
}`

// failed is what failedBody says.
func failed() setup.Intent {
	why := charge.Failure{Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds, Message: "Your card has insufficient funds."}
	return setup.Intent{
		ID: "seti_1", Status: setup.StatusRequiresPaymentMethod, Usage: setup.UsageOffSession, ConfirmationMethod: intent.ConfirmationMethodAutomatic,
		Customer: "cus_1", Created: 100, LastSetupError: setup.Error{Failure: why, PaymentMethod: "pm_1"},
		LatestAttempt: setup.Attempt{
			ID: "setatt_1", Status: setup.AttemptStatusFailed, PaymentMethod: "pm_1", Customer: "cus_1", Usage: setup.UsageOffSession,
			SetupError: why, Created: 101,
		},
	}
}

// replaced returns failedBody with one part replaced.
func replaced(t *testing.T, part, by string) string {
	t.Helper()
	if strings.Count(failedBody, part) != 1 {
		t.Fatalf("%q is not in the body once", part)
	}
	return strings.Replace(failedBody, part, by, 1)
}

func decoded(t *testing.T, body string) setup.Intent {
	t.Helper()
	var si setup.Intent
	if err := json.Unmarshal([]byte(body), &si); err != nil {
		t.Fatal(err)
	}
	return si
}

func TestReadExpanded(t *testing.T) {
	got := decoded(t, failedBody)
	if diff := cmp.Diff(failed(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
}

// What a response shows, in a few words; ids alone where the API sends ids, objects where they are expanded.
func TestRead(t *testing.T) {
	const body = `{"id": "seti_1", "object": "setup_intent", "usage": "off_session", `
	base := setup.Intent{ID: "seti_1", Usage: setup.UsageOffSession, ConfirmationMethod: intent.ConfirmationMethodAutomatic}
	for name, test := range map[string]struct {
		members string
		want    func(si *setup.Intent)
	}{
		"nothing yet": {`"status": "requires_payment_method", "latest_attempt": null, "last_setup_error": null`, func(si *setup.Intent) {
			si.Status = setup.StatusRequiresPaymentMethod
		}},
		"succeeded": {`"status": "succeeded", "payment_method": "pm_1", "latest_attempt": "setatt_1", "mandate": "mandate_1"`, func(si *setup.Intent) {
			si.Status, si.PaymentMethod, si.LatestAttempt.ID, si.Mandate = setup.StatusSucceeded, "pm_1", "setatt_1", "mandate_1"
		}},
		"expanded": {`"status": "succeeded", "payment_method": {"id": "pm_1"}, "customer": {"id": "cus_1"}, "on_behalf_of": {"id": "acct_1"},
			"single_use_mandate": {"id": "mandate_2"}, "latest_attempt": {"id": "setatt_1", "object": "setup_attempt", "status": "succeeded",
			"customer": {"id": "cus_1"}, "payment_method": {"id": "pm_1"}, "on_behalf_of": {"id": "acct_1"}, "usage": "off_session"}`, func(si *setup.Intent) {
			si.Status, si.PaymentMethod, si.Customer, si.OnBehalfOf, si.SingleUseMandate = setup.StatusSucceeded, "pm_1", "cus_1", "acct_1", "mandate_2"
			si.LatestAttempt = setup.Attempt{
				ID: "setatt_1", Status: setup.AttemptStatusSucceeded, Customer: "cus_1", PaymentMethod: "pm_1", OnBehalfOf: "acct_1", Usage: setup.UsageOffSession,
			}
		}},
		"in action": {`"status": "requires_action", "payment_method": "pm_1", "latest_attempt": "setatt_1",
			"next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}`, func(si *setup.Intent) {
			si.Status, si.PaymentMethod, si.LatestAttempt.ID, si.NextAction = setup.StatusRequiresAction, "pm_1", "setatt_1", "use_stripe_sdk"
		}},
		"in action, before 2019-02-11": {`"status": "requires_source_action", "payment_method": "pm_1",
			"next_source_action": {"type": "use_stripe_sdk"}`, func(si *setup.Intent) {
			si.Status, si.PaymentMethod, si.NextAction = setup.StatusRequiresAction, "pm_1", "use_stripe_sdk"
		}},
		"in action, by both names": {`"status": "requires_source_action", "payment_method": "pm_1",
			"next_action": {"type": "redirect_to_url"}, "next_source_action": {"type": "authorize_with_url"}`, func(si *setup.Intent) {
			si.Status, si.PaymentMethod, si.NextAction = setup.StatusRequiresAction, "pm_1", "redirect_to_url"
		}},
		"without a method, before 2019-02-11": {`"status": "requires_source"`, func(si *setup.Intent) { si.Status = setup.StatusRequiresPaymentMethod }},
		"canceled": {`"status": "canceled", "cancellation_reason": "abandoned"`, func(si *setup.Intent) {
			si.Status, si.CancellationReason = setup.StatusCanceled, intent.ReasonAbandoned
		}},
		"of tomorrow": {`"status": "requires_patience", "cancellation_reason": "weather"`, func(si *setup.Intent) {
			si.Status, si.CancellationReason = "requires_patience", "weather"
		}},
		"what the API does not show": {`"status": "succeeded", "tranche": {"confirmation_method": "manual", "confirmations": 3, "more": 1,
			"rules": {"version": "2025-03-31.basil", "max_confirmations": 4, "confirmation_limit": "failure_cancels"}}`, func(si *setup.Intent) {
			si.Status, si.ConfirmationMethod, si.Confirmations = setup.StatusSucceeded, intent.ConfirmationMethodManual, 3
			si.Rules = intent.Rules{Version: "2025-03-31.basil", MaxConfirmations: 4, ConfirmationLimit: intent.ConfirmationLimitFailureCancels}
		}},
		"no rules": {`"status": "processing", "tranche": {"rules": null}`, func(si *setup.Intent) { si.Status = setup.StatusProcessing }},
	} {
		want := base
		test.want(&want)
		if diff := cmp.Diff(want, decoded(t, body+test.members+"}")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A refusal names the place, and changes nothing.
func TestReadRefuses(t *testing.T) {
	for _, test := range []struct {
		part, by string
		code     code.Code
		param    string
	}{
		{`"id": "seti_1", `, ``, code.ParameterMissing, "id"},
		{`"object": "setup_intent", `, ``, code.ParameterMissing, "object"},
		{`"status": "requires_payment_method", `, ``, code.ParameterMissing, "status"},
		{`, "usage": "off_session"
}`, `}`, code.ParameterMissing, "usage"},
		{`"object": "setup_intent"`, `"object": "payment_intent"`, code.ParameterInvalid, "object"},
		{`"object": "setup_attempt"`, `"object": "charge"`, code.ParameterInvalid, "latest_attempt.object"},
		{`"id": "setatt_1", `, ``, code.ParameterMissing, "latest_attempt.id"},
		{`"status": "failed", `, ``, code.ParameterMissing, "latest_attempt.status"},
		{`"created": 100`, `"created": 100, "created": 100`, code.ParameterInvalid, "created"},
		{`"created": 101`, `"created": 101, "created": 101`, code.ParameterInvalid, "latest_attempt.created"},
		{`"created": 100`, `"created": 1.5`, code.ParameterInvalidInteger, "created"},
		{`"id": "pm_1"`, `"id": 1`, code.ParameterInvalid, "last_setup_error.payment_method.id"},
		{`"livemode": false, "mandate"`, `"tranche": {"confirmations": 256}, "mandate"`, code.ParameterInvalid, "tranche.confirmations"},
		{`"livemode": false, "mandate"`, `"tranche": {"rules": {"luck": 1}}, "mandate"`, code.ParameterInvalid, "tranche.rules"},
		{`"livemode": false, "mandate"`, `"tranche": {"rules": {"version": "basil"}}, "mandate"`, code.ParameterInvalid, "rules.version"},
		{`"next_action": null`, `"next_action": {"type": 1}`, code.ParameterInvalid, "next_action.type"},
		{`"next_action": null`, `"next_action": 1`, code.ParameterInvalid, "next_action"},
		{`"setup_error": {"code": "card_declined"`, `"setup_error": {"code": []`, code.ParameterInvalid, "latest_attempt.setup_error.code"},
		{"\n}", "\n} {}", code.ParameterInvalid, ""},
	} {
		before := reach(t, with)
		si := before
		err := si.UnmarshalJSON([]byte(replaced(t, test.part, test.by)))
		e, ok := errors.AsType[*intent.Error](err)
		if !ok || e.Code != test.code || e.Param != test.param || e.Op != "decode" {
			t.Errorf("%s: %v (%+v), want %s %s", test.by, err, e, test.code, test.param)
		}
		if si != before {
			t.Errorf("%s: the receiver is %+v", test.by, si)
		}
	}
}

// Rules are kept where the document has none, and nothing else is.
func TestReadKeepsRules(t *testing.T) {
	si := reach(t, limited(2, intent.ConfirmationLimitFailureCancels), confirms(microdeposit))
	rules := si.Rules
	if err := json.Unmarshal([]byte(failedBody), &si); err != nil {
		t.Fatal(err)
	}
	want := failed()
	want.Rules = rules
	if si != want {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, si))
	}
}

// What is written is the API's object: every key that it has there, and the hidden ones only where there is something hidden.
func TestWrite(t *testing.T) {
	const want = `{"id":"seti_1","object":"setup_intent","cancellation_reason":null,"created":100,"customer":"cus_1",` +
		`"last_setup_error":{"code":"card_declined","decline_code":"insufficient_funds","message":"Your card has insufficient funds.","type":"card_error",` +
		`"payment_method":{"id":"pm_1","object":"payment_method"}},` +
		`"latest_attempt":{"id":"setatt_1","object":"setup_attempt","created":101,"customer":"cus_1","on_behalf_of":null,"payment_method":"pm_1",` +
		`"setup_error":{"code":"card_declined","decline_code":"insufficient_funds","message":"Your card has insufficient funds.","type":"card_error"},` +
		`"setup_intent":"seti_1","status":"failed","usage":"off_session"},` +
		`"mandate":null,"next_action":null,"on_behalf_of":null,"payment_method":null,"single_use_mandate":null,` +
		`"status":"requires_payment_method","usage":"off_session"}`
	if got := string(encode(t, failed())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	si := reach(t, manual, confirms(challenged))
	si.LatestAttempt = setup.Attempt{ID: "setatt_1"}
	const asked = `{"id":"seti_1","object":"setup_intent","cancellation_reason":null,"created":0,"customer":null,"last_setup_error":null,` +
		`"latest_attempt":"setatt_1","mandate":null,"next_action":{"type":"use_stripe_sdk"},"on_behalf_of":null,"payment_method":"pm_1",` +
		`"single_use_mandate":null,"status":"requires_action","usage":"off_session","tranche":{"confirmation_method":"manual","confirmations":1}}`
	if got := string(encode(t, si)); got != asked {
		t.Errorf("got\n%s\nwant\n%s", got, asked)
	}
	si = reach(t, with)
	si.Rules.MaxConfirmations = 3
	if got := string(encode(t, si)); !strings.HasSuffix(got, `"tranche":{"rules":{"max_confirmations":3}}}`) {
		t.Errorf("got %s", got)
	}
}

// Before 2019-02-11 statuses and the next action had other names.
func TestWriteOldNames(t *testing.T) {
	si := reach(t, with, confirms(challenged))
	si.Rules.Version = "2018-11-08"
	b := string(encode(t, si))
	if !strings.Contains(b, `"status":"requires_source_action"`) || !strings.Contains(b, `"next_source_action":{"type":"use_stripe_sdk"}`) {
		t.Errorf("got %s", b)
	}
	if again := decoded(t, b); again != si {
		t.Errorf("(-want +got):\n%s", cmp.Diff(si, again))
	}
}

// The kind of an error is written: what the customer did not do is about the request.
func TestWriteErrorType(t *testing.T) {
	for why, want := range map[code.Code]string{
		code.SetupIntentAuthenticationFailure: "invalid_request_error", code.MicrodepositTimeout: "invalid_request_error", code.ExpiredCard: "card_error",
	} {
		b := string(encode(t, reach(t, with, confirms(challenged), setup.AuthenticateParams{Failure: charge.Failure{Code: why}})))
		if strings.Count(b, `"code":"`+string(why)+`","type":"`+want+`"`) != 2 {
			t.Errorf("%s: %s", why, b)
		}
	}
}

func TestParseCommandRefuses(t *testing.T) {
	for _, test := range []struct{ op, body, param string }{
		{"confirm", `{"attempt":{"answer":"approved"},"attempt":{}}`, "attempt"},
		{"confirm", `{"attempt":{"luck":1}}`, ""},
		{"confirm", `{"Attempt":{}}`, "Attempt"},
		{"create", `{"at":1.5}`, "at"},
		{"create", `null`, ""},
		{"update", `{} {}`, ""},
		{"cancel", `[]`, ""},
		{"process", `{"attempt":{"failure":{"code":1}}}`, "attempt.failure.code"},
		{"authenticate", ``, ""},
		{"verify_microdeposits", `{"microdeposits":{"amounts":{}}}`, "microdeposits.amounts"},
	} {
		c, err := setup.ParseCommand(intent.Operation(test.op), []byte(test.body))
		if e, ok := errors.AsType[*intent.Error](err); !ok || c != nil || e.Code != code.ParameterInvalid || e.Param != test.param {
			t.Errorf("%s %s: %v, %v", test.op, test.body, c, err)
		}
	}
}
