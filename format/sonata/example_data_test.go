package sonata

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// circuit reads all of an example's nodes and edges.
func circuit(t *testing.T, name string) (*Config, []*Nodes, map[string]*Edges) {
	t.Helper()
	c, err := ReadConfig(filepath.Join(example(t, name), "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	var nodes []*Nodes
	for _, f := range c.Nodes {
		list, err := ReadNodes(f.File, f.Types)
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, list...)
	}
	edges := map[string]*Edges{}
	for _, f := range c.Edges {
		list, err := ReadEdges(f.File, f.Types)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			edges[e.Population] = e
		}
	}
	return c, nodes, edges
}

// count returns how often each value occurs.
func count[T comparable](values []T) map[T]int {
	n := map[T]int{}
	for _, v := range values {
		n[v]++
	}
	return n
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Counts and parameters of the example, as published with it.
func TestIntFireExample(t *testing.T) {
	c, nodes, edges := circuit(t, "300_intfire")
	if c.Run.Tstop != 3000 || c.Run.Dt != 0.1 || c.TargetSimulator != "NEURON" || c.Output.SortOrder != ByTime {
		t.Errorf("run %+v of %s sorted %v", c.Run, c.TargetSimulator, c.Output.SortOrder)
	}
	if filepath.Base(c.Output.SpikesFile) != "spikes.h5" || filepath.Dir(c.Output.SpikesFile) != c.Output.Dir {
		t.Errorf("spikes go to %s", c.Output.SpikesFile)
	}
	for name, want := range map[string]int{"v1_to_v1": 61560, "lgn_to_v1": 17160, "tw_to_v1": 9000} {
		if e := edges[name]; e == nil || e.Len() != want || len(e.SourceID) != want || e.Target != "v1" {
			t.Errorf("edges %s are %+v, want %d", name, e, want)
		}
	}
	v1 := nodes[0]
	if got := count(must[[]string](t)(v1.Texts("ei"))); v1.Population != "v1" || got["e"] != 240 || got["i"] != 60 {
		t.Errorf("%s has %v, want 240 e and 60 i", v1.Population, got)
	}
	nsyns := count(must[[]float64](t)(edges["v1_to_v1"].Numbers("nsyns"))) // from the HDF5 file
	delays := count(must[[]float64](t)(edges["v1_to_v1"].Numbers("delay")))
	weights := count(must[[]float64](t)(edges["v1_to_v1"].Numbers("syn_weight")))
	if nsyns[10] != 61560 || delays[2] != 61560 || len(weights) != 4 {
		t.Errorf("nsyns %v, delays %v, weights %v", nsyns, delays, weights)
	}
	path := must[string](t)(c.Component("point_neuron_models_dir", "IntFire1_exc_1.json"))
	p := must[Params](t)(ReadParams(path))
	if tau, ok, err := p.Number("tau"); tau != 0.024 || !ok || err != nil || p["type"] != "NEURON_IntFire1" {
		t.Errorf("%s: %v", path, p)
	}
}

func TestIntFireSpikes(t *testing.T) {
	dir := example(t, "300_intfire")
	for _, tt := range []struct {
		file, population, sorting string
		spikes, cells             int
	}{
		{"inputs/lgn_spikes.h5", "", "by_gid", 2738, 90},
		{"inputs/tw_spikes.h5", "", "by_gid", 295, 30},
		{"output/spikes.h5", "v1", "by_time", 4322, 273},
	} {
		list, err := ReadSpikes(filepath.Join(dir, tt.file))
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %d populations, %v", tt.file, len(list), err)
		}
		s := list[0]
		if s.Population != tt.population || s.Sorting != tt.sorting || len(s.Times) != tt.spikes || len(count(s.NodeIDs)) != tt.cells {
			t.Errorf("%s: %q %q, %d spikes of %d cells, want %+v", tt.file, s.Population, s.Sorting, len(s.Times), len(count(s.NodeIDs)), tt)
		}
	}
}

func TestPointNeuronExample(t *testing.T) {
	c, nodes, edges := circuit(t, "300_pointneurons")
	models := count(must[[]string](t)(nodes[0].Texts("model_name")))
	for name, want := range map[string]int{"Scnn1a": 80, "Rorb": 80, "Nr5a1": 80, "PV1": 30, "PV2": 30} {
		if models[name] != want {
			t.Errorf("%d cells %s, want %d", models[name], name, want)
		}
	}
	inner := edges["internal_to_internal"]
	types := count(inner.TypeID)
	weights := must[[]float64](t)(inner.Numbers("syn_weight"))
	for i, want := range []struct {
		edges  int
		weight float64
	}{{11428, 2.5}, {7188, 7}, {7171, -7.5}, {1801, -3}} {
		id := uint32(100 + i)
		first := slices.Index(inner.TypeID, id)
		if types[id] != want.edges || weights[first] != want.weight {
			t.Errorf("type %d: %d edges of weight %g, want %+v", id, types[id], weights[first], want)
		}
	}
	outer := edges["external_to_internal"]
	if outer.Len() != 20844 || outer.Source != "external" || outer.Has("delay") {
		t.Errorf("%d edges from %s, delay %t", outer.Len(), outer.Source, outer.Has("delay"))
	}
	spikes := must[[]Spikes](t)(ReadSpikes(c.Inputs[0].File))
	if len(spikes) != 1 || len(spikes[0].Times) != 4334 {
		t.Errorf("input of %d spikes, want 4334", len(spikes[0].Times))
	}
	sel, err := c.NodeSets.Select(c.Reports[0].Cells, nodes)
	if err != nil || len(sel) != 1 || !slices.Equal(sel[0].Index, []int{0, 80, 160, 240, 270}) {
		t.Errorf("recorded cells %+v %v", sel, err)
	}
}

func TestPointNeuronReport(t *testing.T) {
	list, err := ReadReport(filepath.Join(example(t, "300_pointneurons"), "output", "membrane_potential_nest.h5"))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	r := list[0]
	if r.Population != "internal" || r.Variable != "V_m" || r.Units != "mV" || r.Count != 1499 || r.Start != 1 || r.Step != 1 {
		t.Errorf("report %+v", r)
	}
	if !slices.Equal(r.NodeIDs, []uint64{0, 80, 160, 240, 270}) || !slices.Equal(r.Pointers, []uint64{0, 1, 2, 3, 4, 5}) {
		t.Errorf("cells %v, pointers %v", r.NodeIDs, r.Pointers)
	}
	frames, err := r.Frames(0, 2)
	if err != nil || len(frames) != 10 || math.Abs(frames[0] - -70.17620425) > 5e-9 || math.Abs(frames[6] - -69.75639434) > 5e-9 {
		t.Errorf("frames %v %v", frames, err) // values printed to 8 decimals by h5py
	}
}

// The biophysical examples: groups with more attributes, preselected synapses.
func TestBiophysicalExamples(t *testing.T) {
	c, nodes, edges := circuit(t, "9_cells")
	e := edges["excvirt_to_cortex"]
	if e.Len() != 659 || edges["inhvirt_to_cortex"].Len() != 630 {
		t.Errorf("%d and %d edges, want 659 and 630", e.Len(), edges["inhvirt_to_cortex"].Len())
	}
	if ids := must[[]float64](t)(e.Numbers("sec_id")); ids[0] != 83 || ids[2] != 70 {
		t.Errorf("sections %v…, want 83, 6, 70", ids[:3])
	}
	if x, _, z, err := nodes[0].Positions(); err != nil || x[2] != 2 || z[2] != 0 {
		t.Errorf("positions %v %v %v", x, z, err)
	}
	if _, ok := nodes[0].Types.Text(100, "dynamics_params"); ok {
		t.Error("dynamics_params NONE is not missing")
	}
	if len(c.Inputs) != 2 || c.Inputs[0].Name != "exc_spikes" || c.Reports[0].Name != "membrane_potential" {
		t.Errorf("inputs %v, reports %v not in the file's order", c.Inputs, c.Reports)
	}
	c, _, _ = circuit(t, "5_cells_iclamp")
	if amp, ok := c.Inputs[1].Number("amp"); amp != 0.175 || !ok || c.Inputs[1].Module != "IClamp" {
		t.Errorf("second clamp %+v", c.Inputs[1])
	}
}

// A real file cut off anywhere is an error that names it, on one line.
func TestTruncatedExample(t *testing.T) {
	dir := example(t, "300_intfire")
	data, err := os.ReadFile(filepath.Join(dir, "network", "tw_v1_edges.h5"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut.h5")
	for length := 0; length < len(data); length += 1 + length/16 {
		if err := os.WriteFile(path, data[:length], 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := ReadEdges(path, filepath.Join(dir, "network", "tw_v1_edge_types.csv"))
		if err == nil || !strings.HasPrefix(err.Error(), path) || strings.Contains(err.Error(), "\n") {
			t.Fatalf("%d of %d bytes: %v", length, len(data), err)
		}
	}
}
