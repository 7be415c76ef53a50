package intent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// Each date at which the API changed, in both positions: the day before, and the day itself.
func TestVersionCuts(t *testing.T) {
	create := intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1"}
	challenged := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}}
	held := intent.ConfirmParams{CaptureMethod: intent.CaptureMethodManual, Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}}
	after := func(v intent.Version, commands ...intent.Command) intent.PaymentIntent {
		create.Rules.Version = v
		pi, err := intent.Next(intent.PaymentIntent{}, create)
		for _, c := range commands {
			if err == nil {
				pi, err = intent.Next(pi, c)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		return pi
	}
	body := func(pi intent.PaymentIntent) map[string]any {
		b, err := pi.MarshalJSON()
		var m map[string]any
		if err != nil || json.Unmarshal(b, &m) != nil {
			t.Fatalf("%v: %s", err, b)
		}
		return m
	}
	for _, cut := range []struct {
		name, before, since string // versions; the figure is that of the one and of the other
		figure              func(v intent.Version) any
		old, now            string
	}{
		{"requires_source_action", "2018-11-08", "2019-02-11", func(v intent.Version) any { return body(after(v, challenged))["status"] }, "requires_source_action", "requires_action"},
		{"next_source_action", "2018-11-08", "2019-02-11", func(v intent.Version) any {
			b := body(after(v, challenged))
			return []any{b["next_source_action"], b["next_action"]}
		}, "[map[type:use_stripe_sdk] <nil>]", "[<nil> map[type:use_stripe_sdk]]"},
		{"charges", "2022-08-01", "2022-11-15", func(v intent.Version) any {
			b := body(after(v, held))
			list, _ := b["charges"].(map[string]any)
			latest, _ := b["latest_charge"].(map[string]any)
			return []any{list["object"], list["has_more"], list["url"], latest["id"]}
		}, "[list false /v1/charges?payment_intent=pi_1 <nil>]", "[<nil> <nil> <nil> ch_1]"},
		{"capture_method", "2024-04-09", "2024-04-10", func(v intent.Version) any { return after(v).CaptureMethod }, "automatic", "automatic_async"},
		{"refund.created", "2024-09-30.acacia", "2024-10-28.acacia", func(v intent.Version) any { return v.Sends(event.RefundCreated) }, "false", "true"},
		{"refund.updated", "2024-09-30.acacia", "2024-10-28.acacia", func(v intent.Version) any { return v.Sends(event.RefundUpdated) }, "false", "true"},
		{"refund.failed", "2024-09-30.acacia", "2024-10-28.acacia", func(v intent.Version) any { return v.Sends(event.RefundFailed) }, "false", "true"},
		{"charge.refunded", "2024-09-30.acacia", "2024-10-28.acacia", func(v intent.Version) any { return v.Sends(event.ChargeRefunded) }, "true", "true"},
		{"charge.refund.updated", "2024-09-30.acacia", "2024-10-28.acacia", func(v intent.Version) any { return v.Sends(event.ChargeRefundUpdated) }, "true", "true"},
		{"expired", "2025-02-24.acacia", "2025-03-31.basil", func(v intent.Version) any { return after(v, held, intent.ExpireParams{}).CancellationReason }, "automatic", "expired"},
		{"amount_refunded", "2025-02-24.acacia", "2025-03-31.basil", func(v intent.Version) any {
			return after(v, held, intent.ExpireParams{}).LatestCharge.AmountRefunded
		}, "1000", "0"},
	} {
		if got := fmt.Sprint(cut.figure(intent.Version(cut.before))); got != cut.old {
			t.Errorf("%s in %s is %s, want %s", cut.name, cut.before, got, cut.old)
		}
		for _, v := range []intent.Version{intent.Version(cut.since), ""} {
			if got := fmt.Sprint(cut.figure(v)); got != cut.now {
				t.Errorf("%s in %q is %s, want %s", cut.name, v, got, cut.now)
			}
		}
	}
}

// Names of statuses have two positions, and lead back.
func TestVersionStatus(t *testing.T) {
	for _, s := range intent.Transitions().Statuses() {
		for _, v := range []intent.Version{"", "2019-02-11", "2018-11-08"} {
			if got := v.Status(s).Current(); got != s {
				t.Errorf("%s is %s in %q, which is %s today", s, v.Status(s), v, got)
			}
		}
		if intent.Version("2019-02-11").Status(s) != s {
			t.Errorf("%s had another name on 2019-02-11", s)
		}
	}
	if got := intent.Version("2018-11-08").Status(intent.StatusRequiresPaymentMethod); got != "requires_source" {
		t.Errorf("requires_payment_method was %s", got)
	}
}

// An old list cannot show the id of a charge alone; it is not lost.
func TestOldListKeepsTheID(t *testing.T) {
	pi := intent.PaymentIntent{
		ID: "pi_1", Status: intent.StatusRequiresCapture, Amount: 1000, AmountCapturable: 1000, Currency: "usd", PaymentMethod: "pm_1",
		CaptureMethod: intent.CaptureMethodManual, ConfirmationMethod: intent.ConfirmationMethodAutomatic,
		LatestCharge: charge.Charge{ID: "ch_1"}, Rules: intent.Rules{Version: "2022-08-01"},
	}
	b, err := pi.MarshalJSON()
	if err != nil || !bytes.Contains(b, []byte(`"data":[]`)) {
		t.Errorf("%s, %v", b, err)
	}
	var again intent.PaymentIntent
	if err := again.UnmarshalJSON(b); err != nil || again != pi {
		t.Errorf("%s reads as %v, %v", b, again, err)
	}
}

// Old versions show the next action by both names, next_action as it is named today.
func TestNextActionByBothNames(t *testing.T) {
	const source, today = `"next_source_action":{"type":"authorize_with_url"}`, `"next_action":{"type":"redirect_to_url"}`
	for _, both := range []string{today + "," + source, source + "," + today} {
		var pi intent.PaymentIntent
		b := `{"id":"pi_1","object":"payment_intent","amount":1000,"amount_capturable":0,"amount_received":0,"capture_method":"manual",` +
			`"currency":"usd","payment_method":"pm_1","status":"requires_source_action",` + both + `}`
		if err := json.Unmarshal([]byte(b), &pi); err != nil || pi.NextAction != "redirect_to_url" {
			t.Errorf("%s: %q, %v", both, pi.NextAction, err)
		}
	}
}
