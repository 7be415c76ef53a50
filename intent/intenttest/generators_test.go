package intenttest_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
)

// draws is how many values a test looks at.
const draws = 4000

// shares counts how often something is so.
type shares map[string]int

func (s shares) count(name string, is bool) {
	if is {
		s[name]++
	}
}

// within fails if something is not so in as many percent.
func (s shares) within(t *testing.T, name string, least, most int) {
	t.Helper()
	if percent := 100 * s[name] / draws; percent < least || percent > most {
		t.Errorf("%s: %d %%, want %d to %d", name, percent, least, most)
	}
}

func TestAuthorized(t *testing.T) {
	got := shares{}
	for seed := range draws {
		pi := intenttest.Authorized().Example(seed)
		if err := pi.Validate(); err != nil || pi.Status != intent.StatusRequiresCapture || !pi.LatestCharge.Card.Multicapture {
			t.Fatalf("%v: %v", pi, err)
		}
		units := pi.Amount / pi.Currency.Multiple()
		got.count("small", units <= 16)
		got.count("untouched", pi.AmountReceived == 0)
		got.count("50 captures", pi.LatestCharge.Captures == 50)
		got.count("48 captures", pi.LatestCharge.Captures == 48)
		got.count("all captured", pi.AmountCapturable == 0)
		got.count("largest", units == money.Max/pi.Currency.Multiple())
		got.count("plain", !pi.Direct && pi.TransferData.Destination == "")
		got.count("direct", pi.Direct)
		got.count("three decimals", pi.Currency == "bhd")
	}
	got.within(t, "small", 33, 42)
	got.within(t, "untouched", 70, 80)
	got.within(t, "50 captures", 12, 22)
	got.within(t, "48 captures", 2, 8)
	got.within(t, "all captured", 1, 5)
	got.within(t, "largest", 2, 8)
	got.within(t, "plain", 45, 55)
	got.within(t, "direct", 20, 30)
	got.within(t, "three decimals", 12, 28)
}

func TestReached(t *testing.T) {
	statuses, accepted := map[intent.Status]int{}, map[intent.Operation]int{}
	got := shares{}
	drawn := map[string]int{} // and accepted
	for seed := range draws {
		pi := intenttest.Reached().Example(seed)
		if err := pi.Validate(); err != nil {
			t.Fatalf("%v: %v", pi, err)
		}
		statuses[pi.Status]++
		got.count("49 captures or more", pi.LatestCharge.Captures >= 49)
		got.count("refunded", pi.LatestCharge.AmountRefunded > 0)
		if seed%50 == 0 {
			pi = intent.PaymentIntent{}
		}
		c := intenttest.Command(pi).Example(seed + 1_000_003)
		err := intent.Check(pi, c)
		ended := (pi.Status == intent.StatusSucceeded || pi.Status == intent.StatusCanceled) && pi.CheckRefund(intent.RefundParams{}) != nil
		got.count("goes on", !ended)
		got.count("goes on and is allowed", !ended && err == nil)
		if err == nil {
			accepted[c.Operation()]++
			switch p := c.(type) {
			case intent.IncrementParams:
				drawn[fmt.Sprint("increment fee ", p.ApplicationFeeAmount.Valid)]++
				drawn[fmt.Sprint("increment declined ", p.Declined.Code != "")]++
			case intent.UpdateParams:
				drawn[fmt.Sprint("update fee ", p.ApplicationFeeAmount.Valid)]++
				drawn[fmt.Sprint("update usage ", p.SetupFutureUsage)]++
			case intent.VerifyMicrodepositsParams:
				drawn[fmt.Sprint("verify failure ", p.Failure.Code != "")]++
			}
		}
	}
	for _, s := range intent.Transitions().Statuses() {
		if s != "" && statuses[s] < draws/200 {
			t.Errorf("%q was reached %d times", s, statuses[s])
		}
	}
	for _, op := range []intent.Operation{
		intent.OpCreate, intent.OpUpdate, intent.OpConfirm, intent.OpAuthenticate, intent.OpVerifyMicrodeposits, intent.OpProcess, intent.OpCapture, intent.OpIncrement, intent.OpCancel,
		intent.OpExpire, intent.OpSettle, intent.OpRefund, intent.OpRefundFee, intent.OpReverseTransfer,
	} {
		if accepted[op] == 0 {
			t.Errorf("%s was never accepted", op)
		}
	}
	for _, name := range []string{
		"increment fee true", "increment fee false", "increment declined true", "increment declined false", "update fee true",
		"update usage on_session", "update usage off_session", "verify failure true", "verify failure false",
	} {
		if drawn[name] == 0 {
			t.Errorf("%s was never accepted", name)
		}
	}
	t.Log(statuses, accepted, got, drawn)
	got.within(t, "49 captures or more", 15, 30)
	got.within(t, "refunded", 8, 60)
	got.within(t, "goes on", 60, 90)
	got.within(t, "goes on and is allowed", got["goes on"]*50/draws, got["goes on"]*80/draws)
}

func TestCapture(t *testing.T) {
	got := shares{}
	for seed := range draws {
		pi := intenttest.Authorized().Example(seed)
		p := intenttest.Capture(pi).Example(seed + 1_000_003)
		final, amount := !p.NonFinal, p.AmountToCapture
		closes := final && amount == money.Some(0)
		got.count("allowed", pi.CheckCapture(p) == nil)
		got.count("final, not only to close, below 49", final && !closes && pi.LatestCharge.Captures < 49)
		got.count("only to close", closes)
		got.count("all that is left", amount == money.Some(pi.AmountCapturable))
		got.count("no amount", !amount.Valid)
		got.count("one more", amount == money.Some(pi.AmountCapturable+1))
		got.count("zero, not final", amount == money.Some(0) && p.NonFinal)
		got.count("nonsense", amount.Or(0) < 0 || amount.Or(0) > money.Max)
		got.count("a fee", p.ApplicationFeeAmount.Valid)
	}
	t.Log(got)
	got.within(t, "allowed", 50, 80)
	got.within(t, "final, not only to close, below 49", 1, 4)
	got.within(t, "only to close", 5, 12)
	got.within(t, "all that is left", 4, 20)
	got.within(t, "no amount", 2, 12)
	got.within(t, "one more", 2, 12)
	got.within(t, "zero, not final", 2, 12)
	got.within(t, "nonsense", 4, 16)
	got.within(t, "a fee", 12, 40)
}

func TestRefund(t *testing.T) {
	got := shares{}
	for seed := range draws {
		pi := intenttest.Authorized().Example(seed)
		pi, err := intent.Next(pi, intent.CaptureParams{NonFinal: seed%2 == 0, Settlement: charge.Settlement{ApplicationFee: "fee_1", Transfer: "tr_1"}, ApplicationFeeAmount: someFee(pi)})
		if err != nil {
			continue
		}
		p := intenttest.Refund(pi).Example(seed + 1_000_003)
		got.count("tried", true)
		got.count("allowed", pi.CheckRefund(p) == nil)
		got.count("all", p.Amount == money.Some(pi.AmountReceived) || !p.Amount.Valid)
		got.count("one more", p.Amount == money.Some(pi.AmountReceived+1))
		got.count("takes the transfer along", p.ReverseTransfer)
		got.count("takes the fee along", p.RefundApplicationFee)
		got.count("pending", p.Status == refund.StatusPending)
	}
	t.Log(got)
	got.within(t, "allowed", 100*got["tried"]/draws/2, 100*got["tried"]/draws*9/10)
	got.within(t, "all", 4, 20)
	got.within(t, "one more", 2, 12)
	got.within(t, "takes the transfer along", 1, 12)
	got.within(t, "takes the fee along", 4, 20)
	got.within(t, "pending", 12, 45)
}

// someFee returns a fee, if there is an account to take it from.
func someFee(pi intent.PaymentIntent) money.NullAmount {
	return money.NullAmount{Amount: 1, Valid: pi.Direct || pi.TransferData.Destination != ""}
}

// TestUpdateRefund makes refunds fail, from the last copy and from old ones.
func TestUpdateRefund(t *testing.T) {
	defer settings("rapid.seed", "1")()
	verdicts := map[code.Code]int{}
	rapid.Check(t, func(t *rapid.T) {
		pi, _ := intent.Next(intenttest.Authorized().Draw(t, "pi"), intent.CaptureParams{NonFinal: true})
		var copies []refund.Refund
		for range 20 {
			next, r, _, err := pi.Refund(intenttest.Refund(pi).Draw(t, "refund"))
			if len(copies) > 0 && rapid.Bool().Draw(t, "update") {
				next, r, _, err = pi.UpdateRefund(intenttest.UpdateRefund(copies).Draw(t, "update"))
				var no code.Code
				if e, ok := err.(*intent.Error); ok {
					no = e.Code
				}
				verdicts[no]++
			}
			if err == nil {
				pi, copies = next, append(copies, r)
			}
		}
	})
	if verdicts[""] == 0 || verdicts[code.StaleRefund] == 0 || verdicts[code.StatusTransitionInvalid] == 0 {
		t.Error(verdicts)
	}
}

func TestShuffle(t *testing.T) {
	sent := []int{1, 2, 3, 4}
	first, length := map[int]int{}, map[int]int{}
	asSent := 0
	for seed := range draws {
		got := intenttest.Shuffle(sent).Example(seed)
		first[got[0]]++
		length[len(got)]++
		if slices.Equal(got, sent) {
			asSent++
		}
		slices.Sort(got)
		if !slices.Equal(slices.Compact(got), sent) {
			t.Fatalf("%v", got)
		}
	}
	if !slices.Equal(sent, []int{1, 2, 3, 4}) || asSent == 0 || asSent > draws/4 {
		t.Errorf("as sent %d times, and afterwards what was sent is %v", asSent, sent)
	}
	for i := range 4 {
		if first[i+1] < draws/20 {
			t.Errorf("%d came first %d times", i+1, first[i+1])
		}
	}
	for n := 4; n <= 8; n++ {
		if length[n] == 0 {
			t.Errorf("%d never came", n)
		}
	}
	if got := intenttest.Shuffle([]int(nil)).Example(1); len(got) != 0 {
		t.Error(got)
	}
}
