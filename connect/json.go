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

// MarshalJSON writes the API's application_fee, its id if nothing else is known, and null for the zero ApplicationFee.
func (f ApplicationFee) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if !f.Known() {
		w.TextOrNull("", f.ID)
		return w.Bytes(), nil
	}
	w.Object("", func() {
		w.Text("id", f.ID)
		w.Text("object", "application_fee")
		w.Text("account", f.Account)
		w.Amount("amount", f.Amount)
		w.Amount("amount_refunded", f.AmountRefunded)
		w.Int("created", f.Created)
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

// MarshalJSON writes the API's transfer, its id if nothing else is known, and null for the zero Transfer.
func (t Transfer) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if !t.Known() {
		w.TextOrNull("", t.ID)
		return w.Bytes(), nil
	}
	w.Object("", func() {
		w.Text("id", t.ID)
		w.Text("object", "transfer")
		w.Amount("amount", t.Amount)
		w.Amount("amount_reversed", t.AmountReversed)
		w.Int("created", t.Created)
		w.Text("currency", string(t.Currency))
		w.Text("destination", t.Destination)
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
		default:
			return nil
		}
	})
	if err == nil {
		*t = read
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
