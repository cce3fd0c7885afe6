package script

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// sites are the compartments that an argument names, at least one, in its order: all
// where nothing is said; a region or the name of a section; a section; a place; the
// number of a compartment; or a list of these.
func (c *call) sites(cell *Cell, name string, v starlark.Value) ([]int32, error) {
	sites, err := cell.sites(v)
	if err != nil {
		return nil, c.wrong(name, "%v", err)
	}
	seen := make([]bool, len(cell.tree.Compartments))
	once := sites[:0]
	for _, i := range sites {
		if !seen[i] {
			once = append(once, i)
		}
		seen[i] = true
	}
	return once, nil
}

// sites reads one entry. Its errors read "is …, want …".
func (c *Cell) sites(v starlark.Value) ([]int32, error) {
	switch v := v.(type) {
	case nil:
		return between(0, len(c.tree.Compartments)), nil
	case starlark.String:
		return c.region(string(v))
	case *Section:
		i, err := c.section(v)
		if err != nil {
			return nil, err
		}
		return between(c.tree.Range(i)), nil
	case *Place:
		i, err := c.section(v.section)
		if err != nil {
			return nil, err
		}
		return []int32{int32(c.tree.At(morph.Place{Section: i, Position: v.position}))}, nil
	case starlark.Sequence:
		var all []int32
		for _, x := range elements(v) {
			some, err := c.sites(x)
			if err != nil {
				return nil, fmt.Errorf("has an element that %w", err)
			}
			all = append(all, some...)
		}
		if len(all) == 0 {
			return nil, fmt.Errorf("is empty, want places")
		}
		return all, nil
	}
	if i, ok := wholeNumber(v); ok {
		if i < 0 || i >= len(c.tree.Compartments) {
			return nil, fmt.Errorf("is compartment %d, want 0 to %d", i, len(c.tree.Compartments)-1)
		}
		return []int32{int32(i)}, nil
	}
	return nil, fmt.Errorf("is %s, want a place such as dend(0.5), a section, a region such as \"apic beyond 300 um\", or a list of them", described(v))
}

// between lists the compartments from lo up to but without hi.
func between(lo, hi int) []int32 {
	all := make([]int32, hi-lo)
	for i := range all {
		all[i] = int32(lo + i)
	}
	return all
}

// region is the compartments of a region, or of a section by its name.
func (c *Cell) region(text string) ([]int32, error) {
	region, err := morph.ParseRegion(text)
	if err != nil {
		if i, e := c.tree.Morphology.Find(text); e == nil {
			return between(c.tree.Range(i)), nil
		} else if slices.Contains([]byte(text), '[') {
			err = e
		}
		return nil, fmt.Errorf("is %q: %w", text, err)
	}
	selected := c.tree.Select(region)
	if len(selected) == 0 {
		return nil, fmt.Errorf("is %q, where the cell has no compartment; its sections are %s", text, c.census())
	}
	all := make([]int32, len(selected))
	for k, i := range selected {
		all[k] = int32(i)
	}
	return all, nil
}

// section is the number of a section in the cell.
func (c *Cell) section(d *Section) (int, error) {
	i, ok := c.number[d]
	if !ok {
		return 0, fmt.Errorf("is on %s, a section that is not in the cell %s", d, c.name)
	}
	return i, nil
}

// site is the one compartment that an argument names; the middle of the soma where
// nothing is said.
func (c *call) site(cell *Cell, name string, v starlark.Value) (int32, error) {
	if v == nil {
		return cell.middle(), nil
	}
	sites, err := c.sites(cell, name, v)
	if err != nil {
		return 0, err
	}
	if len(sites) > 1 {
		return 0, c.wrong(name, "has %d compartments, want one place, such as dend(0.5)", len(sites))
	}
	return sites[0], nil
}

// middle is the compartment in the middle of the first section of the soma, or of the
// root where there is no soma.
func (c *Cell) middle() int32 {
	return int32(c.tree.At(morph.Place{Section: c.tree.Morphology.Origin().Section, Position: 0.5}))
}

// label names a compartment: dend[3](0.5).
func (c *Cell) label(compartment int32) string {
	p := c.tree.Place(int(compartment))
	return fmt.Sprintf("%s(%.3g)", c.tree.Morphology.Name(p.Section), p.Position)
}

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

// template is the cell as the network describes it.
func (c *Cell) template() *network.Cell {
	t := &network.Cell{Tree: c.tree, Capacitance: c.capacitance, Resistivity: c.resistivity, Ions: c.ions}
	for _, x := range c.channels {
		t.Insert = append(t.Insert, x.insertion())
	}
	return t
}
