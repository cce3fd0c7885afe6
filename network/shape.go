package network

import (
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/morph"
)

// Shape gives the neurons of a population a form in space: each is a copy of a
// [Cell], cut into compartments. Such a population has no Model; what flows
// through its membranes are the channels of its cells, the point processes of
// the projections onto it, and the electrodes of stimuli.
type Shape struct {
	Cells []*Cell
	// Template is the number in Cells of each neuron, shape (Size); nil: all are Cells[0].
	Template []int32
	Celsius  float64 // temperature, °C
	// Rotations are those of each neuron about the centre of its soma, shape (Size);
	// nil: as in the morphology.
	Rotations []morph.Rotation
}

// Cell is a neuron with compartments. What is said per section has one entry for
// each section of the morphology, or one for all.
type Cell struct {
	Tree        *morph.Tree
	Capacitance []float64 // nF/µm² per section; 1 µF/cm² is 10⁻⁵
	Resistivity []float64 // of the cytoplasm, MΩ·µm per section; 1 Ω·cm is 10⁻²
	Insert      []Insertion
	// Ions sets reversal potentials and concentrations by the ion's name. What is
	// not said is as in [DefaultIon].
	Ions     map[string]Ion
	Start    float64 // potential at t = 0, mV
	Detector Detector
}

// Insertion is a channel in the membrane of some compartments, or a point process of
// its own in each of them, which receives no events.
type Insertion struct {
	Mechanism    *ir.Mechanism
	Compartments []int // nil: all
	// Values sets parameters, in the mechanism's units: numbers, or arrays with one
	// entry for each of the compartments in their order.
	Values map[string]Value
}

// Ion is the state of an ion at t = 0: an entry for each compartment, or one for
// all, or nil for the default. The reversal potential follows from the
// concentrations by Nernst's equation, at every step, where a mechanism writes one of
// them, whatever is said here; and at t = 0 alone, where one reads them and
// nothing is said here.
type Ion struct {
	Potential []float64 // mV
	Inside    []float64 // mM
	Outside   []float64 // mM
}

// Detector says when a cell spikes: when the potential of the compartment rises
// above the threshold.
type Detector struct {
	Compartment int
	Threshold   float64 // mV
}

// DefaultIon is the reversal potential (mV) and the concentrations (mM) that an ion
// has where nothing else is said, the same as in NEURON.
func DefaultIon(name string) (potential, inside, outside float64) {
	switch name {
	case "na":
		return 50, 10, 140
	case "k":
		return -77, 54.4, 2.5
	case "ca":
		return 132.4579341637009, 5e-5, 2 // 12.5·ln(2/5e-5)
	}
	return 0, 1, 1
}

// Clamp is an electrode at a compartment. It passes a current or, with a
// Resistance, drives the potential towards a level through it or, if Ideal, holds it there.
type Clamp struct {
	Resistance float64 // MΩ; 0: a current clamp, or an ideal one
	Ideal      bool
	Pulses     []Pulse
}

// Voltage reports whether the clamp's levels are potentials.
func (c *Clamp) Voltage() bool { return c.Resistance > 0 || c.Ideal }

// Pulse is what a clamp does for a while; outside of pulses it does nothing.
type Pulse struct {
	From, To float64 // ms
	Level    float64 // nA inwards, or mV
	// Levels are those of each neuron of the target, where they differ; nil: Level for all.
	Levels []float64
}

// At is the level in a neuron of the target.
func (p *Pulse) At(neuron int) float64 {
	if p.Levels == nil {
		return p.Level
	}
	return p.Levels[neuron]
}

// Potential is the name of the potential of cells with shape, mV: a value for each neuron
// at t = 0 where they do not begin at their templates' Start.
const Potential = "v"

// Of returns the template of a neuron.
func (s *Shape) Of(neuron int) *Cell {
	if s.Template == nil {
		return s.Cells[0]
	}
	return s.Cells[s.Template[neuron]]
}

// At returns the entry of a compartment's section.
func (c *Cell) at(list []float64, compartment int) float64 {
	if len(list) == 1 {
		return list[0]
	}
	return list[c.Tree.Compartments[compartment].Section]
}

// CapacitanceAt is that of a compartment's membrane, nF/µm².
func (c *Cell) CapacitanceAt(compartment int) float64 { return c.at(c.Capacitance, compartment) }

// ResistivityAt is that of a compartment's cytoplasm, MΩ·µm.
func (c *Cell) ResistivityAt(compartment int) float64 { return c.at(c.Resistivity, compartment) }

// Site is the compartment of entry i of a list that has one for each, one for
// all, or, if empty, leaves it to the detector of the cell.
func Site(sites []int32, i int, cell *Cell) int {
	switch len(sites) {
	case 0:
		return cell.Detector.Compartment
	case 1:
		return int(sites[0])
	}
	return int(sites[i])
}

// Placed is where a point of a neuron's morphology is in space, µm: the neuron is
// turned about the centre of its soma, which stands at its position. Without positions
// the centre stays where the morphology has it.
func (p *Population) Placed(neuron int, point morph.Vec) morph.Vec {
	if p.Shape.Rotations == nil && p.Positions == nil {
		return point
	}
	centre := p.Shape.Of(neuron).Tree.Morphology.Centre()
	at, way := centre, morph.Vec{point[0] - centre[0], point[1] - centre[1], point[2] - centre[2]}
	if p.Shape.Rotations != nil {
		way = p.Shape.Rotations[neuron].Of(way)
	}
	if p.Positions != nil {
		at = p.Positions[neuron]
	}
	return morph.Vec{at[0] + way[0], at[1] + way[1], at[2] + way[2]}
}
