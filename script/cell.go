package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Cell is the template of cells with shape: a tree of compartments and what is in its
// membrane. Populations are made of it; from then on it does not change.
type Cell struct {
	name        string // of its file or its variable
	tree        *morph.Tree
	sections    []*Section
	number      map[*Section]int
	capacitance []float64 // nF/µm², shape (sections)
	resistivity []float64 // MΩ·µm, shape (sections)
	channels    []*network.Coat
	ions        map[string]network.Ion
	user        string // the first population made of it; "" while it can change
}

func (c *Cell) Type() string          { return "cell" }
func (c *Cell) Freeze()               {}
func (c *Cell) Truth() starlark.Bool  { return true }
func (c *Cell) Hash() (uint32, error) { return 0, errors.New("unhashable type: cell") }

// String tells what the cell is made of and how it is cut.
func (c *Cell) String() string {
	m := c.tree.Morphology
	inside := "an empty membrane"
	if len(c.channels) > 0 {
		var names []string
		for _, x := range c.channels {
			names = append(names, x.Mechanism.Name)
		}
		inside = strings.Join(names, ", ")
	}
	return fmt.Sprintf("<cell %s: %d sections (%s), %d compartments, %.0f um long, %.0f um2, %s>",
		c.name, len(m.Sections), c.census(), len(c.tree.Compartments), m.Length(), m.Area(), inside)
}

// census counts the sections by type.
func (c *Cell) census() string {
	var parts []string
	for i, s := range c.tree.Morphology.Sections {
		if strings.HasSuffix(c.tree.Morphology.Name(i), "[0]") {
			parts = append(parts, fmt.Sprintf("%d %s", len(c.tree.Morphology.OfType(s.Type)), s.Type))
		}
	}
	return strings.Join(parts, ", ")
}

// Internal units of the properties of sections, and what they are where nothing is said.
var (
	perArea   = unit.Capacitance.Div(unit.Area)
	perLength = unit.Resistance.Mul(unit.Length)
)

const (
	usualCm = 1e-5 // nF/µm²: 1 µF/cm²
	usualRa = 1.0  // MΩ·µm: 100 Ω·cm
)

// cell is cell(morphology, …): the path of a file, or a list of sections.
func (s *session) cell(c *call) (starlark.Value, error) {
	var shape, division, cm, ra, axon starlark.Value
	if err := c.bind("morphology", &shape, "compartments?", &division, "cm?", &cm, "Ra?", &ra, "axon?", &axon); err != nil {
		return nil, err
	}
	out := &Cell{number: map[*Section]int{}, ions: map[string]network.Ion{}}
	m, err := s.morphology(c, out, shape)
	if err == nil {
		m, err = c.withAxon(out, m, axon)
	}
	if err != nil {
		return nil, err
	}
	out.take(m)
	if out.capacitance, err = c.perSection("cm", cm, m, perArea, usualCm); err != nil {
		return nil, err
	}
	if out.resistivity, err = c.perSection("Ra", ra, m, perLength, usualRa); err != nil {
		return nil, err
	}
	rule, err := c.division("compartments", division)
	if err != nil {
		return nil, err
	}
	var ok bool
	if out.tree, ok = out.cut(m, rule, s.opt.CompartmentParts); !ok {
		return nil, c.wrong("compartments", "cuts the cell into more than %d compartments", most)
	}
	return out, nil
}

// take numbers and names the sections of a morphology, and makes those that the script has not made.
func (c *Cell) take(m *morph.Morphology) {
	made := len(c.sections)
	c.sections = append(c.sections, make([]*Section, len(m.Sections)-made)...)
	for _, i := range m.Order() {
		if c.sections[i] == nil {
			s := &m.Sections[i]
			c.sections[i] = &Section{kind: s.Type, form: form{points: s.Points}, at: s.At}
			if s.Parent != morph.Root {
				c.sections[i].parent = c.sections[s.Parent]
			}
		}
	}
	clear(c.number)
	for i, d := range c.sections {
		d.name = m.Name(i)
		c.number[d] = i
	}
}

// stubLength is that of the sections that take the place of an axon, µm.
const stubLength = 30

// withAxon replaces the axon if asked to: by sections in a row on the middle of the soma, of
// given diameters, or "stub", two of 1 um. Other sections keep their order, and the new ones come last.
func (c *call) withAxon(cell *Cell, m *morph.Morphology, axon starlark.Value) (*morph.Morphology, error) {
	if axon == nil {
		return m, nil
	}
	diameters := []float64{1, 1}
	if axon != starlark.String("stub") {
		n, ok := toNumbers(axon)
		if !ok || n.dim != unit.Length && len(n.values) > 0 || slices.ContainsFunc(n.values, func(d float64) bool { return !(d > 0) }) {
			return nil, c.wrong("axon", "is %s, want \"stub\", or a list of diameters, each of a section of %d um in its place", described(axon), stubLength)
		}
		diameters = n.values
	}
	surgery := morph.Surgery{Remove: morph.Axon}
	for i, d := range diameters {
		surgery.Add = append(surgery.Add, morph.Stub{Type: morph.Axon, Length: stubLength, Diameter: d, OnStub: i, At: 1})
	}
	if len(surgery.Add) > 0 {
		surgery.Add[0].At = 0.5
	}
	changed, err := m.Operate(surgery)
	if err != nil {
		return nil, c.wrong("axon", ": %v", err)
	}
	cell.sections = slices.DeleteFunc(cell.sections, func(d *Section) bool { return d.kind == morph.Axon })
	return changed, nil
}

// perSection reads a property of all sections: a value, or values by region, of which a later
// one overrides.
func (c *call) perSection(name string, v starlark.Value, m *morph.Morphology, dim unit.Dimension, usual float64) ([]float64, error) {
	list := slices.Repeat([]float64{usual}, len(m.Sections))
	table, byRegion := v.(*starlark.Dict)
	if !byRegion {
		table = starlark.NewDict(1)
		if v != nil {
			_ = table.SetKey(starlark.String("all"), v) // a text can be hashed
		}
	}
	for _, item := range table.Items() {
		x := amount{dim: dim}
		if err := x.take(item[1]); err != nil {
			return nil, c.wrong(name, "%v", err)
		}
		if !(x.value > 0) {
			return nil, c.wrong(name, "is %s, want more than 0", described(item[1]))
		}
		if err := c.setSections(name, list, item[0], m, x.value); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// setSections sets the entries of the sections whose middle is in a region.
func (c *call) setSections(name string, list []float64, where starlark.Value, m *morph.Morphology, x float64) error {
	text, ok := starlark.AsString(where)
	if !ok {
		return c.wrong(name, "has %s as a region, want a text such as \"dend, apic\"", described(where))
	}
	region, err := morph.ParseRegion(text)
	if err != nil {
		return c.wrong(name, "has an unknown region: %v", err)
	}
	found := false
	for i := range list {
		if region(m, morph.Place{Section: i, Position: 0.5}) {
			list[i], found = x, true
		}
	}
	if !found {
		return c.wrong(name, "names the region %q, which the cell has no section in", text)
	}
	return nil
}

// changing is the mistake of changing a cell that a population was made of.
func (x *Cell) changing(c *call) error {
	if x.user == "" {
		return nil
	}
	return c.wrong("", "population %s has been made of the cell, which no longer changes; insert all first, then make populations", x.user)
}
