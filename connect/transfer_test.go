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

// transfer is a transfer of 1356, of which 678 came back.
func transfer() connect.Transfer {
	return connect.Transfer{
		ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: 1356, AmountReversed: 678, Currency: "cad", Created: 1700000000,
	}
}

func TestTransferQuestions(t *testing.T) {
	for _, c := range []struct {
		transfer             connect.Transfer
		known, due, reversed bool
	}{
		{connect.Transfer{}, true, false, false},
		{connect.Transfer{Destination: "acct_1"}, true, false, false}, // nothing was captured yet
		{connect.Transfer{Destination: "acct_1", Amount: 1}, true, true, false},
		{connect.Transfer{ID: "tr_1"}, false, false, false},
		{connect.Transfer{ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Currency: "cad", Created: 1}, false, false, false},
		{connect.Transfer{ID: "tr_1", Amount: 1}, true, false, false},
		{connect.Transfer{ID: "tr_1", Amount: 2, AmountReversed: 1}, true, false, false},
		{connect.Transfer{ID: "tr_1", Amount: 1, AmountReversed: 1}, true, false, true},
		{connect.Transfer{ID: "tr_1", Amount: 2, AmountReversed: 2}, true, false, true},
		{connect.Transfer{ID: "tr_1", Amount: -1, AmountReversed: -1}, false, false, false}, // broken
		{connect.Transfer{Amount: -1}, true, false, false},
	} {
		if c.transfer.Known() != c.known || c.transfer.Due() != c.due || c.transfer.Reversed() != c.reversed {
			t.Errorf("%+v: known %t, due %t, reversed %t", c.transfer, c.transfer.Known(), c.transfer.Due(), c.transfer.Reversed())
		}
	}
}

func TestCreateTransfer(t *testing.T) {
	for currency, want := range map[money.Currency]money.Currency{"cad": "cad", "CAD": "cad", "Jpy": "jpy"} {
		got, events, err := connect.CreateTransfer(connect.TransferParams{
			At: 1700000000, ID: "tr_1", Destination: "acct_1", Amount: 700, Currency: currency, SourceTransaction: "ch_1", Untransferred: money.Some(700),
		})
		transfer := connect.Transfer{ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: 700, Currency: want, Created: 1700000000}
		if err != nil || got != transfer || got.Validate() != nil {
			t.Errorf("%+v, want %+v, error %v", got, transfer, err)
		}
		wantEvents := []event.Event{&connect.TransferEvent{
			Header: event.Header{Type: event.TransferCreated, Created: 1700000000}, Transfer: &transfer,
		}}
		if diff := cmp.Diff(wantEvents, events); diff != "" {
			t.Errorf("the events (-want +got):\n%s", diff)
		}
	}
	// From the platform's balance, and at no known time.
	for _, amount := range []money.Amount{1, money.Max} {
		got, _, err := connect.CreateTransfer(connect.TransferParams{ID: "tr_1", Destination: "acct_1", Amount: amount, Currency: "usd"})
		if want := (connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: amount, Currency: "usd"}); err != nil || got != want {
			t.Errorf("%+v, want %+v, error %v", got, want, err)
		}
	}
}

// Everything is wrong at first, and is put right one after the other: every refusal comes before those below it.
func TestCreateTransferRefusals(t *testing.T) {
	const op = "transfer"
	p := connect.TransferParams{At: math.MinInt64, Amount: math.MinInt64, Untransferred: money.Some(math.MinInt64)}
	for _, c := range []struct {
		want  code.Error
		right func()
	}{
		{refusal(op, code.ParameterInvalidInteger, "at", math.MinInt64, 0), func() { p.At = -1 }},
		{refusal(op, code.ParameterInvalidInteger, "at", -1, 0), func() { p.At = 0 }},
		{refusal(op, code.ParameterMissing, "id", 0, 0), func() { p.ID = "tr_1" }},
		{refusal(op, code.ParameterInvalidInteger, "amount", math.MinInt64, 1), func() { p.Amount = 0 }},
		{refusal(op, code.ParameterInvalidInteger, "amount", 0, 1), func() { p.Amount = math.MaxInt64 }},
		{refusal(op, code.AmountTooLarge, "amount", math.MaxInt64, money.Max), func() { p.Amount = money.Max + 1 }},
		{refusal(op, code.AmountTooLarge, "amount", money.Max+1, money.Max), func() { p.Amount = 500 }},
		{refusal(op, code.ParameterMissing, "currency", 0, 0), func() { p.Currency = "us" }},
		{refusal(op, code.ParameterInvalid, "currency", 0, 0), func() { p.Currency = "u$d" }},
		{refusal(op, code.ParameterInvalid, "currency", 0, 0), func() { p.Currency = "usd" }},
		{refusal(op, code.ParameterMissing, "destination", 0, 0), func() { p.Destination = "acct_1" }},
		{refusal(op, code.AmountTooLarge, "amount", 500, 0), func() { p.Untransferred = money.Some(0) }},
		{refusal(op, code.AmountTooLarge, "amount", 500, 0), func() { p.Untransferred = money.Some(499) }},
		{refusal(op, code.AmountTooLarge, "amount", 500, 499), func() { p.Untransferred = money.Some(500) }},
	} {
		got, events, err := connect.CreateTransfer(p)
		is(t, "the transfer", err, c.want)
		if got != (connect.Transfer{}) || events != nil {
			t.Errorf("refused, and %+v, %v", got, events)
		}
		c.right()
	}
	if got, events, err := connect.CreateTransfer(p); err != nil || got.Amount != 500 || len(events) != 1 {
		t.Errorf("%+v, %v, error %v", got, events, err)
	}
}

func TestReverse(t *testing.T) {
	p := connect.ReverseParams{At: 1700000009, ID: "trr_1", BalanceTransaction: "txn_1", Amount: money.Some(136)}
	next, part, events, err := transfer().Reverse(p)
	if err != nil {
		t.Fatal(err)
	}
	want := transfer()
	want.AmountReversed = 814
	if next != want {
		t.Errorf("the transfer (-want +got):\n%s", cmp.Diff(want, next))
	}
	// No refund has reversed it.
	wantPart := connect.Reversal{ID: "trr_1", Transfer: "tr_1", BalanceTransaction: "txn_1", Amount: 136, Created: 1700000009}
	if part != wantPart {
		t.Errorf("the reversal (-want +got):\n%s", cmp.Diff(wantPart, part))
	}
	wantEvents := []event.Event{&connect.TransferEvent{
		Header:   event.Header{Type: event.TransferReversed, Created: 1700000009},
		Transfer: &want, Reversal: wantPart,
		Previous: connect.TransferPrevious{AmountReversed: event.Was[money.Amount](678)},
	}}
	if diff := cmp.Diff(wantEvents, events); diff != "" {
		t.Errorf("the events (-want +got):\n%s", diff)
	}
}

// A transfer of its own is reversed in parts until nothing is left.
func TestReverseInParts(t *testing.T) {
	tr, _, err := connect.CreateTransfer(connect.TransferParams{ID: "tr_1", Destination: "acct_1", Amount: 700, Currency: "usd", SourceTransaction: "ch_1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		amount money.NullAmount
		want   money.Amount // what is reversed in all; it stays if that is refused
		text   string       // the event
	}{
		{money.Some(54), 54, "transfer.reversed tr_1 amount_reversed 0 → 54"},
		{money.Some(73), 127, "transfer.reversed tr_1 amount_reversed 54 → 127"},
		{money.Some(574), 127, ""},
		{money.Some(572), 699, "transfer.reversed tr_1 amount_reversed 127 → 699"},
		{no, 700, "transfer.reversed tr_1 amount_reversed 699 → 700 reversed false → true"},
		{no, 700, ""},
		{money.Some(1), 700, ""},
	} {
		next, part, events, err := tr.Reverse(connect.ReverseParams{Amount: c.amount})
		if next.AmountReversed != c.want || part.Amount != c.want-tr.AmountReversed || (err == nil) != (c.text != "") {
			t.Fatalf("%s: %+v, %+v, error %v", c.amount, next, part, err)
		}
		if err == nil && (len(events) != 1 || events[0].String() != c.text) {
			t.Errorf("%s: %v, want %s", c.amount, events, c.text)
		}
		tr = next
	}
}

// Every refusal comes before those below it.
func TestReverseRefusals(t *testing.T) {
	const op = "reverse_transfer"
	tooLarge := func(got, limit money.Amount) code.Error {
		return refusal(op, code.ReversalTooLarge, "amount", got, limit)
	}
	exhausted, broken, negative := transfer(), transfer(), transfer()
	exhausted.AmountReversed = 1356
	broken.AmountReversed = 1357
	negative.AmountReversed = math.MinInt64
	noTransfer := refusal(op, code.NothingToReverse, "", 0, 0)
	notExpanded := refusal(op, code.UnknownCharge, "latest_charge.transfer", 0, 0)
	for name, c := range map[string]struct {
		transfer connect.Transfer
		amount   money.NullAmount
		want     code.Error // if nothing else is wrong
	}{
		"no transfer":                 {connect.Transfer{}, money.Some(1), noTransfer},
		"no transfer, all of it":      {connect.Transfer{}, no, noTransfer},
		"nothing was captured yet":    {connect.Transfer{Destination: "acct_1"}, no, noTransfer},
		"due":                         {connect.Transfer{Destination: "acct_1", Amount: 100}, money.Some(101), refusal(op, code.NotSettled, "", 0, 0)},
		"not expanded":                {connect.Transfer{ID: "tr_1", Destination: "acct_1"}, money.Some(1), notExpanded},
		"not expanded, all of it":     {connect.Transfer{ID: "tr_1"}, no, notExpanded},
		"one more than is left":       {transfer(), money.Some(679), tooLarge(679, 678)},
		"all of the transfer":         {transfer(), money.Some(1356), tooLarge(1356, 678)},
		"far too much":                {transfer(), money.Some(math.MaxInt64), tooLarge(math.MaxInt64, 678)},
		"nothing is left":             {exhausted, money.Some(1), tooLarge(1, 0)},
		"nothing is left, all of it":  {exhausted, no, tooLarge(1356, 0)},
		"more back than was sent":     {broken, no, tooLarge(1356, 0)},
		"less than nothing back":      {negative, money.Some(1), tooLarge(1, 0)},
		"less than nothing, all back": {negative, no, tooLarge(1356, 0)},
		"as much as is left":          {transfer(), money.Some(678), refusal(op, code.BalanceInsufficient, "", 0, 0)},
		"all that is left":            {transfer(), no, refusal(op, code.BalanceInsufficient, "", 0, 0)},
	} {
		for _, bad := range []struct {
			p    connect.ReverseParams
			want code.Error
		}{
			{connect.ReverseParams{At: -1, Amount: money.Some(0)}, refusal(op, code.ParameterInvalidInteger, "at", -1, 0)},
			{connect.ReverseParams{At: math.MinInt64, Amount: c.amount}, refusal(op, code.ParameterInvalidInteger, "at", math.MinInt64, 0)},
			{connect.ReverseParams{Amount: money.Some(0)}, refusal(op, code.ParameterInvalidInteger, "amount", 0, 1)},
			{connect.ReverseParams{Amount: money.Some(math.MinInt64)}, refusal(op, code.ParameterInvalidInteger, "amount", math.MinInt64, 1)},
			{connect.ReverseParams{At: 1, Amount: c.amount}, c.want},
		} {
			bad.p.BalanceInsufficient = true
			next, part, events, err := c.transfer.Reverse(bad.p)
			is(t, name, err, bad.want)
			if next != c.transfer || part != (connect.Reversal{}) || events != nil {
				t.Errorf("%s: refused, and %+v, %+v, %v", name, next, part, events)
			}
			next, part, err = c.transfer.Next(bad.p)
			is(t, name+", Next", err, bad.want)
			if next != c.transfer || part != (connect.Reversal{}) {
				t.Errorf("%s: refused, and %+v, %+v", name, next, part)
			}
		}
	}
}

// In any sequence what comes back is the sum of the reversals, and never more than the transfer.
func TestReverseLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := connect.Transfer{ID: "tr_1", Amount: money.Amount(rapid.Int64Range(1, int64(money.Max)).Draw(t, "amount"))}
		var sum money.Amount
		for range rapid.IntRange(1, 8).Draw(t, "reversals") {
			left := tr.Amount - tr.AmountReversed
			amount := rapid.SampledFrom([]money.NullAmount{no, money.Some(left), money.Some(left + 1), money.Some(left / 3), money.Some(1)}).Draw(t, "reversal")
			p := connect.ReverseParams{Amount: amount}
			next, part, events, err := tr.Reverse(p)
			also, same, _ := tr.Next(p)
			if also != next || same != part {
				t.Fatalf("Reverse leads to %+v, %+v, Next to %+v, %+v", next, part, also, same)
			}
			if possible := amount.Or(left) >= 1 && amount.Or(left) <= left; (err == nil) != possible {
				t.Fatalf("%s of %+v: %v", amount, tr, err)
			}
			sum += part.Amount
			if next.AmountReversed != sum || sum > tr.Amount || next.Validate() != nil {
				t.Fatalf("%+v after %d", next, sum)
			}
			for e := range event.Only[*connect.TransferEvent](events) {
				if e.Before() != tr {
					t.Fatalf("before the event it was %+v, not %+v", e.Before(), tr)
				}
			}
			tr = next
		}
	})
}

func TestTransferValidate(t *testing.T) {
	id := refusal("validate", code.ParameterInvalid, "id", 0, 0)
	amount := func(got money.Amount) code.Error {
		return refusal("validate", code.ParameterInvalid, "amount", got, money.Max)
	}
	reversed := func(got, limit money.Amount) code.Error {
		return refusal("validate", code.ParameterInvalid, "amount_reversed", got, limit)
	}
	for _, c := range []struct {
		transfer connect.Transfer
		want     code.Error
	}{
		{connect.Transfer{}, code.Error{}},
		{connect.Transfer{Destination: "acct_1"}, code.Error{}},
		{connect.Transfer{Destination: "acct_1", Amount: 5}, code.Error{}}, // due
		{connect.Transfer{Amount: 5}, code.Error{}},
		{connect.Transfer{ID: "tr_1"}, code.Error{}},
		{connect.Transfer{ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Currency: "cad", Created: 1}, code.Error{}},
		{transfer(), code.Error{}},
		{connect.Transfer{ID: "tr_1", Amount: money.Max, AmountReversed: money.Max}, code.Error{}},
		{connect.Transfer{ID: "tr_1", Amount: -1}, amount(-1)},
		{connect.Transfer{ID: "tr_1", Amount: money.Max + 1}, amount(money.Max + 1)},
		{connect.Transfer{Amount: math.MinInt64, AmountReversed: -1}, amount(math.MinInt64)}, // the first
		{connect.Transfer{ID: "tr_1", Amount: 5, AmountReversed: -1}, reversed(-1, 5)},
		{connect.Transfer{ID: "tr_1", Amount: 5, AmountReversed: 6}, reversed(6, 5)},
		{connect.Transfer{Amount: 5, AmountReversed: 6}, reversed(6, 5)},
		{connect.Transfer{Amount: 5, AmountReversed: 5}, id},
		{connect.Transfer{Destination: "acct_1", SourceTransaction: "ch_1"}, id},
		{connect.Transfer{Destination: "acct_1", Amount: 5, Currency: "usd"}, id},
		{connect.Transfer{Created: 1}, id},
		{connect.Transfer{ID: "tr_1", Created: -1}, refusal("validate", code.ParameterInvalid, "created", -1, 0)},
	} {
		is(t, "the transfer", c.transfer.Validate(), c.want)
	}
}

func TestReverseAllocations(t *testing.T) {
	tr := transfer()
	p := connect.ReverseParams{Amount: money.Some(1)}
	tooMuch := connect.ReverseParams{Amount: money.Some(679)}
	allocates(t, "Next", 0, func() { _, _, _ = tr.Next(p) })
	allocates(t, "Next, refused", 1, func() { _, _, _ = tr.Next(tooMuch) })
	allocates(t, "Validate", 0, func() { _ = tr.Validate() })
}
