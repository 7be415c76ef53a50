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

// The defaults are left out of JSON, the other readings are numbers, which do not change. Each has to be known, and nothing beyond them.
func TestReadings(t *testing.T) {
	cases := []struct {
		key      string
		of       func(n uint8) connect.Readings
		readings uint8 // how many there are
	}{
		{"later_amount", func(n uint8) connect.Readings { return connect.Readings{LaterAmount: connect.LaterAmount(n)} }, 2},
		{"intent_amount", func(n uint8) connect.Readings { return connect.Readings{IntentAmount: connect.IntentAmount(n)} }, 3},
		{"amount_meaning", func(n uint8) connect.Readings { return connect.Readings{AmountMeaning: connect.AmountMeaning(n)} }, 2},
		{"new_amount", func(n uint8) connect.Readings { return connect.Readings{NewAmount: connect.NewAmount(n)} }, 2},
		{"objects", func(n uint8) connect.Readings { return connect.Readings{Objects: connect.Objects(n)} }, 2},
		{"portion_base", func(n uint8) connect.Readings { return connect.Readings{PortionBase: connect.PortionBase(n)} }, 2},
	}
	if n := reflect.TypeFor[connect.Readings]().NumField(); n != len(cases) {
		t.Fatalf("there are %d readings, and %d are tested", n, len(cases))
	}
	for _, c := range cases {
		for n := range uint8(5) {
			r := c.of(n)
			if r.Known() != (n < c.readings) {
				t.Errorf("%s %d: known %t", c.key, n, r.Known())
			}
			want := fmt.Sprintf(`{%q:%d}`, c.key, n)
			if n == 0 {
				want = `{}`
			}
			got, err := json.Marshal(r)
			if err != nil || string(got) != want {
				t.Errorf("%+v is written as %s, error %v", r, got, err)
			}
			var back connect.Readings
			if err := json.Unmarshal(got, &back); err != nil || back != r {
				t.Errorf("%s is read as %+v, error %v", got, back, err)
			}
		}
	}
	numbers := []any{
		connect.LaterAmountSame, connect.IntentAmountEachCapture, connect.IntentAmountRefused, connect.AmountMeaningTotal,
		connect.NewAmountAccepted, connect.ObjectsPerCapture, connect.PortionBaseAmount,
	}
	if got := fmt.Sprint(numbers...); got != "1 1 2 1 1 1 1" {
		t.Errorf("the numbers of the readings are %s", got)
	}
}
