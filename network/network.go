// Package network is the plain description of a model: populations,
// projections, stimuli and probes. It has no state and no behaviour but
// [Network.Check], and [Connect], which draws the synapses that a projection's
// rule describes. Every number is in the internal units (ms, mV, nA, µS, nF, …).
package network

import "github.com/cajal-sim/cajal/ir"

// Network is a whole model. Order matters: entities are numbered in it.
type Network struct {
	Populations []*Population
	Projections []*Projection
	Stimuli     []*Stimulus
	Probes      []*Probe
}

// Population is Size neurons (or sources of spikes) of one model.
type Population struct {
	Name  string
	Size  int
	Model *ir.Mechanism // nil: the spike trains of Trains
	// Values sets parameters and initial states by name; what is absent keeps
	// the model's default. Of cells with shape it is [Potential] alone.
	Values map[string]Value
	// Method is the integrator's name; "" lets the equations decide.
	Method string
	Solver Solver
	// Trains are the given spikes of a population without a model.
	Trains *Trains
	// Shape makes the population one of cells with compartments, instead of a model.
	Shape *Shape
	// Positions in µm, shape (Size, 3) or nil, for distance-dependent rules.
	Positions [][3]float64
	// IDs are the users' names of the cells, shape (Size), or nil for 0…Size−1.
	IDs []uint64
}

// Solver says how a population meets its threshold.
type Solver uint8

// The solvers.
const (
	// Grid steps all cells together and tests for spikes at the end of a step.
	Grid Solver = iota
	// Interpolated is Grid with the crossing placed inside the step on a
	// straight line between the threshold variable's two ends.
	Interpolated
	// Precise solves linear cells event by event: exact arrival times, exact
	// crossings, exact refractory periods. Mechanisms that say `solve by events` always use it.
	Precise
)

// Trains are spikes given in advance: cell Cells[i] fires at Times[i] (ms, ascending).
type Trains struct {
	Times []float64
	Cells []int32
}

// View is the cells Lo ≤ cell < Hi of a population.
type View struct {
	Population *Population
	Lo, Hi     int
}

// All is every cell of a population.
func All(p *Population) View { return View{p, 0, p.Size} }

// Len is the number of cells in view.
func (v View) Len() int { return v.Hi - v.Lo }

// Projection connects two views by a rule, each connection a synapse.
type Projection struct {
	Name   string
	Source View
	Target View
	Rule   Rule
	// Synapse is the mechanism on each connection; nil is the static synapse:
	// the weight, after the delay.
	Synapse *ir.Mechanism
	Values  map[string]Value // the synapse's parameters and initial states
	Weight  Value            // in the receptor's unit
	Delay   Value            // ms, at least one step
	// Receptor names where events arrive; "" is the target's only receptor, or, if
	// it has the two receptors ex and in, ex for weights ≥ 0 and in for weights < 0
	// (a conductance then takes the absolute value). For a Couple mechanism it names an input.
	Receptor string
	// Modulator is the view whose spikes trigger `on volume`; zero for none.
	Modulator View
	// Sites are the compartments that the synapses onto cells with shape are in: one
	// for each synapse of an explicit rule, or one for all; nil: the detector's.
	Sites []int32
	// SourceSites are the compartments whose potential a continuous coupling from cells
	// with shape reads, in the same way.
	SourceSites []int32
}

// Stimulus adds a value to an input or receptor of its targets at every step. Into
// cells with shape it is a current, or a clamp in place of the model, or a field
// around them, which the model, if there is one, multiplies.
type Stimulus struct {
	Name   string
	Target View
	Model  *ir.Mechanism
	Values map[string]Value
	Port   string // input or receptor; "" is the only one that fits the unit
	Clamp  *Clamp
	Field  *Field
	Sites  []int32 // compartment of each target, or one for all; nil: the detector's
}

// Probe records a variable of some cells (or of a projection's synapses) every Every ms.
type Probe struct {
	Name       string
	Population *Population // or
	Projection *Projection
	Variable   string
	Cells      []int32 // nil: all
	Every      float64 // ms; 0: every step
	From, To   float64 // ms; To 0: to the end
	// Last adds a sample at the very end of the last run, if its time has come: others are
	// taken at the beginning of steps.
	Last bool
	// Sites are the compartments of cells with shape that are recorded: one for each
	// entry of Cells, or one for all; nil: the detector's. Their variables are v; of an
	// ion na: ina (mA/cm²), ena, nai, nao; of a mechanism hh: hh.m, and its currents, hh.ina
	// (mA/cm²); and of the whole compartment i_membrane, the current through its membrane, and
	// i_cap, the capacitive part of it (both nA outwards; see [TransmembraneCurrent]).
	Sites []int32
	// Stimulus, one into cells with shape, makes the probe one of its current i, nA inwards:
	// for each of Cells that passed in its last step, 0 into cells that are no target.
	Stimulus *Stimulus
}

// Names of what probes of cells with shape record of whole compartments.
const (
	// TransmembraneCurrent is capacitive, ionic and synaptic, without what electrodes
	// inject: over a cell without electrodes it sums up to 0. Of the step that ends at
	// the time recorded it is that at the time solved for: its end or, by
	// Crank and Nicolson, its middle.
	TransmembraneCurrent = "i_membrane"
	CapacitiveCurrent    = "i_cap"
	// ElectrodeCurrent is what a stimulus passes.
	ElectrodeCurrent = "i"
)

// Rule says which cells connect. Exactly one field group is used, chosen by Kind.
type Rule struct {
	Kind RuleKind
	P    float64 // Bernoulli: probability; Distance: probability at distance 0
	N    int     // FixedIn, FixedOut: degree; FixedTotal: number of synapses
	// NoAutapses forbids cell→same cell; NoMultapses forbids two synapses of one pair.
	NoAutapses, NoMultapses bool
	// Distance kernel: P·k(d), k by Shape over Scale µm, nothing beyond Cutoff (0: none);
	// Period wraps each axis (0: open).
	Shape  KernelShape
	Scale  float64
	Cutoff float64
	Period [3]float64
	// Explicit lists the synapses as lanes within the views.
	Sources, Targets []uint32
}

// RuleKind names a rule.
type RuleKind uint8

// The rules.
const (
	AllToAll RuleKind = iota
	OneToOne
	Bernoulli  // each pair independently with probability P
	FixedIn    // every target has N sources
	FixedOut   // every source has N targets
	FixedTotal // N synapses, each pair drawn uniformly
	Distance   // each pair independently with probability P·k(distance)
	Explicit   // the given list, in any order
)

// KernelShape is the fall-off of a distance-dependent rule.
type KernelShape uint8

// The shapes of k(d), d in units of Scale.
const (
	Gaussian    KernelShape = iota // exp(−d²/2)
	Exponential                    // exp(−d)
	Box                            // 1 for d ≤ 1, else 0
)
