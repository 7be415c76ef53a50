package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook"
)

// life is what happens to a payment.
var life = []intent.Command{
	intent.CreateParams{
		At: 1, ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	},
	intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Multicapture: true}}},
	intent.CaptureParams{At: 3, AmountToCapture: money.Some(300), NonFinal: true},
	intent.CaptureParams{At: 4, AmountToCapture: money.Some(500)},
	intent.RefundParams{At: 5, ID: "re_1", Amount: money.Some(200)},
}

// show delivers the webhooks of a payment to a server on this machine, and prints what it answers and what it knows.
func show(w io.Writer) error {
	dir, err := os.MkdirTemp("", "webhooks")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var pi intent.PaymentIntent
	var sent []webhook.Envelope
	for _, c := range life {
		next, events, refused := intent.Step(pi, c)
		if refused != nil {
			return refused
		}
		pi = next
		for _, e := range events {
			sent = append(sent, webhook.Envelope{ID: fmt.Sprint("evt_", len(sent)), Event: e})
		}
	}
	var known payment
	for _, order := range [][]int{{10, 4, 2, 4, 0}, {3, 9, 8, 1, 7, 6, 10, 5, 3}} { // of all 11, some late, some twice
		fmt.Fprintln(w, "The server starts. The first webhook comes with another signature, and then again.")
		if known, err = receive(w, dir, sent, order); err != nil {
			return err
		}
		fmt.Fprintf(w, "known    %s\n\n", known)
	}
	paid := payment{PaymentIntent: pi, Refunded: pi.LatestCharge.AmountRefunded}
	fmt.Fprintf(w, "payment  %s\n", paid)
	if known.String() != paid.String() {
		return errors.New("what is known is not the payment")
	}
	return nil
}

// receive starts a server, delivers to it, and returns what it then knows of pi_1.
func receive(w io.Writer, dir string, sent []webhook.Envelope, order []int) (known payment, err error) {
	server := httptest.NewServer(newHandler(newStore(dir), []string{"whsec_example"}))
	defer server.Close()
	secret := "whsec_another"
	for _, n := range append(order[:1:1], order...) {
		status, undelivered := deliver(server.URL, sent[n], secret)
		if undelivered != nil {
			return known, undelivered
		}
		fmt.Fprintf(w, "  %d  %s\n", status, sent[n].Event)
		secret = "whsec_example"
	}
	answer, err := http.Get(server.URL + "/payments/pi_1")
	if err != nil {
		return known, err
	}
	defer answer.Body.Close()
	err = json.NewDecoder(answer.Body).Decode(&known)
	return known, err
}

// deliver sends a webhook as the API does, and returns the status of the answer.
func deliver(url string, e webhook.Envelope, secret string) (status int, err error) {
	body, unwritten := e.MarshalJSON()
	r, err := http.NewRequest(http.MethodPost, url+"/webhooks", bytes.NewReader(body))
	if err = errors.Join(unwritten, err); err != nil {
		return 0, err
	}
	r.Header.Set("Stripe-Signature", webhook.Sign(body, time.Now().Unix(), secret))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
