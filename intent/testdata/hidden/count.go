package hidden

import "C" // refused: imports C

func count() { C.count() }
