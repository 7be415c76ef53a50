// Package webhook is events on the wire: the API's JSON of an event both ways, and the signatures of the requests that carry it.
//
//	e, err := webhook.Open(body, r.Header.Get("Stripe-Signature"), now, secret)
//	if err != nil {
//		return err // not signed by the API, or not an event
//	}
//	switch e := e.Event.(type) {
//	case *charge.Event: // e.Charge, e.Previous
//	case *intent.Event: // e.PaymentIntent, e.Previous
//	}
package webhook
