package intenttest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

func TestCall(t *testing.T) {
	for _, tt := range []struct {
		c    intent.Command
		want string
	}{
		{
			intent.CreateParams{
				Amount: 7, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1", ApplicationFeeAmount: money.Some(0),
				CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable}, Account: "acct_1",
			},
			"POST /v1/payment_intents amount=7 currency=usd capture_method=manual payment_method=pm_1 application_fee_amount=0" +
				" payment_method_options[card][request_multicapture]=if_available (Stripe-Account: acct_1)",
		},
		{
			intent.CreateParams{Amount: 7, Currency: "usd", TransferData: connect.TransferData{Destination: "acct_1"}},
			"POST /v1/payment_intents amount=7 currency=usd transfer_data[destination]=acct_1",
		},
		{intent.ConfirmParams{}, "POST /v1/payment_intents/pi_1/confirm"},
		{intent.ConfirmParams{PaymentMethod: "pm_1"}, "POST /v1/payment_intents/pi_1/confirm payment_method=pm_1"},
		{intent.CaptureParams{}, "POST /v1/payment_intents/pi_1/capture"},
		{
			intent.CaptureParams{AmountToCapture: money.Some(0), NonFinal: true, ApplicationFeeAmount: money.Some(1)},
			"POST /v1/payment_intents/pi_1/capture amount_to_capture=0 application_fee_amount=1 final_capture=false",
		},
		{intent.CancelParams{Reason: intent.ReasonDuplicate}, "POST /v1/payment_intents/pi_1/cancel cancellation_reason=duplicate"},
		{intent.ExpireParams{}, "(the authorization of pi_1 expires)"},
		{intent.RefundParams{ID: "re_1"}, "POST /v1/refunds payment_intent=pi_1"},
		{
			intent.RefundParams{Amount: money.Some(3), Reason: refund.ReasonFraudulent, Status: refund.StatusPending},
			"POST /v1/refunds payment_intent=pi_1 amount=3 reason=fraudulent (it begins pending)",
		},
		{intent.UpdateRefundParams{Refund: refund.Refund{ID: "re_1"}, Status: refund.StatusCanceled}, "POST /v1/refunds/re_1/cancel"},
		{
			intent.UpdateRefundParams{Refund: refund.Refund{ID: "re_1", Status: refund.StatusPending}, Status: refund.StatusFailed},
			"(refund re_1, which was pending, is failed)",
		},
	} {
		if got := call("pi_1", tt.c); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.c, got, tt.want)
		}
	}
}

func TestStory(t *testing.T) {
	expire := intent.ExpireParams{}
	s := story{
		{"pi_1", expire, nil, ""}, {"pi_1", expire, nil, ""}, {"pi_1", expire, nil, "re_1"},
		{"pi_1", expire, &intent.Error{Op: "expire", Detail: "No."}, ""}, {"pi_1", expire, errors.New("away"), ""}, {"pi_2", expire, nil, ""},
		{"pi_2", expire, &intent.Error{Code: code.AmountTooLarge}, ""}, {"pi_2", expire, &intent.Error{Detail: "limit"}, ""},
		{"pi_2", expire, fmt.Errorf("HTTP 400: %w", &intent.Error{Code: code.AmountTooLarge, Param: "amount", Detail: "limit"}), ""},
		{"pi_2", expire, &intent.Error{}, ""},
	}
	const want = `1.-2. (the authorization of pi_1 expires)
   → accepted
3. (the authorization of pi_1 expires)
   → accepted re_1
4. (the authorization of pi_1 expires)
   → refused, expire: No.
5. (the authorization of pi_1 expires)
   → away
6. (the authorization of pi_2 expires)
   → accepted
7. (the authorization of pi_2 expires)
   → refused, amount_too_large
8. (the authorization of pi_2 expires)
   → refused, limit
9. (the authorization of pi_2 expires)
   → refused, HTTP 400: amount_too_large: amount: limit
10. (the authorization of pi_2 expires)
   → refused, for no reason given
`
	if got := s.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
