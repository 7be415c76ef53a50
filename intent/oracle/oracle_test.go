// Package oracle_test holds the money of an intent to a second implementation, which was written another way: a list of what happened, added up
// again after each command, with math/big. It shares no code with the first one but the types of commands and of what they return.
//
// It says of each random command whether it is accepted, for which code it is refused, with which limit where that is an amount, and every
// amount that is there afterwards. It does not know events, times that are only stored, names, the confirmation limit, and what is not known.
package oracle_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

var (
	commands = flag.Int64("commands", 200_000, "how many random commands")
	seed     = flag.Uint64("seed", 1, "of all lives; 0: the clock")
	only     = flag.Int64("life", -1, "tell this life alone")
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(1000) // of a small heap
	m.Run()
}

// TestOracle walks random lives until there were enough commands.
func TestOracle(t *testing.T) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	if *only >= 0 {
		w := newWalk()
		w.telling = true
		err := w.walk(*seed, uint64(*only))
		t.Logf("life %d of seed %d:\n%s", *only, *seed, &w.story)
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	began := time.Now()
	all, err := walkAll(*seed, *commands)
	took := time.Since(began)
	if all == nil {
		t.Fatal(err)
	}
	t.Logf("seed %d: %d commands in %d lives in %v, %.0f a second; %.0f %% were accepted",
		*seed, all.tries, all.lives, took.Round(time.Millisecond), float64(all.tries)/took.Seconds(), 100*float64(all.accepted)/float64(all.tries))
	if err != nil {
		t.Fatal(err)
	}
	all.report(t)
}

// A broken life is one in which the book and the intent do not agree.
type broken struct {
	seed, life uint64
	err        error
}

func (b *broken) Error() string {
	w := newWalk()
	w.telling = true
	_ = w.walk(b.seed, b.life) // again, told
	return fmt.Sprintf("-seed %d -life %d:\n%s%v", b.seed, b.life, &w.story, b.err)
}

// walkAll walks lives on every processor.
func walkAll(seed uint64, commands int64) (*count, error) {
	if commands < 1 {
		return nil, fmt.Errorf("-commands is %d, and has to be at least 1", commands)
	}
	var next, tries atomic.Int64
	var stop atomic.Bool
	walks := make([]*walk, runtime.GOMAXPROCS(0))
	errs := make([]error, len(walks))
	var all sync.WaitGroup
	for i := range walks {
		walks[i] = newWalk()
		all.Go(func() {
			w := walks[i]
			for !stop.Load() && tries.Load() < commands {
				life, before := uint64(next.Add(1)-1), w.tries
				if err := w.walk(seed, life); err != nil {
					errs[i] = &broken{seed, life, err}
					stop.Store(true)
				}
				tries.Add(w.tries - before)
			}
		})
	}
	all.Wait()
	sum := newCount()
	for _, w := range walks {
		sum.add(w.count)
	}
	return sum, errors.Join(errs...)
}

// A walk is walked by one goroutine.
type walk struct {
	*count
	book    book
	pcg     rand.PCG
	dice    dice
	pi      intent.PaymentIntent
	telling bool
	story   strings.Builder
}

func newWalk() *walk {
	w := &walk{count: newCount()}
	w.dice.Rand = rand.New(&w.pcg)
	return w
}

// walk walks one life.
func (w *walk) walk(seed, life uint64) (err error) {
	defer func() {
		if why := recover(); why != nil {
			err = fmt.Errorf("panic: %v", why)
		}
	}()
	w.pcg.Seed(seed, life)
	w.pi = intent.PaymentIntent{}
	w.dice = dice{Rand: w.dice.Rand, pi: &w.pi, copies: append(w.dice.copies[:0], foreign)}
	w.book.clear()
	w.lives++
	for _, c := range w.dice.beginning() {
		if err := w.try(c); err != nil {
			return err
		}
	}
	for n, left := 0, 16+w.dice.IntN(48); n < left; n++ {
		if w.book.facts.closed && w.book.refundable.Sign() == 0 || w.pi.Status == intent.StatusCanceled {
			left -= 4 // little happens to it
		}
		if err := w.try(w.dice.command()); err != nil {
			return err
		}
	}
	return nil
}

// TestWalkIsFresh walks lives one after the other, and each on a walk of its own too. A life that is told again has to be the same one.
func TestWalkIsFresh(t *testing.T) {
	used := newWalk()
	for life := range uint64(4000) {
		fresh := newWalk()
		if err := errors.Join(used.walk(1, life), fresh.walk(1, life)); err != nil {
			t.Fatal(err)
		}
		if used.pcg != fresh.pcg || used.pi != fresh.pi || used.book.facts != fresh.book.facts || !slices.Equal(used.dice.copies, fresh.dice.copies) {
			t.Errorf("life %d ends after others as %s, alone as %s", life, used.pi, fresh.pi)
		}
	}
}

// TestNoCommands asks for no commands, of which nothing could be said.
func TestNoCommands(t *testing.T) {
	for _, commands := range []int64{0, -1} {
		if _, err := walkAll(1, commands); err == nil {
			t.Errorf("-commands %d is walked", commands)
		}
	}
}

// foreign is a refund that somebody else made of the charge.
var foreign = refund.Refund{ID: "re_9", Charge: chargeID, Amount: 1, Currency: "usd", Status: refund.StatusSucceeded}

func (w *walk) try(c intent.Command) error {
	next, m, want, err := w.book.try(&w.pi, c)
	w.tries++
	w.reached[reach{c.Operation(), want.code}]++
	if w.telling {
		answer := "accepted"
		if want != accepted {
			answer = "refused for " + string(want.code)
		}
		fmt.Fprintf(&w.story, "%s\n   → the book: %s; the intent: %s\n", c, answer, next)
	}
	if err != nil {
		return fmt.Errorf("%s: %#v: %w", c, c, err)
	}
	if want == accepted {
		w.accepted++
		for s := w.book.seen; s != 0; s &= s - 1 {
			w.sights[trailing(s)]++
		}
		if m.refund != (refund.Refund{}) {
			w.dice.copies = append(w.dice.copies, m.refund)
		}
		w.pi = next
	}
	return nil
}

// beginning returns how some lives begin: with captures around the limit of fifty, or with more refunds than have numbers.
func (d *dice) beginning() []intent.Command {
	kind := d.IntN(32)
	if kind > 4 {
		return nil
	}
	p := d.create()
	p.At, p.Amount, p.Currency, p.CaptureMethod = 0, pick[money.Amount](d, 50, 51, 52, 60, 200, most), "usd", intent.CaptureMethodManual
	p.CardOptions.RequestMulticapture = true
	p.Account, p.ApplicationFeeAmount, p.TransferData.Amount = "", money.NullAmount{}, money.NullAmount{}
	card := charge.Card{Network: charge.NetworkVisa, Multicapture: true, CaptureBefore: 1000}
	all := []intent.Command{p, intent.ConfirmParams{PaymentMethod: "pm_1", Attempt: charge.Attempt{Answer: charge.AnswerApproved, Charge: chargeID, Card: card}}}
	if kind == 0 {
		all = append(all, intent.CaptureParams{AmountToCapture: money.Some(p.Amount - 1), NonFinal: d.one(2)})
		for range 62 + d.IntN(4) {
			all = append(all, intent.RefundParams{ID: "re_1", Amount: money.Some(pick[money.Amount](d, 1, 1, 1, 2))})
		}
		return all
	}
	c := intent.CaptureParams{AmountToCapture: money.Some(1), NonFinal: true}
	if p.TransferData.Destination != "" && d.one(2) {
		c.ApplicationFeeAmount = money.Some(1)
	}
	if d.one(2) {
		c.Settlement = charge.Settlement{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"}
	}
	d.sets.fee, d.sets.transfer = c.ApplicationFeeAmount, c.TransferDataAmount
	for range 47 + d.IntN(5) {
		all = append(all, c)
	}
	return all
}
