package intent_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/intent"
)

// FuzzPaymentIntent reads anything, and carries out one of everyCommand. What can be read reads the same again after it was written, and no
// command makes the state panic, however little its parts fit together; a refusal leaves it as it was.
func FuzzPaymentIntent(f *testing.F) {
	idOnly := strings.Replace(heldBody, chargeBody, `"ch_1"`, 1)
	commands := everyCommand()
	for i, body := range []string{
		heldBody,
		idOnly,
		strings.Replace(heldBody, chargeBody, `null`, 1),
		strings.Replace(heldBody, `"latest_charge": `+chargeBody, `"charges": {"data": [`+chargeBody+`]}`, 1),
		strings.Replace(heldBody, `"amount": 1000`, `"amount": 1000, "amount": 1`, 1),
		strings.Replace(heldBody, `"amount_captured": 300`, `"amount_captured": 1.5`, 1),
		strings.Replace(heldBody, `"amount_captured": 300`, `"amount_captured": 999999999999`, 1),
		strings.Replace(heldBody, `"amount_captured": 300`, `"amount_captured": null`, 1),
		strings.Replace(heldBody, `"amount_refunded": 0`, `"amount_refunded": -1`, 1),
		strings.Replace(heldBody, `"amount_refunded": 0`, `"amount_refunded": 999999999999`, 1),
		strings.Replace(heldBody, `"captured": false`, `"captured": true`, 1),
		strings.Replace(heldBody, `"object": "charge"`, `"object": "refund"`, 1),
		strings.Replace(heldBody, `"livemode": false`, `"tranche": {"rules": {"version": "2024-04-10", "partial_cancel": "refused"}, "increments": 255}`, 1),
		strings.Replace(heldBody, `{"order": "6735"}`, strings.Repeat("[", 500)+strings.Repeat("]", 500), 1),
		strings.Replace(heldBody, `"requires_capture"`, `"processing"`, 1),
		strings.NewReplacer(`"requires_capture"`, `"processing"`, `"multicapture"`, `"other"`).Replace(heldBody),
		strings.Replace(strings.Replace(heldBody, `"payment_method_details"`, `"details"`, 1), `"livemode": false`, `"tranche": {"rules": {"version": "2024-04-10"}}`, 1),
		untidy(`"requires_capture"`, `1000`, `"succeeded"`, `0`, `500`, `false`, `true`),
		untidy(`"processing"`, `0`, `"pending"`, `300`, `0`, `true`, `false`),
		strings.Replace(idOnly, `"requires_capture"`, `"requires_source_action"`, 1),
		// shared: expanded, due, not expanded, in another currency, and what cannot be
		shared(`"application_fee": {"id": "fee_1", "object": "application_fee", "amount": 30, "amount_refunded": 10},
			"transfer": {"id": "tr_1", "object": "transfer", "amount": 300, "amount_reversed": 100, "currency": "usd", "destination": "acct_1"}`),
		shared(`"application_fee": null, "application_fee_amount": 30, "tranche": {"application_fee_due": 30, "transfer_due": 300, "captures": 1, "first_gave": 1}`),
		shared(`"application_fee": "fee_1", "transfer": "tr_1", "tranche": {"fee_endpoint_used": 1, "transfer_endpoint_used": 2}`),
		shared(`"transfer": {"id": "tr_1", "object": "transfer", "amount": 999999999999, "amount_reversed": 0, "currency": "cad", "destination": "acct_1"}`),
		shared(`"application_fee": {"id": "fee_1", "object": "application_fee", "amount": 0, "amount_refunded": 999999999999}, "tranche": {"transfer_due": 999999999999}`),
		shared(`"tranche": {"refunds_made": 64, "live_refunds": "ffffffffffffffff", "captures": 50}`),
		shared(`"tranche": {"refunds_made": 1, "live_refunds": "2", "first_gave": 2, "application_fee_due": 1}, "disputed": true`),
		strings.Replace(heldBody, `"livemode": false`, `"application": "ca_1", "application_fee_amount": 30, "tranche": {"account": "acct_9"}`, 1),
		strings.Replace(heldBody, `"livemode": false`, `"transfer_data": {"destination": "acct_1", "amount": 800}, "tranche": {"rules": {"connect": {"objects": "per_capture", "portion_base": "amount"}, "failed_refund": "stays"}}`, 1),
	} {
		for n := i % 8; n < len(commands); n += 8 {
			f.Add([]byte(body), uint8(n))
		}
	}
	for i, pi := range oneOfEach(f) {
		for n := i % 8; n < len(commands); n += 8 {
			f.Add(encode(f, pi), uint8(n))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, n uint8) {
		var pi intent.PaymentIntent
		if err := pi.UnmarshalJSON(body); err != nil {
			if _, ok := errors.AsType[*intent.Error](err); !ok || pi != (intent.PaymentIntent{}) {
				t.Fatalf("%v, and the receiver is %v", err, pi)
			}
			return
		}
		mustSurviveJSON(t, pi)
		_ = pi.Validate()
		_, _ = pi.Deadline()
		_, _ = pi.WithCaptures(3)
		_, _ = pi.WithCharge(pi.LatestCharge)
		_, _ = pi.WithHistory(intent.History{FirstGave: true})
		m := carryOut(pi, commands[int(n)%len(commands)])
		if m.err != nil {
			mustBeExplained(t, m.err)
			if m.after != pi || m.events != nil || m.made != (made{}) {
				t.Fatalf("%s is refused (%v) and changes something", m.command, m.err)
			}
			return
		}
		mustSurviveJSON(t, m.after)
		survives(t, m.made.refund)
		for _, e := range m.events {
			_ = e.String()
		}
		if pi.Validate() == nil {
			if err := m.after.Validate(); err != nil {
				t.Fatalf("%s leads from a valid state to an invalid one: %v\n%s\n%s", m.command, err, encode(t, pi), encode(t, m.after))
			}
		}
	})
}

// shared returns heldBody of a destination payment, with members of its charge.
func shared(members string) string {
	body := strings.Replace(heldBody, `"livemode": false`, `"livemode": false, "application_fee_amount": 30, "transfer_data": {"destination": "acct_1"}`, 1)
	return strings.Replace(body, `"disputed": false`, `"transfer_data": {"destination": "acct_1"}, `+members, 1)
}

// untidy returns a body before basil whose parts may not fit together.
func untidy(status, capturable, chargeStatus, captured, refunded, isCaptured, paid string) string {
	return `{"id": "pi_1", "object": "payment_intent", "status": ` + status + `, "amount": 1000, "amount_received": 0, "currency": "usd",
		"amount_capturable": ` + capturable + `, "capture_method": "manual", "tranche": {"rules": {"version": "2024-04-10"}},
		"latest_charge": {"id": "ch_1", "object": "charge", "status": ` + chargeStatus + `, "amount": 1000, "amount_captured": ` + captured + `,
			"amount_refunded": ` + refunded + `, "captured": ` + isCaptured + `, "paid": ` + paid + `, "refunded": false}}`
}

// FuzzParseCommand reads anything as each of the commands. What can be read reads the same again after it was written.
func FuzzParseCommand(f *testing.F) {
	for _, c := range everyCommand() {
		f.Add(string(c.Operation()), encode(f, c))
	}
	for _, body := range []string{
		`{}`, `null`, `{} {}`, `{"at":5,"at":5}`, `{"at":1.5}`, `{"amount_to_capture":9223372036854775807}`, `{"AT":5}`,
		`{"attempt":{"card":{"amount_authorized":-9223372036854775808}}}`, `{"card":{"request_multicapture":"if_available"}}`,
		`{"amount":100,"refund_application_fee":true,"reverse_transfer":true,"status":"pending","pending_reason":"charge_pending"}`,
		`{"refund":{"id":"re_1","object":"refund","amount":100,"charge":"ch_1","status":"succeeded","tranche":{"number":1}},"status":"failed"}`,
		`{"refund":null,"status":"failed"}`, `{"refund":{"object":"charge"}}`, `{"refund":"re_1"}`,
		`{"refund":{"id":"re_1","object":"refund","amount":1e3,"status":"lost","tranche":{"number":256}}}`,
		`{"balance_transaction":"txn_1","application_fee":"fee_1","transfer":"tr_1","transfer_currency":"cad","transfer_amount":1356}`,
		`{"transfer_amount":-9223372036854775808,"transfer_currency":"USD"}`,
		`{"application_fee_amount":0,"transfer_data":{"destination":"acct_1","amount":null}}`, `{"transfer_data":{"destination":{"id":"acct_1"}}}`,
		`{"rules":{"connect":{"later_amount":"same"},"failed_refund":"255"}}`, `{"amount":null,"balance_insufficient":true}`,
	} {
		for _, op := range operations {
			f.Add(string(op), []byte(body))
		}
	}
	states := oneOfEach(f)
	f.Fuzz(func(t *testing.T, op string, body []byte) {
		c, err := intent.ParseCommand(intent.Operation(op), body)
		if err != nil {
			if _, ok := errors.AsType[*intent.Error](err); !ok || c != nil {
				t.Fatalf("%v, %v", c, err)
			}
			return
		}
		if c.Operation() != intent.Operation(op) || c.String() == "" {
			t.Fatalf("%s reads as %#v", op, c)
		}
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := intent.ParseCommand(intent.Operation(op), written); err != nil || again != c {
			t.Fatalf("%#v is written as %s and reads as %#v, %v", c, written, again, err)
		}
		for _, pi := range states {
			next, _, err := intent.Step(pi, c)
			if err != nil {
				if next != pi {
					t.Fatalf("%s in %q is refused (%v) and changes something", c, pi.Status, err)
				}
				continue
			}
			if err := next.Validate(); err != nil {
				t.Fatalf("%s in %q leads to an invalid state: %v", c, pi.Status, err)
			}
		}
	})
}
