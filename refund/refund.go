// Package refund models Refunds: the object, its statuses, and the arithmetic of what can still be refunded.
//
// A refund is made and changed through the PaymentIntent (intent.PaymentIntent.Refund and UpdateRefund), which keeps its charge right.
// How much may be refunded is written down at Ledger.Refund:
//
//	ledger, gives, err := ledger.Refund(money.Some(300))
package refund

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// A Reason is why a refund was made. The empty Reason is null.
type Reason string

// Reasons. Callers may give the first three.
const (
	ReasonDuplicate               Reason = "duplicate"
	ReasonFraudulent              Reason = "fraudulent"
	ReasonRequestedByCustomer     Reason = "requested_by_customer"
	ReasonExpiredUncapturedCharge Reason = "expired_uncaptured_charge" // made by the API before 2025-03-31.basil
)

// FromCaller reports whether a caller may give r.
func (r Reason) FromCaller() bool {
	switch r {
	case "", ReasonDuplicate, ReasonFraudulent, ReasonRequestedByCustomer:
		return true
	default:
		return false
	}
}

// A PendingReason is why a refund is pending. The empty PendingReason is none.
type PendingReason string

// Reasons of pending refunds.
const (
	PendingProcessing        PendingReason = "processing"
	PendingInsufficientFunds PendingReason = "insufficient_funds"
	PendingCharge            PendingReason = "charge_pending"
)

// A FailureReason is why a refund failed or was canceled. The empty FailureReason is none; any other string is as good.
type FailureReason string

// Reasons of failed refunds, and the one of canceled refunds: merchant_request.
const (
	FailureChargeDisputed        FailureReason = "charge_for_pending_refund_disputed"
	FailureDeclined              FailureReason = "declined"
	FailureExpiredOrCanceledCard FailureReason = "expired_or_canceled_card"
	FailureInsufficientFunds     FailureReason = "insufficient_funds"
	FailureLostOrStolenCard      FailureReason = "lost_or_stolen_card"
	FailureMerchantRequest       FailureReason = "merchant_request"
	FailureUnknown               FailureReason = "unknown"
)

// A DestinationType is how a refund reaches a card: destination_details.card.type. The empty DestinationType is not known, or not a card.
type DestinationType string

// Types of destinations.
const (
	DestinationTypeRefund   DestinationType = "refund"   // as a credit of its own
	DestinationTypeReversal DestinationType = "reversal" // the hold was undone before it settled
	DestinationTypePending  DestinationType = "pending"  // it is not decided yet
)

// A Refund is money given back to a customer. It holds no pointer: == compares it. The zero Refund is none.
//
// Invariants, checked by Validate:
//  1. 1 ≤ Amount ≤ money.Max, and Status is not unset, nor one that this package does not know
//  2. FailureReason, FailureBalanceTransaction ⇒ failed or canceled; PendingReason ⇒ pending
//
// Source: https://docs.stripe.com/api/refunds/object, https://docs.stripe.com/api/refunds/cancel.
type Refund struct {
	Number                    uint8        // 1 to 64 among the refunds of its charge that this module made; 0 is not known. The API does not show it
	ID                        string       // re_…
	Charge, PaymentIntent     string       // ch_…, pi_…
	Status                    Status       // "" is not known, which Validate refuses
	Amount                    money.Amount // minor units
	Currency                  money.Currency
	Reason                    Reason            // "" is null
	DestinationType           DestinationType   // "" is not known
	PendingReason             PendingReason     // "" is absent
	FailureReason             FailureReason     // if it failed or was canceled; "" is absent
	BalanceTransaction        string            // txn_…; "" is null
	FailureBalanceTransaction string            // txn_… that takes the funds back, if it failed or was canceled; "" is absent
	TransferReversal          connect.Reversal  // zero: no transfer was reversed, or it is not known how much
	FeeRefund                 connect.FeeRefund // zero: no fee was given back, or it is not known how much. The API does not show it
	Created                   int64             // unix seconds
}

// Validate returns the first invariant that r breaks, or nil.
func (r Refund) Validate() error {
	switch {
	case r.Amount < 1 || r.Amount > money.Max:
		return invalid("amount", r.Amount, money.Max)
	case !r.Status.known():
		return &code.Error{Op: "validate", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid, Param: "status", Status: string(r.Status)}
	case r.FailureReason != "" && r.Status.Counts():
		return invalid("failure_reason", 0, 0)
	case r.FailureBalanceTransaction != "" && r.Status.Counts():
		return invalid("failure_balance_transaction", 0, 0)
	case r.PendingReason != "" && r.Status != StatusPending:
		return invalid("pending_reason", 0, 0)
	}
	return nil
}
