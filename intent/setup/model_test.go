package setup_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
)

// figures are a SetupIntent as its JSON has it, by their names; what is null is not there. They are the state of the dumb model.
type figures map[string]string

// A sight is what is seen of a moment: the figures after it, the refusal, and the events.
type sight struct {
	figures figures
	refusal string // code and param
	events  []string
}

// foreseen holds that what became of a command is what the model says, and returns the figures after it.
func foreseen(t tb, before figures, m moment) figures {
	t.Helper()
	want := foresee(before, m.command)
	got := sight{figures: figuresOf(m.after)}
	if e, ok := errors.AsType[*intent.Error](m.err); ok {
		got.refusal = strings.TrimSpace(string(e.Code) + " " + e.Param)
	}
	for _, e := range m.events {
		got.events = append(got.events, strings.TrimPrefix(string(e.EventType()), "setup_intent."))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%s in %v\nleads to  %v\nforeseen: %v\n%+v", m.command, before, got, want, m.command)
	}
	return want.figures
}

func figuresOf(si setup.Intent) figures {
	f := figures{}
	a := si.LatestAttempt
	for name, value := range map[string]string{
		"id": si.ID, "status": string(si.Status), "usage": string(si.Usage), "confirmation_method": string(si.ConfirmationMethod),
		"customer": si.Customer, "payment_method": si.PaymentMethod, "on_behalf_of": si.OnBehalfOf, "mandate": si.Mandate,
		"single_use_mandate": si.SingleUseMandate, "next_action": si.NextAction, "cancellation_reason": string(si.CancellationReason),
		"error": failure(si.LastSetupError.Failure), "error.payment_method": si.LastSetupError.PaymentMethod,
		"attempt": a.ID, "attempt.status": string(a.Status), "attempt.payment_method": a.PaymentMethod, "attempt.customer": a.Customer,
		"attempt.on_behalf_of": a.OnBehalfOf, "attempt.usage": string(a.Usage), "attempt.error": failure(a.SetupError),
		"created": number(si.Created), "attempt.created": number(a.Created), "confirmations": number(int64(si.Confirmations)),
		"limit": number(int64(si.Rules.MaxConfirmations)), "limit.reading": number(int64(si.Rules.ConfirmationLimit)),
	} {
		f.put(name, value)
	}
	return f
}

func (f figures) put(name, value string) {
	if value == "" {
		delete(f, name)
	} else {
		f[name] = value
	}
}

func failure(f charge.Failure) string {
	return strings.TrimRight(strings.Join([]string{string(f.Code), string(f.Decline), f.Message}, "|"), "|")
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// confirmable are the statuses in which a SetupIntent is updated, confirmed and canceled.
const confirmable = "requires_payment_method requires_confirmation requires_action"

// in reports whether a word is one of a list.
func in(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

// foresee is SetupIntents a second time, as a list of refusals for each operation, and one of what is set.
func foresee(f figures, c setup.Command) sight {
	now := figures{}
	for k, v := range f {
		now[k] = v
	}
	var reasons []string
	because := func(wrong bool, reason string) {
		if wrong {
			reasons = append(reasons, reason)
		}
	}
	const state = "setup_intent_unexpected_state"
	status := f["status"]
	var events []string
	switch p := c.(type) {
	case setup.CreateParams:
		because(p.At < 0, "parameter_invalid_integer at")
		because(p.ID == "", "parameter_missing id")
		because(!in("off_session on_session", string(p.Usage)+orElse(p.Usage, "off_session")), "parameter_invalid usage")
		because(!in("automatic manual", string(p.ConfirmationMethod)+orElse(p.ConfirmationMethod, "automatic")), "parameter_invalid confirmation_method")
		because(p.Rules.ConfirmationLimit > 1, "parameter_invalid rules")
		if p.Confirm {
			reasons = append(reasons, wrongAttempt(p.Attempt, true)...)
		}
		because(!p.Confirm && p.Attempt != setup.Attempted{}, "parameter_invalid attempt")
		because(len(f) > 0 || p.Confirm && p.PaymentMethod == "", state)
		now.put("id", p.ID)
		now.put("usage", string(p.Usage)+orElse(p.Usage, "off_session"))
		now.put("confirmation_method", string(p.ConfirmationMethod)+orElse(p.ConfirmationMethod, "automatic"))
		now.put("customer", p.Customer)
		now.put("payment_method", p.PaymentMethod)
		now.put("on_behalf_of", p.OnBehalfOf)
		now.put("created", number(p.At))
		now.put("limit", number(int64(p.Rules.MaxConfirmations)))
		now.put("limit.reading", number(int64(p.Rules.ConfirmationLimit)))
		now["status"] = "requires_payment_method"
		if p.PaymentMethod != "" {
			now["status"] = "requires_confirmation"
		}
		events = []string{"created"}
		if p.Confirm {
			events = append(events, now.attempt(p.Attempt, p.At)...)
		}
	case setup.UpdateParams:
		because(p.At < 0, "parameter_invalid_integer at")
		because(p.PaymentMethod != "" && p.DetachPaymentMethod, "parameters_exclusive payment_method")
		first := ""
		if p.PaymentMethod != "" || p.DetachPaymentMethod {
			first = " payment_method"
		}
		if p.Customer != "" {
			first = " customer"
		}
		because(!in(confirmable, status), state+first)
		now.update(p)
	case setup.ConfirmParams:
		because(p.At < 0, "parameter_invalid_integer at")
		reasons = append(reasons, wrongAttempt(p.Attempt, true)...)
		because(in("processing canceled", status) && p.PaymentMethod != "" || status == "" && p.PaymentMethod != "", state+" payment_method")
		because(!in(confirmable, status), state)
		because(f["payment_method"]+p.PaymentMethod == "", state)
		if f["limit"] != "" && f["limit.reading"] == "" && f.confirmations() >= limit(f) {
			now.end("")
			events = []string{"canceled"}
			break
		}
		if p.PaymentMethod != "" {
			now["payment_method"] = p.PaymentMethod
		}
		events = now.attempt(p.Attempt, p.At)
	case setup.AuthenticateParams:
		because(p.At < 0, "parameter_invalid_integer at")
		because(p.Failure != charge.Failure{} && p.Failure.Code == "", "parameter_missing failure.code")
		because(status != "requires_action", state)
		reasons = append(reasons, f.wrongNext(p)...)
		events = now.goOn(p)
	case setup.VerifyMicrodepositsParams:
		because(p.At < 0, "parameter_invalid_integer at")
		because(p.Failure != charge.Failure{} && p.Failure.Code == "", "parameter_missing failure.code")
		reasons = append(reasons, wrongMicrodeposits(p.Microdeposits)...)
		because(status != "requires_action", state)
		because(f["next_action"] != "verify_with_microdeposits", state+" next_action")
		because(p.Mismatch && p.Microdeposits.DescriptorCode != "", "payment_method_microdeposit_verification_descriptor_code_mismatch descriptor_code")
		because(p.Mismatch, "payment_method_microdeposit_verification_amounts_mismatch amounts")
		reasons = append(reasons, f.wrongNext(p.AuthenticateParams)...)
		events = now.goOn(p.AuthenticateParams)
	case setup.ProcessParams:
		because(p.At < 0, "parameter_invalid_integer at")
		reasons = append(reasons, wrongAttempt(p.Attempt, false)...)
		because(p.Attempt.Answer == "pending", "parameter_invalid attempt.answer")
		because(status != "processing", state)
		events = now.answer(p.Attempt)
	case setup.CancelParams:
		because(p.At < 0, "parameter_invalid_integer at")
		because(p.Reason != "" && !in("abandoned duplicate requested_by_customer", string(p.Reason)), "parameter_invalid cancellation_reason")
		because(!in(confirmable, status), state)
		now.end(string(p.Reason))
		events = []string{"canceled"}
	}
	if len(reasons) > 0 {
		return sight{figures: f, refusal: reasons[0]}
	}
	return sight{figures: now, events: events}
}

func orElse[T ~string](given T, other string) string {
	if given != "" {
		return ""
	}
	return other
}

func (f figures) confirmations() (n int) { return read(f["confirmations"]) }

func limit(f figures) int { return read(f["limit"]) }

func read(digits string) (n int) {
	_, _ = fmt.Sscan(digits, &n)
	return n
}

// wrongAttempt returns what is wrong with an attempt, the first refusal first.
func wrongAttempt(a setup.Attempted, fresh bool) (all []string) {
	belongs := func(present bool, name, answer string) {
		if present && string(a.Answer) != answer {
			all = append(all, "parameter_invalid attempt."+name)
		}
	}
	if fresh && a.ID == "" {
		all = append(all, "parameter_missing attempt.id")
	}
	if !fresh && a.ID != "" {
		all = append(all, "parameter_invalid attempt.id")
	}
	switch {
	case a.Answer == "":
		all = append(all, "parameter_missing attempt.answer")
	case !in("approved declined pending challenged", string(a.Answer)), a.Answer == "challenged" && !fresh:
		all = append(all, "parameter_invalid attempt.answer")
	case a.Answer == "declined" && a.Failure.Code == "":
		all = append(all, "parameter_missing attempt.failure.code")
	case a.Answer == "challenged" && a.NextAction == "":
		all = append(all, "parameter_missing attempt.next_action")
	}
	belongs(a.Failure != charge.Failure{}, "failure", "declined")
	belongs(a.NextAction != "", "next_action", "challenged")
	belongs(a.Mandate != "", "mandate", "approved")
	belongs(a.SingleUseMandate != "", "single_use_mandate", "approved")
	if a.Mandate != "" && a.SingleUseMandate != "" {
		all = append(all, "parameters_exclusive attempt.single_use_mandate")
	}
	return all
}

// wrongNext returns what is wrong with what comes after the customer's step.
func (f figures) wrongNext(p setup.AuthenticateParams) []string {
	switch none := p.Failure != (charge.Failure{}) || f["confirmation_method"] == "manual"; {
	case none && p.Attempt != setup.Attempted{}:
		return []string{"parameter_invalid attempt"}
	case none:
		return nil
	}
	return wrongAttempt(p.Attempt, false)
}

func wrongMicrodeposits(m charge.Microdeposits) []string {
	a, b := m.Amounts[0], m.Amounts[1]
	switch given := a != 0 || b != 0; {
	case !given && m.DescriptorCode == "":
		return []string{"parameter_missing amounts"}
	case given && m.DescriptorCode != "":
		return []string{"parameters_exclusive descriptor_code"}
	case given && (a < 1 || b < 1 || a > 999999999999 || b > 999999999999):
		return []string{"payment_method_microdeposit_verification_amounts_invalid amounts"}
	case !given && (len(m.DescriptorCode) != 6 || m.DescriptorCode[:2] != "SM"):
		return []string{"parameter_invalid descriptor_code"}
	}
	return nil
}

// attempt is a confirmation.
func (f figures) attempt(a setup.Attempted, at int64) []string {
	f["confirmations"] = fmt.Sprint(min(255, f.confirmations()+1))
	f.put("mandate", "")
	f.put("single_use_mandate", "")
	f.put("attempt.error", "")
	f.put("attempt", a.ID)
	f.put("attempt.created", number(at))
	for _, name := range []string{"payment_method", "customer", "on_behalf_of", "usage"} {
		f.put("attempt."+name, f[name])
	}
	return f.answer(a)
}

// answer is what came of an attempt.
func (f figures) answer(a setup.Attempted) []string {
	f.put("next_action", a.NextAction)
	f.put("error", "")
	f.put("error.payment_method", "")
	switch a.Answer {
	case "approved":
		f["status"], f["attempt.status"] = "succeeded", "succeeded"
		f.put("mandate", a.Mandate)
		f.put("single_use_mandate", a.SingleUseMandate)
		return []string{"succeeded"}
	case "pending":
		f["status"], f["attempt.status"] = "processing", "processing"
		return nil
	case "challenged":
		f["status"], f["attempt.status"] = "requires_action", "requires_action"
		return []string{"requires_action"}
	default: // declined
	}
	f["status"], f["attempt.status"] = "requires_payment_method", "failed"
	f.put("error", failure(a.Failure))
	f.put("attempt.error", failure(a.Failure))
	f.put("error.payment_method", f["payment_method"])
	f.put("payment_method", "")
	if f["limit"] != "" && f["limit.reading"] != "" && f.confirmations() >= limit(f) {
		f["status"] = "canceled"
		return []string{"setup_failed", "canceled"}
	}
	return []string{"setup_failed"}
}

// goOn is the end of the customer's step.
func (f figures) goOn(p setup.AuthenticateParams) []string {
	switch {
	case p.Failure != charge.Failure{}:
		return f.answer(setup.Attempted{Answer: "declined", Failure: p.Failure})
	case f["confirmation_method"] == "manual":
		f["status"], f["attempt.status"] = "requires_confirmation", "requires_confirmation"
		f.put("next_action", "")
		return nil
	}
	return f.answer(p.Attempt)
}

func (f figures) update(p setup.UpdateParams) {
	f.put("error", "")
	f.put("error.payment_method", "")
	if p.Customer != "" {
		f["customer"] = p.Customer
	}
	method := p.PaymentMethod
	if method == "" && !p.DetachPaymentMethod || method == f["payment_method"] {
		return
	}
	f.put("payment_method", method)
	f["status"] = "requires_confirmation"
	if method == "" {
		f["status"] = "requires_payment_method"
	}
	f.stop()
}

func (f figures) end(reason string) {
	f["status"] = "canceled"
	f.put("cancellation_reason", reason)
	f.stop()
}

// stop ends the customer's step.
func (f figures) stop() {
	f.put("next_action", "")
	if in("requires_action requires_confirmation", f["attempt.status"]) {
		f["attempt.status"] = "abandoned"
	}
}
