package refund_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/refund"
)

var _ map[refund.Ledger]struct{} // comparable

// refusal is an error of this package.
func refusal(op string, c code.Code, param string, got, limit money.Amount) code.Error {
	return code.Error{Op: op, Type: code.TypeInvalidRequest, Code: c, Param: param, Got: got, Limit: limit}
}

// is reports err unless it is want; the zero Error wants none.
func is(t *testing.T, what string, err error, want code.Error) {
	t.Helper()
	var got code.Error
	if e, ok := errors.AsType[*code.Error](err); ok {
		got = *e
	} else if err != nil {
		t.Errorf("%s: %v, which is not an error of this module", what, err)
		return
	}
	if got != want {
		t.Errorf("%s is refused otherwise (-want +got):\n%s", what, cmp.Diff(want, got))
	}
}

var everything = money.NullAmount{} // all that is refundable

func TestRefund(t *testing.T) {
	some := money.Some
	tooLarge := func(got, limit money.Amount) code.Error {
		return refusal("refund", code.RefundTooLarge, "amount", got, limit)
	}
	tooSmall := func(got money.Amount) code.Error {
		return refusal("refund", code.ParameterInvalidInteger, "amount", got, 1)
	}
	nothing := refusal("refund", code.NothingToRefund, "", 0, 0)
	already := refusal("refund", code.ChargeAlreadyRefunded, "", 0, 0)
	for name, c := range map[string]struct {
		captured, refunded money.Amount
		amount             money.NullAmount
		gives              money.Amount
		refused            code.Error
	}{
		"a part":                         {900, 0, some(300), 300, code.Error{}},
		"the least":                      {900, 0, some(1), 1, code.Error{}},
		"everything, said":               {900, 0, some(900), 900, code.Error{}},
		"everything, not said":           {900, 0, everything, 900, code.Error{}},
		"a part of the rest":             {900, 600, some(299), 299, code.Error{}},
		"the rest, said":                 {900, 600, some(300), 300, code.Error{}},
		"the rest, not said":             {900, 600, everything, 300, code.Error{}},
		"the last unit":                  {900, 899, everything, 1, code.Error{}},
		"the largest amount":             {money.Max, 0, everything, money.Max, code.Error{}},
		"one more than captured":         {900, 0, some(901), 0, tooLarge(901, 900)},
		"one more than the rest":         {900, 600, some(301), 0, tooLarge(301, 300)},
		"captured once, the rest twice":  {900, 600, some(900), 0, tooLarge(900, 300)},
		"the largest integer":            {900, 600, some(math.MaxInt64), 0, tooLarge(math.MaxInt64, 300)},
		"zero":                           {900, 0, some(0), 0, tooSmall(0)},
		"negative":                       {900, 600, some(-1), 0, tooSmall(-1)},
		"the least integer":              {900, 600, some(math.MinInt64), 0, tooSmall(math.MinInt64)},
		"nothing captured":               {0, 0, some(1), 0, nothing},
		"nothing captured, everything":   {0, 0, everything, 0, nothing},
		"all refunded":                   {900, 900, some(1), 0, already},
		"all refunded, everything":       {900, 900, everything, 0, already},
		"zero comes before uncaptured":   {0, 0, some(0), 0, tooSmall(0)},
		"zero comes before refunded":     {900, 900, some(0), 0, tooSmall(0)},
		"refunded comes before too much": {900, 900, some(901), 0, already},
		"uncaptured comes before both":   {0, 0, some(901), 0, nothing},
	} {
		t.Run(name, func(t *testing.T) {
			for _, final := range []bool{false, true} { // whether more may be captured says nothing about refunds
				l := refund.Ledger{Captured: c.captured, Refunded: c.refunded, Final: final}
				next, gives, err := l.Refund(c.amount)
				is(t, name, err, c.refused)
				is(t, name+", checked", l.Check(c.amount), c.refused)
				want := refund.Ledger{Captured: c.captured, Refunded: c.refunded + c.gives, Final: final}
				if next != want || gives != c.gives {
					t.Errorf("%+v gives %d and becomes %+v, want %d and %+v", l, gives, next, c.gives, want)
				}
			}
		})
	}
}

// What is captured later can be refunded, also after everything was.
func TestRefundWhileCapturing(t *testing.T) {
	l := refund.Ledger{Captured: 700}
	l, gives, err := l.Refund(everything)
	if err != nil || gives != 700 || l.Refundable() != 0 {
		t.Fatalf("gives %d, %+v, error %v", gives, l, err)
	}
	is(t, "one more", l.Check(everything), refusal("refund", code.ChargeAlreadyRefunded, "", 0, 0))
	l.Captured += 200
	if l, gives, err = l.Refund(money.Some(150)); err != nil || gives != 150 || l.Refundable() != 50 {
		t.Fatalf("gives %d, %+v, error %v", gives, l, err)
	}
}

// Refunded in the API's sense: nothing more will be captured, something was, and all of it was given back.
func TestExhausted(t *testing.T) {
	for _, c := range []struct {
		captured, refunded money.Amount
		final, want        bool
	}{
		{700, 700, true, true},
		{1, 1, true, true},
		{700, 700, false, false}, // a later capture may bring more
		{700, 699, true, false},
		{700, 0, true, false},
		{0, 0, true, false}, // canceled
		{0, 0, false, false},
		{money.Max, money.Max, true, true},
		{700, 701, true, false}, // broken
		{-5, -5, true, false},
	} {
		l := refund.Ledger{Captured: c.captured, Refunded: c.refunded, Final: c.final}
		if l.Exhausted() != c.want {
			t.Errorf("%+v: %t", l, l.Exhausted())
		}
	}
}

func TestUndo(t *testing.T) {
	tooSmall := func(got money.Amount) code.Error {
		return refusal("update_refund", code.ParameterInvalidInteger, "amount", got, 1)
	}
	stale := func(got, limit money.Amount) code.Error {
		return refusal("update_refund", code.StaleRefund, "refund", got, limit)
	}
	for _, c := range []struct {
		refunded, amount, left money.Amount
		refused                code.Error
	}{
		{500, 200, 300, code.Error{}},
		{500, 1, 499, code.Error{}},
		{500, 500, 0, code.Error{}},
		{500, 501, 500, stale(501, 500)},
		{0, 1, 0, stale(1, 0)},
		{0, 0, 0, tooSmall(0)},
		{500, 0, 500, tooSmall(0)},
		{500, -1, 500, tooSmall(-1)},
		{500, math.MinInt64, 500, tooSmall(math.MinInt64)},
		{500, math.MaxInt64, 500, stale(math.MaxInt64, 500)},
		{-5, 1, -5, stale(1, 0)}, // broken
		{-5, 0, -5, tooSmall(0)},
	} {
		l := refund.Ledger{Captured: 900, Refunded: c.refunded, Final: true}
		next, err := l.Undo(c.amount)
		is(t, "undo", err, c.refused)
		if want := (refund.Ledger{Captured: 900, Refunded: c.left, Final: true}); next != want {
			t.Errorf("undo %d of %+v: %+v, want %+v", c.amount, l, next, want)
		}
	}
}

func TestLedgerValidate(t *testing.T) {
	for _, c := range []struct {
		l          refund.Ledger
		param      string // "" is valid
		got, limit money.Amount
	}{
		{refund.Ledger{}, "", 0, 0},
		{refund.Ledger{Final: true}, "", 0, 0},
		{refund.Ledger{Captured: 1}, "", 0, 0},
		{refund.Ledger{Captured: -1}, "amount_captured", -1, money.Max},
		{refund.Ledger{Captured: money.Max, Refunded: money.Max}, "", 0, 0},
		{refund.Ledger{Captured: money.Max + 1}, "amount_captured", money.Max + 1, money.Max},
		{refund.Ledger{Captured: 5, Refunded: 5, Final: true}, "", 0, 0},
		{refund.Ledger{Captured: 5, Refunded: 6}, "amount_refunded", 6, 5},
		{refund.Ledger{Captured: 5, Refunded: -1}, "amount_refunded", -1, 5},
		{refund.Ledger{Captured: -1, Refunded: -2}, "amount_captured", -1, money.Max}, // the first
	} {
		var want code.Error
		if c.param != "" {
			want = refusal("validate", code.ParameterInvalid, c.param, c.got, c.limit)
		}
		is(t, "the ledger", c.l.Validate(), want)
	}
}

// A book is a Ledger as one would keep it without a thought for speed: a list of what counts as refunded.
type book struct {
	captured *big.Int
	live     []money.Amount
}

func (b *book) refundable() *big.Int {
	left := new(big.Int).Set(b.captured)
	for _, a := range b.live {
		left.Sub(left, big.NewInt(int64(a)))
	}
	return left
}

// predict returns the reason why a refund is refused, or "".
func (b *book) predict(amount money.NullAmount) code.Code {
	switch asked, left := big.NewInt(int64(amount.Or(1))), b.refundable(); {
	case asked.Sign() <= 0:
		return code.ParameterInvalidInteger
	case b.captured.Sign() == 0:
		return code.NothingToRefund
	case left.Sign() == 0:
		return code.ChargeAlreadyRefunded
	case asked.Cmp(left) > 0:
		return code.RefundTooLarge
	}
	return ""
}

// TestLife plays lives of charges: captures, refunds and refunds that fail, in any order, and predicts every answer.
func TestLife(t *testing.T) {
	reached := map[code.Code]int{}
	rapid.Check(t, func(t *rapid.T) {
		l := refund.Ledger{}
		b := &book{captured: new(big.Int)}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				more := money.Amount(rapid.Int64Range(0, int64(money.Max-l.Captured)).Draw(t, "capture"))
				l.Captured += more
				b.captured.Add(b.captured, big.NewInt(int64(more)))
			case 1:
				if len(b.live) == 0 {
					continue
				}
				i := rapid.IntRange(0, len(b.live)-1).Draw(t, "fails")
				next, err := l.Undo(b.live[i])
				if err != nil {
					t.Fatalf("%+v cannot take back %d: %v", l, b.live[i], err)
				}
				l, b.live = next, slices.Delete(b.live, i, i+1)
			default:
				amount := rapid.OneOf(
					rapid.Just(everything),
					rapid.SampledFrom([]money.NullAmount{
						money.Some(-1), money.Some(0), money.Some(1),
						money.Some(l.Refundable()), money.Some(l.Refundable() + 1), money.Some(l.Refundable() - 1),
					}),
					rapid.Map(rapid.Int64(), func(n int64) money.NullAmount { return money.Some(money.Amount(n)) }),
				).Draw(t, "refund")
				want := b.predict(amount)
				reached[want]++
				next, gives, err := l.Refund(amount)
				if want != "" {
					if !errors.Is(err, want) || next != l || gives != 0 {
						t.Fatalf("refund of %s of %+v: gives %d, error %v, want %s", amount, l, gives, err, want)
					}
					break
				}
				if err != nil || amount.Or(gives) != gives || !amount.Valid && big.NewInt(int64(gives)).Cmp(b.refundable()) != 0 {
					t.Fatalf("refund of %s of %+v: gives %d, error %v", amount, l, gives, err)
				}
				if back, err := next.Undo(gives); err != nil || back != l {
					t.Fatalf("undone it is %+v, error %v, and was %+v", back, err, l)
				}
				l, b.live = next, append(b.live, gives)
			}
			if left := b.refundable(); left.Cmp(big.NewInt(int64(l.Refundable()))) != 0 {
				t.Fatalf("%+v: refundable %d, want %s", l, l.Refundable(), left)
			}
			if err := l.Validate(); err != nil {
				t.Fatalf("%+v: %v", l, err)
			}
		}
	})
	for _, c := range []code.Code{"", code.ParameterInvalidInteger, code.NothingToRefund, code.ChargeAlreadyRefunded, code.RefundTooLarge} {
		if reached[c] == 0 {
			t.Errorf("no life has reached %q", c)
		}
	}
}

// borders are the amounts where sums wrap, if they do.
func borders() []money.Amount {
	all := []money.Amount{math.MinInt64, math.MinInt64 + 1, math.MaxInt64 - 1, math.MaxInt64}
	for _, around := range []money.Amount{0, 1000, 1 << 31, money.Max, 1 << 62} {
		for d := range money.Amount(3) {
			all = append(all, around-d, around+d, -around-d, -around+d)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Nothing wraps, whatever the ledger and the amount are, and what is broken is not made worse.
func TestBorders(t *testing.T) {
	sum := func(a, b money.Amount) *big.Int { return new(big.Int).Add(big.NewInt(int64(a)), big.NewInt(int64(b))) }
	accepted := 0
	for _, captured := range borders() {
		for _, refunded := range borders() {
			l := refund.Ledger{Captured: captured, Refunded: refunded}
			left := l.Refundable()
			if sound := refunded >= 0 && refunded <= captured; sound && sum(refunded, left).Cmp(big.NewInt(int64(captured))) != 0 || !sound && left != 0 {
				t.Fatalf("%+v: refundable %d", l, left)
			}
			asked := []money.NullAmount{everything}
			for _, amount := range borders() {
				asked = append(asked, money.Some(amount))
			}
			for _, amount := range asked {
				next, gives, err := l.Refund(amount)
				checked, _ := errors.AsType[*code.Error](l.Check(amount))
				if e, ok := errors.AsType[*code.Error](err); ok {
					if next != l || gives != 0 || checked == nil || *checked != *e || e.Limit < 0 {
						t.Fatalf("%s of %+v: %+v, gives %d, %v, checked %v", amount, l, next, gives, err, checked)
					}
					continue
				}
				accepted++
				if checked != nil || gives < 1 || gives != amount.Or(left) || next.Captured != captured ||
					next.Refunded > captured || sum(refunded, gives).Cmp(big.NewInt(int64(next.Refunded))) != 0 {
					t.Fatalf("%s of %+v: %+v, gives %d, checked %v", amount, l, next, gives, checked)
				}
			}
			for _, amount := range borders() {
				next, err := l.Undo(amount)
				if err != nil {
					if next != l {
						t.Fatalf("undo %d of %+v: %+v, error %v", amount, l, next, err)
					}
					continue
				}
				accepted++
				if amount < 1 || next.Refunded < 0 || sum(next.Refunded, amount).Cmp(big.NewInt(int64(refunded))) != 0 {
					t.Fatalf("undo %d of %+v: %+v", amount, l, next)
				}
			}
		}
	}
	if accepted < 1000 {
		t.Errorf("only %d were accepted", accepted)
	}
}

func TestAllocations(t *testing.T) {
	l := refund.Ledger{Captured: 900, Refunded: 300, Final: true}
	r := refund.Refund{Amount: 300, Status: refund.StatusSucceeded}
	var sum money.Amount
	var yes bool
	for name, c := range map[string]struct {
		most float64
		f    func()
	}{
		"an accepted refund":    {0, func() { _, gives, _ := l.Refund(money.Some(1)); sum += gives }},
		"everything":            {0, func() { _, gives, _ := l.Refund(everything); sum += gives }},
		"a check that says yes": {0, func() { yes = l.Check(everything) == nil }},
		"undo":                  {0, func() { next, _ := l.Undo(300); sum += next.Refunded }},
		"a refused refund":      {1, func() { _, _, _ = l.Refund(money.Some(601)) }},
		"a check that says no":  {1, func() { yes = l.Check(money.Some(601)) == nil }},
		"a refused undo":        {1, func() { _, _ = l.Undo(301) }},
		"questions":             {0, func() { sum += l.Refundable(); yes = l.Exhausted() && l.Validate() == nil }},
		"Leads":                 {0, func() { yes = refund.StatusSucceeded.Leads(refund.StatusCanceled) }},
		"Validate":              {0, func() { yes = r.Validate() == nil }},
	} {
		if n := testing.AllocsPerRun(100, c.f); n > c.most {
			t.Errorf("%s: %v allocations, want at most %v", name, n, c.most)
		}
	}
	_ = yes
}
