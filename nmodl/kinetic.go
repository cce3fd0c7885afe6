package nmodl

import (
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// KINETIC blocks: reactions become fluxes into and out of states.

// kept is a CONSERVE statement: what is to keep its value, as an expression that is
// 0 where it does.
type kept struct {
	at       place
	residual ir.Ref
}

func sortedKeys(m map[int]ir.Ref) []int { return slices.Sorted(maps.Keys(m)) }

// reaction adds the fluxes of ~ left <-> right (forward, backward), ~ left -> right
// (rate) or ~ left << (flux).
func (r *run) reaction(s *statement) {
	if r.step == nil {
		r.fail(s.word.place, "a reaction outside of a KINETIC block", "")
		return
	}
	left, right := r.terms(s.left), r.terms(s.right)
	zero := r.g.Const(0)
	forward, backward := zero, zero
	switch s.arrow {
	case "<<":
		backward = r.evaluate(s.rates[0]) // flows into the left side
	default:
		forward = r.g.Mul(r.evaluate(s.rates[0]), r.product(left))
		if s.arrow == "<->" {
			backward = r.g.Mul(r.evaluate(s.rates[1]), r.product(right))
		}
	}
	net := r.g.Sub(forward, backward)
	for _, x := range left {
		r.flowInto(x, r.g.Neg(net))
	}
	for _, x := range right {
		r.flowInto(x, net)
	}
	r.fluxNames(forward, backward)
}

// reactant is a term whose name has been found; id < 0 and constants do not change.
type reactant struct {
	count float64
	id    int
	value ir.Ref
}

func (r *run) terms(list []term) []reactant {
	var out []reactant
	for _, t := range list {
		e := &expr{kind: nameExpr, place: t.name.place, text: t.name.text}
		if t.index != nil {
			e.args = []*expr{t.index}
		}
		x := reactant{count: t.count, id: -1, value: r.name(e)}
		if v, ok := r.lookup(t.name.text); ok {
			x.id, _ = r.element(v, t.name.place, t.name.text, t.index)
		}
		out = append(out, x)
	}
	return out
}

// product is the law of mass action.
func (r *run) product(terms []reactant) ir.Ref {
	p := r.g.Const(1)
	for _, t := range terms {
		p = r.g.Mul(p, r.g.Binary(ir.Pow, t.value, r.g.Const(t.count), ir.Pos{}))
	}
	return p
}

// flowInto adds to the flux of a state; what is no state is held by its surroundings.
func (r *run) flowInto(x reactant, flux ir.Ref) {
	if !slices.Contains(r.allStates(), x.id) {
		return
	}
	before, ok := r.step.flux[x.id]
	if !ok {
		before = r.g.Const(0)
		r.step.states = append(r.step.states, x.id)
	}
	r.step.flux[x.id] = r.g.Add(before, r.g.Mul(r.g.Const(x.count), flux))
}

// fluxNames sets f_flux and b_flux, the fluxes of the reaction before.
func (r *run) fluxNames(forward, backward ir.Ref) {
	for i, name := range []string{"f_flux", "b_flux"} {
		v, ok := r.lookup(name)
		if !ok {
			v = r.local(name, 0)
		}
		r.values[v.base] = []ir.Ref{forward, backward}[i]
	}
}

// compartment keeps the volume in which states are dissolved.
func (r *run) compartment(s *statement) {
	if r.step == nil {
		r.fail(s.word.place, "COMPARTMENT outside of a KINETIC block", "")
		return
	}
	for _, name := range s.names {
		v, ok := r.lookup(name.text)
		if !ok {
			r.unknown(name.place, name.text)
			continue
		}
		for i := range max(v.size, 1) {
			r.enterScope()
			if len(s.left) > 0 {
				r.values[r.local(s.left[0].name.text, 0).base] = r.g.Const(float64(i))
			}
			r.step.volumes[v.base+i] = r.evaluate(s.value)
			r.leaveScope()
		}
	}
}

// conservation keeps CONSERVE left = right.
func (r *run) conservation(s *statement) {
	if r.step == nil {
		r.fail(s.word.place, "CONSERVE outside of a KINETIC block", "")
		return
	}
	r.step.kept = append(r.step.kept, kept{s.word.place, r.g.Sub(r.evaluate(s.value), r.evaluate(s.to))})
}

// flow makes rates of the fluxes, and the conserved sums. States stand in the order of
// STATE: of those in a sum the last loses its own equation, as in NEURON, which shows
// where INITIAL leaves the sum wrong.
func (r *run) flow() {
	s := r.step
	for _, x := range sortedKeys(s.flux) {
		s.rates[x] = r.g.Div(s.flux[x], r.volume(x))
	}
	if len(s.flux) > 0 {
		slices.Sort(s.states)
	}
	taken := map[int]bool{}
	for _, k := range s.kept {
		c, ok := r.conserved(k, taken)
		if !ok {
			s.bad = true
			return
		}
		s.keep = append(s.keep, c)
	}
}

func (r *run) volume(x int) ir.Ref {
	if v, ok := r.step.volumes[x]; ok {
		return v
	}
	return r.g.Const(1)
}

// conserved makes a row of the system of a CONSERVE. What is conserved are amounts: each
// state counts with the volume of its COMPARTMENT.
func (r *run) conserved(k kept, taken map[int]bool) (ir.Conserved, bool) {
	c := ir.Conserved{Instead: -1, Total: r.total(k)}
	for i, x := range r.step.states {
		d := r.g.Derivative(k.residual, x)
		if r.g.At(d).Op != ir.Const {
			r.fail(k.at, "CONSERVE is not a sum of states", "write a sum with constant factors, = and its total")
			return c, false
		}
		c.Coefficients = append(c.Coefficients, r.g.Mul(d, r.volume(x)))
		if !r.g.IsConst(d, 0) && !taken[i] {
			c.Instead = i
		}
	}
	if c.Instead < 0 {
		r.fail(k.at, "CONSERVE names no state of a reaction", "")
		return c, false
	}
	taken[c.Instead] = true
	return c, true
}

// total is what the states of a CONSERVE add up to: minus the residual where all are 0.
func (r *run) total(k kept) ir.Ref {
	zero := map[int]ir.Ref{}
	for _, x := range r.allStates() {
		zero[x] = r.g.Const(0)
	}
	return r.g.Neg(r.g.Substitute(k.residual, zero))
}
