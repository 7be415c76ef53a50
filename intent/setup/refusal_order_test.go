package setup_test

import (
	"errors"
	"testing"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// A verdict is what a refusal says: Code and Param.
type verdict struct {
	code  code.Code
	param string
}

// A hurdle makes an operation refused for one reason.
type hurdle[P setup.Command] struct {
	code  code.Code
	param string
	raise func(si *setup.Intent, p *P)
}

// walksOrder holds that each refusal wins over every later one, as the operation documents it, and that nothing else is in the way.
func walksOrder[P setup.Command](t *testing.T, si setup.Intent, p P, hurdles ...hurdle[P]) {
	t.Helper()
	if err := setup.Check(si, p); err != nil {
		t.Fatalf("refused from the beginning: %v", err)
	}
	for i, h := range hurdles {
		for j, later := range hurdles[i:] { // the first one is alone
			both, its := si, p
			later.raise(&both, &its)
			h.raise(&both, &its)
			var got verdict
			if e, ok := errors.AsType[*intent.Error](setup.Check(both, its)); ok {
				got = verdict{e.Code, e.Param}
			}
			if want := (verdict{h.code, h.param}); got != want {
				t.Errorf("%d before %d: %v; want %v\n%+v", i, i+j, got, want, its)
			}
		}
	}
}

// ofAttempts are the hurdles of an attempt that is approved.
func ofAttempts[P setup.Command](of func(*P) *setup.Attempted, fresh bool) []hurdle[P] {
	missing := func(c code.Code, param string, raise func(a *setup.Attempted)) hurdle[P] {
		return hurdle[P]{c, "attempt." + param, func(_ *setup.Intent, p *P) { raise(of(p)) }}
	}
	first := missing(code.ParameterMissing, "id", func(a *setup.Attempted) { a.ID = "" })
	if !fresh {
		first = missing(code.ParameterInvalid, "id", func(a *setup.Attempted) { a.ID = "setatt_2" })
	}
	all := []hurdle[P]{
		first,
		missing(code.ParameterMissing, "answer", func(a *setup.Attempted) { a.Answer = "" }),
		missing(code.ParameterInvalid, "answer", func(a *setup.Attempted) { a.Answer = "perhaps" }),
		missing(code.ParameterMissing, "failure.code", func(a *setup.Attempted) { a.Answer = charge.AnswerDeclined; a.Failure.Code = "" }),
	}
	if fresh {
		all = append(all, missing(code.ParameterMissing, "next_action", func(a *setup.Attempted) { a.Answer = charge.AnswerChallenged; a.NextAction = "" }))
	} else {
		all = append(all, missing(code.ParameterInvalid, "answer", func(a *setup.Attempted) { a.Answer = charge.AnswerChallenged }))
	}
	return append(all,
		missing(code.ParameterInvalid, "failure", func(a *setup.Attempted) { a.Answer = charge.AnswerApproved; a.Failure.Message = "no" }),
		missing(code.ParameterInvalid, "next_action", func(a *setup.Attempted) { a.Answer = charge.AnswerApproved; a.NextAction = "use_stripe_sdk" }),
		missing(code.ParameterInvalid, "mandate", func(a *setup.Attempted) { a.Answer, a.Mandate = charge.AnswerPending, "mandate_1" }),
		missing(code.ParameterInvalid, "single_use_mandate", func(a *setup.Attempted) {
			a.Answer, a.Mandate, a.SingleUseMandate = charge.AnswerPending, "", "mandate_2"
		}),
		missing(code.ParametersExclusive, "single_use_mandate", func(a *setup.Attempted) {
			a.Answer, a.Mandate, a.SingleUseMandate = charge.AnswerApproved, "mandate_1", "mandate_2"
		}),
	)
}

func TestOrderOfCreate(t *testing.T) {
	p := with
	p.Confirm, p.Attempt = true, approved
	hurdles := []hurdle[setup.CreateParams]{
		{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *setup.CreateParams) { p.At = -1 }},
		{code.ParameterMissing, "id", func(_ *setup.Intent, p *setup.CreateParams) { p.ID = "" }},
		{code.ParameterInvalid, "usage", func(_ *setup.Intent, p *setup.CreateParams) { p.Usage = "always" }},
		{code.ParameterInvalid, "confirmation_method", func(_ *setup.Intent, p *setup.CreateParams) { p.ConfirmationMethod = "by_post" }},
		{code.ParameterInvalid, "rules.version", func(_ *setup.Intent, p *setup.CreateParams) { p.Rules.Version = "basil" }},
		{code.ParameterInvalid, "rules", func(_ *setup.Intent, p *setup.CreateParams) { p.Rules.ConfirmationLimit = 2 }},
		{code.ParameterInvalid, "attempt", func(_ *setup.Intent, p *setup.CreateParams) { p.Confirm = false; p.Attempt.ID = "setatt_1" }},
	}
	hurdles = append(hurdles, ofAttempts(func(p *setup.CreateParams) *setup.Attempted { p.Confirm = true; return &p.Attempt }, true)...)
	walksOrder(t, setup.Intent{}, p, append(hurdles,
		hurdle[setup.CreateParams]{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, _ *setup.CreateParams) { si.ID = "seti_1" }},
		hurdle[setup.CreateParams]{code.SetupIntentUnexpectedState, "", func(_ *setup.Intent, p *setup.CreateParams) { p.PaymentMethod = "" }},
	)...)
}

func TestOrderOfUpdate(t *testing.T) {
	type params = setup.UpdateParams
	walksOrder(t, reach(t, with), params{PaymentMethod: "pm_2", Customer: "cus_1"},
		hurdle[params]{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *params) { p.At = -1 }},
		hurdle[params]{code.ParametersExclusive, "payment_method", func(_ *setup.Intent, p *params) { p.PaymentMethod = "pm_2"; p.DetachPaymentMethod = true }},
		hurdle[params]{code.SetupIntentUnexpectedState, "customer", func(si *setup.Intent, p *params) { si.Status = setup.StatusProcessing; p.Customer = "cus_1" }},
		hurdle[params]{code.SetupIntentUnexpectedState, "payment_method", func(si *setup.Intent, p *params) {
			si.Status = setup.StatusSucceeded
			p.Customer, p.PaymentMethod = "", "pm_2"
		}},
		hurdle[params]{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, p *params) { si.Status = setup.StatusCanceled; *p = params{} }},
	)
}

func TestOrderOfConfirm(t *testing.T) {
	type params = setup.ConfirmParams
	hurdles := append([]hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *params) { p.At = -1 }},
	}, ofAttempts(func(p *params) *setup.Attempted { return &p.Attempt }, true)...)
	walksOrder(t, reach(t, with), confirms(approved), append(hurdles,
		hurdle[params]{code.SetupIntentUnexpectedState, "payment_method", func(si *setup.Intent, p *params) { si.Status = setup.StatusCanceled; p.PaymentMethod = "pm_1" }},
		hurdle[params]{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, _ *params) { si.Status = setup.StatusSucceeded }},
		hurdle[params]{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, p *params) { si.PaymentMethod, p.PaymentMethod = "", "" }},
	)...)
}

func TestOrderOfAuthenticate(t *testing.T) {
	type params = setup.AuthenticateParams
	hurdles := []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *params) { p.At = -1 }},
		{code.ParameterMissing, "failure.code", func(_ *setup.Intent, p *params) { p.Failure = charge.Failure{Message: "no"} }},
		{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, _ *params) { si.Status = setup.StatusProcessing }},
		{code.ParameterInvalid, "attempt", func(_ *setup.Intent, p *params) { p.Failure = notAuthenticated; p.Attempt.Mandate = "mandate_1" }},
		{code.ParameterInvalid, "attempt", func(si *setup.Intent, p *params) {
			si.ConfirmationMethod = intent.ConfirmationMethodManual
			*p = params{Attempt: setup.Attempted{ID: "setatt_1"}}
		}},
		{code.ParameterInvalid, "confirmation_method", func(si *setup.Intent, p *params) { si.ConfirmationMethod = "by_post"; p.Failure = charge.Failure{} }},
	}
	walksOrder(t, reach(t, with, confirms(challenged)), params{Attempt: goesOn(approved)},
		append(hurdles, ofAttempts(func(p *params) *setup.Attempted { p.Failure = charge.Failure{}; return &p.Attempt }, false)...)...)
}

func TestOrderOfVerifyMicrodeposits(t *testing.T) {
	type params = setup.VerifyMicrodepositsParams
	hurdles := []hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *params) { p.At = -1 }},
		{code.ParameterMissing, "failure.code", func(_ *setup.Intent, p *params) { p.Failure = charge.Failure{Message: "no"} }},
		{code.ParameterMissing, "amounts", func(_ *setup.Intent, p *params) { p.Microdeposits = charge.Microdeposits{} }},
		{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, _ *params) { si.Status = setup.StatusProcessing }},
		{code.SetupIntentUnexpectedState, "next_action", func(si *setup.Intent, _ *params) { si.NextAction = "use_stripe_sdk" }},
		{code.MicrodepositAmountsMismatch, "amounts", func(_ *setup.Intent, p *params) { p.Microdeposits, p.Mismatch = sent, true }},
		{code.MicrodepositDescriptorCodeMismatch, "descriptor_code", func(_ *setup.Intent, p *params) {
			p.Microdeposits, p.Mismatch = charge.Microdeposits{DescriptorCode: "SM22BB"}, true
		}},
		{code.ParameterInvalid, "attempt", func(_ *setup.Intent, p *params) {
			p.Failure = notAuthenticated
			p.Attempt.Answer = charge.AnswerApproved
		}},
		{code.ParameterInvalid, "confirmation_method", func(si *setup.Intent, p *params) { si.ConfirmationMethod = "by_post"; p.Failure = charge.Failure{} }},
	}
	walksOrder(t, reach(t, with, confirms(microdeposit)), verifies(setup.AuthenticateParams{Attempt: goesOn(approved)}),
		append(hurdles, ofAttempts(func(p *params) *setup.Attempted { p.Failure = charge.Failure{}; return &p.Attempt }, false)...)...)
}

func TestOrderOfProcess(t *testing.T) {
	type params = setup.ProcessParams
	hurdles := append([]hurdle[params]{
		{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *params) { p.At = -1 }},
	}, ofAttempts(func(p *params) *setup.Attempted { return &p.Attempt }, false)...)
	walksOrder(t, reach(t, with, confirms(pending)), params{Attempt: goesOn(approved)}, append(hurdles,
		hurdle[params]{code.ParameterInvalid, "attempt.answer", func(_ *setup.Intent, p *params) { p.Attempt = setup.Attempted{Answer: charge.AnswerPending} }},
		hurdle[params]{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, _ *params) { si.Status = setup.StatusRequiresAction }},
	)...)
}

func TestOrderOfCancel(t *testing.T) {
	type params = setup.CancelParams
	walksOrder(t, reach(t, with), params{},
		hurdle[params]{code.ParameterInvalidInteger, "at", func(_ *setup.Intent, p *params) { p.At = -1 }},
		hurdle[params]{code.ParameterInvalid, "cancellation_reason", func(_ *setup.Intent, p *params) { p.Reason = intent.ReasonAutomatic }},
		hurdle[params]{code.SetupIntentUnexpectedState, "", func(si *setup.Intent, _ *params) { si.Status = setup.StatusProcessing }},
	)
}

// A time before 1970 is told as it was given.
func TestTimeBefore1970(t *testing.T) {
	e, ok := errors.AsType[*intent.Error](setup.Check(reach(t, with), setup.CancelParams{At: -5}))
	if !ok || e.Got != money.Amount(-5) || e.Limit != 0 {
		t.Errorf("%+v", e)
	}
}

// Create itself, without Step, begins with nothing and leaves nothing if it is refused.
func TestCreateRefused(t *testing.T) {
	si, events, err := setup.Create(setup.CreateParams{PaymentMethod: "pm_1"})
	if si != (setup.Intent{}) || events != nil || !errors.Is(err, code.ParameterMissing) {
		t.Errorf("%+v, %v, %v", si, events, err)
	}
	if si, events, err = setup.Create(with); si != reach(t, with) || len(events) != 1 || err != nil {
		t.Errorf("%+v, %v, %v", si, events, err)
	}
}

// What is no command is refused, and so is what belongs to a PaymentIntent.
func TestNoCommand(t *testing.T) {
	si := reach(t, with)
	for _, c := range []setup.Command{nil, &setup.CancelParams{}, &setup.CreateParams{}} {
		next, events, err := setup.Step(si, c)
		want := intent.Error{Object: "setup_intent", Op: "step", Type: code.TypeInvalidRequest, Code: code.ParameterUnknown, Param: "command"}
		if e, ok := errors.AsType[*intent.Error](err); !ok || *e != want || next != si || events != nil {
			t.Errorf("Step answers %v, %v", err, events)
		}
		if next, nextErr := setup.Next(si, c); !equalErrors(nextErr, err) || next != si || !equalErrors(setup.Check(si, c), err) {
			t.Errorf("Next answers %v", nextErr)
		}
	}
	for _, op := range operations {
		c, err := setup.ParseCommand(op, []byte(`{}`))
		if own := ownOperation(op); own != (err == nil) || own != (c != nil) {
			t.Errorf("%s is read as %v, %v", op, c, err)
		}
		if err != nil && !errors.Is(err, code.ParameterUnknown) {
			t.Errorf("%s: %v", op, err)
		}
	}
}

// ownOperation reports whether a SetupIntent has an operation.
func ownOperation(op intent.Operation) bool {
	for _, s := range setup.Transitions().Statuses() {
		if s.Allows(op) {
			return true
		}
	}
	return false
}
