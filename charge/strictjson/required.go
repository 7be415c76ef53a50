package strictjson

import "slices"

// Required remembers which keys of an object had a value. The zero Required has seen none.
type Required struct{ seen []string }

// Saw records a member. One that is null or "" does not count.
func (r *Required) Saw(key string, v Value) {
	if !v.IsNull() && string(v.raw) != `""` {
		r.seen = append(r.seen, key)
	}
}

// Check returns the error for the first of keys that was not seen, or nil.
func (r *Required) Check(keys ...string) error {
	for _, key := range keys {
		if !slices.Contains(r.seen, key) {
			return Missing(key)
		}
	}
	return nil
}
