package sim_test

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// Factors of the field's units.
const (
	microfarad = 1e-5 // nF/µm² in 1 µF/cm²
	ohm        = 1e-2 // MΩ·µm in 1 Ω·cm
)

// stick is an unbranched cell cut into n compartments.
func stick(length, diameter float64, n int) *morph.Tree {
	m, err := morph.New([]morph.Section{{Type: morph.Soma, Parent: morph.Root, Points: []morph.Point{
		{Vec: morph.Vec{0, 0, 0}, Diameter: diameter}, {Vec: morph.Vec{length, 0, 0}, Diameter: diameter}}}})
	if err != nil {
		panic(err)
	}
	return m.Discretise([]int{n})
}

// cellOf is a cell of 1 µF/cm² and 100 Ω·cm at −65 mV that spikes above −20 mV.
func cellOf(tree *morph.Tree, insert ...network.Insertion) *network.Cell {
	return &network.Cell{Tree: tree, Capacitance: []float64{microfarad}, Resistivity: []float64{100 * ohm},
		Insert: insert, Start: -65, Detector: network.Detector{Threshold: -20}}
}

func shaped(name string, n int, celsius float64, cells ...*network.Cell) *network.Population {
	return &network.Population{Name: name, Size: n, Shape: &network.Shape{Cells: cells, Celsius: celsius}}
}

// record makes a probe of a variable in some compartments of cell 0.
func record(p *network.Population, variable string, every float64, sites ...int32) *network.Probe {
	return &network.Probe{Name: variable, Population: p, Variable: variable, Every: every, Cells: make([]int32, len(sites)), Sites: sites}
}

func current(p *network.Population, site int32, from, to, level float64) *network.Stimulus {
	return &network.Stimulus{Name: "clamp", Target: network.All(p), Sites: []int32{site},
		Clamp: &network.Clamp{Pulses: []network.Pulse{{From: from, To: to, Level: level}}}}
}

// onto makes the synapses from single sources to cell 0.
func onto(name string, from, to *network.Population, synapse *ir.Mechanism, site int32, weight, delay float64, values map[string]network.Value) *network.Projection {
	return &network.Projection{Name: name, Source: network.All(from), Target: network.All(to),
		Rule:    network.Rule{Kind: network.Explicit, Sources: []uint32{0}, Targets: []uint32{0}},
		Synapse: synapse, Values: values, Weight: network.Number(weight), Delay: network.Number(delay), Sites: []int32{site}}
}

// swcNetwork is the cell of reference/traces.py with one of its membranes. What is
// recorded is the soma and the last compartment.
func swcNetwork(t *testing.T, file, membrane string) *network.Network {
	t.Helper()
	m, err := swc.Read("../format/swc/testdata/cells/" + file)
	if err != nil {
		t.Fatal(err)
	}
	tree := m.Discretise(m.Same(3))
	n := len(tree.Compartments)
	var insert []network.Insertion
	if membrane == "pas" {
		insert = []network.Insertion{{Mechanism: model(t, "pas"), Values: numbers("g", 1e-4, "e", -70.0)}}
	} else {
		hh := model(t, "hh")
		var rest []int
		for i := 3; i < n; i++ {
			rest = append(rest, i)
		}
		insert = []network.Insertion{{Mechanism: hh, Compartments: []int{0, 1, 2}},
			{Mechanism: hh, Compartments: rest, Values: numbers("gnabar", 0.012, "gkbar", 0.0036, "gl", 3e-5, "el", -60.0)}}
	}
	cell := cellOf(tree, insert...)
	cell.Resistivity[0] = 120 * ohm
	cell.Detector.Compartment = 1
	p := shaped("cell", 1, 6.3, cell)
	input := trains("input", 1, []float64{59.5, 60.8, 74.71}, []int32{0, 0, 0})
	return &network.Network{
		Populations: []*network.Population{p, input},
		Stimuli:     []*network.Stimulus{current(p, 1, 5, 40, 0.3)},
		Probes:      []*network.Probe{record(p, "v", 0.5, 1, int32(n-1))},
		Projections: []*network.Projection{
			onto("excitation", input, p, model(t, "Exp2Syn"), int32(n-2), 0.002, 0.5, numbers("tau1", 0.5, "tau2", 4.0, "e", 0.0)),
			onto("loop", p, p, model(t, "ExpSyn"), 1, 0.001, 1.5, numbers("tau", 3.0, "e", -80.0)),
		},
	}
}

// neuronTrace is what NEURON made of a cell: the potentials of two places at each time
// of cells.tsv, and the spikes of the first.
type neuronTrace struct {
	times, spikes []float64    // ms
	v             [][2]float64 // mV
}

// neuronTraces reads cells.tsv, by file and membrane.
func neuronTraces(t *testing.T) map[string]*neuronTrace {
	t.Helper()
	text, err := os.ReadFile("../reference/cells.tsv")
	if err != nil {
		t.Fatal(err)
	}
	traces := map[string]*neuronTrace{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		var row []float64
		for _, field := range fields[2:] {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, x)
		}
		membrane, isSpikes := strings.CutSuffix(fields[1], " spikes")
		key := fields[0] + " " + membrane
		if traces[key] == nil {
			traces[key] = &neuronTrace{}
		}
		if trace := traces[key]; isSpikes {
			trace.spikes = row
		} else {
			trace.times, trace.v = append(trace.times, row[0]), append(trace.v, [2]float64{row[1], row[2]})
		}
	}
	return traces
}

// Cells from SWC files do what they do in NEURON 8.2.2, in potentials and in
// spikes, to 1e-6 mV over 100 ms: differences start from NEURON's conductances,
// which are difference quotients of some ten digits, and grow in spikes.
func TestShapedNEURON(t *testing.T) {
	traces := neuronTraces(t)
	if len(traces) != 6 {
		t.Errorf("traces of %d cells, want 6", len(traces))
	}
	for key, want := range traces {
		t.Run(key, func(t *testing.T) {
			file, membrane, _ := strings.Cut(key, " ")
			net := swcNetwork(t, file, membrane)
			seen := newMemory()
			s := compile(t, net, sim.Options{Step: 0.025, Observer: seen, Numerics: sim.NEURON})
			run(t, s, 100.025)
			if len(seen.samples[0]) != len(want.times) || len(want.times) != 201 {
				t.Fatalf("%d samples, %d of NEURON, want 201", len(seen.samples[0]), len(want.times))
			}
			worst := 0.0
			for i, v := range seen.samples[0] {
				if math.Abs(seen.sampled[0][i]-want.times[i]) > 1e-9 {
					t.Fatalf("sample %d is at %g ms, NEURON's at %g", i, seen.sampled[0][i], want.times[i])
				}
				worst = max(worst, math.Abs(v[0]-want.v[i][0]), math.Abs(v[1]-want.v[i][1]))
			}
			t.Logf("potentials differ by at most %.2g mV", worst)
			if worst > 1e-6 {
				t.Errorf("potentials differ by %g mV", worst)
			}
			if len(seen.times[0]) != len(want.spikes) {
				t.Fatalf("spikes at %v, NEURON's at %v", seen.times[0], want.spikes)
			}
			for i, at := range seen.times[0] {
				if math.Abs(at-want.spikes[i]) > 1e-8 {
					t.Errorf("spike %d at %g ms, NEURON's at %g", i, at, want.spikes[i])
				}
			}
		})
	}
}
