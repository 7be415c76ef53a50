package strictjson

import (
	"encoding/json"
	"strconv"

	"github.com/tranche-go/tranche/charge/money"
)

// A Writer appends one JSON document, key by key, in the order of the calls. The zero Writer is ready for use.
type Writer struct {
	Wire bool // as webhooks show objects: what can be expanded is an id, and there is nothing that the API does not show

	b    []byte
	more bool // the next member needs a comma before it
}

// Bytes returns the document.
func (w *Writer) Bytes() []byte { return w.b }

func (w *Writer) key(key string) {
	if w.more {
		w.b = append(w.b, ',')
	}
	w.more = true
	if key != "" {
		w.quote(key)
		w.b = append(w.b, ':')
	}
}

// Object writes an object whose members are written by members. The outermost object has the key "".
func (w *Writer) Object(key string, members func()) {
	w.key(key)
	w.b, w.more = append(w.b, '{'), false
	members()
	w.b, w.more = append(w.b, '}'), true
}

// Raw writes a member whose value is JSON already.
func (w *Writer) Raw(key string, value []byte) {
	w.key(key)
	w.b = append(w.b, value...)
}

// Value writes a member whose value writes itself and cannot fail.
func (w *Writer) Value(key string, value json.Marshaler) {
	raw, _ := value.MarshalJSON()
	w.Raw(key, raw)
}

// Expandable writes an object that can be expanded, on the wire its id or null.
func (w *Writer) Expandable(key, id string, value json.Marshaler) {
	if w.Wire {
		w.TextOrNull(key, id)
		return
	}
	w.Value(key, value)
}

// Null writes a null.
func (w *Writer) Null(key string) { w.Raw(key, []byte("null")) }

// Text writes a string, also an empty one.
func (w *Writer) Text(key, value string) {
	w.key(key)
	w.quote(value)
}

func (w *Writer) quote(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // a string cannot fail
			w.b = append(w.b, quoted...)
			return
		}
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, s...)
	w.b = append(w.b, '"')
}

// TextOrNull writes a string, or null if it is empty.
func (w *Writer) TextOrNull(key, value string) {
	if value == "" {
		w.Null(key)
		return
	}
	w.Text(key, value)
}

// TextIfAny writes a string, and not even the key if it is empty: what an object has only at times.
func (w *Writer) TextIfAny(key, value string) {
	if value != "" {
		w.Text(key, value)
	}
}

// Int writes a number.
func (w *Writer) Int(key string, value int64) {
	w.key(key)
	w.b = strconv.AppendInt(w.b, value, 10)
}

// IntOrNull writes a number, or null if it is 0: unix seconds that are not known.
func (w *Writer) IntOrNull(key string, value int64) {
	if value == 0 {
		w.Null(key)
		return
	}
	w.Int(key, value)
}

// Amount writes an amount in minor units.
func (w *Writer) Amount(key string, value money.Amount) { w.Int(key, int64(value)) }

// NullAmount writes an amount or null.
func (w *Writer) NullAmount(key string, value money.NullAmount) { w.Raw(key, []byte(value.String())) }

// Bool writes true or false.
func (w *Writer) Bool(key string, value bool) {
	w.key(key)
	w.b = strconv.AppendBool(w.b, value)
}
