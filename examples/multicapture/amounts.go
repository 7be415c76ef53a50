package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
)

// amounts is a flag.Value: amounts in minor units with commas between. It only reads integers; which of them may be captured or
// refunded is up to the module, also for negative ones and those that no payment can have.
type amounts []money.Amount

// String returns what Set reads.
func (a *amounts) String() string {
	texts := make([]string, len(*a))
	for i, amount := range *a {
		texts[i] = strconv.FormatInt(int64(amount), 10)
	}
	return strings.Join(texts, ",")
}

// Set replaces a by the amounts in s. There is at least one, and spaces around them are allowed.
func (a *amounts) Set(s string) error {
	var read amounts
	for text := range strings.SplitSeq(s, ",") {
		amount, err := parseAmount(text)
		if err != nil {
			return err
		}
		read = append(read, amount)
	}
	*a = read
	return nil
}

func parseAmount(text string) (money.Amount, error) {
	amount, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not an amount: give integers of minor units, 700 for $7.00", text)
	}
	return money.Amount(amount), nil
}
