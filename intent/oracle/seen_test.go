package oracle_test

import "github.com/tranche-go/tranche/intent"

// Sights are what has to be seen before a run says anything: a bit for each.
type sights uint64

// A sight is something that money did.
type sight int

const (
	fiftiethCapture sight = iota
	finalAfterFifty
	closesAfterFifty
	overcaptures
	wholeStaysOpen
	wholeCloses
	zeroCloses
	untouchedCancels
	releaseBooked
	expiresUntouched
	expiresPart
	cancelCancels
	cancelSucceeds
	bankSettles
	refundWhileOpen
	refundAfterRelease
	refundFalls
	refundStays
	manyRefunds
	feeAlong
	transferAlong
	transferAlongElsewhere
	reversalTakesFee
	portionUp
	portionDown
	portionTie
	portionCapped
	shareCapped
	laterAmount
	newAmount
	amountAgain
	totalGrows
	totalShrinks
	growsElsewhere
	transferIsLost
	sightCount
)

var sightNames = [sightCount]string{
	"a fiftieth capture", "a final capture of more after fifty", "a final capture of zero after fifty", "an overcapture",
	"a non-final capture of everything that stays open", "a non-final capture of everything that closes", "a final capture of zero",
	"a final capture of zero that cancels", "a release that is booked as refunded", "an expiry with nothing captured",
	"an expiry after a part was captured", "a cancel that cancels after a part was captured", "a cancel that succeeds",
	"a bank that settles", "a refund while more may be captured", "a refund after a release that is booked as refunded",
	"a failed refund that falls", "a failed refund that stays", "more refunds than have numbers", "a refund that takes the fee of several captures along",
	"a refund that takes the transfer of several captures along", "a refund that takes a transfer in another currency along",
	"a reversal that takes the fee along", "a portion that is rounded up", "a portion that is rounded down", "a portion with a half",
	"a portion of more than is left", "a share of more than was captured", "an amount of a later capture", "an amount that is new at a later capture",
	"an amount of the intent that is taken again", "a running total that grows", "a running total that shrinks",
	"a transfer in another currency that grows", "a transfer of which nobody knows how much it is",
}

func (b *book) see(s sight) { b.seen |= 1 << s }

func (b *book) seeIf(really bool, s sight) {
	if really {
		b.see(s)
	}
}

// seeCapture sees what a capture, which is not written down yet, does.
func (b *book) seeCapture(p *intent.CaptureParams, takes, whole, closes bool) {
	n := b.count[took]
	b.seeIf(takes && n == mostTimes-1, fiftiethCapture)
	b.seeIf(takes && n == mostTimes, finalAfterFifty)
	b.seeIf(!takes && n == mostTimes, closesAfterFifty)
	b.seeIf(!takes && n > 0, zeroCloses)
	b.seeIf(!takes && n == 0, untouchedCancels)
	b.seeIf(p.NonFinal && whole && closes, wholeCloses)
	b.seeIf(p.NonFinal && whole && !closes, wholeStaysOpen)
}
