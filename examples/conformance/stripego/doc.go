// Package stripego turns objects of github.com/stripe/stripe-go/v85 into the values of this module, and back: for a service that uses
// stripe-go and wants to ask first.
//
//	pi, err := stripego.PaymentIntent(fetched, intent.Rules{})
//	if err != nil {
//		return err
//	}
//	err = pi.CheckCapture(intent.CaptureParams{AmountToCapture: money.Some(300), NonFinal: true}) // nil: you may
//
// Where the JSON itself is at hand, decode that: the body of a webhook with webhook.Open, what was fetched with json.Unmarshal of
// LastResponse.RawJSON. It is several times faster, and JSON tells more:
//
//   - An object that was not expanded is a struct with an ID alone. It is recognized by its Object, which is "" then, and read as one of
//     which nothing else is known. So is a struct that was made by hand without Object.
//   - An application_fee_amount of 0 cannot be told from null. It is read as null: nothing was asked for. Of a payment whose first capture gave a
//     fee of 0 that is not so, and later captures are answered otherwise.
//   - A transfer_data[amount] of 0, times of 0, words that are "" and pointers that are nil are null, as in the API.
//   - Keys that an older version of the API has, such as the list of charges before 2022-11-15, stripe-go drops, and what such a version lacks
//     is zero: Charge.AmountCaptured before 2020-08-27. Decode such bodies, instead of reading zeros that nobody wrote.
//
// Back, stripe-go has no place for what the API does not show: rules, counts, marks, and that a payment is direct are lost, as in the JSON of a
// webhook. What can be expanded is.
package stripego
