package intent

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// Bodies of versions before 2022-11-15 have the list charges, and beside it latest_charge: not at all, or as an id.
func TestChargesListFillsInTheLatestCharge(t *testing.T) {
	const newest = `{"id":"ch_2","object":"charge","status":"succeeded","amount":1000,"amount_captured":0,"amount_refunded":0,` +
		`"captured":false,"paid":true,"refunded":false}`
	const older = `{"id":"ch_1","object":"charge","status":"failed","amount":1000,"amount_captured":0,"amount_refunded":0,` +
		`"captured":false,"paid":false,"refunded":false}`
	for _, test := range []struct {
		name, members, id string
		known             bool
	}{
		{"list alone", `"charges":{"data":[` + newest + `,` + older + `]}`, "ch_2", true},
		{"list after the id", `"latest_charge":"ch_2","charges":{"data":[` + newest + `]}`, "ch_2", true},
		{"list before the id", `"charges":{"data":[` + newest + `]},"latest_charge":"ch_2"`, "ch_2", true},
		{"null and list", `"latest_charge":null,"charges":{"data":[` + newest + `]}`, "ch_2", true},
		{"list of an expanded charge", `"latest_charge":` + newest + `,"charges":{"data":[` + newest + `]}`, "ch_2", true},
		{"list without the charge", `"latest_charge":"ch_3","charges":{"data":[` + newest + `]}`, "ch_3", false},
		{"empty list", `"latest_charge":"ch_2","charges":{"data":[]}`, "ch_2", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pi PaymentIntent
			body := fmt.Sprintf(`{"id":"pi_1","object":"payment_intent","status":"requires_capture","amount":1000,`+
				`"amount_capturable":1000,"amount_received":0,"capture_method":"manual","currency":"usd",%s}`, test.members)
			if err := json.Unmarshal([]byte(body), &pi); err != nil {
				t.Fatal(err)
			}
			if got := pi.LatestCharge; got.ID != test.id || got.Known() != test.known {
				t.Errorf("latest_charge %s, known %t; want %s, %t", got.ID, got.Known(), test.id, test.known)
			}
			if got := pi.LatestCharge.Amount; test.known && got != 1000 {
				t.Errorf("latest_charge.amount = %d", got)
			}
		})
	}
}

// What is wrong in the list is found at its place in the document.
func TestChargesListIsNamedInErrors(t *testing.T) {
	for members, param := range map[string]string{
		`"charges":[]`: "charges",
		`"charges":{"data":[{"object":"charge"}]}`:                      "charges.data.id",
		`"charges":{"data":[{"id":"ch_1","object":"charge","paid":1}]}`: "charges.data.paid",
	} {
		var pi PaymentIntent
		err := json.Unmarshal([]byte(`{"id":"pi_1","object":"payment_intent","status":"requires_capture","amount":1000,`+
			`"amount_capturable":1000,"amount_received":0,"capture_method":"manual","currency":"usd",`+members+`}`), &pi)
		if e, ok := errors.AsType[*Error](err); !ok || e.Param != param {
			t.Errorf("%s: %v, want the place %s", members, err, param)
		}
		if pi != (PaymentIntent{}) {
			t.Errorf("%s: the intent has changed", members)
		}
	}
}

// A long list costs what its text does: of each charge but the newest nothing is kept.
func TestLongChargesList(t *testing.T) {
	body := []byte(`{"id":"pi_1","object":"payment_intent","status":"canceled","amount":1,"amount_capturable":0,"amount_received":0,"capture_method":"manual","currency":"usd","charges":{"data":["ch_9"` +
		strings.Repeat(`,""`, 100_000) + `]}}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var pi PaymentIntent
	err := pi.UnmarshalJSON(body)
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; err != nil || pi.LatestCharge.ID != "ch_9" || spent > 20*uint64(len(body)) {
		t.Errorf("%v: %d bytes are spent on %d; the charge is %q", err, spent, len(body), pi.LatestCharge.ID)
	}
}
