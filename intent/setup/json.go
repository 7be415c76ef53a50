package setup

import (
	"encoding/json"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/intent"
)

// MarshalJSON writes the whole state: the API's setup_intent as the version in Rules has it, with latest_attempt expanded, and under
// "tranche", only where needed, what the API does not show. UnmarshalJSON of it returns si, if its strings are UTF-8; that of
// the zero Intent, which is none, is refused.
func (si Intent) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	si.write(&w)
	return w.Bytes(), nil
}

// Wire returns si as the API's webhooks of a version show it: latest_attempt is an id, and there is nothing that the API does not show.
func (si Intent) Wire(v intent.Version) json.RawMessage {
	w := strictjson.Writer{Wire: true}
	si.Rules.Version = v
	si.write(&w)
	return w.Bytes()
}

func (si *Intent) write(w *strictjson.Writer) {
	w.Object("", func() {
		w.Text("id", si.ID)
		w.Text("object", "setup_intent")
		w.TextOrNull("cancellation_reason", string(si.CancellationReason))
		w.Int("created", si.Created)
		w.TextOrNull("customer", si.Customer)
		si.LastSetupError.write(w)
		si.LatestAttempt.write(w, si.ID)
		w.TextOrNull("mandate", si.Mandate)
		if next := si.Rules.Version.NextAction(); si.NextAction == "" {
			w.Null(next)
		} else {
			w.Object(next, func() { w.Text("type", si.NextAction) })
		}
		w.TextOrNull("on_behalf_of", si.OnBehalfOf)
		w.TextOrNull("payment_method", si.PaymentMethod)
		w.TextOrNull("single_use_mandate", si.SingleUseMandate)
		w.Text("status", string(si.Rules.Version.Status(intent.Status(si.Status))))
		w.Text("usage", string(si.Usage))
		if !w.Wire {
			si.writeHidden(w)
		}
	})
}

// writeHidden writes what the API does not show, if there is any.
func (si *Intent) writeHidden(w *strictjson.Writer) {
	manual := si.ConfirmationMethod != intent.ConfirmationMethodAutomatic
	if !manual && si.Confirmations == 0 && si.Rules == (intent.Rules{}) {
		return
	}
	w.Object("tranche", func() {
		if manual {
			w.Text("confirmation_method", string(si.ConfirmationMethod))
		}
		if si.Confirmations != 0 {
			w.Int("confirmations", int64(si.Confirmations))
		}
		if si.Rules != (intent.Rules{}) {
			rules, _ := json.Marshal(si.Rules) // strings and numbers cannot fail
			w.Raw("rules", rules)
		}
	})
}

func (e *Error) write(w *strictjson.Writer) {
	if *e == (Error{}) {
		w.Null("last_setup_error")
		return
	}
	w.Object("last_setup_error", func() {
		writeFailure(w, &e.Failure)
		if e.PaymentMethod != "" {
			w.Object("payment_method", func() {
				w.Text("id", e.PaymentMethod)
				w.Text("object", "payment_method")
			})
		}
	})
}

// writeFailure writes the members of an error that say why.
func writeFailure(w *strictjson.Writer, f *charge.Failure) {
	w.TextIfAny("code", string(f.Code))
	w.TextIfAny("decline_code", string(f.Decline))
	w.TextIfAny("message", f.Message)
	w.Text("type", string(f.Type()))
}

func (a *Attempt) write(w *strictjson.Writer, setupIntent string) {
	if w.Wire || !a.Known() {
		w.TextOrNull("latest_attempt", a.ID)
		return
	}
	w.Object("latest_attempt", func() {
		w.Text("id", a.ID)
		w.Text("object", "setup_attempt")
		w.Int("created", a.Created)
		w.TextOrNull("customer", a.Customer)
		w.TextOrNull("on_behalf_of", a.OnBehalfOf)
		w.TextOrNull("payment_method", a.PaymentMethod)
		if a.SetupError == (charge.Failure{}) {
			w.Null("setup_error")
		} else {
			w.Object("setup_error", func() { writeFailure(w, &a.SetupError) })
		}
		w.Text("setup_intent", setupIntent)
		w.Text("status", string(a.Status))
		w.Text("usage", string(a.Usage))
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and the API's setup_intent with latest_attempt expanded or not. It keeps si.Rules if b has
// none; nothing else of si is kept. If an error is returned, si is unchanged.
//
// Keys that this module does not model are skipped, statuses and other words that it does not know are kept and allow nothing;
// requires_source and requires_source_action, the names before 2019-02-11, are read as the statuses of today.
//
// Refusals, as a *intent.Error with the place in Param: invalid JSON, a key that comes twice, another object than a setup_intent, a missing
// id, status or usage, an expanded attempt without an id or a status, unknown rules. (json.Unmarshal itself looks at the syntax first, and
// returns an error of its own.) Whether the fields go together, Validate says.
func (si *Intent) UnmarshalJSON(b []byte) error { return strictjson.Unmarshal(b, si) }

// ReadJSON is UnmarshalJSON of a part of a document.
func (si *Intent) ReadJSON(v strictjson.Value) error {
	next := Intent{ConfirmationMethod: intent.ConfirmationMethodAutomatic, Rules: si.Rules}
	required := strictjson.Require("id", "object", "status", "usage")
	err := v.Object(func(key string, v strictjson.Value) error {
		required.Saw(key, v)
		return next.readMember(key, v)
	})
	if err == nil {
		err = required.Check()
	}
	if err == nil {
		err = next.Rules.Check("decode")
	}
	if err != nil {
		return err
	}
	*si = next
	return nil
}

func (si *Intent) readMember(key string, v strictjson.Value) error {
	switch key {
	case "id":
		return strictjson.Text(v, &si.ID)
	case "object":
		return strictjson.Kind(v, "setup_intent")
	case "cancellation_reason":
		return strictjson.Text(v, &si.CancellationReason)
	case "created":
		return strictjson.Int(v, &si.Created)
	case "customer":
		return strictjson.ID(v, &si.Customer)
	case "last_setup_error":
		return si.LastSetupError.read(v)
	case "latest_attempt":
		return si.LatestAttempt.read(v)
	case "mandate":
		return strictjson.ID(v, &si.Mandate)
	case "next_action", "next_source_action":
		again := key == "next_source_action" && si.NextAction != "" // old versions show both, next_action as it is named today
		return v.Object(func(key string, v strictjson.Value) error {
			if key == "type" && !again {
				return strictjson.Text(v, &si.NextAction)
			}
			return nil
		})
	case "on_behalf_of":
		return strictjson.ID(v, &si.OnBehalfOf)
	case "payment_method":
		return strictjson.ID(v, &si.PaymentMethod)
	case "single_use_mandate":
		return strictjson.ID(v, &si.SingleUseMandate)
	case "status":
		var s intent.Status
		err := strictjson.Text(v, &s)
		si.Status = Status(s.Current())
		return err
	case "usage":
		return strictjson.Text(v, &si.Usage)
	case "tranche":
		return si.readHidden(v)
	default:
		return nil
	}
}

func (si *Intent) readHidden(v strictjson.Value) error {
	return v.Object(func(key string, v strictjson.Value) error {
		switch key {
		case "confirmation_method":
			return strictjson.Text(v, &si.ConfirmationMethod)
		case "confirmations":
			return strictjson.Count(v, &si.Confirmations)
		case "rules":
			if v.IsNull() {
				return nil
			}
			var rules intent.Rules
			err := strictjson.Decode(v.Raw(), &rules)
			si.Rules = rules
			return err
		default:
			return nil
		}
	})
}

func (e *Error) read(v strictjson.Value) error {
	return v.Object(func(key string, v strictjson.Value) error {
		if key == "payment_method" {
			return strictjson.ID(v, &e.PaymentMethod)
		}
		return readFailure(&e.Failure, key, v)
	})
}

func readFailure(f *charge.Failure, key string, v strictjson.Value) error {
	switch key {
	case "code":
		return strictjson.Text(v, &f.Code)
	case "decline_code":
		return strictjson.Text(v, &f.Decline)
	case "message":
		return strictjson.Text(v, &f.Message)
	default:
		return nil
	}
}

func (a *Attempt) read(v strictjson.Value) error {
	if v.IsString() {
		return strictjson.Text(v, &a.ID)
	}
	required := strictjson.Require("id", "object", "status")
	err := v.Object(func(key string, v strictjson.Value) error {
		required.Saw(key, v)
		switch key {
		case "id":
			return strictjson.Text(v, &a.ID)
		case "object":
			return strictjson.Kind(v, "setup_attempt")
		case "created":
			return strictjson.Int(v, &a.Created)
		case "customer":
			return strictjson.ID(v, &a.Customer)
		case "on_behalf_of":
			return strictjson.ID(v, &a.OnBehalfOf)
		case "payment_method":
			return strictjson.ID(v, &a.PaymentMethod)
		case "setup_error":
			return v.Object(func(key string, v strictjson.Value) error { return readFailure(&a.SetupError, key, v) })
		case "status":
			return strictjson.Text(v, &a.Status)
		case "usage":
			return strictjson.Text(v, &a.Usage)
		default:
			return nil
		}
	})
	if err != nil || v.IsNull() {
		return err
	}
	return required.Check()
}
