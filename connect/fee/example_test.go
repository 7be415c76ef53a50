package fee_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect/fee"
)

// A platform takes 2.9 % and 30 cents of an order of 12.00, which is captured as it is shipped, and no more than 10.00.
func Example() {
	schedule := fee.Schedule{Percent: decimal.RequireFromString("2.9"), Fixed: 30, AtMost: money.Some(1000)}
	const order money.Amount = 1200
	total, err := schedule.Of(order)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("fee of the order:", total)
	var captured money.Amount
	for _, shipment := range []money.Amount{500, 400, 300} {
		part, err := fee.Part(total, order, captured, shipment)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("capture", shipment, "with a fee of", part)
		captured += shipment
	}
	// Output:
	// fee of the order: 65
	// capture 500 with a fee of 27
	// capture 400 with a fee of 22
	// capture 300 with a fee of 16
}

func ExampleSchedule_Of() {
	schedule := fee.Schedule{Percent: decimal.RequireFromString("2.9"), Fixed: 30, Least: money.Some(50)}
	fmt.Println(schedule.Of(1000)) // 29 + 30
	fmt.Println(schedule.Of(100))  // 2.9 + 30 is less than 50
	fmt.Println(schedule.Of(-1))
	// Output:
	// 59 <nil>
	// 50 <nil>
	// 0 fee: amount: Invalid non-negative integer
}

func ExampleSchedule_Validate() {
	schedule := fee.Schedule{Percent: decimal.RequireFromString("290")}
	fmt.Println(schedule.Validate())
	// Output: fee: percent: A percentage is from 0 to 100.
}

// Rounded one by one, three parts of 33.33 would sum to 99.
func ExampleSpread() {
	fmt.Println(fee.Spread(100, []money.Amount{400, 400, 400}))
	// Output: [33 34 33] <nil>
}

// The second capture of an order of 10.00 takes 2.00, and its part of a fee of 0.59.
func ExamplePart() {
	fmt.Println(fee.Part(59, 1000, 700, 200))
	// Output: 12 <nil>
}

func ExampleMajor() {
	usd := fee.Major(1050, "usd")
	fmt.Println(usd.StringFixed(-usd.Exponent()), usd)
	fmt.Println(fee.Major(1050, "jpy"))
	fmt.Println(fee.Major(1055, "bhd"))
	// Output:
	// 10.50 10.5
	// 1050
	// 1.055
}

func ExampleMinor() {
	fmt.Println(fee.Minor(decimal.RequireFromString("10.50"), "usd"))
	_, err := fee.Minor(decimal.RequireFromString("10.505"), "usd")
	fmt.Println(err)
	fmt.Println(errors.Is(err, code.ParameterInvalidInteger))
	// Output:
	// 1050 <nil>
	// fee: amount: 10.505 has more decimal places than usd.
	// true
}
