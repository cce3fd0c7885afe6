package sim

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// NaNError is a state that became NaN or infinite.
type NaNError struct {
	Population string // or projection
	Variable   string
	Cell       int // or synapse
	Value      float64
	After      float64 // ms: the state was finite then
	Time       float64 // ms: and no longer here
	Step       float64 // ms
}

// Error names the place and what to try.
func (e *NaNError) Error() string {
	return fmt.Sprintf("population %s, cell %d: %s became %g between t = %g and %g ms: try a smaller step than %g ms or another method, or check the parameters",
		e.Population, e.Cell, e.Variable, e.Value, e.After, e.Time, e.Step)
}

// checkFinite looks at every state once per flush.
func (s *Simulation) checkFinite() error {
	before := s.clock.at(s.checked)
	s.checked = s.clock.step
	for _, pop := range s.populations {
		if err := s.finite(pop.Name, pop.columns, before); err != nil {
			return err
		}
	}
	for _, p := range s.projections {
		if p.synapses != nil {
			if err := s.finite(p.Name, p.synapses.columns, before); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Simulation) finite(name string, c *columns, before float64) error {
	if c == nil {
		return nil
	}
	for x, sym := range c.plan.Symbols {
		if sym.Role != ir.State && sym.Role != ir.Weight {
			continue
		}
		if i := firstBad(c.values[x]); i >= 0 {
			return &NaNError{name, sym.Name, i, c.values[x][i], before, s.clock.now[0], s.clock.dt}
		}
	}
	return nil
}

// firstBad is the first value that is NaN or infinite, or −1. The sum of
// differences with itself is 0 for finite numbers and NaN else.
func firstBad(values []float64) int {
	sum := 0.0
	for _, v := range values {
		sum += v - v
	}
	if sum == 0 {
		return -1
	}
	for i, v := range values {
		if math.IsNaN(v - v) {
			return i
		}
	}
	return -1
}
