package script

import (
	"slices"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// ion is ion(cell, name, …): reversal potential and concentrations at the start.
func (s *session) ion(c *call) (starlark.Value, error) {
	var cell cellArgument
	var name string
	var e, inside, outside, where starlark.Value
	if err := c.bind("cell", &cell, "name", &name, "e?", &e, "inside?", &inside, "outside?", &outside, "where?", &where); err != nil {
		return nil, err
	}
	if err := cell.changing(c); err != nil {
		return nil, err
	}
	if known := cell.ionNames(); !slices.Contains(known, name) {
		return nil, c.wrong("name", "is %q, which no mechanism of the cell uses; %s", name, suggest(name, known))
	}
	sites, err := c.sites(cell.Cell, "where", where)
	if err != nil {
		return nil, err
	}
	ion := cell.ions[name]
	potential, in, out := network.DefaultIon(name)
	for _, x := range []ionValue{
		{"e", e, unit.Voltage, potential, &ion.Potential},
		{"inside", inside, unit.Concentration, in, &ion.Inside},
		{"outside", outside, unit.Concentration, out, &ion.Outside},
	} {
		if err := c.setIon(cell.Cell, x, sites); err != nil {
			return nil, err
		}
	}
	cell.ions[name] = ion
	return starlark.None, nil
}

// ionValue is what is said of an ion, nil for nothing, what it is otherwise, and its place in
// the description.
type ionValue struct {
	name  string
	given starlark.Value
	dim   unit.Dimension
	usual float64
	to    *[]float64
}

// setIon sets a value of an ion in some compartments.
func (c *call) setIon(cell *Cell, x ionValue, sites []int32) error {
	if x.given == nil {
		return nil
	}
	values, err := c.overSites(cell, x.name, x.given, x.dim, sites)
	if err != nil {
		return err
	}
	if *x.to == nil {
		*x.to = slices.Repeat([]float64{x.usual}, len(cell.tree.Compartments))
	}
	for k, i := range sites {
		(*x.to)[i] = values[k]
	}
	return nil
}

// ionNames are the usual ions and those that the channels of a cell use.
func (c *Cell) ionNames() []string {
	names := append([]string{"ca", "k", "na"}, c.ionsUsed()...)
	slices.Sort(names)
	return slices.Compact(names)
}

// ionsUsed are the ions of the channels of a cell.
func (c *Cell) ionsUsed() []string {
	var names []string
	for _, x := range c.channels {
		for _, ion := range x.Mechanism.Membrane.Ions {
			if !slices.Contains(names, ion.Name) {
				names = append(names, ion.Name)
			}
		}
	}
	return names
}
