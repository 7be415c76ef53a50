package intent_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

var cardsManually = intent.CreateParams{
	ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1",
	CardOptions: intent.CardOptions{CaptureMethod: intent.CardCaptureMethodManual, RequestMulticapture: intent.IfAvailable},
}

// What is held for cards alone is captured and refunded like what is held for every method.
func TestCardsAreCapturedManually(t *testing.T) {
	for _, method := range []intent.CaptureMethod{intent.CaptureMethodAutomatic, intent.CaptureMethodAutomaticAsync} {
		for _, network := range []charge.Card{{Network: charge.NetworkVisa}, {Multicapture: true}} {
			for _, version := range []intent.Version{"", "2024-06-20"} {
				cards := cardsManually
				cards.CaptureMethod, cards.Rules.Version = method, version
				all := cards
				all.CaptureMethod, all.CardOptions.CaptureMethod = intent.CaptureMethodManual, false
				cardsPay, allPay := reach(t, cards), reach(t, all)
				for _, c := range []intent.Command{
					intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: network}},
					intent.RefundParams{Amount: money.Some(1)}, takes(300), intent.RefundParams{Amount: money.Some(100), ReverseTransfer: true},
					intent.CaptureParams{AmountToCapture: money.Some(200)}, intent.CancelParams{}, intent.RefundParams{}, intent.RefundParams{},
				} {
					one, oneErr := intent.Next(cardsPay, c)
					other, otherErr := intent.Next(allPay, c)
					if refusalOf(oneErr) != refusalOf(otherErr) {
						t.Errorf("%s: %v for cards, %v for all", c, oneErr, otherErr)
					}
					mustSurviveJSON(t, one)
					cardsPay, allPay = one, other
					one.CaptureMethod, one.CardOptions.CaptureMethod = intent.CaptureMethodManual, false
					if one != other {
						t.Errorf("%s: %+v for cards, %+v for all", c, one, other)
					}
				}
			}
		}
	}
}

// A bank debit, and a wallet that answers at once or after a while, are captured as the intent says.
func TestOthersAreCapturedAutomatically(t *testing.T) {
	confirms := func(a charge.Answer, id string, card charge.Card) intent.Command {
		return intent.ConfirmParams{Attempt: charge.Attempt{Answer: a, Charge: id, Card: card}}
	}
	visa := charge.Card{Network: charge.NetworkVisa}
	for _, test := range []struct {
		commands []intent.Command
		want     intent.Status
	}{
		{[]intent.Command{confirms(charge.AnswerPending, "ch_1", charge.Card{}), intent.ProcessParams{}}, intent.StatusSucceeded},
		{[]intent.Command{confirms(charge.AnswerPending, "", charge.Card{}), intent.ProcessParams{Charge: "ch_1"}}, intent.StatusSucceeded},
		{[]intent.Command{confirms(charge.AnswerPending, "", charge.Card{}), intent.ProcessParams{Charge: "ch_1", Card: visa}}, intent.StatusRequiresCapture},
		{[]intent.Command{confirms(charge.AnswerApproved, "ch_1", charge.Card{})}, intent.StatusSucceeded},
		{[]intent.Command{confirms(charge.AnswerApproved, "ch_1", visa)}, intent.StatusRequiresCapture},
	} {
		pi := reach(t, append([]intent.Command{cardsManually}, test.commands...)...)
		if pi.Status != test.want || (pi.AmountReceived == 1000) != (test.want == intent.StatusSucceeded) {
			t.Errorf("%v: %+v", test.commands, pi)
		}
	}
}

// Only the asynchronous capture of a card has until an hour later to settle.
func TestCardHeldSettlesWithoutDeadline(t *testing.T) {
	approved := charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Network: charge.NetworkVisa}}
	confirm := intent.ConfirmParams{At: 100, Attempt: approved}
	held := reach(t, cardsManually, confirm, intent.CaptureParams{At: 200})
	if d, ok := held.Deadline(); ok {
		t.Errorf("%+v", d)
	}
	atOnce := cardsManually
	atOnce.CardOptions.CaptureMethod = false
	if d, ok := reach(t, atOnce, confirm).Deadline(); !ok || d.At != 3700 {
		t.Errorf("%+v", d)
	}
}

func TestCardCaptureMethodInJSON(t *testing.T) {
	pi := decode(t, `{"id":"pi_1","object":"payment_intent","status":"requires_payment_method","amount":110,"amount_capturable":0,"amount_received":0,
		"capture_method":"automatic","currency":"usd","payment_method_options":{"card":{"request_three_d_secure":"automatic","capture_method":"manual"}}}`)
	if pi.CaptureMethod != intent.CaptureMethodAutomatic || pi.CardCaptureMethod() != intent.CaptureMethodManual {
		t.Errorf("%+v", pi)
	}
	mustSurviveJSON(t, pi)

	var options intent.CardOptions
	for text, want := range map[string]bool{`{"capture_method":"manual"}`: true, `{"capture_method":""}`: false, `{}`: false} {
		options = intent.CardOptions{}
		if err := json.Unmarshal([]byte(text), &options); err != nil || bool(options.CaptureMethod) != want {
			t.Errorf("%s: %+v, %v", text, options, err)
		}
	}
	_, err := intent.ParseCommand(intent.OpCreate, []byte(`{"card":{"capture_method":"automatic"}}`))
	if e, ok := errors.AsType[*intent.Error](err); !ok || e.Code != code.ParameterInvalid {
		t.Error(err)
	}
	const want = "create pi_1 1000 usd cards-manually with pm_1"
	if got := cardsManually.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
