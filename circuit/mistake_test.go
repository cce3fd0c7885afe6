package circuit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each mistake is one line that says where and what, and offers the nearest
// spelling; several are reported together.
func TestMistakes(t *testing.T) {
	swap := func(file string, pairs ...string) map[string]string {
		return map[string]string{file: strings.NewReplacer(pairs...).Replace(small[file])}
	}
	for _, tt := range []struct {
		name     string
		replaced map[string]string
		want     []string // a line each, in order
	}{
		{"biophysical cells without a template", swap("node_types.csv", "1 cells point_neuron nest:iaf_psc_exp", "1 cells biophysical NULL"), []string{
			`population cells: node 10: model_template "" is not supported; those of biophysical cells are ctdb:Biophys1.hoc and nml:FILE`}},
		{"single compartments", swap("node_types.csv", "1 cells point_neuron", "1 cells single_compartment"), []string{
			"population cells: single_compartment cells are not supported by this version; biophysical, point and virtual cells are"}},
		{"unknown type of model", swap("node_types.csv", "9 sources virtual", "9 sources virtul"), []string{
			`population sources: node 0 has the model_type "virtul", want biophysical, point_process, point_neuron or virtual`}},
		{"point without template", swap("node_types.csv", "nrn:IntFire1", "NULL"), []string{
			"population cells: node 11 is a point_process without a model_template"}},
		{"unknown model of NEST", swap("node_types.csv", "1 cells point_neuron nest:iaf_psc_exp", "1 cells point_neuron nest:iaf_psc_exq"), []string{
			`population cells: model_template nest:iaf_psc_exq is not supported; did you mean "iaf_psc_exp"? (there are: aeif_`}},
		{"unknown template", swap("node_types.csv", "nrn:IntFire1", "pynn:IF_curr_exp"), []string{
			`population cells: model_template "pynn:IF_curr_exp" is not supported; those of point cells are nrn:IntFire1 and nest:MODEL`}},
		{"two unknown parameters", map[string]string{"slow.json": `{"tau_n": 1.0, "C_m": 1.0}`, "fire.json": `{"taue": 3}`}, []string{
			`slow.json: model iaf_psc_exp has no parameter "tau_n"; did you mean "tau_m"?`,
			`fire.json: model intfire1 has no parameter "taue"; did you mean "tau"?`}},
		{"parameter that is a list", map[string]string{"slow.json": `{"C_m": [1, 2]}`}, []string{
			"slow.json: parameter C_m is [1 2], want a number"}},
		{"missing file of parameters", swap("node_types.csv", "slow.json", "slaw.json"), []string{
			`has no file slaw.json; did you mean "slow.json"?`}},
		{"missing column of types", swap("node_types.csv", "node_type_id", "node_type"), []string{
			`node_types.csv:1: no column "node_type_id"`}},
		{"truncated file of nodes", map[string]string{"nodes.h5": "\x89HDF\r\n\x1a\nand no more"}, []string{
			"nodes.h5: "}},
		{"no weights", swap("edge_types.csv", "syn_weight", "weight"), []string{
			"edges.h5: edges loops: 2 edges have no syn_weight, neither in the file nor by their type",
			"edges.h5: edges wires: 3 edges have no syn_weight, neither in the file nor by their type"}},
		{"plastic synapses", swap("edge_types.csv", "dynamics_params", "model_template", "1.5 NULL", "1.5 stdp_synapse", "inhibitory.json", "static_synapse"), []string{
			`edges.h5: edges wires: type 1: model_template "stdp_synapse" is not supported for points; static_synapse is`}},
		{"unknown node sets", swap("config.json", `"node_set": "sources"`, `"node_set": "sourcs"`, `"integrators"`, `"integrator"`), []string{
			`input drive: `, `report potential: `}},
		{"cyclic node set", map[string]string{"node_sets.json": `{"sources": ["one"], "one": ["sources"], "integrators": ["cells"]}`}, []string{
			"node_sets.json:1:13: cyclic node set sources → one → sources"}},
		{"spikes for cells with a model", swap("config.json", `"node_set": "sources"`, `"node_set": "cells"`), []string{
			"has no spikes of a population in node set cells"}},
		{"missing spikes", swap("config.json", "spikes.csv", "spike.csv"), []string{
			"config.json:12:69: inputs.drive.input_file: "}},
		{"wrong column of spikes", map[string]string{"spikes.csv": "timestamps ids\n1 2\n"}, []string{
			`input drive: `}},
		{"unsupported input", swap("config.json", "current_clamp", "light"), []string{
			`input step: input_type "light" is not supported`}},
		{"current into IntFire1", swap("node_sets.json", "[12]", "[11]"), []string{
			"input step: population cells_intfire1: its cells take spikes only, no current"}},
		{"current without amplitude", swap("config.json", `"amp"`, `"amplitude"`), []string{
			"input step: amp is missing, or not a list of numbers"}},
		{"unknown variable", swap("config.json", "V_m", "V_n"), []string{
			`report potential: variable_name: model iaf_psc_exp of population cells_iaf_psc_exp has no "V_n"; did you mean "V_m"?`}},
		{"report of virtual cells", swap("config.json", `"cells": "integrators"`, `"cells": "sources"`), []string{
			"report potential: population sources: virtual cells have no variables"}},
		{"no end", swap("config.json", `"tstop": 20, `, ""), []string{
			"config.json: run.tstop is missing, want an end in ms after tstart, 0 ms"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(writeSmall(t, tt.replaced))
			checkLines(t, err, tt.want)
		})
	}
}

// checkLines checks that an error has a line with each of the texts.
func checkLines(t *testing.T, err error, want []string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		if i < len(want) && !strings.Contains(line, want[i]) {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, line, want[i])
		}
	}
	if len(lines) != len(want) {
		t.Errorf("%d mistakes, want %d:\n%s", len(lines), len(want), err)
	}
}

func TestEdgesOfUnknownNodes(t *testing.T) {
	path := writeSmall(t, nil)
	edges := filepath.Join(filepath.Dir(path), "edges.h5")
	for _, tt := range []struct{ name, target, want string }{
		{"ids", "cells", "edges wires: 2 edges name nodes that population cells does not have"},
		{"population", "cell", `edges wires: no population of nodes "cell"; did you mean "cells"? (there are: cells, sources)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.Remove(edges); err != nil {
				t.Fatal(err)
			}
			writeFile(t, edges, map[string][]float64{
				"/edges/wires/source_node_id": {0, 1, 1}, "/edges/wires/target_node_id": {10, 20, 30}, "/edges/wires/edge_type_id": {1, 1, 1},
			}, map[string]string{"/edges/wires/source_node_id": "sources", "/edges/wires/target_node_id": tt.target})
			_, err := Load(path)
			checkLines(t, err, []string{tt.want})
		})
	}
}

// A file cut in half is an error that names it.
func TestTruncatedEdges(t *testing.T) {
	path := writeSmall(t, nil)
	whole, err := os.ReadFile(filepath.Join(filepath.Dir(path), "edges.h5"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Load(writeSmall(t, map[string]string{"edges.h5": string(whole[:len(whole)/2])}))
	checkLines(t, err, []string{"edges.h5: "})
}
