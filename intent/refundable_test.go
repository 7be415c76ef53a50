package intent_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

func TestRefundable(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  money.NullAmount
	}{
		{[]string{"create pi_1 1000 usd"}, money.Some(0)},
		{[]string{"create pi_1 1000 usd", "cancel"}, money.Some(0)},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm pending ch_1"}, money.Some(0)},
		{[]string{"create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa"}, money.Some(0)},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa"}, money.Some(1000)},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "refund 300 re_1"}, money.Some(700)},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "refund 300 re_1 pending", "update_refund re_1 failed declined"}, money.Some(1000)},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "given latest_charge.disputed true"}, money.NullAmount{}},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", `given latest_charge "ch_1"`}, money.NullAmount{}},
		{[]string{"create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "given latest_charge.amount_refunded 1001"}, money.NullAmount{}},
		// Where nothing was captured nothing can be refunded, whatever the charge looks like.
		{[]string{"create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa", `given latest_charge "ch_1"`}, money.Some(0)},
		// While capturing: what was captured, not what is held.
		{[]string{"create pi_1 1000 usd manual multicapture with pm_1", "confirm approved ch_1 visa multicapture", "capture 700 non-final"}, money.Some(700)},
		{[]string{"create pi_1 1000 usd manual multicapture with pm_1", "confirm approved ch_1 visa multicapture", "capture 700 non-final", "refund 100 re_1", "capture 200"}, money.Some(800)},
		// Before basil the release is booked as refunded, and is no refund.
		{[]string{"rules version 2024-06-20", "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa", "capture 700"}, money.Some(700)},
		{[]string{
			"rules version 2024-06-20", "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa", "capture 700",
			"given latest_charge.payment_method_details null",
		}, money.NullAmount{}},
		// A canceled payment of which a part was captured.
		{[]string{
			"rules partial_cancel cancels", "create pi_1 1000 usd manual multicapture with pm_1", "confirm approved ch_1 visa multicapture",
			"capture 700 non-final", "cancel",
		}, money.Some(700)},
	} {
		s := perform(t, test.lines...)
		if got := s.pi.Refundable(); got != test.want {
			t.Errorf("%q: %s is refundable, want %s", test.lines, got, test.want)
		}
	}
}

// What is refundable can be refunded, and a unit more cannot.
func TestRefundableIsTheBound(t *testing.T) {
	bounds := 0
	rapid.Check(t, func(t *rapid.T) {
		live(t, func(pi intent.PaymentIntent, _ intent.Command) {
			most := pi.Refundable()
			if !most.Valid && !pi.LatestCharge.Disputed {
				t.Fatalf("what is refundable is not known: %+v", pi)
			}
			if !most.Valid {
				return
			}
			if err := pi.CheckRefund(intent.RefundParams{Amount: money.Some(most.Amount + max(1, pi.Currency.Multiple()))}); err == nil {
				t.Fatalf("%s is refundable, and more is allowed: %+v", most, pi)
			}
			if most.Amount == 0 || most.Amount%max(1, pi.Currency.Multiple()) != 0 { // a copy of a refund of another amount failed
				return
			}
			bounds++
			if err := pi.CheckRefund(intent.RefundParams{Amount: most}); err != nil {
				t.Fatalf("%s is refundable, and refused: %v", most, err)
			}
		})
	})
	if bounds == 0 {
		t.Error("nothing was ever refundable")
	}
}

// A portion is what the flag of a refund gives back.
func TestPortions(t *testing.T) {
	destination := []string{"create pi_1 1200 usd automatic with pm_1 to acct_1 transfer 880", "confirm approved ch_1 visa txn_1 tr_1"}
	direct := []string{"create pi_1 1000 usd automatic with pm_1 fee 30 on acct_1", "confirm approved ch_1 visa txn_1 fee_1"}
	for _, test := range []struct {
		lines         []string
		refund        money.Amount
		fee, transfer money.NullAmount
	}{
		{destination, 500, money.Some(0), money.Some(367)}, // 880 × 500 ÷ 1200 = 366.67
		{destination, 1200, money.Some(0), money.Some(880)},
		{direct, 500, money.Some(15), money.Some(0)},
		{append(direct, "refund_fee 20"), 500, money.Some(10), money.Some(0)}, // what is left
		{append(direct, `given latest_charge.application_fee "fee_1"`), 500, money.NullAmount{}, money.Some(0)},
		{append(destination, `given latest_charge.transfer "tr_1"`), 500, money.Some(0), money.NullAmount{}},
		{append(direct, `given latest_charge "ch_1"`), 500, money.NullAmount{}, money.NullAmount{}},
		{[]string{ // of what was captured
			"create pi_1 1000 usd manual with pm_1 to acct_1 fee 100", "confirm approved ch_1 visa", "capture 500 fee_1 tr_1",
		}, 250, money.Some(50), money.Some(250)},
		{[]string{ // of the amount of the charge
			"rules portion_base amount", "create pi_1 1000 usd manual with pm_1 to acct_1 fee 100", "confirm approved ch_1 visa", "capture 500 fee_1 tr_1",
		}, 250, money.Some(25), money.Some(125)},
	} {
		s := perform(t, test.lines...)
		if got := s.pi.FeePortion(test.refund); got != test.fee {
			t.Errorf("%q: the portion of the fee is %s, want %s", test.lines, got, test.fee)
		}
		if got := s.pi.TransferPortion(test.refund); got != test.transfer {
			t.Errorf("%q: the portion of the transfer is %s, want %s", test.lines, got, test.transfer)
		}
	}
}

// How much can be refunded, and what of the fee belongs to a refund of 500.
func ExamplePaymentIntent_Refundable() {
	pi, _, _ := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1", Account: "acct_1", ApplicationFeeAmount: money.Some(30),
	})
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}})
	fmt.Println(pi.Refundable(), pi.FeePortion(500))
	pi.LatestCharge = charge.Charge{ID: "ch_1"} // as where it was not expanded
	fmt.Println(pi.Refundable(), pi.FeePortion(500))
	// Output:
	// 1000 15
	// null null
}

// A body that was read again does not say which refunds it counts: each copy of an earlier one may fail, and fails once; later ones have no
// number that could be taken for an earlier one's.
func TestRefundsOfABodyReadAgain(t *testing.T) {
	s := perform(t, "create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "refund 100 re_1", "refund 100 re_2",
		"given latest_charge.tranche {}", "refund 100 re_3")
	if n := s.refunds["re_3"].Number; n != 0 {
		t.Errorf("the refund after it has number %d", n)
	}
	s.perform("update_refund re_2 failed", "update_refund re_1 failed", "update_refund re_3 failed")
	if got := s.pi.LatestCharge.AmountRefunded; got != 0 {
		t.Errorf("after all three failed %d is refunded", got)
	}
	s = perform(t, "create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "refund 100 re_1", "refund 100 re_2",
		"given latest_charge.tranche {}", "update_refund re_1 failed")
	s.refuses("update_refund re_1 stale failed", code.StaleRefund, "refund")
	// A charge that counts nothing as refunded may number its refunds.
	s = perform(t, "create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa", "given latest_charge.disputed false", "refund 100 re_1")
	if n := s.refunds["re_1"].Number; n != 1 {
		t.Errorf("the first refund has number %d", n)
	}
}

// Where everything captured goes to the destination, a transfer that is not there yet is due, also while more may be captured.
func TestTransferDueWhileCapturing(t *testing.T) {
	s := perform(t, "create pi_1 1000 usd manual multicapture with pm_1 to acct_1", "confirm approved ch_1 visa multicapture",
		"capture 300 non-final", "given latest_charge.tranche {}", "capture 700 tr_1")
	if got := s.pi.LatestCharge.Transfer.Amount; got != 1000 {
		t.Errorf("%d is transferred, want 1000", got)
	}
	// Of transfer_data[amount] the body does not tell how much: it may have been another amount with each capture.
	var c charge.Charge
	body := `{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,"amount_captured":300,"amount_refunded":0,"captured":false,` +
		`"paid":true,"refunded":false,"transfer_data":{"destination":"acct_1","amount":200}}`
	if err := c.UnmarshalJSON([]byte(body)); err != nil || c.Transfer.Due() {
		t.Errorf("%v: %+v", err, c.Transfer)
	}
}

// A payment whose application is shown is direct, unless its money goes to a destination. Without a time nothing is due at one.
func TestDirectAndDestination(t *testing.T) {
	const body = `{"id":"pi_1","object":"payment_intent","status":"requires_payment_method","amount":1000,"amount_capturable":0,"amount_received":0,` +
		`"capture_method":"manual","currency":"usd","application":"ca_1","transfer_data":%s}`
	for data, direct := range map[string]bool{`null`: true, `{"destination":"acct_1"}`: false} {
		var pi intent.PaymentIntent
		if err := pi.UnmarshalJSON(fmt.Appendf(nil, body, data)); err != nil || pi.Direct != direct || pi.Validate() != nil {
			t.Errorf("%s: %v, direct %t, %v", data, err, pi.Direct, pi.Validate())
		}
	}
	s := perform(t, "create pi_1 1000 usd automatic_async with pm_1", "confirm approved ch_1 visa")
	if d, ok := s.pi.Deadline(); ok {
		t.Errorf("there is a deadline at %d", d.At)
	}
	s = perform(t, "at 2026-01-05T10:00:00Z", "create pi_1 1000 usd automatic_async with pm_1", "confirm approved ch_1 visa")
	if d, ok := s.pi.Deadline(); !ok || d != (intent.Deadline{At: s.now + 3600, Operation: intent.OpSettle}) {
		t.Errorf("the deadline is %+v, %t", d, ok)
	}
}
