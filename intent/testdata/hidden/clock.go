package hidden

import . "time" // refused: imports time; imports time as .

func clock() int64 {
	return Now().Unix() // refused: uses time.Now; uses time.Time.Unix
}

//go:linkname nanotime runtime.nanotime // refused: has the directive //go:linkname
func nanotime() int64 // refused: has a function without a body
