package connect_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

func transferData() connect.TransferData {
	return connect.TransferData{Destination: "acct_1", Amount: money.Some(800)}
}

func feeRefund() connect.FeeRefund {
	return connect.FeeRefund{ID: "fr_1", Fee: "fee_1", BalanceTransaction: "txn_1", Amount: 36, Created: 1700000000}
}

func reversal() connect.Reversal {
	return connect.Reversal{ID: "trr_1", Transfer: "tr_1", SourceRefund: "re_1", BalanceTransaction: "txn_1", Amount: 367, Created: 1700000000}
}

// A new field has to be in the objects of these tests, and then in their documents.
func TestFull(t *testing.T) {
	for _, x := range []any{transferData(), fee(), transfer(), feeRefund(), reversal()} {
		of := reflect.ValueOf(x)
		for i := range of.NumField() {
			if of.Field(i).IsZero() {
				t.Errorf("%s has nothing in %s", of.Type(), of.Type().Field(i).Name)
			}
		}
	}
}

// A document is what each kind of object is written as, and read from.
func TestJSON(t *testing.T) {
	written(t, connect.TransferData{}, `null`)
	written(t, connect.TransferData{Destination: "acct_1"}, `{"destination":"acct_1"}`)
	written(t, connect.TransferData{Destination: "acct_1", Amount: money.Some(0)}, `{"amount":0,"destination":"acct_1"}`)
	written(t, transferData(), `{"amount":800,"destination":"acct_1"}`)

	written(t, connect.ApplicationFee{}, `null`)
	written(t, connect.ApplicationFee{ID: "fee_1"}, `"fee_1"`)
	written(t, connect.ApplicationFee{Amount: 90},
		`{"id":null,"object":"application_fee","account":null,"amount":90,"amount_refunded":0,"charge":null,"created":0,"refunded":false}`)
	written(t, fee(), `{"id":"fee_1","object":"application_fee","account":"acct_1","amount":100,"amount_refunded":30,"charge":"ch_1",`+
		`"created":1700000000,"refunded":false}`)
	refunded := fee()
	refunded.AmountRefunded = 100
	written(t, refunded, `{"id":"fee_1","object":"application_fee","account":"acct_1","amount":100,"amount_refunded":100,"charge":"ch_1",`+
		`"created":1700000000,"refunded":true}`)

	written(t, connect.Transfer{}, `null`)
	written(t, connect.Transfer{ID: "tr_1"}, `"tr_1"`)
	written(t, connect.Transfer{Destination: "acct_1"}, `{"id":null,"object":"transfer","amount":0,"amount_reversed":0,"created":0,`+
		`"currency":null,"destination":"acct_1","reversed":false,"source_transaction":null}`)
	written(t, transfer(), `{"id":"tr_1","object":"transfer","amount":1356,"amount_reversed":678,"created":1700000000,`+
		`"currency":"cad","destination":"acct_1","reversed":false,"source_transaction":"ch_1"}`)
	reversed := transfer()
	reversed.AmountReversed = 1356
	written(t, reversed, `{"id":"tr_1","object":"transfer","amount":1356,"amount_reversed":1356,"created":1700000000,`+
		`"currency":"cad","destination":"acct_1","reversed":true,"source_transaction":"ch_1"}`)

	written(t, connect.FeeRefund{}, `null`)
	written(t, connect.FeeRefund{ID: "fr_1"}, `"fr_1"`)
	written(t, connect.FeeRefund{Amount: 1}, `{"id":null,"object":"fee_refund","amount":1,"balance_transaction":null,"created":0,"fee":null}`)
	written(t, feeRefund(), `{"id":"fr_1","object":"fee_refund","amount":36,"balance_transaction":"txn_1","created":1700000000,"fee":"fee_1"}`)

	written(t, connect.Reversal{}, `null`)
	written(t, connect.Reversal{ID: "trr_1"}, `"trr_1"`)
	written(t, connect.Reversal{Amount: 1}, `{"id":null,"object":"transfer_reversal","amount":1,"balance_transaction":null,"created":0,`+
		`"source_refund":null,"transfer":null}`)
	written(t, reversal(), `{"id":"trr_1","object":"transfer_reversal","amount":367,"balance_transaction":"txn_1","created":1700000000,`+
		`"source_refund":"re_1","transfer":"tr_1"}`)
}

func written[T comparable](t *testing.T, x T, want string) {
	t.Helper()
	got, err := json.Marshal(x)
	if err != nil || string(got) != want {
		t.Errorf("%+v is written as\n%s, want\n%s, error %v", x, got, want, err)
	}
	read(t, want, x)
}

// read checks what a document is read as, whatever the variable held before.
func read[T comparable](t *testing.T, text string, want T) {
	t.Helper()
	var before T
	kind := strings.TrimPrefix(fmt.Sprintf("%T", before), "connect.")
	object := map[string]string{"ApplicationFee": "application_fee", "Transfer": "transfer", "FeeRefund": "fee_refund", "Reversal": "transfer_reversal"}[kind]
	dirty := fmt.Sprintf(`{"object":%q,"amount":7,"destination":"acct_7","account":"acct_7","fee":"fee_7","transfer":"tr_7"}`, object)
	if err := json.Unmarshal([]byte(dirty), &before); err != nil {
		t.Fatal(err)
	}
	for _, got := range []T{*new(T), before} {
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is read as\n%+v, want\n%+v, error %v", text, got, want, err)
		}
	}
}

// The API's documents show more than this module models, and other objects expanded.
func TestReadsTheAPI(t *testing.T) {
	read(t, `{"destination":{"id":"acct_1","object":"account"},"description":"x"}`, connect.TransferData{Destination: "acct_1"})
	read(t, `{"destination":"acct_1","amount":null}`, connect.TransferData{Destination: "acct_1"})

	read(t, `{"id":"fee_1","object":"application_fee"}`, connect.ApplicationFee{ID: "fee_1"})
	read(t, `{
		"id": "fee_1", "object": "application_fee", "account": {"id": "acct_1", "object": "account"}, "amount": 100, "amount_refunded": 30,
		"application": "ca_1", "balance_transaction": "txn_1", "charge": {"id": "ch_1", "object": "charge"}, "created": 1700000000,
		"currency": "usd", "fee_source": {"charge": "py_1", "type": "charge"}, "livemode": false, "originating_transaction": "ch_1",
		"refunded": true, "refunds": {"object": "list", "data": [{"id": "fr_1", "amount": 30}], "has_more": false}
	}`, fee()) // refunded is what the amounts say

	read(t, `{"id":"tr_1","object":"transfer"}`, connect.Transfer{ID: "tr_1"})
	read(t, `{"object":"transfer","currency":"","destination":null,"id":"tr_1"}`, connect.Transfer{ID: "tr_1"})
	read(t, `{
		"id": "tr_1", "object": "transfer", "amount": 1356, "amount_reversed": 678, "balance_transaction": "txn_1", "created": 1700000000,
		"currency": "CAD", "description": null, "destination": {"id": "acct_1", "object": "account"}, "destination_payment": "py_1",
		"livemode": false, "metadata": {}, "reversals": {"object": "list", "data": [{"id": "trr_1", "amount": 678}]}, "reversed": true,
		"source_transaction": {"id": "ch_1", "object": "charge"}, "source_type": "card", "transfer_group": "group_pi_1"
	}`, transfer())

	read(t, `{"id": "fr_1", "object": "fee_refund", "amount": 36, "balance_transaction": {"id": "txn_1"}, "created": 1700000000,
		"currency": "usd", "fee": {"id": "fee_1", "object": "application_fee"}, "metadata": {}}`, feeRefund())
	read(t, `{"id": "trr_1", "object": "transfer_reversal", "amount": 367, "balance_transaction": {"id": "txn_1"}, "created": 1700000000,
		"currency": "usd", "destination_payment_refund": "pyr_1", "metadata": {}, "source_refund": {"id": "re_1", "object": "refund"},
		"transfer": {"id": "tr_1", "object": "transfer"}}`, reversal())
}

func TestRefuses(t *testing.T) {
	const (
		invalid = code.ParameterInvalid
		integer = code.ParameterInvalidInteger
	)
	data := transferData()
	refused(t, data, `{"amount":1.5}`, integer, "amount")
	refused(t, data, `{"amount":1000000000000}`, code.AmountTooLarge, "amount")
	refused(t, data, `{"amount":5,"destination":7}`, invalid, "destination")
	refused(t, data, `{"destination":{"id":7}}`, invalid, "destination.id")
	refused(t, data, `{"destination":"a","destination":"b"}`, invalid, "destination")
	refused(t, data, `"acct_1"`, invalid, "") // it is never an id
	refused(t, data, `7`, invalid, "")
	refused(t, data, `{`, invalid, "")

	refused(t, fee(), `{"id":7}`, invalid, "id")
	refused(t, fee(), `{"id":"fee_2","object":"transfer"}`, invalid, "object")
	refused(t, fee(), `{"id":"fee_2","account":7}`, invalid, "account")
	refused(t, fee(), `{"id":"fee_2","amount":-1}`, integer, "amount")
	refused(t, fee(), `{"id":"fee_2","amount_refunded":1e3}`, integer, "amount_refunded")
	refused(t, fee(), `{"id":"fee_2","charge":[]}`, invalid, "charge")
	refused(t, fee(), `{"id":"fee_2","created":"now"}`, integer, "created")
	refused(t, fee(), `{"id":"fee_2","id":"fee_3"}`, invalid, "id")
	refused(t, fee(), `["fee_1"]`, invalid, "")
	refused(t, fee(), `fee_1`, invalid, "")

	refused(t, transfer(), `{"id":7}`, invalid, "id")
	refused(t, transfer(), `{"id":"tr_2","object":"application_fee"}`, invalid, "object")
	refused(t, transfer(), `{"id":"tr_2","amount":1000000000000}`, code.AmountTooLarge, "amount")
	refused(t, transfer(), `{"id":"tr_2","amount_reversed":"1"}`, integer, "amount_reversed")
	refused(t, transfer(), `{"id":"tr_2","created":-1}`, integer, "created")
	refused(t, transfer(), `{"id":"tr_2","currency":"dollar"}`, invalid, "currency")
	refused(t, transfer(), `{"id":"tr_2","destination":{"id":7}}`, invalid, "destination.id")
	refused(t, transfer(), `{"id":"tr_2","source_transaction":true}`, invalid, "source_transaction")
	refused(t, transfer(), `{"amount":1,"amount":2}`, invalid, "amount")
	refused(t, transfer(), `7`, invalid, "")
	refused(t, transfer(), ``, invalid, "")

	refused(t, feeRefund(), `{"id":7}`, invalid, "id")
	refused(t, feeRefund(), `{"object":"refund"}`, invalid, "object")
	refused(t, feeRefund(), `{"id":"fr_2","amount":0.5}`, integer, "amount")
	refused(t, feeRefund(), `{"id":"fr_2","balance_transaction":1}`, invalid, "balance_transaction")
	refused(t, feeRefund(), `{"id":"fr_2","created":null,"created":1}`, invalid, "created")
	refused(t, feeRefund(), `{"id":"fr_2","created":-1}`, integer, "created")
	refused(t, feeRefund(), `{"id":"fr_2","fee":{"id":[]}}`, invalid, "fee.id")
	refused(t, feeRefund(), `true`, invalid, "")

	refused(t, reversal(), `{"id":7}`, invalid, "id")
	refused(t, reversal(), `{"object":"transfer"}`, invalid, "object")
	refused(t, reversal(), `{"id":"trr_2","amount":-0.0}`, integer, "amount")
	refused(t, reversal(), `{"id":"trr_2","balance_transaction":1}`, invalid, "balance_transaction")
	refused(t, reversal(), `{"id":"trr_2","created":1.0}`, integer, "created")
	refused(t, reversal(), `{"id":"trr_2","source_refund":1}`, invalid, "source_refund")
	refused(t, reversal(), `{"id":"trr_2","transfer":{"id":"a","id":"b"}}`, invalid, "transfer.id")
	refused(t, reversal(), `"trr_2`, invalid, "")
}

// refused checks the error and that the variable that was read into is what it was.
func refused[T comparable, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, before T, text string, want code.Code, param string) {
	t.Helper()
	got := before
	err := P(&got).UnmarshalJSON([]byte(text))
	e, ok := errors.AsType[*code.Error](err)
	if !ok || e.Code != want || e.Param != param || e.Op != "decode" {
		t.Errorf("%s is refused with %v, want %s of %q", text, err, want, param)
	}
	if got != before {
		t.Errorf("%s is refused and has changed the value (-before +after):\n%s", text, cmp.Diff(before, got))
	}
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return rapid.OneOf(rapid.StringMatching(`([a-z]{2,4}_[0-9]{1,3})?`), rapid.String()).Draw(t, label)
		}
		amount := func(label string) money.Amount {
			return money.Amount(rapid.OneOf(rapid.Int64Range(0, 2), rapid.Int64Range(0, int64(money.Max))).Draw(t, label))
		}
		seconds := func(label string) int64 { return rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Min(0)).Draw(t, label) }
		data := connect.TransferData{Destination: text("destination")}
		if rapid.Bool().Draw(t, "amount given") {
			data.Amount = money.Some(amount("data"))
		}
		comesBack(t, data)
		comesBack(t, connect.ApplicationFee{
			ID: text("fee"), Account: text("account"), Charge: text("charge"), Amount: amount("fee"), AmountRefunded: amount("refunded"), Created: seconds("fee"),
		})
		comesBack(t, connect.Transfer{
			ID: text("transfer"), Destination: text("to"), SourceTransaction: text("of"), Amount: amount("sent"), AmountReversed: amount("reversed"),
			Currency: rapid.SampledFrom([]money.Currency{"", "usd", "cad", "jpy"}).Draw(t, "currency"), Created: seconds("transfer"),
		})
		comesBack(t, connect.FeeRefund{
			ID: text("fee refund"), Fee: text("of fee"), BalanceTransaction: text("fee transaction"), Amount: amount("back"), Created: seconds("fee refund"),
		})
		comesBack(t, connect.Reversal{
			ID: text("reversal"), Transfer: text("of transfer"), SourceRefund: text("refund"), BalanceTransaction: text("transaction"),
			Amount: amount("taken back"), Created: seconds("reversal"),
		})
	})
}

func comesBack[T comparable](t *rapid.T, x T) {
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var back T
	if err := json.Unmarshal(text, &back); err != nil || back != x {
		t.Fatalf("%s is read as %+v, error %v", text, back, err)
	}
}

// Parameters are journaled: what is not given is left out, and they come back.
func TestParamsJSON(t *testing.T) {
	journaled(t, connect.FeeRefundParams{}, `{}`)
	journaled(t, connect.FeeRefundParams{At: 1, ID: "fr_1", BalanceTransaction: "txn_1", Amount: money.Some(0)},
		`{"at":1,"id":"fr_1","balance_transaction":"txn_1","amount":0}`)
	journaled(t, connect.ReverseParams{}, `{}`)
	journaled(t, connect.ReverseParams{At: 1, ID: "trr_1", BalanceTransaction: "txn_1", Amount: money.Some(5), BalanceInsufficient: true},
		`{"at":1,"id":"trr_1","balance_transaction":"txn_1","amount":5,"balance_insufficient":true}`)
	journaled(t, connect.TransferParams{}, `{"id":"","destination":"","amount":0,"currency":""}`)
	journaled(t, connect.TransferParams{
		At: 1, ID: "tr_1", Destination: "acct_1", Amount: 5, Currency: "CAD", SourceTransaction: "ch_1", Untransferred: money.Some(9),
	}, `{"at":1,"id":"tr_1","destination":"acct_1","amount":5,"currency":"CAD","source_transaction":"ch_1","untransferred":9}`)
}

func journaled[T comparable](t *testing.T, p T, want string) {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil || string(text) != want {
		t.Errorf("%+v is written as %s, want %s, error %v", p, text, want, err)
	}
	var back T
	if err := json.Unmarshal(text, &back); err != nil || back != p {
		t.Errorf("%s is read as %+v, error %v", text, back, err)
	}
}

// An object says what it is: another one is not taken for a fee or a transfer.
func TestObjectIsRequired(t *testing.T) {
	for _, into := range []json.Unmarshaler{&connect.ApplicationFee{}, &connect.Transfer{}, &connect.FeeRefund{}, &connect.Reversal{}} {
		err := into.UnmarshalJSON([]byte(`{"id":"x_1","amount":5}`))
		if e, ok := errors.AsType[*code.Error](err); !ok || e.Code != code.ParameterMissing || e.Param != "object" {
			t.Errorf("%T: %v", into, err)
		}
	}
}
