package money_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
)

func TestNullAmount(t *testing.T) {
	for _, c := range []struct {
		n      money.NullAmount
		or     money.Amount // otherwise 7
		isZero bool
		text   string
	}{
		{money.NullAmount{}, 7, true, "null"},
		{money.NullAmount{Amount: 5}, 7, true, "null"},
		{money.Some(0), 0, false, "0"},
		{money.Some(5), 5, false, "5"},
		{money.Some(-5), -5, false, "-5"},
		{money.Some(maxInt64), maxInt64, false, "9223372036854775807"},
		{money.Some(minInt64), minInt64, false, "-9223372036854775808"},
	} {
		if got := c.n.Or(7); got != c.or {
			t.Errorf("%v or 7 is %d, want %d", c.n, got, c.or)
		}
		if got := c.n.IsZero(); got != c.isZero {
			t.Errorf("IsZero of %v is %t", c.n, got)
		}
		if got := c.n.String(); got != c.text {
			t.Errorf("String is %s, want %s", got, c.text)
		}
		if got, err := json.Marshal(c.n); err != nil || string(got) != c.text {
			t.Errorf("JSON is %s, want %s, error %v", got, c.text, err)
		}
	}
	if money.Some(3) != (money.NullAmount{Amount: 3, Valid: true}) {
		t.Error("Some(3) is not 3")
	}
}

func TestNullAmountReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := money.NullAmount{}
		if rapid.Bool().Draw(t, "valid") {
			n = money.Some(money.Amount(rapid.Int64().Draw(t, "amount")))
		}
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		back := money.Some(42)
		if err := json.Unmarshal(text, &back); err != nil || back != n {
			t.Fatalf("%v became %v, error %v", n, back, err)
		}
	})
}

func TestNullAmountOmitted(t *testing.T) {
	type params struct {
		Amount money.NullAmount `json:"amount,omitzero"`
	}
	for want, p := range map[string]params{
		`{}`:           {},
		`{"amount":0}`: {money.Some(0)},
		`{"amount":9}`: {money.Some(9)},
	} {
		if got, err := json.Marshal(p); err != nil || string(got) != want {
			t.Errorf("%s, want %s, error %v", got, want, err)
		}
	}
}

func TestNullAmountAccepts(t *testing.T) {
	for text, want := range map[string]money.NullAmount{
		`null`:                 {},
		` null `:               {},
		`0`:                    money.Some(0),
		`-0`:                   money.Some(0),
		`-1`:                   money.Some(-1), // operations refuse it, with a better error than a decoder has
		` 300 `:                money.Some(300),
		`9223372036854775807`:  money.Some(maxInt64),
		`-9223372036854775808`: money.Some(minInt64),
	} {
		got := money.Some(42)
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is read as %v, want %v, error %v", text, got, want, err)
		}
	}
}

func TestNullAmountRefuses(t *testing.T) {
	for _, text := range []string{
		`1.5`, `1.0`, `1e3`, `1E3`, `0.0`, `"1"`, `""`, `true`, `[]`, `{}`, `[1]`, `"null"`,
		`9223372036854775808`, `-9223372036854775809`, `1` + strings.Repeat("0", 200),
	} {
		n := money.Some(42)
		err := json.Unmarshal([]byte(text), &n)
		if err == nil || n != money.Some(42) {
			t.Errorf("%s is read as %v, error %v", text, n, err)
			continue
		}
		if want := "money: " + text[:min(len(text), 40)] + " is not an amount in minor units"; err.Error() != want {
			t.Errorf("the error is %q, want %q", err, want)
		}
	}
}
