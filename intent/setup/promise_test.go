package setup_test

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/webhook/event"
)

// Values can be compared, and be keys of maps.
var (
	_ map[setup.Intent]struct{}
	_ map[setup.Error]struct{}
	_ map[setup.Attempt]struct{}
	_ map[setup.Attempted]struct{}
	_ map[setup.CreateParams]struct{}
	_ map[setup.UpdateParams]struct{}
	_ map[setup.ConfirmParams]struct{}
	_ map[setup.AuthenticateParams]struct{}
	_ map[setup.VerifyMicrodepositsParams]struct{}
	_ map[setup.ProcessParams]struct{}
	_ map[setup.CancelParams]struct{}
)

func TestSize(t *testing.T) {
	const most = 448
	if size := unsafe.Sizeof(setup.Intent{}); size > most {
		t.Errorf("an Intent has %d bytes; what a transition costs grows with them, and the budget is %d", size, most)
	}
}

// What is accepted allocates nothing without its events, and once with them; a refusal allocates once.
func TestAllocations(t *testing.T) {
	for _, si := range oneOfEach(t) {
		for _, c := range everyCommand() {
			m := audited(t, si, c)
			quiet, told := 0.0, 0.0
			switch {
			case m.err != nil:
				quiet, told = 1, 1
			case m.events != nil, c.Operation() != "update":
				told = 1
			}
			for what, do := range map[string]struct {
				most float64
				do   func()
			}{
				"Check": {quiet, func() { _ = setup.Check(si, c) }},
				"Next":  {quiet, func() { _, _ = setup.Next(si, c) }},
				"Step":  {told, func() { _, _, _ = setup.Step(si, c) }},
			} {
				if n := testing.AllocsPerRun(10, do.do); n > do.most {
					t.Errorf("%s of %s in %q allocates %v times, promised is %v", what, c, si.Status, n, do.most)
				}
			}
		}
	}
}

// What was returned is the caller's: events do not change when the next command is carried out, and are nobody else's memory.
func TestEventsAreNotShared(t *testing.T) {
	si := reach(t, with)
	first, events, err := si.Confirm(confirms(challenged))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = first.Authenticate(setup.AuthenticateParams{Attempt: goesOn(approved)}); err != nil {
		t.Fatal(err)
	}
	if e, ok := events[0].(*setup.Event); !ok || *e.SetupIntent != first {
		t.Errorf("%s has changed", events[0])
	}
	if cap(events) != len(events) {
		t.Error("appending to the events writes into them")
	}
}

// There is no charge: no money in the state nor in what is asked for, but for what was sent to a bank account, and no event that shows
// anything else than the intent.
func TestNeverACharge(t *testing.T) {
	for _, root := range []reflect.Type{
		reflect.TypeFor[setup.Intent](), reflect.TypeFor[setup.Event](),
		reflect.TypeFor[setup.CreateParams](), reflect.TypeFor[setup.UpdateParams](), reflect.TypeFor[setup.ConfirmParams](),
		reflect.TypeFor[setup.AuthenticateParams](), reflect.TypeFor[setup.VerifyMicrodepositsParams](), reflect.TypeFor[setup.ProcessParams](),
		reflect.TypeFor[setup.CancelParams](),
	} {
		visit(root, root.Name(), func(place string, typ reflect.Type) {
			sum := typ == reflect.TypeFor[money.Amount]() || typ == reflect.TypeFor[money.NullAmount]() || typ == reflect.TypeFor[money.Currency]()
			switch {
			case sum && place != "VerifyMicrodepositsParams.Microdeposits.Amounts":
				t.Errorf("%s is money", place)
			case typ.Name() == "Charge" || typ.Name() == "Settlement" || typ.Name() == "PaymentIntent":
				t.Errorf("%s is a %s", place, typ)
			case typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map || typ.Kind() == reflect.Interface || typ.Kind() == reflect.Func:
				t.Errorf("%s is a %s", place, typ)
			case typ.Kind() == reflect.Pointer && place != "Event.SetupIntent":
				t.Errorf("%s is a %s", place, typ)
			}
		})
	}
	for _, si := range oneOfEach(t) {
		for _, c := range everyCommand() {
			for _, e := range audited(t, si, c).events {
				if e.EventType().Object() != "setup_intent" {
					t.Errorf("%s in %q tells %s", c, si.Status, e)
				}
			}
		}
		if b := string(encode(t, si)); strings.Contains(b, "charge") || strings.Contains(b, "amount") || strings.Contains(b, "currency") {
			t.Errorf("it is written as %s", b)
		}
	}
	var _ event.Event = (*setup.Event)(nil)
}

// visit looks at a type and at every type below it.
func visit(typ reflect.Type, place string, look func(place string, typ reflect.Type)) {
	look(place, typ)
	switch typ.Kind() {
	case reflect.Struct:
		for i := range typ.NumField() {
			visit(typ.Field(i).Type, place+"."+typ.Field(i).Name, look)
		}
	case reflect.Pointer, reflect.Array:
		visit(typ.Elem(), place, look)
	default:
	}
}

// Zero values say what they are.
func TestStrings(t *testing.T) {
	for want, s := range map[string]interface{ String() string }{
		"seti_1 requires_action on_session pm_1, next use_stripe_sdk": reach(t, with, confirms(challenged)),
		"seti_1 requires_payment_method off_session":                  reach(t, bare),
		"create":  setup.CreateParams{},
		"update":  setup.UpdateParams{},
		"confirm": setup.ConfirmParams{},
		"create seti_1 on_session with pm_1 for cus_1 confirm approved setatt_1 mandate_1": func() setup.CreateParams {
			p := with
			p.Confirm, p.Attempt = true, approved
			return p
		}(),
		"create seti_1 for cus_1 on_behalf_of acct_1":                       bare,
		"create seti_1 with pm_1 confirmed-manually":                        manual,
		"update customer cus_1 payment_method pm_1 detach":                  setup.UpdateParams{Customer: "cus_1", PaymentMethod: "pm_1", DetachPaymentMethod: true},
		"confirm declined setatt_1 card_declined generic_decline with pm_1": confirms(declined),
		"authenticate": setup.AuthenticateParams{},
		"authenticate failed setup_intent_authentication_failure":               setup.AuthenticateParams{Failure: notAuthenticated},
		"verify_microdeposits 32 45 failed setup_intent_authentication_failure": verifies(setup.AuthenticateParams{Failure: notAuthenticated}),
		"verify_microdeposits 32 45":                                            verifies(setup.AuthenticateParams{}),
		"verify_microdeposits 32 45 approved":                                   verifies(setup.AuthenticateParams{Attempt: setup.Attempted{Answer: "approved"}}),
		"process":                                                               setup.ProcessParams{},
		"process approved single-use mandate_2":                                 setup.ProcessParams{Attempt: setup.Attempted{Answer: "approved", SingleUseMandate: "mandate_2"}},
		"cancel":                                                                setup.CancelParams{},
		"cancel abandoned":                                                      setup.CancelParams{Reason: "abandoned"},
		"confirm challenged setatt_1 use_stripe_sdk with pm_1":                  confirms(challenged),
	} {
		if got := s.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
