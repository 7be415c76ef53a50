package charge

import (
	"github.com/tranche-go/tranche/charge/code"
	"github.com/tranche-go/tranche/charge/money"
)

// An Answer is what came of an attempt. The zero Answer is none, and is refused.
type Answer string

// Answers.
const (
	AnswerApproved   Answer = "approved"   // the issuer agreed
	AnswerDeclined   Answer = "declined"   // the issuer, a bank or the network refused
	AnswerChallenged Answer = "challenged" // the customer has to act first, for example by 3D Secure
	AnswerPending    Answer = "pending"    // an asynchronous method such as a bank debit: the answer comes later
)

// An Attempt is one try to move money and its answer, both from outside. It is plain data: a simulator makes it up,
// a replay reads it from a journal. A Card and a Settlement where nothing is approved are not used, but refused if they are impossible.
type Attempt struct {
	Answer     Answer  `json:"answer"`
	Charge     string  `json:"charge,omitempty"`      // id of the charge. None if challenged; a decline without one was refused before any charge was made, and a pending attempt may have none yet
	Card       Card    `json:"card,omitzero"`         // what the network offers, if approved; the intent takes of it what it requested
	Failure    Failure `json:"failure,omitzero"`      // if declined
	NextAction string  `json:"next_action,omitempty"` // next_action.type, if challenged: "use_stripe_sdk", "redirect_to_url", …
	Settlement         // what comes into being, if approved and captured at once
}

// A Settlement is what comes into being when money is captured, named from outside. What is not given is not there yet, as in asynchronous
// capture: intent.PaymentIntent.Settle fills it in. What does not come into being, because there is no fee or no transfer, is ignored.
//
// Operations refuse, in this order:
//   - code.ParameterInvalidInteger, code.AmountTooLarge with Param transfer_amount: less than 1, or more than money.Max
//   - code.ParameterMissing with Param transfer_currency: an amount without one
//   - code.ParameterInvalid with Param transfer_currency: not three letters in lower case
//   - code.ParameterInvalid with Param transfer_amount: the payment's own currency, in which it is computed
type Settlement struct {
	BalanceTransaction string           `json:"balance_transaction,omitempty"` // id; a charge keeps the first
	ApplicationFee     string           `json:"application_fee,omitempty"`     // id; a charge keeps the first
	Transfer           string           `json:"transfer,omitempty"`            // id; a charge keeps the first
	TransferCurrency   money.Currency   `json:"transfer_currency,omitempty"`   // if the destination is paid in another currency than the charge's, in lower case
	TransferAmount     money.NullAmount `json:"transfer_amount,omitzero"`      // minor units of TransferCurrency, of this capture and what was due before it; null: not known
}

// A Failure is why an issuer, a bank or a customer refused. It is not an error: the intent moves on. The zero Failure is none.
type Failure struct {
	Code    code.Code    `json:"code,omitempty"`
	Decline code.Decline `json:"decline_code,omitempty"`
	Message string       `json:"message,omitempty"`
}

// Type returns the type of the API's error object: what a customer did not do is about the request, what an issuer refused about the card.
func (f Failure) Type() code.Type {
	switch f.Code {
	case code.PaymentIntentAuthenticationFailure, code.PaymentIntentPaymentAttemptExpired, code.PaymentIntentPaymentAttemptFailed,
		code.SetupIntentAuthenticationFailure, code.SetupIntentSetupAttemptExpired, code.SetupAttemptFailed,
		code.MicrodepositAttemptsExceeded, code.MicrodepositTimeout:
		return code.TypeInvalidRequest
	default:
		return code.TypeCard
	}
}
