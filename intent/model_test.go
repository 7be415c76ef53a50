package intent_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
)

// TestModel holds the intent to a second implementation that is as dumb as possible: it keeps lists, has no table and no arithmetic
// package, and says before each command whether it is refused, why, and what is there afterwards.
func TestModel(t *testing.T) {
	statuses := map[intent.Status]int{}
	rows := map[string]int{}
	most := 0
	rapid.Check(t, func(t *rapid.T) {
		var m model
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			if pi == (intent.PaymentIntent{}) {
				m = model{}
			}
			want := m.refuses(c)
			next, events, err := intent.Step(pi, c)
			if got := refusalOf(err); got != want {
				t.Fatalf("%s in %q: refused for %v, the model says %v", c, pi.Status, got, want)
			}
			var said []string
			if err == nil {
				said = m.does(c)
				rows[edge(pi.Status, c.Operation(), next.Status)]++
			}
			if diff := cmp.Diff(m.figures(), figuresOf(next)); diff != "" {
				t.Fatalf("%s in %q: the model has -, the intent +:\n%s", c, pi.Status, diff)
			}
			var told []string
			for _, e := range events {
				told = append(told, string(e.EventType()))
			}
			if !slices.Equal(told, said) {
				t.Fatalf("%s in %q: events %v, the model says %v", c, pi.Status, told, said)
			}
			statuses[next.Status]++
			most = max(most, len(m.charge.taken))
		})
	})
	if t.Failed() {
		return
	}
	if most < capture.MaxCaptures {
		t.Errorf("no authorization was captured 50 times, at most %d", most)
	}
	for _, s := range intent.Transitions().Statuses() {
		if statuses[s] == 0 {
			t.Errorf("status %q was never seen", s)
		}
	}
	for _, r := range intent.Transitions().Rows() {
		name := edge(r.From, r.On, r.To)
		if rows[name] == 0 {
			t.Errorf("%s was never walked", name)
		}
		t.Logf("%5d × %s", rows[name], name)
	}
}

func edge(from intent.Status, on intent.Operation, to intent.Status) string {
	return fmt.Sprintf("%q %s %s", from, on, to)
}

// A verdict is why a command is refused. The zero verdict is accepted.
type verdict struct {
	code  code.Code
	param string
}

func refusalOf(err error) verdict {
	if e, ok := errors.AsType[*intent.Error](err); ok {
		return verdict{e.Code, e.Param}
	}
	return verdict{}
}

// A model is an intent on paper.
type model struct {
	status                             string // "" is before Create
	amount                             int64
	currency                           string
	captureMethod, confirmationMethod  string
	method, nextAction                 string
	customer, future                   string
	reason                             string
	canceledAt                         int64
	failure                            charge.Failure // last_payment_error
	failedCharge, failedMethod         string
	confirmations, increments          int
	multi, over, incremental, extended bool // requested
	rules                              intent.Rules
	charge                             paperCharge
}

type paperCharge struct {
	id, status                   string
	amount                       int64
	taken                        []int64 // by each capture
	released                     int64   // booked as refunded
	captured, paid               bool
	multi, incremental, extended bool
	authorized, maximum, before  int64
	transaction, returned        string // balance transactions
	failure                      charge.Failure
}

func sum(all []int64) int64 {
	var s int64
	for _, a := range all {
		s += a
	}
	return s
}

// silent is since when releases are not booked as refunds any more.
func (m *model) silent() bool { return m.rules.Version == "" || m.rules.Version >= "2025-03-31" }

func (m *model) received() int64 {
	if m.charge.status == "succeeded" {
		return sum(m.charge.taken)
	}
	return 0
}

// refuses says whether a command is refused, in the order in which the operations promise to look.
func (m *model) refuses(c intent.Command) verdict {
	if at(c) < 0 {
		return verdict{code.ParameterInvalidInteger, "at"}
	}
	wrong := verdict{code.PaymentIntentUnexpectedState, ""}
	open := m.status == "requires_payment_method" || m.status == "requires_confirmation" || m.status == "requires_action"
	switch p := c.(type) {
	case intent.CreateParams:
		return m.refusesCreate(p)
	case intent.UpdateParams:
		return m.refusesUpdate(p, open)
	case intent.ConfirmParams:
		return m.refusesConfirm(p, open)
	case intent.AuthenticateParams:
		failed := p.Failure != charge.Failure{}
		if failed && p.Failure.Code == "" {
			return verdict{code.ParameterMissing, "failure.code"}
		}
		if m.status != "requires_action" {
			return wrong
		}
		if (failed || m.confirmationMethod == "manual") && p.Attempt != (charge.Attempt{}) {
			return verdict{code.ParameterInvalid, "attempt"}
		}
		if failed || m.confirmationMethod == "manual" {
			return verdict{}
		}
		if p.Attempt.Answer == "challenged" {
			return verdict{code.ParameterInvalid, "attempt.answer"}
		}
		return m.refusesAttempt(p.Attempt, m.captureMethod)
	case intent.ProcessParams:
		if p.Failure != (charge.Failure{}) && p.Failure.Code == "" {
			return verdict{code.ParameterMissing, "failure.code"}
		}
		if m.status != "processing" {
			return wrong
		}
		if m.charge.status == "pending" && (p.Charge != "" && p.Charge != m.charge.id || p.Card != (charge.Card{})) {
			return verdict{code.ParameterInvalid, "attempt"}
		}
		if m.charge.status != "pending" {
			return m.refusesAttempt(ended(p), m.captureMethod)
		}
	case intent.CaptureParams:
		return m.refusesCapture(p)
	case intent.IncrementParams:
		return m.refusesIncrement(p)
	case intent.CancelParams:
		if p.Reason != "" && p.Reason != "duplicate" && p.Reason != "fraudulent" && p.Reason != "requested_by_customer" && p.Reason != "abandoned" {
			return verdict{code.ParameterInvalid, "cancellation_reason"}
		}
		if !open && m.status != "processing" && m.status != "requires_capture" {
			return wrong
		}
		if p.Refused && m.status != "processing" {
			return verdict{code.ParameterInvalid, "refused"}
		}
		if p.Refused || m.received() > 0 && m.rules.PartialCancel == intent.PartialCancelRefused {
			return wrong
		}
	case intent.ExpireParams:
		if m.status != "requires_capture" {
			return wrong
		}
		if p.At != 0 && p.At < m.charge.before {
			return verdict{code.TooEarly, "at"}
		}
	}
	return verdict{}
}

// ended is how an asynchronous attempt ended, as the answer of an attempt that is made now.
func ended(p intent.ProcessParams) charge.Attempt {
	if p.Failure != (charge.Failure{}) {
		return charge.Attempt{Answer: "declined", Charge: p.Charge, Card: p.Card, Failure: p.Failure}
	}
	return charge.Attempt{Answer: "approved", Charge: p.Charge, Card: p.Card, Settlement: p.Settlement}
}

// at returns the At of a command.
func at(c intent.Command) int64 {
	switch p := c.(type) {
	case intent.CreateParams:
		return p.At
	case intent.UpdateParams:
		return p.At
	case intent.ConfirmParams:
		return p.At
	case intent.AuthenticateParams:
		return p.At
	case intent.ProcessParams:
		return p.At
	case intent.CaptureParams:
		return p.At
	case intent.IncrementParams:
		return p.At
	case intent.CancelParams:
		return p.At
	case intent.ExpireParams:
		return p.At
	}
	panic("not a command")
}

func refusesAmount(a money.Amount) verdict {
	if a < 1 {
		return verdict{code.ParameterInvalidInteger, "amount"}
	}
	if a > 999_999_999_999 {
		return verdict{code.AmountTooLarge, "amount"}
	}
	return verdict{}
}

func refusesMultiple(a int64, currency, param string) verdict {
	if currency == "bhd" && a%10 != 0 || currency == "isk" && a%100 != 0 {
		return verdict{code.InvalidChargeAmount, param}
	}
	return verdict{}
}

func isCaptureMethod(m intent.CaptureMethod) bool {
	return m == "" || m == "manual" || m == "automatic" || m == "automatic_async"
}

func isCurrency(c money.Currency) bool {
	return len(c) == 3 && strings.Trim(strings.ToLower(string(c)), "abcdefghijklmnopqrstuvwxyz") == ""
}

func (m *model) refusesCreate(p intent.CreateParams) verdict {
	if p.ID == "" {
		return verdict{code.ParameterMissing, "id"}
	}
	if r := refusesAmount(p.Amount); r != (verdict{}) {
		return r
	}
	if p.Currency == "" {
		return verdict{code.ParameterMissing, "currency"}
	}
	if !isCurrency(p.Currency) {
		return verdict{code.ParameterInvalid, "currency"}
	}
	if r := refusesMultiple(int64(p.Amount), strings.ToLower(string(p.Currency)), "amount"); r != (verdict{}) {
		return r
	}
	if !isCaptureMethod(p.CaptureMethod) {
		return verdict{code.ParameterInvalid, "capture_method"}
	}
	if p.ConfirmationMethod != "" && p.ConfirmationMethod != "automatic" && p.ConfirmationMethod != "manual" {
		return verdict{code.ParameterInvalid, "confirmation_method"}
	}
	if v := p.Rules.Version; v == "basil" || v == "2025" || v == "2025/02/24.acacia" { // the nonsense that is drawn
		return verdict{code.ParameterInvalid, "rules.version"}
	}
	r := p.Rules
	if r.Capture.Limit > 1 || r.Capture.WholeRemainder > 1 || r.Capture.UntouchedClose > 1 || r.PartialCancel > 2 || r.ConfirmationLimit > 1 {
		return verdict{code.ParameterInvalid, "rules"}
	}
	if m.status != "" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	return verdict{}
}

func (m *model) refusesUpdate(p intent.UpdateParams, open bool) verdict {
	amount, currency := m.amount, m.currency
	if p.Amount.Valid {
		amount = int64(p.Amount.Amount)
		if r := refusesAmount(p.Amount.Amount); r != (verdict{}) {
			return r
		}
	}
	if p.Currency != "" {
		currency = strings.ToLower(string(p.Currency))
		if !isCurrency(p.Currency) {
			return verdict{code.ParameterInvalid, "currency"}
		}
	}
	if !isCaptureMethod(p.CaptureMethod) {
		return verdict{code.ParameterInvalid, "capture_method"}
	}
	if p.PaymentMethod != "" && p.DetachPaymentMethod {
		return verdict{code.ParametersExclusive, "payment_method"}
	}
	if r := refusesMultiple(amount, currency, "amount"); r != (verdict{}) {
		return r
	}
	if open {
		return verdict{}
	}
	first := ""
	if p.SetupFutureUsage != "" {
		first = "setup_future_usage"
	}
	if p.Customer != "" {
		first = "customer"
	}
	if p.CaptureMethod != "" {
		first = "capture_method"
	}
	if p.PaymentMethod != "" || p.DetachPaymentMethod {
		first = "payment_method"
	}
	if p.Currency != "" {
		first = "currency"
	}
	if p.Amount.Valid {
		first = "amount"
	}
	return verdict{code.PaymentIntentUnexpectedState, first}
}

func (m *model) refusesConfirm(p intent.ConfirmParams, open bool) verdict {
	if !isCaptureMethod(p.CaptureMethod) {
		return verdict{code.ParameterInvalid, "capture_method"}
	}
	method := m.captureMethod
	if p.CaptureMethod != "" {
		method = string(p.CaptureMethod)
	}
	if r := m.refusesAttempt(answered(p), method); r != (verdict{}) {
		return r
	}
	if !open && m.status != "succeeded" && p.PaymentMethod != "" {
		return verdict{code.PaymentIntentUnexpectedState, "payment_method"}
	}
	if !open && m.status != "succeeded" && p.CaptureMethod != "" {
		return verdict{code.PaymentIntentUnexpectedState, "capture_method"}
	}
	if !open || m.method == "" && p.PaymentMethod == "" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	return verdict{}
}

// answered is the attempt of a confirmation, which nobody may be there to go through with.
func answered(p intent.ConfirmParams) charge.Attempt {
	if p.Attempt.Answer != "challenged" || !p.OffSession && !p.ErrorOnRequiresAction {
		return p.Attempt
	}
	a := charge.Attempt{Answer: "declined", Charge: p.Attempt.Charge, Card: p.Attempt.Card}
	a.Failure = charge.Failure{Code: "authentication_required", Decline: "authentication_not_handled"}
	if p.OffSession {
		a.Failure.Decline = "authentication_required"
	}
	return a
}

func (m *model) refusesAttempt(a charge.Attempt, method string) verdict {
	if a.Answer == "" {
		return verdict{code.ParameterMissing, "attempt.answer"}
	}
	if a.Answer != "approved" && a.Answer != "pending" && a.Answer != "declined" && a.Answer != "challenged" {
		return verdict{code.ParameterInvalid, "attempt.answer"}
	}
	if a.Answer == "approved" && a.Charge == "" {
		return verdict{code.ParameterMissing, "attempt.charge"}
	}
	if a.Answer == "declined" && a.Failure.Code == "" {
		return verdict{code.ParameterMissing, "attempt.failure.code"}
	}
	if a.Answer == "challenged" && a.NextAction == "" {
		return verdict{code.ParameterMissing, "attempt.next_action"}
	}
	if a.Answer == "challenged" && a.Charge != "" {
		return verdict{code.ParameterInvalid, "attempt.charge"}
	}
	if a.Answer == "pending" && a.Charge != "" && method == "manual" {
		return verdict{code.ParameterInvalid, "attempt.answer"}
	}
	if a.Answer != "declined" && a.Failure != (charge.Failure{}) {
		return verdict{code.ParameterInvalid, "attempt.failure"}
	}
	if a.Answer != "challenged" && a.NextAction != "" {
		return verdict{code.ParameterInvalid, "attempt.next_action"}
	}
	if a.Card.AmountAuthorized < 0 || a.Card.MaximumAmountCapturable < 0 || a.Card.CaptureBefore < 0 {
		return verdict{code.ParameterInvalidInteger, "attempt.card"}
	}
	if a.Card.AmountAuthorized != 0 && int64(a.Card.AmountAuthorized) != m.amount {
		return verdict{code.ParameterInvalid, "attempt.card"}
	}
	if a.Card.MaximumAmountCapturable > 999_999_999_999 {
		return verdict{code.AmountTooLarge, "attempt.card"}
	}
	return verdict{}
}

func (m *model) refusesCapture(p intent.CaptureParams) verdict {
	const param = "amount_to_capture"
	left := m.amount - sum(m.charge.taken)
	ask := left
	if p.AmountToCapture.Valid {
		ask = int64(p.AmountToCapture.Amount)
		if ask < 0 {
			return verdict{code.ParameterInvalid, param}
		}
		if r := refusesMultiple(ask, m.currency, param); r != (verdict{}) {
			return r
		}
	}
	if m.status != "requires_capture" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if p.At != 0 && m.charge.before != 0 && p.At >= m.charge.before {
		return verdict{code.CaptureChargeAuthorizationExpired, ""}
	}
	over := len(m.charge.taken) == 0 && !p.NonFinal && ask <= m.charge.maximum
	if ask > left && !over {
		return verdict{code.AmountTooLarge, param}
	}
	if p.NonFinal && !m.charge.multi {
		return verdict{code.MulticaptureUnavailable, "final_capture"}
	}
	if ask == 0 && !m.charge.multi {
		return verdict{code.ParameterInvalidInteger, "amount"}
	}
	if ask == 0 && (p.NonFinal || len(m.charge.taken) == 0 && m.rules.Capture.UntouchedClose == capture.UntouchedCloseRefused) {
		return verdict{code.NothingToCapture, param}
	}
	// So far all captures were non-final, so both readings count the same captures.
	if ask > 0 && len(m.charge.taken) == 50 && (p.NonFinal || m.rules.Capture.Limit == capture.LimitTakingMoney) {
		return verdict{code.CaptureLimitReached, param}
	}
	return verdict{}
}

func (m *model) refusesIncrement(p intent.IncrementParams) verdict {
	if r := refusesAmount(p.Amount); r != (verdict{}) {
		return r
	}
	if r := refusesMultiple(int64(p.Amount), m.currency, "amount"); r != (verdict{}) {
		return r
	}
	if p.Declined != (charge.Failure{}) && p.Declined.Code == "" {
		return verdict{code.ParameterMissing, "declined.code"}
	}
	if m.status != "requires_capture" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if len(m.charge.taken) > 0 {
		return verdict{code.IncrementUnavailable, ""}
	}
	if p.At != 0 && m.charge.before != 0 && p.At >= m.charge.before {
		return verdict{code.CaptureChargeAuthorizationExpired, ""}
	}
	if m.increments == 10 {
		return verdict{code.IncrementLimitReached, ""}
	}
	if int64(p.Amount) <= m.amount {
		return verdict{code.ParameterInvalidInteger, "amount"}
	}
	if !m.charge.incremental {
		return verdict{code.IncrementUnavailable, ""}
	}
	return verdict{}
}

// does carries out a command that is not refused, and returns the events.
func (m *model) does(c intent.Command) []string {
	switch p := c.(type) {
	case intent.CreateParams:
		return m.creates(p)
	case intent.UpdateParams:
		m.updates(p)
		return nil
	case intent.ConfirmParams:
		tooMany := m.rules.MaxConfirmations > 0 && m.confirmations == int(m.rules.MaxConfirmations)
		if tooMany && m.rules.ConfirmationLimit == intent.ConfirmationLimitNextCancels {
			return m.cancels(p.At, "automatic")
		}
		m.confirmations++
		if p.PaymentMethod != "" {
			m.method = p.PaymentMethod
		}
		if p.CaptureMethod != "" {
			m.captureMethod = string(p.CaptureMethod)
		}
		return m.attempts(answered(p), p.At)
	case intent.AuthenticateParams:
		if p.Failure != (charge.Failure{}) {
			return m.fails(p.Failure, "", p.At)
		}
		if m.confirmationMethod == "manual" {
			m.status, m.nextAction = "requires_confirmation", ""
			return nil
		}
		return m.attempts(p.Attempt, p.At)
	case intent.ProcessParams:
		if m.charge.status != "pending" {
			return m.attempts(ended(p), p.At)
		}
		if p.Failure != (charge.Failure{}) {
			m.charge.status, m.charge.failure, m.charge.returned = "failed", p.Failure, p.BalanceTransaction
			return append([]string{"charge.failed"}, m.fails(p.Failure, m.charge.id, p.At)...)
		}
		m.charge.status, m.charge.paid, m.charge.transaction = "succeeded", true, p.BalanceTransaction
		m.status = "succeeded"
		return []string{"charge.succeeded", "payment_intent.succeeded"}
	case intent.CaptureParams:
		return m.captures(p)
	case intent.IncrementParams:
		m.increments++
		if p.Declined != (charge.Failure{}) {
			return nil
		}
		m.amount = int64(p.Amount)
		m.charge.amount, m.charge.authorized = m.amount, m.amount
		if m.charge.maximum < m.amount {
			m.charge.maximum = m.amount
		}
		return []string{"payment_intent.amount_capturable_updated"}
	case intent.CancelParams:
		if m.status == "processing" && m.charge.status != "pending" {
			return m.cancels(p.At, string(p.Reason))
		}
		if m.status == "processing" {
			m.charge.status = "failed"
			return append([]string{"charge.failed"}, m.cancels(p.At, string(p.Reason))...)
		}
		if m.status != "requires_capture" {
			return m.cancels(p.At, string(p.Reason))
		}
		said := m.releases()
		if m.received() == 0 {
			return append(said, m.cancels(p.At, string(p.Reason))...)
		}
		if m.rules.PartialCancel == intent.PartialCancelCancels {
			return append([]string{"charge.captured"}, m.cancels(p.At, string(p.Reason))...)
		}
		m.status = "succeeded"
		return []string{"charge.captured", "payment_intent.succeeded"}
	case intent.ExpireParams:
		said := m.releases()
		if m.received() > 0 {
			m.status = "succeeded"
			return []string{"charge.captured", "payment_intent.succeeded"}
		}
		reason := "expired"
		if !m.silent() {
			reason = "automatic"
		}
		return append(append([]string{"charge.expired"}, said...), m.cancels(p.At, reason)...)
	}
	panic("not a command")
}

func (m *model) creates(p intent.CreateParams) []string {
	*m = model{
		status: "requires_payment_method", amount: int64(p.Amount), currency: strings.ToLower(string(p.Currency)),
		captureMethod: string(p.CaptureMethod), confirmationMethod: string(p.ConfirmationMethod),
		method: p.PaymentMethod, customer: p.Customer, future: p.SetupFutureUsage, rules: p.Rules,
		multi: bool(p.CardOptions.RequestMulticapture), over: bool(p.CardOptions.RequestOvercapture),
		incremental: bool(p.CardOptions.RequestIncrementalAuthorization), extended: bool(p.CardOptions.RequestExtendedAuthorization),
	}
	if m.method != "" {
		m.status = "requires_confirmation"
	}
	if m.captureMethod == "" {
		m.captureMethod = "automatic_async"
		if p.Rules.Version == "2024-04-09" {
			m.captureMethod = "automatic"
		}
	}
	if m.confirmationMethod == "" {
		m.confirmationMethod = "automatic"
	}
	return []string{"payment_intent.created"}
}

func (m *model) updates(p intent.UpdateParams) {
	was := *m
	if p.Amount.Valid {
		m.amount = int64(p.Amount.Amount)
	}
	if p.Currency != "" {
		m.currency = strings.ToLower(string(p.Currency))
	}
	if p.PaymentMethod != "" {
		m.method = p.PaymentMethod
	}
	if p.DetachPaymentMethod {
		m.method = ""
	}
	if p.CaptureMethod != "" {
		m.captureMethod = string(p.CaptureMethod)
	}
	if p.Customer != "" {
		m.customer = p.Customer
	}
	if p.SetupFutureUsage != "" {
		m.future = p.SetupFutureUsage
	}
	m.failure, m.failedCharge, m.failedMethod = charge.Failure{}, "", ""
	asked := m.amount != was.amount || m.currency != was.currency || m.method != was.method || m.captureMethod != was.captureMethod
	if m.status == "requires_action" && !asked {
		return
	}
	m.nextAction = ""
	m.status = "requires_payment_method"
	if m.method != "" {
		m.status = "requires_confirmation"
	}
}

func (m *model) attempts(a charge.Attempt, at int64) []string {
	m.failure, m.failedCharge, m.failedMethod, m.nextAction = charge.Failure{}, "", "", ""
	made := paperCharge{id: a.Charge, status: "failed", amount: m.amount}
	switch a.Answer {
	case "challenged":
		m.status, m.nextAction = "requires_action", a.NextAction
		return []string{"payment_intent.requires_action"}
	case "declined":
		if a.Charge == "" {
			return m.fails(a.Failure, "", at)
		}
		made.failure = a.Failure
		m.charge = made
		return append([]string{"charge.failed"}, m.fails(a.Failure, a.Charge, at)...)
	case "pending":
		if a.Charge == "" {
			m.charge, m.status = paperCharge{}, "processing"
			return []string{"payment_intent.processing"}
		}
		made.status, made.captured, made.taken = "pending", true, []int64{m.amount}
		m.charge, m.status = made, "processing"
		return []string{"charge.pending", "payment_intent.processing"}
	default: // approved
	}
	made.status, made.paid = "succeeded", true
	if a.Card != (charge.Card{}) {
		made.multi = a.Card.Multicapture && m.multi
		made.incremental = a.Card.Incremental && m.incremental
		made.extended = a.Card.Extended && m.extended
		made.before = a.Card.CaptureBefore
		made.authorized, made.maximum = m.amount, m.amount
		if m.over && int64(a.Card.MaximumAmountCapturable) > m.amount {
			made.maximum = int64(a.Card.MaximumAmountCapturable)
		}
	}
	m.charge, m.status = made, "requires_capture"
	if m.captureMethod == "manual" {
		return []string{"charge.succeeded", "payment_intent.amount_capturable_updated"}
	}
	m.charge.captured, m.charge.taken, m.charge.before = true, []int64{m.amount}, 0
	m.charge.transaction = a.BalanceTransaction
	m.status = "succeeded"
	return []string{"charge.succeeded", "payment_intent.succeeded"}
}

func (m *model) fails(f charge.Failure, charged string, at int64) []string {
	m.failure, m.failedCharge, m.failedMethod = f, charged, m.method
	m.method, m.nextAction = "", ""
	m.status = "requires_payment_method"
	said := []string{"payment_intent.payment_failed"}
	usedUp := m.rules.MaxConfirmations > 0 && m.confirmations >= int(m.rules.MaxConfirmations)
	if usedUp && m.rules.ConfirmationLimit == intent.ConfirmationLimitFailureCancels {
		return append(said, m.cancels(at, "automatic")...)
	}
	return said
}

func (m *model) cancels(at int64, reason string) []string {
	m.status, m.canceledAt, m.reason, m.nextAction = "canceled", at, reason, ""
	return []string{"payment_intent.canceled"}
}

func (m *model) captures(p intent.CaptureParams) []string {
	c := &m.charge
	left := m.amount - sum(c.taken)
	take := left
	if p.AmountToCapture.Valid {
		take = int64(p.AmountToCapture.Amount)
	}
	if c.transaction == "" && take > 0 {
		c.transaction = p.BalanceTransaction
	}
	if take > left {
		m.amount, c.amount = take, take
	}
	if take > 0 {
		c.taken = append(slices.Clone(c.taken), take)
	}
	var said []string
	closes := !p.NonFinal || take >= left && m.rules.Capture.WholeRemainder == capture.WholeRemainderCloses
	if closes {
		said = m.releases()
		if len(c.taken) > 0 {
			m.status = "succeeded"
			said = append([]string{"charge.captured"}, said...)
		}
	}
	if c.multi && len(c.taken) > 0 {
		said = append(said, "charge.updated")
	}
	if c.multi {
		said = append(said, "payment_intent.amount_capturable_updated")
	}
	if closes && len(c.taken) == 0 {
		return append(said, m.cancels(p.At, "")...)
	}
	if closes {
		return append(said, "payment_intent.succeeded")
	}
	return said
}

// releases lets what is held and not captured go.
func (m *model) releases() []string {
	c := &m.charge
	c.captured = len(c.taken) > 0
	if rest := c.amount - sum(c.taken); rest > 0 && !c.multi && !m.silent() {
		c.released = rest
		return []string{"charge.refunded"}
	}
	return nil
}

// figures are what the model and the intent have to agree on.
type figures struct {
	Status, Currency, CaptureMethod, Method, NextAction, Customer, Future, Reason string
	Amount, Capturable, Received, CanceledAt                                      int64
	Failure                                                                       charge.Failure
	FailedCharge, FailedMethod                                                    string
	Confirmations, Increments                                                     int
	Charge                                                                        chargeFigures
}

type chargeFigures struct {
	ID, Status, Transaction, Returned, FailureCode, FailureMessage string
	Amount, Captured, Refunded, Authorized, Maximum, Before        int64
	IsCaptured, IsRefunded, Paid, Multi, Incremental, Extended     bool
	Captures                                                       int
}

func (m *model) figures() figures {
	c := &m.charge
	f := figures{
		Status: m.status, Currency: m.currency, CaptureMethod: m.captureMethod, Method: m.method, NextAction: m.nextAction,
		Customer: m.customer, Future: m.future, Reason: m.reason, Amount: m.amount, Received: m.received(), CanceledAt: m.canceledAt,
		Failure: m.failure, FailedCharge: m.failedCharge, FailedMethod: m.failedMethod, Confirmations: m.confirmations, Increments: m.increments,
		Charge: chargeFigures{
			ID: c.id, Status: c.status, Transaction: c.transaction, Returned: c.returned, FailureCode: string(c.failure.Code), FailureMessage: c.failure.Message,
			Amount: c.amount, Captured: sum(c.taken), Refunded: c.released, Authorized: c.authorized, Maximum: c.maximum, Before: c.before,
			IsCaptured: c.captured, IsRefunded: c.released > 0 && c.released == c.amount, Paid: c.paid,
			Multi: c.multi, Incremental: c.incremental, Extended: c.extended, Captures: len(c.taken),
		},
	}
	if m.status == "requires_capture" {
		f.Capturable = m.amount - sum(c.taken)
	}
	return f
}

func figuresOf(pi intent.PaymentIntent) figures {
	c := &pi.LatestCharge
	return figures{
		Status: string(pi.Status), Currency: string(pi.Currency), CaptureMethod: string(pi.CaptureMethod), Method: pi.PaymentMethod,
		NextAction: pi.NextAction, Customer: pi.Customer, Future: pi.SetupFutureUsage, Reason: string(pi.CancellationReason),
		Amount: int64(pi.Amount), Capturable: int64(pi.AmountCapturable), Received: int64(pi.AmountReceived), CanceledAt: pi.CanceledAt,
		Failure: pi.LastPaymentError.Failure, FailedCharge: pi.LastPaymentError.Charge, FailedMethod: pi.LastPaymentError.PaymentMethod,
		Confirmations: int(pi.Confirmations), Increments: int(pi.Increments),
		Charge: chargeFigures{
			ID: c.ID, Status: string(c.Status), Transaction: c.BalanceTransaction, Returned: c.FailureBalanceTransaction, FailureCode: string(c.FailureCode), FailureMessage: c.FailureMessage,
			Amount: int64(c.Amount), Captured: int64(c.AmountCaptured), Refunded: int64(c.AmountRefunded),
			Authorized: int64(c.Card.AmountAuthorized), Maximum: int64(c.Card.MaximumAmountCapturable), Before: c.Card.CaptureBefore,
			IsCaptured: c.Captured, IsRefunded: c.Refunded, Paid: c.Paid,
			Multi: c.Card.Multicapture, Incremental: c.Card.Incremental, Extended: c.Card.Extended, Captures: int(c.Captures),
		},
	}
}
