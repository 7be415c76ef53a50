package intent_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
)

// An exception is a change of one field that can lead from an intent that there can be to another one.
type exception struct {
	fields  string                           // each stands for all that is below it
	changes string                           // "" is every one
	when    func(*intent.PaymentIntent) bool // of the intent before; nil is always
	why     string
}

var exceptions = []exception{
	{"Rules ConfirmationMethod Customer OnBehalfOf SetupFutureUsage CancellationReason NextAction", "", nil, "whoever calls chooses"},
	{"CaptureMethod", "other", nil, "payment_method_options may have asked for another one, also of several captures"},
	{"CardOptions", "", nil, "a body need not show what was asked for, whatever is available"},
	{"ID", "other", nil, "an id is an id"},
	{"Created CanceledAt LatestCharge.Created LatestCharge.Card.CaptureBefore LatestCharge.ApplicationFee.Created LatestCharge.Transfer.Created", "", nil, "callers give times, in any order"},
	{"Confirmations", "", nil, "not shown"},
	{"Increments", "+1", func(pi *intent.PaymentIntent) bool { return pi.Increments < intent.MaxIncrements }, "not shown"},
	{"Increments", "-1", func(pi *intent.PaymentIntent) bool { return pi.Increments > 0 }, "not shown"},
	{"Account", "emptied", nil, "not shown"},
	{"Account", "other", func(pi *intent.PaymentIntent) bool { return pi.LatestCharge.ApplicationFee.Account == "" }, "an account is an account"},
	{"Direct", "", nil, "not shown, and a payment on a connected account need not have a fee"},

	// what the intent says before there is a charge that counts
	{"Amount AmountReceived Currency Status", "", loose, "nothing else tells"},
	{"Status", "", func(pi *intent.PaymentIntent) bool {
		return pi.AmountReceived > 0 && pi.Rules.PartialCancel == intent.PartialCancelCancels
	}, "succeeded, or captured in part and canceled"},
	{"TransferData.Destination", "", func(pi *intent.PaymentIntent) bool { return loose(pi) || pi.LatestCharge.Transfer.Destination == "" }, "nothing else tells"},
	{"ApplicationFeeAmount LatestCharge.ApplicationFeeAmount TransferData.Amount", "", nil, "what was asked for, at last"},
	{"PaymentMethod", "emptied", func(pi *intent.PaymentIntent) bool { return !asked(pi) }, "older ones have a source instead"},
	{"PaymentMethod", "other given", func(pi *intent.PaymentIntent) bool { return loose(pi) || pi.LatestCharge.PaymentMethod == "" }, "nothing else tells"},
	{"LastPaymentError.Failure LastPaymentError.PaymentMethod", "", tried, "anything can fail, with little said about it"},
	{"LastPaymentError.Charge", "emptied", tried, "it can fail before there is a charge"},
	{"LastPaymentError.Charge", "given other", func(pi *intent.PaymentIntent) bool { return tried(pi) && pi.LatestCharge.ID == "" }, "no charge is shown"},

	// the charge
	{"LatestCharge.ID", "given", nil, "a charge that was not expanded"},
	{"LatestCharge.ID", "other", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		return c.ApplicationFee.Charge == "" && c.Transfer.SourceTransaction == "" && pi.LastPaymentError.Charge == ""
	}, "an id is an id"},
	{"LatestCharge.PaymentIntent LatestCharge.Currency LatestCharge.PaymentMethod LatestCharge.ApplicationFee.Account LatestCharge.ApplicationFee.Charge", "emptied", nil, "not shown"},
	{"LatestCharge.Transfer.Destination LatestCharge.Transfer.SourceTransaction LatestCharge.Transfer.Currency", "emptied", nil, "not shown"},
	{"LatestCharge.PaymentMethod", "other", func(pi *intent.PaymentIntent) bool { return loose(pi) || pi.PaymentMethod == "" }, "nothing else tells"},
	{"LatestCharge.Amount LatestCharge.AmountCaptured LatestCharge.Captured LatestCharge.Captures LatestCharge.Currency LatestCharge.Transfer.Destination", "", loose, "of an earlier attempt, which failed"},
	{"LatestCharge.FailureCode LatestCharge.FailureMessage LatestCharge.FailureBalanceTransaction", "", loose, "anything can fail, with little said about it"},
	{"LatestCharge.BalanceTransaction LatestCharge.Disputed", "", func(pi *intent.PaymentIntent) bool {
		return pi.LatestCharge.AmountCaptured > 0 || !pi.LatestCharge.Paid
	}, "it comes later, or from a bank"},
	{"LatestCharge.AmountRefunded LatestCharge.RefundsMade", "", taken, "a refund more or less, also from elsewhere"},
	{"LatestCharge.LiveRefunds", "", func(pi *intent.PaymentIntent) bool { return pi.LatestCharge.RefundsMade > 0 }, "a refund can fail, also by a copy without its number: then the sum falls and the bit stays"},

	// what the network says
	{"LatestCharge.Card.Network LatestCharge.Card.Extended LatestCharge.Card.Incremental LatestCharge.Card.Unshown", "", nil, "the network chooses"},
	{"LatestCharge.Card.MaximumAmountCapturable", "", nil, "the network chooses; less than the amount means the amount"},
	{"LatestCharge.Card.AmountAuthorized", "", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		return loose(pi) || c.Captured && c.AmountCaptured == c.Amount || c.Card.AmountAuthorized <= 1
	}, "an overcapture raises the amount, and 0 is not shown"},
	{"LatestCharge.Card.Multicapture", "", func(pi *intent.PaymentIntent) bool {
		c := &pi.LatestCharge
		return loose(pi) || (c.Captures < 2 || c.Captures == capture.Uncounted) && (c.Captured || c.AmountCaptured == 0)
	}, "one capture can be the only one"},
	{"LatestCharge.Captures", "+1", func(pi *intent.PaymentIntent) bool { return pi.LatestCharge.Card.Multicapture && taken(pi) }, "not shown"},
	{"LatestCharge.Captures", "-1", func(pi *intent.PaymentIntent) bool { return pi.LatestCharge.Captures != 1 }, "not shown: there may have been fewer, or they are not counted"},

	// the fee and the transfer
	{"LatestCharge.ApplicationFee.ID LatestCharge.ApplicationFee.Amount", "", taken, "what each capture put aside is not kept; it may be due, or not expanded"},
	{"LatestCharge.Transfer.ID LatestCharge.Transfer.Amount LatestCharge.Transfer.Currency", "", taken, "what each capture put aside is not kept; it may be due, not expanded or in another currency"},
	{"LatestCharge.ApplicationFee.AmountRefunded", "", func(pi *intent.PaymentIntent) bool { return pi.LatestCharge.ApplicationFee.ID != "" }, "a fee refund more or less, also from elsewhere"},
	{"LatestCharge.Transfer.AmountReversed", "", func(pi *intent.PaymentIntent) bool { return pi.LatestCharge.Transfer.ID != "" }, "a reversal more or less, also from elsewhere"},
	{"LatestCharge.FirstGave LatestCharge.FeeEndpointUsed LatestCharge.TransferEndpointUsed", "no unknown", nil, "not shown"},
	{"LatestCharge.FirstGave", "yes", func(pi *intent.PaymentIntent) bool {
		return taken(pi) && (loose(pi) || pi.ApplicationFeeAmount.Valid || pi.TransferData.Amount.Valid)
	}, "not shown"},
	{"LatestCharge.FeeEndpointUsed", "yes", func(pi *intent.PaymentIntent) bool {
		f := &pi.LatestCharge.ApplicationFee
		return f.ID != "" && (!f.Known() || f.AmountRefunded > 0)
	}, "not shown"},
	{"LatestCharge.TransferEndpointUsed", "yes", func(pi *intent.PaymentIntent) bool {
		t := &pi.LatestCharge.Transfer
		return t.ID != "" && (!t.Known() || t.AmountReversed > 0)
	}, "not shown"},
}

// loose reports whether no charge that counts is known: there is none, or it was not expanded, or failed.
func loose(pi *intent.PaymentIntent) bool {
	return !pi.LatestCharge.Known() || pi.LatestCharge.Status == charge.StatusFailed
}

func taken(pi *intent.PaymentIntent) bool { return pi.LatestCharge.AmountCaptured > 0 }

func asked(pi *intent.PaymentIntent) bool {
	return pi.Status == intent.StatusRequiresConfirmation || pi.Status == intent.StatusRequiresAction
}

// tried reports whether the last attempt may have failed.
func tried(pi *intent.PaymentIntent) bool {
	return asked(pi) || pi.Status == intent.StatusRequiresPaymentMethod || pi.Status == intent.StatusCanceled
}

// allows reports whether e is about a change of a field.
func (e *exception) allows(pi *intent.PaymentIntent, field, change string) bool {
	below := func(f string) bool { return f == field || strings.HasPrefix(field, f+".") }
	return slices.ContainsFunc(strings.Fields(e.fields), below) &&
		(e.changes == "" || slices.Contains(strings.Fields(e.changes), change)) && (e.when == nil || e.when(pi))
}

// Who changes one field of an intent that there can be has one that there cannot be, but for the exceptions.
func TestNeighbours(t *testing.T) {
	met := make([]bool, len(exceptions))
	rejected := map[string]bool{}
	look := func(t tb, pi intent.PaymentIntent) {
		t.Helper()
		for _, n := range neighbours(pi) {
			if n.pi.Validate() != nil {
				rejected[n.field] = true
				continue
			}
			i := slices.IndexFunc(exceptions, func(e exception) bool { return e.allows(&pi, n.field, n.change) })
			if i < 0 {
				t.Fatalf("%s %s is valid:\n%s\nbefore\n%s", n.field, n.change, encode(t, n.pi), encode(t, pi))
			}
			met[i] = true
		}
	}
	paid := reach(t, withFee, confirms(approval), named(), intent.CaptureParams{})
	gone := []intent.PaymentIntent{step(t, paid, intent.RefundFeeParams{}), step(t, paid, intent.ReverseTransferParams{})}
	for i := range gone { // and nobody saw how
		gone[i].LatestCharge.FeeEndpointUsed, gone[i].LatestCharge.TransferEndpointUsed = connect.MarkNo, connect.MarkNo
	}
	direct, growing := automatic, manual
	direct.Account = "acct_9"
	growing.CardOptions.RequestIncrementalAuthorization = intent.IfAvailable
	others := []intent.PaymentIntent{reach(t, direct), reach(t, growing, confirms(approval), intent.IncrementParams{Amount: 1100})}
	for _, pi := range slices.Concat(oneOfEach(t), largest(t), gone, others) {
		if pi != (intent.PaymentIntent{}) {
			look(t, pi)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var all []intent.PaymentIntent
		live(t, func(pi intent.PaymentIntent, _ intent.Command) {
			if pi != (intent.PaymentIntent{}) {
				all = append(all, pi)
			}
		})
		if len(all) > 0 && rapid.IntRange(0, 3).Draw(t, "skip") == 0 { // it takes its time
			look(t, rapid.SampledFrom(all).Draw(t, "one of them"))
		}
	})
	for i, e := range exceptions {
		if !met[i] {
			t.Errorf("no change was free because of %s %s: %s", e.fields, e.changes, e.why)
		}
	}
	for _, field := range []string{"Amount", "AmountCapturable", "AmountReceived", "Status", "LatestCharge.Status", "LatestCharge.Paid", "LatestCharge.Refunded"} {
		if !rejected[field] {
			t.Errorf("no other %s was refused", field)
		}
	}
}

// A neighbour is an intent with one field changed.
type neighbour struct {
	field, change string
	pi            intent.PaymentIntent
}

func neighbours(pi intent.PaymentIntent) (all []neighbour) {
	root := reflect.TypeFor[intent.PaymentIntent]()
	for _, at := range leaves(root, nil) {
		var names []string
		typ := root
		for _, i := range at {
			names = append(names, typ.Field(i).Name)
			typ = typ.Field(i).Type
		}
		v := reflect.ValueOf(pi).FieldByIndex(at)
		for change, values := range others(v) {
			for _, other := range values {
				next := pi
				reflect.ValueOf(&next).Elem().FieldByIndex(at).Set(other)
				if next != pi && !numberOfNull(pi, at) {
					all = append(all, neighbour{strings.Join(names, "."), change, next})
				}
			}
		}
	}
	return all
}

// numberOfNull reports whether a place is the number of an amount that is null, which says nothing.
func numberOfNull(pi intent.PaymentIntent, at []int) bool {
	n, ok := reflect.ValueOf(pi).FieldByIndex(at[:len(at)-1]).Interface().(money.NullAmount)
	return ok && !n.Valid && at[len(at)-1] == 0
}

// others returns other values of a field, by what they change.
func others(v reflect.Value) map[string][]reflect.Value {
	as := func(value any) []reflect.Value { return []reflect.Value{reflect.ValueOf(value).Convert(v.Type())} }
	switch v.Interface().(type) {
	case connect.Mark:
		return map[string][]reflect.Value{"no": as(connect.MarkNo), "yes": as(connect.MarkYes), "unknown": as(connect.MarkUnknown), "none": as(connect.MarkUnknown + 1)}
	case bool, intent.Request, intent.CardCaptureMethod:
		return map[string][]reflect.Value{"flip": as(!v.Bool())}
	}
	switch {
	case v.CanInt():
		return map[string][]reflect.Value{"+1": as(v.Int() + 1), "-1": as(v.Int() - 1)}
	case v.CanUint():
		return map[string][]reflect.Value{"+1": as(v.Uint() + 1), "-1": as(v.Uint() - 1)}
	}
	change := "other"
	if v.String() == "" {
		change = "given"
	}
	all := map[string][]reflect.Value{"emptied": as("")}
	for _, s := range legal(v.Interface()) {
		all[change] = append(all[change], as(s)...)
	}
	return all
}

// legal returns values that a text can have.
func legal(text any) (all []string) {
	switch text.(type) {
	case intent.Status:
		for _, s := range intent.Transitions().Statuses()[1:] {
			all = append(all, string(s))
		}
		return all
	case charge.Status:
		return []string{"succeeded", "pending", "failed"}
	case money.Currency:
		return []string{"eur", "jpy"}
	case intent.CaptureMethod:
		return []string{"automatic", "automatic_async", "manual"}
	case intent.ConfirmationMethod:
		return []string{"automatic", "manual"}
	case intent.Version:
		return []string{"2024-06-20", "2025-03-31.basil"}
	default:
		return []string{fmt.Sprintf("other_%T", text)}
	}
}
