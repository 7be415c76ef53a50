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
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// A report prints what happens to an intent. Amounts are in minor units, as in the flags, the API and the events; a state shows them
// in major units too.
type report struct {
	w    io.Writer
	fees bool // the captures have a column for the application fee
}

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
}

// captures prints the head of the captures.
func (r report) captures() {
	fmt.Fprintln(r.w)
	r.captureRow("#", "asked", "final", "took", "capturable", "received", "fee", "status")
}

func (r report) captureRow(number, asked, final, took, capturable, received, fee, status any) {
	fmt.Fprintf(r.w, "%-3v %12v  %-5v %12v %12v %12v", number, asked, final, took, capturable, received)
	if r.fees {
		fmt.Fprintf(r.w, " %12v", fee)
	}
	fmt.Fprintf(r.w, "  %v\n", status)
}

// captured prints the row of one capture, the i-th from 0, and its events.
func (r report) captured(i int, p intent.CaptureParams, before, after intent.PaymentIntent, events []event.Event) {
	took := after.AmountReceived - before.AmountReceived
	r.captureRow(i+1, p.AmountToCapture, yes(!p.NonFinal), took, after.AmountCapturable, after.AmountReceived,
		feeOf(before.LatestCharge, after.LatestCharge), after.Status)
	r.events(events)
	if !before.LatestCharge.Known() && before.AmountReceived == 0 {
		fmt.Fprintln(r.w, "      unknown: what else is sent, such as charge.updated with multicapture")
	}
}

// captureRefused prints why a capture was refused, and that the intent is what it was.
func (r report) captureRefused(i int, p intent.CaptureParams, pi intent.PaymentIntent, err error) {
	r.captureRow(i+1, p.AmountToCapture, yes(!p.NonFinal), "-", "-", "-", "-", "refused")
	if i == 0 {
		r.refused("nothing changed", pi, err)
	} else {
		r.refused(fmt.Sprintf("nothing changed since capture %d", i), pi, err)
	}
}

const refundRow = "%-3v %12v  %-5v %15v  %v\n"

// refunds prints the head of the refunds. A charge is refunded in full only when nothing more can be captured.
func (r report) refunds() {
	fmt.Fprintf(r.w, "\n"+refundRow, "#", "refund", "full", "amount_refunded", "status")
}

// refunded prints the row of one refund, the i-th from 0, and its events.
func (r report) refunded(i int, made refund.Refund, after intent.PaymentIntent, events []event.Event) {
	c := &after.LatestCharge
	fmt.Fprintf(r.w, refundRow, i+1, made.Amount, yes(c.Refunded), c.AmountRefunded, made.Status)
	r.events(events)
}

// refundRefused prints why a refund was refused, and that the intent is what it was.
func (r report) refundRefused(i int, amount money.Amount, pi intent.PaymentIntent, err error) {
	fmt.Fprintf(r.w, refundRow, i+1, amount, "-", "-", "refused")
	if i == 0 {
		r.refused("nothing changed since the captures", pi, err)
	} else {
		r.refused(fmt.Sprintf("nothing changed since refund %d", i), pi, err)
	}
}

func (r report) events(events []event.Event) {
	for _, e := range events {
		fmt.Fprintf(r.w, "      %s\n", e)
	}
}

// refused prints an error, and the intent as it still is.
func (r report) refused(title string, pi intent.PaymentIntent, err error) {
	fmt.Fprintln(r.w)
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
	r.state("\n"+title, pi)
	r.shared(pi)
}

// done prints the intent after everything.
func (r report) done(pi intent.PaymentIntent) {
	r.state("\ndone", pi)
	r.amount("released", pi.Currency, pi.Amount-pi.AmountReceived-pi.AmountCapturable)
	r.shared(pi)
}

func (r report) state(title string, pi intent.PaymentIntent) {
	fmt.Fprintf(r.w, "%s: %s, %s\n", title, pi.ID, pi.Status)
	r.amount("amount", pi.Currency, pi.Amount)
	r.amount("amount_capturable", pi.Currency, pi.AmountCapturable)
	r.amount("amount_received", pi.Currency, pi.AmountReceived)
}

// shared prints what was refunded, what went to the destination, and the application fee, where there is any and it is known.
func (r report) shared(pi intent.PaymentIntent) {
	c := &pi.LatestCharge
	if c.AmountRefunded > 0 {
		r.amount("amount_refunded", pi.Currency, c.AmountRefunded)
	}
	if c.Transfer.Amount > 0 {
		r.amount("transfer", c.Transfer.Currency, c.Transfer.Amount)
	}
	if c.ApplicationFee.Amount > 0 {
		r.amount("application_fee", pi.Currency, c.ApplicationFee.Amount)
	}
}

func (r report) amount(name string, c money.Currency, a money.Amount) {
	r.field(name, fmt.Sprintf("%12d  %s", a, c.Format(a)))
}

func (r report) field(name, value string) { fmt.Fprintf(r.w, "  %-18s %s\n", name, value) }

// feeOf returns what one capture put aside as an application fee, if that is known.
func feeOf(before, after charge.Charge) any {
	if !after.Known() || !after.ApplicationFee.Known() {
		return "unknown"
	}
	return after.ApplicationFee.Amount - before.ApplicationFee.Amount
}

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
