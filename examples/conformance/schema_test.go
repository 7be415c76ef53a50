package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/stripe/stripe-mock/embedded"
)

// kinds are the objects that this module writes, as their member "object" names them.
var kinds = []string{
	"payment_intent", "charge", "refund", "setup_intent", "setup_attempt", "application_fee", "fee_refund", "transfer", "transfer_reversal", "event",
	"payment_method", // its id, in an error
}

// A schema is the published description of the API's objects.
type schema struct {
	version  string
	compiler *jsonschema.Compiler
	known    map[string]*jsonschema.Schema // by place
}

var published = sync.OnceValue(func() *schema {
	var spec struct {
		Info       struct{ Version string }
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(embedded.OpenAPISpec, &spec); err != nil {
		panic(err)
	}
	s := &schema{version: spec.Info.Version, compiler: jsonschema.NewCompiler(), known: map[string]*jsonschema.Schema{}}
	for name, described := range spec.Components.Schemas {
		of := described.(map[string]any)
		if _, resource := of["x-resourceId"]; resource && !slices.Contains(kinds, name) {
			of = map[string]any{"type": "object"} // what this module knows by its id alone; the rest is large
		}
		spec.Components.Schemas[name] = strict(of)
	}
	doc := map[string]any{"components": map[string]any{"schemas": spec.Components.Schemas}}
	if err := s.compiler.AddResource("api.json", doc); err != nil {
		panic(err)
	}
	return s
})

// strict makes JSON Schema of a schema of OpenAPI 3.0, in which null is allowed by "nullable", and lets an object have the keys that
// are described and no others, which OpenAPI leaves open.
func strict(of map[string]any) map[string]any {
	each := func(member any) any {
		if inner, ok := member.(map[string]any); ok {
			return strict(inner)
		}
		return member
	}
	properties, _ := of["properties"].(map[string]any)
	for key, property := range properties {
		properties[key] = each(property)
	}
	if _, open := of["additionalProperties"]; properties != nil && !open {
		of["additionalProperties"] = false
	}
	of["additionalProperties"], of["items"] = each(of["additionalProperties"]), each(of["items"])
	for _, key := range []string{"additionalProperties", "items"} {
		if of[key] == nil {
			delete(of, key)
		}
	}
	choices, _ := of["anyOf"].([]any)
	for i := range choices {
		choices[i] = each(choices[i])
	}
	if of["nullable"] == true {
		return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, of}}
	}
	return of
}

// at returns the schema of a kind of object, or of one of its properties; nil, if the kind has no such property.
func (s *schema) at(kind string, property ...string) *jsonschema.Schema {
	place := strings.Join(append([]string{"api.json#/components/schemas", kind}, property...), "/properties/")
	place = strings.Replace(place, "/properties/", "/", 1)
	if of, ok := s.known[place]; ok {
		return of
	}
	of, err := s.compiler.Compile(place)
	if err != nil {
		of = nil
	}
	s.known[place] = of
	return of
}

// violations returns what of an object the schema of its kind does not allow, such as
//
//	missing charge.livemode, unknown charge.tranche, null refund.pending_reason, enum charge.status lost, type charge.amount string
//
// The place is counted from the innermost object that says what it is, whatever it is expanded in.
func (s *schema) violations(kind string, object []byte) []string {
	return s.violationsAt(s.at(kind), kind, object)
}

func (s *schema) violationsAt(of *jsonschema.Schema, place string, value []byte) []string {
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(value))
	if err != nil {
		return []string{"syntax " + place + " " + err.Error()}
	}
	err = of.Validate(instance)
	if err == nil {
		return nil
	}
	var all []string
	for _, leaf := range leaves(err.(*jsonschema.ValidationError)) {
		all = append(all, describe(leaf, where(instance, place, leaf.InstanceLocation))...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// leaves returns what is wrong, without what contains it. Of alternatives it is what is wrong with the one that was meant: of a string or an
// object, the one of the same type.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	_, choice := e.ErrorKind.(*kind.AnyOf)
	var all []*jsonschema.ValidationError
	for _, cause := range e.Causes {
		wrong := leaves(cause)
		if !choice {
			all = append(all, wrong...)
			continue
		}
		otherType := slices.ContainsFunc(wrong, func(leaf *jsonschema.ValidationError) bool {
			_, ok := leaf.ErrorKind.(*kind.Type)
			return ok && slices.Equal(leaf.InstanceLocation, e.InstanceLocation)
		})
		if !otherType {
			return wrong
		}
		all = wrong[:1]
	}
	return all
}

// where returns a place in an instance as violations tells it.
func where(instance any, place string, location []string) string {
	for _, step := range location {
		switch at := instance.(type) {
		case map[string]any:
			instance, place = at[step], place+"."+step
		case []any: // of which the number does not matter
			instance = at[0]
		}
		if at, ok := instance.(map[string]any); ok {
			if name, ok := at["object"].(string); ok && slices.Contains(kinds, name) {
				place = name
			}
		}
	}
	return place
}

func describe(e *jsonschema.ValidationError, place string) []string {
	var all []string
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, key := range k.Missing {
			all = append(all, "missing "+place+"."+key)
		}
	case *kind.AdditionalProperties:
		for _, key := range k.Properties {
			all = append(all, "unknown "+place+"."+key)
		}
	case *kind.Type:
		if k.Got == "null" {
			return []string{"null " + place}
		}
		return []string{"type " + place + " " + k.Got}
	case *kind.Enum:
		return []string{fmt.Sprintf("enum %s %v", place, k.Got)}
	default:
		return []string{fmt.Sprintf("other %s %v", place, e)}
	}
	return all
}

// TestViolations says that the checks of this package can fail: each kind of mistake is found and named, wherever it is.
func TestViolations(t *testing.T) {
	refund := func(members string) string {
		return `{"id":"re_1","object":"refund","amount":1,"created":1,"currency":"usd"` + members + `}`
	}
	for _, test := range []struct {
		kind, object string
		want         []string
	}{
		{"refund", refund(``), nil},
		{"refund", refund(`,"reason":null,"charge":"ch_1","balance_transaction":null,"status":"pending"`), nil},
		{"refund", refund(`,"reason":"regret"`), []string{"enum refund.reason regret"}},
		{"refund", refund(`,"pending_reason":null`), []string{"null refund.pending_reason"}},
		{"refund", refund(`,"failure_balance_transaction":null`), []string{"null refund.failure_balance_transaction"}},
		{"refund", refund(`,"failure_reason":5`), []string{"type refund.failure_reason number"}},
		{"refund", refund(`,"charge":5`), []string{"type refund.charge number"}},
		{"refund", refund(`,"number":1,"letter":2`), []string{"unknown refund.letter", "unknown refund.number"}},
		{"refund", refund(`,"destination_details":{"card":{}}`), []string{"missing refund.destination_details.card.type", "missing refund.destination_details.type"}},
		{"refund", refund(`,"destination_details":{"type":"card","card":{"type":"cash"}}`), []string{"enum refund.destination_details.card.type cash"}},
		{"refund", refund(`,"transfer_reversal":{"object":"transfer_reversal","id":"trr_1","amount":1.5,"created":1,"currency":"usd","transfer":null}`),
			[]string{"null transfer_reversal.transfer", "type transfer_reversal.amount number"}},
		{"refund", `{"object":"refund"}`, []string{"missing refund.amount", "missing refund.created", "missing refund.currency", "missing refund.id"}},
		{"refund", `{`, []string{"syntax refund unexpected EOF"}},
		{"transfer", `{"object":"transfer","id":"tr_1","amount":1,"amount_reversed":0,"created":1,"currency":"usd","livemode":true,"metadata":{},"reversed":false,
			"reversals":{"object":"list","has_more":false,"url":"/","data":[{"object":"transfer_reversal","id":"trr_1","amount":1,"created":1,"transfer":"tr_1"}]}}`,
			[]string{"missing transfer_reversal.currency"}},
	} {
		if got := published().violations(test.kind, []byte(test.object)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.object, got, test.want)
		}
	}
	if published().at("refund", "reasons") != nil {
		t.Error("a refund has no reasons")
	}
}

// TestVersion says which version of the API everything here is compared with.
func TestVersion(t *testing.T) {
	if got := published().version; got != "2026-08-26.dahlia" {
		t.Errorf("the schema is of version %s", got)
	}
}
