package connect

import "github.com/tranche-go/tranche/charge/strictjson"

// MarshalJSON writes the API's transfer_data. The zero TransferData is null.
func (t TransferData) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if t == (TransferData{}) {
		w.Null("")
		return w.Bytes(), nil
	}
	w.Object("", func() {
		if t.Amount.Valid {
			w.Amount("amount", t.Amount.Amount)
		}
		w.Text("destination", t.Destination)
	})
	return w.Bytes(), nil
}

// UnmarshalJSON reads the API's transfer_data. If an error is returned, t is unchanged.
func (t *TransferData) UnmarshalJSON(b []byte) error {
	var read TransferData
	err := members(b, func(key string, v strictjson.Value) error {
		switch key {
		case "amount":
			return strictjson.NullAmount(v, &read.Amount)
		case "destination":
			return strictjson.ID(v, &read.Destination)
		default:
			return nil
		}
	})
	if err == nil {
		*t = read
	}
	return err
}

// MarshalJSON writes the API's application_fee. One of which nothing but the id is known is its id, and the zero ApplicationFee is
// null. One that is due has the id null; its charge writes it apart.
func (f ApplicationFee) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if f == (ApplicationFee{ID: f.ID}) {
		w.TextOrNull("", f.ID)
		return w.Bytes(), nil
	}
	w.Object("", func() {
		w.TextOrNull("id", f.ID)
		w.Text("object", "application_fee")
		w.TextOrNull("account", f.Account)
		w.Amount("amount", f.Amount)
		w.Amount("amount_refunded", f.AmountRefunded)
		w.TextOrNull("charge", f.Charge)
		w.Int("created", f.Created)
		w.Bool("refunded", f.Refunded())
	})
	return w.Bytes(), nil
}

// UnmarshalJSON reads the API's application_fee, or a string that is its id. If an error is returned, f is unchanged.
func (f *ApplicationFee) UnmarshalJSON(b []byte) error {
	var read ApplicationFee
	err := expandable(b, &read.ID, func(key string, v strictjson.Value) error {
		switch key {
		case "object":
			return strictjson.Kind(v, "application_fee")
		case "account":
			return strictjson.ID(v, &read.Account)
		case "amount":
			return strictjson.Amount(v, &read.Amount)
		case "amount_refunded":
			return strictjson.Amount(v, &read.AmountRefunded)
		case "charge":
			return strictjson.ID(v, &read.Charge)
		case "created":
			return strictjson.Int(v, &read.Created)
		default:
			return nil
		}
	})
	if err == nil {
		*f = read
	}
	return err
}

// MarshalJSON writes the API's transfer. One of which nothing but the id is known is its id, and the zero Transfer is null. One that
// has not come into being has the id null; its charge writes it apart.
func (t Transfer) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if t == (Transfer{ID: t.ID}) {
		w.TextOrNull("", t.ID)
		return w.Bytes(), nil
	}
	w.Object("", func() {
		w.TextOrNull("id", t.ID)
		w.Text("object", "transfer")
		w.Amount("amount", t.Amount)
		w.Amount("amount_reversed", t.AmountReversed)
		w.Int("created", t.Created)
		w.TextOrNull("currency", string(t.Currency))
		w.TextOrNull("destination", t.Destination)
		w.Bool("reversed", t.Reversed())
		w.TextOrNull("source_transaction", t.SourceTransaction)
	})
	return w.Bytes(), nil
}

// UnmarshalJSON reads the API's transfer, or a string that is its id. If an error is returned, t is unchanged.
func (t *Transfer) UnmarshalJSON(b []byte) error {
	var read Transfer
	err := expandable(b, &read.ID, func(key string, v strictjson.Value) error {
		switch key {
		case "object":
			return strictjson.Kind(v, "transfer")
		case "amount":
			return strictjson.Amount(v, &read.Amount)
		case "amount_reversed":
			return strictjson.Amount(v, &read.AmountReversed)
		case "created":
			return strictjson.Int(v, &read.Created)
		case "currency":
			return strictjson.Currency(v, &read.Currency)
		case "destination":
			return strictjson.ID(v, &read.Destination)
		case "source_transaction":
			return strictjson.ID(v, &read.SourceTransaction)
		default:
			return nil
		}
	})
	if err == nil {
		*t = read
	}
	return err
}

// MarshalJSON writes the API's fee_refund. The zero FeeRefund is null.
func (r FeeRefund) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if r == (FeeRefund{}) {
		w.Null("")
		return w.Bytes(), nil
	}
	w.Object("", func() {
		w.TextOrNull("id", r.ID)
		w.Text("object", "fee_refund")
		w.Amount("amount", r.Amount)
		w.TextOrNull("balance_transaction", r.BalanceTransaction)
		w.Int("created", r.Created)
		w.TextOrNull("fee", r.Fee)
	})
	return w.Bytes(), nil
}

// UnmarshalJSON reads the API's fee_refund, or a string that is its id. If an error is returned, r is unchanged.
func (r *FeeRefund) UnmarshalJSON(b []byte) error {
	var read FeeRefund
	err := expandable(b, &read.ID, func(key string, v strictjson.Value) error {
		switch key {
		case "object":
			return strictjson.Kind(v, "fee_refund")
		case "amount":
			return strictjson.Amount(v, &read.Amount)
		case "balance_transaction":
			return strictjson.ID(v, &read.BalanceTransaction)
		case "created":
			return strictjson.Int(v, &read.Created)
		case "fee":
			return strictjson.ID(v, &read.Fee)
		default:
			return nil
		}
	})
	if err == nil {
		*r = read
	}
	return err
}

// MarshalJSON writes the API's transfer_reversal. The zero Reversal is null.
func (r Reversal) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if r == (Reversal{}) {
		w.Null("")
		return w.Bytes(), nil
	}
	w.Object("", func() {
		w.TextOrNull("id", r.ID)
		w.Text("object", "transfer_reversal")
		w.Amount("amount", r.Amount)
		w.TextOrNull("balance_transaction", r.BalanceTransaction)
		w.Int("created", r.Created)
		w.TextOrNull("source_refund", r.SourceRefund)
		w.TextOrNull("transfer", r.Transfer)
	})
	return w.Bytes(), nil
}

// UnmarshalJSON reads the API's transfer_reversal, or a string that is its id. If an error is returned, r is unchanged.
func (r *Reversal) UnmarshalJSON(b []byte) error {
	var read Reversal
	err := expandable(b, &read.ID, func(key string, v strictjson.Value) error {
		switch key {
		case "object":
			return strictjson.Kind(v, "transfer_reversal")
		case "amount":
			return strictjson.Amount(v, &read.Amount)
		case "balance_transaction":
			return strictjson.ID(v, &read.BalanceTransaction)
		case "created":
			return strictjson.Int(v, &read.Created)
		case "source_refund":
			return strictjson.ID(v, &read.SourceRefund)
		case "transfer":
			return strictjson.ID(v, &read.Transfer)
		default:
			return nil
		}
	})
	if err == nil {
		*r = read
	}
	return err
}

// members reads the members of an object, or null.
func members(b []byte, member func(key string, v strictjson.Value) error) error {
	v, err := strictjson.Parse(b)
	if err != nil {
		return err
	}
	return v.Object(member)
}

// expandable reads the id of an object that was not expanded, or the members of one that was, or null.
func expandable(b []byte, id *string, member func(key string, v strictjson.Value) error) error {
	v, err := strictjson.Parse(b)
	if err != nil {
		return err
	}
	if v.IsString() {
		return strictjson.Text(v, id)
	}
	return v.Object(func(key string, v strictjson.Value) error {
		if key == "id" {
			return strictjson.Text(v, id)
		}
		return member(key, v)
	})
}
