// Command replay checks the library against recorded interactions with the API.
//
//	go run ./examples/replay -dir DIR [-kind recording|fixture|handwritten] [-v]
//
// DIR/facts.jsonl has one scenario a line, which is a list of calls with the facts of their answers. Every call on a payment
// intent, a refund, a transfer or an application fee is carried out with the library, and what the library says is compared with what the
// API answered:
//
//   - the outcome: accepted (2xx), declined (402), refused (400), and the code and param of a refusal
//   - of the intent: status, the amounts, capture_method, cancellation_reason, application_fee_amount, which of canceled_at, latest_charge,
//     payment_method, next_action and last_payment_error are null, the codes of last_payment_error
//   - of its latest charge, where it is expanded or retrieved: status, the amounts, captured, paid, refunded, application_fee_amount, and
//     which of balance_transaction, application_fee and transfer are null
//   - of a refund: status, amount, reason, and whether transfer_reversal is null
//   - of a transfer: amount, amount_reversed, reversed. A destination payment, which is the transfer as its destination sees it, shows the
//     same as amount, amount_captured, amount_refunded and refunded
//   - of an application fee: amount, amount_refunded, refunded
//   - of a reversal, and of a fee refund: amount
//
// # The form of facts.jsonl
//
// A scenario is {"id", "v": API version or null, "kind": "recording", "fixture" or "handwritten", "steps": […]}, and a step has
//
//	op      the call, such as payment_intents.capture; snapshot:payment_intent and the like for a body alone
//	http    the HTTP status, or null
//	on      the id of the object that is called upon
//	params  the parameters, by their names in the API: amount_to_capture, transfer_data[amount], …
//	answer  the object that was answered: id, status, amounts and flags. "x?": true says that x was not null, false that it was.
//	        latest_charge is an object where it was expanded; else latest_charge_id is its id. last_error has code and decline_code
//	error   type, code, decline_code and param of a refusal, and the payment_intent that came with it
//
// What is absent was not seen. testdata/mixed has examples.
//
// # What is taken from the recording
//
// The parameters, the ids, and what comes from outside the model: the answer of the issuer, the bank or the customer (approved;
// declined with which codes; challenged; pending; with or without a charge); whether a refund begins as pending or requires action, and
// what became of it; that a connected account does not have so much. Nothing else of an answer is used to predict it.
// Multicapture is available if and only if the call requested it. The API version decides the rules. A scenario that does not
// tell its version has the newest one: the calls recorded without one answer with capture_method automatic_async, which the older
// versions do not give unasked.
//
// A payment with an application fee and without a destination is made on a connected account. Which transfer and which fee a payment
// has, the form does not tell: one that no call made belongs to the payment that was called about last, if that one has such a thing.
// Nor does it tell the currency of a transfer: where more was transferred than the payment is of, it is another one, and the amount of
// the transfer is taken from where it is first retrieved. What is reversed of it is predicted.
//
// A charge that is shown without its intent has one put around it, if it was captured or is pending, so that its refunds can be predicted.
//
// Where the library cannot or should not predict, the step is counted under a reason, of a closed list: see reason.go. What was made before
// the recording began starts with the first body that shows it. After a wrong prediction the replay goes on from what was recorded, so that
// one mistake is reported once.
//
// Exit status: 0 if everything compared was predicted, 1 if there are differences, 2 if the input cannot be read.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Exit statuses.
const (
	exitPredicted = 0
	exitDiffers   = 1
	exitBadInput  = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main without the process around it.
func run(args []string, out, problems io.Writer) int {
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(problems)
	dir := flags.String("dir", "", "folder with facts.jsonl (required)")
	kind := flags.String("kind", "", "only scenarios of this kind: recording, fixture or handwritten")
	verbose := flags.Bool("v", false, "print every step")
	if err := flags.Parse(args); err != nil {
		return exitBadInput
	}
	fail := func(err error) int {
		fmt.Fprintln(problems, "replay:", err)
		return exitBadInput
	}
	switch {
	case *dir == "":
		return fail(fmt.Errorf("-dir is required"))
	case flags.NArg() > 0:
		return fail(fmt.Errorf("unexpected argument %q", flags.Arg(0)))
	case *kind != "" && !slices.Contains([]string{"recording", "fixture", "handwritten"}, *kind):
		return fail(fmt.Errorf("-kind %q is not recording, fixture or handwritten", *kind))
	}
	scenarios, err := readFacts(filepath.Join(*dir, "facts.jsonl"))
	if err != nil {
		return fail(err)
	}
	report := newReport(out, *verbose)
	for _, sc := range scenarios {
		if *kind == "" || sc.Kind == *kind {
			report.replay(&sc)
		}
	}
	if err := report.finish(); err != nil {
		return fail(err)
	}
	if report.differences > 0 {
		return exitDiffers
	}
	return exitPredicted
}
