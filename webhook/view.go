package webhook

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/charge/strictjson"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// A View is what webhooks tell about one payment: the newest of what they show of the intent, of each of its charges and of each refund. The
// zero View knows nothing, and becomes the view of the payment that the first event names. It is comparable, and encodes as JSON.
//
// Webhooks come late, twice and in any order. The same set of envelopes gives the same View, however it comes.
//
// What is newest says the time of the event, in seconds, but a payment that has ended, and a charge that was captured for good, stay so, and the
// creation is the oldest; within one second the progress of the object: a status that follows, a failure after what failed, more received or
// captured, a refund that failed. What goes back and forth within one second cannot be told apart: another attempt, after a customer's step or
// a failure, that does not succeed either; a refund that fails and another one after it, in AmountRefunded of the charge. Refunded is right even
// then.
//
// Application fees and transfers are objects of their own, which do not name the payment: of them a View has what the charge shows.
//
// Its fields are for reading: Apply and UnmarshalJSON alone make a View. To begin with an intent that was fetched, apply an envelope with an
// intent.Event of it, of any type but payment_intent.created. Of each refund and each charge it keeps the newest that was shown, some hundred
// bytes; what Apply costs grows with them.
type View struct {
	// The newest, with the newest of its latest charge inside. Of that there is the id alone, if no event showed it, or none that fits: until
	// the event about a charge comes, what depends on it is unknown.
	PaymentIntent intent.PaymentIntent
	// By the refunds that events showed, and that did not fail and were not canceled; minor units. Endpoints of versions before
	// 2024-10-28.acacia get no refund.*: there it is what charge.refund.updated showed, which is not sent of every refund. What was refunded in
	// all is in AmountRefunded of the charge. A release that those versions list as a refund does not count, once the payment, last in such a
	// version, and its charge were shown; without it a refund of as much, made before the charge settled, is taken for it: see
	// intent.PaymentIntent.IsRelease.
	Refunded money.Amount
	// How much of Refunded is pending, requires action, or has a status that this module does not know.
	Pending money.Amount

	seen string // the newest of each object, as JSON
}

// Apply returns the view after an envelope, if it is about the payment of the view, or the view is zero. Otherwise, if something newer was shown
// before, and if what it shows is impossible, it returns v.
//
// It reads *intent.Event, *charge.Event and *refund.Event.
func (v View) Apply(e Envelope) View {
	payment, shown := look(e.Event)
	if payment == "" || v != (View{}) && payment != v.PaymentIntent.ID {
		return v
	}
	all := v.all()
	changed := false
	for _, s := range shown {
		if s.settle(payment) != nil {
			continue // of another payment, or impossible
		}
		i, found := slices.BinarySearchFunc(all, s, snapshot.place)
		switch {
		case !found:
			all = slices.Insert(all, i, s)
		case s.compare(all[i]) <= 0:
			continue
		default:
			all[i] = s
		}
		changed = true
	}
	if !changed {
		return v
	}
	return view(payment, all)
}

// A snapshot is the newest that was seen of an object.
type snapshot struct {
	Kind   string          `json:"kind"`
	ID     string          `json:"id"`
	Order  []int64         `json:"order"` // the later the greater
	Object json.RawMessage `json:"object"`
}

// place orders objects.
func (s snapshot) place(t snapshot) int {
	return cmp.Or(strings.Compare(s.Kind, t.Kind), strings.Compare(s.ID, t.ID))
}

// compare orders what was seen of one object.
func (s snapshot) compare(t snapshot) int {
	return cmp.Or(slices.Compare(s.Order, t.Order), strings.Compare(string(s.Object), string(t.Object)))
}

func (v *View) all() []snapshot {
	var all []snapshot
	if v.seen != "" {
		_ = json.Unmarshal([]byte(v.seen), &all) // it was written here, or checked by UnmarshalJSON
	}
	return all
}

// look returns the payment that an event is about, and what it shows.
func look(e event.Event) (payment string, shown []snapshot) {
	if _, ok := shows(e); !ok {
		return "", nil
	}
	at := e.EventCreated()
	switch e := e.(type) {
	case *intent.Event:
		pi := *e.PaymentIntent
		if c := pi.LatestCharge; c.Known() { // a list of charges, or a snapshot of this module
			shown = append(shown, ofCharge(at, &c, false))
		}
		pi.LatestCharge = charge.Charge{ID: pi.LatestCharge.ID}
		return pi.ID, append(shown, ofIntent(at, e.Type, &pi))
	case *charge.Event:
		fell := e.Previous.AmountRefunded.Valid && e.Previous.AmountRefunded.Value > e.Charge.AmountRefunded
		return e.Charge.PaymentIntent, []snapshot{ofCharge(at, e.Charge, fell)}
	case *refund.Event:
		return e.Refund.PaymentIntent, []snapshot{ofRefund(at, e.Refund)}
	default:
		return "", nil
	}
}

// ofIntent puts statuses in the order in which a payment has them. Nothing is before it was created and nothing after its end, whatever the time:
// events of one call may be a second apart.
func ofIntent(at int64, t event.Type, pi *intent.PaymentIntent) snapshot {
	statuses := []intent.Status{
		intent.StatusRequiresConfirmation, intent.StatusRequiresAction, intent.StatusProcessing,
		intent.StatusRequiresPaymentMethod, // to which a failure of all these leads back
		intent.StatusRequiresCapture, intent.StatusSucceeded, intent.StatusCanceled,
	}
	place := int64(slices.Index(statuses, pi.Status))
	stage := int64(0)
	switch {
	case t == event.PaymentIntentCreated:
		stage = -1
	case pi.Status == intent.StatusSucceeded, pi.Status == intent.StatusCanceled:
		stage = 1
	}
	b, _ := pi.MarshalJSON() // strings and numbers cannot fail
	return snapshot{"payment_intent", pi.ID, []int64{stage, at, place, int64(pi.AmountReceived), int64(pi.Amount)}, b}
}

// ofCharge knows that captures only add up, that nothing follows the last one, whatever the time, and that what was null arrives. fell says that
// amount_refunded fell.
func ofCharge(at int64, c *charge.Charge, fell bool) snapshot {
	if !c.Known() { // a version that does not show amount_captured, captured for good, after a refund
		b, _ := c.MarshalJSON()
		return snapshot{"charge", c.ID, []int64{1, at, 2}, b}
	}
	place := int64(1)
	if c.Status == charge.StatusPending {
		place = 0
	}
	b, _ := c.MarshalJSON()
	return snapshot{"charge", c.ID, []int64{
		count(c.Captured), at, place, int64(c.AmountCaptured), int64(c.Amount),
		count(c.BalanceTransaction != "", c.ApplicationFee.ID != "", c.Transfer.ID != ""), count(fell), int64(c.AmountRefunded),
	}, b}
}

// ofRefund knows that failing is the end.
func ofRefund(at int64, r *refund.Refund) snapshot {
	statuses := []refund.Status{refund.StatusRequiresAction, refund.StatusPending, refund.StatusSucceeded, refund.StatusCanceled, refund.StatusFailed}
	b, _ := r.MarshalJSON()
	return snapshot{"refund", r.ID, []int64{at, int64(slices.Index(statuses, r.Status))}, b}
}

// count returns how many are true.
func count(all ...bool) int64 {
	n := int64(0)
	for _, is := range all {
		if is {
			n++
		}
	}
	return n
}

// view returns the View that snapshots make.
func view(payment string, all []snapshot) View {
	var seen bytes.Buffer
	e := json.NewEncoder(&seen)
	e.SetEscapeHTML(false) // so that objects stay as they are written
	_ = e.Encode(all)      // strings, numbers and JSON cannot fail
	v := View{PaymentIntent: intent.PaymentIntent{ID: payment}, seen: strings.TrimSuffix(seen.String(), "\n")}
	charges := map[string]charge.Charge{}
	var refunds []refund.Refund
	for _, s := range all {
		switch s.Kind {
		case "payment_intent":
			_ = v.PaymentIntent.UnmarshalJSON(s.Object)
		case "charge":
			var c charge.Charge
			_ = c.UnmarshalJSON(s.Object)
			charges[c.ID] = c
		case "refund":
			var r refund.Refund
			_ = r.UnmarshalJSON(s.Object)
			refunds = append(refunds, r)
		}
	}
	if c, ok := charges[v.PaymentIntent.LatestCharge.ID]; ok {
		if whole, err := v.PaymentIntent.WithCharge(c); err == nil { // else one of them is older
			v.PaymentIntent = whole
		}
	}
	released := false // a charge has one release at most: another refund of as much is none
	for _, r := range refunds {
		switch {
		case !r.Status.Counts():
		case !released && v.PaymentIntent.IsRelease(r):
			released = true
		default:
			v.Refunded += r.Amount
			if r.Status != refund.StatusSucceeded {
				v.Pending += r.Amount
			}
		}
	}
	return v
}

// Equal reports whether v and w are the same, as == does. It is there for packages that compare by it.
func (v View) Equal(w View) bool { return v == w }

// MarshalJSON writes everything that v has seen. The zero View is null. One that Apply did not make is refused, as a *code.Error with
// code.ParameterInvalid: fields were written.
func (v View) MarshalJSON() ([]byte, error) {
	var w strictjson.Writer
	if v == (View{}) {
		w.Null("")
		return w.Bytes(), nil
	}
	if all := v.all(); len(all) == 0 || v != view(v.PaymentIntent.ID, all) {
		return nil, &code.Error{Op: "encode", Type: code.TypeInvalidRequest, Code: code.ParameterInvalid, Param: "view"}
	}
	w.Object("", func() {
		w.Text("payment_intent", v.PaymentIntent.ID)
		w.Raw("seen", []byte(v.seen))
	})
	return w.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON writes; null is the zero View. If an error is returned, v is unchanged.
//
// Refusals, as a *code.Error with the place in Param: other JSON than that.
func (v *View) UnmarshalJSON(b []byte) error {
	var read struct {
		PaymentIntent string     `json:"payment_intent"`
		Seen          []snapshot `json:"seen"`
	}
	if string(bytes.TrimSpace(b)) == "null" {
		*v = View{}
		return nil
	}
	if err := strictjson.Decode(b, &read); err != nil {
		return err
	}
	for i := range read.Seen {
		s := &read.Seen[i]
		if err := s.settle(read.PaymentIntent); err != nil {
			return strictjson.In("seen", err)
		}
		if i > 0 && read.Seen[i-1].place(*s) >= 0 {
			return strictjson.In("seen", strictjson.Errorf("%.100q is out of order", s.ID))
		}
	}
	if len(read.Seen) == 0 || read.PaymentIntent == "" {
		return strictjson.Missing("seen")
	}
	*v = view(read.PaymentIntent, read.Seen)
	return nil
}

// settle writes the object as this module does, and refuses what could not have been seen of a payment.
func (s *snapshot) settle(payment string) error {
	var id, of string
	var err error
	var object json.Marshaler
	switch s.Kind {
	case "payment_intent":
		var pi intent.PaymentIntent
		err = pi.UnmarshalJSON(s.Object)
		id, of, object = pi.ID, pi.ID, pi
	case "charge":
		var c charge.Charge
		err = c.UnmarshalJSON(s.Object)
		id, of, object = c.ID, c.PaymentIntent, c
		if !c.Known() {
			of = payment
		}
	case "refund":
		var r refund.Refund
		err = r.UnmarshalJSON(s.Object)
		id, of, object = r.ID, r.PaymentIntent, r
	default:
		err = strictjson.Errorf("%.100q is not seen", s.Kind)
	}
	if err == nil && (id != s.ID || of != payment) {
		err = strictjson.Errorf("%.100q is another object", s.ID)
	}
	if err != nil {
		return strictjson.In("object", err)
	}
	s.Object, _ = object.MarshalJSON() // strings and numbers cannot fail
	return nil
}
