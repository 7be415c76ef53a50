package intent

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/webhook/event"
)

// A Command is an operation with its arguments. It is plain data: comparable, and JSON both ways. Its dynamic type is one of
//
//	CreateParams  UpdateParams  ConfirmParams  AuthenticateParams  VerifyMicrodepositsParams ProcessParams
//	CaptureParams IncrementParams CancelParams ExpireParams SettleParams
//	RefundParams  UpdateRefundParams RefundFeeParams ReverseTransferParams
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
	_ Command = VerifyMicrodepositsParams{}
	_ Command = ProcessParams{}
	_ Command = CaptureParams{}
	_ Command = IncrementParams{}
	_ Command = CancelParams{}
	_ Command = ExpireParams{}
	_ Command = SettleParams{}
	_ Command = RefundParams{}
	_ Command = UpdateRefundParams{}
	_ Command = RefundFeeParams{}
	_ Command = ReverseTransferParams{}
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
	case VerifyMicrodepositsParams:
		return pi.VerifyMicrodeposits(c)
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
	case SettleParams:
		return pi.Settle(c)
	case RefundParams:
		next, _, events, err := pi.Refund(c)
		return next, events, err
	case UpdateRefundParams:
		next, _, events, err := pi.UpdateRefund(c)
		return next, events, err
	case RefundFeeParams:
		next, _, events, err := pi.RefundFee(c)
		return next, events, err
	case ReverseTransferParams:
		next, _, events, err := pi.ReverseTransfer(c)
		return next, events, err
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
	case VerifyMicrodepositsParams:
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
	case SettleParams:
		c.apply(&pi)
	case RefundParams:
		c.apply(&pi)
	case UpdateRefundParams:
		c.apply(&pi)
	case RefundFeeParams:
		c.apply(&pi)
	case ReverseTransferParams:
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
	case VerifyMicrodepositsParams:
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
	case SettleParams:
		return c.check(pi)
	case RefundParams:
		return c.check(pi)
	case UpdateRefundParams:
		return c.check(pi)
	case RefundFeeParams:
		return c.check(pi)
	case ReverseTransferParams:
		return c.check(pi)
	default:
		return notACommand()
	}
}

func notACommand() error { return refuse("step", code.ParameterUnknown, "command") }

// ParseCommand decodes the JSON of a command: what json.Marshal makes of an XParams, for journals. It is not the API's request: a
// capture has non_final, not final_capture. Unknown keys, keys that come twice or have a letter that is not lower-case ASCII, a document that is null,
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
	case OpVerifyMicrodeposits:
		return parse[VerifyMicrodepositsParams](b)
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
	case OpSettle:
		return parse[SettleParams](b)
	case OpRefund:
		return parse[RefundParams](b)
	case OpUpdateRefund:
		return parse[UpdateRefundParams](b)
	case OpRefundFee:
		return parse[RefundFeeParams](b)
	case OpReverseTransfer:
		return parse[ReverseTransferParams](b)
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
func (CaptureParams) command()             {}
func (IncrementParams) command()           {}
func (CancelParams) command()              {}
func (ExpireParams) command()              {}
func (SettleParams) command()              {}
func (RefundParams) command()              {}
func (UpdateRefundParams) command()        {}
func (RefundFeeParams) command()           {}
func (ReverseTransferParams) command()     {}

// Operation returns OpCreate.
func (CreateParams) Operation() Operation { return OpCreate }

// Operation returns OpUpdate.
func (UpdateParams) Operation() Operation { return OpUpdate }

// Operation returns OpConfirm.
func (ConfirmParams) Operation() Operation { return OpConfirm }

// Operation returns OpAuthenticate.
func (AuthenticateParams) Operation() Operation { return OpAuthenticate }

// Operation returns OpVerifyMicrodeposits.
func (VerifyMicrodepositsParams) Operation() Operation { return OpVerifyMicrodeposits }

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

// Operation returns OpSettle.
func (SettleParams) Operation() Operation { return OpSettle }

// Operation returns OpRefund.
func (RefundParams) Operation() Operation { return OpRefund }

// Operation returns OpUpdateRefund.
func (UpdateRefundParams) Operation() Operation { return OpUpdateRefund }

// Operation returns OpRefundFee.
func (RefundFeeParams) Operation() Operation { return OpRefundFee }

// Operation returns OpReverseTransfer.
func (ReverseTransferParams) Operation() Operation { return OpReverseTransfer }
