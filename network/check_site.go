package network

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// This file finds mistakes about what is in the compartments of cells with shape:
// synapses, electrodes and probes.

// potentialNames are what a coupling may call the potential of cells with shape.
var potentialNames = []string{"V", "V_m", "v"}

// gap checks a continuous coupling of which one end or both are cells with shape.
func (m *mistakes) gap(p *Projection) {
	m.synapse(p)
	target, source := p.Target.Population, p.Source.Population
	if dim := dimensionOf(p.Synapse, ir.Coupling); target.Shape != nil && dim != nil && *dim != unit.Current {
		m.add("synapse %s passes no current, which is what cells with shape take", p.Synapse.Name)
	}
	if len(p.Synapse.Events) > 0 {
		m.add("synapse %s couples and takes events: onto or from cells with shape use two projections", p.Synapse.Name)
	}
	if source.Shape != nil && len(p.Synapse.At(ir.State, ir.Pre)) > 0 || target.Shape != nil && len(p.Synapse.At(ir.State, ir.Post)) > 0 {
		m.add("synapse %s has states of a whole neuron, but %s or %s have compartments: let it keep them on the connection", p.Synapse.Name, source.Name, target.Name)
	}
	if target.Shape != nil && p.Receptor != "" {
		m.add("names the input %s, but cells with shape take a current at a compartment", p.Receptor)
	}
	n := -1
	if p.Rule.Kind == Explicit {
		n = len(p.Rule.Sources)
	}
	m.sites(p.Sites, n, p.Target, func(i int) int { return int(p.Rule.Targets[i]) })
	m.sites(p.SourceSites, n, p.Source, func(i int) int { return int(p.Rule.Sources[i]) })
}

// ontoShape checks what arrives at cells with shape.
func (m *mistakes) ontoShape(p *Projection) {
	switch {
	case p.Synapse == nil || p.Synapse.Kind != ir.PointProcess:
		m.add("ends at cells with shape: it wants a synapse that is a point process, got %s", mechanismName(p.Synapse))
		return
	case p.Receptor != "":
		m.add("names the receptor %s, but ends at cells with shape: the synapse says what arrives", p.Receptor)
	case p.Synapse.Membrane.Receive == nil:
		m.add("synapse %s receives no events", p.Synapse.Name)
	}
	if r := p.Synapse.Membrane.Receive; r != nil && r.Spike != ir.None {
		m.add("synapse %s sends events itself, which point processes on cells with shape cannot", p.Synapse.Name)
	}
	n := -1
	if p.Rule.Kind == Explicit {
		n = len(p.Rule.Sources)
	}
	m.settings(p.Synapse, p.Values, n)
	m.sites(p.Sites, n, p.Target, func(i int) int { return int(p.Rule.Targets[i]) })
}

// sites checks a list of compartments that has one entry for each of n things, or
// one for all. cell tells in which lane of the view thing i is.
func (m *mistakes) sites(sites []int32, n int, v View, cell func(i int) int) {
	s := v.Population.Shape
	if s == nil {
		if len(sites) > 0 {
			m.add("names compartments, but the cells of %s have none", v.Population.Name)
		}
		return
	}
	if len(sites) > 1 && len(sites) != n {
		m.add("names %d compartments for %d places: give one for all, or one for each", len(sites), max(n, 0))
		return
	}
	if len(s.Cells) == 0 || s.Template != nil && len(s.Template) != v.Population.Size {
		return // said already
	}
	if len(sites) == 1 {
		n, cell = v.Len(), func(i int) int { return i }
	}
	for i := range n {
		lane := v.Lo + cell(i)
		if len(sites) == 0 || lane < v.Lo || lane >= v.Hi || !s.has(lane) {
			continue
		}
		if at, most := Site(sites, i, s.Of(lane)), len(s.Of(lane).Tree.Compartments); at < 0 || at >= most {
			m.add("names compartment %d of cell %d of %s, which has compartments 0 to %d", at, lane, v.Population.Name, most-1)
			return
		}
	}
}

// intoShape checks a stimulus of cells with shape.
func (m *mistakes) intoShape(s *Stimulus) {
	m.sites(s.Sites, s.Target.Len(), s.Target, func(i int) int { return i })
	switch {
	case s.Port != "":
		m.add("names the port %s, but cells with shape take a current at a compartment", s.Port)
	case s.Clamp != nil && s.Field != nil:
		m.add("is a clamp and a field: make two stimuli")
	case s.Field != nil:
		m.around(s)
	case (s.Clamp == nil) == (s.Model == nil):
		m.add("wants a clamp or a model, one of them")
	case s.Clamp != nil:
		m.clamp(s.Clamp, s.Target.Len())
	case s.Model.Kind != ir.Stimulus:
		m.add("has no stimulus model")
	default:
		m.values(s.Model, s.Values, func(ir.Place) int { return s.Target.Len() })
	}
}

// around checks a field and what it is multiplied by, one number for all cells.
func (m *mistakes) around(s *Stimulus) {
	m.field(s.Field, s.Target)
	if len(s.Sites) > 0 {
		m.add("is a field around whole cells, but names compartments")
	}
	switch {
	case s.Model == nil && len(s.Values) > 0:
		m.add("has values for a stimulus model, but no model")
	case s.Model == nil:
	case s.Model.Kind != ir.Stimulus:
		m.add("has no stimulus model")
	default:
		m.values(s.Model, s.Values, func(ir.Place) int { return -1 })
	}
}

// clamp checks a clamp of n neurons.
func (m *mistakes) clamp(c *Clamp, n int) {
	switch {
	case !(c.Resistance >= 0) || math.IsInf(c.Resistance, 1):
		m.add("clamps through %g MΩ, want 0 for a current or more for a potential", c.Resistance)
	case c.Ideal && c.Resistance > 0:
		m.add("is an ideal clamp through %g MΩ: want one of them", c.Resistance)
	}
	for i, p := range c.Pulses {
		if p.Levels != nil && len(p.Levels) != n {
			m.add("pulse %d has %d levels for %d cells", i, len(p.Levels), n)
			continue
		}
		odd := slices.IndexFunc(p.Levels, func(x float64) bool { return !finite(x) })
		if math.IsNaN(p.From) || !(p.To >= p.From) || !finite(p.Level) || odd >= 0 {
			m.add("pulse %d is %g from %g to %g ms, want a number and times in order", i, p.At(max(odd, 0)), p.From, p.To)
		}
		if i > 0 && c.Voltage() && p.From < c.Pulses[i-1].To {
			m.add("pulse %d of a voltage clamp begins at %g ms, before the one before it ends, at %g ms", i, p.From, c.Pulses[i-1].To)
		}
	}
}

// probeShape checks what is recorded from cells with shape.
func (m *mistakes) probeShape(p *Probe) {
	pop := p.Population
	n, cell := pop.Size, func(i int) int { return i }
	if p.Cells != nil {
		n, cell = len(p.Cells), func(i int) int { return int(p.Cells[i]) }
	}
	m.sites(p.Sites, n, All(pop), cell)
	m.shapeVariable(p.Variable, pop.Shape)
}

// probeStimulus checks what is recorded of an electrode.
func (m *mistakes) probeStimulus(n *Network, p *Probe) {
	s := p.Stimulus
	switch {
	case !slices.Contains(n.Stimuli, s):
		m.add("stimulus %s is not part of the network", s.Name)
	case s.Target.Population == nil || s.Target.Population.Shape == nil || s.Field != nil:
		m.add("stimulus %s is no electrode in cells with shape", s.Name)
	case p.Population != s.Target.Population || p.Projection != nil:
		m.add("records the current of stimulus %s, but another population than its target, %s", s.Name, s.Target.Population.Name)
	case p.Variable != ElectrodeCurrent:
		m.add("stimulus %s has no variable %s: its current is %s", s.Name, p.Variable, ElectrodeCurrent)
	case len(p.Sites) > 0:
		m.add("names compartments, but records the electrodes of stimulus %s", s.Name)
	default:
		m.cells(p.Cells, p.Population.Size, p.Population.Name)
	}
}

// shapeVariable checks that something in the population has a variable's name.
func (m *mistakes) shapeVariable(name string, s *Shape) {
	names := []string{"v", TransmembraneCurrent, CapacitiveCurrent}
	for _, c := range s.Cells {
		if c == nil {
			continue
		}
		for _, x := range c.Insert {
			if x.Mechanism != nil && x.Mechanism.Membrane != nil {
				names = append(names, membraneVariables(x.Mechanism)...)
			}
		}
	}
	if !slices.Contains(names, name) {
		slices.Sort(names)
		m.add("there is no variable %s%s", name, nearest(name, slices.Compact(names)))
	}
}

// membraneVariables are the names of what a channel lets one record: its own
// variables after its name, and those of its ions.
func membraneVariables(mechanism *ir.Mechanism) []string {
	names := symbolNames(mechanism, func(s *ir.Symbol) bool {
		return s.Place == ir.Self && (s.Role == ir.State || s.Role == ir.Param || s.Role == ir.Assigned)
	})
	for i := range names {
		names[i] = mechanism.Name + "." + names[i]
	}
	for _, ion := range mechanism.Membrane.Ions {
		names = append(names, "i"+ion.Name, "e"+ion.Name, ion.Name+"i", ion.Name+"o")
	}
	return names
}
