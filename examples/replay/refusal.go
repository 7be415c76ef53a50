package main

import (
	"slices"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// compareRefusal compares why a call was refused, if the recording shows it. A code that the API does not have is absent there. A word that
// no source tells is told by the recording: it is noted, and no difference.
func (s *step) compareRefusal(e *intent.Error) []difference {
	if len(s.Error) == 0 {
		return nil
	}
	c := e.Code
	if !c.InAPI() {
		c = ""
	}
	found := compare(
		facts{"error.code": orNull(c), "error.param": orNull(e.Param)},
		facts{"error.code": s.Error.fact("code"), "error.param": s.Error.fact("param")},
	)
	codeUnsourced, paramUnsourced := unsourced(e)
	return slices.DeleteFunc(found, func(d difference) bool {
		untold := d.field == "error.code" && codeUnsourced || d.field == "error.param" && paramUnsourced
		if untold {
			s.told = append(s.told, d)
		}
		return untold
	})
}

// unsourced reports which words of a refusal no documentation and no recorded body tells: the code, the param.
func unsourced(e *intent.Error) (noCode, noParam bool) {
	switch e.Code {
	case code.NoConnectedAccount, code.ParameterInvalid, code.RefundTooLarge: // known: no code, and this param
		return false, false
	case code.AmountTooLarge:
		return e.Param == paramTransfer, e.Op == string(intent.OpCapture)
	case code.ParameterInvalidInteger: // nothing to capture at the end; an increment to less than there is
		unknown := e.Op == string(intent.OpCapture) || e.Op == string(intent.OpIncrement) && e.Limit > 1
		return unknown, unknown
	case code.ParametersExclusive:
		return false, true
	case code.PaymentIntentUnexpectedState: // a refund without a charge that succeeded
		return e.Op == string(intent.OpRefund), false
	case code.SetupIntentUnexpectedState:
		return false, e.Param != ""
	default:
		return !e.Code.InAPI(), !e.Code.InAPI()
	}
}
