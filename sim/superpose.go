package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// superposes reports whether instances of a point process with equal parameters in
// one compartment can be one: its states begin at 0, move and make currents linearly,
// and events add to them what no state has a say in. So do ExpSyn, Exp2Syn, and
// NMDA with its block by the potential.
func superposes(m *ir.Mechanism) bool {
	p := m.Membrane
	r := p.Receive
	if m.Kind != ir.PointProcess || r == nil || len(r.Args) > 1 || r.Spike != ir.None ||
		len(p.Sends)+len(r.Sends)+len(r.Connect)+len(r.ConnectSends) > 0 {
		return false
	}
	x := linearity{g: m.Graph.Clone(), states: m.At(ir.State, ir.Self)}
	for i, s := range m.Symbols { // what one kernel leaves for another is state, too
		if s.Role == ir.Assigned {
			x.states = append(x.states, i)
		}
	}
	for _, a := range p.Initial {
		if m.Symbols[a.Symbol].Role == ir.State && !x.g.IsConst(a.Value, 0) {
			return false
		}
	}
	for _, c := range p.Currents {
		if !x.linear(c.Value) {
			return false
		}
	}
	for _, o := range m.ODEs {
		if !x.linear(o.Rate) {
			return false
		}
	}
	for _, a := range p.Advance {
		if m.Symbols[a.Symbol].Role == ir.State && !x.linear(a.Value) {
			return false
		}
	}
	for _, a := range r.Assigns {
		if m.Symbols[a.Symbol].Role != ir.State || !x.adds(a) {
			return false
		}
	}
	return true
}

// linearity tests expressions for what they do with states.
type linearity struct {
	g      *ir.Graph
	states []int
}

// linear reports whether r is Σ aᵢ·xᵢ over states x, with a that read no state.
func (l *linearity) linear(r ir.Ref) bool {
	zero := map[int]ir.Ref{}
	for _, x := range l.states {
		zero[x] = l.g.Const(0)
		if l.reads(l.g.Derivative(r, x)) {
			return false
		}
	}
	return !l.jumps(r) && l.g.IsConst(l.g.Substitute(r, zero), 0)
}

// adds reports whether an event adds to a state what no state has a say in.
func (l *linearity) adds(a ir.Assign) bool {
	for _, x := range l.states {
		want := 0.0
		if x == a.Symbol {
			want = 1
		}
		if !l.g.IsConst(l.g.Derivative(a.Value, x), want) {
			return false
		}
	}
	return !l.jumps(a.Value)
}

func (l *linearity) reads(r ir.Ref) bool {
	return slices.ContainsFunc(l.g.Uses(r), func(u int) bool { return slices.Contains(l.states, u) })
}

// jumps reports whether r draws random numbers, or compares or rounds a state, where
// the derivative does not tell.
func (l *linearity) jumps(r ir.Ref) bool {
	if r == ir.None {
		return false
	}
	n := *l.g.At(r)
	if n.Op.Random() || (n.Op.Mask() || n.Op == ir.Floor) && l.reads(r) {
		return true
	}
	for _, a := range []ir.Ref{n.A, n.B, n.C}[:n.Op.Args()] {
		if l.jumps(a) {
			return true
		}
	}
	return false
}
