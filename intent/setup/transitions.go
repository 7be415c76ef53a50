package setup

import (
	"github.com/tranche-go/tranche/charge/table"
	"github.com/tranche-go/tranche/intent"
)

// Transitions returns the table of the SetupIntent: the guards, the diagrams and the tests are made from it.
func Transitions() *table.Table[Status, intent.Operation] {
	t := *transitions // what is done to the copy changes no rule
	return &t
}

var transitions = table.New(
	row("", intent.OpCreate, StatusRequiresPaymentMethod, "no payment method given, or the attempt at once was declined"),
	row("", intent.OpCreate, StatusRequiresConfirmation, "a payment method given"),
	row("", intent.OpCreate, StatusRequiresAction, "confirmed at once: challenged"),
	row("", intent.OpCreate, StatusProcessing, "confirmed at once: pending"),
	row("", intent.OpCreate, StatusSucceeded, "confirmed at once: approved"),
	row("", intent.OpCreate, StatusCanceled, "confirmed at once: failed, and no failure is allowed"),

	row(StatusRequiresPaymentMethod, intent.OpUpdate, StatusRequiresPaymentMethod, "no payment method given"),
	row(StatusRequiresPaymentMethod, intent.OpUpdate, StatusRequiresConfirmation, "a payment method given"),
	row(StatusRequiresConfirmation, intent.OpUpdate, StatusRequiresConfirmation, "the payment method stays or is replaced"),
	row(StatusRequiresConfirmation, intent.OpUpdate, StatusRequiresPaymentMethod, "the payment method is detached"),
	row(StatusRequiresAction, intent.OpUpdate, StatusRequiresAction, "the payment method stays"),
	row(StatusRequiresAction, intent.OpUpdate, StatusRequiresConfirmation, "the payment method is replaced"),
	row(StatusRequiresAction, intent.OpUpdate, StatusRequiresPaymentMethod, "the payment method is detached"),

	row(StatusRequiresPaymentMethod, intent.OpConfirm, StatusRequiresAction, "challenged"),
	row(StatusRequiresPaymentMethod, intent.OpConfirm, StatusProcessing, "pending"),
	row(StatusRequiresPaymentMethod, intent.OpConfirm, StatusSucceeded, "approved"),
	row(StatusRequiresPaymentMethod, intent.OpConfirm, StatusRequiresPaymentMethod, "declined"),
	row(StatusRequiresPaymentMethod, intent.OpConfirm, StatusCanceled, "too many confirmations"),
	row(StatusRequiresConfirmation, intent.OpConfirm, StatusRequiresAction, "challenged"),
	row(StatusRequiresConfirmation, intent.OpConfirm, StatusProcessing, "pending"),
	row(StatusRequiresConfirmation, intent.OpConfirm, StatusSucceeded, "approved"),
	row(StatusRequiresConfirmation, intent.OpConfirm, StatusRequiresPaymentMethod, "declined"),
	row(StatusRequiresConfirmation, intent.OpConfirm, StatusCanceled, "too many confirmations"),
	row(StatusRequiresAction, intent.OpConfirm, StatusRequiresAction, "challenged"),
	row(StatusRequiresAction, intent.OpConfirm, StatusProcessing, "pending"),
	row(StatusRequiresAction, intent.OpConfirm, StatusSucceeded, "approved"),
	row(StatusRequiresAction, intent.OpConfirm, StatusRequiresPaymentMethod, "declined"),
	row(StatusRequiresAction, intent.OpConfirm, StatusCanceled, "too many confirmations"),

	row(StatusRequiresAction, intent.OpAuthenticate, StatusSucceeded, "approved"),
	row(StatusRequiresAction, intent.OpAuthenticate, StatusProcessing, "pending"),
	row(StatusRequiresAction, intent.OpAuthenticate, StatusRequiresConfirmation, "authenticated, and confirmation is manual"),
	row(StatusRequiresAction, intent.OpAuthenticate, StatusRequiresPaymentMethod, "declined, or not authenticated"),
	row(StatusRequiresAction, intent.OpAuthenticate, StatusCanceled, "failed once too often"),
	row(StatusRequiresAction, intent.OpVerifyMicrodeposits, StatusSucceeded, "verified"),
	row(StatusRequiresAction, intent.OpVerifyMicrodeposits, StatusProcessing, "verified, and the bank has not answered yet"),
	row(StatusRequiresAction, intent.OpVerifyMicrodeposits, StatusRequiresConfirmation, "verified, and confirmation is manual"),
	row(StatusRequiresAction, intent.OpVerifyMicrodeposits, StatusRequiresPaymentMethod, "declined, or tried too often, or too late"),
	row(StatusRequiresAction, intent.OpVerifyMicrodeposits, StatusCanceled, "failed once too often"),

	row(StatusProcessing, intent.OpProcess, StatusSucceeded, "approved"),
	row(StatusProcessing, intent.OpProcess, StatusRequiresPaymentMethod, "failed"),
	row(StatusProcessing, intent.OpProcess, StatusCanceled, "failed once too often"),

	row(StatusRequiresPaymentMethod, intent.OpCancel, StatusCanceled, ""),
	row(StatusRequiresConfirmation, intent.OpCancel, StatusCanceled, ""),
	row(StatusRequiresAction, intent.OpCancel, StatusCanceled, ""),
)

func row(from Status, on intent.Operation, to Status, when string) table.Row[Status, intent.Operation] {
	return table.Row[Status, intent.Operation]{From: from, On: on, To: to, When: when}
}
