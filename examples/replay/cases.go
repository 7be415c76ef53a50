package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// A bodies is a line of cases.jsonl: the same scenario with the bodies as the API wrote them.
type bodies struct {
	ID      string     `json:"id"`
	Version string     `json:"api_version"`
	Steps   []bodyStep `json:"steps"`
}

type bodyStep struct {
	Op       string `json:"op"`
	Params   object `json:"params"`
	Response object `json:"response"`
	Version  string `json:"api_version"` // null where it is not known
}

// addBodies adds to the scenarios what cases.jsonl knows of them. Without the file nothing is added.
func addBodies(scenarios []scenario, name string) error {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	byID := map[string]*scenario{}
	for i := range scenarios {
		byID[scenarios[i].ID] = &scenarios[i]
	}
	return eachLine(f, name, func(line []byte) error {
		var b bodies
		if err := json.Unmarshal(line, &b); err != nil {
			return err
		}
		if sc := byID[b.ID]; sc != nil {
			return sc.addBodies(&b)
		}
		return nil
	})
}

// addBodies adds the bodies of the same steps. There may be steps between them that the facts leave out.
func (sc *scenario) addBodies(b *bodies) error {
	next := 0
	for i := range sc.Steps {
		s := &sc.Steps[i]
		for next < len(b.Steps) && b.Steps[next].Op != s.Op {
			next++
		}
		if next == len(b.Steps) {
			return fmt.Errorf("scenario %s, step %d: no body of %s", sc.ID, i+1, s.Op)
		}
		s.addBody(&b.Steps[next])
		if sc.Kind == "handwritten" {
			s.document = nil // it says what the API answers, and not as the API writes it
		}
		next++
	}
	return nil
}

// The parameters and members that facts leave out, and bodies fill in.
var (
	fillableParams = slices.Concat(sharingParams, []string{
		"customer", "on_behalf_of", "setup_future_usage", "capture", paramCardCapture,
		requestParam("multicapture"), requestParam("overcapture"), requestParam("incremental_authorization"), requestParam("extended_authorization"),
	})
	fillableMembers = []string{"customer", "on_behalf_of", "setup_future_usage", "currency", "confirmation_method", "payment_method"}
	chargeMembers   = []string{"currency", "payment_intent", "payment_method", "failure_code"}
	setupMembers    = []string{"customer", "on_behalf_of", "payment_method", "latest_attempt", "mandate", "single_use_mandate"}
)

func (s *step) addBody(b *bodyStep) {
	s.document, s.version = b.Response, b.Version
	nameStatus(s.document)
	if failed := b.Response.sub("error"); failed != nil {
		s.document = failed.sub("payment_intent")
		if failed.has("setup_intent") {
			s.document = failed.sub("setup_intent")
		}
	}
	for _, key := range fillableParams {
		if b.Params.has(key) && !s.Params.has(key) {
			if s.Params == nil {
				s.Params = object{}
			}
			s.Params[key] = b.Params[key]
		}
	}
	if shown := s.intent(); shown != nil {
		fill(shown, s.document, fillableMembers)
	}
	if shown := s.Answer; shown.text("object") == "charge" {
		fillCharge(shown, s.document)
	}
	if shown := s.intent().sub("latest_charge"); shown != nil {
		fillCharge(shown, listedCharge(s.document))
	}
	if shown := s.setupIntent(); shown != nil {
		fill(shown, s.document, setupMembers)
	}
}

// listedCharge returns the charge that a body of an intent shows: latest_charge, or the newest of the list that there was before.
func listedCharge(document object) object {
	if charges, ok := document.sub("charges")["data"].([]any); ok && len(charges) > 0 {
		newest, _ := charges[0].(map[string]any)
		return newest
	}
	return document.sub("latest_charge")
}

// fill adds members to the facts of an object. Of one that is expanded it adds the id, of a next action the type.
func fill(shown, document object, members []string) {
	for _, key := range members {
		if value := named(document[key]); document.has(key) && !shown.has(key) {
			shown[key] = value
		}
	}
	if action := document.sub("next_action"); action != nil && !shown.has("next_action") {
		shown["next_action"] = action["type"]
	}
}

// fillCharge adds members to the facts of a charge, and what its network offers.
func fillCharge(shown, document object) {
	fill(shown, document, chargeMembers)
	if details, ok := document[methodDetails]; ok {
		shown[methodDetails] = details
	}
}

// named returns the id of an object that is expanded, and anything else as it is.
func named(member any) any {
	if m, ok := member.(map[string]any); ok {
		return m["id"]
	}
	return member
}
