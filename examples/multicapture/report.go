package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// A report prints what happens to an intent. Amounts are in minor units, as in the flag, the API and the events; a state shows them
// in major units too.
type report struct{ w io.Writer }

const row = "%-3v %12v  %-5v %12v %12v %12v  %v\n"

// loaded prints the intent before the first capture, and what is unknown of it.
func (r report) loaded(pi intent.PaymentIntent, at int64) {
	r.state("loaded", pi)
	r.field("latest_charge", about(pi.LatestCharge))
	r.field("captures so far", counted(pi.LatestCharge))
	if at == 0 {
		r.field("at", "not given, so capture_before is not checked")
	} else {
		r.field("at", moment(at))
	}
	fmt.Fprintf(r.w, "\n"+row, "#", "asked", "final", "took", "capturable", "received", "status")
}

// captured prints the row of one capture, the i-th from 0, and its events.
func (r report) captured(i int, p intent.CaptureParams, before, after intent.PaymentIntent, events []event.Event) {
	took := after.AmountReceived - before.AmountReceived
	fmt.Fprintf(r.w, row, i+1, p.AmountToCapture, yes(!p.NonFinal), took, after.AmountCapturable, after.AmountReceived, after.Status)
	for _, e := range events {
		fmt.Fprintf(r.w, "      %s\n", e)
	}
	if !before.LatestCharge.Known() && before.AmountReceived == 0 {
		fmt.Fprintln(r.w, "      unknown: what else is sent, such as charge.updated with multicapture")
	}
}

// refused prints why a capture was refused, and that the intent is what it was.
func (r report) refused(i int, p intent.CaptureParams, pi intent.PaymentIntent, err error) {
	fmt.Fprintf(r.w, row+"\n", i+1, p.AmountToCapture, yes(!p.NonFinal), "-", "-", "-", "refused")
	if e, ok := errors.AsType[*intent.Error](err); ok { // always
		r.field("code", string(e.Code))
		if e.Param != "" {
			r.field("param", e.Param)
		}
		if e.Got != 0 || e.Limit != 0 {
			r.field("got", fmt.Sprint(e.Got))
			r.field("limit", fmt.Sprint(e.Limit))
		}
		r.field("message", e.Message())
	}
	if i == 0 {
		r.state("\nnothing changed", pi)
	} else {
		r.state(fmt.Sprintf("\nnothing changed since capture %d", i), pi)
	}
}

// done prints the intent after the last capture.
func (r report) done(pi intent.PaymentIntent) {
	r.state("\ndone", pi)
	r.amount("released", pi.Currency, pi.Amount-pi.AmountReceived-pi.AmountCapturable)
}

func (r report) state(title string, pi intent.PaymentIntent) {
	fmt.Fprintf(r.w, "%s: %s, %s\n", title, pi.ID, pi.Status)
	r.amount("amount", pi.Currency, pi.Amount)
	r.amount("amount_capturable", pi.Currency, pi.AmountCapturable)
	r.amount("amount_received", pi.Currency, pi.AmountReceived)
}

func (r report) amount(name string, c money.Currency, a money.Amount) {
	r.field(name, fmt.Sprintf("%12d  %s", a, c.Format(a)))
}

func (r report) field(name, value string) { fmt.Fprintf(r.w, "  %-18s %s\n", name, value) }

// about returns what is known of a charge.
func about(c charge.Charge) string {
	switch {
	case c.ID == "":
		return "none"
	case !c.Known():
		return c.ID + " is not expanded: fetch it to know whether multicapture is available and when the authorization ends"
	}
	s := fmt.Sprintf("%s, %s, multicapture unavailable", c.ID, c.Status)
	if c.Card.Multicapture {
		s = fmt.Sprintf("%s, %s, multicapture available", c.ID, c.Status)
	}
	if c.Card.CaptureBefore != 0 {
		s += ", capture before " + moment(c.Card.CaptureBefore)
	}
	return s
}

// counted returns how many captures there were, which the API does not show.
func counted(c charge.Charge) string {
	if c.ID != "" && !c.Known() || c.Captures == capture.Uncounted {
		return fmt.Sprintf("unknown, so the limit of %d is not enforced", capture.MaxCaptures)
	}
	return fmt.Sprintf("%d, of at most %d", c.Captures, capture.MaxCaptures)
}

// moment returns unix seconds and the date that they are.
func moment(at int64) string {
	return fmt.Sprintf("%d (%s)", at, time.Unix(at, 0).UTC().Format(time.RFC3339))
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
