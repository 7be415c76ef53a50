package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge/code"
)

// Decode is json.Unmarshal into a struct of this module's own, for journals: keys that are unknown or come twice, a document that is null, and anything
// after the document are refused, as a *code.Error with the place in Param.
func Decode(b []byte, dst any) error {
	if err := NoKeyTwice(b); err != nil {
		return err
	}
	if string(bytes.TrimSpace(b)) == "null" {
		return Errorf("null does not belong here")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(dst)
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*code.Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return In(keys(e.Field), Errorf("%s does not belong here", e.Value))
	}
	return Errorf("%.100s", strings.TrimPrefix(err.Error(), "json: "))
}

// keys returns the keys of a place: package json has the names of embedded structs among them, which begin with a capital letter.
func keys(place string) string {
	parts := strings.Split(place, ".")
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part != strings.ToLower(part) }), ".")
}
