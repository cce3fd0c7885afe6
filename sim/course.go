package sim

import (
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// course is a parameter that follows a piecewise-constant course.
type course struct {
	symbol int
	course *network.Course
}

func coursesOf(plan *ir.Plan, values map[string]network.Value) []course {
	var out []course
	for x, s := range plan.Mechanism.Symbols {
		if v, ok := values[s.Name]; ok && v.Course != nil && s.Role == ir.Param {
			out = append(out, course{x, v.Course})
		}
	}
	return out
}

// setCourses sets the parameters to their values at time t and reports whether
// one of them changed.
func setCourses(list []course, c *columns, t float64) bool {
	changed := false
	for _, p := range list {
		now := p.course.At(t)
		if column := c.values[p.symbol]; column[0] != now {
			column[0] = now
			changed = true
		}
	}
	return changed
}
