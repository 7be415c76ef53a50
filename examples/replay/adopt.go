package main

import (
	"maps"
	"strings"

	"github.com/tranche-go/tranche/intent"
)

// conclude compares what a body shows with next, and goes on from next, or from the body if they differ.
func (d *driver) conclude(s *step, t *tracked, next intent.PaymentIntent, body object, found []difference, shown facts) verdict {
	reread := t.touched && (shown[refundFigures[0]] != "" || shown[refundFigures[1]] != "")
	compareWith := maps.Clone(shown)
	if t.touched {
		for _, figure := range refundFigures {
			delete(compareWith, figure)
		}
	}
	found = append(found, compare(predicted(&next), compareWith)...)
	found = append(found, d.compareForm(s, t, next)...)
	if len(found) > 0 {
		d.adopt(t, body, compared)
		return verdict{differences: found}
	}
	t.pi = next
	d.keep(t, shown)
	if reread {
		if a, ok := body.sub("latest_charge").amount("amount_refunded"); ok {
			t.pi.LatestCharge.AmountRefunded = a.Or(t.pi.LatestCharge.AmountRefunded)
		}
		t.pi.LatestCharge.Refunded = shown["latest_charge.refunded"] == "true"
		t.touched = false
		return because(readAgain)
	}
	return verdict{}
}

// resume starts an intent from the first body that shows it.
func (d *driver) resume(body object, why reason) verdict {
	return d.adopt(&tracked{pi: intent.PaymentIntent{Rules: d.rules}}, body, why)
}

// adopt goes on from what a body shows, and says why. Without a body the intent stays as it is.
func (d *driver) adopt(t *tracked, body object, why reason) verdict {
	if body == nil {
		return because(why)
	}
	next, ok := d.fromBody(body, t.pi)
	if !ok {
		return because(bodyTooShort)
	}
	t.pi = next
	t.shown = facts{}
	d.keep(t, recorded(body))
	return because(why)
}

// keep remembers the intent and what was shown of it.
func (d *driver) keep(t *tracked, shown facts) {
	id := shown["latest_charge_id"]
	if strings.Contains(t.pi.LatestCharge.ID, unrecorded) && id != "" && id != null {
		t.pi.LatestCharge.ID = id
	}
	d.intents[t.pi.ID] = t
	if t.pi.LatestCharge.ID != "" {
		d.owners[t.pi.LatestCharge.ID] = t.pi.ID
	}
	d.last = t.pi.ID
	if t.shown == nil {
		t.shown = facts{}
	}
	maps.Copy(t.shown, shown)
}
