package intenttest_test

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/intenttest"
)

// A system that cannot begin is out of reach.
func TestStart(t *testing.T) {
	r := new(recorder)
	r.run("1", func() {
		intenttest.Check(r, func() (intenttest.System, error) { return nil, errAway }, intenttest.Options{})
	})
	if said := r.text.String(); !r.failed || !strings.Contains(said, "out of reach or broken: connection refused") {
		t.Error(said)
	}
}

// A closing system is the library and counts how many are open.
type closing struct {
	twisted
	open *int
	err  error
}

func (s *closing) Close() error {
	*s.open--
	return s.err
}

// Each system that began is closed, also of lives that fail and while they are made shorter.
func TestClose(t *testing.T) {
	lost := errors.New("lost while closing")
	fine, wrong := twisted{}, captures(func() (reply, error) { return reply{}, nil })
	for _, tt := range []struct {
		system twisted
		err    error
		want   string // in what is said; "" passes
	}{{fine, nil, ""}, {wrong, nil, "call 3, capture: "}, {fine, lost, "out of reach or broken: lost while closing"}, {wrong, lost, "lost while closing"}} {
		open, began := 0, 0
		r := new(recorder)
		r.run("1", func() {
			intenttest.Check(r, func() (intenttest.System, error) {
				open++
				began++
				return &closing{tt.system, &open, tt.err}, nil
			}, intenttest.Options{})
		})
		if said := r.text.String(); r.failed != (tt.want != "") || !strings.Contains(said, tt.want) || open != 0 || began == 0 {
			t.Errorf("failed: %v, want %q; %d of %d are open\n%s", r.failed, tt.want, open, began, said)
		}
	}
}

// length returns how many calls a story has that Check tells, and the story.
func length(t *testing.T, seed int, start func() (intenttest.System, error)) (int, string) {
	r := new(recorder)
	r.run(strconv.Itoa(seed), func() {
		intenttest.Check(r, start, intenttest.Options{Payment: intent.CreateParams{Account: "acct_1"}})
	})
	said := regexp.MustCompile(`call (\d+), `).FindAllStringSubmatch(r.text.String(), -1)
	if said == nil {
		t.Fatalf("nothing was found: %s", r.text.String())
	}
	n, _ := strconv.Atoi(said[len(said)-1][1])
	return n, r.text.String()
}

// Where a few calls show what is wrong the story has no walk of 50 captures. With these seeds it is found after one.
func TestShortStories(t *testing.T) {
	for _, tt := range []struct {
		bug            bug
		seed, shortest int
	}{{closingZeroRefused, 3, 4}, {refundBoundPerCall, 3, 6}, {amountLoweredByCapture, 2, 4}} {
		n, story := length(t, tt.seed, func() (intenttest.System, error) { return &simulator{bug: tt.bug}, nil })
		if n > tt.shortest {
			t.Errorf("%s: %d calls, want %d\n%s", names[tt.bug], n, tt.shortest, story)
		}
	}
}

// A tired system takes no refunds after 50 captures.
type tired struct {
	library
	captures int
}

func (s *tired) Do(c intent.Command) (reply, error) {
	if c.Operation() == intent.OpRefund && s.captures >= 50 {
		return reply{}, &intent.Error{Detail: "No more today."}
	}
	r, err := s.library.Do(c)
	if p, ok := c.(intent.CaptureParams); ok && err == nil && p.AmountToCapture != money.Some(0) {
		s.captures++
	}
	return r, err
}

// Where it takes 50 captures the story has no more of them.
func TestWalkOfFifty(t *testing.T) {
	for seed := 1; seed <= 2; seed++ {
		n, story := length(t, seed, func() (intenttest.System, error) { return new(tired), nil })
		if n != 53 || !strings.Contains(story, "3.-52. POST /v1/payment_intents/pi_1/capture amount_to_capture=1 ") {
			t.Errorf("seed %d: %d calls\n%s", seed, n, story)
		}
	}
}

// A life is lived again without its walk, with the ids of the new system.
func TestLivedAgain(t *testing.T) {
	systems := 0
	n, story := length(t, 3, func() (intenttest.System, error) {
		systems++
		return &renaming{suffix: fmt.Sprint("_", systems), t: t}, nil
	})
	if n > 10 || !strings.Contains(story, ", update_refund: it is refused, want it accepted") {
		t.Errorf("%d calls\n%s", n, story)
	}
}

// A renaming system gives ids that no other system has, and takes no updates of refunds after two captures.
type renaming struct {
	library
	suffix string
	t      *testing.T
}

func (s *renaming) Do(c intent.Command) (reply, error) {
	id := ""
	switch p := c.(type) {
	case intent.RefundParams:
		p.ID += s.suffix
		c, id = p, p.ID
	case intent.UpdateRefundParams:
		if !strings.HasSuffix(p.Refund.ID, s.suffix) {
			s.t.Fatalf("an update of %s, which is of another system than %s", p.Refund.ID, s.suffix)
		}
		if s.pi.LatestCharge.Captures > 1 {
			return reply{}, &intent.Error{Detail: "No."}
		}
	}
	r, err := s.library.Do(c)
	r.ID = id
	return r, err
}
