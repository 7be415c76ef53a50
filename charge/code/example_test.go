package code_test

import (
	"errors"
	"fmt"

	"github.com/tranche-go/tranche/charge/code"
)

func ExampleError() {
	var err error = &code.Error{Op: "capture", Type: code.TypeInvalidRequest, Code: code.AmountTooLarge, Param: "amount_to_capture", Got: 400, Limit: 300}
	fmt.Println(errors.Is(err, code.AmountTooLarge))
	if e, ok := errors.AsType[*code.Error](err); ok {
		fmt.Println(e.Code, e.Param, e.Limit)
	}
	// Output:
	// true
	// amount_too_large amount_to_capture 300
}

// A code that the API does not have is absent on the wire.
func ExampleCode_InAPI() {
	fmt.Println(code.AmountTooLarge.InAPI(), code.CaptureLimitReached.InAPI())
	// Output: true false
}
