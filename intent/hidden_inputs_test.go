package intent_test

import (
	"go/token"
	gotypes "go/types"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// allowed is what the core may use of the standard library, all of it or one of its packages: names, or everything, where everything depends on
// its arguments alone.
var allowed = []struct{ by, path, names string }{
	{"", "bytes", everything},
	{"", "cmp", everything},
	{"", "encoding/hex", everything},
	{"", "encoding/json", everything},
	{"", "errors", everything},
	{"", "fmt", "Errorf Fprintf Sprint Sprintf"},
	{"", "io", "Writer.Write"},
	{"", "iter", "Seq"},
	{"", "math", everything},
	{"", "math/bits", everything},
	{"", "slices", everything},
	{"", "strconv", everything},
	{"", "strings", everything},
	{"", "unicode", everything},
	{"charge", "time", "Time.Month Time.UTC Time.Year Unix"},
	{"webhook", "crypto/hmac", "Equal New"},
	{"webhook", "crypto/sha256", "New Size"},
	{"webhook", "hash", "Hash.Sum"},
	{"webhook", "time", "Second Time Time.Sub Time.Unix Unix"},
	{"webhook/endpoint", "context", "Context"},
	{"webhook/endpoint", "io", "NopCloser ReadAll"},
	{"webhook/endpoint", "net/http", "Body Error Header Header.Get Header.Set MaxBytesError MaxBytesReader Method MethodPost Request Request.Context " +
		"ResponseWriter ResponseWriter.Header StatusBadRequest StatusInternalServerError StatusMethodNotAllowed StatusRequestEntityTooLarge StatusText"},
	{"webhook/endpoint", "time", "Time Time.Unix"}, // of the clock that the caller gives
	{"intent/explore", "embed", ""},
	{"intent/explore", "runtime", "GOMAXPROCS"},
	{"intent/explore", "sync", "WaitGroup WaitGroup.Go WaitGroup.Wait"},
}

const everything = "*"

// Why what is found does no harm.
const (
	constant  = "is only read, and shares no memory with what is read of it"
	ofTable   = "a Table does not change once New has made it"
	copied    = "the copy shares what package table alone can reach"
	ofLaws    = "are only called, in a range over their indexes"
	sameOrder = "Audit finishes the batches in the order in which they were begun"
	seconds   = "only how far apart two times are is asked, not in which zone"
)

// known is every finding in the core, and why it does no harm.
var known = map[string]string{
	"charge has the variable testCards": constant,

	"intent has the variable cardOptions":                constant,
	"intent has the variable rules":                      constant,
	"intent has the variable rulesApart":                 constant,
	"intent has the variable rulesWithinStatus":          constant,
	"intent has the variable transitions":                ofTable,
	"intent makes a variable with table.New":             ofTable,
	"intent/setup has the variable transitions":          ofTable,
	"intent/setup makes a variable with table.New":       ofTable,
	"refund has the variable causes":                     constant,
	"refund has the variable transitions":                ofTable,
	"refund makes a variable with table.New":             ofTable,
	"intent.Transitions hands out transitions":           copied,
	"intent.Transitions overwrites what is shared":       copied,
	"intent/setup.Transitions hands out transitions":     copied,
	"intent/setup.Transitions overwrites what is shared": copied,
	"refund.Transitions hands out transitions":           copied,
	"refund.Transitions overwrites what is shared":       copied,
	"webhook has the variable carried":                   constant,
	"webhook.VerifyLeniently has a local time":           seconds,

	"intent/explore has the directive //go:embed":       "captures is a part of the program",
	"intent/explore has the file captures.pml":          "captures is a part of the program",
	"intent/explore imports embed as _":                 "captures is a part of the program",
	"intent/explore has the variable captures":          constant,
	"intent/explore has the variable challenges":        constant,
	"intent/explore has the variable collectLaws":       constant,
	"intent/explore has the variable edgeLaws":          constant,
	"intent/explore has the variable eventLaws":         constant,
	"intent/explore has the variable moneyLaws":         constant,
	"intent/explore has the variable named":             constant,
	"intent/explore has the variable order":             constant,
	"intent/explore has the variable shareLaws":         constant,
	"intent/explore has the variable stateLaws":         constant,
	"intent/explore has the variable tellLaws":          constant,
	"intent/explore.Edge.Audit hands out collectLaws":   ofLaws,
	"intent/explore.Edge.Audit hands out edgeLaws":      ofLaws,
	"intent/explore.Edge.Audit hands out eventLaws":     ofLaws,
	"intent/explore.Edge.Audit hands out moneyLaws":     ofLaws,
	"intent/explore.Edge.Audit hands out tellLaws":      ofLaws,
	"intent/explore.State.Audit hands out shareLaws":    ofLaws,
	"intent/explore.State.Audit hands out stateLaws":    ofLaws,
	"intent/explore.inOrder hands out order":            "the function that it is handed to asks whether they contain one",
	"intent/explore has a channel":                      sameOrder,
	"intent/explore.Universe.Audit has a channel":       sameOrder,
	"intent/explore.Universe.audit has a channel":       sameOrder,
	"intent/explore.search.fill has a channel":          sameOrder,
	"intent/explore.Universe.diagram ranges over a map": "each goes into another map, of which the order is not asked",
}

// apart are the packages of the module that are not the core.
var apart = []string{"connect/fee", "examples/", "intent/intenttest", "intent/oracle"}

func mayImport(by, path string) bool {
	for _, a := range allowed {
		if a.path == path && (a.by == "" || a.by == by) {
			return true
		}
	}
	return false
}

// mayUse reports whether a package may use something. The variables of all packages can be changed by everybody.
func mayUse(by string, obj gotypes.Object) bool {
	if v, ok := obj.(*gotypes.Var); ok && isGlobal(v) {
		return false
	}
	for _, a := range allowed {
		if a.path == obj.Pkg().Path() && (a.by == "" || a.by == by) && (a.names == everything || slices.Contains(strings.Fields(a.names), qualified(obj))) {
			return true
		}
	}
	return false
}

// The core starts no goroutine, reads no clock, draws no random number, has no float and no variable that changes, but as is known.
func TestNothingHidden(t *testing.T) {
	var sources []source
	for _, p := range corePackages(t) {
		s := read(t, p.name())
		if len(s.files) != len(p.GoFiles) {
			t.Errorf("%d files of %s are looked at; it has %d", len(s.files), s.name, len(p.GoFiles))
		}
		sources = append(sources, s)
	}
	found := map[string]bool{}
	for _, f := range inspectAll(t, sources) {
		what := f.where + " " + f.what
		if found[what] = true; known[what] == "" {
			t.Errorf("%s: %s", f.at, what)
		}
	}
	for what := range known {
		if !found[what] {
			t.Errorf("it is known that %s, but not found", what)
		}
	}
}

// The inspection finds what the comments in testdata say, there and nowhere else.
func TestInspection(t *testing.T) {
	s := read(t, "intent/testdata/hidden")
	want := map[string]string{"-": "has the file clock.s; has the file count.c"}
	n := 2
	for _, f := range s.files {
		for _, group := range f.Comments {
			for _, c := range group.List {
				if _, refused, ok := strings.Cut(c.Text, "// refused: "); ok {
					want[line(s.fset.Position(c.Pos()))] = refused
					n += 1 + strings.Count(refused, "; ")
				}
			}
		}
	}
	got := map[string]string{}
	for _, f := range inspectAll(t, []source{s}) {
		at := line(f.at)
		got[at] = strings.TrimPrefix(got[at]+"; "+f.what, "; ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted (-), got (+):\n%s", diff)
	}
	if n != 173 {
		t.Errorf("%d forms are refused", n)
	}
}

func line(at token.Position) string {
	at.Offset, at.Column = 0, 0
	return at.String()
}

// corePackages returns the packages of the core, which are all of the module but those apart.
func corePackages(t *testing.T) []listed {
	t.Helper()
	all := list(t, append([]string{"-json=ImportPath,GoFiles"}, core...)...)
	for _, p := range list(t, "-json=ImportPath", "../...") {
		isApart := slices.ContainsFunc(apart, func(a string) bool {
			return a == p.name() || strings.HasSuffix(a, "/") && strings.HasPrefix(p.name(), a)
		})
		if isCore := slices.ContainsFunc(all, func(c listed) bool { return c.ImportPath == p.ImportPath }); isCore == isApart {
			t.Errorf("%s is of the core: %t; apart: %t", p.ImportPath, isCore, isApart)
		}
	}
	return all
}
