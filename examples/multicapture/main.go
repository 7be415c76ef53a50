// Multicapture captures one authorization in several parts and shows what each part does.
//
//	go run ./examples/multicapture
//	go run ./examples/multicapture -captures 700,0
//	go run ./examples/multicapture -intent order.json -captures 300,300 -open
//	… | go run ./examples/multicapture -intent -
//
// It reads a PaymentIntent as the API returns it, asks the module for one capture after the other, and prints what each took, what
// is left, and the events that the API would send. Nothing is captured anywhere: it says beforehand what the API will answer.
//
// A body that shows only the id of latest_charge is welcome. What it does not show is unknown: the report says so, and a capture
// whose answer depends on it is refused with latest_charge_not_expanded.
//
// The exit code is 0 if every capture was accepted, 1 if one was refused, 2 if the flags or the JSON are wrong.
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

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
	read := func() ([]byte, error) { return sample, nil }
	captures := amounts{700, 200}

	flags := flag.NewFlagSet("multicapture", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("intent", "`file` with a PaymentIntent as the API returns it; - is standard input (default a sample of $10.00)",
		func(name string) error {
			read = func() ([]byte, error) { return readFile(name, stdin) }
			return nil
		})
	version := flags.String("version", "", "API `version` of the PaymentIntent, such as 2019-08-14 (default the newest)")
	flags.Var(&captures, "captures", "`amounts` to capture, in minor units, with commas between; the last one is final, and 0 there only closes")
	open := flags.Bool("open", false, "let the last capture keep the rest capturable, too")
	at := flags.Int64("at", 0, "when it happens, in unix `seconds`; 0: capture_before is not checked")

	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil: // printed already
		return exitBadInput
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "multicapture: unexpected argument %q: amounts are one flag, as in -captures 700,200\n", flags.Arg(0))
		return exitBadInput
	}
	body, err := read()
	if err != nil {
		fmt.Fprintln(stderr, "multicapture:", err)
		return exitBadInput
	}
	pi, err := decode(body, intent.Version(*version))
	if err != nil {
		fmt.Fprintln(stderr, "multicapture: not a valid PaymentIntent:", err)
		return exitBadInput
	}

	out := report{stdout}
	out.loaded(pi, *at)
	for i, amount := range captures {
		last := i == len(captures)-1
		p := intent.CaptureParams{At: *at, AmountToCapture: money.Some(amount), NonFinal: !last || *open}
		next, events, err := pi.Capture(p)
		if err != nil {
			out.refused(i, p, pi, err)
			return exitRefused
		}
		out.captured(i, p, pi, next, events)
		pi = next
	}
	out.done(pi)
	return exitDone
}

// readFile reads a file, or stdin if the name is -.
func readFile(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

// decode reads the API's JSON. Unmarshal keeps the Rules and judges each field; Validate judges the fields together.
func decode(body []byte, version intent.Version) (intent.PaymentIntent, error) {
	pi := intent.PaymentIntent{Rules: intent.Rules{Version: version}}
	if err := json.Unmarshal(body, &pi); err != nil {
		return pi, err
	}
	return pi, pi.Validate()
}
