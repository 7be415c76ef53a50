package intent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// authorized returns a multicapture payment of 10 USD that is held for 7 days.
func authorized() intent.PaymentIntent {
	now := time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC).Unix()
	pi, _, err := intent.Create(intent.CreateParams{
		At: now, ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	})
	if err != nil {
		panic(err)
	}
	card := charge.Card{Network: charge.NetworkVisa, Multicapture: true}
	card.CaptureBefore = now + charge.Situation{Network: charge.NetworkVisa}.Window()
	pi, _, err = pi.Confirm(intent.ConfirmParams{At: now, Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: card}})
	if err != nil {
		panic(err)
	}
	return pi
}

func ExampleCreate() {
	pi, events, err := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "USD"})
	fmt.Println(pi.Status, pi.Amount, pi.Currency, pi.CaptureMethod)
	fmt.Println(events, err)
	// Output:
	// requires_payment_method 1000 usd automatic_async
	// [payment_intent.created pi_1] <nil>
}

// What the customer was asked to approve changes, so it has to be confirmed again.
func ExamplePaymentIntent_Update() {
	pi, _, _ := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1"})
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}})
	fmt.Println(pi.Status, pi.NextAction)

	pi, _, _ = pi.Update(intent.UpdateParams{Amount: money.Some(1200)})
	fmt.Println(pi.Status, pi.Amount)
	// Output:
	// requires_action use_stripe_sdk
	// requires_confirmation 1200
}

// A decline is an outcome, not an error: the intent moves on, and can be confirmed with another method.
func ExamplePaymentIntent_Confirm() {
	pi, _, _ := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd"})

	pi, events, err := pi.Confirm(intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{
		Answer: charge.AnswerDeclined, Charge: "ch_1", Failure: charge.Failure{Code: code.CardDeclined, Decline: code.DeclineInsufficientFunds},
	}})
	fmt.Println(pi.Status, pi.LastPaymentError.Decline, events, err)

	pi, events, err = pi.Confirm(intent.ConfirmParams{PaymentMethod: "pm_2", Attempt: charge.Attempt{
		Answer: charge.AnswerApproved, Charge: "ch_2", Card: charge.Card{Network: charge.NetworkVisa},
	}})
	fmt.Println(pi.Status, pi.AmountReceived, events, err)
	// Output:
	// requires_payment_method insufficient_funds [charge.failed ch_1 payment_intent.payment_failed pi_1] <nil>
	// succeeded 1000 [charge.succeeded ch_2 payment_intent.succeeded pi_1] <nil>
}

func ExamplePaymentIntent_Authenticate() {
	pi, _, _ := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1"})
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}})

	gaveUp, _, _ := pi.Authenticate(intent.AuthenticateParams{Failure: charge.Failure{Code: code.PaymentIntentAuthenticationFailure}})
	fmt.Println(gaveUp.Status, gaveUp.LastPaymentError.Code)

	went, _, _ := pi.Authenticate(intent.AuthenticateParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1"}})
	fmt.Println(went.Status, went.LatestCharge.ID)
	// Output:
	// requires_payment_method payment_intent_authentication_failure
	// succeeded ch_1
}

// Two small amounts are sent to a bank account; whoever reads its statements can say what they were.
func ExamplePaymentIntent_VerifyMicrodeposits() {
	pi, _, _ := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1"})
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits}})

	for _, amounts := range [][2]money.Amount{{32, 54}, {32, 45}} {
		p := intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: amounts}}
		p.Failure, p.Mismatch = p.Microdeposits.InTestMode() // a simulator knows what was sent
		p.Attempt = charge.Attempt{Answer: charge.AnswerPending, Charge: "ch_1"}
		next, events, err := pi.VerifyMicrodeposits(p)
		fmt.Println(p.Microdeposits, next.Status, events, errors.Is(err, code.MicrodepositAmountsMismatch))
	}
	// Output:
	// 32 54 requires_action [] true
	// 32 45 processing [charge.pending ch_1 payment_intent.processing pi_1] false
}

// A bank debit is answered days later.
func ExamplePaymentIntent_Process() {
	pi, _, _ := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "eur", PaymentMethod: "pm_1"})
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerPending, Charge: "ch_1"}})
	fmt.Println(pi.Status, pi.AmountReceived)

	pi, events, _ := pi.Process(intent.ProcessParams{Settlement: charge.Settlement{BalanceTransaction: "txn_1"}})
	fmt.Println(pi.Status, pi.AmountReceived, events)
	// Output:
	// processing 0
	// succeeded 1000 [charge.succeeded ch_1 payment_intent.succeeded pi_1]
}

// 7 of 10 USD ship now, and 2 later; 1 is released. Amount stays what it was.
func ExamplePaymentIntent_Capture() {
	pi := authorized()
	for _, p := range []intent.CaptureParams{
		{AmountToCapture: money.Some(700), NonFinal: true},
		{AmountToCapture: money.Some(200)},
	} {
		next, events, err := pi.Capture(p)
		if err != nil {
			fmt.Println(err)
			return
		}
		pi = next
		fmt.Println(pi.Status, pi.Amount, pi.AmountCapturable, pi.AmountReceived)
		for _, e := range events {
			fmt.Println("  ", e)
		}
	}
	// Output:
	// requires_capture 1000 300 700
	//    charge.updated ch_1 amount_captured 0 → 700
	//    payment_intent.amount_capturable_updated pi_1 amount_capturable 1000 → 300
	// succeeded 1000 0 900
	//    charge.captured ch_1 amount_captured 700 → 900 captured false → true
	//    charge.updated ch_1 amount_captured 700 → 900 captured false → true
	//    payment_intent.amount_capturable_updated pi_1 amount_capturable 300 → 0
	//    payment_intent.succeeded pi_1
}

// May I capture this, and if not, why?
func ExamplePaymentIntent_CheckCapture() {
	pi := authorized()
	fmt.Println(pi.CheckCapture(intent.CaptureParams{AmountToCapture: money.Some(1000)}))

	err := pi.CheckCapture(intent.CaptureParams{AmountToCapture: money.Some(1001)})
	if e, ok := errors.AsType[*intent.Error](err); ok {
		fmt.Println(e.Code, e.Param, e.Got, e.Limit)
	}
	fmt.Println(errors.Is(err, code.AmountTooLarge))
	// Output:
	// <nil>
	// amount_too_large amount_to_capture 1001 1000
	// true
}

// The amount is the new total. The network must offer it, and the intent must have requested it.
func ExamplePaymentIntent_Increment() {
	pi, _, _ := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		CardOptions: intent.CardOptions{RequestIncrementalAuthorization: intent.IfAvailable},
	})
	card := charge.Card{Network: charge.NetworkVisa, Incremental: true}
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: card}})

	pi, events, err := pi.Increment(intent.IncrementParams{Amount: 1500})
	fmt.Println(pi.Amount, pi.AmountCapturable, events, err)
	// Output:
	// 1500 1500 [payment_intent.amount_capturable_updated pi_1 amount 1000 → 1500 amount_capturable 1000 → 1500] <nil>
}

func ExamplePaymentIntent_Cancel() {
	pi, events, err := authorized().Cancel(intent.CancelParams{Reason: intent.ReasonRequestedByCustomer})
	fmt.Println(pi.Status, pi.AmountCapturable, pi.CancellationReason, events, err)

	_, _, err = pi.Cancel(intent.CancelParams{})
	fmt.Println(errors.Is(err, code.PaymentIntentUnexpectedState))
	// Output:
	// canceled 0 requested_by_customer [payment_intent.canceled pi_1] <nil>
	// true
}

// What is captured when the window ends decides: something, and the payment succeeds; nothing, and it is canceled.
func ExamplePaymentIntent_Expire() {
	untouched := authorized()
	shipped, _, _ := untouched.Capture(intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true})
	for _, pi := range []intent.PaymentIntent{untouched, shipped} {
		next, _, err := pi.Expire(intent.ExpireParams{At: pi.LatestCharge.Card.CaptureBefore})
		fmt.Println(next.Status, next.AmountReceived, next.CancellationReason, err)
	}
	// Output:
	// canceled 0 expired <nil>
	// succeeded 700  <nil>
}

// A destination payment of 12 USD, of which 8.80 are transferred. A refund without reverse_transfer leaves the transfer alone; with it,
// the same portion comes back.
func ExamplePaymentIntent_Refund() {
	pi, _, _ := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1200, Currency: "usd", CaptureMethod: intent.CaptureMethodAutomatic, PaymentMethod: "pm_1",
		TransferData: connect.TransferData{Destination: "acct_1", Amount: money.Some(880)},
	})
	pi, _, _ = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{
		Answer: charge.AnswerApproved, Charge: "ch_1", Settlement: charge.Settlement{BalanceTransaction: "txn_1", Transfer: "tr_1"},
	}})
	for _, p := range []intent.RefundParams{
		{ID: "re_1", Amount: money.Some(200), Reason: refund.ReasonRequestedByCustomer},
		{ID: "re_2", Amount: money.Some(500), ReverseTransfer: true, Reversal: "trr_1"},
	} {
		next, r, events, err := pi.Refund(p)
		if err != nil {
			fmt.Println(err)
			return
		}
		pi = next
		fmt.Println(r.Status, r.Amount, r.TransferReversal.Amount)
		for _, e := range events {
			fmt.Println("  ", e)
		}
	}
	// Output:
	// succeeded 200 0
	//    refund.created re_1 amount 200 succeeded
	//    charge.refunded ch_1 amount_refunded 0 → 200
	// succeeded 500 367
	//    refund.created re_2 amount 500 succeeded
	//    charge.refunded ch_1 amount_refunded 200 → 700
	//    transfer.reversed tr_1 amount_reversed 0 → 367
}

// May I refund this, and if not, why? What is captured of a payment can be refunded while the rest is still held.
func ExamplePaymentIntent_CheckRefund() {
	pi, _, _ := authorized().Capture(intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true})
	fmt.Println(pi.CheckRefund(intent.RefundParams{Amount: money.Some(700)}))

	err := pi.CheckRefund(intent.RefundParams{Amount: money.Some(701)})
	if e, ok := errors.AsType[*intent.Error](err); ok {
		fmt.Println(e.Code, e.Param, e.Got, e.Limit)
	}
	// Output:
	// <nil>
	// refund_too_large amount 701 700
}

// A refund that succeeded can still fail: the bank sends the money back, and it can be refunded again. It fails once, not twice.
func ExamplePaymentIntent_UpdateRefund() {
	pi, _, _ := authorized().Capture(intent.CaptureParams{})
	pi, r, _, _ := pi.Refund(intent.RefundParams{ID: "re_1"})
	fmt.Println(r.Status, pi.LatestCharge.AmountRefunded, pi.LatestCharge.Refunded)

	failed := intent.UpdateRefundParams{Refund: r, Status: refund.StatusFailed, FailureReason: refund.FailureExpiredOrCanceledCard}
	pi, r, events, _ := pi.UpdateRefund(failed)
	fmt.Println(r.Status, pi.LatestCharge.AmountRefunded, pi.LatestCharge.Refunded)
	for _, e := range events {
		fmt.Println("  ", e)
	}
	_, _, _, err := pi.UpdateRefund(failed) // a webhook that comes twice
	fmt.Println(errors.Unwrap(err))
	// Output:
	// succeeded 1000 true
	// failed 0 false
	//    refund.failed re_1 failure_reason null → expired_or_canceled_card status succeeded → failed
	//    charge.refund.updated re_1 failure_reason null → expired_or_canceled_card status succeeded → failed
	//    charge.updated ch_1 amount_refunded 1000 → 0 refunded true → false
	// stale_refund
}

// shipped returns a payment of 10 USD, held, of which 7 were captured with a fee of 70 cents: they were transferred, and the fee came back.
func shipped() intent.PaymentIntent {
	pi, _, err := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
		TransferData: connect.TransferData{Destination: "acct_1"}, CardOptions: intent.CardOptions{RequestMulticapture: intent.IfAvailable},
	})
	if err != nil {
		panic(err)
	}
	card := charge.Card{Network: charge.NetworkVisa, Multicapture: true}
	pi, _, err = pi.Confirm(intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: "ch_1", Card: card}})
	if err != nil {
		panic(err)
	}
	pi, _, err = pi.Capture(intent.CaptureParams{
		AmountToCapture: money.Some(700), NonFinal: true, ApplicationFeeAmount: money.Some(70),
		Settlement: charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"},
	})
	if err != nil {
		panic(err)
	}
	return pi
}

// A part of a multicapture payment cannot be refunded together with its fee: the fee is refunded by itself.
func ExamplePaymentIntent_RefundFee() {
	pi := shipped()
	part := intent.RefundParams{ID: "re_1", Amount: money.Some(300), RefundApplicationFee: true, ReverseTransfer: true}
	fmt.Println(errors.Unwrap(pi.CheckRefund(part)))

	pi, _, _, _ = pi.Refund(intent.RefundParams{ID: "re_1", Amount: money.Some(300)})
	pi, r, events, err := pi.RefundFee(intent.RefundFeeParams{ID: "fr_1", Amount: pi.FeePortion(300)})
	fmt.Println(r.Amount, pi.LatestCharge.ApplicationFee.AmountRefunded, events, err)
	// Output:
	// refund_flag_not_allowed
	// 30 30 [application_fee.refunded fee_1 amount_refunded 0 → 30] <nil>
}

// So is its transfer, here with the same portion of the fee.
func ExamplePaymentIntent_ReverseTransfer() {
	pi := shipped()
	pi, r, events, err := pi.ReverseTransfer(intent.ReverseTransferParams{ID: "trr_1", Amount: money.Some(300), RefundApplicationFee: true, FeeRefund: "fr_1"})
	fmt.Println(r.Amount, pi.LatestCharge.Transfer.AmountReversed, err)
	for _, e := range events {
		fmt.Println("  ", e)
	}
	_, _, _, err = pi.Refund(intent.RefundParams{ID: "re_1", ReverseTransfer: true}) // from now on not possible, even of everything
	fmt.Println(errors.Unwrap(err))
	// Output:
	// 300 300 <nil>
	//    application_fee.refunded fee_1 amount_refunded 0 → 30
	//    transfer.reversed tr_1 amount_reversed 0 → 300
	// refund_flag_not_allowed
}

// An asynchronous capture leaves null what comes within the hour.
func ExamplePaymentIntent_Settle() {
	pi, _, _ := intent.Create(intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1",
		ApplicationFeeAmount: money.Some(100), TransferData: connect.TransferData{Destination: "acct_1"},
	})
	pi, events, _ := pi.Confirm(intent.ConfirmParams{At: 1000, Attempt: charge.Attempt{
		Answer: charge.AnswerApproved, Charge: "ch_1", Card: charge.Card{Network: charge.NetworkVisa},
	}})
	fmt.Println(pi.Status, pi.AmountReceived, events)
	c := &pi.LatestCharge
	fmt.Printf("%q %q %q\n", c.BalanceTransaction, c.ApplicationFee.ID, c.Transfer.ID)
	if d, ok := pi.Deadline(); ok {
		fmt.Println(d.Operation, d.At)
	}

	pi, events, err := pi.Settle(intent.SettleParams{At: 1003, Settlement: charge.Settlement{
		BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1",
	}})
	for _, e := range events {
		fmt.Println("  ", e)
	}
	_, ok := pi.Deadline()
	fmt.Println(ok, err)
	// Output:
	// succeeded 1000 [charge.succeeded ch_1 payment_intent.succeeded pi_1]
	// "" "" ""
	// settle 4600
	//    charge.updated ch_1 application_fee null → fee_1 balance_transaction null → txn_1 transfer null → tr_1
	//    application_fee.created fee_1 amount 100
	//    transfer.created tr_1 amount 1000
	// false <nil>
}

// Whether the first capture gave a fee the API does not show, and it decides whether the next one has to. Who made the captures knows.
func ExamplePaymentIntent_WithHistory() {
	var pi intent.PaymentIntent
	err := json.Unmarshal([]byte(`{"id":"pi_1","object":"payment_intent","status":"requires_capture","amount":1000,"amount_capturable":300,
		"amount_received":700,"application_fee_amount":70,"currency":"usd","capture_method":"manual","payment_method":"pm_1",
		"transfer_data":{"destination":"acct_1"},"latest_charge":{"id":"ch_1","object":"charge","status":"succeeded","amount":1000,
		"amount_captured":700,"amount_refunded":0,"application_fee":"fee_1","captured":false,"paid":true,"refunded":false,"transfer":"tr_1",
		"transfer_data":{"destination":"acct_1"},"payment_method_details":{"card":{"multicapture":{"status":"available"}}}}}`), &pi)
	if err != nil {
		panic(err)
	}
	without := intent.CaptureParams{AmountToCapture: money.Some(300)}
	if e, ok := errors.AsType[*intent.Error](pi.CheckCapture(without)); ok {
		fmt.Println(e.Code, e.Param)
	}
	pi, err = pi.WithHistory(intent.History{FirstGave: true})
	fmt.Println(err, errors.Unwrap(pi.CheckCapture(without)))
	// Output:
	// latest_charge_not_expanded first_gave
	// <nil> parameter_missing
}

// A simulator asks each intent when time alone changes it.
func ExamplePaymentIntent_Deadline() {
	pi := authorized()
	if d, ok := pi.Deadline(); ok {
		fmt.Println(d.Operation, time.Unix(d.At, 0).UTC().Format(time.RFC3339))
		pi, _, _ = pi.Expire(intent.ExpireParams{At: d.At})
	}
	_, ok := pi.Deadline()
	fmt.Println(pi.Status, ok)
	// Output:
	// expire 2026-01-12T10:00:00Z
	// canceled false
}

// Commands are operations as data: a journal of them is replayed.
func ExampleStep() {
	pi := authorized()
	for _, c := range []intent.Command{
		intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true},
		intent.CaptureParams{AmountToCapture: money.Some(301)},
		intent.CancelParams{},
	} {
		next, _, err := intent.Step(pi, c)
		fmt.Println(c, "→", next.Status, errors.Unwrap(err))
		pi = next // what it was, if the command was refused
	}
	// Output:
	// capture 700 non-final → requires_capture <nil>
	// capture 301 → requires_capture amount_too_large
	// cancel → succeeded <nil>
}

func ExampleParseCommand() {
	b, _ := json.Marshal(intent.CaptureParams{AmountToCapture: money.Some(0)})
	c, err := intent.ParseCommand(intent.OpCapture, b)
	fmt.Printf("%s %s %v\n", b, c, err)

	_, err = intent.ParseCommand(intent.OpCapture, []byte(`{"amount_to_capture":300,"final":true}`))
	fmt.Println(err != nil) // an unknown key
	// Output:
	// {"amount_to_capture":0} capture 0 <nil>
	// true
}

// The JSON of the API mostly shows the charge's id alone. Then some answers depend on what is not there.
func ExamplePaymentIntent_WithCharge() {
	var pi intent.PaymentIntent
	err := json.Unmarshal([]byte(`{"id":"pi_1","object":"payment_intent","status":"requires_capture","amount":1000,"amount_capturable":1000,
		"amount_received":0,"currency":"usd","capture_method":"manual","payment_method":"pm_1","latest_charge":"ch_1"}`), &pi)
	if err != nil {
		panic(err)
	}
	part := intent.CaptureParams{AmountToCapture: money.Some(700), NonFinal: true}
	fmt.Println(errors.Unwrap(pi.CheckCapture(part)))

	pi, err = pi.WithCharge(authorized().LatestCharge) // as fetched
	fmt.Println(err, pi.CheckCapture(part))
	// Output:
	// latest_charge_not_expanded
	// <nil> <nil>
}

// How many captures there were, the API does not show: count the charge's balance transactions.
func ExamplePaymentIntent_WithCaptures() {
	var pi intent.PaymentIntent
	err := json.Unmarshal([]byte(`{"id":"pi_1","object":"payment_intent","status":"requires_capture","amount":1000,"amount_capturable":950,
		"amount_received":50,"currency":"usd","capture_method":"manual","payment_method":"pm_1","latest_charge":{"id":"ch_1",
		"object":"charge","status":"succeeded","amount":1000,"amount_captured":50,"amount_refunded":0,"captured":false,"paid":true,
		"refunded":false,"payment_method_details":{"card":{"multicapture":{"status":"available"}}}}}`), &pi)
	if err != nil {
		panic(err)
	}
	one := intent.CaptureParams{AmountToCapture: money.Some(1), NonFinal: true}
	fmt.Println(pi.CheckCapture(one)) // as far as is known

	pi, err = pi.WithCaptures(50)
	fmt.Println(err, errors.Unwrap(pi.CheckCapture(one)))
	// Output:
	// <nil>
	// <nil> capture_limit_reached
}

// A simulator that makes up a state finds out whether there can be such a one.
func ExamplePaymentIntent_Validate() {
	pi := authorized()
	fmt.Println(pi.Validate())

	pi.AmountCapturable = 400
	if e, ok := errors.AsType[*intent.Error](pi.Validate()); ok {
		fmt.Println(e.Param, e.Got, e.Limit)
	}
	// Output:
	// <nil>
	// amount_capturable 400 1000
}

func ExamplePaymentIntent_String() {
	pi := intent.PaymentIntent{ID: "pi_1", Status: intent.StatusRequiresCapture, Amount: 1000, Currency: "usd", AmountCapturable: 300, AmountReceived: 700}
	fmt.Println(pi)
	// Output: pi_1 requires_capture 1000 usd, capturable 300, received 700
}
