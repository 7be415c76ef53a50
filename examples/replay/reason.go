package main

// A reason is why a step was not compared. The list is closed: every step is either compared or has one of these.
type reason int

// Reasons.
const (
	compared reason = iota // none: the step was compared
	startOfIntent
	firstSeen
	loneSnapshot
	editedBody
	recordingGap
	parametersUntold
	answerUntold
	bodyTooShort
	refusedElsewhere
	refusedUntold
	notKnown
	chargeEarlier
	chargeAlone
	readAgain
	idempotentReplay
	disputes
	events
	otherOperation
	reasons // how many there are
)

// reasonTexts holds the name and the sentence of each reason.
var reasonTexts = [reasons][2]string{
	compared:         {"compared", ""},
	startOfIntent:    {"start of an intent", "it was made before the recording began, and this first body of it is where the replay starts"},
	firstSeen:        {"first seen", "a charge, a refund, a transfer or a fee that was made before the recording began: this first body of it is where the replay starts"},
	loneSnapshot:     {"lone snapshot", "a body alone, without the call that led to it or one that follows"},
	editedBody:       {"edited body", "a fixture that was changed by hand: its fields do not go together, or not with its version, and no call leads to it"},
	recordingGap:     {"recording gap", "the body cannot follow from the calls before it, whatever they do: calls are missing, and the replay goes on from this body"},
	parametersUntold: {"parameters not recorded", "the parameters that decide were not recorded, or hold what no command can say"},
	answerUntold:     {"answer not recorded", "nothing tells what the issuer, the customer or the API answered"},
	bodyTooShort:     {"body too short", "nothing was seen before, and the body lacks a status, an amount or a capture method to start from"},
	refusedElsewhere: {"refused elsewhere", "refused for a reason outside the model, such as an unknown id, a reused key or a parameter that is not modelled"},
	refusedUntold:    {"refused without a reason", "refused with neither code nor param, so that nothing tells why"},
	notKnown:         {"not known", "the answer depends on a charge, a transfer or a fee of which the recording showed no more than the id"},
	chargeEarlier:    {"charge of an earlier attempt", "an intent holds its latest charge alone"},
	chargeAlone:      {"charge without an intent", "of the charge the recording shows too little, or no charge was made"},
	readAgain:        {"read again", "a dispute, or a call that was not predicted, touched it: what that may have changed is read again, and nothing else differs"},
	idempotentReplay: {"idempotent replay", "a call that answers as it did before, or a create that answers with an object seen before"},
	disputes:         {"disputes", "disputes are not modelled"},
	events:           {"events", "an event is not a call"},
	otherOperation:   {"other operation", "an operation that the replay does not know"},
}

func (r reason) String() string   { return reasonTexts[r][0] }
func (r reason) sentence() string { return reasonTexts[r][1] }
