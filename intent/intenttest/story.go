package intenttest

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A story is what happened to a payment: numbered calls of the API with their answers. It is put into words only if it is told.
type story []deed

// A deed is a command to the payment with an id, and what came of it: an error, or the id of what it made.
type deed struct {
	id      string
	command intent.Command
	err     error
	made    string
}

// String returns the call and the answer.
func (d deed) String() string {
	answer := strings.TrimSpace("accepted " + d.made)
	if e, refused := errors.AsType[*intent.Error](d.err); refused {
		answer = "refused, " + strings.Replace(d.err.Error(), e.Error(), reason(e), 1)
	} else if d.err != nil {
		answer = d.err.Error()
	}
	return call(d.id, d.command) + "\n   → " + answer + "\n"
}

// reason returns what a refusal says. One of a system of its own has no operation, and no more than its code, its parameter or a text.
func reason(e *intent.Error) string {
	if e.Op != "" {
		return e.Error()
	}
	var said []string
	for _, s := range []string{string(e.Code), e.Param, e.Detail} {
		if s != "" {
			said = append(said, s)
		}
	}
	return cmp.Or(strings.Join(said, ": "), "for no reason given")
}

// String returns the story. Calls that are the same, with the same answer, are one line.
func (s story) String() string {
	var b strings.Builder
	for i := 0; i < len(s); {
		line, n := s[i].String(), 1
		for i+n < len(s) && s[i+n].String() == line {
			n++
		}
		number := fmt.Sprint(i+1, ".")
		if n > 1 {
			number = fmt.Sprintf("%d.-%d.", i+1, i+n)
		}
		b.WriteString(number + " " + line)
		i += n
	}
	return b.String()
}

// call returns a command as a call of the API: method, path and form parameters. What is not a call is said in words.
func call(id string, c intent.Command) string {
	switch p := c.(type) {
	case intent.CreateParams:
		method := string(p.CaptureMethod)
		s := form("POST /v1/payment_intents", "amount", fmt.Sprint(p.Amount), "currency", string(p.Currency), "capture_method", method,
			"payment_method", p.PaymentMethod, "application_fee_amount", given(p.ApplicationFeeAmount.Valid, p.ApplicationFeeAmount),
			"transfer_data[destination]", p.TransferData.Destination,
			"payment_method_options[card][request_multicapture]", given(bool(p.CardOptions.RequestMulticapture), p.CardOptions.RequestMulticapture))
		if p.Account != "" {
			s += " (Stripe-Account: " + p.Account + ")"
		}
		return s
	case intent.ConfirmParams:
		return form("POST /v1/payment_intents/"+id+"/confirm", "payment_method", p.PaymentMethod)
	case intent.CaptureParams:
		return form("POST /v1/payment_intents/"+id+"/capture", "amount_to_capture", given(p.AmountToCapture.Valid, p.AmountToCapture),
			"application_fee_amount", given(p.ApplicationFeeAmount.Valid, p.ApplicationFeeAmount), "final_capture", given(p.NonFinal, false))
	case intent.CancelParams:
		return form("POST /v1/payment_intents/"+id+"/cancel", "cancellation_reason", string(p.Reason))
	case intent.RefundParams:
		s := form("POST /v1/refunds", "payment_intent", id, "amount", given(p.Amount.Valid, p.Amount), "reason", string(p.Reason))
		if p.Status != "" {
			s += " (it begins " + string(p.Status) + ")"
		}
		return s
	case intent.UpdateRefundParams:
		if p.Status == refund.StatusCanceled {
			return "POST /v1/refunds/" + p.Refund.ID + "/cancel"
		}
		return fmt.Sprintf("(refund %s, which was %s, is %s)", p.Refund.ID, p.Refund.Status, p.Status)
	default: // ExpireParams
		return "(the authorization of " + id + " expires)"
	}
}

// form returns a call with its parameters, given as name and value; one without a value is left out.
func form(call string, params ...string) string {
	for i := 0; i < len(params); i += 2 {
		if params[i+1] != "" {
			call += " " + params[i] + "=" + params[i+1]
		}
	}
	return call
}

// given returns the text of a value, or "" if it is not given.
func given(is bool, value any) string {
	if !is {
		return ""
	}
	return fmt.Sprint(value)
}
