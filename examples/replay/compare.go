package main

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
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
}

func because(r reason) verdict { return verdict{reason: r} }

const null = "null"

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
		"status":                  string(pi.Status),
		"amount":                  digits(pi.Amount),
		"amount_capturable":       digits(pi.AmountCapturable),
		"amount_received":         digits(pi.AmountReceived),
		"capture_method":          string(pi.CaptureMethod),
		paramFee:                  pi.ApplicationFeeAmount.String(),
		"cancellation_reason":     orNull(pi.CancellationReason),
		"canceled_at?":            strconv.FormatBool(pi.CanceledAt != 0),
		"latest_charge?":          strconv.FormatBool(pi.LatestCharge.ID != ""),
		"payment_method?":         strconv.FormatBool(pi.PaymentMethod != ""),
		"next_action?":            strconv.FormatBool(pi.NextAction != ""),
		"last_payment_error?":     strconv.FormatBool(pi.LastPaymentError != intent.PaymentError{}),
		"last_error.code":         orNull(pi.LastPaymentError.Code),
		"last_error.decline_code": orNull(pi.LastPaymentError.Decline),
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
	return facts{
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
}

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

// compareRefusal compares why a call was refused, if the recording shows it. A code that the API does not have is absent there.
func compareRefusal(e *intent.Error, shown object) []difference {
	if len(shown) == 0 {
		return nil
	}
	c := e.Code
	if !c.InAPI() {
		c = ""
	}
	return compare(
		facts{"error.code": orNull(c), "error.param": orNull(e.Param)},
		facts{"error.code": shown.fact("code"), "error.param": shown.fact("param")},
	)
}

// compareDecline compares the codes of a declined call with what the intent remembers of it.
func compareDecline(pi *intent.PaymentIntent, shown object) []difference {
	return compare(
		facts{"error.code": orNull(pi.LastPaymentError.Code), "error.decline_code": orNull(pi.LastPaymentError.Decline)},
		facts{"error.code": shown.fact("code"), "error.decline_code": shown.fact("decline_code")},
	)
}

// predictedOutcome returns what the library says becomes of a call.
func predictedOutcome(pi *intent.PaymentIntent, refusal *intent.Error) outcome {
	switch {
	case refusal != nil:
		return refused
	case pi.Status == intent.StatusRequiresPaymentMethod && pi.LastPaymentError != intent.PaymentError{}:
		return declined
	default:
		return accepted
	}
}

// agrees compares what the library says became of a call with what the recording says. If they agree, the verdict has what differs of
// a refusal, and there may be more to compare.
func (s *step) agrees(ours outcome, refusal *intent.Error) (verdict, bool) {
	theirs := s.outcome()
	switch {
	case refusal != nil && refusal.Code == code.UnknownCharge:
		return because(notKnown), false
	case ours == theirs && ours == refused:
		return verdict{differences: compareRefusal(refusal, s.Error)}, true
	case ours == theirs:
		return verdict{}, true
	case theirs == refused && s.Error.text("code") == "" && s.Error.text("param") == "":
		return because(refusedUntold), false
	case theirs == refused && !modelled(s.Error):
		return because(refusedElsewhere), false
	default:
		return verdict{differences: outcomeDiffers(ours, refusal, s)}, false
	}
}

// judge compares what the library says became of a call that no issuer is asked about, and what it made. It reports whether all of that was
// predicted.
func (s *step) judge(err error, predicted, recorded facts) (verdict, bool) {
	ours := accepted
	refusal, _ := errors.AsType[*intent.Error](err)
	if refusal != nil {
		ours = refused
	}
	v, agreed := s.agrees(ours, refusal)
	if agreed && refusal == nil {
		v.differences = compare(predicted, recorded)
	}
	return v, agreed && len(v.differences) == 0
}

// outcomeDiffers is the difference between two outcomes.
func outcomeDiffers(predicted outcome, refusal *intent.Error, s *step) []difference {
	ours, theirs := string(predicted), string(s.outcome())
	if refusal != nil {
		ours += why(string(refusal.Code), refusal.Param)
	}
	if c := s.Error.text("code"); c != "" {
		theirs += why(c, s.Error.text("param"))
	}
	return []difference{{"outcome", ours, theirs}}
}

// why returns " (amount_too_large amount)".
func why(code, param string) string { return " (" + strings.TrimSpace(code+" "+param) + ")" }

// modelled reports whether a refusal is one that the library would have had to predict: its code and its param are of the model.
func modelled(shown object) bool {
	switch code.Code(shown.text("code")) {
	case "", code.AmountTooLarge, code.CaptureChargeAuthorizationExpired, code.ChargeAlreadyRefunded,
		code.InvalidChargeAmount, code.ParameterInvalidInteger, code.ParameterMissing, code.ParametersExclusive,
		code.PaymentIntentUnexpectedState:
	default:
		return false
	}
	switch shown.text("param") {
	case "", "amount", "amount_to_capture", "cancellation_reason", "capture_method", "confirmation_method", "currency", "destination",
		"final_capture", "payment_method", "reason", "refund_application_fee", "reverse_transfer",
		paramFee, paramTransfer, paramDestination:
		return true
	default:
		return false
	}
}
