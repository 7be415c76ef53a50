package refund_test

import (
	"errors"
	"fmt"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/refund"
)

// 700 of 1000 were captured so far, and more may be. 300 go back, then the rest of the 700.
func ExampleLedger_Refund() {
	ledger := refund.Ledger{Captured: 700}
	for _, amount := range []money.NullAmount{money.Some(300), money.Some(500), {}} {
		next, gives, err := ledger.Refund(amount)
		if errors.Is(err, code.RefundTooLarge) {
			fmt.Println("refused:", amount, "of", ledger.Refundable())
			continue
		}
		ledger = next
		fmt.Println("gives", gives, "and", ledger.Refundable(), "can be refunded")
	}
	fmt.Println("exhausted:", ledger.Exhausted()) // a capture may follow
	ledger.Final = true
	fmt.Println("exhausted:", ledger.Exhausted())
	// Output:
	// gives 300 and 400 can be refunded
	// refused: 500 of 400
	// gives 400 and 0 can be refunded
	// exhausted: false
	// exhausted: true
}

// A refund of 300 was made, and the customer's bank has sent it back.
func ExampleLedger_Undo() {
	ledger := refund.Ledger{Captured: 900, Final: true}
	ledger, gives, _ := ledger.Refund(money.Some(300))
	fmt.Println("refunded", ledger.Refunded, "refundable", ledger.Refundable())
	ledger, _ = ledger.Undo(gives)
	fmt.Println("refunded", ledger.Refunded, "refundable", ledger.Refundable())
	_, err := ledger.Undo(gives) // once is enough
	fmt.Println(errors.Is(err, code.StaleRefund))
	// Output:
	// refunded 300 refundable 600
	// refunded 0 refundable 900
	// true
}

// A card refund has succeeded. That is not the end: a bank may still reject it.
func ExampleStatus_Leads() {
	for _, to := range []refund.Status{refund.StatusFailed, refund.StatusCanceled, refund.StatusPending} {
		fmt.Println(to, refund.StatusSucceeded.Leads(to))
	}
	// Output:
	// failed true
	// canceled false
	// pending false
}
