package intent_test

import (
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// floor is what a capture cannot be cheaper than: a guard of the status, a bound of the amount, a sum, in place, in one call.
type floor struct {
	status                           int
	authorized, capturable, received money.Amount
	captures                         int
}

//go:noinline
func (f *floor) capture(amount money.Amount, final bool) bool {
	switch f.status {
	case floorHeld:
		if amount <= 0 || amount > f.capturable || f.captures >= capture.MaxCaptures {
			return false
		}
	default:
		return false
	}
	f.received += amount
	f.capturable -= amount
	f.captures++
	if final {
		f.status, f.capturable = floorClosed, 0
	}
	return true
}

const (
	floorHeld = iota
	floorClosed
)

// The other benchmarks are read as multiples of this one, of the same run.
func BenchmarkFloor(b *testing.B) {
	for b.Loop() {
		f := floor{authorized: 1000, capturable: 1000}
		if !f.capture(1, false) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		if !intent.StatusRequiresCapture.Allows(intent.OpCapture) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkCheckCapture(b *testing.B) {
	pi, p := holding(b, 10), takes(1)
	b.ReportAllocs()
	for b.Loop() {
		if err := pi.CheckCapture(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	pi := holding(b, 10)
	var c intent.Command = takes(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := intent.Next(pi, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCapture(b *testing.B) {
	for _, held := range []int{0, 10, 49} {
		b.Run(fmt.Sprintf("held=%d", held), func(b *testing.B) {
			pi, p := holding(b, held), takes(1)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := pi.Capture(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRefused(b *testing.B) {
	pi, p := holding(b, 10), takes(5000)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := pi.Capture(p); err == nil {
			b.Fatal("accepted")
		}
	}
}

// captured returns a destination payment with a fee of 30, captured in full, and both brought into being.
func captured(b *testing.B) intent.PaymentIntent {
	return reach(b, withDue, confirms(approvedWith(charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"})))
}

func BenchmarkCheckRefund(b *testing.B) {
	pi, p := captured(b), intent.RefundParams{ID: "re_1", Amount: money.Some(1)}
	b.ReportAllocs()
	for b.Loop() {
		if err := pi.CheckRefund(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNextRefund(b *testing.B) {
	pi := captured(b)
	var c intent.Command = intent.RefundParams{ID: "re_1", Amount: money.Some(1)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := intent.Next(pi, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRefund(b *testing.B) {
	for _, flags := range []bool{false, true} {
		b.Run(fmt.Sprintf("flags=%t", flags), func(b *testing.B) {
			pi, p := captured(b), intent.RefundParams{ID: "re_1", Amount: money.Some(500), RefundApplicationFee: flags, ReverseTransfer: flags}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, _, err := pi.Refund(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkConnectCapture makes a later capture with a fee, and the first one, which brings fee and transfer into being.
func BenchmarkConnectCapture(b *testing.B) {
	later := takesWith(1, money.Some(1))
	first := later
	first.Settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}
	untouched := withDue
	untouched.CaptureMethod = intent.CaptureMethodManual
	for _, bench := range []struct {
		name string
		pi   intent.PaymentIntent
		p    intent.CaptureParams
	}{
		{"first", reach(b, untouched, confirms(approval)), first},
		{"later", shares(b, true), later},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := bench.pi.Capture(bench.p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLifecycle creates, authorizes and captures until the end.
func BenchmarkLifecycle(b *testing.B) {
	for _, captures := range []int{2, 6, 50} {
		b.Run(fmt.Sprintf("captures=%d", captures), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				pi, _, err := intent.Create(manual)
				if err != nil {
					b.Fatal(err)
				}
				if pi, _, err = pi.Confirm(confirms(approval)); err != nil {
					b.Fatal(err)
				}
				for range captures - 1 {
					if pi, _, err = pi.Capture(takes(1)); err != nil {
						b.Fatal(err)
					}
				}
				if pi, _, err = pi.Capture(intent.CaptureParams{}); err != nil || pi.AmountReceived != 1000 {
					b.Fatal(pi.AmountReceived, err)
				}
			}
		})
	}
}
