package intenttest_test

import (
	"errors"
	"fmt"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
	"github.com/tranche-go/tranche/refund"
)

// A bug is what a team may get wrong. The zero bug is none.
type bug int

const (
	noBug bug = iota
	noLimit
	remainderStaysCapturable
	captureAboveAuthorized
	zeroMeansAll
	closingZeroRefused
	omittedFinalMeansFalse
	refundBoundByAmount
	refundBoundPerCall
	negativeRefundAccepted
	amountRefundedOverwritten
	refundedBeforeFinal
	confirmAgainResetsCapturable
	expiryOfPartCancels
	expiryOfUntouchedSucceeds
	feeDroppedOnSecondCapture
	feeTakenTwice
	amountLoweredByCapture
	capturableNotReduced
	previousTakenAfterChange
	cancelAfterSuccessAccepted
	bugs // how many, and one
)

// A simulator is a stand-in for the API as one writes it in an afternoon: fields, and a function for each call.
type simulator struct {
	bug bug

	status                       intent.Status
	amount, capturable, received money.Amount
	multicapture                 bool
	captures                     int
	captured, isRefunded         bool // of the charge
	amountRefunded               money.Amount
	fee                          money.NullAmount // asked for at creation
	feeRequired                  bool             // the first capture gave one
	feeCollected                 money.Amount
	refunds                      map[string]*refund.Refund
}

// wrong refuses a call, without saying the code.
func wrong(text string) error { return &intent.Error{Op: "simulator", Detail: text} }

func (s *simulator) Do(c intent.Command) (intenttest.Reply, error) {
	switch p := c.(type) {
	case intent.CreateParams:
		return intenttest.Reply{}, s.create(p)
	case intent.ConfirmParams:
		return intenttest.Reply{}, s.confirm(p)
	case intent.CaptureParams:
		return s.capture(p)
	case intent.CancelParams:
		return intenttest.Reply{}, s.cancel()
	case intent.ExpireParams:
		return intenttest.Reply{}, s.expire()
	case intent.RefundParams:
		return s.refund(p)
	case intent.UpdateRefundParams:
		return intenttest.Reply{}, s.updateRefund(p)
	}
	return intenttest.Reply{}, errors.New("no such call")
}

func (s *simulator) Read() (intenttest.Totals, error) {
	return intenttest.Totals{
		Status: s.status, Amount: money.Some(s.amount), AmountCapturable: money.Some(s.capturable), AmountReceived: money.Some(s.received),
		AmountRefunded: money.Some(s.amountRefunded), ApplicationFee: money.Some(s.feeCollected),
		Captured: intenttest.Told(s.captured), Refunded: intenttest.Told(s.isRefunded),
	}, nil
}

func (s *simulator) create(p intent.CreateParams) error {
	if p.Amount < 1 || p.Amount > 999_999_999_999 {
		return wrong("bad amount")
	}
	if err := s.checkFee(p.ApplicationFeeAmount, 0); err != nil {
		return err
	}
	s.status, s.amount, s.fee = intent.StatusRequiresPaymentMethod, p.Amount, p.ApplicationFeeAmount
	s.multicapture = bool(p.CardOptions.RequestMulticapture)
	s.refunds = map[string]*refund.Refund{}
	return nil
}

func (s *simulator) confirm(intent.ConfirmParams) error {
	again := s.bug == confirmAgainResetsCapturable && s.status == intent.StatusRequiresCapture
	if s.status != intent.StatusRequiresPaymentMethod && !again {
		return wrong("confirmed already")
	}
	s.status, s.capturable = intent.StatusRequiresCapture, s.amount
	return nil
}

func (s *simulator) cancel() error {
	switch {
	case s.status == intent.StatusCanceled || s.status == intent.StatusSucceeded && s.bug != cancelAfterSuccessAccepted:
		return wrong("too late")
	case s.received > 0 && s.status == intent.StatusRequiresCapture:
		s.close()
	default:
		s.status, s.capturable = intent.StatusCanceled, 0
	}
	return nil
}

func (s *simulator) expire() error {
	if s.status != intent.StatusRequiresCapture {
		return wrong("nothing is authorized")
	}
	switch {
	case s.received > 0:
		s.close()
		if s.bug == expiryOfPartCancels {
			s.status = intent.StatusCanceled
		}
	default:
		s.status, s.capturable = intent.StatusCanceled, 0
		if s.bug == expiryOfUntouchedSucceeds {
			s.status = intent.StatusSucceeded
		}
	}
	return nil
}

func (s *simulator) refund(p intent.RefundParams) (intenttest.Reply, error) {
	left := s.received - s.amountRefunded
	amount := p.Amount.Or(left)
	bound := left
	switch s.bug {
	case refundBoundByAmount:
		bound = s.amount - s.amountRefunded
	case refundBoundPerCall:
		bound = s.received
	default:
	}
	least := money.Amount(1)
	if s.bug == negativeRefundAccepted {
		least = -100
	}
	if s.received == 0 || amount < least || amount == 0 || amount > bound {
		return intenttest.Reply{}, wrong("bad refund")
	}
	s.amountRefunded += amount
	if s.bug == amountRefundedOverwritten {
		s.amountRefunded = amount
	}
	s.isRefunded = s.amountRefunded == s.received && (s.captured || s.bug == refundedBeforeFinal)
	r := &refund.Refund{ID: fmt.Sprintf("re_%dx", len(s.refunds)), Status: refund.StatusSucceeded, Amount: amount}
	if p.Status != "" {
		r.Status = p.Status
	}
	s.refunds[r.ID] = r
	return intenttest.Reply{ID: r.ID}, nil
}

func (s *simulator) updateRefund(p intent.UpdateRefundParams) error {
	r := s.refunds[p.Refund.ID]
	if !r.Status.Leads(p.Status) {
		return wrong("not possible")
	}
	r.Status = p.Status
	if !r.Status.Counts() {
		s.amountRefunded -= r.Amount
		s.isRefunded = false
	}
	return nil
}
