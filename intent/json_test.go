package intent_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// heldBody is an intent of which 300 of 1000 were captured, as the API shows it with latest_charge expanded.
const heldBody = `{
	"id": "pi_1", "object": "payment_intent", "amount": 1000, "amount_capturable": 700, "amount_received": 300,
	"capture_method": "manual", "confirmation_method": "automatic", "created": 100, "currency": "usd", "customer": "cus_1",
	"latest_charge": ` + chargeBody + `,
	"livemode": false, "metadata": {"order": "6735"}, "next_action": null, "payment_method": "pm_1",
	"payment_method_options": {"card": {"request_multicapture": "if_available", "request_three_d_secure": "automatic"}},
	"payment_method_types": ["card"], "status": "requires_capture"
}`

const chargeBody = `{
		"id": "ch_1", "object": "charge", "amount": 1000, "amount_captured": 300, "amount_refunded": 0, "balance_transaction": "txn_1",
		"captured": false, "created": 101, "currency": "usd", "disputed": false, "paid": true, "payment_intent": "pi_1", "payment_method": "pm_1",
		"payment_method_details": {"card": {
			"amount_authorized": 1000, "brand": "visa", "capture_before": 605000, "multicapture": {"status": "available"},
			"overcapture": {"maximum_amount_capturable": 1000, "status": "unavailable"}
		}, "type": "card"},
		"refunded": false, "status": "succeeded"
	}`

func decode(t *testing.T, body string) intent.PaymentIntent {
	t.Helper()
	var pi intent.PaymentIntent
	if err := json.Unmarshal([]byte(body), &pi); err != nil {
		t.Fatal(err)
	}
	return pi
}

// with returns heldBody with one part replaced.
func with(t *testing.T, part, by string) string {
	t.Helper()
	if strings.Count(heldBody, part) != 1 {
		t.Fatalf("the body has %q %d times", part, strings.Count(heldBody, part))
	}
	return strings.Replace(heldBody, part, by, 1)
}

func TestDecode(t *testing.T) {
	want := intent.PaymentIntent{
		ID: "pi_1", Status: intent.StatusRequiresCapture, Amount: 1000, AmountCapturable: 700, AmountReceived: 300, Currency: "usd",
		CaptureMethod: intent.CaptureMethodManual, ConfirmationMethod: intent.ConfirmationMethodAutomatic,
		Customer: "cus_1", PaymentMethod: "pm_1", CardOptions: intent.CardOptions{RequestMulticapture: true}, Created: 100,
		LatestCharge: charge.Charge{
			ID: "ch_1", PaymentIntent: "pi_1", Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 300, Currency: "usd", Paid: true,
			Captures: capture.Uncounted, PaymentMethod: "pm_1", BalanceTransaction: "txn_1", Created: 101,
			Card: charge.Card{Network: charge.NetworkVisa, Multicapture: true, AmountAuthorized: 1000, MaximumAmountCapturable: 1000, CaptureBefore: 605000},
		},
	}
	got := decode(t, heldBody)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
}

// The list of charges of versions before 2022-11-15 tells as much as latest_charge.
func TestDecodeListOfCharges(t *testing.T) {
	const list = `"charges": {"object": "list", "data": [` + chargeBody + `], "has_more": false}`
	old := with(t, `"latest_charge": `+chargeBody, list)
	if diff := cmp.Diff(decode(t, heldBody), decode(t, old)); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeStatuses(t *testing.T) {
	for name, want := range map[string]intent.Status{
		"requires_source":            intent.StatusRequiresPaymentMethod, // before 2019-02-11
		"requires_source_action":     intent.StatusRequiresAction,        // before 2019-02-11
		"requires_payment_method":    intent.StatusRequiresPaymentMethod,
		"requires_reauthorization":   "requires_reauthorization", // unknown: kept, and allows nothing
		"requires_capture\u00e9 \"x": "requires_capture\u00e9 \"x",
	} {
		word, _ := json.Marshal(name)
		pi := decode(t, with(t, `"requires_capture"`, string(word)))
		if pi.Status != want {
			t.Errorf("%s reads as %s", name, pi.Status)
		}
		mustSurviveJSON(t, pi)
	}
	unknown := decode(t, with(t, `"requires_capture"`, `"requires_reauthorization"`))
	for _, c := range everyCommand() {
		if err := intent.Check(unknown, c); !errors.Is(err, code.PaymentIntentUnexpectedState) && !errors.Is(err, code.ParameterInvalid) {
			t.Errorf("%s of an intent with an unknown status: %v", c, err)
		}
	}
	if unknown.Validate() == nil {
		t.Error("an unknown status is valid")
	}
}

func TestDecodeKeepsRules(t *testing.T) {
	mine := intent.Rules{Version: "2024-04-10", MaxConfirmations: 3}
	pi := intent.PaymentIntent{ID: "pi_old", Customer: "cus_old", Increments: 4, Rules: mine}
	if err := json.Unmarshal([]byte(heldBody), &pi); err != nil {
		t.Fatal(err)
	}
	want := decode(t, heldBody)
	want.Rules = mine
	if diff := cmp.Diff(want, pi); diff != "" {
		t.Errorf("of the receiver only the rules stay:\n%s", diff)
	}
	body := with(t, `"livemode": false`, `"tranche": {"confirmations": 2, "rules": {"version": "2025-03-31.basil"}, "of_tomorrow": 1}`)
	if err := json.Unmarshal([]byte(body), &pi); err != nil {
		t.Fatal(err)
	}
	want.Rules, want.Confirmations = intent.Rules{Version: "2025-03-31.basil"}, 2
	if diff := cmp.Diff(want, pi); diff != "" {
		t.Errorf("rules of the document go before:\n%s", diff)
	}
}

func TestHostileJSON(t *testing.T) {
	const capturable = `"amount_capturable": 700`
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	for _, test := range []struct {
		name, body string
		code       code.Code
		param      string
	}{
		{"nothing", ``, code.ParameterInvalid, ""},
		{"half", heldBody[:len(heldBody)/2], code.ParameterInvalid, ""},
		{"more", heldBody + `1`, code.ParameterInvalid, ""},
		{"no object", `[]`, code.ParameterInvalid, ""},
		{"a string", `"pi_1"`, code.ParameterInvalid, ""},
		{"null", `null`, code.ParameterMissing, "id"},
		{"empty", `{}`, code.ParameterMissing, "id"},
		{"no id", with(t, `"id": "pi_1", "object"`, `"object"`), code.ParameterMissing, "id"},
		{"null id", with(t, `"id": "pi_1", "object"`, `"id": null, "object"`), code.ParameterMissing, "id"},
		{"empty id", with(t, `"id": "pi_1", "object"`, `"id": "", "object"`), code.ParameterMissing, "id"},
		{"number as id", with(t, `"id": "pi_1", "object"`, `"id": 1, "object"`), code.ParameterInvalid, "id"},
		{"no object", with(t, `"object": "payment_intent", `, ``), code.ParameterMissing, "object"},
		{"another object", with(t, `"payment_intent", `, `"setup_intent", `), code.ParameterInvalid, "object"},
		{"no status", with(t, `, "status": "requires_capture"
}`, `}`), code.ParameterMissing, "status"},
		{"null status", with(t, `"requires_capture"`, `null`), code.ParameterMissing, "status"},
		{"empty status", with(t, `"requires_capture"`, `""`), code.ParameterMissing, "status"},
		{"status in another case", with(t, `"status": "requires_capture"`, `"Status": "requires_capture"`), code.ParameterMissing, "status"},
		{"key twice", with(t, capturable, capturable+`, "amount_received": 300`), code.ParameterInvalid, "amount_received"},
		{"key twice, escaped", with(t, capturable, capturable+`, "amount_receive\u0064": 300`), code.ParameterInvalid, "amount_received"},
		{"unknown key twice", with(t, capturable, capturable+`, "x": 1, "x": 1`), code.ParameterInvalid, "x"},
		{"key of the charge twice", with(t, `"created": 101`, `"created": 101, "created": 101`), code.ParameterInvalid, "latest_charge.created"},
		{"fraction", with(t, capturable, `"amount_capturable": 1.5`), code.ParameterInvalidInteger, "amount_capturable"},
		{"whole fraction", with(t, capturable, `"amount_capturable": 700.0`), code.ParameterInvalidInteger, "amount_capturable"},
		{"exponent", with(t, capturable, `"amount_capturable": 7e2`), code.ParameterInvalidInteger, "amount_capturable"},
		{"text", with(t, capturable, `"amount_capturable": "700"`), code.ParameterInvalidInteger, "amount_capturable"},
		{"null amount", with(t, capturable, `"amount_capturable": null`), code.ParameterMissing, "amount_capturable"},
		{"negative", with(t, capturable, `"amount_capturable": -700`), code.ParameterInvalidInteger, "amount_capturable"},
		{"too large", with(t, capturable, `"amount_capturable": 1000000000000`), code.AmountTooLarge, "amount_capturable"},
		{"beyond int64", with(t, capturable, `"amount_capturable": 9223372036854775808`), code.ParameterInvalidInteger, "amount_capturable"},
		{"an object", with(t, capturable, `"amount_capturable": {}`), code.ParameterInvalidInteger, "amount_capturable"},
		{"negative time", with(t, `"created": 100`, `"created": -1`), code.ParameterInvalidInteger, "created"},
		{"currency", with(t, `"currency": "usd", "customer"`, `"currency": "u$d", "customer"`), code.ParameterInvalid, "currency"},
		{"empty currency", with(t, `"currency": "usd", "customer"`, `"currency": "", "customer"`), code.ParameterMissing, "currency"},
		{"charge that is a number", with(t, chargeBody, `5`), code.ParameterInvalid, "latest_charge"},
		{"charge that is another object", with(t, `"object": "charge"`, `"object": "refund"`), code.ParameterInvalid, "latest_charge.object"},
		{"charge without a status", with(t, `"status": "succeeded"`, `"status": null`), code.ParameterMissing, "latest_charge.status"},
		{"charge with an empty status", with(t, `"status": "succeeded"`, `"status": ""`), code.ParameterMissing, "latest_charge.status"},
		{"charge with a fraction", with(t, `"amount_captured": 300`, `"amount_captured": 0.3`), code.ParameterInvalidInteger, "latest_charge.amount_captured"},
		{"charge captured perhaps", with(t, `"captured": false`, `"captured": "no"`), code.ParameterInvalid, "latest_charge.captured"},
		{"card with a huge amount", with(t, `"amount_authorized": 1000`, `"amount_authorized": 10000000000000`), code.AmountTooLarge, "latest_charge.payment_method_details.card.amount_authorized"},
		{"list that is none", with(t, `"livemode": false`, `"charges": {"data": {}}`), code.ParameterInvalid, "charges.data"},
		{"list with nonsense", with(t, `"livemode": false`, `"charges": {"data": [{"id": 1}]}`), code.ParameterInvalid, "charges.data.id"},
		{"error that is none", with(t, `"livemode": false`, `"last_payment_error": "declined"`), code.ParameterInvalid, "last_payment_error"},
		{"action that is none", with(t, `"next_action": null`, `"next_action": {"type": 1}`), code.ParameterInvalid, "next_action.type"},
		{"options that are none", with(t, `"if_available"`, `true`), code.ParameterInvalid, "payment_method_options.card.request_multicapture"},
		{"transfer_data", with(t, `"livemode": false`, `"transfer_data": {"amount": -1}`), code.ParameterInvalidInteger, "transfer_data.amount"},
		{"fee", with(t, `"livemode": false`, `"application_fee_amount": -1`), code.ParameterInvalidInteger, "application_fee_amount"},
		{"counts", with(t, `"livemode": false`, `"tranche": {"confirmations": 256}`), code.ParameterInvalid, "tranche.confirmations"},
		{"rules without a date", with(t, `"livemode": false`, `"tranche": {"rules": {"version": "basil"}}`), code.ParameterInvalid, "rules.version"},
		{"a reading that there is not", with(t, `"livemode": false`, `"tranche": {"rules": {"partial_cancel": 3}}`), code.ParameterInvalid, "rules"},
		{"an unknown rule", with(t, `"livemode": false`, `"tranche": {"rules": {"partial_refund": 1}}`), code.ParameterInvalid, "tranche.rules"},
		{"deep", with(t, `{"order": "6735"}`, deep), code.ParameterInvalid, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := intent.PaymentIntent{ID: "pi_before", Rules: intent.Rules{MaxConfirmations: 7}}
			pi := before
			err := pi.UnmarshalJSON([]byte(test.body))
			e, ok := errors.AsType[*intent.Error](err)
			if !ok {
				t.Fatalf("answered with %v", err)
			}
			if e.Code != test.code || e.Param != test.param || e.Op != "decode" || e.Type != code.TypeInvalidRequest || e.Error() == "" {
				t.Errorf("%s %q: %v; want %s %q", e.Code, e.Param, e, test.code, test.param)
			}
			if pi != before {
				t.Errorf("the receiver has changed: %v", pi)
			}
		})
	}
}

// What the reader does not know is skipped: keys and words of tomorrow do not stop it.
func TestDecodeSkipsWhatItDoesNotKnow(t *testing.T) {
	want := decode(t, heldBody)
	for _, body := range []string{
		with(t, `"livemode": false`, `"of_tomorrow": {"deep": [1, {"x": null}]}, "amount_details": {"tip": {}}`),
		with(t, `"next_action": null`, `"next_action": {"use_stripe_sdk": {}, "type": null}`),
		with(t, `"request_three_d_secure": "automatic"`, `"request_overcapture": "never", "request_extended_authorization": "perhaps"`),
		with(t, `{"card": {"request_multi`, `{"link": {"x": 1}, "card": {"request_multi`),
		with(t, `"type": "card"`, `"type": "card", "link": {}`),
		with(t, `"livemode": false`, `"tranche": null, "transfer_data": null, "last_payment_error": null, "charges": null`),
	} {
		if diff := cmp.Diff(want, decode(t, body)); diff != "" {
			t.Errorf("%s\n%s", body, diff)
		}
	}
	tomorrow := decode(t, with(t, `"manual"`, `"after_delivery"`))
	if err := tomorrow.Validate(); tomorrow.CaptureMethod != "after_delivery" || !errors.Is(err, code.ParameterInvalid) {
		t.Errorf("capture_method %s: %v", tomorrow.CaptureMethod, err)
	}
}

// One state with everything, as its JSON.
func TestGoldenState(t *testing.T) {
	pi := reach(t, manual, confirms(refused), confirms(approval), takes(300))
	pi.Created = 1_800_000_000
	pi.Customer, pi.OnBehalfOf, pi.SetupFutureUsage = "cus_1", "acct_1", "off_session"
	pi.ApplicationFeeAmount = money.Some(0)
	pi.TransferData = connect.TransferData{Destination: "acct_2", Amount: money.Some(50)}
	pi.LastPaymentError = intent.PaymentError{Charge: "ch_0", PaymentMethod: "pm_0", Failure: charge.Failure{
		Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds, Message: "Your card has “insufficient” funds.",
	}}
	pi.Rules = intent.Rules{Version: "2025-03-31.basil", Capture: capture.Readings{WholeRemainder: capture.WholeRemainderCloses}, MaxConfirmations: 9}
	pi.LatestCharge.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Account: "acct_2", Amount: 5}
	pi.LatestCharge.Transfer = connect.Transfer{ID: "tr_1"}
	var shown bytes.Buffer
	if err := json.Indent(&shown, encode(t, pi), "", "  "); err != nil {
		t.Fatal(err)
	}
	shown.WriteByte('\n')
	const file = "testdata/state.json"
	if *update {
		if err := os.WriteFile(file, shown.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(golden), shown.String()); diff != "" {
		t.Errorf("%s has -:\n%s", file, diff)
	}
	if again := decode(t, string(golden)); again != pi {
		t.Errorf("reads as %v", again)
	}
}

func TestParseCommand(t *testing.T) {
	for _, test := range []struct {
		op   intent.Operation
		body string
		want intent.Command
	}{
		{intent.OpCapture, `{}`, intent.CaptureParams{}},
		{intent.OpCapture, ` {"amount_to_capture":0,"non_final":true} `, takes(0)},
		{intent.OpCapture, `{"amount_to_capture":null}`, intent.CaptureParams{}},
		{intent.OpExpire, `{"at":5}`, intent.ExpireParams{At: 5}},
		{intent.OpCreate, `{"id":"pi_1","amount":5,"currency":"USD"}`, intent.CreateParams{ID: "pi_1", Amount: 5, Currency: "USD"}},
		{intent.OpCreate, `{"card":{"request_overcapture":"if_available","request_multicapture":"never"}}`,
			intent.CreateParams{CardOptions: intent.CardOptions{RequestOvercapture: true}}},
		{intent.OpCancel, `{"cancellation_reason":"duplicate"}`, intent.CancelParams{Reason: intent.ReasonDuplicate}},
		{intent.OpUpdate, `{"detach_payment_method":true}`, intent.UpdateParams{DetachPaymentMethod: true}},
		{intent.OpProcess, `{"failure":{"code":"card_declined"}}`, intent.ProcessParams{Failure: charge.Failure{Code: code.CardDeclined}}},
		{intent.OpIncrement, `{"amount":5}`, intent.IncrementParams{Amount: 5}},
		{intent.OpConfirm, `{"attempt":{"answer":"pending","charge":"ch_1"}}`, intent.ConfirmParams{Attempt: bankDebit}},
		{intent.OpAuthenticate, `{"attempt":{"answer":"pending","charge":"ch_1"}}`, intent.AuthenticateParams{Attempt: bankDebit}},
	} {
		if got, err := intent.ParseCommand(test.op, []byte(test.body)); err != nil || got != test.want {
			t.Errorf("%s %s: %#v, %v", test.op, test.body, got, err)
		}
	}
	for _, test := range []struct {
		op    intent.Operation
		body  string
		code  code.Code
		param string
	}{
		{"refund", `{}`, code.ParameterUnknown, "operation"},
		{"", `{}`, code.ParameterUnknown, "operation"},
		{intent.OpCapture, ``, code.ParameterInvalid, ""},
		{intent.OpCapture, `{} {}`, code.ParameterInvalid, ""},
		{intent.OpCapture, `[]`, code.ParameterInvalid, ""},
		{intent.OpCapture, `null`, code.ParameterInvalid, ""}, // would capture everything
		{intent.OpCapture, `{"amount":5}`, code.ParameterInvalid, ""},
		{intent.OpCapture, `{"at":5,"at":5}`, code.ParameterInvalid, "at"},
		{intent.OpCapture, `{"amount_to_capture":5,"AMOUNT_TO_CAPTURE":6}`, code.ParameterInvalid, "AMOUNT_TO_CAPTURE"},
		{intent.OpCancel, `{"refuſed":true}`, code.ParameterInvalid, "refuſed"},
		{intent.OpCapture, `{"amount_to_capture":1.5}`, code.ParameterInvalid, ""},
		{intent.OpCapture, `{"amount_to_capture":"5"}`, code.ParameterInvalid, ""},
		{intent.OpCapture, `{"amount_to_capture":9223372036854775808}`, code.ParameterInvalid, ""},
		{intent.OpConfirm, `{"attempt":{"answer":"approved","answer":"declined"}}`, code.ParameterInvalid, "attempt.answer"},
		{intent.OpCreate, `{"card":{"request_overcapture":"perhaps"}}`, code.ParameterInvalid, ""},
		{intent.OpCreate, `{"currency":5}`, code.ParameterInvalid, "currency"},
		{intent.OpCreate, `{"rules":{"max_confirmations":256}}`, code.ParameterInvalid, "rules.max_confirmations"},
	} {
		got, err := intent.ParseCommand(test.op, []byte(test.body))
		e, ok := errors.AsType[*intent.Error](err)
		if !ok || got != nil || e.Code != test.code || e.Param != test.param || e.Type != code.TypeInvalidRequest {
			t.Errorf("%s %s: %#v, %v", test.op, test.body, got, err)
		}
	}
}

// Something that is not one of the commands is refused by each of the three.
func TestNotACommand(t *testing.T) {
	pi := holding(t, 0)
	for _, c := range []intent.Command{nil, &intent.CaptureParams{}} {
		_, events, err := intent.Step(pi, c)
		_, errNext := intent.Next(pi, c)
		for _, err := range []error{err, errNext, intent.Check(pi, c)} {
			if !errors.Is(err, code.ParameterUnknown) || events != nil {
				t.Errorf("%T: %v", c, err)
			}
		}
	}
}
