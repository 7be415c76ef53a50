package main

// A verdictOf says what comes of the steps of a scenario. A verdict several times in a row has their number.
type verdictOf struct{ scenario, want string }

// The verdicts of the steps of testdata/mixed, in which nothing is predicted wrongly.
var verdicts = []verdictOf{
	{"success", "predicted × 4"},
	{"one_call", "predicted"},
	{"partial_before_basil", "predicted × 5"},
	{"several_captures", "parameters not recorded, predicted × 2"},
	{"decline", "predicted × 3, charge of an earlier attempt"},
	{"challenge", "predicted × 2"},
	{"challenge_lost", "predicted × 3"},
	{"bank_debit", "predicted × 4"},
	{"bank_debit_returned", "predicted × 3"},
	{"increments", "predicted × 3, parameters not recorded"},
	{"pending_without_a_charge", "predicted × 2"},
	{"update", "predicted × 3, parameters not recorded"},
	{"gap", "predicted, recording gap, predicted"},
	{"gap_before_capture", "predicted, recording gap × 3"},
	{"middle", "start of an intent, not known, body too short"},
	{"refund", "predicted × 6, disputes, read again"},
	{"connect", "predicted × 6"},
	{"refusals", "predicted, refused elsewhere × 2, refused without a reason, refused elsewhere × 2, answer not recorded"},
	{"no_parameters", "parameters not recorded × 2, predicted, idempotent replay"},
	{"snapshots", "start of an intent, predicted, lone snapshot"},
	{"snapshot", "lone snapshot"},
	{"strange", "predicted, parameters not recorded, events, other operation, answer not recorded, other operation"},
	{"refunds", "predicted × 8, refused elsewhere, charge without an intent, predicted, answer not recorded"},
	{"refund_in_a_bank", "predicted × 8, other operation, read again × 2"},
	{"refund_before_the_last_capture", "predicted × 6"},
	{"flags", "predicted × 17"},
	{"fee", "predicted × 15, not known, refused elsewhere"},
	{"direct", "predicted × 10"},
	{"fee_at_capture", "predicted × 4, parameters not recorded, predicted × 3"},
	{"captures_with_a_split", "predicted × 12"},
	{"another_currency", "predicted × 11"},
	{"separate_transfers", "predicted × 9, idempotent replay, refused elsewhere × 2, predicted, parameters not recorded, predicted × 2, " +
		"not known, first seen, predicted × 4"},
	{"asynchronous", "predicted × 6"},
	{"charge_first", "first seen, predicted, first seen, predicted × 6, first seen, read again, charge without an intent × 3, " +
		"first seen, predicted, read again, predicted"},
	{"charges_api", "predicted × 7, charge without an intent, refused elsewhere"},
	{"gap_behind_a_transfer", "predicted, recording gap, predicted, recording gap, predicted × 2"},
	{"refund_not_predicted", "predicted, parameters not recorded, read again × 4, predicted × 2"},
	{"refund_of_an_earlier_attempt", "predicted × 3, charge of an earlier attempt, predicted, idempotent replay"},
	{"charge_filled_in", "start of an intent, predicted, not known, first seen × 2, predicted × 2, parameters not recorded, read again, predicted"},
	{"not_told", "predicted × 3, refused elsewhere, answer not recorded, refused elsewhere, answer not recorded × 2, refused elsewhere, " +
		"answer not recorded × 2, refused elsewhere, answer not recorded, parameters not recorded, read again, refused elsewhere, " +
		"answer not recorded, predicted × 2"},
	{"nothing_recorded_of_refunds", "parameters not recorded × 2, predicted"},
	{"setup", "predicted × 7"},
	{"setup_declined", "predicted × 4"},
	{"setup_lost", "predicted × 5"},
	{"setup_in_a_bank", "predicted × 4"},
	{"setup_not_told", "start of an intent, refused elsewhere × 4, answer not recorded × 4, first seen, recording gap, " +
		"idempotent replay, parameters not recorded, answer not recorded, parameters not recorded, " +
		"recording gap × 2, body too short, predicted, refused without a reason, answer not recorded, " +
		"other operation, start of an intent"},
	{"setup_snapshot", "lone snapshot"},
	{"charges_captured", "predicted × 3, parameters not recorded × 2, predicted, idempotent replay, charge without an intent, " +
		"predicted × 2"},
	{"charges_voided", "predicted × 10"},
	{"charges_voided_since_basil", "predicted, not known, read again"},
	{"charges_shared", "parameters not recorded, predicted × 2, parameters not recorded, first seen, parameters not recorded × 3, first seen, " +
		"predicted × 3"},
	{"replays", "predicted × 2, idempotent replay × 2, predicted × 3, idempotent replay, predicted, idempotent replay, predicted × 4, " +
		"idempotent replay, predicted × 4, idempotent replay, predicted, idempotent replay, predicted × 4, idempotent replay, " +
		"predicted × 2, idempotent replay"},
	{"bank_debit_lost_later", "predicted × 6"},
	{"captured_as_the_card_says", "predicted × 3, parameters not recorded"},
	{"method_by_another_parameter", "parameters not recorded, predicted × 3, parameters not recorded, predicted × 2, parameters not recorded, " +
		"predicted × 2, parameters not recorded, predicted, parameters not recorded"},
	{"setup_method_by_another_parameter", "parameters not recorded, predicted × 2, parameters not recorded, predicted"},
	{"limits", "refused elsewhere × 2, predicted × 2, refused elsewhere, predicted × 2, refused elsewhere, predicted"},
	{"expired", "predicted × 3"},
	{"expired_before_basil", "predicted × 3"},
	{"canceled_elsewhere", "predicted, recording gap, predicted"},
	{"expired_first_seen", "start of an intent, predicted"},
	{"words_untold", "predicted × 2, error.param: recorded null, which no source tells; assumed amount_to_capture, predicted, " +
		"error.param: recorded amount_to_capture, which no source tells; assumed amount, predicted, " +
		"error.code: recorded payment_intent_invalid_parameter, which no source tells; assumed parameter_invalid_integer, " +
		"predicted × 2, error.param: recorded payment_intent, which no source tells; assumed null, predicted × 2, " +
		"error.code: recorded charge_already_refunded, which no source tells; assumed payment_intent_unexpected_state, " +
		"predicted, error.code: recorded null, which no source tells; assumed amount_too_large, predicted, " +
		"error.param: recorded application_fee_amount, which no source tells; assumed transfer_data[amount], predicted × 3, " +
		"error.param: recorded null, which no source tells; assumed payment_method"},
}
