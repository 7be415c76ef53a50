package charge

import (
	"math"
	"strconv"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
)

// hidden is what the API does not show of a charge.
type hidden struct {
	captures, refundsMade                            uint8
	liveRefunds                                      uint64
	firstGave, feeEndpointUsed, transferEndpointUsed connect.Mark
	feeDue, transferDue                              money.Amount
}

func (c *Charge) hidden() hidden {
	h := hidden{
		captures: c.Captures, refundsMade: c.RefundsMade, liveRefunds: c.LiveRefunds,
		firstGave: c.FirstGave, feeEndpointUsed: c.FeeEndpointUsed, transferEndpointUsed: c.TransferEndpointUsed,
	}
	if c.ApplicationFee.Due() {
		h.feeDue = c.ApplicationFee.Amount
	}
	if c.Transfer.Due() {
		h.transferDue = c.Transfer.Amount
	}
	return h
}

// shown returns what a charge that was read without anything hidden is taken to hide, as far as its other fields tell.
//   - captures that took money: none, one, or capture.Uncounted
//   - what only matters between the captures of a multicapture payment, or to its refunds, is unknown once it may have happened
//   - of a charge that was captured for good, the fee or transfer that is null is due
func (c *Charge) shown() hidden {
	h := hidden{captures: capture.Uncounted}
	switch {
	case c.AmountCaptured == 0:
		h.captures = 0
	case c.Captured && !c.Card.Multicapture:
		h.captures = 1
	}
	if c.AmountCaptured > 0 && c.AmountRefunded > 0 { // by how many, and which, is not known: any may still fail once, and later ones have no number
		h.refundsMade, h.liveRefunds = MaxNumberedRefunds, math.MaxUint64
	}
	if c.AmountCaptured > 0 && !c.Captured {
		h.firstGave = connect.MarkUnknown
	}
	if f := c.ApplicationFee; f.ID != "" && (!f.Known() || f.AmountRefunded > 0) {
		h.feeEndpointUsed = connect.MarkUnknown
	}
	if t := c.Transfer; t.ID != "" && (!t.Known() || t.AmountReversed > 0) {
		h.transferEndpointUsed = connect.MarkUnknown
	}
	if c.Status != StatusSucceeded {
		return h
	}
	if c.Captured && c.ApplicationFee.ID == "" {
		h.feeDue = min(c.ApplicationFeeAmount.Or(0), c.AmountCaptured)
	}
	if c.Transfer.ID == "" && c.Transfer.Destination != "" {
		h.transferDue = c.AmountCaptured
	}
	return h
}

// write writes what differs from what is shown.
func (h hidden) write(w *strictjson.Writer, shown hidden) {
	if h == shown {
		return
	}
	number := func(key string, value, shown int64) {
		if value != shown {
			w.Int(key, value)
		}
	}
	w.Object("tranche", func() {
		number("application_fee_due", int64(h.feeDue), int64(shown.feeDue))
		number("captures", int64(h.captures), int64(shown.captures))
		number("fee_endpoint_used", int64(h.feeEndpointUsed), int64(shown.feeEndpointUsed))
		number("first_gave", int64(h.firstGave), int64(shown.firstGave))
		if h.liveRefunds != shown.liveRefunds {
			w.Text("live_refunds", strconv.FormatUint(h.liveRefunds, 16)) // 64 bits are too many for some readers of numbers
		}
		number("refunds_made", int64(h.refundsMade), int64(shown.refundsMade))
		number("transfer_due", int64(h.transferDue), int64(shown.transferDue))
		number("transfer_endpoint_used", int64(h.transferEndpointUsed), int64(shown.transferEndpointUsed))
	})
}

// read reads what write writes.
func (h *hidden) read(v strictjson.Value) error {
	return v.Object(func(key string, v strictjson.Value) error {
		switch key {
		case "application_fee_due":
			return strictjson.Amount(v, &h.feeDue)
		case "captures":
			return strictjson.Count(v, &h.captures)
		case "fee_endpoint_used":
			return readMark(v, &h.feeEndpointUsed)
		case "first_gave":
			return readMark(v, &h.firstGave)
		case "live_refunds":
			return readBits(v, &h.liveRefunds)
		case "refunds_made":
			return strictjson.Count(v, &h.refundsMade)
		case "transfer_due":
			return strictjson.Amount(v, &h.transferDue)
		case "transfer_endpoint_used":
			return readMark(v, &h.transferEndpointUsed)
		default:
			return nil
		}
	})
}

// readMark reads a connect.Mark. null leaves dst as it is.
func readMark(v strictjson.Value, dst *connect.Mark) error {
	n := uint8(*dst)
	if err := strictjson.Count(v, &n); err != nil {
		return err
	}
	if n > uint8(connect.MarkUnknown) {
		return strictjson.Errorf("%d is not a mark from 0 to %d", n, connect.MarkUnknown)
	}
	*dst = connect.Mark(n)
	return nil
}

// readBits reads 64 bits in hexadecimal digits. null leaves dst as it is.
func readBits(v strictjson.Value, dst *uint64) error {
	if v.IsNull() {
		return nil
	}
	var digits string
	if err := strictjson.Text(v, &digits); err != nil {
		return err
	}
	bits, err := strconv.ParseUint(digits, 16, 64)
	if err != nil {
		return strictjson.Errorf("%.40q is not 64 bits in hexadecimal digits", digits)
	}
	*dst = bits
	return nil
}

// reveal fills in what the API does not show. What has no id has not come into being: nothing of it is there but what is due.
func (c *Charge) reveal(h hidden) {
	c.Captures, c.RefundsMade, c.LiveRefunds = h.captures, h.refundsMade, h.liveRefunds
	c.FirstGave, c.FeeEndpointUsed, c.TransferEndpointUsed = h.firstGave, h.feeEndpointUsed, h.transferEndpointUsed
	if c.ApplicationFee.ID == "" {
		c.ApplicationFee = connect.ApplicationFee{Amount: h.feeDue}
	}
	if c.Transfer.ID == "" {
		c.Transfer = connect.Transfer{Destination: c.Transfer.Destination, Amount: h.transferDue}
	}
}
