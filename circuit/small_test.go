package circuit

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// small is the texts of a circuit of four cells of two models and two
// virtual cells. Its HDF5 files are written by writeSmall.
var small = map[string]string{
	"config.json": `{
		"manifest": {"$DIR": "."},
		"run": {"tstop": 20, "dt": 0.1},
		"conditions": {"v_init": -80},
		"node_sets_file": "$DIR/node_sets.json",
		"components": {"point_neuron_models_dir": "$DIR", "synaptic_models_dir": "$DIR"},
		"networks": {
			"nodes": [{"nodes_file": "$DIR/nodes.h5", "node_types_file": "$DIR/node_types.csv"}],
			"edges": [{"edges_file": "$DIR/edges.h5", "edge_types_file": "$DIR/edge_types.csv"}]
		},
		"inputs": {
			"drive": {"input_type": "spikes", "module": "csv", "input_file": "$DIR/spikes.csv", "node_set": "sources"},
			"step": {"input_type": "current_clamp", "module": "IClamp", "amp": 0.3, "delay": 5.0, "duration": 10.0, "node_set": "one"}
		},
		"output": {"output_dir": "$DIR/results", "spikes_file": "s.h5", "spikes_sort_order": "time"},
		"reports": {"potential": {"cells": "integrators", "variable_name": "V_m", "module": "multimeter_report", "start_time": 1.0, "dt": 0.5}}
	}`,
	"node_sets.json": `{"sources": {"population": "sources"}, "one": {"population": "cells", "node_id": [12]},
		"integrators": {"population": "cells", "node_type_id": [1, 3]}}`,
	"node_types.csv": "node_type_id population model_type model_template dynamics_params\n" +
		"1 cells point_neuron nest:iaf_psc_exp slow.json\n" +
		"2 cells point_process nrn:IntFire1 fire.json\n" +
		"3 cells point_neuron nest:iaf_psc_exp NULL\n" +
		"9 sources virtual NULL NULL\n",
	"edge_types.csv": "edge_type_id syn_weight delay dynamics_params\n" +
		"1 40 1.5 NULL\n" +
		"2 0.5 NULL inhibitory.json\n",
	"slow.json":       `{"type": "NEST", "tau_m": 20.0, "C_m": 200.0, "E_L": -65.0}`,
	"fire.json":       `{"tau": 0.024, "refrac": 0.003}`,
	"inhibitory.json": `{"level_of_detail": "instantaneous", "sign": -1}`,
	"spikes.csv":      "timestamps population node_ids\n3.04 sources 1\n1.26 sources 0\n7.0 sources 5\n",
}

// writeSmall writes the circuit with some of its texts replaced and returns the
// path of its configuration.
func writeSmall(t *testing.T, replaced map[string]string) string {
	t.Helper()
	if err := hdf5.Available(); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	texts := maps.Clone(small)
	maps.Copy(texts, replaced)
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(dir, "nodes.h5"), map[string][]float64{
		"/nodes/cells/node_id":        {10, 11, 12, 13},
		"/nodes/cells/node_type_id":   {1, 2, 3, 1},
		"/nodes/sources/node_id":      {0, 1},
		"/nodes/sources/node_type_id": {9, 9},
	}, nil)
	// Edges of the CSV's type 1 from both sources onto all cells, of which the file
	// overrides the second one's weight and delay; type 2 from cell 11 onto itself and 12.
	writeFile(t, filepath.Join(dir, "edges.h5"), map[string][]float64{
		"/edges/wires/source_node_id":   {0, 1, 0, 1},
		"/edges/wires/target_node_id":   {10, 11, 12, 13},
		"/edges/wires/edge_type_id":     {1, 1, 1, 1},
		"/edges/wires/edge_group_id":    {0, 1, 0, 0},
		"/edges/wires/edge_group_index": {0, 0, 1, 2},
		"/edges/wires/0/nsyns":          {1, 2, 1},
		"/edges/wires/1/syn_weight":     {1.25},
		"/edges/wires/1/delay":          {0.7},
		"/edges/loops/source_node_id":   {11, 11},
		"/edges/loops/target_node_id":   {11, 12},
		"/edges/loops/edge_type_id":     {2, 2},
	}, map[string]string{
		"/edges/wires/source_node_id": "sources", "/edges/wires/target_node_id": "cells",
		"/edges/loops/source_node_id": "cells", "/edges/loops/target_node_id": "cells",
	})
	return filepath.Join(dir, "config.json")
}

// writeFile writes datasets and their node_population attributes, unless the
// test has put a file of its own there.
func writeFile(t *testing.T, path string, datasets map[string][]float64, populations map[string]string) {
	t.Helper()
	if _, err := os.Stat(path); err == nil {
		return
	}
	f, err := hdf5.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range datasets {
		if err := hdf5.Write(f, name, data); err != nil {
			t.Fatal(err)
		}
	}
	for name, population := range populations {
		if err := f.SetAttr(name, "node_population", population); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
