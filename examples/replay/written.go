package main

import (
	"maps"
	"slices"
	"strconv"

	"github.com/tranche-go/tranche/intent"
)

// What no call tells: times, words for people, and what comes from the network or comes into being outside, which facts compare.
var outside = []string{
	"created", "canceled_at", "message", "failure_message", "has_more", "disputed", "failure_balance_transaction", "payment_method_details",
	"payment_method_options", "balance_transaction", "application_fee", "transfer",
}

// compareForm compares the intent, or its charge, as the library writes it in the version of a body with that body.
func (d *driver) compareForm(s *step, t *tracked, next intent.PaymentIntent) []difference {
	next.Rules.Version = s.writtenIn(d.version)
	var unknown []string
	if t.bare {
		unknown = append(unknown, "payment_intent")
	}
	if t.touched {
		unknown = append(unknown, "amount_refunded", "refunded")
	}
	if failedLater(&next.LatestCharge) {
		unknown = append(unknown, "failure_code") // the bank's word, which need not be that of the intent's last error
	}
	switch s.document.text("object") {
	case "payment_intent":
		return compareWritten(next, s.document, unknown)
	case "charge":
		return compareWritten(next.LatestCharge, s.document, unknown)
	default:
		return nil
	}
}

// compareWritten compares what the library writes of a prediction with a body. What is not known is not compared.
func compareWritten(predicted any, document object, unknown []string) []difference {
	written, err := write(predicted)
	if err != nil {
		return []difference{{"json", err.Error(), "a body"}}
	}
	c := comparison{skipped: slices.Concat(outside, unknown)}
	c.objects("json ", written, document)
	return c.found
}

// A comparison finds where two documents disagree about what both have.
type comparison struct {
	skipped []string // members that are not compared, at any depth
	found   []difference
}

// What is written under another name, or not at all, as the version has it.
var namedByVersion = [][2]string{{"next_action", "next_source_action"}, {"latest_charge", "charges"}}

// Members in which null means that the library models nothing of what is there.
var partlyModelled = []string{"payment_method_options", "payment_method_details"}

// Members that whatever has them and is modelled always writes.
var alwaysWritten = []string{
	"amount", "amount_capturable", "amount_captured", "amount_received", "amount_refunded", "amount_reversed", "cancellation_reason",
	"capture_method", "captured", "confirmation_method", "created", "last_payment_error", "last_setup_error", "paid", "reason", "refunded",
	"reversed", "setup_future_usage", "usage",
}

func (c *comparison) objects(path string, ours, theirs object) {
	if ours.sub("tranche").has("latest_charge") { // of which the body shows too little: a list cannot show the id alone
		c.skipped = append(c.skipped, "charges")
	}
	for _, key := range slices.Sorted(maps.Keys(ours)) {
		value := ours[key]
		switch {
		case !theirs.has(key), slices.Contains(c.skipped, key), value == nil && slices.Contains(partlyModelled, key):
		default:
			c.values(path+key, value, theirs[key])
		}
	}
	if ours.has("object") {
		for _, key := range alwaysWritten {
			if theirs.has(key) && !ours.has(key) {
				c.found = append(c.found, difference{path + key, "nothing", shown(theirs[key])})
			}
		}
	}
	if ours.text("object") != "payment_intent" && ours.text("object") != "setup_intent" {
		return
	}
	for _, names := range namedByVersion {
		for i, name := range names {
			if other := names[1-i]; ours.has(name) && !theirs.has(name) && theirs.has(other) {
				c.found = append(c.found, difference{path + "name", name, other})
			}
		}
	}
}

func (c *comparison) values(path string, ours, theirs any) {
	switch value := ours.(type) {
	case map[string]any:
		if m, ok := theirs.(map[string]any); ok {
			c.objects(path+".", value, m)
			return
		}
	case []any:
		if all, ok := theirs.([]any); ok {
			c.lists(path, value, all)
			return
		}
	}
	if one, other := shown(named(ours)), shown(named(theirs)); one != other && one != unrecordedCurrency && !isStandIn(one) {
		c.found = append(c.found, difference{path, one, other})
	}
}

// lists compares the first of two lists, the newest.
func (c *comparison) lists(path string, ours, theirs []any) {
	switch {
	case len(ours) > 0 && len(theirs) > 0:
		c.values(path+"[0]", ours[0], theirs[0])
	case len(ours) != len(theirs):
		c.found = append(c.found, difference{path, strconv.Itoa(len(ours)), strconv.Itoa(len(theirs))})
	}
}
