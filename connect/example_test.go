package connect_test

import (
	"errors"
	"fmt"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// A fee of 30 on the first capture makes one required on each later one, of any value. It is never more than what was captured.
func ExampleLedger_Collect() {
	ledger := connect.Ledger{Multicapture: true}
	for _, capture := range []struct {
		took money.Amount
		fee  money.NullAmount
	}{
		{500, money.Some(30)},
		{200, money.NullAmount{}},
		{200, money.Some(0)},
		{10, money.Some(900)},
	} {
		next, aside, err := ledger.Collect(capture.fee, capture.took)
		if errors.Is(err, code.ParameterMissing) {
			fmt.Println("a fee is required")
			continue
		}
		ledger = next
		fmt.Println("captured", capture.took, "and put aside", aside)
	}
	fmt.Println("in all", ledger.Collected, "of", ledger.Captured)
	// Output:
	// captured 500 and put aside 30
	// a fee is required
	// captured 200 and put aside 0
	// captured 10 and put aside 680
	// in all 710 of 710
}

// 880 of 1200 were transferred. The customer gets 500, and 366.67 of the transfer come back; then the other 700, and 513.33.
func ExamplePortion() {
	var reversed money.Amount
	for _, refund := range []money.Amount{500, 700} {
		portion := connect.Portion(880, reversed, refund, 1200)
		reversed += portion
		fmt.Println(portion)
	}
	fmt.Println(reversed)
	// Output:
	// 367
	// 513
	// 880
}

// 700 of a charge go to one account, and no more than the other 300 to the next.
func ExampleCreateTransfer() {
	p := connect.TransferParams{
		ID: "tr_1", Destination: "acct_1", Amount: 700, Currency: "USD",
		SourceTransaction: "ch_1", Untransferred: money.Some(1000),
	}
	transfer, events, _ := connect.CreateTransfer(p)
	fmt.Println(transfer.ID, transfer.Amount, transfer.Currency)
	fmt.Println(events[0])

	p.ID, p.Destination, p.Amount, p.Untransferred = "tr_2", "acct_2", 400, money.Some(300)
	_, _, err := connect.CreateTransfer(p)
	if e, ok := errors.AsType[*code.Error](err); ok {
		fmt.Println(e.Code, e.Got, e.Limit)
	}
	// Output:
	// tr_1 700 usd
	// transfer.created tr_1 amount 700
	// amount_too_large 400 300
}

// A transfer is taken back in two parts.
func ExampleTransfer_Reverse() {
	transfer := connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 700, Currency: "usd"}
	for _, amount := range []money.NullAmount{money.Some(200), {}} { // then all that is left
		next, reversal, events, _ := transfer.Reverse(connect.ReverseParams{ID: "trr_1", Amount: amount})
		transfer = next
		fmt.Println(reversal.Amount)
		fmt.Println(events[0])
	}
	// Output:
	// 200
	// transfer.reversed tr_1 amount_reversed 0 → 200
	// 500
	// transfer.reversed tr_1 amount_reversed 200 → 700 reversed false → true
}

// The platform gives a part of its fee back, and cannot give back more than it has left.
func ExampleApplicationFee_Refund() {
	fee := connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Amount: 30}
	fee, part, events, _ := fee.Refund(connect.FeeRefundParams{ID: "fr_1", Amount: money.Some(20)})
	fmt.Println(part.Amount, "of", fee.Amount)
	fmt.Println(events[0])

	_, _, _, err := fee.Refund(connect.FeeRefundParams{Amount: money.Some(20)})
	if e, ok := errors.AsType[*code.Error](err); ok {
		fmt.Println(e.Code, e.Got, e.Limit)
	}
	// Output:
	// 20 of 30
	// application_fee.refunded fee_1 amount_refunded 0 → 20
	// fee_refund_too_large 20 10
}
