package connect_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// no is an amount that is not given.
var no money.NullAmount

// A life is the captures of one charge, in words: "500 with 30: 30" takes 500, gives the amount 30, and puts 30 aside; "500: 0" gives none.
// A capture that is refused puts the reason there. says is what the intent says in the end.
type life struct {
	name     string
	intent   money.NullAmount // the amount that was given at create, update or confirm
	readings connect.Readings
	single   bool // multicapture is not available
	captures string
	says     money.NullAmount
}

var lives = []life{
	{"an amount on the first capture makes one required, of any value", no, connect.Readings{}, false,
		"500 with 30: 30, 200: parameter_missing, 200 with 10: 10, 100 with 0: 0, 100: parameter_missing, 100 with 45: 45", money.Some(45)},
	{"zero is an amount", no, connect.Readings{}, false,
		"500 with 0: 0, 200: parameter_missing, 200 with 5: 5", money.Some(5)},
	{"nothing is put aside", no, connect.Readings{}, false,
		"500: 0, 500: 0", no},
	{"a late amount is refused", no, connect.Readings{}, false,
		"500: 0, 200 with 10: later_amount_not_allowed, 200 with 0: later_amount_not_allowed, 200: 0", no},

	{"an amount of the intent is taken once, by the first capture", money.Some(30), connect.Readings{}, false,
		"500: 30, 300: 0, 200 with 10: later_amount_not_allowed, 200: 0", money.Some(30)},
	{"and at most what that captured", money.Some(30), connect.Readings{}, false,
		"20: 20, 980: 0", money.Some(30)},
	{"a capture overrides the intent", money.Some(30), connect.Readings{}, false,
		"500 with 10: 10, 300: parameter_missing, 300 with 50: 50", money.Some(50)},
	{"also with zero", money.Some(30), connect.Readings{}, false,
		"500 with 0: 0, 500: parameter_missing, 500 with 0: 0", money.Some(0)},
	{"also with more than the intent says", money.Some(30), connect.Readings{}, false,
		"500 with 45: 45", money.Some(45)},

	{"capped at what was captured in total, not refused", no, connect.Readings{}, false,
		"100 with 130: 100, 100 with 30: 30, 100 with 150: 150, 100 with 500: 120, 100 with 0: 0, 100 with 101: 101", money.Some(101)},
	{"the amount of the intent is capped too", money.Some(1200), connect.Readings{}, true,
		"1000: 1000", money.Some(1200)},
	{"everything, to the unit", no, connect.Readings{}, true,
		"1000 with 1000: 1000", money.Some(1000)},

	{"a zero capture demands nothing", no, connect.Readings{}, false,
		"500 with 30: 30, 0: 0", money.Some(30)},
	{"but what it gives counts", no, connect.Readings{}, false,
		"500 with 30: 30, 0 with 20: 20", money.Some(20)},
	{"and is capped", no, connect.Readings{}, false,
		"50 with 30: 30, 0 with 30: 20", money.Some(30)},
	{"a zero capture takes nothing of the intent's", money.Some(30), connect.Readings{IntentAmount: connect.IntentAmountEachCapture}, false,
		"500: 30, 0: 0", money.Some(30)},
	{"a late amount on a zero capture is refused", no, connect.Readings{}, false,
		"500: 0, 0 with 20: later_amount_not_allowed, 0: 0", no},
	{"a zero capture of nothing is not the first", money.Some(30), connect.Readings{}, false,
		"0: 0, 0 with 20: 0, 500: 30, 500 with 1: later_amount_not_allowed", money.Some(30)},

	{"a single capture, of what the intent says", money.Some(30), connect.Readings{}, true,
		"1000: 30", money.Some(30)},
	{"a single capture that says it", money.Some(30), connect.Readings{}, true,
		"1000 with 10: 10", money.Some(10)},

	{"the same value on each later capture", no, connect.Readings{LaterAmount: connect.LaterAmountSame}, false,
		"500 with 30: 30, 200 with 10: parameter_invalid, 200: parameter_missing, 200 with 30: 30, 0 with 31: parameter_invalid, 0: 0", money.Some(30)},
	{"the same as the first capture said, not the intent", money.Some(30), connect.Readings{LaterAmount: connect.LaterAmountSame}, false,
		"500 with 10: 10, 200 with 30: parameter_invalid, 200 with 10: 10", money.Some(10)},
	{"the same zero", money.Some(30), connect.Readings{LaterAmount: connect.LaterAmountSame}, false,
		"500 with 0: 0, 200 with 30: parameter_invalid, 200 with 0: 0, 200: parameter_missing", money.Some(0)},

	{"the amount of the intent again by each capture", money.Some(30), connect.Readings{IntentAmount: connect.IntentAmountEachCapture}, false,
		"500: 30, 300: 30, 200 with 10: later_amount_not_allowed, 5: 30", money.Some(30)},
	{"again, and capped in total", money.Some(30), connect.Readings{IntentAmount: connect.IntentAmountEachCapture}, false,
		"10: 10, 25: 25, 100: 30", money.Some(30)},
	{"not again once the first capture gave one", money.Some(30), connect.Readings{IntentAmount: connect.IntentAmountEachCapture}, false,
		"500 with 10: 10, 300: parameter_missing, 300 with 20: 20", money.Some(20)},
	{"again nothing", no, connect.Readings{IntentAmount: connect.IntentAmountEachCapture}, false,
		"500: 0, 500: 0", no},

	{"the amount of the intent alone is refused", money.Some(30), connect.Readings{IntentAmount: connect.IntentAmountRefused}, false,
		"500: parameter_missing, 0: 0, 500 with 30: 30, 200: parameter_missing, 200 with 5: 5", money.Some(5)},
	{"not without multicapture", money.Some(30), connect.Readings{IntentAmount: connect.IntentAmountRefused}, true,
		"1000: 30", money.Some(30)},
	{"nor without an amount of the intent", no, connect.Readings{IntentAmount: connect.IntentAmountRefused}, false,
		"500: 0, 500: 0", no},

	{"the running total", no, connect.Readings{AmountMeaning: connect.AmountMeaningTotal}, false,
		"500 with 30: 30, 200 with 50: 20, 200 with 50: 0, 50 with 40: 0, 50 with 60: 10", money.Some(60)},
	{"the running total, capped", no, connect.Readings{AmountMeaning: connect.AmountMeaningTotal}, false,
		"50 with 100: 50, 20 with 100: 20, 100 with 100: 30", money.Some(100)},
	{"the running total of a zero capture", no, connect.Readings{AmountMeaning: connect.AmountMeaningTotal}, false,
		"500 with 30: 30, 0 with 45: 15", money.Some(45)},
	{"a total is said by a capture, never by the intent", money.Some(30),
		connect.Readings{AmountMeaning: connect.AmountMeaningTotal, IntentAmount: connect.IntentAmountEachCapture}, false,
		"500: 30, 300: 30", money.Some(30)},
	{"the same running total", no, connect.Readings{AmountMeaning: connect.AmountMeaningTotal, LaterAmount: connect.LaterAmountSame}, false,
		"20 with 30: 20, 200 with 30: 10, 200 with 30: 0", money.Some(30)},

	{"a late amount is accepted, and requires none", no, connect.Readings{NewAmount: connect.NewAmountAccepted}, false,
		"500: 0, 200 with 10: 10, 100: 0, 100 with 5: 5, 0 with 3: 3", no},
	{"a late amount beside that of the intent", money.Some(30), connect.Readings{NewAmount: connect.NewAmountAccepted}, false,
		"500: 30, 200 with 10: 10, 200: 0", money.Some(30)},
	{"a late amount, and that of the intent again", money.Some(30),
		connect.Readings{NewAmount: connect.NewAmountAccepted, IntentAmount: connect.IntentAmountEachCapture}, false,
		"500: 30, 200 with 10: 10, 200: 30", money.Some(30)},
	{"a late amount has no value to be the same as", no,
		connect.Readings{NewAmount: connect.NewAmountAccepted, LaterAmount: connect.LaterAmountSame}, false,
		"500: 0, 200 with 10: 10, 200 with 20: 20", no},
	{"the first amount still requires later ones", no, connect.Readings{NewAmount: connect.NewAmountAccepted}, false,
		"500 with 30: 30, 200: parameter_missing", money.Some(30)},
}

func TestCollect(t *testing.T) {
	for _, c := range lives {
		t.Run(c.name, func(t *testing.T) {
			l := connect.Ledger{Amount: c.intent, Multicapture: !c.single, Readings: c.readings}
			var captured, collected money.Amount
			for capture := range strings.SplitSeq(c.captures, ", ") {
				took, given, want := parse(t, capture)
				aside, refused := money.Amount(0), code.Code("")
				if _, err := fmt.Sscan(want, &aside); err != nil {
					refused = code.Code(want)
				}
				next, got, err := l.Collect(given, took)
				if refused != "" {
					if !errors.Is(err, refused) || next != l || got != 0 {
						t.Fatalf("%q: puts %d aside, error %v", capture, got, err)
					}
					continue
				}
				captured, collected = captured+took, collected+aside
				if err != nil || got != aside || next.Captured != captured || next.Collected != collected {
					t.Fatalf("%q: puts %d aside, in all %d of %d, error %v", capture, got, next.Collected, next.Captured, err)
				}
				l = next
			}
			if l.Amount != c.says || l.Multicapture == c.single || l.Readings != c.readings {
				t.Errorf("in the end it is %+v", l)
			}
		})
	}
}

// parse reads "500 with 30: 30".
func parse(t *testing.T, capture string) (took money.Amount, given money.NullAmount, want string) {
	t.Helper()
	asked, want, ok := strings.Cut(capture, ": ")
	amounts := strings.Split(asked, " with ")
	if _, err := fmt.Sscan(amounts[0], &took); err != nil || !ok || len(amounts) > 2 {
		t.Fatalf("%q is no capture", capture)
	}
	if len(amounts) == 2 {
		given.Valid = true
		if _, err := fmt.Sscan(amounts[1], &given.Amount); err != nil {
			t.Fatal(err)
		}
	}
	return took, given, want
}

func TestCollectRefusals(t *testing.T) {
	some := money.Some
	yes := connect.Ledger{Amount: some(30), Collected: 30, Captured: 500, First: connect.MarkYes, Multicapture: true}
	same := yes
	same.Readings.LaterAmount = connect.LaterAmountSame
	none := connect.Ledger{Captured: 500, First: connect.MarkNo, Multicapture: true}
	first := connect.Ledger{Amount: some(30), Multicapture: true, Readings: connect.Readings{IntentAmount: connect.IntentAmountRefused}}
	full := yes
	full.Captured = money.Max
	negative := func(got money.Amount) code.Error {
		return refusal("capture", code.ParameterInvalidInteger, "", got, 0)
	}
	missed := refusal("capture", code.ParameterMissing, "", 0, 0)
	missed.Detail = "The first capture gave an amount, so each later one that takes money has to give one too."
	for name, c := range map[string]struct {
		l     connect.Ledger
		given money.NullAmount
		took  money.Amount
		want  code.Error
	}{
		"a negative amount":                      {yes, some(-1), 100, negative(-1)},
		"the least amount":                       {connect.Ledger{}, some(math.MinInt64), 100, negative(math.MinInt64)},
		"a negative amount comes before all":     {none, some(-1), -2, negative(-1)},
		"something negative is taken":            {yes, some(1), -2, negative(-2)},
		"comes before the amount that is missed": {yes, no, -2, negative(-2)},
		"more than the largest amount":           {connect.Ledger{}, no, money.Max + 1, refusal("capture", code.AmountTooLarge, "", money.Max+1, money.Max)},
		"more than the largest amount, in total": {full, some(1), 1, refusal("capture", code.AmountTooLarge, "", 1, 0)},
		"too large comes before missing":         {full, no, 1, refusal("capture", code.AmountTooLarge, "", 1, 0)},
		"a broken ledger":                        {connect.Ledger{Captured: -1}, no, 1, refusal("capture", code.AmountTooLarge, "", 1, 0)},
		"missing":                                {yes, no, 1, missed},
		"missing on the first":                   {first, no, 1, refusal("capture", code.ParameterMissing, "", 0, 0)},
		"late":                                   {none, some(1), 1, refusal("capture", code.LaterAmountNotAllowed, "", 0, 0)},
		"late, zero":                             {none, some(0), 0, refusal("capture", code.LaterAmountNotAllowed, "", 0, 0)},
		"another value":                          {same, some(31), 1, refusal("capture", code.ParameterInvalid, "", 31, 30)},
		"another value of a zero capture":        {same, some(29), 0, refusal("capture", code.ParameterInvalid, "", 29, 30)},
		"the largest total":                      {connect.Ledger{}, no, money.Max, code.Error{}},
		"nothing, of the largest total":          {full, no, 0, code.Error{}},
		"an amount without bound":                {yes, some(math.MaxInt64), 1, code.Error{}}, // it is capped
	} {
		is(t, name, c.l.Check(c.given, c.took), c.want)
		next, collected, err := c.l.Collect(c.given, c.took)
		is(t, name, err, c.want)
		if c.want != (code.Error{}) && (next != c.l || collected != 0) {
			t.Errorf("%s: refused, and %+v", name, next)
		}
	}
}

// What is not known refuses nothing; who asks has to ask with both answers.
func TestFirstUnknown(t *testing.T) {
	for _, given := range []money.NullAmount{no, money.Some(5)} {
		l := connect.Ledger{
			Amount: money.Some(30), Collected: 30, Captured: 500, First: connect.MarkUnknown, Multicapture: true,
			Readings: connect.Readings{LaterAmount: connect.LaterAmountSame, IntentAmount: connect.IntentAmountEachCapture},
		}
		next, collected, err := l.Collect(given, 100)
		l.Captured, l.Collected = 600, 30+given.Or(0)
		if err != nil || collected != given.Or(0) || next != l {
			t.Errorf("given %s: puts %d aside, %+v, error %v", given, collected, next, err)
		}
	}
}

// Before the first capture it says nothing, and then it is known.
func TestFirstBeforeTheFirst(t *testing.T) {
	for _, first := range []connect.Mark{connect.MarkNo, connect.MarkYes, connect.MarkUnknown} {
		for given, want := range map[money.NullAmount]connect.Mark{no: connect.MarkNo, money.Some(5): connect.MarkYes} {
			l := connect.Ledger{First: first, Multicapture: true, Readings: connect.Readings{LaterAmount: connect.LaterAmountSame}}
			next, _, err := l.Collect(given, 100)
			if err != nil || next.First != want {
				t.Errorf("%d, given %s: %+v, error %v", first, given, next, err)
			}
		}
	}
}

func drawReadings(t *rapid.T) connect.Readings {
	return connect.Readings{
		LaterAmount:   rapid.SampledFrom([]connect.LaterAmount{connect.LaterAmountRequired, connect.LaterAmountSame}).Draw(t, "later"),
		IntentAmount:  connect.IntentAmount(rapid.Uint8Range(0, 2).Draw(t, "intent amount")),
		AmountMeaning: rapid.SampledFrom([]connect.AmountMeaning{connect.AmountMeaningCapture, connect.AmountMeaningTotal}).Draw(t, "meaning"),
		NewAmount:     rapid.SampledFrom([]connect.NewAmount{connect.NewAmountRefused, connect.NewAmountAccepted}).Draw(t, "late"),
	}
}

// In any sequence of captures no more is put aside than was captured, Check says what Collect does, and a refusal changes nothing.
func TestCollectLaws(t *testing.T) {
	accepted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		amount := func(label string) money.Amount {
			return money.Amount(rapid.OneOf(rapid.Int64Range(-1, 40), rapid.Int64Range(0, int64(money.Max)/20), rapid.Int64()).Draw(t, label))
		}
		null := func(label string) money.NullAmount {
			if rapid.Bool().Draw(t, "no "+label) {
				return no
			}
			return money.Some(amount(label))
		}
		l := connect.Ledger{Amount: null("intent"), Multicapture: rapid.Bool().Draw(t, "multicapture"), Readings: drawReadings(t)}
		var captured, collected money.Amount
		for range rapid.IntRange(1, 12).Draw(t, "captures") {
			given, took := null("given"), amount("took")
			if l.Readings.LaterAmount == connect.LaterAmountSame && l.First == connect.MarkYes && rapid.Bool().Draw(t, "the same") {
				given = l.Amount
			}
			checked := l.Check(given, took)
			next, aside, err := l.Collect(given, took)
			if l.Allows(given, took) != (err == nil) {
				t.Fatalf("%d with %s: allowed is %t, and the error %v", took, given, err != nil, err)
			}
			if e, ok := errors.AsType[*code.Error](err); ok {
				refused++
				if c, ok := errors.AsType[*code.Error](checked); !ok || *c != *e || next != l || aside != 0 {
					t.Fatalf("%d with %s: %v, checked %v, %+v", took, given, err, checked, next)
				}
				continue
			}
			accepted++
			captured, collected = captured+took, collected+aside
			if err != nil || checked != nil || aside < 0 || next.Captured != captured || next.Collected != collected || collected > captured {
				t.Fatalf("%d with %s: puts %d aside, %+v, error %v, checked %v", took, given, aside, next, err, checked)
			}
			l = next
		}
	})
	if accepted < 100 || refused < 100 {
		t.Errorf("%d accepted, %d refused", accepted, refused)
	}
}

// Running totals are another way to say the same as an amount for each capture, as long as neither is capped.
func TestRunningTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		each := connect.Ledger{Multicapture: true}
		total := each
		total.Readings.AmountMeaning = connect.AmountMeaningTotal
		var sum money.Amount
		for range rapid.IntRange(1, 9).Draw(t, "captures") {
			took := money.Amount(rapid.Int64Range(1, 1000).Draw(t, "took"))
			fee := money.Amount(rapid.Int64Range(0, int64(took)).Draw(t, "fee"))
			sum += fee
			var a, b money.Amount
			var errA, errB error
			each, a, errA = each.Collect(money.Some(fee), took)
			total, b, errB = total.Collect(money.Some(sum), took)
			if errA != nil || errB != nil || a != fee || b != fee {
				t.Fatalf("%d and %d are put aside, want %d, errors %v and %v", a, b, fee, errA, errB)
			}
		}
	})
}

// Nothing wraps, whatever the ledger and the amounts are, and what is broken is not made worse.
func TestCollectOfBorders(t *testing.T) {
	given := []money.NullAmount{no}
	for _, a := range borders() {
		given = append(given, money.Some(a))
	}
	accepted := 0
	check := func(l connect.Ledger, amount money.NullAmount, took money.Amount) {
		next, aside, err := l.Collect(amount, took)
		if err != nil {
			if next != l || aside != 0 || l.Check(amount, took) == nil {
				t.Fatalf("%d with %s of %+v: %+v, error %v", took, amount, l, next, err)
			}
			return
		}
		accepted++
		switch {
		case took < 0 || amount.Or(0) < 0 || aside < 0:
		case next.Captured < l.Captured || next.Captured-took != l.Captured: // the sum wraps
		case next.Collected < l.Collected || next.Collected-aside != l.Collected:
		case aside > 0 && (next.Collected < 0 || next.Collected > next.Captured):
		case took > 0 && (l.Captured < 0 || next.Captured > money.Max):
		case l.Check(amount, took) != nil:
		default:
			return
		}
		t.Fatalf("%d with %s of %+v: puts %d aside, %+v", took, amount, l, aside, next)
	}
	for _, captured := range borders() {
		for _, collected := range borders() {
			for _, said := range []money.NullAmount{no, money.Some(math.MinInt64), money.Some(30), money.Some(math.MaxInt64)} {
				for _, first := range []connect.Mark{connect.MarkNo, connect.MarkYes, connect.MarkUnknown, 255} {
					for _, meaning := range []connect.AmountMeaning{connect.AmountMeaningCapture, connect.AmountMeaningTotal} {
						l := connect.Ledger{Amount: said, Captured: captured, Collected: collected, First: first, Multicapture: true}
						l.Readings = connect.Readings{AmountMeaning: meaning, IntentAmount: connect.IntentAmountEachCapture, NewAmount: connect.NewAmountAccepted}
						for _, took := range borders() {
							for _, amount := range given {
								check(l, amount, took)
							}
						}
					}
				}
			}
		}
	}
	if accepted < 10_000 {
		t.Errorf("only %d were accepted", accepted)
	}
}

func TestCollectAllocatesNothing(t *testing.T) {
	l := connect.Ledger{Amount: money.Some(30), Collected: 30, Captured: 500, First: connect.MarkYes, Multicapture: true}
	var sum money.Amount
	allocates(t, "a capture", 0, func() { _, aside, _ := l.Collect(money.Some(5), 100); sum += aside })
	allocates(t, "a check", 0, func() { _ = l.Check(money.Some(5), 100) })
	allocates(t, "a refusal", 1, func() { _ = l.Check(no, 100) })
	allocates(t, "a question", 0, func() { _ = l.Allows(no, 100) })
	allocates(t, "a portion", 0, func() { sum += connect.Portion(880, 0, 500, 1200) })
}
