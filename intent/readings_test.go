package intent_test

import (
	"encoding"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/intent"
)

// played says where each reading is played: the story, and the heading of the life in it.
var played = map[string][2]string{
	"capture.LimitTakingMoney":               {"limit_of_50", "50 captures take money, and the 51st is refused"},
	"capture.LimitNonFinalAndOne":            {"limit_of_50", "In the other reading 50 captures are non-final, and one more of any amount ends it"},
	"capture.WholeRemainderStaysOpen":        {"multicapture", "All that is left, but not finally: it stays open until something closes it"},
	"capture.WholeRemainderCloses":           {"multicapture", "All that is left, but not finally, in the reading that this closes"},
	"capture.UntouchedCloseRefused":          {"multicapture", "Zero where nothing was captured is refused: canceling is the way"},
	"capture.UntouchedCloseCancels":          {"multicapture", "Zero where nothing was captured, in the reading that it cancels"},
	"connect.LaterAmountRequired":            {"fees_of_captures", "A fee on the first capture: one is required on each later capture"},
	"connect.LaterAmountSame":                {"fees_of_captures", "In the reading that the value must be the same on each capture"},
	"connect.IntentAmountOnce":               {"fees_of_captures", "A fee given at creation is taken once, by the first capture"},
	"connect.IntentAmountEachCapture":        {"fees_of_captures", "In the reading that it is taken again by each capture"},
	"connect.IntentAmountRefused":            {"fees_of_captures", "In the reading that with multicapture the first capture has to give its own"},
	"connect.AmountMeaningCapture":           {"fees_of_captures", "Only the total is a cap"},
	"connect.AmountMeaningTotal":             {"fees_of_captures", "In the reading that the amount of a capture is the running total"},
	"connect.NewAmountRefused":               {"fees_of_captures", "No fee on the first capture: none on a later one"},
	"connect.NewAmountAccepted":              {"fees_of_captures", "In the reading that it may come late"},
	"connect.ObjectsPerCharge":               {"fees_of_captures", "A fee on the first capture: one is required on each later capture"},
	"connect.ObjectsPerCapture":              {"fees_of_captures", "One fee and one transfer with each capture, in the reading of one of each"},
	"connect.PortionBaseCaptured":            {"refund_flags", "After the capture of a part the base is what was captured"},
	"connect.PortionBaseAmount":              {"refund_flags", "In the reading that the base is the amount of the charge"},
	"intent.FailedRefundFalls":               {"failed_refunds", "A refund that fails gives its amount back, once"},
	"intent.FailedRefundStays":               {"failed_refunds", "A failed refund, in the reading that what was refunded stays"},
	"intent.PartialCancelSucceeds":           {"cancel", "A part was captured: the rest is released, and the payment succeeds"},
	"intent.PartialCancelCancels":            {"cancel", "A part was captured, in the reading that it is canceled"},
	"intent.PartialCancelRefused":            {"cancel", "A part was captured, in the reading that canceling is refused"},
	"intent.ClosingEventsMinimal":            {"expiry", "A part was captured: the payment succeeds, and the rest is released"},
	"intent.ClosingEventsAsCapture":          {"expiry", "A part was captured, in the reading that closing tells what a final capture tells"},
	"intent.ConfirmationLimitNextCancels":    {"attempts", "Two confirmations are allowed, and the third cancels without an attempt"},
	"intent.ConfirmationLimitFailureCancels": {"attempts", "Two confirmations are allowed, in the reading that the failure of the second cancels"},
}

// cuts says where each date at which the API changed is tested: the file, and words in it.
var cuts = map[string][2]string{
	"2019-02-11": {"version_test.go", `{"requires_source_action", "2018-11-08", "2019-02-11"`},
	"2022-11-15": {"version_test.go", `{"charges", "2022-08-01", "2022-11-15"`},
	"2024-04-10": {"version_test.go", `{"capture_method", "2024-04-09", "2024-04-10"`},
	"2024-10-28": {"version_test.go", `{"refund.created", "2024-09-30.acacia", "2024-10-28.acacia"`},
	"2025-03-31": {"testdata/refunds_before_basil.txt", "== On the day of the change"},
}

// A reading is a question of Rules: its key in JSON, and its type, such as capture.Limit.
type reading struct {
	key string
	typ reflect.Type
}

// readings returns those of a struct, and of the structs in it.
func readings(in reflect.Type) (all []reading) {
	for f := range in.Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Type.Kind() == reflect.Struct:
			all = append(all, readings(f.Type)...)
		case f.Type.Kind() == reflect.Uint8 && f.Type != reflect.TypeFor[uint8]():
			all = append(all, reading{key, f.Type})
		}
	}
	return all
}

// word returns what the reading with a number is called, and whether there is one.
func (r reading) word(n uint64) (word string, ok bool) {
	v := reflect.New(r.typ)
	v.Elem().SetUint(n)
	word = v.Elem().Interface().(fmt.Stringer).String()
	err := v.Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(word))
	return word, err == nil && v.Elem().Uint() == n
}

// constants returns the constants of a type in the files of its package, in their order.
func (r reading) constants(t *testing.T) (names []string) {
	t.Helper()
	paths, err := filepath.Glob("../" + filepath.Base(r.typ.PkgPath()) + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			block, ok := d.(*ast.GenDecl)
			if !ok || block.Tok != token.CONST {
				continue
			}
			if first, ok := block.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); !ok || first.Name != r.typ.Name() {
				continue
			}
			for _, s := range block.Specs {
				names = append(names, s.(*ast.ValueSpec).Names[0].Name)
			}
		}
	}
	return names
}

// section returns the lines of a story below a heading.
func section(t *testing.T, story, heading string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + story + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	_, below, found := strings.Cut("\n"+string(b), "\n== "+heading+"\n")
	if !found {
		t.Errorf("%s.txt does not have %q", story, heading)
	}
	below, _, _ = strings.Cut(below, "\n== ")
	return "\n" + below
}

// readmeReadings returns the README, and the lines of its table of readings.
func readmeReadings(t *testing.T) (readme, table string) {
	t.Helper()
	b, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ = strings.Cut(string(b), "\n| question | default | other reading |\n")
	table, _, found := strings.Cut(table, "\n\n")
	if !found {
		t.Fatal("the README has lost its table of readings")
	}
	return string(b), table
}

// Each constant of each reading is called in JSON what it is called in Go, is named once in the README, and is played.
func TestReadings(t *testing.T) {
	readme, table := readmeReadings(t)
	camel := regexp.MustCompile(`[A-Z][a-z]*`)
	var named []string
	all := readings(reflect.TypeFor[intent.Rules]())
	for _, r := range all {
		names := r.constants(t)
		if _, more := r.word(uint64(len(names))); more || len(names) < 2 {
			t.Errorf("%s has %d constants, and not as many words", r.typ, len(names))
		}
		for n, name := range names {
			full := strings.Replace(r.typ.String(), r.typ.Name(), name, 1)
			named = append(named, full)
			word, _ := r.word(uint64(n))
			said := strings.ToLower(strings.Join(camel.FindAllString(strings.TrimPrefix(name, r.typ.Name()), -1), "_"))
			if word != said {
				t.Errorf("%s is called %q", full, word)
			}
			if times := strings.Count(readme, "`"+full+"`"); times != 1 {
				t.Errorf("the README names %s %d times", full, times)
			}
			where := section(t, played[full][0], played[full][1])
			if sets := "\nrules " + r.key + " "; n == 0 && strings.Contains(where, sets) || n > 0 && !strings.Contains(where, sets+word+"\n") {
				t.Errorf("%s is not played by %q", full, played[full])
			}
		}
	}
	if len(all) != 13 || len(named) != len(played) {
		t.Errorf("there are %d readings with %d constants, and %d are played", len(all), len(named), len(played))
	}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "| API version") {
			continue
		}
		for _, m := range regexp.MustCompile("`((?:capture|connect|intent)\\.[^`]*)`").FindAllStringSubmatch(line, -1) {
			if !slices.Contains(named, m[1]) {
				t.Errorf("the README has a reading %s", m[1])
			}
		}
	}
}

// Each date at which the API changed is in the README, and is tested on both of its sides.
func TestCuts(t *testing.T) {
	_, table := readmeReadings(t)
	source, err := os.ReadFile("version.go")
	if err != nil {
		t.Fatal(err)
	}
	dates := regexp.MustCompile(`\n\tdate\w+ = "([\d-]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(dates) != len(cuts) {
		t.Errorf("there are %d dates, and %d are tested", len(dates), len(cuts))
	}
	for _, d := range dates {
		where := cuts[d[1]]
		if b, err := os.ReadFile(where[0]); err != nil || !strings.Contains(string(b), where[1]) {
			t.Errorf("%s is not tested by %q", d[1], where)
		}
		if !strings.Contains(table, "since "+d[1]) {
			t.Errorf("the README does not say what is since %s", d[1])
		}
	}
}
