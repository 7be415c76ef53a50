package oracle_test

import (
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// A stage is how far a payment has come.
type stage []intent.Command

// reach carries the commands out.
func (s stage) reach(t *testing.T, b *book) (pi intent.PaymentIntent) {
	for _, c := range s {
		next, _, want, err := b.try(&pi, c)
		if err != nil || want != accepted {
			t.Fatalf("%s: %v, %v", c, want, err)
		}
		pi = next
	}
	return pi
}

// stages returns payments of 1000 and of the most there is: alone, with a connected account, and with a destination.
func stages() []stage {
	named := charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}
	cad := named
	cad.TransferCurrency, cad.TransferAmount = "cad", money.Some(most-100)
	card := charge.Card{Network: charge.NetworkVisa, Multicapture: true, Incremental: true, MaximumAmountCapturable: 1200}
	approves := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID, Card: card}}
	asks := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerChallenged, NextAction: charge.VerifyWithMicrodeposits}}
	waits := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerPending, Charge: chargeID}}
	waitsBare := intent.ConfirmParams{Attempt: charge.Attempt{Answer: charge.AnswerPending}}
	approvesMost := approves
	approvesMost.Attempt.Card.MaximumAmountCapturable = most
	part := intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true, Settlement: named}
	elsewhere := part
	elsewhere.Settlement = cad
	all := intent.CaptureParams{Settlement: named}
	back := intent.RefundParams{ID: "re_1", Amount: money.Some(100)}
	list := []stage{nil}
	for _, amount := range []money.Amount{1000, most} {
		of := intent.CreateParams{
			ID: "pi_1", Amount: amount, Currency: "usd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1",
			CardOptions: intent.CardOptions{RequestMulticapture: true, RequestOvercapture: true, RequestIncrementalAuthorization: true},
		}
		direct, destination, withFee, withTransfer, at := of, of, of, of, of
		at.CaptureMethod = intent.CaptureMethodAutomatic
		at.TransferData.Destination, at.ApplicationFeeAmount = "acct_1", money.Some(30)
		direct.Account = "acct_9"
		destination.TransferData.Destination = "acct_1"
		withFee.TransferData.Destination, withFee.ApplicationFeeAmount = "acct_1", money.Some(30)
		withTransfer.TransferData = connect.TransferData{Destination: "acct_1", Amount: money.Some(800)}
		oldest := of
		oldest.Rules.Version, oldest.CardOptions.RequestMulticapture = "2022-08-01", false
		list = append(list,
			stage{of}, stage{at}, stage{direct}, stage{destination}, stage{withFee}, stage{withTransfer}, stage{of, waitsBare}, stage{at, waitsBare},
			stage{of, approvesMost}, stage{at, asks}, stage{at, waits}, stage{at, waits, intent.ProcessParams{Settlement: named}},
			stage{of, approves}, stage{direct, approves}, stage{destination, approves}, stage{withFee, approves}, stage{withTransfer, approves},
			stage{of, approves, part}, stage{destination, approves, part}, stage{withFee, approves, part}, stage{withTransfer, approves, part},
			stage{destination, approves, elsewhere}, stage{withFee, approves, all}, stage{withFee, approves, part, back},
			stage{withFee, approves, all, intent.RefundParams{ID: "re_1"}}, stage{withFee, approves, intent.CaptureParams{}}, stage{oldest, approves, all, back},
			stage{oldest, approves, intent.CaptureParams{AmountToCapture: money.Some(300)}, back},
		)
	}
	dinar := intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "bhd", CaptureMethod: intent.CaptureMethodManual, PaymentMethod: "pm_1"}
	krona := dinar
	krona.Currency = "isk"
	return append(list, stage{dinar}, stage{dinar, approves}, stage{krona, approves}, stage{krona, approves, all})
}
