package endpoint_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/endpoint"
)

// A store keeps a View for each payment. A database does it in a transaction.
type store map[string]webhook.View

func (s store) update(_ context.Context, payment string, change func(webhook.View) webhook.View) error {
	if s == nil {
		return errors.New("no store")
	}
	s[payment] = change(s[payment])
	return nil
}

// fromREADME is the README's example, line by line.
func fromREADME(update func(context.Context, string, func(webhook.View) webhook.View) error) {
	// readme:begin
	http.Handle("POST /webhooks", endpoint.Handler{
		Secrets: []string{"whsec_test"}, // two while they are rolled
		Now:     time.Now,
		Receive: func(ctx context.Context, e webhook.Envelope) error {
			payment := e.PaymentIntentID()
			if payment == "" {
				return nil // of something else: do not send it again
			}
			return update(ctx, payment, func(v webhook.View) webhook.View { return v.Apply(e) }) // an error: send it again
		},
	})
	// readme:end
}

func Example_readme() {
	views := store{}
	fromREADME(views.update)
	server := httptest.NewServer(nil) // of what http.Handle was given
	defer server.Close()

	const other = `{"id":"evt_2","object":"event","type":"payout.paid","created":1700000000,"data":{"object":{"id":"po_1","object":"payout"}}}`
	deliver := func(body string) {
		r, _ := http.NewRequest("POST", server.URL+"/webhooks", strings.NewReader(body))
		r.Header.Set("Stripe-Signature", webhook.Sign([]byte(body), time.Now().Unix(), "whsec_test"))
		answer, err := http.DefaultClient.Do(r)
		fmt.Println(answer.StatusCode, err)
	}
	deliver(body(300))
	deliver(body(900))
	deliver(body(300)) // late, and twice
	deliver(other)
	fmt.Println(len(views), views["pi_1"].PaymentIntent.AmountReceived)
	// Output:
	// 200 <nil>
	// 200 <nil>
	// 200 <nil>
	// 200 <nil>
	// 1 900
}

// body is an event about an intent of which so much was received, in so many seconds.
func body(received int) string {
	return fmt.Sprintf(`{"id":"evt_%d","object":"event","type":"payment_intent.amount_capturable_updated","created":%[1]d,"data":{"object":
		{"id":"pi_1","object":"payment_intent","status":"requires_capture","currency":"usd","capture_method":"manual","amount":1000,
		"amount_capturable":%d,"amount_received":%[1]d,"latest_charge":"ch_1"}}}`, received, 1000-received)
}
