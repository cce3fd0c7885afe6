package circuit

import (
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/network"
)

func population(t *testing.T, c *Circuit, name string) *network.Population {
	t.Helper()
	var names []string
	for _, p := range c.Network.Populations {
		if p.Name == name {
			return p
		}
		names = append(names, p.Name)
	}
	t.Fatalf("no population %q among %q", name, names)
	return nil
}

func TestCellsOfTwoModelsAreTwoPopulations(t *testing.T) {
	c := load(t, writeSmall(t, nil))
	iaf, fire, sources := population(t, c, "cells_iaf_psc_exp"), population(t, c, "cells_intfire1"), population(t, c, "sources")
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"ids of iaf_psc_exp", iaf.IDs, []uint64{10, 12, 13}},
		{"ids of intfire1", fire.IDs, []uint64{11}},
		{"name in files", c.Names[iaf] + c.Names[fire], "cellscells"},
		{"name of the undivided", c.Names[sources], ""},
		{"C_m in nF, 250 pF by default", iaf.Values["C_m"], network.Value{Array: []float64{0.2, 0.25, 0.2}}},
		{"tau_m", iaf.Values["tau_m"], network.Value{Array: []float64{20, 10, 20}}},
		{"V_m starts as NEST's, not at E_L", iaf.Values["V_m"], network.Number(-70)},
		{"tau of seconds", fire.Values["tau"], network.Number(24)},
		{"refrac of seconds", fire.Values["refrac"], network.Number(3)},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

func TestEdges(t *testing.T) {
	c := load(t, writeSmall(t, nil))
	got := map[string]network.Projection{}
	for _, p := range c.Network.Projections {
		got[p.Source.Population.Name+">"+p.Target.Population.Name] = *p
	}
	for _, tt := range []struct {
		name             string
		sources, targets []uint32
		weight, delay    network.Value
	}{
		{"sources>cells_iaf_psc_exp", []uint32{0, 0, 1}, []uint32{0, 1, 2}, network.Value{Array: []float64{0.04, 0.08, 0.04}}, network.Number(1.5)},
		{"sources>cells_intfire1", []uint32{1}, []uint32{0}, network.Number(1.25), network.Number(0.7)},
		{"cells_intfire1>cells_intfire1", []uint32{0}, []uint32{0}, network.Number(-0.5), network.Number(1)},
		{"cells_intfire1>cells_iaf_psc_exp", []uint32{0}, []uint32{1}, network.Number(-0.0005), network.Number(1)},
	} {
		p := got[tt.name]
		if !slices.Equal(p.Rule.Sources, tt.sources) || !slices.Equal(p.Rule.Targets, tt.targets) ||
			!reflect.DeepEqual(p.Weight, tt.weight) || !reflect.DeepEqual(p.Delay, tt.delay) {
			t.Errorf("%s: got %v → %v, weight %v, delay %v; want %+v", tt.name, p.Rule.Sources, p.Rule.Targets, p.Weight, p.Delay, tt)
		}
	}
	if len(got) != 4 || len(c.Network.Projections) != 4 {
		t.Errorf("%d projections, want 4", len(c.Network.Projections))
	}
}

// NEST has no time off its grid and NEURON's IntFire1 no grid: the same file of
// spikes is rounded for the one and not for the other.
func TestInputTimesAreRoundedForCellsOnTheGrid(t *testing.T) {
	exact := population(t, load(t, writeSmall(t, nil)), "sources").Trains
	if want := (&network.Trains{Times: []float64{1.26, 3.04}, Cells: []int32{0, 1}}); !reflect.DeepEqual(exact, want) {
		t.Errorf("for both kinds of cells: %v, want %v", exact, want)
	}
	onGrid := strings.ReplaceAll(small["node_types.csv"], "nrn:IntFire1 fire.json", "nest:iaf_psc_delta NULL")
	rounded := population(t, load(t, writeSmall(t, map[string]string{"node_types.csv": onGrid})), "sources").Trains
	if want := (&network.Trains{Times: []float64{1.3, 3}, Cells: []int32{0, 1}}); !reflect.DeepEqual(rounded, want) {
		t.Errorf("for cells on the grid: %v, want %v", rounded, want)
	}
}

func TestOutput(t *testing.T) {
	path := writeSmall(t, nil)
	c := load(t, path)
	p := c.Network.Probes[0]
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"folder", c.OutputDir, filepath.Join(filepath.Dir(path), "results")},
		{"spikes", c.SpikesFile, "s.h5"},
		{"order", c.SpikesOrder, sonata.ByTime},
		{"reports", c.Reports, []string{"potential.h5"}},
		{"duration and step", []float64{c.Duration, c.Step}, []float64{20, 0.1}},
		{"cells", p.Cells, []int32{0, 1, 2}},
		{"first frame after an interval", []float64{p.From, p.Every, p.To}, []float64{1.5, 0.5, 20}},
		{"title", c.Title, filepath.Base(filepath.Dir(path))},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	for _, want := range []string{"2 have no delay: 1 ms", "1 spikes are ignored", "V_m starts at -70 mV"} {
		if !strings.Contains(strings.Join(c.Warnings, "\n"), want) {
			t.Errorf("no warning that %q among %q", want, c.Warnings)
		}
	}
}

func TestReportOfTwoPopulations(t *testing.T) {
	c := load(t, writeSmall(t, map[string]string{
		"node_types.csv": strings.ReplaceAll(small["node_types.csv"], "nrn:IntFire1 fire.json", "nest:iaf_psc_delta NULL"),
		"config.json":    strings.ReplaceAll(small["config.json"], `"integrators"`, `"cells"`),
	}))
	want := []string{"potential_cells_iaf_psc_exp.h5", "potential_cells_iaf_psc_delta.h5"}
	if !slices.Equal(c.Reports, want) || len(c.Network.Probes) != 2 || c.Network.Probes[0].Name == c.Network.Probes[1].Name {
		t.Errorf("reports %q, want %q, of probes with names of their own", c.Reports, want)
	}
}

// The membrane's answer to a step of current, with no spikes:
// V = E_L + tau_m/C_m·I·(1 − exp(−t/tau_m)). A stimulus that begins at 5 ms acts in
// the step that begins there.
func TestCurrentClamp(t *testing.T) {
	c := load(t, writeSmall(t, map[string]string{"spikes.csv": "timestamps population node_ids\n19 sources 0\n"}))
	r := runFor(t, c, c.Duration)
	const columns, cell = 3, 1 // node 12
	largest := 0.0
	for i, at := range r.times[0] {
		want := -70.0
		if on := min(at, 15) - 5; on > 0 {
			want += 10 / 0.25 * 0.3 * (1 - math.Exp(-on/10)) * math.Exp(-max(at-15, 0)/10)
		}
		largest = max(largest, math.Abs(r.samples[0][i*columns+cell]-want))
	}
	// 200 steps of exact propagators, each rounded at 70 mV.
	if len(r.times[0]) != 37 || !(largest <= 1e-11) {
		t.Errorf("%d frames, want 37; V_m differs from the closed form by %g mV", len(r.times[0]), largest)
	}
}
