package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/tranche-go/tranche/charge/code"
)

// Decode is json.Unmarshal into a struct of this module's own, for journals: keys that are unknown or come twice, null, and anything
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
		return In(e.Field, Errorf("%s does not belong here", e.Value))
	}
	return Errorf("%.100s", strings.TrimPrefix(err.Error(), "json: "))
}
