// Package endpoint receives webhooks over HTTP. It is a package of its own so that nobody else imports net/http.
//
//	http.Handle("POST /webhooks", endpoint.Handler{
//		Secrets: []string{os.Getenv("WEBHOOK_SECRET")},
//		Now:     time.Now,
//		Receive: func(ctx context.Context, e webhook.Envelope) error {
//			switch e := e.Event.(type) {
//			case *charge.Event: // e.Charge, e.Previous
//			case *intent.Event: // e.PaymentIntent, e.Previous
//			}
//			return nil // kept: do not send it again
//		},
//	})
package endpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/tranche-go/tranche/webhook"
)

// MaxBody is how many bytes of a body are read. Events are far smaller.
const MaxBody = 1 << 20

// A Handler answers so that the API does the right thing. It sends an event again, for days, until the answer is 2xx:
//
//   - 200: Receive returned nil. The event will not come again, but for the duplicates that the API sends anyway
//   - 400: the body could not be read, or webhook.Verify refused the signature. What the API sends again is signed anew
//   - 405: another method than POST
//   - 413: the body has more than MaxBody bytes
//   - 500: Receive returned an error; or the event was signed, but this module cannot decode it, so that it is not lost; or the Handler lacks a secret,
//     Now or Receive
//
// The answer has no reason in it: whoever sends an unsigned request learns nothing.
//
// Requests are served concurrently, also two deliveries of one event. Events come late, twice and in any order: webhook.View does not mind.
//
// Source: https://docs.stripe.com/webhooks.
type Handler struct {
	Secrets []string                                            // whsec_…, one, or two while they are rolled
	Now     func() time.Time                                    // the clock against which signatures are too old: time.Now
	Receive func(ctx context.Context, e webhook.Envelope) error // the event, of a type of this module or a *webhook.Unknown
	// Failed hears why a request was not answered with 200; nil is nobody. Its Body can be read again, if the Handler could read it.
	Failed func(r *http.Request, err error)
}

// ServeHTTP receives one webhook.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, err := h.receive(w, r)
	if err == nil {
		return // 200
	}
	if h.Failed != nil {
		h.Failed(r, err)
	}
	http.Error(w, http.StatusText(status), status)
}

// receive returns why a request is refused, and the status that says so.
func (h Handler) receive(w http.ResponseWriter, r *http.Request) (status int, err error) {
	if h.Now == nil || h.Receive == nil {
		return http.StatusInternalServerError, errors.New("endpoint: a Handler needs Now and Receive")
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed, fmt.Errorf("endpoint: method %.20q", r.Method)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return http.StatusRequestEntityTooLarge, err
	}
	if err != nil {
		return http.StatusBadRequest, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // for Failed
	e, err := webhook.Open(body, r.Header.Get("Stripe-Signature"), h.Now().Unix(), h.Secrets...)
	if _, signature := errors.AsType[webhook.SignatureError](err); signature && err != webhook.NoSecret {
		return http.StatusBadRequest, err
	}
	if err == nil {
		err = h.Receive(r.Context(), e)
	}
	return http.StatusInternalServerError, err
}
