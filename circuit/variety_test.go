package circuit

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/network"
)

// This file tries what the files of BMTK's examples write in more than one way.

// Steps of current are one, a list of them, or a table.
func TestStepsOfCurrent(t *testing.T) {
	const usual = `"input_type": "current_clamp", "module": "IClamp", "amp": 0.3, "delay": 5.0, "duration": 10.0`
	for _, tt := range []struct {
		name, input string
		want        []network.Pulse
	}{
		{"one", usual, []network.Pulse{{From: 5, To: 15, Level: 0.3}}},
		{"list", `"input_type": "current_clamp", "module": "IClamp", "amp": [0.1, -0.2], "delay": [1, 4], "duration": [2, 3.5]`,
			[]network.Pulse{{From: 1, To: 3, Level: 0.1}, {From: 4, To: 7.5, Level: -0.2}}},
		{"table", `"input_type": "csv", "module": "IClamp", "file": "amps.csv"`,
			[]network.Pulse{{From: 2, To: 6, Level: 0.1}, {From: 9, To: 20, Level: 0.2}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			texts := mixed()
			texts["config.json"] = strings.Replace(texts["config.json"], usual, tt.input, 1)
			texts["amps.csv"] = "timestamps amps\n2.0 0.1\n6.0 0.0\n9.0 0.2\n"
			c := load(t, writeSmall(t, texts))
			var points []network.Pulse
			for _, s := range c.Network.Stimuli {
				if s.Clamp == nil {
					amplitude := s.Values["amplitude"].Array[1] // of node 12
					points = append(points, network.Pulse{From: s.Values["start"].Constant, To: s.Values["stop"].Constant, Level: amplitude})
				} else if !reflect.DeepEqual(s.Clamp.Pulses, tt.want) {
					t.Errorf("cells with shape: got %v, want %v", s.Clamp.Pulses, tt.want)
				}
			}
			if !reflect.DeepEqual(points, tt.want) {
				t.Errorf("points: got %v, want %v", points, tt.want)
			}
		})
	}
}

// An ExpSyn takes the parameters of an Exp2Syn, but for the second time constant.
func TestSynapseWords(t *testing.T) {
	texts := mixed()
	texts["fast.json"] = strings.Replace(texts["fast.json"], "exp2syn", "expsyn", 1)
	c := load(t, writeSmall(t, texts))
	for _, p := range c.Network.Projections {
		if p.Source.Population.Name != "sources" || p.Synapse == nil {
			continue
		}
		if want := map[string]network.Value{"tau": network.Number(0.5), "e": network.Number(-10)}; !reflect.DeepEqual(p.Values, want) {
			t.Errorf("got %v, want %v", p.Values, want)
		}
	}
	if !strings.Contains(strings.Join(c.Warnings, "\n"), "fast.json: tau2 is ignored: ExpSyn has one time constant") {
		t.Errorf("warnings %q", c.Warnings)
	}
}

// A virtual cell's spikes may take no time at all, as in NEURON: an IntFire1 with a weight above
// 1 fires when they come.
func TestNoDelay(t *testing.T) {
	path := writeSmall(t, nil)
	edges := filepath.Join(filepath.Dir(path), "edges.h5")
	if err := os.Remove(edges); err != nil {
		t.Fatal(err)
	}
	writeFile(t, edges, map[string][]float64{
		"/edges/wires/source_node_id": {0, 1}, "/edges/wires/target_node_id": {11, 11}, "/edges/wires/edge_type_id": {1, 1},
		"/edges/wires/edge_group_id": {0, 0}, "/edges/wires/edge_group_index": {0, 1}, "/edges/wires/0/delay": {5, 0}, "/edges/wires/0/syn_weight": {1.25, 1.25},
	}, map[string]string{"/edges/wires/source_node_id": "sources", "/edges/wires/target_node_id": "cells"})
	c := load(t, path)
	got := runFor(t, c, c.Duration).train("cells_intfire1").Times
	want := []float64{3.04, 1.26 + 5}
	if len(got) != 2 || math.Abs(got[0]-want[0]) > 1e-12 || math.Abs(got[1]-want[1]) > 1e-12 {
		t.Errorf("fires at %v, want %v", got, want)
	}
}

// A report of all cells is one of those that have what it asks for: membranes, of cells
// with shape.
func TestReportOfAllCells(t *testing.T) {
	texts := mixed()
	texts["config.json"] = strings.Replace(texts["config.json"], `"cells": {"population": "cells", "node_id": 11}`, `"cells": "all"`, 1)
	c := load(t, writeSmall(t, texts))
	if p := c.Network.Probes[0]; c.Reports[0] != "all.h5" || p.Population.Name != "cells_biophysical" || len(c.Network.Probes) != 2 {
		t.Errorf("%d probes, the first of %s, files %q", len(c.Network.Probes), p.Population.Name, c.Reports)
	}
}

// model_processing may be a list, of which one entry changes the form.
func TestListOfProcessings(t *testing.T) {
	for _, tt := range []struct {
		list     string
		sections int
		err      string
	}{
		{"aibs_perisomatic,extracellular", 4, ""},
		{"extracellular, fullaxon", 3, ""},
		{"aibs_perisomatic,aibs_allactive", 0, "model_processing has both aibs_perisomatic and aibs_allactive, want one of them"},
		{"aibs_perisomatic,extracelular", 0, `model_processing "extracelular" is not supported; did you mean "extracellular"?`},
	} {
		t.Run(tt.list, func(t *testing.T) {
			texts := mixed()
			texts["node_types.csv"] = strings.Replace(texts["node_types.csv"], "aibs_perisomatic", `"`+tt.list+`"`, 1)
			c, err := Load(writeSmall(t, texts))
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := len(population(t, c, "cells_biophysical").Shape.Cells[0].Tree.Morphology.Sections); n != tt.sections {
				t.Errorf("%d sections, want %d", n, tt.sections)
			}
		})
	}
}

// Properties stand in the cell or beside it; a file without them is not one of a cell
// without channels.
func TestPlaceOfBiophysics(t *testing.T) {
	const properties = `<biophysicalProperties><membraneProperties><specificCapacitance value="2 uF_per_cm2"/></membraneProperties></biophysicalProperties>`
	for _, tt := range []struct{ name, text, want string }{
		{"inside", "<neuroml><cell>" + properties + "</cell></neuroml>", ""},
		{"beside", "<neuroml><cell/>" + properties + "</neuroml>", ""},
		{"none", "<neuroml><cell/></neuroml>", "has 1 elements cell and 0 biophysicalProperties, want 1 of each"},
		{"two", "<neuroml><cell>" + properties + "</cell>" + properties + "</neuroml>", "has 1 elements cell and 2 biophysicalProperties, want 1 of each"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "cell.nml")
			if err := os.WriteFile(path, []byte(tt.text), 0o666); err != nil {
				t.Fatal(err)
			}
			n, err := readNeuroML(path)
			if err != nil {
				t.Fatal(err)
			}
			if tt.want != "" {
				if len(n.mistakes) != 1 || n.mistakes[0].Error() != tt.want {
					t.Errorf("got %v, want %s", n.mistakes, tt.want)
				}
				return
			}
			if want := []setting{{"all", "", "cm", 2}}; len(n.mistakes) > 0 || !reflect.DeepEqual(n.settings, want) {
				t.Errorf("got %v, %v, want %v", n.settings, n.mistakes, want)
			}
		})
	}
}
