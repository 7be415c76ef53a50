package strictjson_test

import (
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
)

// outer stands in for the parameters of an operation: what is embedded has no key of its own.
type outer struct {
	Count uint8  `json:"count"`
	List  []Part `json:"list"`
	Part
}

// Part is embedded.
type Part struct {
	Word string `json:"word"`
	In   struct {
		Refund reads `json:"refund"`
	} `json:"in"`
}

// reads refuses to be read, with an error that says where.
type reads struct{}

func (*reads) UnmarshalJSON([]byte) error { return strictjson.Missing("id") }

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		text string
		want code.Error // zero: it is read
	}{
		{`{}`, code.Error{}},
		{` {"count":2,"word":"w","list":[{"word":"v"}]} `, code.Error{}},
		{`null`, invalid("", "null does not belong here")},
		{" null\n", invalid("", "null does not belong here")},
		{`{"count":1,"count":1}`, invalid("count", "the key comes twice")},
		{`{"count":256}`, invalid("count", "number 256 does not belong here")},
		{`{"word":1}`, invalid("word", "number does not belong here")},
		{`{"list":[{"word":1}]}`, invalid("list.word", "number does not belong here")},
		{`[]`, invalid("", "array does not belong here")},
		{`{"in":{"refund":{}}}`, refusal(code.ParameterMissing, "id", "")},
		{`{"other":1}`, invalid("", `unknown field "other"`)},
	} {
		var got outer
		check(t, test.text, strictjson.Decode([]byte(test.text), &got), test.want)
	}
}
