package intenttest_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
)

// seen is what a system was asked for.
type seen struct {
	operations map[intent.Operation]int
	created    []intent.CreateParams // that were accepted
	fees       int
	mostFee    money.Amount // that a capture was accepted with
	pending    int          // refunds that begin so
	stale      int          // updates of refunds that came to nothing
	offered    int          // confirmations with multicapture
}

// spying is the library, and writes down what it is asked for.
type spying struct {
	library
	seen *seen
}

func (s *spying) Do(c intent.Command) (intenttest.Reply, error) {
	r, err := s.library.Do(c)
	s.seen.operations[c.Operation()]++
	switch p := c.(type) {
	case intent.CreateParams:
		if err == nil {
			s.seen.created = append(s.seen.created, p)
		}
	case intent.CaptureParams:
		if p.ApplicationFeeAmount.Valid && err == nil {
			s.seen.fees++
			s.seen.mostFee = max(s.seen.mostFee, p.ApplicationFeeAmount.Amount)
		}
	case intent.RefundParams:
		if p.Status != "" {
			s.seen.pending++
		}
	case intent.ConfirmParams:
		if p.Attempt.Card.Multicapture {
			s.seen.offered++
		}
	case intent.UpdateRefundParams:
		if errors.Is(err, code.StaleRefund) {
			s.seen.stale++
		}
	}
	return r, err
}

// TestOptions says what Check asks a system for.
func TestOptions(t *testing.T) {
	all := []intent.Operation{
		intent.OpCapture, intent.OpRefund, intent.OpCancel, intent.OpConfirm, intent.OpExpire, intent.OpUpdateRefund,
	}
	for name, o := range map[string]intenttest.Options{
		"everything":         {},
		"a fee":              {Payment: intent.CreateParams{Account: "acct_1"}},
		"a destination":      {Payment: intent.CreateParams{TransferData: connect.TransferData{Destination: "acct_1", Amount: money.Some(1)}}},
		"single capture":     {SingleCapture: true},
		"a minimum":          {MinimumAmount: 50},
		"a minimum of three": {MinimumAmount: 55, Payment: intent.CreateParams{Currency: "bhd"}},
		"eight digits":       {MinimumAmount: 50, MaximumAmount: 99_999_999, Payment: intent.CreateParams{Account: "acct_1"}},
		"no room for 50":     {MaximumAmount: 48, Payment: intent.CreateParams{Account: "acct_1"}},
		"capitals":           {MaximumAmount: 99_999_999, Payment: intent.CreateParams{Currency: "BHD"}},
		"a fee of nobody":    {Payment: intent.CreateParams{ApplicationFeeAmount: money.Some(5), CardOptions: intent.CardOptions{RequestOvercapture: true}}},
		"no capture":         {Without: []intent.Operation{intent.OpCapture}},
		"no refund":          {Without: []intent.Operation{intent.OpRefund}},
		"no update":          {Without: []intent.Operation{intent.OpUpdateRefund}},
		"no cancel":          {Without: []intent.Operation{intent.OpCancel, intent.OpExpire, intent.OpConfirm}},
		"nothing":            {Without: all},
		"a method":           {Payment: intent.CreateParams{PaymentMethod: "pm_1", Customer: "cus_1"}},
	} {
		t.Run(name, func(t *testing.T) {
			defer settings("rapid.seed", "1")()
			got := seen{operations: map[intent.Operation]int{}}
			intenttest.Check(t, func() (intenttest.System, error) { return &spying{seen: &got}, nil }, o)
			for _, op := range all {
				without := slices.Contains(o.Without, op) && op != intent.OpConfirm
				if op == intent.OpUpdateRefund && (slices.Contains(o.Without, intent.OpRefund) || slices.Contains(o.Without, intent.OpCapture)) {
					without = true // there is none
				}
				if n := got.operations[op]; without != (n == 0) {
					t.Errorf("%s was tried %d times", op, n)
				}
			}
			if refused := got.operations[intent.OpCreate] - len(got.created); refused == 0 || refused > 20 {
				t.Errorf("%d payments were refused", refused)
			}
			if updates := got.operations[intent.OpUpdateRefund]; (updates > 0) != (got.stale > 0) || got.stale > updates/2 {
				t.Errorf("%d of %d updates were of refunds that came to nothing", got.stale, updates)
			}
			if (got.offered == 0) != o.SingleCapture {
				t.Errorf("multicapture was offered %d times", got.offered)
			}
			shared := o.Payment.Account != "" || o.Payment.TransferData.Destination != ""
			if shared != (got.fees > 0) {
				t.Errorf("%d fees", got.fees)
			}
			if canUpdate := got.operations[intent.OpUpdateRefund] > 0; got.pending > 0 && !canUpdate && !slices.Contains(o.Without, intent.OpCapture) {
				t.Errorf("%d refunds begin pending and cannot go on", got.pending)
			}
			got.amounts(t, o)
		})
	}
}

// amounts fails if payments were created otherwise than the options say.
func (s *seen) amounts(t *testing.T, o intenttest.Options) {
	t.Helper()
	shared := o.Payment.Account != "" || o.Payment.TransferData.Destination != ""
	multicapture, least, most, allowed := 0, money.Max, money.Amount(0), money.Max
	if o.MaximumAmount > 0 {
		allowed = o.MaximumAmount
	}
	for _, p := range s.created {
		least, most = min(least, p.Amount), max(most, p.Amount, p.ApplicationFeeAmount.Or(0))
		if p.CardOptions.RequestMulticapture {
			multicapture++
		}
		chosen := p.TransferData.Amount.Valid || p.ApplicationFeeAmount.Valid && !shared || p.CardOptions.RequestOvercapture == intent.IfAvailable
		if p.Customer != o.Payment.Customer || p.PaymentMethod != o.Payment.PaymentMethod || chosen {
			t.Fatalf("%+v was created", p)
		}
	}
	if least < max(1, o.MinimumAmount) || least > o.MinimumAmount+20 {
		t.Errorf("the least amount is %d", least)
	}
	if most = max(most, s.mostFee); most > allowed || o.MaximumAmount > 0 && most <= allowed-10 {
		t.Errorf("the largest amount is %d of %d", most, allowed)
	}
	if (multicapture == 0) != o.SingleCapture || multicapture == len(s.created) {
		t.Errorf("multicapture was requested in %d of %d", multicapture, len(s.created))
	}
}

// A fee, too, is not more than the maximum, but for one that nobody accepts.
func TestMostFee(t *testing.T) {
	defer settings("rapid.seed", "1", "rapid.checks", "1000")()
	got := seen{operations: map[intent.Operation]int{}}
	o := intenttest.Options{SingleCapture: true, MaximumAmount: 48, Payment: intent.CreateParams{Account: "acct_1"}}
	intenttest.Check(t, func() (intenttest.System, error) { return &spying{seen: &got}, nil }, o)
	if got.mostFee != 48 {
		t.Errorf("the largest fee is %d", got.mostFee)
	}
}

// Options that no payment can have are said at once.
func TestOptionsRefused(t *testing.T) {
	both := connect.TransferData{Destination: "acct_1"}
	for _, tt := range []struct {
		o    intenttest.Options
		want string
	}{
		{intenttest.Options{Payment: intent.CreateParams{Currency: "dollars"}}, "Options: no such payment: create: currency: "},
		{intenttest.Options{Payment: intent.CreateParams{Account: "acct_1", TransferData: both}}, "Options: no such payment: create: transfer_data[destination]: "},
		{intenttest.Options{MinimumAmount: -1}, "Options: no amount in usd is between MinimumAmount -1 and MaximumAmount 999999999999"},
		{intenttest.Options{MinimumAmount: math.MaxInt64}, "no amount in usd"},
		{intenttest.Options{MaximumAmount: -1}, "no amount in usd"},
		{intenttest.Options{MaximumAmount: money.Max + 1}, "no amount in usd"},
		{intenttest.Options{MinimumAmount: 50, MaximumAmount: 49}, "no amount in usd"},
		{intenttest.Options{MinimumAmount: 11, MaximumAmount: 19, Payment: intent.CreateParams{Currency: "BHD"}}, "no amount in bhd"},
	} {
		r := new(recorder)
		r.alone(func() {
			intenttest.Check(r, func() (intenttest.System, error) { panic("nothing begins") }, tt.o)
		})
		if said := r.text.String(); !r.failed || !strings.Contains(said, tt.want) {
			t.Errorf("%q, want %q", said, tt.want)
		}
	}
}

func TestTotalsOf(t *testing.T) {
	pi := intent.PaymentIntent{
		Status: intent.StatusSucceeded, Amount: 9, AmountReceived: 7,
		LatestCharge: charge.Charge{
			ID: "ch_1", Status: charge.StatusSucceeded, AmountCaptured: 7, AmountRefunded: 2, Captured: true, ApplicationFee: connect.ApplicationFee{ID: "fee_1", Amount: 3},
		},
	}
	want := intenttest.Totals{
		Status: intent.StatusSucceeded, Amount: money.Some(9), AmountCapturable: money.Some(0), AmountReceived: money.Some(7), AmountCaptured: money.Some(7),
		AmountRefunded: money.Some(2), ApplicationFee: money.Some(3), Captured: intenttest.True, Refunded: intenttest.False,
	}
	if got := intenttest.TotalsOf(pi); got != want {
		t.Errorf("all: %+v", got)
	}
	pi.LatestCharge.ApplicationFee.Amount = 0 // not expanded
	want.ApplicationFee = money.NullAmount{}
	if got := intenttest.TotalsOf(pi); got != want {
		t.Errorf("without the fee: %+v", got)
	}
	pi.LatestCharge = charge.Charge{ID: "ch_1"}
	want = intenttest.Totals{Status: want.Status, Amount: want.Amount, AmountCapturable: want.AmountCapturable, AmountReceived: want.AmountReceived}
	if got := intenttest.TotalsOf(pi); got != want {
		t.Errorf("without the charge: %+v", got)
	}
	for flag, want := range map[intenttest.Flag]string{intenttest.Untold: "untold", intenttest.False: "false", intenttest.True: "true", 7: "untold"} {
		if got := flag.String(); got != want {
			t.Errorf("%d is %s, want %s", flag, got, want)
		}
	}
}

// What Check does not try of a Model.
func TestModelRefuses(t *testing.T) {
	payment := intent.CreateParams{ID: "pi_1", Amount: 100, Currency: "usd"}
	there := new(intenttest.Model)
	there.Apply(payment)
	fee := func(amount money.Amount) intent.CreateParams {
		p := payment
		p.ApplicationFeeAmount = money.Some(amount)
		return p
	}
	made := refund.Refund{ID: "re_1", Status: refund.StatusSucceeded}
	captured := &intenttest.Model{Status: intent.StatusSucceeded, Captures: []money.Amount{1}, Refunds: []refund.Refund{made}}
	for _, tt := range []struct {
		model *intenttest.Model
		c     intent.Command
		want  code.Code
	}{
		{new(intenttest.Model), payment, ""},
		{new(intenttest.Model), intent.CreateParams{Amount: 15, Currency: "bhd"}, code.InvalidChargeAmount},
		{new(intenttest.Model), fee(-1), code.ParameterInvalidInteger},
		{new(intenttest.Model), fee(1), code.NoConnectedAccount},
		{there, payment, code.PaymentIntentUnexpectedState},
		{there, intent.UpdateRefundParams{Refund: made, Status: refund.StatusFailed}, code.PaymentIntentUnexpectedState},
		{captured, intent.UpdateRefundParams{Refund: made, Status: refund.StatusFailed}, ""},
		{captured, intent.UpdateRefundParams{Refund: refund.Refund{ID: "re_2", Status: refund.StatusPending}, Status: refund.StatusFailed}, code.ParameterInvalid},
		{there, intent.IncrementParams{Amount: 1}, code.ParameterUnknown},
		{there, nil, code.ParameterUnknown},
	} {
		if got := tt.model.Refuses(tt.c); got != tt.want {
			t.Errorf("%v is refused for %q, want %q", tt.c, got, tt.want)
		}
	}
	if said := there.Apply(intent.IncrementParams{Amount: 1}); said != nil || there.Payment != payment {
		t.Errorf("%v, and it is %+v", said, there)
	}
}
