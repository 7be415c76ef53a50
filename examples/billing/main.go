// Billing is the part of a billing service that asks "may I capture 300 more, and if not, why?" and "may I refund 300?", and then captures.
//
//	go run ./examples/billing
//
// Asking (ask.go). An intent is decoded as the API returned it, and the answer is yes, no with the reason as data, or unknown,
// because the body shows only the id of the charge on which the answer depends: fetch that charge, fill it in with WithCharge, and
// ask again.
//
// Capturing (store.go). Capture returns the intent as it would be, and changes nothing. That future is committed only if the stored
// intent is still the one that it was decided on. If another worker was faster, it is thrown away, and the capture is decided again
// on the fresh intent, where it may be refused. Nothing is captured twice, nothing is locked while deciding, and no event is routed
// whose change was not committed.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/webhook/event"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "billing:", err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	for _, q := range []struct {
		words string
		may   question
	}{
		{"May I capture 300 more?", mayCapture300},
		{"May I refund 300?", mayRefund300},
	} {
		fmt.Fprintln(w, q.words)
		for _, name := range []string{"expanded", "charges_2019", "id_only"} {
			pi, err := fetchPaymentIntent(name)
			if err != nil {
				return err
			}
			if err := ask(w, name, pi, q.may); err != nil {
				return err
			}
		}
		fmt.Fprintln(w)
	}
	pi, err := fetchPaymentIntent("expanded")
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Two workers see %d capturable. A captures 400, B captures 300.\n", pi.AmountCapturable)
	compete(w, pi)
	return nil
}

// compete lets two workers decide on the same intent, of which one is too late.
func compete(w io.Writer, pi intent.PaymentIntent) {
	s := newStore(pi)
	seen := s.load(pi.ID) // by both
	committed, err := s.captureOn(seen, part(400))
	fmt.Fprintf(w, "  A        %s; committed: %t\n", answer(err), committed)
	committed, err = s.captureOn(seen, part(300))
	fmt.Fprintf(w, "  B        %s; committed: %t\n", answer(err), committed)
	if !committed {
		fmt.Fprintf(w, "  B again  %s\n", answer(s.capture(pi.ID, part(300))))
	}
	fmt.Fprintf(w, "  stored   %d received, %d capturable\n", s.load(pi.ID).AmountReceived, s.load(pi.ID).AmountCapturable)
	for _, e := range s.takeOutbox() {
		route(w, e)
	}
}

// route hands an event on by the object that it shows.
func route(w io.Writer, e event.Event) {
	switch e := e.(type) {
	case *charge.Event:
		fmt.Fprintf(w, "  to the books: %s\n", e)
	case *intent.Event:
		fmt.Fprintf(w, "  to the order: %s\n", e)
	}
}
