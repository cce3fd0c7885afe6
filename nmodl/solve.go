package nmodl

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// SOLVE: the equations of a block become the formula of one step.

// stepping is a SOLVE under way.
type stepping struct {
	method  string
	written string         // METHOD of the text
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
	r.step = &stepping{method: method, written: s.solve.method, steady: s.solve.steady, rates: map[int]ir.Ref{}, volumes: map[int]ir.Ref{}, flux: map[int]ir.Ref{}}
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
	r.advanced(id, ir.ExponentialEuler)
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
