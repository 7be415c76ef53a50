package intent

import "github.com/tranche-go/tranche/webhook/event"

// A Version is an API version, such as "2025-03-31.basil". The empty Version is the newest one.
type Version string

// The dates of API versions at which something changed that this module models. Each is asked in one place.
const (
	// Statuses and the next action got the names of today: requires_source was requires_payment_method, requires_source_action was
	// requires_action, next_source_action was next_action. Source: https://docs.stripe.com/changelog (2019-02-11).
	dateStatusNames = "2019-02-11"

	// An intent has latest_charge instead of the list charges. Source: https://docs.stripe.com/changelog (2022-11-15).
	dateLatestCharge = "2022-11-15"

	// An omitted capture_method means automatic_async, no longer automatic.
	// Source: https://docs.stripe.com/payments/payment-intents/asynchronous-capture.
	dateAsyncDefault = "2024-04-10"

	// refund.created, refund.updated and refund.failed are sent for the refunds of charges, too.
	// Source: https://docs.stripe.com/changelog/acacia/2024-10-28/refund-events.
	dateRefundEvents = "2024-10-28"

	// Releases are no longer booked as refunds; an expired intent says so.
	// Source: https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow.
	dateSilentReleases = "2025-03-31"
)

// Status returns the name that a status, given by its name of today, has in v.
func (v Version) Status(s Status) Status {
	switch {
	case !v.Before(dateStatusNames):
		return s
	case s == StatusRequiresPaymentMethod:
		return "requires_source"
	case s == StatusRequiresAction:
		return "requires_source_action"
	default:
		return s
	}
}

// Current returns the name that a status has had since 2019-02-11: requires_payment_method for requires_source, requires_action for
// requires_source_action, and any other as it is.
func (s Status) Current() Status {
	switch s {
	case "requires_source":
		return StatusRequiresPaymentMethod
	case "requires_source_action":
		return StatusRequiresAction
	default:
		return s
	}
}

// NextAction returns the name of the field next_action in v.
func (v Version) NextAction() string {
	if v.Before(dateStatusNames) {
		return "next_source_action"
	}
	return "next_action"
}

// Sends reports whether an endpoint of version v gets events of a type that this module's operations tell. Before 2024-10-28.acacia refunds
// of charges had no refund.* of their own: charge.refunded and charge.refund.updated tell what happened.
func (v Version) Sends(t event.Type) bool {
	switch t {
	case event.RefundCreated, event.RefundUpdated, event.RefundFailed:
		return !v.Before(dateRefundEvents)
	default:
		return true
	}
}

// Before reports whether v is older than a date such as "2025-03-31". The empty Version is older than none.
func (v Version) Before(date string) bool { return v != "" && string(v) < date }

// valid reports whether v is empty or begins with a date: digits and dashes are all that Before needs.
func (v Version) valid() bool {
	const date = "0000-00-00"
	if v == "" {
		return true
	}
	if len(v) < len(date) {
		return false
	}
	for i := range len(date) {
		digit := v[i] >= '0' && v[i] <= '9'
		if digit != (date[i] == '0') || !digit && v[i] != '-' {
			return false
		}
	}
	return true
}
