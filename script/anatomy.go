package script

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// This file holds what can be asked of a cell: its sections, sizes and distances.

// cellTypes are the attributes of a cell that list sections of a type.
var cellTypes = map[string]morph.Type{"axon": morph.Axon, "dend": morph.Dend, "apic": morph.Apic}

// cellColumns are the attributes of a cell with a value for each compartment.
var cellColumns = map[string]struct {
	dim unit.Dimension
	of  func(c *Cell, i int) float64
}{
	"areas":     {unit.Area, func(c *Cell, i int) float64 { return c.tree.Compartments[i].Area }},
	"diameters": {unit.Length, func(c *Cell, i int) float64 { return c.tree.Compartments[i].Diameter }},
	"distances": {unit.Length, func(c *Cell, i int) float64 { return c.distance(i) }},
	"lengths":   {unit.Length, func(c *Cell, i int) float64 { return c.tree.Compartments[i].Length }},
	"x":         {unit.Length, func(c *Cell, i int) float64 { return c.tree.Compartments[i].Centre[0] }},
	"y":         {unit.Length, func(c *Cell, i int) float64 { return c.tree.Compartments[i].Centre[1] }},
	"z":         {unit.Length, func(c *Cell, i int) float64 { return c.tree.Compartments[i].Centre[2] }},
}

// AttrNames lists what can be asked of a cell.
func (c *Cell) AttrNames() []string {
	all := []string{"area", "at", "compartments", "distance", "length", "name", "sections", "select", "soma"}
	return append(append(all, sortedKeys(cellTypes)...), sortedKeys(cellColumns)...)
}

// Attr finds sections, sizes, columns of the compartments, and the methods that find places.
func (c *Cell) Attr(name string) (starlark.Value, error) {
	m := c.tree.Morphology
	if t, ok := cellTypes[name]; ok {
		return c.list(m.OfType(t)), nil
	}
	if column, ok := cellColumns[name]; ok {
		out := make([]float64, len(c.tree.Compartments))
		for i := range out {
			out[i] = column.of(c, i)
		}
		return array(out, column.dim), nil
	}
	switch name {
	case "name":
		return starlark.String(c.name), nil
	case "area":
		return quantity(unit.Quantity{Value: m.Area(), Dim: unit.Area}), nil
	case "length":
		return micrometres(m.Length()), nil
	case "compartments":
		return starlark.MakeInt(len(c.tree.Compartments)), nil
	case "sections":
		return c.list(m.Order()), nil
	case "soma":
		ids := m.OfType(morph.Soma)
		if len(ids) == 0 {
			return nil, fmt.Errorf("the cell %s has no soma; its sections are %s", c.name, c.census())
		}
		return c.sections[ids[0]], nil
	case "at":
		return method(name, c.placeAt), nil
	case "distance":
		return method(name, c.distanceOf), nil
	case "select":
		return method(name, c.selected), nil
	}
	return nil, nil
}

func (c *Cell) list(ids []int) starlark.Value {
	slices.Sort(ids)
	var all []starlark.Value
	for _, i := range ids {
		all = append(all, c.sections[i])
	}
	return starlark.NewList(all)
}

// placeAt is c.at("dend[3]", 0.5).
func (c *Cell) placeAt(call *call) (starlark.Value, error) {
	var name string
	position := 0.5
	if err := call.bind("section", &name, "position?", &position); err != nil {
		return nil, err
	}
	i, err := c.tree.Morphology.Find(name)
	if err != nil {
		return nil, call.wrong("section", ": %v", err)
	}
	return call.place(c.sections[i], "position", position)
}

// distanceOf is c.distance(place, from_): the way along the cell, from the soma if
// nothing else is said.
func (c *Cell) distanceOf(call *call) (starlark.Value, error) {
	var place, from starlark.Value
	if err := call.bind("place", &place, "from_?", &from); err != nil {
		return nil, err
	}
	to, err := c.exact(call, "place", place)
	if err != nil {
		return nil, err
	}
	origin := c.tree.Morphology.Origin()
	if from != nil {
		if origin, err = c.exact(call, "from_", from); err != nil {
			return nil, err
		}
	}
	return micrometres(c.tree.Morphology.Distance(origin, to)), nil
}

// exact is a place, and not only the compartment around it.
func (c *Cell) exact(call *call, name string, v starlark.Value) (morph.Place, error) {
	p, ok := v.(*Place)
	if !ok {
		i, err := call.site(c, name, v)
		return c.tree.Place(int(i)), err
	}
	i, err := c.section(p.section)
	if err != nil {
		return morph.Place{}, call.wrong(name, "%v", err)
	}
	return morph.Place{Section: i, Position: p.position}, nil
}

// selected is c.select(where): the numbers of compartments.
func (c *Cell) selected(call *call) (starlark.Value, error) {
	var where starlark.Value
	if err := call.bind("where", &where); err != nil {
		return nil, err
	}
	sites, err := call.sites(c, "where", where)
	if err != nil {
		return nil, err
	}
	return arrayOf(sites), nil
}
