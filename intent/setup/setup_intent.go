package setup

import (
	"fmt"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
)

// An Intent is a SetupIntent with its latest attempt. It holds no pointer, slice or map: assignment forks it and == compares it.
// The zero Intent is none; only Create accepts it.
//
// Invariants, checked by Validate:
//  1. ID, Status, Usage and ConfirmationMethod are given, and known; no time is negative
//  2. requires_confirmation, requires_action, processing, succeeded ⇒ PaymentMethod
//  3. NextAction ⇔ requires_action
//  4. CancellationReason ⇒ canceled
//  5. LastSetupError ⇒ requires_payment_method or canceled, and the latest attempt failed
//  6. the latest attempt says the same: requires_action, processing and succeeded as the intent, with its payment method; failed or
//     abandoned otherwise, and in requires_confirmation also requires_confirmation; the same usage and account
//  7. SetupError of the latest attempt ⇒ it failed
//
// Of an attempt that is not known nothing but the ID is there.
//
// Source: https://docs.stripe.com/api/setup_intents/object.
type Intent struct {
	ID                 string
	Status             Status
	Usage              Usage
	ConfirmationMethod intent.ConfirmationMethod
	Customer           string // cus_…; "" is null. A method that was set up is attached to it
	PaymentMethod      string // pm_…; "" is null. A failed attempt takes it away, canceling does not
	OnBehalfOf         string // acct_…; "" is null
	Mandate            string // mandate_…, for any number of payments; "" is null
	SingleUseMandate   string // mandate_…, for one payment; "" is null
	NextAction         string // next_action.type; "" is null
	LastSetupError     Error
	LatestAttempt      Attempt
	CancellationReason intent.CancellationReason // the caller's; "" is null, also where the confirmation limit canceled
	Created            int64                     // unix seconds
	Confirmations      uint8                     // how many this module saw, up to 255; the API does not show it
	Rules              intent.Rules              // of which the version and the confirmation limit matter
}

// An Error is last_setup_error. The zero Error is null.
type Error struct {
	charge.Failure
	PaymentMethod string // the method that failed, which the intent lost
}

// An Attempt is a SetupAttempt: one confirmation, with what the intent was then. The zero Attempt is null. One with an ID and without a
// Status was not expanded in the JSON that it came from: the rest of it is unknown.
//
// Source: https://docs.stripe.com/api/setup_attempts/object.
type Attempt struct {
	ID            string // setatt_…
	Status        AttemptStatus
	PaymentMethod string // pm_…
	Customer      string // cus_…; "" is null
	OnBehalfOf    string // acct_…; "" is null
	Usage         Usage
	SetupError    charge.Failure // if it failed
	Created       int64          // unix seconds
}

// Known reports whether more than the id of a is known. It is false for the zero Attempt.
func (a *Attempt) Known() bool { return a.Status != "" }

// String returns one line: "seti_1 requires_action off_session pm_1, next use_stripe_sdk".
func (si Intent) String() string {
	s := fmt.Sprintf("%s %s %s", si.ID, si.Status, si.Usage)
	if si.PaymentMethod != "" {
		s += " " + si.PaymentMethod
	}
	if si.NextAction != "" {
		s += ", next " + si.NextAction
	}
	return s
}
