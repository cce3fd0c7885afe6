package equation

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Equations, and what may change and be read where.

// equations evaluates x' = rate for every state that has one.
func (b *builder) equations() {
	for i, q := range b.tree.equations {
		slot, ok := b.assignable(q.state)
		if !ok {
			continue
		}
		if slices.ContainsFunc(b.tree.equations[:i], func(o *equation) bool { return o.state.text == q.state.text }) {
			b.fail(q.state.place, "a second equation of "+q.state.text, "one", "")
			continue
		}
		if ode, ok := b.equation(slot, q); ok {
			b.m.ODEs = append(b.m.ODEs, ode)
		}
	}
}

func (b *builder) equation(slot int, q *equation) (ir.ODE, bool) {
	s := b.m.Symbols[slot]
	dim := s.Dim.Div(unit.Time)
	over := func(r ir.Ref) ir.Ref { return r }
	bad := b.broken[slot]
	if q.coefficient != nil {
		c := b.plain(b.evaluate(q.coefficient), q.coefficient)
		bad = bad || c.bad
		dim = dim.Mul(c.dim)
		over = func(r ir.Ref) ir.Ref { return b.g.Binary(ir.Div, r, c.ref, pos(q.coefficient)) }
	}
	rate := b.number(b.evaluate(q.rate), q.rate)
	if bad || rate.bad {
		return ir.ODE{}, false
	}
	if rate = b.in(rate, q.rate, dim, ""); rate.bad {
		return ir.ODE{}, false
	}
	ode := ir.ODE{Symbol: slot, Rate: over(rate.ref), Pos: at(q.state.place)}
	roots := []ir.Ref{ode.Rate}
	for _, t := range rate.terms {
		if t.source == theWeight {
			b.fail(q.rate.place, "an equation reads weight", "", "")
			return ir.ODE{}, false
		}
		ode.Noise = append(ode.Noise, ir.NoiseTerm{Amplitude: over(t.coefficient), Stream: t.source})
		roots = append(roots, over(t.coefficient))
	}
	if s.Place == ir.Connection {
		b.fail(q.state.place, s.Name+" lives once per connection and has no equation", "", "let receive change it, by the time that passed")
		return ir.ODE{}, false
	}
	return ode, b.reachable(s, q.rate.place, roots...) && b.ofNoConnection("the equation of "+s.Name, q.rate.place, roots...)
}

// assignable finds a state by name.
func (b *builder) assignable(name token) (int, bool) {
	slot, ok := b.slots[name.text]
	if !ok {
		remedy := near(name.text, b.names())
		if b.aliases[name.text] != nil {
			remedy = name.text + " is an alias"
		}
		b.fail(name.place, "unknown state "+name.text, "", remedy)
		return 0, false
	}
	s := &b.m.Symbols[slot]
	isWeight := s.Role == ir.Weight && (b.m.Kind == ir.Synapse || s.Place == ir.Connection)
	if !b.isState(slot) && !isWeight {
		remedy := ""
		if s.Role == ir.Param {
			remedy = "declare it under state to let it change"
		}
		b.fail(name.place, fmt.Sprintf("%s is %s and cannot change", name.text, kindOfSymbol(s)), "a state", remedy)
		return 0, false
	}
	return slot, true
}

func kindOfSymbol(s *ir.Symbol) string {
	switch {
	case s.Role == ir.Param:
		return "a parameter"
	case s.Role == ir.Input:
		return "an input"
	case s.Place == ir.PreCell || s.Place == ir.PostCell:
		return "a state of the neuron"
	case s.Place == ir.Compartment:
		return "a value of the compartment"
	}
	return "fixed"
}

// seen lists the places that a value of each place may read: pre, post and
// volume hold one value for many connections.
var seen = map[ir.Place][]ir.Place{
	ir.Self:       {ir.Self, ir.Pre, ir.Post, ir.Volume, ir.PreCell, ir.PostCell, ir.Connection},
	ir.Pre:        {ir.Pre, ir.Volume, ir.PreCell},
	ir.Post:       {ir.Post, ir.Volume, ir.PostCell},
	ir.Volume:     {ir.Volume},
	ir.Connection: {ir.Self, ir.Connection},

	ir.Compartment: {ir.Self, ir.Compartment},
}

// reachable checks that what changes state s reads nothing of a single
// connection or of the other side.
func (b *builder) reachable(s ir.Symbol, where place, roots ...ir.Ref) bool {
	for _, slot := range b.g.Uses(roots...) {
		u := &b.m.Symbols[slot]
		if u.Role != ir.State && u.Role != ir.Weight || slices.Contains(seen[s.Place], u.Place) {
			continue
		}
		b.fail(where, fmt.Sprintf("%s lives once per %s and cannot read %s", s.Name, livesPer[s.Place], u.Name), "",
			"declare "+s.Name+" under state to have one per connection")
		return false
	}
	return true
}

var livesPer = map[ir.Place]string{ir.Pre: "presynaptic neuron", ir.Post: "postsynaptic neuron", ir.Volume: "projection",
	ir.Connection: "connection", ir.Compartment: "compartment"}
