package cable

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// section is a passive cylinder, or a row of them, as NEURON describes it.
type section struct {
	parent, at     int
	nseg           int
	length, d0, d1 float64 // µm; diameters of the first and last compartment
	ra, cm, gm, em float64 // Ω·cm, µF/cm², S/cm², mV
}

// golden is the passive cell of reference/traces.py.
var golden = []section{
	{-1, 0, 1, 20, 20, 20, 100, 1, 1e-4, -65},
	{0, FarEnd, 5, 250, 3, 1.5, 150, 1, 5e-5, -70},
	{1, FarEnd, 3, 180, 1.2, 0.8, 150, 2, 5e-5, -70},
	{1, FarEnd, 4, 90, 1, 0.5, 80, 1.5, 2e-4, -60},
	{1, 2, 3, 120, 0.9, 0.9, 150, 1, 5e-5, -70},
	{0, NearEnd, 7, 500, 1, 1, 70, 0.8, 0, -65},
	{0, 0, 2, 60, 2, 1, 120, 1, 3e-5, -55},
	{5, FarEnd, 2, 75, 0.7, 0.7, 70, 0.8, 1e-3, -80},
}

// branch cuts a section into compartments, and returns their leak in µS, too.
// 1 µF/cm² is 10⁻⁵ nF/µm², 1 S/cm² is 10⁻² µS/µm², 1 Ω·cm is 10⁻² MΩ·µm.
func (s section) branch() (Branch, []float64) {
	b := Branch{Parent: s.parent, At: s.at}
	var leak []float64
	length := s.length / float64(s.nseg)
	for k := range s.nseg {
		d := s.d0 + (s.d1-s.d0)*float64(k)/math.Max(float64(s.nseg-1), 1)
		area := math.Pi * d * length
		r := 1e-2 * s.ra * (length / 2) / (math.Pi * d * d / 4)
		b.C = append(b.C, 1e-5*s.cm*area)
		b.Near, b.Far = append(b.Near, r), append(b.Far, r)
		leak = append(leak, 1e-2*s.gm*area)
	}
	return b, leak
}

// passive makes a system of copies of a cell of passive sections. The places that it
// returns are elements of the first one.
func passive(t testing.TB, sections []section, copies int, keep bool) (*System, *Joined) {
	t.Helper()
	branches, leak := make([]Branch, len(sections)), make([][]float64, len(sections))
	for i, s := range sections {
		branches[i], leak[i] = s.branch()
		branches[i].KeepNear, branches[i].KeepFar = keep, keep
	}
	cell, err := Join(branches)
	if err != nil {
		t.Fatal(err)
	}
	trees := make([]*Tree, copies)
	for c := range trees {
		trees[c] = cell.Tree
	}
	s := New(trees)
	for c := range copies {
		for i := range sections {
			for k, place := range cell.Compartment[i] {
				at := s.Index(c, int(place))
				s.Leak[at] = leak[i][k]
				s.Drive[at] = leak[i][k] * sections[i].em
			}
		}
	}
	for _, places := range append(cell.Compartment, cell.Near, cell.Far) {
		for i, place := range places {
			if place >= 0 {
				places[i] = int32(s.Index(0, int(place)))
			}
		}
	}
	return s, cell
}

// places lists compartments and ends in the order of passive.tsv.
func (j *Joined) places() []int32 {
	list := []int32{j.Near[0]}
	for i, compartments := range j.Compartment {
		list = append(append(list, compartments...), j.Far[i])
	}
	return list
}

// Potentials of a passive branched cell are those of NEURON 8.2.2. They differ by
// 6e-11 mV: NEURON takes ∂i/∂v from a difference over 0.001 mV, which has some
// ten digits.
func TestNEURON(t *testing.T) {
	text, err := os.ReadFile("../reference/passive.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		for _, field := range fields[2:] {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			key := fields[0] + " " + fields[1]
			want[key] = append(want[key], v)
		}
	}
	runs := []struct {
		name    string
		method  Method
		current float64
		place   func(j *Joined) int32
	}{
		{"euler", Euler, 0.3, func(j *Joined) int32 { return j.Far[2] }},
		{"second", CrankNicolson, 0.3, func(j *Joined) int32 { return j.Compartment[0][0] }},
		{"clamp", Euler, 0, func(j *Joined) int32 { return j.Compartment[1][2] }},
	}
	compared := 0
	for _, run := range runs {
		s, cell := passive(t, golden, 1, true)
		for i := range s.V {
			s.V[i] = -65
		}
		s.SetStep(0.025, run.method)
		at := int(run.place(cell))
		for step := 1; step <= 400; step++ {
			s.Begin(0, 1)
			s.B[at] += run.current
			if run.name == "clamp" {
				s.Clamp(at, -20, 5)
			}
			s.Solve(0, 1)
			row := want[fmt.Sprint(run.name, " ", step)]
			for i, place := range cell.places()[:min(len(row), len(cell.places()))] {
				if v := s.V[place]; math.Abs(v-row[i]) > 1e-9 {
					t.Errorf("%s, step %d, place %d: %.15g mV, NEURON has %.15g", run.name, step, i, v, row[i])
				}
				compared++
			}
		}
	}
	if want := 3 * 6 * 36; compared != want {
		t.Errorf("compared %d values, want %d", compared, want)
	}
}
