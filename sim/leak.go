package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// linear reports whether the mechanism is nothing but a current a + b·v, with a
// and b that never change, of no ion, so that it can become part of the cable's leak.
func linear(m *ir.Mechanism, keep map[string]bool) bool {
	p := m.Membrane
	if m.Kind != ir.Channel || len(p.Currents) == 0 || len(p.Advance) > 0 || len(m.ODEs) > 0 {
		return false
	}
	v := m.Of(ir.Voltage)
	if len(v) != 1 {
		return false
	}
	g := m.Graph.Clone()
	for _, c := range p.Currents {
		if c.Ion >= 0 || c.Electrode || keep[c.Name] {
			return false
		}
		slope := g.Derivative(c.Value, v[0])
		offset := g.Substitute(c.Value, map[int]ir.Ref{v[0]: g.Const(0)})
		for _, u := range g.Uses(slope, offset) {
			if role := m.Symbols[u].Role; role != ir.Param && role != ir.Celsius && role != ir.Diameter && role != ir.Area {
				return false
			}
		}
	}
	for _, a := range p.Present {
		if keep[m.Symbols[a.Symbol].Name] {
			return false
		}
	}
	return true
}

// fold makes the instances part of the leak: the current that enters at 0 mV is Drive.
func (x *membrane) fold(s *Simulation) {
	h, k := x.shaped, x.plan.Membrane.Current
	if k == nil { // a current that is 0 whatever happens
		return
	}
	n := h.system.Len
	zero, entering, conductance := make([]float64, n), make([]float64, n), make([]float64, n)
	a := x.args(s, x.columns, k, s.clock.now, s.clock.length)
	for i, col := range k.Columns {
		switch col.Role {
		case ir.Voltage:
			a.Columns[i] = zero
		case ir.MembraneCurrent:
			a.Columns[i] = entering
		case ir.MembraneConductance:
			a.Columns[i] = conductance
		}
	}
	call := laneCall{program: x.programs[k], args: a, runs: x.runs}
	call.run(0)
	for i := range entering {
		h.system.Leak[i] += conductance[i]
		h.system.Drive[i] += entering[i]
	}
}

// opening finds the mechanism that may begin the sums of a compartment's currents and
// conductances: the first one that adds to them in every step, if no leak of the cable's own
// is where it is.
func (s *Simulation) opening(h *shaped) *ir.Mechanism {
	var first *ir.Mechanism
	folded := map[*ir.Mechanism]bool{}
	for _, m := range h.channels() {
		folded[m] = linear(m, recorded(s, m))
		if first == nil && !folded[m] && crossesMembrane(m) {
			first = m
		}
	}
	for _, c := range h.shape.Cells {
		leaks := make([]bool, len(c.Tree.Compartments))
		for _, x := range c.Insert {
			for k := range leaks {
				leaks[k] = leaks[k] || folded[x.Mechanism] && inserted(x, k)
			}
		}
		for _, x := range c.Insert {
			for k := range leaks {
				if leaks[k] && x.Mechanism == first && inserted(x, k) {
					return nil
				}
			}
		}
	}
	return first
}

// crossesMembrane reports whether a mechanism has a current that no electrode passes, which has
// sums of its own.
func crossesMembrane(m *ir.Mechanism) bool {
	return slices.ContainsFunc(m.Membrane.Currents, func(c ir.Current) bool { return !c.Electrode })
}

// inserted reports whether a mechanism is in a compartment.
func inserted(x network.Insertion, compartment int) bool {
	return x.Compartments == nil || slices.Contains(x.Compartments, compartment)
}
