package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
	"github.com/tranche-go/tranche/webhook/event"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden; commit only what you understand")

func TestRun(t *testing.T) {
	const file = "testdata/run.golden"
	var got bytes.Buffer
	if err := run(nil, "", &got); err != nil {
		t.Error(err)
	}
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestBadArguments(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args         []string
		secret, want string
	}{
		{[]string{"-port", "80"}, "whsec_1", "not defined"},
		{[]string{"-addr", "127.0.0.1:0"}, "whsec_1", "needs -dir"},
		{[]string{"-addr", "127.0.0.1:0", "-dir", dir}, "", "WEBHOOK_SECRET"},
		{[]string{"-addr", "127.0.0.1:0", "-dir", file}, "whsec_1", "not a directory"},
		{[]string{"-addr", "127.0.0.1:none", "-dir", dir}, "whsec_1", "listen tcp"},
	} {
		if err := run(test.args, test.secret, io.Discard); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.args, err, test.want)
		}
	}
}

const secret = "whsec_test"

// lived carries out commands and returns the payment with its webhooks.
func lived(t *testing.T, commands ...intent.Command) (pi intent.PaymentIntent, sent []webhook.Envelope) {
	t.Helper()
	for _, c := range commands {
		next, events, err := intent.Step(pi, c)
		if err != nil {
			t.Fatal(err)
		}
		pi = next
		for _, e := range events {
			sent = append(sent, webhook.Envelope{ID: fmt.Sprintf("evt_%s_%d", pi.ID, len(sent)), Event: e})
		}
	}
	return pi, sent
}

// A shop is payments with all of their webhooks, each of which comes twice, shuffled.
type shop struct {
	payments map[string]payment
	views    map[string]webhook.View
	sent     []webhook.Envelope
}

func newShop(t *testing.T, n int) *shop {
	t.Helper()
	s := &shop{payments: map[string]payment{}, views: map[string]webhook.View{}}
	for i := range n {
		id := fmt.Sprint("pi_", i)
		pi, sent := lived(t,
			intent.CreateParams{
				At: 1, ID: id, Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
				CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
			},
			intent.ConfirmParams{At: 2, Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_" + id, Card: charge.Card{Multicapture: true}}},
			intent.CaptureParams{At: 3, AmountToCapture: money.Some(300), NonFinal: true},
			intent.CaptureParams{At: 4, AmountToCapture: money.Some(money.Amount(100 + i)), NonFinal: i%2 == 0},
			intent.RefundParams{At: 5, ID: "re_1_" + id, Amount: money.Some(50), Status: refund.StatusPending},
			intent.RefundParams{At: 6, ID: "re_2_" + id, Amount: money.Some(150)},
		)
		s.payments[id] = payment{PaymentIntent: pi, Refunded: 200, Pending: 50}
		s.sent = append(s.sent, sent...)
		s.sent = append(s.sent, sent...)
		var v webhook.View
		for _, e := range sent {
			b, err := e.MarshalJSON()
			if err != nil || e.UnmarshalJSON(b) != nil {
				t.Fatal(err)
			}
			v = v.Apply(e)
		}
		s.views[id] = v
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(s.sent), func(i, j int) { s.sent[i], s.sent[j] = s.sent[j], s.sent[i] })
	return s
}

// deliverAll delivers concurrently, and again what was not answered with 200, as the API does. It returns how often that was.
func deliverAll(t *testing.T, url string, sent []webhook.Envelope) (again int) {
	t.Helper()
	const workers = 8
	var mu sync.Mutex
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(sent); i += workers {
				for tries := 0; ; tries++ {
					status, err := deliver(url, sent[i], secret)
					if err != nil || status != http.StatusOK && status != http.StatusInternalServerError || tries == 50 {
						t.Errorf("%s: %d, %v", sent[i].Event, status, err)
						return
					}
					if status == http.StatusOK {
						break
					}
					mu.Lock()
					again++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return again
}

// get returns what a server knows of a payment.
func get(t *testing.T, url, id string) (status int, known payment) {
	t.Helper()
	answer, err := http.Get(url + "/payments/" + id)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		if err := json.NewDecoder(answer.Body).Decode(&known); err != nil {
			t.Fatal(err)
		}
	}
	return answer.StatusCode, known
}

// holds holds that a server knows the payments, and that its folder has nothing but them.
func (s *shop) holds(t *testing.T, url, dir string) {
	t.Helper()
	for id, want := range s.payments {
		status, known := get(t, url, id)
		if status != http.StatusOK || known.String() != want.String() {
			t.Errorf("%d: known is %s, want %s", status, known, want)
		}
		if c := known.PaymentIntent.LatestCharge; c.AmountRefunded != 200 || c.AmountCaptured != want.PaymentIntent.AmountReceived {
			t.Errorf("the charge of %s is %+v", id, c)
		}
		if v, err := newStore(dir).load(id); err != nil || v != s.views[id] {
			t.Errorf("the stored view of %s is\n%+v, %v, want\n%+v", id, v, err, s.views[id])
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != len(s.payments) {
		t.Errorf("the folder has %v, %v", files, err)
	}
}

// Deliveries come twice, shuffled and concurrently, with a new server in between; and the disk fails in several ways.
func TestDeliveries(t *testing.T) {
	full := errors.New("no space left on device")
	for name, replaceOr := range map[string]func(fail bool, name string, b []byte) error{
		"nothing fails": func(_ bool, name string, b []byte) error { return replace(name, b) },
		"nothing is written": func(fail bool, name string, b []byte) error {
			if fail {
				return full
			}
			return replace(name, b)
		},
		"half is written": func(fail bool, name string, b []byte) error {
			if fail {
				return errors.Join(os.WriteFile(name+".next", b[:len(b)/2], 0o600), full)
			}
			return replace(name, b)
		},
		"all is written, and not known to be": func(fail bool, name string, b []byte) error {
			err := replace(name, b)
			if fail {
				return full
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, shop := t.TempDir(), newShop(t, 5)
			again := 0
			half := len(shop.sent) / 2
			for _, part := range [][]webhook.Envelope{shop.sent[:half], shop.sent[half:]} {
				s := newStore(dir)
				var mu sync.Mutex
				writes := 0
				s.replace = func(name string, b []byte) error {
					mu.Lock()
					writes++
					fail := writes%3 == 2
					mu.Unlock()
					return replaceOr(fail, name, b)
				}
				server := httptest.NewServer(newHandler(s, []string{"whsec_old", secret}))
				again += deliverAll(t, server.URL, part)
				server.Close()
			}
			if (again == 0) != (name == "nothing fails") {
				t.Errorf("%d were delivered again", again)
			}
			server := httptest.NewServer(newHandler(newStore(dir), []string{secret}))
			defer server.Close()
			deliverAll(t, server.URL, shop.sent) // and all of it once more
			shop.holds(t, server.URL, dir)
		})
	}
}

// Deliveries of one payment that come at once wait for each other: reading takes long here.
func TestSerialised(t *testing.T) {
	shop := newShop(t, 1)
	s := newStore(t.TempDir())
	s.replace = func(name string, b []byte) error {
		time.Sleep(time.Millisecond)
		return replace(name, b)
	}
	var wg sync.WaitGroup
	for _, e := range shop.sent {
		wg.Go(func() {
			if err := s.apply(e); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if v, err := s.load("pi_0"); err != nil || v.PaymentIntent.AmountReceived != 400 || v.Refunded != 200 || v.Pending != 50 {
		t.Errorf("%+v, %v", v, err)
	}
}

// What is not signed, not about a payment, or has an id that could lead elsewhere, is not stored.
func TestNotStored(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "views")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(newHandler(newStore(dir), []string{secret}))
	defer server.Close()
	of := func(id string) webhook.Envelope {
		_, sent := lived(t, intent.CreateParams{At: 1, ID: id, Amount: 1000, Currency: "usd"})
		return sent[0]
	}
	for _, test := range []struct {
		e      webhook.Envelope
		secret string
		status int
	}{
		{of("pi_1"), "whsec_other", 400},
		{of("pi_1"), "", 400},
		{of("../pi_1"), secret, 500},
		{of("pi_/../../x"), secret, 500},
		{of("pi_1/.."), secret, 500},
		{of(`pi_..\x`), secret, 500},
		{of("pi_1\x00"), secret, 500},
		{of("pi_"), secret, 500},
		{of("pi_" + strings.Repeat("1", 65)), secret, 500},
		{of("/etc/passwd"), secret, 500},
		{webhook.Envelope{ID: "evt_1", Event: &webhook.Unknown{Header: event.Header{Type: "customer.created", Created: 1}, Object: []byte(`{"id":"../x"}`)}}, secret, 200},
		{webhook.Envelope{ID: "evt_1", Event: &connect.TransferEvent{Header: event.Header{Type: event.TransferCreated}, Transfer: &connect.Transfer{ID: "tr_1", Amount: 1, Currency: "usd", Destination: "acct_1"}}}, secret, 200},
	} {
		if status, err := deliver(server.URL, test.e, test.secret); status != test.status || err != nil {
			t.Errorf("%s: answered %d, want %d: %v", test.e.Event, status, test.status, err)
		}
	}
	for path, want := range map[string]int{"/payments/pi_1": 404, "/payments/..%2fx": 404, "/payments/": 404, "/webhooks": 405, "/": 404} {
		answer, err := http.Get(server.URL + path)
		if err != nil || answer.StatusCode != want {
			t.Errorf("%s: %v, %v", path, answer.Status, err)
		}
		_ = answer.Body.Close()
	}
	err := filepath.WalkDir(parent, func(path string, _ os.DirEntry, err error) error {
		if path != parent && path != dir {
			t.Errorf("there is %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A file that is damaged, or of another payment, is neither answered with nor overwritten.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	s := newStore(dir)
	_, sent := lived(t, intent.CreateParams{At: 1, ID: "pi_1", Amount: 1000, Currency: "usd"})
	_, other := lived(t, intent.CreateParams{At: 1, ID: "pi_2", Amount: 1000, Currency: "usd"})
	view, err := webhook.View{}.Apply(other[0]).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(newHandler(s, []string{secret}))
	defer server.Close()
	for _, content := range [][]byte{[]byte("{"), nil, view[:len(view)-1], view} {
		if err := os.WriteFile(s.name("pi_1"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if status, err := deliver(server.URL, sent[0], secret); status != 500 || err != nil {
			t.Errorf("%s: answered %d, %v", content, status, err)
		}
		if status, _ := get(t, server.URL, "pi_1"); status != 500 {
			t.Errorf("%s: answered %d", content, status)
		}
		if b, err := os.ReadFile(s.name("pi_1")); !bytes.Equal(b, content) || err != nil {
			t.Errorf("%s became %s, %v", content, b, err)
		}
	}
	if err := os.Mkdir(s.name("pi_3"), 0o700); err != nil { // what cannot be read is not what is not there
		t.Fatal(err)
	}
	if status, _ := get(t, server.URL, "pi_3"); status != 500 {
		t.Errorf("what cannot be read: answered %d", status)
	}
}

// What cannot be written is an error, and what was there before stays.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a")
	for _, content := range []string{"first and long", "second"} {
		if err := replace(name, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(name); string(b) != content || err != nil {
			t.Errorf("%s, %v", b, err)
		}
	}
	if err := os.WriteFile(name+".next", []byte("left over from a stop"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replace(name, []byte("third")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(name); string(b) != "third" || err != nil {
		t.Errorf("%s, %v", b, err)
	}
	if err := replace(filepath.Join(dir, "none", "a"), nil); err == nil {
		t.Error("written into no folder")
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := replace(filepath.Join(dir, "folder"), nil); err == nil {
		t.Error("a file became what was a folder")
	}
}
