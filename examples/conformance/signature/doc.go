// Package signature compares the signatures of webhooks with those of stripe-go, by tests alone: what one signs the other accepts, with
// one byte changed neither does; VerifyLeniently says of every header what stripe-go says, and what Verify accepts stripe-go accepts.
//
//	go test ./signature
//	go test ./signature -run '^$' -fuzz FuzzLenient -fuzztime 1000000x
package signature
