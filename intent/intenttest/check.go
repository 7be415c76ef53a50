package intenttest

import (
	"pgregory.net/rapid"

	"github.com/tranche-go/tranche/capture"
)

// Check runs random lives of payments through a system and the model side by side, and fails at the first difference: a command that is
// accepted and should be refused, or the other way round; another reason; another status, amount or flag shown; other events, if they
// are told. It prints a short life with the difference, as calls of the API: mostly, but not always, no shorter one has it.
//
// start returns the system for one more payment, from before Create, or an error if there is none. It is called for each life, and often
// while a failing life is made shorter: more than one may be open then. What is out of reach or broken ends the test at once, and is not
// taken for a refusal. A System that ends the test itself, by the Fatal of a testing.T, ends it without the story: it should return an error.
//
// The flags of rapid count: -rapid.checks is the number of lives, -rapid.steps how long they are, -rapid.seed repeats one. Check fails, too, if
// a hundred lives or more never came to 50 captures, where multicapture is there. With -short rapid tries 20 lives, half as long, and then
// nothing says so.
func Check(t rapid.TB, start func() (System, error), o Options) {
	t.Helper()
	if err := o.complete(); err != nil {
		t.Fatalf("Options: %v", err)
	}
	lives, most := 0, 0
	var failing *life
	rapid.Check(t, func(rt *rapid.T) {
		l := rapid.Custom(func(rt *rapid.T) *life { return drawLife(rt, start, &o, drawAimed) }).Draw(rt, "payment")
		lives++
		most = max(most, len(l.model.Captures))
		switch {
		case l.broken != nil && failing != nil:
			t.Fatalf("the system is out of reach or broken: %v\n%s\nwhile this life was made shorter:%#v", l.broken, l.story.String(), failing)
		case l.broken != nil:
			t.Fatalf("the system is out of reach or broken: %v\n%s", l.broken, l.story.String())
		case l.wrong != "":
			failing = l
			rt.Fatal(l.wrong)
		}
	})
	if lives >= 100 && most < capture.MaxCaptures && o.walks() {
		t.Errorf("no payment came to 50 captures, at most to %d: nothing is known about the limit", most)
	}
}
