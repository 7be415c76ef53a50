package intent

import "github.com/tranche-go/tranche/webhook/event"

// Diff lists the amounts that differ between old and now, with the old values, and always amount_capturable.
func Diff(old, now *PaymentIntent) Previous {
	return Previous{
		Amount:           event.Changed(old.Amount, now.Amount),
		AmountCapturable: event.Was(old.AmountCapturable),
	}
}
