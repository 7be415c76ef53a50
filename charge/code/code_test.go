package code_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/tranche-go/tranche/charge/code"
)

// blocks returns the constants of one type in a file, in their order, one slice for each const block.
func blocks(t *testing.T, file, typ string) [][]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for _, d := range f.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			continue
		}
		var block []string
		for _, s := range decl.Specs {
			spec := s.(*ast.ValueSpec)
			if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != typ {
				continue
			}
			for _, v := range spec.Values {
				text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				block = append(block, text)
			}
		}
		if len(block) > 0 {
			all = append(all, block)
		}
	}
	return all
}

// codes returns the codes of the API and those of this module, as code.go declares them.
func codes(t *testing.T) (api, ours []code.Code) {
	t.Helper()
	all := blocks(t, "code.go", "Code")
	if len(all) != 2 {
		t.Fatalf("code.go has %d blocks of codes, not one of the API's and one of ours", len(all))
	}
	for _, c := range all[0] {
		api = append(api, code.Code(c))
	}
	for _, c := range all[1] {
		ours = append(ours, code.Code(c))
	}
	return api, ours
}

func TestInAPI(t *testing.T) {
	api, ours := codes(t)
	for _, c := range api {
		if !c.InAPI() {
			t.Errorf("%s is declared as a code of the API, but InAPI says no", c)
		}
	}
	for _, c := range ours {
		if c.InAPI() {
			t.Errorf("%s is declared as a code of this module, but InAPI says that the API has it", c)
		}
	}
	if code.Code("").InAPI() {
		t.Error("the empty code is in the API")
	}
	if !code.Code("resource_missing").InAPI() {
		t.Error("a code from outside that is not one of this module's is not taken for the API's")
	}
}

func TestCodesAreUniqueAndSorted(t *testing.T) {
	api, ours := codes(t)
	all := slices.Sorted(slices.Values(slices.Concat(api, ours)))
	if len(all) != 52 || len(slices.Compact(all)) != 52 {
		t.Errorf("there are %d codes, want 52 different ones: count them here when one is added", len(all))
	}
	if !slices.IsSorted(api) {
		t.Error("the API's codes are not sorted")
	}
}

func TestCodeIsItsOwnText(t *testing.T) {
	api, ours := codes(t)
	for _, c := range slices.Concat(api, ours) {
		if c.Error() != string(c) {
			t.Errorf("the text of %q is %q", string(c), c.Error())
		}
	}
}

// The spelling is what goes over the wire, so it is written down once more.
func TestSpelling(t *testing.T) {
	for want, got := range map[string]code.Code{
		"amount_too_large":                       code.AmountTooLarge,
		"amount_too_small":                       code.AmountTooSmall,
		"authentication_required":                code.AuthenticationRequired,
		"balance_insufficient":                   code.BalanceInsufficient,
		"capture_charge_authorization_expired":   code.CaptureChargeAuthorizationExpired,
		"card_declined":                          code.CardDeclined,
		"charge_already_refunded":                code.ChargeAlreadyRefunded,
		"charge_disputed":                        code.ChargeDisputed,
		"expired_card":                           code.ExpiredCard,
		"incorrect_cvc":                          code.IncorrectCVC,
		"invalid_charge_amount":                  code.InvalidChargeAmount,
		"invalid_expiry_month":                   code.InvalidExpiryMonth,
		"invalid_expiry_year":                    code.InvalidExpiryYear,
		"parameter_invalid_integer":              code.ParameterInvalidInteger,
		"parameter_missing":                      code.ParameterMissing,
		"parameter_unknown":                      code.ParameterUnknown,
		"parameters_exclusive":                   code.ParametersExclusive,
		"payment_intent_action_required":         code.PaymentIntentActionRequired,
		"payment_intent_authentication_failure":  code.PaymentIntentAuthenticationFailure,
		"payment_intent_payment_attempt_expired": code.PaymentIntentPaymentAttemptExpired,
		"payment_intent_payment_attempt_failed":  code.PaymentIntentPaymentAttemptFailed,
		"payment_method_microdeposit_verification_amounts_invalid":          code.MicrodepositAmountsInvalid,
		"payment_method_microdeposit_verification_amounts_mismatch":         code.MicrodepositAmountsMismatch,
		"payment_method_microdeposit_verification_attempts_exceeded":        code.MicrodepositAttemptsExceeded,
		"payment_method_microdeposit_verification_descriptor_code_mismatch": code.MicrodepositDescriptorCodeMismatch,
		"payment_method_microdeposit_verification_timeout":                  code.MicrodepositTimeout,
		"setup_attempt_failed":                code.SetupAttemptFailed,
		"setup_intent_authentication_failure": code.SetupIntentAuthenticationFailure,
		"setup_intent_setup_attempt_expired":  code.SetupIntentSetupAttemptExpired,
		"setup_intent_unexpected_state":       code.SetupIntentUnexpectedState,
		"payment_intent_unexpected_state":     code.PaymentIntentUnexpectedState,
		"processing_error":                    code.ProcessingError,
		"status_transition_invalid":           code.StatusTransitionInvalid,
	} {
		if string(got) != want {
			t.Errorf("%q should be %q", got, want)
		}
	}
	types := []code.Type{code.TypeInvalidRequest, code.TypeCard}
	if !slices.Equal(types, []code.Type{"invalid_request_error", "card_error"}) {
		t.Errorf("the types are %q", types)
	}
	declines := []code.Decline{
		code.DeclineAuthenticationNotHandled, code.DeclineAuthenticationRequired, code.DeclineCardVelocityExceeded, code.DeclineGeneric,
		code.DeclineInsufficientFunds, code.DeclineLostCard, code.DeclineStolenCard,
	}
	if !slices.Equal(declines, []code.Decline{
		"authentication_not_handled", "authentication_required", "card_velocity_exceeded", "generic_decline", "insufficient_funds", "lost_card", "stolen_card",
	}) {
		t.Errorf("the decline codes are %q", declines)
	}
}
