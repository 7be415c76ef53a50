package intent

import (
	"encoding/json"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/strictjson"
)

// untoldCharge returns the id of a charge of which the old list does not show that it is the latest, or "".
func (pi *PaymentIntent) untoldCharge() string {
	if c := &pi.LatestCharge; pi.Rules.Version.Before(dateLatestCharge) && (!c.Known() || pi.isLater(c)) {
		return c.ID
	}
	return ""
}

// isLater reports whether pi is in an attempt after that of c, which has not made its charge yet.
func (pi *PaymentIntent) isLater(c *charge.Charge) bool {
	return pi.Status == StatusProcessing && c.Status != charge.StatusPending
}

// writeHidden writes what the API does not show, if there is any.
func (pi *PaymentIntent) writeHidden(w *strictjson.Writer) {
	toldDirect := pi.Direct != pi.shownDirect()
	if pi.Account == "" && !toldDirect && pi.Confirmations == 0 && pi.Increments == 0 && pi.Rules == (Rules{}) {
		return
	}
	w.Object("tranche", func() {
		if pi.Account != "" {
			w.Text("account", pi.Account)
		}
		if toldDirect {
			w.Bool("direct", pi.Direct)
		}
		if pi.Confirmations != 0 {
			w.Int("confirmations", int64(pi.Confirmations))
		}
		if pi.Increments != 0 {
			w.Int("increments", int64(pi.Increments))
		}
		if id := pi.untoldCharge(); id != "" {
			w.Text("latest_charge", id)
		}
		if pi.Rules != (Rules{}) {
			rules, _ := json.Marshal(pi.Rules) // strings and numbers cannot fail
			w.Raw("rules", rules)
		}
	})
}

// readHidden reads what writeHidden writes. What is told of Direct wins over what the rest shows, in whatever order the members come.
func (pi *PaymentIntent) readHidden(v strictjson.Value) error {
	var direct strictjson.Value
	err := v.Object(func(key string, v strictjson.Value) error {
		switch key {
		case "account":
			return strictjson.Text(v, &pi.Account)
		case "direct":
			direct = v
			return nil
		case "confirmations":
			return strictjson.Count(v, &pi.Confirmations)
		case "increments":
			return strictjson.Count(v, &pi.Increments)
		case "latest_charge":
			return strictjson.Text(v, &pi.LatestCharge.ID)
		case "rules":
			if v.IsNull() {
				return nil
			}
			var rules Rules
			err := strictjson.Decode(v.Raw(), &rules)
			pi.Rules = rules
			return err
		default:
			return nil
		}
	})
	if err != nil {
		return err
	}
	pi.Direct = pi.Direct || pi.shownDirect()
	return strictjson.In("direct", strictjson.Bool(direct, &pi.Direct))
}

// shownDirect reports whether the other fields of an intent show that it was made on a connected account: the account itself, or a fee
// without a destination that it could come from.
func (pi *PaymentIntent) shownDirect() bool {
	return pi.Account != "" || pi.ApplicationFeeAmount.Valid && pi.TransferData.Destination == ""
}
