// Package setup is the state machine of a SetupIntent, as values and pure functions: saving a payment method for later.
//
//	next, events, err := si.Confirm(setup.ConfirmParams{At: now, Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerApproved}})
//
// A SetupIntent has no amount and never makes a charge. Its operations check, apply and tell as those of package intent do: they take the
// intent by value, return it as it is afterwards with the events that the API would send, and if an error is returned, nothing has
// changed and there are no events. A decline is an outcome, not an error. Time, ids and the answers of issuers and banks are
// parameters.
//
// Source: https://docs.stripe.com/payments/setup-intents.
package setup
