package experiment

import (
	"context"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/format/hdf5"
	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// sticks are two cells of three compartments, the second with an electrode.
func sticks(t *testing.T) *network.Network {
	t.Helper()
	s := morph.Stick(morph.Soma, morph.Vec{}, morph.Vec{1, 0, 0}, 90, 3)
	s.Parent = morph.Root
	m, err := morph.New([]morph.Section{s})
	if err != nil {
		t.Fatal(err)
	}
	hh := mechanism(t, "channel leak \"Leak\"\nsource Lapicque 1907\ncurrent i = 0.001 S/cm2*(v + 65 mV)\n")
	cell := &network.Cell{
		Tree: m.Discretise(m.Same(3)), Capacitance: []float64{1e-5}, Resistivity: []float64{1},
		Insert: []network.Insertion{{Mechanism: hh}}, Start: -65, Detector: network.Detector{Threshold: -20},
	}
	p := &network.Population{Name: "sticks", Size: 2, IDs: []uint64{7, 9}, Shape: &network.Shape{Cells: []*network.Cell{cell}, Celsius: 20}}
	return &network.Network{
		Populations: []*network.Population{p},
		Stimuli: []*network.Stimulus{{Name: "step", Target: network.View{Population: p, Lo: 1, Hi: 2},
			Clamp: &network.Clamp{Pulses: []network.Pulse{{From: 1, To: 100, Level: 10}}}}},
		Probes: []*network.Probe{{Name: "v", Population: p, Variable: "v", Every: 1, Cells: []int32{0, 1, 1}, Sites: []int32{1, 0, 2}}},
	}
}

// Files say which compartment of which cell a column is; the spikes of cells with
// shape are kept as those of points are; NEURON's numerics come with a warning.
func TestCellsWithShape(t *testing.T) {
	if err := hdf5.Available(); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	r, err := Start(context.Background(), Description{Title: "sticks", Network: sticks(t)},
		Options{Out: dir, Step: 0.1, Backend: interp.New(), Numerics: sim.NEURON})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Sim.Close()
	if err := r.Advance(context.Background(), 10); err != nil {
		t.Fatal(err)
	}
	if err := r.Finish(nil); err != nil {
		t.Fatal(err)
	}
	list, err := sonata.ReadReport(filepath.Join(dir, "v.h5"))
	if err != nil {
		t.Fatal(err)
	}
	want := sonata.Layout{
		Population: "sticks", Variable: "v", Units: "mV", NodeIDs: []uint64{7, 9}, Pointers: []uint64{0, 1, 3},
		ElementIDs: []uint64{0, 0, 0}, ElementPos: []float64{0.5, 1. / 6, 5. / 6}, Step: 1,
	}
	if !reflect.DeepEqual(list[0].Layout, want) {
		t.Errorf("layout\n got %+v\nwant %+v", list[0].Layout, want)
	}
	spikes, err := sonata.ReadSpikes(filepath.Join(dir, "spikes.h5"))
	if err != nil || len(spikes) != 1 || len(spikes[0].NodeIDs) != 1 || spikes[0].NodeIDs[0] != 9 {
		t.Errorf("spikes %+v, %v, want one of node 9", spikes, err)
	}
	if text := strings.Join(r.Warnings, "\n"); !strings.Contains(text, "as NEURON does it, of first order, and steps of 0.1 ms are coarse") {
		t.Errorf("no warning of NEURON's numerics among %q", text)
	}
}
