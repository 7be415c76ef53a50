package charge_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
)

var networks = []charge.Network{
	"", "amex", "cartes_bancaires", "diners", "discover", "jcb", "mastercard", "unionpay", "visa", "interac", "eftpos_au", "unknown", "VISA",
}

// The table of networks and countries, as it is published.
func TestMulticaptureByNetwork(t *testing.T) {
	const everywhere = "*"
	accounts := map[charge.Network]string{ // where the account may be
		charge.NetworkAmex:            everywhere,
		charge.NetworkCartesBancaires: everywhere,
		charge.NetworkDiners:          everywhere,
		charge.NetworkDiscover:        everywhere,
		charge.NetworkMastercard:      everywhere,
		charge.NetworkVisa:            everywhere,
		charge.NetworkUnionPay:        "US",
		charge.NetworkJCB:             "US CA AU NZ",
	}
	for _, network := range networks {
		for _, account := range []charge.Country{"US", "CA", "AU", "NZ", "JP", "GB", "DE", "us", ""} {
			want := charge.ObstacleCountry
			switch list := accounts[network]; {
			case network == "":
				want = charge.ObstacleNotOnlineCard
			case list == "":
				want = charge.ObstacleNetwork
			case list == everywhere || slices.Contains(strings.Fields(list), string(account)):
				want = charge.ObstacleNone
			}
			s := charge.Situation{Network: network, Account: account, MulticaptureFeature: true}
			if got := s.Multicapture(); got != want {
				t.Errorf("%q, account in %q: %q, want %q", network, account, got, want)
			}
		}
	}
}

// Of several obstacles the first in this order is named.
func TestMulticaptureNamesTheFirstObstacle(t *testing.T) {
	s := charge.Situation{Network: "interac", Account: "JP", SourceTransaction: true, CardPresent: true}
	for _, step := range []struct {
		want    charge.Obstacle
		removed func()
	}{
		{"account", func() { s.MulticaptureFeature = true }},
		{"source_transaction", func() { s.SourceTransaction = false }},
		{"not_online_card", func() { s.CardPresent = false }},
		{"network", func() { s.Network = charge.NetworkJCB }},
		{"country", func() { s.Account = "NZ" }},
		{charge.ObstacleNone, func() { s.Network = "" }},
		{"not_online_card", func() {}},
	} {
		if got := s.Multicapture(); got != step.want {
			t.Errorf("%+v: %q, want %q", s, got, step.want)
		}
		step.removed()
	}
}

// What decides the window does not decide whether several captures are available.
func TestMulticaptureIgnoresTheRest(t *testing.T) {
	s := charge.Situation{Network: charge.NetworkVisa, Account: "JP", Currency: "jpy", MulticaptureFeature: true, MerchantInitiated: true, ExtendedAuthorization: true}
	if got := s.Multicapture(); got != charge.ObstacleNone {
		t.Errorf("%q", got)
	}
}

const (
	hours = int64(3600)
	days  = 24 * hours
)

// The rows of the published table, the first that fits.
func TestWindow(t *testing.T) {
	rows := []struct {
		name string
		fits func(charge.Situation) bool
		want int64
	}{
		{"jpy, Japanese account", func(s charge.Situation) bool { return s.Currency == "jpy" && s.Account == "JP" }, 30 * days},
		{"extended, Visa", func(s charge.Situation) bool { return s.ExtendedAuthorization && s.Network == "visa" }, 29*days + 18*hours},
		{"extended, others", func(s charge.Situation) bool { return s.ExtendedAuthorization }, 30 * days},
		{"terminal, Visa", func(s charge.Situation) bool { return s.CardPresent && s.Network == "visa" }, 5 * days},
		{"terminal, others", func(s charge.Situation) bool { return s.CardPresent }, 2 * days},
		{"online, merchant-initiated, Visa", func(s charge.Situation) bool { return s.MerchantInitiated && s.Network == "visa" }, 4*days + 18*hours},
		{"online, otherwise", func(charge.Situation) bool { return true }, 7 * days},
	}
	seen := map[string]bool{}
	bools := []bool{false, true}
	for _, network := range networks {
		for _, account := range []charge.Country{"", "JP", "US"} {
			for _, currency := range []money.Currency{"", "jpy", "usd"} {
				for _, present := range bools {
					for _, merchant := range bools {
						for _, extended := range bools {
							s := charge.Situation{
								Network: network, Account: account, Currency: currency,
								CardPresent: present, MerchantInitiated: merchant, ExtendedAuthorization: extended,
							}
							for _, row := range rows {
								if row.fits(s) {
									seen[row.name] = true
									if got := s.Window(); got != row.want {
										t.Errorf("%+v holds %d seconds, want %d (%s)", s, got, row.want, row.name)
									}
									break
								}
							}
						}
					}
				}
			}
		}
	}
	if len(seen) != len(rows) {
		t.Errorf("only these rows were seen: %v", seen)
	}
}

// In seconds, written out.
func TestWindowInSeconds(t *testing.T) {
	for want, s := range map[int64]charge.Situation{
		604_800:   {},
		410_400:   {Network: charge.NetworkVisa, MerchantInitiated: true},
		432_000:   {Network: charge.NetworkVisa, CardPresent: true},
		172_800:   {Network: charge.NetworkAmex, CardPresent: true},
		2_570_400: {Network: charge.NetworkVisa, ExtendedAuthorization: true},
		2_592_000: {Network: charge.NetworkAmex, ExtendedAuthorization: true},
	} {
		if got := s.Window(); got != want {
			t.Errorf("%+v holds %d seconds, want %d", s, got, want)
		}
	}
}

func ExampleSituation_Multicapture() {
	s := charge.Situation{Network: charge.NetworkJCB, Account: "JP", MulticaptureFeature: true}
	fmt.Printf("%q\n", s.Multicapture())
	s.Account = "US"
	fmt.Printf("%q\n", s.Multicapture())
	// Output:
	// "country"
	// ""
}

func ExampleSituation_Window() {
	const authorizedAt = 1_700_000_000
	s := charge.Situation{Network: charge.NetworkVisa, MerchantInitiated: true}
	fmt.Println(s.Window()/3600, "hours, capture before", authorizedAt+s.Window())
	// Output: 114 hours, capture before 1700410400
}

func TestSituationCard(t *testing.T) {
	s := charge.Situation{Network: charge.NetworkJCB, Account: "JP", MulticaptureFeature: true, ExtendedAuthorization: true}
	if got, want := s.Card(100), (charge.Card{Network: charge.NetworkJCB, Extended: true, CaptureBefore: 100 + 30*86400}); got != want {
		t.Errorf("%+v", got)
	}
	s.Account, s.ExtendedAuthorization = "US", false
	if got, want := s.Card(100), (charge.Card{Network: charge.NetworkJCB, Multicapture: true, CaptureBefore: 100 + 7*86400}); got != want {
		t.Errorf("%+v", got)
	}
	if got := s.Card(math.MaxInt64).CaptureBefore; got != math.MaxInt64 {
		t.Errorf("the deadline wraps to %d", got)
	}
	if got := s.Card(math.MaxInt64 - 7*86400).CaptureBefore; got != math.MaxInt64 {
		t.Errorf("the last deadline is %d", got)
	}
	s.Network = ""
	if got := s.Card(100); got != (charge.Card{}) {
		t.Errorf("another method than a card: %+v", got)
	}
}
