package oracle_test

import (
	"cmp"
	"math/bits"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A shape is an operation with places for amounts.
type shape struct {
	name   string
	places int
	of     func(n [3]money.Amount) intent.Command
	never  string // why nothing accepts it; "": something has to
}

// TestShapesReachEveryAmount looks for an amount of a command that no shape sets.
func TestShapesReachEveryAmount(t *testing.T) {
	set, named := map[string]bool{}, map[string]bool{}
	for _, sh := range shapes() {
		if named[sh.name] {
			t.Errorf("two shapes are named %s", sh.name)
		}
		named[sh.name] = true
		other := amounts(sh.of([3]money.Amount{4, 5, 6}))
		for place, n := range amounts(sh.of([3]money.Amount{1, 2, 3})) {
			set[place] = set[place] || n != other[place]
		}
	}
	for _, op := range operations {
		c, err := intent.ParseCommand(op, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		for place := range amounts(c) {
			if !set[place] {
				t.Errorf("no shape sets %s", place)
			}
		}
	}
	if len(set) < 30 {
		t.Errorf("only %d amounts: %v", len(set), set)
	}
}

// amounts returns every amount in a command by its place: "CaptureParams.AmountToCapture.Amount".
func amounts(c intent.Command) map[string]money.Amount {
	found := map[string]money.Amount{}
	var look func(place string, v reflect.Value)
	look = func(place string, v reflect.Value) {
		switch {
		case v.Type() == reflect.TypeFor[money.Amount]():
			found[place] = money.Amount(v.Int())
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				look(place+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case v.Kind() == reflect.Array:
			for i := range v.Len() {
				look(place+"."+strconv.Itoa(i), v.Index(i))
			}
		}
	}
	look(reflect.TypeOf(c).Name(), reflect.ValueOf(c))
	return found
}

// at puts an amount into its place.
func at(n money.Amount) money.NullAmount { return money.Some(n) }

// shapes returns every place for an amount in every operation, alone and together with others.
func shapes() []shape {
	return slices.SortedFunc(slices.Values(slices.Concat(singles(), attempts(), doubles(), subsets())), func(a, b shape) int {
		return cmp.Compare(a.name, b.name)
	})
}

func singles() []shape {
	var all []shape
	add := func(name string, of func(n money.Amount) intent.Command) {
		all = append(all, shape{name: name, places: 1, of: func(n [3]money.Amount) intent.Command { return of(n[0]) }})
	}
	for name, flags := range map[string]intent.RefundParams{
		"": {}, " with the fee": {RefundApplicationFee: true}, " with the transfer": {ReverseTransfer: true},
		" with both": {RefundApplicationFee: true, ReverseTransfer: true},
	} {
		flags.ID = "re_2"
		add("refund"+name, func(n money.Amount) intent.Command { p := flags; p.Amount = at(n); return p })
	}
	for _, number := range []uint8{0, 1} {
		add("update_refund "+strconv.Itoa(int(number)), func(n money.Amount) intent.Command {
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
	add("expire: at", func(n money.Amount) intent.Command { return intent.ExpireParams{At: int64(n)} })
	return all
}

// elsewhere is a transfer that is paid in another currency.
func elsewhere(n money.Amount) charge.Settlement {
	return charge.Settlement{BalanceTransaction: "txn_2", ApplicationFee: "fee_2", Transfer: "tr_2", TransferCurrency: "cad", TransferAmount: at(n)}
}

// attempts are where an issuer's answer can be given.
func attempts() []shape {
	var all []shape
	add := func(op string, of func(a charge.Attempt) intent.Command) {
		attempt := func(authorized, maximum money.Amount, s charge.Settlement) intent.Command {
			card := charge.Card{Network: charge.NetworkVisa, Multicapture: true, AmountAuthorized: authorized, MaximumAmountCapturable: maximum}
			return of(charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID, Card: card, Settlement: s})
		}
		all = append(all,
			shape{name: op + ": authorized, maximum", places: 2, of: func(n [3]money.Amount) intent.Command { return attempt(n[0], n[1], charge.Settlement{}) }},
			shape{name: op + ": maximum, transfer_amount", places: 2, of: func(n [3]money.Amount) intent.Command { return attempt(0, n[0], elsewhere(n[1])) }},
		)
	}
	add("confirm", func(a charge.Attempt) intent.Command { return intent.ConfirmParams{Attempt: a} })
	add("authenticate", func(a charge.Attempt) intent.Command { return intent.AuthenticateParams{Attempt: a} })
	add("verify_microdeposits", func(a charge.Attempt) intent.Command { return verifies(32, 45, a) })
	add("process", func(a charge.Attempt) intent.Command {
		return intent.ProcessParams{Charge: a.Charge, Card: a.Card, Settlement: a.Settlement}
	})
	return all
}

func verifies(n, m money.Amount, a charge.Attempt) intent.Command {
	p := intent.VerifyMicrodepositsParams{Microdeposits: charge.Microdeposits{Amounts: charge.MicrodepositAmounts{n, m}}}
	p.Attempt = a
	return p
}

func doubles() []shape {
	var all []shape
	add := func(name string, of func(n, m money.Amount) intent.Command) {
		all = append(all, shape{name: name, places: 2, of: func(n [3]money.Amount) intent.Command { return of(n[0], n[1]) }})
	}
	add("verify_microdeposits: both", func(n, m money.Amount) intent.Command {
		return verifies(n, m, charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID})
	})
	for name, last := range finality {
		add(name+": at, amount", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{At: int64(n), AmountToCapture: at(m), NonFinal: !last}
		})
		add(name+" for 100 elsewhere: amount, fee", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{AmountToCapture: at(n), ApplicationFeeAmount: at(m), NonFinal: !last, Settlement: elsewhere(100)}
		})
		add(name+": amount, transfer_amount", func(n, m money.Amount) intent.Command {
			return intent.CaptureParams{AmountToCapture: at(n), NonFinal: !last, Settlement: elsewhere(m)}
		})
	}
	add("increment: at, amount", func(n, m money.Amount) intent.Command { return intent.IncrementParams{At: int64(n), Amount: m} })
	add("increment: amount, five_hundred_usd", func(n, m money.Amount) intent.Command {
		return intent.IncrementParams{Amount: n, FiveHundredUSD: at(m)}
	})
	add("increment declined: amount, five_hundred_usd", func(n, m money.Amount) intent.Command {
		return intent.IncrementParams{Amount: n, FiveHundredUSD: at(m), Declined: declined}
	})
	add("update_refund: at, amount", func(n, m money.Amount) intent.Command {
		r := foreign
		r.Amount, r.Status = m, refund.StatusPending
		return intent.UpdateRefundParams{At: int64(n), Refund: r, Status: refund.StatusCanceled}
	})
	add("update_refund: fee_refund, transfer_reversal", func(n, m money.Amount) intent.Command {
		r := foreign
		r.FeeRefund, r.TransferReversal = connect.FeeRefund{ID: "fr_9", Amount: n}, connect.Reversal{ID: "trr_9", Amount: m}
		return intent.UpdateRefundParams{Refund: r, Status: refund.StatusFailed}
	})
	add("refund: at, amount", func(n, m money.Amount) intent.Command { return intent.RefundParams{At: int64(n), Amount: at(m)} })
	return all
}

var finality = map[string]bool{"final capture": true, "non-final capture": false}

// subsets are where a fee or a transfer amount can be given, which each suit other payments, and another amount: all that can be given together.
func subsets() []shape {
	var all []shape
	add := func(name, amount string, of func(n, fee, transfer money.NullAmount) intent.Command) {
		for set := uint(1); set < 8; set++ {
			var given []string
			for i, place := range []string{amount, "fee", "transfer"} {
				if set>>i&1 == 1 {
					given = append(given, place)
				}
			}
			sh := shape{name: name + ": " + strings.Join(given, ", "), places: bits.OnesCount(set)}
			sh.never = neverShares(sh.name)
			sh.of = func(n [3]money.Amount) intent.Command {
				var places [3]money.NullAmount
				for i, next := 0, 0; i < 3; i++ {
					if set>>i&1 == 1 {
						places[i] = at(n[next])
						next++
					}
				}
				return of(places[0], places[1], places[2])
			}
			all = append(all, sh)
		}
	}
	for name, flow := range map[string]intent.CreateParams{
		"create direct": {Account: "acct_9"}, "create for a destination": {TransferData: connect.TransferData{Destination: "acct_1"}}, "create": {},
	} {
		add(name, "amount", func(n, fee, transfer money.NullAmount) intent.Command {
			p := flow
			p.ID, p.Amount, p.Currency, p.ApplicationFeeAmount, p.TransferData.Amount = "pi_1", n.Or(1000), "usd", fee, transfer
			return p
		})
	}
	add("update", "amount", func(n, fee, transfer money.NullAmount) intent.Command {
		return intent.UpdateParams{Amount: n, ApplicationFeeAmount: fee, TransferDataAmount: transfer}
	})
	add("confirm", "transfer_amount", func(n, fee, transfer money.NullAmount) intent.Command {
		p := intent.ConfirmParams{ApplicationFeeAmount: fee, TransferDataAmount: transfer}
		p.Attempt = charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID}
		if n.Valid {
			p.Attempt.Settlement = elsewhere(n.Amount)
		}
		return p
	})
	add("increment", "amount", func(n, fee, transfer money.NullAmount) intent.Command {
		return intent.IncrementParams{Amount: n.Or(1100), ApplicationFeeAmount: fee, TransferDataAmount: transfer}
	})
	add("non-final capture of 200", "transfer_amount", func(n, fee, transfer money.NullAmount) intent.Command {
		p := intent.CaptureParams{AmountToCapture: at(200), NonFinal: true, ApplicationFeeAmount: fee, TransferDataAmount: transfer}
		if n.Valid {
			p.Settlement = elsewhere(n.Amount)
		}
		return p
	})
	for name, last := range finality {
		add(name, "amount", func(n, fee, transfer money.NullAmount) intent.Command {
			return intent.CaptureParams{AmountToCapture: n, NonFinal: !last, ApplicationFeeAmount: fee, TransferDataAmount: transfer}
		})
	}
	return all
}

// neverShares says why nothing accepts a shape of a fee or a transfer amount, or "".
func neverShares(name string) string {
	switch name {
	case "create: fee", "create: amount, fee":
		return "nobody is there to take a fee from"
	case "create: transfer", "create: amount, transfer", "create direct: transfer", "create direct: amount, transfer":
		return "there is no destination"
	}
	if strings.HasSuffix(name, "fee, transfer") {
		return "there is only one of the two"
	}
	return ""
}
