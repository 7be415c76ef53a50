package main

import (
	"cmp"
	"encoding/json"
	"errors"

	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A driver carries out the steps of one scenario.
type driver struct {
	rules        intent.Rules
	version      string // of the scenario, as it is told
	alone        bool   // the scenario has one step
	links        *links
	intents      map[string]*tracked          // by id
	owners       map[string]string            // from the id of a charge, also of an earlier attempt, or of a refund to that of its intent
	refunds      map[string]refund.Refund     // by id
	transfers    map[string]*connect.Transfer // those that are no intent's, by id
	setups       map[string]*trackedSetup     // by id
	payments     map[string]string            // from the id of a destination payment to that of its transfer
	answered     map[string]bool              // the steps that were accepted, as JSON
	called       map[string]bool              // ids of transfers and fees of which a call may have given something back
	last         string                       // the intent of the last step: what a call without an id is about
	lastSetup    string                       // the SetupIntent of the last step about one
	lastTransfer string                       // the transfer of the last step about one, unless its payment was seen
	idsMade      int
}

// A tracked intent is an intent and what is known about it beside.
type tracked struct {
	pi      intent.PaymentIntent
	shown   facts // what the recording showed last, to see that calls are missing from it
	touched bool  // a dispute, or a refund that was not predicted, may have changed the figures of the charge
	untold  bool  // it was created without parameters, which means that its source does not record any
	bare    bool  // it was put around a charge that the recording shows without its intent
}

func newDriver(sc *scenario) *driver {
	return &driver{
		rules: sc.rules(), version: sc.Version, alone: len(sc.Steps) == 1, links: findLinks(sc),
		intents: map[string]*tracked{}, owners: map[string]string{}, refunds: map[string]refund.Refund{},
		transfers: map[string]*connect.Transfer{}, payments: map[string]string{}, setups: map[string]*trackedSetup{}, called: map[string]bool{},
		answered: map[string]bool{},
	}
}

// step carries out one step and says what came of it.
func (d *driver) step(s *step) verdict {
	d.noteAnswer(s)
	switch s.Op {
	case "payment_intents.create":
		return d.create(s)
	case "payment_intents.confirm", "payment_intents.update", "payment_intents.capture",
		"payment_intents.increment_authorization", "payment_intents.cancel":
		return d.change(s)
	case "payment_intents.retrieve", "snapshot:payment_intent", "snapshot:error":
		return d.read(s)
	case "charges.retrieve", "charges.update", "snapshot:charge":
		return d.readCharge(s)
	case "charges.create":
		return d.createCharge(s)
	case "charges.capture":
		return d.captureCharge(s)
	case "refunds.create", "charges.refunds.create":
		return d.refund(s)
	case "refunds.retrieve":
		return d.readRefund(s)
	case "transfers.create":
		return d.createTransfer(s)
	case "transfers.retrieve", "transfers.update":
		return d.readTransfer(s)
	case "transfers.reversals.create":
		return d.reverse(s)
	case "application_fees.retrieve":
		return d.readFee(s)
	case "application_fees.refunds.create":
		return d.refundFee(s)
	case "setup_intents.create", "setup_intents.confirm", "setup_intents.update", "setup_intents.cancel",
		"setup_intents.list", "setup_intents.retrieve", "snapshot:setup_intent":
		return d.setupStep(s)
	default:
		return because(d.bypass(s))
	}
}

// noteAnswer notes whether a call and its answer, an object with an id, were seen before.
func (d *driver) noteAnswer(s *step) {
	if seen, err := json.Marshal(s); err == nil && s.Answer.text("id") != "" {
		s.again = d.answered[string(seen)]
		d.answered[string(seen)] = true
	}
}

// create carries out payment_intents.create. With confirm=true that is Create without the payment method, and Confirm with it.
func (d *driver) create(s *step) verdict {
	body := s.intent()
	id := cmp.Or(body.text("id"), d.newID("pi"))
	p, complete := createParams(s.Params, id, d.rules)
	confirms := s.Params.isTrue("confirm")
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case s.again:
		return because(idempotentReplay)
	case d.intents[id] != nil && d.intents[id].contradictedBy(recorded(body)):
		return d.resume(body, recordingGap)
	case d.intents[id] != nil:
		return because(idempotentReplay)
	case !complete, !confirms && s.methodUntold(""):
		v := d.resume(body, parametersUntold)
		if t := d.intents[id]; t != nil {
			t.untold = s.Params == nil
		}
		return v
	}
	if d.links.direct(s, id) {
		p.Account = unrecordedAccount
	}
	// What the API demands and the recording lacks is made up, if the call was not refused: then the step does not count as
	// predicted, but those after it can be compared.
	madeUp := false
	if s.outcome() != refused {
		madeUp = p.Currency == "" || confirms && p.PaymentMethod == ""
		p.Currency = cmp.Or(p.Currency, unrecordedCurrency)
		if confirms {
			p.PaymentMethod = cmp.Or(p.PaymentMethod, unrecordedMethod)
		}
	}
	method := p.PaymentMethod
	if confirms {
		p.PaymentMethod = ""
	}
	pi, _, err := intent.Create(p)
	if err == nil && confirms {
		created := pi
		attempt, told := d.attempt(s, &created)
		if !told {
			return d.resume(body, answerUntold)
		}
		pi, _, err = created.Confirm(confirmParams(s.Params, method, split{}, attempt))
	}
	t := &tracked{pi: intent.PaymentIntent{ID: id, Rules: d.rules}}
	v := d.settle(s, t, pi, err)
	if madeUp && v.reason == compared && len(v.differences) == 0 {
		return because(parametersUntold)
	}
	return v
}

// change carries out a call that may change an intent.
func (d *driver) change(s *step) verdict {
	body := s.intent()
	t := d.intents[cmp.Or(s.On, body.text("id"), d.last)]
	switch {
	case s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case s.outcome() == untold:
		return because(answerUntold)
	case s.On != "" && body.has("id") && body.text("id") != s.On:
		return d.resume(body, recordingGap)
	case t == nil && s.On == "" && d.last != "":
		return d.resume(body, recordingGap) // another intent than the one that was called about
	case t == nil:
		return d.resume(body, startOfIntent)
	case s.outcome() == refused && t.contradictedBy(recorded(body)),
		s.Op != "payment_intents.confirm" && t.chargedSince(body):
		return d.adopt(t, body, recordingGap)
	case t.untold && s.Params == nil, s.methodUntold(t.pi.PaymentMethod):
		return d.adopt(t, body, parametersUntold)
	}
	t.learn(body)
	command, why := d.command(s, &t.pi)
	if why != compared {
		return d.adopt(t, body, why)
	}
	next, _, err := intent.Step(t.pi, command)
	if s.again && (err != nil || len(compare(predicted(&next), recorded(body))) > 0) {
		return because(idempotentReplay)
	}
	return d.settle(s, t, next, err)
}

// command returns what a step asks of the library, or the reason why that cannot be said.
func (d *driver) command(s *step, before *intent.PaymentIntent) (intent.Command, reason) {
	given, areIntegers := splitOf(s.Params)
	if !areIntegers {
		return nil, parametersUntold
	}
	switch s.Op {
	case "payment_intents.confirm":
		attempt, told := d.attempt(s, before)
		if !told {
			return nil, answerUntold
		}
		return confirmParams(s.Params, s.Params.text("payment_method"), given, attempt), compared
	case "payment_intents.capture":
		amount, isInteger := s.Params.amount("amount_to_capture")
		if !isInteger {
			return nil, parametersUntold
		}
		return intent.CaptureParams{
			AmountToCapture:      amount,
			NonFinal:             s.Params.isFalse("final_capture"),
			ApplicationFeeAmount: given.fee,
			TransferDataAmount:   given.transfer,
			Settlement:           d.settlement(before, before.CardCaptureMethod()),
		}, compared
	case "payment_intents.increment_authorization":
		amount, isInteger := s.Params.amount("amount")
		if !isInteger || !amount.Valid {
			return nil, parametersUntold
		}
		p := intent.IncrementParams{Amount: amount.Amount}
		if s.outcome() == declined {
			p.Declined = failure(s.Error)
		}
		return p, compared
	case "payment_intents.cancel":
		return intent.CancelParams{
			At:      unrecordedTime,
			Reason:  intent.CancellationReason(s.Params.text("cancellation_reason")),
			Refused: s.outcome() == refused && before.Status == intent.StatusProcessing, // the bank says so
		}, compared
	default:
		p, ok := updateParams(s.Params)
		if !ok {
			return nil, parametersUntold
		}
		return p, compared
	}
}

// settle compares the outcome of a call, and then what its body shows.
func (d *driver) settle(s *step, t *tracked, next intent.PaymentIntent, err error) verdict {
	body := s.intent()
	refusal, _ := errors.AsType[*intent.Error](err)
	if refusal != nil {
		next = t.pi
	}
	ours := predictedOutcome(&next, refusal)
	increments := s.Op == "payment_intents.increment_authorization"
	if increments && ours == accepted && s.outcome() == declined {
		ours = declined // the issuer's answer, which changes nothing that a body shows
	}
	v, agreed := s.agrees(ours, refusal)
	switch {
	case agreed:
	case v.reason == notKnown:
		return d.adopt(t, body, notKnown)
	case v.reason != compared:
		return v
	case s.outcome() == declined && s.Op == "payment_intents.capture":
		return because(refusedElsewhere)
	default:
		d.adopt(t, body, compared)
		return v
	}
	found := v.differences
	if ours == declined && !increments {
		found = compareCodes(next.LastPaymentError.Failure, s.Error)
	}
	switch {
	case ours != refused:
		t.shown = nil // it may have changed everything
	case t.pi.Status == "": // a create: there is no intent
		return v
	}
	if ours == accepted {
		found = append(found, compareRelease(s, &t.pi, &next)...)
	}
	return d.conclude(s, t, next, body, found, recorded(body))
}
