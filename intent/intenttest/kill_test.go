package intenttest_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
)

var (
	update = flag.Bool("update", false, "rewrite the table in doc.go; commit only what you understand")
	seeds  = flag.Int("seeds", documentedSeeds, "how many times each bug is looked for")
)

// documentedSeeds is for how many runs the table in doc.go is, which says so.
const documentedSeeds = 20

// lives is how many lives Check tries, unless -rapid.checks says otherwise.
const lives = 100

// names are the bugs in words.
var names = [bugs]string{
	noLimit:                      "there is no limit of 50 captures",
	remainderStaysCapturable:     "a final capture keeps the rest capturable",
	captureAboveAuthorized:       "a later capture may exceed what is left",
	zeroMeansAll:                 "amount_to_capture=0 captures everything",
	closingZeroRefused:           "the closing capture of 0 is refused",
	omittedFinalMeansFalse:       "an omitted final_capture means false",
	refundBoundByAmount:          "refunds are bound by amount",
	refundBoundPerCall:           "refunds are bound one by one",
	negativeRefundAccepted:       "a negative refund is accepted",
	amountRefundedOverwritten:    "amount_refunded is overwritten",
	refundedBeforeFinal:          "refunded is true before the final capture",
	confirmAgainResetsCapturable: "confirming again resets amount_capturable",
	expiryOfPartCancels:          "expiry cancels what was captured in part",
	expiryOfUntouchedSucceeds:    "expiry of an untouched hold succeeds",
	feeDroppedOnSecondCapture:    "the fee of the second capture is dropped",
	feeTakenTwice:                "the fee of the intent is taken twice",
	amountLoweredByCapture:       "a partial capture lowers amount",
	capturableNotReduced:         "a capture does not lower amount_capturable",
	previousTakenAfterChange:     "previous_attributes hold the new values",
	cancelAfterSuccessAccepted:   "a succeeded payment can be canceled",
}

// A score is in how many runs a bug was found, and after how many lives usually.
type score struct {
	found  int
	median int // 0 if most runs did not find it
}

func (s score) String() string {
	median := "-"
	if s.median > 0 {
		median = fmt.Sprint(s.median)
	}
	return fmt.Sprintf("%4d %% %4s", 100*s.found / *seeds, median)
}

// hunt looks for a bug with each seed.
func hunt(b bug, try func(func() (intenttest.System, error), intenttest.Options, int) string) score {
	o := intenttest.Options{Payment: intent.CreateParams{Account: "acct_1"}}
	var tries []int
	found := 0
	for seed := range *seeds {
		n := 0
		for n < lives && try(func() (intenttest.System, error) { return &simulator{bug: b}, nil }, o, 1_000_000*(seed+1)+n) == "" {
			n++
		}
		if n < lives {
			found++
		}
		tries = append(tries, n+1)
	}
	slices.Sort(tries)
	median := tries[len(tries)/2]
	if median > lives {
		median = 0
	}
	return score{found, median}
}

// TestBugs looks for twenty bugs that a team may well make. The generators of this package find every one with every seed. The package
// documentation has to say what is measured.
func TestBugs(t *testing.T) {
	defer settings()()
	var table strings.Builder
	fmt.Fprintf(&table, "//\t%-44s  %-13s %s\n", "bug", "aimed", "uniform")
	for b := noBug + 1; b < bugs; b++ {
		aimed := hunt(b, intenttest.Aimed)
		fmt.Fprintf(&table, "//\t%-44s %s  %s\n", names[b], aimed, hunt(b, intenttest.Uniform))
		if aimed.found < *seeds {
			t.Errorf("%s: found in %d of %d runs", names[b], aimed.found, *seeds)
		}
	}
	if hunt(noBug, intenttest.Aimed).found > 0 || hunt(noBug, intenttest.Uniform).found > 0 {
		t.Error("a bug was found where there is none")
	}
	if *seeds != documentedSeeds {
		t.Logf("in %d runs of %d lives each\n%s", *seeds, lives, table.String())
		return
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	const place, end = "// uniform ones:\n//\n", "// What is neither"
	before, rest, ok1 := strings.Cut(string(doc), place)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatal("doc.go has no place for the table")
	}
	want := before + place + table.String() + "//\n" + end + after
	if want == string(doc) {
		return
	}
	if !*update {
		t.Fatalf("doc.go has another table (-update writes it):\n%s", table.String())
	}
	if err := os.WriteFile("doc.go", []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}
