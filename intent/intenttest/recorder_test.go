package intenttest_test

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A recorder is a test that may fail.
type recorder struct {
	failed bool
	text   strings.Builder
}

func (r *recorder) Helper()                           {}
func (r *recorder) Name() string                      { return "Recorder" }
func (r *recorder) Logf(format string, args ...any)   { fmt.Fprintf(&r.text, format+"\n", args...) }
func (r *recorder) Log(args ...any)                   { fmt.Fprintln(&r.text, args...) }
func (r *recorder) Skipf(format string, args ...any)  { r.Logf(format, args...); r.SkipNow() }
func (r *recorder) Skip(args ...any)                  { r.Log(args...); r.SkipNow() }
func (r *recorder) SkipNow()                          { runtime.Goexit() }
func (r *recorder) Errorf(format string, args ...any) { r.Logf(format, args...); r.Fail() }
func (r *recorder) Error(args ...any)                 { r.Log(args...); r.Fail() }
func (r *recorder) Fatalf(format string, args ...any) { r.Logf(format, args...); r.FailNow() }
func (r *recorder) Fatal(args ...any)                 { r.Log(args...); r.FailNow() }
func (r *recorder) FailNow()                          { r.Fail(); runtime.Goexit() }
func (r *recorder) Fail()                             { r.failed = true }
func (r *recorder) Failed() bool                      { return r.failed }

var _ rapid.TB = (*recorder)(nil)

// run runs a test as one of its own, with a seed and without a file of what failed.
func (r *recorder) run(seed string, test func()) {
	defer settings("rapid.seed", seed, "rapid.nofailfile", "true")()
	r.alone(test)
}

// alone runs a test as one of its own.
func (r *recorder) alone(test func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		test()
	}()
	<-done
}

// settings sets flags, and those of rapid that decide what is drawn to their defaults, also with -short. The function that it returns sets
// them back.
func settings(more ...string) (back func()) {
	all := []string{"rapid.checks", "100", "rapid.steps", "30"}
	if testing.Short() { // then rapid takes a fifth and a half
		all = []string{"rapid.checks", "500", "rapid.steps", "60"}
	}
	all = append(all, more...)
	var undo []func()
	for i := 0; i < len(all); i += 2 {
		f := flag.Lookup(all[i])
		before := f.Value.String()
		f.Value.Set(all[i+1])
		undo = append(undo, func() { f.Value.Set(before) })
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}
