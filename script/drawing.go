package script

import (
	"github.com/cajal-sim/cajal/report"
	"go.starlark.net/starlark"
)

// plotMorphology is plot.morphology(cell, color, …): a drawing, coloured by the types of
// sections or by a value in each compartment.
func (s *session) plotMorphology(c *call) error {
	var cell cellArgument
	var color *Array
	var low, high single
	var marks starlark.Value
	f := report.Morphology{Title: "Morphology"}
	if err := c.bind("cell", &cell, "color?", &color, "title?", &f.Title, "marks?", &marks, "label?", &f.Label, "min?", &low, "max?", &high, "caption?", &f.Caption); err != nil {
		return err
	}
	f.Cell = cell.tree
	if marks != nil {
		sites, err := c.sites(cell.Cell, "marks", marks)
		if err != nil {
			return err
		}
		for _, i := range sites {
			f.Marks = append(f.Marks, int(i))
		}
	}
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
