package stripego

import (
	"encoding/json"

	"github.com/stripe/stripe-go/v85"

	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/setup"
	"github.com/tranche-go/tranche/refund"
)

// ToPaymentIntent returns what stripe-go knows of a PaymentIntent, with its latest charge expanded. stripe-go has the newest version of the
// API alone: whatever the version in the rules, that is written.
func ToPaymentIntent(pi intent.PaymentIntent) (*stripe.PaymentIntent, error) {
	pi.Rules.Version = ""
	return to[stripe.PaymentIntent](pi)
}

// ToCharge returns what stripe-go knows of a Charge, with its application fee and its transfer expanded; nil for the zero Charge.
func ToCharge(c charge.Charge) (*stripe.Charge, error) { return to[stripe.Charge](c) }

// ToRefund returns what stripe-go knows of a Refund, with its transfer reversal expanded; nil for the zero Refund.
func ToRefund(r refund.Refund) (*stripe.Refund, error) { return to[stripe.Refund](r) }

// ToSetupIntent returns what stripe-go knows of a SetupIntent, with its latest attempt expanded, in the newest version of the API.
func ToSetupIntent(si setup.Intent) (*stripe.SetupIntent, error) {
	si.Rules.Version = ""
	return to[stripe.SetupIntent](si)
}

// ToApplicationFee returns what stripe-go knows of an application fee; nil for the zero ApplicationFee.
func ToApplicationFee(f connect.ApplicationFee) (*stripe.ApplicationFee, error) {
	return to[stripe.ApplicationFee](f)
}

// ToTransfer returns what stripe-go knows of a Transfer; nil for the zero Transfer.
func ToTransfer(t connect.Transfer) (*stripe.Transfer, error) { return to[stripe.Transfer](t) }

func to[T any](v json.Marshaler) (object *T, err error) {
	b, err := v.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(b, &object) // null leaves it nil
	}
	return object, err
}
