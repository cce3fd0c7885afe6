package nmodl

import (
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// SOLVE: the equations of a block become the formula of one step.

// stepping is a SOLVE under way.
type stepping struct {
	method  string
	states  []int          // in order of their equations
	rates   map[int]ir.Ref // x', made of the states as they were
	volumes map[int]ir.Ref // COMPARTMENT
	flux    map[int]ir.Ref // of reactions
	keep    []ir.Conserved // coefficients by position in states
	kept    []kept
	left    []ir.Ref // left − right of each equation
	steady  bool
	bad     bool // a mistake was reported
}

// methods maps each to the one that is used: those that NEURON has dropped, or that
// take variable steps, to the nearest of fixed step.
var methods = map[string]string{
	"": "", "cnexp": "cnexp", "euler": "euler", "runge": "runge", "derivimplicit": "implicit", "sparse": "implicit", "newton": "newton",
	"after_cvode": "call", "cvode_t": "call", "cvode_t_v": "call", "matexp": "implicit", "simeq": "", "adrunge": "runge",
}

// newtonPasses is the number of passes for nonlinear equations: each doubles the
// digits, and a step starts near its end.
const newtonPasses = 4

// fixedPointPasses is the same for NONLINEAR blocks and steady states, which start anywhere.
const fixedPointPasses = 12

// steadyStep is the step that stands for infinity, ms, as in NEURON.
const steadyStep = 1e9

func (r *run) solve(s *statement) {
	name := s.solve.routine
	routine := r.tree.routines[name.text]
	method, known := methods[s.solve.method]
	switch {
	case routine == nil:
		remedy := "write DERIVATIVE " + name.text + " { … }"
		if near := nearest(name.text, r.tree.order); near != "" {
			remedy = "did you mean " + near + "?"
		}
		r.fail(name.place, "there is no block "+name.text, remedy)
		return
	case !known:
		r.fail(s.word.place, "unknown METHOD "+s.solve.method, "write cnexp, derivimplicit, sparse, euler or runge")
		return
	case slices.ContainsFunc(r.calls, func(c call) bool { return c.name == name.text }):
		r.fail(name.place, name.text+" solves itself", "")
		return
	}
	before, outer := r.solves, r.step
	r.solves = runSolve
	r.step = &stepping{method: method, steady: s.solve.steady, rates: map[int]ir.Ref{}, volumes: map[int]ir.Ref{}, flux: map[int]ir.Ref{}}
	r.solveBlock(routine, s)
	r.solves, r.step = before, outer
}

func (r *run) solveBlock(routine *routine, s *statement) {
	switch routine.kind {
	case "PROCEDURE", "FUNCTION":
		r.inline(routine, &expr{kind: callExpr, place: s.solve.routine.place, text: routine.name.text})
	case "LINEAR", "NONLINEAR":
		r.solveEquations(routine)
	case "KINETIC":
		r.solveSystem(routine)
	default:
		if r.step.method == "cnexp" && r.isCoupledOrNonlinear(routine) {
			r.step.method = "implicit"
		}
		if r.step.method == "cnexp" {
			r.runBody(routine)
			return
		}
		r.solveSystem(routine)
	}
}

func (r *run) runBody(routine *routine) {
	r.calls = append(r.calls, call{routine.name.text, r.local("", 0).base})
	r.block(routine.body)
	r.calls = r.calls[:len(r.calls)-1]
}

// derivative takes name' = value: with cnexp the step is done at once, so that equations
// further down see the new value, as in NEURON; else the rate is kept.
func (r *run) derivative(s *statement) {
	id, ok := r.target(s.word, s.index)
	if !ok {
		return
	}
	if r.step == nil {
		r.fail(s.word.place, s.word.text+"' outside of a DERIVATIVE block", "")
		return
	}
	if id < 0 || r.m.Symbols[id].Role != ir.State && r.m.Symbols[id].Place != ir.Compartment {
		r.fail(s.word.place, s.word.text+"' is the rate of what is no state", "declare "+s.word.text+" in STATE")
		return
	}
	if r.step.method != "cnexp" {
		r.rate(id, r.evaluate(s.value))
		return
	}
	f, slope := r.slope(id, s.value)
	old, g := r.value(id), r.g
	f = g.Substitute(f, map[int]ir.Ref{r.probe(): old})
	h := r.dt()
	gain := g.Unary(ir.Exprel, g.Mul(slope, h), at(s.word.place))
	r.set(id, g.Add(old, g.Mul(g.Mul(h, gain), f)))
}

// probe stands for a state while a rate is differentiated by it.
func (b *builder) probe() int { return len(b.m.Symbols) }

// slope is the rate of a state and its derivative by what the equation itself says of
// the state. What was computed from it before the equation counts as constant.
func (r *run) slope(id int, e *expr) (rate, slope ir.Ref) {
	old, had := r.values[id]
	r.values[id] = r.g.Load(r.probe(), at(e.place))
	rate = r.evaluate(e)
	delete(r.values, id)
	if had {
		r.values[id] = old
	}
	return rate, r.g.Derivative(rate, r.probe())
}

// dt is the step, ms; in a STEADYSTATE it has no end.
func (r *run) dt() ir.Ref {
	if r.step != nil && r.step.steady {
		return r.g.Const(steadyStep)
	}
	return r.g.Load(r.variables["dt"].base, ir.Pos{})
}

// rate keeps the rate of a state.
func (r *run) rate(id int, f ir.Ref) {
	if !slices.Contains(r.step.states, id) {
		r.step.states = append(r.step.states, id)
	}
	r.step.rates[id] = f
}

// isCoupledOrNonlinear reports whether an equation is not linear in its own state, which
// cnexp cannot solve.
func (r *run) isCoupledOrNonlinear(routine *routine) bool {
	bad := false
	for _, s := range derivatives(routine.body) {
		probe := r.execute()
		probe.step = &stepping{}
		id, ok := r.target(s.word, s.index)
		if !ok || id < 0 {
			return false
		}
		probe.scope = &scope{variables: map[string]variable{}}
		probe.openLocals(routine.body)
		_, slope := probe.slope(id, s.value)
		if slices.Contains(r.g.Uses(slope), r.probe()) {
			r.warn(s.word.place, "the equation of "+s.word.text+" is not linear in it: cnexp is replaced by derivimplicit", "write METHOD derivimplicit")
			bad = true
		}
	}
	return bad
}

// openLocals declares the locals of a block, so that an equation can be looked at by itself.
func (r *run) openLocals(x *block) {
	if x == nil {
		return
	}
	for _, s := range x.statements {
		if s.kind == localStatement {
			r.statement(s)
		}
		if s.kind == fromLoop {
			r.local(s.word.text, 0)
		}
		r.openLocals(s.then)
		r.openLocals(s.other)
	}
}

// derivatives lists the equations of a block.
func derivatives(x *block) []*statement {
	var out []*statement
	if x == nil {
		return nil
	}
	for _, s := range x.statements {
		if s.kind == derivative {
			out = append(out, s)
		}
		out = append(out, derivatives(s.then)...)
		out = append(out, derivatives(s.other)...)
	}
	return out
}

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

// equation keeps ~ left = right.
func (r *run) equation(s *statement) {
	if r.step == nil {
		r.fail(s.word.place, "an equation outside of a LINEAR or NONLINEAR block", "")
		return
	}
	r.step.left = append(r.step.left, r.g.Sub(r.evaluate(s.value), r.evaluate(s.to)))
}

// solveEquations solves a LINEAR block, or a NONLINEAR one by Newton's method from what
// the states are worth.
func (r *run) solveEquations(routine *routine) {
	start := r.collect(routine)
	f := r.step.left
	unknown := r.unknowns(f)
	if len(unknown) != len(f) {
		r.fail(routine.name.place, routine.name.text+" has "+plural(len(f), "equation")+" for "+plural(len(unknown), "state"), "give one equation for each state")
		return
	}
	x, passes := make([]ir.Ref, len(f)), 1
	for i, id := range unknown {
		x[i] = r.g.Const(0)
		if routine.kind == "NONLINEAR" {
			x[i], passes = r.load(id), fixedPointPasses
		}
	}
	for range passes {
		var err error
		if x, err = r.newton(f, unknown, x); err != nil {
			r.fail(routine.name.place, routine.name.text+": "+err.Error(), "look for an equation that follows from the others")
			return
		}
	}
	next := map[int]ir.Ref{}
	for i, id := range unknown {
		next[id] = x[i]
	}
	r.step.states = unknown
	r.finish(start, next)
}

// unknowns lists the states that equations read.
func (r *run) unknowns(f []ir.Ref) []int {
	var out []int
	for _, id := range r.allStates() {
		if slices.Contains(r.g.Uses(f...), id) {
			out = append(out, id)
		}
	}
	return out
}

// newton is one pass: x − f(x)/f'(x).
func (r *run) newton(f []ir.Ref, unknown []int, x []ir.Ref) ([]ir.Ref, error) {
	by := map[int]ir.Ref{}
	for i, id := range unknown {
		by[id] = x[i]
	}
	var a [][]ir.Ref
	var b []ir.Ref
	for _, residual := range f {
		var row []ir.Ref
		for _, id := range unknown {
			row = append(row, r.g.Substitute(r.g.Derivative(residual, id), by))
		}
		a, b = append(a, row), append(b, r.g.Neg(r.g.Substitute(residual, by)))
	}
	change, err := r.g.Eliminate(a, b, r.sample)
	if err != nil {
		return nil, err
	}
	out := make([]ir.Ref, len(x))
	for i := range x {
		out[i] = r.g.Add(x[i], change[i])
	}
	return out, nil
}

// equations lists x' = f of every state that BREAKPOINT solves, for what wants the
// model rather than its step.
func (b *builder) equations() {
	for _, s := range solves(b.tree.present) {
		routine := b.tree.routines[s.solve.routine.text]
		if routine == nil || routine.kind != "DERIVATIVE" && routine.kind != "KINETIC" {
			continue
		}
		r := b.execute()
		r.step = &stepping{rates: map[int]ir.Ref{}, volumes: map[int]ir.Ref{}, flux: map[int]ir.Ref{}}
		r.collect(routine)
		for _, x := range r.step.states {
			if b.m.ODE(x) == nil {
				b.m.ODEs = append(b.m.ODEs, ir.ODE{Symbol: x, Rate: r.step.rates[x], Pos: at(routine.name.place)})
			}
		}
	}
}

// solves lists the SOLVE statements of blocks.
func solves(blocks []*block) []*statement {
	var out []*statement
	for _, x := range blocks {
		if x == nil {
			continue
		}
		for _, s := range x.statements {
			if s.kind == solveStatement {
				out = append(out, s)
			}
			out = append(out, solves([]*block{s.then, s.other})...)
		}
	}
	return out
}
