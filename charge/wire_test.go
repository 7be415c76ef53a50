package charge_test

import (
	"encoding/json"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
)

// A webhook shows ids of what could be expanded, and nothing that the API does not show.
func TestWire(t *testing.T) {
	c := charge.Charge{
		ID: "ch_1", PaymentIntent: "pi_1", Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 700, Currency: "usd", Paid: true,
		Captures: 2, RefundsMade: 1, LiveRefunds: 1, FirstGave: connect.MarkYes, Card: charge.Card{Multicapture: true},
		ApplicationFee: connect.ApplicationFee{ID: "fee_1", Charge: "ch_1", Amount: 30},
		Transfer:       connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 700, Currency: "usd"},
	}
	var shown map[string]any
	if err := json.Unmarshal(c.Wire(), &shown); err != nil {
		t.Fatal(err)
	}
	if shown["application_fee"] != "fee_1" || shown["transfer"] != "tr_1" || shown["tranche"] != nil || shown["amount_captured"] != 700.0 {
		t.Errorf("%s", c.Wire())
	}
	c.ApplicationFee, c.Transfer = connect.ApplicationFee{Amount: 30}, connect.Transfer{} // due, and none
	clear(shown)
	if err := json.Unmarshal(c.Wire(), &shown); err != nil {
		t.Fatal(err)
	}
	fee, isShown := shown["application_fee"]
	_, transfers := shown["transfer"]
	if fee != nil || !isShown || transfers {
		t.Errorf("%s", c.Wire())
	}
	if got := string(charge.Charge{ID: "ch_1"}.Wire()); got != `"ch_1"` {
		t.Errorf("a charge that is not known is %s", got)
	}
}
