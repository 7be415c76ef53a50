package intent

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/webhook/event"
)

// A Command is an operation with its arguments. It is plain data: comparable, and JSON both ways. Its dynamic type is one of
//
//	CreateParams  UpdateParams  ConfirmParams  AuthenticateParams  ProcessParams
//	CaptureParams IncrementParams CancelParams ExpireParams
//
// Pointers to them, and nil, are refused with code.ParameterUnknown.
type Command interface {
	Operation() Operation
	String() string // one line that sums it up, and is not all of it: "capture 300 non-final"

	command() // no implementations outside this package
}

var (
	_ Command = CreateParams{}
	_ Command = UpdateParams{}
	_ Command = ConfirmParams{}
	_ Command = AuthenticateParams{}
	_ Command = ProcessParams{}
	_ Command = CaptureParams{}
	_ Command = IncrementParams{}
	_ Command = CancelParams{}
	_ Command = ExpireParams{}
)

// Step applies one command: the operation of the same name. Journals, simulators and tests replay commands with it.
// If an error is returned, the intent is unchanged. Create is accepted by the zero PaymentIntent alone.
func Step(pi PaymentIntent, c Command) (PaymentIntent, []event.Event, error) {
	switch c := c.(type) {
	case CreateParams:
		if err := c.check(&pi); err != nil {
			return pi, nil, err
		}
		return Create(c)
	case UpdateParams:
		return pi.Update(c)
	case ConfirmParams:
		return pi.Confirm(c)
	case AuthenticateParams:
		return pi.Authenticate(c)
	case ProcessParams:
		return pi.Process(c)
	case CaptureParams:
		return pi.Capture(c)
	case IncrementParams:
		return pi.Increment(c)
	case CancelParams:
		return pi.Cancel(c)
	case ExpireParams:
		return pi.Expire(c)
	default:
		return pi, nil, notACommand()
	}
}

// Next is Step without the events and without an allocation: for walks over many states.
func Next(pi PaymentIntent, c Command) (PaymentIntent, error) {
	if err := check(&pi, c); err != nil {
		return pi, err
	}
	switch c := c.(type) {
	case CreateParams:
		c.apply(&pi)
	case UpdateParams:
		c.apply(&pi)
	case ConfirmParams:
		c.apply(&pi)
	case AuthenticateParams:
		c.apply(&pi)
	case ProcessParams:
		c.apply(&pi)
	case CaptureParams:
		c.apply(&pi)
	case IncrementParams:
		c.apply(&pi)
	case CancelParams:
		c.apply(&pi)
	case ExpireParams:
		c.apply(&pi)
	}
	return pi, nil
}

// Check returns the error that Step would return, or nil.
func Check(pi PaymentIntent, c Command) error { return check(&pi, c) }

func check(pi *PaymentIntent, c Command) error {
	switch c := c.(type) {
	case CreateParams:
		return c.check(pi)
	case UpdateParams:
		return c.check(pi)
	case ConfirmParams:
		return c.check(pi)
	case AuthenticateParams:
		return c.check(pi)
	case ProcessParams:
		return c.check(pi)
	case CaptureParams:
		return c.check(pi)
	case IncrementParams:
		return c.check(pi)
	case CancelParams:
		return c.check(pi)
	case ExpireParams:
		return c.check(pi)
	default:
		return notACommand()
	}
}

func notACommand() error { return refuse("step", code.ParameterUnknown, "command") }

// ParseCommand decodes the JSON of a command: what json.Marshal makes of an XParams, for journals. It is not the API's request: a
// capture has non_final, not final_capture. Unknown keys, keys that come twice or have a letter that is not lower-case ASCII, null,
// and anything after the document are refused, as a *Error.
func ParseCommand(op Operation, b []byte) (Command, error) {
	switch op {
	case OpCreate:
		return parse[CreateParams](b)
	case OpUpdate:
		return parse[UpdateParams](b)
	case OpConfirm:
		return parse[ConfirmParams](b)
	case OpAuthenticate:
		return parse[AuthenticateParams](b)
	case OpProcess:
		return parse[ProcessParams](b)
	case OpCapture:
		return parse[CaptureParams](b)
	case OpIncrement:
		return parse[IncrementParams](b)
	case OpCancel:
		return parse[CancelParams](b)
	case OpExpire:
		return parse[ExpireParams](b)
	default:
		return nil, refuse(op, code.ParameterUnknown, "operation")
	}
}

func parse[C Command](b []byte) (Command, error) {
	var c C
	if err := decodeStrictly(b, &c); err != nil {
		return nil, err
	}
	if string(bytes.TrimSpace(b)) == "null" {
		return nil, strictjson.Errorf("null is not a command")
	}
	return c, nil
}

// decodeStrictly is json.Unmarshal that refuses keys that are unknown or come twice.
func decodeStrictly(b []byte, dst any) error {
	if err := strictjson.NoKeyTwice(b); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(dst)
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return strictjson.In(e.Field, strictjson.Errorf("%s does not belong here", e.Value))
	}
	return strictjson.Errorf("%.100s", strings.TrimPrefix(err.Error(), "json: "))
}

func (CreateParams) command()       {}
func (UpdateParams) command()       {}
func (ConfirmParams) command()      {}
func (AuthenticateParams) command() {}
func (ProcessParams) command()      {}
func (CaptureParams) command()      {}
func (IncrementParams) command()    {}
func (CancelParams) command()       {}
func (ExpireParams) command()       {}

// Operation returns OpCreate.
func (CreateParams) Operation() Operation { return OpCreate }

// Operation returns OpUpdate.
func (UpdateParams) Operation() Operation { return OpUpdate }

// Operation returns OpConfirm.
func (ConfirmParams) Operation() Operation { return OpConfirm }

// Operation returns OpAuthenticate.
func (AuthenticateParams) Operation() Operation { return OpAuthenticate }

// Operation returns OpProcess.
func (ProcessParams) Operation() Operation { return OpProcess }

// Operation returns OpCapture.
func (CaptureParams) Operation() Operation { return OpCapture }

// Operation returns OpIncrement.
func (IncrementParams) Operation() Operation { return OpIncrement }

// Operation returns OpCancel.
func (CancelParams) Operation() Operation { return OpCancel }

// Operation returns OpExpire.
func (ExpireParams) Operation() Operation { return OpExpire }

// String returns one line: "create pi_1 1000 usd manual with pm_1".
func (p CreateParams) String() string {
	s := words("create", p.ID, fmt.Sprint(p.Amount), string(p.Currency), string(p.CaptureMethod))
	if p.ConfirmationMethod == ConfirmationMethodManual {
		s += " confirmed-manually"
	}
	if p.PaymentMethod != "" {
		s += " with " + p.PaymentMethod
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
		{"customer", p.Customer}, {"setup_future_usage", p.SetupFutureUsage},
	} {
		if field[1] != "" {
			s += " " + field[0] + " " + field[1]
		}
	}
	if p.DetachPaymentMethod {
		s += " detach"
	}
	return s
}

// String returns one line: "confirm approved ch_1 with pm_1".
func (p ConfirmParams) String() string {
	s := words("confirm", answer(&p.Attempt), string(p.CaptureMethod))
	if p.PaymentMethod != "" {
		s += " with " + p.PaymentMethod
	}
	return s
}

// String returns one line: "authenticate approved ch_1", "authenticate failed payment_intent_authentication_failure".
func (p AuthenticateParams) String() string {
	if p.failed() {
		return words("authenticate failed", string(p.Failure.Code))
	}
	return words("authenticate", answer(&p.Attempt))
}

// String returns one line: "process settled", "process failed card_declined".
func (p ProcessParams) String() string {
	if p.failed() {
		return words("process failed", string(p.Failure.Code))
	}
	return "process settled"
}

// String returns one line: "capture 300 non-final", "capture all".
func (p CaptureParams) String() string {
	s := "capture all"
	if p.AmountToCapture.Valid {
		s = "capture " + p.AmountToCapture.String()
	}
	if p.NonFinal {
		s += " non-final"
	}
	return s
}

// String returns one line: "increment 1500", "increment 1500 declined card_declined".
func (p IncrementParams) String() string {
	s := fmt.Sprint("increment ", p.Amount)
	if p.declined() {
		s = words(s, "declined", string(p.Declined.Code))
	}
	return s
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
