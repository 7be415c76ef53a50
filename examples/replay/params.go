package main

import (
	"slices"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// Names of parameters that say how a payment is shared.
const (
	paramFee         = "application_fee_amount"
	paramTransfer    = "transfer_data[amount]"
	paramDestination = "transfer_data[destination]"
)

// Names of parameters that shared a charge before those did.
var sharingParams = []string{"destination", "destination[account]", "application_fee"}

// paramCardCapture goes before capture_method where the payment is by card.
const paramCardCapture = "payment_method_options[card][capture_method]"

// requestParam returns the name of the parameter that asks the network for a feature.
func requestParam(feature string) string {
	return "payment_method_options[card][request_" + feature + "]"
}

// A split is the application fee and the amount to transfer that a call asks for.
type split struct {
	fee, transfer money.NullAmount
}

// splitOf reports false if one of the two is there and not an integer.
func splitOf(p object) (split, bool) {
	fee, isInteger := p.amount(paramFee)
	transfer, also := p.amount(paramTransfer)
	return split{fee, transfer}, isInteger && also
}

// createParams returns the parameters of create. It reports false if an amount is missing or not an integer, or if there is a value that
// no command can say.
func createParams(p object, id string, rules intent.Rules) (intent.CreateParams, bool) {
	amount, isInteger := p.amount("amount")
	given, areIntegers := splitOf(p)
	held := p.text(paramCardCapture) == intent.CardCaptureMethodManual.String()
	request := func(feature string) intent.Request {
		return p.text(requestParam(feature)) == intent.IfAvailable.String()
	}
	return intent.CreateParams{
		ID:                   id,
		Amount:               amount.Amount,
		Currency:             money.Currency(p.text("currency")),
		CaptureMethod:        intent.CaptureMethod(p.text("capture_method")),
		ConfirmationMethod:   intent.ConfirmationMethod(p.text("confirmation_method")),
		Customer:             p.text("customer"),
		PaymentMethod:        p.text("payment_method"),
		OnBehalfOf:           p.text("on_behalf_of"),
		SetupFutureUsage:     intent.SetupFutureUsage(p.text("setup_future_usage")),
		ApplicationFeeAmount: given.fee,
		TransferData:         connect.TransferData{Destination: p.text(paramDestination), Amount: given.transfer},
		CardOptions: intent.CardOptions{
			CaptureMethod:                   intent.CardCaptureMethod(held),
			RequestMulticapture:             request("multicapture"),
			RequestOvercapture:              request("overcapture"),
			RequestIncrementalAuthorization: request("incremental_authorization"),
			RequestExtendedAuthorization:    request("extended_authorization"),
		},
		Rules: rules,
	}, isInteger && amount.Valid && areIntegers && held == p.has(paramCardCapture)
}

// confirmParams returns the parameters of confirm. create uses them without a split: it has given that already.
func confirmParams(p object, method string, given split, a charge.Attempt) intent.ConfirmParams {
	return intent.ConfirmParams{
		PaymentMethod:         method,
		CaptureMethod:         intent.CaptureMethod(p.text("capture_method")),
		SetupFutureUsage:      intent.SetupFutureUsage(p.text("setup_future_usage")),
		OffSession:            p.has("off_session") && !p.isFalse("off_session"),
		ErrorOnRequiresAction: p.isTrue("error_on_requires_action"),
		ApplicationFeeAmount:  given.fee,
		TransferDataAmount:    given.transfer,
		Attempt:               a,
	}
}

// updateParams returns the parameters of update. It reports false if there are none that are modelled, or one that no command can say.
func updateParams(p object) (intent.UpdateParams, bool) {
	amount, isInteger := p.amount("amount")
	given, areIntegers := splitOf(p)
	u := intent.UpdateParams{
		Amount:               amount,
		Currency:             money.Currency(p.text("currency")),
		PaymentMethod:        p.text("payment_method"),
		DetachPaymentMethod:  p.has("payment_method") && p.text("payment_method") == "",
		CaptureMethod:        intent.CaptureMethod(p.text("capture_method")),
		Customer:             p.text("customer"),
		SetupFutureUsage:     intent.SetupFutureUsage(p.text("setup_future_usage")),
		ApplicationFeeAmount: given.fee,
		TransferDataAmount:   given.transfer,
	}
	return u, isInteger && areIntegers && !p.has(paramDestination) && u != intent.UpdateParams{}
}

// takeMethod are the calls that take a payment method.
var takeMethod = []string{
	"payment_intents.create", "payment_intents.confirm", "payment_intents.update",
	"setup_intents.create", "setup_intents.confirm", "setup_intents.update",
}

// methodUntold reports whether a payment method was given by a parameter that was not recorded or that no command has, such as
// payment_method_data: the answer has one, or somebody was asked about it, and it is not the one that the intent had before.
func (s *step) methodUntold(before string) bool {
	body := s.intent()
	if body == nil {
		body = s.setupIntent()
	}
	now := body.text("payment_method")
	switch {
	case s.Params.has("payment_method"), s.outcome() == refused, !slices.Contains(takeMethod, s.Op):
		return false
	case before != "":
		return now != "" && now != before && !isStandIn(before)
	case now != "", body.isTrue("payment_method?"), s.outcome() == declined:
		return true
	}
	status := currentStatus(s.intent()) // a source, which is no payment method, pays too
	return status != "" && status != intent.StatusRequiresPaymentMethod
}
