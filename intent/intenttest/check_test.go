package intenttest_test

import (
	"encoding/json"
	"testing"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
)

// A library is this module as a System: the value of the intent.
type library struct{ pi intent.PaymentIntent }

func (l *library) Do(c intent.Command) (intenttest.Reply, error) {
	next, events, err := intent.Step(l.pi, c)
	l.pi = next
	return intenttest.Reply{Events: events}, err
}

func (l *library) Read() (intenttest.Totals, error) { return intenttest.TotalsOf(l.pi), nil }

// A store is a System that keeps JSON, as one behind a network does.
type store struct{ body []byte }

func (s *store) Do(c intent.Command) (intenttest.Reply, error) {
	pi, err := s.load()
	if err != nil {
		return intenttest.Reply{}, err
	}
	next, events, err := intent.Step(pi, c)
	if err != nil {
		return intenttest.Reply{}, err
	}
	return intenttest.Reply{Events: events}, s.save(next)
}

func (s *store) save(pi intent.PaymentIntent) (err error) {
	s.body, err = json.Marshal(pi)
	return err
}

func (s *store) Read() (intenttest.Totals, error) {
	pi, err := s.load()
	return intenttest.TotalsOf(pi), err
}

func (s *store) load() (pi intent.PaymentIntent, err error) {
	if s.body != nil { // created
		err = json.Unmarshal(s.body, &pi)
	}
	return pi, err
}

// TestLibrary holds the intent to the model, and the model to the intent, in every reading that matters.
func TestLibrary(t *testing.T) {
	direct := intent.CreateParams{Account: "acct_1"}
	for name, o := range map[string]intenttest.Options{
		"plain":               {},
		"direct":              {Payment: direct},
		"destination":         {Payment: intent.CreateParams{TransferData: connect.TransferData{Destination: "acct_1"}, PaymentMethod: "pm_1"}},
		"single capture":      {SingleCapture: true},
		"behind the API":      {MinimumAmount: 50, Without: []intent.Operation{intent.OpExpire, intent.OpUpdateRefund}},
		"no capture":          {Without: []intent.Operation{intent.OpCapture}},
		"three decimals":      {Payment: intent.CreateParams{Currency: "bhd"}, MinimumAmount: 55},
		"limit":               {Payment: intent.CreateParams{Rules: intent.Rules{Capture: capture.Readings{Limit: capture.LimitNonFinalAndOne}}}},
		"whole remainder":     {Payment: intent.CreateParams{Rules: intent.Rules{Capture: capture.Readings{WholeRemainder: capture.WholeRemainderCloses}}}},
		"untouched close":     {Payment: intent.CreateParams{Rules: intent.Rules{Capture: capture.Readings{UntouchedClose: capture.UntouchedCloseCancels}}}},
		"failed refund":       {Payment: intent.CreateParams{Rules: intent.Rules{FailedRefund: intent.FailedRefundStays}}},
		"cancel cancels":      {Payment: intent.CreateParams{Rules: intent.Rules{PartialCancel: intent.PartialCancelCancels}}},
		"cancel refused":      {Payment: intent.CreateParams{Rules: intent.Rules{PartialCancel: intent.PartialCancelRefused}}},
		"closing events":      {Payment: intent.CreateParams{Rules: intent.Rules{ClosingEvents: intent.ClosingEventsAsCapture}}},
		"before basil":        {Payment: intent.CreateParams{Rules: intent.Rules{Version: "2025-02-24.acacia"}}},
		"before, single":      {Payment: intent.CreateParams{Rules: intent.Rules{Version: "2025-02-24.acacia"}}, SingleCapture: true},
		"same fee":            {Payment: with(direct, connect.Readings{LaterAmount: connect.LaterAmountSame})},
		"fee each time":       {Payment: with(direct, connect.Readings{IntentAmount: connect.IntentAmountEachCapture})},
		"fee said":            {Payment: with(direct, connect.Readings{IntentAmount: connect.IntentAmountRefused})},
		"fee said, untouched": {Payment: with(intent.CreateParams{Account: "acct_1", Rules: intent.Rules{Capture: capture.Readings{UntouchedClose: capture.UntouchedCloseCancels}}}, connect.Readings{IntentAmount: connect.IntentAmountRefused})},
		"fee in total":        {Payment: with(direct, connect.Readings{AmountMeaning: connect.AmountMeaningTotal})},
		"late fee":            {Payment: with(direct, connect.Readings{NewAmount: connect.NewAmountAccepted, Objects: connect.ObjectsPerCapture})},
	} {
		t.Run(name, func(t *testing.T) {
			intenttest.Check(t, func() (intenttest.System, error) { return new(library), nil }, o)
		})
	}
}

// TestJSON does the same through JSON, in place of a network.
func TestJSON(t *testing.T) {
	o := intenttest.Options{Payment: intent.CreateParams{Account: "acct_1", Rules: intent.Rules{Version: "2025-02-24.acacia"}}, MinimumAmount: 50}
	intenttest.Check(t, func() (intenttest.System, error) { return new(store), nil }, o)
}

// with returns a payment with readings about Connect.
func with(p intent.CreateParams, r connect.Readings) intent.CreateParams {
	p.Rules.Connect = r
	return p
}

func TestSimulator(t *testing.T) {
	intenttest.Check(t, func() (intenttest.System, error) { return new(simulator), nil }, intenttest.Options{Payment: intent.CreateParams{Account: "acct_1"}})
}
