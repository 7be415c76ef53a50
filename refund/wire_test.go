package refund_test

import (
	"encoding/json"
	"testing"

	"github.com/tranche-go/tranche/refund"
)

// A webhook shows the id of the reversal, and nothing that the API does not show.
func TestWire(t *testing.T) {
	var shown map[string]any
	if err := json.Unmarshal(full().Wire(), &shown); err != nil {
		t.Fatal(err)
	}
	if shown["id"] != "re_1" || shown["transfer_reversal"] != "trr_1" || shown["tranche"] != nil || shown["amount"] != 300.0 {
		t.Errorf("%s", full().Wire())
	}
	if got := string(refund.Refund{}.Wire()); got != "null" {
		t.Errorf("no refund is %s", got)
	}
}
