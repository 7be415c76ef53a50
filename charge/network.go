package charge

import (
	"math"
	"slices"

	"github.com/tranche-go/tranche/charge/money"
)

// A Network is a card network, as in payment_method_details.card.network. Unknown networks have no special features.
type Network string

// Networks.
const (
	NetworkAmex            Network = "amex"
	NetworkCartesBancaires Network = "cartes_bancaires"
	NetworkDiners          Network = "diners"
	NetworkDiscover        Network = "discover"
	NetworkJCB             Network = "jcb"
	NetworkMastercard      Network = "mastercard"
	NetworkUnionPay        Network = "unionpay" // China UnionPay, CUP
	NetworkVisa            Network = "visa"
)

// A Country is an ISO 3166-1 alpha-2 code in upper case.
type Country string

// A Situation is what decides whether an authorization can be captured several times, and how long it holds. No operation asks for
// it: the network's answer is in Attempt.Card, and Card makes one of a Situation.
type Situation struct {
	Network               Network // "" is a method that is not a card
	Account               Country // of the Stripe account that is charged, not of the card
	Currency              money.Currency
	MulticaptureFeature   bool // the account has the feature: IC+ pricing, or granted access
	SourceTransaction     bool // separate charges and transfers with source_transaction
	CardPresent           bool // a terminal, not online
	MerchantInitiated     bool // as the network classifies it; the parameter alone does not decide
	ExtendedAuthorization bool // requested, and granted: Window is longer then
}

// An Obstacle is the reason why multicapture is unavailable. The empty Obstacle is none.
type Obstacle string

// Obstacles, in the order in which they are named.
const (
	ObstacleNone              Obstacle = ""
	ObstacleAccount           Obstacle = "account"            // the account does not have the feature
	ObstacleSourceTransaction Obstacle = "source_transaction" // separate charges and transfers with source_transaction
	ObstacleNotOnlineCard     Obstacle = "not_online_card"    // a terminal, or a method that is not a card
	ObstacleNetwork           Obstacle = "network"            // no account can have it on this network
	ObstacleCountry           Obstacle = "country"            // accounts of this country cannot have it on this network
)

// Multicapture returns why several captures are unavailable, or ObstacleNone. The request of the intent comes on top: see
// intent.CardOptions.
//
// Source: https://docs.stripe.com/payments/multicapture#availability.
func (s Situation) Multicapture() Obstacle {
	switch {
	case !s.MulticaptureFeature:
		return ObstacleAccount
	case s.SourceTransaction:
		return ObstacleSourceTransaction
	case s.CardPresent || s.Network == "":
		return ObstacleNotOnlineCard
	}
	switch s.Network {
	case NetworkAmex, NetworkVisa, NetworkDiscover, NetworkMastercard, NetworkCartesBancaires, NetworkDiners:
		return ObstacleNone
	case NetworkUnionPay:
		return onlyIn(s.Account, "US")
	case NetworkJCB:
		return onlyIn(s.Account, "US", "CA", "AU", "NZ")
	default:
		return ObstacleNetwork
	}
}

func onlyIn(account Country, countries ...Country) Obstacle {
	if slices.Contains(countries, account) {
		return ObstacleNone
	}
	return ObstacleCountry
}

// Card returns what the network offers in this situation to an authorization at a time in unix seconds: what a simulator puts into
// Attempt.Card. The intent takes of it what it requested. A method that is not a card offers nothing.
func (s Situation) Card(at int64) Card {
	if s.Network == "" {
		return Card{}
	}
	window := s.Window()
	return Card{
		Network:       s.Network,
		Multicapture:  s.Multicapture() == ObstacleNone,
		Extended:      s.ExtendedAuthorization,
		CaptureBefore: min(at, math.MaxInt64-window) + window, // does not wrap
	}
}
