package connect

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

func refuse(op string, c code.Code, param string) *code.Error {
	return &code.Error{Op: op, Type: code.TypeInvalidRequest, Code: c, Param: param}
}

// refuseAmount is refuse with what was asked and what is possible.
func refuseAmount(op string, c code.Code, param string, got, limit money.Amount) *code.Error {
	e := refuse(op, c, param)
	e.Got, e.Limit = got, limit
	return e
}

// invalid is the error of Validate, with the invariant that is broken.
func invalid(param string, got, limit money.Amount, invariant string) error {
	e := refuseAmount("validate", code.ParameterInvalid, param, got, limit)
	e.Detail = invariant
	return e
}
