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
