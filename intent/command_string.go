package intent

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
)

// String returns one line: "create pi_1 1000 usd manual with pm_1".
func (p CreateParams) String() string {
	s := words("create", p.ID, fmt.Sprint(p.Amount), string(p.Currency), string(p.CaptureMethod))
	if p.ConfirmationMethod == ConfirmationMethodManual {
		s += " confirmed-manually"
	}
	if p.CardOptions.CaptureMethod == CardCaptureMethodManual {
		s += " cards-manually"
	}
	if p.PaymentMethod != "" {
		s += " with " + p.PaymentMethod
	}
	s += shareWords(p.ApplicationFeeAmount, p.TransferData.Amount)
	if p.TransferData.Destination != "" {
		s += " to " + p.TransferData.Destination
	}
	if p.Account != "" {
		s += " on " + p.Account
	}
	return s
}

// shareWords returns " fee 30" and " transfer 800", of which operations accept only one.
func shareWords(fee, transfer money.NullAmount) string {
	s := ""
	if fee.Valid {
		s = " fee " + fee.String()
	}
	if transfer.Valid {
		s += " transfer " + transfer.String()
	}
	return s
}

// String returns one line: "update amount 500 payment_method pm_1".
func (p UpdateParams) String() string {
	s := "update"
	if p.Amount.Valid {
		s += " amount " + p.Amount.String()
	}
	for _, field := range [][2]string{
		{"currency", string(p.Currency)}, {"payment_method", p.PaymentMethod}, {"capture_method", string(p.CaptureMethod)},
		{"customer", p.Customer}, {"setup_future_usage", string(p.SetupFutureUsage)},
	} {
		if field[1] != "" {
			s += " " + field[0] + " " + field[1]
		}
	}
	if p.DetachPaymentMethod {
		s += " detach"
	}
	return s + shareWords(p.ApplicationFeeAmount, p.TransferDataAmount)
}

// String returns one line: "confirm approved ch_1 with pm_1".
func (p ConfirmParams) String() string {
	s := words("confirm", answer(&p.Attempt), string(p.CaptureMethod))
	if p.PaymentMethod != "" {
		s += " with " + p.PaymentMethod
	}
	return s + shareWords(p.ApplicationFeeAmount, p.TransferDataAmount)
}

// String returns one line: "authenticate approved ch_1", "authenticate failed payment_intent_authentication_failure".
func (p AuthenticateParams) String() string {
	if p.failed() {
		return words("authenticate failed", string(p.Failure.Code))
	}
	return words("authenticate", answer(&p.Attempt))
}

// String returns one line: "verify_microdeposits 32 45 pending ch_1", "verify_microdeposits SM11AA mismatch".
func (p VerifyMicrodepositsParams) String() string {
	s := "verify_microdeposits " + p.Microdeposits.String()
	switch {
	case p.Mismatch:
		return s + " mismatch"
	case p.failed():
		return words(s, "failed", string(p.Failure.Code))
	}
	return words(s, answer(&p.Attempt))
}

// String returns one line: "process settled", "process failed card_declined".
func (p ProcessParams) String() string {
	if p.failed() {
		return words("process failed", string(p.Failure.Code))
	}
	return "process settled"
}

// String returns one line: "capture 300 non-final fee 30", "capture all".
func (p CaptureParams) String() string {
	s := "capture " + amountOrAll(p.AmountToCapture)
	if p.NonFinal {
		s += " non-final"
	}
	return s + shareWords(p.ApplicationFeeAmount, p.TransferDataAmount)
}

// String returns one line: "increment 1500", "increment 1500 declined card_declined fee 30".
func (p IncrementParams) String() string {
	s := fmt.Sprint("increment ", p.Amount)
	if p.declined() {
		s = words(s, "declined", string(p.Declined.Code))
	}
	return s + shareWords(p.ApplicationFeeAmount, p.TransferDataAmount)
}

// String returns one line: "cancel requested_by_customer".
func (p CancelParams) String() string {
	if p.Refused {
		return "cancel refused"
	}
	return words("cancel", string(p.Reason))
}

// String returns "expire".
func (p ExpireParams) String() string { return "expire" }

// String returns one line: "settle txn_1 fee_1 tr_1".
func (p SettleParams) String() string {
	return words("settle", p.BalanceTransaction, p.ApplicationFee, p.Transfer)
}

// String returns one line: "refund 300 re_1 pending refund_application_fee reverse_transfer", "refund all re_1".
func (p RefundParams) String() string {
	s := words("refund", amountOrAll(p.Amount), p.ID, string(p.Status))
	if p.RefundApplicationFee {
		s += " refund_application_fee"
	}
	if p.ReverseTransfer {
		s += " reverse_transfer"
	}
	return s
}

// String returns one line: "update_refund re_1 failed lost_or_stolen_card".
func (p UpdateRefundParams) String() string {
	return words("update_refund", p.Refund.ID, string(p.Status), string(p.PendingReason), string(p.FailureReason))
}

// String returns one line: "refund_fee 30 fr_1", "refund_fee all fr_1".
func (p RefundFeeParams) String() string { return words("refund_fee", amountOrAll(p.Amount), p.ID) }

// String returns one line: "reverse_transfer 300 trr_1", "reverse_transfer all trr_1 refund_application_fee".
func (p ReverseTransferParams) String() string {
	s := words("reverse_transfer", amountOrAll(p.Amount), p.ID)
	if p.RefundApplicationFee {
		s += " refund_application_fee"
	}
	return s
}

// amountOrAll returns the digits of an amount, or "all" if none is given.
func amountOrAll(a money.NullAmount) string {
	if !a.Valid {
		return "all"
	}
	return a.String()
}

// answer returns an attempt in words.
func answer(a *charge.Attempt) string {
	return words(string(a.Answer), a.Charge, string(a.Failure.Code), string(a.Failure.Decline), a.NextAction)
}

// words joins those that are not empty.
func words(all ...string) string {
	var kept []string
	for _, w := range all {
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}
