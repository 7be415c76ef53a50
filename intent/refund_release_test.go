package intent_test

import (
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// A body whose release is not booked as refunded is not of a version that books it. Were it taken for one, more could be refunded than
// was captured.
func TestRefundOfAnotherVersion(t *testing.T) {
	body := []byte(`{"id":"pi_1","object":"payment_intent","status":"succeeded","amount":1000,"amount_capturable":0,"amount_received":700,
		"capture_method":"manual","currency":"usd","latest_charge":{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,
		"amount_captured":700,"amount_refunded":0,"captured":true,"paid":true,"refunded":false,
		"payment_method_details":{"type":"card","card":{"multicapture":{"status":"unavailable"}}}}}`)
	for _, c := range []struct {
		version intent.Version
		want    error
	}{{"", nil}, {"2025-03-31.basil", nil}, {"2024-06-20", code.ParameterInvalid}} {
		pi := intent.PaymentIntent{Rules: intent.Rules{Version: c.version}}
		if err := pi.UnmarshalJSON(body); err != nil {
			t.Fatal(err)
		}
		err := pi.CheckRefund(intent.RefundParams{Amount: money.Some(700)})
		if !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.version, err, c.want)
		}
		if e, ok := errors.AsType[*code.Error](err); ok && (e.Param != "amount_refunded" || e.Got != -300 || e.Limit != 700) {
			t.Errorf("%q: %+v", c.version, *e)
		}
		if err := pi.CheckRefund(intent.RefundParams{Amount: money.Some(701)}); err == nil {
			t.Errorf("%q: more is refunded than was captured", c.version)
		}
	}
}
