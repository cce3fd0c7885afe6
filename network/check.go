package network

import (
	"maps"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// Check finds every mistake of the description that can be found without
// drawing or running anything, for a step in ms. Each is a line that says where it
// is, what is wrong and what to do. Units have been checked before, where text
// or files were read.
func (n *Network) Check(step float64) error {
	m := &mistakes{}
	if !(step > 0) || math.IsInf(step, 1) {
		m.add("the step is %g ms, want more than 0", step)
		return m.err()
	}
	m.names(n)
	for _, p := range n.Populations {
		m.place = "population " + p.Name
		m.population(p)
	}
	for _, p := range n.Projections {
		m.place = "projection " + p.Name
		m.projection(n, p, step)
	}
	for _, s := range n.Stimuli {
		m.place = "stimulus " + s.Name
		m.stimulus(n, s)
	}
	for _, p := range n.Probes {
		m.place = "probe " + p.Name
		m.probe(n, p, step)
	}
	if m.place = ""; len(m.list) == 0 {
		m.holds(n)
	}
	return m.err()
}

// names checks that names exist and differ, of each kind of thing.
func (m *mistakes) names(n *Network) {
	for _, kind := range []struct {
		what  string
		count int
		name  func(i int) string
	}{
		{"population", len(n.Populations), func(i int) string { return n.Populations[i].Name }},
		{"projection", len(n.Projections), func(i int) string { return n.Projections[i].Name }},
		{"stimulus", len(n.Stimuli), func(i int) string { return n.Stimuli[i].Name }},
		{"probe", len(n.Probes), func(i int) string { return n.Probes[i].Name }},
	} {
		first := map[string]int{}
		for i := range kind.count {
			name := kind.name(i)
			if name == "" {
				m.add("%s %d has no name", kind.what, i)
			} else if at, twice := first[name]; twice {
				m.add("%s %d and %s %d are both named %s: rename one", kind.what, at, kind.what, i, name)
			}
			first[name] = i
		}
	}
}

func (m *mistakes) population(p *Population) {
	if p.Size < 0 || p.Size > math.MaxInt32 {
		m.add("has %d cells, want 0 to %d", p.Size, math.MaxInt32)
		return
	}
	if p.Positions != nil && len(p.Positions) != p.Size {
		m.add("has %d positions for %d cells", len(p.Positions), p.Size)
	}
	if i := slices.IndexFunc(p.Positions, func(x [3]float64) bool { return !finite(x[0] + x[1] + x[2]) }); i >= 0 {
		m.add("cell %d has the position %v, want finite numbers", i, p.Positions[i])
	}
	if p.IDs != nil && len(p.IDs) != p.Size {
		m.add("has %d ids for %d cells", len(p.IDs), p.Size)
	}
	switch {
	case p.Shape != nil:
		m.shape(p)
	case p.Model == nil && p.Trains == nil:
		m.add("has neither a model nor spike trains")
	case p.Model != nil && p.Trains != nil:
		m.add("has both a model and spike trains: make two populations")
	case p.Model == nil:
		m.trains(p)
	case p.artificial():
		m.artificialCells(p)
	case p.Model.Kind != ir.Neuron && p.Model.Kind != ir.Generator:
		m.add("model %s is a %v, want a neuron, a generator or an artificial cell", p.Model.Name, p.Model.Kind)
	default:
		m.values(p.Model, p.Values, func(ir.Place) int { return p.Size })
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// trains checks given spikes, up to the first bad one.
func (m *mistakes) trains(p *Population) {
	t := p.Trains
	if len(t.Times) != len(t.Cells) {
		m.add("has %d spike times for %d cells that fire", len(t.Times), len(t.Cells))
		return
	}
	for i, time := range t.Times {
		switch {
		case !finite(time):
			m.add("spike %d is at %g ms", i, time)
			return
		case i > 0 && time < t.Times[i-1]:
			m.add("spike %d at %g ms comes after one at %g ms: sort the spikes by time", i, time, t.Times[i-1])
			return
		case t.Cells[i] < 0 || int(t.Cells[i]) >= p.Size:
			m.add("spike %d is of cell %d, but cells are 0 to %d", i, t.Cells[i], p.Size-1)
			return
		}
	}
}

// values checks what sets parameters and initial states, in order of name. size
// is the length of arrays by place, −1 where there are none.
func (m *mistakes) values(model *ir.Mechanism, values map[string]Value, size func(ir.Place) int) {
	settable := settable(model)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		x, ok := model.Symbol(name)
		if !ok || !slices.Contains(settable, name) {
			m.add("model %s has no parameter or state %s%s", model.Name, name, nearest(name, settable))
			continue
		}
		if s := &model.Symbols[x]; s.Role == ir.State && values[name].Course != nil {
			m.add("%s is a state: only parameters can follow a course in time", name)
		} else {
			m.value(name, values[name], size(s.Place))
		}
	}
}

// settable are the names of a model's parameters and own states.
func settable(model *ir.Mechanism) []string {
	return symbolNames(model, func(s *ir.Symbol) bool {
		return (s.Role == ir.Param || s.Role == ir.State) && s.Place != ir.PreCell && s.Place != ir.PostCell
	})
}

func symbolNames(model *ir.Mechanism, wanted func(*ir.Symbol) bool) []string {
	var names []string
	for i := range model.Symbols {
		if wanted(&model.Symbols[i]) {
			names = append(names, model.Symbols[i].Name)
		}
	}
	return names
}

func (m *mistakes) stimulus(n *Network, s *Stimulus) {
	if p := s.Target.Population; p != nil && p.Shape != nil {
		if m.view("its target", s.Target) && m.member(n, p) {
			m.intoShape(s)
		}
		return
	}
	if s.Clamp != nil || s.Field != nil || len(s.Sites) > 0 {
		m.add("is a clamp or a field, but its target's cells have no compartments: use a stimulus model")
		return
	}
	if s.Model == nil || s.Model.Kind != ir.Stimulus {
		m.add("has no stimulus model")
		return
	}
	if !m.view("its target", s.Target) || !m.member(n, s.Target.Population) {
		return
	}
	m.values(s.Model, s.Values, func(ir.Place) int { return s.Target.Len() })
	_, err := StimulusPort(s)
	m.check(err)
}

// member checks that a population is one of the network's.
func (m *mistakes) member(n *Network, p *Population) bool {
	if !slices.Contains(n.Populations, p) {
		m.add("population %s is not part of the network", p.Name)
		return false
	}
	return true
}

func (m *mistakes) probe(n *Network, p *Probe, step float64) {
	if !(p.Every >= 0) || !finite(p.From) || !finite(p.To) || p.To != 0 && p.To < p.From {
		m.add("records every %g ms from %g to %g ms: want times in order, and none negative", p.Every, p.From, p.To)
	}
	if steps := p.Every / step; math.Abs(steps-math.Round(steps)) > 1e-6 || p.Every > 0 && steps < 0.5 {
		m.add("records every %g ms, which is not a whole number of steps of %g ms: record at a multiple, or change the step", p.Every, step)
	}
	switch {
	case p.Stimulus != nil:
		m.probeStimulus(n, p)
	case (p.Population == nil) == (p.Projection == nil):
		m.add("wants a population or a projection to record from")
	case p.Projection != nil:
		m.probeSynapses(n, p)
	case m.member(n, p.Population) && p.Population.Shape != nil:
		m.cells(p.Cells, p.Population.Size, p.Population.Name)
		m.probeShape(p)
	case slices.Contains(n.Populations, p.Population):
		if len(p.Sites) > 0 {
			m.add("names compartments, but the cells of %s have none", p.Population.Name)
		}
		m.variable(p.Variable, p.Population.Name, p.Population.Model, nil)
		m.cells(p.Cells, p.Population.Size, p.Population.Name)
	}
}

func (m *mistakes) probeSynapses(n *Network, p *Probe) {
	if !slices.Contains(n.Projections, p.Projection) {
		m.add("projection %s is not part of the network", p.Projection.Name)
		return
	}
	m.variable(p.Variable, p.Projection.Name, p.Projection.Synapse, []string{"weight"})
	m.cells(p.Cells, math.MaxInt32, p.Projection.Name)
}

// variable checks that a model, or what is always there, has what a probe records.
func (m *mistakes) variable(name, of string, model *ir.Mechanism, always []string) {
	names := always
	if model != nil {
		names = append(names, symbolNames(model, func(s *ir.Symbol) bool {
			return s.Role == ir.State || s.Role == ir.Param || s.Role == ir.Input || s.Role == ir.Assigned
		})...)
	}
	if !slices.Contains(names, name) {
		m.add("%s has no variable %s%s", of, name, nearest(name, names))
	}
}

func (m *mistakes) cells(cells []int32, size int, of string) {
	for _, cell := range cells {
		if cell < 0 || int(cell) >= size {
			m.add("records cell %d of %s, which has cells 0 to %d", cell, of, size-1)
			return
		}
	}
}
