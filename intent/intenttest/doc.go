// Package intenttest helps to test code that handles payments: generators that aim, a dumb model of a card payment, and Check, which
// holds a whole system to the model, also one behind a network. It is for tests and imports rapid.
//
// # A system of your own
//
// Give Check a System, which carries out commands and shows totals:
//
//	func TestShop(t *testing.T) {
//		intenttest.Check(t, func() intenttest.System { return newShop() }, intenttest.Options{})
//	}
//
// One that talks to an API makes calls of commands, keeps the id of the payment, and decodes what it gets:
//
//	func (s *remote) Do(c intent.Command) (intenttest.Reply, error) {
//		switch p := c.(type) {
//		case intent.CreateParams:
//			s.id, err = s.post("/v1/payment_intents", …) // a refusal as an *intent.Error, with or without its Code
//			return intenttest.Reply{ID: s.id}, err
//		case intent.RefundParams: …
//	}
//
//	func (s *remote) Read() (intenttest.Totals, error) {
//		body, err := s.get("/v1/payment_intents/" + s.id + "?expand[]=latest_charge")
//		if err != nil {
//			return intenttest.Totals{}, err // out of reach: the test ends
//		}
//		var pi intent.PaymentIntent
//		err = json.Unmarshal(body, &pi)
//		return intenttest.TotalsOf(pi), err
//	}
//
// Its Options say what it cannot do:
//
//	intenttest.Options{MinimumAmount: 50, Without: []intent.Operation{intent.OpExpire, intent.OpUpdateRefund}}
//
// # Tests of your own
//
// Authorized, Reached, Command, Capture, Refund and UpdateRefund draw what a property test needs, Shuffle a delivery of its events, and a
// Model predicts what is refused and what is shown. What is drawn may be nonsense; whether it is refused is for the test to say.
//
// # Why aim
//
// Uniform amounts, a coin for finality and uniform commands hardly ever come to the 50th capture, to a limit that is met exactly, or to the
// last unit of an authorization. A simulator of 300 lines was given each of these bugs. The table says in how many runs of 100 lives each
// was found, and after how many lives usually (the median), with the generators of this package and with uniform ones:
//
//	bug                                           aimed         uniform
//	there is no limit of 50 captures              100 %    6     0 %    -
//	a final capture keeps the rest capturable     100 %    2   100 %    2
//	a later capture may exceed what is left       100 %    3    70 %   66
//	amount_to_capture=0 captures everything       100 %    5     0 %    -
//	the closing capture of 0 is refused           100 %    7     0 %    -
//	an omitted final_capture means false          100 %    3   100 %    3
//	refunds are bound by amount                   100 %    3   100 %    7
//	refunds are bound one by one                  100 %    2   100 %    9
//	a negative refund is accepted                 100 %    4     0 %    -
//	amount_refunded is overwritten                100 %    2   100 %    4
//	refunded is true before the final capture     100 %    2     0 %    -
//	confirming again resets amount_capturable     100 %    6   100 %    5
//	expiry cancels what was captured in part      100 %    5   100 %   10
//	expiry of an untouched hold succeeds          100 %   11   100 %    2
//	the fee of the second capture is dropped      100 %    2    40 %    -
//	the fee of the intent is taken twice          100 %    5    20 %    -
//	a partial capture lowers amount               100 %    3   100 %    3
//	a capture does not lower amount_capturable    100 %    1   100 %    7
//	previous_attributes hold the new values       100 %    1   100 %    2
//	a succeeded payment can be canceled           100 %    3   100 %    4
//
// # Limits
//
// Check knows one payment by card with capture_method manual whose confirmation is approved; no increments, no overcapture, no transfer
// amounts, and nothing that a refund takes along. It gives no times. Commands come one after another: what happens when two come at once,
// it does not ask.
package intenttest
