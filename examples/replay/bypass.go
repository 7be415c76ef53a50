package main

import (
	"cmp"
	"strings"
)

// bypass returns the reason why an operation is not carried out, after noting what it touches.
func (d *driver) bypass(s *step) reason {
	happened := s.outcome() == accepted || s.outcome() == untold
	resource, verb := s.Op, ""
	if dot := strings.LastIndexByte(s.Op, '.'); dot >= 0 {
		resource, verb = s.Op[:dot], s.Op[dot+1:]
	}
	reads := verb == "retrieve" || verb == "list" || verb == "search"
	if strings.HasPrefix(s.Op, "snapshot:") {
		return loneSnapshot
	}
	switch resource {
	case "refunds", "charges.refunds", "disputes":
		if happened && !reads {
			d.touch(s)
		}
		if resource == "disputes" {
			return disputes
		}
		return otherOperation
	case "charges":
		if happened && verb == "capture" {
			delete(d.intents, d.owners[s.On]) // it was captured behind its intent
		}
		return chargeAlone
	case "setup_intents":
		if happened && !reads {
			delete(d.setups, s.On) // nobody knows what it did
		}
		return otherOperation
	case "event", "events":
		return events
	}
	if happened && !reads {
		delete(d.intents, s.On) // nobody knows what it did
	}
	return otherOperation
}

// touch notes that the figures of a charge may have changed: of the charge that the step names, or else of all.
func (d *driver) touch(s *step) {
	named := cmp.Or(
		d.owners[s.On], d.owners[s.Params.text("charge")], s.Params.text("payment_intent"),
		d.owners[s.Answer.text("charge")], s.Answer.text("payment_intent"),
	)
	for id, t := range d.intents {
		if id == named || d.intents[named] == nil {
			t.touched = true
		}
	}
}
