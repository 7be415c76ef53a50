package intent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// fromREADME is the README's example, line by line.
func fromREADME(body []byte, save func(intent.PaymentIntent) error) error {
	// readme:begin
	var pi intent.PaymentIntent
	if err := json.Unmarshal(body, &pi); err != nil { // as the API returns it
		return err
	}
	next, events, err := pi.Capture(intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true})
	if e, ok := errors.AsType[*intent.Error](err); ok && e.Code == code.AmountTooLarge {
		return fmt.Errorf("only %d can be captured", e.Limit)
	}
	if err != nil { // pi is what it was
		return err
	}
	for _, e := range events {
		fmt.Println(e) // charge.updated ch_1 amount_captured 0 → 300, and what else changed
	}
	return save(next)
	// readme:end
}

func body(capturable int) []byte {
	return fmt.Appendf(nil, `{"id":"pi_1","object":"payment_intent","status":"requires_capture","currency":"usd","capture_method":"manual",
		"amount":%d,"amount_capturable":%[1]d,"amount_received":0,"latest_charge":{"id":"ch_1","object":"charge","status":"succeeded",
		"amount":%[1]d,"amount_captured":0,"amount_refunded":0,"captured":false,"paid":true,"refunded":false,
		"payment_method_details":{"card":{"multicapture":{"status":"available"}}}}}`, capturable)
}

func Example_readme() {
	save := func(next intent.PaymentIntent) error {
		fmt.Println(next.AmountCapturable, next.AmountReceived)
		return nil
	}
	fmt.Println(fromREADME(body(1000), save))
	fmt.Println(fromREADME(body(200), save))
	// Output:
	// charge.updated ch_1 amount_captured 0 → 300
	// payment_intent.amount_capturable_updated pi_1 amount_capturable 1000 → 700
	// 700 300
	// <nil>
	// only 200 can be captured
}

// The README shows lines that are compiled and run: those above, and those of package webhook/endpoint.
func TestREADMEShowsWhatRuns(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"readme_test.go", "../webhook/endpoint/readme_test.go"} {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, lines, _ := strings.Cut(string(source), "// readme:begin\n")
		lines, _, found := strings.Cut(lines, "\t// readme:end")
		if !found {
			t.Fatalf("%s has lost its markers", path)
		}
		want := "```go\n" + strings.ReplaceAll(strings.TrimPrefix(lines, "\t"), "\n\t", "\n") + "```"
		if !strings.Contains(string(readme), want) {
			t.Errorf("the README does not show\n%s", want)
		}
	}
}

// The README has a line about each package that can be imported, and about no other.
func TestREADMENamesPackages(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{if .GoFiles}}{{.ImportPath}}{{end}}", "../...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for path := range strings.FieldsSeq(string(out)) {
		if name := strings.TrimPrefix(path, module); !strings.HasPrefix(name, "examples/") {
			want = append(want, name)
		}
	}
	readme, _ := readmeReadings(t)
	_, table, _ := strings.Cut(readme, "\n| package | what is in it |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]*)` \\|").FindAllStringSubmatch(table, -1) {
		got = append(got, m[1])
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the README is about the packages\n%q, and there are\n%q", got, want)
	}
}

// What the README says is proved is what .ci/run runs and what the walks counted.
func TestREADMEProof(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ := strings.Cut(string(readme), "\n## What is proved, and how\n")
	page, _, _ = strings.Cut(page, "\n## ")
	for _, figure := range []struct{ path, expr string }{
		{"../.ci/run", `-commands (\d+)`},
		{"../.ci/run", `-rapid.checks=(\d+)`},
		{"../.ci/fuzz", `fuzztime-(\d+)x`},
		{"../.ci/mutants/main.go", `noticed  = (\d+)`},
		{"explore/doc.go", `Captures of 52  +(\d+)`},
		{"explore/doc.go", `Life of 3  +(\d+)`},
		{"../webhook/view_order_test.go", `, 1, (3_[0-9_]+)}`},
		{"../webhook/view_order_test.go", `, 2, (7_[0-9_]+)}`},
	} {
		b, err := os.ReadFile(figure.path)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(figure.expr).FindStringSubmatch(string(b))
		if found == nil {
			t.Errorf("%s has no %s", figure.path, figure.expr)
			continue
		}
		if want := thousands(strings.ReplaceAll(found[1], "_", "")); !strings.Contains(page, want) {
			t.Errorf("the README does not say %s, as %s does", want, figure.path)
		}
	}
}

// The README names the packages whose mutants .ci/run makes.
func TestREADMEMutants(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	packages := regexp.MustCompile(`/mutants ([a-z/ ]+)\n`).FindSubmatch(script)
	if packages == nil {
		t.Fatal(".ci/run makes no mutants")
	}
	if want := "`" + strings.ReplaceAll(string(packages[1]), " ", "`, `") + "`"; !strings.Contains(string(readme), " of "+want+" |") {
		t.Errorf("the README does not say that there are mutants of %s", want)
	}
}

// thousands puts commas into a number.
func thousands(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	return thousands(digits[:len(digits)-3]) + "," + digits[len(digits)-3:]
}
