package charge_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// fullText is full, as it is written.
const fullText = `{"id":"ch_1","object":"charge","amount":1000,"amount_captured":900,"amount_refunded":900,` +
	`"application_fee":{"id":"fee_1","object":"application_fee","account":"acct_1","amount":90,"amount_refunded":40,"charge":"ch_1","created":1700000001,"refunded":false},` +
	`"application_fee_amount":90,"balance_transaction":"txn_1","captured":true,"created":1700000000,"currency":"usd","disputed":true,` +
	`"failure_balance_transaction":"txn_2","failure_code":"card_declined","failure_message":"Your card was declined.","paid":true,"payment_intent":"pi_1","payment_method":"pm_1",` +
	`"payment_method_details":{"card":{"amount_authorized":1000,"capture_before":1700600000,` +
	`"extended_authorization":{"status":"enabled"},"incremental_authorization":{"status":"available"},"multicapture":{"status":"available"},` +
	`"network":"visa","overcapture":{"maximum_amount_capturable":1150,"status":"available"}},"type":"card"},` +
	`"refunded":true,"status":"succeeded",` +
	`"transfer":{"id":"tr_1","object":"transfer","amount":800,"amount_reversed":80,"created":1700000002,"currency":"cad","destination":"acct_1",` +
	`"reversed":false,"source_transaction":"ch_1"},"transfer_data":{"destination":"acct_1"},` +
	`"tranche":{"captures":3,"fee_endpoint_used":1,"first_gave":2,"live_refunds":"8000000000000005","transfer_endpoint_used":1}}`

// bareText is what is left of a charge when everything optional is null.
const bareText = `{"id":"ch_1","object":"charge","amount":1000,"amount_captured":0,"amount_refunded":0,` +
	`"application_fee":null,"application_fee_amount":null,"balance_transaction":null,"captured":false,"created":0,"currency":"","disputed":false,` +
	`"failure_balance_transaction":null,"failure_code":null,"failure_message":null,"paid":false,"payment_intent":null,"payment_method":null,"payment_method_details":{},` +
	`"refunded":false,"status":"failed","transfer_data":null}`

func TestJSON(t *testing.T) {
	offered := charge.Charge{ID: "ch_1", Status: charge.StatusFailed, Amount: 1000, Card: charge.Card{AmountAuthorized: 1000, MaximumAmountCapturable: 1000}}
	with := func(change func(c *charge.Charge)) charge.Charge {
		c := charge.Charge{ID: "ch_1", Status: charge.StatusFailed, Amount: 1000}
		change(&c)
		return c
	}
	// Of a fee and a transfer that were not expanded the marks are unknown, unless they are told.
	byID := with(func(c *charge.Charge) {
		c.ApplicationFee.ID, c.Transfer.ID = "fee_1", "tr_1"
		c.FeeEndpointUsed, c.TransferEndpointUsed = connect.MarkUnknown, connect.MarkUnknown
	})
	marked := byID
	marked.FeeEndpointUsed, marked.TransferEndpointUsed = connect.MarkNo, connect.MarkYes
	const expandable = `"transfer":"tr_1","transfer_data":{"destination":"acct_1"}`
	for text, c := range map[string]charge.Charge{
		`null`:   {},
		`"ch_1"`: {ID: "ch_1"},
		fullText: full(),
		bareText: {ID: "ch_1", Status: charge.StatusFailed, Amount: 1000},
		strings.NewReplacer(
			`"application_fee":null`, `"application_fee":"fee_1"`,
			`"transfer_data"`, `"transfer":"tr_1","transfer_data"`,
		).Replace(bareText): byID,
		strings.NewReplacer(
			`"application_fee":null`, `"application_fee":"fee_1"`,
			`"transfer_data":null`, `"transfer":"tr_1","transfer_data":null,"tranche":{"fee_endpoint_used":0,"transfer_endpoint_used":1}`,
		).Replace(bareText): marked,
		strings.Replace(bareText, `"transfer_data":null`, expandable, 1): with(func(c *charge.Charge) {
			c.Transfer, c.TransferEndpointUsed = connect.Transfer{ID: "tr_1", Destination: "acct_1"}, connect.MarkUnknown
		}),
		strings.Replace(bareText, `"transfer_data":null`, `"transfer_data":{"destination":"acct_1"}`, 1): with(func(c *charge.Charge) {
			c.Transfer.Destination = "acct_1"
		}),
		strings.Replace(bareText, `"transfer_data":null`, `"transfer_data":{"destination":"acct_1"},"tranche":{"application_fee_due":30,"transfer_due":300}`, 1): with(func(c *charge.Charge) {
			c.ApplicationFee.Amount, c.Transfer = 30, connect.Transfer{Destination: "acct_1", Amount: 300}
		}),
		strings.Replace(bareText, `"application_fee_amount":null`, `"application_fee_amount":0`, 1): with(func(c *charge.Charge) {
			c.ApplicationFeeAmount = money.Some(0)
		}),
		strings.Replace(bareText, `"payment_method_details":{}`, `"payment_method_details":{"card":{"amount_authorized":1000,`+
			`"extended_authorization":{"status":"disabled"},"incremental_authorization":{"status":"unavailable"},"multicapture":{"status":"unavailable"},`+
			`"network":null,"overcapture":{"maximum_amount_capturable":1000,"status":"unavailable"}},"type":"card"}`, 1): offered,
		// Of a charge that failed nothing was authorized.
		strings.Replace(bareText, `"payment_method_details":{}`, `"payment_method_details":{"card":{"amount_authorized":null,`+
			`"extended_authorization":{"status":"disabled"},"incremental_authorization":{"status":"unavailable"},"multicapture":{"status":"unavailable"},`+
			`"network":"visa","overcapture":{"maximum_amount_capturable":4300,"status":"unavailable"}},"type":"card"}`, 1): with(func(c *charge.Charge) {
			c.Card = charge.Card{Network: charge.NetworkVisa, MaximumAmountCapturable: 4300}
		}),
	} {
		got, err := json.Marshal(c)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(text, string(got)); diff != "" {
			t.Errorf("%+v is written otherwise (-want +got):\n%s", c, diff)
		}
		reads(t, text, c)
	}
}

// reads checks what a document is read as, whatever the variable held before.
func reads(t *testing.T, text string, want charge.Charge) {
	t.Helper()
	for _, got := range []charge.Charge{{}, full()} {
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%.300s: %v", text, err)
		} else if got != want {
			t.Errorf("%.300s is read otherwise (-want +got):\n%s", text, cmp.Diff(want, got))
		}
	}
}

// drawCharge draws a charge with anything in every field that there can be. What there cannot be, TestWhatThereIsNot lists.
func drawCharge(t *rapid.T) charge.Charge {
	id := func(label, prefix string) string {
		return rapid.StringMatching(`(`+prefix+`_[0-9A-Za-z]{1,6})?`).Draw(t, label)
	}
	amount := func(label string) money.Amount {
		return money.Amount(rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, int64(money.Max))).Draw(t, label))
	}
	null := func(label string) money.NullAmount {
		if rapid.Bool().Draw(t, label) {
			return money.NullAmount{}
		}
		return money.Some(amount(label))
	}
	yes := func(label string) bool { return rapid.Bool().Draw(t, label) }
	mark := func(label string) connect.Mark { return connect.Mark(rapid.Uint8Range(0, 2).Draw(t, label)) }
	seconds := func(label string) int64 { return rapid.Int64Range(0, 4_000_000_000).Draw(t, label) }
	currency := rapid.SampledFrom([]money.Currency{"", "usd", "jpy", "bhd"})
	c := charge.Charge{
		ID: "ch_" + rapid.StringN(1, 9, -1).Draw(t, "id"), PaymentIntent: id("payment_intent", "pi"),
		Status: rapid.SampledFrom([]charge.Status{charge.StatusSucceeded, charge.StatusPending, charge.StatusFailed, "new"}).Draw(t, "status"),
		Amount: amount("amount"), AmountCaptured: amount("captured"), AmountRefunded: amount("refunded"), Currency: currency.Draw(t, "currency"),
		Captured: yes("captured"), Refunded: yes("refunded"), Paid: yes("paid"), Disputed: yes("disputed"),
		Captures:    rapid.SampledFrom([]uint8{0, 1, 2, 50, 51, 254, capture.Uncounted}).Draw(t, "captures"),
		RefundsMade: rapid.SampledFrom([]uint8{0, 1, 2, 63, 64, 255}).Draw(t, "refunds made"),
		LiveRefunds: rapid.OneOf(rapid.SampledFrom([]uint64{0, 1, 1 << 63, math.MaxUint64}), rapid.Uint64()).Draw(t, "live refunds"),
		FirstGave:   mark("first gave"), FeeEndpointUsed: mark("fee endpoint used"), TransferEndpointUsed: mark("transfer endpoint used"),
		PaymentMethod: id("payment_method", "pm"), BalanceTransaction: id("balance_transaction", "txn"),
		FailureCode: code.Code(rapid.String().Draw(t, "failure_code")), FailureMessage: rapid.String().Draw(t, "failure_message"),
		FailureBalanceTransaction: id("failure_balance_transaction", "txn"),
		ApplicationFeeAmount:      null("fee amount"),
		Created:                   seconds("created"),
	}
	switch rapid.SampledFrom([]string{"none", "due", "by id", "expanded"}).Draw(t, "fee") {
	case "due":
		c.ApplicationFee.Amount = amount("fee due")
	case "by id":
		c.ApplicationFee.ID = "fee_1"
	case "expanded":
		c.ApplicationFee = connect.ApplicationFee{
			ID: "fee_1", Account: id("account", "acct"), Charge: id("charge", "ch"), Amount: amount("fee"), AmountRefunded: amount("fee refunded"),
			Created: seconds("fee created"),
		}
	}
	if yes("destination") {
		c.Transfer.Destination = "acct_1"
	}
	switch rapid.SampledFrom([]string{"none", "due", "by id", "expanded"}).Draw(t, "transfer") {
	case "due":
		c.Transfer.Amount = amount("transfer due")
	case "by id":
		c.Transfer.ID = "tr_1"
	case "expanded":
		c.Transfer = connect.Transfer{
			ID: "tr_1", Destination: c.Transfer.Destination, SourceTransaction: id("source", "ch"), Amount: amount("sent"),
			AmountReversed: amount("reversed"), Currency: currency.Draw(t, "transfer currency"), Created: seconds("transfer created"),
		}
	}
	if yes("card") {
		c.Card = charge.Card{
			Network:      charge.Network(rapid.SampledFrom([]string{"", "visa", "jcb", "new"}).Draw(t, "network")),
			Multicapture: yes("multicapture"), Incremental: yes("incremental"), Extended: yes("extended"),
			AmountAuthorized: amount("authorized"), MaximumAmountCapturable: amount("maximum"), CaptureBefore: seconds("capture_before"),
		}
	}
	if c.Status == charge.StatusSucceeded && !c.Card.Multicapture {
		c.Card.Unshown = yes("unshown")
	}
	if yes("unknown") {
		return charge.Charge{ID: c.ID}
	}
	return c
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCharge(t)
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back charge.Charge
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if back != c {
			t.Fatalf("%s is read otherwise (-want +got):\n%s", text, cmp.Diff(c, back))
		}
	})
}

// What no document shows, and no operation makes, does not come back.
func TestWhatThereIsNot(t *testing.T) {
	for _, c := range []struct {
		name            string
		change, becomes func(c *charge.Charge)
	}{
		{"a fee without an id holds only what is due",
			func(c *charge.Charge) {
				c.ApplicationFee = full().ApplicationFee
				c.ApplicationFee.ID = ""
			},
			func(c *charge.Charge) { c.ApplicationFee = connect.ApplicationFee{Amount: 90} }},
		{"a transfer without an id holds only its destination and what is due",
			func(c *charge.Charge) {
				c.Transfer = full().Transfer
				c.Transfer.ID = ""
			},
			func(c *charge.Charge) { c.Transfer = connect.Transfer{Destination: "acct_1", Amount: 800} }},
		{"what the network offers does not matter where nothing succeeded",
			func(c *charge.Charge) { c.Status, c.Card.Unshown = charge.StatusFailed, true },
			func(c *charge.Charge) { c.Status, c.Card.Unshown = charge.StatusFailed, false }},
		{"what is not shown is not available",
			func(c *charge.Charge) { c.Card.Unshown, c.Card.Multicapture = true, true },
			func(c *charge.Charge) { c.Card.Unshown = true }},
		{"of a charge without a status nothing but the id is known",
			func(c *charge.Charge) { c.Status = "" },
			func(c *charge.Charge) { *c = charge.Charge{ID: "ch_1"} }},
	} {
		ch, want := captured(), captured()
		c.change(&ch)
		c.becomes(&want)
		text, err := json.Marshal(ch)
		if err != nil {
			t.Fatal(err)
		}
		var back charge.Charge
		if err := json.Unmarshal(text, &back); err != nil || back != want {
			t.Errorf("%s, error %v (-want +got):\n%s", c.name, err, cmp.Diff(want, back))
		}
	}
	// A mark that there is not is refused.
	for _, change := range []func(c *charge.Charge){
		func(c *charge.Charge) { c.FirstGave = 3 },
		func(c *charge.Charge) { c.FeeEndpointUsed = 3 },
		func(c *charge.Charge) { c.TransferEndpointUsed = 255 },
	} {
		ch := captured()
		change(&ch)
		text, _ := json.Marshal(ch)
		if err := new(charge.Charge).UnmarshalJSON(text); !errors.Is(err, code.ParameterInvalid) {
			t.Errorf("%s is read with the error %v", text, err)
		}
	}
}

// minimal is the least that a charge has to show, with something more.
func minimal(more string) string {
	return `{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,"amount_refunded":0,"captured":true,"paid":true,"refunded":false` + more + `}`
}

// captured is what minimal reads as.
func captured() charge.Charge {
	return charge.Charge{
		ID: "ch_1", Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 1000, Captured: true, Captures: 1, Paid: true,
		Card: charge.Card{Unshown: true},
	}
}

// Bodies from before amount_captured existed are read where they tell the amount.
func TestWithoutAmountCaptured(t *testing.T) {
	reads(t, minimal(``), captured())
	reads(t, minimal(`,"amount_captured":null`), captured())

	open := captured()
	open.Captured, open.AmountCaptured, open.Captures, open.Card.Unshown = false, 0, 0, true
	reads(t, strings.Replace(minimal(``), `"captured":true`, `"captured":false`, 1), open)

	canceled := open
	canceled.AmountRefunded, canceled.Refunded = 1000, true
	reads(t, `{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,"amount_captured":null,"amount_refunded":1000,"captured":false,"paid":true,"refunded":true}`, canceled)

	// Captured and refunded: the refund may be the release of what was not captured.
	for _, refunded := range []string{`1`, `900`, `1000`} {
		reads(t, strings.Replace(minimal(``), `"amount_refunded":0`, `"amount_refunded":`+refunded, 1), charge.Charge{ID: "ch_1"})
	}
	shown := captured()
	shown.AmountCaptured, shown.AmountRefunded = 100, 900
	shown.RefundsMade, shown.LiveRefunds = charge.MaxNumberedRefunds, math.MaxUint64
	reads(t, strings.Replace(minimal(`,"amount_captured":100`), `"amount_refunded":0`, `"amount_refunded":900`, 1), shown)
	nothing := captured()
	nothing.AmountCaptured, nothing.Captures = 0, 0
	reads(t, minimal(`,"amount_captured":0`), nothing)
}

// What the network offers is unknown of a card of which nothing is shown; what is no card is offered nothing.
func TestDetailsOfTypeAlone(t *testing.T) {
	other := captured()
	other.Card.Unshown = false
	for kind, want := range map[string]charge.Charge{"card": captured(), "card_present": captured(), "sepa_debit": other} {
		reads(t, minimal(`,"payment_method_details":{"type":"`+kind+`"}`), want)
	}
}

// The number of captures is what the amounts tell, unless the document says it.
func TestCaptures(t *testing.T) {
	const multicapture = `,"payment_method_details":{"card":{"multicapture":{"status":"available"}}}`
	for _, c := range []struct {
		name, captured, more string
		want                 uint8
	}{
		{"nothing captured", `false`, `,"amount_captured":0`, 0},
		{"nothing captured, closed", `true`, `,"amount_captured":0`, 0},
		{"nothing captured, multicapture", `false`, `,"amount_captured":0` + multicapture, 0},
		{"one capture", `true`, `,"amount_captured":1000`, 1},
		{"one capture of a part", `true`, `,"amount_captured":1`, 1},
		{"captured, multicapture", `true`, `,"amount_captured":1000` + multicapture, capture.Uncounted},
		{"part captured, multicapture", `false`, `,"amount_captured":1` + multicapture, capture.Uncounted},
		{"part captured and open", `false`, `,"amount_captured":1`, capture.Uncounted},
		{"told", `true`, `,"amount_captured":1000,"tranche":{"captures":7}` + multicapture, 7},
		{"told, none", `false`, `,"tranche":{"captures":0},"amount_captured":1` + multicapture, 0},
		{"told otherwise", `true`, `,"tranche":{"captures":2},"amount_captured":1000`, 2},
		{"told that nobody knows", `true`, `,"tranche":{"captures":255},"amount_captured":1000`, capture.Uncounted},
		{"another word of ours", `true`, `,"tranche":{"other":2},"amount_captured":1000`, 1},
		{"nothing of ours", `true`, `,"tranche":{},"amount_captured":1000`, 1},
		{"null of ours", `true`, `,"tranche":null,"amount_captured":1000`, 1},
	} {
		var got charge.Charge
		text := strings.Replace(minimal(c.more), `"captured":true`, `"captured":`+c.captured, 1)
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.Captures != c.want {
			t.Errorf("%s: %d captures, want %d, error %v", c.name, got.Captures, c.want, err)
		}
	}
}

func TestReadsTheAPI(t *testing.T) {
	with := func(change func(*charge.Charge)) charge.Charge { c := captured(); change(&c); return c }
	shown := func(change func(*charge.Charge)) charge.Charge {
		c := captured()
		c.Card.Unshown = false
		change(&c)
		return c
	}
	for text, want := range map[string]charge.Charge{
		// Other objects may be expanded.
		`,"balance_transaction":{"id":"txn_1","object":"balance_transaction","amount":5}`:         with(func(c *charge.Charge) { c.BalanceTransaction = "txn_1" }),
		`,"failure_balance_transaction":{"id":"txn_1","object":"balance_transaction","amount":5}`: with(func(c *charge.Charge) { c.FailureBalanceTransaction = "txn_1" }),
		`,"payment_intent":{"id":"pi_1","object":"payment_intent"}`:                               with(func(c *charge.Charge) { c.PaymentIntent = "pi_1" }),
		`,"payment_method":{"id":"pm_1"}`:                                                         with(func(c *charge.Charge) { c.PaymentMethod = "pm_1" }),
		`,"currency":"USD"`:                                                                       with(func(c *charge.Charge) { c.Currency = "usd" }),
		// What is not modelled is skipped.
		`,"outcome":{"id":1.5,"amount":-1},"Amount":"7","metadata":{"amount":"x"},"refunds":[]`:           captured(),
		`,"payment_method_details":{"type":"sepa_debit","sepa_debit":{"network":"x","capture_before":1}}`: shown(func(*charge.Charge) {}),
		`,"payment_method_details":{"type":"card","card":{"last4":"4242"}}`:                               captured(),
		// A terminal shows the same under another name.
		`,"payment_method_details":{"type":"card_present","card_present":{"amount_authorized":1000,"capture_before":7,"network":"visa"}}`: with(func(c *charge.Charge) {
			c.Card = charge.Card{Network: "visa", AmountAuthorized: 1000, CaptureBefore: 7, Unshown: true}
		}),
		// Older bodies show the brand and no network.
		`,"payment_method_details":{"card":{"brand":"visa"}}`:                        with(func(c *charge.Charge) { c.Card.Network = "visa" }),
		`,"payment_method_details":{"card":{"brand":"visa","network":null}}`:         with(func(c *charge.Charge) { c.Card.Network = "visa" }),
		`,"payment_method_details":{"card":{"network":"jcb","brand":"visa"}}`:        with(func(c *charge.Charge) { c.Card.Network = "jcb" }),
		`,"payment_method_details":{"card":{"brand":"visa","network":"mastercard"}}`: with(func(c *charge.Charge) { c.Card.Network = "mastercard" }),
		// Every status but the one that says yes says no.
		`,"payment_method_details":{"card":{"extended_authorization":{"status":"available"},"incremental_authorization":{"status":"enabled"},"multicapture":{"status":"Available"},"overcapture":{"status":"available"}}}`: shown(func(*charge.Charge) {}),
		`,"payment_method_details":{"card":{"extended_authorization":{"status":null},"incremental_authorization":null,"multicapture":{"other":1},"overcapture":null}}`:                                                     shown(func(*charge.Charge) {}),
		`,"payment_method_details":{"card":{"extended_authorization":{"status":"enabled"}}}`:                                                                                                                               with(func(c *charge.Charge) { c.Card.Extended = true }),
		`,"payment_method_details":{"card":{"incremental_authorization":{"status":"available"}}}`:                                                                                                                          with(func(c *charge.Charge) { c.Card.Incremental = true }),
		`,"payment_method_details":{"card":{"overcapture":{"maximum_amount_capturable":1150,"status":"unavailable","x":1}}}`:                                                                                               with(func(c *charge.Charge) { c.Card.MaximumAmountCapturable = 1150 }),
	} {
		reads(t, minimal(text), want)
	}
}

// sharing returns what a charge tells of its fee, its transfer and its refunds.
func sharing(c charge.Charge) charge.Charge {
	return charge.Charge{
		RefundsMade: c.RefundsMade, LiveRefunds: c.LiveRefunds,
		FirstGave: c.FirstGave, FeeEndpointUsed: c.FeeEndpointUsed, TransferEndpointUsed: c.TransferEndpointUsed,
		ApplicationFee: c.ApplicationFee, Transfer: c.Transfer,
	}
}

// What the API shows of fees and transfers, and what else that tells.
func TestReadsSharing(t *testing.T) {
	const (
		no, yes, unknown = connect.MarkNo, connect.MarkYes, connect.MarkUnknown
		settled          = `,"balance_transaction":"txn_1"`
		acct1            = `,"transfer_data":{"destination":"acct_1"}`
		fee100           = `,"application_fee":null,"application_fee_amount":100`
		part             = `,"amount_captured":300`
		held             = `"captured":false`
	)
	due := func(fee money.Amount) charge.Charge {
		return charge.Charge{ApplicationFee: connect.ApplicationFee{Amount: fee}}
	}
	toAcct1 := func(fee, transfer money.Amount) charge.Charge {
		return charge.Charge{ApplicationFee: connect.ApplicationFee{Amount: fee}, Transfer: connect.Transfer{Destination: "acct_1", Amount: transfer}}
	}
	whileHeld := func(transfer money.Amount) charge.Charge {
		c := toAcct1(0, transfer)
		c.FirstGave = connect.MarkUnknown
		return c
	}
	feeByID := func(used connect.Mark) charge.Charge {
		return charge.Charge{ApplicationFee: connect.ApplicationFee{ID: "fee_1"}, FeeEndpointUsed: used}
	}
	transferByID := func(used connect.Mark, destination string) charge.Charge {
		return charge.Charge{Transfer: connect.Transfer{ID: "tr_1", Destination: destination}, TransferEndpointUsed: used}
	}
	var nothing charge.Charge
	for _, c := range []struct {
		name    string
		instead string // of a member of minimal
		more    string
		want    charge.Charge
	}{
		// An asynchronous capture leaves null what is to come, and one may come before the other.
		{"a fee to come", "", fee100, due(100)},
		{"a fee of zero", "", `,"application_fee":null,"application_fee_amount":0`, nothing},
		{"no fee", "", `,"application_fee":null,"application_fee_amount":null`, nothing},
		{"a fee of everything to come", "", `,"application_fee_amount":1000`, due(1000)},
		{"a larger fee to come is capped", "", `,"application_fee_amount":1001`, due(1000)},
		{"a fee of a part to come is capped", "", `,"amount_captured":99` + fee100, due(99)},
		{"a transfer to come", "", acct1, toAcct1(0, 1000)},
		{"a transfer of a part to come", "", acct1 + part, toAcct1(0, 300)},
		{"a transfer of an amount to come", "", `,"transfer_data":{"destination":"acct_1","amount":800}`, toAcct1(0, 800)},
		{"a transfer of nothing to come", "", `,"transfer_data":{"destination":"acct_1","amount":0}`, toAcct1(0, 0)},
		{"a transfer of a larger amount to come is capped", "", `,"transfer_data":{"destination":"acct_1","amount":1001}`, toAcct1(0, 1000)},
		{"a fee and a transfer to come", "", acct1 + fee100, toAcct1(100, 1000)},
		{"a transfer to come of a part, while more may be captured", held, acct1 + part, whileHeld(300)},
		{"a transfer of an amount to come, while more may be captured: of how much is not known", held, part + `,"transfer_data":{"destination":"acct_1","amount":200}`, whileHeld(0)},
		{"an amount without a destination", "", `,"transfer_data":{"amount":800}`, nothing},
		{"told otherwise", "", acct1 + fee100 + `,"tranche":{"application_fee_due":1,"transfer_due":2}`, toAcct1(1, 2)},
		{"told that nothing is due", "", acct1 + fee100 + `,"tranche":{"application_fee_due":0,"transfer_due":0}`, toAcct1(0, 0)},
		{"null is not told", "", acct1 + fee100 + `,"tranche":{"application_fee_due":null,"transfer_due":null}`, toAcct1(100, 1000)},
		{"a fee that has come is not due", "", `,"application_fee":"fee_1","application_fee_amount":100,"tranche":{"application_fee_due":7}`, feeByID(unknown)},
		{"a transfer that has come is not due", "", acct1 + `,"transfer":"tr_1","tranche":{"transfer_due":7}`, transferByID(unknown, "acct_1")},
		{"the balance transaction came alone, the rest is to come", "", settled + acct1 + fee100, toAcct1(100, 1000)},
		{"what failed owes nothing", `"status":"failed"`, acct1 + fee100, toAcct1(0, 0)},
		{"what is pending owes nothing yet", `"status":"pending"`, acct1 + fee100, toAcct1(0, 0)},
		{"what is held owes nothing", held, acct1 + fee100, toAcct1(0, 0)},

		// What was done, the API does not show.
		{"a part captured, the rest held", held, part + fee100, charge.Charge{FirstGave: unknown}},
		{"nothing captured, all held", held, fee100, nothing},
		{"a part captured, the rest let go", "", part, nothing},
		{"told that the first gave", held, part + `,"tranche":{"first_gave":1}`, charge.Charge{FirstGave: yes}},
		{"told that the first did not", held, part + `,"tranche":{"first_gave":0}`, charge.Charge{FirstGave: no}},
		{"told that nobody knows", "", `,"tranche":{"first_gave":2}`, charge.Charge{FirstGave: unknown}},
		{"null is not told of the first", held, part + `,"tranche":{"first_gave":null}`, charge.Charge{FirstGave: unknown}},
		{"a fee that was not expanded", "", `,"application_fee":"fee_1"`, feeByID(unknown)},
		{"a fee that was not expanded, told", "", `,"application_fee":"fee_1","tranche":{"fee_endpoint_used":1}`, feeByID(yes)},
		{"a fee that was not expanded, told no", "", `,"application_fee":"fee_1","tranche":{"fee_endpoint_used":0}`, feeByID(no)},
		{"a fee of which nothing came back", "", `,"application_fee":{"object":"application_fee","id":"fee_1","amount":30,"amount_refunded":0}`,
			charge.Charge{ApplicationFee: connect.ApplicationFee{ID: "fee_1", Amount: 30}}},
		{"a fee of which something came back", "", `,"application_fee":{"object":"application_fee","id":"fee_1","amount":30,"amount_refunded":1}`,
			charge.Charge{ApplicationFee: connect.ApplicationFee{ID: "fee_1", Amount: 30, AmountRefunded: 1}, FeeEndpointUsed: unknown}},
		{"a transfer that was not expanded", "", `,"transfer":"tr_1"`, transferByID(unknown, "")},
		{"a transfer that was not expanded, told", "", `,"transfer":"tr_1","tranche":{"transfer_endpoint_used":1}`, transferByID(yes, "")},
		{"a transfer that was not expanded, told no", "", `,"transfer":"tr_1","tranche":{"transfer_endpoint_used":0}`, transferByID(no, "")},
		{"a transfer of which nothing came back", "", `,"transfer":{"object":"transfer","id":"tr_1","amount":30,"amount_reversed":0}`,
			charge.Charge{Transfer: connect.Transfer{ID: "tr_1", Amount: 30}}},
		{"a transfer of which something came back", "", `,"transfer":{"object":"transfer","id":"tr_1","amount":30,"amount_reversed":1}`,
			charge.Charge{Transfer: connect.Transfer{ID: "tr_1", Amount: 30, AmountReversed: 1}, TransferEndpointUsed: unknown}},

		// Refunds are numbered.
		{"refunds", "", `,"tranche":{"refunds_made":3,"live_refunds":"5"}`, charge.Charge{RefundsMade: 3, LiveRefunds: 5}},
		{"the last refund", "", `,"tranche":{"refunds_made":64,"live_refunds":"8000000000000000"}`, charge.Charge{RefundsMade: 64, LiveRefunds: 1 << 63}},
		{"every refund", "", `,"tranche":{"refunds_made":64,"live_refunds":"FFFFffffFFFFffff"}`, charge.Charge{RefundsMade: 64, LiveRefunds: math.MaxUint64}},
		{"null is not told of refunds", "", `,"tranche":{"refunds_made":null,"live_refunds":null,"fee_endpoint_used":null,"transfer_endpoint_used":null}`, nothing},

		// The destination stands in two places, and what has no id has not come into being.
		{"the destination of the transfer", "", `,"transfer":{"object":"transfer","id":"tr_1","amount":30,"destination":"acct_1"},"transfer_data":null`,
			charge.Charge{Transfer: connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 30}}},
		{"a transfer by its id, and a destination", "", `,"transfer":"tr_1"` + acct1, transferByID(unknown, "acct_1")},
		{"a destination that was expanded", "", settled + `,"transfer_data":{"destination":{"id":"acct_1","object":"account"}}`, toAcct1(0, 1000)},
		{"objects without an id", "", settled + acct1 + `,"application_fee":{"object":"application_fee","account":"acct_2","amount":30,"amount_refunded":1},"transfer":{"object":"transfer","amount":300,"amount_reversed":1,"currency":"cad"}`, toAcct1(0, 1000)},
	} {
		text := minimal(c.more)
		for _, usual := range []string{`"status":"succeeded"`, `"captured":true`} {
			if key, _, _ := strings.Cut(usual, ":"); strings.HasPrefix(c.instead, key) {
				text = strings.Replace(text, usual, c.instead, 1)
			}
		}
		var got charge.Charge
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if sharing(got) != c.want {
			t.Errorf("%s (-want +got):\n%s", c.name, cmp.Diff(c.want, sharing(got)))
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		reads(t, string(again), got)
	}
}

func TestRefuses(t *testing.T) {
	const notJSON = "not a valid JSON document"
	card := func(member string) string { return minimal(`,"payment_method_details":{"card":{` + member + `}}`) }
	without := func(member string) string { return strings.Replace(minimal(``), member, ``, 1) }
	for text, want := range map[string]struct {
		code   code.Code
		param  string
		detail string
	}{
		``:                         {code.ParameterInvalid, "", notJSON},
		`{`:                        {code.ParameterInvalid, "", notJSON},
		`{} {}`:                    {code.ParameterInvalid, "", notJSON},
		`7`:                        {code.ParameterInvalid, "", "7 is not an object"},
		`true`:                     {code.ParameterInvalid, "", "true is not an object"},
		`["ch_1"]`:                 {code.ParameterInvalid, "", `["ch_1"] is not an object`},
		`{}`:                       {code.ParameterMissing, "id", ""},
		`{"id":null}`:              {code.ParameterMissing, "id", ""},
		`{"id":""}`:                {code.ParameterMissing, "id", ""},
		`{"id":7}`:                 {code.ParameterInvalid, "id", "7 is not a string"},
		`{"id":"a","id":1}`:        {code.ParameterInvalid, "id", "the key comes twice"},
		`{"\u0069d":"a","id":"a"}`: {code.ParameterInvalid, "id", "the key comes twice"},

		without(`"id":"ch_1",`):          {code.ParameterMissing, "id", ""},
		without(`"object":"charge",`):    {code.ParameterMissing, "object", ""},
		without(`"status":"succeeded",`): {code.ParameterMissing, "status", ""},
		without(`"amount":1000,`):        {code.ParameterMissing, "amount", ""},
		without(`"amount_refunded":0,`):  {code.ParameterMissing, "amount_refunded", ""},
		without(`"captured":true,`):      {code.ParameterMissing, "captured", ""},
		without(`"paid":true,`):          {code.ParameterMissing, "paid", ""},
		without(`,"refunded":false`):     {code.ParameterMissing, "refunded", ""},

		strings.Replace(minimal(``), `"succeeded"`, `""`, 1):                 {code.ParameterMissing, "status", ""},
		strings.Replace(minimal(``), `"succeeded"`, `null`, 1):               {code.ParameterMissing, "status", ""},
		strings.Replace(minimal(``), `"succeeded"`, `1`, 1):                  {code.ParameterInvalid, "status", "1 is not a string"},
		strings.Replace(minimal(``), `"charge"`, `"refund"`, 1):              {code.ParameterInvalid, "object", `the object is a "refund", not a "charge"`},
		strings.Replace(minimal(``), `:1000`, `:1.5`, 1):                     {code.ParameterInvalidInteger, "amount", "1.5 is not a non-negative integer of 64 bits"},
		strings.Replace(minimal(``), `:1000`, `:1e3`, 1):                     {code.ParameterInvalidInteger, "amount", "1e3 is not a non-negative integer of 64 bits"},
		strings.Replace(minimal(``), `:1000`, `:-1`, 1):                      {code.ParameterInvalidInteger, "amount", "-1 is not a non-negative integer of 64 bits"},
		strings.Replace(minimal(``), `:1000`, `:"1000"`, 1):                  {code.ParameterInvalidInteger, "amount", `"1000" is not a non-negative integer of 64 bits`},
		strings.Replace(minimal(``), `:1000`, `:9223372036854775808`, 1):     {code.ParameterInvalidInteger, "amount", "9223372036854775808 is not a non-negative integer of 64 bits"},
		strings.Replace(minimal(``), `:1000`, `:1000000000000`, 1):           {code.AmountTooLarge, "amount", "1000000000000 is more than 999999999999"},
		strings.Replace(minimal(``), `:0`, `:-5`, 1):                         {code.ParameterInvalidInteger, "amount_refunded", "-5 is not a non-negative integer of 64 bits"},
		strings.Replace(minimal(``), `"captured":true`, `"captured":1`, 1):   {code.ParameterInvalid, "captured", "1 is not true or false"},
		strings.Replace(minimal(``), `"paid":true`, `"paid":"true"`, 1):      {code.ParameterInvalid, "paid", `"true" is not true or false`},
		strings.Replace(minimal(``), `"refunded":false`, `"refunded":[]`, 1): {code.ParameterInvalid, "refunded", "[] is not true or false"},

		minimal(`,"amount_captured":1.5`):                 {code.ParameterInvalidInteger, "amount_captured", "1.5 is not a non-negative integer of 64 bits"},
		minimal(`,"application_fee":{"amount":-1}`):       {code.ParameterInvalidInteger, "application_fee.amount", "-1 is not a non-negative integer of 64 bits"},
		minimal(`,"application_fee":7`):                   {code.ParameterInvalid, "application_fee", "7 is not an object"},
		minimal(`,"application_fee_amount":"9"`):          {code.ParameterInvalidInteger, "application_fee_amount", `"9" is not a non-negative integer of 64 bits`},
		minimal(`,"balance_transaction":{"id":1}`):        {code.ParameterInvalid, "balance_transaction.id", "1 is not a string"},
		minimal(`,"created":1e9`):                         {code.ParameterInvalidInteger, "created", "1e9 is not a non-negative integer of 64 bits"},
		minimal(`,"currency":"dollars"`):                  {code.ParameterInvalid, "currency", `"dollars" is not a currency`},
		minimal(`,"disputed":0`):                          {code.ParameterInvalid, "disputed", "0 is not true or false"},
		minimal(`,"failure_code":1`):                      {code.ParameterInvalid, "failure_code", "1 is not a string"},
		minimal(`,"failure_message":{}`):                  {code.ParameterInvalid, "failure_message", "{} is not a string"},
		minimal(`,"payment_intent":1`):                    {code.ParameterInvalid, "payment_intent", "1 is not an object"},
		minimal(`,"payment_method":true`):                 {code.ParameterInvalid, "payment_method", "true is not an object"},
		minimal(`,"payment_method_details":"card"`):       {code.ParameterInvalid, "payment_method_details", `"card" is not an object`},
		minimal(`,"payment_method_details":{"card":1}`):   {code.ParameterInvalid, "payment_method_details.card", "1 is not an object"},
		minimal(`,"transfer":{"object":"charge"}`):        {code.ParameterInvalid, "transfer.object", `the object is a "charge", not a "transfer"`},
		minimal(`,"transfer_data":"acct_1"`):              {code.ParameterInvalid, "transfer_data", `"acct_1" is not an object`},
		minimal(`,"transfer_data":{"amount":1.5}`):        {code.ParameterInvalidInteger, "transfer_data.amount", "1.5 is not a non-negative integer of 64 bits"},
		minimal(`,"tranche":7`):                           {code.ParameterInvalid, "tranche", "7 is not an object"},
		minimal(`,"tranche":{"captures":256}`):            {code.ParameterInvalid, "tranche.captures", "256 is too large"},
		minimal(`,"tranche":{"captures":-1}`):             {code.ParameterInvalidInteger, "tranche.captures", "-1 is not a non-negative integer of 64 bits"},
		minimal(`,"tranche":{"captures":1,"captures":1}`): {code.ParameterInvalid, "tranche.captures", "the key comes twice"},

		minimal(`,"tranche":{"first_gave":3}`):                                   {code.ParameterInvalid, "tranche.first_gave", "3 is not a mark from 0 to 2"},
		minimal(`,"tranche":{"first_gave":7}`):                                   {code.ParameterInvalid, "tranche.first_gave", "7 is not a mark from 0 to 2"},
		minimal(`,"tranche":{"first_gave":true}`):                                {code.ParameterInvalidInteger, "tranche.first_gave", "true is not a non-negative integer of 64 bits"},
		minimal(`,"tranche":{"fee_endpoint_used":3}`):                            {code.ParameterInvalid, "tranche.fee_endpoint_used", "3 is not a mark from 0 to 2"},
		minimal(`,"tranche":{"fee_endpoint_used":256}`):                          {code.ParameterInvalid, "tranche.fee_endpoint_used", "256 is too large"},
		minimal(`,"tranche":{"fee_endpoint_used":"yes"}`):                        {code.ParameterInvalidInteger, "tranche.fee_endpoint_used", `"yes" is not a non-negative integer of 64 bits`},
		minimal(`,"tranche":{"transfer_endpoint_used":3}`):                       {code.ParameterInvalid, "tranche.transfer_endpoint_used", "3 is not a mark from 0 to 2"},
		minimal(`,"tranche":{"transfer_endpoint_used":-1}`):                      {code.ParameterInvalidInteger, "tranche.transfer_endpoint_used", "-1 is not a non-negative integer of 64 bits"},
		minimal(`,"tranche":{"refunds_made":256}`):                               {code.ParameterInvalid, "tranche.refunds_made", "256 is too large"},
		minimal(`,"tranche":{"refunds_made":"1"}`):                               {code.ParameterInvalidInteger, "tranche.refunds_made", `"1" is not a non-negative integer of 64 bits`},
		minimal(`,"tranche":{"live_refunds":1}`):                                 {code.ParameterInvalid, "tranche.live_refunds", "1 is not a string"},
		minimal(`,"tranche":{"live_refunds":""}`):                                {code.ParameterInvalid, "tranche.live_refunds", `"" is not 64 bits in hexadecimal digits`},
		minimal(`,"tranche":{"live_refunds":"0x1"}`):                             {code.ParameterInvalid, "tranche.live_refunds", `"0x1" is not 64 bits in hexadecimal digits`},
		minimal(`,"tranche":{"live_refunds":"-1"}`):                              {code.ParameterInvalid, "tranche.live_refunds", `"-1" is not 64 bits in hexadecimal digits`},
		minimal(`,"tranche":{"live_refunds":"g"}`):                               {code.ParameterInvalid, "tranche.live_refunds", `"g" is not 64 bits in hexadecimal digits`},
		minimal(`,"tranche":{"live_refunds":"10000000000000000"}`):               {code.ParameterInvalid, "tranche.live_refunds", `"10000000000000000" is not 64 bits in hexadecimal digits`},
		minimal(`,"tranche":{"live_refunds":"` + strings.Repeat("z", 50) + `"}`): {code.ParameterInvalid, "tranche.live_refunds", `"` + strings.Repeat("z", 40) + `" is not 64 bits in hexadecimal digits`},
		minimal(`,"tranche":{"application_fee_due":-1}`):                         {code.ParameterInvalidInteger, "tranche.application_fee_due", "-1 is not a non-negative integer of 64 bits"},
		minimal(`,"tranche":{"application_fee_due":1000000000000}`):              {code.AmountTooLarge, "tranche.application_fee_due", "1000000000000 is more than 999999999999"},
		minimal(`,"tranche":{"transfer_due":1.5}`):                               {code.ParameterInvalidInteger, "tranche.transfer_due", "1.5 is not a non-negative integer of 64 bits"},
		minimal(`,"tranche":[]`):                                                 {code.ParameterInvalid, "tranche", "[] is not an object"},

		card(`"amount_authorized":1.5`):                        {code.ParameterInvalidInteger, "payment_method_details.card.amount_authorized", "1.5 is not a non-negative integer of 64 bits"},
		card(`"brand":1`):                                      {code.ParameterInvalid, "payment_method_details.card.brand", "1 is not a string"},
		card(`"network":1`):                                    {code.ParameterInvalid, "payment_method_details.card.network", "1 is not a string"},
		card(`"capture_before":"soon"`):                        {code.ParameterInvalidInteger, "payment_method_details.card.capture_before", `"soon" is not a non-negative integer of 64 bits`},
		card(`"extended_authorization":true`):                  {code.ParameterInvalid, "payment_method_details.card.extended_authorization", "true is not an object"},
		card(`"incremental_authorization":{"status":true}`):    {code.ParameterInvalid, "payment_method_details.card.incremental_authorization.status", "true is not a string"},
		card(`"multicapture":"available"`):                     {code.ParameterInvalid, "payment_method_details.card.multicapture", `"available" is not an object`},
		card(`"overcapture":1150`):                             {code.ParameterInvalid, "payment_method_details.card.overcapture", "1150 is not an object"},
		card(`"overcapture":{"maximum_amount_capturable":-1}`): {code.ParameterInvalidInteger, "payment_method_details.card.overcapture.maximum_amount_capturable", "-1 is not a non-negative integer of 64 bits"},
		minimal(`,"payment_method_details":{"card_present":{"amount_authorized":-1}}`): {code.ParameterInvalidInteger, "payment_method_details.card_present.amount_authorized", "-1 is not a non-negative integer of 64 bits"},
	} {
		got := full()
		err := got.UnmarshalJSON([]byte(text))
		e, ok := errors.AsType[*code.Error](err)
		if !ok || e.Op != "decode" || e.Type != code.TypeInvalidRequest || e.Code != want.code || e.Param != want.param || e.Detail != want.detail {
			t.Errorf("%s\n is refused with %v\nwant %s of %s: %s", text, err, want.code, want.param, want.detail)
		}
		if got != full() {
			t.Errorf("%s is refused and has changed the charge:\n%s", text, cmp.Diff(full(), got))
		}
	}
}

// The answer of an issuer is plain data in a journal.
func TestAttemptJSON(t *testing.T) {
	const want = `{"answer":"declined","charge":"ch_1",` +
		`"card":{"network":"visa","multicapture":true,"incremental_authorization":true,"extended_authorization":true,"amount_authorized":1000,"maximum_amount_capturable":1150,"capture_before":1700600000},` +
		`"failure":{"code":"card_declined","decline_code":"lost_card","message":"Your card was declined."},"next_action":"redirect_to_url",` +
		`"balance_transaction":"txn_1","application_fee":"fee_1","transfer":"tr_1","transfer_currency":"cad","transfer_amount":1356}`
	full := charge.Attempt{
		Answer: charge.AnswerDeclined, Charge: "ch_1", Card: full().Card,
		Failure:    charge.Failure{Code: code.CardDeclined, Decline: code.DeclineLostCard, Message: "Your card was declined."},
		NextAction: "redirect_to_url", Settlement: inCAD(1356),
	}
	for text, a := range map[string]charge.Attempt{
		want:                      full,
		`{"answer":""}`:           {},
		`{"answer":"approved"}`:   {Answer: charge.AnswerApproved},
		`{"answer":"pending"}`:    {Answer: charge.AnswerPending},
		`{"answer":"challenged"}`: {Answer: charge.AnswerChallenged},
	} {
		got, err := json.Marshal(a)
		if err != nil || string(got) != text {
			t.Errorf("got  %s\nwant %s, error %v", got, text, err)
		}
		var back charge.Attempt
		if err := json.Unmarshal(got, &back); err != nil || back != a {
			t.Errorf("%s is read as %+v, error %v", got, back, err)
		}
	}
}

// FuzzCharge: nothing panics, and what is read is written and read again as the same.
func FuzzCharge(f *testing.F) {
	for _, text := range []string{
		``, `null`, `"ch_1"`, `""`, `{}`, fullText, bareText, minimal(``), minimal(`,"amount_captured":null`), minimal(`,"tranche":{"captures":255}`),
		minimal(`,"payment_method_details":{"card":{"brand":"visa"},"card_present":{"network":"jcb"}}`),
		minimal(`,"application_fee":{"id":"fee_1","object":"application_fee"},"transfer":{"object":"transfer"},"transfer_data":{"amount":0}`),
		minimal(`,"application_fee_amount":100,"transfer_data":{"destination":"acct_1","amount":800}`),
		minimal(`,"application_fee":{"object":"application_fee","amount":1},"transfer":{"object":"transfer","destination":"acct_1"},"tranche":{"application_fee_due":3,"transfer_due":5}`),
		minimal(`,"tranche":{"first_gave":1,"fee_endpoint_used":2,"transfer_endpoint_used":1,"live_refunds":"8000000000000001","refunds_made":64}`),
		strings.Replace(minimal(`,"amount_captured":300,"application_fee":"fee_1","transfer":"tr_1"`), `"captured":true`, `"captured":false`, 1),
		strings.Replace(minimal(``), `"amount_refunded":0`, `"amount_refunded":7`, 1),
		strings.Replace(minimal(``), `"succeeded"`, `""`, 1),
		"{\"id\":\"\xff\",\"object\":\"charge\",\"status\":\"\\ud800\",\"amount\":0,\"amount_refunded\":0,\"captured\":false,\"paid\":false,\"refunded\":false}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		read := full()
		if err := read.UnmarshalJSON(b); err != nil {
			if _, ok := errors.AsType[*code.Error](err); !ok {
				t.Fatalf("%v is not an error of this module", err)
			}
			if read != full() {
				t.Fatal("refused, and the charge has changed")
			}
			return
		}
		if !read.Known() && read != (charge.Charge{ID: read.ID}) {
			t.Fatalf("not known, and it shows %+v", read)
		}
		text, err := read.MarshalJSON()
		if err != nil || !json.Valid(text) {
			t.Fatalf("%+v is written as %s, error %v", read, text, err)
		}
		var again charge.Charge
		if err := again.UnmarshalJSON(text); err != nil || again != read {
			t.Fatalf("%s is read otherwise, error %v (-first +again):\n%s", text, err, cmp.Diff(read, again))
		}
	})
}

// At a terminal the body shows whether an authorization can be incremented, and nothing of several captures.
func TestCardPresent(t *testing.T) {
	for details, want := range map[string]charge.Card{
		`"card_present":{"amount_authorized":1000,"network":"visa","overcapture_supported":false,"incremental_authorization_supported":true}`: {
			Network: charge.NetworkVisa, AmountAuthorized: 1000, Incremental: true, Unshown: true,
		},
		`"card_present":{"incremental_authorization_supported":false,"brand":"visa"}`: {Network: charge.NetworkVisa, Unshown: true},
		`"card_present":{"incremental_authorization_supported":null,"brand":"visa"}`:  {Network: charge.NetworkVisa, Unshown: true},
		`"card":{"incremental_authorization_supported":true,"brand":"visa"}`:          {Network: charge.NetworkVisa, Unshown: true}, // no key of it
	} {
		var c charge.Charge
		if err := json.Unmarshal([]byte(minimal(`,"payment_method_details":{`+details+`}`)), &c); err != nil {
			t.Fatal(err)
		}
		if c.Card != want {
			t.Errorf("%s reads as %+v", details, c.Card)
		}
	}
}

// What the network offers is unknown where the body does not show it, unless nothing succeeded.
func TestUnshown(t *testing.T) {
	for details, unshown := range map[string]bool{
		``:                               true,
		`,"payment_method_details":null`: true,
		`,"payment_method_details":{}`:   false, // another kind of method than a card
		`,"payment_method_details":{"type":"klarna","klarna":{}}`:                                        false,
		`,"payment_method_details":{"type":"card","card":null}`:                                          true,
		`,"payment_method_details":{"type":"card","card":{"network":"visa"}}`:                            true,
		`,"payment_method_details":{"type":"card","card":{"multicapture":null}}`:                         true,
		`,"payment_method_details":{"type":"card","card":{"multicapture":{"status":"unavailable"}}}`:     false,
		`,"payment_method_details":{"type":"card_present","card_present":{"capture_before":1767312000}}`: true,
		`,"payment_method_details":{"type":"card","card":null,"card_present":null}`:                      true,
		`,"payment_method_details":{"card_present":null,"card":{"network":"visa"}}`:                      true,
		`,"payment_method_details":{"card":{"network":"visa"},"card_present":null}`:                      true,
		`,"payment_method_details":{"card_present":null}`:                                                false,
		`,"payment_method_details":{"card":null}`:                                                        true,
		`,"payment_method_details":{"card":{"multicapture":{"status":"available"}},"card_present":null}`: false,
	} {
		for _, status := range []string{"succeeded", "pending", "failed", "new"} {
			for _, captured := range []string{"true", "false"} { // of a captured charge its refunds depend on it
				var c charge.Charge
				body := strings.NewReplacer(`"captured":true`, `"captured":`+captured, `"succeeded"`, `"`+status+`"`).Replace(minimal(details))
				if err := json.Unmarshal([]byte(body), &c); err != nil {
					t.Fatal(err)
				}
				want := unshown && status == "succeeded"
				if c.Card.Unshown != want || c.KnownToNetwork() == want {
					t.Errorf("%s: Unshown is %t, want %t", body, c.Card.Unshown, want)
				}
				again, err := json.Marshal(c)
				if err != nil {
					t.Fatal(err)
				}
				var read charge.Charge
				if err := json.Unmarshal(again, &read); err != nil || read != c {
					t.Errorf("%s is read otherwise: %+v, %v", again, read, err)
				}
			}
		}
	}
}

// A part that was captured while the rest is held proves what the body does not show.
func TestUnshownMulticaptureProved(t *testing.T) {
	c := charge.Charge{ID: "ch_1", Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 1, Captures: 1, Paid: true, Card: charge.Card{Unshown: true}}
	for _, test := range []struct {
		captured money.Amount
		closed   bool
		want     bool
	}{{0, false, false}, {1, false, true}, {1, true, false}} {
		c.AmountCaptured, c.Captured = test.captured, test.closed
		if got := c.CaptureLedger(capture.Readings{}).Multicapture; got != test.want {
			t.Errorf("%+v: %t", test, got)
		}
	}
	c.AmountCaptured, c.Captured, c.Card.Unshown = 1, false, false
	if c.CaptureLedger(capture.Readings{}).Multicapture {
		t.Error("shown to be unavailable, and yet available")
	}
	if (&charge.Charge{ID: "ch_1"}).KnownToNetwork() {
		t.Error("an id alone is known to the network")
	}
}
