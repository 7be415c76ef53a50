package setup_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// Each invariant, broken alone, is found and named.
func TestValidate(t *testing.T) {
	open := reach(t, bare)
	ready := reach(t, with)
	asked := reach(t, with, confirms(challenged))
	waiting := reach(t, with, confirms(pending))
	done := reach(t, with, confirms(approved))
	lost := reach(t, bare, confirms(declined))
	canceled := reach(t, with, confirms(challenged), setup.CancelParams{})
	acted := reach(t, manual, confirms(challenged), setup.AuthenticateParams{})
	for _, test := range []struct {
		from   setup.Intent
		breach func(si *setup.Intent)
		param  string
	}{
		{open, func(si *setup.Intent) { si.ID = "" }, "id"},
		{open, func(si *setup.Intent) { si.Usage = "" }, "usage"},
		{open, func(si *setup.Intent) { si.Usage = "always" }, "usage"},
		{open, func(si *setup.Intent) { si.ConfirmationMethod = "" }, "confirmation_method"},
		{open, func(si *setup.Intent) { si.ConfirmationMethod = "by_post" }, "confirmation_method"},
		{open, func(si *setup.Intent) { si.Created = -1 }, "created"},
		{asked, func(si *setup.Intent) { si.LatestAttempt.Created = -1 }, "created"},
		{open, func(si *setup.Intent) { si.Rules.ConfirmationLimit = 2 }, "rules"},
		{open, func(si *setup.Intent) { si.Rules.Version = "basil" }, "rules.version"},
		{ready, func(si *setup.Intent) { si.PaymentMethod = "" }, "payment_method"},
		{asked, func(si *setup.Intent) { si.PaymentMethod = "" }, "payment_method"},
		{waiting, func(si *setup.Intent) { si.PaymentMethod = "" }, "payment_method"},
		{done, func(si *setup.Intent) { si.PaymentMethod = "" }, "payment_method"},
		{asked, func(si *setup.Intent) { si.NextAction = "" }, "next_action"},
		{ready, func(si *setup.Intent) { si.NextAction = "use_stripe_sdk" }, "next_action"},
		{done, func(si *setup.Intent) { si.CancellationReason = intent.ReasonAbandoned }, "cancellation_reason"},
		{ready, func(si *setup.Intent) { si.LastSetupError.Code = code.CardDeclined }, "last_setup_error"},
		{done, func(si *setup.Intent) { si.LastSetupError.PaymentMethod = "pm_1" }, "last_setup_error"},
		{canceled, func(si *setup.Intent) { si.LastSetupError.Code = code.CardDeclined }, "last_setup_error"},
		{lost, func(si *setup.Intent) { si.LatestAttempt.Status = setup.AttemptStatusAbandoned }, "last_setup_error"},
		{lost, func(si *setup.Intent) { si.LatestAttempt.Status = "" }, "latest_attempt.status"},
		{lost, func(si *setup.Intent) { si.LatestAttempt.ID = "" }, "latest_attempt.id"},
		{ready, func(si *setup.Intent) { si.LatestAttempt.PaymentMethod = "pm_1" }, "latest_attempt.status"},
		{asked, func(si *setup.Intent) { si.LatestAttempt.Status = setup.AttemptStatusProcessing }, "latest_attempt.status"},
		{waiting, func(si *setup.Intent) { si.LatestAttempt.Status = setup.AttemptStatusRequiresAction }, "latest_attempt.status"},
		{done, func(si *setup.Intent) { si.LatestAttempt.Status = setup.AttemptStatusFailed }, "latest_attempt.status"},
		{acted, func(si *setup.Intent) { si.LatestAttempt.Status = setup.AttemptStatusSucceeded }, "latest_attempt.status"},
		{canceled, func(si *setup.Intent) { si.LatestAttempt.Status = setup.AttemptStatusRequiresConfirmation }, "latest_attempt.status"},
		{canceled, func(si *setup.Intent) { si.LatestAttempt.SetupError.Code = code.CardDeclined }, "latest_attempt.setup_error"},
		{asked, func(si *setup.Intent) { si.LatestAttempt.PaymentMethod = "pm_2" }, "latest_attempt.payment_method"},
		{acted, func(si *setup.Intent) { si.PaymentMethod = "pm_2" }, "latest_attempt.payment_method"},
		{asked, func(si *setup.Intent) { si.LatestAttempt.Usage = setup.UsageOffSession }, "latest_attempt.usage"},
		{lost, func(si *setup.Intent) { si.OnBehalfOf = "acct_2" }, "latest_attempt.on_behalf_of"},
	} {
		si := test.from
		if err := si.Validate(); err != nil {
			t.Fatalf("%+v: %v", si, err)
		}
		test.breach(&si)
		e, ok := errors.AsType[*intent.Error](si.Validate())
		if !ok || e.Object != "setup_intent" || e.Code != code.ParameterInvalid || e.Param != test.param || e.Op != "validate" || e.Message() == "" {
			t.Errorf("%+v: %v, want %s", si, e, test.param)
		}
	}
}

// A status that a SetupIntent cannot have is named.
func TestValidateStatus(t *testing.T) {
	for _, s := range []setup.Status{"", "requires_capture", "requires_source"} {
		si := reach(t, with)
		si.Status = s
		want := intent.Error{Object: "setup_intent", Op: "validate", Type: code.TypeInvalidRequest, Code: code.SetupIntentUnexpectedState, Param: "status", Status: string(s)}
		if e, ok := errors.AsType[*intent.Error](si.Validate()); !ok || *e != want {
			t.Errorf("%q: %v", s, e)
		}
	}
	si := reach(t, with)
	si.Created = -5
	if e, ok := errors.AsType[*intent.Error](si.Validate()); !ok || e.Got != money.Amount(-5) {
		t.Errorf("%v", e)
	}
}

// An exception is a change of one field that can lead from an intent that there can be to another one.
type exception struct {
	fields  string                   // each stands for all that is below it
	changes string                   // "" is every one
	when    func(*setup.Intent) bool // of the intent before; nil is always
	why     string
}

var exceptions = []exception{
	{"Rules ConfirmationMethod Customer LatestAttempt.Customer Mandate SingleUseMandate", "", nil, "whoever calls, or a bank, chooses; a customer may be given later"},
	{"ID", "other", nil, "an id is an id"},
	{"LatestAttempt.ID", "other given", nil, "an id is an id, and an attempt that was not expanded is nothing else"},
	{"Created LatestAttempt.Created", "+1", nil, "a time is a time"},
	{"Confirmations", "", nil, "not shown"},
	{"NextAction", "other", nil, "anything can be next"},
	{"CancellationReason", "", standsIn(setup.StatusCanceled), "any reason, or none"},
	{"OnBehalfOf Usage", "other given emptied", func(si *setup.Intent) bool { return !si.LatestAttempt.Known() || si.LatestAttempt.OnBehalfOf == "" }, "nothing else tells"},
	{"LatestAttempt.OnBehalfOf LatestAttempt.PaymentMethod LatestAttempt.Usage", "emptied", nil, "not shown"},
	{"LatestAttempt.PaymentMethod PaymentMethod", "other given", over, "of an attempt that is over"},
	{"PaymentMethod", "emptied other given", standsIn(setup.StatusRequiresPaymentMethod, setup.StatusCanceled), "it may have one or none"},
	{"LatestAttempt.SetupError", "", func(si *setup.Intent) bool { return si.LatestAttempt.Status == setup.AttemptStatusFailed }, "with little said about it"},
	{"LastSetupError", "", func(si *setup.Intent) bool {
		return (!si.LatestAttempt.Known() || si.LatestAttempt.Status == setup.AttemptStatusFailed) &&
			(si.Status == setup.StatusRequiresPaymentMethod || si.Status == setup.StatusCanceled)
	}, "anything can fail, with little said about it"},
	{"Status", "", over, "an attempt that is over tells little"},
	{"LatestAttempt.Status", "", func(si *setup.Intent) bool {
		return over(si) && si.LastSetupError == setup.Error{}
	}, "it failed, or was abandoned"},
}

// standsIn reports whether the status is one of some.
func standsIn(all ...setup.Status) func(*setup.Intent) bool {
	return func(si *setup.Intent) bool { return slices.Contains(all, si.Status) }
}

// over reports whether no attempt goes on.
func over(si *setup.Intent) bool {
	switch si.LatestAttempt.Status {
	case "", setup.AttemptStatusFailed, setup.AttemptStatusAbandoned, setup.AttemptStatusRequiresConfirmation:
		return true
	default:
		return false
	}
}

// Who changes one field of an intent that there can be has one that there cannot be, but for the exceptions.
func TestNeighbours(t *testing.T) {
	met := make([]bool, len(exceptions))
	for _, si := range oneOfEach(t)[1:] {
		for _, n := range neighbours(si) {
			if n.si.Validate() != nil {
				continue
			}
			i := slices.IndexFunc(exceptions, func(e exception) bool { return e.allows(&si, n.field, n.change) })
			if i < 0 {
				t.Errorf("%s %s is valid:\n%+v\nbefore\n%+v", n.field, n.change, n.si, si)
				continue
			}
			met[i] = true
		}
	}
	for i, e := range exceptions {
		if !met[i] {
			t.Errorf("no change was free because of %s %s: %s", e.fields, e.changes, e.why)
		}
	}
}

// allows reports whether e is about a change of a field.
func (e *exception) allows(si *setup.Intent, field, change string) bool {
	below := func(f string) bool { return f == field || strings.HasPrefix(field, f+".") }
	return slices.ContainsFunc(strings.Fields(e.fields), below) &&
		(e.changes == "" || slices.Contains(strings.Fields(e.changes), change)) && (e.when == nil || e.when(si))
}

// A neighbour is an intent with one field changed.
type neighbour struct {
	field, change string
	si            setup.Intent
}

func neighbours(si setup.Intent) (all []neighbour) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[setup.Intent]()) {
		all = append(all, changed(si, f.Index, f.Name)...)
	}
	return all
}

// changed returns the neighbours by a field, and by what is below it.
func changed(si setup.Intent, at []int, name string) (all []neighbour) {
	v := reflect.ValueOf(si).FieldByIndex(at)
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			all = append(all, changed(si, append(slices.Clone(at), i), name+"."+v.Type().Field(i).Name)...)
		}
		return all
	}
	for change, values := range others(v) {
		for _, value := range values {
			next := si
			reflect.ValueOf(&next).Elem().FieldByIndex(at).Set(reflect.ValueOf(value).Convert(v.Type()))
			if next != si {
				all = append(all, neighbour{name, change, next})
			}
		}
	}
	return all
}

// others returns other values of a field, by what they change.
func others(v reflect.Value) map[string][]any {
	switch {
	case v.CanInt():
		return map[string][]any{"+1": {v.Int() + 1}, "-1": {v.Int() - 1}}
	case v.CanUint():
		return map[string][]any{"+1": {v.Uint() + 1}, "-1": {v.Uint() - 1}}
	case v.Kind() == reflect.Bool:
		return map[string][]any{"flip": {!v.Bool()}}
	}
	change := "other"
	if v.String() == "" {
		change = "given"
	}
	all := map[string][]any{"emptied": {""}}
	switch v.Interface().(type) {
	case setup.Status, setup.AttemptStatus:
		for _, s := range setup.Transitions().Statuses()[1:] {
			all[change] = append(all[change], string(s))
		}
		all[change] = append(all[change], "failed", "abandoned", "a_status_of_tomorrow")
	case setup.Usage:
		all[change] = append(all[change], "off_session", "on_session", "always")
	case intent.ConfirmationMethod:
		all[change] = append(all[change], "automatic", "manual", "by_post")
	default:
		all[change] = append(all[change], fmt.Sprintf("other_%T", v.Interface()))
	}
	return all
}
