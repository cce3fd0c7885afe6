package main

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// solution is what one run of a model gave, to be compared with those at other steps.
type solution struct {
	step   float64 // ms
	from   float64 // ms
	until  float64 // ms
	firing []firing
	traces []trace
}

// firing is the spikes of a population of neurons.
type firing struct {
	name  string
	ids   []uint64    // nil: 0, 1, …
	times [][]float64 // ms, of each cell
}

// trace is the samples of a probe of neurons.
type trace struct {
	name    string
	unit    string
	firing  int     // index of the population's
	cells   []int32 // of each column; nil: 0, 1, …
	samples experiment.Samples
}

// solutionOf copies what a run gave.
func solutionOf(r *experiment.Run) (*solution, error) {
	s := &solution{step: r.Step()}
	s.from, s.until = r.Window()
	number := map[*network.Population]int{}
	for _, p := range r.Network().Populations {
		if !isNeurons(p) {
			continue
		}
		f, err := firingOf(r, p)
		if err != nil {
			return nil, err
		}
		number[p] = len(s.firing)
		s.firing = append(s.firing, f)
	}
	for _, p := range r.Network().Probes {
		i, ok := number[p.Population]
		if !ok {
			continue
		}
		samples, err := r.Samples(p)
		if err != nil {
			return nil, err
		}
		name := p.Variable
		if p.Name != "" {
			name = p.Name
		}
		s.traces = append(s.traces, trace{name, r.Unit(p), i, p.Cells, samples})
	}
	return s, nil
}

// isNeurons reports whether a population has equations for cells that fire.
func isNeurons(p *network.Population) bool {
	return p.Shape != nil || p.Model != nil && p.Model.Kind == ir.Neuron
}

func firingOf(r *experiment.Run, p *network.Population) (firing, error) {
	f := firing{name: r.Named(p), ids: p.IDs, times: make([][]float64, p.Size)}
	times, cells, err := r.Spikes(p)
	for i, c := range cells {
		f.times[c] = append(f.times[c], times[i])
	}
	return f, err
}

// spikes is their number in all cells.
func (f *firing) spikes() int {
	n := 0
	for _, times := range f.times {
		n += len(times)
	}
	return n
}

// cell is what a cell is called: by its id.
func (f *firing) cell(i int) string {
	id := uint64(i)
	if f.ids != nil {
		id = f.ids[i]
	}
	return fmt.Sprintf("%s[%d]", f.name, id)
}

// first is the time of a cell's first spike, NaN without one.
func (f *firing) first(cell int) float64 {
	if len(f.times[cell]) == 0 {
		return math.NaN()
	}
	return f.times[cell][0]
}

// noiseOf names the mechanisms of a network that draw random numbers as they run.
func noiseOf(net *network.Network) []string {
	var names []string
	add := func(m *ir.Mechanism) {
		if m != nil && m.Streams > 0 {
			names = append(names, m.Name)
		}
	}
	for _, p := range net.Populations {
		add(p.Model)
	}
	for _, p := range net.Projections {
		add(p.Synapse)
	}
	for _, s := range net.Stimuli {
		add(s.Model)
	}
	return names
}
