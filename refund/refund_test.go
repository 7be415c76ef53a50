package refund_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/refund"
)

var _ map[refund.Refund]struct{} // comparable

// full is a refund with something in every field.
func full() refund.Refund {
	return refund.Refund{
		Number: 7, ID: "re_1", Charge: "ch_1", PaymentIntent: "pi_1", Status: refund.StatusFailed, Amount: 300, Currency: "usd",
		Reason: refund.ReasonDuplicate, DestinationType: refund.DestinationTypeReversal, PendingReason: refund.PendingProcessing, FailureReason: refund.FailureDeclined,
		BalanceTransaction: "txn_1", FailureBalanceTransaction: "txn_2",
		TransferReversal: connect.Reversal{
			ID: "trr_1", Transfer: "tr_1", SourceRefund: "re_1", BalanceTransaction: "txn_3", Amount: 264, Created: 1700000001,
		},
		FeeRefund: connect.FeeRefund{ID: "fr_1", Fee: "fee_1", BalanceTransaction: "txn_4", Amount: 36, Created: 1700000002},
		Created:   1700000003,
	}
}

// The spelling is what goes over the wire, so it is written down once more.
func TestSpelling(t *testing.T) {
	for _, c := range []struct {
		got  any
		want string
	}{
		{[]refund.Reason{refund.ReasonDuplicate, refund.ReasonFraudulent, refund.ReasonRequestedByCustomer, refund.ReasonExpiredUncapturedCharge},
			"[duplicate fraudulent requested_by_customer expired_uncaptured_charge]"},
		{[]refund.PendingReason{refund.PendingProcessing, refund.PendingInsufficientFunds, refund.PendingCharge},
			"[processing insufficient_funds charge_pending]"},
		{[]refund.FailureReason{refund.FailureChargeDisputed, refund.FailureDeclined, refund.FailureExpiredOrCanceledCard,
			refund.FailureInsufficientFunds, refund.FailureLostOrStolenCard, refund.FailureMerchantRequest, refund.FailureUnknown},
			"[charge_for_pending_refund_disputed declined expired_or_canceled_card insufficient_funds lost_or_stolen_card merchant_request unknown]"},
		{[]refund.Status{refund.StatusPending, refund.StatusRequiresAction, refund.StatusSucceeded, refund.StatusFailed, refund.StatusCanceled},
			"[pending requires_action succeeded failed canceled]"},
		{[]refund.DestinationType{refund.DestinationTypeRefund, refund.DestinationTypeReversal, refund.DestinationTypePending}, "[refund reversal pending]"},
	} {
		if got := fmt.Sprint(c.got); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestFromCaller(t *testing.T) {
	for reason, want := range map[refund.Reason]bool{
		"":                                   true,
		refund.ReasonDuplicate:               true,
		refund.ReasonFraudulent:              true,
		refund.ReasonRequestedByCustomer:     true,
		refund.ReasonExpiredUncapturedCharge: false,
		"abandoned":                          false,
	} {
		if reason.FromCaller() != want {
			t.Errorf("%q: %t", reason, reason.FromCaller())
		}
	}
}

func TestValidateAmount(t *testing.T) {
	for _, c := range []struct {
		amount money.Amount
		valid  bool
	}{
		{math.MinInt64, false}, {-1, false}, {0, false}, {1, true}, {money.Max, true}, {money.Max + 1, false}, {math.MaxInt64, false},
	} {
		var want code.Error
		if !c.valid {
			want = refusal("validate", code.ParameterInvalid, "amount", c.amount, money.Max)
		}
		is(t, "the refund", refund.Refund{Amount: c.amount, Status: refund.StatusSucceeded}.Validate(), want)
	}
}

// Each reason belongs to statuses of its own. The first invariant that is broken is returned.
func TestValidateStatus(t *testing.T) {
	invalid := func(param string) code.Error { return refusal("validate", code.ParameterInvalid, param, 0, 0) }
	for _, s := range statuses {
		for _, failure := range []refund.FailureReason{"", "declined"} {
			for _, transaction := range []string{"", "txn_1"} {
				for _, pending := range []refund.PendingReason{"", "processing"} {
					var want code.Error
					switch {
					case s == "" || s == "unknown":
						want = invalid("status")
						want.Status = string(s)
					case failure != "" && !slices.Contains([]refund.Status{"failed", "canceled"}, s):
						want = invalid("failure_reason")
					case transaction != "" && !slices.Contains([]refund.Status{"failed", "canceled"}, s):
						want = invalid("failure_balance_transaction")
					case pending != "" && s != "pending":
						want = invalid("pending_reason")
					}
					r := refund.Refund{Amount: 1, Status: s, FailureReason: failure, FailureBalanceTransaction: transaction, PendingReason: pending}
					is(t, fmt.Sprintf("%+v", r), r.Validate(), want)
				}
			}
		}
	}
	is(t, "an amount and a status", refund.Refund{}.Validate(), refusal("validate", code.ParameterInvalid, "amount", 0, money.Max))
}
