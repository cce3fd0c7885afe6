package sim

import (
	"github.com/cajal-sim/cajal/network"
)

// field is the potential around cells with shape that a stimulus makes.
type field struct {
	pattern []float64 // mV, by element
	factor  []float64 // shape (targets), of which the first is that of the step
	model   *laneCall // adds to factor; nil: it is 1
	middle  []float64 // of the step, ms, shape (1)
}

// surround adds a field around the targets of a stimulus.
func (h *shaped) surround(s *Simulation, st *network.Stimulus, model *stimulus, factor []float64) {
	if st.Target.Len() == 0 {
		return
	}
	f := &field{pattern: h.pattern(st), factor: factor, middle: make([]float64, 1)}
	f.factor[0] = 1
	if model != nil {
		f.factor[0] = 0
		f.model = model.call(s, f.middle, f.factor)
	}
	if h.system.Outside == nil {
		h.system.Outside = make([]float64, h.system.Len)
	}
	h.fields = append(h.fields, f)
}

// pattern is a field's potential in all elements: 0 outside of its targets, and at
// joints, which have no membrane to be outside of.
func (h *shaped) pattern(st *network.Stimulus) []float64 {
	out := make([]float64, h.system.Len)
	for lane := range st.Target.Len() {
		cell := st.Target.Lo + lane
		for i, c := range h.shape.Of(cell).Tree.Compartments {
			v := st.Field.At(st.Target.Population.Placed(cell, c.Centre), c.Diameter/2)
			if st.Field.Potentials != nil {
				v += st.Field.Potentials[lane][i]
			}
			out[h.element(cell, i)] = v
		}
	}
	return out
}

// follow finds the factor in the middle of a step.
func (f *field) follow(c *clock, step int64) {
	if f.model == nil {
		return
	}
	f.middle[0] = c.at(step) + c.dt/2
	f.factor[0] = 0
	f.model.args.Step = uint64(step)
	f.model.program.Run(f.model.args, 0, 1)
}

// surround sets the potentials around a piece for a step.
func (p *piece) surround() {
	h := p.shaped
	if h.fields == nil {
		return
	}
	outside := h.system.Outside[p.from:p.to]
	clear(outside)
	for _, f := range h.fields {
		for i, v := range f.pattern[p.from:p.to] {
			outside[i] += float64(f.factor[0] * v)
		}
	}
}
