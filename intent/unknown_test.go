package intent_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

// holds is an authorization of 1000 usd as JSON: received of it was captured, and the charge has these members more.
func holds(received int, more string) string {
	return strings.NewReplacer("R", itoa(received), "K", itoa(1000-received), "MORE", more).Replace(
		`{"id":"pi_1","object":"payment_intent","status":"requires_capture","currency":"usd","capture_method":"manual","payment_method":"pm_1",
		"amount":1000,"amount_capturable":K,"amount_received":R,"latest_charge":{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,
		"amount_captured":R,"amount_refunded":0,"captured":false,"paid":true,"refunded":falseMORE}}`)
}

func itoa(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}

const shown = `,"payment_method_details":{"card":{"capture_before":5000,"multicapture":{"status":"available"}}}`

// What was counted is not forgotten when the charge is filled in, and cannot be counted otherwise.
func TestCountStaysCounted(t *testing.T) {
	pi := decode(t, holds(500, ""))
	counted, err := pi.WithCaptures(50)
	if err != nil {
		t.Fatal(err)
	}
	filled, err := counted.WithCharge(decode(t, holds(500, shown)).LatestCharge)
	if err != nil {
		t.Fatal(err)
	}
	if err := filled.CheckCapture(takes(1)); !errors.Is(err, code.CaptureLimitReached) {
		t.Errorf("the 51st capture: %v", err)
	}
	if got, err := filled.WithCaptures(3); err == nil || got != filled {
		t.Error("50 captures become 3")
	}
	if got, err := filled.WithCaptures(50); err != nil || got != filled {
		t.Errorf("the same number: %v", err)
	}
	other := decode(t, holds(501, shown))
	if got, err := counted.WithCharge(other.LatestCharge); err == nil || got != counted {
		t.Error("a charge that was read at another moment is accepted")
	}
}

func TestWithChargeRefusesAnInvalidCharge(t *testing.T) {
	bare := decode(t, holds(0, ""))
	bare.LatestCharge = charge.Charge{ID: "ch_1"}
	c := decode(t, holds(0, shown)).LatestCharge
	c.Captures = 60
	if got, err := bare.WithCharge(c); err == nil || got != bare {
		t.Error("60 captures of nothing are accepted")
	}
	c.Captures, c.AmountRefunded = 0, 1000 // a hold has nothing refunded
	if got, err := bare.WithCharge(c); err == nil || got != bare {
		t.Error("a refunded hold is accepted")
	}
}

// A deadline that is shown counts, also where nothing else of the card is.
func TestDeadlineIsKnownWhereItIsShown(t *testing.T) {
	for _, details := range []string{
		`,"payment_method_details":{"card":{"capture_before":5000}}`,
		`,"payment_method_details":{"card_present":{"capture_before":5000}}`,
	} {
		pi := decode(t, holds(0, details))
		for _, test := range []struct {
			command intent.Command
			code    code.Code
		}{
			{intent.CaptureParams{At: 4999}, ""},
			{intent.CaptureParams{At: 5000}, code.CaptureChargeAuthorizationExpired},
			{intent.ExpireParams{At: 4999}, code.TooEarly},
			{intent.ExpireParams{At: 5000}, ""},
		} {
			if err := intent.Check(pi, test.command); (test.code != "" || err != nil) && !errors.Is(err, test.code) {
				t.Errorf("%s: %#v: %v", details, test.command, err)
			}
		}
	}
	terminal := decode(t, holds(0, `,"payment_method_details":{"card_present":{"network":"visa"}}`))
	if err := terminal.CheckCapture(takes(1)); !errors.Is(err, code.UnknownCharge) {
		t.Errorf("what a terminal's network offers is not shown: %v", err)
	}
}

// Before basil the release of a multicapture payment is not booked as refunded, and that of another is: where the body does not
// show which it is, nothing is made up.
func TestReleaseOfTheUnshownBeforeBasil(t *testing.T) {
	pi := intent.PaymentIntent{Rules: intent.Rules{Version: "2024-06-20"}}
	if err := json.Unmarshal([]byte(holds(0, "")), &pi); err != nil {
		t.Fatal(err)
	}
	for _, c := range []intent.Command{intent.CancelParams{}, intent.ExpireParams{}, intent.CaptureParams{AmountToCapture: takes(300).AmountToCapture}} {
		next, events, err := intent.Step(pi, c)
		if err != nil || next.LatestCharge != (charge.Charge{ID: "ch_1"}) {
			t.Errorf("%s: %+v, %v", c, next.LatestCharge, err)
		}
		for e := range event.Only[*charge.Event](events) {
			if e.Type == event.ChargeRefunded || e.Previous != (charge.Previous{}) {
				t.Errorf("%s: %s", c, e)
			}
		}
	}
	all, _, err := pi.Capture(intent.CaptureParams{}) // nothing is released
	if err != nil || !all.LatestCharge.Known() || all.LatestCharge.AmountRefunded != 0 {
		t.Errorf("%+v, %v", all.LatestCharge, err)
	}
	part := intent.PaymentIntent{Rules: pi.Rules} // a part proves multicapture
	if err = json.Unmarshal([]byte(holds(300, "")), &part); err != nil {
		t.Fatal(err)
	}
	closed, _, err := part.Expire(intent.ExpireParams{})
	if c := closed.LatestCharge; err != nil || !c.Card.Multicapture || c.AmountRefunded != 0 || !c.Captured {
		t.Errorf("%+v, %v", c, err)
	}
}

// Words that are not known are kept and allow nothing.
func TestUnknownMethodsAllowNothing(t *testing.T) {
	pi := reach(t, manual, intent.UpdateParams{PaymentMethod: "pm_1"})
	pi.CaptureMethod = "automatic_delayed"
	if err := intent.Check(pi, confirms(approval)); !errors.Is(err, code.ParameterInvalid) {
		t.Errorf("confirm: %v", err)
	}
	if pi.Validate() == nil {
		t.Error("an unknown capture method is valid")
	}
	known := confirms(approval)
	known.CaptureMethod = intent.CaptureMethodManual
	if err := intent.Check(pi, known); err != nil {
		t.Errorf("confirm with a method that is known: %v", err)
	}
	waiting := reach(t, manual, confirms(charge.Attempt{Answer: charge.AnswerPending}))
	waiting.CaptureMethod = "automatic_delayed"
	if err := intent.Check(waiting, intent.ProcessParams{Charge: "ch_1"}); !errors.Is(err, code.ParameterInvalid) {
		t.Errorf("process: %v", err)
	}
	challenged := reach(t, manual, confirms(challenge))
	challenged.CaptureMethod = ""
	if err := intent.Check(challenged, intent.AuthenticateParams{Attempt: approval}); !errors.Is(err, code.ParameterInvalid) {
		t.Errorf("authenticate with no capture method: %v", err)
	}
	challenged.CaptureMethod = intent.CaptureMethodManual
	challenged.ConfirmationMethod = "telepathic"
	if err := intent.Check(challenged, intent.AuthenticateParams{Attempt: approval}); !errors.Is(err, code.ParameterInvalid) {
		t.Errorf("authenticate: %v", err)
	}
	if challenged.Validate() == nil {
		t.Error("an unknown confirmation method is valid")
	}
}

// Funds that were posted before a debit settled keep their balance transaction.
func TestProcessKeepsTheTransaction(t *testing.T) {
	pi := reach(t, automatic, confirms(bankDebit))
	pi.LatestCharge.BalanceTransaction = "txn_1"
	for given, want := range map[string]string{"": "txn_1", "txn_2": "txn_2"} {
		next, _, err := pi.Process(intent.ProcessParams{Settlement: charge.Settlement{BalanceTransaction: given}})
		if err != nil || next.LatestCharge.BalanceTransaction != want {
			t.Errorf("%q: %q, %v", given, next.LatestCharge.BalanceTransaction, err)
		}
	}
	pi.LatestCharge = charge.Charge{ID: "ch_1"}
	_, events, err := pi.Cancel(intent.CancelParams{})
	if err != nil || len(events) != 2 || events[0].EventType() != event.ChargeFailed || events[0].ObjectID() != "ch_1" {
		t.Errorf("cancel of a debit of which only the id is known: %v, %v", events, err)
	}
}

// The number of confirmations does not begin anew.
func TestConfirmationsDoNotWrap(t *testing.T) {
	p := automatic
	p.Rules.MaxConfirmations = 255
	pi := reach(t, p)
	pi.Confirmations = 254
	pi = step(t, pi, confirms(refused))
	if pi.Confirmations != 255 || pi.Status != intent.StatusRequiresPaymentMethod {
		t.Fatalf("%d %s", pi.Confirmations, pi.Status)
	}
	if pi = step(t, pi, confirms(refused)); pi.Status != intent.StatusCanceled {
		t.Errorf("%d %s", pi.Confirmations, pi.Status)
	}
	unlimited := reach(t, automatic)
	unlimited.Confirmations = 255
	if unlimited = step(t, unlimited, confirms(refused)); unlimited.Confirmations != 255 {
		t.Errorf("%d", unlimited.Confirmations)
	}
}

func step(t *testing.T, pi intent.PaymentIntent, c intent.Command) intent.PaymentIntent {
	t.Helper()
	next, err := intent.Next(pi, c)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// Rules that are null are none.
func TestNullRulesKeepThoseGiven(t *testing.T) {
	pi := intent.PaymentIntent{Rules: intent.Rules{Capture: capture.Readings{Limit: capture.LimitNonFinalAndOne}}}
	want := pi.Rules
	body := strings.Replace(holds(0, ""), `"currency"`, `"tranche":{"rules":null},"currency"`, 1)
	if err := json.Unmarshal([]byte(body), &pi); err != nil || pi.Rules != want {
		t.Errorf("%+v, %v", pi.Rules, err)
	}
}

// What is known of a charge stays known when a fuller body of it is filled in.
func TestWithChargeKeepsWhatIsKnown(t *testing.T) {
	dated := decode(t, holds(0, `,"payment_method_details":{"card":{"capture_before":5000}}`))
	for details, param := range map[string]string{
		``: "", shown: "",
		`,"payment_method_details":{"card":{"capture_before":10,"multicapture":{"status":"available"}}}`: "latest_charge.card.capture_before",
		`,"payment_method_details":{"card":{"multicapture":{"status":"available"}}}`:                     "latest_charge.card.capture_before",
	} {
		got, err := dated.WithCharge(decode(t, holds(0, details)).LatestCharge)
		e, _ := errors.AsType[*intent.Error](err)
		if (param == "") != (err == nil) || e != nil && e.Param != param || got.LatestCharge.Card.CaptureBefore != 5000 {
			t.Errorf("%s: %v, %+v", details, err, got.LatestCharge.Card)
		}
	}
	counted, err := decode(t, holds(500, "")).WithCaptures(50)
	if err != nil {
		t.Fatal(err)
	}
	fewer := decode(t, holds(500, `,"tranche":{"captures":3}`)).LatestCharge
	if recounted, refusal := counted.WithCharge(fewer); refusal == nil || recounted != counted {
		t.Errorf("50 captures become 3: %v", refusal)
	}
	canceled := reach(t, manual, confirms(approval), intent.CancelParams{})
	bare := canceled
	bare.LatestCharge = charge.Charge{ID: "ch_1"}
	c := canceled.LatestCharge
	c.Card = charge.Card{Unshown: true}
	got, err := bare.WithCharge(c)
	if err != nil {
		t.Fatal(err)
	}
	throughJSON(t, got)
}

// A payment that shares its money is refused for its status first.
func TestStatusComesBeforeConnect(t *testing.T) {
	shared := reach(t, automatic, confirms(approval))
	shared.ApplicationFeeAmount = money.Some(10)
	for _, c := range []intent.Command{takes(1), confirms(approval)} {
		if err := intent.Check(shared, c); !errors.Is(err, code.PaymentIntentUnexpectedState) {
			t.Errorf("%s: %v", c, err)
		}
	}
}

// The list of charges of an earlier attempt does not make the charge of one that is pending and has none.
func TestProcessingIgnoresEarlierCharges(t *testing.T) {
	pi := decode(t, `{"id":"pi_1","object":"payment_intent","status":"processing","currency":"inr","capture_method":"automatic","payment_method":"pm_1",
		"amount":1000,"amount_capturable":0,"amount_received":0,"charges":{"data":[{"id":"ch_1","object":"charge","status":"failed",
		"amount":1000,"amount_captured":0,"amount_refunded":0,"captured":false,"paid":false,"refunded":false}]}}`)
	if pi.LatestCharge != (charge.Charge{}) || pi.Validate() != nil {
		t.Errorf("%+v, %v", pi.LatestCharge, pi.Validate())
	}
	if err := intent.Check(pi, intent.ProcessParams{Charge: "ch_2"}); err != nil {
		t.Error(err)
	}
}

// Another charge than the known one is refused for its id, and another reading of the same charge as such.
func TestWithChargeNamesTheCharge(t *testing.T) {
	pi := decode(t, holds(0, shown))
	for param, change := range map[string]func(c *charge.Charge){
		"latest_charge.id": func(c *charge.Charge) { c.ID = "ch_2" },
		"latest_charge":    func(c *charge.Charge) { c.Disputed = true },
	} {
		other := pi.LatestCharge
		change(&other)
		got, err := pi.WithCharge(other)
		if e, ok := errors.AsType[*intent.Error](err); !ok || e.Param != param || got != pi {
			t.Errorf("%s: %v", param, err)
		}
	}
}
