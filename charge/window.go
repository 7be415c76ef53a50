package charge

// Lengths of authorization windows, in seconds. Source: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method.
const (
	hour = 3600
	day  = 24 * hour
)

// Window returns for how many seconds an authorization of a card holds: capture_before − the time of the authorization.
// It is measured from the authorization, not from the creation of the intent.
//
//	jpy, Japanese account                    30 days
//	extended, Visa                           29 days 18 hours
//	extended, others                         30 days
//	terminal, Visa                            5 days
//	terminal, others                          2 days
//	online, merchant-initiated, Visa          4 days 18 hours
//	online, otherwise                         7 days
//
// Networks that the page does not name have the API's general default of 7 days.
func (s Situation) Window() int64 {
	visa := s.Network == NetworkVisa
	switch {
	case s.Currency == "jpy" && s.Account == "JP":
		return 30 * day
	case s.ExtendedAuthorization && visa:
		return 29*day + 18*hour
	case s.ExtendedAuthorization:
		return 30 * day
	case s.CardPresent && visa:
		return 5 * day
	case s.CardPresent:
		return 2 * day
	case visa && s.MerchantInitiated:
		return 4*day + 18*hour
	default:
		return 7 * day
	}
}
