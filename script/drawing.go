package script

import (
	"github.com/cajal-sim/cajal/report"
)

// plotMorphology is plot.morphology(cell, color, …): a drawing, coloured by the types of
// sections or by a value in each compartment.
func (s *session) plotMorphology(c *call) error {
	var cell cellArgument
	var color *Array
	var low, high single
	f := report.Morphology{Title: "Morphology"}
	if err := c.bind("cell", &cell, "color?", &color, "title?", &f.Title, "label?", &f.Label, "min?", &low, "max?", &high, "caption?", &f.Caption); err != nil {
		return err
	}
	f.Cell = cell.tree
	if color == nil {
		s.figures.all = append(s.figures.all, f)
		return nil
	}
	if n := len(cell.tree.Compartments); color.Len() != n {
		return c.wrong("color", "has %d elements, want one for each of %d compartments", color.Len(), n)
	}
	u := color.scale()
	f.Values, f.Unit = in(color, u), u.Symbol
	for _, bound := range []struct {
		name string
		from single
		to   *float64
	}{{"min", low, &f.Min}, {"max", high, &f.Max}} {
		if !bound.from.given {
			continue
		}
		x, err := fit(bound.from.Quantity, color.dim)
		if err != nil {
			return c.wrong(bound.name, "%v", err)
		}
		*bound.to = u.FromInternal(x)
	}
	if low.given != high.given || low.given && !(f.Min < f.Max) {
		return c.wrong("max", "and min go together, and max is the larger one")
	}
	s.figures.all = append(s.figures.all, f)
	return nil
}
