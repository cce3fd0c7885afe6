package network

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// This file finds mistakes about cells with shape.

// shape checks the cells of a population.
func (m *mistakes) shape(p *Population) {
	s := p.Shape
	if p.Model != nil || p.Trains != nil {
		m.add("has cells with shape beside a model or spike trains: make two populations")
	}
	m.starts(p)
	if len(s.Cells) == 0 {
		m.add("has no cell to make copies of")
		return
	}
	if s.Template != nil && len(s.Template) != p.Size {
		m.add("names %d templates for %d cells", len(s.Template), p.Size)
	}
	if i := slices.IndexFunc(s.Template, func(c int32) bool { return c < 0 || int(c) >= len(s.Cells) }); i >= 0 {
		m.add("cell %d is a copy of template %d, but there are templates 0 to %d", i, s.Template[i], len(s.Cells)-1)
	}
	if s.Rotations != nil && len(s.Rotations) != p.Size {
		m.add("has %d rotations for %d cells", len(s.Rotations), p.Size)
	}
	if !(s.Celsius > -273.15 && finite(s.Celsius)) {
		m.add("has the temperature %g °C", s.Celsius)
	}
	place := m.place
	for i, c := range s.Cells {
		if len(s.Cells) > 1 {
			m.place = place + fmt.Sprintf(", template %d", i)
		}
		m.cell(c)
	}
	m.place = place
	m.valences(s)
}

// starts checks the potentials that neurons begin at.
func (m *mistakes) starts(p *Population) {
	for _, name := range slices.Sorted(maps.Keys(p.Values)) {
		switch v := p.Values[name]; {
		case name != Potential:
			m.add("has a value for %s, but its cells have shape: give values where channels are inserted", name)
		case v.Course != nil:
			m.add("begins at a course in time: give a potential, one for each cell, or a distribution")
		default:
			m.value(name, v, p.Size)
		}
	}
}

// cell checks one template.
func (m *mistakes) cell(c *Cell) {
	if c == nil || c.Tree == nil || len(c.Tree.Compartments) == 0 {
		m.add("has no compartments")
		return
	}
	m.sections("capacitance", "nF/µm²", c.Capacitance, c)
	m.sections("axial resistivity", "MΩ·µm", c.Resistivity, c)
	n := len(c.Tree.Compartments)
	if d := c.Detector; d.Compartment < 0 || d.Compartment >= n {
		m.add("detects spikes in compartment %d, but has compartments 0 to %d", d.Compartment, n-1)
	}
	if math.IsNaN(c.Detector.Threshold) || !finite(c.Start) {
		m.add("starts at %g mV and spikes above %g mV, want numbers", c.Start, c.Detector.Threshold)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Ions)) {
		ion := c.Ions[name]
		m.perCompartment("reversal potential of "+name, ion.Potential, n, math.Inf(-1))
		m.perCompartment("concentration of "+name+" inside", ion.Inside, n, 0)
		m.perCompartment("concentration of "+name+" outside", ion.Outside, n, 0)
	}
	m.insertions(c)
}

// sections checks a list with an entry for each section, or one for all.
func (m *mistakes) sections(what, unit string, list []float64, c *Cell) {
	if n := len(c.Tree.Morphology.Sections); len(list) != 1 && len(list) != n {
		m.add("%s has %d entries, want 1 or one for each of %d sections", what, len(list), n)
		return
	}
	for i, x := range list {
		if !(x > 0) || math.IsInf(x, 1) {
			m.add("%s %g %s of section %s, want more than 0", what, x, unit, c.Tree.Morphology.Name(i))
			return
		}
	}
}

// perCompartment checks a list with an entry for each compartment, or one for all.
func (m *mistakes) perCompartment(what string, list []float64, n int, least float64) {
	if len(list) > 1 && len(list) != n {
		m.add("%s has %d entries, want 1 or one for each of %d compartments", what, len(list), n)
	}
	if i := slices.IndexFunc(list, func(x float64) bool { return !finite(x) || x < least }); i >= 0 {
		m.add("%s is %g in compartment %d", what, list[i], i)
	}
}

// insertions checks the channels of a cell.
func (m *mistakes) insertions(c *Cell) {
	n := len(c.Tree.Compartments)
	in := map[*ir.Mechanism][]bool{}
	for _, x := range c.Insert {
		if x.Mechanism == nil || !x.Mechanism.Insertable() {
			m.add("inserts %s, want a channel, or a point process that receives no events", mechanismName(x.Mechanism))
			continue
		}
		place := m.place
		m.place += ", " + x.Mechanism.Kind.String() + " " + x.Mechanism.Name
		if in[x.Mechanism] == nil {
			in[x.Mechanism] = make([]bool, n)
		}
		m.occupy(in[x.Mechanism], x.Compartments)
		count := len(x.Compartments)
		if x.Compartments == nil {
			count = n
		}
		m.settings(x.Mechanism, x.Values, count)
		m.place = place
	}
}

func mechanismName(m *ir.Mechanism) string {
	if m == nil {
		return "nothing"
	}
	return m.Name + " (" + m.Kind.String() + ")"
}

// occupy notes that a channel is in the given compartments, up to the first mistake.
func (m *mistakes) occupy(taken []bool, compartments []int) {
	all := compartments
	if all == nil {
		for i := range taken {
			all = append(all, i)
		}
	}
	for _, i := range all {
		switch {
		case i < 0 || i >= len(taken):
			m.add("is inserted into compartment %d, but the cell has compartments 0 to %d", i, len(taken)-1)
			return
		case taken[i]:
			m.add("is inserted twice into compartment %d", i)
			return
		}
		taken[i] = true
	}
}

// settings checks the parameters of a membrane's mechanism; n is the length of arrays.
func (m *mistakes) settings(mechanism *ir.Mechanism, values map[string]Value, n int) {
	names := symbolNames(mechanism, func(s *ir.Symbol) bool { return s.Role == ir.Param })
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		switch {
		case !slices.Contains(names, name):
			m.add("%s has no parameter %s%s", mechanism.Name, name, nearest(name, names))
		case v.Draw != nil || v.Course != nil:
			m.add("%s is a distribution or a course in time: give a number, or one for each place", name)
		default:
			m.value(name, v, n)
			m.within(mechanism, name, v)
		}
	}
}

// within checks a parameter against the range that the mechanism's text gives it.
func (m *mistakes) within(mechanism *ir.Mechanism, name string, v Value) {
	if mechanism.Membrane == nil {
		return
	}
	lo, hi := v.extremes()
	for _, limit := range mechanism.Membrane.Limits {
		if mechanism.Symbols[limit.Symbol].Name == name && (lo < limit.Low || hi > limit.High) {
			got := fmt.Sprint(lo)
			if hi > lo {
				got = fmt.Sprintf("between %g and %g", lo, hi)
			}
			m.add("%s is %s, want %g to %g: %s", name, got, limit.Low, limit.High, limit.Why)
		}
	}
}

// valences checks that all mechanisms mean the same by an ion's name.
func (m *mistakes) valences(s *Shape) {
	by, from := map[string]float64{}, map[string]string{}
	for _, c := range s.Cells {
		if c == nil {
			continue
		}
		for _, x := range c.Insert {
			if x.Mechanism == nil || x.Mechanism.Membrane == nil {
				continue
			}
			for _, ion := range x.Mechanism.Membrane.Ions {
				if z, known := by[ion.Name]; known && z != ion.Valence {
					m.add("%s has valence %g in %s and %g in %s", ion.Name, z, from[ion.Name], ion.Valence, x.Mechanism.Name)
				}
				by[ion.Name], from[ion.Name] = ion.Valence, x.Mechanism.Name
			}
		}
	}
}

// has reports whether a neuron's template is usable.
func (s *Shape) has(neuron int) bool {
	if s.Template != nil && (s.Template[neuron] < 0 || int(s.Template[neuron]) >= len(s.Cells)) {
		return false
	}
	c := s.Of(neuron)
	return c != nil && c.Tree != nil
}
