package strictjson

import (
	"strconv"
	"strings"
)

// Words are what the values of an enumeration are called in JSON, in the order of their numbers, with a space between them.
type Words string

// Of returns the word of a number; the number itself, which Read refuses, if it has none.
func (w Words) Of(n uint8) string {
	i := 0
	for word := range strings.FieldsSeq(string(w)) {
		if i == int(n) {
			return word
		}
		i++
	}
	return strconv.Itoa(int(n))
}

// Read sets dst to the number of a word. Every other word is refused, and dst stays.
func (w Words) Read(word []byte, dst *uint8) error {
	i := uint8(0)
	for known := range strings.FieldsSeq(string(w)) {
		if known == string(word) {
			*dst = i
			return nil
		}
		i++
	}
	return Errorf("%.40q is none of: %s", word, strings.ReplaceAll(string(w), " ", ", "))
}
