package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// now is what the service's clock says, in unix seconds: the module has none.
const now = 1767312000

// A question is what a service wants to know about an intent: nil is yes.
type question func(pi intent.PaymentIntent) error

func mayCapture300(pi intent.PaymentIntent) error { return pi.CheckCapture(part(300)) }

func mayRefund300(pi intent.PaymentIntent) error {
	return pi.CheckRefund(intent.RefundParams{At: now, Amount: money.Some(300)})
}

// ask prints the answer to a question. If that depends on a charge that the body does not show, it fetches the charge and asks again.
func ask(w io.Writer, name string, pi intent.PaymentIntent, may question) error {
	err := may(pi)
	fmt.Fprintf(w, "  %-14s %s\n", name, answer(err))
	e, ok := errors.AsType[*intent.Error](err)
	if !ok || e.Code != code.UnknownCharge {
		return nil
	}
	c, err := fetchCharge(e.Charge)
	if err != nil {
		return err
	}
	known, err := pi.WithCharge(c)
	if err != nil {
		return err // the charge has changed since the intent was read: fetch both again
	}
	if known == pi { // the charge shows no more: e.Param says what else to tell
		return nil
	}
	return ask(w, "  with charge", known, may)
}

// part is a capture that keeps the rest capturable.
func part(amount money.Amount) intent.CaptureParams {
	return intent.CaptureParams{At: now, AmountToCapture: money.Some(amount), NonFinal: true}
}

// answer says what an error of CheckCapture, CheckRefund or Capture means.
func answer(err error) string {
	if err == nil {
		return "yes"
	}
	e, ok := errors.AsType[*intent.Error](err)
	switch {
	case !ok:
		return err.Error()
	case e.Code == code.UnknownCharge:
		return "unknown: fetch charge " + e.Charge
	case e.Code == code.AmountTooLarge || e.Code == code.RefundTooLarge:
		return fmt.Sprintf("no: %s: %d of at most %d", e.Code, e.Got, e.Limit)
	default:
		return fmt.Sprintf("no: %s: %s", e.Code, e.Message())
	}
}
