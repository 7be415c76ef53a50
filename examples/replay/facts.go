package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// A scenario is one line of facts.jsonl. Fields that are not listed are skipped.
type scenario struct {
	ID      string `json:"id"`
	Version string `json:"v"` // null reads as ""
	Kind    string `json:"kind"`
	Steps   []step `json:"steps"`
}

// A step is one call with the facts of its answer.
type step struct {
	Op     string `json:"op"`
	HTTP   *int   `json:"http"` // null where the source does not show it
	On     string `json:"on"`   // id of the object in the path
	Params object `json:"params"`
	Answer object `json:"answer"`
	Error  object `json:"error"`

	document object       // the body as the API wrote it, or the object in an error, or nil
	version  string       // of the document, or ""
	told     []difference // words of a refusal that only the recording tells
	again    bool         // the same call was answered with the same object before: a replay of it, if it would change anything
}

// An object is a JSON object whose members may be of any kind. A nil object was not recorded.
type object map[string]any

// UnmarshalJSON reads an object. Whatever else stands in its place, such as a list, shows none.
func (o *object) UnmarshalJSON(b []byte) error {
	if b[0] != '{' {
		*o = nil
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode((*map[string]any)(o))
}

// has reports whether the member is there; it may be null.
func (o object) has(key string) bool {
	_, ok := o[key]
	return ok
}

// text returns a string, or "" if the member is none.
func (o object) text(key string) string {
	s, _ := o[key].(string)
	return s
}

// sub returns an object in the object, or nil.
func (o object) sub(key string) object {
	m, _ := o[key].(map[string]any)
	return m
}

// fact returns the member as it is compared and printed.
func (o object) fact(key string) string { return shown(o[key]) }

func shown(member any) string {
	if member == nil {
		return null
	}
	return fmt.Sprint(member)
}

// isTrue and isFalse read flags, which forms write as text.
func (o object) isTrue(key string) bool  { return o.has(key) && o.fact(key) == "true" }
func (o object) isFalse(key string) bool { return o.has(key) && o.fact(key) == "false" }

// amount returns an integer, or nothing if the member is none. ok is false if it is there and not an integer.
func (o object) amount(key string) (a money.NullAmount, ok bool) {
	if o[key] == nil {
		return a, true
	}
	n, err := strconv.ParseInt(o.fact(key), 10, 64)
	return money.NullAmount{Amount: money.Amount(n), Valid: err == nil}, err == nil
}

// rules returns the rules of the scenario's API version: the date that the version begins with, or else the newest.
func (sc *scenario) rules() intent.Rules { return intent.Rules{Version: dated(sc.Version)} }

// dated returns the date that a version begins with, or "".
func dated(version string) intent.Version {
	if len(version) < len(time.DateOnly) {
		return ""
	}
	date := version[:len(time.DateOnly)]
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return ""
	}
	return intent.Version(date)
}

// intent returns the payment intent that the step shows, or nil: the answer, or what came with the error.
func (s *step) intent() object {
	if s.Answer.text("object") == "payment_intent" {
		return s.Answer
	}
	return s.Error.sub("payment_intent")
}

// setupIntent returns the SetupIntent that the step shows, or nil: the answer, or what came with the error.
func (s *step) setupIntent() object {
	if s.Answer.text("object") == "setup_intent" {
		return s.Answer
	}
	return s.Error.sub("setup_intent")
}

// nameStatus names the status of a charge as it has been named since 2015-02-18: succeeded was paid.
func nameStatus(shown object) {
	if shown.text("object") == "charge" && shown.text("status") == "paid" {
		shown["status"] = string(charge.StatusSucceeded)
	}
}

// An outcome is what became of a call.
type outcome string

// Outcomes.
const (
	accepted  outcome = "accepted"
	declined  outcome = "declined"
	refused   outcome = "refused"
	elsewhere outcome = "refused elsewhere" // neither by the rules of payments nor by an issuer: no such object, too many requests, …
	untold    outcome = "untold"
)

// outcome returns what the recording says became of the call.
func (s *step) outcome() outcome {
	switch s.Error.text("type") {
	case "api_error", "authentication_error", "idempotency_error", "rate_limit_error":
		return elsewhere
	}
	if s.Error.text("code") == "resource_missing" {
		return elsewhere
	}
	switch {
	case s.HTTP == nil:
		return s.outcomeShown()
	case *s.HTTP >= 200 && *s.HTTP < 300:
		return accepted
	case *s.HTTP == 400:
		return refused
	case *s.HTTP == 402:
		return declined
	default:
		return elsewhere
	}
}

// outcomeShown tells the outcome without the HTTP status.
func (s *step) outcomeShown() outcome {
	switch {
	case s.Answer != nil:
		return accepted
	case s.Error.text("type") == "card_error":
		return declined
	case s.Error != nil:
		return refused
	default:
		return untold
	}
}

// readFacts reads a file of scenarios, one a line. Errors name the file and the line.
func readFacts(name string) ([]scenario, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []scenario
	err = eachLine(f, name, func(line []byte) error {
		sc, badLine := readScenario(line)
		all = append(all, sc)
		return badLine
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s:1: no scenario", name)
	}
	return all, err
}

// eachLine reads the lines of a file that are not empty. Errors name the file and the line.
func eachLine(f io.Reader, name string, read func([]byte) error) error {
	lines := bufio.NewReader(f)
	for n := 1; ; n++ {
		line, end := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if err := read(line); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
		switch {
		case end == io.EOF:
			return nil
		case end != nil:
			return fmt.Errorf("%s:%d: %w", name, n, end)
		}
	}
}

func readScenario(line []byte) (scenario, error) {
	var sc scenario
	if err := json.Unmarshal(line, &sc); err != nil {
		return sc, err
	}
	if sc.ID == "" {
		return sc, errors.New("a scenario without an id")
	}
	if sc.Steps == nil {
		return sc, fmt.Errorf("scenario %s: no steps", sc.ID)
	}
	for i, s := range sc.Steps {
		if s.Op == "" {
			return sc, fmt.Errorf("scenario %s, step %d: no op", sc.ID, i+1)
		}
		nameStatus(s.Answer)
	}
	return sc, nil
}
