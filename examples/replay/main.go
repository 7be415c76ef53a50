// Command replay checks the library against recorded interactions with the API.
//
//	go run ./examples/replay -dir DIR [-kind recording|fixture|handwritten] [-left] [-v]
//
// DIR/facts.jsonl has one scenario a line, which is a list of calls with the facts of their answers. Every call on a PaymentIntent, a
// SetupIntent, a charge, a refund, a transfer or an application fee is carried out with the library, and what the library says is compared
// with what the API answered:
//
//   - the outcome: accepted (2xx), declined (402), refused (400), and the code and param of a refusal
//   - of a PaymentIntent: status, the amounts, capture_method, cancellation_reason, application_fee_amount, which of canceled_at, latest_charge,
//     payment_method, next_action and last_payment_error are null, the codes of last_payment_error
//   - of its latest charge, where it is expanded or retrieved: status, the amounts, captured, paid, refunded, application_fee_amount, and
//     which of balance_transaction, application_fee and transfer are null
//   - of a SetupIntent: status, usage, cancellation_reason, which of latest_attempt, payment_method, mandate, next_action and
//     last_setup_error are null, the codes of last_setup_error
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
//	        latest_charge is an object where it was expanded; else latest_charge_id is its id. last_error has code and decline_code.
//	        A list has data
//	error   type, code, decline_code and param of a refusal, and the payment_intent or setup_intent that came with it
//
// What is absent was not seen. testdata/mixed has examples.
//
// # Bodies
//
// DIR/cases.jsonl, if it is there, has the same scenarios with the bodies as the API wrote them: {"id", "steps": […]}, and a step has op,
// params, response and its api_version, or null. There may be steps that facts.jsonl leaves out. testdata/bodies has examples. With them
//
//   - the customer, the payment method, currency, setup_future_usage, on_behalf_of, the latest attempt, the mandates and the type of the
//     next action are compared, too
//   - what was predicted is written in the version of the body, and whatever both have must be the same, by the same names: requires_source
//     and next_source_action before 2019-02-11, the list charges before 2022-11-15. What no call tells is left out: times, words
//     for people, the network's offers
//   - the Refund of what a capture or a cancel released, which versions before 2025-03-31.basil make, is compared with the one that the
//     charge lists; since then there is none
//   - each body is checked alone: it must be read, be valid, and be written as it was, as far as it is modelled
//
// A step that cannot be predicted may have such a body: then it is counted as checked alone. A body of a recording that fails the check
// is a difference. A lone fixture that fails was edited, and is counted as that. An excerpt, which lacks what every body has, is not checked,
// nor is what was written by hand. A body that is older than the version that its source names, or has none, is of the newest version that
// has its form.
//
// # Webhooks
//
// DIR/event_sequences.jsonl, if it is there, has events in the order in which they happened: {"id", "kind", "api_version", "events": […]}, and
// an event has type, object, previous_attributes, and created_equal_to_first: whether it is of the same second as the first. They are decoded as
// webhooks, and those of one payment are applied to a webhook.View: up to 12 in every order, and more in 50 shuffles, some of them twice. A
// sequence differs if not all of these give the same view, or if the view is not what the last events show of the intent, of its latest charge
// and of its refunds. testdata/bodies has examples.
//
// # What is taken from the recording
//
// The parameters, the ids, and what comes from outside the model: the answer of the issuer, the bank or the customer (approved;
// declined with which codes; challenged; pending; with or without a charge or a mandate); whether a refund begins as pending or requires
// action, and what became of it; that a connected account does not have so much. Nothing else of an answer is used to predict it.
// What the network offers is taken from a body of the charge; where none shows it, multicapture is available if and only if the call
// requested it. The API version decides the rules. A scenario that does not tell its version has the newest one: the calls recorded without
// one answer with capture_method automatic_async, which the older versions do not give unasked.
//
// A payment with an application fee and without a destination is made on a connected account. Which transfer and which fee a payment
// has, the form does not tell: one that no call made belongs to the payment that was called about last, if that one has such a thing.
// Nor does it tell the currency of a transfer: where more was transferred than the payment is of, it is another one, and the amount of
// the transfer is taken from where it is first retrieved. What is reversed of it is predicted.
//
// A charge of the Charges API is that of an intent which is confirmed at once. A refund of all of it releases it, if it was not captured. A
// charge that is shown without its intent has one put around it, if it was captured or is pending, so that its refunds can be predicted.
//
// Some words of a refusal no source tells, such as the param of amount_too_large at a capture: then the refusal alone is compared, and the word
// that was recorded is printed.
//
// Where the library cannot or should not predict, the step is counted under a reason, of a closed list: see reason.go; -left prints them. What
// was made before the recording began starts with the first body that shows it. After a wrong prediction the replay goes on from what was
// recorded, so that one mistake is reported once.
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
	every := flags.Bool("v", false, "print every step")
	left := flags.Bool("left", false, "print the steps that are not compared, and why")
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
	sequences, err := readSequences(filepath.Join(*dir, "event_sequences.jsonl"))
	if err != nil {
		return fail(err)
	}
	if err := addBodies(scenarios, filepath.Join(*dir, "cases.jsonl")); err != nil {
		return fail(err)
	}
	report := newReport(out, *every, *left)
	for _, sc := range scenarios {
		if *kind == "" || sc.Kind == *kind {
			report.replay(&sc)
		}
	}
	if err := report.finish(); err != nil {
		return fail(err)
	}
	if len(sequences) > 0 {
		report.sequences(sequences, *kind)
	}
	if report.differences > 0 {
		return exitDiffers
	}
	return exitPredicted
}
