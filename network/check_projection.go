package network

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/spike"
	"github.com/cajal-sim/cajal/unit"
)

func (m *mistakes) projection(n *Network, p *Projection, step float64) {
	ok := m.view("its source", p.Source) && m.member(n, p.Source.Population)
	ok = m.view("its target", p.Target) && m.member(n, p.Target.Population) && ok
	if !ok {
		return
	}
	m.check(p.Rule.check(p))
	switch {
	case p.couples() && (p.Source.Population.Shape != nil || p.Target.Population.Shape != nil):
		m.gap(p)
	case p.Target.Population.Shape != nil:
		m.ontoShape(p)
	case p.Target.Population.artificial():
		m.ontoArtificial(p)
	default:
		m.synapse(p)
		m.modulator(n, p)
		m.sites(p.Sites, 0, p.Target, nil)
	}
	if len(p.SourceSites) > 0 && !p.couples() {
		m.add("names compartments of its sources, which only a continuous coupling reads")
	}
	m.listed("weight", p, p.Weight)
	if p.travels() {
		m.spikes(p.Source.Population)
		m.listed("delay", p, p.Delay)
		m.delay(p.Delay, step)
	}
	if p.Target.Population.Shape == nil && !p.Target.Population.artificial() {
		m.arrival(p)
	}
}

// couples reports whether the synapse passes a continuous current.
func (p *Projection) couples() bool { return p.Synapse != nil && p.Synapse.Couple != ir.None }

// spikes checks that a population can fire.
func (m *mistakes) spikes(p *Population) {
	switch {
	case p.artificial():
		if r := p.Model.Membrane.Receive; r == nil || r.Spike == ir.None {
			m.add("the cells of %s never spike: model %s has no net_event", p.Name, p.Model.Name)
		}
	case p.Model != nil && p.Model.Kind == ir.Neuron && p.Model.Threshold == nil:
		m.add("the cells of %s never spike: model %s has no `spike when`", p.Name, p.Model.Name)
	}
}

// listed checks a weight or delay.
func (m *mistakes) listed(name string, p *Projection, v Value) {
	switch {
	case v.Course != nil:
		m.add("%s cannot follow a course in time", name)
	case v.Array != nil && p.checkListed(name, v.Array) != nil:
		m.check(p.checkListed(name, v.Array))
	default:
		m.value(name, v, len(v.Array))
	}
}

// checkListed checks the length of an array with one number for each synapse.
func (p *Projection) checkListed(name string, array []float64) error {
	var want int
	switch p.Rule.Kind {
	case Explicit:
		want = len(p.Rule.Sources)
	case OneToOne:
		want = p.Source.Len()
	case AllToAll:
		want = p.Source.Len() * p.Target.Len()
	default:
		return fmt.Errorf("%s is an array, but the rule draws its synapses at random: give a number or a distribution", name)
	}
	if len(array) != want {
		return fmt.Errorf("%s is an array of %d numbers for %d synapses", name, len(array), want)
	}
	return nil
}

// delay checks that no delay is or may be shorter than the step.
func (m *mistakes) delay(v Value, step float64) {
	switch shortest, longest := v.extremes(); {
	case math.IsNaN(shortest): // said already
	case v.Draw != nil && shortest < step*(1-1e-9):
		m.add("delay is drawn from %v, which may be shorter than the step, %g ms: give it a min", v.Draw, step)
	case shortest < step*(1-1e-9):
		m.check(shortDelay(shortest, step))
	case v.Draw == nil && math.IsInf(longest, 1):
		m.add("delay is infinite")
	case v.Draw == nil && longest > manySteps*step:
		m.add("delay %g ms is longer than %d steps: lower the delay or raise the step", longest, manySteps)
	}
}

// manySteps is the longest delay in steps: 105 s at 0.1 ms. Spikes on their way
// take memory by the step.
const manySteps = 1 << 20

// synapse checks the synapse's model against both ends.
func (m *mistakes) synapse(p *Projection) {
	if p.Synapse == nil {
		if len(p.Values) > 0 {
			m.add("has values for a synapse model, but no model")
		}
		return
	}
	if p.Synapse.Kind != ir.Synapse {
		m.add("model %s is a %v, want a synapse", p.Synapse.Name, p.Synapse.Kind)
		return
	}
	m.values(p.Synapse, p.Values, p.lanes)
	m.reads(p, ir.PreCell, "_pre", p.Source.Population)
	m.reads(p, ir.PostCell, "_post", p.Target.Population)
}

// lanes is the length of arrays of a synapse's symbols, −1 where there are none.
func (p *Projection) lanes(place ir.Place) int {
	switch place {
	case ir.Self:
		if p.Rule.Kind == Explicit {
			return len(p.Rule.Sources)
		}
	case ir.Pre:
		return p.Source.Len()
	case ir.Post:
		return p.Target.Len()
	}
	return -1
}

// reads checks that a neuron has the states that a synapse reads.
func (m *mistakes) reads(p *Projection, place ir.Place, suffix string, cells *Population) {
	var has []string
	if cells.Shape != nil {
		has = potentialNames
	}
	if cells.Model != nil {
		has = symbolNames(cells.Model, func(s *ir.Symbol) bool { return s.Role == ir.State && s.Place == ir.Self })
	}
	for i := range p.Synapse.Symbols {
		if s := &p.Synapse.Symbols[i]; s.Place == place {
			name := strings.TrimSuffix(s.Name, suffix)
			if !slices.Contains(has, name) {
				m.add("synapse %s reads %s, but the cells of %s have no state %s%s", p.Synapse.Name, s.Name, cells.Name, name, nearest(name, has))
			}
		}
	}
}

func (m *mistakes) modulator(n *Network, p *Projection) {
	wanted := p.Synapse != nil && p.Synapse.Event(ir.OnVolume, "") != nil
	switch given := p.Modulator.Population != nil; {
	case wanted && !given:
		m.add("synapse %s has `on volume`, but the projection has no modulator: name the population whose spikes it is", p.Synapse.Name)
	case given && !wanted:
		m.add("has a modulator, but its synapse has no `on volume`")
	case given && m.view("its modulator", p.Modulator) && m.member(n, p.Modulator.Population):
		m.spikes(p.Modulator.Population)
	}
}

// arrival checks where the projection ends, and the sign of conductances there.
func (m *mistakes) arrival(p *Projection) {
	if p.couples() {
		_, err := CouplingPort(p)
		m.check(err)
		return
	}
	ports, err := Receptors(p)
	m.check(err)
	if len(ports) != 1 {
		return
	}
	target := p.Target.Population.Model
	r, _ := target.Receptor(ports[0])
	normal := p.Weight.Draw != nil && p.Weight.Draw.Kind == NormalDist // is rarely bounded, though its tail may be far
	if lowest, _ := p.Weight.extremes(); target.Receptors[r].Dim == unit.Conductance && lowest < 0 && !normal {
		m.add("weight %g µS is negative, but receptor %s of %s takes a conductance: give its absolute value", lowest, ports[0], target.Name)
	}
}

// check finds rules that cannot be applied.
func (r *Rule) check(p *Projection) error {
	m := &mistakes{}
	sources, targets := p.Source.Len(), p.Target.Len()
	switch r.Kind {
	case OneToOne:
		if sources != targets {
			m.add("one to one wants equal sizes, got %d sources and %d targets", sources, targets)
		}
	case Bernoulli:
		m.probability(r.P)
	case Distance:
		m.probability(r.P)
		m.geometry(p)
	case FixedIn:
		m.degree(p, "in-degree", r.N, sources, targets)
	case FixedOut:
		m.degree(p, "out-degree", r.N, targets, sources)
	case FixedTotal:
		m.total(p)
	case Explicit:
		m.explicit(p)
	}
	if n, most := p.expected(), float64(math.MaxUint32)*float64(spike.Blocks(p.Target.Population.Size)); n > most {
		m.add("%.3g synapses, at most %.3g fit: lower the number of cells or the density", n, most)
	}
	return m.err()
}

// expected is about how many synapses the rule makes, at most.
func (p *Projection) expected() float64 {
	sources, targets := float64(p.Source.Len()), float64(p.Target.Len())
	switch p.Rule.Kind {
	case OneToOne:
		return targets
	case FixedIn:
		return targets * float64(p.Rule.N)
	case FixedOut:
		return sources * float64(p.Rule.N)
	case FixedTotal:
		return float64(p.Rule.N)
	case Bernoulli:
		return sources * targets * p.Rule.P
	case AllToAll:
		return sources * targets
	}
	return 0 // where distances or lists decide
}

func (m *mistakes) probability(p float64) {
	if !(p >= 0 && p <= 1) {
		m.add("probability %g is not within 0 and 1", p)
	}
}

// degree checks a number of partners for each cell, of those there are.
func (m *mistakes) degree(p *Projection, what string, n, partners, cells int) {
	if p.Rule.NoAutapses && overlap(p.Source, p.Target) > 0 {
		partners--
	}
	switch {
	case n < 0:
		m.add("%s %d is negative", what, n)
	case cells == 0 || n == 0:
	case partners == 0:
		m.add("%s %d, but there is no cell to connect to", what, n)
	case p.Rule.NoMultapses && n > partners:
		m.add("%s %d is more than the %d cells there are: lower it or allow several synapses of one pair", what, n, partners)
	}
}

func (m *mistakes) total(p *Projection) {
	pairs := p.Source.Len() * p.Target.Len()
	if p.Rule.NoAutapses {
		pairs -= overlap(p.Source, p.Target)
	}
	switch n := p.Rule.N; {
	case n < 0:
		m.add("number of synapses %d is negative", n)
	case n > 0 && pairs == 0:
		m.add("%d synapses, but there is no pair of cells to connect", n)
	case p.Rule.NoMultapses && n > pairs:
		m.add("%d synapses are more than the %d pairs there are: lower the number or allow several synapses of one pair", n, pairs)
	}
}

// overlap is the number of cells in both views.
func overlap(a, b View) int {
	if a.Population != b.Population {
		return 0
	}
	return max(0, min(a.Hi, b.Hi)-max(a.Lo, b.Lo))
}

func (m *mistakes) geometry(p *Projection) {
	r := &p.Rule
	if !(r.Scale > 0) || !(r.Cutoff >= 0) || !(min(r.Period[0], r.Period[1], r.Period[2]) >= 0) {
		m.add("distance rule with scale %g µm, cutoff %g µm and period %v µm: want a positive scale, and nothing negative", r.Scale, r.Cutoff, r.Period)
	}
	for _, v := range []View{p.Source, p.Target} {
		if len(v.Population.Positions) != v.Population.Size {
			m.add("the distance rule wants a position for every cell of %s", v.Population.Name)
		}
	}
}

// explicit checks the lanes of an explicit rule, up to the first bad one.
func (m *mistakes) explicit(p *Projection) {
	r := &p.Rule
	if len(r.Sources) != len(r.Targets) {
		m.add("lists %d sources and %d targets", len(r.Sources), len(r.Targets))
		return
	}
	if len(r.Sources) > math.MaxUint32 {
		m.add("lists %d synapses, at most %d fit: make several projections", len(r.Sources), math.MaxUint32)
	}
	for i := range r.Sources {
		if int(r.Sources[i]) >= p.Source.Len() || int(r.Targets[i]) >= p.Target.Len() {
			m.add("synapse %d is from cell %d to cell %d, but there are %d sources and %d targets",
				i, r.Sources[i], r.Targets[i], p.Source.Len(), p.Target.Len())
			return
		}
	}
}
