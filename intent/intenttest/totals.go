package intenttest

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Totals are what a system shows of a payment, minor units. What it does not tell is not compared: the empty Status, a null amount, Untold.
// Amounts are null if they are not told: money.Some(0) is a zero that is told.
type Totals struct {
	Status           intent.Status
	Amount           money.NullAmount // what is to be collected
	AmountCapturable money.NullAmount
	AmountReceived   money.NullAmount
	AmountCaptured   money.NullAmount // of the charge
	AmountRefunded   money.NullAmount // of the charge
	ApplicationFee   money.NullAmount // collected by all captures; fee refunds do not lower it
	Captured         Flag             // of the charge: nothing more will be captured
	Refunded         Flag             // of the charge: all of it, for good
}

// A Flag is true, false, or not told. The zero Flag is Untold.
type Flag uint8

// Flags.
const (
	Untold Flag = iota
	False
	True
)

// Told returns the Flag for a bool.
func Told(b bool) Flag {
	if b {
		return True
	}
	return False
}

// String returns "true", "false" or "untold".
func (f Flag) String() string {
	switch f {
	case True:
		return "true"
	case False:
		return "false"
	default:
		return "untold"
	}
}

// TotalsOf returns what an intent shows. Of a charge, and of a fee, that was not expanded in the JSON that the intent came from nothing is
// told. A system behind the API decodes the API's payment_intent, best with latest_charge expanded, and hands it over.
func TotalsOf(pi intent.PaymentIntent) Totals {
	t := Totals{
		Status: pi.Status, Amount: money.Some(pi.Amount), AmountCapturable: money.Some(pi.AmountCapturable), AmountReceived: money.Some(pi.AmountReceived),
	}
	if c := &pi.LatestCharge; c.Known() {
		t.AmountCaptured, t.AmountRefunded = money.Some(c.AmountCaptured), money.Some(c.AmountRefunded)
		t.Captured, t.Refunded = Told(c.Captured), Told(c.Refunded)
		if c.ApplicationFee.Known() {
			t.ApplicationFee = money.Some(c.ApplicationFee.Amount)
		}
	}
	return t
}

// differences says where t, which is shown, differs from what is wanted, or "".
func (t Totals) differences(want Totals) string {
	var all []string
	differ := func(field, shown, wanted string) {
		all = append(all, fmt.Sprintf("%s is %s, want %s", field, shown, wanted))
	}
	if t.Status != "" && t.Status != want.Status {
		differ("status", string(t.Status), string(want.Status))
	}
	for _, a := range []struct {
		field         string
		shown, wanted money.NullAmount
	}{
		{"amount", t.Amount, want.Amount},
		{"amount_capturable", t.AmountCapturable, want.AmountCapturable},
		{"amount_received", t.AmountReceived, want.AmountReceived},
		{"amount_captured", t.AmountCaptured, want.AmountCaptured},
		{"amount_refunded", t.AmountRefunded, want.AmountRefunded},
		{"application_fee.amount", t.ApplicationFee, want.ApplicationFee},
	} {
		if a.shown.Valid && a.shown != a.wanted {
			differ(a.field, a.shown.String(), a.wanted.String())
		}
	}
	for _, f := range []struct {
		field         string
		shown, wanted Flag
	}{{"captured", t.Captured, want.Captured}, {"refunded", t.Refunded, want.Refunded}} {
		if f.shown != Untold && f.shown != f.wanted {
			differ(f.field, f.shown.String(), f.wanted.String())
		}
	}
	return strings.Join(all, "; ")
}
