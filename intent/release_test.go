package intent_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// What is released is a refund before basil, unless there is multicapture: of the rest after a capture, of everything after a cancel or
// an expiry, which says so.
func TestReleaseRefund(t *testing.T) {
	whole := refund.Refund{
		ID: "re_1", Charge: "ch_1", PaymentIntent: "pi_1", Status: refund.StatusSucceeded, Amount: 1000, Currency: "usd",
		DestinationType: refund.DestinationTypeReversal, BalanceTransaction: "txn_1", Created: 7,
	}
	rest, expired, duplicate := whole, whole, whole
	rest.Amount = 900
	expired.Reason, duplicate.Reason = refund.ReasonExpiredUncapturedCharge, refund.ReasonDuplicate
	old, basil := intent.Version("2025-02-24.acacia"), intent.Version("2025-03-31.basil")
	for _, c := range []struct {
		name         string
		version      intent.Version
		multicapture bool
		command      intent.Command
		want         refund.Refund
	}{
		{"capture of a part", old, false, intent.CaptureParams{AmountToCapture: money.Some(100)}, rest},
		{"capture of everything", old, false, intent.CaptureParams{}, refund.Refund{}},
		{"cancel", old, false, intent.CancelParams{}, whole},
		{"cancel with a reason", old, false, intent.CancelParams{Reason: intent.ReasonDuplicate}, duplicate},
		{"cancel with a reason that no refund has", old, false, intent.CancelParams{Reason: intent.ReasonAbandoned}, whole},
		{"expiry", old, false, intent.ExpireParams{}, expired},
		{"multicapture: capture of a part", old, true, intent.CaptureParams{AmountToCapture: money.Some(100)}, refund.Refund{}},
		{"multicapture: expiry", old, true, intent.ExpireParams{}, refund.Refund{}},
		{"since basil: capture of a part", basil, false, intent.CaptureParams{AmountToCapture: money.Some(100)}, refund.Refund{}},
		{"since basil: cancel", basil, false, intent.CancelParams{}, refund.Refund{}},
		{"since basil: expiry", basil, false, intent.ExpireParams{}, refund.Refund{}},
	} {
		create := intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1", Rules: intent.Rules{Version: c.version}}
		create.CardOptions.RequestMulticapture = intent.IfAvailable
		created, _, err := intent.Create(create)
		if err != nil {
			t.Fatal(err)
		}
		held, err := intent.Next(created, intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Multicapture: c.multicapture}}})
		if err != nil {
			t.Fatal(err)
		}
		params := intent.ReleaseParams{At: 7, ID: "re_1", BalanceTransaction: "txn_1"}
		if r, ok := intent.ReleaseRefund(created, held, params); ok {
			t.Errorf("%s: the authorization released %+v", c.name, r)
		}
		after, err := intent.Next(held, c.command)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := intent.ReleaseRefund(held, after, params); r != c.want || ok != (c.want != refund.Refund{}) {
			t.Errorf("%s: released %+v, want %+v", c.name, r, c.want)
		}
		asMuch := whole
		asMuch.Amount = after.LatestCharge.Amount - after.LatestCharge.AmountCaptured
		if got := after.IsRelease(asMuch); got != (c.want != refund.Refund{}) {
			t.Errorf("%s: a reversal of %d is a release: %t", c.name, asMuch.Amount, got)
		}
		for what, change := range map[string]func(*refund.Refund){
			"of more": func(r *refund.Refund) { r.Amount++ }, "of less": func(r *refund.Refund) { r.Amount-- },
			"with a number": func(r *refund.Refund) { r.Number = 1 }, "of another charge": func(r *refund.Refund) { r.Charge = "ch_2" },
			"that was paid out": func(r *refund.Refund) { r.DestinationType = refund.DestinationTypeRefund },
		} {
			if r := asMuch; after.IsRelease(r) {
				if change(&r); after.IsRelease(r) {
					t.Errorf("%s: a refund %s is a release", c.name, what)
				}
			}
		}
		if more, err := intent.Next(after, intent.RefundParams{}); err == nil {
			if r, ok := intent.ReleaseRefund(after, more, params); ok {
				t.Errorf("%s: a refund released %+v", c.name, r)
			}
		}
		for _, unknown := range []*intent.PaymentIntent{&held, &after} {
			was := *unknown
			unknown.LatestCharge = charge.Charge{ID: "ch_1"}
			if r, ok := intent.ReleaseRefund(held, after, params); ok {
				t.Errorf("%s: of an unknown charge %+v", c.name, r)
			}
			if unknown.IsRelease(asMuch) {
				t.Errorf("%s: a release of an unknown charge", c.name)
			}
			*unknown = was
		}
	}
}

// Refunds while more may be captured are not what is released later, nor is what is released after them.
func TestRefundIsNoRelease(t *testing.T) {
	refunded := decode(t, `{"id":"pi_1","object":"payment_intent","status":"requires_capture","amount":1000,"amount_capturable":400,"amount_received":600,
		"capture_method":"manual","currency":"usd","tranche":{"rules":{"version":"2024-06-20"}},"latest_charge":{"id":"ch_1","object":"charge",
		"status":"succeeded","amount":1000,"amount_captured":600,"amount_refunded":100,"captured":false,"paid":true,"refunded":false,
		"payment_method_details":{"type":"card","card":{"multicapture":{"status":"available"}}}}}`)
	for _, c := range []intent.Command{intent.RefundParams{Amount: money.Some(100)}, takes(100), intent.CancelParams{}, intent.ExpireParams{}} {
		after := step(t, refunded, c)
		if r, ok := intent.ReleaseRefund(refunded, after, intent.ReleaseParams{}); ok {
			t.Errorf("%s: %+v", c, r)
		}
	}
}

// Only before basil is a release a refund, and only of a refund that nobody here made and that is a reversal is it in question.
func TestRefundOfAsMuchAsWasReleased(t *testing.T) {
	const body = `{"id":"pi_1","object":"payment_intent","status":"succeeded","amount":1000,"amount_capturable":0,"amount_received":600,
		"capture_method":"manual","currency":"usd","latest_charge":{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,
		"amount_captured":600,"amount_refunded":%d,"captured":true,"paid":true,"refunded":false,
		"payment_method_details":{"type":"card","card":{"multicapture":{"status":"unavailable"}}}},"tranche":{"rules":{"version":%q}}}`
	for _, c := range []struct {
		version     intent.Version
		refunded    int
		number      uint8
		destination refund.DestinationType
		want        error
	}{
		{"2024-06-20", 800, 0, refund.DestinationTypeReversal, code.StatusTransitionInvalid},
		{"2024-06-20", 800, 0, refund.DestinationTypeRefund, nil},
		{"2024-06-20", 800, 64, refund.DestinationTypeReversal, nil},
		{"2025-03-31.basil", 400, 0, refund.DestinationTypeReversal, nil},
	} {
		pi := decode(t, fmt.Sprintf(body, c.refunded, c.version))
		failed, _, _, err := pi.UpdateRefund(intent.UpdateRefundParams{Status: refund.StatusFailed, Refund: refund.Refund{
			ID: "re_1", Charge: "ch_1", Amount: 400, Status: refund.StatusSucceeded, Number: c.number, DestinationType: c.destination,
		}})
		if !errors.Is(err, c.want) || err == nil && int(failed.LatestCharge.AmountRefunded) != c.refunded-400 {
			t.Errorf("%+v: %v, amount_refunded %d", c, err, failed.LatestCharge.AmountRefunded)
		}
	}
}

// A release was never with the customer, so that it cannot come back: else more could be refunded than was captured.
func TestReleaseCannotFail(t *testing.T) {
	held, _, err := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		Rules: intent.Rules{Version: "2024-06-20"},
	})
	if err != nil {
		t.Fatal(err)
	}
	held, err = intent.Next(held, intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}})
	if err != nil {
		t.Fatal(err)
	}
	captured, err := intent.Next(held, intent.CaptureParams{AmountToCapture: money.Some(600)})
	if err != nil {
		t.Fatal(err)
	}
	release, ok := intent.ReleaseRefund(held, captured, intent.ReleaseParams{ID: "re_0"})
	refunded, real, _, err := captured.Refund(intent.RefundParams{ID: "re_1", Amount: money.Some(500)})
	if err != nil || !ok || release.Amount != 400 {
		t.Fatal(release, err)
	}
	for _, status := range []refund.Status{refund.StatusFailed, refund.StatusCanceled} {
		next, _, _, failure := refunded.UpdateRefund(intent.UpdateRefundParams{Refund: release, Status: status})
		if !errors.Is(failure, code.StatusTransitionInvalid) || next != refunded {
			t.Errorf("%s: %v, refundable %v", status, failure, next.Refundable())
		}
	}
	real.Number, real.DestinationType = 0, refund.DestinationTypeReversal // as the API shows it before the charge has settled
	failed, _, _, err := refunded.UpdateRefund(intent.UpdateRefundParams{Refund: real, Status: refund.StatusFailed})
	if err != nil || failed.Refundable() != money.Some(600) {
		t.Errorf("%v, %v", failed.Refundable(), err)
	}
	refunded.LatestCharge = charge.Charge{ID: "ch_1"}
	if _, _, _, err = refunded.UpdateRefund(intent.UpdateRefundParams{Refund: release, Status: refund.StatusFailed}); !errors.Is(err, code.UnknownCharge) {
		t.Error(err)
	}
}

// Several captures release nothing that is booked: a refund of as much as was left is a refund.
func TestReversalOfMulticaptureCanFail(t *testing.T) {
	pi := decode(t, `{"id":"pi_1","object":"payment_intent","status":"succeeded","amount":1000,"amount_capturable":0,"amount_received":600,
		"capture_method":"manual","currency":"usd","tranche":{"rules":{"version":"2024-06-20"}},"latest_charge":{"id":"ch_1","object":"charge",
		"status":"succeeded","amount":1000,"amount_captured":600,"amount_refunded":400,"captured":true,"paid":true,"refunded":false,
		"payment_method_details":{"type":"card","card":{"multicapture":{"status":"available"}}}}}`)
	failed, _, _, err := pi.UpdateRefund(intent.UpdateRefundParams{Status: refund.StatusFailed, Refund: refund.Refund{
		ID: "re_1", Charge: "ch_1", Amount: 400, Status: refund.StatusSucceeded, DestinationType: refund.DestinationTypeReversal,
	}})
	if err != nil || failed.LatestCharge.AmountRefunded != 0 {
		t.Errorf("%v, amount_refunded %d", err, failed.LatestCharge.AmountRefunded)
	}
}

func ExampleReleaseRefund() {
	held, _, _ := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		Rules: intent.Rules{Version: "2023-10-16"},
	})
	held, _, _ = held.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}})
	captured, events, _ := held.Capture(intent.CaptureParams{AmountToCapture: money.Some(100)})
	for _, e := range events {
		fmt.Println(e)
	}
	r, ok := intent.ReleaseRefund(held, captured, intent.ReleaseParams{ID: "re_1"})
	fmt.Println(ok, r.Amount, r.Status, r.DestinationType)
	// Output:
	// charge.captured ch_1 amount_captured 0 → 100 amount_refunded 0 → 900 captured false → true
	// charge.refunded ch_1 amount_captured 0 → 100 amount_refunded 0 → 900 captured false → true
	// payment_intent.succeeded pi_1
	// true 900 succeeded reversal
}
