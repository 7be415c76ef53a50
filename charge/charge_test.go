package charge_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/refund"
)

var (
	_ map[charge.Charge]struct{} // comparable
	_ map[charge.Attempt]struct{}
	_ map[charge.Previous]struct{}
)

// full returns a charge with a value in every field.
func full() charge.Charge {
	return charge.Charge{
		ID: "ch_1", PaymentIntent: "pi_1", Status: charge.StatusSucceeded,
		Amount: 1000, AmountCaptured: 900, AmountRefunded: 900, Currency: "usd",
		Captured: true, Refunded: true, Paid: true, Disputed: true, Captures: 3, RefundsMade: 64, LiveRefunds: 1<<63 | 5,
		FirstGave: connect.MarkUnknown, FeeEndpointUsed: connect.MarkYes, TransferEndpointUsed: connect.MarkYes,
		PaymentMethod: "pm_1", BalanceTransaction: "txn_1", FailureCode: code.CardDeclined, FailureMessage: "Your card was declined.",
		FailureBalanceTransaction: "txn_2",
		ApplicationFeeAmount:      money.Some(90),
		ApplicationFee: connect.ApplicationFee{
			ID: "fee_1", Account: "acct_1", Charge: "ch_1", Amount: 90, AmountRefunded: 40, Created: 1700000001,
		},
		Transfer: connect.Transfer{
			ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: 800, AmountReversed: 80, Currency: "cad", Created: 1700000002,
		},
		Card: charge.Card{
			Network: charge.NetworkVisa, Multicapture: true, Incremental: true, Extended: true,
			AmountAuthorized: 1000, MaximumAmountCapturable: 1150, CaptureBefore: 1700600000,
		},
		Created: 1700000000,
	}
}

// A field that full does not fill would not be tested.
func TestFullIsFull(t *testing.T) {
	var look func(name string, v reflect.Value)
	look = func(name string, v reflect.Value) {
		if v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				look(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
			return
		}
		if v.IsZero() && name != "charge.Card.Unshown" { // which is of charges that show less
			t.Errorf("%s is zero", name)
		}
	}
	look("charge", reflect.ValueOf(full()))
}

func TestKnown(t *testing.T) {
	for _, c := range []struct {
		c    charge.Charge
		want bool
	}{
		{charge.Charge{}, false},
		{charge.Charge{ID: "ch_1"}, false},
		{charge.Charge{ID: "ch_1", Status: charge.StatusFailed}, true},
		{charge.Charge{ID: "ch_1", Status: "new"}, true},
		{full(), true},
	} {
		if c.c.Known() != c.want {
			t.Errorf("%+v: %t", c.c, c.c.Known())
		}
	}
}

// The spelling is what goes over the wire, so it is written down once more.
func TestSpelling(t *testing.T) {
	if got, want := []charge.Status{charge.StatusSucceeded, charge.StatusPending, charge.StatusFailed},
		[]charge.Status{"succeeded", "pending", "failed"}; !slices.Equal(got, want) {
		t.Errorf("the statuses are %q", got)
	}
	if got, want := []charge.Network{
		charge.NetworkAmex, charge.NetworkCartesBancaires, charge.NetworkDiners, charge.NetworkDiscover,
		charge.NetworkJCB, charge.NetworkMastercard, charge.NetworkUnionPay, charge.NetworkVisa,
	}, []charge.Network{
		"amex", "cartes_bancaires", "diners", "discover", "jcb", "mastercard", "unionpay", "visa",
	}; !slices.Equal(got, want) {
		t.Errorf("the networks are %q", got)
	}
}

func TestCaptureLedger(t *testing.T) {
	c := full()
	r := capture.Readings{Limit: capture.LimitNonFinalAndOne, WholeRemainder: capture.WholeRemainderCloses}
	want := capture.Ledger{Authorized: 1000, Maximum: 1150, Captured: 900, Count: 3, Closed: true, Multicapture: true, Readings: r}
	if got := c.CaptureLedger(r); got != want {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
	if got := new(charge.Charge).CaptureLedger(capture.Readings{}); got != (capture.Ledger{}) {
		t.Errorf("the zero Charge has the ledger %+v", got)
	}
}

func TestFullyRefunded(t *testing.T) {
	for _, c := range []struct {
		name                 string
		captured             bool
		taken, refunded      money.Amount // of 1000
		single, multi, basil bool         // before basil without and with multicapture, and since
	}{
		{"authorized", false, 0, 0, false, false, false},
		{"captured", true, 1000, 0, false, false, false},
		{"captured and refunded", true, 1000, 1000, true, true, true},
		{"all but one refunded", true, 1000, 999, false, false, false},
		{"part captured, the release booked as a refund", true, 100, 900, false, false, false},
		{"part captured and refunded", true, 100, 100, false, true, true},
		{"part captured, refunded, and the release booked", true, 100, 1000, true, false, false},
		{"part captured, all but one refunded", true, 100, 99, false, false, false},
		{"part captured, the rest open, refunded", false, 100, 100, false, false, false},
		{"canceled, the release booked as a refund", false, 0, 1000, true, false, false},
		{"closed with nothing captured", true, 0, 0, false, false, false},
		{"the least captured and refunded", true, 1, 1, false, true, true},
	} {
		ch := charge.Charge{Amount: 1000, AmountCaptured: c.taken, AmountRefunded: c.refunded, Captured: c.captured}
		if got := ch.FullyRefunded(true); got != c.single {
			t.Errorf("%s, before basil: %t", c.name, got)
		}
		if got := ch.FullyRefunded(false); got != c.basil {
			t.Errorf("%s: %t", c.name, got)
		}
		ch.Card.Multicapture = true
		if got := ch.FullyRefunded(true); got != c.multi {
			t.Errorf("%s, multicapture, before basil: %t", c.name, got)
		}
		if got := ch.FullyRefunded(false); got != c.basil {
			t.Errorf("%s, multicapture: %t", c.name, got)
		}
	}
}

// Before basil what a single capture released is booked as refunded, and is no refund.
func TestRefundLedger(t *testing.T) {
	for _, c := range []struct {
		name                 string
		captured             bool
		taken, refunded      money.Amount // of 1000
		single, multi, basil money.Amount // Ledger.Refunded before basil without and with multicapture, and since
	}{
		{"authorized", false, 0, 0, 0, 0, 0},
		{"captured", true, 1000, 0, 0, 0, 0},
		{"captured, a part refunded", true, 1000, 400, 400, 400, 400},
		{"part captured", true, 700, 300, 0, 300, 300},
		{"part captured and refunded", true, 700, 1000, 700, 1000, 1000},
		{"part captured, a part refunded", true, 700, 301, 1, 301, 301},
		{"part captured, the rest open", false, 700, 300, 300, 300, 300},
		{"canceled, the release booked as a refund", false, 0, 1000, 1000, 1000, 1000},
		{"closed with nothing captured", true, 0, 1000, 0, 1000, 1000},
		{"part captured, the release not booked", true, 700, 0, -300, 0, 0}, // no ledger is so: nothing can be refunded
	} {
		for _, k := range []struct {
			multicapture, releases bool
			want                   money.Amount
		}{{false, true, c.single}, {true, true, c.multi}, {false, false, c.basil}, {true, false, c.basil}} {
			ch := charge.Charge{Amount: 1000, AmountCaptured: c.taken, AmountRefunded: c.refunded, Captured: c.captured}
			ch.Card.Multicapture = k.multicapture
			want := refund.Ledger{Captured: c.taken, Refunded: k.want, Final: c.captured}
			if got := ch.RefundLedger(k.releases); got != want {
				t.Errorf("%s, %+v: %+v, want %+v", c.name, k, got, want)
			}
		}
	}
	// What the body does not show is proved by a part that was captured while the rest is held.
	ch := charge.Charge{Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 700, AmountRefunded: 300, Card: charge.Card{Unshown: true}}
	if got, want := ch.RefundLedger(true), (refund.Ledger{Captured: 700, Refunded: 300}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Who refunds all that the ledger allows has given back what was captured, under either accounting.
func TestRefundLedgerIsExhaustedWhenRefunded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		releases, multicapture := rapid.Bool().Draw(t, "releases"), rapid.Bool().Draw(t, "multicapture")
		c := charge.Charge{ID: "ch_1", Status: charge.StatusSucceeded, Paid: true, Captured: true, Captures: 1}
		c.Amount = money.Amount(rapid.Int64Range(1, 1000).Draw(t, "amount"))
		c.AmountCaptured = money.Amount(rapid.Int64Range(1, int64(c.Amount)).Draw(t, "captured"))
		c.Card.Multicapture = multicapture
		if releases && !multicapture {
			c.AmountRefunded = c.Amount - c.AmountCaptured
		}
		var refunded money.Amount
		for refunded < c.AmountCaptured {
			if c.Refunded = c.FullyRefunded(releases); c.Refunded {
				t.Fatalf("refunded after %d of %+v", refunded, c)
			}
			valid(t, c, releases)
			left := c.RefundLedger(releases).Refundable()
			if left != c.AmountCaptured-refunded {
				t.Fatalf("%d refundable after %d of %+v", left, refunded, c)
			}
			part := money.Amount(rapid.Int64Range(1, int64(left)).Draw(t, "part"))
			refunded += part
			c.AmountRefunded += part
		}
		c.Refunded = c.FullyRefunded(releases)
		if l := c.RefundLedger(releases); !c.Refunded || !l.Exhausted() || l.Validate() != nil {
			t.Fatalf("all of it is refunded, but %+v of %+v", l, c)
		}
		valid(t, c, releases)
	})
}

func valid(t *rapid.T, c charge.Charge, releases bool) {
	if err := c.Validate(capture.Readings{}, releases); err != nil {
		t.Fatalf("%v: %+v", err, c)
	}
}

// base is a charge of 1000 of which 600 were captured for good.
func base() charge.Charge {
	return charge.Charge{ID: "ch_1", Status: charge.StatusSucceeded, Amount: 1000, AmountCaptured: 600, Captured: true, Captures: 1, Paid: true}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name       string
		change     func(c *charge.Charge)
		param      string // "" is valid
		got, limit money.Amount
	}{
		{"as it is", func(*charge.Charge) {}, "", 0, 0},
		{"no id", func(c *charge.Charge) { c.ID = "" }, "latest_charge.id", 0, 0},

		{"no amount", func(c *charge.Charge) { c.Amount = 0 }, "latest_charge.amount", 0, money.Max},
		{"least amount", func(c *charge.Charge) { c.Amount, c.AmountCaptured = 1, 1 }, "", 0, 0},
		{"negative amount", func(c *charge.Charge) { c.Amount = math.MinInt64 }, "latest_charge.amount", math.MinInt64, money.Max},
		{"largest amount", func(c *charge.Charge) { c.Amount = money.Max }, "", 0, 0},
		{"too large an amount", func(c *charge.Charge) { c.Amount = money.Max + 1 }, "latest_charge.amount", money.Max + 1, money.Max},

		{"captured less than nothing", func(c *charge.Charge) { c.AmountCaptured = -1 }, "latest_charge.amount_captured", -1, 1000},
		{"captured nothing", func(c *charge.Charge) { c.AmountCaptured, c.Captured, c.Captures = 0, false, 0 }, "", 0, 0},
		{"captured everything", func(c *charge.Charge) { c.AmountCaptured = 1000 }, "", 0, 0},
		{"captured more", func(c *charge.Charge) { c.AmountCaptured = 1001 }, "latest_charge.amount_captured", 1001, 1000},

		{"refunded less than nothing", func(c *charge.Charge) { c.AmountRefunded = -1 }, "latest_charge.amount_refunded", -1, 600},
		{"refunded almost everything", func(c *charge.Charge) { c.AmountRefunded = 599 }, "", 0, 0},
		{"refunded everything", func(c *charge.Charge) { c.AmountRefunded, c.Refunded = 600, true }, "", 0, 0},
		{"refunded more", func(c *charge.Charge) { c.AmountRefunded = 601 }, "latest_charge.amount_refunded", 601, 600},

		{"refunded without a refund", func(c *charge.Charge) { c.Refunded = true }, "latest_charge.refunded", 0, 600},
		{"not refunded with everything refunded", func(c *charge.Charge) { c.AmountRefunded = 600 }, "latest_charge.refunded", 600, 600},

		{"succeeded and not paid", func(c *charge.Charge) { c.Paid = false }, "latest_charge.paid", 0, 0},
		{"failed and paid", func(c *charge.Charge) { c.Status = charge.StatusFailed }, "latest_charge.paid", 0, 0},
		{"failed", func(c *charge.Charge) { c.Status, c.Paid, c.Captured = charge.StatusFailed, false, false }, "", 0, 0},

		{"pending", func(c *charge.Charge) { c.Status, c.Paid = charge.StatusPending, false }, "", 0, 0},
		{"pending and paid", func(c *charge.Charge) { c.Status = charge.StatusPending }, "latest_charge.paid", 0, 0},
		{"pending and not captured", func(c *charge.Charge) { c.Status, c.Paid, c.Captured = charge.StatusPending, false, false }, "latest_charge.captured", 0, 0},

		{"two captures without multicapture", func(c *charge.Charge) { c.Captures = 2 }, "latest_charge.captures", 2, 1},
		{"two captures that failed", func(c *charge.Charge) { c.Status, c.Paid, c.Captures = charge.StatusFailed, false, 2 }, "", 0, 0},
		{"two captures with multicapture", func(c *charge.Charge) { c.Captures, c.Card.Multicapture = 2, true }, "", 0, 0},
		{"uncounted", func(c *charge.Charge) { c.Captures = capture.Uncounted }, "", 0, 0},
		{"51 captures", func(c *charge.Charge) { c.Captures, c.Card.Multicapture = 51, true }, "latest_charge.captures", 51, 50},
		{"part captured and open", func(c *charge.Charge) { c.Captured, c.Card.Multicapture = false, true }, "", 0, 0},
		{"part captured and open without multicapture", func(c *charge.Charge) { c.Captured = false }, "latest_charge.captures", 1, 1},

		{"no refund has a number", func(c *charge.Charge) { c.LiveRefunds = 1 }, "latest_charge.refunds_made", 0, 64},
		{"the first refund counts", func(c *charge.Charge) { c.RefundsMade, c.LiveRefunds = 1, 1 }, "", 0, 0},
		{"the first refund failed", func(c *charge.Charge) { c.RefundsMade = 1 }, "", 0, 0},
		{"a second refund counts that was not made", func(c *charge.Charge) { c.RefundsMade, c.LiveRefunds = 1, 2 }, "latest_charge.refunds_made", 1, 64},
		{"63 refunds", func(c *charge.Charge) { c.RefundsMade, c.LiveRefunds = 63, math.MaxInt64 }, "", 0, 0},
		{"63 refunds, and the last counts", func(c *charge.Charge) { c.RefundsMade, c.LiveRefunds = 63, 1<<63 }, "latest_charge.refunds_made", 63, 64},
		{"64 refunds", func(c *charge.Charge) { c.RefundsMade, c.LiveRefunds = 64, math.MaxUint64 }, "", 0, 0},
		{"65 refunds", func(c *charge.Charge) { c.RefundsMade = 65 }, "latest_charge.refunds_made", 65, 64},
		{"a refund of nothing captured", func(c *charge.Charge) { uncaptured(c); c.RefundsMade = 1 }, "latest_charge.refunds_made", 1, 0},

		{"made before 1970", func(c *charge.Charge) { c.Created = -1 }, "latest_charge.created", -1, 0},
		{"made in 1970", func(c *charge.Charge) { c.Created = 1 }, "", 0, 0},
		{"a failure code", func(c *charge.Charge) { c.FailureCode = code.CardDeclined }, "latest_charge.failure_code", 0, 0},
		{"a failure message", func(c *charge.Charge) { c.FailureMessage = "no" }, "latest_charge.failure_code", 0, 0},
		{"funds of a failure taken back", func(c *charge.Charge) { c.FailureBalanceTransaction = "txn_2" }, "latest_charge.failure_code", 0, 0},
		{"failed with a failure", func(c *charge.Charge) {
			c.Status, c.Paid, c.FailureCode, c.FailureMessage, c.FailureBalanceTransaction = charge.StatusFailed, false, code.CardDeclined, "no", "txn_2"
		}, "", 0, 0},
		{"a balance transaction of a capture", func(c *charge.Charge) { c.BalanceTransaction = "txn_1" }, "", 0, 0},
		{"a balance transaction of nothing", func(c *charge.Charge) { uncaptured(c); c.BalanceTransaction = "txn_1" }, "latest_charge.balance_transaction", 0, 0},
		{"disputed", func(c *charge.Charge) { c.Disputed = true }, "", 0, 0},
		{"disputed and not captured", func(c *charge.Charge) { uncaptured(c); c.Disputed = true }, "latest_charge.disputed", 0, 0},
		{"more captures than minor units", func(c *charge.Charge) {
			c.AmountCaptured, c.Captures, c.Card.Multicapture = 3, 4, true
		}, "latest_charge.captures", 4, 3},
		{"as many captures as minor units", func(c *charge.Charge) { c.AmountCaptured, c.Captures, c.Card.Multicapture = 3, 3, true }, "", 0, 0},
		{"authorized", func(c *charge.Charge) { c.Card.AmountAuthorized = 1000 }, "", 0, 0},
		{"less authorized", func(c *charge.Charge) { c.Card.AmountAuthorized = 999 }, "latest_charge.card.amount_authorized", 999, 1000},
		{"more authorized", func(c *charge.Charge) { c.Card.AmountAuthorized = 1001 }, "latest_charge.card.amount_authorized", 1001, 1000},
		{"overcaptured", func(c *charge.Charge) { c.Card.AmountAuthorized, c.AmountCaptured = 999, 1000 }, "", 0, 0},
		{"overcaptured and open", func(c *charge.Charge) {
			c.Card.AmountAuthorized, c.Card.Multicapture, c.AmountCaptured, c.Captured = 999, true, 1000, false
		}, "latest_charge.card.amount_authorized", 999, 1000},
		{"authorized less than nothing", func(c *charge.Charge) { c.Card.AmountAuthorized, c.AmountCaptured = -1, 1000 }, "latest_charge.card.amount_authorized", -1, 1000},
		{"held until 1969", func(c *charge.Charge) { c.Card.CaptureBefore = -1 }, "latest_charge.card.capture_before", -1, 0},
		{"255 refunds", func(c *charge.Charge) { c.RefundsMade = 255 }, "latest_charge.refunds_made", 255, 64},
	} {
		t.Run(c.name, func(t *testing.T) {
			ch := base()
			c.change(&ch)
			invalid(t, ch.Validate(capture.Readings{}, false), c.param, c.got, c.limit)
		})
	}
}

const yes, unknown = connect.MarkYes, connect.MarkUnknown

// returned has a fee of which something came back, and what is marked.
func returned(amount, back money.Amount, mark connect.Mark) func(*charge.Charge) {
	return func(c *charge.Charge) {
		c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: amount, AmountRefunded: back}
		c.FeeEndpointUsed = mark
	}
}

// reversed has a transfer of which something came back, and what is marked.
func reversed(amount, back money.Amount, mark connect.Mark) func(*charge.Charge) {
	return func(c *charge.Charge) {
		c.Transfer = connect.Transfer{ID: "tr_1", Amount: amount, AmountReversed: back}
		c.TransferEndpointUsed = mark
	}
}

func uncaptured(c *charge.Charge) { c.AmountCaptured, c.Captured, c.Captures = 0, false, 0 }

// Invariants 7 and 9: what a charge is shared by, and how it came back.
func TestValidateShared(t *testing.T) {
	const fee, transfer = "latest_charge.application_fee", "latest_charge.transfer"
	for _, c := range []struct {
		name       string
		change     func(c *charge.Charge)
		param      string // "" is valid
		got, limit money.Amount
	}{
		{"a fee of everything", func(c *charge.Charge) { c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 600} }, "", 0, 0},
		{"a larger fee", func(c *charge.Charge) { c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 601} }, fee + ".amount", 601, 600},
		{"a fee that is due", func(c *charge.Charge) { c.ApplicationFee.Amount = 600 }, "", 0, 0},
		{"a larger fee that is due", func(c *charge.Charge) { c.ApplicationFee.Amount = 601 }, fee + ".amount", 601, 600},
		{"a fee that was not expanded", func(c *charge.Charge) { c.ApplicationFee.ID = "fee_1" }, "", 0, 0},
		{"a fee that was refunded", func(c *charge.Charge) {
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, AmountRefunded: 30}
		}, "", 0, 0},
		{"a fee of which more was refunded", func(c *charge.Charge) {
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, AmountRefunded: 31}
		}, fee + ".amount_refunded", 31, 30},
		{"a negative fee", func(c *charge.Charge) { c.ApplicationFee.Amount = -1 }, fee + ".amount", -1, money.Max},
		{"a fee of nothing", func(c *charge.Charge) { uncaptured(c); c.ApplicationFee.ID = "fee_1" }, fee + ".amount", 0, 0},
		{"a fee that is due of nothing", func(c *charge.Charge) { uncaptured(c); c.ApplicationFee.Amount = 1 }, fee + ".amount", 1, 0},
		{"a fee of what failed", func(c *charge.Charge) { c.Status, c.Paid = charge.StatusFailed, false; c.ApplicationFee.ID = "fee_1" }, fee + ".amount", 0, 0},
		{"a fee of what is pending", func(c *charge.Charge) { c.Status, c.Paid = charge.StatusPending, false; c.ApplicationFee.Amount = 1 }, fee + ".amount", 1, 0},

		{"a transfer of everything", func(c *charge.Charge) {
			c.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 600, Currency: "usd"}
		}, "", 0, 0},
		{"a larger transfer", func(c *charge.Charge) {
			c.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 601, Currency: "usd"}
		}, transfer + ".amount", 601, 600},
		{"a transfer larger than the charge, in another currency", func(c *charge.Charge) {
			c.Amount, c.AmountCaptured = 1000, 1000
			c.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1", Amount: 1356, AmountReversed: 1356, Currency: "cad"}
		}, "", 0, 0},
		{"the largest transfer in another currency", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", Amount: money.Max, Currency: "cad"} }, "", 0, 0},
		{"too large a transfer in another currency", func(c *charge.Charge) {
			c.Transfer = connect.Transfer{ID: "tr_1", Amount: money.Max + 1, Currency: "cad"}
		}, transfer + ".amount", money.Max + 1, money.Max},
		{"a transfer in no currency", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", Amount: 600} }, "", 0, 0},
		{"a larger one in no currency", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", Amount: 601} }, transfer + ".amount", 601, 600},
		{"a transfer that is due", func(c *charge.Charge) { c.Transfer = connect.Transfer{Destination: "acct_1", Amount: 600} }, "", 0, 0},
		{"a larger transfer that is due", func(c *charge.Charge) { c.Transfer = connect.Transfer{Destination: "acct_1", Amount: 601} }, transfer + ".amount", 601, 600},
		{"a transfer that was not expanded", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", Destination: "acct_1"} }, "", 0, 0},
		{"a transfer of which more was reversed", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", Amount: 600, AmountReversed: 601} }, transfer + ".amount_reversed", 601, 600},
		{"a destination of nothing", func(c *charge.Charge) { uncaptured(c); c.Transfer.Destination = "acct_1" }, "", 0, 0},
		{"a transfer of nothing", func(c *charge.Charge) { uncaptured(c); c.Transfer.ID = "tr_1" }, transfer + ".amount", 0, 0},
		{"a transfer that is due of nothing", func(c *charge.Charge) { uncaptured(c); c.Transfer.Amount = 1 }, transfer + ".amount", 1, 0},
		{"a transfer of nothing in another currency", func(c *charge.Charge) {
			uncaptured(c)
			c.Transfer = connect.Transfer{ID: "tr_1", Amount: 7, Currency: "cad"}
		}, transfer + ".amount", 7, 0},
		{"a transfer of what failed", func(c *charge.Charge) { c.Status, c.Paid = charge.StatusFailed, false; c.Transfer.ID = "tr_1" }, transfer + ".amount", 0, 0},
		{"the destination of what failed", func(c *charge.Charge) {
			c.Status, c.Paid = charge.StatusFailed, false
			c.Transfer.Destination = "acct_1"
		}, "", 0, 0},

		{"every mark unknown", func(c *charge.Charge) { c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = 2, 2, 2 }, "", 0, 0},
		{"no such mark", func(c *charge.Charge) { c.FirstGave = 3 }, "latest_charge.tranche", 0, 0},
		{"no such mark of the fee", func(c *charge.Charge) { c.FeeEndpointUsed = 3 }, "latest_charge.tranche", 0, 0},
		{"a fee of this charge", func(c *charge.Charge) {
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, Charge: "ch_1"}
		}, "", 0, 0},
		{"a fee of another charge", func(c *charge.Charge) {
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, Charge: "ch_2"}
		}, fee + ".charge", 0, 0},
		{"a fee of the payment at the destination", func(c *charge.Charge) {
			c.Transfer.Destination = "acct_1"
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, Charge: "py_1"}
		}, "", 0, 0},
		{"a fee of another charge, with a destination", func(c *charge.Charge) {
			c.Transfer.Destination = "acct_1"
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, Charge: "ch_2"}
		}, fee + ".charge", 0, 0},
		{"a fee of a payment, without a destination", func(c *charge.Charge) {
			c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Amount: 30, Charge: "py_1"}
		}, fee + ".charge", 0, 0},
		{"a transfer of this charge", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", SourceTransaction: "ch_1"} }, "", 0, 0},
		{"a transfer of another charge", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", SourceTransaction: "ch_2"} }, transfer + ".source_transaction", 0, 0},
		{"a fee made before 1970", func(c *charge.Charge) { c.ApplicationFee = connect.ApplicationFee{ID: "fee_1", Created: -1} }, fee + ".created", -1, 0},
		{"a transfer made before 1970", func(c *charge.Charge) { c.Transfer = connect.Transfer{ID: "tr_1", Created: -1} }, transfer + ".created", -1, 0},
		{"the largest fee asked for", func(c *charge.Charge) { c.ApplicationFeeAmount = money.Some(money.Max) }, "", 0, 0},
		{"a larger fee asked for", func(c *charge.Charge) { c.ApplicationFeeAmount = money.Some(money.Max + 1) }, fee + "_amount", money.Max + 1, money.Max},
		{"a negative fee asked for", func(c *charge.Charge) { c.ApplicationFeeAmount = money.Some(-1) }, fee + "_amount", -1, money.Max},

		{"the first capture gave", func(c *charge.Charge) { c.FirstGave = connect.MarkYes }, "", 0, 0},
		{"no capture, and it gave", func(c *charge.Charge) { uncaptured(c); c.FirstGave = connect.MarkYes }, "latest_charge.tranche", 0, 0},
		{"no capture, and whether it gave is not known", func(c *charge.Charge) { uncaptured(c); c.FirstGave = connect.MarkUnknown }, "", 0, 0},
		{"a fee refunded by itself", returned(30, 1, yes), "", 0, 0},
		{"a fee refunded by itself, of which nothing came back", returned(30, 0, yes), "latest_charge.tranche", 0, 0},
		{"a fee refunded by itself that was not expanded", returned(0, 0, yes), "", 0, 0},
		{"a fee refunded by itself that is not there", func(c *charge.Charge) { c.FeeEndpointUsed = yes }, "latest_charge.tranche", 0, 0},
		{"a fee refunded, perhaps by itself", returned(30, 1, unknown), "", 0, 0},
		{"a transfer reversed by itself", reversed(300, 1, yes), "", 0, 0},
		{"a transfer reversed by itself, of which nothing came back", reversed(300, 0, yes), "latest_charge.tranche", 0, 0},
		{"a transfer reversed by itself that was not expanded", reversed(0, 0, yes), "", 0, 0},
		{"a transfer reversed by itself that is not there", func(c *charge.Charge) { c.TransferEndpointUsed = yes }, "latest_charge.tranche", 0, 0},
		{"a transfer reversed, perhaps by itself", reversed(300, 1, unknown), "", 0, 0},
		{"no such mark of the transfer", func(c *charge.Charge) { c.TransferEndpointUsed = 3 }, "latest_charge.tranche", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			ch := base()
			ch.Currency = "usd"
			c.change(&ch)
			invalid(t, ch.Validate(capture.Readings{}, false), c.param, c.got, c.limit)
		})
	}
}

// invalid checks the error of Validate.
func invalid(t *testing.T, err error, param string, got, limit money.Amount) {
	t.Helper()
	var have, want code.Error
	if param != "" {
		want = code.Error{Op: "validate", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid, Param: param, Got: got, Limit: limit}
	}
	if e, ok := errors.AsType[*code.Error](err); ok {
		have = *e
		if have.Detail = ""; e.Detail == "" {
			t.Errorf("%v does not say what is broken", err)
		}
	}
	if have != want {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, have))
	}
}

// Before basil what a single capture or a cancellation released counts as refunded.
func TestValidateReleasesAreRefunds(t *testing.T) {
	c := base()
	c.AmountRefunded = 400
	invalid(t, c.Validate(capture.Readings{}, true), "", 0, 0)
	c.AmountRefunded, c.Refunded = 1000, true
	invalid(t, c.Validate(capture.Readings{}, true), "", 0, 0)
	invalid(t, c.Validate(capture.Readings{}, false), "latest_charge.amount_refunded", 1000, 600)
	c.AmountRefunded = 1001
	invalid(t, c.Validate(capture.Readings{}, true), "latest_charge.amount_refunded", 1001, 1000)
	c.AmountRefunded, c.Refunded = 399, false
	invalid(t, c.Validate(capture.Readings{}, true), "latest_charge.amount_refunded", 399, 400)
	c.Status, c.Paid = charge.StatusFailed, false // released nothing
	invalid(t, c.Validate(capture.Readings{}, true), "", 0, 0)
	c.Status, c.Paid, c.Refunded = charge.StatusSucceeded, true, true
	c.AmountRefunded, c.Card.Multicapture = 601, true // multicapture never counted releases
	invalid(t, c.Validate(capture.Readings{}, true), "latest_charge.amount_refunded", 601, 600)
	c.AmountRefunded = 600
	invalid(t, c.Validate(capture.Readings{}, true), "", 0, 0)

	held := charge.Charge{ID: "ch_1", Status: charge.StatusSucceeded, Amount: 1000, Paid: true} // nothing is released yet
	invalid(t, held.Validate(capture.Readings{}, true), "", 0, 0)
}

// The reading of the limit decides whether there can be 51 captures.
func TestValidateAsksTheReadings(t *testing.T) {
	c := base()
	c.Captures, c.Card.Multicapture = 51, true
	invalid(t, c.Validate(capture.Readings{Limit: capture.LimitNonFinalAndOne}, false), "", 0, 0)
}

// Of a charge of which only the id is known nothing else is there.
func TestValidateUnknown(t *testing.T) {
	for _, c := range []charge.Charge{{}, {ID: "ch_1"}} {
		invalid(t, c.Validate(capture.Readings{}, false), "", 0, 0)
	}
	for _, c := range []charge.Charge{{Amount: -5}, {ID: "ch_1", Amount: 1000}, {ID: "ch_1", Card: charge.Card{Unshown: true}}} {
		invalid(t, c.Validate(capture.Readings{}, false), "latest_charge.status", 0, 0)
	}
}
