package charge

import (
	"cmp"
	"encoding/json"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/connect"
)

// MarshalJSON writes the API's charge with application_fee and transfer expanded, and under "tranche", only where needed, what the API
// does not show: counts, marks, and what is due. The zero Charge is null, and a Charge that is not known is its id.
func (c Charge) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	c.write(&w)
	return w.Bytes(), nil
}

// Wire returns c as the API's webhooks show it: application_fee and transfer are ids, and there is nothing that the API does not show. Of a
// charge that is not known that is its id.
func (c Charge) Wire() json.RawMessage {
	w := strictjson.Writer{Wire: true}
	c.write(&w)
	return w.Bytes()
}

func (c *Charge) write(w *strictjson.Writer) {
	if !c.Known() {
		w.TextOrNull("", c.ID)
		return
	}
	w.Object("", func() {
		w.Text("id", c.ID)
		w.Text("object", "charge")
		w.Amount("amount", c.Amount)
		w.Amount("amount_captured", c.AmountCaptured)
		w.Amount("amount_refunded", c.AmountRefunded)
		if c.ApplicationFee.ID == "" {
			w.Null("application_fee")
		} else {
			w.Expandable("application_fee", c.ApplicationFee.ID, c.ApplicationFee)
		}
		w.NullAmount("application_fee_amount", c.ApplicationFeeAmount)
		w.TextOrNull("balance_transaction", c.BalanceTransaction)
		w.Bool("captured", c.Captured)
		w.Int("created", c.Created)
		w.Text("currency", string(c.Currency))
		w.Bool("disputed", c.Disputed)
		w.TextOrNull("failure_balance_transaction", c.FailureBalanceTransaction)
		w.TextOrNull("failure_code", string(c.FailureCode))
		w.TextOrNull("failure_message", c.FailureMessage)
		w.Bool("paid", c.Paid)
		w.TextOrNull("payment_intent", c.PaymentIntent)
		w.TextOrNull("payment_method", c.PaymentMethod)
		c.Card.write(w)
		w.Bool("refunded", c.Refunded)
		w.Text("status", string(c.Status))
		switch { // a charge without one does not have the key
		case c.Transfer.ID == "":
		case c.Transfer == connect.Transfer{ID: c.Transfer.ID, Destination: c.Transfer.Destination}:
			w.Text("transfer", c.Transfer.ID)
		default:
			w.Expandable("transfer", c.Transfer.ID, c.Transfer)
		}
		w.Value("transfer_data", connect.TransferData{Destination: c.Transfer.Destination})
		if !w.Wire {
			c.hidden().write(w, c.shown())
		}
	})
}

// write writes payment_method_details. Another kind of method than a card has nothing there that this module models.
func (c *Card) write(w *strictjson.Writer) {
	switch *c {
	case Card{}:
		w.Object("payment_method_details", func() {})
		return
	case Card{Unshown: true}:
		w.Null("payment_method_details")
		return
	}
	status := func(key string, on bool, yes, no string) {
		w.Object(key, func() {
			if on {
				w.Text("status", yes)
			} else {
				w.Text("status", no)
			}
		})
	}
	w.Object("payment_method_details", func() {
		w.Object("card", func() {
			w.IntOrNull("amount_authorized", int64(c.AmountAuthorized))
			if c.CaptureBefore != 0 {
				w.Int("capture_before", c.CaptureBefore)
			}
			status("extended_authorization", c.Extended, "enabled", "disabled")
			status("incremental_authorization", c.Incremental, "available", "unavailable")
			if !c.Unshown {
				status("multicapture", c.Multicapture, "available", "unavailable")
			}
			w.TextOrNull("network", string(c.Network))
			w.Object("overcapture", func() {
				w.Amount("maximum_amount_capturable", c.MaximumAmountCapturable)
				if c.AmountAuthorized > 0 && c.MaximumAmountCapturable > c.AmountAuthorized {
					w.Text("status", "available")
				} else {
					w.Text("status", "unavailable")
				}
			})
		})
		w.Text("type", "card")
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and the API's charge, or a string that is its id: then nothing else is known,
// and questions that need the charge are answered with code.UnknownCharge. null is the zero Charge.
//
// Bodies from before amount_captured existed are read where they tell the amount: nothing was captured, or nothing was
// refunded; otherwise only the id is known. A body that shows captured multicapture amounts does not say how many
// captures there were: Captures is capture.Uncounted. A body of a charge that succeeded, without payment_method_details or with those of a
// card but without multicapture, does not say what the network offers: Card.Unshown. (What it does say counts, such as
// incremental_authorization_supported of a card at a terminal.)
//
// Of a fee or a transfer that was not expanded only the id is known: see connect.ApplicationFee and connect.Transfer.
// Where a charge was captured for good and one of them is null it is due, as after an asynchronous capture: the fee as it was asked for, and
// for a destination transfer_data[amount] or all that was captured; and all that was captured so far, while more may be. The marks are
// unknown where it may matter: FirstGave while more may be captured, FeeEndpointUsed and TransferEndpointUsed where the fee or the transfer
// is unknown or something of it came back.
//
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, another object than a charge, a
// missing id, status, amount, amount_refunded, captured, paid or refunded, amounts that are not integers from 0 to money.Max, and
// counts and marks that there are not.
//
// By how many refunds something was refunded, and which, a body does not say either: then RefundsMade is MaxNumberedRefunds, so that later
// refunds have no number, and each that had one before may still fail once.
func (c *Charge) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, c) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (c *Charge) ReadJSON(v strictjson.Value) error {
	read, err := read(v)
	if err == nil {
		*c = read
	}
	return err
}

func read(v strictjson.Value) (Charge, error) {
	var c Charge
	if v.IsNull() || v.IsString() {
		err := strictjson.Text(v, &c.ID)
		return c, err
	}
	c.Card.Unshown = true
	var told strictjson.Value // what the API does not show
	var transferData connect.TransferData
	amountCaptured := money.NullAmount{}
	required := strictjson.Require("id", "object", "status", "amount", "amount_refunded", "captured", "paid", "refunded")
	err := v.Object(func(key string, v strictjson.Value) error {
		required.Saw(key, v)
		switch key {
		case "id":
			return strictjson.Text(v, &c.ID)
		case "object":
			return strictjson.Kind(v, "charge")
		case "status":
			return strictjson.Text(v, &c.Status)
		case "amount":
			return strictjson.Amount(v, &c.Amount)
		case "amount_captured":
			return strictjson.NullAmount(v, &amountCaptured)
		case "amount_refunded":
			return strictjson.Amount(v, &c.AmountRefunded)
		case "application_fee":
			return c.ApplicationFee.ReadJSON(v)
		case "application_fee_amount":
			return strictjson.NullAmount(v, &c.ApplicationFeeAmount)
		case "balance_transaction":
			return strictjson.ID(v, &c.BalanceTransaction)
		case "captured":
			return strictjson.Bool(v, &c.Captured)
		case "created":
			return strictjson.Int(v, &c.Created)
		case "currency":
			return strictjson.Currency(v, &c.Currency)
		case "disputed":
			return strictjson.Bool(v, &c.Disputed)
		case "failure_balance_transaction":
			return strictjson.ID(v, &c.FailureBalanceTransaction)
		case "failure_code":
			return strictjson.Text(v, &c.FailureCode)
		case "failure_message":
			return strictjson.Text(v, &c.FailureMessage)
		case "paid":
			return strictjson.Bool(v, &c.Paid)
		case "payment_intent":
			return strictjson.ID(v, &c.PaymentIntent)
		case "payment_method":
			return strictjson.ID(v, &c.PaymentMethod)
		case "payment_method_details":
			return readDetails(v, &c.Card)
		case "refunded":
			return strictjson.Bool(v, &c.Refunded)
		case "transfer":
			return c.Transfer.ReadJSON(v)
		case "transfer_data":
			return transferData.ReadJSON(v)
		case "tranche":
			told = v
			return nil
		default:
			return nil
		}
	})
	if err == nil {
		err = required.Check()
	}
	if err != nil {
		return Charge{}, err
	}
	c.Transfer.Destination = cmp.Or(c.Transfer.Destination, transferData.Destination)
	c = c.inferred(amountCaptured)
	if !c.Known() {
		return c, nil
	}
	h := c.shown()
	switch amount := transferData.Amount; {
	case amount.Valid && c.Captured:
		h.transferDue = min(h.transferDue, amount.Amount)
	case amount.Valid: // of how many captures so far, is not known
		h.transferDue = 0
	}
	if err := h.read(told); err != nil {
		return Charge{}, strictjson.In("tranche", err)
	}
	c.reveal(h)
	return c, nil
}

// inferred returns c with what its other fields tell: the amount captured, if it is not given; and whether what the network offers
// matters.
func (c Charge) inferred(amountCaptured money.NullAmount) Charge {
	if !amountCaptured.Valid && c.Captured {
		if c.AmountRefunded > 0 { // by a refund, or by the release of what was not captured
			return Charge{ID: c.ID}
		}
		amountCaptured.Amount = c.Amount
	}
	c.AmountCaptured = amountCaptured.Amount
	if c.Status != StatusSucceeded {
		c.Card.Unshown = false // nothing can be captured or refunded
	}
	return c
}

// readDetails reads payment_method_details of a card, online or at a terminal. What the network offers is shown where multicapture is,
// or where the method is no card. At a terminal only increments are shown.
func readDetails(v strictjson.Value, c *Card) error {
	isCard, shown := false, false
	err := v.Object(func(key string, v strictjson.Value) error {
		switch key {
		case "type":
			var kind string
			err := strictjson.Text(v, &kind)
			isCard = isCard || kind == "card" || kind == "card_present"
			return err
		case "card", "card_present":
			isCard = isCard || key == "card" || !v.IsNull()
			return c.read(v, key == "card_present", &shown)
		default:
			return nil
		}
	})
	c.Unshown = v.IsNull() || isCard && !shown
	return err
}

func (c *Card) read(v strictjson.Value, terminal bool, shown *bool) error {
	var brand Network
	err := v.Object(func(key string, v strictjson.Value) error {
		switch key {
		case "amount_authorized":
			return strictjson.Amount(v, &c.AmountAuthorized)
		case "brand":
			return strictjson.Text(v, &brand)
		case "capture_before":
			return strictjson.Int(v, &c.CaptureBefore)
		case "extended_authorization":
			return readStatus(v, "enabled", &c.Extended)
		case "incremental_authorization":
			return readStatus(v, "available", &c.Incremental)
		case "incremental_authorization_supported":
			if !terminal {
				return nil
			}
			return strictjson.Bool(v, &c.Incremental)
		case "multicapture":
			*shown = !v.IsNull()
			return readStatus(v, "available", &c.Multicapture)
		case "network":
			return strictjson.Text(v, &c.Network)
		case "overcapture":
			return v.Object(func(key string, v strictjson.Value) error {
				if key == "maximum_amount_capturable" {
					return strictjson.Amount(v, &c.MaximumAmountCapturable)
				}
				return nil
			})
		default:
			return nil
		}
	})
	if c.Network == "" {
		c.Network = brand
	}
	return err
}

// readStatus reads {"status": …} and reports whether it is on. Every other status is off.
func readStatus(v strictjson.Value, on string, dst *bool) error {
	return v.Object(func(key string, v strictjson.Value) error {
		if key != "status" {
			return nil
		}
		var status string
		err := strictjson.Text(v, &status)
		*dst = status == on
		return err
	})
}
