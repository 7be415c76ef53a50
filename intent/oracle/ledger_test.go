package oracle_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
)

// TestLedgersAtTheBorder puts borders into every place of the arithmetic, also where an invariant is broken: nothing wraps, and what is refused is.
func TestLedgersAtTheBorder(t *testing.T) {
	all := borders()
	fours, threes := corners, some(all, 30)
	if *full {
		fours, threes = some(all, 30), all
	}
	t.Run("Share", func(t *testing.T) {
		t.Parallel()
		each(threes, 3, func(n [3]money.Amount) { shareAt(t, n[0], n[1], n[2]) })
	})
	t.Run("Portion", func(t *testing.T) {
		t.Parallel()
		for _, base := range fours {
			each(fours, 3, func(n [3]money.Amount) {
				most := whole(0)
				if n[1] >= 0 && n[1] <= n[0] {
					most = whole(n[0], -n[1])
				}
				if p := connect.Portion(n[0], n[1], n[2], base); p < 0 || whole(p).Cmp(most) > 0 {
					t.Fatalf("the portion of %d after %d that %d is of %d: %d", n[0], n[1], n[2], base, p)
				}
			})
		}
	})
	t.Run("Ledger.Capture", func(t *testing.T) {
		t.Parallel()
		for _, maximum := range fours {
			each(fours, 3, func(n [3]money.Amount) { captureAt(t, n[0], maximum, n[1], n[2]) })
		}
	})
	t.Run("Ledger.Refund, FeeRefund, Reverse", func(t *testing.T) {
		t.Parallel()
		each(threes, 3, func(n [3]money.Amount) { backAt(t, n[0], n[1], n[2]) })
	})
	t.Run("Ledger.Collect", func(t *testing.T) {
		t.Parallel()
		for _, collected := range fours {
			each(fours, 3, func(n [3]money.Amount) { collectAt(t, collected, n[0], n[1], n[2]) })
		}
	})
	t.Run("CreateTransfer, Microdeposits", func(t *testing.T) {
		t.Parallel()
		each(all, 2, func(n [3]money.Amount) { pairAt(t, n[0], n[1]) })
	})
}

// whole is an integer that has no end.
func whole(terms ...money.Amount) *big.Int {
	z := new(big.Int)
	for _, a := range terms {
		z.Add(z, big.NewInt(int64(a)))
	}
	return z
}

// exactly fails unless a is the sum of terms.
func exactly(t *testing.T, what string, a money.Amount, terms ...money.Amount) {
	if want := whole(terms...); !same(want, a) {
		t.Fatalf("%s is %d, the sum of %v is %s", what, a, terms, want)
	}
}

// mustBeTyped fails unless an error is a refusal with a code.
func mustBeTyped(t *testing.T, err error) {
	if e, ok := errors.AsType[*code.Error](err); !ok || e.Code == "" || e.Op == "" || e.Error() == "" {
		t.Fatalf("%#v", err)
	}
}

// shareAt compares with a fraction that is written out: twice the numerator and once the denominator, over twice the denominator.
func shareAt(t *testing.T, a, part, of money.Amount) {
	want := new(big.Int)
	if of != 0 {
		twice := new(big.Int).Abs(whole(of, of))
		want.Mul(new(big.Int).Abs(whole(a)), new(big.Int).Abs(whole(part, part)))
		want.Add(want, new(big.Int).Abs(whole(of))).Quo(want, twice)
		if (a < 0) != (part < 0) != (of < 0) {
			want.Neg(want)
		}
	}
	switch {
	case want.IsInt64():
	case want.Sign() > 0:
		want.SetInt64(1<<63 - 1)
	default:
		want.SetInt64(-1 << 63)
	}
	if got := a.Share(part, of); !same(want, got) {
		t.Fatalf("the share of %d that %d is of %d: %d, want %s", a, part, of, got, want)
	}
}

func captureAt(t *testing.T, authorized, maximum, captured, asks money.Amount) {
	for flags := range 16 {
		l := capture.Ledger{
			Authorized: authorized, Maximum: maximum, Captured: captured, Count: 1, Multicapture: flags&1 != 0, Closed: flags&2 != 0,
		}
		p := capture.Params{Amount: money.NullAmount{Amount: asks, Valid: flags&4 == 0}, NonFinal: flags&8 != 0}
		if c, r := l.Capturable(), l.Released(); min(c, r) < 0 || max(c, r) > max(0, authorized) {
			t.Fatalf("%+v: capturable %d, released %d", l, c, r)
		}
		next, took, err := l.Capture(p)
		if err != nil {
			mustBeTyped(t, err)
			if next != l || took != 0 {
				t.Fatalf("%+v refuses %+v and is then %+v", l, p, next)
			}
			continue
		}
		if p.Amount.Valid && took != asks || took < 0 || next.Capturable() < 0 || next.Released() < 0 {
			t.Fatalf("%+v takes %d of %+v, and is then %+v", l, took, p, next)
		}
		exactly(t, "what is captured", next.Captured, captured, took)
		if l.Validate() == nil && next.Validate() != nil {
			t.Fatalf("%+v is valid, and after %+v it is %+v", l, p, next)
		}
	}
}

// backAt gives back a part of what there is after what came back before, each way there is.
func backAt(t *testing.T, all, back, asks money.Amount) {
	left := whole(0)
	if back >= 0 && back <= all {
		left = whole(all, -back)
	}
	gone := func(what string, after money.Amount, err error) {
		if err != nil {
			mustBeTyped(t, err)
			if after != back {
				t.Fatalf("%s of %d after %d of %d is refused, and changes something", what, asks, back, all)
			}
		} else if exactly(t, what, after, back, asks); whole(asks).Cmp(left) > 0 || asks < 1 {
			t.Fatalf("%s of %d after %d of %d is accepted", what, asks, back, all)
		}
		if possible := asks >= 1 && whole(asks).Cmp(left) <= 0 && all > 0; possible != (err == nil) {
			t.Fatalf("%s of %d after %d of %d: %v", what, asks, back, all, err)
		}
	}
	l, _, err := refund.Ledger{Captured: all, Refunded: back}.Refund(at(asks))
	gone("a refund", l.Refunded, err)
	f, _, err := connect.ApplicationFee{ID: "fee_1", Amount: all, AmountRefunded: back}.Next(connect.FeeRefundParams{Amount: at(asks)})
	gone("a fee refund", f.AmountRefunded, err)
	r, _, err := connect.Transfer{ID: "tr_1", Amount: all, AmountReversed: back}.Next(connect.ReverseParams{Amount: at(asks)})
	gone("a reversal", r.AmountReversed, err)
	u, err := refund.Ledger{Captured: all, Refunded: back}.Undo(asks)
	if err == nil {
		exactly(t, "what is refunded", u.Refunded, back, -asks)
	} else if mustBeTyped(t, err); asks >= 1 && asks <= back {
		t.Fatalf("%d of %d cannot be undone: %v", asks, back, err)
	}
}

func collectAt(t *testing.T, collected, captured, given, took money.Amount) {
	for flags := range 12 {
		l := connect.Ledger{Collected: collected, Captured: captured, First: connect.Mark(flags % 3), Amount: at(given)}
		if flags >= 6 {
			l.Readings = connect.Readings{AmountMeaning: connect.AmountMeaningTotal, NewAmount: connect.NewAmountAccepted}
		}
		gives := money.NullAmount{Amount: given, Valid: flags&1 == 0}
		next, puts, err := l.Collect(gives, took)
		if err != nil {
			mustBeTyped(t, err)
			if next != l || puts != 0 {
				t.Fatalf("%+v refuses %v of %d and is then %+v", l, gives, took, next)
			}
			continue
		}
		exactly(t, "what is captured", next.Captured, captured, took)
		exactly(t, "what is put aside", next.Collected, collected, puts)
		if puts < 0 || puts > 0 && whole(next.Collected).Cmp(whole(next.Captured)) > 0 {
			t.Fatalf("%+v puts %d aside for %v of %d", l, puts, gives, took)
		}
	}
}

func pairAt(t *testing.T, a, b money.Amount) {
	p := connect.TransferParams{ID: "tr_1", Destination: "acct_1", Amount: a, Currency: "usd", Untransferred: at(b)}
	made, _, err := connect.CreateTransfer(p)
	if possible := a >= 1 && a <= most && a <= b; possible != (err == nil) || possible && made.Amount != a {
		t.Fatalf("a transfer of %d where %d is left: %+v, %v", a, b, made, err)
	}
	if err != nil {
		mustBeTyped(t, err)
	}
	si := setup.Intent{ID: "seti_1"}
	verify := setup.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: charge.MicrodepositAmounts{a, b}}}
	err = setup.Check(si, verify)
	mustBeTyped(t, err)
	impossible := refusesAmount(a) != accepted || refusesAmount(b) != accepted
	if e, _ := errors.AsType[*code.Error](err); (a != 0 || b != 0) && impossible != (e.Code == code.MicrodepositAmountsInvalid) {
		t.Fatalf("%d and %d: %v", a, b, err)
	}
}
