package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// Facts are named values, as text. The names are those of the recordings; a charge's begin with "latest_charge.".
type facts map[string]string

// A difference is a fact that was predicted wrongly.
type difference struct {
	field, predicted, recorded string
}

// A verdict is what came of one step: it was compared, with these differences, or it was not, for a reason.
type verdict struct {
	reason      reason
	differences []difference
	checked     bool // the body alone was read, is valid, and is written as it was
}

// with adds what the check of the body alone found, of a scenario of this kind. A recording that the library does not accept, or does not
// write as it was, differs from what is predicted of every recording.
func (v verdict) with(found []difference, kind string) verdict {
	switch {
	case len(found) == 0:
		v.checked = true
	case v.reason == loneSnapshot && kind != "recording":
		v = verdict{reason: editedBody, differences: v.differences}
	default:
		v.reason = compared
		for _, f := range found {
			if !slices.Contains(v.differences, f) {
				v.differences = append(v.differences, f)
			}
		}
	}
	return v
}

func because(r reason) verdict { return verdict{reason: r} }

const null = "null"

// name adds a name that the recording may show too, or null.
func (f facts) name(key, value string) {
	if !isStandIn(value) {
		f[key] = orNull(value)
	}
}

// failure adds the codes of the last error, unless the recording does not tell them.
func (f facts) failure(last charge.Failure) {
	if last.Code != unrecorded {
		f["last_error.code"], f["last_error.decline_code"] = orNull(last.Code), orNull(last.Decline)
	}
}

// isStandIn reports whether a name stands for one that the API gave: it was made up, or is a token for a test card.
func isStandIn(name string) bool {
	return strings.Contains(name, unrecorded) || strings.HasPrefix(name, "pm_card_")
}

func orNull[T ~string](s T) string {
	if s == "" {
		return null
	}
	return string(s)
}

func digits(a money.Amount) string { return strconv.FormatInt(int64(a), 10) }

// predicted returns the facts of an intent. Of a charge that is not known there are none but that it is there.
func predicted(pi *intent.PaymentIntent) facts {
	f := facts{
		"status":              string(pi.Status),
		"amount":              digits(pi.Amount),
		"amount_capturable":   digits(pi.AmountCapturable),
		"amount_received":     digits(pi.AmountReceived),
		"capture_method":      string(pi.CaptureMethod),
		"confirmation_method": string(pi.ConfirmationMethod),
		paramFee:              pi.ApplicationFeeAmount.String(),
		"cancellation_reason": orNull(pi.CancellationReason),
		"canceled_at?":        strconv.FormatBool(pi.CanceledAt != 0),
		"latest_charge?":      strconv.FormatBool(pi.LatestCharge.ID != ""),
		"payment_method?":     strconv.FormatBool(pi.PaymentMethod != ""),
		"next_action?":        strconv.FormatBool(pi.NextAction != ""),
		"last_payment_error?": strconv.FormatBool(pi.LastPaymentError != intent.PaymentError{}),
	}
	f.failure(pi.LastPaymentError.Failure)
	f.name("customer", pi.Customer)
	f.name("on_behalf_of", pi.OnBehalfOf)
	f.name("setup_future_usage", string(pi.SetupFutureUsage))
	f.name("payment_method", pi.PaymentMethod)
	f.name("next_action", pi.NextAction)
	if pi.Currency != unrecordedCurrency {
		f["currency"] = string(pi.Currency)
	}
	if pi.LatestCharge.Known() {
		maps.Copy(f, predictedCharge(&pi.LatestCharge))
		if pi.CaptureMethod == intent.CaptureMethodAutomaticAsync {
			forgetLate(f, &pi.LatestCharge)
		}
	}
	return f
}

// forgetLate removes what comes later, nobody says when.
func forgetLate(f facts, c *charge.Charge) {
	if c.BalanceTransaction == "" {
		delete(f, "latest_charge.balance_transaction?")
	}
	if c.ApplicationFee.Due() {
		delete(f, "latest_charge.application_fee?")
	}
	if c.Transfer.Due() {
		delete(f, "latest_charge.transfer?")
	}
}

func predictedCharge(c *charge.Charge) facts {
	f := facts{
		"latest_charge.status":               string(c.Status),
		"latest_charge.amount":               digits(c.Amount),
		"latest_charge.amount_captured":      digits(c.AmountCaptured),
		"latest_charge.amount_refunded":      digits(c.AmountRefunded),
		"latest_charge.captured":             strconv.FormatBool(c.Captured),
		"latest_charge.paid":                 strconv.FormatBool(c.Paid),
		"latest_charge.refunded":             strconv.FormatBool(c.Refunded),
		"latest_charge.balance_transaction?": strconv.FormatBool(c.BalanceTransaction != ""),
		"latest_charge." + paramFee:          c.ApplicationFeeAmount.String(),
		"latest_charge.application_fee?":     strconv.FormatBool(c.ApplicationFee.ID != ""),
		"latest_charge.transfer?":            strconv.FormatBool(c.Transfer.ID != ""),
	}
	if failedLater(c) {
		delete(f, "latest_charge.balance_transaction?") // funds may have been posted
	}
	return f
}

// failedLater reports whether a charge was pending before it failed. Then the bank's answer is told by the recording alone.
func failedLater(c *charge.Charge) bool { return c.Status == charge.StatusFailed && c.Captured }

func predictedRefund(r *refund.Refund) facts {
	return facts{
		"status":             string(r.Status),
		"amount":             digits(r.Amount),
		"reason":             orNull(r.Reason),
		"transfer_reversal?": strconv.FormatBool(r.TransferReversal != connect.Reversal{}),
	}
}

func predictedTransfer(t *connect.Transfer) facts {
	return facts{
		"amount":          digits(t.Amount),
		"amount_reversed": digits(t.AmountReversed),
		"reversed":        strconv.FormatBool(t.Reversed()),
	}
}

// predictedPayment returns the facts of a destination payment: the transfer as its destination sees it, where a reversal is a refund.
func predictedPayment(t *connect.Transfer) facts {
	return facts{
		"amount":          digits(t.Amount),
		"amount_captured": digits(t.Amount),
		"amount_refunded": digits(t.AmountReversed),
		"refunded":        strconv.FormatBool(t.Reversed()),
	}
}

func predictedFee(f *connect.ApplicationFee) facts {
	return facts{
		"amount":          digits(f.Amount),
		"amount_refunded": digits(f.AmountRefunded),
		"refunded":        strconv.FormatBool(f.Refunded()),
	}
}

// The facts of a charge that a refund changes.
var refundFigures = []string{"latest_charge.amount_refunded", "latest_charge.refunded"}

// shownBy returns the facts that a body shows.
func shownBy(body object) facts {
	f := facts{}
	for key := range body {
		f[key] = body.fact(key)
	}
	return f
}

// recorded returns the facts that a body of an intent shows.
func recorded(body object) facts {
	f := shownBy(body)
	if body.has("status") {
		f["status"] = string(currentStatus(body))
	}
	if failure := body.sub("last_error"); failure != nil {
		f["last_error.code"] = failure.fact("code")
		f["last_error.decline_code"] = failure.fact("decline_code")
	}
	maps.Copy(f, recordedCharge(body.sub("latest_charge")))
	return f
}

// recordedCharge returns the facts that a body of a charge shows.
func recordedCharge(body object) facts {
	f := facts{}
	for key := range body {
		f["latest_charge."+key] = body.fact(key)
	}
	return f
}

// recordedRefund returns the facts that a body of a refund shows, also of its charge where it is expanded.
func recordedRefund(body object) facts {
	f := shownBy(body)
	maps.Copy(f, recordedCharge(body.sub("charge")))
	return f
}

// currentStatus returns the status by the name that it has had since 2019-02-11.
func currentStatus(body object) intent.Status {
	switch status := body.text("status"); status {
	case "requires_source":
		return intent.StatusRequiresPaymentMethod
	case "requires_source_action":
		return intent.StatusRequiresAction
	default:
		return intent.Status(status)
	}
}

// compare lists the facts that both know and do not agree about, in the order of their names.
func compare(predicted, recorded facts) []difference {
	var found []difference
	for _, name := range slices.Sorted(maps.Keys(recorded)) {
		if want, known := predicted[name]; known && want != recorded[name] {
			found = append(found, difference{name, want, recorded[name]})
		}
	}
	return found
}
