package capture_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

var (
	_ map[capture.Ledger]struct{} // comparable
	_ map[capture.Params]struct{}
)

// Captures, as the tests say them.
func final(a money.Amount) capture.Params { return capture.Params{Amount: money.Some(a)} }
func open(a money.Amount) capture.Params {
	return capture.Params{Amount: money.Some(a), NonFinal: true}
}

var (
	finalAll = capture.Params{}
	openAll  = capture.Params{NonFinal: true}
)

// multi is an authorization that can be captured several times, single one that cannot.
func multi(authorized money.Amount) capture.Ledger {
	return capture.Ledger{Authorized: authorized, Multicapture: true}
}
func single(authorized money.Amount) capture.Ledger { return capture.Ledger{Authorized: authorized} }

// refusal is the error of a capture.
func refusal(c code.Code, param string, got, limit money.Amount) code.Error {
	return code.Error{Op: "capture", Type: code.TypeInvalidRequest, Code: c, Param: param, Got: got, Limit: limit}
}

// refuse checks that p is refused with want, by Capture and by Check, and that it changes nothing.
func refuse(t *testing.T, l capture.Ledger, p capture.Params, want code.Error) {
	t.Helper()
	next, took, err := l.Capture(p)
	e, ok := errors.AsType[*code.Error](err)
	if !ok {
		t.Errorf("%+v is accepted, want %v", p, &want)
		return
	}
	if *e != want {
		t.Errorf("%+v is refused otherwise (-want +got):\n%s", p, cmp.Diff(want, *e))
	}
	if next != l || took != 0 {
		t.Errorf("%+v is refused and took %d: %s", p, took, cmp.Diff(l, next))
	}
	if l.Allows(p) {
		t.Errorf("%+v is refused, and allowed", p)
	}
	if checked, ok := errors.AsType[*code.Error](l.Check(p)); !ok || *checked != want {
		t.Errorf("Check of %+v says %v", p, l.Check(p))
	}
}

// accept returns the ledger after p, which takes want.
func accept(t *testing.T, l capture.Ledger, p capture.Params, want money.Amount) capture.Ledger {
	t.Helper()
	next, took, err := l.Capture(p)
	if err != nil || took != want {
		t.Fatalf("%+v of %+v took %d, want %d, error %v", p, l, took, want, err)
	}
	if err := l.Check(p); err != nil || !l.Allows(p) {
		t.Errorf("Check of %+v says %v", p, err)
	}
	if err := next.Validate(); err != nil {
		t.Errorf("%+v leads to %+v: %v", p, next, err)
	}
	return next
}

// shows checks what a ledger says of itself.
func shows(t *testing.T, l capture.Ledger, capturable, captured, released money.Amount, count uint8, closed bool) {
	t.Helper()
	if l.Capturable() != capturable || l.Captured != captured || l.Released() != released || l.Count != count || l.Closed != closed {
		t.Errorf("capturable %d, captured %d, released %d, %d captures, closed %t\nwant       %d          %d          %d  %d                  %t",
			l.Capturable(), l.Captured, l.Released(), l.Count, l.Closed, capturable, captured, released, count, closed)
	}
}

func TestStoryOfTheDocuments(t *testing.T) {
	l := multi(1000)
	shows(t, l, 1000, 0, 0, 0, false)
	l = accept(t, l, open(700), 700)
	shows(t, l, 300, 700, 0, 1, false)
	l = accept(t, l, final(200), 200)
	shows(t, l, 0, 900, 100, 2, true)
}

// Recorded against the API's test mode: 10000, then 2000 with final_capture false, then 5000.
func TestStoryRecorded(t *testing.T) {
	l := accept(t, multi(10000), open(2000), 2000)
	shows(t, l, 8000, 2000, 0, 1, false)
	l = accept(t, l, final(5000), 5000)
	shows(t, l, 0, 7000, 3000, 2, true)
}

func TestSingleCapture(t *testing.T) {
	shows(t, accept(t, single(1000), finalAll, 1000), 0, 1000, 0, 1, true)
	shows(t, accept(t, single(1000), final(1000), 1000), 0, 1000, 0, 1, true)
	shows(t, accept(t, single(1000), final(1), 1), 0, 1, 999, 1, true)
}

func TestOmittedAmountTakesEverything(t *testing.T) {
	l := accept(t, multi(1000), open(300), 300)
	shows(t, accept(t, l, finalAll, 700), 0, 1000, 0, 2, true)
	shows(t, accept(t, l, openAll, 700), 0, 1000, 0, 2, false)
}

func TestZeroCloses(t *testing.T) {
	l := accept(t, multi(1000), open(300), 300)
	shows(t, accept(t, l, final(0), 0), 0, 300, 700, 1, true)
}

// Released says nothing while the authorization is open, Capturable nothing once it is closed.
func TestClose(t *testing.T) {
	for _, l := range []capture.Ledger{single(1000), multi(1000), accept(t, multi(1000), open(300), 300)} {
		closed := l.Close()
		shows(t, closed, 0, l.Captured, l.Capturable(), l.Count, true)
		if closed.Close() != closed {
			t.Error("closing a closed ledger has changed it")
		}
		if err := closed.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestRefusals(t *testing.T) {
	closed := refusal(code.PaymentIntentUnexpectedState, "", 0, 0)
	closed.Status = "succeeded"
	begun := accept(t, multi(1000), open(400), 400)
	over := capture.Ledger{Authorized: 1000, Maximum: 1150, Multicapture: true}
	begunOver := accept(t, over, open(400), 400)
	all := accept(t, multi(1000), openAll, 1000)
	for name, c := range map[string]struct {
		l    capture.Ledger
		p    capture.Params
		want code.Error
	}{
		"a negative amount":                            {multi(1000), final(-1), refusal(code.ParameterInvalid, "amount_to_capture", -1, 0)},
		"a negative amount comes before closed":        {multi(1000).Close(), open(-5), refusal(code.ParameterInvalid, "amount_to_capture", -5, 0)},
		"the least amount":                             {single(1000), final(math.MinInt64), refusal(code.ParameterInvalid, "amount_to_capture", math.MinInt64, 0)},
		"closed":                                       {multi(1000).Close(), final(1), closed},
		"closed comes before too large":                {multi(1000).Close(), final(1001), closed},
		"closed comes before multicapture":             {single(1000).Close(), open(1), closed},
		"closed, zero":                                 {begun.Close(), final(0), closed},
		"closed, everything":                           {begun.Close(), finalAll, closed},
		"one more than authorized":                     {single(1000), final(1001), refusal(code.AmountTooLarge, "amount_to_capture", 1001, 1000)},
		"one more than authorized, open":               {multi(1000), open(1001), refusal(code.AmountTooLarge, "amount_to_capture", 1001, 1000)},
		"one more than capturable":                     {begun, final(601), refusal(code.AmountTooLarge, "amount_to_capture", 601, 600)},
		"one more than capturable, open":               {begun, open(601), refusal(code.AmountTooLarge, "amount_to_capture", 601, 600)},
		"nothing is capturable":                        {all, final(1), refusal(code.AmountTooLarge, "amount_to_capture", 1, 0)},
		"the largest amount":                           {single(1000), final(math.MaxInt64), refusal(code.AmountTooLarge, "amount_to_capture", math.MaxInt64, 1000)},
		"too large comes before multicapture":          {single(1000), open(1001), refusal(code.AmountTooLarge, "amount_to_capture", 1001, 1000)},
		"one more than the maximum":                    {over, final(1151), refusal(code.AmountTooLarge, "amount_to_capture", 1151, 1150)},
		"overcapture has to be final":                  {over, open(1001), refusal(code.AmountTooLarge, "amount_to_capture", 1001, 1000)},
		"overcapture has to be the first":              {begunOver, final(601), refusal(code.AmountTooLarge, "amount_to_capture", 601, 600)},
		"a maximum below the authorized is none":       {capture.Ledger{Authorized: 1000, Maximum: 5}, final(1001), refusal(code.AmountTooLarge, "amount_to_capture", 1001, 1000)},
		"open without multicapture":                    {single(1000), open(1), refusal(code.MulticaptureUnavailable, "final_capture", 0, 0)},
		"open, everything, without multicapture":       {single(1000), openAll, refusal(code.MulticaptureUnavailable, "final_capture", 0, 0)},
		"open, zero, without multicapture":             {single(1000), open(0), refusal(code.MulticaptureUnavailable, "final_capture", 0, 0)},
		"zero without multicapture":                    {single(1000), final(0), refusal(code.ParameterInvalidInteger, "amount", 0, 1)},
		"everything of nothing":                        {capture.Ledger{}, finalAll, refusal(code.ParameterInvalidInteger, "amount", 0, 1)},
		"zero, open":                                   {begun, open(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0)},
		"zero, open, nothing captured":                 {multi(1000), open(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0)},
		"zero, nothing captured":                       {multi(1000), final(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0)},
		"zero, nothing captured, with overcapture":     {over, final(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0)},
		"everything, open, when nothing is capturable": {all, openAll, refusal(code.NothingToCapture, "amount_to_capture", 0, 0)},
	} {
		t.Run(name, func(t *testing.T) { refuse(t, c.l, c.p, c.want) })
	}
}

func TestOvercapture(t *testing.T) {
	for _, l := range []capture.Ledger{
		{Authorized: 1000, Maximum: 1150},
		{Authorized: 1000, Maximum: 1150, Multicapture: true},
	} {
		shows(t, l, 1000, 0, 0, 0, false)
		shows(t, accept(t, l, final(1150), 1150), 0, 1150, 0, 1, true)
		shows(t, accept(t, l, final(1001), 1001), 0, 1001, 0, 1, true)
		shows(t, accept(t, l, finalAll, 1000), 0, 1000, 0, 1, true) // everything is what is capturable, not the maximum
		uncounted := l
		uncounted.Count = capture.Uncounted
		shows(t, accept(t, uncounted, final(1150), 1150), 0, 1150, 0, capture.Uncounted, true)
	}
}

// walk captures 1 minor unit n times.
func walk(t *testing.T, l capture.Ledger, n int) capture.Ledger {
	t.Helper()
	for range n {
		l = accept(t, l, open(1), 1)
	}
	return l
}

func TestLimitTakingMoney(t *testing.T) {
	tooMany := refusal(code.CaptureLimitReached, "amount_to_capture", 51, 50) // captures, not money
	full := walk(t, multi(1000), 50)
	shows(t, full, 950, 50, 0, 50, false)
	refuse(t, full, open(1), tooMany)
	refuse(t, full, final(1), tooMany)
	refuse(t, full, finalAll, tooMany) // it would take the rest
	refuse(t, full, openAll, tooMany)
	refuse(t, full, open(951), refusal(code.AmountTooLarge, "amount_to_capture", 951, 950)) // the amount comes first
	refuse(t, full, open(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0))
	shows(t, accept(t, full, final(0), 0), 0, 50, 950, 50, true)
	shows(t, full.Close(), 0, 50, 950, 50, true)

	shows(t, accept(t, walk(t, multi(1000), 49), final(1), 1), 0, 50, 950, 50, true) // the 50th may be the final one

	exact := walk(t, multi(50), 50)
	shows(t, accept(t, exact, finalAll, 0), 0, 50, 0, 50, true) // takes nothing, so it is not too many
}

func TestLimitNonFinalAndOne(t *testing.T) {
	l := multi(1000)
	l.Readings.Limit = capture.LimitNonFinalAndOne
	full := walk(t, l, 50)
	shows(t, full, 950, 50, 0, 50, false)
	refuse(t, full, open(1), refusal(code.CaptureLimitReached, "amount_to_capture", 51, 50))
	refuse(t, full, openAll, refusal(code.CaptureLimitReached, "amount_to_capture", 51, 50))
	shows(t, accept(t, full, final(1), 1), 0, 51, 949, 51, true)
	shows(t, accept(t, full, finalAll, 950), 0, 1000, 0, 51, true)
	shows(t, accept(t, full, final(0), 0), 0, 50, 950, 50, true)
}

// While nobody has counted, the limit is not enforced, and nothing is counted.
func TestUncounted(t *testing.T) {
	for _, limit := range []capture.Limit{capture.LimitTakingMoney, capture.LimitNonFinalAndOne} {
		l := capture.Ledger{Authorized: 1000, Captured: 100, Count: capture.Uncounted, Multicapture: true, Readings: capture.Readings{Limit: limit}}
		l = walk(t, l, 60)
		shows(t, l, 840, 160, 0, capture.Uncounted, false)
		shows(t, accept(t, l, final(1), 1), 0, 161, 839, capture.Uncounted, true)
	}
}

func TestWholeRemainder(t *testing.T) {
	stays := multi(1000)
	closes := stays
	closes.Readings.WholeRemainder = capture.WholeRemainderCloses
	for _, p := range []capture.Params{open(1000), openAll} {
		l := accept(t, stays, p, 1000)
		shows(t, l, 0, 1000, 0, 1, false)
		shows(t, accept(t, l, final(0), 0), 0, 1000, 0, 1, true)
		shows(t, accept(t, l, finalAll, 0), 0, 1000, 0, 1, true)

		shows(t, accept(t, closes, p, 1000), 0, 1000, 0, 1, true)
	}
	l := accept(t, closes, open(999), 999) // something is left
	shows(t, l, 1, 999, 0, 1, false)
	shows(t, accept(t, l, open(1), 1), 0, 1000, 0, 2, true)
	shows(t, accept(t, closes, final(999), 999), 0, 999, 1, 1, true)
}

func TestUntouchedClose(t *testing.T) {
	l := multi(1000)
	refuse(t, l, final(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0))
	l.Readings.UntouchedClose = capture.UntouchedCloseCancels
	shows(t, accept(t, l, final(0), 0), 0, 0, 1000, 0, true)
	refuse(t, l, open(0), refusal(code.NothingToCapture, "amount_to_capture", 0, 0))
	l.Multicapture = false
	refuse(t, l, final(0), refusal(code.ParameterInvalidInteger, "amount", 0, 1))
}

// The defaults are left out of JSON, the other readings are there by name.
func TestReadingsJSON(t *testing.T) {
	for want, r := range map[string]capture.Readings{
		`{}`:                            {},
		`{"limit":"non_final_and_one"}`: {Limit: capture.LimitNonFinalAndOne},
		`{"whole_remainder":"closes"}`:  {WholeRemainder: capture.WholeRemainderCloses},
		`{"untouched_close":"cancels"}`: {UntouchedClose: capture.UntouchedCloseCancels},
	} {
		got, err := json.Marshal(r)
		if err != nil || string(got) != want {
			t.Errorf("%+v is written as %s, error %v", r, got, err)
		}
		var back capture.Readings
		if err := json.Unmarshal(got, &back); err != nil || back != r {
			t.Errorf("%s is read as %+v, error %v", got, back, err)
		}
	}
}

func TestZeroReadingsAreTheDefaults(t *testing.T) {
	if (capture.Readings{}) != (capture.Readings{
		Limit:          capture.LimitTakingMoney,
		WholeRemainder: capture.WholeRemainderStaysOpen,
		UntouchedClose: capture.UntouchedCloseRefused,
	}) {
		t.Error("a default reading is not zero")
	}
	if capture.MaxCaptures != 50 || capture.Uncounted <= capture.MaxCaptures+1 {
		t.Error("the limit is not 50, or a count of captures looks uncounted")
	}
}

// Whatever Capturable and Released are asked of, they are amounts.
func TestCapturableAndReleased(t *testing.T) {
	for _, c := range []struct {
		authorized, captured, left money.Amount
	}{
		{1000, 0, 1000},
		{1000, 999, 1},
		{1000, 1000, 0},
		{1000, 1001, 0},
		{1000, -1, 0}, // broken: see Validate
		{-1, 0, 0},
		{-2, -1, 0},
		{math.MaxInt64, 0, math.MaxInt64},
		{math.MaxInt64, math.MinInt64, 0},
		{math.MinInt64, math.MaxInt64, 0},
	} {
		l := capture.Ledger{Authorized: c.authorized, Captured: c.captured, Multicapture: true}
		if l.Capturable() != c.left || l.Released() != 0 {
			t.Errorf("%+v: capturable %d, released %d, want %d and 0", l, l.Capturable(), l.Released(), c.left)
		}
		l = l.Close()
		if l.Capturable() != 0 || l.Released() != c.left {
			t.Errorf("%+v: capturable %d, released %d, want 0 and %d", l, l.Capturable(), l.Released(), c.left)
		}
	}
}

func TestValidate(t *testing.T) {
	later := capture.Readings{Limit: capture.LimitNonFinalAndOne}
	for _, c := range []struct {
		l          capture.Ledger
		param      string // "" is valid
		got, limit money.Amount
	}{
		{capture.Ledger{}, "", 0, 0},
		// 1
		{capture.Ledger{Authorized: -1}, "authorized", -1, money.Max},
		{capture.Ledger{Authorized: 1}, "", 0, 0},
		{capture.Ledger{Authorized: money.Max}, "", 0, 0},
		{capture.Ledger{Authorized: money.Max + 1}, "authorized", money.Max + 1, money.Max},
		{capture.Ledger{Maximum: -1}, "maximum_amount_capturable", -1, money.Max},
		{capture.Ledger{Maximum: 1}, "", 0, 0},
		{capture.Ledger{Maximum: money.Max}, "", 0, 0},
		{capture.Ledger{Maximum: money.Max + 1}, "maximum_amount_capturable", money.Max + 1, money.Max},
		// 2
		{capture.Ledger{Authorized: 10, Captured: -1, Multicapture: true}, "amount_captured", -1, 10},
		{capture.Ledger{Authorized: 10, Captured: 10, Count: 1, Multicapture: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Captured: 11, Count: 1, Multicapture: true}, "amount_captured", 11, 10},
		{capture.Ledger{Authorized: 10, Maximum: 12, Captured: 12, Count: 1, Closed: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Maximum: 12, Captured: 13, Count: 1, Closed: true}, "amount_captured", 13, 12},
		{capture.Ledger{Authorized: 10, Maximum: 12, Captured: 12, Count: capture.Uncounted, Closed: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Maximum: 12, Captured: 13, Count: capture.Uncounted, Closed: true}, "amount_captured", 13, 12},
		{capture.Ledger{Authorized: 10, Maximum: 12, Captured: 12, Count: 2, Closed: true, Multicapture: true}, "amount_captured", 12, 10},
		{capture.Ledger{Authorized: 10, Maximum: 12, Captured: 12, Count: 1, Multicapture: true}, "amount_captured", 12, 10},
		{capture.Ledger{Authorized: 10, Maximum: 5, Captured: 10, Count: 1, Closed: true}, "", 0, 0},
		// 3
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 50, Multicapture: true}, "", 0, 0},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 51, Multicapture: true}, "captures", 51, 50},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 50, Closed: true, Multicapture: true}, "", 0, 0},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 51, Closed: true, Multicapture: true}, "captures", 51, 50},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 51, Multicapture: true, Readings: later}, "captures", 51, 50},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 51, Closed: true, Multicapture: true, Readings: later}, "", 0, 0},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 52, Closed: true, Multicapture: true, Readings: later}, "captures", 52, 51},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: 254, Closed: true, Multicapture: true, Readings: later}, "captures", 254, 51},
		{capture.Ledger{Authorized: 99, Captured: 99, Count: capture.Uncounted, Multicapture: true}, "", 0, 0},
		// 4
		{capture.Ledger{Authorized: 10, Captured: 10, Count: 1, Closed: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Captured: 10, Count: 2, Closed: true}, "captures", 2, 1},
		{capture.Ledger{Authorized: 10, Captured: 10, Count: 2, Closed: true, Multicapture: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Captured: 1, Count: 1}, "captures", 1, 1},
		{capture.Ledger{Authorized: 10, Captured: 1, Count: capture.Uncounted}, "captures", 255, 1},
		{capture.Ledger{Authorized: 10, Captured: 1, Count: capture.Uncounted, Closed: true}, "", 0, 0},
		// 5
		{capture.Ledger{Authorized: 10, Captured: 1, Multicapture: true}, "captures", 0, 0},
		{capture.Ledger{Authorized: 10, Count: 1, Multicapture: true}, "captures", 1, 0},
		{capture.Ledger{Authorized: 10, Captured: 1, Closed: true}, "captures", 0, 0},
		{capture.Ledger{Authorized: 10, Captured: 2, Count: 3, Multicapture: true}, "captures", 3, 2},
		{capture.Ledger{Authorized: 10, Captured: 2, Count: 2, Multicapture: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Closed: true}, "", 0, 0},
		{capture.Ledger{Authorized: 10, Count: capture.Uncounted, Multicapture: true}, "", 0, 0},
	} {
		var got, want code.Error
		if c.param != "" {
			want = code.Error{Op: "validate", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid, Param: c.param, Got: c.got, Limit: c.limit}
		}
		if e, ok := errors.AsType[*code.Error](c.l.Validate()); ok {
			if got = *e; got.Detail == "" {
				t.Errorf("%v does not say what is broken", e)
			}
			got.Detail = "" // no part of the contract
		}
		if got != want {
			t.Errorf("%+v (-want +got):\n%s", c.l, cmp.Diff(want, got))
		}
	}
}

// TestEveryLedger visits every ledger that captures lead to from a small authorization, with every reading and every capture of each.
func TestEveryLedger(t *testing.T) {
	visited := map[capture.Ledger]bool{}
	var todo []capture.Ledger
	visit := func(l capture.Ledger) {
		if !visited[l] {
			visited[l] = true
			todo = append(todo, l)
		}
	}
	for authorized := range money.Amount(9) {
		for maximum := range money.Amount(11) {
			for _, r := range everyReading() {
				for _, count := range []uint8{0, capture.Uncounted} {
					visit(capture.Ledger{Authorized: authorized, Maximum: maximum, Count: count, Readings: r})
					visit(capture.Ledger{Authorized: authorized, Maximum: maximum, Count: count, Readings: r, Multicapture: true})
				}
			}
		}
	}
	accepted, refused := 0, 0
	for len(todo) > 0 {
		l := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if err := l.Validate(); err != nil {
			t.Fatalf("%+v: %v", l, err)
		}
		visit(l.Close())
		for _, p := range everyCapture(-1, 10) {
			next, took, err := l.Capture(p)
			if checked := l.Check(p); !same(err, checked) {
				t.Fatalf("%+v of %+v: Capture says %v, Check %v", p, l, err, checked)
			}
			if err != nil {
				refused++
				if next != l || took != 0 {
					t.Fatalf("%+v is refused and %+v has become %+v, and took %d", p, l, next, took)
				}
				continue
			}
			accepted++
			if problem := bookkeeping(l, p, next, took); problem != "" {
				t.Fatalf("%+v of %+v: %s: %+v", p, l, problem, next)
			}
			visit(next)
		}
	}
	t.Logf("%d ledgers, %d captures accepted, %d refused", len(visited), accepted, refused)
	if len(visited) < 10_000 {
		t.Error("the walk was too short")
	}
}

// same reports whether a and b are nil, or refusals with the same fields.
func same(a, b error) bool {
	x, _ := a.(*code.Error)
	y, _ := b.(*code.Error)
	return x == y || x != nil && y != nil && *x == *y
}

// bookkeeping says what is wrong with an accepted capture, or nothing.
func bookkeeping(l capture.Ledger, p capture.Params, next capture.Ledger, took money.Amount) string {
	switch {
	case took < 0:
		return "money was given back"
	case p.Amount.Valid && took != p.Amount.Amount:
		return "it took another amount than was asked for"
	case !p.Amount.Valid && took != l.Capturable():
		return "it did not take everything"
	case next.Captured != l.Captured+took:
		return "the sum is wrong"
	case !next.Closed && next.Capturable()+took != l.Capturable():
		return "what it took is not what is missing"
	case next.Closed && next.Capturable() != 0:
		return "closed and capturable"
	case next.Closed && next.Released()+next.Captured != max(next.Authorized, next.Captured):
		return "some of the authorization is neither captured nor released"
	case !next.Closed && next.Released() != 0:
		return "open and released"
	case !p.NonFinal && !next.Closed:
		return "a final capture did not close"
	case l.Count == capture.Uncounted && next.Count != l.Count:
		return "it was counted"
	case l.Count != capture.Uncounted && took > 0 != (next.Count == l.Count+1):
		return "the count is wrong"
	}
	l.Captured, l.Count, l.Closed = next.Captured, next.Count, next.Closed
	if l != next {
		return "something else has changed"
	}
	return ""
}

func everyReading() (all []capture.Readings) {
	for _, limit := range []capture.Limit{capture.LimitTakingMoney, capture.LimitNonFinalAndOne} {
		for _, whole := range []capture.WholeRemainder{capture.WholeRemainderStaysOpen, capture.WholeRemainderCloses} {
			for _, untouched := range []capture.UntouchedClose{capture.UntouchedCloseRefused, capture.UntouchedCloseCancels} {
				all = append(all, capture.Readings{Limit: limit, WholeRemainder: whole, UntouchedClose: untouched})
			}
		}
	}
	return all
}

func everyCapture(least, most money.Amount) []capture.Params {
	all := []capture.Params{finalAll, openAll}
	for a := least; a <= most; a++ {
		all = append(all, final(a), open(a))
	}
	return all
}

// borders are the amounts where sums wrap, if they do.
func borders() []money.Amount {
	all := []money.Amount{math.MinInt64, math.MinInt64 + 1, math.MaxInt64 - 1, math.MaxInt64}
	for _, around := range []money.Amount{0, 50, 1000, 1 << 31, money.Max, 1 << 62} {
		for d := range money.Amount(3) {
			all = append(all, around-d, around+d, -around-d, -around+d)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestBorders checks with big integers that nothing wraps, whatever the ledger and the amount are.
func TestBorders(t *testing.T) {
	all := borders()
	large := make(map[money.Amount]*big.Int, len(all))
	for _, a := range all {
		large[a] = big.NewInt(int64(a))
	}
	var sum, bound big.Int
	accepted := 0
	for _, authorized := range all {
		for _, maximum := range all {
			for _, captured := range all {
				l := capture.Ledger{Authorized: authorized, Maximum: maximum, Captured: captured, Multicapture: true}
				if left := bound.Sub(large[authorized], large[captured]); captured >= 0 && left.Sign() > 0 && left.Cmp(big.NewInt(int64(l.Capturable()))) != 0 {
					t.Fatalf("%+v: capturable %d, want %d", l, l.Capturable(), left)
				}
				for _, amount := range all {
					for _, p := range [...]capture.Params{final(amount), open(amount)} {
						next, took, err := l.Capture(p)
						if err != nil {
							continue
						}
						accepted++
						if sum.Add(large[captured], large[amount]); took != amount || sum.Cmp(bound.SetInt64(int64(next.Captured))) != 0 {
							t.Fatalf("%+v of %+v took %d: captured %d", p, l, took, next.Captured)
						}
						most := max(authorized, maximum)
						if p.NonFinal || captured != 0 {
							most = authorized
						}
						if amount > 0 && next.Captured > most {
							t.Fatalf("%+v of %+v: captured %d", p, l, next.Captured)
						}
					}
				}
			}
		}
	}
	if len(all) < 50 || accepted == 0 {
		t.Fatalf("%d captures accepted of %d amounts", accepted, len(all))
	}
}

func TestAllocations(t *testing.T) {
	l := multi(1000)
	var sum money.Amount
	for name, c := range map[string]struct {
		most float64
		f    func()
	}{
		"an accepted capture":            {0, func() { _, took, _ := l.Capture(open(1)); sum += took }},
		"an accepted final capture":      {0, func() { _, took, _ := l.Capture(finalAll); sum += took }},
		"a check that says yes":          {0, func() { _ = l.Check(open(1)) }},
		"a refused capture":              {1, func() { _, _, _ = l.Capture(open(1001)) }},
		"a check that says no":           {1, func() { _ = l.Check(open(1001)) }},
		"Close, Capturable and Released": {0, func() { sum += l.Capturable() + l.Close().Released() }},
		"Validate":                       {0, func() { _ = l.Validate() }},
	} {
		if n := testing.AllocsPerRun(100, c.f); n > c.most {
			t.Errorf("%s: %v allocations, want at most %v", name, n, c.most)
		}
	}
}

// 1000 are authorized; 700 are captured now, 200 at last, and 100 are let go.
func ExampleLedger_Capture() {
	ledger := capture.Ledger{Authorized: 1000, Multicapture: true}
	for _, p := range []capture.Params{
		{Amount: money.Some(700), NonFinal: true},
		{Amount: money.Some(400), NonFinal: true},
		{Amount: money.Some(200)},
	} {
		next, took, err := ledger.Capture(p)
		if errors.Is(err, code.AmountTooLarge) {
			fmt.Println("refused:", p.Amount, "of", ledger.Capturable())
			continue
		}
		ledger = next
		fmt.Println("took", took, "and", ledger.Capturable(), "can be captured")
	}
	fmt.Println("released", ledger.Released())
	// Output:
	// took 700 and 300 can be captured
	// refused: 400 of 300
	// took 200 and 0 can be captured
	// released 100
}

// The authorization runs out after 300 of 1000 were captured.
func ExampleLedger_Close() {
	ledger := capture.Ledger{Authorized: 1000, Multicapture: true}
	ledger, _, _ = ledger.Capture(capture.Params{Amount: money.Some(300), NonFinal: true})
	ledger = ledger.Close()
	fmt.Println("captured", ledger.Captured, "released", ledger.Released(), "capturable", ledger.Capturable())
	// Output: captured 300 released 700 capturable 0
}

func BenchmarkLedger(b *testing.B) {
	ledger := multi(1000)
	p := open(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ledger.Capture(p); err != nil {
			b.Fatal(err)
		}
	}
}
