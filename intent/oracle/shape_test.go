package oracle_test

import (
	"slices"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// at puts an amount into its place.
func at(n money.Amount) money.NullAmount { return money.Some(n) }

// shapes returns every place for an amount in every operation, alone and together with others.
func shapes() []shape {
	return slices.Concat(singles(), doubles(), triples())
}

func singles() []shape {
	var all []shape
	add := func(name string, of func(n money.Amount) intent.Command) {
		all = append(all, shape{name, 1, func(n [3]money.Amount) intent.Command { return of(n[0]) }})
	}
	for _, flags := range []intent.RefundParams{{}, {RefundApplicationFee: true}, {ReverseTransfer: true}, {RefundApplicationFee: true, ReverseTransfer: true}} {
		flags.ID = "re_2"
		add("refund", func(n money.Amount) intent.Command { p := flags; p.Amount = at(n); return p })
	}
	for _, number := range []uint8{0, 1} {
		add("update_refund", func(n money.Amount) intent.Command {
			r := foreign
			r.Amount, r.Number = n, number
			return intent.UpdateRefundParams{Refund: r, Status: refund.StatusFailed}
		})
	}
	add("refund_fee", func(n money.Amount) intent.Command { return intent.RefundFeeParams{Amount: at(n)} })
	add("reverse_transfer", func(n money.Amount) intent.Command { return intent.ReverseTransferParams{Amount: at(n)} })
	add("reverse_transfer with the fee", func(n money.Amount) intent.Command {
		return intent.ReverseTransferParams{Amount: at(n), RefundApplicationFee: true}
	})
	add("settle", func(n money.Amount) intent.Command { return intent.SettleParams{Settlement: elsewhere(n)} })
	add("process", func(n money.Amount) intent.Command { return intent.ProcessParams{Settlement: elsewhere(n)} })
	add("expire", func(n money.Amount) intent.Command { return intent.ExpireParams{At: int64(n)} })
	add("capture all", func(n money.Amount) intent.Command { return intent.CaptureParams{ApplicationFeeAmount: at(n)} })
	return all
}

// elsewhere is a transfer that is paid in another currency.
func elsewhere(n money.Amount) charge.Settlement {
	return charge.Settlement{BalanceTransaction: "txn_2", ApplicationFee: "fee_2", Transfer: "tr_2", TransferCurrency: "cad", TransferAmount: at(n)}
}

func doubles() []shape {
	var all []shape
	add := func(name string, of func(n, m money.Amount) intent.Command) {
		all = append(all, shape{name, 2, func(n [3]money.Amount) intent.Command { return of(n[0], n[1]) }})
	}
	offered := func(n, m money.Amount) charge.Attempt {
		card := charge.Card{Network: charge.NetworkVisa, Multicapture: true, AmountAuthorized: n, MaximumAmountCapturable: m}
		return charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID, Card: card}
	}
	add("confirm: authorized, maximum", func(n, m money.Amount) intent.Command { return intent.ConfirmParams{Attempt: offered(n, m)} })
	add("authenticate: authorized, maximum", func(n, m money.Amount) intent.Command { return intent.AuthenticateParams{Attempt: offered(n, m)} })
	add("process: authorized, maximum", func(n, m money.Amount) intent.Command {
		return intent.ProcessParams{Charge: chargeID, Card: offered(n, m).Card}
	})
	add("authenticate: maximum, transfer_amount", func(n, m money.Amount) intent.Command {
		a := offered(0, n)
		a.Settlement = elsewhere(m)
		return intent.AuthenticateParams{Attempt: a}
	})
	add("verify_microdeposits: both", func(n, m money.Amount) intent.Command {
		p := intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: charge.MicrodepositAmounts{n, m}}}
		p.Attempt = offered(0, 0)
		return p
	})
	for _, last := range []bool{true, false} {
		add("capture: at, amount", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{At: int64(n), AmountToCapture: at(m), NonFinal: !last}
		})
		add("capture: amount, fee", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{AmountToCapture: at(n), ApplicationFeeAmount: at(m), NonFinal: !last, Settlement: elsewhere(100)}
		})
		add("capture: amount, transfer", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{AmountToCapture: at(n), TransferDataAmount: at(m), NonFinal: !last}
		})
		add("capture: amount, transfer_amount", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{AmountToCapture: at(n), NonFinal: !last, Settlement: elsewhere(m)}
		})
	}
	add("increment: at, amount", func(n, m money.Amount) intent.Command { return intent.IncrementParams{At: int64(n), Amount: m} })
	add("increment: amount, five_hundred_usd", func(n, m money.Amount) intent.Command {
		return intent.IncrementParams{Amount: n, FiveHundredUSD: at(m)}
	})
	add("increment: amount, five_hundred_usd, declined", func(n, m money.Amount) intent.Command {
		return intent.IncrementParams{Amount: n, FiveHundredUSD: at(m), Declined: declined}
	})
	add("update_refund: at, amount", func(n, m money.Amount) intent.Command {
		r := foreign
		r.Amount, r.Status = m, refund.StatusPending
		return intent.UpdateRefundParams{At: int64(n), Refund: r, Status: refund.StatusCanceled}
	})
	add("refund: at, amount", func(n, m money.Amount) intent.Command { return intent.RefundParams{At: int64(n), Amount: at(m)} })
	return all
}

// triples are where a fee and a transfer amount can be given, which each suit other payments, with the other amounts.
func triples() []shape {
	var all []shape
	add := func(name string, of func(n, fee, transfer money.NullAmount) intent.Command) {
		none := money.NullAmount{}
		all = append(all,
			shape{name + ", fee", 2, func(n [3]money.Amount) intent.Command { return of(at(n[0]), at(n[1]), none) }},
			shape{name + ", transfer", 2, func(n [3]money.Amount) intent.Command { return of(at(n[0]), none, at(n[1])) }},
			shape{name + ": fee, transfer", 2, func(n [3]money.Amount) intent.Command { return of(none, at(n[0]), at(n[1])) }},
			shape{name + ", fee, transfer", 3, func(n [3]money.Amount) intent.Command { return of(at(n[0]), at(n[1]), at(n[2])) }},
		)
	}
	for _, flow := range []intent.CreateParams{{Account: "acct_9"}, {TransferData: connect.TransferData{Destination: "acct_1"}}, {}} {
		add("create: amount", func(n, fee, transfer money.NullAmount) intent.Command {
			p := flow
			p.ID, p.Amount, p.Currency, p.ApplicationFeeAmount, p.TransferData.Amount = "pi_1", n.Or(1000), "usd", fee, transfer
			return p
		})
	}
	add("update: amount", func(n, fee, transfer money.NullAmount) intent.Command {
		return intent.UpdateParams{Amount: n, ApplicationFeeAmount: fee, TransferDataAmount: transfer}
	})
	add("confirm: transfer_amount", func(n, fee, transfer money.NullAmount) intent.Command {
		p := intent.ConfirmParams{ApplicationFeeAmount: fee, TransferDataAmount: transfer}
		p.Attempt = charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID}
		if n.Valid {
			p.Attempt.Settlement = elsewhere(n.Amount)
		}
		return p
	})
	add("increment: amount", func(n, fee, transfer money.NullAmount) intent.Command {
		return intent.IncrementParams{Amount: n.Or(1100), ApplicationFeeAmount: fee, TransferDataAmount: transfer}
	})
	add("capture: transfer_amount", func(n, fee, transfer money.NullAmount) intent.Command {
		p := intent.CaptureParams{AmountToCapture: at(200), NonFinal: true, ApplicationFeeAmount: fee, TransferDataAmount: transfer}
		if n.Valid {
			p.Settlement = elsewhere(n.Amount)
		}
		return p
	})
	add("capture: amount", func(n, fee, transfer money.NullAmount) intent.Command {
		return intent.CaptureParams{AmountToCapture: n, NonFinal: true, ApplicationFeeAmount: fee, TransferDataAmount: transfer}
	})
	return all
}
