// Package conformance compares this module with what the API publishes about itself, and with its official SDKs, by tests alone:
//
//	cd examples/conformance && go test ./...
//
// It is a module of its own, so that nobody who imports the core gets what it needs. Each comparison has a test or a package:
//
//   - TestSchema: everything that the core writes, alone and in events, is valid against the OpenAPI schema of the API, and every key of it
//     is one of the schema's. What differs, such as keys that are not modelled, stands with its reason in differences_test.go, and nothing
//     else may. The form of the newest version of the API is compared, not those of older ones.
//   - TestWords, TestEventTypes: the words and the types of events that the core knows are those of the schema.
//   - TestFixtures: the sample objects that are published with the schema are read, and what is modelled of them is written again as it was.
//   - TestNode: what the official SDK for Node makes of events that the core signs. It needs Node, and therefore a build tag:
//     npm ci --prefix node && go test -tags node -run Node .
//   - TestStripeGo…, and the packages stripego, signature and bench: the official SDK for Go.
//
// The schema and the samples are those that github.com/stripe/stripe-mock embeds: TestVersion says of which version.
package conformance
