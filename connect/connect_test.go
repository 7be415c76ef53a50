package connect_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

func TestKnown(t *testing.T) {
	for f, want := range map[connect.ApplicationFee]bool{
		{}:                             false,
		{ID: "fee_1"}:                  false,
		{ID: "fee_1", Account: "a"}:    true,
		{ID: "fee_1", Amount: 1}:       true,
		{AmountRefunded: 1}:            true,
		{ID: "fee_1", Created: 1}:      true,
		{ID: "fee_1", Amount: 1000}:    true,
		{Account: "acct_1", Amount: 1}: true,
	} {
		if f.Known() != want {
			t.Errorf("%+v: %t", f, f.Known())
		}
	}
	for tr, want := range map[connect.Transfer]bool{
		{}:                                false,
		{ID: "tr_1"}:                      false,
		{ID: "tr_1", Destination: "acct"}: true,
		{ID: "tr_1", Amount: 1}:           true,
		{ID: "tr_1", AmountReversed: 1}:   true,
		{ID: "tr_1", Currency: "cad"}:     true,
		{Created: 1}:                      true,
	} {
		if tr.Known() != want {
			t.Errorf("%+v: %t", tr, tr.Known())
		}
	}
}

// A document is what each kind of object is written as, and read from.
func TestJSON(t *testing.T) {
	written(t, connect.TransferData{}, `null`)
	written(t, connect.TransferData{Destination: "acct_1"}, `{"destination":"acct_1"}`)
	written(t, connect.TransferData{Destination: "acct_1", Amount: money.Some(0)}, `{"amount":0,"destination":"acct_1"}`)

	written(t, connect.ApplicationFee{}, `null`)
	written(t, connect.ApplicationFee{ID: "fee_1"}, `"fee_1"`)
	written(t, connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Amount: 90, AmountRefunded: 40, Created: 1700000000},
		`{"id":"fee_1","object":"application_fee","account":"acct_1","amount":90,"amount_refunded":40,"created":1700000000}`)

	written(t, connect.Transfer{}, `null`)
	written(t, connect.Transfer{ID: "tr_1"}, `"tr_1"`)
	written(t, connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 1356, AmountReversed: 678, Currency: "cad", Created: 1700000000},
		`{"id":"tr_1","object":"transfer","amount":1356,"amount_reversed":678,"created":1700000000,"currency":"cad","destination":"acct_1"}`)
}

func written[T comparable](t *testing.T, x T, want string) {
	t.Helper()
	got, err := json.Marshal(x)
	if err != nil || string(got) != want {
		t.Errorf("%+v is written as %s, want %s, error %v", x, got, want, err)
	}
	read(t, want, x)
}

// read checks what a document is read as, whatever the variable held before.
func read[T comparable](t *testing.T, text string, want T) {
	t.Helper()
	for _, got := range []T{*new(T), want} {
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is read as %+v, want %+v, error %v", text, got, want, err)
		}
	}
}

// The API's documents show more than this module models, and other objects expanded.
func TestReadsTheAPI(t *testing.T) {
	read(t, `{"destination":{"id":"acct_1","object":"account"},"description":"x"}`, connect.TransferData{Destination: "acct_1"})
	read(t, `{"destination":"acct_1","amount":null}`, connect.TransferData{Destination: "acct_1"})
	read(t, `{"object":"application_fee","id":"fee_1","account":{"id":"acct_1"},"charge":"ch_1","refunds":{"data":[]}}`,
		connect.ApplicationFee{ID: "fee_1", Account: "acct_1"})
	read(t, `{"object":"transfer","id":"tr_1","currency":"CAD","destination":{"id":"acct_1"},"reversals":{"data":[]}}`,
		connect.Transfer{ID: "tr_1", Currency: "cad", Destination: "acct_1"})
	read(t, `{"id":"fee_1","object":"application_fee"}`, connect.ApplicationFee{ID: "fee_1"})
	read(t, `{"id":"tr_1","object":"transfer"}`, connect.Transfer{ID: "tr_1"})
}

func TestRefuses(t *testing.T) {
	data := connect.TransferData{Destination: "acct_1", Amount: money.Some(5)}
	refused(t, data, `{"amount":1.5}`, code.ParameterInvalidInteger, "amount")
	refused(t, data, `{"amount":5,"destination":7}`, code.ParameterInvalid, "destination")
	refused(t, data, `{"destination":"a","destination":"b"}`, code.ParameterInvalid, "destination")
	refused(t, data, `"acct_1"`, code.ParameterInvalid, "")
	refused(t, data, `{`, code.ParameterInvalid, "")

	fee := connect.ApplicationFee{ID: "fee_1", Amount: 5}
	refused(t, fee, `{"id":7}`, code.ParameterInvalid, "id")
	refused(t, fee, `{"id":"fee_2","object":"transfer"}`, code.ParameterInvalid, "object")
	refused(t, fee, `{"id":"fee_2","account":7}`, code.ParameterInvalid, "account")
	refused(t, fee, `{"id":"fee_2","amount":-1}`, code.ParameterInvalidInteger, "amount")
	refused(t, fee, `{"id":"fee_2","amount_refunded":1e3}`, code.ParameterInvalidInteger, "amount_refunded")
	refused(t, fee, `{"id":"fee_2","created":"now"}`, code.ParameterInvalidInteger, "created")
	refused(t, fee, `["fee_1"]`, code.ParameterInvalid, "")
	refused(t, fee, `fee_1`, code.ParameterInvalid, "")

	transfer := connect.Transfer{ID: "tr_1", Amount: 5}
	refused(t, transfer, `{"id":7}`, code.ParameterInvalid, "id")
	refused(t, transfer, `{"id":"tr_2","object":"application_fee"}`, code.ParameterInvalid, "object")
	refused(t, transfer, `{"id":"tr_2","amount":1000000000000}`, code.AmountTooLarge, "amount")
	refused(t, transfer, `{"id":"tr_2","amount_reversed":"1"}`, code.ParameterInvalidInteger, "amount_reversed")
	refused(t, transfer, `{"id":"tr_2","created":-1}`, code.ParameterInvalidInteger, "created")
	refused(t, transfer, `{"id":"tr_2","currency":"dollar"}`, code.ParameterInvalid, "currency")
	refused(t, transfer, `{"id":"tr_2","destination":{"id":7}}`, code.ParameterInvalid, "destination.id")
	refused(t, transfer, `7`, code.ParameterInvalid, "")
	refused(t, transfer, ``, code.ParameterInvalid, "")
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
	id := rapid.StringMatching(`([a-z]{2,4}_[0-9]{1,3})?`)
	amount := rapid.Map(rapid.Int64Range(0, int64(money.Max)), func(n int64) money.Amount { return money.Amount(n) })
	currency := rapid.SampledFrom([]money.Currency{"", "usd", "cad", "jpy"})
	rapid.Check(t, func(t *rapid.T) {
		data := connect.TransferData{Destination: id.Draw(t, "destination")}
		if rapid.Bool().Draw(t, "amount given") {
			data.Amount = money.Some(amount.Draw(t, "amount"))
		}
		comesBack(t, data)
		fee := connect.ApplicationFee{ID: id.Draw(t, "fee")}
		transfer := connect.Transfer{ID: id.Draw(t, "transfer")}
		comesBack(t, fee)
		comesBack(t, transfer)
		fee.Account, fee.Amount, fee.AmountRefunded = id.Draw(t, "account"), amount.Draw(t, "fee amount"), amount.Draw(t, "refunded")
		fee.Created = rapid.Int64Range(0, 1<<62).Draw(t, "fee created")
		comesBack(t, fee)
		transfer.Destination, transfer.Amount, transfer.AmountReversed = id.Draw(t, "to"), amount.Draw(t, "sent"), amount.Draw(t, "reversed")
		transfer.Currency, transfer.Created = currency.Draw(t, "currency"), rapid.Int64Range(0, 1<<62).Draw(t, "created")
		comesBack(t, transfer)
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
