// Package intenttest helps to test code that handles payments: generators that aim, a dumb model of a card payment, and Check, which
// holds a whole system to the model, also one behind a network. It is for tests and imports rapid.
//
// # A system of your own
//
// Give Check a System, which carries out commands and shows totals:
//
//	func TestShop(t *testing.T) {
//		intenttest.Check(t, func() (intenttest.System, error) { return newShop(), nil }, intenttest.Options{})
//	}
//
// One that talks to an API makes calls of commands, keeps the id of the payment, and decodes what it gets: the example of System is one.
// Its Options say what it cannot do:
//
//	intenttest.Options{
//		MinimumAmount: 50, MaximumAmount: 99_999_999, Without: []intent.Operation{intent.OpExpire, intent.OpUpdateRefund},
//	}
//
// # Tests of your own
//
// Authorized, Reached, Command, Capture, Refund and UpdateRefund draw what a property test needs, Shuffle a delivery of its events, which EveryOrder
// folds in all orders, and a Model predicts what is refused and what is shown. What is drawn may be nonsense; whether it is refused is for the test to say.
//
// # Why aim
//
// Uniform amounts, a coin for finality and uniform commands hardly ever come to the 50th capture, to a limit that is met exactly, or to the
// last unit of an authorization. A simulator of 300 lines was given each of these bugs. The table says in what part of 20 runs, each with a
// seed of its own and 100 lives, it was found, and after how many lives usually (the median), with the generators of this package and with
// uniform ones:
//
//	bug                                           aimed         uniform
//	there is no limit of 50 captures              100 %   10     0 %    -
//	a final capture keeps the rest capturable     100 %    2   100 %    2
//	a later capture may exceed what is left       100 %    4    60 %   76
//	amount_to_capture=0 captures everything       100 %    5     5 %    -
//	the closing capture of 0 is refused           100 %    5     0 %    -
//	an omitted final_capture means false          100 %    4   100 %    3
//	refunds are bound by amount                   100 %    3   100 %    5
//	refunds are bound one by one                  100 %    2   100 %   10
//	a negative refund is accepted                 100 %    3     0 %    -
//	amount_refunded is overwritten                100 %    2   100 %   13
//	refunded is true before the final capture     100 %    3     0 %    -
//	confirming again resets amount_capturable     100 %    6   100 %    4
//	expiry cancels what was captured in part      100 %    4   100 %   14
//	expiry of an untouched hold succeeds          100 %    9   100 %    2
//	the fee of the second capture is dropped      100 %    3    30 %    -
//	the fee of the intent is taken twice          100 %    7    20 %    -
//	a partial capture lowers amount               100 %    5   100 %    3
//	a capture does not lower amount_capturable    100 %    1   100 %    8
//	previous_attributes hold the new values       100 %    1   100 %    2
//	a succeeded payment can be canceled           100 %    3   100 %    4
//
// What is neither 0 nor 100 % is right to about 20 points. With more runs it is sharper:
//
//	go test ./intent/intenttest -v -run TestBugs -seeds 150
//
// # Limits
//
// A story is short, but not always the shortest. Check knows one payment by card with capture_method manual whose confirmation is approved; no increments, no overcapture, no transfer
// amounts, and nothing that a refund takes along. It gives no times. Commands come one after another: what happens when two come at once,
// it does not ask.
package intenttest
