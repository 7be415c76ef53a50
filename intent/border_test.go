package intent_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// borders returns the integers at which something could turn over: around zero, the powers of ten and two, the amounts of the states
// below, the largest amount and the ends of int64.
func borders() (all []int64) {
	around := []int64{0, 10, 100, 300, 700, 1000, 1200, int64(money.Max), int64(money.Max) / 2, math.MaxInt32, math.MinInt32,
		math.MaxUint32, 1 << 53, 1e12, 1e15, 1e18, -1e12, math.MaxInt64 / 2, math.MinInt64 / 2}
	for _, n := range around {
		all = append(all, n-1, n, n+1)
	}
	all = append(all, math.MinInt64, math.MinInt64+1, math.MaxInt64-1, math.MaxInt64,
		math.MaxInt64-int64(money.Max), math.MinInt64+int64(money.Max), math.MaxInt64-1000, math.MinInt64+1000)
	slices.Sort(all)
	return slices.Compact(all)
}

// atTheBorder returns every operation with n in the place of each amount and each time.
func atTheBorder(n int64) []intent.Command {
	amount := money.Amount(n)
	created, again := manual, manual
	created.At = n
	again.Amount = amount
	all := []intent.Command{
		created, again,
		intent.UpdateParams{At: n}, intent.UpdateParams{Amount: money.Some(amount)}, intent.UpdateParams{Amount: money.Some(amount), Currency: "isk"},
		intent.AuthenticateParams{At: n, Attempt: approval}, intent.AuthenticateParams{At: n, Failure: charge.Failure{Code: code.CardDeclined}},
		verifies(intent.AuthenticateParams{At: n, Attempt: approval}),
		intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: [2]money.Amount{amount, 45}}, AuthenticateParams: intent.AuthenticateParams{Attempt: approval}},
		intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: [2]money.Amount{32, amount}}, AuthenticateParams: intent.AuthenticateParams{Attempt: approval}},
		intent.ProcessParams{At: n},
		intent.CaptureParams{At: n}, intent.CaptureParams{AmountToCapture: money.Some(amount)}, takes(amount),
		intent.CaptureParams{AmountToCapture: money.NullAmount{Amount: amount}}, // not valid: no amount
		intent.IncrementParams{At: n, Amount: 1100}, intent.IncrementParams{Amount: amount},
		intent.IncrementParams{Amount: amount, Declined: charge.Failure{Code: code.CardDeclined}},
		intent.CancelParams{At: n}, intent.ExpireParams{At: n},
	}
	for _, change := range []func(*charge.Card){
		func(c *charge.Card) { c.AmountAuthorized = amount },
		func(c *charge.Card) { c.MaximumAmountCapturable = amount },
		func(c *charge.Card) { c.CaptureBefore = n },
	} {
		a := approval
		change(&a.Card)
		all = append(all, confirms(a), intent.AuthenticateParams{Attempt: a}, verifies(intent.AuthenticateParams{Attempt: a}))
	}
	p := confirms(approval)
	p.At = n
	return append(append(all, p), sharesAtTheBorder(n)...)
}

// sharesAtTheBorder returns every operation that has to do with fees, transfers and refunds, with n in the place of each amount and each time.
func sharesAtTheBorder(n int64) []intent.Command {
	amount := money.Some(money.Amount(n))
	paid := charge.Settlement{BalanceTransaction: "txn_2", ApplicationFee: "fee_2", Transfer: "tr_2", TransferCurrency: "cad", TransferAmount: amount}
	approved := charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Settlement: paid}
	fee, transfer := confirms(approval), confirms(approval)
	fee.ApplicationFeeAmount, transfer.TransferDataAmount = amount, amount
	createFee, createTransfer := withFee, withTransfer
	createFee.ApplicationFeeAmount, createTransfer.TransferData.Amount = amount, amount
	failed := refund100(refund.StatusSucceeded)
	failed.Amount = money.Amount(n)
	return []intent.Command{
		createFee, createTransfer, fee, transfer, confirms(approved),
		intent.UpdateParams{ApplicationFeeAmount: amount}, intent.UpdateParams{TransferDataAmount: amount},
		intent.AuthenticateParams{Attempt: approved}, verifies(intent.AuthenticateParams{Attempt: approved}),
		intent.ProcessParams{Settlement: paid}, intent.ProcessParams{Charge: "ch_2", Settlement: paid},
		intent.CaptureParams{ApplicationFeeAmount: amount}, intent.CaptureParams{TransferDataAmount: amount},
		intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, ApplicationFeeAmount: amount},
		intent.CaptureParams{AmountToCapture: amount, NonFinal: true, TransferDataAmount: amount},
		intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, Settlement: paid},
		intent.SettleParams{At: n, Settlement: charge.Settlement{BalanceTransaction: "txn_1"}}, intent.SettleParams{Settlement: paid},
		intent.RefundParams{At: n}, intent.RefundParams{Amount: amount}, intent.RefundParams{Amount: amount, ReverseTransfer: true},
		intent.RefundParams{Amount: amount, ReverseTransfer: true, RefundApplicationFee: true}, intent.RefundParams{Amount: amount, RefundApplicationFee: true},
		intent.UpdateRefundParams{At: n, Refund: refund100(refund.StatusPending), Status: refund.StatusCanceled},
		intent.UpdateRefundParams{Refund: failed, Status: refund.StatusFailed},
		intent.RefundFeeParams{At: n}, intent.RefundFeeParams{Amount: amount},
		intent.ReverseTransferParams{At: n}, intent.ReverseTransferParams{Amount: amount},
		intent.ReverseTransferParams{Amount: amount, RefundApplicationFee: true},
	}
}

// largest returns states with the largest amount, and with currencies of other units.
func largest(t testing.TB) []intent.PaymentIntent {
	most := manual
	most.Amount = money.Max
	yen := manual
	yen.Currency = "jpy"
	dinar := manual
	dinar.Currency = "kwd"
	allFee, allTransfer := withFee, withTransfer
	allFee.Amount, allFee.ApplicationFeeAmount = money.Max, money.Some(money.Max)
	allTransfer.Amount, allTransfer.TransferData.Amount, allTransfer.CaptureMethod = money.Max, money.Some(money.Max), intent.CaptureMethodManual
	everything := intent.CaptureParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}}
	elsewhere := everything
	elsewhere.AmountToCapture, elsewhere.NonFinal = money.Some(300), true
	elsewhere.TransferCurrency, elsewhere.TransferAmount = "cad", money.Some(money.Max-100)
	return []intent.PaymentIntent{
		reach(t, most), reach(t, most, confirms(approval)), reach(t, most, confirms(approval), takes(1)),
		reach(t, most, confirms(approval), takes(money.Max-1)),
		reach(t, yen, confirms(approval)), reach(t, dinar, confirms(approval)),
		reach(t, allFee, confirms(approval)), reach(t, allFee, confirms(approval), intent.CaptureParams{}),
		reach(t, allFee, confirms(approval), everything),
		reach(t, allFee, confirms(approval), everything, intent.RefundParams{Amount: money.Some(money.Max - 1)}),
		reach(t, allTransfer, confirms(approval)), reach(t, allTransfer, confirms(approval), everything),
		reach(t, allTransfer, confirms(approval), elsewhere), reach(t, withFee, confirms(approval), elsewhere),
	}
}

func TestBorders(t *testing.T) {
	values := borders()
	if len(values) < 60 {
		t.Fatalf("only %d values", len(values))
	}
	accepted := map[string]int{}
	for _, pi := range append(oneOfEach(t), largest(t)...) {
		for _, n := range values {
			for _, c := range atTheBorder(n) {
				next, _, err := intent.Step(pi, c)
				if err != nil {
					mustBeRefusal(t, c, err)
					continue
				}
				accepted[fmt.Sprintf("%T", c)]++
				if err := next.Validate(); err != nil {
					t.Fatalf("%#v in %q leads to an invalid state: %v", c, pi.Status, err)
				}
				nothingWraps(t, pi, c, next)
			}
		}
	}
	for _, c := range everyCommand() {
		if kind := fmt.Sprintf("%T", c); accepted[kind] == 0 {
			t.Errorf("no %s was accepted", kind)
		}
	}
}

func mustBeRefusal(t *testing.T, c intent.Command, err error) {
	t.Helper()
	e, ok := errors.AsType[*intent.Error](err)
	if !ok || e.Op != string(c.Operation()) || e.Type == "" || e.Code == "" || e.Error() == "" || e.Message() == "" {
		t.Fatalf("%#v: %#v", c, err)
	}
	mustBeExplained(t, err)
}

// nothingWraps does the sums again, with integers that have no end.
func nothingWraps(t *testing.T, before intent.PaymentIntent, c intent.Command, after intent.PaymentIntent) {
	t.Helper()
	exactly := func(what string, got money.Amount, terms ...money.Amount) {
		t.Helper()
		want := new(big.Int)
		for _, term := range terms {
			want.Add(want, big.NewInt(int64(term)))
		}
		if want.Cmp(big.NewInt(int64(got))) != 0 {
			t.Fatalf("%#v: %s is %d, want %s", c, what, got, want)
		}
	}
	if path, a := unlikely(after); path != "" {
		t.Fatalf("%#v: %s is %d", c, path, a)
	}
	ch, was := after.LatestCharge, before.LatestCharge
	portion := func(part, whole, taken, back money.Amount) money.Amount {
		half := new(big.Int).Div(big.NewInt(int64(whole)), big.NewInt(2))
		share := new(big.Int).Mul(big.NewInt(int64(taken)), big.NewInt(int64(part)))
		return min(money.Amount(share.Add(share, half).Div(share, big.NewInt(int64(whole))).Int64()), taken-back)
	}
	switch c := c.(type) {
	case intent.CreateParams:
		exactly("amount", after.Amount, c.Amount)
	case intent.UpdateParams:
		exactly("amount", after.Amount, c.Amount.Or(before.Amount))
	case intent.CaptureParams:
		took := c.AmountToCapture.Or(before.AmountCapturable)
		exactly("amount_received", after.AmountReceived, before.AmountReceived, took)
		if c.NonFinal {
			exactly("amount_capturable", after.AmountCapturable, before.AmountCapturable, -took)
		}
	case intent.IncrementParams:
		if c.Declined == (charge.Failure{}) {
			exactly("amount", after.Amount, c.Amount)
			exactly("amount_capturable", after.AmountCapturable, c.Amount)
		}
	case intent.RefundParams:
		gives := c.Amount.Or(was.AmountCaptured - was.AmountRefunded)
		exactly("amount_refunded", ch.AmountRefunded, was.AmountRefunded, gives)
		if f := was.ApplicationFee; c.RefundApplicationFee {
			exactly("the fee refunded", ch.ApplicationFee.AmountRefunded, f.AmountRefunded, portion(gives, ch.AmountCaptured, f.Amount, f.AmountRefunded))
		}
		if r := was.Transfer; c.ReverseTransfer {
			exactly("the transfer reversed", ch.Transfer.AmountReversed, r.AmountReversed, portion(gives, ch.AmountCaptured, r.Amount, r.AmountReversed))
		}
	case intent.UpdateRefundParams:
		if !c.Status.Counts() {
			exactly("amount_refunded", ch.AmountRefunded, was.AmountRefunded, -c.Refund.Amount)
		}
	case intent.RefundFeeParams:
		exactly("the fee refunded", ch.ApplicationFee.AmountRefunded, was.ApplicationFee.AmountRefunded, c.Amount.Or(was.ApplicationFee.Amount-was.ApplicationFee.AmountRefunded))
	case intent.ReverseTransferParams:
		exactly("the transfer reversed", ch.Transfer.AmountReversed, was.Transfer.AmountReversed, c.Amount.Or(was.Transfer.Amount-was.Transfer.AmountReversed))
	}
	if after.Status == intent.StatusRequiresCapture {
		exactly("amount", after.Amount, after.AmountCapturable, after.AmountReceived)
	}
}

// unlikely returns an amount of an intent that none of the API's can be, and its place; or "".
func unlikely(pi intent.PaymentIntent) (path string, a money.Amount) {
	for _, at := range amountFields {
		if a := money.Amount(reflect.ValueOf(pi).FieldByIndex(at).Int()); a < 0 || a > money.Max {
			return reflect.TypeFor[intent.PaymentIntent]().FieldByIndex(at).Name, a
		}
	}
	return "", 0
}

// amountFields are the places of all amounts of an intent.
var amountFields = slices.DeleteFunc(leaves(reflect.TypeFor[intent.PaymentIntent](), nil), func(at []int) bool {
	return reflect.TypeFor[intent.PaymentIntent]().FieldByIndex(at).Type != reflect.TypeFor[money.Amount]()
})

// Hostile states: what can be read from JSON may have any amounts that do not go together, any counts, and marks that contradict them.
// Nothing panics, a refusal changes nothing, and what is accepted leads to amounts that can be, and to a state that can be written.
func TestHostileStates(t *testing.T) {
	if len(amountFields) < 15 {
		t.Fatalf("only %d amounts", len(amountFields))
	}
	reached := append(oneOfEach(t), largest(t)...)[1:]
	amounts := []money.Amount{0, 1, 29, 30, 100, 299, 300, 301, 999, 1000, 1001, money.Max - 1, money.Max}
	accepted := map[intent.Operation]int{}
	rapid.Check(t, func(t *rapid.T) {
		l := life{pi: rapid.SampledFrom(reached).Draw(t, "state"), copies: []refund.Refund{refund100(refund.StatusSucceeded)}}
		c := &l.pi.LatestCharge
		for range 1 + below(t, 3) {
			switch below(t, 8) {
			case 0:
				c.Captures, c.RefundsMade = pick[uint8](t, 0, 1, 50, 51, 255), pick[uint8](t, 0, 1, 63, 64, 65, 255)
				c.LiveRefunds = pick[uint64](t, 0, 1, 1<<63, math.MaxUint64)
			case 1:
				marks := []connect.Mark{connect.MarkNo, connect.MarkYes, connect.MarkUnknown}
				c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = pick(t, marks...), pick(t, marks...), pick(t, marks...)
			case 2:
				l.pi.Status, c.Status = pick(t, intent.Transitions().Statuses()...), pick(t, charge.StatusSucceeded, charge.StatusPending, charge.StatusFailed)
			case 3:
				c.ApplicationFee.ID, c.Transfer.ID, c.Transfer.Currency = pick(t, "", "fee_1"), pick(t, "", "tr_1"), pick[money.Currency](t, "", "usd", "cad")
			default:
				field := reflect.ValueOf(&l.pi).Elem().FieldByIndex(pick(t, amountFields...))
				field.SetInt(int64(pick(t, amounts...)))
			}
		}
		read, err := readAgain(l.pi)
		if err != nil {
			return // it cannot be read
		}
		l.pi = read
		for range 12 {
			command := aimedAt(t, &l, pick(t, operations...))
			next, events, err := intent.Step(l.pi, command)
			if err != nil {
				if e, ok := errors.AsType[*intent.Error](err); next != l.pi || events != nil || !ok || e.Error() == "" {
					t.Fatalf("%s is refused (%v) and changes something", command, err)
				}
				continue
			}
			accepted[command.Operation()]++
			for _, e := range events {
				_ = e.String()
			}
			if path, a := unlikely(next); path != "" {
				t.Fatalf("%s makes %s %d of\n%s", command, path, a, encode(t, l.pi))
			}
			mustSurviveJSON(t, next)
			l.step(command)
		}
	})
	for _, op := range operations {
		if accepted[op] == 0 && op != intent.OpCreate && !t.Failed() {
			t.Errorf("%s was never accepted", op)
		}
	}
}

// readAgain returns an intent as it reads after it was written.
func readAgain(pi intent.PaymentIntent) (again intent.PaymentIntent, err error) {
	b, err := pi.MarshalJSON()
	if err == nil {
		err = again.UnmarshalJSON(b)
	}
	return again, err
}

// The border itself: which amounts and moments are accepted, in one column each.
func TestBorderAnswers(t *testing.T) {
	hold := reach(t, manual, confirms(approval)) // 1000, at most 1200 at once, until 1000
	part := reach(t, manual, confirms(approval), takes(300))
	open := reach(t, manual)
	shared := reach(t, withFee, confirms(approval)) // 1000 with a fee of 30
	parts := reach(t, withFee, confirms(approval), named())
	partRefunded := reach(t, withFee, confirms(approval), named(), intent.RefundParams{ID: "re_1", Amount: money.Some(100)})
	due := reach(t, withTransfer, confirms(approval)) // a transfer of 800
	dearest := reach(t, withFee, confirms(approval), intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true,
		Settlement: charge.Settlement{Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(money.Max - 100)}})
	overRefunded, oldRelease := partRefunded, reach(t, oldSingle, confirms(oneCapture), intent.CaptureParams{AmountToCapture: money.Some(300)})
	overRefunded.LatestCharge.AmountRefunded = 301
	tooLittle := oldRelease // 700 were released, and count as refunded
	tooLittle.LatestCharge.AmountRefunded = 699
	below := hold // five times its amount wraps
	below.Amount = -3_000_000_000_000_000_000
	sent := reach(t, automatic, confirms(deposits))
	found := func(a, b money.Amount) intent.VerifyMicrodepositsParams {
		p := verifies(intent.AuthenticateParams{Attempt: bankDebit})
		p.Microdeposits.Amounts = [2]money.Amount{a, b}
		return p
	}
	failed := func(a money.Amount) intent.UpdateRefundParams {
		p := intent.UpdateRefundParams{Refund: refund100(refund.StatusSucceeded), Status: refund.StatusFailed}
		p.Refund.Amount = a
		return p
	}
	for _, test := range []struct {
		pi      intent.PaymentIntent
		command intent.Command
		want    code.Code // "" is accepted
	}{
		{intent.PaymentIntent{}, amountOf(0), code.ParameterInvalidInteger},
		{intent.PaymentIntent{}, amountOf(1), ""},
		{intent.PaymentIntent{}, amountOf(money.Max), ""},
		{intent.PaymentIntent{}, amountOf(money.Max + 1), code.AmountTooLarge},
		{open, intent.UpdateParams{Amount: money.Some(0)}, code.ParameterInvalidInteger},
		{open, intent.UpdateParams{Amount: money.Some(money.Max)}, ""},
		{open, intent.UpdateParams{Amount: money.Some(money.Max + 1)}, code.AmountTooLarge},
		{hold, takes(1000), ""},
		{hold, takes(1001), code.AmountTooLarge},
		{hold, intent.CaptureParams{AmountToCapture: money.Some(1200)}, ""},
		{hold, intent.CaptureParams{AmountToCapture: money.Some(1201)}, code.AmountTooLarge},
		{hold, takes(-1), code.ParameterInvalid},
		{hold, takes(0), code.NothingToCapture},
		{part, takes(700), ""},
		{part, takes(701), code.AmountTooLarge},
		{part, intent.CaptureParams{AmountToCapture: money.Some(701)}, code.AmountTooLarge},
		{part, intent.CaptureParams{AmountToCapture: money.Some(0)}, ""},
		{hold, intent.CaptureParams{At: 999}, ""},
		{hold, intent.CaptureParams{At: 1000}, code.CaptureChargeAuthorizationExpired},
		{hold, intent.IncrementParams{Amount: 1000}, code.ParameterInvalidInteger},
		{hold, intent.IncrementParams{Amount: 1001}, ""},
		{hold, intent.IncrementParams{At: 999, Amount: 1001}, ""},
		{below, intent.IncrementParams{Amount: 50_000}, ""},
		{below, intent.IncrementParams{Amount: 50_001}, code.AmountTooLarge},
		{hold, intent.IncrementParams{Amount: 51_000}, ""},
		{hold, intent.IncrementParams{Amount: 51_001}, code.AmountTooLarge},
		{hold, intent.IncrementParams{Amount: 6000, FiveHundredUSD: money.Some(1)}, ""},
		{hold, intent.IncrementParams{Amount: 6001, FiveHundredUSD: money.Some(1)}, code.AmountTooLarge},
		{hold, intent.IncrementParams{Amount: 6001, FiveHundredUSD: money.Some(0)}, code.ParameterInvalidInteger},
		{hold, intent.IncrementParams{Amount: money.Max, FiveHundredUSD: money.Some(math.MaxInt64)}, ""},
		{hold, intent.IncrementParams{At: 1000, Amount: 1001}, code.CaptureChargeAuthorizationExpired},
		{hold, intent.ExpireParams{At: 999}, code.TooEarly},
		{hold, intent.ExpireParams{At: 1000}, ""},
		{hold, intent.ExpireParams{At: -1}, code.ParameterInvalidInteger},
		{sent, found(1, 1), ""},
		{sent, found(0, 0), code.ParameterMissing},
		{sent, found(0, 1), code.MicrodepositAmountsInvalid},
		{sent, found(1, 0), code.MicrodepositAmountsInvalid},
		{sent, found(-1, 1), code.MicrodepositAmountsInvalid},
		{sent, found(money.Max, money.Max), ""},
		{sent, found(money.Max+1, 1), code.MicrodepositAmountsInvalid},
		{sent, found(1, money.Max+1), code.MicrodepositAmountsInvalid},
		{intent.PaymentIntent{}, feeOf(-1), code.ParameterInvalidInteger},
		{intent.PaymentIntent{}, feeOf(0), ""},
		{intent.PaymentIntent{}, feeOf(money.Max), ""}, // capped at what is captured
		{intent.PaymentIntent{}, feeOf(money.Max + 1), code.AmountTooLarge},
		{intent.PaymentIntent{}, transferOf(0), code.ParameterInvalidInteger},
		{intent.PaymentIntent{}, transferOf(1000), ""},
		{intent.PaymentIntent{}, transferOf(1001), code.AmountTooLarge},
		{shared, intent.UpdateParams{ApplicationFeeAmount: money.Some(money.Max)}, ""},
		{shared, intent.UpdateParams{ApplicationFeeAmount: money.Some(money.Max + 1)}, code.AmountTooLarge},
		{shared, intent.CaptureParams{ApplicationFeeAmount: money.Some(-1)}, code.ParameterInvalidInteger},
		{shared, intent.CaptureParams{ApplicationFeeAmount: money.Some(money.Max)}, ""},
		{shared, intent.CaptureParams{ApplicationFeeAmount: money.Some(money.Max + 1)}, code.AmountTooLarge},
		{shared, intent.CaptureParams{AmountToCapture: money.Some(1200), ApplicationFeeAmount: money.Some(1)}, ""},
		{shared, paid(0), code.ParameterInvalidInteger},
		{shared, paid(1), ""},
		{shared, paid(money.Max), ""},
		{shared, paid(money.Max + 1), code.AmountTooLarge},
		{dearest, paid(100), ""},
		{dearest, paid(101), code.AmountTooLarge},
		{due, intent.SettleParams{Settlement: paid(money.Max).Settlement}, ""}, // what is due is in another currency yet
		{due, intent.SettleParams{Settlement: paid(money.Max + 1).Settlement}, code.AmountTooLarge},
		{due, intent.SettleParams{At: -1, Settlement: paid(1).Settlement}, code.ParameterInvalidInteger},
		{due, intent.SettleParams{At: math.MaxInt64, Settlement: paid(1).Settlement}, ""},
		{parts, refundOf(0), code.ParameterInvalidInteger},
		{parts, refundOf(1), ""},
		{parts, refundOf(300), ""},
		{parts, refundOf(301), code.RefundTooLarge},
		{parts, refundOf(math.MaxInt64), code.RefundTooLarge},
		{partRefunded, refundOf(200), ""},
		{partRefunded, refundOf(201), code.RefundTooLarge},
		{overRefunded, refundOf(1), code.ParameterInvalid},
		{tooLittle, refundOf(1), code.ParameterInvalid},
		{oldRelease, refundOf(300), ""},
		{oldRelease, refundOf(301), code.RefundTooLarge},
		{partRefunded, failed(0), code.ParameterInvalid},
		{partRefunded, failed(100), ""},
		{partRefunded, failed(101), code.StaleRefund},
		{partRefunded, failed(money.Max + 1), code.ParameterInvalid},
		{parts, refundFeeOf(0), code.ParameterInvalidInteger},
		{parts, refundFeeOf(30), ""},
		{parts, refundFeeOf(31), code.FeeRefundTooLarge},
		{parts, reversalOf(0), code.ParameterInvalidInteger},
		{parts, reversalOf(300), ""},
		{parts, reversalOf(301), code.ReversalTooLarge},
		{parts, reversalOf(math.MaxInt64), code.ReversalTooLarge},
	} {
		if got := refusalOf(intent.Check(test.pi, test.command)).code; got != test.want {
			t.Errorf("%#v in %q: %q, want %q", test.command, test.pi.Status, got, test.want)
		}
	}
}

func amountOf(a money.Amount) intent.CreateParams {
	p := manual
	p.Amount = a
	return p
}

// oldSingle is of a version before basil, which books what oneCapture releases as refunded.
var (
	oldSingle  = creates(intent.CreateParams{CaptureMethod: intent.CaptureMethodManual, Rules: intent.Rules{Version: "2025-02-24.acacia"}})
	oneCapture = charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Network: charge.NetworkVisa}}
)

func feeOf(a money.Amount) intent.CreateParams {
	p := withFee
	p.ApplicationFeeAmount = money.Some(a)
	return p
}

func transferOf(a money.Amount) intent.CreateParams {
	p := withTransfer
	p.TransferData.Amount = money.Some(a)
	return p
}

// paid is a capture whose transfer is paid in another currency.
func paid(a money.Amount) intent.CaptureParams {
	p := takes(300)
	p.Settlement = charge.Settlement{Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(a)}
	return p
}

func refundOf(a money.Amount) intent.RefundParams {
	return intent.RefundParams{Amount: money.Some(a)}
}

func refundFeeOf(a money.Amount) intent.RefundFeeParams {
	return intent.RefundFeeParams{Amount: money.Some(a)}
}

func reversalOf(a money.Amount) intent.ReverseTransferParams {
	return intent.ReverseTransferParams{Amount: money.Some(a)}
}
