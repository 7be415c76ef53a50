package main

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// createParams returns the parameters of create.
func createParams(p object, id string, amount money.Amount, rules intent.Rules) intent.CreateParams {
	request := func(feature string) intent.Request {
		return p.text("payment_method_options[card][request_"+feature+"]") == intent.IfAvailable.String()
	}
	return intent.CreateParams{
		ID:                 id,
		Amount:             amount,
		Currency:           money.Currency(p.text("currency")),
		CaptureMethod:      intent.CaptureMethod(p.text("capture_method")),
		ConfirmationMethod: intent.ConfirmationMethod(p.text("confirmation_method")),
		PaymentMethod:      p.text("payment_method"),
		CardOptions: intent.CardOptions{
			RequestMulticapture:             request("multicapture"),
			RequestOvercapture:              request("overcapture"),
			RequestIncrementalAuthorization: request("incremental_authorization"),
			RequestExtendedAuthorization:    request("extended_authorization"),
		},
		Rules: rules,
	}
}

// confirmParams returns the parameters of confirm.
func confirmParams(p object, method string, a charge.Attempt) intent.ConfirmParams {
	return intent.ConfirmParams{
		PaymentMethod:         method,
		CaptureMethod:         intent.CaptureMethod(p.text("capture_method")),
		OffSession:            p.has("off_session") && !p.isFalse("off_session"),
		ErrorOnRequiresAction: p.isTrue("error_on_requires_action"),
		Attempt:               a,
	}
}

// updateParams returns the parameters of update. It reports false if there are none that are modelled.
func updateParams(p object) (intent.UpdateParams, bool) {
	amount, isInteger := p.amount("amount")
	u := intent.UpdateParams{
		Amount:              amount,
		Currency:            money.Currency(p.text("currency")),
		PaymentMethod:       p.text("payment_method"),
		DetachPaymentMethod: p.has("payment_method") && p.text("payment_method") == "",
		CaptureMethod:       intent.CaptureMethod(p.text("capture_method")),
	}
	return u, isInteger && u != intent.UpdateParams{}
}

// share gives the intent the application fee and the transfer that a call asks for. No command carries them yet.
func share(pi *intent.PaymentIntent, p object) {
	if fee, ok := p.amount("application_fee_amount"); ok && fee.Valid {
		pi.ApplicationFeeAmount = fee
	}
	if destination := p.text("transfer_data[destination]"); destination != "" {
		pi.TransferData = connect.TransferData{Destination: destination}
	}
	if amount, ok := p.amount("transfer_data[amount]"); ok && amount.Valid {
		pi.TransferData.Amount = amount
	}
}
