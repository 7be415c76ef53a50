// Package bench measures the way of a webhook beside stripe-go: webhook.Open beside ConstructEvent and json.Unmarshal of the object, and
// Envelope.MarshalJSON beside json.Marshal of the same object and event. It holds nothing but benchmarks:
//
//	go test ./bench -run '^$' -bench .
//
// One event of 2.6 kB with go1.26.8, on one machine in its idle and its busy moments; the nanoseconds are that machine's:
//
//	          tranche                        stripe-go v85                     in turns, tranche is
//	Open      19000–32000 ns    37 allocs    105000–171000 ns   297 allocs     5.3 to 5.5 times as fast
//	Encode     6400–8000 ns     24 allocs     22000–32000 ns     10 allocs     4.8 to 6.3 times as fast
//
// The last column is the ratio of the medians of a run in which both take turns, so that both get as much of what else the machine does. Encode
// by itself, with warm caches, is 3.5 times as fast. Open has to be four times as fast in turns, or its benchmark fails. stripe-go reads and
// writes all keys of the API, also those that are null; this module those that it models.
package bench
