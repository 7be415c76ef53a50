package connect_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/webhook/event"
)

// fee is an application fee of 100, of which 30 came back.
func fee() connect.ApplicationFee {
	return connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Charge: "ch_1", Amount: 100, AmountRefunded: 30, Created: 1700000000}
}

func TestApplicationFeeQuestions(t *testing.T) {
	for _, c := range []struct {
		fee                  connect.ApplicationFee
		known, due, refunded bool
	}{
		{connect.ApplicationFee{}, true, false, false},
		{connect.ApplicationFee{Amount: 1}, true, true, false},
		{connect.ApplicationFee{ID: "fee_1"}, false, false, false},
		{connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Charge: "ch_1", Created: 1}, false, false, false},
		{connect.ApplicationFee{ID: "fee_1", Amount: 1}, true, false, false},
		{connect.ApplicationFee{ID: "fee_1", Amount: 2, AmountRefunded: 1}, true, false, false},
		{connect.ApplicationFee{ID: "fee_1", Amount: 1, AmountRefunded: 1}, true, false, true},
		{connect.ApplicationFee{ID: "fee_1", Amount: 2, AmountRefunded: 2}, true, false, true},
		{connect.ApplicationFee{ID: "fee_1", Amount: -1, AmountRefunded: -1}, false, false, false}, // broken
		{connect.ApplicationFee{Amount: -1}, true, false, false},
	} {
		if c.fee.Known() != c.known || c.fee.Due() != c.due || c.fee.Refunded() != c.refunded {
			t.Errorf("%+v: known %t, due %t, refunded %t", c.fee, c.fee.Known(), c.fee.Due(), c.fee.Refunded())
		}
	}
}

func TestRefundFee(t *testing.T) {
	p := connect.FeeRefundParams{At: 1700000009, ID: "fr_1", BalanceTransaction: "txn_1", Amount: money.Some(20)}
	next, part, events, err := fee().Refund(p)
	if err != nil {
		t.Fatal(err)
	}
	want := fee()
	want.AmountRefunded = 50
	if next != want {
		t.Errorf("the fee (-want +got):\n%s", cmp.Diff(want, next))
	}
	wantPart := connect.FeeRefund{ID: "fr_1", Fee: "fee_1", BalanceTransaction: "txn_1", Amount: 20, Created: 1700000009}
	if part != wantPart {
		t.Errorf("the fee refund (-want +got):\n%s", cmp.Diff(wantPart, part))
	}
	wantEvents := []event.Event{&connect.ApplicationFeeEvent{
		Header:         event.Header{Type: event.ApplicationFeeRefunded, Created: 1700000009},
		ApplicationFee: &want, FeeRefund: wantPart,
		Previous: connect.ApplicationFeePrevious{AmountRefunded: event.Was[money.Amount](30)},
	}}
	if diff := cmp.Diff(wantEvents, events); diff != "" {
		t.Errorf("the events (-want +got):\n%s", diff)
	}
	p.Amount = no // all that is left
	last, part, events, err := next.Refund(p)
	if err != nil || part.Amount != 50 || last.AmountRefunded != 100 || !last.Refunded() || len(events) != 1 {
		t.Fatalf("%+v, %+v, %v, error %v", last, part, events, err)
	}
	if got, want := events[0].String(), "application_fee.refunded fee_1 amount_refunded 50 → 100 refunded false → true"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	_, _, _, err = last.Refund(p)
	is(t, "once more", err, refusal("refund_fee", code.FeeRefundTooLarge, "amount", 100, 0))
}

// Every refusal comes before those below it.
func TestRefundFeeRefusals(t *testing.T) {
	const op = "refund_fee"
	tooLarge := func(got, limit money.Amount) code.Error {
		return refusal(op, code.FeeRefundTooLarge, "amount", got, limit)
	}
	exhausted, broken, negative := fee(), fee(), fee()
	exhausted.AmountRefunded = 100
	broken.AmountRefunded = 101
	negative.AmountRefunded = math.MinInt64
	for name, c := range map[string]struct {
		fee    connect.ApplicationFee
		amount money.NullAmount
		want   code.Error // if nothing else is wrong
	}{
		"no fee":                      {connect.ApplicationFee{}, money.Some(1), refusal(op, code.NothingToRefund, "", 0, 0)},
		"no fee, all of it":           {connect.ApplicationFee{}, no, refusal(op, code.NothingToRefund, "", 0, 0)},
		"due":                         {connect.ApplicationFee{Amount: 100}, money.Some(101), refusal(op, code.NotSettled, "", 0, 0)},
		"due, all of it":              {connect.ApplicationFee{Amount: 100}, no, refusal(op, code.NotSettled, "", 0, 0)},
		"not expanded":                {connect.ApplicationFee{ID: "fee_1"}, money.Some(1), refusal(op, code.UnknownCharge, "latest_charge.application_fee", 0, 0)},
		"not expanded, all of it":     {connect.ApplicationFee{ID: "fee_1"}, no, refusal(op, code.UnknownCharge, "latest_charge.application_fee", 0, 0)},
		"one more than is left":       {fee(), money.Some(71), tooLarge(71, 70)},
		"all of the fee":              {fee(), money.Some(100), tooLarge(100, 70)},
		"far too much":                {fee(), money.Some(math.MaxInt64), tooLarge(math.MaxInt64, 70)},
		"nothing is left":             {exhausted, money.Some(1), tooLarge(1, 0)},
		"nothing is left, all of it":  {exhausted, no, tooLarge(100, 0)},
		"more back than was taken":    {broken, no, tooLarge(100, 0)},
		"less than nothing back":      {negative, money.Some(1), tooLarge(1, 0)},
		"less than nothing, all back": {negative, no, tooLarge(100, 0)},
	} {
		for _, bad := range []struct {
			p    connect.FeeRefundParams
			want code.Error
		}{
			{connect.FeeRefundParams{At: -1, Amount: money.Some(0)}, refusal(op, code.ParameterInvalidInteger, "at", -1, 0)},
			{connect.FeeRefundParams{At: math.MinInt64, Amount: c.amount}, refusal(op, code.ParameterInvalidInteger, "at", math.MinInt64, 0)},
			{connect.FeeRefundParams{Amount: money.Some(0)}, refusal(op, code.ParameterInvalidInteger, "amount", 0, 1)},
			{connect.FeeRefundParams{Amount: money.Some(math.MinInt64)}, refusal(op, code.ParameterInvalidInteger, "amount", math.MinInt64, 1)},
			{connect.FeeRefundParams{At: 1, Amount: c.amount}, c.want},
		} {
			next, part, events, err := c.fee.Refund(bad.p)
			is(t, name, err, bad.want)
			if next != c.fee || part != (connect.FeeRefund{}) || events != nil {
				t.Errorf("%s: refused, and %+v, %+v, %v", name, next, part, events)
			}
			next, part, err = c.fee.Next(bad.p)
			is(t, name+", Next", err, bad.want)
			if next != c.fee || part != (connect.FeeRefund{}) {
				t.Errorf("%s: refused, and %+v, %+v", name, next, part)
			}
		}
	}
}

// In any sequence what comes back is the sum of the fee refunds, and never more than the fee.
func TestRefundFeeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := connect.ApplicationFee{ID: "fee_1", Amount: money.Amount(rapid.Int64Range(1, int64(money.Max)).Draw(t, "amount"))}
		var sum money.Amount
		for range rapid.IntRange(1, 8).Draw(t, "refunds") {
			left := f.Amount - f.AmountRefunded
			amount := rapid.SampledFrom([]money.NullAmount{no, money.Some(left), money.Some(left + 1), money.Some(left / 3), money.Some(1)}).Draw(t, "refund")
			p := connect.FeeRefundParams{Amount: amount}
			next, part, events, err := f.Refund(p)
			also, same, _ := f.Next(p)
			if also != next || same != part {
				t.Fatalf("Refund leads to %+v, %+v, Next to %+v, %+v", next, part, also, same)
			}
			if possible := amount.Or(left) >= 1 && amount.Or(left) <= left; (err == nil) != possible {
				t.Fatalf("%s of %+v: %v", amount, f, err)
			}
			sum += part.Amount
			if next.AmountRefunded != sum || sum > f.Amount || next.Validate() != nil {
				t.Fatalf("%+v after %d", next, sum)
			}
			for e := range event.Only[*connect.ApplicationFeeEvent](events) {
				if e.Before() != f {
					t.Fatalf("before the event it was %+v, not %+v", e.Before(), f)
				}
			}
			f = next
		}
	})
}

func TestApplicationFeeValidate(t *testing.T) {
	id := refusal("validate", code.ParameterInvalid, "id", 0, 0)
	amount := func(got money.Amount) code.Error {
		return refusal("validate", code.ParameterInvalid, "amount", got, money.Max)
	}
	refunded := func(got, limit money.Amount) code.Error {
		return refusal("validate", code.ParameterInvalid, "amount_refunded", got, limit)
	}
	for _, c := range []struct {
		fee  connect.ApplicationFee
		want code.Error
	}{
		{connect.ApplicationFee{}, code.Error{}},
		{connect.ApplicationFee{Amount: 5}, code.Error{}}, // due
		{connect.ApplicationFee{ID: "fee_1"}, code.Error{}},
		{connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Charge: "ch_1", Created: 1}, code.Error{}},
		{fee(), code.Error{}},
		{connect.ApplicationFee{ID: "fee_1", Amount: money.Max, AmountRefunded: money.Max}, code.Error{}},
		{connect.ApplicationFee{ID: "fee_1", Amount: -1}, amount(-1)},
		{connect.ApplicationFee{ID: "fee_1", Amount: money.Max + 1}, amount(money.Max + 1)},
		{connect.ApplicationFee{Amount: math.MinInt64, AmountRefunded: -1}, amount(math.MinInt64)}, // the first
		{connect.ApplicationFee{ID: "fee_1", Amount: 5, AmountRefunded: -1}, refunded(-1, 5)},
		{connect.ApplicationFee{ID: "fee_1", Amount: 5, AmountRefunded: 6}, refunded(6, 5)},
		{connect.ApplicationFee{Amount: 5, AmountRefunded: 6}, refunded(6, 5)},
		{connect.ApplicationFee{Amount: 5, AmountRefunded: 5}, id},
		{connect.ApplicationFee{Amount: 5, Account: "acct_1"}, id},
		{connect.ApplicationFee{Amount: 5, Charge: "ch_1"}, id},
		{connect.ApplicationFee{Created: 1}, id},
		{connect.ApplicationFee{ID: "fee_1", Created: -1}, refusal("validate", code.ParameterInvalid, "created", -1, 0)},
	} {
		is(t, "the fee", c.fee.Validate(), c.want)
	}
}

func TestRefundFeeAllocations(t *testing.T) {
	f := fee()
	p := connect.FeeRefundParams{Amount: money.Some(1)}
	tooMuch := connect.FeeRefundParams{Amount: money.Some(71)}
	allocates(t, "Next", 0, func() { _, _, _ = f.Next(p) })
	allocates(t, "Next, refused", 1, func() { _, _, _ = f.Next(tooMuch) })
	allocates(t, "Validate", 0, func() { _ = f.Validate() })
}
