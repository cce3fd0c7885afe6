package sim

import (
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// NaNError is a state that became NaN or infinite.
type NaNError struct {
	Population string // or projection
	Section    string // of cells with shape
	Variable   string
	Cell       int // or synapse
	Value      float64
	After      float64 // ms: the state was finite then
	Time       float64 // ms: and no longer here
	Step       float64 // ms
}

// Error names the place and what to try.
func (e *NaNError) Error() string {
	place := ""
	if e.Section != "" {
		place = ", " + e.Section
	}
	return fmt.Sprintf("population %s, cell %d%s: %s became %g between t = %g and %g ms: try a smaller step than %g ms or another method, or check the parameters",
		e.Population, e.Cell, place, e.Variable, e.Value, e.After, e.Time, e.Step)
}

// check is one column of states, looked at by one worker.
type check struct {
	name, variable string
	values         []float64
	bad            int // the first cell that is not finite, or −1
	// where names the cell and the section of an entry; nil: entries are cells.
	where func(i int) (cell int, section string)
}

// failed says what became of a value.
func (c *check) failed(s *Simulation, before float64) error {
	cell, section := c.bad, ""
	if c.where != nil {
		cell, section = c.where(c.bad)
	}
	return &NaNError{c.name, section, c.variable, cell, c.values[c.bad], before, s.clock.now[0], s.clock.dt}
}

// addChecks lists the columns of states.
func (s *Simulation) addChecks() {
	add := func(name string, c *columns) {
		for x, sym := range c.plan.Symbols {
			if sym.Role == ir.State || sym.Role == ir.Weight || sym.Role == ir.Assigned && c.plan.Mechanism.Kind == ir.ArtificialCell {
				s.checks = append(s.checks, check{name, sym.Name, c.values[x], -1, nil})
			}
		}
	}
	for _, pop := range s.populations {
		if pop.columns != nil {
			add(pop.Name, pop.columns)
		}
		if pop.shaped != nil {
			s.checks = append(s.checks, pop.shaped.checks(pop.Name)...)
		}
	}
	for _, p := range s.projections {
		if p.synapses != nil {
			add(p.Name, p.synapses.columns)
		}
	}
	s.chooseCheckers()
}

// chooseCheckers leaves the checks of a few values, some 10 µs of work, to one thread: the
// others may be asleep.
func (s *Simulation) chooseCheckers() {
	const few = 1 << 15
	n := 0
	for _, c := range s.checks {
		n += len(c.values)
	}
	if n > few {
		s.checkers = s.pool
	}
}

// checkFinite looks at every state.
func (s *Simulation) checkFinite() error {
	before := s.clock.at(s.checked)
	s.checked = s.clock.step
	s.checkers.Do(len(s.checks), func(i int) { s.checks[i].bad = firstBad(s.checks[i].values) })
	for _, c := range s.checks {
		if c.bad >= 0 {
			return c.failed(s, before)
		}
	}
	return nil
}

// firstBad is the first value that is NaN or infinite, or −1. The sums of
// differences with itself are 0 for finite numbers and NaN else; there are four,
// since each addition waits for the one before it.
func firstBad(values []float64) int {
	var a, b, c, d float64
	rest := values
	for ; len(rest) >= 4; rest = rest[4:] {
		a += rest[0] - rest[0]
		b += rest[1] - rest[1]
		c += rest[2] - rest[2]
		d += rest[3] - rest[3]
	}
	for _, v := range rest {
		a += v - v
	}
	if a+b+c+d == 0 {
		return -1
	}
	return slices.IndexFunc(values, func(v float64) bool { return math.IsNaN(v - v) })
}
