package intent

// A Deadline is a moment at which time alone changes an intent.
type Deadline struct {
	At        int64     // unix seconds. Give it as At of the operation, however late it is noticed
	Operation Operation // OpExpire
}

// Deadline returns the next moment at which time alone changes pi. ok is false if there is none, or none is known.
// An authorization expires at capture_before; processing and the customer's step have no deadline.
func (pi PaymentIntent) Deadline() (d Deadline, ok bool) {
	if before := pi.LatestCharge.Card.CaptureBefore; pi.Status == StatusRequiresCapture && before != 0 {
		return Deadline{At: before, Operation: OpExpire}, true
	}
	return Deadline{}, false
}
