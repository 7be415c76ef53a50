package oracle_test

import (
	"math"
	"math/rand/v2"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A dice draws commands that are aimed: uniform ones hardly ever meet a limit exactly, or the fiftieth capture.
type dice struct {
	*rand.Rand
	pi     *intent.PaymentIntent
	copies []refund.Refund // every copy of a refund that was returned, also those that are out of date
	sets   struct {
		fee, transfer money.NullAmount // what captures of this life mostly give
	}
}

// one is true once in n.
func (d *dice) one(n uint) bool { return d.UintN(n) == 0 }

// pick draws one of all.
func pick[T any](d *dice, all ...T) T { return all[d.IntN(len(all))] }

// unit is the least amount of the payment's currency.
func (d *dice) unit() money.Amount {
	switch d.pi.Currency {
	case "bhd":
		return 10
	case "isk":
		return 100
	default:
		return 1
	}
}

// wild draws an amount that hardly anything accepts.
func (d *dice) wild() money.Amount {
	return pick[money.Amount](d, -1, 0, 1, 7, most, most+1, math.MaxInt64, math.MinInt64, math.MaxInt64-1, math.MaxInt64/2+1, -most)
}

// near draws an amount that has to do with all there is.
func (d *dice) near(all money.Amount) money.Amount {
	u := d.unit()
	switch d.IntN(24) {
	case 0, 1, 2, 3:
		return all
	case 4, 5:
		return all - u
	case 6, 7:
		return all + u
	case 8, 9:
		return all / 2 / u * u
	case 10, 11:
		return all / 3 / u * u
	case 12, 13, 14:
		return money.Amount(1+d.Int64N(max(1, int64(all/u)))) * u
	case 15:
		return d.wild()
	default:
		return money.Amount(1+d.IntN(3)) * u
	}
}

// part draws how much of what is left is asked for: an amount, or all of it, unsaid.
func (d *dice) part(left money.Amount) money.NullAmount {
	if d.one(8) {
		return money.NullAmount{}
	}
	return money.Some(d.near(left))
}

// time draws a moment: mostly none, else around the end of the window.
func (d *dice) time() int64 {
	if !d.one(8) {
		return 0
	}
	before := d.pi.LatestCharge.Card.CaptureBefore
	return pick(d, 1, 500, 500, before-1, before, before+1, -1, math.MaxInt64)
}

// amount draws what a payment is of.
func (d *dice) amount() money.Amount {
	switch d.IntN(8) {
	case 0:
		return money.Amount(most - d.Int64N(3))
	case 1:
		return money.Amount(1 + d.IntN(8))
	case 2, 3:
		return money.Amount(1 + d.IntN(150))
	case 4:
		return money.Amount(1 + d.Int64N(most))
	default:
		return money.Amount(1+d.IntN(100)) * 100
	}
}

func (d *dice) create() intent.CreateParams {
	p := intent.CreateParams{
		ID: "pi_1", Amount: d.amount(), Currency: pick[money.Currency](d, "usd", "usd", "usd", "jpy", "bhd", "isk"),
		CaptureMethod: pick(d, intent.CaptureMethodManual, intent.CaptureMethodManual, intent.CaptureMethodManual, intent.CaptureMethodAutomatic),
		PaymentMethod: pick(d, "pm_1", "pm_1", ""),
		CardOptions: intent.CardOptions{
			RequestMulticapture: intent.Request(!d.one(4)), RequestOvercapture: intent.Request(d.one(2)),
			RequestIncrementalAuthorization: intent.Request(!d.one(4)),
		},
		Rules: d.rules(),
	}
	switch {
	case d.one(16):
		p.Amount = d.wild()
	case p.Currency == "bhd" && !d.one(8):
		p.Amount = max(10, p.Amount/10*10)
	case p.Currency == "isk" && !d.one(8):
		p.Amount = max(100, p.Amount/100*100)
	}
	d.flow(&p)
	if d.one(16) {
		p.At = -1
	}
	return p
}

// flow draws who takes part.
func (d *dice) flow(p *intent.CreateParams) {
	amount := func() money.NullAmount {
		return money.Some(pick(d, 1, p.Amount/10+1, p.Amount/3+1, p.Amount, p.Amount, d.wild()))
	}
	switch d.IntN(10) {
	case 0:
	case 1:
		p.Account = "acct_9"
	case 2, 3:
		p.Account, p.ApplicationFeeAmount = "acct_9", amount()
	case 4, 5:
		p.TransferData.Destination = "acct_1"
	case 6, 7:
		p.TransferData.Destination, p.ApplicationFeeAmount = "acct_1", amount()
	default:
		p.TransferData = connect.TransferData{Destination: "acct_1", Amount: amount()}
	}
	if d.one(24) {
		p.ApplicationFeeAmount = pick(d, p.ApplicationFeeAmount, amount())
		p.TransferData.Amount = pick(d, p.TransferData.Amount, amount())
		p.Account = pick(d, "", "acct_9")
	}
}

// rules draws the defaults every other time.
func (d *dice) rules() (r intent.Rules) {
	r.Version = pick[intent.Version](d, "", "2025-03-31.basil", "2025-02-24.acacia", "2022-08-01")
	if d.one(2) {
		return r
	}
	bit := func() uint8 { return uint8(d.IntN(2)) }
	r.Capture.Limit, r.Capture.WholeRemainder, r.Capture.UntouchedClose = capture.Limit(bit()), capture.WholeRemainder(bit()), capture.UntouchedClose(bit())
	r.Connect = connect.Readings{
		LaterAmount: connect.LaterAmount(bit()), IntentAmount: connect.IntentAmount(d.IntN(3)), AmountMeaning: connect.AmountMeaning(bit()),
		NewAmount: connect.NewAmount(bit()), Objects: connect.Objects(bit()), PortionBase: connect.PortionBase(bit()),
	}
	r.FailedRefund, r.PartialCancel, r.ClosingEvents = intent.FailedRefund(bit()), intent.PartialCancel(d.IntN(3)), intent.ClosingEvents(bit())
	return r
}

// shares draws a fee or a transfer amount, mostly one that suits the payment.
func (d *dice) shares(all money.Amount) (fee, transfer money.NullAmount) {
	amount := money.Some(d.near(all))
	suits := d.pi.Direct || d.pi.ApplicationFeeAmount.Valid || !d.pi.TransferData.Amount.Valid && d.one(2)
	switch {
	case d.one(32):
		return amount, money.Some(1)
	case d.one(16):
		suits = !suits
	}
	if suits {
		return amount, money.NullAmount{}
	}
	return money.NullAmount{}, amount
}

// settlement draws what comes into being, or not yet.
func (d *dice) settlement() charge.Settlement {
	s := charge.Settlement{BalanceTransaction: pick(d, "", "txn_1"), ApplicationFee: pick(d, "", "fee_1"), Transfer: pick(d, "", "tr_1")}
	if d.pi.TransferData.Destination == "" {
		return s
	}
	if t := &d.pi.LatestCharge.Transfer; d.one(8) || t.Currency != "" && t.Currency != d.pi.Currency && !d.one(8) {
		s.TransferCurrency, s.TransferAmount = "cad", pick(d, money.Some(1356), money.Some(1+2*d.pi.Amount/3), money.Some(1), money.Some(most-1000))
		if d.one(12) {
			s.TransferAmount = pick(d, money.NullAmount{}, money.Some(d.wild()))
		}
		if d.one(32) {
			s.TransferCurrency = pick(d, "", "nzd", d.pi.Currency)
		}
	}
	return s
}

func (d *dice) card() charge.Card {
	if d.one(16) {
		return charge.Card{}
	}
	c := charge.Card{
		Network: charge.NetworkVisa, Multicapture: !d.one(8), Incremental: !d.one(8),
		MaximumAmountCapturable: pick(d, 0, d.pi.Amount+2*d.unit(), min(most, d.pi.Amount+d.pi.Amount/5)), CaptureBefore: pick[int64](d, 0, 1000),
	}
	if d.one(16) {
		c.AmountAuthorized, c.MaximumAmountCapturable = pick(d, d.pi.Amount, d.wild()), pick(d, c.MaximumAmountCapturable, d.wild())
	}
	return c
}

func (d *dice) attempt() charge.Attempt {
	switch d.IntN(16) {
	case 0, 1:
		return charge.Attempt{Answer: charge.AnswerDeclined, Charge: pick(d, "", chargeID), Failure: declined, Card: d.card()}
	case 2, 3, 4:
		return charge.Attempt{Answer: charge.AnswerPending, Charge: pick(d, "", chargeID)}
	default:
		return charge.Attempt{Answer: charge.AnswerApproved, Charge: pick(d, chargeID, chargeID, chargeID, chargeID, chargeID, chargeID, ""), Card: d.card(), Settlement: d.settlement()}
	}
}

var declined = charge.Failure{Code: code.CardDeclined}
