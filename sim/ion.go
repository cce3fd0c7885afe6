package sim

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// ion is the state of one kind of ion in the elements of a population.
type ion struct {
	name      string
	valence   float64
	current   []float64 // total through the membrane, mA/cm², outward
	potential []float64 // mV
	inside    []float64 // mM
	outside   []float64 // mM
	// moving are the elements where a mechanism writes a concentration, and
	// read those where one reads them only, both ascending.
	moving, read []int32
}

// gasConstant, J/(K·mol), and faraday, C/mol: CODATA 2018.
const (
	gasConstant = 8.31446261815324
	faraday     = 96485.33212331001
)

// nernst is the reversal potential in mV of an ion with concentrations in mM.
// Where one is not positive it is NEURON's ±10⁶.
func nernst(inside, outside, valence, celsius float64) float64 {
	switch {
	case valence == 0:
		return 0
	case inside <= 0:
		return 1e6
	case outside <= 0:
		return -1e6
	}
	return 1000 * gasConstant * (celsius + 273.15) / faraday / valence * math.Log(outside/inside)
}

// ion finds an ion, or adds it with the values that the cells give it.
func (h *shaped) ion(d *ir.Ion) *ion {
	for _, x := range h.ions {
		if x.name == d.Name {
			return x
		}
	}
	n := h.system.Len
	x := &ion{name: d.Name, valence: d.Valence, current: make([]float64, n), potential: make([]float64, n), inside: make([]float64, n), outside: make([]float64, n)}
	potential, inside, outside := network.DefaultIon(d.Name)
	for at, cell := range h.cell {
		given := network.Ion{}
		if cell >= 0 {
			given = h.shape.Of(int(cell)).Ions[d.Name]
		}
		k := int(h.inside[at])
		x.potential[at] = entry(given.Potential, k, potential)
		x.inside[at] = entry(given.Inside, k, inside)
		x.outside[at] = entry(given.Outside, k, outside)
	}
	h.ions = append(h.ions, x)
	return x
}

// entry is the k-th of a list that has one for each, one for all, or none.
func entry(list []float64, k int, otherwise float64) float64 {
	switch len(list) {
	case 0:
		return otherwise
	case 1:
		return list[0]
	}
	return list[k]
}

// use notes what a mechanism does with an ion in the elements where it is.
func (h *shaped) use(d *ir.Ion, at []int32) {
	x := h.ion(d)
	switch {
	case d.WritesPotential:
	case d.WritesInside || d.WritesOutside:
		x.moving = append(x.moving, at...)
	case d.Inside >= 0 || d.Outside >= 0:
		for _, i := range at {
			if h.shape.Of(int(h.cell[i])).Ions[d.Name].Potential == nil {
				x.read = append(x.read, i)
			}
		}
	}
}

// start computes the potentials that follow from concentrations at t = 0, once all
// mechanisms are known.
func (x *ion) start(celsius float64) {
	slices.Sort(x.moving)
	x.moving = slices.Compact(x.moving)
	x.follow(x.moving, celsius)
	x.follow(x.read, celsius)
}

// follow computes potentials from concentrations.
func (x *ion) follow(at []int32, celsius float64) {
	for _, i := range at {
		x.potential[i] = nernst(x.inside[i], x.outside[i], x.valence, celsius)
	}
}

// column is where a symbol of a mechanism that belongs to the compartment is kept.
func (h *shaped) column(m *ir.Mechanism, x int, role ir.Role) []float64 {
	switch role {
	case ir.Voltage:
		return h.system.V
	case ir.Area:
		return h.area
	case ir.Diameter:
		return h.diameter
	case ir.MembraneCurrent:
		return h.system.B
	case ir.MembraneConductance:
		return h.system.E
	case ir.StartConductance:
		return h.system.Start
	case ir.ElectrodeCurrent:
		return h.electrodes(&h.injected)
	case ir.ElectrodeConductance:
		return h.electrodes(&h.opposed)
	}
	for i := range m.Membrane.Ions {
		d := &m.Membrane.Ions[i]
		switch ion := h.ion(d); x {
		case d.Current:
			return ion.current
		case d.Potential:
			return ion.potential
		case d.Inside:
			return ion.inside
		case d.Outside:
			return ion.outside
		}
	}
	return nil
}

// electrodes is one of the columns of electrodes. The first mechanism that needs one makes
// both: a current that does not depend on the potential has no conductance, and still opposes
// by nothing.
func (h *shaped) electrodes(column *[]float64) []float64 {
	if h.injected == nil {
		h.injected, h.opposed = make([]float64, h.system.Len), make([]float64, h.system.Len)
	}
	return *column
}
