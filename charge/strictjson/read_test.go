package strictjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
)

// parse is Parse of what is known to be valid.
func parse(t *testing.T, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// refusal is an error of this package.
func refusal(c code.Code, param, detail string) code.Error {
	return code.Error{Op: "decode", Type: code.TypeInvalidRequest, Code: c, Param: param, Detail: detail}
}

// invalid is the most frequent one.
func invalid(param, detail string) code.Error { return refusal(code.ParameterInvalid, param, detail) }

// check reports err unless it is want; the zero Error wants none.
func check(t *testing.T, what string, err error, want code.Error) {
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

func TestParse(t *testing.T) {
	for _, text := range []string{`{}`, `[]`, `null`, `true`, `-0`, `1e3`, `""`, " \n\t\r{} \n", `{"a":{"a":1}}`, "\"\xff\""} {
		if v := parse(t, text); string(v.Raw()) != strings.TrimSpace(text) {
			t.Errorf("%q has the value %q", text, v.Raw())
		}
	}
	notJSON := invalid("", "not a valid JSON document")
	for _, text := range []string{
		``, ` `, `{`, `}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `{'a':1}`, `[1,]`, `01`, `+1`, `.5`, `1.`, `NaN`, `nul`, `tru`, `"`, `"\x"`,
		"\"\n\"", `{} {}`, `{}x`, "\u00a0{}", "{}\v", "\xef\xbb\xbf{}", strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001),
	} {
		v, err := strictjson.Parse([]byte(text))
		check(t, fmt.Sprintf("%.20q", text), err, notJSON)
		if v != (strictjson.Value{}) {
			t.Errorf("%.20q has a value", text)
		}
	}
}

func TestString(t *testing.T) {
	v, err := strictjson.Parse([]byte(` {"a": 1} `))
	if err != nil || v.String() != `{"a": 1}` || (strictjson.Value{}).String() != "" {
		t.Errorf("%q, %v", v, err)
	}
}

func TestFirst(t *testing.T) {
	for list, want := range map[string]string{
		`{"object":"list","data":[{"id":1},{"id":2}]}`: `{"id":1}`,
		`{"data":[]}`: ``, `{"data":null}`: ``, `{}`: ``, `null`: ``,
	} {
		v, err := strictjson.Parse([]byte(list))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := v.First(func(v strictjson.Value) error { got += v.String(); return nil }); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", list, got, err, want)
		}
	}
	for list, param := range map[string]string{`[]`: "", `{"data":7}`: "data", `{"data":[8]}`: "data.here"} {
		v, _ := strictjson.Parse([]byte(list))
		err := v.First(func(v strictjson.Value) error { return strictjson.Missing("here") })
		if e, ok := errors.AsType[*code.Error](err); !ok || e.Param != param {
			t.Errorf("%s: %v, want the place %q", list, err, param)
		}
	}
}

func TestKindsOfValues(t *testing.T) {
	for _, c := range []struct {
		text           string
		null, isString bool
	}{
		{`null`, true, false},
		{`"null"`, false, true},
		{`""`, false, true},
		{`0`, false, false},
		{`-1`, false, false},
		{`true`, false, false},
		{`false`, false, false},
		{`{}`, false, false},
		{`[]`, false, false},
	} {
		v := parse(t, c.text)
		if v.IsNull() != c.null || v.IsString() != c.isString {
			t.Errorf("%s: IsNull %t, IsString %t", c.text, v.IsNull(), v.IsString())
		}
	}
	var zero strictjson.Value
	if !zero.IsNull() || zero.IsString() || len(zero.Raw()) != 0 {
		t.Error("the zero Value is not null")
	}
}

// member is what Object shows of one member.
type member struct{ Key, Value string }

func members(v strictjson.Value) (all []member, err error) {
	err = v.Object(func(key string, v strictjson.Value) error {
		all = append(all, member{key, string(v.Raw())})
		return nil
	})
	return all, err
}

func TestObject(t *testing.T) {
	for text, want := range map[string][]member{
		`null`:          nil,
		`{}`:            nil,
		"{ \t\n\r}":     nil,
		`{"a":1}`:       {{"a", "1"}},
		` { "a" : 1 } `: {{"a", "1"}},
		`{"a":1,"b":2}`: {{"a", "1"}, {"b", "2"}},
		"{\"a\":1\n,\"b\":2\r,\"c\":3\t,\"d\":4 }":                {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}},
		`{"b":[],"a":{}}`:                                         {{"b", "[]"}, {"a", "{}"}}, // in order
		`{"":""}`:                                                 {{"", `""`}},
		`{"A":1,"a":2}`:                                           {{"A", "1"}, {"a", "2"}}, // the case matters
		`{"a":{"a":null}}`:                                        {{"a", `{"a":null}`}},
		"{\n\t\"a\" :\r[ 1 , 2 ] ,\n\"b\": true\t}":               {{"a", "[ 1 , 2 ]"}, {"b", "true"}},
		`{"a":"}","b":"]","c":",","d":"{\"","e":"\\"}`:            {{"a", `"}"`}, {"b", `"]"`}, {"c", `","`}, {"d", `"{\""`}, {"e", `"\\"`}},
		`{"a":[{"b":"]}"},[[]],"\\\""],"c":-1.5e+3}`:              {{"a", `[{"b":"]}"},[[]],"\\\""]`}, {"c", "-1.5e+3"}},
		`{"a":false,"b":null,"c":12}`:                             {{"a", "false"}, {"b", "null"}, {"c", "12"}},
		`{"\u0061\"\\\/\n":1,"\u00e9":2,"é́":3,"\ud83d\ude00":4}`: {{"a\"\\/\n", "1"}, {"é", "2"}, {"é́", "3"}, {"😀", "4"}},
	} {
		got, err := members(parse(t, text))
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s has the members %q, error %v", text, got, err)
		}
	}
	for text, detail := range map[string]string{
		`[]`:                                `[] is not an object`,
		`"{}"`:                              `"{}" is not an object`,
		`7`:                                 `7 is not an object`,
		`true`:                              `true is not an object`,
		`[` + strings.Repeat("1", 80) + `]`: `[` + strings.Repeat("1", 39) + `… is not an object`,
	} {
		_, err := members(parse(t, text))
		check(t, text, err, invalid("", detail))
	}
}

func TestKeyTwice(t *testing.T) {
	const twice = "the key comes twice"
	for text, param := range map[string]string{
		`{"amount":1,"amount":1}`:         "amount",
		`{"amount":1,"x":2,"amount":3}`:   "amount",
		`{"amount":1,"\u0061mount":2}`:    "amount", // the same key in another spelling
		`{"\u0061mount":1,"amount":2}`:    "amount",
		`{"é":1,"\u00e9":2}`:              "é",
		`{"":1,"":2}`:                     "",
		"{\"\xff\":1,\"\xfe\":2}":         "\ufffd", // neither is text: both read as the replacement character
		`{"\ud800":1,"\udfff":2}`:         "\ufffd",
		`{"a":null,"a":null,"b":1}`:       "a",
		`{"a":{"a":1},"b":{"a":2},"b":3}`: "b",
	} {
		_, err := members(parse(t, text))
		check(t, text, err, invalid(param, twice))
	}
}

// object returns a document with n members.
func object(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"%d":%d`, i, i)
	}
	return "{" + strings.TrimPrefix(b.String(), ",") + "}"
}

func TestThousandMembers(t *testing.T) {
	got, err := members(parse(t, object(1000)))
	if err != nil || len(got) != 1000 {
		t.Errorf("%d members are read, error %v", len(got), err)
	}
	got, err = members(parse(t, object(1001)))
	check(t, "one more", err, invalid("", "an object has more than 1000 members"))
	if len(got) != 1000 {
		t.Errorf("%d members are read before the refusal", len(got))
	}
}

func TestArray(t *testing.T) {
	for text, want := range map[string][]string{
		`null`:              nil,
		`[]`:                nil,
		"[ \n]":             nil,
		`[1]`:               {"1"},
		"[ 1 ,\t[2, 3],{}]": {"1", "[2, 3]", "{}"},
		`["]",null]`:        {`"]"`, "null"},
	} {
		var got []string
		err := parse(t, text).Array(func(v strictjson.Value) error {
			got = append(got, string(v.Raw()))
			return nil
		})
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s has the elements %q, error %v", text, got, err)
		}
	}
	check(t, "an object", parse(t, `{"a":1}`).Array(nil), invalid("", `{"a":1} is not an array`))
}

var errOther = errors.New("of another package")

// An error stops the reading and comes back with its place, if it is one of this module.
func TestErrorsOfCallbacks(t *testing.T) {
	reads := 0
	failing := func(err error) func(string, strictjson.Value) error {
		return func(string, strictjson.Value) error { reads++; return err }
	}
	v := parse(t, `{"a":1,"b":2}`)
	check(t, "a member", v.Object(failing(strictjson.Errorf("no %d", 7))), invalid("a", "no 7"))
	check(t, "a missing member", v.Object(failing(strictjson.Missing("id"))), refusal(code.ParameterMissing, "a.id", ""))
	if err := v.Object(failing(errOther)); err != errOther {
		t.Errorf("another error came back as %v", err)
	}
	if reads != 3 {
		t.Errorf("read %d members in all, want the first one three times", reads)
	}

	elements := 0
	err := parse(t, `[1,2]`).Array(func(strictjson.Value) error { elements++; return errOther })
	if err != errOther || elements != 1 {
		t.Errorf("an error came back as %v after %d elements", err, elements)
	}
}

// An error that a caller keeps does not change when it is told with its place.
func TestPlaceIsOnACopy(t *testing.T) {
	inner := strictjson.Missing("id")
	outer := parse(t, `{"charge":{}}`).Object(func(string, strictjson.Value) error { return inner })
	check(t, "the inner error", inner, refusal(code.ParameterMissing, "id", ""))
	check(t, "the outer error", outer, refusal(code.ParameterMissing, "charge.id", ""))
}

func TestPlace(t *testing.T) {
	var amount money.Amount
	err := parse(t, `{"id":"pi_1","latest_charge":{"list":[{"x":0},{"amount":1.5}]}}`).Object(func(key string, v strictjson.Value) error {
		if key != "latest_charge" {
			return nil
		}
		return v.Object(func(_ string, v strictjson.Value) error {
			return v.Array(func(v strictjson.Value) error {
				return v.Object(func(_ string, v strictjson.Value) error { return strictjson.Amount(v, &amount) })
			})
		})
	})
	check(t, "the document", err, refusal(code.ParameterInvalidInteger, "latest_charge.list.amount", "1.5 is not a non-negative integer of 64 bits"))
	if got, want := err.Error(), "decode: latest_charge.list.amount: 1.5 is not a non-negative integer of 64 bits"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// reading is one value read into a variable that held before, and what it holds then.
type reading[T any] struct {
	text string
	want T
	err  code.Error
}

func run[T comparable](t *testing.T, name string, read func(strictjson.Value, *T) error, before T, readings []reading[T]) {
	t.Helper()
	for _, r := range readings {
		got := before
		check(t, name+" of "+r.text, read(parse(t, r.text), &got), r.err)
		if got != r.want {
			t.Errorf("%s of %s is %v, want %v", name, r.text, got, r.want)
		}
	}
	got := before
	if err := read(strictjson.Value{}, &got); err != nil || got != before && name != "NullAmount" {
		t.Errorf("%s of the zero Value is %v, error %v", name, got, err)
	}
}

func TestText(t *testing.T) {
	type word string
	run(t, "Text", strictjson.Text[word], "before", []reading[word]{
		{text: `null`, want: "before"},
		{text: `""`, want: ""},
		{text: `"a"`, want: "a"},
		{text: `"null"`, want: "null"},
		{text: `"\u0061\n\"\\\/"`, want: "a\n\"\\/"},
		{text: `"é"`, want: "é"},
		{text: `"\ud83d\ude00"`, want: "😀"},
		{text: `"\ud800"`, want: "\ufffd"},
		{text: "\"a\xffb\"", want: "a\ufffdb"},
		{text: "\"\x80\"", want: "\ufffd"},
		{text: `"\\"`, want: `\`},
		{text: `5`, want: "before", err: invalid("", `5 is not a string`)},
		{text: `true`, want: "before", err: invalid("", `true is not a string`)},
		{text: `{"id":"a"}`, want: "before", err: invalid("", `{"id":"a"} is not a string`)},
		{text: `["a"]`, want: "before", err: invalid("", `["a"] is not a string`)},
	})
}

// notInteger is the refusal of text where an integer is wanted.
func notInteger(text string) code.Error {
	return refusal(code.ParameterInvalidInteger, "", text+" is not a non-negative integer of 64 bits")
}

var notIntegers = []string{
	`1.5`, `1.0`, `0.0`, `1e3`, `1E3`, `0e0`, `-1`, `-9223372036854775808`, `9223372036854775808`, `18446744073709551616`, `"5"`, `""`, `true`,
	`false`, `[]`, `[5]`, `{}`,
}

func TestInt(t *testing.T) {
	readings := []reading[int64]{
		{text: `null`, want: 42},
		{text: `0`, want: 0},
		{text: `-0`, want: 0},
		{text: `1`, want: 1},
		{text: `9223372036854775807`, want: 9223372036854775807},
	}
	for _, text := range notIntegers {
		readings = append(readings, reading[int64]{text: text, want: 42, err: notInteger(text)})
	}
	huge := `1` + strings.Repeat("0", 300)
	readings = append(readings, reading[int64]{text: huge, want: 42, err: notInteger(huge[:40] + "…")})
	run(t, "Int", strictjson.Int[int64], 42, readings)
}

func TestCount(t *testing.T) {
	readings := []reading[uint8]{
		{text: `null`, want: 42},
		{text: `0`, want: 0},
		{text: `50`, want: 50},
		{text: `254`, want: 254},
		{text: `255`, want: 255},
		{text: `256`, want: 42, err: invalid("", `256 is too large`)},
		{text: `298`, want: 42, err: invalid("", `298 is too large`)},
	}
	for _, text := range notIntegers {
		readings = append(readings, reading[uint8]{text: text, want: 42, err: notInteger(text)})
	}
	run(t, "Count", strictjson.Count, 42, readings)
}

func TestAmount(t *testing.T) {
	tooLarge := invalid("", "1000000000000 is more than 999999999999")
	tooLarge.Code, tooLarge.Got, tooLarge.Limit = code.AmountTooLarge, 1_000_000_000_000, money.Max
	readings := []reading[money.Amount]{
		{text: `null`, want: 42},
		{text: `0`, want: 0},
		{text: `1000`, want: 1000},
		{text: `999999999999`, want: money.Max},
		{text: `1000000000000`, want: 42, err: tooLarge},
	}
	for _, text := range notIntegers {
		readings = append(readings, reading[money.Amount]{text: text, want: 42, err: notInteger(text)})
	}
	run(t, "Amount", strictjson.Amount, 42, readings)
}

func TestNullAmount(t *testing.T) {
	run(t, "NullAmount", strictjson.NullAmount, money.Some(42), []reading[money.NullAmount]{
		{text: `null`},
		{text: `0`, want: money.Some(0)},
		{text: `999999999999`, want: money.Some(money.Max)},
	})
	var n money.NullAmount
	check(t, "a fraction", strictjson.NullAmount(parse(t, `1.5`), &n), notInteger(`1.5`))
}

func TestBool(t *testing.T) {
	for _, before := range []bool{false, true} {
		run(t, "Bool", strictjson.Bool, before, []reading[bool]{
			{text: `null`, want: before},
			{text: `true`, want: true},
			{text: `false`, want: false},
			{text: `0`, want: before, err: invalid("", `0 is not true or false`)},
			{text: `"true"`, want: before, err: invalid("", `"true" is not true or false`)},
			{text: `{}`, want: before, err: invalid("", `{} is not true or false`)},
		})
	}
}

func TestCurrency(t *testing.T) {
	run(t, "Currency", strictjson.Currency, "eur", []reading[money.Currency]{
		{text: `null`, want: "eur"},
		{text: `""`, want: "eur"},
		{text: `"usd"`, want: "usd"},
		{text: `"USD"`, want: "usd"},
		{text: `"dollar"`, want: "eur", err: invalid("", `"dollar" is not a currency`)},
		{text: `840`, want: "eur", err: invalid("", `840 is not a string`)},
	})
}

func TestID(t *testing.T) {
	run(t, "ID", strictjson.ID, "before", []reading[string]{
		{text: `null`, want: "before"},
		{text: `"pi_1"`, want: "pi_1"},
		{text: `{"object":"x","id":"pi_1","x":{"id":"no"}}`, want: "pi_1"},
		{text: `{"id":null}`, want: "before"},
		{text: `{}`, want: "before"},
		{text: `{"id":7}`, want: "before", err: invalid("id", `7 is not a string`)},
		{text: `7`, want: "before", err: invalid("", `7 is not an object`)},
		{text: `["pi_1"]`, want: "before", err: invalid("", `["pi_1"] is not an object`)},
	})
}

func TestKind(t *testing.T) {
	for text, want := range map[string]code.Error{
		`"charge"`:                          {},
		`"refund"`:                          invalid("", `the object is a "refund", not a "charge"`),
		`"Charge"`:                          invalid("", `the object is a "Charge", not a "charge"`),
		`null`:                              invalid("", `the object is a "", not a "charge"`),
		`7`:                                 invalid("", `7 is not a string`),
		`"` + strings.Repeat("x", 99) + `"`: invalid("", `the object is a "`+strings.Repeat("x", 40)+`", not a "charge"`),
	} {
		check(t, text, strictjson.Kind(parse(t, text), "charge"), want)
	}
}

// What is quoted in an error is cut after forty bytes, and never in the middle of a character.
func TestExcerpt(t *testing.T) {
	for n, want := range map[int]string{
		36: `["` + strings.Repeat("x", 36) + `"]`,
		37: `["` + strings.Repeat("x", 37) + `"…`,
		38: `["` + strings.Repeat("x", 38) + `…`,
		39: `["` + strings.Repeat("x", 38) + `…`,
	} {
		text := `["` + strings.Repeat("x", n) + `"]`
		check(t, text, strictjson.Bool(parse(t, text), new(bool)), invalid("", want+" is not true or false"))
	}
	text := `["` + strings.Repeat("x", 37) + `€€"]`
	check(t, text, strictjson.Bool(parse(t, text), new(bool)), invalid("", `["`+strings.Repeat("x", 37)+`… is not true or false`))
}

func TestRequired(t *testing.T) {
	if err := new(strictjson.Required).Check(); err != nil {
		t.Errorf("nothing is missing: %v", err)
	}
	r := strictjson.Require("id", "captured", "amount", "status", "object")
	check(t, "nothing seen", r.Check(), refusal(code.ParameterMissing, "id", ""))
	for _, m := range []struct{ key, value, missing string }{
		{"status", `null`, "id"},
		{"id", `"ch_1"`, "captured"},
		{"id", `null`, "captured"}, // it was seen before
		{"other", `1`, "captured"},
		{"amount", `0`, "captured"},
		{"captured", `false`, "status"},
		{"status", `"succeeded"`, "object"},
		{"object", `""`, "object"},
	} {
		r.Saw(m.key, parse(t, m.value))
		check(t, m.key+" is "+m.value, r.Check(), refusal(code.ParameterMissing, m.missing, ""))
	}
	r.Saw("object", parse(t, `{}`))
	if err := r.Check(); err != nil {
		t.Errorf("all of these were seen: %v", err)
	}
}

func nested(open, inner, shut string, levels int) string {
	return strings.Repeat(open, levels) + inner + strings.Repeat(shut, levels)
}

func TestNoKeyTwice(t *testing.T) {
	const otherCase = "the key has other than lower-case letters"
	for text, want := range map[string]code.Error{
		`{`:    invalid("", "not a valid JSON document"),
		`null`: {},
		`7`:    {},
		`{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}`: {},
		`{"a":1,"a":2}`:                      invalid("a", "the key comes twice"),
		`{"a":{"b":1,"b":2}}`:                invalid("a.b", "the key comes twice"),
		`[1,{"b":1,"b":2}]`:                  invalid("b", "the key comes twice"),
		`{"a":[[{"b":{"c":1,"\u0063":2}}]]}`: invalid("a.b.c", "the key comes twice"),
		nested("[", "", "]", 101):            {},
		nested("[", "7", "]", 100):           {},
		nested("[", "7", "]", 101):           invalid("", "nested deeper than 100 levels"),
		nested("[", "", "]", 102):            invalid("", "nested deeper than 100 levels"),
		nested("[", "", "]", 10_000):         invalid("", "nested deeper than 100 levels"),
		nested(`{"a":`, "7", "}", 100):       {},
		nested(`{"a":`, "7", "}", 101):       invalid(strings.TrimSuffix(strings.Repeat("a.", 101), "."), "nested deeper than 100 levels"),
		`{"a_b-1":1,"@[` + "`" + `{~":2}`:    {}, // the characters beside the upper-case letters and before DEL
		`{"A":1}`:                            invalid("A", otherCase),
		`{"Z":1}`:                            invalid("Z", otherCase),
		`{"a":{"bC":1}}`:                     invalid("a.bC", otherCase),
		`{"\u212a":1}`:                       invalid("\u212a", otherCase), // encoding/json takes it for a k
		"{\"\x7f\":1}":                       invalid(`"\x7f"`, otherCase),
	} {
		check(t, fmt.Sprintf("%.60s", text), strictjson.NoKeyTwice([]byte(text)), want)
	}
}

// FuzzParse compares with encoding/json: the same documents are valid, and an object that is read has the same members.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		``, `null`, `{}`, `{"a":1}`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, ` { "a" : [ 1 , { "b" : "]}" } ] , "c" : "\\\"" } `, `[1,"\ud800"]`,
		"{\"\xff\":\"\xfe\"}", `{"":{"":[[],{}]}}`, `{"amount":1e3,"x":-0.5,"y":true,"z":false}`, object(1001), nested("[", "", "]", 200),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := strictjson.Parse(b)
		if (err == nil) != json.Valid(b) {
			t.Fatalf("error %v, but encoding/json says %t", err, json.Valid(b))
		}
		if err != nil {
			return
		}
		readEverything(t, v)

		got := map[string]json.RawMessage{}
		err = v.Object(func(key string, v strictjson.Value) error {
			if !utf8.ValidString(key) {
				t.Errorf("the key %q is not text", key)
			}
			got[key] = v.Raw()
			return nil
		})
		want := map[string]json.RawMessage{}
		if json.Unmarshal(b, &want) != nil { // not an object
			if err == nil {
				t.Fatal("no error, and this is not an object")
			}
			return
		}
		if err != nil {
			if n := tokens(b); n == len(want) && n <= 1000 {
				t.Fatalf("%v, but no key comes twice", err)
			}
			return
		}
		if len(got) != len(want) {
			t.Fatalf("%d members, but encoding/json has %d", len(got), len(want))
		}
		for key, value := range want {
			if !bytes.Equal(got[key], value) {
				t.Errorf("%q is %q, but encoding/json says %q", key, got[key], value)
			}
		}
	})
}

// tokens counts the members of an object with a decoder that takes no notice of their names.
func tokens(b []byte) (n int) {
	d := json.NewDecoder(bytes.NewReader(b))
	for _, err := d.Token(); err == nil && d.More(); n++ {
		var value json.RawMessage
		if _, err = d.Token(); err == nil {
			err = d.Decode(&value)
		}
	}
	return n
}

// readEverything calls every reader: none may panic, and none may change what it refuses.
func readEverything(t *testing.T, v strictjson.Value) {
	text, n, count, yes, amount, currency, id := "before", int64(-7), uint8(7), true, money.Amount(-7), money.Currency("before"), "before"
	for name, unchanged := range map[string]bool{
		"Text":     strictjson.Text(v, &text) == nil || text == "before",
		"Int":      strictjson.Int(v, &n) == nil || n == -7,
		"Count":    strictjson.Count(v, &count) == nil || count == 7,
		"Bool":     strictjson.Bool(v, &yes) == nil || yes,
		"Amount":   strictjson.Amount(v, &amount) == nil || amount == -7,
		"Currency": strictjson.Currency(v, &currency) == nil || currency == "before",
		"Array":    v.Array(func(v strictjson.Value) error { return strictjson.Text(v, &id) }) == nil || !v.IsNull(),
	} {
		if !unchanged {
			t.Errorf("%s refused %q and changed its destination", name, v.Raw())
		}
	}
	if err := strictjson.ID(v, &id); err == nil && !utf8.ValidString(id) {
		t.Errorf("the id %q is not text", id)
	}
	if err := strictjson.Kind(v, "charge"); err == nil && text != "charge" {
		t.Errorf("%q is a charge", v.Raw())
	}
	if err := strictjson.NoKeyTwice(v.Raw()); err == nil {
		if err := v.Object(func(string, strictjson.Value) error { return nil }); err != nil && v.Raw()[0] == '{' {
			t.Errorf("no key twice, but %v", err)
		}
	}
}

// A key in a path is cut: it may be as long as its sender likes.
func TestLongKey(t *testing.T) {
	for length, want := range map[int]int{40: 40, 41: 42} { // 40 letters and quotes
		key := strings.Repeat("a", length)
		err := strictjson.NoKeyTwice([]byte(`{"` + key + `":1,"` + key + `":2}`))
		if e, ok := errors.AsType[*code.Error](err); !ok || len(e.Param) != want {
			t.Errorf("%d letters: %v", length, err)
		}
	}
}

// length reads the length of a text.
type length int

func (l *length) ReadJSON(v strictjson.Value) error {
	var text string
	err := strictjson.Text(v, &text)
	if err == nil {
		*l = length(len(text))
	}
	return err
}

func TestUnmarshal(t *testing.T) {
	l := length(7)
	check(t, "not JSON", strictjson.Unmarshal([]byte(`"a`), &l), invalid("", "not a valid JSON document"))
	check(t, "not a text", strictjson.Unmarshal([]byte(`1`), &l), invalid("", "1 is not a string"))
	if l != 7 {
		t.Errorf("an error changes it to %d", l)
	}
	if err := strictjson.Unmarshal([]byte(` "abc" `), &l); err != nil || l != 3 {
		t.Errorf("%d, %v", l, err)
	}
}

// What is read does not change with the bytes that it was read from.
func TestCopies(t *testing.T) {
	b := []byte(`{"id":"ch_1"}`)
	v, err := strictjson.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	clear(b)
	var id string
	if err := strictjson.ID(v, &id); err != nil || id != "ch_1" {
		t.Errorf("%q, %v", id, err)
	}
	clear(v.Raw())
	if got := string(v.Raw()); got != `{"id":"ch_1"}` {
		t.Errorf("%q", got)
	}
}
