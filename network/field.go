package network

import (
	"math"

	"github.com/cajal-sim/cajal/morph"
)

// Field is a potential outside of cells with shape, constant or times what its
// stimulus' model injects, as a number. Each compartment sees the sum of all that is
// said here at its centre.
type Field struct {
	// Uniform is an electric field, mV/µm (1 V/m is 0.001): the potential is 0 at the
	// origin of space and falls in its direction.
	Uniform [3]float64
	// Sources are point electrodes in a homogeneous medium of Conductivity, S/m.
	Sources      []Source
	Conductivity float64
	// Potentials are given one by one, mV, shape (targets, compartments); nil: none.
	Potentials [][]float64
}

// Source is a point electrode outside of cells.
type Source struct {
	Position [3]float64 // µm
	Current  float64    // nA into the medium
}

// At is the potential of field and sources at a place, mV. A source is never nearer
// than so many µm, such as a compartment's radius.
func (f *Field) At(place morph.Vec, nearest float64) float64 {
	sum := 0.0
	for i, e := range f.Uniform {
		sum -= float64(e * place[i])
	}
	for _, s := range f.Sources {
		r := math.Hypot(math.Hypot(place[0]-s.Position[0], place[1]-s.Position[1]), place[2]-s.Position[2])
		sum += s.Current / (4 * math.Pi * f.Conductivity * max(r, nearest)) // 1 S/m is 1 µS/µm
	}
	return sum
}

// field checks a field around cells with shape.
func (m *mistakes) field(f *Field, target View) {
	if !finite(f.Uniform[0] + f.Uniform[1] + f.Uniform[2]) {
		m.add("is a field of %v mV/µm, want finite numbers", f.Uniform)
	}
	for i, s := range f.Sources {
		if !finite(s.Position[0] + s.Position[1] + s.Position[2] + s.Current) {
			m.add("source %d passes %g nA at %v µm, want finite numbers", i, s.Current, s.Position)
		}
	}
	if len(f.Sources) > 0 && !(f.Conductivity > 0 && finite(f.Conductivity)) {
		m.add("its sources are in a medium of %g S/m, want more than 0, such as 0.3", f.Conductivity)
	}
	if f.Potentials != nil {
		m.potentials(f.Potentials, target)
	}
}

// potentials checks those that are given one by one, up to the first mistake.
func (m *mistakes) potentials(list [][]float64, target View) {
	if len(list) != target.Len() {
		m.add("gives potentials for %d cells, want %d", len(list), target.Len())
		return
	}
	for i, given := range list {
		cell := target.Lo + i
		if !target.Population.Shape.has(cell) {
			continue
		}
		if n := len(target.Population.Shape.Of(cell).Tree.Compartments); len(given) != n {
			m.add("gives %d potentials for cell %d, which has %d compartments", len(given), cell, n)
			return
		}
		for k, v := range given {
			if !finite(v) {
				m.add("gives compartment %d of cell %d the potential %g mV", k, cell, v)
				return
			}
		}
	}
}
