package main

// A reason is why a step was not compared. The list is closed: every step is either compared or has one of these.
type reason int

// Reasons.
const (
	compared reason = iota // none: the step was compared
	startOfIntent
	loneSnapshot
	recordingGap
	parametersUntold
	answerUntold
	bodyTooShort
	refusedElsewhere
	refusedUntold
	chargeUnknown
	chargeFirstSeen
	chargeEarlier
	chargeAlone
	figuresReread
	idempotentReplay
	connectPayment
	connectObjects
	refunds
	disputes
	setupIntents
	events
	otherOperation
	reasons // how many there are
)

// reasonTexts holds the name and the sentence of each reason.
var reasonTexts = [reasons][2]string{
	compared:         {"compared", ""},
	startOfIntent:    {"start of an intent", "it was made before the recording began, and this first body of it is where the replay starts"},
	loneSnapshot:     {"lone snapshot", "a body alone, without the call that led to it or one that follows"},
	recordingGap:     {"recording gap", "the body cannot follow from the calls before it, whatever they do: calls are missing, and the replay goes on from this body"},
	parametersUntold: {"parameters not recorded", "the parameters that decide were not recorded, or hold what no command can say"},
	answerUntold:     {"answer not recorded", "nothing tells what the issuer, the customer or the API answered"},
	bodyTooShort:     {"body too short", "the intent was not seen before, and the body lacks a status, an amount or a capture method to start from"},
	refusedElsewhere: {"refused elsewhere", "refused for a reason outside the model, such as an unknown id, a reused key or a parameter that is not modelled"},
	refusedUntold:    {"refused without a reason", "refused with neither code nor param, so that nothing tells why"},
	chargeUnknown:    {"charge not known", "the library says so: the answer depends on a charge of which the recording showed only the id"},
	chargeFirstSeen:  {"charge first seen", "the intent did not come with it, and it is filled in from this body"},
	chargeEarlier:    {"charge of an earlier attempt", "an intent holds its latest charge alone"},
	chargeAlone:      {"charge without an intent", "made by the Charges API, by a transfer, or for an intent that the recording does not show"},
	figuresReread:    {"figures read again", "a refund or a dispute touched the charge: amount_refunded and refunded are read again, and nothing else differs"},
	idempotentReplay: {"idempotent replay", "a create that answers with an intent seen before"},
	connectPayment:   {"Connect payment", "it has an application fee or a transfer: the library refuses to take its money with connect_unsupported"},
	connectObjects:   {"Connect objects", "transfers, reversals, application fees, accounts"},
	refunds:          {"refunds", "refunds are not modelled"},
	disputes:         {"disputes", "disputes are not modelled"},
	setupIntents:     {"SetupIntents", "SetupIntents are not modelled"},
	events:           {"events", "an event is not a call"},
	otherOperation:   {"other operation", "an operation that the replay does not know"},
}

func (r reason) String() string   { return reasonTexts[r][0] }
func (r reason) sentence() string { return reasonTexts[r][1] }
