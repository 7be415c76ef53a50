package strictjson

import "slices"

// Required remembers which of the keys that an object must have had a value.
type Required struct {
	keys []string
	seen uint64 // bit i: keys[i]
}

// Require returns the Required of up to 64 keys, of which none was seen.
func Require(keys ...string) Required { return Required{keys: keys} }

// Saw records a member. One that is null or "" does not count.
func (r *Required) Saw(key string, v Value) {
	if i := slices.Index(r.keys, key); i >= 0 && !v.IsNull() && v.raw != `""` {
		r.seen |= 1 << i
	}
}

// Check returns the error for the first of the keys that was not seen, or nil.
func (r *Required) Check() error {
	for i, key := range r.keys {
		if r.seen&(1<<i) == 0 {
			return Missing(key)
		}
	}
	return nil
}
