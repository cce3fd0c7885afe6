package sim

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// What decays and is not fed falls below the normal numbers after some 700 time constants,
// and by rounding stays above 0 for ever. Processors take a hundred cycles for
// each operation on such a number, so that silent networks would be the slow ones.
// Now and then, at steps that depend on nothing, such states become 0.

// underflowEvery is how many steps lie between.
const underflowEvery = 1024

// underflows is what a state falls below: the least normal number.
const underflows = 0x1p-1022

// addStates lists the states of a chunk.
func (c *chunk) addStates() {
	for x, sym := range c.p.plan.Symbols {
		if sym.Role == ir.State && len(c.p.columns.values[x]) == c.p.Size {
			c.states = append(c.states, c.p.columns.values[x][c.lo:c.hi])
		}
	}
}

// underflow clears the chunk's states that are not 0 but as good as.
func (c *chunk) underflow() {
	for _, state := range c.states {
		for i, x := range state {
			if math.Abs(x) < underflows {
				state[i] = 0
			}
		}
	}
}
