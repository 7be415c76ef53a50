package explore

import (
	_ "embed"
	"fmt"
	"math"

	"github.com/tranche-go/tranche/charge/money"
)

//go:embed captures.pml
var captures string

// Promela returns a model for the model checker spin of everything that Captures does from Authorized, with the default rules: the same
// rules, said a second time in another language. amount is in minor units, and limit is how many captures may take money: capture.MaxCaptures.
// spin stores as many states of it as Walk finds, and makes as many transitions as tries are accepted, and one into the first state.
//
// It is "" if the amount is less than 1, or so large that one more is more than the 32 bits in which spin counts. How it is run stands in it.
//
// Source: https://spinroot.com.
func Promela(amount money.Amount, limit uint8) string {
	if amount < 1 || amount >= math.MaxInt32 {
		return ""
	}
	return fmt.Sprintf("#define AMOUNT %d\n#define LIMIT %d\n\n", amount, limit) + captures
}
