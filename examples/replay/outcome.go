package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// refusedFor reports whether the library refused for one of these reasons.
func refusedFor(err error, reasons ...code.Code) bool {
	refusal, _ := errors.AsType[*intent.Error](err)
	return refusal != nil && slices.Contains(reasons, refusal.Code)
}

// compareCodes compares the codes of a declined call with what the intent remembers of it.
func compareCodes(remembered charge.Failure, shown object) []difference {
	return compare(
		facts{"error.code": orNull(remembered.Code), "error.decline_code": orNull(remembered.Decline)},
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
		return verdict{differences: s.compareRefusal(refusal)}, true
	case ours == theirs:
		return verdict{}, true
	case theirs == refused && s.Error.text("code") == "" && s.Error.text("param") == "":
		return because(refusedUntold), false
	case theirs == refused && (!modelled(s.Error) || refusal == nil && s.beyondLimits()):
		return because(refusedElsewhere), false
	default:
		return verdict{differences: outcomeDiffers(ours, refusal, s)}, false
	}
}

// beyondLimits reports whether an amount that the library allows was refused as too small or too large: how much at least and at most
// depends on the account and the currency, and of a transfer on what is left of its source.
func (s *step) beyondLimits() bool {
	if s.Error.text("param") != "amount" || !s.Params.has("amount") {
		return false
	}
	switch code.Code(s.Error.text("code")) {
	case code.ParameterInvalidInteger, code.AmountTooLarge:
		return strings.HasPrefix(s.Op, "payment_intents.")
	case "":
		return s.Op == "transfers.create" && s.Params.has("source_transaction")
	default:
		return false
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
		code.PaymentIntentUnexpectedState, code.SetupIntentUnexpectedState:
	default:
		return false
	}
	switch shown.text("param") {
	case "", "amount", "amount_to_capture", "cancellation_reason", "capture_method", "confirmation_method", "currency", "destination",
		"final_capture", "payment_method", "reason", "refund_application_fee", "reverse_transfer", "usage",
		paramFee, paramTransfer, paramDestination:
		return true
	default:
		return false
	}
}
