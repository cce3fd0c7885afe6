package interp

import (
	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp/vector"
)

// NewFor is the interpreter with the machine code of a set.
func NewFor(s vector.Set) backend.Backend { return interpreter{s} }
