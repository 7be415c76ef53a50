package intent

import "slices"

// EachRule shows tests the table of Explain.
func EachRule(see func(ops, params, text, page string)) {
	all := slices.Concat(rulesWithinStatus[:], rules[:])
	for _, r := range rulesApart {
		all = append(all, r.rule)
	}
	for _, r := range all {
		see(r.ops, r.params, r.text, r.page)
	}
}
