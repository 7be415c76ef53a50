// Setup saves two payment methods of a customer for later: a card whose issuer asks for 3D Secure, and a bank account that the customer
// proves by two microdeposits.
//
//	go run ./examples/setup
//
// Of each command the program prints what is then the state of the SetupIntent, or why it was refused, and the events that a webhook would
// get. What issuers and banks answer is in the commands; what a microdeposit of the API's test mode leads to says
// charge.Microdeposits.InTestMode. Nothing is charged: the last lines say what may be charged later.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "setup:", err)
		os.Exit(1)
	}
}

// run saves both methods. The errors that it returns are those of the example itself; what the module refuses is printed.
func run(w io.Writer) error {
	card, err := save(w, "A card, whose issuer asks for 3D Secure",
		setup.CreateParams{ID: "seti_card", Customer: "cus_1", PaymentMethod: "pm_card"},
		setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}},
		setup.AuthenticateParams{Attempt: setup.Attempted{Answer: charge.AnswerApproved}},
	)
	if err != nil {
		return err
	}
	bank, err := save(w, "A bank account, proved by microdeposits",
		setup.CreateParams{ID: "seti_bank", Customer: "cus_1", PaymentMethod: "pm_bank"},
		setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_2", Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits}},
		found(32, 54), // two digits the wrong way round
		found(32, 45),
	)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s may be charged %s, %s by %s.\n", card.PaymentMethod, card.Usage, bank.PaymentMethod, bank.Mandate)
	return nil
}

// found is what the customer found on the bank statement, with what comes of it in test mode.
func found(first, second money.Amount) setup.VerifyMicrodepositsParams {
	p := setup.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: [2]money.Amount{first, second}}}
	p.Failure, p.Mismatch = p.Microdeposits.InTestMode()
	if p.Failure == (charge.Failure{}) {
		p.Attempt = setup.Attempted{Answer: charge.AnswerApproved, Mandate: "mandate_1"}
	}
	return p
}

// save carries out commands and prints what becomes of each. At the end the method has to be set up.
func save(w io.Writer, title string, commands ...setup.Command) (setup.Intent, error) {
	fmt.Fprintf(w, "%s\n\n", title)
	var si setup.Intent
	for _, c := range commands {
		next, events, err := setup.Step(si, c)
		fmt.Fprintf(w, "%s\n", c)
		if e, ok := errors.AsType[*intent.Error](err); ok { // always, if there is one
			fmt.Fprintf(w, "      refused: %s, %s\n", e.Code, e.Param)
		} else {
			fmt.Fprintf(w, "  %s\n", next)
		}
		for _, e := range events {
			fmt.Fprintf(w, "      %s\n", e)
		}
		si = next
	}
	fmt.Fprintln(w)
	if si.Status != setup.StatusSucceeded {
		return si, fmt.Errorf("%s is %s", si.ID, si.Status)
	}
	return si, nil
}
