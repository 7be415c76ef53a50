package money_test

import (
	"fmt"

	"github.com/tranche-go/tranche/charge/money"
)

// A refund of 5.00 of a payment of 12.00 takes back its part of the 8.80 that went to a connected account.
func ExampleAmount_Share() {
	transfer := money.Amount(880)
	fmt.Println(transfer.Share(500, 1200))
	// Output: 367
}

// Zero is an amount. It is not the same as no amount.
func ExampleSome() {
	zero, nothing := money.Some(0), money.NullAmount{}
	fmt.Println(zero, zero.Or(700))
	fmt.Println(nothing, nothing.Or(700))
	// Output:
	// 0 0
	// null 700
}

func ExampleCurrency_Format() {
	fmt.Println(money.Currency("usd").Format(1000))
	fmt.Println(money.Currency("jpy").Format(1000))
	fmt.Println(money.Currency("bhd").Format(-1000))
	// Output:
	// $10.00
	// 1000 JPY
	// -1.000 BHD
}

func ExampleParseCurrency() {
	fmt.Println(money.ParseCurrency("EUR"))
	fmt.Println(money.ParseCurrency("€"))
	// Output:
	// eur <nil>
	//  money: "€" is not a three-letter currency code
}
