package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden; commit only what you understand")

func TestRun(t *testing.T) {
	const file = "testdata/run.golden"
	var got bytes.Buffer
	if err := run(&got); err != nil {
		t.Fatal(err)
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

// The charge of one intent is not filled in to another, and neither is one that was read at another moment.
func TestChargeOfAnotherMoment(t *testing.T) {
	pi := fetched(t, "id_only")
	c, err := fetchCharge(pi.LatestCharge.ID)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := pi.WithCharge(c); err != nil || same.CheckCapture(part(300)) != nil {
		t.Errorf("the charge of the intent: %v, then %v", err, same.CheckCapture(part(300)))
	}
	for param, change := range map[string]func(*charge.Charge){
		"latest_charge.id":              func(c *charge.Charge) { c.ID = fetched(t, "expanded").LatestCharge.ID },
		"latest_charge.amount_captured": func(c *charge.Charge) { c.AmountCaptured = 300 },
	} {
		changed := c
		change(&changed)
		_, err := pi.WithCharge(changed)
		if e, ok := errors.AsType[*intent.Error](err); !ok || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
}

func TestCommitIsRefusedOnceSomethingElseWasStored(t *testing.T) {
	pi := fetched(t, "expanded")
	s := newStore(pi)
	first, firstEvents, err := pi.Capture(part(100))
	if err != nil {
		t.Fatal(err)
	}
	second, secondEvents, err := pi.Capture(part(200))
	if err != nil {
		t.Fatal(err)
	}
	if !s.commit(pi, first, firstEvents) {
		t.Error("the first commit was refused")
	}
	if s.commit(pi, second, secondEvents) {
		t.Error("the second commit overwrote the first")
	}
	if s.load(pi.ID) != first {
		t.Errorf("stored %+v", s.load(pi.ID))
	}
	if got := s.takeOutbox(); !cmp.Equal(lines(got), lines(firstEvents)) {
		t.Errorf("outbox %q", lines(got))
	}
	if got := s.takeOutbox(); got != nil {
		t.Errorf("taken twice: %q", lines(got))
	}
	if err := s.capture("pi_none", part(100)); !errors.Is(err, code.PaymentIntentUnexpectedState) {
		t.Errorf("of an intent that there is not: %v", err)
	}
}

// Sixty workers who saw the same untouched authorization of 1000 capture at once. Whatever their order, no more than that is taken,
// each accepted capture is in the outbox once, and its event begins where the one before it ended.
func TestWorkersNeverCaptureTwice(t *testing.T) {
	const workers = 60
	for _, test := range []struct {
		amount   money.Amount
		accepted int
		refusal  code.Code
	}{
		{1000, 1, code.AmountTooLarge},
		{600, 1, code.AmountTooLarge},
		{30, 33, code.AmountTooLarge},
		{20, 50, code.AmountTooLarge},
		{10, 50, code.CaptureLimitReached},
	} {
		seen := untouched(t)
		s, id := newStore(seen), seen.ID
		errs := make([]error, workers)
		var group sync.WaitGroup
		for i := range errs {
			group.Go(func() {
				if committed, err := s.captureOn(seen, part(test.amount)); committed || err != nil {
					errs[i] = err
					return
				}
				errs[i] = s.capture(id, part(test.amount))
			})
		}
		group.Wait()

		accepted := 0
		for _, err := range errs {
			switch {
			case err == nil:
				accepted++
			case !errors.Is(err, test.refusal):
				t.Errorf("%d each: refused with %v, want %s", test.amount, err, test.refusal)
			}
		}
		received := money.Amount(test.accepted) * test.amount
		if got := s.load(id); accepted != test.accepted || got.AmountReceived != received || got.AmountCapturable != 1000-received {
			t.Errorf("%d each: %d accepted, %d received, %d capturable", test.amount, accepted, got.AmountReceived, got.AmountCapturable)
		}
		var captured money.Amount
		for e := range event.Only[*charge.Event](s.takeOutbox()) {
			if e.Type != event.ChargeUpdated || e.Previous.AmountCaptured != event.Was(captured) || e.Charge.AmountCaptured != captured+test.amount {
				t.Errorf("%d each: after %d captured comes %s", test.amount, captured, e)
			}
			captured = e.Charge.AmountCaptured
		}
		if captured != received {
			t.Errorf("%d each: events up to %d, want %d", test.amount, captured, received)
		}
	}
}

// fetched returns a body of the example.
func fetched(t *testing.T, name string) intent.PaymentIntent {
	t.Helper()
	pi, err := fetchPaymentIntent(name)
	if err != nil {
		t.Fatal(err)
	}
	return pi
}

// untouched returns an authorization of 1000 with nothing captured, so that its captures are counted.
func untouched(t *testing.T) intent.PaymentIntent {
	t.Helper()
	pi := fetched(t, "id_only")
	c, err := fetchCharge(pi.LatestCharge.ID)
	if err != nil {
		t.Fatal(err)
	}
	filled, err := pi.WithCharge(c)
	if err != nil {
		t.Fatal(err)
	}
	return filled
}

func lines(events []event.Event) (all []string) {
	for _, e := range events {
		all = append(all, e.String())
	}
	return all
}
