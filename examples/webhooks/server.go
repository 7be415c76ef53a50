package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/endpoint"
)

// A payment is the answer to GET /payments/{id}.
type payment struct {
	PaymentIntent intent.PaymentIntent `json:"payment_intent"`
	Refunded      money.Amount         `json:"refunded"`
	Pending       money.Amount         `json:"pending"` // of what is refunded
}

func (p payment) String() string {
	return fmt.Sprintf("%s; %d refunded, %d of it pending", p.PaymentIntent, p.Refunded, p.Pending)
}

func newHandler(s *store, secrets []string) http.Handler {
	failed := func(r *http.Request, err error) { log.Printf("%s %.100q: %v", r.Method, r.URL.Path, err) }
	mux := http.NewServeMux()
	mux.Handle("POST /webhooks", endpoint.Handler{
		Secrets: secrets, Now: time.Now, Failed: failed,
		Receive: func(_ context.Context, e webhook.Envelope) error { return s.apply(e) },
	})
	mux.HandleFunc("GET /payments/{id}", func(w http.ResponseWriter, r *http.Request) {
		v, err := s.load(r.PathValue("id"))
		switch {
		case errors.Is(err, errBadID), err == nil && v == webhook.View{}:
			http.NotFound(w, r)
		case err != nil:
			failed(r, err)
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		default:
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(payment{v.PaymentIntent, v.Refunded, v.Pending}) // fails if whoever asked has gone
		}
	})
	return mux
}
