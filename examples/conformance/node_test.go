//go:build node

package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

const (
	nodeSecret = "whsec_conformance"
	receivedAt = 1_800_000_000 // unix seconds
)

// A signed is a request as an endpoint receives it.
type signed struct {
	Payload string `json:"payload"`
	Header  string `json:"header"`
	Secret  string `json:"secret"`
}

// An unsigned is what the SDK is to sign.
type unsigned struct {
	Payload   string `json:"payload"`
	Timestamp int64  `json:"timestamp"`
	Secret    string `json:"secret"`
}

// constructed is what the SDK makes of a request: the event, or why it is none.
type constructed struct {
	Event   any    `json:"event"`
	Refused string `json:"refused"`
}

// node runs the official SDK once.
func node(t *testing.T, requests []signed, toSign []unsigned) ([]constructed, []string) {
	t.Helper()
	in, err := json.Marshal(map[string]any{"received_at": receivedAt, "requests": requests, "unsigned": toSign})
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command("node", "construct.mjs")
	run.Dir = "node"
	run.Stdin = bytes.NewReader(in)
	var complaint strings.Builder
	run.Stderr = &complaint
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &complaint)
	}
	var result struct {
		Constructed []constructed
		Headers     []string
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatal(err)
	}
	if len(result.Constructed) != len(requests) || len(result.Headers) != len(toSign) {
		t.Fatalf("%d events and %d headers came back of %d and %d", len(result.Constructed), len(result.Headers), len(requests), len(toSign))
	}
	return result.Constructed, result.Headers
}

// envelopes returns events of every type that operations tell, at most a few of each.
func envelopes(t *testing.T) []webhook.Envelope {
	t.Helper()
	const most = 5
	told := map[event.Type]map[string]bool{}
	var all []webhook.Envelope
	everyMoment(t, func(m moment) {
		for _, e := range m.events {
			typ := e.EventType()
			if told[typ] == nil {
				told[typ] = map[string]bool{}
			}
			if s := e.String(); len(told[typ]) < most && !told[typ][s] {
				told[typ][s] = true
				id := fmt.Sprintf("evt_%d", len(all))
				request := webhook.Request{ID: "req_" + id, IdempotencyKey: "straße & <key> \u2028 " + id} // texts that are escaped
				all = append(all, webhook.Envelope{ID: id, Event: e, APIVersion: intent.Version(published().version), Account: "acct_1", PendingWebhooks: 1, Request: request})
			}
		}
	})
	if len(told) != len(event.Types())-len(namesForCallers) {
		t.Errorf("events of %d types were told, want all but %q", len(told), namesForCallers)
	}
	return all
}

// TestNode: the official SDK verifies and constructs each event that the core writes and signs, and has of it what was sent; it refuses
// what the core refuses; and the core accepts what the SDK signs.
func TestNode(t *testing.T) {
	sent := envelopes(t)
	var requests []signed
	var toSign []unsigned
	for _, e := range sent {
		body, err := e.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		requests = append(requests, signed{string(body), webhook.Sign(body, receivedAt, nodeSecret), nodeSecret})
		toSign = append(toSign, unsigned{string(body), receivedAt, nodeSecret})
	}
	good := requests[0]
	bad := refusals(good)
	events, headers := node(t, append(requests, slices.Concat(borders(good), bad)...), toSign)

	for i, e := range sent {
		mustBeSent(t, e, requests[i].Payload, events[i])
		if err := webhook.Verify([]byte(requests[i].Payload), headers[i], receivedAt, nodeSecret); err != nil {
			t.Errorf("%s is not what the SDK signs: %v", headers[i], err)
		}
		if headers[i] != requests[i].Header {
			t.Errorf("the SDK writes the header %s, want %s", headers[i], requests[i].Header)
		}
	}
	rest := events[len(sent):]
	for i, r := range append(borders(good), bad...) {
		ours := webhook.Verify([]byte(r.Payload), r.Header, receivedAt, r.Secret)
		if refused := i >= len(borders(good)); (rest[i].Refused != "") != refused || (ours != nil) != refused {
			t.Errorf("%s: the SDK says %q, and the core %v; refused: want %t", r.Header, rest[i].Refused, ours, refused)
		}
	}
	t.Logf("%d events", len(sent))
}

// borders returns requests that are still accepted.
func borders(r signed) []signed {
	body := []byte(r.Payload)
	old, rolled := r, r
	old.Header = webhook.Sign(body, receivedAt-webhook.Tolerance, r.Secret)
	rolled.Header = webhook.Sign(body, receivedAt, "whsec_before", r.Secret)
	return []signed{old, rolled}
}

// refusals returns requests that nobody accepts.
func refusals(r signed) []signed {
	body := []byte(r.Payload)
	flipped := bytes.Clone(body)
	flipped[len(flipped)/2] ^= 1
	old, other := webhook.Sign(body, receivedAt-webhook.Tolerance-1, r.Secret), webhook.Sign(body, receivedAt, "whsec_other")
	last := r.Header[len(r.Header)-1]
	wrong := map[bool]string{true: "1", false: "0"}[last == '0']
	return []signed{
		{string(flipped), r.Header, r.Secret},
		{r.Payload + " ", r.Header, r.Secret},
		{r.Payload, r.Header[:len(r.Header)-1] + wrong, r.Secret},
		{r.Payload, old, r.Secret},
		{r.Payload, other, r.Secret},
		{r.Payload, strings.Replace(r.Header, "t=1", "t=2", 1), r.Secret}, // another time than the one that was signed
		{r.Payload, "t=1800000000", r.Secret},
		{r.Payload, strings.Replace(r.Header, "v1=", "v0=", 1), r.Secret},
		{r.Payload, "", r.Secret},
		{r.Payload, r.Header, ""},
	}
}

// mustBeSent fails unless the SDK has of an event what was sent, as the fields of its event.
func mustBeSent(t *testing.T, e webhook.Envelope, payload string, c constructed) {
	t.Helper()
	got, ok := c.Event.(map[string]any)
	if !ok {
		t.Errorf("%s: the SDK refuses it: %s", payload, c.Refused)
		return
	}
	if whole := decoded(t, []byte(payload)); !reflect.DeepEqual(c.Event, whole) {
		t.Errorf("%s\nis for the SDK\n%s", payload, show(t, c.Event))
	}
	data, _ := got["data"].(map[string]any)
	object, _ := data["object"].(map[string]any)
	request, _ := got["request"].(map[string]any)
	want := []any{e.ID, string(e.Event.EventType()), float64(e.Event.EventCreated()), string(e.APIVersion), e.Account, e.Event.ObjectID(), e.Event.EventType().Object(), e.Request.ID, e.Request.IdempotencyKey}
	for i, has := range []any{got["id"], got["type"], got["created"], got["api_version"], got["account"], object["id"], object["object"], request["id"], request["idempotency_key"]} {
		if has != want[i] {
			t.Errorf("%s: the SDK has %v, want %v", payload, has, want[i])
		}
	}
}
