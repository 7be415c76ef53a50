// Package intent is the state machine of a PaymentIntent, as values and pure functions.
//
//	next, events, err := pi.Capture(intent.CaptureParams{At: now, AmountToCapture: money.Some(300), NonFinal: true})
//	if err != nil {
//		return err // pi is what it was
//	}
//
// Write next, not pi, on the left of := — inside a loop or an if, pi, events, err := pi.Capture(p) makes a second pi.
//
// # Operations
//
// Every operation checks, applies and tells. It takes the intent by value and returns the intent as it is afterwards, with the
// events that the API would send. If an error is returned, the intent is unchanged and there are no events; the error is an
// *intent.Error. A decline is not an error: it is an outcome that moves the intent on and has events.
//
// Time, ids and the issuer's answer are parameters. At is unix seconds; 0 means not given, and then deadlines are not checked. Ids are not
// compared with earlier ones: a command that is given twice is carried out twice, if it is allowed twice.
//
// # Order of checks
//
// The shape of the parameters, the status, what only goes with some states of that status, whether a fee or a transfer amount suits the
// payment, deadlines, amounts, flags, and what is unknown where the answer begins to depend on it. Operations differ in that: each lists its
// refusals in order, and its order is part of the contract.
//
// # Order of events
//
// refund.(created|updated|failed), charge.refund.updated, charge.(succeeded|pending|failed|expired|captured), charge.refunded,
// charge.updated, application_fee.(created|refunded), transfer.(created|reversed), payment_intent.amount_capturable_updated,
// payment_intent.(status). The API promises no order; this one is part of the contract.
//
// # Unknown
//
// What the JSON of an intent does not carry is unknown, never zero. With latest_charge not expanded, checks answer nil if that is
// right whatever the charge looks like, a refusal if that is right whatever it looks like, and otherwise code.UnknownCharge;
// WithCharge fills it in. The number of captures is never shown: while it is unknown the limit of 50 is not enforced, and
// WithCaptures fills it in. Of an application fee and a transfer that were not expanded the amounts are unknown, and after the JSON of a
// multicapture payment was read, so is what the captures and refunds before it did to them: WithHistory fills it in. The numbers of confirmations and of increments count what this module saw.
package intent
