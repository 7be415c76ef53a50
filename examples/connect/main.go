// Connect follows the money of one order that ships in three parts and is shared with a connected account.
//
//	go run ./examples/connect
//
// The order is a destination payment: whatever a capture takes is transferred to the seller's account, and the platform's application
// fee comes back out of it. The fee is that of the whole order, spread over the captures to the cent. A refund is paid by the platform,
// whose column falls below zero until it reverses as much of the transfer; a fee refund gives the seller back what the fee took of it.
// Flags of the refund would do both at once, but not for a part of a multicapture payment: that is refused, as the table shows, and the
// two endpoints do it by hand. A refund that fails leaves the money with the platform again.
//
// After each step the customer has paid what platform, account and fee hold together: holdings.go computes it from the figures of the
// PaymentIntent, order.go says what each step is meant to move, and the program fails if they differ. Processing fees are not modelled.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/shopspring/decimal"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect/fee"
	"github.com/tranche-go/tranche/intent"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "connect:", err)
		os.Exit(1)
	}
}

// run plays the order. The errors that it returns are those of the example itself; what the module refuses is a row of the table.
func run(w io.Writer) error {
	const amount = 3600
	shipments := []money.Amount{1500, 1200, 900}
	schedule := fee.Schedule{Percent: decimal.RequireFromString("2.9"), Fixed: 30, Least: money.Some(150)}
	total, err := schedule.Of(amount)
	if err != nil {
		return err
	}
	fees, err := fee.Spread(total, shipments)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "An order of %s, shipped as %s. The fee is %s %% and %s, at least %s: %s, spread as %s.\n\n",
		usd(amount), list(shipments), schedule.Percent, usd(schedule.Fixed), usd(schedule.Least.Amount), usd(total), list(fees))

	o, err := authorize(w, amount)
	if err != nil {
		return err
	}
	o.capture(shipments[0], fees[0], false)
	o.capture(shipments[1], fees[1], false)

	// Something of the second shipment comes back.
	o.refund(intent.RefundParams{ID: "re_1", Amount: money.Some(500), RefundApplicationFee: true, ReverseTransfer: true}) // refused
	o.refund(intent.RefundParams{ID: "re_1", Amount: money.Some(500)})
	o.reverseTransfer(500)
	o.refundFee(o.feeOf(500))

	o.capture(shipments[2], fees[2], true)
	toClosedCard := o.refund(intent.RefundParams{ID: "re_2", Amount: money.Some(300)})
	o.fail(toClosedCard)
	return o.err
}
