package intent

// EachRule shows tests the table of Explain.
func EachRule(see func(ops, params, text, page string)) {
	for _, r := range append(rulesWithinStatus[:], rules[:]...) {
		see(r.ops, r.params, r.text, r.page)
	}
}
