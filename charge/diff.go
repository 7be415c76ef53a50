package charge

import "github.com/tranche-go/tranche/webhook/event"

// Diff lists what differs between old and now, with the old values. Every charge.* event gets its Previous from here.
func Diff(old, now *Charge) Previous {
	return Previous{
		Amount:               event.Changed(old.Amount, now.Amount),
		AmountCaptured:       event.Changed(old.AmountCaptured, now.AmountCaptured),
		AmountRefunded:       event.Changed(old.AmountRefunded, now.AmountRefunded),
		ApplicationFee:       event.Changed(old.ApplicationFee.ID, now.ApplicationFee.ID),
		ApplicationFeeAmount: event.Changed(old.ApplicationFeeAmount, now.ApplicationFeeAmount),
		BalanceTransaction:   event.Changed(old.BalanceTransaction, now.BalanceTransaction),
		Captured:             event.Changed(old.Captured, now.Captured),
		Refunded:             event.Changed(old.Refunded, now.Refunded),
		Transfer:             event.Changed(old.Transfer.ID, now.Transfer.ID),
	}
}
