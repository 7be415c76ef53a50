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
func (t *TransferData) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, t) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (t *TransferData) ReadJSON(v strictjson.Value) error {
	var read TransferData
	err := v.Object(func(key string, v strictjson.Value) error { return read.readMember(key, v) })
	if err == nil {
		*t = read
	}
	return err
}

func (t *TransferData) readMember(key string, v strictjson.Value) error {
	switch key {
	case "amount":
		return strictjson.NullAmount(v, &t.Amount)
	case "destination":
		return strictjson.ID(v, &t.Destination)
	default:
		return nil
	}
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
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, an object that does not say that it is this one, and
// amounts that are not integers from 0 to money.Max.
func (f *ApplicationFee) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, f) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (f *ApplicationFee) ReadJSON(v strictjson.Value) error {
	return readExpandable(v, f, (*ApplicationFee).readMember)
}

func (f *ApplicationFee) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &f.ID)
	case "object":
		return strictjson.Kind(v, "application_fee")
	case "account":
		return strictjson.ID(v, &f.Account)
	case "amount":
		return strictjson.Amount(v, &f.Amount)
	case "amount_refunded":
		return strictjson.Amount(v, &f.AmountRefunded)
	case "charge":
		return strictjson.ID(v, &f.Charge)
	case "created":
		return strictjson.Int(v, &f.Created)
	default:
		return nil
	}
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
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, an object that does not say that it is this one, and
// amounts that are not integers from 0 to money.Max.
func (t *Transfer) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, t) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (t *Transfer) ReadJSON(v strictjson.Value) error {
	return readExpandable(v, t, (*Transfer).readMember)
}

func (t *Transfer) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &t.ID)
	case "object":
		return strictjson.Kind(v, "transfer")
	case "amount":
		return strictjson.Amount(v, &t.Amount)
	case "amount_reversed":
		return strictjson.Amount(v, &t.AmountReversed)
	case "created":
		return strictjson.Int(v, &t.Created)
	case "currency":
		return strictjson.Currency(v, &t.Currency)
	case "destination":
		return strictjson.ID(v, &t.Destination)
	case "source_transaction":
		return strictjson.ID(v, &t.SourceTransaction)
	default:
		return nil
	}
}

// MarshalJSON writes the API's fee_refund. One of which nothing but the id is known is its id, and the zero FeeRefund is null.
func (r FeeRefund) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if r == (FeeRefund{ID: r.ID}) {
		w.TextOrNull("", r.ID)
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
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, an object that does not say that it is this one, and
// amounts that are not integers from 0 to money.Max.
func (r *FeeRefund) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, r) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (r *FeeRefund) ReadJSON(v strictjson.Value) error {
	return readExpandable(v, r, (*FeeRefund).readMember)
}

func (r *FeeRefund) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &r.ID)
	case "object":
		return strictjson.Kind(v, "fee_refund")
	case "amount":
		return strictjson.Amount(v, &r.Amount)
	case "balance_transaction":
		return strictjson.ID(v, &r.BalanceTransaction)
	case "created":
		return strictjson.Int(v, &r.Created)
	case "fee":
		return strictjson.ID(v, &r.Fee)
	default:
		return nil
	}
}

// MarshalJSON writes the API's transfer_reversal. One of which nothing but the id is known is its id, and the zero Reversal is null.
func (r Reversal) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if r == (Reversal{ID: r.ID}) {
		w.TextOrNull("", r.ID)
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
// Refusals, as a *code.Error with the place in Param: invalid JSON, a key that comes twice, an object that does not say that it is this one, and
// amounts that are not integers from 0 to money.Max.
func (r *Reversal) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, r) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (r *Reversal) ReadJSON(v strictjson.Value) error {
	return readExpandable(v, r, (*Reversal).readMember)
}

func (r *Reversal) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &r.ID)
	case "object":
		return strictjson.Kind(v, "transfer_reversal")
	case "amount":
		return strictjson.Amount(v, &r.Amount)
	case "balance_transaction":
		return strictjson.ID(v, &r.BalanceTransaction)
	case "created":
		return strictjson.Int(v, &r.Created)
	case "source_refund":
		return strictjson.ID(v, &r.SourceRefund)
	case "transfer":
		return strictjson.ID(v, &r.Transfer)
	default:
		return nil
	}
}

// readExpandable reads null, a string, which is the id of an object that was not expanded, or an object, which has to say what it is. If an
// error is returned, dst is unchanged.
func readExpandable[T any](v strictjson.Value, dst *T, member func(*T, string, strictjson.Value) error) (err error) {
	var read T
	switch {
	case v.IsNull():
	case v.IsString():
		err = member(&read, "id", v)
	default:
		required := strictjson.Require("object")
		err = v.Object(func(key string, v strictjson.Value) error {
			required.Saw(key, v)
			return member(&read, key, v)
		})
		if err == nil {
			err = required.Check()
		}
	}
	if err == nil {
		*dst = read
	}
	return err
}
