package charge

import (
	"cmp"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// PutAside adds a fee and an amount to transfer, in minor units of the charge's currency, to what earlier captures put aside, and lets
// come into being what s names. A fee or transfer of which only the id is known stays so.
// account is where the fee is taken from.
func (c *Charge) PutAside(fee, transfer money.Amount, s *Settlement, account string, at int64) {
	if c.ApplicationFee.Known() {
		c.ApplicationFee.Amount += fee
	}
	if transfer > 0 && c.Transfer.Known() {
		c.addToTransfer(transfer, s)
	}
	c.bring(s, account, at)
}

// addToTransfer adds to a transfer that is there or not. In another currency what is added is told from outside, or is not known.
func (c *Charge) addToTransfer(amount money.Amount, s *Settlement) {
	t := &c.Transfer
	if t.ID != "" && t.Currency != c.Currency {
		if !s.TransferAmount.Valid {
			*t = connect.Transfer{ID: t.ID, Destination: t.Destination}
			return
		}
		amount = s.TransferAmount.Amount
	}
	t.Amount = min(t.Amount+amount, money.Max) // more only where the parts of a charge do not fit together
}

// Missing reports whether Settle could fill in something: a balance transaction, a fee or a transfer of what was captured.
func (c *Charge) Missing() bool {
	return c.Status == StatusSucceeded && c.AmountCaptured > 0 &&
		(c.BalanceTransaction == "" || c.ApplicationFee.Due() || c.Transfer.Due())
}

// Settle fills in what a capture left null and s names: the balance transaction, and the fee and the transfer, which come into being.
// account is where the fee is taken from.
func (c *Charge) Settle(s *Settlement, account string, at int64) {
	c.BalanceTransaction = cmp.Or(c.BalanceTransaction, s.BalanceTransaction)
	c.bring(s, account, at)
}

// bring lets come into being what is due and s names.
func (c *Charge) bring(s *Settlement, account string, at int64) {
	if f := &c.ApplicationFee; f.Due() && s.ApplicationFee != "" {
		f.ID, f.Account, f.Charge, f.Created = s.ApplicationFee, account, c.ID, at
	}
	if t := &c.Transfer; t.Due() && s.Transfer != "" {
		t.ID, t.SourceTransaction, t.Currency, t.Created = s.Transfer, c.ID, c.Currency, at
		if s.TransferCurrency != "" && s.TransferCurrency != c.Currency {
			t.Currency, t.Amount = s.TransferCurrency, s.TransferAmount.Or(0)
		}
		if t.Amount == 0 { // not known
			*t = connect.Transfer{ID: t.ID, Destination: t.Destination}
		}
	}
}
