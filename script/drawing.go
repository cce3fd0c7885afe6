package script

import (
	"github.com/cajal-sim/cajal/report"
	"go.starlark.net/starlark"
)

// plotMorphology is plot.morphology(cell, color, …): a drawing, coloured by the types of
// sections or by a value in each compartment, with marks at places.
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
	if color != nil {
		if err := c.paint(&f, color, low, high); err != nil {
			return err
		}
	}
	s.figures.all = append(s.figures.all, f)
	return nil
}

// paint colours a drawing by values, between low and high if they are given.
func (c *call) paint(f *report.Morphology, color *Array, low, high single) error {
	if n := len(f.Cell.Compartments); color.Len() != n {
		return c.wrong("color", "has %d elements, want one for each of %d compartments", color.Len(), n)
	}
	u := color.scale()
	f.Values, f.Unit = in(color, u), u.Symbol
	if low.given != high.given {
		return c.wrong("max", "and min go together")
	}
	if !low.given {
		return nil
	}
	a, err := fit(low.Quantity, color.dim)
	if err != nil {
		return c.wrong("min", "%v", err)
	}
	b, err := fit(high.Quantity, color.dim)
	if err != nil {
		return c.wrong("max", "%v", err)
	}
	if f.Min, f.Max = u.FromInternal(a), u.FromInternal(b); !(f.Min < f.Max) {
		return c.wrong("max", "is not above min")
	}
	return nil
}
