package event

import (
	"slices"
	"strings"
)

// A Type is the name of an event, such as "charge.captured". The empty Type is none.
// Types that this module does not know are kept as they are.
//
// Source: https://docs.stripe.com/api/events/types.
type Type string

// Every type that this module knows. The comment is the object that the event shows. Its operations return all of them but
// payment_intent.partially_funded, application_fee.refund.updated and transfer.updated, which are names for callers.
// There is no payment_intent.updated, setup_intent.processing, charge.canceled or refund.canceled.
const (
	PaymentIntentCreated                 Type = "payment_intent.created"                   // payment_intent
	PaymentIntentRequiresAction          Type = "payment_intent.requires_action"           // payment_intent
	PaymentIntentProcessing              Type = "payment_intent.processing"                // payment_intent
	PaymentIntentAmountCapturableUpdated Type = "payment_intent.amount_capturable_updated" // payment_intent
	PaymentIntentPartiallyFunded         Type = "payment_intent.partially_funded"          // payment_intent
	PaymentIntentPaymentFailed           Type = "payment_intent.payment_failed"            // payment_intent
	PaymentIntentSucceeded               Type = "payment_intent.succeeded"                 // payment_intent
	PaymentIntentCanceled                Type = "payment_intent.canceled"                  // payment_intent

	ChargeSucceeded     Type = "charge.succeeded"      // charge
	ChargePending       Type = "charge.pending"        // charge
	ChargeFailed        Type = "charge.failed"         // charge
	ChargeCaptured      Type = "charge.captured"       // charge
	ChargeExpired       Type = "charge.expired"        // charge
	ChargeUpdated       Type = "charge.updated"        // charge
	ChargeRefunded      Type = "charge.refunded"       // charge
	ChargeRefundUpdated Type = "charge.refund.updated" // refund

	RefundCreated Type = "refund.created" // refund
	RefundUpdated Type = "refund.updated" // refund
	RefundFailed  Type = "refund.failed"  // refund

	ApplicationFeeCreated       Type = "application_fee.created"        // application_fee
	ApplicationFeeRefunded      Type = "application_fee.refunded"       // application_fee
	ApplicationFeeRefundUpdated Type = "application_fee.refund.updated" // fee_refund
	TransferCreated             Type = "transfer.created"               // transfer
	TransferUpdated             Type = "transfer.updated"               // transfer
	TransferReversed            Type = "transfer.reversed"              // transfer

	SetupIntentCreated        Type = "setup_intent.created"         // setup_intent
	SetupIntentRequiresAction Type = "setup_intent.requires_action" // setup_intent
	SetupIntentSucceeded      Type = "setup_intent.succeeded"       // setup_intent
	SetupIntentSetupFailed    Type = "setup_intent.setup_failed"    // setup_intent
	SetupIntentCanceled       Type = "setup_intent.canceled"        // setup_intent
)

// Types returns every Type above, sorted.
func Types() []Type {
	all := []Type{
		PaymentIntentCreated, PaymentIntentRequiresAction, PaymentIntentProcessing, PaymentIntentAmountCapturableUpdated,
		PaymentIntentPartiallyFunded, PaymentIntentPaymentFailed, PaymentIntentSucceeded, PaymentIntentCanceled,
		ChargeSucceeded, ChargePending, ChargeFailed, ChargeCaptured, ChargeExpired, ChargeUpdated, ChargeRefunded, ChargeRefundUpdated,
		RefundCreated, RefundUpdated, RefundFailed,
		ApplicationFeeCreated, ApplicationFeeRefunded, ApplicationFeeRefundUpdated, TransferCreated, TransferUpdated, TransferReversed,
		SetupIntentCreated, SetupIntentRequiresAction, SetupIntentSucceeded, SetupIntentSetupFailed, SetupIntentCanceled,
	}
	slices.Sort(all)
	return all
}

// Object returns the kind of object that events of type t show: "charge", "payment_intent", … It is "" for the empty Type.
func (t Type) Object() string {
	switch t {
	case ChargeRefundUpdated:
		return "refund"
	case ApplicationFeeRefundUpdated:
		return "fee_refund"
	default:
		object, _, _ := strings.Cut(string(t), ".")
		return object
	}
}
