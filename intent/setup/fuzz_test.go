package setup_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// FuzzIntent reads anything. What can be read reads the same again after it was written, and every law holds of every command, however
// little the parts of the state fit together.
func FuzzIntent(f *testing.F) {
	for _, body := range []string{
		failedBody,
		strings.Replace(failedBody, `"status": "requires_payment_method"`, `"status": "requires_source_action"`, 1),
		strings.Replace(failedBody, `"status": "requires_payment_method"`, `"status": "processing", "tranche": {"confirmations": 255}`, 1),
		strings.Replace(failedBody, `"status": "requires_payment_method"`, `"status": "requires_action", "tranche": {"confirmation_method": "by_post"}`, 1),
		strings.Replace(failedBody, `"next_action": null`, `"next_action": {"type": "verify_with_microdeposits"}`, 1),
		strings.Replace(failedBody, `"status": "failed"`, `"status": "requires_confirmation"`, 1),
		strings.Replace(failedBody, `"payment_method": null`, `"payment_method": {"id": "pm_2"}`, 1),
		strings.Replace(failedBody, `"created": 100`, `"created": 9223372036854775807, "created": 1`, 1),
		strings.Replace(failedBody, `{"order": "6735"}`, strings.Repeat("[", 500)+strings.Repeat("]", 500), 1),
		`{"id":"seti_1","object":"setup_intent","status":"requires_action","usage":"on_session","latest_attempt":"setatt_1","tranche":{"rules":{"version":"2018-01-01","max_confirmations":1}}}`,
	} {
		f.Add([]byte(body))
	}
	for _, si := range oneOfEach(f) {
		f.Add(encode(f, si))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var si setup.Intent
		if err := si.UnmarshalJSON(body); err != nil {
			if _, ok := errors.AsType[*intent.Error](err); !ok || si != (setup.Intent{}) {
				t.Fatalf("%v, and the receiver is %+v", err, si)
			}
			return
		}
		decodeOfEncode(t, moment{after: si})
		for _, c := range everyCommand() {
			m := moment{before: si, command: c}
			m.after, m.events, m.err = setup.Step(si, c)
			for _, law := range lawsOfAnything {
				law(t, m)
			}
		}
	})
}

// lawsOfAnything hold however little the parts of a state fit together.
var lawsOfAnything = []func(tb, moment){
	checkIsStepIsNext, refusalChangesNothing, tableLeads, theEndIsTheEnd, staysValid, eventsShowTheState, decodeOfEncode,
}

// FuzzStep carries any command out in any state, both as they can be read from JSON. No body is the zero Intent.
func FuzzStep(f *testing.F) {
	for _, si := range oneOfEach(f) {
		var body []byte
		if si != (setup.Intent{}) {
			body = encode(f, si)
		}
		for _, c := range everyCommand() {
			f.Add(body, string(c.Operation()), encode(f, c))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, op string, command []byte) {
		c, err := setup.ParseCommand(intent.Operation(op), command)
		var si setup.Intent
		if err != nil || len(body) > 0 && si.UnmarshalJSON(body) != nil {
			return
		}
		m := moment{before: si, command: c}
		m.after, m.events, m.err = setup.Step(si, c)
		for _, law := range lawsOfAnything {
			law(t, m)
		}
		for _, e := range m.events {
			_ = e.String()
		}
	})
}

// FuzzParseCommand reads anything as each of the commands. What can be read reads the same again, and every law holds of it.
func FuzzParseCommand(f *testing.F) {
	for _, c := range everyCommand() {
		f.Add(string(c.Operation()), encode(f, c))
	}
	for _, body := range []string{
		`{}`, `null`, `{} {}`, `{"at":5,"at":5}`, `{"at":-9223372036854775808}`, `{"AT":5}`, `{"attempt":null}`, `{"amounts":[32,45,1]}`, `{"amounts":[32]}`,
		`{"descriptor_code":"SM11AA","mismatch":true}`, `{"rules":{"max_confirmations":256}}`, `{"failure":{"message":"no code"}}`,
		`{"attempt":{"id":"setatt_1","answer":"perhaps","mandate":"m","single_use_mandate":"n"}}`,
	} {
		for _, op := range operations {
			f.Add(string(op), []byte(body))
		}
	}
	states := oneOfEach(f)
	f.Fuzz(func(t *testing.T, op string, body []byte) {
		c, err := setup.ParseCommand(intent.Operation(op), body)
		if err != nil {
			if _, ok := errors.AsType[*intent.Error](err); !ok || c != nil {
				t.Fatalf("%v, %v", c, err)
			}
			return
		}
		if c.Operation() != intent.Operation(op) || c.String() == "" {
			t.Fatalf("%s reads as %#v", op, c)
		}
		for _, si := range states {
			audited(t, si, c)
		}
	})
}
