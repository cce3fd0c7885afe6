package sim_test

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// ballAndStick is the cell of reference/electrodes.py, n times.
func ballAndStick(t *testing.T, n int) *network.Population {
	soma := morph.Stick(morph.Soma, morph.Vec{}, morph.Vec{1, 0, 0}, 20, 20)
	soma.Parent = morph.Root
	dend := morph.Stick(morph.Dend, morph.Vec{20, 0, 0}, morph.Vec{1, 0, 0}, 300, 2)
	dend.Parent, dend.At = 0, 1
	m, err := morph.New([]morph.Section{soma, dend})
	if err != nil {
		t.Fatal(err)
	}
	var rest []int
	for i := 1; i < 12; i++ {
		rest = append(rest, i)
	}
	return shaped("cells", n, 6.3, cellOf(m.Discretise([]int{1, 11}), network.Insertion{Mechanism: model(t, "hh"), Compartments: []int{0}},
		network.Insertion{Mechanism: model(t, "pas"), Compartments: rest, Values: numbers("g", 1e-4, "e", -65.0)}))
}

// Clamps, junctions, fields and membrane currents are NEURON's: to
// 1e-9 mV and 1e-11 nA, since conductances are difference quotients of some ten digits there.
func TestElectrodesNEURON(t *testing.T) {
	const end = 11
	everywhere := []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	for _, tt := range []struct {
		name      string
		cells     int
		build     func(net *network.Network, p *network.Population)
		tolerance float64
	}{
		{"clamp", 1, func(net *network.Network, p *network.Population) {
			st := &network.Stimulus{Name: "clamp", Target: network.All(p), Clamp: &network.Clamp{Resistance: 5,
				Pulses: []network.Pulse{{From: 0, To: 5, Level: -65}, {From: 5, To: 15, Level: -20}, {From: 15, To: 25, Level: -80}}}}
			net.Stimuli = append(net.Stimuli, st)
			net.Probes = []*network.Probe{record(p, "v", 0.5, 0, end), {Name: "i", Population: p, Stimulus: st, Variable: "i", Every: 0.5}}
		}, 1e-9},
		{"gap", 2, func(net *network.Network, p *network.Population) {
			st := current(p, 0, 2, 20, 0.5)
			st.Target = network.View{Population: p, Hi: 1}
			net.Stimuli = append(net.Stimuli, st)
			net.Projections = append(net.Projections, junctions(t, p, 0.002, [][2]uint32{{0, 1}}, [][2]int32{{6, 6}}))
			net.Probes = []*network.Probe{{Name: "v", Population: p, Variable: "v", Cells: []int32{0, 1, 1}, Sites: []int32{0, 0, end}, Every: 0.5}}
		}, 1e-9},
		{"field", 1, func(net *network.Network, p *network.Population) {
			net.Stimuli = append(net.Stimuli, &network.Stimulus{Name: "field", Target: network.All(p), Field: &network.Field{Uniform: [3]float64{0.02, 0, 0}},
				Model: model(t, "sine_current"), Values: numbers("amplitude", 1.0, "frequency", 0.1)})
			net.Probes = []*network.Probe{record(p, "v", 0.5, 0, end)}
		}, 1e-9},
		{"membrane", 1, func(net *network.Network, p *network.Population) {
			net.Stimuli = append(net.Stimuli, current(p, 0, 2, 20, 0.5))
			net.Probes = []*network.Probe{record(p, "i_membrane", 0.5, everywhere...)}
		}, 1e-11},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := ballAndStick(t, tt.cells)
			net := &network.Network{Populations: []*network.Population{p}}
			tt.build(net, p)
			seen := newMemory()
			run(t, compile(t, net, sim.Options{Step: 0.025, Observer: seen, Numerics: sim.NEURON}), 20.025)
			rows := electrodeRows(t, tt.name)
			if len(rows) != len(seen.sampled[0]) || len(rows) != 41 {
				t.Fatalf("%d rows, %d samples", len(rows), len(seen.sampled[0]))
			}
			worst, at := 0.0, 0.0
			for k, row := range rows {
				var got []float64
				for i := range net.Probes {
					got = append(got, seen.samples[i][k]...)
				}
				for i, x := range row {
					if d := math.Abs(got[i] - x); d > worst {
						worst, at = d, seen.sampled[0][k]
					}
				}
			}
			if worst > tt.tolerance {
				t.Errorf("off by %g at %g ms", worst, at)
			}
		})
	}
}

// electrodeRows are NEURON's numbers of an experiment, by time.
func electrodeRows(t *testing.T, name string) [][]float64 {
	t.Helper()
	text, err := os.ReadFile("../reference/electrodes.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]float64
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if f[0] != name {
			continue
		}
		var row []float64
		for _, x := range f[2:] {
			v, err := strconv.ParseFloat(x, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	return rows
}
