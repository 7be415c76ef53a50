package setup_test

import (
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
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/webhook/event"
)

var update = flag.Bool("update", false, "rewrite the stories in testdata")

// TestStory plays the stories in testdata, which are written as those of package intent are. A file holds several; each begins with a line
// "== what it is about" and with no intent, no time and the default rules. A step is a paragraph:
//
//	# why, in a sentence
//	confirm challenged setatt_1 use_stripe_sdk
//	----
//	requires_action, off_session, pm_1, next_action use_stripe_sdk; setatt_1 requires_action
//	setup_intent.requires_action seti_1, which is requires_action
//
// Below ---- are the intent and its latest attempt after the command, and the events in their order, each with the status that it shows; or
// "refused:" with the reason, and then nothing has changed. Lines above the last one lead up to it: they must succeed.
//
// Besides the commands there are "at 2026-01-05T10:00:00Z", "rules …" of the next create, and "given KEY JSON", which reads the intent anew
// from its JSON with another value for a key.
//
// go test ./intent/setup -run Story -update writes what is below ----.
func TestStory(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 2 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			stories := strings.Split("\n\n"+strings.TrimSpace(string(b)), "\n\n== ")
			for i, story := range stories[1:] {
				title, _, _ := strings.Cut(story, "\n")
				t.Run(title, func(t *testing.T) {
					told := play(t, story)
					if diff := cmp.Diff(strings.Split(story, "\n"), strings.Split(told, "\n")); diff != "" && !*update {
						t.Errorf("%s: go test ./intent/setup -run Story -update rewrites it (-want +got):\n%s", file, diff)
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
func play(t *testing.T, story string) string {
	t.Helper()
	s := &stage{T: t}
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
	si     setup.Intent
	model  figures
	given  bool // the model does not know what was read from JSON
	rules  intent.Rules
	now    int64 // 0 until the story tells the time
	events []event.Event
	err    error
}

// paragraph plays a step and returns it with its outcome.
func (s *stage) paragraph(above string) string {
	s.Helper()
	s.err = nil // of the step before
	played := false
	for line := range strings.SplitSeq(above, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if s.err != nil {
			s.Fatalf("before %q: %v", line, s.err)
		}
		if err := s.line(line); err != nil {
			s.Fatalf("%q: %v", line, err)
		}
		played = true
	}
	if !played {
		return above
	}
	told := above + "\n----\n"
	if s.err != nil {
		return told + refusal(s.err)
	}
	told += state(&s.si)
	for e := range event.Only[*setup.Event](s.events) {
		told += fmt.Sprintf("\n%s, which is %s", e, e.SetupIntent.Status)
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
	case "rules":
		return s.rule(rest)
	case "given":
		return s.readAnew(rest)
	}
	c, err := s.command(line)
	if err != nil {
		return err
	}
	m := audited(s, s.si, c)
	if !s.given {
		s.model = foreseen(s, s.model, m)
	}
	if again, err := s.command(c.String()); err != nil || again.String() != c.String() {
		s.Errorf("%q is not in the words of a story: %q, %v", c, again, err)
	}
	s.si, s.events, s.err = m.after, m.events, m.err
	return nil
}

// rule reads "confirmations 2" or "confirmation_limit failure cancels".
func (s *stage) rule(rest string) error {
	number, found := strings.CutPrefix(rest, "confirmations ")
	n, err := strconv.ParseUint(number, 10, 8)
	switch {
	case found && err == nil:
		s.rules.MaxConfirmations = uint8(n)
	case rest == "confirmation_limit failure cancels":
		s.rules.ConfirmationLimit = intent.ConfirmationLimitFailureCancels
	default:
		return errors.New("there is no such rule")
	}
	return nil
}

// readAnew plays "given KEY JSON".
func (s *stage) readAnew(rest string) error {
	s.Helper()
	key, value, _ := strings.Cut(rest, " ")
	var members map[string]json.RawMessage
	if err := json.Unmarshal(encode(s, s.si), &members); err != nil {
		return err
	}
	if _, ok := members[key]; !ok {
		return fmt.Errorf("there is no key %q", key)
	}
	members[key] = json.RawMessage(value)
	s.events, s.given = nil, true
	return json.Unmarshal(encode(s, members), &s.si)
}

// state returns an intent and its latest attempt in one line: what is null is left out.
func state(si *setup.Intent) string {
	all := []string{string(si.Status), string(si.Usage)}
	if si.PaymentMethod != "" {
		all = append(all, si.PaymentMethod)
	}
	failed := &si.LastSetupError
	for _, field := range [][2]string{
		{"for", si.Customer}, {"on_behalf_of", si.OnBehalfOf}, {"next_action", si.NextAction},
		{"last_setup_error", strings.TrimSpace(string(failed.Code) + " " + string(failed.Decline))}, {"of", failed.PaymentMethod},
		{"cancellation_reason", string(si.CancellationReason)}, {"mandate", si.Mandate}, {"single_use_mandate", si.SingleUseMandate},
	} {
		if field[1] != "" {
			all = append(all, field[0]+" "+field[1])
		}
	}
	line := strings.Join(all, ", ")
	switch a := &si.LatestAttempt; {
	case a.Known():
		line += fmt.Sprintf("; %s %s", a.ID, a.Status)
	case a.ID != "":
		line += fmt.Sprintf("; %s unknown", a.ID)
	}
	return line
}

// refusal returns a refusal in two lines: "refused: setup_intent_unexpected_state payment_method, status processing", and its sentence.
func refusal(err error) string {
	e, _ := errors.AsType[*intent.Error](err)
	line := "refused: " + string(e.Code)
	if e.Param != "" {
		line += " " + e.Param
	}
	if e.Status != "" {
		line += ", status " + e.Status
	}
	return line + "\n" + e.Message()
}

// command reads a command as its String writes it.
func (s *stage) command(line string) (setup.Command, error) {
	w := &words{left: strings.Fields(line), now: s.now}
	var c setup.Command
	switch op := intent.Operation(w.next()); op {
	case intent.OpCreate:
		c = w.create(s.rules)
	case intent.OpUpdate:
		c = w.update()
	case intent.OpConfirm:
		p := setup.ConfirmParams{At: s.now, Attempt: w.attempt()}
		if w.take("with") {
			p.PaymentMethod = w.next()
		}
		c = p
	case intent.OpAuthenticate:
		c = w.authenticate()
	case intent.OpVerifyMicrodeposits:
		c = w.verify()
	case intent.OpProcess:
		c = setup.ProcessParams{At: s.now, Attempt: w.attempt()}
	case intent.OpCancel:
		p := setup.CancelParams{At: s.now}
		if len(w.left) > 0 {
			p.Reason = intent.CancellationReason(w.next())
		}
		c = p
	default:
		return nil, fmt.Errorf("there is no command %q", op)
	}
	if w.err == nil && len(w.left) > 0 {
		w.err = fmt.Errorf("what is %q?", w.left[0])
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

// id returns the next word if it begins so, or "".
func (w *words) id(prefix string) string {
	if len(w.left) == 0 || !strings.HasPrefix(w.left[0], prefix) {
		return ""
	}
	return w.next()
}

func (w *words) create(rules intent.Rules) setup.CreateParams {
	p := setup.CreateParams{At: w.now, Rules: rules, ID: w.id("seti_")}
	for len(w.left) > 0 && w.err == nil {
		switch word := w.next(); word {
		case "with":
			p.PaymentMethod = w.next()
		case "for":
			p.Customer = w.next()
		case "on_behalf_of":
			p.OnBehalfOf = w.next()
		case "confirmed-manually":
			p.ConfirmationMethod = intent.ConfirmationMethodManual
		case "confirm":
			p.Confirm, p.Attempt = true, w.attempt()
		default:
			p.Usage = setup.Usage(word)
		}
	}
	return p
}

func (w *words) update() setup.UpdateParams {
	p := setup.UpdateParams{At: w.now}
	for len(w.left) > 0 && w.err == nil {
		switch word := w.next(); word {
		case "customer":
			p.Customer = w.next()
		case "payment_method":
			p.PaymentMethod = w.next()
		case "detach":
			p.DetachPaymentMethod = true
		default:
			w.err = fmt.Errorf("what is %q?", word)
		}
	}
	return p
}

func (w *words) attempt() setup.Attempted {
	var a setup.Attempted
	if len(w.left) > 0 {
		a.Answer = charge.Answer(w.next())
	}
	a.ID = w.id("setatt_")
	switch a.Answer {
	case charge.AnswerDeclined:
		a.Failure = w.failure()
	case charge.AnswerChallenged:
		if len(w.left) > 0 {
			a.NextAction = w.next()
		}
	default:
	}
	a.Mandate = w.id("mandate_")
	if w.take("single-use") {
		a.SingleUseMandate = w.next()
	}
	return a
}

// failure reads "card_declined insufficient_funds", of which the second may be missing.
func (w *words) failure() charge.Failure {
	var f charge.Failure
	if len(w.left) > 0 {
		f.Code = code.Code(w.next())
	}
	if len(w.left) > 0 && w.left[0] != "with" {
		f.Decline = code.Decline(w.next())
	}
	return f
}

func (w *words) authenticate() setup.AuthenticateParams {
	p := setup.AuthenticateParams{At: w.now}
	if w.take("failed") {
		p.Failure = charge.Failure{Code: code.Code(w.next())}
	} else {
		p.Attempt = w.attempt()
	}
	return p
}

func (w *words) verify() setup.VerifyMicrodepositsParams {
	p := setup.VerifyMicrodepositsParams{}
	first := w.next()
	if n, err := strconv.ParseInt(first, 10, 64); err == nil {
		second, err := strconv.ParseInt(w.next(), 10, 64)
		p.Microdeposits.Amounts, w.err = [2]money.Amount{money.Amount(n), money.Amount(second)}, errors.Join(w.err, err)
	} else {
		p.Microdeposits.DescriptorCode = first
	}
	if w.take("mismatch") {
		p.At, p.Mismatch = w.now, true
		return p
	}
	p.AuthenticateParams = w.authenticate()
	return p
}
