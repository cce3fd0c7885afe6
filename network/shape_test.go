package network_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// membraneOf is a mechanism of a kind, with a parameter g in 0 … 1 and calcium of a valence.
func membraneOf(kind ir.Kind, name string, valence float64) *ir.Mechanism {
	g := ir.NewGraph()
	m := &ir.Mechanism{Kind: kind, Name: name, Graph: g, Inject: ir.None, Couple: ir.None,
		Symbols: []ir.Symbol{{Name: "g", Role: ir.Param, Init: g.Const(0.5)}, {Name: "m", Role: ir.State, Init: ir.None}}}
	m.Membrane = &ir.Membrane{
		Ions:   []ir.Ion{{Name: "ca", Valence: valence, Current: -1, Potential: -1, Inside: -1, Outside: -1}},
		Limits: []ir.Limit{{Symbol: 0, Low: 0, High: 1, Why: "as the text says"}},
	}
	if kind == ir.PointProcess {
		m.Membrane.Receive = &ir.Receive{Spike: ir.None}
	}
	return m
}

func shapeTree() *morph.Tree {
	m, err := morph.New([]morph.Section{
		{Type: morph.Soma, Parent: morph.Root, Points: []morph.Point{{Diameter: 10}, {Vec: morph.Vec{10, 0, 0}, Diameter: 10}}},
		{Type: morph.Dend, Parent: 0, At: 1, Points: []morph.Point{{Vec: morph.Vec{10, 0, 0}, Diameter: 2}, {Vec: morph.Vec{90, 0, 0}, Diameter: 1}}},
	})
	if err != nil {
		panic(err)
	}
	return m.Discretise([]int{1, 4})
}

func goodShape() *network.Network {
	cell := func() *network.Cell {
		return &network.Cell{Tree: shapeTree(), Capacitance: []float64{1e-5}, Resistivity: []float64{1, 1.5}, Start: -65,
			Insert: []network.Insertion{{Mechanism: membraneOf(ir.Channel, "leak", 2)}},
			Ions:   map[string]network.Ion{"ca": {Inside: []float64{1e-4}}}}
	}
	p := &network.Population{Name: "cells", Size: 3, Shape: &network.Shape{Cells: []*network.Cell{cell(), cell()}, Template: []int32{0, 1, 0}, Celsius: 34}}
	input := &network.Population{Name: "input", Size: 2, Trains: &network.Trains{}}
	return &network.Network{
		Populations: []*network.Population{p, input},
		Projections: []*network.Projection{{Name: "synapses", Source: network.All(input), Target: network.All(p),
			Rule:    network.Rule{Kind: network.Explicit, Sources: []uint32{0, 1}, Targets: []uint32{2, 1}},
			Synapse: membraneOf(ir.PointProcess, "alpha", 2), Delay: network.Number(1), Sites: []int32{4, 0},
			Values: map[string]network.Value{"g": {Array: []float64{0.1, 0.2}}}}},
		Stimuli: []*network.Stimulus{{Name: "clamp", Target: network.All(p), Clamp: &network.Clamp{Pulses: []network.Pulse{{From: 1, To: 2, Level: 0.1}}}, Sites: []int32{0, 1, 2}}},
		Probes:  []*network.Probe{{Name: "probe", Population: p, Variable: "leak.m", Cells: []int32{2, 2}, Sites: []int32{0, 4}}},
	}
}

// Every mistake of cells with shape is a line that says where and what.
func TestShapeMistakes(t *testing.T) {
	if err := goodShape().Check(0.1); err != nil {
		t.Fatalf("the good network: %v", err)
	}
	for _, tt := range []struct {
		name  string
		spoil func(n *network.Network, s *network.Shape, c *network.Cell)
		want  string
	}{
		{"no cells", func(n *network.Network, s *network.Shape, c *network.Cell) {
			s.Cells = nil
			n.Projections, n.Stimuli, n.Probes = nil, nil, nil
		},
			"population cells: has no cell to make copies of"},
		{"templates", func(n *network.Network, s *network.Shape, c *network.Cell) { s.Template[1] = 2 },
			"population cells: cell 1 is a copy of template 2, but there are templates 0 to 1"},
		{"temperature", func(n *network.Network, s *network.Shape, c *network.Cell) { s.Celsius = math.NaN() },
			"population cells: has the temperature NaN °C"},
		{"capacitance", func(n *network.Network, s *network.Shape, c *network.Cell) { c.Capacitance = []float64{1, 0} },
			"population cells, template 0: capacitance 0 nF/µm² of section dend[0], want more than 0"},
		{"resistivity", func(n *network.Network, s *network.Shape, c *network.Cell) { c.Resistivity = []float64{1, 1, 1} },
			"population cells, template 0: axial resistivity has 3 entries, want 1 or one for each of 2 sections"},
		{"detector", func(n *network.Network, s *network.Shape, c *network.Cell) { c.Detector.Compartment = 5 },
			"population cells, template 0: detects spikes in compartment 5, but has compartments 0 to 4"},
		{"ion", func(n *network.Network, s *network.Shape, c *network.Cell) {
			c.Ions["ca"] = network.Ion{Inside: []float64{-1}}
		},
			"population cells, template 0: concentration of ca inside is -1 in compartment 0"},
		{"kind", func(n *network.Network, s *network.Shape, c *network.Cell) {
			c.Insert[0].Mechanism = membraneOf(ir.PointProcess, "alpha", 2)
			n.Probes = nil
		},
			"population cells, template 0: inserts alpha (point process), want a channel, or a point process that receives no events"},
		{"twice", func(n *network.Network, s *network.Shape, c *network.Cell) {
			c.Insert = append(c.Insert, network.Insertion{Mechanism: c.Insert[0].Mechanism, Compartments: []int{3}})
		}, "population cells, template 0, channel leak: is inserted twice into compartment 3"},
		{"compartment", func(n *network.Network, s *network.Shape, c *network.Cell) { c.Insert[0].Compartments = []int{0, 7} },
			"population cells, template 0, channel leak: is inserted into compartment 7, but the cell has compartments 0 to 4"},
		{"parameter", func(n *network.Network, s *network.Shape, c *network.Cell) {
			c.Insert[0].Values = map[string]network.Value{"gg": network.Number(1), "g": {Array: []float64{1, 2}}}
		}, "population cells, template 0, channel leak: g is an array of 2 numbers, want 5\n" +
			"population cells, template 0, channel leak: g is between 1 and 2, want 0 to 1: as the text says\n" +
			"population cells, template 0, channel leak: leak has no parameter gg: did you mean g?"},
		{"valence", func(n *network.Network, s *network.Shape, c *network.Cell) {
			s.Cells[1].Insert[0].Mechanism = membraneOf(ir.Channel, "other", 1)
		}, "population cells: ca has valence 2 in leak and 1 in other"},
		{"no point process", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Projections[0].Synapse, n.Projections[0].Values = nil, nil
		},
			"projection synapses: ends at cells with shape: it wants a synapse that is a point process, got nothing"},
		{"site", func(n *network.Network, s *network.Shape, c *network.Cell) { n.Projections[0].Sites[0] = 5 },
			"projection synapses: names compartment 5 of cell 2 of cells, which has compartments 0 to 4"},
		{"sites", func(n *network.Network, s *network.Shape, c *network.Cell) { n.Projections[0].Sites = []int32{1, 2, 3} },
			"projection synapses: names 3 compartments for 2 places: give one for all, or one for each"},
		{"sites of points", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Probes[0].Population = n.Populations[1]
		}, "probe probe: names compartments, but the cells of input have none\n" +
			"probe probe: input has no variable leak.m\nprobe probe: records cell 2 of input, which has cells 0 to 1"},
		{"clamp", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Stimuli[0].Clamp = &network.Clamp{Resistance: 1, Pulses: []network.Pulse{{From: 2, To: 1}, {From: 0, To: 1}}}
		}, "stimulus clamp: pulse 0 is 0 from 2 to 1 ms, want a number and times in order\n" +
			"stimulus clamp: pulse 1 of a voltage clamp begins at 0 ms, before the one before it ends, at 1 ms"},
		{"neither", func(n *network.Network, s *network.Shape, c *network.Cell) { n.Stimuli[0].Clamp = nil },
			"stimulus clamp: wants a clamp or a model, one of them"},
		{"ideal", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Stimuli[0].Clamp.Ideal, n.Stimuli[0].Clamp.Resistance = true, 3
		},
			"stimulus clamp: is an ideal clamp through 3 MΩ: want one of them"},
		{"field and clamp", func(n *network.Network, s *network.Shape, c *network.Cell) { n.Stimuli[0].Field = &network.Field{} },
			"stimulus clamp: is a clamp and a field: make two stimuli"},
		{"field", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Stimuli[0].Clamp, n.Stimuli[0].Field = nil, &network.Field{Sources: []network.Source{{}}, Uniform: [3]float64{math.NaN()}}
		}, "stimulus clamp: is a field of [NaN 0 0] mV/µm, want finite numbers\n" +
			"stimulus clamp: its sources are in a medium of 0 S/m, want more than 0, such as 0.3\n" +
			"stimulus clamp: is a field around whole cells, but names compartments"},
		{"potentials", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Stimuli[0] = &network.Stimulus{Name: "clamp", Target: n.Stimuli[0].Target, Field: &network.Field{Potentials: [][]float64{{1}, {}, {}}}}
		}, "stimulus clamp: gives 1 potentials for cell 0, which has 5 compartments"},
		{"rotations", func(n *network.Network, s *network.Shape, c *network.Cell) { s.Rotations = make([]morph.Rotation, 2) },
			"population cells: has 2 rotations for 3 cells"},
		{"electrode", func(n *network.Network, s *network.Shape, c *network.Cell) {
			n.Probes[0].Stimulus = n.Stimuli[0]
		}, "probe probe: stimulus clamp has no variable leak.m: its current is i"},
		{"variable", func(n *network.Network, s *network.Shape, c *network.Cell) { n.Probes[0].Variable = "leak.n" },
			"probe probe: there is no variable leak.n: did you mean leak.g?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := goodShape()
			s := n.Populations[0].Shape
			tt.spoil(n, s, s.Cells[0])
			err := n.Check(0.1)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got\n%v\nwant\n%s", err, tt.want)
			}
		})
	}
}
