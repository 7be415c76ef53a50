package intent_test

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// TestModel holds the intent to a second implementation that is as dumb as possible: it keeps lists, has no table and no arithmetic
// package, and says before each command whether it is refused, why, and what is there afterwards.
func TestModel(t *testing.T) {
	statuses := map[intent.Status]int{}
	rows := map[string]int{}
	refused, flagged := map[code.Code]int{}, map[string]int{}
	most, mostRefunds := 0, 0
	lives := func(t *rapid.T) {
		var m model
		live(t, func(pi intent.PaymentIntent, c intent.Command) {
			if pi == (intent.PaymentIntent{}) {
				m = model{}
			}
			m.charge.disputed = pi.LatestCharge.Disputed // by a bank, between two commands
			want := m.refuses(c)
			next, events, err := intent.Step(pi, c)
			if got := refusalOf(err); got != want {
				t.Fatalf("%s in %q: refused for %v, the model says %v", c, pi.Status, got, want)
			}
			refused[want.code]++
			var said []string
			if err == nil {
				said = m.does(c)
				flagged[m.tookAlong(c)]++
				rows[edge(pi.Status, c.Operation(), next.Status)]++
			}
			if want, got := m.figures(), figuresOf(next); want != got {
				t.Fatalf("%s in %q: the model has -, the intent +:\n%s", c, pi.Status, cmp.Diff(want, got))
			}
			var told []string
			for _, e := range events {
				told = append(told, toldOf(e))
			}
			if !slices.Equal(told, said) {
				t.Fatalf("%s in %q: events %q, the model says %q", c, pi.Status, told, said)
			}
			statuses[next.Status]++
			most, mostRefunds = max(most, len(m.charge.taken)), max(mostRefunds, len(m.charge.refunds))
		})
	}
	missing := func() (all []string) {
		if most < capture.MaxCaptures {
			all = append(all, fmt.Sprintf("no authorization was captured 50 times, at most %d", most))
		}
		for _, c := range []code.Code{
			code.BalanceInsufficient, code.CaptureLimitReached, code.ChargeAlreadyRefunded, code.ChargeDisputed, code.FeeRefundTooLarge, code.IncrementLimitReached,
			code.MicrodepositAmountsInvalid, code.MicrodepositAmountsMismatch, code.MicrodepositDescriptorCodeMismatch,
			code.NoConnectedAccount, code.NotSettled, code.NothingToRefund, code.NothingToReverse, code.NothingToSettle, code.ParameterMissing, code.ParametersExclusive,
			code.RefundFlagNotAllowed, code.RefundTooLarge, code.ReversalTooLarge, code.LaterAmountNotAllowed, code.StaleRefund, code.StatusTransitionInvalid, code.UnknownCharge,
		} {
			if refused[c] == 0 {
				all = append(all, fmt.Sprintf("nothing was refused for %s", c))
			}
		}
		for _, what := range []string{"fee", "transfer", "fee and transfer", "fee of several captures", "transfer of several captures", "fee and transfer of several captures"} {
			if flagged[what] == 0 {
				all = append(all, "no refund took along: "+what)
			}
		}
		if mostRefunds <= charge.MaxNumberedRefunds {
			all = append(all, fmt.Sprintf("no charge was refunded more than 64 times, at most %d", mostRefunds))
		}
		for _, s := range intent.Transitions().Statuses() {
			if statuses[s] == 0 {
				all = append(all, fmt.Sprintf("status %q was never seen", s))
			}
		}
		for _, r := range intent.Transitions().Rows() {
			if name := edge(r.From, r.On, r.To); rows[name] == 0 {
				all = append(all, name+" was never walked")
			}
		}
		return all
	}
	for range 5 { // something rare may not come at once
		rapid.Check(t, lives)
		if t.Failed() {
			return
		}
		if len(missing()) == 0 {
			break
		}
	}
	for _, what := range missing() {
		t.Error(what)
	}
	commands := 0
	for _, n := range statuses {
		commands += n
	}
	t.Logf("%d commands", commands)
	for _, r := range intent.Transitions().Rows() {
		name := edge(r.From, r.On, r.To)
		t.Logf("%5d × %s", rows[name], name)
	}
}

// tookAlong is what a refund that was just made took along, or "".
func (m *model) tookAlong(c intent.Command) string {
	p, _ := c.(intent.RefundParams)
	what := ""
	if p.RefundApplicationFee && len(m.charge.fees.back) > 0 {
		what = "fee"
	}
	if p.ReverseTransfer && len(m.charge.transfers.back) > 0 {
		what = strings.TrimPrefix(what+" and transfer", " and ")
	}
	if what != "" && len(m.charge.taken) > 1 {
		what += " of several captures"
	}
	return what
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
	account, destination               string           // of a direct or a destination payment
	fee, share                         money.NullAmount // what the intent says of a fee and of a transfer; null: nothing
	charge                             paperCharge
}

type paperCharge struct {
	id, status                   string
	amount                       int64
	taken                        []int64 // by each capture
	released                     int64   // booked as refunded
	created                      int64
	card                         bool
	captured, paid               bool
	multi, incremental, extended bool
	authorized, maximum, before  int64
	transaction, returned        string // balance transactions
	failure                      charge.Failure
	disputed                     bool
	asked                        money.NullAmount // application_fee_amount
	fees, transfers              paperShare
	refunds                      []int64 // by each refund
	undone                       []int64 // by each refund that failed or was canceled
	dead                         []int   // numbers of those, as far as they have one
}

// A paperShare is an application fee or a transfer: a list of what each capture put aside, and a list of what came back.
type paperShare struct {
	id          string // "" is due
	parts, back []int64
	currency    string // of a transfer that is there
	lost        bool   // how much it is, is not known: it is in another currency, and nobody said
	created     int64
	gave        bool // the first capture gave an amount
	byHand      bool // something came back by itself
}

// due reports whether a share was put aside and has not come into being.
func (s *paperShare) due() bool { return s.id == "" && len(s.parts) > 0 }

// portion returns how much of a share comes back with a part of a whole: to the nearest unit, halves up, at most what is left.
func (s *paperShare) portion(part, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(sum(s.parts)), big.NewInt(part)), big.NewInt(whole))
	exact.Add(exact, big.NewRat(1, 2))
	nearest := new(big.Int).Quo(exact.Num(), exact.Denom()).Int64() // down
	if left := sum(s.parts) - sum(s.back); nearest > left {
		return left
	}
	return nearest
}

// refunded returns what counts as refunded by refunds.
func (m *model) refunded() int64 {
	if m.rules.FailedRefund == intent.FailedRefundStays {
		return sum(m.charge.refunds)
	}
	return sum(m.charge.refunds) - sum(m.charge.undone)
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
	paid := m.status == "requires_capture" || m.status == "succeeded" || m.status == "canceled" && m.received() > 0
	switch p := c.(type) {
	case intent.CreateParams:
		return m.refusesCreate(p)
	case intent.UpdateParams:
		return m.refusesUpdate(p, open)
	case intent.ConfirmParams:
		return m.refusesConfirm(p, open)
	case intent.AuthenticateParams:
		if p.Failure != (charge.Failure{}) && p.Failure.Code == "" {
			return verdict{code.ParameterMissing, "failure.code"}
		}
		if m.status != "requires_action" {
			return wrong
		}
		return m.refusesWhatIsNext(p)
	case intent.VerifyMicrodepositsParams:
		return m.refusesMicrodeposits(p)
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
			if r := m.refusesAttempt(ended(p), m.captureMethod); r != (verdict{}) {
				return r
			}
		}
		if p.Failure == (charge.Failure{}) {
			return m.refusesSettlement(p.Settlement)
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
	case intent.SettleParams:
		if !paid {
			return wrong
		}
		if r := m.refusesSettlement(p.Settlement); r != (verdict{}) {
			return r
		}
		c := &m.charge
		missing := c.transaction == "" && p.BalanceTransaction != "" || c.fees.due() && p.ApplicationFee != "" || c.transfers.due() && p.Transfer != ""
		if m.received() == 0 || !missing {
			return verdict{code.NothingToSettle, ""}
		}
	case intent.RefundParams:
		return m.refusesRefund(p, paid)
	case intent.UpdateRefundParams:
		return m.refusesUpdateRefund(p)
	case intent.RefundFeeParams:
		f := &m.charge.fees
		return refusesPart(p.Amount, paid, f, verdict{code.NothingToRefund, ""}, code.FeeRefundTooLarge)
	case intent.ReverseTransferParams:
		if r := refusesPart(p.Amount, paid, &m.charge.transfers, verdict{code.NothingToReverse, ""}, code.ReversalTooLarge); r != (verdict{}) {
			return r
		}
		if p.BalanceInsufficient {
			return verdict{code.BalanceInsufficient, ""}
		}
		if p.RefundApplicationFee && m.charge.fees.due() {
			return verdict{code.NotSettled, "refund_application_fee"}
		}
		if m.charge.transfers.lost {
			return verdict{code.UnknownCharge, "latest_charge.transfer"}
		}
	}
	return verdict{}
}

// refusesWhatIsNext is about what comes after a step of the customer.
func (m *model) refusesWhatIsNext(p intent.AuthenticateParams) verdict {
	failed := p.Failure != charge.Failure{}
	if (failed || m.confirmationMethod == "manual") && p.Attempt != (charge.Attempt{}) {
		return verdict{code.ParameterInvalid, "attempt"}
	}
	if failed || m.confirmationMethod == "manual" {
		return verdict{}
	}
	if p.Attempt.Answer == "challenged" {
		return verdict{code.ParameterInvalid, "attempt.answer"}
	}
	if r := m.refusesAttempt(p.Attempt, m.captureMethod); r != (verdict{}) {
		return r
	}
	return m.refusesSettlement(p.Attempt.Settlement)
}

var isDescriptorCode = regexp.MustCompile(`^SM.{4}$`)

func (m *model) refusesMicrodeposits(p intent.VerifyMicrodepositsParams) verdict {
	if p.Failure != (charge.Failure{}) && p.Failure.Code == "" {
		return verdict{code.ParameterMissing, "failure.code"}
	}
	a, b := p.Microdeposits.Amounts[0], p.Microdeposits.Amounts[1]
	if a == 0 && b == 0 && p.Microdeposits.DescriptorCode == "" {
		return verdict{code.ParameterMissing, "amounts"}
	}
	if p.Microdeposits.DescriptorCode != "" && (a != 0 || b != 0) {
		return verdict{code.ParametersExclusive, "descriptor_code"}
	}
	if p.Microdeposits.DescriptorCode == "" && (a < 1 || b < 1 || a > 999_999_999_999 || b > 999_999_999_999) {
		return verdict{code.MicrodepositAmountsInvalid, "amounts"}
	}
	if p.Microdeposits.DescriptorCode != "" && !isDescriptorCode.MatchString(p.Microdeposits.DescriptorCode) {
		return verdict{code.ParameterInvalid, "descriptor_code"}
	}
	if m.status != "requires_action" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if m.nextAction != "verify_with_microdeposits" {
		return verdict{code.PaymentIntentUnexpectedState, "next_action"}
	}
	if p.Mismatch && p.Microdeposits.DescriptorCode != "" {
		return verdict{code.MicrodepositDescriptorCodeMismatch, "descriptor_code"}
	}
	if p.Mismatch {
		return verdict{code.MicrodepositAmountsMismatch, "amounts"}
	}
	return m.refusesWhatIsNext(p.AuthenticateParams)
}

// refusesPart is about giving a part of a share back by itself.
func refusesPart(amount money.NullAmount, paid bool, s *paperShare, none verdict, tooLarge code.Code) verdict {
	if amount.Valid && amount.Amount < 1 {
		return verdict{code.ParameterInvalidInteger, "amount"}
	}
	if !paid {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if s.due() {
		return verdict{code.NotSettled, ""}
	}
	if s.id == "" {
		return none
	}
	left := sum(s.parts) - sum(s.back)
	if s.lost {
		left = 999_999_999_999
	}
	if left == 0 || amount.Valid && int64(amount.Amount) > left {
		return verdict{tooLarge, "amount"}
	}
	return verdict{}
}

// isRefund says whether there can be such a refund.
func isRefund(r refund.Refund) bool {
	if r.Amount < 1 || r.Amount > 999_999_999_999 {
		return false
	}
	switch r.Status {
	case "pending":
		return r.FailureReason == "" && r.FailureBalanceTransaction == ""
	case "requires_action", "succeeded":
		return r.PendingReason == "" && r.FailureReason == "" && r.FailureBalanceTransaction == ""
	case "failed", "canceled":
		return r.PendingReason == ""
	}
	return false
}

// refundGoes says how a refund can go on.
var refundGoes = map[refund.Status][]refund.Status{
	"requires_action": {"pending", "failed", "canceled"},
	"pending":         {"succeeded", "requires_action", "failed", "canceled"},
	"succeeded":       {"failed"},
}

func (m *model) refusesUpdateRefund(p intent.UpdateRefundParams) verdict {
	if !isRefund(p.Refund) {
		return verdict{code.ParameterInvalid, "refund"}
	}
	if !slices.Contains(refundGoes[p.Refund.Status], p.Status) {
		return verdict{code.StatusTransitionInvalid, "status"}
	}
	next := p.Refund
	next.Status, next.PendingReason = p.Status, p.PendingReason
	next.FailureReason, next.FailureBalanceTransaction = p.FailureReason, p.FailureBalanceTransaction
	if !isRefund(next) {
		return verdict{code.ParameterInvalid, "status"}
	}
	if m.received() == 0 {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if p.Refund.Charge != m.charge.id {
		return verdict{code.ParameterInvalid, "refund.charge"}
	}
	undoes := p.Status == "failed" || p.Status == "canceled"
	n := int(p.Refund.Number)
	elsewhere := n > 64 || n > len(m.charge.refunds)
	if slices.Contains(m.charge.dead, n) || undoes && (elsewhere || int64(p.Refund.Amount) > m.refunded()) {
		return verdict{code.StaleRefund, "refund"}
	}
	return verdict{}
}

func (m *model) refusesRefund(p intent.RefundParams, paid bool) verdict {
	if p.Amount.Valid && p.Amount.Amount < 1 {
		return verdict{code.ParameterInvalidInteger, "amount"}
	}
	if p.Amount.Valid {
		if r := refusesMultiple(int64(p.Amount.Amount), m.currency, "amount"); r != (verdict{}) {
			return r
		}
	}
	if p.Reason != "" && p.Reason != "duplicate" && p.Reason != "fraudulent" && p.Reason != "requested_by_customer" {
		return verdict{code.ParameterInvalid, "reason"}
	}
	if p.Status != "" && p.Status != "succeeded" && p.Status != "pending" && p.Status != "requires_action" {
		return verdict{code.ParameterInvalid, "status"}
	}
	if p.PendingReason != "" && p.Status != "pending" {
		return verdict{code.ParameterInvalid, "pending_reason"}
	}
	if p.BalanceInsufficient && !p.ReverseTransfer {
		return verdict{code.ParameterInvalid, "balance_insufficient"}
	}
	if !paid {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if m.received() == 0 {
		return verdict{code.NothingToRefund, ""}
	}
	if p.ChargedBack {
		return verdict{code.ChargeDisputed, ""}
	}
	left := m.received() - m.refunded()
	if left == 0 {
		return verdict{code.ChargeAlreadyRefunded, ""}
	}
	if p.Amount.Valid && int64(p.Amount.Amount) > left {
		return verdict{code.RefundTooLarge, "amount"}
	}
	// A flag of a multicapture payment is for refunds of everything that is left, and only until the other way was gone.
	part := p.Amount.Valid && int64(p.Amount.Amount) < left
	multi := m.captureMethod == "manual" && m.charge.multi
	fees, transfers := &m.charge.fees, &m.charge.transfers
	if p.RefundApplicationFee {
		there := len(fees.parts) > 0
		if there && m.destination != "" && !p.ReverseTransfer || multi && (part || fees.byHand) {
			return verdict{code.RefundFlagNotAllowed, "refund_application_fee"}
		}
		if there && fees.id == "" {
			return verdict{code.NotSettled, "refund_application_fee"}
		}
	}
	if !p.ReverseTransfer {
		return verdict{}
	}
	if transfers.id == "" && len(transfers.parts) == 0 {
		return verdict{code.NothingToReverse, "reverse_transfer"}
	}
	if multi && (part || transfers.byHand) {
		return verdict{code.RefundFlagNotAllowed, "reverse_transfer"}
	}
	if transfers.id == "" {
		return verdict{code.NotSettled, "reverse_transfer"}
	}
	if p.BalanceInsufficient {
		return verdict{code.BalanceInsufficient, "reverse_transfer"}
	}
	return verdict{}
}

// refusesShares is about amounts that nobody can give.
func refusesShares(fee, transfer money.NullAmount) verdict {
	if fee.Valid && fee.Amount < 0 {
		return verdict{code.ParameterInvalidInteger, "application_fee_amount"}
	}
	if fee.Valid && fee.Amount > 999_999_999_999 {
		return verdict{code.AmountTooLarge, "application_fee_amount"}
	}
	if transfer.Valid && transfer.Amount < 1 {
		return verdict{code.ParameterInvalidInteger, "transfer_data[amount]"}
	}
	if transfer.Valid && transfer.Amount > 999_999_999_999 {
		return verdict{code.AmountTooLarge, "transfer_data[amount]"}
	}
	if fee.Valid && transfer.Valid {
		return verdict{code.ParametersExclusive, "transfer_data[amount]"}
	}
	return verdict{}
}

// refusesFlow is about amounts that do not suit who takes part in a payment of most.
func (m *model) refusesFlow(fee, transfer money.NullAmount, most int64) verdict {
	if fee.Valid && m.share.Valid {
		return verdict{code.ParametersExclusive, "application_fee_amount"}
	}
	if transfer.Valid && m.fee.Valid {
		return verdict{code.ParametersExclusive, "transfer_data[amount]"}
	}
	if fee.Valid && m.account == "" && m.destination == "" {
		return verdict{code.NoConnectedAccount, "application_fee_amount"}
	}
	if transfer.Valid && m.destination == "" {
		return verdict{code.ParameterMissing, "transfer_data[destination]"}
	}
	if !transfer.Valid {
		transfer = m.share
	}
	if transfer.Valid && int64(transfer.Amount) > most {
		return verdict{code.AmountTooLarge, "transfer_data[amount]"}
	}
	return verdict{}
}

// refusesSettlement is about a transfer that is paid in another currency.
func (m *model) refusesSettlement(s charge.Settlement) verdict {
	if s.TransferAmount.Valid {
		if s.TransferAmount.Amount < 1 {
			return verdict{code.ParameterInvalidInteger, "transfer_amount"}
		}
		if s.TransferAmount.Amount > 999_999_999_999 {
			return verdict{code.AmountTooLarge, "transfer_amount"}
		}
		if s.TransferCurrency == "" {
			return verdict{code.ParameterMissing, "transfer_currency"}
		}
	}
	if s.TransferCurrency == "" {
		return verdict{}
	}
	if shouted := strings.ToLower(string(s.TransferCurrency)) != string(s.TransferCurrency); shouted || !isCurrency(s.TransferCurrency) {
		return verdict{code.ParameterInvalid, "transfer_currency"}
	}
	if s.TransferAmount.Valid && string(s.TransferCurrency) == m.currency {
		return verdict{code.ParameterInvalid, "transfer_amount"}
	}
	return verdict{}
}

// refusesSplit is about a fee or transfer amount at a capture, after what the captures before gave.
func (m *model) refusesSplit(given, said money.NullAmount, gave bool, take int64, param string) verdict {
	r := m.rules.Connect
	if len(m.charge.taken) == 0 {
		if m.charge.multi && take > 0 && said.Valid && !given.Valid && r.IntentAmount == connect.IntentAmountRefused {
			return verdict{code.ParameterMissing, param}
		}
		return verdict{}
	}
	if gave && !given.Valid && take > 0 {
		return verdict{code.ParameterMissing, param}
	}
	if !gave && given.Valid && r.NewAmount == connect.NewAmountRefused {
		return verdict{code.LaterAmountNotAllowed, param}
	}
	if gave && given.Valid && given != said && r.LaterAmount == connect.LaterAmountSame {
		return verdict{code.ParameterInvalid, param}
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
	case intent.VerifyMicrodepositsParams:
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
	case intent.SettleParams:
		return p.At
	case intent.RefundParams:
		return p.At
	case intent.UpdateRefundParams:
		return p.At
	case intent.RefundFeeParams:
		return p.At
	case intent.ReverseTransferParams:
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

func isFuture(u intent.SetupFutureUsage) bool {
	return u == "" || u == "off_session" || u == "on_session"
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
	if !isFuture(p.SetupFutureUsage) {
		return verdict{code.ParameterInvalid, "setup_future_usage"}
	}
	if v := p.Rules.Version; v == "basil" || v == "2025" || v == "2025/02/24.acacia" { // the nonsense that is drawn
		return verdict{code.ParameterInvalid, "rules.version"}
	}
	r := p.Rules
	if r.Capture.Limit > 1 || r.Capture.WholeRemainder > 1 || r.Capture.UntouchedClose > 1 || r.PartialCancel > 2 || r.ClosingEvents > 1 || r.ConfirmationLimit > 1 || r.FailedRefund > 1 {
		return verdict{code.ParameterInvalid, "rules"}
	}
	if k := r.Connect; k.LaterAmount > 1 || k.IntentAmount > 2 || k.AmountMeaning > 1 || k.NewAmount > 1 || k.Objects > 1 || k.PortionBase > 1 {
		return verdict{code.ParameterInvalid, "rules"}
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferData.Amount); r != (verdict{}) {
		return r
	}
	if p.Account != "" && p.TransferData.Destination != "" {
		return verdict{code.ParametersExclusive, "transfer_data[destination]"}
	}
	flow := model{account: p.Account, destination: p.TransferData.Destination}
	if r := flow.refusesFlow(p.ApplicationFeeAmount, p.TransferData.Amount, int64(p.Amount)); r != (verdict{}) {
		return r
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
	if !isFuture(p.SetupFutureUsage) {
		return verdict{code.ParameterInvalid, "setup_future_usage"}
	}
	if p.PaymentMethod != "" && p.DetachPaymentMethod {
		return verdict{code.ParametersExclusive, "payment_method"}
	}
	if r := refusesMultiple(amount, currency, "amount"); r != (verdict{}) {
		return r
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != (verdict{}) {
		return r
	}
	first := ""
	if p.TransferDataAmount.Valid {
		first = "transfer_data[amount]"
	}
	if p.ApplicationFeeAmount.Valid {
		first = "application_fee_amount"
	}
	onlyShares := first != ""
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
	onlyShares = onlyShares && (first == "transfer_data[amount]" || first == "application_fee_amount")
	if !open && !(onlyShares && m.status == "requires_capture" && len(m.charge.taken) == 0) {
		return verdict{code.PaymentIntentUnexpectedState, first}
	}
	return m.refusesFlow(p.ApplicationFeeAmount, p.TransferDataAmount, amount)
}

func (m *model) refusesConfirm(p intent.ConfirmParams, open bool) verdict {
	if !isCaptureMethod(p.CaptureMethod) {
		return verdict{code.ParameterInvalid, "capture_method"}
	}
	if !isFuture(p.SetupFutureUsage) {
		return verdict{code.ParameterInvalid, "setup_future_usage"}
	}
	method := m.captureMethod
	if p.CaptureMethod != "" {
		method = string(p.CaptureMethod)
	}
	if r := m.refusesAttempt(answered(p), method); r != (verdict{}) {
		return r
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != (verdict{}) {
		return r
	}
	if !open && m.status != "succeeded" {
		if p.PaymentMethod != "" {
			return verdict{code.PaymentIntentUnexpectedState, "payment_method"}
		}
		if p.CaptureMethod != "" {
			return verdict{code.PaymentIntentUnexpectedState, "capture_method"}
		}
		if p.SetupFutureUsage != "" {
			return verdict{code.PaymentIntentUnexpectedState, "setup_future_usage"}
		}
		if p.ApplicationFeeAmount.Valid {
			return verdict{code.PaymentIntentUnexpectedState, "application_fee_amount"}
		}
		if p.TransferDataAmount.Valid {
			return verdict{code.PaymentIntentUnexpectedState, "transfer_data[amount]"}
		}
	}
	if !open || m.method == "" && p.PaymentMethod == "" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if r := m.refusesFlow(p.ApplicationFeeAmount, p.TransferDataAmount, m.amount); r != (verdict{}) {
		return r
	}
	return m.refusesSettlement(p.Attempt.Settlement)
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
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != (verdict{}) {
		return r
	}
	if m.status != "requires_capture" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	most := m.amount
	if p.AmountToCapture.Valid && ask > most {
		most = ask
	}
	if r := m.refusesFlow(p.ApplicationFeeAmount, p.TransferDataAmount, most); r != (verdict{}) {
		return r
	}
	if r := m.refusesSettlement(p.Settlement); r != (verdict{}) {
		return r
	}
	if p.At != 0 && m.charge.before != 0 && p.At >= m.charge.before {
		return verdict{code.CaptureChargeAuthorizationExpired, ""}
	}
	grows := p.TransferCurrency != "" && m.charge.transfers.id != ""
	if r := &m.charge.transfers; grows && !r.lost {
		if string(p.TransferCurrency) != r.currency {
			return verdict{code.ParameterInvalid, "transfer_currency"}
		}
		if p.TransferAmount.Valid && int64(p.TransferAmount.Amount) > 999_999_999_999-sum(r.parts) {
			return verdict{code.AmountTooLarge, "transfer_amount"}
		}
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
	if r := m.refusesSplit(p.ApplicationFeeAmount, m.fee, m.charge.fees.gave, ask, "application_fee_amount"); r != (verdict{}) {
		return r
	}
	if r := m.refusesSplit(p.TransferDataAmount, m.share, m.charge.transfers.gave, ask, "transfer_data[amount]"); r != (verdict{}) {
		return r
	}
	if grows && m.charge.transfers.lost {
		return verdict{code.UnknownCharge, "latest_charge.transfer"}
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
	if p.FiveHundredUSD.Valid && p.FiveHundredUSD.Amount < 1 {
		return verdict{code.ParameterInvalidInteger, "five_hundred_usd"}
	}
	if p.Declined != (charge.Failure{}) && p.Declined.Code == "" {
		return verdict{code.ParameterMissing, "declined.code"}
	}
	if r := refusesShares(p.ApplicationFeeAmount, p.TransferDataAmount); r != (verdict{}) {
		return r
	}
	if m.status != "requires_capture" {
		return verdict{code.PaymentIntentUnexpectedState, ""}
	}
	if r := m.refusesFlow(p.ApplicationFeeAmount, p.TransferDataAmount, int64(p.Amount)); r != (verdict{}) {
		return r
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
	fiveHundred := p.FiveHundredUSD
	if m.currency == "usd" && !fiveHundred.Valid {
		fiveHundred = money.Some(50000)
	}
	if added := int64(p.Amount) - m.amount; fiveHundred.Valid && added > int64(fiveHundred.Amount) && added > 5*m.amount {
		return verdict{code.AmountTooLarge, "amount"}
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
		if p.SetupFutureUsage != "" {
			m.future = string(p.SetupFutureUsage)
		}
		m.says(p.ApplicationFeeAmount, p.TransferDataAmount)
		return m.attempts(answered(p), p.At)
	case intent.AuthenticateParams:
		return m.goesOn(p)
	case intent.VerifyMicrodepositsParams:
		return m.goesOn(p.AuthenticateParams)
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
		m.charge.taken = nil // as of now
		said := m.puts(money.NullAmount{}, money.NullAmount{}, m.amount, p.Settlement, p.At)
		m.charge.taken = []int64{m.amount}
		return append(append([]string{"charge.succeeded"}, said...), "payment_intent.succeeded")
	case intent.CaptureParams:
		return m.captures(p)
	case intent.IncrementParams:
		m.increments++
		if p.Declined != (charge.Failure{}) {
			return nil
		}
		m.amount = int64(p.Amount)
		m.says(p.ApplicationFeeAmount, p.TransferDataAmount)
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
			return append(m.closes(), m.cancels(p.At, string(p.Reason))...)
		}
		m.status = "succeeded"
		return append(m.closes(), "payment_intent.succeeded")
	case intent.ExpireParams:
		said := m.releases()
		if m.received() > 0 {
			m.status = "succeeded"
			return append(m.closes(), "payment_intent.succeeded")
		}
		reason := "expired"
		if !m.silent() {
			reason = "automatic"
		}
		return append(append([]string{"charge.expired"}, said...), m.cancels(p.At, reason)...)
	case intent.SettleParams:
		if m.charge.transaction == "" {
			m.charge.transaction = p.BalanceTransaction
		}
		return append([]string{"charge.updated"}, append(m.bringsFee(p.Settlement, p.At), m.bringsTransfer(p.Settlement, p.At)...)...)
	case intent.RefundParams:
		return m.refunds(p)
	case intent.UpdateRefundParams:
		return m.updatesRefund(p)
	case intent.RefundFeeParams:
		f := &m.charge.fees
		f.byHand = true
		return m.gives("application_fee.refunded", f, allOr(p.Amount, f))
	case intent.ReverseTransferParams:
		r := &m.charge.transfers
		r.byHand = true
		part := allOr(p.Amount, r)
		var said []string
		if p.RefundApplicationFee {
			said = m.gives("application_fee.refunded", &m.charge.fees, m.charge.fees.portion(part, sum(r.parts)))
		}
		return append(said, m.gives("transfer.reversed", r, part)...)
	}
	panic("not a command")
}

// goesOn ends a step of the customer.
func (m *model) goesOn(p intent.AuthenticateParams) []string {
	if p.Failure != (charge.Failure{}) {
		return m.fails(p.Failure, "", p.At)
	}
	if m.confirmationMethod == "manual" {
		m.status, m.nextAction = "requires_confirmation", ""
		return nil
	}
	return m.attempts(p.Attempt, p.At)
}

// allOr returns an amount, or all that is left of a share if none is given.
func allOr(amount money.NullAmount, s *paperShare) int64 {
	if amount.Valid {
		return int64(amount.Amount)
	}
	return sum(s.parts) - sum(s.back)
}

// gives gives a part of a share back, if it is more than nothing, and tells it.
func (m *model) gives(what string, s *paperShare, part int64) []string {
	if part == 0 {
		return nil
	}
	s.back = append(slices.Clone(s.back), part)
	return []string{tells(what, s.id, sum(s.parts), sum(s.back), part)}
}

// tells is the line about a fee or a transfer: how much it is, how much came back, and how much of it now.
func tells(what, id string, all, back, now int64) string {
	return fmt.Sprintf("%s %s %d back %d now %d", what, id, all, back, now)
}

func (m *model) refunds(p intent.RefundParams) []string {
	c := &m.charge
	gives := m.received() - m.refunded()
	if p.Amount.Valid {
		gives = int64(p.Amount.Amount)
	}
	c.refunds = append(slices.Clone(c.refunds), gives)
	r := refund.Refund{
		ID: p.ID, Charge: c.id, PaymentIntent: "pi_1", Status: "succeeded", Amount: money.Amount(gives), Currency: money.Currency(m.currency), Reason: p.Reason,
		PendingReason: p.PendingReason, BalanceTransaction: p.BalanceTransaction, Created: p.At,
	}
	if p.Status != "" {
		r.Status = p.Status
	}
	if len(c.refunds) <= 64 {
		r.Number = uint8(len(c.refunds))
	}
	base := sum(c.taken)
	if m.rules.Connect.PortionBase == connect.PortionBaseAmount {
		base = c.amount
	}
	var said []string
	if part := c.fees.portion(gives, base); p.RefundApplicationFee && part > 0 {
		r.FeeRefund = connect.FeeRefund{ID: p.FeeRefund, Fee: c.fees.id, Amount: money.Amount(part), Created: p.At}
		said = append(said, m.gives("application_fee.refunded", &c.fees, part)...)
	}
	if part := c.transfers.portion(gives, base); p.ReverseTransfer && part > 0 {
		r.TransferReversal = connect.Reversal{ID: p.Reversal, Transfer: c.transfers.id, SourceRefund: p.ID, Amount: money.Amount(part), Created: p.At}
		said = append(said, m.gives("transfer.reversed", &c.transfers, part)...)
	}
	if p.ReverseTransfer && c.transfers.lost {
		r.TransferReversal.ID = p.Reversal
	}
	return append([]string{fmt.Sprint("refund.created ", r), "charge.refunded"}, said...)
}

func (m *model) updatesRefund(p intent.UpdateRefundParams) []string {
	r := p.Refund
	r.Status, r.PendingReason, r.FailureReason, r.FailureBalanceTransaction = p.Status, p.PendingReason, p.FailureReason, p.FailureBalanceTransaction
	what := "refund.updated "
	if p.Status == "failed" {
		what = "refund.failed "
	}
	said := []string{fmt.Sprint(what, r), fmt.Sprint("charge.refund.updated ", r)}
	if p.Status != "failed" && p.Status != "canceled" {
		return said
	}
	if r.Number > 0 {
		m.charge.dead = append(slices.Clone(m.charge.dead), int(r.Number))
	}
	m.charge.undone = append(slices.Clone(m.charge.undone), int64(r.Amount))
	if m.rules.FailedRefund == intent.FailedRefundFalls {
		said = append(said, "charge.updated")
	}
	return said
}

// closes tells of a charge that a cancel or the end of the window closes.
func (m *model) closes() []string {
	if m.rules.ClosingEvents == intent.ClosingEventsAsCapture {
		return []string{"charge.captured", "charge.updated", "payment_intent.amount_capturable_updated"}
	}
	return []string{"charge.captured"}
}

// says replaces what the intent says of a fee or a transfer.
func (m *model) says(fee, transfer money.NullAmount) {
	if fee.Valid {
		m.fee = fee
	}
	if transfer.Valid {
		m.share = transfer
	}
}

// puts puts aside what a capture, which is not in the list yet, gives or the intent says, and tells what comes into being.
func (m *model) puts(fee, transfer money.NullAmount, take int64, s charge.Settlement, at int64) []string {
	c := &m.charge
	if len(c.taken) == 0 && take > 0 {
		c.fees.gave, c.transfers.gave = fee.Valid, transfer.Valid
	}
	before := sum(c.fees.parts)
	if part := m.part(fee, m.fee, c.fees.gave, before, take); part > 0 {
		c.fees.parts = append(slices.Clone(c.fees.parts), part)
	}
	if fee.Valid && c.fees.gave {
		m.fee = fee
	}
	elsewhere := c.transfers.currency != "" && c.transfers.currency != m.currency
	there := sum(c.transfers.parts)
	if elsewhere {
		there = 0
	}
	part := m.part(transfer, m.share, c.transfers.gave, there, take)
	if transfer.Valid && c.transfers.gave {
		m.share = transfer
	}
	if !m.share.Valid && !transfer.Valid {
		part = take
	}
	transferBefore := sum(c.transfers.parts)
	if part > 0 && m.destination != "" && !c.transfers.lost {
		if elsewhere {
			part = int64(s.TransferAmount.Amount)
		}
		c.transfers.parts = append(slices.Clone(c.transfers.parts), part)
		if elsewhere && !s.TransferAmount.Valid {
			c.transfers.isLost()
		}
	}
	if sum(c.taken)+take > 0 {
		c.asked = m.fee
	}
	perCapture := m.rules.Connect.Objects == connect.ObjectsPerCapture
	feeWasThere, transferWasThere := c.fees.id != "", c.transfers.id != ""
	said := m.bringsFee(s, at)
	if now := sum(c.fees.parts); perCapture && feeWasThere && s.ApplicationFee != "" && now > before {
		said = append(said, tells("application_fee.created", s.ApplicationFee, now-before, 0, 0))
	}
	said = append(said, m.bringsTransfer(s, at)...)
	if now := sum(c.transfers.parts); perCapture && transferWasThere && s.Transfer != "" && now > transferBefore {
		said = append(said, tells("transfer.created", s.Transfer, now-transferBefore, 0, 0))
	}
	return said
}

// isLost forgets how much a transfer is.
func (s *paperShare) isLost() {
	*s = paperShare{id: s.id, lost: true, gave: s.gave, byHand: s.byHand}
}

// part returns how much a capture of take puts aside. there is what those before did.
func (m *model) part(given, said money.NullAmount, gave bool, there, take int64) int64 {
	r := m.rules.Connect
	var ask int64
	if given.Valid {
		ask = int64(given.Amount)
		if r.AmountMeaning == connect.AmountMeaningTotal {
			ask -= there
		}
	} else if take > 0 && said.Valid && (len(m.charge.taken) == 0 || !gave && r.IntentAmount == connect.IntentAmountEachCapture) {
		ask = int64(said.Amount)
	}
	if room := sum(m.charge.taken) + take - there; ask > room {
		ask = room
	}
	if ask < 0 {
		return 0
	}
	return ask
}

// bringsFee lets a fee come into being that is due and named, and tells it.
func (m *model) bringsFee(s charge.Settlement, at int64) []string {
	f := &m.charge.fees
	if !f.due() || s.ApplicationFee == "" {
		return nil
	}
	f.id, f.created = s.ApplicationFee, at
	return []string{tells("application_fee.created", f.id, sum(f.parts), 0, 0)}
}

// bringsTransfer is the same of a transfer, which may be paid in another currency.
func (m *model) bringsTransfer(s charge.Settlement, at int64) []string {
	r := &m.charge.transfers
	if !r.due() || s.Transfer == "" {
		return nil
	}
	r.id, r.created, r.currency = s.Transfer, at, m.currency
	if s.TransferCurrency != "" && string(s.TransferCurrency) != m.currency {
		r.currency, r.parts = string(s.TransferCurrency), []int64{int64(s.TransferAmount.Amount)}
		if !s.TransferAmount.Valid {
			r.isLost()
		}
	}
	return []string{tells("transfer.created", r.id, sum(r.parts), 0, 0)}
}

func (m *model) creates(p intent.CreateParams) []string {
	*m = model{
		status: "requires_payment_method", amount: int64(p.Amount), currency: strings.ToLower(string(p.Currency)),
		captureMethod: string(p.CaptureMethod), confirmationMethod: string(p.ConfirmationMethod),
		method: p.PaymentMethod, customer: p.Customer, future: string(p.SetupFutureUsage), rules: p.Rules,
		account: p.Account, destination: p.TransferData.Destination, fee: p.ApplicationFeeAmount, share: p.TransferData.Amount,
		multi: bool(p.CardOptions.RequestMulticapture), over: bool(p.CardOptions.RequestOvercapture),
		incremental: bool(p.CardOptions.RequestIncrementalAuthorization), extended: bool(p.CardOptions.RequestExtendedAuthorization),
	}
	if m.method != "" {
		m.status = "requires_confirmation"
	}
	if m.captureMethod == "" {
		m.captureMethod = "automatic_async"
		if p.Rules.Version != "" && p.Rules.Version < "2024-04-10" {
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
		m.future = string(p.SetupFutureUsage)
	}
	m.says(p.ApplicationFeeAmount, p.TransferDataAmount)
	m.failure, m.failedCharge, m.failedMethod = charge.Failure{}, "", ""
	if m.status == "requires_capture" {
		return
	}
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
	made := paperCharge{id: a.Charge, status: "failed", amount: m.amount, asked: m.fee, created: at}
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
	if made.card = a.Card != (charge.Card{}); made.card {
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
	said := m.puts(money.NullAmount{}, money.NullAmount{}, m.amount, a.Settlement, at)
	m.charge.captured, m.charge.taken, m.charge.before = true, []int64{m.amount}, 0
	m.charge.transaction = a.BalanceTransaction
	m.status = "succeeded"
	return append(append([]string{"charge.succeeded"}, said...), "payment_intent.succeeded")
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
	came := m.puts(p.ApplicationFeeAmount, p.TransferDataAmount, take, p.Settlement, p.At)
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
	said = append(said, came...)
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
	Account, Destination, Deadline                                                string
	Fee, Transfer                                                                 money.NullAmount
	Charge                                                                        chargeFigures
	Holds                                                                         purses
}

type chargeFigures struct {
	ID, Status, Transaction, Returned, FailureCode, FailureMessage string
	Amount, Captured, Refunded, Authorized, Maximum, Before        int64
	IsCaptured, IsRefunded, Paid, Multi, Incremental, Extended     bool
	Captures, Refunds                                              int
	Live                                                           uint64 // a bit for each refund that counts
	Asked                                                          money.NullAmount
	Gave, FeeByHand, TransferByHand                                bool
	Fee                                                            connect.ApplicationFee
	Transfer                                                       connect.Transfer
}

// purses are who has how much of what the customer paid, in the currency of the payment and as far as it has moved.
type purses struct{ Customer, Platform, Connected int64 }

// holds adds up the lists. What is due is still with the platform, and a fee of a direct payment with the connected account.
func (m *model) holds() purses {
	var h purses
	c := &m.charge
	if c.status != "succeeded" || c.transfers.lost || c.transfers.currency != "" && c.transfers.currency != m.currency {
		return h // not in one currency
	}
	move := func(from, to *int64, amount int64) { *from -= amount; *to += amount }
	merchant := &h.Platform
	if m.account != "" {
		merchant = &h.Connected
	}
	for _, a := range c.taken {
		move(&h.Customer, merchant, a)
	}
	move(merchant, &h.Customer, m.refunded())
	if c.transfers.id != "" {
		move(&h.Platform, &h.Connected, sum(c.transfers.parts)-sum(c.transfers.back))
	}
	if c.fees.id != "" {
		move(&h.Connected, &h.Platform, sum(c.fees.parts)-sum(c.fees.back))
	}
	return h
}

func (m *model) figures() figures {
	c := &m.charge
	f := figures{
		Status: m.status, Currency: m.currency, CaptureMethod: m.captureMethod, Method: m.method, NextAction: m.nextAction,
		Customer: m.customer, Future: m.future, Reason: m.reason, Amount: m.amount, Received: m.received(), CanceledAt: m.canceledAt,
		Failure: m.failure, FailedCharge: m.failedCharge, FailedMethod: m.failedMethod, Confirmations: m.confirmations, Increments: m.increments,
		Charge: chargeFigures{
			ID: c.id, Status: c.status, Transaction: c.transaction, Returned: c.returned, FailureCode: string(c.failure.Code), FailureMessage: c.failure.Message,
			Amount: c.amount, Captured: sum(c.taken), Refunded: c.released + m.refunded(), Authorized: c.authorized, Maximum: c.maximum, Before: c.before,
			IsCaptured: c.captured, IsRefunded: m.isRefunded(), Paid: c.paid,
			Multi: c.multi, Incremental: c.incremental, Extended: c.extended, Captures: len(c.taken),
			Refunds: min(len(c.refunds), 64), Asked: c.asked, Gave: c.fees.gave || c.transfers.gave, FeeByHand: c.fees.byHand, TransferByHand: c.transfers.byHand,
			Fee: connect.ApplicationFee{ID: c.fees.id, Amount: money.Amount(sum(c.fees.parts)), AmountRefunded: money.Amount(sum(c.fees.back)), Created: c.fees.created},
			Transfer: connect.Transfer{
				ID: c.transfers.id, Amount: money.Amount(sum(c.transfers.parts)), AmountReversed: money.Amount(sum(c.transfers.back)),
				Currency: money.Currency(c.transfers.currency), Created: c.transfers.created,
			},
		},
		Account: m.account, Destination: m.destination, Fee: m.fee, Transfer: m.share, Holds: m.holds(), Deadline: m.deadline(),
	}
	if c.fees.id != "" {
		f.Charge.Fee.Account, f.Charge.Fee.Charge = m.account+m.destination, c.id
	}
	if c.id != "" {
		f.Charge.Transfer.Destination = m.destination
	}
	if c.transfers.id != "" && !c.transfers.lost {
		f.Charge.Transfer.SourceTransaction = c.id
	}
	for n := 1; n <= len(c.refunds) && n <= 64; n++ {
		if !slices.Contains(c.dead, n) {
			f.Charge.Live |= 1 << (n - 1)
		}
	}
	if m.status == "requires_capture" {
		f.Capturable = m.amount - sum(c.taken)
	}
	return f
}

// deadline is what time alone does, and when.
func (m *model) deadline() string {
	c := &m.charge
	if m.status == "requires_capture" && c.before != 0 {
		return fmt.Sprint("expire at ", c.before)
	}
	missing := c.transaction == "" || c.fees.due() || c.transfers.due()
	if m.status == "succeeded" && m.captureMethod == "automatic_async" && c.card && c.created != 0 && missing {
		return fmt.Sprint("settle at ", c.created+60*60)
	}
	return ""
}

func deadlineOf(pi intent.PaymentIntent) string {
	d, ok := pi.Deadline()
	if !ok {
		return ""
	}
	return fmt.Sprint(d.Operation, " at ", d.At)
}

// isRefunded is whether nothing is left of what will not become more; before basil what was released counts as well.
func (m *model) isRefunded() bool {
	c := &m.charge
	if !m.silent() && !c.multi {
		return c.released+m.refunded() == c.amount && c.amount > 0
	}
	return c.captured && m.refunded() > 0 && m.refunded() == sum(c.taken)
}

// toldOf is what an event says, as the model says it.
func toldOf(e event.Event) string {
	switch e := e.(type) {
	case *refund.Event:
		return fmt.Sprint(e.Type, " ", *e.Refund)
	case *connect.ApplicationFeeEvent:
		f := e.ApplicationFee
		return tells(string(e.Type), f.ID, int64(f.Amount), int64(f.AmountRefunded), int64(e.FeeRefund.Amount))
	case *connect.TransferEvent:
		r := e.Transfer
		return tells(string(e.Type), r.ID, int64(r.Amount), int64(r.AmountReversed), int64(e.Reversal.Amount))
	}
	return string(e.EventType())
}

// holdsOf is holds of an intent.
func holdsOf(pi intent.PaymentIntent) (h purses) {
	c := &pi.LatestCharge
	if c.Status != charge.StatusSucceeded || !c.Transfer.Known() || c.Transfer.Currency != "" && c.Transfer.Currency != pi.Currency {
		return h
	}
	released := money.Amount(0)
	if v := pi.Rules.Version; v != "" && v < "2025-03-31" && !c.Card.Multicapture && pi.Status != intent.StatusRequiresCapture {
		released = c.Amount - c.AmountCaptured
	}
	paid := int64(c.AmountCaptured - (c.AmountRefunded - released))
	h.Customer = -paid
	if pi.Direct {
		h.Connected = paid
	} else {
		h.Platform = paid
	}
	if c.Transfer.ID != "" {
		h.Platform -= int64(c.Transfer.Amount - c.Transfer.AmountReversed)
		h.Connected += int64(c.Transfer.Amount - c.Transfer.AmountReversed)
	}
	if c.ApplicationFee.ID != "" {
		h.Connected -= int64(c.ApplicationFee.Amount - c.ApplicationFee.AmountRefunded)
		h.Platform += int64(c.ApplicationFee.Amount - c.ApplicationFee.AmountRefunded)
	}
	return h
}

func figuresOf(pi intent.PaymentIntent) figures {
	c := &pi.LatestCharge
	return figures{
		Status: string(pi.Status), Currency: string(pi.Currency), CaptureMethod: string(pi.CaptureMethod), Method: pi.PaymentMethod,
		NextAction: pi.NextAction, Customer: pi.Customer, Future: string(pi.SetupFutureUsage), Reason: string(pi.CancellationReason),
		Amount: int64(pi.Amount), Capturable: int64(pi.AmountCapturable), Received: int64(pi.AmountReceived), CanceledAt: pi.CanceledAt,
		Failure: pi.LastPaymentError.Failure, FailedCharge: pi.LastPaymentError.Charge, FailedMethod: pi.LastPaymentError.PaymentMethod,
		Confirmations: int(pi.Confirmations), Increments: int(pi.Increments),
		Charge: chargeFigures{
			ID: c.ID, Status: string(c.Status), Transaction: c.BalanceTransaction, Returned: c.FailureBalanceTransaction, FailureCode: string(c.FailureCode), FailureMessage: c.FailureMessage,
			Amount: int64(c.Amount), Captured: int64(c.AmountCaptured), Refunded: int64(c.AmountRefunded),
			Authorized: int64(c.Card.AmountAuthorized), Maximum: int64(c.Card.MaximumAmountCapturable), Before: c.Card.CaptureBefore,
			IsCaptured: c.Captured, IsRefunded: c.Refunded, Paid: c.Paid,
			Multi: c.Card.Multicapture, Incremental: c.Card.Incremental, Extended: c.Card.Extended, Captures: int(c.Captures),
			Refunds: int(c.RefundsMade), Live: c.LiveRefunds, Asked: c.ApplicationFeeAmount,
			Gave: c.FirstGave == connect.MarkYes, FeeByHand: c.FeeEndpointUsed == connect.MarkYes, TransferByHand: c.TransferEndpointUsed == connect.MarkYes,
			Fee: c.ApplicationFee, Transfer: c.Transfer,
		},
		Account: pi.Account, Destination: pi.TransferData.Destination, Fee: pi.ApplicationFeeAmount, Transfer: pi.TransferData.Amount, Holds: holdsOf(pi), Deadline: deadlineOf(pi),
	}
}
