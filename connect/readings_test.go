package connect_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/tranche-go/tranche/connect"
)

func TestZeroReadingsAreTheDefaults(t *testing.T) {
	if (connect.Readings{}) != (connect.Readings{
		LaterAmount:   connect.LaterAmountRequired,
		IntentAmount:  connect.IntentAmountOnce,
		AmountMeaning: connect.AmountMeaningCapture,
		NewAmount:     connect.NewAmountRefused,
		Objects:       connect.ObjectsPerCharge,
		PortionBase:   connect.PortionBaseCaptured,
	}) {
		t.Error("a default reading is not zero")
	}
	if connect.Mark(0) != connect.MarkNo || connect.MarkYes != 1 || connect.MarkUnknown != 2 {
		t.Error("the marks, which are written as numbers, have changed")
	}
}

// The defaults are left out of JSON, the other readings are words, which do not change. Each has to be known, and nothing beyond them.
func TestReadings(t *testing.T) {
	cases := []struct {
		key   string
		of    func(n uint8) connect.Readings
		words []string // in the order of the numbers
	}{
		{"later_amount", func(n uint8) connect.Readings { return connect.Readings{LaterAmount: connect.LaterAmount(n)} }, []string{"required", "same"}},
		{"intent_amount", func(n uint8) connect.Readings { return connect.Readings{IntentAmount: connect.IntentAmount(n)} }, []string{"once", "each_capture", "refused"}},
		{"amount_meaning", func(n uint8) connect.Readings { return connect.Readings{AmountMeaning: connect.AmountMeaning(n)} }, []string{"capture", "total"}},
		{"new_amount", func(n uint8) connect.Readings { return connect.Readings{NewAmount: connect.NewAmount(n)} }, []string{"refused", "accepted"}},
		{"objects", func(n uint8) connect.Readings { return connect.Readings{Objects: connect.Objects(n)} }, []string{"per_charge", "per_capture"}},
		{"portion_base", func(n uint8) connect.Readings { return connect.Readings{PortionBase: connect.PortionBase(n)} }, []string{"captured", "amount"}},
	}
	if n := reflect.TypeFor[connect.Readings]().NumField(); n != len(cases) {
		t.Fatalf("there are %d readings, and %d are tested", n, len(cases))
	}
	for _, c := range cases {
		for n := range uint8(5) {
			r, known := c.of(n), int(n) < len(c.words)
			if r.Known() != known {
				t.Errorf("%s %d: known %t", c.key, n, r.Known())
			}
			word := fmt.Sprint(n) // it has none
			if known {
				word = c.words[n]
			}
			written := fmt.Sprintf(`{%q:%q}`, c.key, word)
			want := written
			if n == 0 {
				want = `{}`
			}
			if got, err := json.Marshal(r); err != nil || string(got) != want {
				t.Errorf("%+v is written as %s, error %v", r, got, err)
			}
			var back connect.Readings
			if err := json.Unmarshal([]byte(written), &back); (err == nil) != known || known && back != r {
				t.Errorf("%s is read as %+v, error %v", written, back, err)
			}
			if err := json.Unmarshal(fmt.Appendf(nil, `{%q:%d}`, c.key, n), &back); err == nil {
				t.Errorf("%s is read from the number %d", c.key, n)
			}
		}
	}
	words := fmt.Sprint([]any{
		connect.LaterAmountSame, connect.IntentAmountEachCapture, connect.IntentAmountRefused, connect.AmountMeaningTotal,
		connect.NewAmountAccepted, connect.ObjectsPerCapture, connect.PortionBaseAmount,
	}...)
	if words != "same each_capture refused total accepted per_capture amount" {
		t.Errorf("the readings are called %s", words)
	}
}
