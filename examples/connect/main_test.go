package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden; commit only what you understand")

func TestRun(t *testing.T) {
	const file = "testdata/run.golden"
	var got bytes.Buffer
	if err := run(&got); err != nil {
		t.Error(err)
	}
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// The check sees a cent that went astray, and columns that do not sum.
func TestCheck(t *testing.T) {
	h := holdings{paid: 100, platform: -20, account: 110, fee: 10}
	if err := check("capture", h, h); err != nil {
		t.Error(err)
	}
	for _, moved := range []holdings{{paid: 1}, {platform: -1}, {account: 1}, {fee: 1}, {account: 1, fee: -1}} {
		if err := check("capture", h, h.plus(moved)); err == nil {
			t.Errorf("%+v went unnoticed", moved)
		}
	}
	lost := h.plus(holdings{fee: -1})
	if err := check("capture", lost, lost); err == nil || !strings.Contains(err.Error(), "paid 100, and 99 is held") {
		t.Errorf("%+v: %v", lost, err)
	}
}

// A step that was refused may be repeated: it has moved nothing, and it is no error of the example.
func TestRefused(t *testing.T) {
	o, err := authorize(io.Discard, 1000)
	if err != nil {
		t.Fatal(err)
	}
	o.refund(intent.RefundParams{Amount: money.Some(100)})
	o.capture(1001, 10, true)
	o.capture(700, 10, false)
	o.reverseTransfer(701)
	o.refundFee(11)
	if want := (holdings{paid: 700, account: 690, fee: 10}); held(o.pi) != want || o.err != nil {
		t.Errorf("%+v, error %v, want %+v", held(o.pi), o.err, want)
	}
}

// The first step after which the holdings are not what they should be is the one that is told.
func TestFirstError(t *testing.T) {
	o, err := authorize(io.Discard, 1000)
	if err != nil {
		t.Fatal(err)
	}
	o.done("first", o.pi, nil, holdings{fee: 1})
	o.done("second", o.pi, nil, holdings{account: 1})
	if o.err == nil || !strings.HasPrefix(o.err.Error(), "first: ") {
		t.Error(o.err)
	}
}

// What the fee takes of an amount is what a refund of all of it gives back.
func TestFeeOf(t *testing.T) {
	o, err := authorize(io.Discard, 1000)
	if err != nil {
		t.Fatal(err)
	}
	o.capture(900, 59, true)
	if got := o.feeOf(900); got != 59 {
		t.Errorf("of everything it is %d", got)
	}
	if got := o.feeOf(450); got != 30 { // 29.5
		t.Errorf("of a half it is %d", got)
	}
}
