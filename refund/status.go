package refund

import (
	"slices"

	"github.com/tranche-go/tranche/charge/table"
)

// A Status is where a refund stands. The zero Status is unset, and nothing is allowed in it but to be created.
//
// Source: https://docs.stripe.com/refunds.
type Status string

// Statuses.
const (
	StatusPending        Status = "pending"         // the funds are not there yet, or the bank has not answered
	StatusRequiresAction Status = "requires_action" // the customer has to say where the money goes
	StatusSucceeded      Status = "succeeded"       // not the end: a bank can still reject it
	StatusFailed         Status = "failed"          // the end
	StatusCanceled       Status = "canceled"        // the end
)

// known reports whether s is one of those above.
func (s Status) known() bool {
	switch s {
	case StatusPending, StatusRequiresAction, StatusSucceeded, StatusFailed, StatusCanceled:
		return true
	default:
		return false
	}
}

// Counts reports whether a refund in s counts as refunded: every one that did not fail and was not canceled.
func (s Status) Counts() bool { return s != StatusFailed && s != StatusCanceled }

// Leads reports whether a refund can go from s to another status.
func (s Status) Leads(to Status) bool {
	return slices.ContainsFunc(causes, func(c Cause) bool { return transitions.Leads(s, c, to) })
}

// A Cause is what moves a refund on.
type Cause string

// Causes.
const (
	CauseCreate   Cause = "create"   // the refund is made
	CauseAnswered Cause = "answered" // the customer said where the money goes
	CauseExpired  Cause = "expired"  // the customer did not answer in time
	CauseCanceled Cause = "canceled" // by the API where the customer has to act, else in the Dashboard
	CauseArrived  Cause = "arrived"  // the funds arrived
	CauseReturned Cause = "returned" // a bank sent the funds back: the details are wrong
	CauseRejected Cause = "rejected" // a bank refused
)

var causes = []Cause{CauseCreate, CauseAnswered, CauseExpired, CauseCanceled, CauseArrived, CauseReturned, CauseRejected}

// Transitions returns the table of the Refund: the guards, the diagrams and the tests are made from it.
func Transitions() *table.Table[Status, Cause] {
	t := *transitions // what is done to the copy changes no rule
	return &t
}

var transitions = table.New(
	row("", CauseCreate, StatusSucceeded, "a card, and the balance covers it"),
	row("", CauseCreate, StatusPending, "the balance does not cover it, or the method is slow"),
	row("", CauseCreate, StatusRequiresAction, "the method cannot be refunded by itself: the customer is asked"),
	row(StatusRequiresAction, CauseAnswered, StatusPending, ""),
	row(StatusRequiresAction, CauseExpired, StatusFailed, ""),
	row(StatusRequiresAction, CauseCanceled, StatusCanceled, ""),
	row(StatusPending, CauseArrived, StatusSucceeded, ""),
	row(StatusPending, CauseReturned, StatusRequiresAction, ""),
	row(StatusPending, CauseRejected, StatusFailed, ""),
	row(StatusPending, CauseCanceled, StatusCanceled, "in the Dashboard"),
	row(StatusSucceeded, CauseRejected, StatusFailed, ""),
)

func row(from Status, on Cause, to Status, when string) table.Row[Status, Cause] {
	return table.Row[Status, Cause]{From: from, On: on, To: to, When: when}
}
