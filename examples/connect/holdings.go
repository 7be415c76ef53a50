package main

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// row is a line of the table: paid = platform + account + fee.
const row = "%-36s %13s %1s %9s %1s %9s %1s %9s\n"

// holdings are who holds what of a payment, or what moved, in minor units.
type holdings struct {
	paid     money.Amount // by the customer, less what came back
	platform money.Amount // without its fee; below zero it has paid out of its own pocket
	account  money.Amount // of the connected account
	fee      money.Amount // of the platform
}

// held computes the holdings from the figures of the payment.
func held(pi intent.PaymentIntent) holdings {
	c := pi.LatestCharge
	paid := c.AmountCaptured - c.AmountRefunded
	transferred, fee := c.Transfer.Left(), c.ApplicationFee.Left()
	return holdings{
		paid:     paid,
		platform: paid - transferred,
		account:  transferred - fee,
		fee:      fee,
	}
}

func (h holdings) plus(moved holdings) holdings {
	return holdings{h.paid + moved.paid, h.platform + moved.platform, h.account + moved.account, h.fee + moved.fee}
}

// check returns what is wrong with the holdings after a step: not what they should be, or not the sum.
func check(step string, want, got holdings) error {
	switch sum := got.platform + got.account + got.fee; {
	case got != want:
		return fmt.Errorf("%s: %+v, want %+v", step, got, want)
	case got.paid != sum:
		return fmt.Errorf("%s: the customer has paid %d, and %d is held", step, got.paid, sum)
	}
	return nil
}

func usd(a money.Amount) string { return money.Currency("usd").Format(a) }

func list(all []money.Amount) string {
	texts := make([]string, len(all))
	for i, a := range all {
		texts[i] = usd(a)
	}
	return strings.Join(texts, " + ")
}
