package intent_test

import (
	"encoding"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

var update = flag.Bool("update", false, "rewrite the stories in testdata, and the table in the README")

// TestStory plays the stories in testdata. A file holds several; each begins with a line "== what it is about" and with no
// intent, no time and the default rules. A step is a paragraph:
//
//	# why, in a sentence
//	capture 700 non-final
//	----
//	requires_capture, 1000 usd manual, pm_1, capturable 300, received 700; ch_1 captured false, amount_captured 700, amount_refunded 0
//	charge.updated ch_1 amount_captured 0 → 700
//	payment_intent.amount_capturable_updated pi_1 amount_capturable 1000 → 300
//
// Below ---- are the intent and its charge after the command, and the events in their order; or "refused:" with the reason, and
// then nothing has changed. Lines above the last one lead up to it: they must succeed, and their events are not shown.
//
// Besides the commands there are "at 2026-01-05T10:00:00Z" and "after 7d", which set the time (until then none is given);
// "rules …", which are those of the next create; "given KEY JSON", which reads the intent anew from its JSON with another value
// for a key, such as latest_charge.disputed; "history first_gave", which fills in what the API does not show; and
// "repeat 50 COMMAND", which shows the events of the first time and of the last.
//
// go test ./intent -run Story -update writes what is below ----.
func TestStory(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 2 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		if filepath.Base(file) == "documented.txt" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			stories := strings.Split("\n\n"+strings.TrimSpace(string(b)), "\n\n== ")
			for i, story := range stories[1:] {
				title, _, _ := strings.Cut(story, "\n")
				t.Run(title, func(t *testing.T) {
					s := newStage(t)
					told := s.play(story)
					s.delivers(title)
					if again := newStage(t).play(story); told != again {
						t.Errorf("the second time the story ends otherwise:\n%s", cmp.Diff(told, again))
					}
					if diff := cmp.Diff(strings.Split(story, "\n"), strings.Split(told, "\n")); diff != "" && !*update {
						t.Errorf("%s: go test ./intent -run Story -update rewrites it (-want +got):\n%s", file, diff)
					}
					stories[i+1] = told
				})
			}
			if rewritten := strings.Join(stories, "\n\n== ")[2:] + "\n"; *update && rewritten != string(b) {
				if err = os.WriteFile(file, []byte(rewritten), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// play returns a story, which begins with its title, with what is below ---- as it really is.
func (s *stage) play(story string) string {
	s.Helper()
	told := strings.Split(story, "\n\n")
	for i, paragraph := range told[1:] {
		above, _, _ := strings.Cut(paragraph, "\n----")
		told[i+1] = s.paragraph(above)
	}
	return strings.Join(told, "\n\n")
}

// A stage is where a story plays: one intent at one time.
type stage struct {
	*testing.T
	pi     intent.PaymentIntent
	rules  intent.Rules
	now    int64 // 0 until the story tells the time
	events []event.Event
	err    error

	past []told // of every command

	refunds, made map[string]refund.Refund // by id: as they are now, and as they were made
}

func newStage(t *testing.T) *stage {
	return &stage{T: t, refunds: map[string]refund.Refund{}, made: map[string]refund.Refund{}}
}

// perform plays lines on a new stage. All must succeed.
func perform(t *testing.T, lines ...string) *stage {
	t.Helper()
	s := newStage(t)
	s.perform(lines...)
	return s
}

// perform plays lines, which must succeed.
func (s *stage) perform(lines ...string) {
	s.Helper()
	s.try(lines...)
	if s.err != nil {
		s.Fatalf("%q: %v\n%s", lines[len(lines)-1], s.err, state(&s.pi))
	}
}

// try plays lines, of which the last may be refused: then s.err says why.
func (s *stage) try(lines ...string) {
	s.Helper()
	s.err = nil // of the step before
	for _, line := range lines {
		if s.err != nil {
			s.Fatalf("before %q: %v", line, s.err)
		}
		if err := s.line(line); err != nil {
			s.Fatalf("%q: %v", line, err)
		}
	}
}

// paragraph plays a step and returns it with its outcome.
func (s *stage) paragraph(above string) string {
	s.Helper()
	told := above
	var lines []string
	for _, line := range strings.Split(above, "\n") {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return told
	}
	s.try(lines...)
	told += "\n----\n"
	if s.err != nil {
		return told + refusal(s.err)
	}
	told += state(&s.pi)
	for _, e := range s.events {
		told += "\n" + e.String()
	}
	return told
}

// line plays one line. The error is about the line; a refusal is in s.err.
func (s *stage) line(line string) error {
	s.Helper()
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "at":
		at, err := time.Parse(time.RFC3339, rest)
		s.now = at.Unix()
		return err
	case "after":
		seconds, err := parseSeconds(rest)
		s.now += seconds
		return err
	case "rules":
		return s.rule(rest)
	case "given":
		return s.given(rest)
	case "history":
		return s.history(rest)
	case "repeat":
		return s.repeat(rest)
	default:
		c, err := s.command(line)
		if err == nil {
			s.step(c)
		}
		return err
	}
}

// step applies a command, and holds what every step has to hold.
func (s *stage) step(c intent.Command) {
	s.Helper()
	next, events, err := intent.Step(s.pi, c)
	if checked := intent.Check(s.pi, c); !sameError(err, checked) {
		s.Errorf("%s: Step says %v, Check says %v", c, err, checked)
	}
	if walked, nextErr := intent.Next(s.pi, c); !sameError(err, nextErr) || walked != next {
		s.Errorf("%s: Step leads to\n%+v, %v\nNext leads to\n%+v, %v", c, next, err, walked, nextErr)
	}
	if err != nil && (next != s.pi || events != nil) {
		s.Errorf("%s: refused (%v), but there is a change or an event: %v\n%s", c, err, events, cmp.Diff(s.pi, next))
	}
	if next != (intent.PaymentIntent{}) {
		if invalid := next.Validate(); invalid != nil {
			s.Errorf("%s: leads to what is not valid: %v\n%+v", c, invalid, next)
		}
		if b, back := throughJSON(s.T, next); back != next {
			s.Errorf("%s: JSON changes the intent: %s\n%s", c, b, cmp.Diff(next, back))
		}
	}
	if err == nil {
		s.replays(c, next)
		s.tells(c, next, events)
		s.conserves(c, next, events)
	}
	if again, unread := s.command(c.String()); unread != nil || again.String() != c.String() {
		s.Errorf("%s: is not in the words of a story: %v, %v", c, again, unread)
	}
	s.pi, s.events, s.err = next, events, err
	s.past = append(s.past, told{events, next})
	for e := range event.Only[*refund.Event](events) {
		if e.Type == event.RefundCreated {
			s.made[e.ObjectID()] = *e.Refund
		}
		s.refunds[e.ObjectID()] = *e.Refund
	}
}

// tells holds that the events about refunds, fees and transfers show what is, and that their Before is what was.
func (s *stage) tells(c intent.Command, next intent.PaymentIntent, events []event.Event) {
	s.Helper()
	old, now := &s.pi.LatestCharge, &next.LatestCharge
	for _, e := range events {
		ok := true
		switch e := e.(type) {
		case *refund.Event:
			if p, updates := c.(intent.UpdateRefundParams); updates {
				ok = e.Before() == p.Refund && *e.Refund != p.Refund
			} else {
				ok = e.Previous == refund.Previous{} && e.Refund.Charge == now.ID
			}
		case *connect.ApplicationFeeEvent:
			if e.Type == event.ApplicationFeeRefunded {
				ok = *e.ApplicationFee == now.ApplicationFee && e.Before() == old.ApplicationFee && e.FeeRefund.Fee == now.ApplicationFee.ID &&
					e.FeeRefund.Amount == now.ApplicationFee.AmountRefunded-old.ApplicationFee.AmountRefunded
			} else {
				ok = e.Previous == connect.ApplicationFeePrevious{} && e.FeeRefund == connect.FeeRefund{} &&
					(*e.ApplicationFee == now.ApplicationFee || e.ApplicationFee.Amount == now.ApplicationFee.Amount-old.ApplicationFee.Amount)
			}
		case *connect.TransferEvent:
			if e.Type == event.TransferReversed {
				ok = *e.Transfer == now.Transfer && e.Before() == old.Transfer && e.Reversal.Transfer == now.Transfer.ID &&
					e.Reversal.Amount == now.Transfer.AmountReversed-old.Transfer.AmountReversed
			} else {
				ok = e.Previous == connect.TransferPrevious{} && e.Reversal == connect.Reversal{} &&
					(*e.Transfer == now.Transfer || e.Transfer.Amount == now.Transfer.Amount-old.Transfer.Amount)
			}
		}
		if !ok {
			s.Errorf("%s: %s does not show what is, or what was\n%+v", c, e, e)
		}
	}
}

// Holdings are who has how much of what the customer paid, in minor units: the platform, and the connected account. The customer, who
// has the rest, is not below the line: what these two have together is what was received and not refunded.
type holdings struct{ platform, connected money.Amount }

// holdingsOf returns what the figures of an intent say. It is not ok where they are unknown, or in two currencies.
func holdingsOf(pi *intent.PaymentIntent) (h holdings, ok bool) {
	c := &pi.LatestCharge
	fee, transfer := c.ApplicationFee, c.Transfer
	ok = (c.ID == "" || c.Known()) && fee.Known() && transfer.Known() && (transfer.Currency == "" || transfer.Currency == pi.Currency)
	refunded := c.AmountRefunded
	if pi.Rules.Version.Before("2025-03-31") && !c.Card.Multicapture && (c.Captured || pi.Status == intent.StatusCanceled) {
		refunded -= c.Amount - c.AmountCaptured // released, and never received
	}
	left, fees := pi.AmountReceived-refunded, fee.Amount-fee.AmountRefunded
	if pi.Direct {
		return holdings{platform: fees, connected: left - fees}, ok
	}
	transferred := transfer.Amount - transfer.AmountReversed
	return holdings{platform: left - transferred + fees, connected: transferred - fees}, ok
}

// conserves holds that money only moves: who had what before, moved by what the command asks and by the refunds, fee refunds and
// reversals that its events show, is who has what after.
func (s *stage) conserves(c intent.Command, next intent.PaymentIntent, events []event.Event) {
	s.Helper()
	have, known := holdingsOf(&s.pi)
	want, stillKnown := holdingsOf(&next)
	if !known || !stillKnown {
		return
	}
	receiver := &have.platform
	if next.Direct {
		receiver = &have.connected
	}
	took, fee, transfer := s.took(c, &next)
	*receiver += took
	have.connected += transfer - fee
	have.platform += fee - transfer
	for _, e := range events {
		switch e := e.(type) {
		case *refund.Event:
			if e.Type == event.RefundCreated {
				*receiver -= e.Refund.Amount
			}
			undone := e.Before().Status.Counts() && !e.Refund.Status.Counts() && next.Rules.FailedRefund == intent.FailedRefundFalls
			if undone && e.Type != event.ChargeRefundUpdated { // which tells it again
				*receiver += e.Refund.Amount
			}
		case *connect.ApplicationFeeEvent:
			have.platform -= e.FeeRefund.Amount
			have.connected += e.FeeRefund.Amount
		case *connect.TransferEvent:
			have.connected -= e.Reversal.Amount
			have.platform += e.Reversal.Amount
		}
	}
	if have != want {
		s.Errorf("%s: money is made or lost: the movements lead to %+v, the figures are %+v\n%s", c, have, want, state(&next))
	}
}

// took returns what a command takes from the customer, and what of it is put aside as a fee and as a transfer.
func (s *stage) took(c intent.Command, next *intent.PaymentIntent) (took, fee, transfer money.Amount) {
	p, captures := c.(intent.CaptureParams)
	said := next // what the confirmation gave counts
	switch {
	case captures:
		said = &s.pi
		took = p.AmountToCapture.Or(s.pi.AmountCapturable)
	case next.Status == intent.StatusSucceeded && s.pi.AmountReceived == 0:
		took = next.Amount
	default:
		return 0, 0, 0
	}
	fee = s.putsAside(took, s.pi.LatestCharge.ApplicationFee.Amount, said.ApplicationFeeAmount, p.ApplicationFeeAmount)
	switch {
	case next.TransferData.Destination == "":
	case !said.TransferData.Amount.Valid && !p.TransferDataAmount.Valid:
		transfer = took
	default:
		transfer = s.putsAside(took, s.pi.LatestCharge.Transfer.Amount, said.TransferData.Amount, p.TransferDataAmount)
	}
	return took, fee, transfer
}

// putsAside returns what a capture puts aside that takes took, where so much was put aside before and the intent says, or the capture
// gives, an amount. It is told in other words than those of package connect.
func (s *stage) putsAside(took, before money.Amount, said, given money.NullAmount) money.Amount {
	asked := given.Or(0)
	first := s.pi.AmountReceived == 0
	again := s.pi.LatestCharge.FirstGave == connect.MarkNo && s.pi.Rules.Connect.IntentAmount == connect.IntentAmountEachCapture
	if !given.Valid && took > 0 && (first || again) {
		asked = said.Or(0)
	}
	total := before + asked
	if given.Valid && s.pi.Rules.Connect.AmountMeaning == connect.AmountMeaningTotal {
		total = max(before, asked)
	}
	return min(total, s.pi.AmountReceived+took) - before
}

// replays holds that a command read from its JSON does the same. (A currency in upper case comes back in lower case.)
func (s *stage) replays(c intent.Command, next intent.PaymentIntent) {
	s.Helper()
	b, err := json.Marshal(c)
	if err != nil {
		s.Fatalf("%s: %v", c, err)
	}
	back, err := intent.ParseCommand(c.Operation(), b)
	if err != nil {
		s.Fatalf("%s: %s: %v", c, b, err)
	}
	replayed, _, err := intent.Step(s.pi, back)
	if err != nil || replayed != next {
		s.Errorf("%s: read from JSON it leads elsewhere: %s, %v\n%s", c, b, err, cmp.Diff(next, replayed))
	}
}

func throughJSON(t *testing.T, pi intent.PaymentIntent) (b []byte, back intent.PaymentIntent) {
	t.Helper()
	b, err := json.Marshal(pi)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	return b, back
}

func sameError(a, b error) bool {
	e, okA := errors.AsType[*intent.Error](a)
	f, okB := errors.AsType[*intent.Error](b)
	if a == nil || b == nil {
		return a == b
	}
	return okA && okB && *e == *f
}

// repeat plays "50 COMMAND": that many times, none of which may be refused.
func (s *stage) repeat(rest string) error {
	s.Helper()
	times, line, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(times)
	var first []event.Event
	for i := 0; i < n && err == nil; i++ {
		if err = s.line(line); err == nil && s.err != nil {
			err = fmt.Errorf("time %d: %w", i+1, s.err)
		}
		if i == 0 {
			first = s.events
		}
	}
	if len(first) > 0 {
		s.events = append(append(first, ellipsis{}), s.events...)
	}
	return err
}

// An ellipsis stands for the events that repeat does not show.
type ellipsis struct{ event.Event }

func (ellipsis) String() string { return "…" }

// given plays "KEY JSON": the intent is read anew, with another value for one key.
func (s *stage) given(rest string) error {
	s.Helper()
	path, value, _ := strings.Cut(rest, " ")
	b, _ := throughJSON(s.T, s.pi)
	b, err := replaced(b, strings.Split(path, "."), value)
	if err != nil {
		return err
	}
	s.events = nil
	return json.Unmarshal(b, &s.pi)
}

// replaced returns a JSON object with another value for the key at a path.
func replaced(b []byte, path []string, value string) (json.RawMessage, error) {
	if len(path) == 0 {
		return json.RawMessage(value), nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return nil, err
	}
	if _, ok := members[path[0]]; !ok {
		return nil, fmt.Errorf("there is no key %q", path[0])
	}
	var err error
	if members[path[0]], err = replaced(members[path[0]], path[1:], value); err != nil {
		return nil, err
	}
	return json.Marshal(members)
}

// history plays "first_gave fee_endpoint_used", or "nothing": what was done, and the API does not show.
func (s *stage) history(rest string) error {
	s.Helper()
	var h intent.History
	for _, word := range strings.Fields(rest) {
		switch word {
		case "nothing":
		case "first_gave":
			h.FirstGave = true
		case "fee_endpoint_used":
			h.FeeEndpointUsed = true
		case "transfer_endpoint_used":
			h.TransferEndpointUsed = true
		default:
			return fmt.Errorf("what is %q?", word)
		}
	}
	s.events = nil
	s.pi, s.err = s.pi.WithHistory(h)
	return nil
}

// rule reads "version 2024-06-20", "confirmations 2", or a reading in the words of JSON: "partial_cancel cancels", …
func (s *stage) rule(rest string) error {
	name, value, _ := strings.Cut(rest, " ")
	r := &s.rules
	switch name {
	case "version":
		r.Version = intent.Version(value)
		return nil
	case "confirmations":
		n, err := strconv.ParseUint(value, 10, 8)
		r.MaxConfirmations = uint8(n)
		return err
	}
	reading := map[string]encoding.TextUnmarshaler{
		"limit": &r.Capture.Limit, "whole_remainder": &r.Capture.WholeRemainder, "untouched_close": &r.Capture.UntouchedClose,
		"later_amount": &r.Connect.LaterAmount, "intent_amount": &r.Connect.IntentAmount, "amount_meaning": &r.Connect.AmountMeaning,
		"new_amount": &r.Connect.NewAmount, "objects": &r.Connect.Objects, "portion_base": &r.Connect.PortionBase,
		"failed_refund": &r.FailedRefund, "partial_cancel": &r.PartialCancel, "closing_events": &r.ClosingEvents,
		"confirmation_limit": &r.ConfirmationLimit,
	}[name]
	if reading == nil {
		return errors.New("there is no such rule")
	}
	return reading.UnmarshalText([]byte(value))
}

// state returns an intent and its charge in one line: what is null, or not yet of interest, is left out.
func state(pi *intent.PaymentIntent) string {
	all := []string{string(pi.Status), fmt.Sprintf("%d %s %s", pi.Amount, pi.Currency, pi.CaptureMethod)}
	if pi.PaymentMethod != "" {
		all = append(all, pi.PaymentMethod)
	}
	switch pi.Status {
	case intent.StatusRequiresCapture, intent.StatusSucceeded, intent.StatusCanceled:
		all = append(all, fmt.Sprintf("capturable %d, received %d", pi.AmountCapturable, pi.AmountReceived))
	default:
	}
	for _, field := range [][2]string{
		{"next_action", pi.NextAction},
		{"cancellation_reason", string(pi.CancellationReason)},
		{"last_payment_error", strings.TrimSpace(string(pi.LastPaymentError.Code) + " " + string(pi.LastPaymentError.Decline))},
		{"of", pi.LastPaymentError.PaymentMethod},
	} {
		if field[1] != "" {
			all = append(all, field[0]+" "+field[1])
		}
	}
	if pi.Direct {
		all = append(all, strings.TrimSpace("direct "+pi.Account))
	}
	if pi.SetupFutureUsage != "" {
		all = append(all, "setup_future_usage "+string(pi.SetupFutureUsage))
	}
	if pi.ApplicationFeeAmount.Valid {
		all = append(all, "fee "+pi.ApplicationFeeAmount.String())
	}
	if pi.TransferData.Amount.Valid {
		all = append(all, "transfer "+pi.TransferData.Amount.String())
	}
	if pi.TransferData.Destination != "" {
		all = append(all, "to "+pi.TransferData.Destination)
	}
	line := strings.Join(all, ", ")
	if pi.LatestCharge.ID != "" {
		line += "; " + chargeState(&pi.LatestCharge)
	}
	return line
}

func chargeState(c *charge.Charge) string {
	switch c.Status {
	case "":
		return c.ID + " unknown"
	case charge.StatusFailed:
		return strings.TrimSpace(c.ID + " failed " + string(c.FailureCode))
	case charge.StatusPending:
		return c.ID + " pending"
	default:
	}
	line := fmt.Sprintf("%s captured %t, amount_captured %d, amount_refunded %d", c.ID, c.Captured, c.AmountCaptured, c.AmountRefunded)
	if c.Refunded {
		line += ", refunded true"
	}
	if a := c.Card.AmountAuthorized; a != 0 && a != c.Amount {
		line += fmt.Sprintf(", amount_authorized %d", a)
	}
	if c.Card.Extended {
		line += ", extended"
	}
	if c.BalanceTransaction != "" {
		line += ", " + c.BalanceTransaction
	}
	return line + feeState(&c.ApplicationFee) + transferState(&c.Transfer)
}

// feeState returns "", ", fee_1 30", ", fee_1 30 (refunded 15)", ", fee due 30" or ", fee_1 unknown".
func feeState(f *connect.ApplicationFee) string {
	switch {
	case f.Due():
		return fmt.Sprintf(", fee due %d", f.Amount)
	case f.ID == "":
		return ""
	case !f.Known():
		return ", " + f.ID + " unknown"
	case f.AmountRefunded == 0:
		return fmt.Sprintf(", %s %d", f.ID, f.Amount)
	default:
		return fmt.Sprintf(", %s %d (refunded %d)", f.ID, f.Amount, f.AmountRefunded)
	}
}

// transferState returns the same of a transfer, with its currency where it is another one.
func transferState(t *connect.Transfer) string {
	switch {
	case t.Due():
		return fmt.Sprintf(", transfer due %d", t.Amount)
	case t.ID == "":
		return ""
	case !t.Known():
		return ", " + t.ID + " unknown"
	case t.AmountReversed == 0:
		return fmt.Sprintf(", %s %d %s", t.ID, t.Amount, t.Currency)
	default:
		return fmt.Sprintf(", %s %d %s (reversed %d)", t.ID, t.Amount, t.Currency, t.AmountReversed)
	}
}

// refusal returns a refusal in one line: "refused: amount_too_large amount_to_capture, got 301, limit 300".
func refusal(err error) string {
	e, _ := errors.AsType[*intent.Error](err)
	line := "refused: " + string(e.Code)
	if e.Param != "" {
		line += " " + e.Param
	}
	if e.Status != "" {
		line += ", status " + e.Status
	}
	switch {
	case e.Code == code.TooEarly || e.Code == code.CaptureChargeAuthorizationExpired:
		line += fmt.Sprintf(", at %s, capture_before %s", clock(e.Got), clock(e.Limit))
	case e.Got != 0 || e.Limit != 0:
		line += fmt.Sprintf(", got %d, limit %d", e.Got, e.Limit)
	}
	return line
}

func clock(unix money.Amount) string { return time.Unix(int64(unix), 0).UTC().Format(time.RFC3339) }

// parseSeconds reads "7d", "4d18h", "1s".
func parseSeconds(s string) (int64, error) {
	var days int
	if d, rest, ok := strings.Cut(s, "d"); ok {
		var err error
		if days, err = strconv.Atoi(d); err != nil {
			return 0, err
		}
		if s = rest; s == "" {
			s = "0"
		}
	}
	d, err := time.ParseDuration(s)
	return int64(days)*86400 + int64(d/time.Second), err
}

// command reads a command as its String writes it, with words for what String leaves out.
func (s *stage) command(line string) (intent.Command, error) {
	w := &words{left: strings.Fields(line), now: s.now}
	var c intent.Command
	switch op := intent.Operation(w.next()); op {
	case intent.OpCreate:
		c = w.create(s.rules)
	case intent.OpUpdate:
		c = w.update()
	case intent.OpConfirm:
		c = w.confirm()
	case intent.OpAuthenticate:
		c = w.authenticate()
	case intent.OpVerifyMicrodeposits:
		c = w.verifyMicrodeposits()
	case intent.OpProcess:
		c = w.process()
	case intent.OpCapture:
		c = w.capture()
	case intent.OpIncrement:
		c = w.increment()
	case intent.OpCancel:
		c = w.cancel()
	case intent.OpExpire:
		c = intent.ExpireParams{At: s.now}
	case intent.OpSettle:
		p := intent.SettleParams{At: s.now}
		for len(w.left) > 0 && w.settlement(&p.Settlement) {
		}
		c = p
	case intent.OpRefund:
		c = w.refund()
	case intent.OpUpdateRefund:
		c = w.updateRefund(s)
	case intent.OpRefundFee:
		p := intent.RefundFeeParams{}
		p.At, p.Amount = w.now, w.amountOrAll()
		w.id("fr_", &p.ID)
		c = p
	case intent.OpReverseTransfer:
		c = w.reverseTransfer()
	default:
		return nil, fmt.Errorf("there is no command %q", op)
	}
	if w.err == nil && len(w.left) > 0 {
		w.unknown(w.next())
	}
	return c, w.err
}

// words are the words of a line that are not read yet. The first error stays.
type words struct {
	left []string
	now  int64
	err  error
}

func (w *words) next() string {
	if len(w.left) == 0 {
		w.err = errors.Join(w.err, errors.New("a word is missing"))
		return ""
	}
	word := w.left[0]
	w.left = w.left[1:]
	return word
}

// take reads the next word if it is that one.
func (w *words) take(word string) bool {
	if len(w.left) == 0 || w.left[0] != word {
		return false
	}
	w.left = w.left[1:]
	return true
}

// id reads the next word if it begins so.
func (w *words) id(prefix string, dst *string) bool {
	if len(w.left) == 0 || !strings.HasPrefix(w.left[0], prefix) {
		return false
	}
	*dst = w.next()
	return true
}

func (w *words) amount() money.Amount {
	n, err := strconv.ParseInt(w.next(), 10, 64)
	w.err = errors.Join(w.err, err)
	return money.Amount(n)
}

func (w *words) unknown(word string) {
	w.err = errors.Join(w.err, fmt.Errorf("what is %q?", word))
}

func (w *words) captureMethod(dst *intent.CaptureMethod) bool {
	for _, m := range []intent.CaptureMethod{intent.CaptureMethodManual, intent.CaptureMethodAutomatic, intent.CaptureMethodAutomaticAsync} {
		if w.take(string(m)) {
			*dst = m
			return true
		}
	}
	return false
}

func (w *words) create(rules intent.Rules) intent.CreateParams {
	p := intent.CreateParams{At: w.now, Rules: rules, ID: w.next(), Amount: w.amount(), Currency: money.Currency(w.next())}
	for len(w.left) > 0 {
		switch {
		case w.captureMethod(&p.CaptureMethod):
		case w.take("confirmed-manually"):
			p.ConfirmationMethod = intent.ConfirmationMethodManual
		case w.take("cards-manually"):
			p.CardOptions.CaptureMethod = intent.CardCaptureMethodManual
		case w.take("multicapture"):
			p.CardOptions.RequestMulticapture = intent.IfAvailable
		case w.take("overcapture"):
			p.CardOptions.RequestOvercapture = intent.IfAvailable
		case w.take("increments"):
			p.CardOptions.RequestIncrementalAuthorization = intent.IfAvailable
		case w.take("extended"):
			p.CardOptions.RequestExtendedAuthorization = intent.IfAvailable
		case w.take("with"):
			p.PaymentMethod = w.next()
		case w.take("setup_future_usage"):
			p.SetupFutureUsage = intent.SetupFutureUsage(w.next())
		case w.shares(&p.ApplicationFeeAmount, &p.TransferData.Amount):
		case w.take("to"):
			p.TransferData.Destination = w.next()
		case w.take("on"):
			p.Account = w.next()
		default:
			w.unknown(w.next())
		}
	}
	return p
}

// shares reads "fee 30" or "transfer 800".
func (w *words) shares(fee, transfer *money.NullAmount) bool {
	switch {
	case w.take("fee"):
		*fee = money.Some(w.amount())
	case w.take("transfer"):
		*transfer = money.Some(w.amount())
	default:
		return false
	}
	return true
}

// settlement reads a word about what comes into being: an id, or "paid cad 1356" of a transfer in another currency.
func (w *words) settlement(s *charge.Settlement) bool {
	switch {
	case w.id("txn_", &s.BalanceTransaction), w.id("fee_", &s.ApplicationFee), w.id("tr_", &s.Transfer):
	case w.take("paid"):
		s.TransferCurrency = money.Currency(w.next())
		if !w.take("unknown") {
			s.TransferAmount = money.Some(w.amount())
		}
	default:
		return false
	}
	return true
}

func (w *words) amountOrAll() money.NullAmount {
	if w.take("all") {
		return money.NullAmount{}
	}
	return money.Some(w.amount())
}

func (w *words) refund() intent.RefundParams {
	p := intent.RefundParams{At: w.now, Amount: w.amountOrAll()}
	for len(w.left) > 0 {
		switch {
		case w.id("re_", &p.ID), w.id("fr_", &p.FeeRefund), w.id("trr_", &p.Reversal), w.id("txn_", &p.BalanceTransaction):
		case w.take("refund_application_fee"):
			p.RefundApplicationFee = true
		case w.take("reverse_transfer"):
			p.ReverseTransfer = true
		case w.take("balance_insufficient"):
			p.BalanceInsufficient = true
		case w.take("charged_back"):
			p.ChargedBack = true
		case w.take("because"):
			p.Reason = refund.Reason(w.next())
		case p.Status == "":
			p.Status = refund.Status(w.next())
		default:
			p.PendingReason = refund.PendingReason(w.next())
		}
	}
	return p
}

// updateRefund reads "re_1 failed declined txn_2". With "stale" the refund is as it was made.
func (w *words) updateRefund(s *stage) intent.UpdateRefundParams {
	p := intent.UpdateRefundParams{At: w.now}
	if id := w.next(); w.take("stale") {
		p.Refund = s.made[id]
	} else {
		p.Refund = s.refunds[id]
	}
	p.Status = refund.Status(w.next())
	for len(w.left) > 0 {
		switch {
		case w.id("txn_", &p.FailureBalanceTransaction):
		case p.Status == refund.StatusFailed:
			p.FailureReason = refund.FailureReason(w.next())
		default:
			p.PendingReason = refund.PendingReason(w.next())
		}
	}
	return p
}

func (w *words) reverseTransfer() intent.ReverseTransferParams {
	p := intent.ReverseTransferParams{}
	p.At, p.Amount = w.now, w.amountOrAll()
	for len(w.left) > 0 {
		switch {
		case w.id("trr_", &p.ID), w.id("fr_", &p.FeeRefund):
		case w.take("refund_application_fee"):
			p.RefundApplicationFee = true
		case w.take("balance_insufficient"):
			p.BalanceInsufficient = true
		default:
			w.unknown(w.next())
		}
	}
	return p
}

func (w *words) update() intent.UpdateParams {
	p := intent.UpdateParams{At: w.now}
	for len(w.left) > 0 {
		switch {
		case w.take("amount"):
			p.Amount = money.Some(w.amount())
		case w.take("currency"):
			p.Currency = money.Currency(w.next())
		case w.take("payment_method"):
			p.PaymentMethod = w.next()
		case w.take("capture_method"):
			p.CaptureMethod = intent.CaptureMethod(w.next())
		case w.take("customer"):
			p.Customer = w.next()
		case w.take("setup_future_usage"):
			p.SetupFutureUsage = intent.SetupFutureUsage(w.next())
		case w.take("detach"):
			p.DetachPaymentMethod = true
		case w.shares(&p.ApplicationFeeAmount, &p.TransferDataAmount):
		default:
			w.unknown(w.next())
		}
	}
	return p
}

func (w *words) confirm() intent.ConfirmParams {
	p := intent.ConfirmParams{At: w.now, Attempt: charge.Attempt{Answer: charge.Answer(w.next())}}
	for len(w.left) > 0 {
		switch {
		case w.captureMethod(&p.CaptureMethod):
		case w.take("off_session"):
			p.OffSession = true
		case w.take("error_on_requires_action"):
			p.ErrorOnRequiresAction = true
		case w.take("with"):
			p.PaymentMethod = w.next()
		case w.take("setup_future_usage"):
			p.SetupFutureUsage = intent.SetupFutureUsage(w.next())
		case w.shares(&p.ApplicationFeeAmount, &p.TransferDataAmount):
		default:
			w.attempt(&p.Attempt)
		}
	}
	return p
}

// attempt reads a word about an attempt: its charge, what the network offers, why it was declined, or what the customer has to do.
func (w *words) attempt(a *charge.Attempt) {
	switch {
	case w.id("ch_", &a.Charge), w.settlement(&a.Settlement):
	case w.take("multicapture"):
		a.Card.Multicapture = true
	case w.take("increments"):
		a.Card.Incremental = true
	case w.take("extended"):
		a.Card.Extended = true
	case w.take("overcapture"):
		a.Card.MaximumAmountCapturable = w.amount()
	case w.take("hold"):
		seconds, err := parseSeconds(w.next())
		w.err = errors.Join(w.err, err)
		a.Card.CaptureBefore = w.now + seconds
	case a.Answer == charge.AnswerApproved && a.Card.Network == "":
		a.Card.Network = charge.Network(w.next())
	case a.Answer == charge.AnswerChallenged && a.NextAction == "":
		a.NextAction = w.next()
	case a.Answer == charge.AnswerDeclined && a.Failure.Code == "":
		a.Failure.Code = code.Code(w.next())
	case a.Answer == charge.AnswerDeclined && a.Failure.Decline == "":
		a.Failure.Decline = code.Decline(w.next())
	default:
		w.unknown(w.next())
	}
}

func (w *words) authenticate() intent.AuthenticateParams {
	p := intent.AuthenticateParams{At: w.now}
	if w.take("failed") {
		p.Failure.Code = code.Code(w.next())
		return p
	}
	if len(w.left) > 0 {
		p.Attempt.Answer = charge.Answer(w.next())
	}
	for len(w.left) > 0 {
		w.attempt(&p.Attempt)
	}
	return p
}

// verifyMicrodeposits reads "32 45 pending ch_1", "SM11AA mismatch", "10 11 failed CODE".
func (w *words) verifyMicrodeposits() intent.VerifyMicrodepositsParams {
	var p intent.VerifyMicrodepositsParams
	if !w.id("SM", &p.Microdeposits.DescriptorCode) {
		p.Microdeposits.Amounts = [2]money.Amount{w.amount(), w.amount()}
	}
	p.Mismatch = w.take("mismatch")
	p.AuthenticateParams = w.authenticate()
	return p
}

func (w *words) process() intent.ProcessParams {
	p := intent.ProcessParams{At: w.now}
	if w.take("failed") {
		p.Failure.Code = code.Code(w.next())
		return p
	}
	if !w.take("settled") {
		w.unknown(w.next())
	}
	for w.settlement(&p.Settlement) {
	}
	return p
}

func (w *words) capture() intent.CaptureParams {
	p := intent.CaptureParams{At: w.now, AmountToCapture: w.amountOrAll(), NonFinal: w.take("non-final")}
	for w.shares(&p.ApplicationFeeAmount, &p.TransferDataAmount) || w.settlement(&p.Settlement) {
	}
	return p
}

func (w *words) increment() intent.IncrementParams {
	p := intent.IncrementParams{At: w.now, Amount: w.amount()}
	if w.take("declined") {
		p.Declined.Code = code.Code(w.next())
	}
	if w.take("500usd") {
		p.FiveHundredUSD = money.Some(w.amount())
	}
	for w.shares(&p.ApplicationFeeAmount, &p.TransferDataAmount) {
	}
	return p
}

func (w *words) cancel() intent.CancelParams {
	p := intent.CancelParams{At: w.now}
	p.Refused = w.take("refused")
	if !p.Refused && len(w.left) > 0 {
		p.Reason = intent.CancellationReason(w.next())
	}
	return p
}
