package intenttest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
)

// A remote is a System behind an API. It keeps the id of its payment.
type remote struct {
	client http.Client
	base   string
	id     string
}

// Do makes a call of the API of a command.
func (s *remote) Do(c intent.Command) (intenttest.Reply, error) {
	path, form := "/v1/payment_intents/"+s.id, url.Values{}
	switch p := c.(type) {
	case intent.CreateParams:
		path = "/v1/payment_intents"
		form.Set("amount", fmt.Sprint(p.Amount))
		form.Set("currency", string(p.Currency))
		form.Set("capture_method", string(p.CaptureMethod))
		if p.CardOptions.RequestMulticapture {
			form.Set("payment_method_options[card][request_multicapture]", "if_available")
		}
	case intent.ConfirmParams:
		path += "/confirm"
		form.Set("payment_method", p.PaymentMethod)
	case intent.CaptureParams:
		path += "/capture"
		form.Set("final_capture", fmt.Sprint(!p.NonFinal))
		setAmount(form, "amount_to_capture", p.AmountToCapture)
		setAmount(form, "application_fee_amount", p.ApplicationFeeAmount)
	case intent.CancelParams:
		path += "/cancel"
		if p.Reason != "" {
			form.Set("cancellation_reason", string(p.Reason))
		}
	case intent.RefundParams:
		path = "/v1/refunds"
		form.Set("payment_intent", s.id)
		if p.Reason != "" {
			form.Set("reason", string(p.Reason))
		}
		setAmount(form, "amount", p.Amount)
	}
	response, err := s.client.PostForm(s.base+path, form)
	var made struct{ ID string }
	if err = decode(response, err, &made); err != nil {
		return intenttest.Reply{}, err
	}
	switch c.(type) {
	case intent.CreateParams:
		s.id = made.ID
		return intenttest.Reply{ID: made.ID}, nil
	case intent.RefundParams:
		return intenttest.Reply{ID: made.ID}, nil
	default: // it shows the payment
		return intenttest.Reply{}, nil
	}
}

// Read reads the payment with its charge.
func (s *remote) Read() (intenttest.Totals, error) {
	response, err := s.client.Get(s.base + "/v1/payment_intents/" + s.id + "?expand[]=latest_charge")
	var pi intent.PaymentIntent
	err = decode(response, err, &pi)
	return intenttest.TotalsOf(pi), err
}

func setAmount(form url.Values, name string, a money.NullAmount) {
	if a.Valid {
		form.Set(name, fmt.Sprint(a.Amount))
	}
}

// decode reads an answer. One about the request is a refusal; any other error says that the API is out of reach.
func decode(response *http.Response, err error, into any) error {
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode == http.StatusOK:
		return json.Unmarshal(body, into)
	case response.StatusCode == http.StatusUnauthorized || response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= 500:
		return fmt.Errorf("%s: %s", response.Status, body)
	}
	var refusal struct {
		Error struct{ Code, Param, Message string }
	}
	if err := json.Unmarshal(body, &refusal); err != nil {
		return err
	}
	e := refusal.Error
	return &intent.Error{Code: code.Code(e.Code), Param: e.Param, Detail: e.Message} // without the Code where the API has another one
}

// A system behind an API: what it cannot do, Without says. Here the API takes a refund of 0 for one of everything.
func ExampleSystem() {
	t := new(recorder) // in a test, its t
	t.run("4", func() {
		intenttest.Check(t, func() (intenttest.System, error) {
			return &remote{client: http.Client{Transport: &api{zeroIsAll: true}}, base: "https://api.example.com"}, nil
		}, intenttest.Options{
			MinimumAmount: 50, MaximumAmount: 99_999_999, Without: []intent.Operation{intent.OpExpire, intent.OpUpdateRefund},
		})
	})
	_, story, _ := strings.Cut(t.text.String(), "draw payment: \n")
	story, _, _ = strings.Cut(story, "\ncall ")
	fmt.Println(story)
	// Output:
	// 1. POST /v1/payment_intents amount=51 currency=usd capture_method=manual payment_method_options[card][request_multicapture]=if_available
	//    → accepted pi_call_1
	// 2. POST /v1/payment_intents/pi_call_1/confirm payment_method=pm_card_visa
	//    → accepted
	// 3. POST /v1/payment_intents/pi_call_1/capture amount_to_capture=1 final_capture=false
	//    → accepted
	// 4. POST /v1/refunds payment_intent=pi_call_1 amount=0
	//    → accepted re_call_7
	//    call 4, refund: it is accepted, want it refused for parameter_invalid_integer
}
