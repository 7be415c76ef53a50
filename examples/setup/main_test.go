package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent/setup"
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

// A method that was not set up is an error of the example.
func TestNotSaved(t *testing.T) {
	create := setup.CreateParams{ID: "seti_bank", PaymentMethod: "pm_bank"}
	confirm := setup.ConfirmParams{Attempt: setup.Attempted{
		ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits,
	}}
	for _, test := range []struct {
		last setup.Command
		want setup.Status
		code code.Code // of last_setup_error
	}{
		{found(32, 54), setup.StatusRequiresAction, ""},
		{found(10, 11), setup.StatusRequiresPaymentMethod, code.MicrodepositAttemptsExceeded},
		{found(40, 41), setup.StatusRequiresPaymentMethod, code.MicrodepositTimeout},
	} {
		si, err := save(io.Discard, "", create, confirm, test.last)
		if err == nil || si.Status != test.want || si.LastSetupError.Code != test.code {
			t.Errorf("%s: %s, %v", test.last, si, err)
		}
	}
}
