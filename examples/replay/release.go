package main

import (
	"strconv"

	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// compareRelease compares the Refund of what a capture or a cancel released, which versions before 2025-03-31.basil make, with the newest
// that the body lists. That its balance transaction is null or not comes from outside.
func compareRelease(s *step, before, after *intent.PaymentIntent) []difference {
	all, listed := listedRefunds(s.document)
	made, ok := intent.ReleaseRefund(*before, *after, intent.ReleaseParams{ID: "re_" + unrecorded})
	if !listed || !after.LatestCharge.Known() {
		return nil
	}
	shown := object{}
	if len(all) > 0 {
		m, _ := all[0].(map[string]any)
		shown = m
	}
	reversal := shown.sub("destination_details").sub("card").text("type") == string(refund.DestinationTypeReversal)
	switch {
	case !ok && !reversal:
		return nil
	case !ok, len(all) == 0:
		return []difference{{"release", strconv.FormatBool(ok), strconv.FormatBool(reversal)}}
	}
	var unknown []string
	if made.Reason == "" && after.CancellationReason != "" {
		unknown = []string{"reason"} // abandoned is none of a refund
	}
	return compareWritten(made, shown, unknown)
}

// listedRefunds returns the refunds that the charge of a body lists. It reports false if it shows no list.
func listedRefunds(document object) ([]any, bool) {
	c := document
	if document.text("object") != "charge" {
		c = listedCharge(document)
	}
	all, ok := c.sub("refunds")["data"].([]any)
	return all, ok
}
