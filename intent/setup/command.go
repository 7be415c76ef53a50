package setup

import (
	"strings"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// A Command is an operation with its arguments. It is plain data: comparable, and JSON both ways. Its dynamic type is one of
//
//	CreateParams UpdateParams ConfirmParams AuthenticateParams VerifyMicrodepositsParams ProcessParams CancelParams
//
// Pointers to them, and nil, are refused with code.ParameterUnknown.
type Command interface {
	Operation() intent.Operation
	String() string // one line that sums it up, and is not all of it: "confirm approved setatt_1"

	command() // no implementations outside this package
}

// Step applies one command: the operation of the same name. Create is accepted by the zero Intent alone. If an error is returned, the
// intent is unchanged.
func Step(si Intent, c Command) (Intent, []event.Event, error) {
	switch c := c.(type) {
	case CreateParams:
		if err := c.check(&si); err != nil {
			return si, nil, err
		}
		return Create(c)
	case UpdateParams:
		return si.Update(c)
	case ConfirmParams:
		return si.Confirm(c)
	case AuthenticateParams:
		return si.Authenticate(c)
	case VerifyMicrodepositsParams:
		return si.VerifyMicrodeposits(c)
	case ProcessParams:
		return si.Process(c)
	case CancelParams:
		return si.Cancel(c)
	default:
		return si, nil, notACommand()
	}
}

// Next is Step without the events, and without an allocation.
func Next(si Intent, c Command) (Intent, error) {
	if err := Check(si, c); err != nil {
		return si, err
	}
	switch c := c.(type) {
	case CreateParams:
		c.apply(&si)
	case UpdateParams:
		c.apply(&si)
	case ConfirmParams:
		c.apply(&si)
	case AuthenticateParams:
		c.apply(&si)
	case VerifyMicrodepositsParams:
		c.apply(&si)
	case ProcessParams:
		c.apply(&si)
	case CancelParams:
		c.apply(&si)
	}
	return si, nil
}

// Check returns the error that Step would return, or nil.
func Check(si Intent, c Command) error {
	switch c := c.(type) {
	case CreateParams:
		return c.check(&si)
	case UpdateParams:
		return c.check(&si)
	case ConfirmParams:
		return c.check(&si)
	case AuthenticateParams:
		return c.check(&si)
	case VerifyMicrodepositsParams:
		return c.check(&si)
	case ProcessParams:
		return c.check(&si)
	case CancelParams:
		return c.check(&si)
	default:
		return notACommand()
	}
}

func notACommand() error { return refuse("step", code.ParameterUnknown, "command") }

// ParseCommand decodes the JSON of a command: what json.Marshal makes of an XParams, for journals. Unknown keys, keys that come twice or
// have a letter that is not lower-case ASCII, a document that is null, and anything after the document are refused, as a *intent.Error.
func ParseCommand(op intent.Operation, b []byte) (Command, error) {
	switch op {
	case intent.OpCreate:
		return parse[CreateParams](b)
	case intent.OpUpdate:
		return parse[UpdateParams](b)
	case intent.OpConfirm:
		return parse[ConfirmParams](b)
	case intent.OpAuthenticate:
		return parse[AuthenticateParams](b)
	case intent.OpVerifyMicrodeposits:
		return parse[VerifyMicrodepositsParams](b)
	case intent.OpProcess:
		return parse[ProcessParams](b)
	case intent.OpCancel:
		return parse[CancelParams](b)
	default:
		return nil, refuse(op, code.ParameterUnknown, "operation")
	}
}

func parse[C Command](b []byte) (Command, error) {
	var c C
	if err := strictjson.Decode(b, &c); err != nil {
		return nil, err
	}
	return c, nil
}

func (CreateParams) command()              {}
func (UpdateParams) command()              {}
func (ConfirmParams) command()             {}
func (AuthenticateParams) command()        {}
func (VerifyMicrodepositsParams) command() {}
func (ProcessParams) command()             {}
func (CancelParams) command()              {}

// Operation returns intent.OpCreate.
func (CreateParams) Operation() intent.Operation { return intent.OpCreate }

// Operation returns intent.OpUpdate.
func (UpdateParams) Operation() intent.Operation { return intent.OpUpdate }

// Operation returns intent.OpConfirm.
func (ConfirmParams) Operation() intent.Operation { return intent.OpConfirm }

// Operation returns intent.OpAuthenticate.
func (AuthenticateParams) Operation() intent.Operation { return intent.OpAuthenticate }

// Operation returns intent.OpVerifyMicrodeposits.
func (VerifyMicrodepositsParams) Operation() intent.Operation { return intent.OpVerifyMicrodeposits }

// Operation returns intent.OpProcess.
func (ProcessParams) Operation() intent.Operation { return intent.OpProcess }

// Operation returns intent.OpCancel.
func (CancelParams) Operation() intent.Operation { return intent.OpCancel }

// String returns one line: "create seti_1 with pm_1 for cus_1 confirm approved setatt_1".
func (p CreateParams) String() string {
	s := words("create", p.ID, string(p.Usage))
	if p.PaymentMethod != "" {
		s += " with " + p.PaymentMethod
	}
	if p.Customer != "" {
		s += " for " + p.Customer
	}
	if p.OnBehalfOf != "" {
		s += " on_behalf_of " + p.OnBehalfOf
	}
	if p.ConfirmationMethod == intent.ConfirmationMethodManual {
		s += " confirmed-manually"
	}
	if p.Confirm {
		s = words(s, "confirm", p.Attempt.String())
	}
	return s
}

// String returns one line: "update customer cus_1 payment_method pm_1".
func (p UpdateParams) String() string {
	s := "update"
	if p.Customer != "" {
		s += " customer " + p.Customer
	}
	if p.PaymentMethod != "" {
		s += " payment_method " + p.PaymentMethod
	}
	if p.DetachPaymentMethod {
		s += " detach"
	}
	return s
}

// String returns one line: "confirm approved setatt_1 with pm_1".
func (p ConfirmParams) String() string {
	s := words("confirm", p.Attempt.String())
	if p.PaymentMethod != "" {
		s += " with " + p.PaymentMethod
	}
	return s
}

// String returns one line: "authenticate approved", "authenticate failed setup_intent_authentication_failure".
func (p AuthenticateParams) String() string {
	if p.failed() {
		return words("authenticate failed", string(p.Failure.Code))
	}
	return words("authenticate", p.Attempt.String())
}

// String returns one line: "verify_microdeposits 32 45 approved", "verify_microdeposits SM11AA mismatch".
func (p VerifyMicrodepositsParams) String() string {
	s := "verify_microdeposits " + p.Microdeposits.String()
	switch {
	case p.Mismatch:
		return s + " mismatch"
	case p.failed():
		return words(s, "failed", string(p.Failure.Code))
	}
	return words(s, p.Attempt.String())
}

// String returns one line: "process approved", "process declined card_declined".
func (p ProcessParams) String() string { return words("process", p.Attempt.String()) }

// String returns one line: "cancel abandoned".
func (p CancelParams) String() string { return words("cancel", string(p.Reason)) }

// String returns the answer and what belongs to it: "declined setatt_1 card_declined", "approved setatt_1 single-use mandate_1".
func (a Attempted) String() string {
	s := words(string(a.Answer), a.ID, string(a.Failure.Code), string(a.Failure.Decline), a.NextAction, a.Mandate)
	if a.SingleUseMandate != "" {
		s = words(s, "single-use", a.SingleUseMandate)
	}
	return s
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
