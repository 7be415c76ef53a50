package main

import (
	"cmp"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// Links say which transfer and which application fee belong to which intent, and what comes from outside with them. The recordings
// do not: one that no call made belongs to the intent that was called about last, if that one has such a thing and it is not linked yet.
type links struct {
	owner         map[string]string       // from the id of a transfer or a fee to that of its intent
	transfer, fee map[string]string       // from the id of an intent to that of its transfer, and of its fee
	amount        map[string]money.Amount // of a transfer, as it is first retrieved
	destination   map[string]bool         // the intents that have one
	asksFee       map[string]bool         // the intents that ask for a fee
}

// findLinks reads ahead: a transfer is retrieved after it has come into being.
func findLinks(sc *scenario) *links {
	l := &links{
		owner: map[string]string{}, transfer: map[string]string{}, fee: map[string]string{},
		amount: map[string]money.Amount{}, destination: map[string]bool{}, asksFee: map[string]bool{},
	}
	charges := map[string]string{} // from the id of a charge to that of its intent
	last := ""                     // the intent that was called about last
	for i := range sc.Steps {
		s := &sc.Steps[i]
		last = l.note(s, charges, last)
		switch {
		case s.Op == "transfers.create":
			l.owner[s.Answer.text("id")] = "" // of no intent
		case strings.HasPrefix(s.Op, "transfers."):
			l.link(s.On, last, l.transfer, l.destination)
			if amount, ok := s.Answer.amount("amount"); s.Op == "transfers.retrieve" && ok && amount.Valid && l.amount[s.On] == 0 {
				l.amount[s.On] = amount.Amount
			}
		case strings.HasPrefix(s.Op, "application_fees."):
			l.link(s.On, last, l.fee, l.asksFee)
		}
	}
	return l
}

// note notes what a step tells of an intent, and returns the id of the intent that was called about last.
func (l *links) note(s *step, charges map[string]string, last string) string {
	shown := s.Answer
	if body := s.intent(); body != nil {
		last = cmp.Or(body.text("id"), last)
		if id := chargeID(body); id != "" {
			charges[id] = last
		}
		shown = body.sub("latest_charge")
		l.asksFee[last] = l.asksFee[last] || s.Params.has(paramFee)
		l.destination[last] = l.destination[last] || s.Params.has(paramDestination)
	} else if id := cmp.Or(s.On, shown.text("id")); (isCharge(id) || s.Op == "charges.create") && charges[id] == "" {
		charges[id] = bareID(id)
	}
	for _, id := range []string{s.On, s.Params.text("charge"), s.Answer.text("id")} {
		last = cmp.Or(charges[id], last)
	}
	last = cmp.Or(s.Params.text("payment_intent"), last)
	l.destination[last] = l.destination[last] || shown.isTrue("transfer?")
	l.asksFee[last] = l.asksFee[last] || shown.isTrue("application_fee?")
	return last
}

// link links an object to an intent that has such a one, unless either is linked.
func (l *links) link(id, owner string, of map[string]string, has map[string]bool) {
	if _, linked := l.owner[id]; id != "" && owner != "" && !linked && has[owner] && of[owner] == "" {
		l.owner[id], of[owner] = owner, id
	}
}

// direct reports whether an intent is made on a connected account: it asks for a fee, now or later, and has no destination. If the fee
// was refused, it is not.
func (l *links) direct(s *step, id string) bool {
	asks := s.Params.has(paramFee) || l.asksFee[id]
	return asks && !s.Params.has(paramDestination) && s.Error.text("param") != paramFee
}

// settlement names what a capture of an intent brings into being. In which currency the destination is paid, and how much that is, comes
// from outside. The recordings do not show the currency: it is another one if more was transferred than the payment is of. With
// asynchronous capture all of it comes later.
func (d *driver) settlement(pi *intent.PaymentIntent, method intent.CaptureMethod) charge.Settlement {
	if method == intent.CaptureMethodAutomaticAsync {
		return charge.Settlement{}
	}
	s := charge.Settlement{
		BalanceTransaction: unrecordedTxn,
		ApplicationFee:     cmp.Or(d.links.fee[pi.ID], d.newID("fee")),
		Transfer:           cmp.Or(d.links.transfer[pi.ID], d.newID("tr")),
	}
	if amount := d.links.amount[s.Transfer]; amount > pi.Amount && pi.LatestCharge.Transfer.ID == "" {
		s.TransferCurrency, s.TransferAmount = otherCurrency, money.Some(amount)
	}
	return s
}

// settled returns the intent after its fee and its transfer have come into being, which an asynchronous capture left null. No call brings
// them, so they have where the recording needs them.
func (d *driver) settled(pi intent.PaymentIntent) intent.PaymentIntent {
	brings := d.settlement(&pi, "")
	brings.BalanceTransaction = ""
	next, _, err := pi.Settle(intent.SettleParams{Settlement: brings})
	if err != nil {
		return pi // nothing is missing
	}
	return next
}
