package strictjson_test

import (
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/strictjson"
)

func TestWords(t *testing.T) {
	const colors strictjson.Words = "red green light_blue"
	for n, want := range []string{"red", "green", "light_blue", "3", "4"} {
		word := colors.Of(uint8(n))
		if word != want {
			t.Errorf("%d is called %q, want %q", n, word, want)
		}
		got := uint8(9)
		err := colors.Read([]byte(word), &got)
		if known := n < 3; known && (err != nil || got != uint8(n)) || !known && got != 9 {
			t.Errorf("%q is read as %d, error %v", word, got, err)
		}
	}
	for _, word := range []string{"", "Red", "red green", " red", "0", "blue", "light", "\x00"} {
		got := uint8(9)
		err := colors.Read([]byte(word), &got)
		if e, ok := errors.AsType[*code.Error](err); !ok || e.Code != code.ParameterInvalid || got != 9 {
			t.Errorf("%q is read as %d, error %v", word, got, err)
		}
	}
	var any uint8
	err := colors.Read([]byte("blue"), &any)
	if e, _ := errors.AsType[*code.Error](err); e == nil || e.Detail != `"blue" is none of: red, green, light_blue` {
		t.Errorf("the refusal is %v", err)
	}
}
