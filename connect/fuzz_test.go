package connect_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/connect"
)

// FuzzObjects reads anything as each of the objects of Connect. What can be read reads the same again after it was written, and what cannot
// changes nothing.
func FuzzObjects(f *testing.F) {
	for _, x := range []any{transferData(), fee(), transfer(), feeRefund(), reversal()} {
		body, err := json.Marshal(x)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	for _, body := range []string{
		`null`, `"tr_1"`, `{}`, `{"id":"fee_1","id":"fee_2"}`, `{"id":"fr_1","amount":1.5}`, `{"object":"transfer","amount":999999999999,"currency":"USD"}`,
		`{"object":"application_fee","amount":1000000000000}`, `{"destination":{"id":"acct_1"},"amount":null}`, `{"id":"\ud800","created":9223372036854775807}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		survives(t, transferData(), (*connect.TransferData).UnmarshalJSON, body)
		survives(t, fee(), (*connect.ApplicationFee).UnmarshalJSON, body)
		survives(t, transfer(), (*connect.Transfer).UnmarshalJSON, body)
		survives(t, feeRefund(), (*connect.FeeRefund).UnmarshalJSON, body)
		survives(t, reversal(), (*connect.Reversal).UnmarshalJSON, body)
	})
}

// survives reads a body over a value.
func survives[T interface {
	comparable
	json.Marshaler
}](t *testing.T, before T, read func(*T, []byte) error, body []byte) {
	x := before
	if err := read(&x, body); err != nil {
		if _, ok := errors.AsType[*code.Error](err); !ok || x != before {
			t.Fatalf("%s is refused with %v, and the value is %+v", body, err, x)
		}
		return
	}
	written, err := x.MarshalJSON()
	var again T
	if err != nil || read(&again, written) != nil || again != x {
		t.Fatalf("%s is written as %s (%v), and reads as %+v", body, written, err, again)
	}
}
