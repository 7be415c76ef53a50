package intent

import "github.com/tranche-go/tranche/charge/table"

// Transitions returns the table of the PaymentIntent: the guards, the diagrams and the tests are made from it.
func Transitions() *table.Table[Status, Operation] {
	t := *transitions // what is done to the copy changes no rule
	return &t
}

var transitions = table.New(
	row("", OpCreate, StatusRequiresPaymentMethod, "no payment method given"),
	row("", OpCreate, StatusRequiresConfirmation, "a payment method given"),

	row(StatusRequiresPaymentMethod, OpUpdate, StatusRequiresPaymentMethod, "no payment method given"),
	row(StatusRequiresPaymentMethod, OpUpdate, StatusRequiresConfirmation, "a payment method given"),
	row(StatusRequiresConfirmation, OpUpdate, StatusRequiresConfirmation, "the payment method stays or is replaced"),
	row(StatusRequiresConfirmation, OpUpdate, StatusRequiresPaymentMethod, "the payment method is detached"),
	row(StatusRequiresAction, OpUpdate, StatusRequiresAction, "nothing changes that the customer was asked to approve"),
	row(StatusRequiresAction, OpUpdate, StatusRequiresConfirmation, "amount, currency, payment method or capture method changes"),
	row(StatusRequiresAction, OpUpdate, StatusRequiresPaymentMethod, "the payment method is detached"),
	row(StatusRequiresCapture, OpUpdate, StatusRequiresCapture, "the fee or the transfer amount alone, and nothing was captured"),

	row(StatusRequiresPaymentMethod, OpConfirm, StatusRequiresAction, "challenged"),
	row(StatusRequiresPaymentMethod, OpConfirm, StatusSucceeded, "approved, and capture is automatic"),
	row(StatusRequiresPaymentMethod, OpConfirm, StatusRequiresCapture, "approved, and capture is manual"),
	row(StatusRequiresPaymentMethod, OpConfirm, StatusProcessing, "pending"),
	row(StatusRequiresPaymentMethod, OpConfirm, StatusRequiresPaymentMethod, "declined"),
	row(StatusRequiresPaymentMethod, OpConfirm, StatusCanceled, "too many confirmations"),
	row(StatusRequiresConfirmation, OpConfirm, StatusRequiresAction, "challenged"),
	row(StatusRequiresConfirmation, OpConfirm, StatusSucceeded, "approved, and capture is automatic"),
	row(StatusRequiresConfirmation, OpConfirm, StatusRequiresCapture, "approved, and capture is manual"),
	row(StatusRequiresConfirmation, OpConfirm, StatusProcessing, "pending"),
	row(StatusRequiresConfirmation, OpConfirm, StatusRequiresPaymentMethod, "declined"),
	row(StatusRequiresConfirmation, OpConfirm, StatusCanceled, "too many confirmations"),
	row(StatusRequiresAction, OpConfirm, StatusRequiresAction, "challenged"),
	row(StatusRequiresAction, OpConfirm, StatusSucceeded, "approved, and capture is automatic"),
	row(StatusRequiresAction, OpConfirm, StatusRequiresCapture, "approved, and capture is manual"),
	row(StatusRequiresAction, OpConfirm, StatusProcessing, "pending"),
	row(StatusRequiresAction, OpConfirm, StatusRequiresPaymentMethod, "declined"),
	row(StatusRequiresAction, OpConfirm, StatusCanceled, "too many confirmations"),

	row(StatusRequiresAction, OpAuthenticate, StatusSucceeded, "approved, and capture is automatic"),
	row(StatusRequiresAction, OpAuthenticate, StatusRequiresCapture, "approved, and capture is manual"),
	row(StatusRequiresAction, OpAuthenticate, StatusProcessing, "pending"),
	row(StatusRequiresAction, OpAuthenticate, StatusRequiresConfirmation, "authenticated, and confirmation is manual"),
	row(StatusRequiresAction, OpAuthenticate, StatusRequiresPaymentMethod, "declined, or not authenticated"),
	row(StatusRequiresAction, OpAuthenticate, StatusCanceled, "failed once too often"),

	row(StatusRequiresAction, OpVerifyMicrodeposits, StatusSucceeded, "verified and approved, and capture is automatic"),
	row(StatusRequiresAction, OpVerifyMicrodeposits, StatusRequiresCapture, "verified and approved, and capture is manual"),
	row(StatusRequiresAction, OpVerifyMicrodeposits, StatusProcessing, "verified and pending"),
	row(StatusRequiresAction, OpVerifyMicrodeposits, StatusRequiresConfirmation, "verified, and confirmation is manual"),
	row(StatusRequiresAction, OpVerifyMicrodeposits, StatusRequiresPaymentMethod, "declined, or tried too often, or too late"),
	row(StatusRequiresAction, OpVerifyMicrodeposits, StatusCanceled, "failed once too often"),

	row(StatusProcessing, OpProcess, StatusSucceeded, "settled"),
	row(StatusProcessing, OpProcess, StatusRequiresCapture, "settled, only now with a charge, and capture is manual"),
	row(StatusProcessing, OpProcess, StatusRequiresPaymentMethod, "failed"),
	row(StatusProcessing, OpProcess, StatusCanceled, "failed once too often"),

	row(StatusRequiresCapture, OpCapture, StatusRequiresCapture, "final_capture is false"),
	row(StatusRequiresCapture, OpCapture, StatusSucceeded, "final_capture is true"),
	row(StatusRequiresCapture, OpCapture, StatusCanceled, "zero and final where nothing was captured"),
	row(StatusRequiresCapture, OpIncrement, StatusRequiresCapture, ""),
	row(StatusRequiresCapture, OpExpire, StatusSucceeded, "something was captured"),
	row(StatusRequiresCapture, OpExpire, StatusCanceled, "nothing was captured"),

	row(StatusRequiresPaymentMethod, OpCancel, StatusCanceled, ""),
	row(StatusRequiresConfirmation, OpCancel, StatusCanceled, ""),
	row(StatusRequiresAction, OpCancel, StatusCanceled, ""),
	row(StatusProcessing, OpCancel, StatusCanceled, "the bank agrees"),
	row(StatusRequiresCapture, OpCancel, StatusCanceled, "nothing was captured"),
	row(StatusRequiresCapture, OpCancel, StatusSucceeded, "something was captured"),

	row(StatusRequiresCapture, OpSettle, StatusRequiresCapture, "something was captured"),
	row(StatusRequiresCapture, OpRefund, StatusRequiresCapture, "something was captured"),
	row(StatusRequiresCapture, OpUpdateRefund, StatusRequiresCapture, "something was captured"),
	row(StatusRequiresCapture, OpRefundFee, StatusRequiresCapture, "something was captured"),
	row(StatusRequiresCapture, OpReverseTransfer, StatusRequiresCapture, "something was captured"),
	row(StatusSucceeded, OpSettle, StatusSucceeded, ""),
	row(StatusSucceeded, OpRefund, StatusSucceeded, ""),
	row(StatusSucceeded, OpUpdateRefund, StatusSucceeded, ""),
	row(StatusSucceeded, OpRefundFee, StatusSucceeded, ""),
	row(StatusSucceeded, OpReverseTransfer, StatusSucceeded, ""),
	row(StatusCanceled, OpSettle, StatusCanceled, "something was captured, and canceling canceled (PartialCancelCancels)"),
	row(StatusCanceled, OpRefund, StatusCanceled, "something was captured, and canceling canceled (PartialCancelCancels)"),
	row(StatusCanceled, OpUpdateRefund, StatusCanceled, "something was captured, and canceling canceled (PartialCancelCancels)"),
	row(StatusCanceled, OpRefundFee, StatusCanceled, "something was captured, and canceling canceled (PartialCancelCancels)"),
	row(StatusCanceled, OpReverseTransfer, StatusCanceled, "something was captured, and canceling canceled (PartialCancelCancels)"),
)

func row(from Status, on Operation, to Status, when string) table.Row[Status, Operation] {
	return table.Row[Status, Operation]{From: from, On: on, To: to, When: when}
}
