package nmodl

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// Calls: of the text's own FUNCTIONs and PROCEDUREs, which are executed in place, and of
// those that NMODL knows.

// functions of one argument that are one operation.
var operations = map[string]ir.Op{"exp": ir.Exp, "log": ir.Log, "sqrt": ir.Sqrt, "fabs": ir.Abs, "abs": ir.Abs, "floor": ir.Floor,
	"sin": ir.Sin, "cos": ir.Cos, "tanh": ir.Tanh, "erf": ir.Erf, "exprelr": ir.Linoid, "expm1": ir.Expm1, "log1p": ir.Log1p}

// formulas are functions made of operations; the number of arguments is in arity.
var formulas = map[string]func(r *run, a []ir.Ref) ir.Ref{
	"pow":   func(r *run, a []ir.Ref) ir.Ref { return r.g.Binary(ir.Pow, a[0], a[1], ir.Pos{}) },
	"log10": func(r *run, a []ir.Ref) ir.Ref { return r.g.Div(r.f(ir.Log, a[0]), r.g.Const(math.Ln10)) },
	"tan":   func(r *run, a []ir.Ref) ir.Ref { return r.g.Div(r.f(ir.Sin, a[0]), r.f(ir.Cos, a[0])) },
	"sinh": func(r *run, a []ir.Ref) ir.Ref {
		return r.half(r.g.Sub(r.f(ir.Exp, a[0]), r.f(ir.Exp, r.g.Neg(a[0]))))
	},
	"cosh": func(r *run, a []ir.Ref) ir.Ref {
		return r.half(r.g.Add(r.f(ir.Exp, a[0]), r.f(ir.Exp, r.g.Neg(a[0]))))
	},
	"ceil": func(r *run, a []ir.Ref) ir.Ref { return r.g.Neg(r.f(ir.Floor, r.g.Neg(a[0]))) },
	"fmod": func(r *run, a []ir.Ref) ir.Ref { // the sign of the first
		q := r.f(ir.Floor, r.f(ir.Abs, r.g.Div(a[0], a[1])))
		size := r.g.Sub(r.f(ir.Abs, a[0]), r.g.Mul(q, r.f(ir.Abs, a[1])))
		return r.g.Select(r.g.Binary(ir.Less, a[0], r.g.Const(0), ir.Pos{}), r.g.Neg(size), size, ir.Pos{})
	},
	"nernst": (*run).nernst,
	"ghk":    (*run).ghk,
	// at_time is true in the step that contains the time (NEURON's netcvode.cpp, fixed step).
	"at_time": func(r *run, a []ir.Ref) ir.Ref {
		x := r.g.Sub(a[0], r.g.Const(1e-11))
		t, dt := r.g.Load(r.variables["t"].base, ir.Pos{}), r.g.Load(r.variables["dt"].base, ir.Pos{})
		now := r.g.Binary(ir.LessEqual, x, t, ir.Pos{})
		fresh := r.g.Binary(ir.Less, r.g.Sub(t, dt), x, ir.Pos{})
		return r.number(r.and(mask{ref: now}, mask{ref: fresh}))
	},
	"scop_random": func(r *run, a []ir.Ref) ir.Ref { return r.draw(ir.Uniform) },
	"normrand": func(r *run, a []ir.Ref) ir.Ref {
		return r.g.Add(a[0], r.g.Mul(a[1], r.draw(ir.Normal)))
	},
	"exprand": func(r *run, a []ir.Ref) ir.Ref { return r.g.Mul(a[0], r.exponential()) },
}

var arity = map[string]int{"pow": 2, "log10": 1, "tan": 1, "sinh": 1, "cosh": 1, "ceil": 1, "fmod": 2, "nernst": 3, "ghk": 4, "at_time": 1,
	"scop_random": -1, "normrand": 2, "exprand": 1}

func (r *run) f(op ir.Op, a ir.Ref) ir.Ref { return r.g.Unary(op, a, ir.Pos{}) }

func (r *run) half(a ir.Ref) ir.Ref { return r.g.Mul(r.g.Const(0.5), a) }

// Gas constant in J/K over the Faraday constant in C: RT/F in mV is 1000 times this.
const gasOverFaraday = 8.31446261815324 / 96485.33212331001

// thermal is RT/zF, mV.
func (r *run) thermal(z ir.Ref) ir.Ref {
	kelvin := r.g.Add(r.g.Load(r.variables["celsius"].base, ir.Pos{}), r.g.Const(273.15))
	return r.g.Div(r.g.Mul(r.g.Const(1e3*gasOverFaraday), kelvin), z)
}

// nernst(inside, outside, z) is the reversal potential, mV.
func (r *run) nernst(a []ir.Ref) ir.Ref {
	return r.g.Mul(r.thermal(a[2]), r.f(ir.Log, r.g.Div(a[1], a[0])))
}

// ghk(v, inside, outside, z) is the current of the constant-field equation, 1e-3·mA/cm2
// per cm/s: −z·F·(outside·ε(u) − inside·ε(−u)) with u = zv·F/RT and ε(u) = u/(eᵘ−1).
func (r *run) ghk(a []ir.Ref) ir.Ref {
	u := r.g.Div(a[0], r.thermal(a[3]))
	drive := r.g.Sub(r.g.Mul(a[2], r.f(ir.Linoid, u)), r.g.Mul(a[1], r.f(ir.Linoid, r.g.Neg(u))))
	return r.g.Neg(r.g.Mul(r.g.Mul(r.g.Const(1e-3*96485.33212331001), a[3]), drive))
}

// call is the value of a function.
func (r *run) call(e *expr) ir.Ref {
	if routine := r.tree.routines[e.text]; routine != nil {
		return r.inline(routine, e)
	}
	if op, ok := operations[e.text]; ok && r.counted(e, 1) {
		return r.operation(op, e)
	}
	if formula, ok := formulas[e.text]; ok && r.counted(e, arity[e.text]) {
		return formula(r, r.arguments(e))
	}
	if value, ok := r.random(e); ok {
		return value
	}
	if operations[e.text] == 0 && formulas[e.text] == nil {
		r.unknownFunction(e)
	}
	return r.g.Const(0)
}

func (r *run) operation(op ir.Op, e *expr) ir.Ref {
	return r.g.Unary(op, r.evaluate(e.args[0]), at(e.place))
}

func (r *run) arguments(e *expr) []ir.Ref {
	var out []ir.Ref
	for _, a := range e.args {
		out = append(out, r.evaluate(a))
	}
	return out
}

// counted checks the number of arguments; −1 is any.
func (r *run) counted(e *expr, want int) bool {
	if want < 0 || len(e.args) == want {
		return true
	}
	r.fail(e.place, e.text+" has "+plural(len(e.args), "argument")+", want "+intText(want), "")
	return false
}

func (r *run) unknownFunction(e *expr) {
	var known []string
	for name := range operations {
		known = append(known, name)
	}
	for name := range formulas {
		known = append(known, name)
	}
	slices.Sort(known)
	known = append(known, r.tree.order...)
	remedy := "write it as a FUNCTION"
	if near := nearest(e.text, known); near != "" {
		remedy = "did you mean " + near + "?"
	}
	r.fail(e.place, "unknown function "+e.text, remedy)
}

// callStatement executes a call whose value is not wanted.
func (r *run) callStatement(e *expr) {
	switch e.text {
	case "printf", "prterr", "fprintf", "at_time", "set_seed", "random_setseq", "random_setids":
		return
	case "net_send", "net_event", "net_move":
		r.event(e)
		return
	case "state_discontinuity":
		if r.counted(e, 2) {
			r.assign(&statement{word: token{kind: nameToken, text: e.args[0].text, place: e.args[0].place}, index: indexOf(e.args[0]), value: e.args[1]})
		}
		return
	}
	r.call(e)
}

func indexOf(e *expr) *expr {
	if len(e.args) == 0 {
		return nil
	}
	return e.args[0]
}

// isStep takes the call of a block that BREAKPOINT solves for one more SOLVE of it.
func (r *run) isStep(routine *routine, e *expr) bool {
	if routine.kind != "DERIVATIVE" || len(e.args) > 0 || r.step != nil {
		return false
	}
	for _, s := range solves(r.tree.present) {
		if s.solve.routine.text == e.text {
			r.solve(s)
			return true
		}
	}
	return false
}

// inline executes a routine in place of its call. Arguments are copies.
func (r *run) inline(routine *routine, e *expr) ir.Ref {
	zero := r.g.Const(0)
	switch {
	case r.isStep(routine, e):
		return zero
	case routine.kind != "FUNCTION" && routine.kind != "PROCEDURE":
		r.fail(e.place, e.text+" is a "+routine.kind+" block", "write SOLVE "+e.text)
		return zero
	case !r.counted(e, len(routine.args)):
		return zero
	case slices.ContainsFunc(r.calls, func(c call) bool { return c.name == e.text }):
		r.fail(e.place, e.text+" calls itself", "write a FROM loop")
		return zero
	}
	values := r.arguments(e)
	caller := r.scope
	r.scope = nil
	r.enterScope()
	defer func() { r.scope = caller }()
	result := r.local(e.text, 0)
	for i, a := range routine.args {
		r.values[r.local(a.name.text, 0).base] = values[i]
	}
	r.calls = append(r.calls, call{e.text, r.local("", 0).base})
	r.block(routine.body)
	r.calls = r.calls[:len(r.calls)-1]
	return r.value(result.base)
}
