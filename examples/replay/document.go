package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
)

// check reads the body of a step as the API wrote it, validates it, and compares what is written of it with it: whatever is modelled must
// come back, by the names of its version. It reports false if there is no body, or no more than an excerpt.
func (s *step) check(told string) ([]difference, bool) {
	if s.document == nil {
		return nil, false
	}
	written, err := rewrite(s.document, s.writtenIn(told))
	var e *code.Error
	switch {
	case errors.Is(err, errNotModelled), errors.As(err, &e) && e.Code == code.ParameterMissing:
		return nil, false
	case err != nil && s.document.text("source") != "" && s.document.text("payment_method") == "":
		return nil, false // what pays is not modelled
	case err != nil:
		return []difference{{"body", err.Error(), "a body"}}, true
	}
	c := comparison{skipped: []string{"has_more"}}
	c.objects("json ", written, s.document)
	return c.found, true
}

// writtenIn returns the version that the body is of. Where nothing tells, the form does: the newest that has it.
func (s *step) writtenIn(told string) intent.Version {
	switch v := cmp.Or(dated(s.version), dated(told)); {
	case v != "" && !s.olderThan(v):
		return v
	case s.document.has("next_source_action"), strings.HasPrefix(s.document.text("status"), "requires_source"):
		return "2018-11-08"
	case s.document.has("charges"), s.document.has("refunds"): // the lists that went then
		return "2022-08-01"
	default:
		return ""
	}
}

// olderThan reports whether the object was made before there was such a version: then its source has another one's name.
func (s *step) olderThan(v intent.Version) bool {
	created, isInteger := s.document.amount("created")
	date, err := time.Parse(time.DateOnly, string(v))
	return isInteger && created.Valid && err == nil && int64(created.Amount) < date.Unix()
}

var errNotModelled = errors.New("an object that is not modelled")

// rewrite reads a document, validates what it reads, and writes it.
func rewrite(document object, v intent.Version) (object, error) {
	rules := intent.Rules{Version: v}
	switch document.text("object") {
	case "payment_intent":
		pi := &intent.PaymentIntent{Rules: rules}
		return through(document, pi, func() error { return pi.Validate() })
	case "setup_intent":
		si := &setup.Intent{Rules: rules}
		return through(document, si, func() error { return si.Validate() })
	case "charge":
		c := &charge.Charge{}
		return through(document, c, func() error { return c.Validate(capture.Readings{}, v.Before("2025-03-31")) })
	case "refund":
		r := &refund.Refund{}
		return through(document, r, func() error { return r.Validate() })
	case "transfer":
		t := &connect.Transfer{}
		return through(document, t, func() error { return t.Validate() })
	case "application_fee":
		f := &connect.ApplicationFee{}
		return through(document, f, func() error { return f.Validate() })
	case "transfer_reversal":
		return through(document, &connect.Reversal{}, func() error { return nil })
	case "fee_refund":
		return through(document, &connect.FeeRefund{}, func() error { return nil })
	default:
		return nil, errNotModelled
	}
}

func through(document object, v any, validate func() error) (object, error) {
	b, err := json.Marshal(document)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err == nil {
		err = validate()
	}
	if err != nil {
		return nil, err
	}
	return write(v)
}

// write returns what the library writes, as an object: one that is not known, an id alone, is none.
func write(v any) (object, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var o object
	return o, o.UnmarshalJSON(b)
}
