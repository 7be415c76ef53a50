package charge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// destination is an authorization of 1000 usd of which nothing was captured, to be transferred to acct_1.
func destination() charge.Charge {
	return charge.Charge{
		ID: "ch_1", Status: charge.StatusSucceeded, Amount: 1000, Currency: "usd", Paid: true, Transfer: connect.Transfer{Destination: "acct_1"},
	}
}

// named brings everything into being.
var named = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}

// inCAD is named, with a destination that is paid amount in cad.
func inCAD(amount money.Amount) charge.Settlement {
	s := named
	s.TransferCurrency, s.TransferAmount = "cad", money.Some(amount)
	return s
}

// inCADUnknown is inCAD with an amount that is not known.
func inCADUnknown() charge.Settlement {
	s := inCAD(0)
	s.TransferAmount = money.NullAmount{}
	return s
}

// An aside is one call of PutAside, or of Settle if it puts nothing aside.
type aside struct {
	fee, transfer money.Amount
	settlement    charge.Settlement
	settle        bool
	at            int64
}

func TestPutAsideAndSettle(t *testing.T) {
	var none charge.Settlement
	fee := func(amount money.Amount) connect.ApplicationFee {
		return connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Charge: "ch_1", Amount: amount, Created: 7}
	}
	transfer := func(amount money.Amount, currency money.Currency) connect.Transfer {
		return connect.Transfer{ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: amount, Currency: currency, Created: 7}
	}
	unknown := connect.Transfer{ID: "tr_1", Destination: "acct_1"}
	due := func(amount money.Amount) connect.Transfer {
		return connect.Transfer{Destination: "acct_1", Amount: amount}
	}
	for _, c := range []struct {
		name     string
		asides   []aside
		fee      connect.ApplicationFee
		transfer connect.Transfer
		txn      string // of Settle alone: a capture fills it in by itself
	}{
		{"nothing put aside brings nothing into being", []aside{{0, 0, named, false, 7}}, connect.ApplicationFee{}, due(0), ""},
		{"put aside and named", []aside{{30, 300, named, false, 7}}, fee(30), transfer(300, "usd"), ""},
		{"a fee alone", []aside{{30, 0, named, false, 7}}, fee(30), due(0), ""},
		{"a transfer alone", []aside{{0, 300, named, false, 7}}, connect.ApplicationFee{}, transfer(300, "usd"), ""},
		{"put aside and not named", []aside{{30, 300, none, false, 7}}, connect.ApplicationFee{Amount: 30}, due(300), ""},
		{"only the fee named", []aside{{30, 300, charge.Settlement{ApplicationFee: "fee_1"}, false, 7}}, fee(30), due(300), ""},
		{"only the transfer named", []aside{{30, 300, charge.Settlement{Transfer: "tr_1"}, false, 7}}, connect.ApplicationFee{Amount: 30}, transfer(300, "usd"), ""},

		{"they grow, and keep the first id and time", []aside{
			{30, 300, named, false, 7}, {10, 200, charge.Settlement{ApplicationFee: "fee_2", Transfer: "tr_2"}, false, 8},
		}, fee(40), transfer(500, "usd"), ""},
		{"what is due grows, and a later capture brings it", []aside{{30, 300, none, false, 6}, {10, 200, named, false, 7}}, fee(40), transfer(500, "usd"), ""},
		{"a capture that puts nothing aside brings what is due", []aside{{30, 300, none, false, 6}, {0, 0, named, false, 7}}, fee(30), transfer(300, "usd"), ""},
		{"settled", []aside{{30, 300, none, false, 6}, {settlement: named, settle: true, at: 7}}, fee(30), transfer(300, "usd"), "txn_1"},
		{"settled with nothing due", []aside{{settlement: named, settle: true, at: 7}}, connect.ApplicationFee{}, due(0), "txn_1"},
		{"settled with nothing named", []aside{{30, 300, none, false, 6}, {settle: true, at: 7}}, connect.ApplicationFee{Amount: 30}, due(300), ""},
		{"settled one after the other", []aside{
			{30, 300, none, false, 6},
			{settlement: charge.Settlement{BalanceTransaction: "txn_1"}, settle: true, at: 6},
			{settlement: charge.Settlement{ApplicationFee: "fee_1"}, settle: true, at: 7},
			{settlement: charge.Settlement{Transfer: "tr_1"}, settle: true, at: 7},
		}, fee(30), transfer(300, "usd"), "txn_1"},
		{"settled again, which changes nothing", []aside{
			{30, 300, none, false, 6}, {settlement: named, settle: true, at: 7},
			{settlement: charge.Settlement{BalanceTransaction: "txn_2", ApplicationFee: "fee_2", Transfer: "tr_2"}, settle: true, at: 8},
		}, fee(30), transfer(300, "usd"), "txn_1"},
		{"settled, and it grows", []aside{{30, 300, none, false, 6}, {settlement: named, settle: true, at: 7}, {10, 200, none, false, 8}}, fee(40), transfer(500, "usd"), "txn_1"},

		{"in another currency", []aside{{0, 1000, inCAD(1356), false, 7}}, connect.ApplicationFee{}, transfer(1356, "cad"), ""},
		{"in another currency, of a fee and a transfer", []aside{{30, 1000, inCAD(1356), false, 7}}, fee(30), transfer(1356, "cad"), ""},
		{"in another currency, not told", []aside{{30, 1000, inCADUnknown(), false, 7}}, fee(30), unknown, ""},
		{"in another currency, settled", []aside{{0, 1000, none, false, 6}, {settlement: inCAD(1356), settle: true, at: 7}}, connect.ApplicationFee{}, transfer(1356, "cad"), "txn_1"},
		{"in another currency, settled and not told", []aside{{0, 1000, none, false, 6}, {settlement: inCADUnknown(), settle: true, at: 7}}, connect.ApplicationFee{}, unknown, "txn_1"},
		{"in another currency, what was due before is told with it", []aside{{0, 300, none, false, 6}, {0, 200, inCAD(678), false, 7}}, connect.ApplicationFee{}, transfer(678, "cad"), ""},
		{"in another currency it grows by what is told", []aside{{0, 300, inCAD(407), false, 7}, {0, 200, inCAD(271), false, 8}}, connect.ApplicationFee{}, transfer(678, "cad"), ""},
		{"in another currency it does not grow with nothing", []aside{{0, 300, inCAD(407), false, 7}, {0, 0, inCAD(271), false, 8}}, connect.ApplicationFee{}, transfer(407, "cad"), ""},
		{"in another currency it grows by what is not told", []aside{{0, 300, inCAD(407), false, 7}, {0, 200, named, false, 8}}, connect.ApplicationFee{}, unknown, ""},
		{"what is not known does not grow", []aside{{0, 300, inCADUnknown(), false, 7}, {0, 200, inCAD(271), false, 8}}, connect.ApplicationFee{}, unknown, ""},
		{"the charge's currency needs no amount", []aside{{0, 300, charge.Settlement{Transfer: "tr_1", TransferCurrency: "usd"}, false, 7}}, connect.ApplicationFee{}, transfer(300, "usd"), ""},
		{"an amount in the charge's currency is ignored", []aside{{0, 300, charge.Settlement{Transfer: "tr_1", TransferCurrency: "usd", TransferAmount: money.Some(9)}, false, 7}}, connect.ApplicationFee{}, transfer(300, "usd"), ""},
		{"and where it grows", []aside{{0, 300, named, false, 7}, {0, 200, charge.Settlement{TransferCurrency: "usd", TransferAmount: money.Some(9)}, false, 8}}, connect.ApplicationFee{}, transfer(500, "usd"), ""},
		{"without an id another currency is ignored", []aside{{0, 300, charge.Settlement{TransferCurrency: "cad", TransferAmount: money.Some(407)}, false, 7}}, connect.ApplicationFee{}, due(300), ""},
	} {
		ch := destination()
		for _, a := range c.asides {
			if a.settle {
				ch.Settle(&a.settlement, "acct_1", a.at)
			} else {
				ch.PutAside(a.fee, a.transfer, &a.settlement, "acct_1", a.at)
			}
		}
		want := destination()
		want.ApplicationFee, want.Transfer, want.BalanceTransaction = c.fee, c.transfer, c.txn
		if ch != want {
			t.Errorf("%s (-want +got):\n%s", c.name, cmp.Diff(want, ch))
		}
	}
}

// Of what was not expanded only the id is known, whatever is added.
func TestUnknownStaysUnknown(t *testing.T) {
	c := destination()
	c.ApplicationFee.ID, c.Transfer.ID = "fee_1", "tr_1"
	want := c
	c.PutAside(30, 300, &charge.Settlement{ApplicationFee: "fee_2", Transfer: "tr_2"}, "acct_1", 7)
	if c != want {
		t.Errorf("added (-want +got):\n%s", cmp.Diff(want, c))
	}
	c.Settle(&charge.Settlement{ApplicationFee: "fee_2", Transfer: "tr_2"}, "acct_1", 7)
	if c != want {
		t.Errorf("settled (-want +got):\n%s", cmp.Diff(want, c))
	}
	// What was refunded and reversed is not known either, once the amount is not.
	c.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: 407, AmountReversed: 7, Currency: "cad", Created: 7}
	c.PutAside(0, 200, &charge.Settlement{}, "acct_1", 8)
	if c != want {
		t.Errorf("not told (-want +got):\n%s", cmp.Diff(want, c))
	}
}

// What came back stays where the fee and the transfer grow.
func TestGrowingKeepsWhatCameBack(t *testing.T) {
	c := destination()
	c.PutAside(30, 300, &named, "acct_1", 7)
	c.ApplicationFee.AmountRefunded, c.Transfer.AmountReversed = 10, 100
	want := c
	want.ApplicationFee.Amount, want.Transfer.Amount = 40, 500
	if c.PutAside(10, 200, &charge.Settlement{}, "acct_2", 8); c != want {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, c))
	}
}

func TestMissing(t *testing.T) {
	settled := destination()
	settled.AmountCaptured = 1
	settled.PutAside(1, 1, &named, "acct_1", 7)
	settled.BalanceTransaction = "txn_1"
	for _, c := range []struct {
		name   string
		change func(c *charge.Charge)
		want   bool
	}{
		{"settled", func(*charge.Charge) {}, false},
		{"no balance transaction", func(c *charge.Charge) { c.BalanceTransaction = "" }, true},
		{"a fee is due", func(c *charge.Charge) { c.ApplicationFee = connect.ApplicationFee{Amount: 1} }, true},
		{"a transfer is due", func(c *charge.Charge) { c.Transfer = connect.Transfer{Destination: "acct_1", Amount: 1} }, true},
		{"no fee and no transfer", func(c *charge.Charge) { c.ApplicationFee, c.Transfer = connect.ApplicationFee{}, connect.Transfer{} }, false},
		{"not expanded", func(c *charge.Charge) {
			c.ApplicationFee, c.Transfer = connect.ApplicationFee{ID: "fee_1"}, connect.Transfer{ID: "tr_1"}
		}, false},
		{"nothing captured", func(c *charge.Charge) { c.AmountCaptured, c.BalanceTransaction = 0, "" }, false},
		{"pending", func(c *charge.Charge) { c.Status, c.BalanceTransaction = charge.StatusPending, "" }, false},
		{"failed", func(c *charge.Charge) { c.Status, c.BalanceTransaction = charge.StatusFailed, "" }, false},
		{"not known", func(c *charge.Charge) { *c = charge.Charge{ID: "ch_1"} }, false},
	} {
		ch := settled
		if c.change(&ch); ch.Missing() != c.want {
			t.Errorf("%s: %t", c.name, ch.Missing())
		}
	}
}

// Captures that name nothing, and one settlement after all of them, put aside as much as captures that name everything.
func TestSettledLaterIsAsMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		atOnce, later := destination(), destination()
		var fees, transfers money.Amount
		for range rapid.IntRange(1, 5).Draw(t, "captures") {
			fee := money.Amount(rapid.Int64Range(0, 3).Draw(t, "fee"))
			transfer := money.Amount(rapid.Int64Range(0, 100).Draw(t, "transfer"))
			fees, transfers = fees+fee, transfers+transfer
			atOnce.PutAside(fee, transfer, &named, "acct_1", 7)
			later.PutAside(fee, transfer, &charge.Settlement{}, "acct_1", 6)
		}
		later.AmountCaptured, atOnce.AmountCaptured = 600, 600
		if !later.Missing() {
			t.Fatalf("nothing is missing of %+v", later)
		}
		atOnce.BalanceTransaction = "txn_1"
		later.Settle(&named, "acct_1", 7)
		if later.Missing() || later != atOnce {
			t.Fatalf("(-at once +later):\n%s", cmp.Diff(atOnce, later))
		}
		if later.ApplicationFee.Amount != fees || later.Transfer.Amount != transfers {
			t.Fatalf("%d and %d were put aside: %+v", fees, transfers, later)
		}
	})
}
