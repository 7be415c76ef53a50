package oracle_test

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/intent"
)

// A count is what a run has seen.
type count struct {
	tries, accepted, lives int64
	reached                map[reach]int64
	sights                 [sightCount]int64
}

// A reach is an answer to an operation; code "" is that it is accepted.
type reach struct {
	on   intent.Operation
	code code.Code
}

func newCount() *count { return &count{reached: map[reach]int64{}} }

func trailing(s sights) int { return bits.TrailingZeros64(uint64(s)) }

func (c *count) add(other *count) {
	c.tries += other.tries
	c.accepted += other.accepted
	c.lives += other.lives
	for r, n := range other.reached {
		c.reached[r] += n
	}
	for s, n := range other.sights {
		c.sights[s] += n
	}
}

// report logs what was seen, and fails if something was not.
func (c *count) report(t *testing.T) {
	if share := 100 * c.accepted / c.tries; share < 30 || share > 70 {
		t.Errorf("%d %% of the commands were accepted", share)
	}
	for _, r := range slices.SortedFunc(maps.Keys(c.reached), func(a, b reach) int {
		return cmp.Or(cmp.Compare(slices.Index(operations, a.on), slices.Index(operations, b.on)), cmp.Compare(a.code, b.code))
	}) {
		t.Logf("%10d × %s %s", c.reached[r], r.on, cmp.Or(r.code, "accepted"))
	}
	for s, n := range c.sights {
		t.Logf("%10d × %s", n, sightNames[s])
		if n == 0 {
			t.Errorf("never seen: %s", sightNames[s])
		}
	}
	for on, codes := range answers {
		for _, why := range append([]code.Code{""}, codes...) {
			if c.reached[reach{on, why}] == 0 {
				t.Errorf("never answered to %s: %s", on, cmp.Or(why, "accepted"))
			}
		}
	}
}

// answers are the codes for which each operation has to have been refused.
var answers = map[intent.Operation][]code.Code{
	intent.OpCreate: {
		code.AmountTooLarge, code.InvalidChargeAmount, code.NoConnectedAccount, code.ParameterInvalidInteger, code.ParameterMissing,
		code.ParametersExclusive, code.PaymentIntentUnexpectedState,
	},
	intent.OpUpdate: {
		code.AmountTooLarge, code.InvalidChargeAmount, code.NoConnectedAccount, code.ParameterInvalidInteger, code.ParameterMissing,
		code.ParametersExclusive, code.PaymentIntentUnexpectedState,
	},
	intent.OpConfirm: {
		code.AmountTooLarge, code.NoConnectedAccount, code.ParameterInvalid, code.ParameterInvalidInteger, code.ParameterMissing,
		code.ParametersExclusive, code.PaymentIntentUnexpectedState,
	},
	intent.OpAuthenticate: {
		code.AmountTooLarge, code.ParameterInvalid, code.ParameterInvalidInteger, code.ParameterMissing, code.PaymentIntentUnexpectedState,
	},
	intent.OpVerifyMicrodeposits: {
		code.MicrodepositAmountsInvalid, code.MicrodepositAmountsMismatch, code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState,
	},
	intent.OpProcess: {
		code.AmountTooLarge, code.ParameterInvalid, code.ParameterInvalidInteger, code.ParameterMissing, code.PaymentIntentUnexpectedState,
	},
	intent.OpCapture: {
		code.AmountTooLarge, code.CaptureChargeAuthorizationExpired, code.CaptureLimitReached, code.InvalidChargeAmount,
		code.LaterAmountNotAllowed, code.MulticaptureUnavailable, code.NoConnectedAccount, code.NothingToCapture, code.ParameterInvalid,
		code.ParameterInvalidInteger, code.ParameterMissing, code.ParametersExclusive, code.PaymentIntentUnexpectedState, code.UnknownCharge,
	},
	intent.OpIncrement: {
		code.AmountTooLarge, code.CaptureChargeAuthorizationExpired, code.IncrementLimitReached, code.IncrementUnavailable,
		code.InvalidChargeAmount, code.NoConnectedAccount, code.ParameterInvalidInteger, code.ParameterMissing, code.ParametersExclusive,
		code.PaymentIntentUnexpectedState,
	},
	intent.OpCancel: {code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState},
	intent.OpExpire: {code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState, code.TooEarly},
	intent.OpSettle: {
		code.AmountTooLarge, code.NothingToSettle, code.ParameterInvalid, code.ParameterInvalidInteger, code.ParameterMissing,
		code.PaymentIntentUnexpectedState,
	},
	intent.OpRefund: {
		code.BalanceInsufficient, code.ChargeAlreadyRefunded, code.ChargeDisputed, code.InvalidChargeAmount, code.NotSettled,
		code.NothingToRefund, code.NothingToReverse, code.ParameterInvalid, code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState,
		code.RefundFlagNotAllowed, code.RefundTooLarge,
	},
	intent.OpUpdateRefund: {
		code.ParameterInvalid, code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState, code.StaleRefund, code.StatusTransitionInvalid,
	},
	intent.OpRefundFee: {
		code.FeeRefundTooLarge, code.NotSettled, code.NothingToRefund, code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState,
	},
	intent.OpReverseTransfer: {
		code.BalanceInsufficient, code.NotSettled, code.NothingToReverse, code.ParameterInvalidInteger, code.PaymentIntentUnexpectedState,
		code.ReversalTooLarge, code.UnknownCharge,
	},
}
