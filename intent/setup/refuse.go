package setup

import (
	"errors"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// refuse returns the refusal of an operation because of a parameter, or for a reason that has none.
func refuse(op intent.Operation, c code.Code, param string) *intent.Error {
	return &intent.Error{Object: object, Op: string(op), Type: code.TypeInvalidRequest, Code: c, Param: param}
}

// object says in a refusal that it is not that of a PaymentIntent.
const object = "setup_intent"

// ours returns a refusal of what both kinds of intents have as one of a SetupIntent. It allocates nothing.
func ours(err error) error {
	if e, ok := errors.AsType[*intent.Error](err); ok {
		e.Object = object
	}
	return err
}

// refuseStatus is the refusal because of the status. param is the field that cannot be updated in it, or "".
func (si *Intent) refuseStatus(op intent.Operation, param string) *intent.Error {
	e := refuse(op, code.SetupIntentUnexpectedState, param)
	e.Status = string(si.Status)
	return e
}

// checkStatus refuses an operation that the table does not allow.
func (si *Intent) checkStatus(op intent.Operation) error {
	if !si.Status.Allows(op) {
		return si.refuseStatus(op, "")
	}
	return nil
}

// checkAt refuses a time before 1970.
func checkAt(op intent.Operation, at int64) error {
	if at < 0 {
		e := refuse(op, code.ParameterInvalidInteger, "at")
		e.Got = money.Amount(at)
		return e
	}
	return nil
}
