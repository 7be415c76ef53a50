package intenttest_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
)

// An api is an API with one payment, which is this module's. It needs no network.
type api struct {
	pi        intent.PaymentIntent
	calls     int
	zeroIsAll bool // of a refund; this is a bug
	down      int  // from which call on; 0 is never
}

func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w.Result(), nil
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.calls++; a.down > 0 && a.calls >= a.down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	if r.Method == http.MethodGet {
		json.NewEncoder(w).Encode(a.pi)
		return
	}
	c := a.command(r)
	next, err := intent.Next(a.pi, c)
	if e, ok := errors.AsType[*intent.Error](err); ok {
		w.WriteHeader(http.StatusBadRequest)
		json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": string(e.Code), "param": e.Param, "message": e.Message()}})
		return
	}
	a.pi = next
	if p, ok := c.(intent.RefundParams); ok {
		json.NewEncoder(w).Encode(refund.Refund{ID: p.ID, Status: refund.StatusSucceeded, Amount: 1, Currency: "usd"})
		return
	}
	json.NewEncoder(w).Encode(next)
}

// command returns the command of a call.
func (a *api) command(r *http.Request) intent.Command {
	id := fmt.Sprint("re_call_", a.calls)
	switch path := r.URL.Path; {
	case path == "/v1/payment_intents":
		amount := amountOf(r, "amount").Amount
		return intent.CreateParams{
			ID: "pi_call_1", Amount: amount, Currency: money.Currency(r.FormValue("currency")), CaptureMethod: intent.CaptureMethod(r.FormValue("capture_method")),
			CardOptions: intent.CardOptions{RequestMulticapture: r.FormValue("payment_method_options[card][request_multicapture]") != ""},
		}
	case path == "/v1/refunds":
		p := intent.RefundParams{ID: id, Amount: amountOf(r, "amount"), Reason: refund.Reason(r.FormValue("reason"))}
		if a.zeroIsAll && p.Amount.Amount == 0 {
			p.Amount = money.NullAmount{}
		}
		return p
	case strings.HasSuffix(path, "/confirm"):
		attempt := charge.Attempt{Answer: charge.AnswerApproved, Charge: cmp.Or(a.pi.LatestCharge.ID, "ch_call_2"), Card: charge.Card{Multicapture: true}}
		return intent.ConfirmParams{PaymentMethod: r.FormValue("payment_method"), Attempt: attempt}
	case strings.HasSuffix(path, "/capture"):
		return intent.CaptureParams{
			AmountToCapture: amountOf(r, "amount_to_capture"), ApplicationFeeAmount: amountOf(r, "application_fee_amount"), NonFinal: r.FormValue("final_capture") == "false",
		}
	default:
		return intent.CancelParams{Reason: intent.CancellationReason(r.FormValue("cancellation_reason"))}
	}
}

func amountOf(r *http.Request, name string) money.NullAmount {
	n, err := strconv.ParseInt(r.FormValue(name), 10, 64)
	return money.NullAmount{Amount: money.Amount(n), Valid: err == nil}
}

// TestRemote checks a system behind an API that is right, and one that is down.
func TestRemote(t *testing.T) {
	o := intenttest.Options{MinimumAmount: 50, MaximumAmount: 99_999_999, Without: []intent.Operation{intent.OpExpire, intent.OpUpdateRefund}}
	intenttest.Check(t, func() (intenttest.System, error) {
		return &remote{client: http.Client{Transport: new(api)}, base: "https://api.example.com"}, nil
	}, o)
	r := new(recorder)
	r.run("1", func() {
		intenttest.Check(r, func() (intenttest.System, error) {
			return &remote{client: http.Client{Transport: &api{down: 3}}, base: "https://api.example.com"}, nil
		}, o)
	})
	if said := r.text.String(); !r.failed || !strings.Contains(said, "out of reach or broken: 503 Service Unavailable: down") {
		t.Error(said)
	}
}
