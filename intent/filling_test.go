package intent_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// The law of what is unknown. A part of a payment is hidden, as the JSON that it is read from hides it, and filled in in many ways. Then
//   - what is allowed with a part hidden is allowed however it is filled in, and leads to the same, as far as that is known
//   - what is refused is refused however it is filled in
//   - code.UnknownCharge is the answer only where some fillings are allowed and others refused, or not as much is given back, or the intent
//     is not the same afterwards; and what its Param names decides
//
// The count of captures and the numbers of refunds alone refuse later what was allowed before: without them the limit of 50 is not
// enforced, and of the refunds only the sum is guarded.
func TestUnknown(t *testing.T) {
	answers := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		whole, refunds := sharedPayment(t)
		bare, hidden := whole, ""
		for _, h := range hidings {
			if rapid.Bool().Draw(t, "hide "+h.name) && h.hide(&bare) {
				hidden += ", " + h.name
			}
		}
		if bare == whole {
			return
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "fillings"), 0))
		all := fillings(t, random, bare, whole, 6)
		for _, c := range sharedCommands(whole, refunds) {
			answers[c.String()[:6]+" "+comparesFillings(t, random, bare, whole, all, c)]++
		}
	})
	for _, answer := range []string{"captur allowed", "captur refused", "captur unknown", "refund allowed", "refund refused", "refund unknown",
		"settle allowed", "settle refused", "settle unknown", "update allowed", "update refused", "update unknown", "revers allowed",
		"revers refused", "revers unknown", "expire unknown", "increm unknown", "cancel allowed"} {
		if answers[answer] < 20 {
			t.Errorf("%s: %d times", answer, answers[answer])
		}
	}
}

// comparesFillings compares what a command leads to with the payment of which a part is hidden, and with all the fillings.
func comparesFillings(t *rapid.T, random *rand.Rand, bare, whole intent.PaymentIntent, all []intent.PaymentIntent, c intent.Command) string {
	next, events, err := intent.Step(bare, c)
	unknown, _ := errors.AsType[*intent.Error](err)
	if !errors.Is(err, code.UnknownCharge) {
		unknown = nil
	}
	outcomes := map[outcome]bool{}
	for _, filled := range all {
		nextFilled, told, errFilled := intent.Step(filled, c)
		counted := errors.Is(errFilled, code.CaptureLimitReached) && bare.LatestCharge.Captures != filled.LatestCharge.Captures ||
			errors.Is(errFilled, code.StaleRefund) && bare.LatestCharge.RefundsMade != filled.LatestCharge.RefundsMade
		switch {
		case unknown != nil:
			outcomes[outcomeOf(bare, filled, nextFilled, errFilled)] = true
		case (err == nil) != (errFilled == nil) && !counted:
			t.Fatalf("%s: %v; but %v\nof\n%s\nfilled in as\n%s", c, err, errFilled, encode(t, bare), encode(t, filled))
		case err == nil && errFilled == nil:
			sameLater(t, c, next, nextFilled, events, told)
		}
	}
	switch {
	case err == nil:
		return "allowed"
	case unknown == nil:
		return "refused"
	}
	for tries := 0; len(outcomes) < 2; tries++ {
		if tries == 4000 {
			t.Fatalf("%s %s: %s is not known, but the outcome is always the same: %v\n%s", c.Operation(), encode(t, c), unknown.Param, outcomes, encode(t, bare))
		}
		for _, filled := range fillings(t, random, bare, whole, 1) {
			nextFilled, errFilled := intent.Next(filled, c)
			outcomes[outcomeOf(bare, filled, nextFilled, errFilled)] = true
		}
	}
	namesWhatToFetch(t, bare, whole, c, unknown)
	return "unknown"
}

// An outcome is what becomes of a payment. The zero outcome is a refusal.
type outcome struct {
	intent    intent.PaymentIntent // without the charge
	givesBack money.Amount
	refunded  bool
}

func outcomeOf(bare, before, after intent.PaymentIntent, err error) outcome {
	if err != nil {
		return outcome{}
	}
	return outcome{
		amounts(after), after.LatestCharge.AmountRefunded - before.LatestCharge.AmountRefunded,
		bare.LatestCharge.Known() && after.LatestCharge.Refunded,
	}
}

// sameLater holds that it is the same to fill in first and to go on first, and that no event is made up.
func sameLater(t *rapid.T, c intent.Command, next, nextFilled intent.PaymentIntent, events, told []event.Event) {
	got, err := next.WithCharge(nextFilled.LatestCharge)
	if err != nil || got != nextFilled {
		t.Fatalf("%s leads to\n%s\nand filled in first to\n%s\n%v", c, encode(t, next), encode(t, nextFilled), err)
	}
	for _, e := range events {
		i := slices.IndexFunc(told, func(o event.Event) bool { return o.EventType() == e.EventType() })
		if i < 0 {
			t.Fatalf("%s: %s is told, and filled in it is not: %v", c, e, told)
		}
		told = told[i+1:]
	}
}

// namesWhatToFetch holds that what Param names is not known, and that the answer does not depend on it any more once it is filled in.
func namesWhatToFetch(t *rapid.T, bare, whole intent.PaymentIntent, c intent.Command, unknown *intent.Error) {
	filled, err := bare, error(nil)
	known := bare.LatestCharge
	w := &whole.LatestCharge
	if !w.Transfer.Known() { // in another currency, and nobody said how much
		w.Transfer.Amount, w.Transfer.Currency, w.TransferEndpointUsed = 1356, "cad", connect.MarkNo
	}
	switch unknown.Param {
	case "latest_charge":
		filled, err = bare.WithCharge(*w)
	case "latest_charge.application_fee":
		known.ApplicationFee = w.ApplicationFee
		filled, err = bare.WithCharge(known)
	case "latest_charge.transfer":
		known.Transfer = w.Transfer
		filled, err = bare.WithCharge(known)
	case "first_gave", "refund_application_fee", "reverse_transfer":
		filled, err = bare.WithHistory(intent.History{
			FirstGave: w.FirstGave == connect.MarkYes, FeeEndpointUsed: w.FeeEndpointUsed == connect.MarkYes,
			TransferEndpointUsed: w.TransferEndpointUsed == connect.MarkYes,
		})
	default:
		t.Fatalf("%s: what is %q?", c, unknown.Param)
	}
	again, _ := errors.AsType[*intent.Error](intent.Check(filled, c))
	if err != nil || filled == bare || again != nil && again.Code == code.UnknownCharge && again.Param == unknown.Param {
		t.Fatalf("%s: %s does not decide: %v, %v\n%s", c, unknown.Param, err, again, encode(t, bare))
	}
	if unknown.Charge != bare.LatestCharge.ID {
		t.Fatalf("%s: the charge to fetch is %q", c, unknown.Charge)
	}
}

// A hiding makes something unknown, and reports whether it was known.
type hiding struct {
	name string
	hide func(pi *intent.PaymentIntent) bool
}

var hidings = []hiding{
	{"what the network offers", func(pi *intent.PaymentIntent) bool { return hideCard(pi, charge.Card{Unshown: true}) }},
	{"all but the deadline", func(pi *intent.PaymentIntent) bool {
		return hideCard(pi, charge.Card{Unshown: true, CaptureBefore: pi.LatestCharge.Card.CaptureBefore})
	}},
	{"the fee", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		bare := connect.ApplicationFee{ID: c.ApplicationFee.ID}
		if c.ApplicationFee == bare || bare.ID == "" {
			return false
		}
		c.ApplicationFee, c.FeeEndpointUsed = bare, connect.MarkUnknown
		return true
	}},
	{"the transfer", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		bare := connect.Transfer{ID: c.Transfer.ID, Destination: c.Transfer.Destination}
		if c.Transfer == bare || bare.ID == "" {
			return false
		}
		c.Transfer, c.TransferEndpointUsed = bare, connect.MarkUnknown
		return true
	}},
	{"the history", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		before := *c
		if c.AmountCaptured > 0 && !c.Captured {
			c.FirstGave = connect.MarkUnknown
		}
		if c.ApplicationFee.AmountRefunded > 0 {
			c.FeeEndpointUsed = connect.MarkUnknown
		}
		if c.Transfer.AmountReversed > 0 {
			c.TransferEndpointUsed = connect.MarkUnknown
		}
		return *c != before
	}},
	{"the numbers", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		before := *c
		if c.AmountCaptured > 0 && c.Card.Multicapture {
			c.Captures = capture.Uncounted
		}
		if c.AmountRefunded > 0 {
			c.RefundsMade, c.LiveRefunds = charge.MaxNumberedRefunds, math.MaxUint64
		}
		return *c != before
	}},
	{"what the API does not show, or not expanded", func(pi *intent.PaymentIntent) bool {
		shown := asAPI(*pi)
		a, b := shown.LatestCharge, pi.LatestCharge
		if a.ApplicationFee.ID == "" && a.ApplicationFee != b.ApplicationFee || a.Transfer.ID == "" && a.Transfer != b.Transfer {
			return false // of several captures something is due: in the API asynchronous capture is of everything at once
		}
		changed := shown != *pi
		*pi = shown
		return changed
	}},
	{"the charge", func(pi *intent.PaymentIntent) bool {
		known := pi.LatestCharge.Known()
		pi.LatestCharge = charge.Charge{ID: pi.LatestCharge.ID}
		return known
	}},
}

// asAPI returns the payment as it is read from the API's JSON, with latest_charge expanded and nothing in it.
func asAPI(pi intent.PaymentIntent) intent.PaymentIntent {
	b, err := json.Marshal(pi)
	if err != nil {
		panic(err)
	}
	var body struct {
		Charge map[string]any `json:"latest_charge"`
	}
	members := map[string]any{}
	if json.Unmarshal(b, &body) != nil || json.Unmarshal(b, &members) != nil {
		return pi // latest_charge is an id
	}
	delete(body.Charge, "tranche")
	delete(members, "tranche")
	for _, key := range []string{"application_fee", "transfer"} {
		if object, ok := body.Charge[key].(map[string]any); ok {
			body.Charge[key] = object["id"]
		}
	}
	body.Charge["transfer_data"] = members["transfer_data"]
	members["latest_charge"] = body.Charge
	if b, err = json.Marshal(members); err != nil {
		panic(err)
	}
	shown := intent.PaymentIntent{Account: pi.Account, Rules: pi.Rules}
	if err = json.Unmarshal(b, &shown); err != nil {
		panic(err)
	}
	shown.Confirmations, shown.Increments = pi.Confirmations, pi.Increments
	return shown
}

func hideCard(pi *intent.PaymentIntent, card charge.Card) bool {
	if pi.CaptureMethod != intent.CaptureMethodManual || pi.LatestCharge.Status != charge.StatusSucceeded || pi.LatestCharge.Card == card {
		return false
	}
	pi.LatestCharge.Card = card
	return true
}

// fillings returns the payment as it was before something was hidden, and at most n others that may have been.
func fillings(t *rapid.T, random *rand.Rand, bare, whole intent.PaymentIntent, n int) []intent.PaymentIntent {
	filled, err := bare.WithCharge(whole.LatestCharge)
	if err != nil || filled != whole {
		t.Fatalf("%v: the charge of\n%s\ndoes not fill in\n%s\nbut leads to\n%s", err, encode(t, whole), encode(t, bare), encode(t, filled))
	}
	all := []intent.PaymentIntent{whole}
	for tries := 0; tries < 4*n; tries++ {
		other := varied(random, &bare, &whole)
		if other.RefundLedger(whole.Rules.Version != "").Validate() != nil {
			continue // of another version than Rules says
		}
		if filled, err := bare.WithCharge(other); err == nil && filled.LatestCharge == other {
			all = append(all, filled)
		}
	}
	return all[:min(len(all), n+1)]
}

// varied returns the charge of whole with something else in place of what is not known of bare. Whether there can be such a one,
// WithCharge says.
func varied(random *rand.Rand, bare, whole *intent.PaymentIntent) charge.Charge {
	known, c := &bare.LatestCharge, whole.LatestCharge
	one := func(all ...money.Amount) money.Amount { return all[random.IntN(len(all))] }
	vary := func(hidden bool) bool { return hidden && random.IntN(2) == 0 }
	mark := func(known connect.Mark, dst *connect.Mark) {
		if vary(known == connect.MarkUnknown || *dst == connect.MarkUnknown) {
			*dst = connect.Mark(random.IntN(2))
		}
	}
	none := !known.Known()
	if vary(none || known.Card.Unshown) {
		c.Card = charge.Card{
			Network: "visa", Multicapture: random.IntN(2) == 0, Incremental: random.IntN(2) == 0, AmountAuthorized: c.Amount,
			MaximumAmountCapturable: one(c.Amount, 2000, money.Max), CaptureBefore: int64(one(0, 1, 5000, 6000)),
		}
	}
	if vary(none) {
		released := c.Amount - c.AmountCaptured
		c.AmountRefunded = one(0, 1, released, released+1, c.AmountCaptured-200, c.AmountCaptured-1, c.AmountCaptured, c.Amount-200, c.Amount-1, c.Amount)
	}
	c.Refunded = c.FullyRefunded(whole.Rules.Version != "")
	if vary(none) {
		c.Disputed = !c.Disputed
	}
	if vary(none) && c.AmountCaptured > 0 {
		c.BalanceTransaction = []string{"", "txn_8"}[random.IntN(2)]
	}
	if vary(none || !known.ApplicationFee.Known()) {
		f := connect.ApplicationFee{ID: c.ApplicationFee.ID, Amount: one(1, c.AmountCaptured/2, c.AmountCaptured)}
		switch random.IntN(4) {
		case 0:
			f = connect.ApplicationFee{}
		case 1:
			f.ID = ""
		default:
			if f.ID == "" {
				f.ID = "fee_9"
			}
			f.AmountRefunded = one(0, 1, f.Amount)
		}
		c.ApplicationFee = f
	}
	if vary(none || !known.Transfer.Known()) {
		x := connect.Transfer{ID: c.Transfer.ID, Destination: whole.TransferData.Destination, Amount: one(1, c.AmountCaptured, 100_000, money.Max)}
		switch random.IntN(4) {
		case 0:
			x.ID, x.Amount = "", 0
		case 1:
			x.ID = ""
		default:
			if x.ID == "" {
				x.ID = "tr_9"
			}
			x.Currency = []money.Currency{"usd", "cad", "eur"}[random.IntN(3)]
			x.AmountReversed = one(0, 1, x.Amount-1, x.Amount)
		}
		c.Transfer = x
	}
	if none {
		known = &charge.Charge{FirstGave: connect.MarkUnknown, FeeEndpointUsed: connect.MarkUnknown, TransferEndpointUsed: connect.MarkUnknown}
	}
	mark(known.FirstGave, &c.FirstGave)
	mark(known.FeeEndpointUsed, &c.FeeEndpointUsed)
	mark(known.TransferEndpointUsed, &c.TransferEndpointUsed)
	if vary(none || known.Captures == capture.Uncounted || known.Captures == 1 && known.Card.Unshown) {
		c.Captures = uint8(one(0, 1, 2, 50))
	}
	if vary(none || known.RefundsMade == charge.MaxNumberedRefunds) && c.AmountRefunded > 0 {
		c.RefundsMade = uint8(one(1, 3))
		c.LiveRefunds = random.Uint64() & (1<<c.RefundsMade - 1)
	}
	return c
}

// sharedPayment draws a payment that has a charge, with what was made of it, and the refunds that were.
func sharedPayment(t *rapid.T) (intent.PaymentIntent, []refund.Refund) {
	p := intent.CreateParams{
		ID: "pi_1", Amount: 1000, Currency: "usd", PaymentMethod: "pm_1", CardOptions: manual.CardOptions,
		CaptureMethod: rapid.SampledFrom([]intent.CaptureMethod{"manual", "manual", "manual", "automatic", "automatic_async"}).Draw(t, "method"),
	}
	r := &p.Rules
	r.Version = rapid.SampledFrom([]intent.Version{"", "", "2024-06-20"}).Draw(t, "version")
	r.PartialCancel = rapid.SampledFrom([]intent.PartialCancel{0, 0, intent.PartialCancelCancels}).Draw(t, "partial_cancel")
	r.FailedRefund = intent.FailedRefund(rapid.Uint8Range(0, 1).Draw(t, "failed_refund"))
	r.Connect.LaterAmount = connect.LaterAmount(rapid.Uint8Range(0, 1).Draw(t, "later_amount"))
	r.Connect.IntentAmount = connect.IntentAmount(rapid.Uint8Range(0, 2).Draw(t, "intent_amount"))
	r.Connect.NewAmount = connect.NewAmount(rapid.Uint8Range(0, 1).Draw(t, "new_amount"))
	r.Connect.Objects = connect.Objects(rapid.Uint8Range(0, 1).Draw(t, "objects"))
	switch rapid.SampledFrom([]string{"none", "direct", "destination", "destination", "amount"}).Draw(t, "flow") {
	case "direct":
		p.Account = "acct_9"
		p.ApplicationFeeAmount = rapid.SampledFrom([]money.NullAmount{{}, money.Some(90)}).Draw(t, "fee")
	case "destination":
		p.TransferData.Destination = "acct_1"
		p.ApplicationFeeAmount = rapid.SampledFrom([]money.NullAmount{{}, money.Some(90)}).Draw(t, "fee")
	case "amount":
		p.TransferData = connect.TransferData{Destination: "acct_1", Amount: money.Some(880)}
	}
	approved := approval
	approved.Card.Multicapture = rapid.SampledFrom([]bool{true, true, false}).Draw(t, "multicapture")
	approved.Card.CaptureBefore = rapid.SampledFrom([]int64{5000, 0}).Draw(t, "capture_before")
	approved.Settlement = rapid.SampledFrom(settlements).Draw(t, "settlement")
	pi, _ := intent.Next(intent.PaymentIntent{}, p)
	pi, err := intent.Next(pi, intent.ConfirmParams{Attempt: approved})
	if err != nil {
		t.Fatalf("%v", err)
	}
	var refunds []refund.Refund
	for range rapid.IntRange(0, 6).Draw(t, "steps") {
		next, events, err := intent.Step(pi, rapid.SampledFrom(sharedCommands(pi, refunds)).Draw(t, "step"))
		if err != nil {
			continue
		}
		pi = next
		for e := range event.Only[*refund.Event](events) {
			refunds = append(refunds, *e.Refund)
		}
	}
	return pi, refunds[max(0, len(refunds)-3):]
}

var settlements = []charge.Settlement{
	{}, {BalanceTransaction: "txn_1"}, {BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"},
	{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1"},
	{BalanceTransaction: "txn_1", ApplicationFee: "fee_1", Transfer: "tr_1", TransferCurrency: "cad", TransferAmount: money.Some(1356)},
	{Transfer: "tr_1", TransferCurrency: "cad"},
}

// sharedCommands returns commands with which much can be done to a payment like pi, at the borders of its amounts.
func sharedCommands(pi intent.PaymentIntent, refunds []refund.Refund) (all []intent.Command) {
	held, received := pi.AmountCapturable, pi.AmountReceived
	null := money.NullAmount{}
	for _, p := range []intent.CaptureParams{
		{}, {AmountToCapture: money.Some(300)}, {AmountToCapture: money.Some(held + 1)}, {AmountToCapture: money.Some(0)}, {AmountToCapture: money.Some(held)},
		takes(1), takes(300), takes(600), takes(held), takes(held + 1), takes(0),
	} {
		for _, s := range settlements[1:] {
			p.Settlement = s
			all = append(all, p)
		}
		for _, at := range []int64{4999, 5000} {
			q := p
			q.At = at
			all = append(all, q)
		}
		p.ApplicationFeeAmount = money.Some(90)
		all = append(all, p)
		p.ApplicationFeeAmount = money.Some(30)
		all = append(all, p)
		p.ApplicationFeeAmount, p.TransferDataAmount = null, money.Some(200)
		all = append(all, p)
	}
	for _, amount := range []money.NullAmount{null, money.Some(1), money.Some(200), money.Some(received - 1), money.Some(received), money.Some(received + 1)} {
		for _, p := range []intent.RefundParams{
			{}, {RefundApplicationFee: true}, {ReverseTransfer: true}, {RefundApplicationFee: true, ReverseTransfer: true},
			{ReverseTransfer: true, BalanceInsufficient: true}, {Status: refund.StatusPending},
		} {
			p.ID, p.Amount = "re_1", amount
			all = append(all, p)
		}
		all = append(all, refundsFee(amount), reverses(amount), intent.ReverseTransferParams{
			Amount: amount, RefundApplicationFee: true,
		})
	}
	for _, s := range settlements {
		all = append(all, intent.SettleParams{Settlement: s})
	}
	foreign := refund.Refund{Charge: pi.LatestCharge.ID, Status: refund.StatusSucceeded, Amount: max(1, received)}
	for _, r := range append(refunds, foreign, refund.Refund{Charge: foreign.Charge, Status: refund.StatusPending, Amount: 1},
		refund.Refund{Charge: foreign.Charge, Status: refund.StatusPending, Amount: received + 1}) {
		all = append(all, intent.UpdateRefundParams{Refund: r, Status: refund.StatusFailed}, intent.UpdateRefundParams{Refund: r, Status: refund.StatusSucceeded})
	}
	return append(all,
		reverses(money.Some(money.Max)), reverses(money.Some(money.Max+1)),
		intent.ReverseTransferParams{BalanceInsufficient: true},
		intent.SettleParams{Settlement: charge.Settlement{TransferAmount: money.Some(5)}},
		intent.UpdateParams{ApplicationFeeAmount: money.Some(50)},
		intent.IncrementParams{Amount: 1500}, intent.IncrementParams{Amount: 1500, At: 5000},
		intent.CancelParams{}, intent.ExpireParams{}, intent.ExpireParams{At: 4999}, intent.ExpireParams{At: 5000})
}

func refundsFee(amount money.NullAmount) intent.RefundFeeParams {
	return intent.RefundFeeParams{ID: "fr_1", Amount: amount}
}

func reverses(amount money.NullAmount) intent.ReverseTransferParams {
	return intent.ReverseTransferParams{ID: "trr_1", Amount: amount}
}
