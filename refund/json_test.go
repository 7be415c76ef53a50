package refund_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/refund"
)

const fullBody = `{"id":"re_1","object":"refund","amount":300,"balance_transaction":"txn_1","charge":"ch_1","created":1700000003,` +
	`"currency":"usd","destination_details":{"card":{"type":"reversal"},"type":"card"},"failure_balance_transaction":"txn_2","failure_reason":"declined","payment_intent":"pi_1","pending_reason":"processing",` +
	`"reason":"duplicate","status":"failed","transfer_reversal":{"id":"trr_1","object":"transfer_reversal","amount":264,` +
	`"balance_transaction":"txn_3","created":1700000001,"source_refund":"re_1","transfer":"tr_1"},"tranche":{"fee_refund":` +
	`{"id":"fr_1","object":"fee_refund","amount":36,"balance_transaction":"txn_4","created":1700000002,"fee":"fee_1"},"number":7}}`

// least is the least that a refund has to show, with something more.
func least(more string) string {
	return `{"object":"refund","amount":300,"status":"succeeded"` + more + `}`
}

func shown() refund.Refund { return refund.Refund{Amount: 300, Status: refund.StatusSucceeded} }

// A new field has to be in full, and then in the document.
func TestFull(t *testing.T) {
	for _, of := range []reflect.Value{
		reflect.ValueOf(full()), reflect.ValueOf(full().TransferReversal), reflect.ValueOf(full().FeeRefund),
	} {
		for i := range of.NumField() {
			if of.Field(i).IsZero() {
				t.Errorf("full has nothing in %s.%s", of.Type(), of.Type().Field(i).Name)
			}
		}
	}
}

func TestWrites(t *testing.T) {
	numbered := shown()
	numbered.Number = 1
	feeRefunded := shown()
	feeRefunded.FeeRefund.ID = "fr_1"
	reversed := shown()
	reversed.TransferReversal.ID = "trr_1"
	plain := func(reversal, more string) string {
		return `{"id":null,"object":"refund","amount":300,"balance_transaction":null,"charge":null,"created":0,"currency":"",` +
			`"payment_intent":null,"reason":null,"status":"succeeded","transfer_reversal":` + reversal + more + `}`
	}
	for want, r := range map[string]refund.Refund{
		`null`:            {},
		fullBody:          full(),
		plain(`null`, ``): shown(),
		plain(`null`, `,"tranche":{"fee_refund":null,"number":1}`):   numbered,
		plain(`null`, `,"tranche":{"fee_refund":"fr_1","number":0}`): feeRefunded,
		plain(`"trr_1"`, ``): reversed, // not expanded
	} {
		got, err := json.Marshal(r)
		if err != nil || string(got) != want {
			t.Errorf("%+v is written as\n%s, want\n%s, error %v", r, got, want, err)
		}
		reads(t, want, r)
	}
}

// reads checks what a document is read as, whatever the variable held before.
func reads(t *testing.T, text string, want refund.Refund) {
	t.Helper()
	for _, got := range []refund.Refund{{}, full()} {
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got != want {
			t.Errorf("%s is read otherwise (-want +got):\n%s", text, cmp.Diff(want, got))
		}
	}
}

// The API's body shows more than this module models, and other objects expanded or by their id.
func TestReadsTheAPI(t *testing.T) {
	reads(t, `{
		"id": "re_1",
		"object": "refund",
		"amount": 500,
		"balance_transaction": {"id": "txn_1", "object": "balance_transaction", "amount": -500},
		"charge": {"id": "ch_1", "object": "charge", "amount": 1200},
		"created": 1700000000,
		"currency": "USD",
		"destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
		"metadata": {"order": "6735"},
		"payment_intent": {"id": "pi_1", "object": "payment_intent"},
		"reason": "requested_by_customer",
		"receipt_number": null,
		"source_transfer_reversal": null,
		"status": "succeeded",
		"transfer_reversal": {"id": "trr_1", "object": "transfer_reversal", "amount": 367, "transfer": "tr_1", "source_refund": "re_1",
			"destination_payment_refund": "pyr_1", "metadata": {}}
	}`, refund.Refund{
		ID: "re_1", Charge: "ch_1", PaymentIntent: "pi_1", Status: refund.StatusSucceeded, Amount: 500, Currency: "usd",
		Reason: refund.ReasonRequestedByCustomer, DestinationType: refund.DestinationTypeRefund, BalanceTransaction: "txn_1", Created: 1700000000,
		TransferReversal: connect.Reversal{ID: "trr_1", Transfer: "tr_1", SourceRefund: "re_1", Amount: 367},
	})

	failed := shown()
	failed.Status, failed.FailureReason, failed.FailureBalanceTransaction = "failed", "lost_or_stolen_card", "txn_2"
	reads(t, `{"object":"refund","amount":300,"status":"failed","failure_reason":"lost_or_stolen_card",
		"failure_balance_transaction":{"id":"txn_2"}}`, failed)

	pending := shown()
	pending.Status, pending.PendingReason = "pending", "charge_pending"
	reads(t, `{"object":"refund","amount":300,"status":"pending","pending_reason":"charge_pending"}`, pending)

	reads(t, least(``), shown())
	reads(t, least(`,"id":null,"balance_transaction":null,"charge":null,"created":null,"currency":null,"failure_reason":null,"reason":null,
		"failure_balance_transaction":null,"payment_intent":null,"pending_reason":null,"transfer_reversal":null,"tranche":null,"new":[{}]`), shown())
	reads(t, least(`,"tranche":{"number":null,"fee_refund":null,"new":1}`), shown())

	unknown := shown()
	unknown.Status, unknown.Reason, unknown.Number = "new", "newer", 255 // kept as they are
	reads(t, `{"object":"refund","amount":300,"status":"new","reason":"newer","tranche":{"number":255}}`, unknown)
	unsaid := shown()
	unsaid.Status = ""
	reads(t, `{"object":"refund","amount":300,"status":null}`, unsaid)
	reads(t, `{"object":"refund","amount":300}`, unsaid)
	canceled := shown() // as https://docs.stripe.com/api/refunds/cancel shows it
	canceled.Status, canceled.FailureReason, canceled.FailureBalanceTransaction = "canceled", "merchant_request", "txn_2"
	reads(t, `{"object":"refund","amount":300,"status":"canceled","failure_reason":"merchant_request","failure_balance_transaction":"txn_2"}`, canceled)
	none := shown()
	none.Amount = 0
	reads(t, `{"object":"refund","amount":0,"status":"succeeded"}`, none) // Validate refuses it
	most := shown()
	most.Amount = money.Max
	reads(t, `{"object":"refund","amount":999999999999,"status":"succeeded"}`, most)
}

func TestRefuses(t *testing.T) {
	twice := func(key string) string { return least(`,"` + key + `":null,"` + key + `":null`) }
	for text, want := range map[string]struct {
		code  code.Code
		param string
	}{
		``:                                    {code.ParameterInvalid, ""},
		`{`:                                   {code.ParameterInvalid, ""},
		`re_1`:                                {code.ParameterInvalid, ""},
		`"re_1"`:                              {code.ParameterInvalid, ""},
		`[]`:                                  {code.ParameterInvalid, ""},
		`7`:                                   {code.ParameterInvalid, ""},
		`{}`:                                  {code.ParameterMissing, "object"},
		`{"id":1}`:                            {code.ParameterInvalid, "id"},
		`{"amount":300,"status":"succeeded"}`: {code.ParameterMissing, "object"},
		`{"object":"refund","status":"succeeded"}`:                    {code.ParameterMissing, "amount"},
		`{"object":"refund","amount":null,"status":"succeeded"}`:      {code.ParameterMissing, "amount"},
		`{"object":"charge","amount":300,"status":"succeeded"}`:       {code.ParameterInvalid, "object"},
		`{"object":null,"amount":300,"status":"succeeded"}`:           {code.ParameterInvalid, "object"},
		`{"object":"refund","amount":-1}`:                             {code.ParameterInvalidInteger, "amount"},
		`{"object":"refund","amount":3.0}`:                            {code.ParameterInvalidInteger, "amount"},
		`{"object":"refund","amount":3e2}`:                            {code.ParameterInvalidInteger, "amount"},
		`{"object":"refund","amount":"300"}`:                          {code.ParameterInvalidInteger, "amount"},
		`{"object":"refund","amount":1000000000000}`:                  {code.AmountTooLarge, "amount"},
		`{"object":"refund","amount":9223372036854775808}`:            {code.ParameterInvalidInteger, "amount"},
		`{"object":"refund","amount":1,"status":2}`:                   {code.ParameterInvalid, "status"},
		`{"object":"refund","amount":1,"amount":2,"status":"failed"}`: {code.ParameterInvalid, "amount"},
		least(`,"balance_transaction":{"id":7}`):                      {code.ParameterInvalid, "balance_transaction.id"},
		least(`,"charge":7`):                                          {code.ParameterInvalid, "charge"},
		least(`,"created":-1`):                                        {code.ParameterInvalidInteger, "created"},
		least(`,"currency":"dollar"`):                                 {code.ParameterInvalid, "currency"},
		least(`,"failure_balance_transaction":[]`):                    {code.ParameterInvalid, "failure_balance_transaction"},
		least(`,"failure_reason":{}`):                                 {code.ParameterInvalid, "failure_reason"},
		least(`,"payment_intent":{"id":"pi_1","id":"pi_2"}`):          {code.ParameterInvalid, "payment_intent.id"},
		least(`,"pending_reason":0`):                                  {code.ParameterInvalid, "pending_reason"},
		least(`,"reason":false`):                                      {code.ParameterInvalid, "reason"},
		least(`,"transfer_reversal":7`):                               {code.ParameterInvalid, "transfer_reversal"},
		least(`,"transfer_reversal":{"amount":-7}`):                   {code.ParameterInvalidInteger, "transfer_reversal.amount"},
		least(`,"transfer_reversal":{"id":"a","id":"b"}`):             {code.ParameterInvalid, "transfer_reversal.id"},
		least(`,"transfer_reversal":{"object":"transfer"}`):           {code.ParameterInvalid, "transfer_reversal.object"},
		least(`,"tranche":7`):                                         {code.ParameterInvalid, "tranche"},
		least(`,"tranche":{"number":256}`):                            {code.ParameterInvalid, "tranche.number"},
		least(`,"tranche":{"number":-1}`):                             {code.ParameterInvalidInteger, "tranche.number"},
		least(`,"tranche":{"number":1,"number":1}`):                   {code.ParameterInvalid, "tranche.number"},
		least(`,"tranche":{"fee_refund":{"amount":0.5}}`):             {code.ParameterInvalidInteger, "tranche.fee_refund.amount"},
		twice("id"):         {code.ParameterInvalid, "id"},
		twice("tranche"):    {code.ParameterInvalid, "tranche"},
		twice("unknown"):    {code.ParameterInvalid, "unknown"},
		least(`,"id":"re_`): {code.ParameterInvalid, ""},
	} {
		got := full()
		err := got.UnmarshalJSON([]byte(text))
		e, ok := errors.AsType[*code.Error](err)
		if !ok || e.Op != "decode" || e.Code != want.code || e.Param != want.param {
			t.Errorf("%s is refused with %v, want %s of %q", text, err, want.code, want.param)
		}
		if got != full() {
			t.Errorf("%s is refused and has changed the refund (-before +after):\n%s", text, cmp.Diff(full(), got))
		}
	}
}

// drawRefund draws a refund with anything in every field, also what no refund can have.
func drawRefund(t *rapid.T) refund.Refund {
	text := func(label string) string {
		return rapid.OneOf(rapid.StringMatching(`([a-z]{2,4}_[0-9A-Za-z]{1,6})?`), rapid.String()).Draw(t, label)
	}
	amount := func(label string) money.Amount {
		return money.Amount(rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, int64(money.Max))).Draw(t, label))
	}
	seconds := func(label string) int64 { return rapid.Int64Min(0).Draw(t, label) }
	r := refund.Refund{
		Number: rapid.Uint8().Draw(t, "number"), ID: text("id"), Charge: text("charge"), PaymentIntent: text("payment_intent"),
		Status: rapid.SampledFrom(append(statuses, `"`)).Draw(t, "status"), Amount: amount("amount"),
		Currency: rapid.SampledFrom([]money.Currency{"", "usd", "jpy", "bhd"}).Draw(t, "currency"),
		Reason:   refund.Reason(text("reason")), PendingReason: refund.PendingReason(text("pending")), FailureReason: refund.FailureReason(text("failure")),
		BalanceTransaction: text("transaction"), FailureBalanceTransaction: text("failure transaction"), Created: seconds("created"),
	}
	if rapid.Bool().Draw(t, "reversed") {
		r.TransferReversal = connect.Reversal{
			ID: text("reversal"), Transfer: text("transfer"), SourceRefund: text("source"), BalanceTransaction: text("reversal transaction"),
			Amount: amount("reversed"), Created: seconds("reversal created"),
		}
	}
	if rapid.Bool().Draw(t, "fee refunded") {
		r.FeeRefund = connect.FeeRefund{
			ID: text("fee refund"), Fee: text("fee"), BalanceTransaction: text("fee transaction"), Amount: amount("fee"), Created: seconds("fee created"),
		}
	}
	return r
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRefund(t)
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back refund.Refund
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if back != r {
			t.Fatalf("%s is read otherwise (-want +got):\n%s", text, cmp.Diff(r, back))
		}
	})
}

// FuzzRefund reads anything. What can be read reads the same again after it was written, and what cannot changes nothing.
func FuzzRefund(f *testing.F) {
	for _, body := range []string{
		fullBody,
		`null`,
		`"re_1"`,
		least(``),
		least(`,"transfer_reversal":"trr_1","tranche":{"fee_refund":"fr_1"}`),
		least(`,"transfer_reversal":{"id":"trr_1","amount":1.5}`),
		least(`,"id":"\ud800","currency":"USD","created":9223372036854775807`),
		strings.Replace(fullBody, `"amount":300`, `"amount":300,"amount":1`, 1),
		strings.Replace(fullBody, `"amount":300`, `"amount":999999999999`, 1),
		strings.Replace(fullBody, `"number":7`, `"number":256`, 1),
		strings.Replace(fullBody, `"object":"refund"`, `"object":"charge"`, 1),
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := full()
		if err := r.UnmarshalJSON(body); err != nil {
			if _, ok := errors.AsType[*code.Error](err); !ok || r != full() {
				t.Fatalf("%v, and the refund is %+v", err, r)
			}
			return
		}
		for _, a := range []money.Amount{r.Amount, r.TransferReversal.Amount, r.FeeRefund.Amount} {
			if a < 0 || a > money.Max || r.Created < 0 {
				t.Fatalf("%+v", r)
			}
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back refund.Refund
		if err := json.Unmarshal(text, &back); err != nil || back != r {
			t.Fatalf("%s is read otherwise, error %v (-want +got):\n%s", text, err, cmp.Diff(r, back))
		}
		_ = r.Validate()
	})
}
