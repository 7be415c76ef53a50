package hidden

import (
	"context"       // refused: imports context
	_ "crypto/rand" // refused: imports crypto/rand; imports crypto/rand as _
	"fmt"
	"hash/maphash"  // refused: imports hash/maphash
	"maps"          // refused: imports maps
	"math/rand/v2"  // refused: imports math/rand/v2
	"os"            // refused: imports os
	"os/user"       // refused: imports os/user
	"reflect"       // refused: imports reflect
	"runtime"       // refused: imports runtime
	"runtime/debug" // refused: imports runtime/debug
	"strconv"
	. "strings" // refused: imports strings as .
	"sync"      // refused: imports sync
	"syscall"   // refused: imports syscall
	"testing"   // refused: imports testing
	"time"      // refused: imports time
	"unicode"
	"unsafe" // refused: imports unsafe
)

func clocks() {
	_ = time.Now()                // refused: uses time.Now
	_ = time.Since                // refused: uses time.Since
	time.Sleep(time.Second)       // refused: uses time.Second; uses time.Sleep
	_ = time.After(1)             // refused: has a channel; uses time.After
	_ = time.Unix(0, 0).UTC()     // refused: uses time.Time.UTC; uses time.Unix
	_ = time.Unix(0, 0).YearDay() // refused: has a local time; uses time.Time.YearDay; uses time.Unix
}

func zones(t time.Time) int { // refused: uses time.Time
	_ = time.Local     // refused: hands out Local; uses time.Local
	_ = t.Local()      // refused: uses time.Time.Local
	return t.YearDay() // refused: uses time.Time.YearDay
}

func machine() {
	_, _ = os.LookupEnv("HOME")                         // refused: uses os.LookupEnv
	_ = len(os.Args)                                    // refused: uses os.Args
	_, _ = user.Current()                               // refused: uses os/user.Current
	_ = syscall.Getpid()                                // refused: uses syscall.Getpid
	_ = runtime.NumGoroutine()                          // refused: uses runtime.NumGoroutine
	_ = debug.SetGCPercent(1)                           // refused: uses runtime/debug.SetGCPercent
	_ = testing.Testing()                               // refused: uses testing.Testing
	_ = uintptr(unsafe.Pointer(&struct{}{}))            // refused: uses unsafe.Pointer
	_ = reflect.ValueOf(1)                              // refused: uses reflect.ValueOf
	_, _ = fmt.Scan()                                   // refused: uses fmt.Scan
	_, _ = context.WithTimeout(context.Background(), 1) // refused: uses context.Background; uses context.WithTimeout
	_ = Contains("", "")                                // it is seen by the import
	unicode.Categories["Lu"] = unicode.Categories["Z"]  // refused: changes Categories; hands out Categories; uses unicode.Categories
}

func chance(m map[string]int) {
	_ = rand.Int()         // refused: uses math/rand/v2.Int
	_ = maphash.MakeSeed() // refused: uses hash/maphash.MakeSeed
	for range m {          // refused: ranges over a map
	}
	_ = maps.Keys(m)       // refused: uses maps.Keys
	var group sync.Map     // refused: uses sync.Map
	group.Range(nil)       // refused: uses sync.Map.Range
	_ = sync.OnceFunc(nil) // refused: uses sync.OnceFunc
}

func anyMap[M ~map[string]int](m M) {
	for range m { // refused: ranges over a map
	}
}

type length float64 // refused: has a float

func floats(d time.Duration, l length) { // refused: has a float; uses time.Duration
	_ = 1e3                          // refused: has a float
	var _ int = 1e3                  // refused: has a float
	_ = 2i                           // refused: has a float
	_ = int(d.Seconds())             // refused: has a float; uses time.Duration.Seconds
	_, _ = strconv.ParseFloat("", 1) // refused: has a float
	_ = []length{}                   // refused: has a float
	_ = complex64(0)                 // refused: has a float
}
