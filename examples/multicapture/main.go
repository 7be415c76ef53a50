// Multicapture captures one authorization in several parts, refunds some of it, and shows what each part does.
//
//	go run ./examples/multicapture
//	go run ./examples/multicapture -captures 700,0
//	go run ./examples/multicapture -captures 700,200 -refund 100,50
//	go run ./examples/multicapture -account acct_1 -fee 30
//	go run ./examples/multicapture -intent order.json -captures 300,300 -open
//	… | go run ./examples/multicapture -intent -
//
// It reads a PaymentIntent as the API returns it, asks the module for one capture after the other and then for the refunds, and prints
// what each took or gave back, what is left, and the events that the API would send. Nothing is captured anywhere: it says beforehand
// what the API will answer. What comes into being has made-up ids: fee_1, tr_1, re_1.
//
// A fee is taken from a connected account, so a payment without one refuses it: no_connected_account. The API's JSON shows the
// destination of a destination payment, but not on which account a direct payment was made: -account says so, also of the sample.
//
// A body that shows only the id of latest_charge is welcome. What it does not show is unknown: the report says so, and a capture or a
// refund whose answer depends on it is refused with latest_charge_not_expanded.
//
// The exit code is 0 if everything was accepted, 1 if a capture or a refund was refused, 2 if the flags or the JSON are wrong.
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

//go:embed payment_intent.json
var sample []byte

const (
	exitDone = iota
	exitRefused
	exitBadInput
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is main without the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdin, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil: // printed already
		return exitBadInput
	}
	body, err := o.read()
	if err != nil {
		fmt.Fprintln(stderr, "multicapture:", err)
		return exitBadInput
	}
	pi, err := decode(body, intent.Version(o.version), o.account)
	if err != nil {
		fmt.Fprintln(stderr, "multicapture: not a valid PaymentIntent:", err)
		return exitBadInput
	}

	out := report{w: stdout, fees: o.fee.Valid || pi.ApplicationFeeAmount.Valid}
	out.loaded(pi, o.at)
	pi, ok := captureAll(pi, o, out)
	if ok {
		pi, ok = refundAll(pi, o, out)
	}
	if !ok {
		return exitRefused
	}
	out.done(pi)
	return exitDone
}

// captureAll makes the captures, up to the first that is refused.
func captureAll(pi intent.PaymentIntent, o options, out report) (_ intent.PaymentIntent, ok bool) {
	out.captures()
	for i, amount := range o.captures {
		last := i == len(o.captures)-1
		p := intent.CaptureParams{
			At: o.at, AmountToCapture: money.Some(amount), NonFinal: !last || o.open, ApplicationFeeAmount: o.fee,
			Settlement: charge.Settlement{ApplicationFee: "fee_1", Transfer: "tr_1"}, // ignored where there is none
		}
		next, events, err := pi.Capture(p)
		if err != nil {
			out.captureRefused(i, p, pi, err)
			return pi, false
		}
		out.captured(i, p, pi, next, events)
		pi = next
	}
	return pi, true
}

// refundAll makes the refunds, up to the first that is refused.
func refundAll(pi intent.PaymentIntent, o options, out report) (_ intent.PaymentIntent, ok bool) {
	if len(o.refunds) > 0 {
		out.refunds()
	}
	for i, amount := range o.refunds {
		next, r, events, err := pi.Refund(intent.RefundParams{At: o.at, ID: fmt.Sprintf("re_%d", i+1), Amount: money.Some(amount)})
		if err != nil {
			out.refundRefused(i, amount, pi, err)
			return pi, false
		}
		out.refunded(i, r, next, events)
		pi = next
	}
	return pi, true
}

// decode reads the API's JSON. Unmarshal keeps the Rules and the account, and judges each field; Validate judges the fields together.
func decode(body []byte, version intent.Version, account string) (intent.PaymentIntent, error) {
	pi := intent.PaymentIntent{Rules: intent.Rules{Version: version}, Account: account}
	if err := json.Unmarshal(body, &pi); err != nil {
		return pi, err
	}
	return pi, pi.Validate()
}
