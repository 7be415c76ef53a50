package main

import (
	"cmp"
	"maps"
	"strings"

	"github.com/tranche-go/tranche/intent"
)

// read compares a body that comes without a change.
func (d *driver) read(s *step) verdict {
	body := s.intent()
	switch {
	case s.Op == "payment_intents.retrieve" && s.outcome() == elsewhere:
		return because(refusedElsewhere)
	case body == nil && s.Op == "payment_intents.retrieve":
		return because(answerUntold)
	case body == nil || d.alone && s.Op != "payment_intents.retrieve":
		return because(loneSnapshot)
	}
	t := d.intents[cmp.Or(body.text("id"), s.On, d.last)]
	if t == nil {
		return d.resume(body, startOfIntent)
	}
	return d.compareRead(s, t, body, recorded(body))
}

// readCharge compares the body of a charge that belongs to an intent, or stands for a transfer. charges.update can change nothing that is
// modelled.
func (d *driver) readCharge(s *step) verdict {
	id := cmp.Or(s.On, s.Answer.text("id"))
	t := d.intents[d.owners[id]]
	asked := s.Op != "snapshot:charge"
	switch {
	case asked && (s.outcome() == elsewhere || s.outcome() == refused):
		return because(refusedElsewhere)
	case !asked && d.alone:
		return because(loneSnapshot)
	case s.Answer == nil:
		return because(answerUntold)
	case t == nil && d.isPayment(id):
		return d.readPayment(id, s.Answer)
	case t == nil:
		return d.startBare(s.Answer, firstSeen)
	case t.pi.LatestCharge.ID != id:
		return because(chargeEarlier)
	case !t.pi.LatestCharge.Known():
		return d.fillIn(t, s.Answer)
	}
	return d.compareRead(s, t, t.chargeBody(s.Answer), recordedCharge(s.Answer))
}

// compareRead compares what a call without a change shows. Between two bodies only those outside may have acted.
func (d *driver) compareRead(s *step, t *tracked, body object, shown facts) verdict {
	t.learn(body)
	next := t.pi
	if command, acted := d.meanwhile(&t.pi, body); acted {
		var err error
		if next, _, err = intent.Step(t.pi, command); err != nil {
			return verdict{differences: []difference{{"outcome", err.Error(), command.String()}}}
		}
		if next.Status == intent.StatusCanceled {
			next.CanceledAt = unrecordedTime // which an expiry at an unknown time leaves null
		}
		t.shown = nil
	} else if t.contradictedBy(shown) {
		return d.adopt(t, body, recordingGap)
	}
	return d.conclude(s, t, next, body, nil, shown)
}

// fillIn fills in a charge of which only the id was known.
func (d *driver) fillIn(t *tracked, shown object) verdict {
	body := object{"latest_charge": map[string]any(shown), "latest_charge_id": t.pi.LatestCharge.ID}
	next, ok := d.fromBody(body, t.pi)
	if !ok || !next.LatestCharge.Known() {
		return because(notKnown)
	}
	before := t.pi
	before.TransferData, before.Direct = next.TransferData, next.Direct // which no body of an intent shows
	filled, err := before.WithCharge(next.LatestCharge)
	if err != nil {
		return verdict{differences: []difference{{"latest_charge", err.Error(), "another charge"}}}
	}
	t.pi = filled
	t.touched = false
	maps.Copy(t.shown, recordedCharge(shown))
	return because(firstSeen)
}

// contradictedBy reports whether a body differs from what the recording showed last, though nothing was called in between.
func (t *tracked) contradictedBy(shown facts) bool {
	now := maps.Clone(shown)
	if t.touched {
		for _, figure := range refundFigures {
			delete(now, figure)
		}
	}
	comparable := predicted(&t.pi)
	for name := range now {
		if _, ok := comparable[name]; !ok {
			delete(now, name)
		}
	}
	return len(compare(t.shown, now)) > 0
}

// chargedSince reports whether a body shows a charge that the intent did not have. Only an attempt makes one.
func (t *tracked) chargedSince(body object) bool {
	before := t.pi.LatestCharge.ID
	now := chargeID(body)
	return before == "" && showsCharge(body) || now != "" && before != now && !strings.Contains(before, unrecorded)
}
