package oracle_test

import (
	"math/big"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// A kind is what a line of a book is about.
type kind int

// Kinds of lines.
const (
	agreed       kind = iota // what the payment is of; the last one counts
	took                     // by a capture, from the customer
	released                 // not taken, and booked as refunded
	refunded                 // to the customer
	undone                   // of what was refunded: it failed, or was canceled
	feePut                   // put aside for the platform
	feeBack                  // given back to the connected account
	transferPut              // put aside for the destination
	transferBack             // taken back from the destination
	transferPaid             // in another currency, for all that was put aside for the destination until then
	transferLost             // from here on nobody knows how much the transfer is
	kinds
)

// A line is one amount, in minor units.
type line struct {
	kind   kind
	amount big.Int
}

// A book is a payment on paper: a list of lines, which only grows, and what is not an amount. There is no running total: whenever a line was
// written, each total is the sum of the list again, in integers that have no end.
type book struct {
	lines []line
	facts facts

	count [kinds]int
	total [kinds]big.Int
	// What follows from the totals.
	left, refunds, refundable, shownRefunded, feeLeft, transferLeft big.Int

	gave    [3]big.Int // what the last command gave: a refund, of the fee, of the transfer
	a, b, c big.Int    // scratch
	takes   big.Int    // scratch of a capture
	seen    sights     // what the last command showed
}

// facts are what is not added up.
type facts struct {
	created, closed, canceled          bool
	method                             string // the payment method
	step                               string // what the customer has to do
	attempt                            attempt
	manual                             bool
	currency                           money.Currency
	account, destination               bool // of a direct, of a destination payment
	rules                              intent.Rules
	requested                          intent.CardOptions
	multicapture, incremental          bool // granted
	maximum                            int64
	before                             int64            // capture_before
	increments                         int              // tries
	fee, transfer                      money.NullAmount // what the intent says
	asked                              money.NullAmount // application_fee_amount of the charge
	firstGave                          bool             // the first capture gave an amount of its own
	feeNamed, transferNamed, txn       bool             // came into being
	transferCurrency                   money.Currency
	feeRefundedAlone, transferRevAlone bool
	refundsMade                        int
	dead                               [65]bool // by number: refunds that failed or were canceled
}

// An attempt is what became of the last one.
type attempt int

const (
	none attempt = iota
	failed
	waits // for a bank, with a charge
	waitsBare
	approved
)

// old reports whether releases are booked as refunded.
func (f *facts) old() bool {
	switch f.rules.Version {
	case "2025-02-24.acacia", "2022-08-01":
		return true
	default:
		return false
	}
}

// many reports whether the rules of several captures hold.
func (f *facts) many() bool { return f.manual && f.multicapture }

func (f *facts) status() intent.Status {
	switch {
	case !f.created:
		return ""
	case f.canceled:
		return "canceled"
	case f.attempt == approved && f.closed:
		return "succeeded"
	case f.attempt == approved:
		return "requires_capture"
	case f.attempt == waits || f.attempt == waitsBare:
		return "processing"
	case f.step != "":
		return "requires_action"
	case f.method != "":
		return "requires_confirmation"
	default:
		return "requires_payment_method"
	}
}

// open reports whether no money was moved yet, and some may be.
func (f *facts) open() bool {
	s := f.status()
	return s == "requires_payment_method" || s == "requires_confirmation" || s == "requires_action"
}

// paid reports whether there may be money to give back.
func (b *book) paid() bool {
	s := b.facts.status()
	return s == "requires_capture" || s == "succeeded" || s == "canceled" && b.count[took] > 0
}

// feeDue and transferDue report whether there is something that was put aside and has not come into being.
func (b *book) feeDue() bool { return !b.facts.feeNamed && b.count[feePut] > 0 }

func (b *book) transferDue() bool { return !b.facts.transferNamed && b.count[transferPut] > 0 }

func (b *book) lost() bool { return b.count[transferLost] > 0 }

// elsewhere reports whether the transfer is in another currency than the payment.
func (b *book) elsewhere() bool {
	return b.facts.transferNamed && b.facts.transferCurrency != b.facts.currency
}

// clear makes the book that of no payment. What lines are made of is kept.
func (b *book) clear() {
	b.lines = b.lines[:0]
	b.facts = facts{}
	b.sum()
}

// write adds a line.
func (b *book) write(k kind, amount *big.Int) {
	if n := len(b.lines); n < cap(b.lines) {
		b.lines = b.lines[:n+1]
	} else {
		b.lines = append(b.lines, line{})
	}
	l := &b.lines[len(b.lines)-1]
	l.kind = k
	l.amount.Set(amount)
}

// writeSome adds a line unless it is about nothing.
func (b *book) writeSome(k kind, amount *big.Int) {
	if amount.Sign() > 0 {
		b.write(k, amount)
	}
}

// sum adds everything up.
func (b *book) sum() {
	b.count = [kinds]int{}
	for k := range b.total {
		b.total[k].SetInt64(0)
	}
	for i := range b.lines {
		l := &b.lines[i]
		b.count[l.kind]++
		switch l.kind {
		case agreed:
			b.total[agreed].Set(&l.amount)
		case transferPaid:
			b.total[transferPut].Set(&l.amount)
		case transferLost:
			b.total[transferPut].SetInt64(0)
			b.total[transferBack].SetInt64(0)
		default:
			b.total[l.kind].Add(&b.total[l.kind], &l.amount)
		}
	}
	b.left.Sub(&b.total[agreed], &b.total[took])
	b.refunds.Set(&b.total[refunded])
	if b.facts.rules.FailedRefund == intent.FailedRefundFalls {
		b.refunds.Sub(&b.refunds, &b.total[undone])
	}
	b.refundable.Sub(&b.total[took], &b.refunds)
	b.shownRefunded.Add(&b.refunds, &b.total[released])
	b.feeLeft.Sub(&b.total[feePut], &b.total[feeBack])
	b.transferLeft.Sub(&b.total[transferPut], &b.total[transferBack])
}

// portion sets z to how much of all comes back with part of whole: to the nearest unit, halves up, and no more than is left.
func (b *book) portion(z, all, part, whole, left *big.Int) {
	b.a.Mul(all, part)
	b.a.Lsh(&b.a, 1)
	b.a.Add(&b.a, whole)
	b.b.Lsh(whole, 1)
	z.QuoRem(&b.a, &b.b, &b.c)
	switch half := b.c.Cmp(whole); {
	case z.Cmp(left) > 0:
		z.Set(left)
		b.see(portionCapped)
	case b.c.Sign() == 0:
		b.see(portionTie)
	case half < 0:
		b.see(portionUp)
	case half > 0:
		b.see(portionDown)
	}
}

// base returns what a refund is a portion of.
func (b *book) base() *big.Int {
	if b.facts.rules.Connect.PortionBase == connect.PortionBaseAmount {
		return &b.total[agreed]
	}
	return &b.total[took]
}

// at returns an amount of a command as an integer that has no end.
func (b *book) at(a money.Amount) *big.Int { return b.c.SetInt64(int64(a)) }

func same(want *big.Int, got money.Amount) bool { return want.IsInt64() && want.Int64() == int64(got) }
