package intent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
	"github.com/tranche-go/tranche/webhook/event"
)

// TestDocumented shows what the pages of the documentation say: one subtest for each statement of testdata/documented.txt that this
// module can show. A statement without a test, and a test without a statement, fail.
func TestDocumented(t *testing.T) {
	untold := map[string]bool{}
	for name := range documented {
		untold[name] = true
	}
	for _, s := range statements(t) {
		for _, name := range s.tests() {
			test, ok := documented[name]
			if !ok {
				t.Errorf("%s: there is no test %s", s.number, name)
				continue
			}
			if !untold[name] {
				t.Errorf("%s: %s is listed twice", s.number, name)
			}
			delete(untold, name)
			t.Run(name, test)
		}
	}
	for name := range untold {
		t.Errorf("testdata/documented.txt does not list %s", name)
	}
}

// TestDocumentedNumbers holds that every statement of the pages has a line, in order.
func TestDocumentedNumbers(t *testing.T) {
	var want, got []string
	for _, page := range []struct {
		letter string
		most   int
	}{{"A", 26}, {"L", 32}, {"M", 72}} {
		for i := range page.most {
			want = append(want, fmt.Sprintf("%s%02d", page.letter, i+1))
		}
	}
	for _, s := range statements(t) {
		got = append(got, s.number)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("testdata/documented.txt (-want +got):\n%s", diff)
	}
}

// TestDocumentedInREADME holds that the README shows the table.
func TestDocumentedInREADME(t *testing.T) {
	const file, begin, end = "../README.md", "<!-- documented:begin -->\n", "<!-- documented:end -->"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	shown, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s lacks the line %q or, after it, %q: the table of documented statements goes between them", file, strings.TrimSpace(begin), end)
	}
	want := markdown(statements(t))
	if *update {
		if err = os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(shown, "\n")); diff != "" {
		t.Errorf("%s: go test ./intent -run Documented -update rewrites it (-want +got):\n%s", file, diff)
	}
}

// A statement is a line of testdata/documented.txt.
type statement struct {
	number string
	shown  []string // names of tests, or "guidance"
	text   string
}

var statementLine = regexp.MustCompile(`^([ALM]\d\d) \| ([^|]+) \| ([^|]+\.)$`)

func statements(t *testing.T) []statement {
	t.Helper()
	b, err := os.ReadFile("testdata/documented.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []statement
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		m := statementLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("testdata/documented.txt: not a statement: %q", line)
		}
		all = append(all, statement{number: m[1], shown: strings.Split(m[2], ", "), text: m[3]})
	}
	return all
}

// tests returns the names of the subtests: "M39_sample_700_200_final".
func (s statement) tests() []string {
	var all []string
	for _, name := range s.shown {
		if name != "guidance" {
			all = append(all, s.number+"_"+name)
		}
	}
	return all
}

// markdown returns the table for the README.
func markdown(all []statement) string {
	pages := map[byte]string{'A': "asynchronous capture", 'L': "lifecycle", 'M': "multicapture"}
	tested, guidance := 0, 0
	var rows strings.Builder
	for _, s := range all {
		cells := make([]string, len(s.shown))
		for i, name := range s.shown {
			if cells[i] = name; slices.Contains(s.tests(), s.number+"_"+name) {
				cells[i] = "`" + s.number + "_" + name + "`"
			}
		}
		if len(s.tests()) > 0 {
			tested++
		} else {
			guidance++
		}
		fmt.Fprintf(&rows, "| %s | %s | %s | %s |\n", s.number, s.text, pages[s.number[0]], strings.Join(cells, ", "))
	}
	return fmt.Sprintf(`
The pages: [asynchronous capture](https://docs.stripe.com/payments/payment-intents/asynchronous-capture),
[lifecycle](https://docs.stripe.com/payments/paymentintents/lifecycle), [multicapture](https://docs.stripe.com/payments/multicapture).
Of %d statements %d are tested, each by the subtest of `+"`TestDocumented`"+` that is named; the other %d are guidance for
merchants, and not for code. What decides about availability (M04 to M08, M10, M11, M17) is `+"`charge.Situation`"+`,
which a simulator asks: the operations take the network's answer as a parameter.

| number | statement | page | test |
|---|---|---|---|
%s`, len(all), tested, guidance, rows.String())
}

// documented are the tests, by their names. They are told in the words of the stories.
var documented = map[string]func(t *testing.T){
	"A01_confirm_async_succeeds_before_settle": func(t *testing.T) {
		s := perform(t, async, "confirm approved ch_1 visa")
		s.is(intent.StatusSucceeded, 0, 1000)
	},
	"A02_confirm_async_status_is_succeeded_at_once": func(t *testing.T) {
		s := perform(t, async, "confirm approved ch_1 visa")
		s.told("charge.succeeded ch_1", "payment_intent.succeeded pi_1")
	},
	"A03_capture_method_given_at_confirm_wins": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa automatic_async")
		s.is(intent.StatusSucceeded, 0, 1000)
		equal(t, s.pi.CaptureMethod, intent.CaptureMethodAutomaticAsync)
		s = perform(t, async, "confirm approved ch_1 visa manual")
		s.is(intent.StatusRequiresCapture, 1000, 0)
	},
	"A04_capture_method_given_at_create": func(t *testing.T) {
		equal(t, perform(t, "create pi_1 1000 usd automatic_async").pi.CaptureMethod, intent.CaptureMethodAutomaticAsync)
		equal(t, perform(t, "create pi_1 1000 usd automatic").pi.CaptureMethod, intent.CaptureMethodAutomatic)
	},
	"A05_capture_method_omitted_by_version": func(t *testing.T) {
		equal(t, perform(t, "create pi_1 1000 usd").pi.CaptureMethod, intent.CaptureMethodAutomaticAsync)
		equal(t, perform(t, "rules version 2024-04-10", "create pi_1 1000 usd").pi.CaptureMethod, intent.CaptureMethodAutomaticAsync)
		equal(t, perform(t, "rules version 2023-10-16", "create pi_1 1000 usd").pi.CaptureMethod, intent.CaptureMethodAutomatic)
	},
	"A06_async_differs_from_automatic_only_in_late_fields": func(t *testing.T) {
		now := perform(t, "create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa txn_1")
		later := perform(t, async, "confirm approved ch_1 visa")
		later.pi.CaptureMethod = now.pi.CaptureMethod
		later.pi.LatestCharge.BalanceTransaction = "txn_1"
		equal(t, later.pi, now.pi)
		later.told(lines(now.events)...)
	},
	"A07_async_balance_transaction_null": func(t *testing.T) {
		s := perform(t, async, "confirm approved ch_1 visa")
		equal(t, s.pi.LatestCharge.BalanceTransaction, "")
	},
	"A08_async_connect_transfer_and_fee_null": func(t *testing.T) {
		for _, flow := range []string{"to acct_1", "on acct_9"} {
			s := perform(t, async+" fee 100 "+flow, "confirm approved ch_1 visa")
			s.is(intent.StatusSucceeded, 0, 1000)
			equal(t, s.pi.LatestCharge.ApplicationFee.ID, "")
			equal(t, s.pi.LatestCharge.Transfer.ID, "")
			equal(t, len(s.events), 2) // nothing came into being
		}
	},
	"A09_async_null_in_expanded_latest_charge": func(t *testing.T) {
		s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa")
		equal(t, member(t, s.pi, "latest_charge", "balance_transaction"), "null")
		equal(t, member(t, s.pi, "latest_charge", "application_fee"), "null")
		equal(t, member(t, s.pi, "latest_charge", "transfer"), "")
	},
	"A10_async_null_in_charge_succeeded": func(t *testing.T) {
		e := only[*charge.Event](perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa"), event.ChargeSucceeded)
		nothingYet(t, e.Charge)
	},
	"A11_async_null_in_payment_intent_succeeded": func(t *testing.T) {
		e := only[*intent.Event](perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa"), event.PaymentIntentSucceeded)
		equal(t, e.PaymentIntent.LatestCharge.ID, "ch_1")
		nothingYet(t, &e.PaymentIntent.LatestCharge)
	},
	"A12_async_charge_counts_as_captured": func(t *testing.T) {
		c := perform(t, async, "confirm approved ch_1 visa").pi.LatestCharge
		equal(t, c.Captured, true)
		equal(t, c.AmountCaptured, 1000)
	},
	"A13_async_fee_amount_present_fee_id_null": func(t *testing.T) {
		pi := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa").pi
		equal(t, member(t, pi, "latest_charge", "application_fee_amount"), "100")
		equal(t, member(t, pi, "latest_charge", "application_fee"), "null")
	},
	"A14_async_ids_may_be_present_or_null": func(t *testing.T) {
		for _, txn := range []string{"", " txn_1"} {
			for _, fee := range []string{"", " fee_1"} {
				for _, transfer := range []string{"", " tr_1"} {
					s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa"+txn+fee+transfer)
					s.is(intent.StatusSucceeded, 0, 1000)
					c := &s.pi.LatestCharge
					equal(t, c.BalanceTransaction, strings.TrimSpace(txn))
					equal(t, c.ApplicationFee.ID, strings.TrimSpace(fee))
					equal(t, c.Transfer.ID, strings.TrimSpace(transfer))
				}
			}
		}
	},
	"A15_async_no_transfer_key_without_destination": func(t *testing.T) {
		for flow, want := range map[string]bool{"": false, " fee 100 on acct_9": false, " to acct_1": true} {
			s := perform(t, async+flow, "confirm approved ch_1 visa txn_1 fee_1 tr_1")
			equal(t, member(t, s.pi, "latest_charge", "transfer") != "", want)
		}
	},
	"A16_charges_list_before_2022_11_15": func(t *testing.T) {
		want := held(t, "capture 700 non-final").pi
		got := edited(t, want, func(pi map[string]any) {
			pi["charges"] = map[string]any{"object": "list", "data": []any{pi["latest_charge"]}}
			delete(pi, "latest_charge")
		})
		equal(t, got, want)
		list, _ := writtenAs(t, want, "2022-08-01")["charges"].(map[string]any)
		data, _ := list["data"].([]any)
		first, _ := append(data, nil)[0].(map[string]any)
		equal(t, first["id"], any("ch_1"))
		equal(t, len(data), 1)
		latest, _ := writtenAs(t, want, "2022-11-15")["latest_charge"].(map[string]any)
		equal(t, latest["id"], any("ch_1"))
	},
	"A17_async_fields_arrive_by_events": func(t *testing.T) {
		s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa")
		for e := range event.Only[*charge.Event](s.events) {
			nothingYet(t, e.Charge)
		}
		s.perform("settle txn_1 fee_1 tr_1")
		s.told("charge.updated ch_1 application_fee null → fee_1 balance_transaction null → txn_1 transfer null → tr_1",
			"application_fee.created fee_1 amount 100", "transfer.created tr_1 amount 1000")
	},
	"A18_async_due_within_one_hour_and_late_settle_accepted": func(t *testing.T) {
		for _, late := range []string{"0s", "1h", "30d"} {
			s := perform(t, "at 2026-01-05T10:00:00Z", async+" fee 100 to acct_1", "confirm approved ch_1 visa")
			d, ok := s.pi.Deadline()
			equal(t, ok, true)
			equal(t, d, intent.Deadline{At: s.now + 60*60, Operation: intent.OpSettle})
			s.perform("after "+late, "settle txn_1 fee_1 tr_1")
			_, ok = s.pi.Deadline()
			equal(t, ok, false)
		}
	},
	"A19_balance_transaction_by_charge_updated": func(t *testing.T) {
		s := perform(t, async, "confirm approved ch_1 visa", "settle txn_1")
		s.told("charge.updated ch_1 balance_transaction null → txn_1")
		equal(t, only[*charge.Event](s, event.ChargeUpdated).Charge.BalanceTransaction, "txn_1")
	},
	"A20_application_fee_by_application_fee_created": func(t *testing.T) {
		for _, flow := range []string{"to acct_1", "on acct_1"} {
			s := perform(t, async+" fee 100 "+flow, "confirm approved ch_1 visa", "settle fee_1")
			fee := only[*connect.ApplicationFeeEvent](s, event.ApplicationFeeCreated).ApplicationFee
			equal(t, *fee, connect.ApplicationFee{ID: "fee_1", Account: "acct_1", Charge: "ch_1", Amount: 100})
		}
	},
	"A21_transfer_by_transfer_created": func(t *testing.T) {
		s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa", "settle tr_1")
		transfer := only[*connect.TransferEvent](s, event.TransferCreated).Transfer
		equal(t, *transfer, connect.Transfer{ID: "tr_1", Destination: "acct_1", SourceTransaction: "ch_1", Amount: 1000, Currency: "usd"})
	},
	"A22_async_charge_updated_fields": func(t *testing.T) {
		for flow, want := range map[string]string{"": "txn_1  ", " fee 100 on acct_9": "txn_1 fee_1 ", " fee 100 to acct_1": "txn_1 fee_1 tr_1"} {
			s := perform(t, async+flow, "confirm approved ch_1 visa", "settle txn_1 fee_1 tr_1")
			c := only[*charge.Event](s, event.ChargeUpdated).Charge
			equal(t, fmt.Sprint(c.BalanceTransaction, " ", c.ApplicationFee.ID, " ", c.Transfer.ID), want)
		}
	},
	"A23_async_charge_updated_previous_is_null": func(t *testing.T) {
		s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa", "settle txn_1 fee_1 tr_1")
		null := event.Was("")
		equal(t, only[*charge.Event](s, event.ChargeUpdated).Previous, charge.Previous{BalanceTransaction: null, ApplicationFee: null, Transfer: null})
		s = perform(t, async, "confirm approved ch_1 visa", "settle txn_1 fee_1 tr_1")
		equal(t, only[*charge.Event](s, event.ChargeUpdated).Previous, charge.Previous{BalanceTransaction: null})
	},
	"A24_async_transfer_created_amount_is_gross": func(t *testing.T) {
		s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa", "settle txn_1 fee_1 tr_1")
		equal(t, only[*connect.TransferEvent](s, event.TransferCreated).Transfer.Amount, 1000)
		equal(t, member(t, s.pi, "latest_charge", "transfer", "object"), `"transfer"`)
	},
	"A25_async_application_fee_created_amount": func(t *testing.T) {
		s := perform(t, async+" fee 100 to acct_1", "confirm approved ch_1 visa", "settle txn_1 fee_1 tr_1")
		equal(t, only[*connect.ApplicationFeeEvent](s, event.ApplicationFeeCreated).ApplicationFee.Amount, 100)
		equal(t, member(t, s.pi, "latest_charge", "application_fee", "object"), `"application_fee"`)
	},
	"A26_created_events_have_no_previous": func(t *testing.T) {
		for _, at := range [][]string{{"confirm approved ch_1 visa", "settle txn_1 fee_1 tr_1"}, {"confirm approved ch_1 visa txn_1 fee_1 tr_1"}} {
			s := perform(t, append([]string{async + " fee 100 to acct_1"}, at...)...)
			equal(t, only[*connect.ApplicationFeeEvent](s, event.ApplicationFeeCreated).Previous, connect.ApplicationFeePrevious{})
			equal(t, only[*connect.TransferEvent](s, event.TransferCreated).Previous, connect.TransferPrevious{})
		}
	},

	"L01_payment_intent_creates_charge": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd automatic with pm_1")
		equal(t, s.pi.LatestCharge, charge.Charge{})
		s.perform("confirm approved ch_1 visa")
		equal(t, s.pi.LatestCharge.ID, "ch_1")
		equal(t, s.pi.LatestCharge.Amount, 1000)
		equal(t, s.pi.LatestCharge.PaymentIntent, "pi_1")
	},
	"L02_setup_saves_and_never_charges": func(t *testing.T) {
		si, told := setUp(t, setup.CreateParams{ID: "seti_1", Customer: "cus_1", PaymentMethod: "pm_1"},
			setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerApproved}})
		equal(t, si.Status, setup.StatusSucceeded)
		equal(t, si.PaymentMethod+" of "+si.Customer, "pm_1 of cus_1")
		equal(t, fmt.Sprint(told), "[setup_intent.created seti_1 setup_intent.succeeded seti_1]")
		noCharge(t, si)
	},
	"L03_two_machines": func(t *testing.T) {
		pi := perform(t, "create pi_1 1000 usd automatic with pm_1", "confirm approved ch_1 visa").pi
		equal(t, pi.AmountReceived, 1000)
		si, _ := setUp(t, setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1"})
		// Neither is the other: not what it is written as, not what can be done with it, not what its statuses allow.
		for body, read := range map[any]json.Unmarshaler{si: new(intent.PaymentIntent), pi: new(setup.Intent)} {
			b, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := errors.AsType[*intent.Error](read.UnmarshalJSON(b)); !ok || e.Param != "object" {
				t.Errorf("%s is read as %T: %v", b, read, e)
			}
		}
		if _, err := setup.ParseCommand(intent.OpCapture, []byte(`{}`)); err == nil {
			t.Error("a SetupIntent is captured")
		}
		equal(t, intent.StatusProcessing.Allows(intent.OpCancel), true)
		equal(t, setup.StatusProcessing.Allows(intent.OpCancel), false)
	},
	"L04_payment_3ds_then_charge": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd automatic with pm_1", "confirm challenged use_stripe_sdk")
		equal(t, s.pi.LatestCharge, charge.Charge{})
		s.perform("authenticate approved ch_1 visa")
		s.is(intent.StatusSucceeded, 0, 1000)
		equal(t, s.pi.LatestCharge.Status, charge.StatusSucceeded)
	},
	"L05_setup_3ds_without_charge": func(t *testing.T) {
		challenged := []setup.Command{
			setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1"},
			setup.ConfirmParams{Attempt: setup.Attempted{ID: "setatt_1", Answer: charge.AnswerChallenged, NextAction: "use_stripe_sdk"}},
		}
		si, _ := setUp(t, challenged...)
		equal(t, si.Status, setup.StatusRequiresAction)
		noCharge(t, si)
		si, told := setUp(t, append(challenged, setup.AuthenticateParams{Attempt: setup.Attempted{Answer: charge.AnswerApproved}})...)
		equal(t, si.Status, setup.StatusSucceeded)
		equal(t, fmt.Sprint(told), "[setup_intent.created seti_1 setup_intent.requires_action seti_1 setup_intent.succeeded seti_1]")
		noCharge(t, si)
	},
	"L06_setup_mandate": func(t *testing.T) {
		for _, a := range []setup.Attempted{{}, {Mandate: "mandate_1"}, {SingleUseMandate: "mandate_2"}} {
			a.ID, a.Answer = "setatt_1", charge.AnswerApproved
			si, _ := setUp(t, setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1", Confirm: true, Attempt: a})
			equal(t, si.Mandate, a.Mandate)
			equal(t, si.SingleUseMandate, a.SingleUseMandate)
		}
		// Nothing else than a success leaves one.
		a := setup.Attempted{ID: "setatt_1", Answer: charge.AnswerPending, Mandate: "mandate_1"}
		if _, _, err := setup.Create(setup.CreateParams{ID: "seti_1", PaymentMethod: "pm_1", Confirm: true, Attempt: a}); err == nil {
			t.Error("a mandate of what is not set up yet is accepted")
		}
	},
	"L07_outside_action_is_data": func(t *testing.T) {
		for _, kind := range []string{"use_stripe_sdk", "redirect_to_url", "a_step_of_tomorrow"} {
			challenged := []string{"create pi_1 1000 usd automatic with pm_1", "confirm challenged " + kind}
			equal(t, perform(t, challenged...).pi.NextAction, kind)
			for outcome, want := range map[string]intent.Status{
				"authenticate approved ch_1 visa":                           intent.StatusSucceeded,
				"authenticate declined ch_1 card_declined":                  intent.StatusRequiresPaymentMethod,
				"authenticate failed payment_intent_authentication_failure": intent.StatusRequiresPaymentMethod,
			} {
				s := perform(t, append(challenged, outcome)...)
				equal(t, s.pi.Status, want)
				equal(t, s.pi.NextAction, "")
			}
		}
	},
	"L08_status_tables": func(t *testing.T) {
		got := intent.Transitions().Statuses()
		slices.Sort(got)
		equal(t, fmt.Sprint(got), "[ canceled processing requires_action requires_capture requires_confirmation requires_payment_method succeeded]")
	},
	"L08_setup_status_table": func(t *testing.T) {
		got := setup.Transitions().Statuses()
		slices.Sort(got)
		equal(t, fmt.Sprint(got), "[ canceled processing requires_action requires_confirmation requires_payment_method succeeded]")
	},
	"L09_create_without_method": func(t *testing.T) {
		equal(t, perform(t, "create pi_1 1000 usd").pi.Status, intent.StatusRequiresPaymentMethod)
	},
	"L10_create_with_amount_and_currency_only": func(t *testing.T) {
		pi, _, err := intent.Create(intent.CreateParams{ID: "pi_1", Amount: 1000, Currency: "usd"})
		if err != nil || pi.Validate() != nil {
			t.Error(err, pi.Validate())
		}
		for _, lacking := range []intent.CreateParams{{ID: "pi_1", Amount: 1000}, {ID: "pi_1", Currency: "usd"}} {
			if _, _, err = intent.Create(lacking); err == nil {
				t.Errorf("%s is accepted", lacking)
			}
		}
	},
	"L11_every_attempt_leaves_a_charge_event": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd automatic")
		for _, id := range []string{"ch_1", "ch_2"} {
			s.perform("confirm declined " + id + " card_declined with pm_1")
			s.told("charge.failed "+id, "payment_intent.payment_failed pi_1")
			equal(t, s.pi.LatestCharge.ID, id)
			equal(t, s.pi.LatestCharge.Status, charge.StatusFailed)
		}
	},
	"L12_attach_then_requires_confirmation": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd", "update payment_method pm_1")
		equal(t, s.pi.Status, intent.StatusRequiresConfirmation)
		equal(t, perform(t, "create pi_1 1000 usd with pm_1").pi.Status, intent.StatusRequiresConfirmation)
	},
	"L13_confirm_with_method_skips_requires_confirmation": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd")
		equal(t, s.pi.Status, intent.StatusRequiresPaymentMethod)
		s.perform("confirm approved ch_1 visa with pm_1")
		s.is(intent.StatusSucceeded, 0, 1000)
		equal(t, s.pi.PaymentMethod, "pm_1")
	},
	"L14_challenge_requires_action": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd with pm_1", "confirm challenged use_stripe_sdk")
		equal(t, s.pi.Status, intent.StatusRequiresAction)
		equal(t, s.pi.NextAction, "use_stripe_sdk")
		s.told("payment_intent.requires_action pi_1")
	},
	"L15_debit_goes_to_processing": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd with pm_1", "confirm challenged verify_with_microdeposits", "authenticate pending ch_1")
		equal(t, s.pi.Status, intent.StatusProcessing)
		s.told("charge.pending ch_1", "payment_intent.processing pi_1")
		s = perform(t, "create pi_1 1000 usd with pm_1", "confirm pending ch_1")
		equal(t, s.pi.Status, intent.StatusProcessing)
	},
	"L16_processing_is_never_due": func(t *testing.T) {
		s := perform(t, "at 2026-01-05T10:00:00Z", "create pi_1 1000 usd with pm_1", "confirm pending ch_1")
		if d, ok := s.pi.Deadline(); ok {
			t.Errorf("due at %d", d.At)
		}
		s.perform("after 30d", "process settled")
		s.is(intent.StatusSucceeded, 0, 1000)
	},
	"L17_card_confirm_never_processing": func(t *testing.T) {
		for _, method := range []string{"automatic", "automatic_async", "manual"} {
			for _, after := range [][]string{{"confirm approved ch_1 visa"}, {"confirm challenged use_stripe_sdk", "authenticate approved ch_1 visa"}} {
				s := perform(t, append([]string{"create pi_1 1000 usd " + method + " with pm_1"}, after...)...)
				if s.pi.Status == intent.StatusProcessing {
					t.Errorf("%s, %v: processing", method, after)
				}
			}
		}
	},
	"L18_manual_requires_capture": func(t *testing.T) {
		perform(t, "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa").is(intent.StatusRequiresCapture, 1000, 0)
	},
	"L19_capture_passes_through_processing_reading": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa", "capture all")
		s.is(intent.StatusSucceeded, 0, 1000)
		if intent.Transitions().Leads(intent.StatusRequiresCapture, intent.OpCapture, intent.StatusProcessing) {
			t.Error("the table says that a capture may lead to processing")
		}
	},
	"L20_succeeded_is_terminal": func(t *testing.T) {
		perform(t, async, "confirm approved ch_1 visa").refusesEverything()
		held(t, "capture 700").refusesEverything()
	},
	"L22_refund_after_succeeded": func(t *testing.T) {
		for _, s := range []*stage{perform(t, async, "confirm approved ch_1 visa"), held(t, "capture 700 non-final", "capture 300")} {
			for _, line := range []string{"refund 400 re_1", "refund all re_2"} {
				s.perform(line)
				s.is(intent.StatusSucceeded, 0, 1000)
				equal(t, only[*refund.Event](s, event.RefundCreated).Refund.Status, refund.StatusSucceeded)
			}
			equal(t, s.pi.LatestCharge.AmountRefunded, 1000)
		}
	},
	"L23_decline_returns_and_retry_succeeds": func(t *testing.T) {
		for _, failure := range [][]string{
			{"confirm declined ch_1 card_declined"},
			{"confirm pending ch_1", "process failed card_declined"},
			{"confirm challenged use_stripe_sdk", "authenticate failed payment_intent_authentication_failure"},
		} {
			s := perform(t, append([]string{async}, failure...)...)
			equal(t, s.pi.Status, intent.StatusRequiresPaymentMethod)
			equal(t, s.pi.PaymentMethod, "")
			equal(t, s.pi.LastPaymentError.PaymentMethod, "pm_1")
			s.perform("confirm approved ch_2 visa with pm_2")
			s.is(intent.StatusSucceeded, 0, 1000)
			equal(t, s.pi.LastPaymentError, intent.PaymentError{})
		}
	},
	"L24_cancel_before_processing_or_succeeded": func(t *testing.T) {
		for status, before := range map[intent.Status][]string{
			intent.StatusRequiresPaymentMethod: {"create pi_1 1000 usd"},
			intent.StatusRequiresConfirmation:  {async},
			intent.StatusRequiresAction:        {async, "confirm challenged use_stripe_sdk"},
			intent.StatusRequiresCapture:       {async, "confirm approved ch_1 visa manual"},
		} {
			s := perform(t, before...)
			equal(t, s.pi.Status, status)
			s.perform("cancel requested_by_customer")
			s.is(intent.StatusCanceled, 0, 0)
			s.told("payment_intent.canceled pi_1")
			equal(t, s.pi.CancellationReason, intent.ReasonRequestedByCustomer)
		}
		perform(t, async, "confirm approved ch_1 visa").refuses("cancel", code.PaymentIntentUnexpectedState)
	},
	"L25_canceled_refuses_everything": func(t *testing.T) {
		perform(t, "create pi_1 1000 usd", "cancel").refusesEverything()
		perform(t, async, "cancel").refusesEverything()
		s := held(t, "cancel")
		s.refusesEverything()
		for _, line := range []string{"settle txn_1", "refund all re_1", "refund_fee all fr_1", "reverse_transfer all trr_1"} {
			s.refuses(line, code.PaymentIntentUnexpectedState)
		}
	},
	"L26_canceled_is_terminal": func(t *testing.T) {
		for _, row := range intent.Transitions().Rows() {
			if row.From == intent.StatusCanceled && row.To != intent.StatusCanceled {
				t.Errorf("%s leads from canceled to %s", row.On, row.To)
			}
		}
		received := perform(t, "rules partial_cancel cancels", multicapture, approved, "capture 700 non-final", "cancel", "refund all re_1")
		received.is(intent.StatusCanceled, 0, 700)
		received.refusesEverything()
		s := perform(t, async, "cancel abandoned")
		s.refuses("update payment_method pm_2", code.PaymentIntentUnexpectedState)
		s.refuses("confirm approved ch_1 visa", code.PaymentIntentUnexpectedState)
	},
	"L27_cancel_releases_hold": func(t *testing.T) {
		s := held(t)
		equal(t, s.pi.AmountCapturable, 1000)
		s.perform("cancel")
		s.is(intent.StatusCanceled, 0, 0)
		s.refuses("capture 1", code.PaymentIntentUnexpectedState)
	},
	"L28_confirmation_limit_cancels": func(t *testing.T) {
		again := []string{"create pi_1 1000 usd", "confirm declined ch_1 card_declined with pm_1", "confirm declined ch_2 card_declined with pm_1"}

		next := perform(t, append([]string{"rules confirmations 2"}, again...)...)
		equal(t, next.pi.Status, intent.StatusRequiresPaymentMethod)
		next.perform("confirm approved ch_3 visa with pm_1")
		next.is(intent.StatusCanceled, 0, 0)
		next.told("payment_intent.canceled pi_1")

		failure := perform(t, append([]string{"rules confirmations 2", "rules confirmation_limit failure_cancels"}, again...)...)
		failure.is(intent.StatusCanceled, 0, 0)
		failure.told("charge.failed ch_2", "payment_intent.payment_failed pi_1", "payment_intent.canceled pi_1")

		challenged := perform(t, "rules confirmations 1", "rules confirmation_limit failure_cancels", async, "confirm challenged use_stripe_sdk")
		challenged.perform("confirm approved ch_1 visa")
		challenged.is(intent.StatusSucceeded, 0, 1000)

		equal(t, next.pi.CancellationReason, intent.ReasonAutomatic)
		equal(t, failure.pi.CancellationReason, intent.ReasonAutomatic)
		equal(t, perform(t, again...).pi.Status, intent.StatusRequiresPaymentMethod)
	},
	"L29_legacy_requires_source": func(t *testing.T) {
		want := perform(t, "create pi_1 1000 usd").pi
		equal(t, edited(t, want, func(pi map[string]any) { pi["status"] = "requires_source" }), want)
		equal(t, writtenAs(t, want, "2018-11-08")["status"], any("requires_source"))
		equal(t, writtenAs(t, want, "2019-02-11")["status"], any("requires_payment_method"))
	},
	"L30_legacy_requires_source_action": func(t *testing.T) {
		want := perform(t, async, "confirm challenged use_stripe_sdk").pi
		equal(t, edited(t, want, func(pi map[string]any) { pi["status"] = "requires_source_action" }), want)
		equal(t, writtenAs(t, want, "2018-11-08")["status"], any("requires_source_action"))
		equal(t, writtenAs(t, want, "2019-02-11")["status"], any("requires_action"))
	},
	"L31_cancel_processing_us_bank_account": func(t *testing.T) {
		s := perform(t, async, "confirm pending ch_1", "cancel")
		s.is(intent.StatusCanceled, 0, 0)
		s.told("charge.failed ch_1", "payment_intent.canceled pi_1")
	},
	"L32_cancel_processing_refused_by_bank_changes_nothing": func(t *testing.T) {
		s := perform(t, async, "confirm pending ch_1")
		s.refuses("cancel refused", code.PaymentIntentUnexpectedState)
		equal(t, s.pi.Status, intent.StatusProcessing)
		s.perform("process settled")
		s.is(intent.StatusSucceeded, 0, 1000)
	},

	"M01_several_captures_up_to_authorized": func(t *testing.T) {
		s := held(t, "capture 500 non-final", "capture 300 non-final")
		s.is(intent.StatusRequiresCapture, 200, 800)
		s.perform("capture 200")
		s.is(intent.StatusSucceeded, 0, 1000)
	},
	"M02_sum_of_captures_bounded": func(t *testing.T) {
		s := held(t, "capture 400 non-final", "capture 500 non-final")
		s.refuses("capture 101 non-final", code.AmountTooLarge)
		s.refuses("capture 101", code.AmountTooLarge)
		s.perform("capture 100 non-final")
		s.refuses("capture 1", code.AmountTooLarge)
	},
	"M03_example_multicapture_shipments": func(t *testing.T) {
		s := held(t)
		for _, shipment := range []money.Amount{500, 200, 300} {
			left := s.pi.AmountCapturable - shipment
			s.perform(fmt.Sprintf("capture %d non-final", shipment))
			s.is(intent.StatusRequiresCapture, left, 1000-left)
		}
		s.perform("capture 0")
		s.is(intent.StatusSucceeded, 0, 1000)
	},
	"M04_eligibility_account_feature": func(t *testing.T) {
		equal(t, eligible(func(*charge.Situation) {}), charge.ObstacleNone)
		equal(t, eligible(func(s *charge.Situation) { s.MulticaptureFeature = false }), charge.ObstacleAccount)
	},
	"M05_eligibility_online_card_only": func(t *testing.T) {
		equal(t, eligible(func(s *charge.Situation) { s.CardPresent = true }), charge.ObstacleNotOnlineCard)
		equal(t, eligible(func(s *charge.Situation) { s.Network = "" }), charge.ObstacleNotOnlineCard)
	},
	"M06_eligibility_networks": func(t *testing.T) {
		for _, n := range []charge.Network{"amex", "visa", "discover", "mastercard", "cartes_bancaires", "diners", "unionpay", "jcb"} {
			equal(t, eligible(func(s *charge.Situation) { s.Network = n }), charge.ObstacleNone)
		}
	},
	"M07_eligibility_other_networks_no": func(t *testing.T) {
		for _, n := range []charge.Network{"interac", "eftpos_au", "girocard", "unknown", "Visa"} {
			equal(t, eligible(func(s *charge.Situation) { s.Network = n }), charge.ObstacleNetwork)
		}
	},
	"M08_eligibility_source_transaction": func(t *testing.T) {
		equal(t, eligible(func(s *charge.Situation) { s.SourceTransaction = true }), charge.ObstacleSourceTransaction)
	},
	"M09_fifty_captures_and_the_51st": func(t *testing.T) {
		s := held(t, "repeat 50 capture 1 non-final")
		s.refuses("capture 1 non-final", code.CaptureLimitReached)
		s.refuses("capture 1", code.CaptureLimitReached)
		s.refuses("capture all", code.CaptureLimitReached)
		s.is(intent.StatusRequiresCapture, 950, 50)
		s.perform("capture 0")
		s.is(intent.StatusSucceeded, 0, 50)

		s = perform(t, "rules limit non_final_and_one", multicapture, approved, "repeat 50 capture 1 non-final")
		s.refuses("capture 1 non-final", code.CaptureLimitReached)
		s.perform("capture 100")
		s.is(intent.StatusSucceeded, 0, 150)
	},
	"M10_eligibility_cup_us_only": func(t *testing.T) { eligibleIn(t, charge.NetworkUnionPay, "US") },
	"M11_eligibility_jcb_countries": func(t *testing.T) {
		eligibleIn(t, charge.NetworkJCB, "US", "CA", "AU", "NZ")
	},
	"M17_eligibility_card_present_refused": func(t *testing.T) {
		for _, n := range []charge.Network{"amex", "visa", "discover", "mastercard"} {
			equal(t, eligible(func(s *charge.Situation) { s.Network, s.CardPresent = n, true }), charge.ObstacleNotOnlineCard)
		}
	},
	"M20_manual_at_create": func(t *testing.T) {
		held(t).is(intent.StatusRequiresCapture, 1000, 0)
		perform(t, "create pi_1 1000 usd automatic multicapture with pm_1", approved).is(intent.StatusSucceeded, 0, 1000)
	},
	"M21_request_multicapture_values": func(t *testing.T) {
		pi := held(t).pi
		equal(t, member(t, pi, "payment_method_options", "card", "request_multicapture"), `"if_available"`)
		equal(t, fmt.Sprint(intent.IfAvailable, " ", intent.Never), "if_available never")
		never := edited(t, pi, func(pi map[string]any) {
			pi["payment_method_options"] = map[string]any{"card": map[string]any{"request_multicapture": "never"}}
		})
		equal(t, never.CardOptions, intent.CardOptions{})
	},
	"M22_if_available_and_supported": func(t *testing.T) {
		held(t, "capture 700 non-final", "capture 100 non-final").is(intent.StatusRequiresCapture, 200, 800)
		perform(t, multicapture, "confirm approved ch_1 visa").refuses("capture 700 non-final", code.MulticaptureUnavailable)
	},
	"M23_never_refuses_non_final": func(t *testing.T) {
		s := perform(t, "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa multicapture")
		s.refuses("capture 700 non-final", code.MulticaptureUnavailable)
	},
	"M24_multicapture_status_on_charge": func(t *testing.T) {
		path := []string{"latest_charge", "payment_method_details", "card", "multicapture", "status"}
		equal(t, member(t, held(t).pi, path...), `"available"`)
		equal(t, member(t, perform(t, multicapture, "confirm approved ch_1 visa").pi, path...), `"unavailable"`)
	},
	"M25_sample_authorized_1000": func(t *testing.T) {
		s := held(t)
		s.is(intent.StatusRequiresCapture, 1000, 0)
		s.shows(1000, 0, false)
	},
	"M26_unexpanded_charge_is_unknown_not_zero": func(t *testing.T) {
		s := held(t, `given latest_charge "ch_1"`)
		equal(t, s.pi.LatestCharge.Known(), false)
		s.refuses("capture 300 non-final", code.UnknownCharge)
		s.refuses("capture 1001", code.UnknownCharge)
		s.perform("capture 300")
		s.is(intent.StatusSucceeded, 0, 300)
	},
	"M27_non_final_keeps_rest": func(t *testing.T) {
		held(t, "capture 600 non-final").is(intent.StatusRequiresCapture, 400, 600)
	},
	"M28_non_final_refused_when_unavailable": func(t *testing.T) {
		s := perform(t, multicapture, "confirm approved ch_1 visa")
		s.refuses("capture 600 non-final", code.MulticaptureUnavailable)
		s.refuses("capture all non-final", code.MulticaptureUnavailable)
		s.perform("capture 600")
	},
	"M29_seven_of_ten_leaves_three": func(t *testing.T) {
		equal(t, held(t, "capture 700 non-final").pi.AmountCapturable, 300)
	},
	"M30_amounts_in_capture_answer": func(t *testing.T) {
		pi := held(t, "capture 700 non-final").pi
		equal(t, member(t, pi, "amount_capturable"), "300")
		equal(t, member(t, pi, "amount_received"), "700")
	},
	"M31_sample_700_open": func(t *testing.T) {
		s := held(t, "capture 700 non-final")
		s.is(intent.StatusRequiresCapture, 300, 700)
		s.shows(1000, 700, false)
	},
	"M32_stays_requires_capture": func(t *testing.T) {
		s := held(t, "capture 1 non-final", "capture 998 non-final")
		s.is(intent.StatusRequiresCapture, 1, 999)
		s.perform("capture 1 non-final")
		s.is(intent.StatusRequiresCapture, 0, 1000)
		for _, closer := range []string{"capture 0", "capture all", "expire"} {
			fork := *s
			fork.perform(closer)
			fork.is(intent.StatusSucceeded, 0, 1000)
		}
		closes := perform(t, "rules whole_remainder closes", multicapture, approved, "capture 999 non-final")
		closes.is(intent.StatusRequiresCapture, 1, 999)
		closes.perform("capture 1 non-final")
		closes.is(intent.StatusSucceeded, 0, 1000)
	},
	"M33_closer_final_true": func(t *testing.T) {
		held(t, "capture 700 non-final", "capture 200").is(intent.StatusSucceeded, 0, 900)
	},
	"M34_closer_final_omitted": func(t *testing.T) {
		c, err := intent.ParseCommand(intent.OpCapture, []byte(`{"amount_to_capture": 200}`))
		if err != nil {
			t.Fatal(err)
		}
		s := held(t, "capture 700 non-final")
		s.step(c)
		s.is(intent.StatusSucceeded, 0, 900)
	},
	"M35_closer_expiry": func(t *testing.T) {
		s := timed(t, "capture 700 non-final", "after 6d23h59m59s")
		s.refuses("expire", code.TooEarly)
		s.perform("after 1s", "expire")
		s.is(intent.StatusSucceeded, 0, 700)
	},
	"M36_close_releases_rest": func(t *testing.T) {
		for _, closer := range []string{"capture 0", "capture 200", "expire"} {
			s := held(t, "capture 700 non-final", closer)
			equal(t, s.pi.AmountCapturable, 0)
			equal(t, s.pi.LatestCharge.CaptureLedger(capture.Readings{}).Released(), 1000-s.pi.AmountReceived)
			equal(t, s.pi.LatestCharge.AmountRefunded, 0)
			s.refuses("capture 100", code.PaymentIntentUnexpectedState)
		}
	},
	"M37_close_succeeds": func(t *testing.T) {
		for _, closer := range []string{"capture 0", "capture 200", "capture all", "expire", "cancel"} {
			s := held(t, "capture 700 non-final", closer)
			equal(t, s.pi.Status, intent.StatusSucceeded)
			equal(t, only[*intent.Event](s, event.PaymentIntentSucceeded).PaymentIntent.Status, intent.StatusSucceeded)
		}
	},
	"M38_amounts_after_close": func(t *testing.T) {
		pi := held(t, "capture 700 non-final", "capture 200").pi
		equal(t, member(t, pi, "amount_capturable"), "0")
		equal(t, member(t, pi, "amount_received"), "900")
		equal(t, member(t, pi, "status"), `"succeeded"`)
	},
	"M39_sample_700_200_final": func(t *testing.T) {
		s := held(t, "capture 700 non-final", "capture 200")
		s.is(intent.StatusSucceeded, 0, 900)
		equal(t, s.pi.Amount, 1000)
		s.shows(1000, 900, true)
	},
	"M40_expiry_untouched_canceled": func(t *testing.T) {
		s := timed(t, "after 7d", "expire")
		s.is(intent.StatusCanceled, 0, 0)
		equal(t, s.pi.CancellationReason, intent.ReasonExpired)
		s.told("charge.expired ch_1", "payment_intent.canceled pi_1")
	},
	"M41_expiry_partly_captured_succeeds": func(t *testing.T) {
		s := timed(t, "capture 1 non-final", "after 7d", "expire")
		s.is(intent.StatusSucceeded, 0, 1)
	},
	"M42_test_cards_any_code_and_future_expiry": func(t *testing.T) { // no code is asked for
		const november2023 = 1_700_000_000
		s := perform(t, multicapture)
		card, _ := charge.FindTestCard("4242424242424242")
		for year := 2024; year < 2100; year++ {
			for month := range 12 {
				equal(t, card.AttemptExpiring(month+1, year, charge.Situation{}, "ch_1", november2023).Answer, charge.AnswerApproved)
			}
		}
		equal(t, card.AttemptExpiring(12, 2022, charge.Situation{}, "ch_1", november2023).Failure.Code, code.InvalidExpiryYear)
		s.step(intent.ConfirmParams{Attempt: card.AttemptExpiring(10, 2023, charge.Situation{}, "ch_1", november2023)})
		s.is(intent.StatusRequiresPaymentMethod, 0, 0)
		equal(t, s.pi.LastPaymentError.Code, code.InvalidExpiryMonth)
		s.step(intent.ConfirmParams{PaymentMethod: "pm_2", Attempt: card.AttemptExpiring(11, 2023, charge.Situation{}, "ch_1", november2023)})
		s.is(intent.StatusRequiresCapture, 1000, 0)
	},
	"M43_test_card_visa_multicapture": func(t *testing.T) {
		testCardCapturesTwice(t, "4242424242424242", "pm_card_visa", charge.NetworkVisa)
	},
	"M44_test_card_cartes_bancaires_multicapture": func(t *testing.T) {
		testCardCapturesTwice(t, "4000002500001001", "pm_card_visa_cartesBancaires", charge.NetworkCartesBancaires)
	},
	"M45_refund_while_capturing_bound": func(t *testing.T) {
		s := held(t)
		s.refuses("refund 1 re_1", code.NothingToRefund)
		s.perform("capture 700 non-final")
		s.refuses("refund 701 re_1", code.RefundTooLarge)
		for i, left := range []money.Amount{700, 500, 499} { // received - refunded
			s.refuses(fmt.Sprintf("refund %d re_1", left+1), code.RefundTooLarge)
			s.perform([]string{"refund 200 re_1", "refund 1 re_2", "refund 499 re_3"}[i])
			s.is(intent.StatusRequiresCapture, 300, 700)
		}
		s.refuses("refund all re_4", code.ChargeAlreadyRefunded)
		s.perform("capture 100 non-final", "refund 100 re_4")
		s.is(intent.StatusRequiresCapture, 200, 800)
		equal(t, s.pi.LatestCharge.AmountRefunded, 800)
	},
	"M46_refunded_flag_only_after_final": func(t *testing.T) {
		s := held(t, "capture 700 non-final", "refund 700 re_1")
		equal(t, s.pi.LatestCharge.Refunded, false)
		part := *s
		part.perform("capture 100")
		equal(t, part.pi.LatestCharge.Refunded, false)
		part.perform("refund 100 re_2")
		equal(t, part.pi.LatestCharge.Refunded, true)
		for _, closer := range []string{"capture 0", "expire", "cancel"} {
			fork := *s
			fork.perform(closer)
			equal(t, fork.pi.LatestCharge.Refunded, true)
			equal(t, only[*charge.Event](&fork, event.ChargeCaptured).Previous.Refunded, event.Was(false))
		}
	},
	"M47_partial_refund_with_fee_flag_refused": func(t *testing.T) {
		s := destined(t, "capture 700 non-final fee 70 fee_1 tr_1", "refund 100 re_1")
		s.refuses("refund 599 re_2 refund_application_fee reverse_transfer", code.RefundFlagNotAllowed, "refund_application_fee")
		s.perform("refund 600 re_2 refund_application_fee reverse_transfer")
		equal(t, s.pi.LatestCharge.ApplicationFee.AmountRefunded, 60) // 70 × 600 ÷ 700

		single := perform(t, "create pi_1 1000 usd manual with pm_1 to acct_1", "confirm approved ch_1 visa", "capture 700 fee 70 fee_1 tr_1")
		single.perform("refund 100 re_1 refund_application_fee reverse_transfer")
		equal(t, single.pi.LatestCharge.ApplicationFee.AmountRefunded, 10) // 70 × 100 ÷ 700
	},
	"M48_partial_refund_with_transfer_flag_refused": func(t *testing.T) {
		s := destined(t, "capture 700 non-final transfer 350 tr_1", "refund 100 re_1")
		s.refuses("refund 599 re_2 reverse_transfer", code.RefundFlagNotAllowed, "reverse_transfer")
		s.perform("refund all re_2 reverse_transfer")
		equal(t, s.pi.LatestCharge.Transfer.AmountReversed, 300) // 350 × 600 ÷ 700

		single := perform(t, "create pi_1 1000 usd manual with pm_1 to acct_1", "confirm approved ch_1 visa", "capture 700 transfer 350 tr_1")
		single.perform("refund 100 re_1 reverse_transfer")
		equal(t, single.pi.LatestCharge.Transfer.AmountReversed, 50) // 350 × 100 ÷ 700
	},
	"M49_fee_refund_and_reversal_by_hand": func(t *testing.T) {
		s := destined(t, "capture 700 non-final fee 70 fee_1 tr_1", "refund 100 re_1", "refund_fee 10 fr_1", "reverse_transfer 100 trr_1")
		s.is(intent.StatusRequiresCapture, 300, 700)
		equal(t, s.pi.LatestCharge.AmountRefunded, 100)
		equal(t, s.pi.LatestCharge.ApplicationFee.AmountRefunded, 10)
		equal(t, s.pi.LatestCharge.Transfer.AmountReversed, 100)
		s.perform("capture 0", "refund_fee 60 fr_2", "reverse_transfer 600 trr_2")
		equal(t, s.pi.LatestCharge.ApplicationFee.Refunded(), true)
		equal(t, s.pi.LatestCharge.Transfer.Reversed(), true)
	},
	"M50_fee_endpoint_locks_fee_flag": func(t *testing.T) {
		s := destined(t, "capture 700 fee 70 fee_1 tr_1", "refund_fee 1 fr_1")
		s.refuses("refund all re_1 refund_application_fee reverse_transfer", code.RefundFlagNotAllowed, "refund_application_fee")
		s.perform("refund all re_1 reverse_transfer") // the other flag is not locked
		equal(t, s.pi.LatestCharge.Transfer.AmountReversed, 700)
	},
	"M51_reversal_endpoint_locks_transfer_flag": func(t *testing.T) {
		s := destined(t, "capture 700 fee 70 fee_1 tr_1", "reverse_transfer 1 trr_1")
		s.refuses("refund all re_1 reverse_transfer", code.RefundFlagNotAllowed, "reverse_transfer")
		// The other flag is not locked, but that of a destination payment needs this one.
		s.refuses("refund all re_1 refund_application_fee reverse_transfer", code.RefundFlagNotAllowed, "reverse_transfer")
		s.perform("refund all re_1")
	},
	"M52_connect_flows": func(t *testing.T) {
		for _, flow := range []string{"fee 30 on acct_9", "fee 30 to acct_1", "transfer 200 to acct_1", "to acct_1"} {
			s := perform(t, multicapture+" "+flow, approved)
			s.perform("capture 300 non-final txn_1 fee_1 tr_1", "capture 200 non-final", "capture 100")
			s.is(intent.StatusSucceeded, 0, 600)
		}
		held(t, "capture 300 non-final", "capture 200") // with a transfer of its own, out of the platform's balance
		if _, _, err := connect.CreateTransfer(connect.TransferParams{ID: "tr_1", Destination: "acct_1", Amount: 200, Currency: "usd"}); err != nil {
			t.Error(err)
		}
		equal(t, eligible(func(s *charge.Situation) { s.SourceTransaction = true }), charge.ObstacleSourceTransaction)
	},
	"M53_connect_amounts_validated": func(t *testing.T) {
		s := destined(t)
		s.refuses("capture 300 non-final fee -1", code.ParameterInvalidInteger, "application_fee_amount")
		s.refuses("capture 300 non-final transfer 0", code.ParameterInvalidInteger, "transfer_data[amount]")
		s.refuses("capture 300 non-final fee 30 transfer 200", code.ParametersExclusive, "transfer_data[amount]")
		s.refuses("capture 300 non-final transfer 1001", code.AmountTooLarge, "transfer_data[amount]")
		plain := perform(t, "create pi_1 1000 usd manual multicapture with pm_1", approved)
		plain.refuses("capture 300 non-final fee 30", code.NoConnectedAccount, "application_fee_amount")
		plain.refuses("capture 300 non-final transfer 200", code.ParameterMissing, "transfer_data[destination]")
		s.perform("capture 200 non-final fee 300 fee_1 tr_1") // at most what was captured
		equal(t, s.pi.LatestCharge.ApplicationFee.Amount, 200)
	},
	"M54_fee_required_reading": func(t *testing.T) {
		s := destined(t, "capture 300 non-final fee 30 fee_1 tr_1")
		s.refuses("capture 200 non-final", code.ParameterMissing, "application_fee_amount")
		s.perform("capture 200 non-final fee 15")
		equal(t, s.pi.LatestCharge.ApplicationFee.Amount, 45)
		s.refuses("capture 200", code.ParameterMissing, "application_fee_amount")
		s.perform("capture 0")

		without := destined(t, "capture 300 non-final tr_1")
		without.refuses("capture 200 non-final fee 15", code.LaterAmountNotAllowed, "application_fee_amount")
		without.perform("capture 200")
	},
	"M54_fee_same_value_reading": func(t *testing.T) {
		s := perform(t, "rules later_amount same", multicapture+" to acct_1", approved, "capture 300 non-final fee 30 fee_1 tr_1")
		s.refuses("capture 200 non-final", code.ParameterMissing, "application_fee_amount")
		s.refuses("capture 200 non-final fee 15", code.ParameterInvalid, "application_fee_amount")
		s.perform("capture 200 non-final fee 30")
		equal(t, s.pi.LatestCharge.ApplicationFee.Amount, 60)
		s.refuses("capture 200 fee 31", code.ParameterInvalid, "application_fee_amount")
	},
	"M55_transfer_amount_required_reading": func(t *testing.T) {
		s := destined(t, "capture 300 non-final transfer 250 tr_1")
		s.refuses("capture 200 non-final", code.ParameterMissing, "transfer_data[amount]")
		s.perform("capture 200 non-final transfer 180")
		equal(t, s.pi.LatestCharge.Transfer.Amount, 430)
		s.perform("capture 0")

		without := destined(t, "capture 300 non-final tr_1")
		without.refuses("capture 200 non-final transfer 180", code.LaterAmountNotAllowed, "transfer_data[amount]")
	},
	"M55_transfer_amount_same_value_reading": func(t *testing.T) {
		s := perform(t, "rules later_amount same", multicapture+" to acct_1", approved, "capture 300 non-final transfer 150 tr_1")
		s.refuses("capture 200 non-final", code.ParameterMissing, "transfer_data[amount]")
		s.refuses("capture 200 non-final transfer 180", code.ParameterInvalid, "transfer_data[amount]")
		s.perform("capture 200 non-final transfer 150")
		equal(t, s.pi.LatestCharge.Transfer.Amount, 300)
	},
	"M56_capture_fee_overrides_earlier": func(t *testing.T) {
		const create = "create pi_1 1000 usd manual multicapture to acct_1"
		for _, earlier := range [][]string{
			{create + " fee 30", approved + " with pm_1"},
			{create, approved + " fee 30 with pm_1"},
			{create, "update fee 30", approved + " with pm_1"},
			{create, approved + " with pm_1", "update fee 30"},
		} {
			s := perform(t, earlier...)
			equal(t, s.pi.ApplicationFeeAmount, money.Some(30))
			s.perform("capture 300 non-final fee 20 fee_1 tr_1")
			equal(t, s.pi.ApplicationFeeAmount, money.Some(20))
			equal(t, s.pi.LatestCharge.ApplicationFee.Amount, 20)
		}
		s := perform(t, create+" transfer 250 with pm_1", approved, "capture 300 non-final transfer 200 tr_1")
		equal(t, s.pi.LatestCharge.Transfer.Amount, 200)
	},
	"M56_fee_from_create_taken_once": func(t *testing.T) {
		create := multicapture + " fee 30 to acct_1"
		s := perform(t, create, approved, "capture 300 non-final fee_1 tr_1")
		equal(t, s.pi.LatestCharge.ApplicationFee.Amount, 30)
		s.perform("capture 200 non-final", "capture 100")
		equal(t, s.pi.LatestCharge.ApplicationFee.Amount, 30)

		each := perform(t, "rules intent_amount each_capture", create, approved, "capture 300 non-final fee_1 tr_1")
		each.perform("capture 200 non-final", "capture 100")
		equal(t, each.pi.LatestCharge.ApplicationFee.Amount, 90)

		own := perform(t, "rules intent_amount refused", create, approved)
		own.refuses("capture 300 non-final", code.ParameterMissing, "application_fee_amount")
		own.perform("capture 300 non-final fee 30")
	},
	"M57_connect_partial_refund_flags": func(t *testing.T) {
		for _, flow := range []struct{ create, flags string }{
			{"fee 70 on acct_9", " refund_application_fee"},
			{"fee 70 to acct_1", " refund_application_fee reverse_transfer"},
			{"fee 70 to acct_1", " reverse_transfer"},
			{"transfer 350 to acct_1", " reverse_transfer"},
		} {
			s := perform(t, multicapture+" "+flow.create, approved, "capture 700 non-final txn_1 fee_1 tr_1")
			for _, closed := range []bool{false, true} {
				if closed {
					s.perform("capture 0")
				}
				s.refuses("refund 699 re_1"+flow.flags, code.RefundFlagNotAllowed)
				fork := *s
				fork.perform("refund 700 re_1" + flow.flags)
			}
			if s.pi.LatestCharge.ApplicationFee.Amount > 0 {
				s.perform("refund_fee 10 fr_1")
			}
			if s.pi.LatestCharge.Transfer.Amount > 0 {
				s.perform("reverse_transfer 10 trr_1")
			}
			s.refuses("refund 700 re_1"+flow.flags, code.RefundFlagNotAllowed)
		}
	},
	"M58_charge_updated_each_capture": func(t *testing.T) {
		for _, line := range []string{"capture 1 non-final", "capture 300 non-final", "capture 300", "capture all", "capture 0"} {
			s := held(t, "capture 700 non-final", line)
			equal(t, only[*charge.Event](s, event.ChargeUpdated).Charge.ID, "ch_1")
		}
		equal(t, only[*charge.Event](held(t, "capture 700"), event.ChargeUpdated).Charge.ID, "ch_1")
	},
	"M59_first_capture_fills_ids": func(t *testing.T) {
		s := destined(t)
		nothingYet(t, &s.pi.LatestCharge)
		s.perform("capture 300 non-final fee 30 txn_1 fee_1 tr_1")
		c := only[*charge.Event](s, event.ChargeUpdated).Charge
		equal(t, c.BalanceTransaction, "txn_1")
		equal(t, c.ApplicationFee.ID, "fee_1")
		equal(t, c.Transfer.ID, "tr_1")
		s.perform("capture 200 non-final fee 15 txn_2 fee_2 tr_2") // those stay
		equal(t, s.pi.LatestCharge.BalanceTransaction, "txn_1")
		equal(t, s.pi.LatestCharge.ApplicationFee.ID, "fee_1")
		equal(t, s.pi.LatestCharge.Transfer.ID, "tr_1")
	},
	"M60_first_charge_updated_previous": func(t *testing.T) {
		null := event.Was("")
		for flow, want := range map[string]charge.Previous{
			"":                  {BalanceTransaction: null},
			" fee 30 on acct_9": {BalanceTransaction: null, ApplicationFee: null},
			" to acct_1":        {BalanceTransaction: null, Transfer: null},
			" fee 30 to acct_1": {BalanceTransaction: null, ApplicationFee: null, Transfer: null},
		} {
			s := perform(t, multicapture+flow, approved, "capture 700 non-final txn_1 fee_1 tr_1")
			want.AmountCaptured = event.Was[money.Amount](0)
			equal(t, only[*charge.Event](s, event.ChargeUpdated).Previous, want)
			s.perform("capture 200 non-final txn_2 fee_2 tr_2")
			equal(t, only[*charge.Event](s, event.ChargeUpdated).Previous, charge.Previous{AmountCaptured: event.Was[money.Amount](700)})
		}
	},
	"M61_amount_capturable_updated_each_capture": func(t *testing.T) {
		whole := held(t, "capture 1000 non-final")
		for line, s := range map[string]*stage{
			"capture 300 non-final": held(t, "capture 700 non-final"),
			"capture 200":           held(t, "capture 700 non-final"),
			"capture 0":             held(t, "capture 700 non-final"),
			"capture 1000":          held(t),
			"capture all":           whole, // nothing changes: 0 before and after
		} {
			before := s.pi.AmountCapturable
			s.perform(line)
			equal(t, only[*intent.Event](s, event.PaymentIntentAmountCapturableUpdated).Previous.AmountCapturable, event.Was(before))
		}
	},
	"M62_sample_one_of_ten": func(t *testing.T) {
		s := held(t, "capture 100 non-final")
		equal(t, only[*intent.Event](s, event.PaymentIntentAmountCapturableUpdated).PaymentIntent.AmountCapturable, 900)
	},
	"M63_sample_amount_capturable_previous": func(t *testing.T) {
		e := only[*intent.Event](held(t, "capture 100 non-final"), event.PaymentIntentAmountCapturableUpdated)
		equal(t, e.Previous, intent.Previous{AmountCapturable: event.Was[money.Amount](1000)})
		equal(t, e.PaymentIntent.Amount, 1000)
		equal(t, e.PaymentIntent.AmountReceived, 100)
	},
	"M64_charge_captured_at_final": func(t *testing.T) {
		s := held(t, "capture 700 non-final")
		if slices.Contains(types(s.events), event.ChargeCaptured) {
			t.Error("charge.captured at a capture that is not final")
		}
		s.perform("capture 200")
		equal(t, only[*charge.Event](s, event.ChargeCaptured).Charge.AmountCaptured, 900)
	},
	"M65_charge_captured_at_expiry": func(t *testing.T) {
		s := timed(t, "capture 700 non-final", "after 7d", "expire")
		s.told("charge.captured ch_1 captured false → true", "payment_intent.succeeded pi_1")
	},
	"M66_captured_false_until_closed": func(t *testing.T) {
		equal(t, held(t, "capture 1000 non-final").pi.LatestCharge.Captured, false)
		s := held(t, "capture 700 non-final", "capture 200 non-final")
		equal(t, s.pi.LatestCharge.Captured, false)
		for _, closer := range []string{"capture 0", "expire"} {
			fork := *s
			fork.perform(closer)
			equal(t, fork.pi.LatestCharge.Captured, true)
		}
	},
	"M67_zero_final_closes": func(t *testing.T) {
		s := held(t, "capture 700 non-final")
		equal(t, s.pi.LatestCharge.Captured, false)
		s.perform("capture 0")
		s.is(intent.StatusSucceeded, 0, 700)
		s.shows(1000, 700, true)
	},
	"M67_zero_final_untouched_reading": func(t *testing.T) {
		s := held(t)
		s.refuses("capture 0", code.NothingToCapture)
		s.is(intent.StatusRequiresCapture, 1000, 0)
		s = perform(t, "rules untouched_close cancels", multicapture, approved, "capture 0")
		s.is(intent.StatusCanceled, 0, 0)
		s.shows(1000, 0, false)
	},
	"M68_charge_captured_previous": func(t *testing.T) {
		single := perform(t, "create pi_1 1000 usd manual with pm_1", "confirm approved ch_1 visa", "capture 700")
		for _, s := range []*stage{held(t, "capture 700 non-final", "capture 0"), held(t, "capture 700 non-final", "capture 200"), single} {
			equal(t, only[*charge.Event](s, event.ChargeCaptured).Previous.Captured, event.Was(false))
		}
		zero := held(t, "capture 700 non-final", "capture 0")
		equal(t, only[*charge.Event](zero, event.ChargeCaptured).Previous, charge.Previous{Captured: event.Was(false)})
	},
	"M69_multicapture_refund_events_equal": func(t *testing.T) {
		for _, flags := range []string{"", " reverse_transfer", " refund_application_fee reverse_transfer"} {
			single := perform(t, "create pi_1 1000 usd manual with pm_1 to acct_1", "confirm approved ch_1 visa", "capture 700 fee 70 fee_1 tr_1")
			s := destined(t, "capture 700 fee 70 fee_1 tr_1")
			for _, line := range []string{"refund 300 re_1", "refund 400 re_2" + flags, "update_refund re_2 failed declined"} {
				single.perform(line)
				s.perform(line)
				s.told(lines(single.events)...)
			}
		}
	},
	"M70_refund_created_each_partial": func(t *testing.T) {
		s := held(t, "capture 700 non-final")
		for i, line := range []string{"refund 100 re_1", "refund 200 re_2 pending", "refund 300 re_3 requires_action", "refund all re_4"} {
			if i == 2 {
				s.perform("capture 0")
			}
			s.perform(line)
			e := only[*refund.Event](s, event.RefundCreated)
			equal(t, e.Refund.ID, fmt.Sprintf("re_%d", i+1))
			equal(t, e.Refund.Amount, []money.Amount{100, 200, 300, 100}[i])
			equal(t, e.Previous, refund.Previous{})
		}
	},
	"M71_application_fee_refunded_event": func(t *testing.T) {
		for _, line := range []string{"refund all re_1 refund_application_fee fr_1", "refund_fee 70 fr_1"} {
			s := perform(t, multicapture+" on acct_9", approved, "capture 700 non-final fee 70 fee_1", line)
			e := only[*connect.ApplicationFeeEvent](s, event.ApplicationFeeRefunded)
			equal(t, e.String(), "application_fee.refunded fee_1 amount_refunded 0 → 70 refunded false → true")
			equal(t, e.FeeRefund, connect.FeeRefund{ID: "fr_1", Fee: "fee_1", Amount: 70})
		}
		s := destined(t, "capture 700 non-final fee 70 fee_1 tr_1", "reverse_transfer 350 trr_1 refund_application_fee fr_1")
		equal(t, only[*connect.ApplicationFeeEvent](s, event.ApplicationFeeRefunded).FeeRefund.Amount, 35) // 70 × 350 ÷ 700
	},
	"M72_transfer_reversed_event": func(t *testing.T) {
		for line, refund := range map[string]string{"refund all re_1 reverse_transfer trr_1": "re_1", "reverse_transfer 350 trr_1": ""} {
			s := destined(t, "capture 700 non-final transfer 350 tr_1", line)
			e := only[*connect.TransferEvent](s, event.TransferReversed)
			equal(t, e.String(), "transfer.reversed tr_1 amount_reversed 0 → 350 reversed false → true")
			equal(t, e.Reversal, connect.Reversal{ID: "trr_1", Transfer: "tr_1", SourceRefund: refund, Amount: 350})
		}
		s := destined(t, "capture 700 non-final transfer 350 tr_1", "reverse_transfer 100 trr_1")
		s.told("transfer.reversed tr_1 amount_reversed 0 → 100")
	},
}

// Lines that most of the tests begin with.
const (
	async        = "create pi_1 1000 usd automatic_async with pm_1"
	multicapture = "create pi_1 1000 usd manual multicapture with pm_1"
	approved     = "confirm approved ch_1 visa multicapture"
)

// held returns a multicapture payment of which 1000 are authorized, and plays lines.
func held(t *testing.T, lines ...string) *stage {
	t.Helper()
	return perform(t, append([]string{multicapture, approved}, lines...)...)
}

// destined is held, of a destination payment.
func destined(t *testing.T, lines ...string) *stage {
	t.Helper()
	return perform(t, append([]string{multicapture + " to acct_1", approved}, lines...)...)
}

// timed is held, for 7 days.
func timed(t *testing.T, lines ...string) *stage {
	t.Helper()
	return perform(t, append([]string{"at 2026-01-05T10:00:00Z", multicapture, approved + " hold 7d"}, lines...)...)
}

// nothingYet holds that the charge has neither a balance transaction nor a fee nor a transfer.
func nothingYet(t *testing.T, c *charge.Charge) {
	t.Helper()
	equal(t, fmt.Sprint(c.BalanceTransaction, c.ApplicationFee.ID, c.Transfer.ID), "")
}

// is holds the status and the amounts.
func (s *stage) is(status intent.Status, capturable, received money.Amount) {
	s.Helper()
	if s.pi.Status != status || s.pi.AmountCapturable != capturable || s.pi.AmountReceived != received {
		s.Errorf("%s\nwant %s, capturable %d, received %d", state(&s.pi), status, capturable, received)
	}
}

// shows holds the amounts of the charge, of which nothing was refunded.
func (s *stage) shows(amount, amountCaptured money.Amount, captured bool) {
	s.Helper()
	c := &s.pi.LatestCharge
	if c.Amount != amount || c.AmountCaptured != amountCaptured || c.AmountRefunded != 0 || c.Captured != captured || c.Refunded {
		s.Errorf("%s\nwant amount %d, captured %t, amount_captured %d, amount_refunded 0", state(&s.pi), amount, captured, amountCaptured)
	}
}

// refuses holds that a line is refused for a reason, and because of a parameter, if one is given. That nothing changes, step holds.
func (s *stage) refuses(line string, want code.Code, param ...string) {
	s.Helper()
	s.try(line)
	e, ok := errors.AsType[*intent.Error](s.err)
	if !ok || e.Code != want || len(param) > 0 && e.Param != param[0] {
		s.Errorf("%s: %v, want %s %v\n%s", line, s.err, want, param, state(&s.pi))
	}
}

// refusesEverything holds that every command is refused because of the status.
func (s *stage) refusesEverything() {
	s.Helper()
	for _, line := range []string{
		multicapture, "update amount 1200", "update detach", "confirm approved ch_2 visa", "confirm declined ch_2 card_declined",
		"authenticate approved ch_2 visa", "process settled", "capture 1", "capture 0", "capture all", "increment 1500", "cancel", "expire",
	} {
		s.refuses(line, code.PaymentIntentUnexpectedState)
	}
}

// told holds the events of the last step.
func (s *stage) told(want ...string) {
	s.Helper()
	if diff := cmp.Diff(want, lines(s.events)); diff != "" {
		s.Errorf("events (-want +got):\n%s", diff)
	}
}

func lines(events []event.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.String())
	}
	return all
}

func types(events []event.Event) []event.Type {
	var all []event.Type
	for _, e := range events {
		all = append(all, e.EventType())
	}
	return all
}

// only returns the one event of a type that the last step has.
func only[E event.Event](s *stage, typ event.Type) E {
	s.Helper()
	var found []E
	for e := range event.Only[E](s.events) {
		if e.EventType() == typ {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		s.Fatalf("%d events %s among %v", len(found), typ, lines(s.events))
	}
	return found[0]
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// writtenAs returns the members of the JSON of an intent in a version.
func writtenAs(t *testing.T, pi intent.PaymentIntent, v intent.Version) map[string]any {
	t.Helper()
	pi.Rules.Version = v
	b, back := throughJSON(t, pi)
	equal(t, back, pi)
	var members map[string]any
	if err := json.Unmarshal(b, &members); err != nil {
		t.Fatal(err)
	}
	return members
}

// eligible returns why a situation that has multicapture lacks it after a change.
func eligible(change func(*charge.Situation)) charge.Obstacle {
	s := charge.Situation{Network: charge.NetworkVisa, Account: "US", Currency: "usd", MulticaptureFeature: true}
	change(&s)
	return s.Multicapture()
}

// eligibleIn holds that accounts of these countries alone have multicapture on a network.
func eligibleIn(t *testing.T, n charge.Network, countries ...charge.Country) {
	t.Helper()
	for _, country := range []charge.Country{"US", "CA", "AU", "NZ", "GB", "JP", "CN", "DE", ""} {
		want := charge.ObstacleCountry
		if slices.Contains(countries, country) {
			want = charge.ObstacleNone
		}
		if got := eligible(func(s *charge.Situation) { s.Network, s.Account = n, country }); got != want {
			t.Errorf("%s in %q: %q, want %q", n, country, got, want)
		}
	}
}

// testCardCapturesTwice holds that a test card supports multicapture, by its number and by its payment method, and that the card of the same
// page that does not support it does not.
func testCardCapturesTwice(t *testing.T, number, method string, network charge.Network) {
	t.Helper()
	account := charge.Situation{Account: "FR", Currency: "usd", MulticaptureFeature: true}
	for _, name := range []string{number, method} {
		s := perform(t, multicapture)
		card, _ := charge.FindTestCard(name)
		s.step(intent.ConfirmParams{Attempt: card.Attempt(account, "ch_1", 0)})
		equal(t, s.pi.LatestCharge.Card.Network, network)
		s.perform("capture 700 non-final", "capture 100 non-final")
		s.is(intent.StatusRequiresCapture, 200, 800)
	}
	s := perform(t, multicapture)
	other, _ := charge.FindTestCard("pm_card_credit_disableEnterpriseCardFeatures")
	s.step(intent.ConfirmParams{Attempt: other.Attempt(account, "ch_1", 0)})
	s.refuses("capture 700 non-final", code.MulticaptureUnavailable)
}

// member returns a member of the intent's JSON as it is written; "" if it is not there.
func member(t *testing.T, pi intent.PaymentIntent, path ...string) string {
	t.Helper()
	b, _ := throughJSON(t, pi)
	raw := json.RawMessage(b)
	for _, key := range path {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(raw, &members); err != nil {
			t.Fatalf("%v at %s: %v", path, key, err)
		}
		raw = members[key]
	}
	return string(raw)
}

// edited returns the intent read from its JSON after a change.
func edited(t *testing.T, pi intent.PaymentIntent, change func(pi map[string]any)) intent.PaymentIntent {
	t.Helper()
	b, _ := throughJSON(t, pi)
	var members map[string]any
	if err := json.Unmarshal(b, &members); err != nil {
		t.Fatal(err)
	}
	change(members)
	b, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	var back intent.PaymentIntent
	if err = json.Unmarshal(b, &back); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	return back
}

// setUp returns a SetupIntent after commands, which must succeed, and every event of its life.
func setUp(t *testing.T, commands ...setup.Command) (si setup.Intent, told []event.Event) {
	t.Helper()
	for _, c := range commands {
		next, events, err := setup.Step(si, c)
		if err != nil {
			t.Fatalf("%s: %v", c, err)
		}
		si = next
		told = append(told, events...)
	}
	return si, told
}

// noCharge holds that nothing of a SetupIntent is a charge or an amount.
func noCharge(t *testing.T, si setup.Intent) {
	t.Helper()
	body, err := json.Marshal(si)
	if err != nil || regexp.MustCompile(`charge|amount|currency`).Match(body) {
		t.Errorf("%s, %v", body, err)
	}
}
