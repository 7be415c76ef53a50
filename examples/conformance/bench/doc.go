// Package bench measures the way of a webhook beside stripe-go: webhook.Open beside ConstructEvent and json.Unmarshal of the object, and
// Envelope.MarshalJSON beside json.Marshal of the same object and event. It holds nothing but benchmarks:
//
//	go test ./bench -run '^$' -bench .
//
// One event of 2.6 kB on one machine, with go1.26.8; nanoseconds are that machine's, on an idle or a busy moment of it:
//
//	                     tranche                        stripe-go v85                     tranche is faster, in turns
//	Open                 19000–27000 ns   37 allocs     105000–155000 ns   297 allocs     5.3 times
//	Encode               6400–8000 ns     24 allocs     22000–32000 ns      10 allocs     6.1 times
//
// The last column is the ratio of medians of one run in which both take turns: it hardly depends on what else the machine does. Each by
// itself, with warm caches, Encode is 3.5 times as fast. Open has to be four times as fast in turns, or its benchmark fails. stripe-go
// reads all keys and writes all keys, also those of an object that are null; this module those that it models.
package bench
