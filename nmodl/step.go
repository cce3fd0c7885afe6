package nmodl

import (
	"maps"

	"github.com/cajal-sim/cajal/ir"
)

// A step of a system of equations: the block is run for its rates, which are expressions of
// the states; a method makes of them the states at the end of the step.

// solveSystem runs a block for its rates, takes the step, and gives the states and
// what was computed from them their new values.
func (r *run) solveSystem(routine *routine) {
	start := r.collect(routine)
	step := r.step
	next := map[int]ir.Ref{}
	if len(step.states) == 0 || step.bad {
		r.finish(start, next)
		return
	}
	for _, x := range step.states {
		r.advanced(x, integrators[step.method])
	}
	switch step.method {
	case "euler":
		for _, x := range step.states {
			next[x] = r.g.Add(r.load(x), r.g.Mul(r.dt(), step.rates[x]))
		}
	case "runge":
		next = r.rungeKutta()
	default:
		solved, err := r.implicit().Solve(r.g)
		if err != nil {
			r.fail(routine.name.place, routine.name.text+": "+err.Error(), "look for a state without a reaction, or a CONSERVE too many")
			return
		}
		for i, x := range step.states {
			next[x] = solved[i]
		}
	}
	r.finish(start, next)
}

func (r *run) load(x int) ir.Ref { return r.g.Load(x, r.m.Symbols[x].Pos) }

// collect runs a block in which the load of a state means the state at the start of the
// step, and returns what that is. A load that stood in some value before means the state
// at the start of the kernel: it is renamed meanwhile.
func (r *run) collect(routine *routine) map[int]ir.Ref {
	names, start := map[int]ir.Ref{}, map[int]ir.Ref{}
	for _, x := range r.allStates() {
		names[x] = r.g.Load(r.entry(x), ir.Pos{})
		start[x] = names[x]
	}
	for _, id := range sortedKeys(r.values) {
		r.values[id] = r.g.Substitute(r.values[id], names)
		if _, isState := start[id]; isState {
			start[id] = r.values[id]
			delete(r.values, id)
		}
	}
	r.runBody(routine)
	r.flow()
	return start
}

// entry stands for a state at the start of the kernel while a step is taken.
func (b *builder) entry(x int) int { return len(b.m.Symbols) + 1 + x }

// allStates lists the symbols that an equation may be for.
func (r *run) allStates() []int {
	var out []int
	for _, d := range r.tree.state {
		v := r.variables[d.name.text]
		for i := range max(v.size, 1) {
			out = append(out, v.base+i)
		}
	}
	return out
}

// finish puts what the states were at the start of the step into the formulas, and what
// they are at its end into the values that the block leaves behind.
func (r *run) finish(start, next map[int]ir.Ref) {
	back := map[int]ir.Ref{}
	for x := range start {
		back[r.entry(x)] = r.load(x)
	}
	ends := maps.Clone(start)
	for _, x := range sortedKeys(next) {
		ends[x] = r.g.Substitute(next[x], start)
	}
	for _, id := range sortedKeys(r.values) {
		by := start
		if r.lastingOf(id) {
			by = ends
		}
		r.values[id] = r.g.Substitute(r.g.Substitute(r.values[id], by), back)
	}
	for _, x := range sortedKeys(start) {
		r.values[x] = r.g.Substitute(start[x], back)
		if end := r.g.Substitute(ends[x], back); end != r.values[x] {
			r.set(x, end)
		}
	}
}

// lastingOf reports whether a value is one that a block leaves behind.
func (r *run) lastingOf(id int) bool { return id >= 0 && r.m.Symbols[id].Role == ir.Assigned }

// implicit is the system for a step of backward Euler.
func (r *run) implicit() *ir.Implicit {
	s := r.step
	system := &ir.Implicit{States: s.states, Step: r.dt(), Passes: newtonPasses, Sample: r.sample, Conserved: s.keep}
	if s.steady {
		system.Passes = fixedPointPasses
	}
	for _, x := range s.states {
		system.Rates = append(system.Rates, s.rates[x])
	}
	return system
}

// rungeKutta is the classical method of order 4.
func (r *run) rungeKutta() map[int]ir.Ref {
	g, s, h := r.g, r.step, r.dt()
	slopes := func(at map[int]ir.Ref, part float64) map[int]ir.Ref {
		by := map[int]ir.Ref{}
		for x, v := range at {
			by[x] = v
		}
		t := r.variables["t"].base
		by[t] = g.Add(g.Load(t, ir.Pos{}), g.Mul(g.Const(part), h))
		out := map[int]ir.Ref{}
		for _, x := range s.states {
			out[x] = g.Substitute(s.rates[x], by)
		}
		return out
	}
	moved := func(k map[int]ir.Ref, part float64) map[int]ir.Ref {
		out := map[int]ir.Ref{}
		for _, x := range s.states {
			out[x] = g.Add(r.load(x), g.Mul(g.Mul(g.Const(part), h), k[x]))
		}
		return out
	}
	k1 := slopes(nil, 0)
	k2 := slopes(moved(k1, 0.5), 0.5)
	k3 := slopes(moved(k2, 0.5), 0.5)
	k4 := slopes(moved(k3, 1), 1)
	next := map[int]ir.Ref{}
	for _, x := range s.states {
		sum := g.Add(g.Add(k1[x], g.Mul(g.Const(2), g.Add(k2[x], k3[x]))), k4[x])
		next[x] = g.Add(r.load(x), g.Mul(g.Div(h, g.Const(6)), sum))
	}
	return next
}
