package main

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/tranche-go/tranche/webhook"
)

// A store holds the view of each payment in a file of its own, in a folder that one process uses at a time. It stands for a table of a database
// with a row for each payment, which is locked while it is replaced.
type store struct {
	dir     string
	seed    maphash.Seed
	locks   [64]sync.Mutex // each for every 64th payment
	replace func(name string, b []byte) error
}

func newStore(dir string) *store { return &store{dir: dir, seed: maphash.MakeSeed(), replace: replace} }

// An id becomes the name of a file only if it cannot lead out of the folder.
var (
	goodID   = regexp.MustCompile(`^pi_[0-9A-Za-z]{1,64}$`)
	errBadID = errors.New("this is no id of a payment")
)

func (s *store) name(id string) string { return filepath.Join(s.dir, id+".json") }

// apply stores what an event tells of its payment. If it returns an error, the event has to come again.
func (s *store) apply(e webhook.Envelope) error {
	id := e.PaymentIntentID()
	if id == "" {
		return nil // about no payment
	}
	lock := &s.locks[maphash.String(s.seed, id)%uint64(len(s.locks))]
	lock.Lock()
	defer lock.Unlock()
	v, err := s.load(id)
	if err != nil {
		return err
	}
	next := v.Apply(e)
	b, err := next.MarshalJSON()
	if err != nil || next == v { // it came before, or something newer did
		return err
	}
	return s.replace(s.name(id), b)
}

// load returns the view of a payment, or the zero View if nothing was told of it. It needs no lock: a file is never half written.
func (s *store) load(id string) (v webhook.View, err error) {
	if !goodID.MatchString(id) {
		return v, fmt.Errorf("%w: %.100q", errBadID, id)
	}
	b, err := os.ReadFile(s.name(id))
	if errors.Is(err, fs.ErrNotExist) {
		return v, nil
	}
	if err == nil {
		err = v.UnmarshalJSON(b)
	}
	if err == nil && v.PaymentIntent.ID != id {
		err = fmt.Errorf("%s is of another payment", s.name(id)) // some file systems do not tell pi_a from pi_A
	}
	return v, err
}

// replace writes a file as a whole: whenever the machine stops, the old one is there or the new one, and the new one after it returned nil.
func replace(name string, b []byte) error {
	f, err := os.OpenFile(name+".next", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(name+".next", name)
	}
	if err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close()) // the name, too
}
