package intenttest

import (
	"slices"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A Model is a second implementation that is as dumb as possible: lists of what was taken and given back, and sums of them. It shares no
// arithmetic with the rest of this module. It knows one card payment with capture_method manual, by CreateParams, ConfirmParams whose
// attempt is approved, CaptureParams, CancelParams, ExpireParams, RefundParams and UpdateRefundParams; and of their parameters not the
// times, the amounts of transfers, and what takes a fee or a transfer along. The zero Model is a payment before Create.
type Model struct {
	Payment  intent.CreateParams // as created; ApplicationFeeAmount is the last one given
	Status   intent.Status       // "" before Create
	Charge   string              // its id, once there is one
	Captures []money.Amount      // what each capture took that took something, minor units
	Fees     []money.Amount      // what was put aside for the platform, minor units
	Refunds  []refund.Refund     // the latest value of each
	Released money.Amount        // what was let go and is booked as refunded: before API version 2025-03-31.basil, without multicapture

	multicapture bool // available
	closed       bool // nothing will be captured any more
	firstGave    bool // the first capture gave a fee
}

// Refuses predicts why a command is refused, or "" if it is accepted. Of a command that it does not know it returns code.ParameterUnknown.
func (m *Model) Refuses(c intent.Command) code.Code {
	wrong := code.PaymentIntentUnexpectedState
	switch p := c.(type) {
	case intent.CreateParams:
		return m.refusesCreate(p)
	case intent.ConfirmParams:
		if m.Status != intent.StatusRequiresConfirmation && (m.Status != intent.StatusRequiresPaymentMethod || p.PaymentMethod == "") {
			return wrong
		}
	case intent.CaptureParams:
		return m.refusesCapture(p)
	case intent.CancelParams:
		partly := sum(m.Captures) > 0 && m.Payment.Rules.PartialCancel == intent.PartialCancelRefused
		if m.Status == "" || m.Status == intent.StatusSucceeded || m.Status == intent.StatusCanceled || partly {
			return wrong
		}
	case intent.ExpireParams:
		if m.Status != intent.StatusRequiresCapture {
			return wrong
		}
	case intent.RefundParams:
		return m.refusesRefund(p)
	case intent.UpdateRefundParams:
		return m.refusesUpdateRefund(p)
	default:
		return code.ParameterUnknown
	}
	return ""
}

func (m *Model) refusesCreate(p intent.CreateParams) code.Code {
	switch {
	case p.Amount < 1:
		return code.ParameterInvalidInteger
	case p.Amount > 999_999_999_999:
		return code.AmountTooLarge
	case p.Amount%p.Currency.Multiple() != 0:
		return code.InvalidChargeAmount
	}
	if no := refusesFee(p, p.ApplicationFeeAmount); no != "" {
		return no
	}
	if m.Status != "" {
		return code.PaymentIntentUnexpectedState
	}
	return ""
}

// refusesFee is about a fee that nobody can give.
func refusesFee(payment intent.CreateParams, fee money.NullAmount) code.Code {
	switch {
	case !fee.Valid:
		return ""
	case fee.Amount < 0:
		return code.ParameterInvalidInteger
	case fee.Amount > 999_999_999_999:
		return code.AmountTooLarge
	case payment.Account == "" && payment.TransferData.Destination == "":
		return code.NoConnectedAccount
	}
	return ""
}

func (m *Model) refusesCapture(p intent.CaptureParams) code.Code {
	left := m.Payment.Amount - sum(m.Captures)
	ask := left
	if p.AmountToCapture.Valid {
		ask = p.AmountToCapture.Amount
	}
	if ask < 0 {
		return code.ParameterInvalid
	}
	if p.AmountToCapture.Valid && ask%m.Payment.Currency.Multiple() != 0 {
		return code.InvalidChargeAmount
	}
	if no := refusesFee(m.Payment, p.ApplicationFeeAmount); no != "" && (no != code.NoConnectedAccount || m.Status == intent.StatusRequiresCapture) {
		return no
	}
	if m.Status != intent.StatusRequiresCapture {
		return code.PaymentIntentUnexpectedState
	}
	readings := m.Payment.Rules.Capture
	switch {
	case ask > left:
		return code.AmountTooLarge
	case p.NonFinal && !m.multicapture:
		return code.MulticaptureUnavailable
	case ask == 0 && !m.multicapture:
		return code.ParameterInvalidInteger
	case ask == 0 && p.NonFinal:
		return code.NothingToCapture
	case ask == 0 && len(m.Captures) == 0 && readings.UntouchedClose == capture.UntouchedCloseRefused:
		return code.NothingToCapture
	case ask > 0 && len(m.Captures) == 50 && (p.NonFinal || readings.Limit == capture.LimitTakingMoney):
		return code.CaptureLimitReached
	}
	return m.refusesSplit(p.ApplicationFeeAmount, ask)
}

// refusesSplit is about the fee of a capture, after what the captures before gave.
func (m *Model) refusesSplit(given money.NullAmount, ask money.Amount) code.Code {
	readings, said := m.Payment.Rules.Connect, m.Payment.ApplicationFeeAmount
	first := len(m.Captures) == 0
	switch {
	case first && m.multicapture && ask > 0 && said.Valid && !given.Valid && readings.IntentAmount == connect.IntentAmountRefused:
		return code.ParameterMissing
	case first:
		return ""
	case m.firstGave && !given.Valid && ask > 0:
		return code.ParameterMissing
	case !m.firstGave && given.Valid && readings.NewAmount == connect.NewAmountRefused:
		return code.LaterAmountNotAllowed
	case m.firstGave && given.Valid && given != said && readings.LaterAmount == connect.LaterAmountSame:
		return code.ParameterInvalid
	}
	return ""
}

func (m *Model) refusesRefund(p intent.RefundParams) code.Code {
	paid := m.Status == intent.StatusRequiresCapture || m.Status == intent.StatusSucceeded || m.Status == intent.StatusCanceled && len(m.Captures) > 0
	left := sum(m.Captures) - m.refunded()
	switch {
	case p.Amount.Valid && p.Amount.Amount < 1:
		return code.ParameterInvalidInteger
	case p.Amount.Valid && p.Amount.Amount%m.Payment.Currency.Multiple() != 0:
		return code.InvalidChargeAmount
	case !paid:
		return code.PaymentIntentUnexpectedState
	case len(m.Captures) == 0:
		return code.NothingToRefund
	case left == 0:
		return code.ChargeAlreadyRefunded
	case p.Amount.Valid && p.Amount.Amount > left:
		return code.RefundTooLarge
	}
	return ""
}

// goesOn says how a refund can go on.
var goesOn = map[refund.Status][]refund.Status{
	refund.StatusRequiresAction: {refund.StatusPending, refund.StatusFailed, refund.StatusCanceled},
	refund.StatusPending:        {refund.StatusSucceeded, refund.StatusRequiresAction, refund.StatusFailed, refund.StatusCanceled},
	refund.StatusSucceeded:      {refund.StatusFailed},
}

func (m *Model) refusesUpdateRefund(p intent.UpdateRefundParams) code.Code {
	i := m.refund(p.Refund.ID)
	switch {
	case !slices.Contains(goesOn[p.Refund.Status], p.Status):
		return code.StatusTransitionInvalid
	case len(m.Captures) == 0:
		return code.PaymentIntentUnexpectedState
	case i < 0:
		return code.ParameterInvalid
	case isGone(m.Refunds[i].Status):
		return code.StaleRefund
	}
	return ""
}

// refund returns the place of a refund in the list, or -1.
func (m *Model) refund(id string) int {
	return slices.IndexFunc(m.Refunds, func(r refund.Refund) bool { return r.ID == id })
}

// refunded returns what counts as refunded by refunds.
func (m *Model) refunded() money.Amount {
	var all money.Amount
	for _, r := range m.Refunds {
		if !isGone(r.Status) || m.Payment.Rules.FailedRefund == intent.FailedRefundStays {
			all += r.Amount
		}
	}
	return all
}

// isGone reports whether a refund came to nothing.
func isGone(s refund.Status) bool { return s == refund.StatusFailed || s == refund.StatusCanceled }

func sum(all []money.Amount) money.Amount {
	var s money.Amount
	for _, a := range all {
		s += a
	}
	return s
}

// Totals returns what a system has to show now. It tells all of them.
func (m *Model) Totals() Totals {
	t := Totals{
		Status: m.Status, Amount: money.Some(m.Payment.Amount), AmountCapturable: money.Some(0), AmountReceived: money.Some(sum(m.Captures)),
		AmountCaptured: money.Some(sum(m.Captures)), AmountRefunded: money.Some(m.Released + m.refunded()),
		ApplicationFee: money.Some(sum(m.Fees)),
		Captured:       Told(m.closed && len(m.Captures) > 0),
		Refunded:       Told(m.isRefunded()),
	}
	if m.Status == intent.StatusRequiresCapture {
		t.AmountCapturable = money.Some(m.Payment.Amount - sum(m.Captures))
	}
	return t
}

// isRefunded is whether nothing is left of what will not become more.
func (m *Model) isRefunded() bool {
	if m.booksReleases() {
		return m.closed && m.Released+m.refunded() == m.Payment.Amount
	}
	return m.closed && m.refunded() > 0 && m.refunded() == sum(m.Captures)
}

// booksReleases is whether what is let go counts as refunded.
func (m *Model) booksReleases() bool {
	return m.Payment.Rules.Version.Before("2025-03-31") && !m.multicapture
}
