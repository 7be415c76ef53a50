package intent_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
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

// That a card at a terminal can be incremented is shown, and nothing else of what its network offers.
func TestIncrementAtATerminal(t *testing.T) {
	const details = `,"payment_method_details":{"card_present":{"amount_authorized":1000,"capture_before":5000,"incremental_authorization_supported":true}}`
	pi := decode(t, holds(0, details))
	more := step(t, pi, intent.IncrementParams{At: 1, Amount: 1500})
	if more.Amount != 1500 || more.AmountCapturable != 1500 || more.LatestCharge.Amount != 1500 || !more.LatestCharge.Card.Unshown || more.Validate() != nil {
		t.Errorf("%+v, %v", more, more.Validate())
	}
	mustSurviveJSON(t, more)
	for _, pi := range []intent.PaymentIntent{pi, more} {
		if err := pi.CheckCapture(intent.CaptureParams{At: 1, AmountToCapture: money.Some(1), NonFinal: true}); !errors.Is(err, code.UnknownCharge) {
			t.Errorf("whether there are several captures is not shown: %v", err)
		}
		if err := pi.CheckCapture(intent.CaptureParams{At: 1}); err != nil {
			t.Error(err)
		}
	}
	no := decode(t, holds(0, strings.Replace(details, "true", "false", 1)))
	if err := intent.Check(no, intent.IncrementParams{At: 1, Amount: 1500}); !errors.Is(err, code.UnknownCharge) {
		t.Error(err)
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

// The list of charges of an earlier attempt does not make the charge of one that is pending and has none, unless it is said to be the latest.
func TestProcessingIgnoresEarlierCharges(t *testing.T) {
	for latest, want := range map[string]string{``: "", `"latest_charge":null,`: "", `"latest_charge":"ch_1",`: "ch_1", `"latest_charge":"ch_2",`: "ch_2"} {
		pi := decode(t, `{"id":"pi_1","object":"payment_intent","status":"processing","currency":"inr","capture_method":"automatic","payment_method":"pm_1",
			"amount":1000,"amount_capturable":0,"amount_received":0,`+latest+`"charges":{"data":[{"id":"ch_1","object":"charge","status":"failed",
			"amount":1000,"amount_captured":0,"amount_refunded":0,"captured":false,"paid":false,"refunded":false}]},
			"tranche":{"rules":{"version":"2020-08-27"}}}`)
		if c := pi.LatestCharge; c.ID != want || c.Known() != (want == "ch_1") {
			t.Errorf("%s: %+v", latest, c)
		}
		throughJSON(t, pi)
		if want != "" {
			continue
		}
		if err := pi.Validate(); err != nil {
			t.Error(err)
		}
		if err := intent.Check(pi, intent.ProcessParams{Charge: "ch_2"}); err != nil {
			t.Error(err)
		}
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

// Two readings in which other refunds have failed are not of the same moment.
func TestWithChargeKeepsRefundsApart(t *testing.T) {
	refund := intent.RefundParams{Amount: money.Some(100)}
	pi := reach(t, automatic, confirms(approval), refund, refund)
	other := pi.LatestCharge
	other.LiveRefunds = 1
	if got, err := pi.WithCharge(other); !errors.Is(err, code.ParameterInvalid) || got != pi {
		t.Errorf("%v: %+v", err, got.LatestCharge)
	}
}

// What is certain of a payment of which only the charge's id is known, and what is not.
func TestRefundsOfTheUnknown(t *testing.T) {
	bare := shares(t, true) // 300 of 1000 captured
	bare.LatestCharge = charge.Charge{ID: "ch_1"}
	some := func(status refund.Status, amount money.Amount) refund.Refund {
		return refund.Refund{Charge: "ch_1", Status: status, Amount: amount}
	}
	for _, test := range []struct {
		command intent.Command
		want    verdict
	}{
		{intent.RefundParams{Amount: money.Some(300)}, verdict{code.UnknownCharge, "latest_charge"}},
		{intent.RefundParams{Amount: money.Some(301)}, verdict{code.RefundTooLarge, "amount"}},
		{intent.RefundParams{ReverseTransfer: true, BalanceInsufficient: true}, verdict{code.BalanceInsufficient, "reverse_transfer"}},
		{intent.RefundParams{Amount: money.Some(301), ReverseTransfer: true, BalanceInsufficient: true}, verdict{code.RefundTooLarge, "amount"}},
		{refundsFee(money.Some(300)), verdict{code.UnknownCharge, "latest_charge"}},
		{refundsFee(money.Some(301)), verdict{code.FeeRefundTooLarge, "amount"}}, // no fee is more than what was captured
		{reverses(money.Some(money.Max)), verdict{code.UnknownCharge, "latest_charge"}},
		{reverses(money.Some(money.Max + 1)), verdict{code.ReversalTooLarge, "amount"}},
		{intent.ReverseTransferParams{BalanceInsufficient: true}, verdict{code.BalanceInsufficient, ""}},
		{intent.SettleParams{}, verdict{code.NothingToSettle, ""}},
		{intent.SettleParams{Settlement: charge.Settlement{Transfer: "tr_1"}}, verdict{code.UnknownCharge, "latest_charge"}},
		{intent.SettleParams{Settlement: charge.Settlement{TransferAmount: money.Some(0)}}, verdict{code.ParameterInvalidInteger, "transfer_amount"}},
		{intent.UpdateRefundParams{Refund: some(refund.StatusPending, 300), Status: refund.StatusSucceeded}, verdict{}},
		{intent.UpdateRefundParams{Refund: some(refund.StatusPending, 300), Status: refund.StatusFailed}, verdict{code.UnknownCharge, "latest_charge"}},
		{intent.UpdateRefundParams{Refund: some(refund.StatusPending, 301), Status: refund.StatusFailed}, verdict{code.StaleRefund, "refund"}},
	} {
		next, err := intent.Next(bare, test.command)
		if refusalOf(err) != test.want || next != bare {
			t.Errorf("%s: %v; want %v", test.command, err, test.want)
		}
	}
}

// A hold of which only the charge's id is known: somebody may allow an overcapture of as much as there is, and nobody of more.
func TestCapturesOfTheUnknown(t *testing.T) {
	bare := reach(t, manual, confirms(approval))
	bare.LatestCharge = charge.Charge{ID: "ch_1"}
	for _, test := range []struct {
		amount   money.Amount
		nonFinal bool
		want     code.Code
		limit    money.Amount
	}{
		{1000, false, "", 0},
		{1000, true, code.UnknownCharge, 0},
		{1001, false, code.UnknownCharge, 0},
		{1001, true, code.AmountTooLarge, 1000}, // an overcapture is final
		{money.Max, false, code.UnknownCharge, 0},
		{money.Max + 1, false, code.AmountTooLarge, 1000},
		{math.MaxInt64, false, code.AmountTooLarge, 1000},
	} {
		p := takes(test.amount)
		p.NonFinal = test.nonFinal
		next, err := intent.Next(bare, p)
		var limit money.Amount
		if e, ok := errors.AsType[*intent.Error](err); ok {
			limit = e.Limit
		}
		if refusalOf(err).code != test.want || limit != test.limit || (next == bare) != (test.want != "") {
			t.Errorf("%s: %v with the limit %d; want %q with %d", p, err, limit, test.want, test.limit)
		}
	}
}

// Before basil it has to be known how much of amount_refunded is a release. Where the body does not say whether several captures were
// available, the amounts may.
func TestRefundOfTheUnshownBeforeBasil(t *testing.T) {
	for _, test := range []struct {
		captured, refunded int
		amount             money.NullAmount
		want               verdict
		left               money.Amount // of what was captured, if it is allowed
	}{
		{300, 700, money.NullAmount{}, verdict{}, 0}, // more than was captured: released
		{300, 700, money.Some(300), verdict{}, 0},
		{300, 700, money.Some(301), verdict{code.RefundTooLarge, "amount"}, 0},
		{300, 0, money.NullAmount{}, verdict{}, 0}, // less than was released: refunds
		{300, 0, money.Some(301), verdict{code.RefundTooLarge, "amount"}, 0},
		{600, 399, money.NullAmount{}, verdict{}, 0},
		{600, 400, money.Some(199), verdict{}, 401}, // as much as was released, or refunded
		{600, 400, money.Some(200), verdict{code.UnknownCharge, "latest_charge"}, 0},
		{600, 400, money.NullAmount{}, verdict{code.UnknownCharge, "latest_charge"}, 0},
		{600, 400, money.Some(600), verdict{code.UnknownCharge, "latest_charge"}, 0},
		{600, 400, money.Some(601), verdict{code.RefundTooLarge, "amount"}, 0},
	} {
		pi := decode(t, closedBody("2024-06-20", test.captured, test.refunded, false))
		next, r, _, err := pi.Refund(intent.RefundParams{Amount: test.amount})
		if refusalOf(err) != test.want || err != nil && next != pi {
			t.Errorf("%d captured, %d refunded: %s: %v; want %v", test.captured, test.refunded, test.amount, err, test.want)
			continue
		}
		if err != nil {
			continue
		}
		if c := next.LatestCharge; c.AmountRefunded != pi.LatestCharge.AmountRefunded+r.Amount || c.Refunded != (test.left == 0) || next.Validate() != nil {
			t.Errorf("%d captured, %d refunded: %s: %+v, %v", test.captured, test.refunded, test.amount, c, next.Validate())
		}
		undone, _, _, err := next.UpdateRefund(intent.UpdateRefundParams{Refund: r, Status: refund.StatusFailed})
		if c := undone.LatestCharge; err != nil || c.AmountRefunded != pi.LatestCharge.AmountRefunded || c.Refunded || undone.Validate() != nil {
			t.Errorf("%d captured, %d refunded: %s, which fails: %v, %+v", test.captured, test.refunded, test.amount, err, c)
		}
	}
	pi := decode(t, closedBody("2024-06-20", 600, 500, false)) // 100 of them a refund, or all
	for amount, want := range map[money.Amount]code.Code{100: "", 101: code.UnknownCharge, 500: code.UnknownCharge, 501: code.StaleRefund} {
		p := intent.UpdateRefundParams{Refund: refund.Refund{Charge: "ch_1", Status: refund.StatusSucceeded, Amount: amount}, Status: refund.StatusFailed}
		if err := intent.Check(pi, p); refusalOf(err).code != want {
			t.Errorf("%d fails: %v", amount, err)
		}
	}
}

// A fee or a transfer is filled in, and what this module did before stays known.
func TestWithChargeFillsInWhatItIsSharedBy(t *testing.T) {
	whole := shares(t, true)
	whole = step(t, whole, takesWith(200, money.Some(20)))
	whole = step(t, whole, intent.RefundParams{ID: "re_1", Amount: money.Some(50)})
	whole = step(t, whole, refundsFee(money.Some(5)))
	fetched := whole.LatestCharge // as the API shows it, with both expanded
	fetched.Captures, fetched.RefundsMade, fetched.LiveRefunds = capture.Uncounted, 0, 0
	fetched.FirstGave, fetched.FeeEndpointUsed = connect.MarkUnknown, connect.MarkUnknown
	bare := whole
	bare.LatestCharge.ApplicationFee = connect.ApplicationFee{ID: "fee_1"}
	bare.LatestCharge.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1"}
	for _, test := range []struct {
		name   string
		change func(c *charge.Charge)
		param  string
	}{
		{"as it is", func(*charge.Charge) {}, ""},
		{"another fee", func(c *charge.Charge) { c.ApplicationFee.ID = "fee_2" }, "latest_charge"},
		{"another transfer", func(c *charge.Charge) { c.Transfer.ID = "tr_2" }, "latest_charge"},
		{"a later refund", func(c *charge.Charge) { c.AmountRefunded++ }, "latest_charge"},
		{"told otherwise of the fee", func(c *charge.Charge) { c.FeeEndpointUsed = connect.MarkNo }, "latest_charge"},
		{"told otherwise of the first capture", func(c *charge.Charge) { c.FirstGave = connect.MarkNo }, "latest_charge"},
		{"told otherwise of the captures", func(c *charge.Charge) { c.Captures = 3 }, "latest_charge.captures"},
		{"told more of the refunds", func(c *charge.Charge) { c.RefundsMade, c.LiveRefunds = 2, 1 }, "more"},
	} {
		c := fetched
		test.change(&c)
		got, err := bare.WithCharge(c)
		want := whole
		switch {
		case test.param == "more":
			want.LatestCharge.RefundsMade = 2
		case test.param != "":
			want = bare
		}
		if e, ok := errors.AsType[*intent.Error](err); ok != (want == bare) || ok && e.Param != test.param || got != want {
			t.Errorf("%s: %v\n%s", test.name, err, cmp.Diff(want, got))
		}
	}
	// The body of another call does not have them expanded, and they stay known.
	poor := fetched
	poor.ApplicationFee, poor.Transfer = bare.LatestCharge.ApplicationFee, bare.LatestCharge.Transfer
	if got, err := whole.WithCharge(poor); err != nil || got != whole {
		t.Errorf("%v\n%s", err, cmp.Diff(whole, got))
	}
}

func takesWith(amount money.Amount, fee money.NullAmount) intent.CaptureParams {
	p := takes(amount)
	p.ApplicationFeeAmount = fee
	return p
}

// What was done, and the API does not show: who knows says so, once.
func TestWithHistory(t *testing.T) {
	whole := shares(t, true)
	closed := step(t, whole, intent.CaptureParams{AmountToCapture: money.Some(0)})
	const no, yes, unknown = connect.MarkNo, connect.MarkYes, connect.MarkUnknown
	marked := func(pi intent.PaymentIntent, first, fee, transfer connect.Mark) intent.PaymentIntent {
		c := &pi.LatestCharge
		c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = first, fee, transfer
		return pi
	}
	bare := whole
	bare.LatestCharge = charge.Charge{ID: "ch_1"}
	for _, test := range []struct {
		from, want intent.PaymentIntent
		told       intent.History
		code       code.Code
		param      string
	}{
		{bare, bare, intent.History{}, code.UnknownCharge, "latest_charge"},
		{intent.PaymentIntent{}, intent.PaymentIntent{}, intent.History{}, code.UnknownCharge, "latest_charge"},
		{marked(whole, unknown, unknown, unknown), marked(whole, no, no, no), intent.History{}, "", ""},
		{marked(whole, unknown, unknown, unknown), marked(whole, yes, no, yes), intent.History{FirstGave: true, TransferEndpointUsed: true}, "", ""},
		{marked(whole, yes, no, unknown), marked(whole, yes, no, yes), intent.History{FirstGave: true, TransferEndpointUsed: true}, "", ""},
		{marked(whole, yes, unknown, no), marked(whole, yes, yes, no), intent.History{FirstGave: true, FeeEndpointUsed: true}, "", ""},
		{marked(whole, no, unknown, unknown), marked(whole, no, unknown, unknown), intent.History{FirstGave: true}, code.ParameterInvalid, "first_gave"},
		{marked(whole, yes, unknown, unknown), marked(whole, yes, unknown, unknown), intent.History{}, code.ParameterInvalid, "first_gave"},
		{marked(whole, no, no, no), marked(whole, no, no, no), intent.History{FeeEndpointUsed: true}, code.ParameterInvalid, "fee_endpoint_used"},
		{marked(whole, unknown, yes, yes), marked(whole, unknown, yes, yes), intent.History{FeeEndpointUsed: true}, code.ParameterInvalid, "transfer_endpoint_used"},
		// After the last capture it is not asked how the first one was.
		{marked(closed, no, unknown, no), marked(closed, no, yes, no), intent.History{FirstGave: true, FeeEndpointUsed: true}, "", ""},
		{marked(closed, yes, unknown, no), marked(closed, yes, no, no), intent.History{}, "", ""},
	} {
		got, err := test.from.WithHistory(test.told)
		if refusalOf(err) != (verdict{test.code, test.param}) || got != test.want {
			t.Errorf("%+v: %v, want %s %s\n%s", test.told, err, test.code, test.param, cmp.Diff(test.want, got))
		}
	}
}

// A capture in another currency has to add to a transfer of that currency, which has to be known.
func TestCurrencyOfAnUnknownTransfer(t *testing.T) {
	whole := shares(t, true)
	paid := takesWith(200, money.Some(20))
	paid.TransferCurrency, paid.TransferAmount = "cad", money.Some(270)
	bare := whole
	bare.LatestCharge.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1"}
	none := whole
	none.LatestCharge = charge.Charge{ID: "ch_1"}
	cad := whole
	cad.LatestCharge.Transfer.Currency = "cad"
	full := cad
	full.LatestCharge.Transfer.Amount = money.Max - 269
	direct := shares(t, false)
	for _, test := range []struct {
		pi   intent.PaymentIntent
		want verdict
	}{
		{whole, verdict{code.ParameterInvalid, "transfer_currency"}},
		{bare, verdict{code.UnknownCharge, "latest_charge.transfer"}},
		{none, verdict{code.UnknownCharge, "latest_charge"}},
		{cad, verdict{}},
		{full, verdict{code.AmountTooLarge, "transfer_amount"}},
		{direct, verdict{}}, // nothing is transferred, and it is ignored
	} {
		if err := intent.Check(test.pi, paid); refusalOf(err) != test.want {
			t.Errorf("%v; want %v\n%s", err, test.want, encode(t, test.pi))
		}
	}
}

// An intent that was read, and is to transfer more than it is of, moves no money.
func TestTransferOfMoreThanThePayment(t *testing.T) {
	want := verdict{code.AmountTooLarge, "transfer_data[amount]"}
	waiting := charge.Attempt{Answer: charge.AnswerPending}
	for _, test := range []struct {
		pi      intent.PaymentIntent
		command intent.Command
	}{
		{reach(t, automatic), confirms(approval)},
		{reach(t, automatic, confirms(challenge)), intent.AuthenticateParams{Attempt: approval}},
		{reach(t, automatic, confirms(bankDebit)), intent.ProcessParams{}},
		{reach(t, automatic, confirms(waiting)), intent.ProcessParams{Charge: "ch_1"}},
		{reach(t, manual, confirms(approval)), takes(1)},
	} {
		pi := test.pi
		pi.TransferData = connect.TransferData{Destination: "acct_1", Amount: money.Some(1000)}
		if err := intent.Check(pi, test.command); err != nil {
			t.Errorf("%s: %v", test.command, err)
		}
		pi.TransferData.Amount = money.Some(1001)
		if next, err := intent.Next(pi, test.command); refusalOf(err) != want || next != pi {
			t.Errorf("%s: %v", test.command, err)
		}
	}
}
