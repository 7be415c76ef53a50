// Package conformance compares this module with what the API publishes about itself, by tests alone:
//
//	cd examples/conformance && go test ./...
//
// It is a module of its own, so that nobody who imports the core gets what it needs.
//
//   - Schema: everything that the core writes, alone and in events, is valid against the OpenAPI schema of the API, and every key and
//     every word of it is one of the schema's. What differs, such as keys that are not modelled, stands with its reason in
//     differences_test.go, and nothing else may.
//
//   - Fixtures: the sample objects that are published with the schema are read, and what is modelled of them is written again as it was.
//
//   - Node: what the official SDK for Node makes of signed events. It needs Node and its package, and therefore a build tag:
//
//     npm ci --prefix node && go test -tags node -run Node .
//
// The schema and the fixtures are those that github.com/stripe/stripe-mock embeds: go.mod and TestVersion say of which version.
package conformance
