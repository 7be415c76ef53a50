package endpoint_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/endpoint"
)

const (
	secret   = "whsec_test"
	now      = 1_700_000_000
	captured = `{"id":"evt_1","object":"event","type":"charge.captured","created":1700000000,` +
		`"data":{"object":{"id":"ch_1","object":"charge","amount":1000,"amount_captured":900,"amount_refunded":0,"captured":true,"paid":true,"refunded":false,"currency":"usd","status":"succeeded"},` +
		`"previous_attributes":{"captured":false}}}`
)

func clock() time.Time { return time.Unix(now, 999_999_999) }

// broken is a body whose sender went away.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Each answer, what the caller's functions hear, and that an event is received only with 200 or when receiving it failed.
func TestHandler(t *testing.T) {
	full := errors.New("the disk is full")
	signed := func(body string) string { return webhook.Sign([]byte(body), now, secret) }
	for name, test := range map[string]struct {
		method  string
		body    io.Reader
		header  string
		handler endpoint.Handler
		receive error
		status  int
		failed  func(error) bool // nil: nothing failed
		heard   int              // events
		again   string           // the body that Failed reads
	}{
		"received": {body: strings.NewReader(captured), header: signed(captured), status: 200, heard: 1},
		"received under either secret": {
			body: strings.NewReader(captured), header: signed(captured), handler: endpoint.Handler{Secrets: []string{"whsec_new", secret}}, status: 200, heard: 1,
		},
		"not kept": {body: strings.NewReader(captured), header: signed(captured), receive: full, status: 500, failed: is(full), heard: 1},
		"not POST": {
			method: http.MethodGet, body: strings.NewReader(captured), header: signed(captured), status: 405,
			failed: func(err error) bool { return strings.Contains(err.Error(), "GET") },
		},
		"not signed":      {body: strings.NewReader(captured), status: 400, failed: is(webhook.NotSigned)},
		"another body":    {body: strings.NewReader(captured + " "), header: signed(captured), status: 400, failed: is(webhook.NoValidSignature)},
		"too old":         {body: strings.NewReader(captured), header: webhook.Sign([]byte(captured), now-301, secret), status: 400, failed: is(webhook.TooOld)},
		"just not so old": {body: strings.NewReader(captured), header: webhook.Sign([]byte(captured), now-300, secret), status: 200, heard: 1},
		"no event, but signed": {
			body: strings.NewReader("{}"), header: signed("{}"), status: 500, again: "{}",
			failed: func(err error) bool {
				e, ok := errors.AsType[*code.Error](err)
				return ok && e.Code == code.ParameterMissing
			},
		},
		"too large": {
			body: strings.NewReader(strings.Repeat(" ", endpoint.MaxBody+1)), header: signed(captured), status: 413,
			failed: func(err error) bool { _, ok := errors.AsType[*http.MaxBytesError](err); return ok },
		},
		"as large as it may be": {
			body:   strings.NewReader(captured + strings.Repeat(" ", endpoint.MaxBody-len(captured))),
			header: signed(captured + strings.Repeat(" ", endpoint.MaxBody-len(captured))), status: 200, heard: 1,
		},
		"broken off": {body: broken{}, header: signed(captured), status: 400, failed: is(io.ErrUnexpectedEOF)},
		"no secret": {
			body: strings.NewReader(captured), header: signed(captured), handler: endpoint.Handler{Secrets: []string{""}}, status: 500, failed: is(webhook.NoSecret),
		},
	} {
		t.Run(name, func(t *testing.T) {
			type key struct{}
			heard := 0
			var failed error
			h := test.handler
			h.Now, h.Failed = clock, func(r *http.Request, err error) {
				failed = err
				if again, err := io.ReadAll(r.Body); test.again != "" && (string(again) != test.again || err != nil) {
					t.Errorf("the body reads as %q, %v", again, err)
				}
			}
			if h.Secrets == nil {
				h.Secrets = []string{secret}
			}
			h.Receive = func(ctx context.Context, e webhook.Envelope) error {
				heard++
				if told, ok := e.Event.(*charge.Event); !ok || e.ID != "evt_1" || told.Charge.AmountCaptured != 900 || !told.Previous.Captured.Valid {
					t.Errorf("heard %+v", e)
				}
				if ctx.Value(key{}) != "request" {
					t.Error("the context is not that of the request")
				}
				return test.receive
			}
			r := httptest.NewRequestWithContext(context.WithValue(t.Context(), key{}, "request"), "POST", "/", test.body)
			if test.method != "" {
				r.Method = test.method
			}
			r.Header.Set("Stripe-Signature", test.header)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != test.status || heard != test.heard {
				t.Errorf("answered %d after %d events, want %d after %d", w.Code, heard, test.status, test.heard)
			}
			if (failed != nil) != (test.failed != nil) || failed != nil && !test.failed(failed) {
				t.Errorf("failed: %v", failed)
			}
			if told := w.Body.String(); told != "" && strings.TrimSpace(told) != http.StatusText(test.status) {
				t.Errorf("the sender is told %q", told)
			}
			if allow := w.Header().Get("Allow"); (allow == "POST") != (test.status == 405) {
				t.Errorf("Allow is %q", allow)
			}
		})
	}
}

func is(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }

// What lacks a function answers 500, and does not panic; nobody has to hear of it.
func TestNotConfigured(t *testing.T) {
	receive := func(context.Context, webhook.Envelope) error { return nil }
	for _, h := range []endpoint.Handler{{}, {Now: clock}, {Receive: receive}} {
		h.Secrets = []string{secret}
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/", strings.NewReader(captured))
		h.ServeHTTP(w, r)
		if w.Code != 500 {
			t.Errorf("%+v: answered %d", h, w.Code)
		}
		h.Failed = func(_ *http.Request, err error) {
			if !strings.Contains(err.Error(), "Now and Receive") {
				t.Errorf("failed: %v", err)
			}
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}

func ExampleHandler() {
	server := httptest.NewServer(endpoint.Handler{
		Secrets: []string{"whsec_test"},
		Now:     func() time.Time { return time.Unix(1_700_000_010, 0) }, // time.Now
		Receive: func(_ context.Context, e webhook.Envelope) error {
			switch e := e.Event.(type) {
			case *charge.Event:
				fmt.Println(e.Charge.AmountCaptured, "captured of charge", e.Charge.ID)
			default:
				fmt.Println("not for us:", e)
			}
			return nil
		},
	})
	defer server.Close()

	r, _ := http.NewRequest("POST", server.URL, strings.NewReader(captured))
	r.Header.Set("Stripe-Signature", webhook.Sign([]byte(captured), 1_700_000_000, "whsec_test"))
	answer, err := http.DefaultClient.Do(r)
	fmt.Println(answer.StatusCode, err)
	// Output:
	// 900 captured of charge ch_1
	// 200 <nil>
}
