package charge_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
)

// The amounts that were seen, and their borders.
func TestPortions(t *testing.T) {
	for _, c := range []struct {
		taken, back, part, whole money.Amount
		want                     money.Amount
	}{
		{880, 0, 500, 1200, 367},
		{880, 0, 1000, 1200, 733}, // all that was left to refund, and yet not all of the transfer
		{109, 0, 50, 153, 36},
		{1356, 678, 100, 1000, 136},
		{1356, 678, 500, 1000, 678},
		{30, 15, 100, 1000, 3},
		{3000, 1000, 20000, 30000, 2000},
		{90, 0, 900, 900, 90},
		{90, 0, 900, 1000, 81},
		{100, 67, 100, 300, 33},
		{101, 68, 100, 300, 33}, // 33.67 is 34, and 33 are left
		{3, 0, 1, 2, 2},         // a half goes up
		{1, 0, 1, 3, 0},
		{30, 30, 1000, 1000, 0},
		{0, 0, 500, 1000, 0},
	} {
		ch := charge.Charge{
			ID: "ch_1", ApplicationFee: connect.ApplicationFee{ID: "fee_1", Amount: c.taken, AmountRefunded: c.back},
			Transfer: connect.Transfer{ID: "tr_1", Amount: c.taken, AmountReversed: c.back},
		}
		before := ch
		refund := ch.RefundFeePortion("fr_1", c.part, c.whole, 7)
		want := connect.FeeRefund{ID: "fr_1", Fee: "fee_1", Amount: c.want, Created: 7}
		if c.want == 0 {
			want = connect.FeeRefund{}
		}
		before.ApplicationFee.AmountRefunded += c.want
		if refund != want || ch != before {
			t.Errorf("%+v: %+v, want %+v, of %+v", c, refund, want, ch)
		}
		reversal := ch.ReverseTransferPortion("trr_1", "re_1", c.part, c.whole, 7)
		wantReversal := connect.Reversal{ID: "trr_1", Transfer: "tr_1", SourceRefund: "re_1", Amount: c.want, Created: 7}
		if c.want == 0 {
			wantReversal = connect.Reversal{}
		}
		before.Transfer.AmountReversed += c.want
		if reversal != wantReversal || ch != before {
			t.Errorf("%+v: %+v, want %+v, of %+v", c, reversal, wantReversal, ch)
		}
	}
}

// However a charge is refunded, no more comes back than was taken, and who refunds everything at once gets all of it.
func TestPortionsAreBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(1, 1000).Draw(t, "captured")
		c := charge.Charge{ApplicationFee: connect.ApplicationFee{ID: "fee_1"}, Transfer: connect.Transfer{ID: "tr_1"}}
		c.ApplicationFee.Amount = money.Amount(rapid.Int64Range(0, whole).Draw(t, "fee"))
		c.Transfer.Amount = money.Amount(rapid.Int64Range(0, 2*whole).Draw(t, "transfer"))
		all := c
		all.RefundFeePortion("fr_1", money.Amount(whole), money.Amount(whole), 7)
		all.ReverseTransferPortion("trr_1", "re_1", money.Amount(whole), money.Amount(whole), 7)
		if all.ApplicationFee.AmountRefunded != c.ApplicationFee.Amount || all.Transfer.AmountReversed != c.Transfer.Amount {
			t.Fatalf("everything at once: %+v", all)
		}
		for left := whole; left > 0; {
			part := rapid.Int64Range(1, left).Draw(t, "part")
			left -= part
			fee, transfer := c.ApplicationFee.AmountRefunded, c.Transfer.AmountReversed
			fee += c.RefundFeePortion("fr_1", money.Amount(part), money.Amount(whole), 7).Amount
			transfer += c.ReverseTransferPortion("trr_1", "re_1", money.Amount(part), money.Amount(whole), 7).Amount
			if fee != c.ApplicationFee.AmountRefunded || transfer != c.Transfer.AmountReversed {
				t.Fatalf("what came back is not what is booked: %d and %d of %+v", fee, transfer, c)
			}
			if c.ApplicationFee.Validate() != nil || c.Transfer.Validate() != nil {
				t.Fatalf("more came back than was taken: %+v", c)
			}
		}
	})
}
