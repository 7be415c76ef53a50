package event_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/tranche-go/tranche/webhook/event"
)

// parcel and letter are two kinds of events.
type (
	parcel struct {
		event.Header
		id string
	}
	letter struct{ parcel }
)

func (p *parcel) ObjectID() string { return p.id }
func (p *parcel) String() string   { return string(p.Type) + " " + p.id }

func mail() (a, b *parcel, c *letter, all []event.Event) {
	a = &parcel{event.Header{Type: "parcel.sent", Created: 1}, "p_1"}
	b = &parcel{event.Header{Type: "parcel.lost", Created: 2}, "p_2"}
	c = &letter{parcel{event.Header{Type: "letter.sent", Created: 3}, "l_1"}}
	return a, b, c, []event.Event{a, c, b}
}

func TestHeader(t *testing.T) {
	a, _, _, _ := mail()
	var e event.Event = a
	if e.EventType() != "parcel.sent" || e.EventCreated() != 1 || e.ObjectID() != "p_1" {
		t.Errorf("%s %d %s", e.EventType(), e.EventCreated(), e.ObjectID())
	}
}

func TestOnly(t *testing.T) {
	a, b, c, all := mail()
	if got := slices.Collect(event.Only[*parcel](all)); !slices.Equal(got, []*parcel{a, b}) {
		t.Errorf("the parcels are %v", got)
	}
	if got := slices.Collect(event.Only[*letter](all)); !slices.Equal(got, []*letter{c}) {
		t.Errorf("the letters are %v", got)
	}
	if got := slices.Collect(event.Only[event.Event](all)); !slices.Equal(got, all) {
		t.Errorf("the events are %v", got)
	}
	if got := slices.Collect(event.Only[*parcel](nil)); got != nil {
		t.Errorf("no events hold %v", got)
	}
	// One that is asked for after the caller has stopped would panic.
	for e := range event.Only[*parcel](all) {
		if e != a {
			t.Errorf("the first parcel is %v", e)
		}
		break
	}
}

func TestOld(t *testing.T) {
	for _, c := range []struct {
		name   string
		old    event.Old[int]
		or7    int
		isZero bool
	}{
		{"zero", event.Old[int]{}, 7, true},
		{"was 5", event.Was(5), 5, false},
		{"was 0", event.Was(0), 0, false}, // zero is a value
		{"changed from 5 to 6", event.Changed(5, 6), 5, false},
		{"changed from 0 to 6", event.Changed(0, 6), 0, false},
		{"changed from 5 to 5", event.Changed(5, 5), 7, true},
		{"changed from 0 to 0", event.Changed(0, 0), 7, true},
	} {
		if got := c.old.Or(7); got != c.or7 {
			t.Errorf("%s: %d before, want %d", c.name, got, c.or7)
		}
		if c.old.IsZero() != c.isZero || c.old.Valid == c.isZero {
			t.Errorf("%s: IsZero %t, Valid %t", c.name, c.old.IsZero(), c.old.Valid)
		}
	}
	if event.Was("a") != (event.Old[string]{Value: "a", Valid: true}) || event.Changed("a", "a") != (event.Old[string]{}) {
		t.Error("an Old does not compare by its value")
	}
}

func ExampleOnly() {
	_, _, _, events := mail()
	for e := range event.Only[*parcel](events) {
		fmt.Println(e)
	}
	// Output:
	// parcel.sent p_1
	// parcel.lost p_2
}
