package strictjson_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
)

func TestWriter(t *testing.T) {
	var w strictjson.Writer
	w.Object("", func() {
		w.Object("empty", func() {})
		w.Text("text", "a")
		w.Text("no_text", "")
		w.TextOrNull("text_or", "b")
		w.TextOrNull("null_text", "")
		w.TextIfAny("any_text", "c")
		w.TextIfAny("absent_text", "")
		w.Null("null")
		w.Object("object", func() {
			w.Int("int", -1)
			w.Object("in", func() { w.Bool("yes", true) })
			w.Bool("no", false)
		})
		w.IntOrNull("int_or", 7)
		w.IntOrNull("null_int", 0)
		w.Int("zero", 0)
		w.Amount("amount", 1000)
		w.NullAmount("some", money.Some(0))
		w.NullAmount("none", money.NullAmount{})
		w.Raw("raw", []byte(`[1,2]`))
		w.Value("value", money.Some(300))
	})
	const want = `{"empty":{},"text":"a","no_text":"","text_or":"b","null_text":null,"any_text":"c","null":null,` +
		`"object":{"int":-1,"in":{"yes":true},"no":false},"int_or":7,"null_int":null,"zero":0,"amount":1000,"some":0,"none":null,"raw":[1,2],"value":300}`
	if got := string(w.Bytes()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The outermost value may be anything.
// On the wire an object is its id.
func TestWriterExpandable(t *testing.T) {
	for wire, want := range map[bool]string{false: `{"whole":300,"none":null}`, true: `{"whole":"id_1","none":null}`} {
		w := strictjson.Writer{Wire: wire}
		w.Object("", func() {
			w.Expandable("whole", "id_1", money.Some(300))
			w.Expandable("none", "", money.NullAmount{})
		})
		if got := string(w.Bytes()); got != want {
			t.Errorf("on the wire %t: %s, want %s", wire, got, want)
		}
	}
}

func TestWriterOfOneValue(t *testing.T) {
	for want, write := range map[string]func(*strictjson.Writer){
		`null`:     func(w *strictjson.Writer) { w.Null("") },
		`"ch_1"`:   func(w *strictjson.Writer) { w.TextOrNull("", "ch_1") },
		`{}`:       func(w *strictjson.Writer) { w.Object("", func() {}) },
		`-5`:       func(w *strictjson.Writer) { w.Int("", -5) },
		``:         func(*strictjson.Writer) {},
		`{"a":{}}`: func(w *strictjson.Writer) { w.Object("", func() { w.Raw("a", []byte("{}")) }) },
	} {
		var w strictjson.Writer
		write(&w)
		if got := string(w.Bytes()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestWriterText(t *testing.T) {
	for text, want := range map[string]string{
		``:                       `""`,
		`pi_1`:                   `"pi_1"`,
		` !#[]^~`:                `" !#[]^~"`, // the plain characters beside those that are quoted
		`say "x"`:                `"say \"x\""`,
		`a\b`:                    `"a\\b"`,
		"a\nb\x00":               `"a\nb\u0000"`,
		"\x1f":                   `"\u001f"`,
		"\x7f":                   "\"\x7f\"",
		"é😀":                     `"é😀"`,
		"\u2028":                 `"\u2028"`,
		"<b>":                    `"<b>"`,
		strings.Repeat("x", 100): `"` + strings.Repeat("x", 100) + `"`,
	} {
		var w strictjson.Writer
		w.Text("", text)
		if got := string(w.Bytes()); got != want {
			t.Errorf("%q is written as %s, want %s", text, got, want)
		}
	}
}

// Whatever is text comes back as it was, through this package and through encoding/json; what is not becomes text.
func TestWriterTextRoundTrip(t *testing.T) {
	anyByte := rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) })
	ascii := rapid.StringOf(rapid.Map(rapid.IntRange(0, 0x7f), func(n int) rune { return rune(n) }))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), ascii, anyByte).Draw(t, "text")
		var w strictjson.Writer
		w.Object("", func() { w.Text("text", text) })
		var theirs struct{ Text string }
		if err := json.Unmarshal(w.Bytes(), &theirs); err != nil {
			t.Fatalf("%s: %v", w.Bytes(), err)
		}
		if utf8.ValidString(text) && theirs.Text != text {
			t.Fatalf("encoding/json reads %q", theirs.Text)
		}
		v, err := strictjson.Parse(w.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var ours string
		if err := v.Object(func(_ string, v strictjson.Value) error { return strictjson.Text(v, &ours) }); err != nil || ours != theirs.Text {
			t.Fatalf("%q is read, encoding/json reads %q, error %v", ours, theirs.Text, err)
		}
	})
}

func TestWriterIntRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		var w strictjson.Writer
		w.Int("", n)
		var got int64
		if err := json.Unmarshal(w.Bytes(), &got); err != nil || got != n {
			t.Fatalf("%s is read as %d, error %v", w.Bytes(), got, err)
		}
	})
}
