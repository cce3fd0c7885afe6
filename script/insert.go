package script

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// insert is insert(cell, mechanism, where, …): parameters by name. What is inserted
// in a place for a second time keeps the parameters that are not named. A point process
// that receives no events can be inserted as well: one for each compartment.
func (s *session) insert(c *call) (starlark.Value, error) {
	var cell cellArgument
	var model, where starlark.Value
	rest, err := c.bindSome("cell", &cell, "mechanism", &model, "where?", &where)
	if err != nil {
		return nil, err
	}
	if err := cell.changing(c); err != nil {
		return nil, err
	}
	m, err := s.mechanismArgument(c, "mechanism", 1, model, ir.Channel, ir.PointProcess)
	if err != nil {
		return nil, err
	}
	if !m.Insertable() {
		return nil, c.wrong("mechanism", "is %s, a point process that receives events, want a channel; connect(…, synapse = …) makes point processes", m.Name)
	}
	sites, err := c.sites(cell.Cell, "where", where)
	if err != nil {
		return nil, err
	}
	x := cell.channel(m)
	for _, i := range sites {
		x.In[i] = true
	}
	for _, kw := range rest {
		if err := c.setChannel(cell.Cell, x, string(kw[0].(starlark.String)), kw[1], sites); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

// cellArgument is an argument that is a cell.
type cellArgument struct{ *Cell }

func (a *cellArgument) take(v starlark.Value) error {
	return takeAs(v, &a.Cell, "a cell", func(v starlark.Value) (*Cell, bool) {
		c, ok := v.(*Cell)
		return c, ok
	})
}

// channel finds a mechanism among those of the cell, or adds it.
func (c *Cell) channel(m *ir.Mechanism) *network.Coat {
	for _, x := range c.channels {
		if x.Mechanism == m {
			return x
		}
	}
	x := network.NewCoat(m, len(c.tree.Compartments))
	c.channels = append(c.channels, x)
	return x
}

// setChannel sets a parameter in some compartments.
func (c *call) setChannel(cell *Cell, x *network.Coat, name string, v starlark.Value, sites []int32) error {
	u, ok := unitIn(x.Mechanism, name, ir.Param)
	if !ok {
		own := strings.TrimSuffix(name, "_"+x.Mechanism.Name) // as NEURON has it
		return &misfit{c.name, name, -1, fmt.Sprintf("is no parameter of %s; %s", x.Mechanism.Name, suggest(own, parameters(x.Mechanism)))}
	}
	values, err := c.overSites(cell, name, v, u.Dim, sites)
	if err != nil {
		return err
	}
	for k, i := range sites {
		x.Set(name, int(i), u.FromInternal(values[k]))
	}
	return nil
}

// overSites are the values of a parameter in some compartments: one for all, an array, or a
// function of the path distance from the soma.
func (c *call) overSites(cell *Cell, name string, v starlark.Value, dim unit.Dimension, sites []int32) ([]float64, error) {
	if f, ok := v.(starlark.Callable); ok {
		return c.overDistance(cell, name, f, dim, sites)
	}
	x, err := toValue(v, dim, len(sites))
	if err == nil && (x.Draw != nil || x.Course != nil) {
		err = fmt.Errorf("is a %s, want a number, an array of one for each compartment, or a function of the distance", v.Type())
	}
	values := x.Array
	if values == nil {
		values = slices.Repeat([]float64{x.Constant}, len(sites))
	}
	if err == nil && slices.ContainsFunc(values, math.IsNaN) {
		err = errors.New("is NaN, want a number")
	}
	if err != nil {
		return nil, &misfit{c.name, name, -1, err.Error()}
	}
	return values, nil
}

// overDistance asks a function for each value. Its own mistakes have their places.
func (c *call) overDistance(cell *Cell, name string, f starlark.Callable, dim unit.Dimension, sites []int32) ([]float64, error) {
	values := make([]float64, len(sites))
	for k, i := range sites {
		distance := micrometres(cell.distance(int(i)))
		y, err := starlark.Call(c.thread, f, starlark.Tuple{distance}, nil)
		if err != nil {
			return nil, err
		}
		x := amount{dim: dim}
		if err := x.take(y); err != nil {
			return nil, &misfit{c.name, name, -1, fmt.Sprintf("at a distance of %s %v", brief(distance), err)}
		}
		if values[k] = x.value; math.IsNaN(x.value) {
			return nil, &misfit{c.name, name, -1, fmt.Sprintf("at a distance of %s is NaN, want a number", brief(distance))}
		}
	}
	return values, nil
}

// distance is the path length from the soma to the middle of a compartment, µm.
func (c *Cell) distance(compartment int) float64 {
	m := c.tree.Morphology
	return m.Distance(m.Origin(), c.tree.Place(compartment))
}

// unitIn is the unit of a mechanism's numbers, which are kept as they are written; that
// of a number without a unit is 1.
func unitIn(m *ir.Mechanism, name string, roles ...ir.Role) (unit.Unit, bool) {
	i, ok := m.Symbol(name)
	if !ok || !slices.Contains(roles, m.Symbols[i].Role) {
		return unit.Unit{}, false
	}
	u, err := unit.Parse(m.Symbols[i].Unit)
	if err != nil || m.Symbols[i].Unit == "" {
		return unit.Unit{Dim: m.Symbols[i].Dim}, true
	}
	return u, true
}

func parameters(m *ir.Mechanism) []string {
	var names []string
	for _, i := range m.Of(ir.Param) {
		names = append(names, m.Symbols[i].Name)
	}
	return names
}

// template is the cell as the network describes it.
func (c *Cell) template() *network.Cell {
	t := &network.Cell{Tree: c.tree, Capacitance: c.capacitance, Resistivity: c.resistivity, Ions: c.ions}
	for _, x := range c.channels {
		t.Insert = append(t.Insert, x.Insertion())
	}
	return t
}
