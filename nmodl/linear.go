package nmodl

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// LINEAR and NONLINEAR blocks: equations that hold at once.

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
