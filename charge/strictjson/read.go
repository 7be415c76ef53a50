// Package strictjson reads and writes the JSON of this module's objects.
//
// Reading is strict where encoding/json is lenient and money is at stake: a key that comes twice is refused, the case of a key
// matters, an amount is a non-negative integer without fraction or exponent, and every error says where it happened.
// Keys that the reader does not ask for are skipped.
package strictjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// maxMembers bounds the members of an object that is read, and with them the work of finding a key that comes twice.
// The API's own objects have fewer than 60.
const maxMembers = 1000

// A Value is one value of a document that Parse found to be valid. The zero Value reads as null.
type Value struct{ raw string } // a part of one copy of the document: to cut out a key costs nothing

// Parse checks a whole document. Documents nested deeper than encoding/json allows (10,000 levels) are refused.
func Parse(b []byte) (Value, error) {
	if !json.Valid(b) {
		return Value{}, Errorf("not a valid JSON document")
	}
	return Value{raw: string(bytes.TrimSpace(b))}, nil
}

// Unmarshal parses a document and reads dst from it: the UnmarshalJSON of what has a ReadJSON.
func Unmarshal(b []byte, dst interface{ ReadJSON(v Value) error }) error {
	v, err := Parse(b)
	if err != nil {
		return err
	}
	return dst.ReadJSON(v)
}

// Errorf returns a *code.Error with the operation "decode".
func Errorf(format string, args ...any) error {
	return &code.Error{Op: "decode", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid, Detail: fmt.Sprintf(format, args...)}
}

// Missing returns the error for a document without a key that it must have.
func Missing(key string) error {
	return &code.Error{Op: "decode", Type: code.TypeInvalidRequest, Code: code.ParameterMissing, Param: key}
}

// In returns err with key put before its path. The key is the sender's: what is long or cannot be printed is cut and quoted.
func In(key string, err error) error {
	if e, ok := err.(*code.Error); ok {
		if len(key) > 40 || strconv.Quote(key) != `"`+key+`"` {
			key = fmt.Sprintf("%.40q", key)
		}
		located := *e
		if located.Param != "" {
			key += "." + located.Param
		}
		located.Param = key
		return &located
	}
	return err
}

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return len(v.raw) == 0 || v.raw[0] == 'n' }

// IsString reports whether v is a string: the API's form of an object that was not expanded.
func (v Value) IsString() bool { return len(v.raw) > 0 && v.raw[0] == '"' }

// String returns the JSON of v, "" for the zero Value.
func (v Value) String() string { return v.raw }

// Raw returns a copy of the JSON of v, nothing for the zero Value.
func (v Value) Raw() []byte { return []byte(v.raw) }

// Object calls field for each member of an object, in order. null has no members. Errors of field are returned with their place.
func (v Value) Object(field func(key string, v Value) error) error {
	if v.IsNull() {
		return nil
	}
	if v.raw[0] != '{' {
		return Errorf("%s is not an object", v.excerpt())
	}
	var few [64]string // as many as the API's objects have: no memory of its own
	seen := few[:0]
	return v.each(func(rest string) (string, error) {
		end := stringEnd(rest)
		key := unquote(rest[:end])
		if slices.Contains(seen, key) {
			return "", In(key, Errorf("the key comes twice"))
		}
		if len(seen) == maxMembers {
			return "", Errorf("an object has more than %d members", maxMembers)
		}
		seen = append(seen, key)
		rest = skipSpace(skipSpace(rest[end:])[1:]) // the colon
		end = valueEnd(rest)
		if err := field(key, Value{raw: rest[:end]}); err != nil {
			return "", In(key, err)
		}
		return rest[end:], nil
	})
}

// Array calls element for each element of an array, in order. null has none.
func (v Value) Array(element func(v Value) error) error {
	if v.IsNull() {
		return nil
	}
	if v.raw[0] != '[' {
		return Errorf("%s is not an array", v.excerpt())
	}
	return v.each(func(rest string) (string, error) {
		end := valueEnd(rest)
		return rest[end:], element(Value{raw: rest[:end]})
	})
}

// First reads the first element of the API's list, an object with the array data, if there is one.
func (v Value) First(read func(v Value) error) error {
	return v.Object(func(key string, v Value) error {
		if key != "data" {
			return nil
		}
		first := true
		return v.Array(func(v Value) error {
			if !first {
				return nil
			}
			first = false
			return read(v)
		})
	})
}

// each calls next at the beginning of each item of an object or array; next returns what follows the item.
func (v Value) each(next func(rest string) (string, error)) error {
	rest := skipSpace(v.raw[1:])
	for rest[0] != '}' && rest[0] != ']' {
		after, err := next(rest)
		if err != nil {
			return err
		}
		rest = skipSpace(after)
		if rest[0] == ',' {
			rest = skipSpace(rest[1:])
		}
	}
	return nil
}

// Text reads a string into dst. null leaves dst as it is.
func Text[T ~string](v Value, dst *T) error {
	if v.IsNull() {
		return nil
	}
	if !v.IsString() {
		return Errorf("%s is not a string", v.excerpt())
	}
	*dst = T(strings.Clone(unquote(v.raw))) // a text does not keep the document in memory
	return nil
}

// Int reads a non-negative integer into dst: an amount in minor units, or unix seconds. null leaves dst as it is.
func Int[T ~int64](v Value, dst *T) error {
	if v.IsNull() {
		return nil
	}
	n, err := strconv.ParseInt(v.raw, 10, 64)
	if err != nil || n < 0 {
		e := Errorf("%s is not a non-negative integer of 64 bits", v.excerpt()).(*code.Error)
		e.Code = code.ParameterInvalidInteger
		return e
	}
	*dst = T(n)
	return nil
}

// Count reads an integer from 0 to 255 into dst. null leaves dst as it is.
func Count(v Value, dst *uint8) error {
	n := int64(*dst)
	if err := Int(v, &n); err != nil {
		return err
	}
	if n > 255 {
		return Errorf("%s is too large", v.excerpt())
	}
	*dst = uint8(n)
	return nil
}

// Bool reads true or false into dst. null leaves dst as it is.
func Bool(v Value, dst *bool) error {
	switch {
	case v.IsNull():
	case v.raw[0] == 't':
		*dst = true
	case v.raw[0] == 'f':
		*dst = false
	default:
		return Errorf("%s is not true or false", v.excerpt())
	}
	return nil
}

// Amount reads an amount up to money.Max into dst. null leaves dst as it is.
func Amount(v Value, dst *money.Amount) error {
	a := *dst
	if err := Int(v, &a); err != nil {
		return err
	}
	if a > money.Max {
		e := Errorf("%s is more than %d", v.excerpt(), money.Max).(*code.Error)
		e.Code, e.Got, e.Limit = code.AmountTooLarge, a, money.Max
		return e
	}
	*dst = a
	return nil
}

// NullAmount reads an amount up to money.Max or null into dst.
func NullAmount(v Value, dst *money.NullAmount) error {
	*dst = money.NullAmount{}
	if v.IsNull() {
		return nil
	}
	dst.Valid = true
	return Amount(v, &dst.Amount)
}

// Currency reads a currency code in any case into dst. null and "" leave dst as it is.
func Currency(v Value, dst *money.Currency) error {
	var s string
	if err := Text(v, &s); err != nil || s == "" {
		return err
	}
	c, err := money.ParseCurrency(s)
	if err != nil {
		return Errorf("%s is not a currency", v.excerpt())
	}
	*dst = c
	return nil
}

// ID reads the id of an object into dst, whether it was expanded or not. null leaves dst as it is.
func ID(v Value, dst *string) error {
	if v.IsNull() || v.IsString() {
		return Text(v, dst)
	}
	return v.Object(func(key string, v Value) error {
		if key == "id" {
			return Text(v, dst)
		}
		return nil
	})
}

// Kind reads the member "object" and refuses every other kind than want.
func Kind(v Value, want string) error {
	var kind string
	if err := Text(v, &kind); err != nil {
		return err
	}
	if kind != want {
		return Errorf("the object is a %.40q, not a %q", kind, want)
	}
	return nil
}

// excerpt returns the beginning of v for an error text.
func (v Value) excerpt() string {
	const most = 40
	if len(v.raw) <= most {
		return v.raw
	}
	return strings.ToValidUTF8(v.raw[:most], "") + "…"
}

// The functions below walk over JSON that Parse found to be valid.

// skipSpace returns s from its first token on: there is one, at least the end of the container.
func skipSpace(s string) string {
	for s[0] == ' ' || s[0] == '\t' || s[0] == '\n' || s[0] == '\r' {
		s = s[1:]
	}
	return s
}

// stringEnd returns where the string at the beginning of s ends.
func stringEnd(s string) int {
	for i := 1; ; i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// valueEnd returns where the value at the beginning of s ends: before the next comma, space or end of the container that it is in.
func valueEnd(s string) int {
	depth := 0
	for i := 0; ; i++ {
		switch s[i] {
		case '"':
			i += stringEnd(s[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
		}
	}
}

// unquote returns the text of a quoted string.
func unquote(quoted string) string {
	text := quoted[1 : len(quoted)-1]
	for i := range len(text) {
		if text[i] == '\\' || text[i] >= 0x80 {
			var unescaped string
			_ = json.Unmarshal([]byte(quoted), &unescaped) // a valid string cannot fail
			return unescaped
		}
	}
	return text
}

// NoKeyTwice checks a whole document before encoding/json reads it: it is valid, and no object in it has a key twice, also not in
// another case, which encoding/json would take for the same: keys with other than lower-case ASCII letters are refused.
func NoKeyTwice(b []byte) error {
	v, err := Parse(b)
	if err != nil {
		return err
	}
	return v.noKeyTwice(0)
}

// maxDepth bounds the nesting of documents that are checked all the way down.
const maxDepth = 100

func (v Value) noKeyTwice(depth int) error {
	switch {
	case depth > maxDepth:
		return Errorf("nested deeper than %d levels", maxDepth)
	case v.IsNull():
		return nil
	case v.raw[0] == '{':
		return v.Object(func(key string, v Value) error {
			if strings.ContainsFunc(key, func(r rune) bool { return r >= 'A' && r <= 'Z' || r > '~' }) {
				return Errorf("the key has other than lower-case letters")
			}
			return v.noKeyTwice(depth + 1)
		})
	case v.raw[0] == '[':
		return v.Array(func(v Value) error { return v.noKeyTwice(depth + 1) })
	}
	return nil
}
