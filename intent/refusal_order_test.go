package intent_test

import (
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A hurdle makes an operation refused for one reason.
type hurdle[P intent.Command] struct {
	code  code.Code
	param string
	raise func(pi *intent.PaymentIntent, p *P)
}

// walksOrder holds that each refusal wins over every later one, as the operation documents it, and that nothing else is in the way.
func walksOrder[P intent.Command](t *testing.T, pi intent.PaymentIntent, p P, hurdles []hurdle[P]) {
	t.Helper()
	if err := intent.Check(pi, p); err != nil {
		t.Fatalf("refused from the beginning: %v", err)
	}
	for i, h := range hurdles {
		want := verdict{h.code, h.param}
		alone, its := pi, p
		h.raise(&alone, &its)
		if err := intent.Check(alone, its); refusalOf(err) != want {
			t.Errorf("%d: %v; want %v\n%+v", i, err, want, its)
		} else {
			mustBeExplained(t, err)
		}
		for j, later := range hurdles[i+1:] {
			both, its := pi, p
			later.raise(&both, &its)
			h.raise(&both, &its)
			if err := intent.Check(both, its); refusalOf(err) != want {
				t.Errorf("%d before %d: %v; want %v before %s %s\n%+v", i, i+1+j, err, want, later.code, later.param, its)
			}
		}
	}
}

// idOnly forgets all of a charge but its id.
func idOnly(pi *intent.PaymentIntent) { pi.LatestCharge = charge.Charge{ID: pi.LatestCharge.ID} }

func TestOrderOfVerifyMicrodeposits(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.VerifyMicrodepositsParams
	card := func(change func(*charge.Card)) func(*payment, *params) {
		return func(_ *payment, p *params) { change(&p.Attempt.Card) }
	}
	walksOrder(t, reach(t, withTransfer, confirms(deposits)), verifies(intent.AuthenticateParams{Attempt: approval}), []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterMissing, "failure.code", func(_ *payment, p *params) { p.Failure = charge.Failure{Message: "No."} }},
		{code.ParameterMissing, "amounts", func(_ *payment, p *params) { p.Microdeposits = charge.Microdeposits{} }},
		{code.ParametersExclusive, "descriptor_code", func(_ *payment, p *params) {
			p.Microdeposits = charge.Microdeposits{Amounts: [2]money.Amount{0, 45}, DescriptorCode: "SM"}
		}},
		{code.MicrodepositAmountsInvalid, "amounts", func(_ *payment, p *params) { p.Microdeposits = charge.Microdeposits{Amounts: [2]money.Amount{32, -1}} }},
		{code.ParameterInvalid, "descriptor_code", func(_ *payment, p *params) { p.Microdeposits = charge.Microdeposits{DescriptorCode: "MS11AA"} }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusProcessing }},
		{code.PaymentIntentUnexpectedState, "next_action", func(pi *payment, _ *params) { pi.NextAction = "use_stripe_sdk" }},
		{code.MicrodepositDescriptorCodeMismatch, "descriptor_code", func(_ *payment, p *params) {
			p.Microdeposits, p.Mismatch = charge.Microdeposits{DescriptorCode: "SM11AA"}, true
		}},
		{code.MicrodepositAmountsMismatch, "amounts", func(_ *payment, p *params) {
			p.Microdeposits, p.Mismatch = charge.Microdeposits{Amounts: [2]money.Amount{32, 45}}, true
		}},
		{code.ParameterInvalid, "attempt", func(_ *payment, p *params) { p.Failure.Code = code.MicrodepositTimeout }},
		{code.ParameterInvalid, "attempt", func(pi *payment, _ *params) { pi.ConfirmationMethod = intent.ConfirmationMethodManual }},
		{code.ParameterInvalid, "confirmation_method", func(pi *payment, _ *params) { pi.ConfirmationMethod = "by_phone" }},
		{code.ParameterInvalid, "attempt.answer", func(_ *payment, p *params) { p.Attempt.Answer = charge.AnswerChallenged }},
		{code.ParameterMissing, "attempt.charge", func(_ *payment, p *params) { p.Attempt.Answer, p.Attempt.Charge = charge.AnswerApproved, "" }},
		{code.ParameterInvalid, "attempt.failure", func(_ *payment, p *params) { p.Attempt.Failure.Code = code.CardDeclined }},
		{code.ParameterInvalid, "attempt.next_action", func(_ *payment, p *params) { p.Attempt.NextAction = "use_stripe_sdk" }},
		{code.ParameterInvalidInteger, "attempt.card", card(func(c *charge.Card) { c.CaptureBefore = -1 })},
		{code.ParameterInvalid, "attempt.card", card(func(c *charge.Card) { c.AmountAuthorized = 999 })},
		{code.AmountTooLarge, "attempt.card", card(func(c *charge.Card) { c.MaximumAmountCapturable = money.Max + 1 })},
		{code.ParameterInvalid, "capture_method", func(pi *payment, _ *params) { pi.CaptureMethod = "automatic_delayed" }},
		{code.AmountTooLarge, "transfer_data[amount]", func(pi *payment, _ *params) { pi.TransferData.Amount = money.Some(1001) }},
		{code.ParameterInvalid, "transfer_currency", func(_ *payment, p *params) { p.Attempt.TransferCurrency = "CAD" }},
	})
}

func TestOrderOfRefund(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.RefundParams
	pi := step(t, shares(t, true), intent.CaptureParams{AmountToCapture: money.Some(0)})
	everything := params{RefundApplicationFee: true, ReverseTransfer: true}
	walksOrder(t, pi, everything, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterInvalidInteger, "amount", func(_ *payment, p *params) { p.Amount = money.Some(0) }},
		{code.InvalidChargeAmount, "amount", func(pi *payment, p *params) { pi.Currency, p.Amount = "kwd", money.Some(5) }},
		{code.ParameterInvalid, "reason", func(_ *payment, p *params) { p.Reason = refund.ReasonExpiredUncapturedCharge }},
		{code.ParameterInvalid, "status", func(_ *payment, p *params) { p.Status = refund.StatusFailed }},
		{code.ParameterInvalid, "pending_reason", func(_ *payment, p *params) { p.PendingReason = refund.PendingProcessing }},
		{code.ParameterInvalid, "balance_insufficient", func(_ *payment, p *params) { p.BalanceInsufficient, p.ReverseTransfer = true, false }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusProcessing }},
		{code.NothingToRefund, "", func(pi *payment, _ *params) { pi.AmountReceived = 0 }},
		{code.ChargeDisputed, "", func(_ *payment, p *params) { p.ChargedBack = true }},
		{code.RefundTooLarge, "amount", func(pi *payment, p *params) { idOnly(pi); p.Amount = money.Some(301) }},
		{code.BalanceInsufficient, "reverse_transfer", func(pi *payment, p *params) {
			idOnly(pi)
			p.Amount, p.ReverseTransfer, p.BalanceInsufficient = money.NullAmount{}, true, true
		}},
		{code.UnknownCharge, "latest_charge", func(pi *payment, p *params) { idOnly(pi); *p = everything }},
		{code.ParameterInvalid, "amount_refunded", func(pi *payment, _ *params) { pi.LatestCharge.AmountRefunded = 301 }},
		{code.ChargeAlreadyRefunded, "", func(pi *payment, _ *params) { pi.LatestCharge.AmountRefunded = 300 }},
		{code.RefundTooLarge, "amount", func(_ *payment, p *params) { p.Amount = money.Some(301) }},
		{code.RefundFlagNotAllowed, "refund_application_fee", func(_ *payment, p *params) {
			*p = params{RefundApplicationFee: true}
		}},
		{code.RefundFlagNotAllowed, "refund_application_fee", func(_ *payment, p *params) { *p = everything; p.Amount = money.Some(1) }},
		{code.RefundFlagNotAllowed, "refund_application_fee", func(pi *payment, p *params) {
			*p = everything
			pi.LatestCharge.FeeEndpointUsed = connect.MarkYes
		}},
		{code.NotSettled, "refund_application_fee", func(pi *payment, p *params) {
			*p = everything
			pi.LatestCharge.ApplicationFee, pi.LatestCharge.FeeEndpointUsed = connect.ApplicationFee{Amount: 30}, connect.MarkNo
		}},
		{code.NothingToReverse, "reverse_transfer", func(pi *payment, _ *params) {
			pi.LatestCharge.Transfer = connect.Transfer{Destination: "acct_1"}
		}},
		{code.RefundFlagNotAllowed, "reverse_transfer", func(_ *payment, p *params) { *p = params{ReverseTransfer: true, Amount: money.Some(1)} }},
		{code.RefundFlagNotAllowed, "reverse_transfer", func(pi *payment, _ *params) { pi.LatestCharge.TransferEndpointUsed = connect.MarkYes }},
		{code.NotSettled, "reverse_transfer", func(pi *payment, _ *params) {
			pi.LatestCharge.Transfer = connect.Transfer{Destination: "acct_1", Amount: 300}
		}},
		{code.BalanceInsufficient, "reverse_transfer", func(_ *payment, p *params) { p.BalanceInsufficient = true }},
		{code.UnknownCharge, "refund_application_fee", func(pi *payment, _ *params) { pi.LatestCharge.FeeEndpointUsed = connect.MarkUnknown }},
		{code.UnknownCharge, "reverse_transfer", func(pi *payment, _ *params) { pi.LatestCharge.TransferEndpointUsed = connect.MarkUnknown }},
	})
}

func TestOrderOfUpdateRefund(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.UpdateRefundParams
	pi := step(t, shares(t, true), intent.RefundParams{ID: "re_1", Amount: money.Some(100)})
	live := refund.Refund{Number: 1, ID: "re_1", Charge: "ch_1", Status: refund.StatusSucceeded, Amount: 100}
	walksOrder(t, pi, params{Refund: live, Status: refund.StatusFailed}, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterInvalid, "refund", func(_ *payment, p *params) { p.Refund.Amount = 0 }},
		{code.StatusTransitionInvalid, "status", func(_ *payment, p *params) { p.Status = refund.StatusCanceled }},
		{code.ParameterInvalid, "status", func(_ *payment, p *params) { p.PendingReason = refund.PendingCharge }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusRequiresAction }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.AmountReceived = 0 }},
		{code.ParameterInvalid, "refund.charge", func(_ *payment, p *params) { p.Refund.Charge = "ch_2" }},
		{code.StaleRefund, "refund", func(pi *payment, p *params) { idOnly(pi); p.Refund.Amount = 301 }},
		{code.UnknownCharge, "latest_charge", func(pi *payment, p *params) { idOnly(pi); p.Refund.Amount = 100 }},
		{code.StaleRefund, "refund", func(pi *payment, _ *params) { pi.LatestCharge.LiveRefunds = 0 }},
		{code.StaleRefund, "refund", func(_ *payment, p *params) { p.Refund.Amount = 101 }},
	})
}

func TestOrderOfRefundFee(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.RefundFeeParams
	walksOrder(t, shares(t, true), params{ID: "fr_1"}, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterInvalidInteger, "amount", func(_ *payment, p *params) { p.Amount = money.Some(-1) }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusRequiresConfirmation }},
		{code.FeeRefundTooLarge, "amount", func(pi *payment, p *params) { idOnly(pi); p.Amount = money.Some(301) }},
		{code.UnknownCharge, "latest_charge", func(pi *payment, p *params) { idOnly(pi); p.Amount = money.NullAmount{} }},
		{code.NothingToRefund, "", func(pi *payment, _ *params) { pi.LatestCharge.ApplicationFee = connect.ApplicationFee{} }},
		{code.NotSettled, "", func(pi *payment, _ *params) { pi.LatestCharge.ApplicationFee = connect.ApplicationFee{Amount: 30} }},
		{code.FeeRefundTooLarge, "amount", func(pi *payment, p *params) {
			pi.LatestCharge.ApplicationFee, p.Amount = connect.ApplicationFee{ID: "fee_1"}, money.Some(301)
		}},
		{code.UnknownCharge, "latest_charge.application_fee", func(pi *payment, p *params) {
			pi.LatestCharge.ApplicationFee, p.Amount = connect.ApplicationFee{ID: "fee_1"}, money.Some(300)
		}},
		{code.FeeRefundTooLarge, "amount", func(_ *payment, p *params) { p.Amount = money.Some(31) }},
	})
}

func TestOrderOfReverseTransfer(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.ReverseTransferParams
	walksOrder(t, shares(t, true), params{ID: "trr_1", RefundApplicationFee: true}, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterInvalidInteger, "amount", func(_ *payment, p *params) { p.Amount = money.Some(0) }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusRequiresPaymentMethod }},
		{code.ReversalTooLarge, "amount", func(pi *payment, p *params) { idOnly(pi); p.Amount = money.Some(money.Max + 1) }},
		{code.BalanceInsufficient, "", func(pi *payment, p *params) { idOnly(pi); p.Amount, p.BalanceInsufficient = money.Some(1), true }},
		{code.UnknownCharge, "latest_charge", func(pi *payment, p *params) { idOnly(pi); p.Amount, p.BalanceInsufficient = money.Some(1), false }},
		{code.NothingToReverse, "", func(pi *payment, _ *params) { pi.LatestCharge.Transfer = connect.Transfer{Destination: "acct_1"} }},
		{code.NotSettled, "", func(pi *payment, _ *params) {
			pi.LatestCharge.Transfer = connect.Transfer{Destination: "acct_1", Amount: 300}
		}},
		{code.NotSettled, "refund_application_fee", func(pi *payment, p *params) {
			pi.LatestCharge.Transfer, p.Amount, p.BalanceInsufficient = connect.Transfer{ID: "tr_1"}, money.Some(1), false
			pi.LatestCharge.ApplicationFee = connect.ApplicationFee{Amount: 30}
		}},
		{code.UnknownCharge, "latest_charge.transfer", func(pi *payment, p *params) {
			pi.LatestCharge.Transfer, p.Amount, p.BalanceInsufficient = connect.Transfer{ID: "tr_1"}, money.Some(1), false
			pi.LatestCharge.ApplicationFee = connect.ApplicationFee{}
		}},
		{code.ReversalTooLarge, "amount", func(_ *payment, p *params) { p.Amount = money.Some(301) }},
		{code.BalanceInsufficient, "", func(_ *payment, p *params) { p.BalanceInsufficient = true }},
		{code.NotSettled, "refund_application_fee", func(pi *payment, _ *params) {
			pi.LatestCharge.ApplicationFee = connect.ApplicationFee{Amount: 30}
		}},
	})
}

func TestOrderOfSettle(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.SettleParams
	pi := reach(t, withDue, confirms(approval))
	walksOrder(t, pi, params{Settlement: charge.Settlement{Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(1356)}}, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusProcessing }},
		{code.ParameterInvalidInteger, "transfer_amount", func(_ *payment, p *params) { p.TransferAmount = money.Some(0) }},
		{code.AmountTooLarge, "transfer_amount", func(_ *payment, p *params) { p.TransferAmount = money.Some(money.Max + 1) }},
		{code.ParameterMissing, "transfer_currency", func(_ *payment, p *params) { p.TransferCurrency, p.TransferAmount = "", money.Some(5) }},
		{code.ParameterInvalid, "transfer_currency", func(_ *payment, p *params) { p.TransferCurrency, p.TransferAmount = "CAD", money.Some(5) }},
		{code.ParameterInvalid, "transfer_amount", func(_ *payment, p *params) { p.TransferCurrency, p.TransferAmount = "usd", money.Some(5) }},
		{code.NothingToSettle, "", func(_ *payment, p *params) { *p = params{} }},
		{code.UnknownCharge, "latest_charge", func(pi *payment, p *params) { idOnly(pi); p.Transfer = "tr_1" }},
		{code.NothingToSettle, "", func(pi *payment, _ *params) { pi.LatestCharge.Transfer.ID = "tr_9" }},
	})
}

func TestOrderOfIncrement(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.IncrementParams
	pi := reach(t, manual, confirms(approval))
	pi.Direct = true
	walksOrder(t, pi, params{Amount: 6000, FiveHundredUSD: money.Some(1), ApplicationFeeAmount: money.Some(1)}, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterInvalidInteger, "amount", func(_ *payment, p *params) { p.Amount = 0 }},
		{code.AmountTooLarge, "amount", func(_ *payment, p *params) { p.Amount = money.Max + 1 }},
		{code.InvalidChargeAmount, "amount", func(pi *payment, p *params) { pi.Currency, p.Amount = "kwd", 1005 }},
		{code.ParameterInvalidInteger, "five_hundred_usd", func(_ *payment, p *params) { p.FiveHundredUSD = money.Some(0) }},
		{code.ParameterMissing, "declined.code", func(_ *payment, p *params) { p.Declined.Message = "No." }},
		{code.ParameterInvalidInteger, "application_fee_amount", func(_ *payment, p *params) { p.ApplicationFeeAmount = money.Some(-1) }},
		{code.ParameterInvalidInteger, "transfer_data[amount]", func(_ *payment, p *params) {
			p.ApplicationFeeAmount, p.TransferDataAmount = money.NullAmount{}, money.Some(0)
		}},
		{code.ParametersExclusive, "transfer_data[amount]", func(_ *payment, p *params) {
			p.ApplicationFeeAmount, p.TransferDataAmount = money.Some(1), money.Some(1)
		}},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusSucceeded }},
		{code.ParametersExclusive, "application_fee_amount", func(pi *payment, p *params) {
			pi.TransferData.Amount = money.Some(5)
			p.ApplicationFeeAmount, p.TransferDataAmount = money.Some(1), money.NullAmount{}
		}},
		{code.NoConnectedAccount, "application_fee_amount", func(pi *payment, p *params) {
			pi.Direct, pi.TransferData = false, connect.TransferData{}
			p.ApplicationFeeAmount, p.TransferDataAmount = money.Some(1), money.NullAmount{}
		}},
		{code.ParameterMissing, "transfer_data[destination]", func(pi *payment, p *params) {
			pi.TransferData = connect.TransferData{}
			p.ApplicationFeeAmount, p.TransferDataAmount = money.NullAmount{}, money.Some(1)
		}},
		{code.AmountTooLarge, "transfer_data[amount]", func(pi *payment, p *params) {
			pi.TransferData = connect.TransferData{Destination: "acct_1"}
			p.ApplicationFeeAmount, p.TransferDataAmount = money.NullAmount{}, money.Some(p.Amount+1)
		}},
		{code.IncrementUnavailable, "", func(pi *payment, _ *params) { pi.AmountReceived = 1 }},
		{code.CaptureChargeAuthorizationExpired, "", func(_ *payment, p *params) { p.At = 1000 }},
		{code.IncrementLimitReached, "", func(pi *payment, _ *params) { pi.Increments = intent.MaxIncrements }},
		{code.ParameterInvalidInteger, "amount", func(_ *payment, p *params) { p.Amount = 1000 }},
		{code.AmountTooLarge, "amount", func(_ *payment, p *params) { p.Amount = 6001 }},
		{code.UnknownCharge, "latest_charge", func(pi *payment, _ *params) {
			pi.LatestCharge.Card.Unshown, pi.LatestCharge.Card.Incremental = true, false
		}},
		{code.IncrementUnavailable, "", func(pi *payment, _ *params) { pi.LatestCharge.Card.Incremental = false }},
	})
}

// Of Capture, what a shared payment adds.
func TestOrderOfSharedCapture(t *testing.T) {
	type payment = intent.PaymentIntent
	type params = intent.CaptureParams
	pi := shares(t, true)
	pi.LatestCharge.Transfer.Currency = "cad"
	cad := pi.LatestCharge.Transfer
	p := takesWith(200, money.Some(20))
	p.Settlement = charge.Settlement{TransferCurrency: "cad", TransferAmount: money.Some(270)}
	fee := func(a money.Amount) func(*payment, *params) {
		return func(_ *payment, p *params) {
			p.ApplicationFeeAmount, p.TransferDataAmount = money.Some(a), money.NullAmount{}
		}
	}
	transfer := func(a money.Amount) func(*payment, *params) {
		return func(_ *payment, p *params) {
			p.ApplicationFeeAmount, p.TransferDataAmount = money.NullAmount{}, money.Some(a)
		}
	}
	walksOrder(t, pi, p, []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *payment, p *params) { p.At = -1 }},
		{code.ParameterInvalid, "amount_to_capture", func(_ *payment, p *params) { p.AmountToCapture = money.Some(-1) }},
		{code.ParameterInvalidInteger, "application_fee_amount", fee(-1)},
		{code.AmountTooLarge, "application_fee_amount", fee(money.Max + 1)},
		{code.ParameterInvalidInteger, "transfer_data[amount]", transfer(0)},
		{code.AmountTooLarge, "transfer_data[amount]", transfer(money.Max + 1)},
		{code.ParametersExclusive, "transfer_data[amount]", func(_ *payment, p *params) {
			p.ApplicationFeeAmount, p.TransferDataAmount = money.Some(1), money.Some(1)
		}},
		{code.PaymentIntentUnexpectedState, "", func(pi *payment, _ *params) { pi.Status = intent.StatusCanceled }},
		{code.ParametersExclusive, "application_fee_amount", func(pi *payment, p *params) {
			fee(1)(pi, p)
			pi.TransferData.Amount = money.Some(5)
		}},
		{code.ParametersExclusive, "transfer_data[amount]", func(pi *payment, p *params) {
			transfer(1)(pi, p)
			pi.ApplicationFeeAmount, pi.TransferData = money.Some(30), connect.TransferData{Destination: "acct_1"}
		}},
		{code.NoConnectedAccount, "application_fee_amount", func(pi *payment, p *params) {
			fee(1)(pi, p)
			pi.ApplicationFeeAmount, pi.TransferData = money.NullAmount{}, connect.TransferData{}
		}},
		{code.ParameterMissing, "transfer_data[destination]", func(pi *payment, p *params) {
			transfer(1)(pi, p)
			pi.ApplicationFeeAmount, pi.TransferData = money.NullAmount{}, connect.TransferData{}
		}},
		{code.AmountTooLarge, "transfer_data[amount]", func(pi *payment, p *params) {
			transfer(1001)(pi, p)
			pi.ApplicationFeeAmount, pi.TransferData = money.NullAmount{}, connect.TransferData{Destination: "acct_1"}
		}},
		{code.ParameterInvalid, "transfer_currency", func(_ *payment, p *params) { p.TransferCurrency = "C$" }},
		{code.CaptureChargeAuthorizationExpired, "", func(_ *payment, p *params) { p.At = 1000 }},
		{code.ParameterInvalid, "transfer_currency", func(pi *payment, p *params) {
			pi.LatestCharge.Transfer, p.TransferCurrency = cad, "eur"
		}},
		{code.AmountTooLarge, "transfer_amount", func(pi *payment, p *params) {
			pi.LatestCharge.Transfer, p.TransferAmount = cad, money.Some(money.Max-299)
		}},
		{code.AmountTooLarge, "amount_to_capture", func(_ *payment, p *params) { p.AmountToCapture = money.Some(701) }},
		{code.ParameterMissing, "application_fee_amount", func(pi *payment, p *params) {
			p.ApplicationFeeAmount, pi.LatestCharge.FirstGave = money.NullAmount{}, connect.MarkYes
		}},
		{code.LaterAmountNotAllowed, "application_fee_amount", func(pi *payment, p *params) {
			fee(1)(pi, p)
			pi.LatestCharge.FirstGave = connect.MarkNo
		}},
		{code.UnknownCharge, "latest_charge.transfer", func(pi *payment, _ *params) { pi.LatestCharge.Transfer = connect.Transfer{ID: "tr_1"} }},
		{code.UnknownCharge, "first_gave", func(pi *payment, _ *params) { pi.LatestCharge.FirstGave = connect.MarkUnknown }},
	})
}
