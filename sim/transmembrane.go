package sim

import "github.com/cajal-sim/cajal/network"

// This file keeps the currents through membranes where a probe asks for them.

// keep makes the column of a current that is recorded of whole compartments. At t = 0
// what flows through the membrane is what arrives along the axis.
func (h *shaped) keep(variable string) {
	switch {
	case variable == network.CapacitiveCurrent && h.capacitive == nil:
		h.capacitive = make([]float64, h.system.Len)
	case variable == network.TransmembraneCurrent && h.transmembrane == nil:
		h.transmembrane = make([]float64, h.system.Len)
		clear(h.system.B) // no potential has changed yet
		h.system.MembraneCurrents(h.transmembrane, 0, len(h.system.Groups))
	}
}

// settle finds out what has flown in a step that is solved.
func (p *piece) settle() {
	h := p.shaped
	for _, e := range p.electrodes {
		e.settle(h.system)
	}
	if h.transmembrane != nil {
		p.transmembrane()
	}
	if h.capacitive != nil {
		p.capacitive()
	}
}

// transmembrane is what arrives along the axis and by electrodes.
func (p *piece) transmembrane() {
	h := p.shaped
	h.system.MembraneCurrents(h.transmembrane, p.lo, p.hi)
	for _, e := range p.electrodes {
		for i, at := range e.at {
			h.transmembrane[at] += e.passed[e.lanes[i]]
		}
	}
	if h.injected == nil {
		return
	}
	for _, r := range p.runs { // of point processes
		for i := r.lo; i < r.hi; i++ {
			h.transmembrane[i] += h.injected[i] + float64(h.opposed[i]*h.system.B[i])
		}
	}
}

// capacitive is C·dv/dt: Crank and Nicolson's step is twice the change up to its middle.
func (p *piece) capacitive() {
	h := p.shaped
	perTime := 1 / h.clock.dt
	if h.numerics == Staggered {
		perTime *= 2
	}
	for i := p.from; i < p.to; i++ {
		h.capacitive[i] = h.system.C[i] * h.system.B[i] * perTime
	}
}
