package setup_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// created returns an intent that requires confirmation.
func created() setup.Intent {
	si, _, err := setup.Create(setup.CreateParams{ID: "seti_1", Customer: "cus_1", PaymentMethod: "pm_1"})
	if err != nil {
		panic(err)
	}
	return si
}

// awaits returns an intent whose customer has to act.
func awaits(nextAction string) setup.Intent {
	si, _, err := created().Confirm(setup.ConfirmParams{Attempt: setup.Attempted{
		ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: nextAction,
	}})
	if err != nil {
		panic(err)
	}
	return si
}

// Created and confirmed in one call: both events show the intent as it is after it.
func ExampleCreate() {
	si, events, err := setup.Create(setup.CreateParams{
		ID: "seti_1", Customer: "cus_1", PaymentMethod: "pm_1", Usage: setup.UsageOffSession,
		Confirm: true, Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerApproved},
	})
	fmt.Println(si)
	fmt.Println(events, err)
	// Output:
	// seti_1 succeeded off_session pm_1
	// [setup_intent.created seti_1 setup_intent.succeeded seti_1] <nil>
}

// Another card ends the customer's step with the one before.
func ExampleIntent_Update() {
	si, events, err := awaits("use_stripe_sdk").Update(setup.UpdateParams{PaymentMethod: "pm_2"})
	fmt.Println(si)
	fmt.Println(si.LatestAttempt.Status, events, err)
	// Output:
	// seti_1 requires_confirmation off_session pm_2
	// abandoned [] <nil>
}

// A decline is an outcome, not an error: the intent moves on, and can be confirmed with another card.
func ExampleIntent_Confirm() {
	si, events, err := created().Confirm(setup.ConfirmParams{Attempt: setup.Attempted{
		ID: "setatt_1", Answer: charge.AnswerDeclined,
		Failure: charge.Failure{Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds},
	}})
	fmt.Println(si)
	fmt.Println(si.LastSetupError.Decline, si.LastSetupError.PaymentMethod, events, err)

	si, events, err = si.Confirm(setup.ConfirmParams{
		PaymentMethod: "pm_2", Attempt: setup.Attempted{ID: "setatt_2", Answer: charge.AnswerApproved},
	})
	fmt.Println(si)
	fmt.Println(events, err)
	// Output:
	// seti_1 requires_payment_method off_session
	// insufficient_funds pm_1 [setup_intent.setup_failed seti_1] <nil>
	// seti_1 succeeded off_session pm_2
	// [setup_intent.succeeded seti_1] <nil>
}

// The customer passes 3D Secure, or does not.
func ExampleIntent_Authenticate() {
	si := awaits("use_stripe_sdk")
	passed, events, _ := si.Authenticate(setup.AuthenticateParams{Attempt: setup.Attempted{Answer: charge.AnswerApproved}})
	fmt.Println(passed.Status, events)

	failed, events, _ := si.Authenticate(setup.AuthenticateParams{Failure: charge.Failure{Code: code.SetupIntentAuthenticationFailure}})
	fmt.Println(failed.Status, events)
	// Output:
	// succeeded [setup_intent.succeeded seti_1]
	// requires_payment_method [setup_intent.setup_failed seti_1]
}

// The customer reads the wrong amounts first, which is refused, then the right ones. The bank account may be debited from then on.
func ExampleIntent_VerifyMicrodeposits() {
	si := awaits(charge.VerifyWithMicrodeposits)
	for _, amounts := range []charge.Microdeposits{{Amounts: [2]money.Amount{32, 54}}, {Amounts: [2]money.Amount{32, 45}}} {
		failure, mismatch := amounts.InTestMode()
		next, events, err := si.VerifyMicrodeposits(setup.VerifyMicrodepositsParams{
			AuthenticateParams: setup.AuthenticateParams{Failure: failure, Attempt: setup.Attempted{Answer: charge.AnswerApproved, Mandate: "mandate_1"}},
			Microdeposits:      amounts, Mismatch: mismatch,
		})
		fmt.Println(next.Status, next.Mandate, events, err)
	}
	// Output:
	// requires_action  [] verify_microdeposits: amounts: The amounts are not those of the microdeposits that were sent.
	// succeeded mandate_1 [setup_intent.succeeded seti_1] <nil>
}

// A bank takes its time. No event says that it does.
func ExampleIntent_Process() {
	si, events, _ := created().Confirm(setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerPending}})
	fmt.Println(si.Status, events)

	si, events, _ = si.Process(setup.ProcessParams{Attempt: setup.Attempted{Answer: charge.AnswerApproved, Mandate: "mandate_1"}})
	fmt.Println(si.Status, si.Mandate, events)
	// Output:
	// processing []
	// succeeded mandate_1 [setup_intent.succeeded seti_1]
}

// The method stays, and the attempt is abandoned.
func ExampleIntent_Cancel() {
	si, events, err := awaits("use_stripe_sdk").Cancel(setup.CancelParams{Reason: intent.ReasonAbandoned})
	fmt.Println(si, si.CancellationReason)
	fmt.Println(si.LatestAttempt.Status, events, err)
	// Output:
	// seti_1 canceled off_session pm_1 abandoned
	// abandoned [setup_intent.canceled seti_1] <nil>
}

// Whether something is possible can be asked without doing it.
func ExampleCheck() {
	si, _, _ := created().Confirm(setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerPending}})
	err := setup.Check(si, setup.CancelParams{})
	if e, ok := errors.AsType[*intent.Error](err); ok {
		fmt.Println(e.Code, e.Status)
	}
	fmt.Println(errors.Is(err, code.SetupIntentUnexpectedState))
	// Output:
	// setup_intent_unexpected_state processing
	// true
}

// A journal is replayed command by command.
func ExampleStep() {
	journal := []setup.Command{
		setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1"},
		setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}},
		setup.AuthenticateParams{Attempt: setup.Attempted{Answer: charge.AnswerApproved}},
	}
	var si setup.Intent
	for _, c := range journal {
		next, events, err := setup.Step(si, c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c, events)
		si = next
	}
	fmt.Println(si)
	// Output:
	// create seti_1 with pm_1 [setup_intent.created seti_1]
	// confirm challenged setatt_1 use_stripe_sdk [setup_intent.requires_action seti_1]
	// authenticate approved [setup_intent.succeeded seti_1]
	// seti_1 succeeded off_session pm_1
}

// The state is kept as JSON: it is the API's object.
func ExampleIntent_MarshalJSON() {
	b, _ := json.Marshal(awaits("use_stripe_sdk"))
	var si setup.Intent
	err := json.Unmarshal(b, &si)
	fmt.Println(si, err, si == awaits("use_stripe_sdk"))
	// Output: seti_1 requires_action off_session pm_1, next use_stripe_sdk <nil> true
}
