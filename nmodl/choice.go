package nmodl

import "github.com/cajal-sim/cajal/ir"

// How a step moves the states, to be told to the user.

// implicitEuler solves the equations of a block together, by Newton's method where they
// are not linear, and assigned is no integrator: the text computes the new value itself.
const (
	implicitEuler ir.Method = "implicit_euler"
	assigned      ir.Method = "assignment"
)

// integrators are what package ir calls the methods of [methods].
var integrators = map[string]ir.Method{"euler": ir.Euler, "runge": ir.RK4}

// advanced notes by which method the present SOLVE moves a state.
func (r *run) advanced(x int, method ir.Method) {
	if method == "" {
		method = implicitEuler
	}
	why := "METHOD " + r.step.written
	switch {
	case r.step.written == "":
		why = "no METHOD is given"
	case method == implicitEuler && r.step.written == "cnexp":
		why = "METHOD cnexp, but not linear in itself"
	}
	r.choices[x] = ir.Choice{State: r.m.Symbols[x].Name, Method: method, Why: why}
}

// advancedBy lists how each state is moved, in the order of symbols.
func (r *run) advancedBy() []ir.Choice {
	var list []ir.Choice
	for _, assign := range r.m.Membrane.Advance {
		choice, ok := r.choices[assign.Symbol]
		if !ok && r.m.Symbols[assign.Symbol].Role == ir.State {
			choice, ok = ir.Choice{State: r.m.Symbols[assign.Symbol].Name, Method: assigned, Why: "the text assigns it"}, true
		}
		if ok {
			list = append(list, choice)
		}
	}
	return list
}
