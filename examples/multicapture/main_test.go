package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden; commit only what you understand")

func TestRun(t *testing.T) {
	const (
		idOnly       = "testdata/id_only.json"
		idOnlyPartly = "testdata/id_only_partly_captured.json"
		partly       = "testdata/partly_captured.json"
		old          = "testdata/charges_2019.json"
		destination  = "testdata/destination.json"
	)
	for _, test := range []struct {
		name  string
		args  []string
		stdin string
		exit  int
	}{
		{name: "default"},
		{name: "one_final", args: []string{"-captures", "1000"}},
		{name: "spaces", args: []string{"-captures", " 700, 200 "}},
		{name: "open", args: []string{"-captures", "700,300", "-open"}},
		{name: "zero_closer", args: []string{"-captures", "700,0"}},
		{name: "before_deadline", args: []string{"-at", "1767830400"}},
		{name: "partly_captured", args: []string{"-intent", partly, "-captures", "100"}},
		{name: "stdin", args: []string{"-intent", "-"}, stdin: string(sample)},

		{name: "id_only_final", args: []string{"-intent", idOnly, "-captures", "700"}},
		{name: "id_only_non_final", args: []string{"-intent", idOnly}, exit: exitRefused},
		{name: "id_only_too_large", args: []string{"-intent", idOnlyPartly, "-captures", "100,300"}, exit: exitRefused},
		{name: "id_only_partly_captured", args: []string{"-intent", idOnlyPartly, "-captures", "100,0"}},
		{name: "id_only_with_time", args: []string{"-intent", idOnly, "-captures", "700", "-at", "1767830400"}, exit: exitRefused},

		{name: "charges_2019", args: []string{"-intent", old, "-captures", "700", "-version", "2019-08-14"}},
		{name: "charges_2019_read_as_newest", args: []string{"-intent", old, "-captures", "700"}},
		{name: "charges_2019_non_final", args: []string{"-intent", old, "-version", "2019-08-14"}, exit: exitRefused},

		{name: "refused_in_the_middle", args: []string{"-captures", "300,300,800,100"}, exit: exitRefused},
		{name: "refused_zero_first", args: []string{"-captures", "0"}, exit: exitRefused},
		{name: "refused_zero_open", args: []string{"-captures", "700,0", "-open"}, exit: exitRefused},
		{name: "refused_negative", args: []string{"-captures", "700,-5"}, exit: exitRefused},
		{name: "refused_huge", args: []string{"-captures", "9223372036854775807"}, exit: exitRefused},
		{name: "refused_after_deadline", args: []string{"-at", "1767830401"}, exit: exitRefused},
		{name: "refused_negative_time", args: []string{"-at", "-1"}, exit: exitRefused},
		{name: "refused_status", args: []string{"-intent", "-"}, stdin: declined, exit: exitRefused},

		{name: "fee", args: []string{"-account", "acct_1", "-fee", "30"}},
		{name: "fee_capped", args: []string{"-account", "acct_1", "-fee", "30", "-captures", "20,700"}},
		{name: "fee_of_zero_closer", args: []string{"-account", "acct_1", "-fee", "30", "-captures", "700,0"}},
		{name: "fee_zero", args: []string{"-account", "acct_1", "-fee", "0"}},
		{name: "fee_of_destination", args: []string{"-intent", destination, "-fee", "30", "-refund", "100"}},
		{name: "fee_of_intent", args: []string{"-intent", "-"}, stdin: sampleWith(`"application_fee_amount": null,
  "auto`, `"application_fee_amount": 30, "auto`)},
		{name: "destination_without_fee", args: []string{"-intent", destination}},
		{name: "id_only_fee", args: []string{"-intent", idOnly, "-account", "acct_1", "-fee", "30", "-captures", "700"}},

		{name: "fee_refused_without_account", args: []string{"-fee", "30"}, exit: exitRefused},
		{name: "fee_refused_later", args: []string{"-intent", partly, "-account", "acct_1", "-fee", "30", "-captures", "100"}, exit: exitRefused},
		{name: "fee_refused_negative", args: []string{"-account", "acct_1", "-fee", "-30"}, exit: exitRefused},
		{name: "fee_refused_huge", args: []string{"-account", "acct_1", "-fee", "9223372036854775807"}, exit: exitRefused},

		{name: "refund", args: []string{"-refund", "100,50"}},
		{name: "refund_everything", args: []string{"-refund", " 400, 500 "}},
		{name: "refund_while_open", args: []string{"-captures", "700", "-open", "-refund", "700"}},
		{name: "refund_after_release_before_basil", args: []string{"-intent", old, "-captures", "700", "-version", "2019-08-14", "-refund", "400,300"}},
		{name: "refund_refused_too_large", args: []string{"-refund", "400,501,1"}, exit: exitRefused},
		{name: "refund_refused_again", args: []string{"-refund", "900,1"}, exit: exitRefused},
		{name: "refund_refused_zero", args: []string{"-refund", "0"}, exit: exitRefused},
		{name: "refund_refused_negative", args: []string{"-refund", "100,-1"}, exit: exitRefused},
		{name: "refund_refused_id_only", args: []string{"-intent", idOnly, "-captures", "700", "-refund", "100"}, exit: exitRefused},
		{name: "refund_not_reached", args: []string{"-captures", "300,800", "-refund", "100"}, exit: exitRefused},

		{name: "help", args: []string{"-h"}},
		{name: "bad_flag", args: []string{"-capture", "700"}, exit: exitBadInput},
		{name: "bad_empty_list", args: []string{"-captures", ""}, exit: exitBadInput},
		{name: "bad_empty_amount", args: []string{"-captures", "700,,200"}, exit: exitBadInput},
		{name: "bad_fraction", args: []string{"-captures", "1.5"}, exit: exitBadInput},
		{name: "bad_beyond_int64", args: []string{"-captures", "9223372036854775808"}, exit: exitBadInput},
		{name: "bad_argument", args: []string{"-captures", "700", "200"}, exit: exitBadInput},
		{name: "bad_time", args: []string{"-at", "tomorrow"}, exit: exitBadInput},
		{name: "bad_version", args: []string{"-version", "acacia"}, exit: exitBadInput},
		{name: "bad_fee", args: []string{"-fee", "2.9%"}, exit: exitBadInput},
		{name: "bad_fee_list", args: []string{"-fee", "30,20"}, exit: exitBadInput},
		{name: "bad_refund_list", args: []string{"-refund", ""}, exit: exitBadInput},
		{name: "bad_refund_fraction", args: []string{"-refund", "100,1.5"}, exit: exitBadInput},
		{name: "bad_account_of_destination", args: []string{"-intent", destination, "-account", "acct_1"}, exit: exitBadInput},
		{name: "bad_json_empty", args: []string{"-intent", "-"}, exit: exitBadInput},
		{name: "bad_json_cut_off", args: []string{"-intent", "-"}, stdin: string(sample[:100]), exit: exitBadInput},
		{name: "bad_json_other_object", args: []string{"-intent", "-"}, stdin: `{"id":"ch_1","object":"charge"}`, exit: exitBadInput},
		{name: "bad_json_missing", args: []string{"-intent", "-"}, stdin: sampleWith(`"status": "requires_capture",`, ""), exit: exitBadInput},
		{name: "bad_json_twice", args: []string{"-intent", "-"}, stdin: sampleWith(`"captured": false`, `"captured":false,"captured":true`), exit: exitBadInput},
		{name: "bad_json_fraction", args: []string{"-intent", "-"}, stdin: sampleWith(`"amount_authorized": 1000`, `"amount_authorized":10.5`), exit: exitBadInput},
		{name: "bad_json_huge", args: []string{"-intent", "-"}, stdin: sampleWith(`"amount_capturable": 1000`, `"amount_capturable":1000000000000`), exit: exitBadInput},
		{name: "bad_json_contradiction", args: []string{"-intent", "-"}, stdin: sampleWith(`"amount_capturable": 1000`, `"amount_capturable":900`), exit: exitBadInput},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			exit := run(test.args, strings.NewReader(test.stdin), &stdout, &stderr)
			if exit != test.exit {
				t.Errorf("exit %d, want %d", exit, test.exit)
			}
			if complained := stderr.Len() > 0; complained != (stdout.Len() == 0) {
				t.Errorf("%d bytes on stdout and %d on stderr, want one of them", stdout.Len(), stderr.Len())
			}
			golden(t, test.name, fmt.Sprintf("$ multicapture %q\n%s%sexit %d\n", test.args, &stdout, &stderr, exit))
		})
	}
}

// A file that is not there has a message of the operating system, so there is no golden file of it.
func TestRunWithoutFile(t *testing.T) {
	for _, name := range []string{"testdata/none.json", ""} {
		var stdout, stderr bytes.Buffer
		exit := run([]string{"-intent", name}, strings.NewReader(""), &stdout, &stderr)
		if exit != exitBadInput || stdout.Len() > 0 || !strings.HasPrefix(stderr.String(), "multicapture: open "+name) {
			t.Errorf("-intent %q: exit %d, stdout %q, stderr %q", name, exit, &stdout, &stderr)
		}
	}
}

// The limit of 50 is enforced while the captures are counted: from an untouched charge on, but not from one that was partly captured.
func TestLimit(t *testing.T) {
	for _, test := range []struct {
		args []string
		exit int
		want string
	}{
		{nil, exitRefused, "code               capture_limit_reached\n"},
		{[]string{"-intent", "testdata/partly_captured.json"}, exitDone, "done: pi_3SkFh2Tranche7Qm0x1aBcDe, succeeded\n"},
	} {
		var stdout, stderr bytes.Buffer
		args := append(test.args, "-captures", strings.Repeat("1,", 50)+"1")
		if exit := run(args, nil, &stdout, &stderr); exit != test.exit || !strings.Contains(stdout.String(), test.want) {
			t.Errorf("%q: exit %d without %q:\n%s%s", args, exit, test.want, &stdout, &stderr)
		}
	}
}

// The flag -captures prints and reads the same text, and a text that it refuses changes nothing.
func TestAmounts(t *testing.T) {
	var a amounts
	for _, text := range []string{"0", "700,200", "-9223372036854775808,9223372036854775807"} {
		if err := a.Set(text); err != nil || a.String() != text {
			t.Errorf("Set(%q) = %v, then %q", text, err, &a)
		}
	}
	before := a.String()
	if err := a.Set("5,x"); err == nil || a.String() != before {
		t.Errorf("Set(%q) = %v, then %q", "5,x", err, &a)
	}
}

// declined has no charge: nothing is authorized.
const declined = `{"id":"pi_1","object":"payment_intent","status":"requires_payment_method","amount":1000,"amount_capturable":0,` +
	`"amount_received":0,"capture_method":"manual","currency":"jpy","latest_charge":null}`

// sampleWith returns the sample with its first old replaced.
func sampleWith(old, with string) string {
	if !strings.Contains(string(sample), old) {
		panic("not in the sample: " + old)
	}
	return strings.Replace(string(sample), old, with, 1)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
