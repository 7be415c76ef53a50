package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook"
)

// A sequence is a line of event_sequences.jsonl: events in the order in which they happened.
type sequence struct {
	ID      string      `json:"id"`
	Kind    string      `json:"kind"`
	Version string      `json:"api_version"`
	Events  []toldEvent `json:"events"`
}

type toldEvent struct {
	Type       string          `json:"type"`
	SameSecond bool            `json:"created_equal_to_first"`
	Object     json.RawMessage `json:"object"`
	Previous   json.RawMessage `json:"previous_attributes"`
}

// readSequences returns what event_sequences.jsonl holds. Without the file there is none.
func readSequences(name string) ([]sequence, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []sequence
	err = eachLine(f, name, func(line []byte) error {
		q, wrong := readSequence(line)
		all = append(all, q)
		return wrong
	})
	return all, err
}

func readSequence(line []byte) (sequence, error) {
	var q sequence
	if err := json.Unmarshal(line, &q); err != nil {
		return q, err
	}
	if q.ID == "" || len(q.Events) == 0 {
		return q, errors.New("a sequence without an id, or without events")
	}
	return q, nil
}

// decode returns the events as webhooks.
func (q *sequence) decode() ([]webhook.Envelope, error) {
	var all []webhook.Envelope
	for i, told := range q.Events {
		created := int64(unrecordedTime)
		if !told.SameSecond {
			created += int64(i) // all that is known is that it came later
		}
		b, err := json.Marshal(object{
			"id": fmt.Sprint("evt_", i+1), "object": "event", "type": told.Type, "created": created, "api_version": dated(q.Version),
			"data": object{"object": told.Object, "previous_attributes": told.Previous},
		})
		var e webhook.Envelope
		if err == nil {
			err = e.UnmarshalJSON(b)
		}
		if err != nil {
			return nil, fmt.Errorf("event %d %s: %w", i+1, told.Type, err)
		}
		all = append(all, e)
	}
	return all, nil
}

// byPayment returns the events of each payment.
func byPayment(events []webhook.Envelope) map[string][]webhook.Envelope {
	payments := map[string][]webhook.Envelope{}
	for _, e := range events {
		id := ""
		switch e := e.Event.(type) {
		case *intent.Event:
			id = e.PaymentIntent.ID
		case *charge.Event:
			id = e.Charge.PaymentIntent
		case *refund.Event:
			id = e.Refund.PaymentIntent
		}
		if id != "" {
			payments[id] = append(payments[id], e)
		}
	}
	return payments
}

// Up to so many events of a payment are applied in every order. More are shuffled.
const (
	maxInEveryOrder = 12
	shuffles        = 50
)

// A fold takes webhooks one after the other, as View.Apply does.
type fold func(webhook.View, webhook.Envelope) webhook.View

// inEveryOrder returns the view that the events of a payment give in every order, each once or more often.
func inEveryOrder(events []webhook.Envelope, apply fold) (v webhook.View, err error) {
	if len(events) <= maxInEveryOrder {
		v, _, err = intenttest.EveryOrder(events, 1, apply)
		return v, err
	}
	for seed := range shuffles {
		var next webhook.View
		for _, e := range intenttest.Shuffle(events).Example(seed) {
			next = apply(next, e)
		}
		if seed > 0 && next != v {
			return v, fmt.Errorf("shuffle %d of %d events gives another view", seed, len(events))
		}
		v = next
	}
	return v, nil
}

// contradicts returns what a view shows otherwise than the last events that show the intent, its latest charge and each refund.
func contradicts(v *webhook.View, events []webhook.Envelope) error {
	var pi intent.PaymentIntent
	charges := map[string]charge.Charge{}
	refunds := map[string]money.Amount{}
	for _, e := range events {
		switch e := e.Event.(type) {
		case *intent.Event:
			if pi = *e.PaymentIntent; pi.LatestCharge.Known() {
				charges[pi.LatestCharge.ID] = pi.LatestCharge
			}
		case *charge.Event:
			charges[e.Charge.ID] = *e.Charge
		case *refund.Event:
			if refunds[e.Refund.ID] = 0; e.Refund.Status.Counts() {
				refunds[e.Refund.ID] = e.Refund.Amount
			}
		}
	}
	if c, ok := charges[pi.LatestCharge.ID]; ok {
		pi.LatestCharge = c
	}
	var refunded money.Amount
	for _, amount := range refunds {
		refunded += amount
	}
	saw, c := v.PaymentIntent.LatestCharge, pi.LatestCharge
	switch {
	case v.Refunded != refunded:
		return fmt.Errorf("the view shows %d refunded, and the last events %d", v.Refunded, refunded)
	case pi.ID == "" || v.PaymentIntent == pi: // no event shows it, or as it is seen
		return nil
	case saw != c:
		return fmt.Errorf("the view shows %s %s, captured %d, refunded %d, and the last event %s %s, captured %d, refunded %d",
			saw.ID, saw.Status, saw.AmountCaptured, saw.AmountRefunded, c.ID, c.Status, c.AmountCaptured, c.AmountRefunded)
	default:
		return fmt.Errorf("the view shows %s, and the last event %s", v.PaymentIntent, pi)
	}
}

// check applies the webhooks to a view of each payment.
func (q *sequence) check() (why sequenceResult, err error) {
	events, err := q.decode()
	if err != nil {
		return notDecoded, err
	}
	payments := byPayment(events)
	for _, id := range slices.Sorted(maps.Keys(payments)) {
		v, err := inEveryOrder(payments[id], webhook.View.Apply)
		if err == nil {
			err = contradicts(&v, payments[id])
		}
		if err != nil {
			return differs, err
		}
	}
	if len(payments) == 0 {
		return noPayment, nil
	}
	return sameView, nil
}

// A sequenceResult is what comes of a sequence.
type sequenceResult int

const (
	sameView sequenceResult = iota // in every order, and of what the last events show
	noPayment
	differs
	notDecoded
	sequenceResults // how many there are
)

var sequenceResultTexts = [sequenceResults]string{"same view in every order", "about no payment", "differ", "not decoded"}

// sequences counts what comes of the sequences of a kind, or of any, and prints what is wrong.
func (r *report) sequences(all []sequence, kind string) {
	var counts [sequenceResults]int
	n := 0
	fmt.Fprintln(r.out)
	for _, q := range all {
		if kind != "" && q.Kind != kind {
			continue
		}
		n++
		result, err := q.check()
		counts[result]++
		if err != nil {
			r.differences++
			fmt.Fprintf(r.out, "%s: %s: %v\n", q.ID, sequenceResultTexts[result], err)
		}
	}
	sums := make([]string, sequenceResults)
	for result, text := range sequenceResultTexts {
		sums[result] = fmt.Sprintf("%d %s", counts[result], text)
	}
	fmt.Fprintf(r.out, "%d sequences of events = %s\n", n, strings.Join(sums, " + "))
}
