package circuit

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// clamped is the mixed circuit with a voltage clamp as BMTK's.
func clamped(amps, durations, rs string) map[string]string {
	texts := mixed()
	texts["config.json"] = strings.Replace(texts["config.json"], `"inputs": {`,
		`"inputs": {"hold": {"input_type": "voltage_clamp", "module": "SEClamp", "node_set": {"population": "cells", "node_id": 11},
			"amps": `+amps+`, "durations": `+durations+`, "rs": `+rs+`}, `, 1)
	return texts
}

func TestVoltageClamp(t *testing.T) {
	want := &network.Clamp{Resistance: 0.01, Pulses: []network.Pulse{{From: 0, To: 5, Level: -70}, {From: 5, To: 15, Level: -20}}}
	for _, tt := range [][3]string{{"[-70, -20]", "[5, 10]", "0.01"}, {"[[-70, -20]]", "[[5, 10]]", "[0.01]"}} {
		c := load(t, writeSmall(t, clamped(tt[0], tt[1], tt[2])))
		var got *network.Stimulus
		for _, s := range c.Network.Stimuli {
			if strings.HasPrefix(s.Name, "hold") {
				got = s
			}
		}
		if got == nil || !reflect.DeepEqual(got.Clamp, want) || !reflect.DeepEqual(got.Sites, []int32{0}) || got.Target.Population.Name != "cells_biophysical" {
			t.Errorf("%v: got %+v", tt, got)
		}
	}
	for _, tt := range []struct{ amps, durations, want string }{
		{"[-70, -20]", "[5]", "input hold: amps has 2 levels, but durations has 1"},
		{`"high"`, "[5]", "input hold: amps is missing, or not a list of numbers"},
		{"[[-70], [-60]]", "[[5], [5]]", "input hold: amps, durations and rs are for 2 cells, but the node set has 1: give them once, or for each"},
	} {
		_, err := Load(writeSmall(t, clamped(tt.amps, tt.durations, "1")))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v %v: %v, want %s", tt.amps, tt.durations, err, tt.want)
		}
	}
}

// Cells are turned by quaternions or by angles, those without by none.
func TestRotations(t *testing.T) {
	for _, tt := range []struct {
		columns, values string
		want            morph.Vec
	}{
		{"rotation_angle_zaxis", "1.5707963267948966", morph.Vec{0, 1, 0}},
		{"orientation_w orientation_x orientation_y orientation_z", "0 0 1 0", morph.Vec{-1, 0, 0}},
	} {
		texts := mixed()
		lines := strings.Split(strings.TrimSpace(texts["node_types.csv"]), "\n")
		for i := range lines {
			switch {
			case i == 0:
				lines[i] += " " + tt.columns
			case strings.HasPrefix(lines[i], "2 "):
				lines[i] += " " + tt.values
			default:
				lines[i] += strings.Repeat(" NULL", strings.Count(tt.columns, " ")+1)
			}
		}
		texts["node_types.csv"] = strings.Join(lines, "\n") + "\n"
		p := population(t, load(t, writeSmall(t, texts)), "cells_biophysical")
		if len(p.Shape.Rotations) != 1 {
			t.Fatalf("%s: %d rotations", tt.columns, len(p.Shape.Rotations))
		}
		got := p.Shape.Rotations[0].Of(morph.Vec{1, 0, 0})
		if d := math.Hypot(math.Hypot(got[0]-tt.want[0], got[1]-tt.want[1]), got[2]-tt.want[2]); d > 1e-15 {
			t.Errorf("%s: the x axis becomes %v, want %v", tt.columns, got, tt.want)
		}
	}
	if p := population(t, load(t, writeSmall(t, mixed())), "cells_biophysical"); p.Shape.Rotations != nil {
		t.Errorf("rotations where the nodes have none: %v", p.Shape.Rotations)
	}
}

// The electrodes of module xstim: meshes are turned and centred, and share the current.
func TestExtracellularStimulation(t *testing.T) {
	texts := mixed()
	texts["config.json"] = strings.Replace(texts["config.json"], `"inputs": {`,
		`"inputs": {"around": {"input_type": "lfp", "module": "xstim", "node_set": {"population": "cells"}, "positions_file": "$DIR/sites.csv",
			"resistance": 200, "waveform": {"shape": "sin", "del": 5, "dur": 10, "amp": 0.1, "freq": 8}}, `, 1)
	texts["sites.csv"] = "ip electrode_mesh_file pos_x pos_y pos_z rotation_x rotation_y rotation_z\n0 mesh.csv 100 0 50 0 0 1.5707963267948966\n"
	texts["mesh.csv"] = "x_pos y_pos z_pos\n0 0 0\n4 0 0\n"
	c := load(t, writeSmall(t, texts))
	var s *network.Stimulus
	for _, x := range c.Network.Stimuli {
		if x.Field != nil {
			s = x
		}
	}
	if s == nil || s.Name != "around cells_biophysical" || s.Model.Name != "sine_current" || s.Field.Conductivity != 0.5 || len(s.Field.Sources) != 2 {
		t.Fatalf("got %+v", s)
	}
	for i, y := range []float64{-2, 2} {
		source := s.Field.Sources[i]
		if want := (morph.Vec{100, y, 50}); math.Hypot(source.Position[0]-want[0], source.Position[1]-want[1]) > 1e-12 || source.Current != 5e5 {
			t.Errorf("source %d: %+v, want half of 10⁶ nA at %v", i, source, want)
		}
	}
	want := map[string]network.Value{}
	for name, x := range map[string]float64{"amplitude": 0.1, "start": 5, "stop": 15, "frequency": 0.008, "phase": math.Pi, "offset": 0} {
		want[name] = network.Number(x)
	}
	if !reflect.DeepEqual(s.Values, want) {
		t.Errorf("values %v, want %v", s.Values, want)
	}
	runFor(t, c, c.Duration)

	texts["wave.csv"] = "time\tamplitude\n0\t0\n10\t1\n20\t-1\n"
	texts["config.json"] = strings.Replace(texts["config.json"], `{"shape": "sin", "del": 5, "dur": 10, "amp": 0.1, "freq": 8}`, `"$DIR/wave.csv"`, 1)
	c = load(t, writeSmall(t, texts))
	for _, x := range c.Network.Stimuli {
		if x.Field == nil {
			continue
		}
		if got := x.Values["amplitude"].Course.At(15); math.Abs(got-(-0.01)) > 1e-12 { // in the middle of the step after 15 ms: 0 − 0.05/5
			t.Errorf("at 15 ms the table gives %g, want -0.01", got)
		}
	}
	texts["wave.csv"] = "time amplitude\n0 much\n"
	if _, err := Load(writeSmall(t, texts)); err == nil || !strings.Contains(err.Error(), `wave.csv:2: amplitude is "much", want a number`) {
		t.Errorf("a bad table: %v", err)
	}
}

// Gap junctions pass current both ways, and have a place at each end.
func TestGapJunctions(t *testing.T) {
	texts := mixed()
	texts["node_types.csv"] = strings.Replace(texts["node_types.csv"], "3 cells point_neuron nest:iaf_psc_exp NULL NULL NULL", "3 cells biophysical ctdb:Biophys1.hoc fit.json ball aibs_perisomatic", 1)
	texts["edge_types.csv"] = "edge_type_id syn_weight delay dynamics_params model_template target_sections distance_range is_gap_junction efferent_section_id efferent_section_pos\n" +
		"1 40 1.5 fast.json NULL \"['basal']\" \"[60, 130]\" NULL NULL NULL\n" +
		"2 0.002 NULL NULL NULL \"['soma']\" NULL True 1 0.99\n"
	texts["config.json"] = strings.Replace(texts["config.json"], `"cells": "integrators", `, `"cells": {"population": "cells", "node_id": [10, 13]}, `, 1)
	c := load(t, writeSmall(t, texts))
	var q *network.Projection
	for _, p := range c.Network.Projections {
		if p.Synapse != nil && p.Synapse.Name == "gap_junction" {
			q = p
		}
	}
	if q == nil {
		t.Fatal("no gap junctions")
	}
	// From 11 to itself and to 12, which are cells 0 and 1: at 12's soma, and at the end of the dendrite, compartment 11, of 11.
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"sources", q.Rule.Sources, []uint32{0, 0, 0, 1}},
		{"targets", q.Rule.Targets, []uint32{0, 0, 1, 0}},
		{"sites", q.Sites, []int32{0, 11, 0, 11}},
		{"sites of sources", q.SourceSites, []int32{11, 0, 11, 0}},
		{"weight", q.Weight, network.Number(0.002)},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	runFor(t, c, c.Duration)
}
