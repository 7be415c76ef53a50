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
	"github.com/tranche-go/tranche/refund"
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

// inCharge returns heldBody with one more member of the charge.
func inCharge(t *testing.T, member string) string {
	t.Helper()
	return with(t, `"created": 101`, `"created": 101, `+member)
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
			Captures: capture.Uncounted, FirstGave: connect.MarkUnknown, PaymentMethod: "pm_1", BalanceTransaction: "txn_1", Created: 101,
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

// A word that is not known yet is kept.
func TestDecodeFutureUsages(t *testing.T) {
	for _, usage := range []intent.SetupFutureUsage{intent.SetupFutureUsageOffSession, intent.SetupFutureUsageOnSession, "someday"} {
		pi := decode(t, with(t, `"livemode": false`, `"setup_future_usage": "`+string(usage)+`"`))
		if pi.SetupFutureUsage != usage || pi.Validate() != nil {
			t.Errorf("%s reads as %q, %v", usage, pi.SetupFutureUsage, pi.Validate())
		}
		mustSurviveJSON(t, pi)
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
	mine := intent.Rules{Version: "2024-04-10", MaxConfirmations: 3, Connect: connect.Readings{Objects: connect.ObjectsPerCapture}}
	pi := intent.PaymentIntent{ID: "pi_old", Customer: "cus_old", Account: "acct_9", Increments: 4, Rules: mine}
	if err := json.Unmarshal([]byte(heldBody), &pi); err != nil {
		t.Fatal(err)
	}
	want := decode(t, heldBody)
	want.Rules, want.Account, want.Direct = mine, "acct_9", true
	if diff := cmp.Diff(want, pi); diff != "" {
		t.Errorf("of the receiver only the rules and the account stay:\n%s", diff)
	}
	body := with(t, `"livemode": false`, `"tranche": {"confirmations": 2, "account": "acct_8",
		"rules": {"version": "2025-03-31.basil", "connect": {"later_amount": "same"}, "failed_refund": "stays"}, "of_tomorrow": 1}`)
	if err := json.Unmarshal([]byte(body), &pi); err != nil {
		t.Fatal(err)
	}
	want.Account, want.Confirmations = "acct_8", 2
	want.Rules = intent.Rules{
		Version: "2025-03-31.basil", Connect: connect.Readings{LaterAmount: connect.LaterAmountSame}, FailedRefund: intent.FailedRefundStays,
	}
	if diff := cmp.Diff(want, pi); diff != "" {
		t.Errorf("those of the document go before:\n%s", diff)
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
		{"an account that is none", with(t, `"livemode": false`, `"tranche": {"account": {"id": "acct_9"}}`), code.ParameterInvalid, "tranche.account"},
		{"direct perhaps", with(t, `"livemode": false`, `"tranche": {"direct": 1}`), code.ParameterInvalid, "tranche.direct"},
		{"tranche that is none", with(t, `"livemode": false`, `"tranche": [1]`), code.ParameterInvalid, "tranche"},
		{"key of ours twice", with(t, `"livemode": false`, `"tranche": {"account": "a", "account": "b"}`), code.ParameterInvalid, "tranche.account"},
		{"a reading of Connect that there is not", with(t, `"livemode": false`, `"tranche": {"rules": {"connect": {"objects": "per_refund"}}}`), code.ParameterInvalid, "tranche.rules"},
		{"a reading of Connect by number", with(t, `"livemode": false`, `"tranche": {"rules": {"connect": {"objects": 1}}}`), code.ParameterInvalid, "tranche.rules.connect.objects"},
		{"an unknown reading of Connect", with(t, `"livemode": false`, `"tranche": {"rules": {"connect": {"base": 1}}}`), code.ParameterInvalid, "tranche.rules"},
		{"a reading of Connect twice", with(t, `"livemode": false`, `"tranche": {"rules": {"connect": {"objects": "per_capture", "objects": "per_charge"}}}`), code.ParameterInvalid, "tranche.rules.connect.objects"},
		{"a reading of failed refunds that there is not", with(t, `"livemode": false`, `"tranche": {"rules": {"failed_refund": "rises"}}`), code.ParameterInvalid, "tranche.rules"},
		{"a negative reading", with(t, `"livemode": false`, `"tranche": {"rules": {"failed_refund": -1}}`), code.ParameterInvalid, "tranche.rules.failed_refund"},
		{"destination that is none", with(t, `"livemode": false`, `"transfer_data": {"destination": 1}`), code.ParameterInvalid, "transfer_data.destination"},
		{"transfer_data that is none", with(t, `"livemode": false`, `"transfer_data": "acct_1"`), code.ParameterInvalid, "transfer_data"},
		{"transfer_data twice", with(t, `"livemode": false`, `"transfer_data": {"amount": 1, "amount": 2}`), code.ParameterInvalid, "transfer_data.amount"},
		{"fee of the charge", inCharge(t, `"application_fee": {"id": "fee_1", "amount": -1}`), code.ParameterInvalidInteger, "latest_charge.application_fee.amount"},
		{"fee of the charge that is another object", inCharge(t, `"application_fee": {"id": "fee_1", "object": "fee_refund"}`), code.ParameterInvalid, "latest_charge.application_fee.object"},
		{"fee of the charge that is a list", inCharge(t, `"application_fee": []`), code.ParameterInvalid, "latest_charge.application_fee"},
		{"fee amount of the charge", inCharge(t, `"application_fee_amount": 0.5`), code.ParameterInvalidInteger, "latest_charge.application_fee_amount"},
		{"transfer of the charge", inCharge(t, `"transfer": {"id": "tr_1", "amount_reversed": 1e3}`), code.ParameterInvalidInteger, "latest_charge.transfer.amount_reversed"},
		{"transfer of the charge with a key twice", inCharge(t, `"transfer": {"id": "tr_1", "id": "tr_2"}`), code.ParameterInvalid, "latest_charge.transfer.id"},
		{"currency of a transfer", inCharge(t, `"transfer": {"id": "tr_1", "currency": "dollars"}`), code.ParameterInvalid, "latest_charge.transfer.currency"},
		{"a fee due that is negative", inCharge(t, `"tranche": {"application_fee_due": -1}`), code.ParameterInvalidInteger, "latest_charge.tranche.application_fee_due"},
		{"a transfer due that is too large", inCharge(t, `"tranche": {"transfer_due": 1000000000000}`), code.AmountTooLarge, "latest_charge.tranche.transfer_due"},
		{"a mark that there is not", inCharge(t, `"tranche": {"first_gave": 3}`), code.ParameterInvalid, "latest_charge.tranche.first_gave"},
		{"a mark in words", inCharge(t, `"tranche": {"fee_endpoint_used": true}`), code.ParameterInvalidInteger, "latest_charge.tranche.fee_endpoint_used"},
		{"too many refunds", inCharge(t, `"tranche": {"refunds_made": 256}`), code.ParameterInvalid, "latest_charge.tranche.refunds_made"},
		{"live refunds as a number", inCharge(t, `"tranche": {"live_refunds": 3}`), code.ParameterInvalid, "latest_charge.tranche.live_refunds"},
		{"live refunds beyond 64 bits", inCharge(t, `"tranche": {"live_refunds": "1ffffffffffffffff"}`), code.ParameterInvalid, "latest_charge.tranche.live_refunds"},
		{"captures of ours twice", inCharge(t, `"tranche": {"captures": 1, "captures": 2}`), code.ParameterInvalid, "latest_charge.tranche.captures"},
		{"rules without a date", with(t, `"livemode": false`, `"tranche": {"rules": {"version": "basil"}}`), code.ParameterInvalid, "rules.version"},
		{"a reading that there is not", with(t, `"livemode": false`, `"tranche": {"rules": {"partial_cancel": "3"}}`), code.ParameterInvalid, "tranche.rules"},
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

// One state with everything, as its JSON. (There is no such payment: it is direct and has a destination, and what is in it does not add up.)
func TestGoldenState(t *testing.T) {
	pi := reach(t, manual, confirms(refused), confirms(approval), takes(300))
	pi.Created = 1_800_000_000
	pi.Customer, pi.OnBehalfOf, pi.SetupFutureUsage = "cus_1", "acct_1", "off_session"
	pi.ApplicationFeeAmount = money.Some(0)
	pi.TransferData = connect.TransferData{Destination: "acct_2", Amount: money.Some(50)}
	pi.Account, pi.Direct = "acct_9", false
	pi.LastPaymentError = intent.PaymentError{Charge: "ch_0", PaymentMethod: "pm_0", Failure: charge.Failure{
		Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds, Message: "Your card has “insufficient” funds.",
	}}
	pi.Rules = intent.Rules{
		Version: "2025-03-31.basil", Capture: capture.Readings{WholeRemainder: capture.WholeRemainderCloses}, MaxConfirmations: 9,
		Connect: connect.Readings{
			LaterAmount: connect.LaterAmountSame, IntentAmount: connect.IntentAmountRefused, AmountMeaning: connect.AmountMeaningTotal,
			NewAmount: connect.NewAmountAccepted, Objects: connect.ObjectsPerCapture, PortionBase: connect.PortionBaseAmount,
		},
		FailedRefund: intent.FailedRefundStays,
	}
	c := &pi.LatestCharge
	c.AmountRefunded, c.RefundsMade, c.LiveRefunds = 100, 64, 1<<63|5
	c.ApplicationFeeAmount, c.FailureBalanceTransaction = money.Some(5), "txn_2"
	c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Account: "acct_2", Charge: "ch_1", Amount: 5, AmountRefunded: 2, Created: 7}
	c.Transfer = connect.Transfer{
		ID: "tr_1", Destination: "acct_2", SourceTransaction: "ch_1", Amount: 50, AmountReversed: 20, Currency: "cad", Created: 8,
	}
	c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = connect.MarkYes, connect.MarkYes, connect.MarkNo
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
	if diff := cmp.Diff(pi, decode(t, string(golden))); diff != "" {
		t.Errorf("reads otherwise (-state +read):\n%s", diff)
	}
}

// directBody is a payment of 1000 on a connected account with a fee of 100, destinationBody one to a connected account: as the API shows
// them, with latest_charge expanded and nothing in it. charge stands for more members of the charge.
const (
	directBody = `{
		"id": "pi_1", "object": "payment_intent", "amount": 1000, "amount_capturable": 0, "amount_received": 1000, "application": "ca_1",
		"application_fee_amount": 100, "capture_method": "automatic", "created": 100, "currency": "usd", "latest_charge": {
			"id": "ch_1", "object": "charge", "amount": 1000, "amount_captured": 1000, "amount_refunded": 0, "application": "ca_1",
			"application_fee": "fee_1", "application_fee_amount": 100, "balance_transaction": "txn_1", "captured": true, "created": 101,
			"currency": "usd", "paid": true, "payment_intent": "pi_1", "payment_method": "pm_1",
			"payment_method_details": {"card": {"network": "visa"}, "type": "card"}, "refunded": false, "status": "succeeded", "transfer_data": null
		}, "on_behalf_of": null, "payment_method": "pm_1", "status": "succeeded", "transfer_data": null, "transfer_group": null
	}`
	destinationBody = `{
		"id": "pi_1", "object": "payment_intent", "amount": 1000, "amount_capturable": 0, "amount_received": 1000, "application": null,
		"application_fee_amount": 100, "capture_method": "automatic_async", "created": 100, "currency": "usd", "latest_charge": {
			"id": "ch_1", "object": "charge", "amount": 1000, "amount_captured": 1000, "amount_refunded": 0, "application": null,
			"application_fee": null, "application_fee_amount": 100, "balance_transaction": null, "captured": true, "created": 101,
			"currency": "usd", "paid": true, "payment_intent": "pi_1", "payment_method": "pm_1",
			"payment_method_details": {"card": {"network": "visa"}, "type": "card"}, "refunded": false, "status": "succeeded",
			"transfer_data": {"destination": "acct_1"}, "transfer_group": "group_pi_1"
		}, "on_behalf_of": null, "payment_method": "pm_1", "status": "succeeded", "transfer_data": {"destination": "acct_1"}
	}`
)

// sharedOf returns what directBody and destinationBody read as, but for what the payment is shared by.
func sharedOf(m intent.CaptureMethod) intent.PaymentIntent {
	return intent.PaymentIntent{
		ID: "pi_1", Status: intent.StatusSucceeded, Amount: 1000, AmountReceived: 1000, Currency: "usd", CaptureMethod: m,
		ConfirmationMethod: intent.ConfirmationMethodAutomatic, PaymentMethod: "pm_1", ApplicationFeeAmount: money.Some(100), Created: 100,
		LatestCharge: charge.Charge{
			ID: "ch_1", PaymentIntent: "pi_1", Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 1000, Currency: "usd",
			Captured: true, Paid: true, Captures: 1, PaymentMethod: "pm_1", ApplicationFeeAmount: money.Some(100),
			Card: charge.Card{Network: charge.NetworkVisa}, Created: 101,
		},
	}
}

func TestDecodeShared(t *testing.T) {
	const expandedFee = `{"id": "fee_1", "object": "application_fee", "account": "acct_9", "amount": 100, "amount_refunded": 0, "charge": "ch_1",
		"created": 102, "currency": "usd", "originating_transaction": null, "refunded": false, "refunds": {"object": "list", "data": []}}`
	const expandedTransfer = `{"id": "tr_1", "object": "transfer", "amount": 1356, "amount_reversed": 56, "created": 103, "currency": "cad",
		"destination": {"id": "acct_1", "object": "account"}, "destination_payment": "py_1", "reversed": false, "source_transaction": "ch_1"}`
	direct, to := sharedOf(intent.CaptureMethodAutomatic), sharedOf(intent.CaptureMethodAutomaticAsync)
	direct.Direct, direct.LatestCharge.BalanceTransaction = true, "txn_1"
	direct.LatestCharge.ApplicationFee, direct.LatestCharge.FeeEndpointUsed = connect.ApplicationFee{ID: "fee_1"}, connect.MarkUnknown
	to.TransferData.Destination, to.LatestCharge.Transfer.Destination = "acct_1", "acct_1"
	to.LatestCharge.ApplicationFee.Amount, to.LatestCharge.Transfer.Amount = 100, 1000 // due
	for _, test := range []struct {
		name, body string
		replace    []string
		want       intent.PaymentIntent
		changes    func(pi *intent.PaymentIntent, c *charge.Charge)
	}{
		{"direct", directBody, nil, direct, nil},
		{"direct, by the fee alone", directBody, []string{`"application": "ca_1",
		"application_fee_amount"`, `"application_fee_amount"`}, direct, nil},
		{"direct, without a fee", directBody, []string{`"application_fee_amount": 100, "capture`, `"application_fee_amount": null, "capture`,
			`"application_fee": "fee_1", "application_fee_amount": 100`, `"application_fee": null, "application_fee_amount": null`}, direct,
			func(pi *intent.PaymentIntent, c *charge.Charge) {
				pi.ApplicationFeeAmount, c.ApplicationFeeAmount = money.NullAmount{}, money.NullAmount{}
				c.ApplicationFee, c.FeeEndpointUsed = connect.ApplicationFee{}, connect.MarkNo
			}},
		{"the fee expanded", directBody, []string{`"application_fee": "fee_1"`, `"application_fee": ` + expandedFee}, direct,
			func(_ *intent.PaymentIntent, c *charge.Charge) {
				c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Account: "acct_9", Charge: "ch_1", Amount: 100, Created: 102}
				c.FeeEndpointUsed = connect.MarkNo // nothing came back
			}},
		{"a part of the fee came back", directBody, []string{`"application_fee": "fee_1"`,
			`"application_fee": ` + strings.Replace(expandedFee, `"amount_refunded": 0`, `"amount_refunded": 1`, 1)}, direct,
			func(_ *intent.PaymentIntent, c *charge.Charge) {
				c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Account: "acct_9", Charge: "ch_1", Amount: 100, AmountRefunded: 1, Created: 102}
			}},
		{"captured asynchronously, and nothing is there yet", destinationBody, nil, to, nil},
		{"the same, with an amount to transfer", destinationBody, []string{`"application_fee_amount": 100, "capture`, `"application_fee_amount": null, "capture`,
			`"application_fee_amount": 100, "balance`, `"application_fee_amount": null, "balance`,
			`"transfer_data": {"destination": "acct_1"}, "transfer_group"`, `"transfer_data": {"destination": "acct_1", "amount": 880}, "transfer_group"`,
			`"transfer_data": {"destination": "acct_1"}
`, `"transfer_data": {"destination": {"id": "acct_1"}, "amount": 880}
`}, to, func(pi *intent.PaymentIntent, c *charge.Charge) {
			pi.ApplicationFeeAmount, c.ApplicationFeeAmount, c.ApplicationFee = money.NullAmount{}, money.NullAmount{}, connect.ApplicationFee{}
			pi.TransferData.Amount, c.Transfer.Amount = money.Some(880), 880
		}},
		{"after charge.updated", destinationBody, []string{`"application_fee": null`, `"application_fee": "fee_1"`,
			`"balance_transaction": null`, `"balance_transaction": {"id": "txn_1", "amount": 1000}`,
			`"transfer_group"`, `"transfer": "tr_1", "transfer_group"`}, to,
			func(_ *intent.PaymentIntent, c *charge.Charge) {
				c.BalanceTransaction = "txn_1"
				c.ApplicationFee, c.FeeEndpointUsed = connect.ApplicationFee{ID: "fee_1"}, connect.MarkUnknown
				c.Transfer, c.TransferEndpointUsed = connect.Transfer{ID: "tr_1", Destination: "acct_1"}, connect.MarkUnknown
			}},
		{"the transfer expanded, and the rest still to come", destinationBody, []string{`"transfer_group"`, `"transfer": ` + expandedTransfer + `, "transfer_group"`}, to,
			func(_ *intent.PaymentIntent, c *charge.Charge) {
				c.Transfer = connect.Transfer{
					ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: 1356, AmountReversed: 56, Currency: "cad", Created: 103,
				}
				c.TransferEndpointUsed = connect.MarkUnknown // by a refund, or by itself
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := test.body
			for i := 0; i < len(test.replace); i += 2 {
				if strings.Count(body, test.replace[i]) != 1 {
					t.Fatalf("the body has %q %d times", test.replace[i], strings.Count(body, test.replace[i]))
				}
				body = strings.Replace(body, test.replace[i], test.replace[i+1], 1)
			}
			want := test.want
			if test.changes != nil {
				test.changes(&want, &want.LatestCharge)
			}
			got := decode(t, body)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if err := got.Validate(); err != nil {
				t.Error(err)
			}
			mustSurviveJSON(t, got)
			due, ok := got.Deadline()
			if missing := got.LatestCharge.Missing(); ok != missing || missing && due != (intent.Deadline{At: 101 + 3600, Operation: intent.OpSettle}) {
				t.Errorf("due %v %t", due, ok)
			}
		})
	}
}

// What is told under "tranche" wins over what the body shows, whatever the order of the members.
func TestDecodeTold(t *testing.T) {
	for _, test := range []struct {
		told    string
		account string
		direct  bool
	}{
		{`{}`, "", true},
		{`{"direct": true}`, "", true},
		{`{"direct": false}`, "", false},
		{`{"direct": null, "account": null}`, "", true},
		{`{"account": "acct_9"}`, "acct_9", true},
		{`{"account": "acct_9", "direct": false}`, "acct_9", false},
		{`{"direct": false, "account": "acct_9"}`, "acct_9", false},
	} {
		got := decode(t, strings.Replace(directBody, `"transfer_group": null`, `"tranche": `+test.told, 1))
		if got.Account != test.account || got.Direct != test.direct {
			t.Errorf("%s: %q, %t", test.told, got.Account, got.Direct)
		}
		mustSurviveJSON(t, got)
	}
	plain := decode(t, strings.NewReplacer(`"ca_1",
`, "null,\n", `"application_fee_amount": 100, "capture`, `"capture`).Replace(directBody))
	if plain.Direct {
		t.Error("a payment of nobody else is direct")
	}
}

// There is no "tranche" where the rest says everything, and no more in it than the rest does not say.
func TestEncodeTold(t *testing.T) {
	held := decode(t, heldBody)
	for _, test := range []struct {
		change func(*intent.PaymentIntent)
		want   string
	}{
		{func(*intent.PaymentIntent) {}, ""},
		{func(pi *intent.PaymentIntent) { pi.Increments = 2 }, `{"increments":2}`},
		{func(pi *intent.PaymentIntent) { pi.Confirmations = 2 }, `{"confirmations":2}`},
		{func(pi *intent.PaymentIntent) { pi.Direct = true }, `{"direct":true}`},
		{func(pi *intent.PaymentIntent) { pi.Account, pi.Direct = "acct_9", true }, `{"account":"acct_9"}`},
		{func(pi *intent.PaymentIntent) { pi.Rules.Version = "2022-11-14" }, `{"rules":{"version":"2022-11-14"}}`},
		{func(pi *intent.PaymentIntent) {
			pi.Rules.Version, pi.LatestCharge = "2022-11-14", charge.Charge{ID: "ch_1"} // the list is empty
		}, `{"latest_charge":"ch_1","rules":{"version":"2022-11-14"}}`},
		{func(pi *intent.PaymentIntent) {
			pi.Rules.Version, pi.LatestCharge = "2022-11-15", charge.Charge{ID: "ch_1"} // it is an id
		}, `{"rules":{"version":"2022-11-15"}}`},
	} {
		pi := held
		test.change(&pi)
		var written struct{ Tranche json.RawMessage }
		if err := json.Unmarshal(encode(t, pi), &written); err != nil {
			t.Fatal(err)
		}
		if got := string(written.Tranche); got != test.want {
			t.Errorf("%q instead of %q", got, test.want)
		}
		mustSurviveJSON(t, pi)
	}
}

// On the wire is what tells a direct payment from others, and no application that nobody knows.
func TestWireOfApplication(t *testing.T) {
	plain := decode(t, heldBody)
	for _, test := range []struct {
		change func(*intent.PaymentIntent)
		want   string
	}{
		{func(*intent.PaymentIntent) {}, "null"},
		{func(pi *intent.PaymentIntent) {
			pi.TransferData.Destination, pi.ApplicationFeeAmount = "acct_1", money.Some(30)
		}, "null"},
		{func(pi *intent.PaymentIntent) { pi.Direct, pi.Account = true, "acct_9" }, ""}, // the event says so
		{func(pi *intent.PaymentIntent) { pi.Direct, pi.ApplicationFeeAmount = true, money.Some(30) }, ""},
		{func(pi *intent.PaymentIntent) { pi.Direct = true }, `""`},
	} {
		pi := plain
		test.change(&pi)
		var wire, whole struct{ Application json.RawMessage }
		if err := errors.Join(json.Unmarshal(pi.Wire(""), &wire), json.Unmarshal(encode(t, pi), &whole)); err != nil {
			t.Fatal(err)
		}
		if string(wire.Application) != test.want || whole.Application != nil {
			t.Errorf("direct %t: %q on the wire instead of %q, %q besides", pi.Direct, wire.Application, test.want, whole.Application)
		}
		if read := decode(t, string(pi.Wire(""))); pi.Account == "" && read.Direct != pi.Direct {
			t.Errorf("direct %t reads as %t", pi.Direct, read.Direct)
		}
	}
}

// An error has the keys that say something, and no others: the API has no null in it.
func TestEncodePaymentError(t *testing.T) {
	for want, e := range map[string]intent.PaymentError{
		`null`: {},
		`{"charge":"ch_1","code":"card_declined","decline_code":"fraudulent","message":"No.","type":"card_error"}`: {
			Failure: charge.Failure{Code: code.CardDeclined, Decline: "fraudulent", Message: "No."}, Charge: "ch_1",
		},
		`{"code":"payment_intent_authentication_failure","payment_method":{"id":"pm_1","object":"payment_method"},"type":"invalid_request_error"}`: {
			Failure: charge.Failure{Code: code.PaymentIntentAuthenticationFailure}, PaymentMethod: "pm_1",
		},
	} {
		if got := string(intent.PaymentIntent{LastPaymentError: e}.Wire("")); !strings.Contains(got, `"last_payment_error":`+want+`,`) {
			t.Errorf("%+v is written in %s, want %s", e, got, want)
		}
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
		{intent.OpVerifyMicrodeposits, `{}`, intent.VerifyMicrodepositsParams{}},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":[32,45]},"attempt":{"answer":"pending","charge":"ch_1"}}`, verifies(intent.AuthenticateParams{Attempt: bankDebit})},
		{intent.OpVerifyMicrodeposits, `{"at":5,"microdeposits":{"descriptor_code":"SM11AA"},"mismatch":true}`, intent.VerifyMicrodepositsParams{
			AuthenticateParams: intent.AuthenticateParams{At: 5}, Microdeposits: charge.Microdeposits{DescriptorCode: "SM11AA"}, Mismatch: true,
		}},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":[10,11]},"failure":{"code":"payment_method_microdeposit_verification_attempts_exceeded"}}`, intent.VerifyMicrodepositsParams{
			AuthenticateParams: intent.AuthenticateParams{Failure: charge.Failure{Code: code.MicrodepositAttemptsExceeded}},
			Microdeposits:      charge.Microdeposits{Amounts: [2]money.Amount{10, 11}},
		}},

		{intent.OpCreate, `{"account":"acct_9","application_fee_amount":0,"transfer_data":{"destination":"acct_1","amount":5}}`, intent.CreateParams{
			Account: "acct_9", ApplicationFeeAmount: money.Some(0), TransferData: connect.TransferData{Destination: "acct_1", Amount: money.Some(5)},
		}},
		{intent.OpUpdate, `{"application_fee_amount":5}`, intent.UpdateParams{ApplicationFeeAmount: money.Some(5)}},
		{intent.OpConfirm, `{"transfer_data_amount":5,"attempt":{"transfer":"tr_1"}}`,
			intent.ConfirmParams{TransferDataAmount: money.Some(5), Attempt: charge.Attempt{Settlement: charge.Settlement{Transfer: "tr_1"}}}},
		{intent.OpCapture, `{"application_fee_amount":30,"balance_transaction":"txn_1","application_fee":"fee_1","transfer":"tr_1"}`, intent.CaptureParams{
			ApplicationFeeAmount: money.Some(30), Settlement: charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"},
		}},
		{intent.OpSettle, `{}`, intent.SettleParams{}},
		{intent.OpSettle, `{"at":5,"balance_transaction":"txn_1","transfer":"tr_1","transfer_currency":"cad","transfer_amount":1356}`, intent.SettleParams{
			At: 5, Settlement: charge.Settlement{BalanceTransaction: "txn_1", Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(1356)},
		}},
		{intent.OpRefund, `{}`, intent.RefundParams{}}, // everything
		{intent.OpRefund, `{"id":"re_1","amount":0,"reason":"duplicate","status":"pending","pending_reason":"processing",
			"refund_application_fee":true,"reverse_transfer":true,"balance_insufficient":true,"fee_refund":"fr_1","reversal":"trr_1"}`, intent.RefundParams{
			ID: "re_1", Amount: money.Some(0), Reason: refund.ReasonDuplicate, Status: refund.StatusPending, PendingReason: refund.PendingProcessing,
			RefundApplicationFee: true, ReverseTransfer: true, BalanceInsufficient: true, FeeRefund: "fr_1", Reversal: "trr_1",
		}},
		{intent.OpUpdateRefund, `{}`, intent.UpdateRefundParams{}},
		{intent.OpUpdateRefund, `{"refund":null,"status":"failed","failure_reason":"declined","failure_balance_transaction":"txn_9"}`, intent.UpdateRefundParams{
			Status: refund.StatusFailed, FailureReason: refund.FailureDeclined, FailureBalanceTransaction: "txn_9",
		}},
		{intent.OpUpdateRefund, `{"status":"failed","refund":{"id":"re_1","object":"refund","amount":100,"charge":"ch_1","status":"succeeded",
			"transfer_reversal":"trr_1","destination_details":{"card":{"type":"refund"}},"tranche":{"number":2,"of_tomorrow":{}}}}`, intent.UpdateRefundParams{
			Status: refund.StatusFailed, Refund: refund.Refund{
				ID: "re_1", Charge: "ch_1", Amount: 100, Status: refund.StatusSucceeded, Number: 2, DestinationType: refund.DestinationTypeRefund, TransferReversal: connect.Reversal{ID: "trr_1"},
			},
		}},
		{intent.OpRefundFee, `{}`, intent.RefundFeeParams{}},
		{intent.OpRefundFee, `{"id":"fr_1","amount":30}`, refundsFee(money.Some(30))},
		{intent.OpReverseTransfer, `{}`, intent.ReverseTransferParams{}},
		{intent.OpReverseTransfer, `{"id":"trr_1","amount":30}`, reverses(money.Some(30))},
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
		{"reauthorize", `{}`, code.ParameterUnknown, "operation"},
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
		{intent.OpCreate, `{"rules":{"connect":{"later_amount":-1}}}`, code.ParameterInvalid, "rules.connect.later_amount"},
		{intent.OpCreate, `{"rules":{"connect":{"later":1}}}`, code.ParameterInvalid, ""},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":[32,45,46]}}`, code.ParameterInvalid, "amounts"}, // none is dropped
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":[32]}}`, code.ParameterInvalid, "amounts"},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":[32,null]}}`, code.ParameterInvalid, "amounts"},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":null}}`, code.ParameterInvalid, "amounts"},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":[32,4.5]}}`, code.ParameterInvalid, "microdeposits.amounts"},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":["32","45"]}}`, code.ParameterInvalid, "microdeposits.amounts"},
		{intent.OpVerifyMicrodeposits, `{"microdeposits":{"amounts":32}}`, code.ParameterInvalid, "microdeposits.amounts"},
		{intent.OpVerifyMicrodeposits, `{"attempt":{"transfer":5}}`, code.ParameterInvalid, "attempt.transfer"},
		{intent.OpCapture, `{"balance_transaction":5}`, code.ParameterInvalid, "balance_transaction"},
		{intent.OpVerifyMicrodeposits, `{"amounts":[32,45]}`, code.ParameterInvalid, ""},
		{intent.OpSettle, `null`, code.ParameterInvalid, ""},
		{intent.OpSettle, `{"settlement":{}}`, code.ParameterInvalid, ""}, // its members stand beside the others
		{intent.OpRefund, `null`, code.ParameterInvalid, ""},              // would refund everything
		{intent.OpRefund, `{"Amount":5}`, code.ParameterInvalid, "Amount"},
		{intent.OpRefund, `{"amount":5,"amount":6}`, code.ParameterInvalid, "amount"},
		{intent.OpRefund, `{"amount":1e2}`, code.ParameterInvalid, ""},
		{intent.OpRefund, `{"charge":"ch_1"}`, code.ParameterInvalid, ""},
		{intent.OpRefund, `{"reverse_transfer":"true"}`, code.ParameterInvalid, "reverse_transfer"},
		{intent.OpUpdateRefund, `{"refund":{"object":"refund","amount":5,"status":"succeeded","amount":6}}`, code.ParameterInvalid, "refund.amount"},
		{intent.OpUpdateRefund, `{"refund":{"object":"refund","amount":5,"status":"succeeded","tranche":{"number":1,"number":2}}}`, code.ParameterInvalid, "refund.tranche.number"},
		{intent.OpUpdateRefund, `{"refund":{"object":"refund","amount":5,"status":"succeeded","x":{"y":1,"y":2}}}`, code.ParameterInvalid, "refund.x.y"},
		{intent.OpUpdateRefund, `{"refund":{},"refund":{}}`, code.ParameterInvalid, "refund"},
		{intent.OpUpdateRefund, `{"refund":{"object":"charge","amount":5,"status":"succeeded"}}`, code.ParameterInvalid, "object"},
		{intent.OpUpdateRefund, `{"refund":{"object":"refund","amount":-5,"status":"succeeded"}}`, code.ParameterInvalidInteger, "amount"},
		{intent.OpUpdateRefund, `{"refund":{"object":"refund","status":"succeeded"}}`, code.ParameterMissing, "amount"},
		{intent.OpUpdateRefund, `{"refund":"re_1"}`, code.ParameterInvalid, ""},
		{intent.OpUpdateRefund, `{"refund":{"object":"refund","amount":5,"status":"succeeded","transfer_reversal":{"amount":0.5}}}`, code.ParameterInvalidInteger, "transfer_reversal.amount"},
		{intent.OpUpdateRefund, `{"number":1}`, code.ParameterInvalid, ""},
		{intent.OpRefundFee, `{"fee":"fee_1"}`, code.ParameterInvalid, ""},
		{intent.OpReverseTransfer, `{"amount":[]}`, code.ParameterInvalid, ""},
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
