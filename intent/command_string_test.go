package intent_test

import (
	"fmt"
	"testing"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// A command that is refused because it gives both shares shows both.
func TestBothSharesAreShown(t *testing.T) {
	both := intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd", ApplicationFeeAmount: money.Some(30)}
	both.TransferData.Amount = money.Some(800)
	for want, c := range map[string]fmt.Stringer{
		"create pi_1 1000 usd fee 30 transfer 800": both,
		"update fee 30 transfer 800":               intent.UpdateParams{ApplicationFeeAmount: money.Some(30), TransferDataAmount: money.Some(800)},
		"capture all fee 30 transfer 800":          intent.CaptureParams{ApplicationFeeAmount: money.Some(30), TransferDataAmount: money.Some(800)},
		"capture all transfer 800":                 intent.CaptureParams{TransferDataAmount: money.Some(800)},
		"capture all fee 30":                       intent.CaptureParams{ApplicationFeeAmount: money.Some(30)},
	} {
		if got := c.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
