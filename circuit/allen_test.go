package circuit

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/format/sonata"
)

// The examples of github.com/AllenInstitute/sonata with biophysical cells. Steps of 0.1 ms
// are far from converged in them: results agree where two programs do the same
// arithmetic in the same order.

// The potential after one step, as published with the example: geometry, areas,
// capacitance, channels and their initial states in one number for each cell. (With points of
// more than BMTK's six digits, as NEURON has them by itself, cell 3 is at −80.244444 mV.)
func TestFirstStep(t *testing.T) {
	c := load(t, data(t, "5_cells_iclamp/config.json"))
	r := runFor(t, c, 2*c.Step) // a frame is recorded when the next step begins
	v := r.samples[probeOf(t, c, "v")]
	for i, want := range []float64{-80.062938850, -80.106744791, -80.214978745, -80.244445794, -80.246084392} {
		if math.Abs(v[i]-want) > 1e-8 {
			t.Errorf("cell %d: %.9f mV after one step, want %.9f", i, v[i], want)
		}
	}
}

// NEURON 8.2.2, until before the first spikes. Some 5,300 steps that shrink each
// other's rounding, of numbers around 100 mV.
func TestEqualsNEURON(t *testing.T) {
	c := load(t, data(t, "5_cells_iclamp/config.json"))
	r := runFor(t, c, 531)
	text, err := os.ReadFile("testdata/neuron_5_cells.txt")
	if err != nil {
		t.Fatal(err)
	}
	v, cai := r.samples[probeOf(t, c, "v")], r.samples[probeOf(t, c, "cai")]
	worst, points := 0.0, 0
	for _, line := range strings.Split(string(text), "\n") {
		var cell int
		var at, wantV, wantCai float64
		if n, _ := fmt.Sscan(line, &cell, &at, &wantV, &wantCai); n < 4 {
			continue
		}
		i := (int(math.Round(at/c.Step))-1)*5 + cell
		worst = max(worst, math.Abs(v[i]-wantV), 1e6*math.Abs(cai[i]-wantCai))
		points++
	}
	t.Logf("%d points: v differs by at most %.2g mV, cai by at most %.2g mM", points, worst, 1e-6*worst)
	if points != 65 || !(worst <= 1e-10) {
		t.Errorf("%d points, want 65; v differs by up to %g mV from NEURON, or cai by %g mM", points, worst, 1e-6*worst)
	}
}

func probeOf(t *testing.T, c *Circuit, variable string) int {
	t.Helper()
	for i, p := range c.Network.Probes {
		if p.Variable == variable {
			return i
		}
	}
	t.Fatalf("no probe of %s", variable)
	return 0
}

// The results that are published with the examples, of BMTK and a NEURON before version
// 8, which had older values of R and F, 8.3134 J/(K·mol) and 96485.309 C/mol, and so a
// reversal potential of calcium that is 0.013 % less. With those two numbers in place of
// today's every spike of both examples, in 3 s and 4 s, is in the published step, and
// potentials differ by 10⁻⁹ mV at most; with today's a spike may be a step or two away.
func TestAllenCircuits(t *testing.T) {
	for _, tt := range []struct {
		name   string
		counts []int   // spikes of each cell
		shift  float64 // ms
		apart  float64 // mV
	}{
		{"5_cells_iclamp", []int{50, 28, 23, 20, 3}, 0.2, 1e-5},
		{"9_cells", []int{13, 11, 15, 3, 14, 8, 0, 7, 7}, 0.1, 1e-5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := load(t, data(t, tt.name+"/config.json"))
			r := runFor(t, c, c.Duration)
			want := reference(t, data(t, tt.name+"/output/spikes.h5"), len(tt.counts))
			got := r.train(c.Network.Populations[0].Name)
			for cell, n := range tt.counts {
				compareSpikes(t, cell, n, got, want, tt.shift)
			}
			for cell, x := range partings(t, c, r, data(t, tt.name+"/output/membrane_potential.h5"), len(tt.counts)) {
				if !(x <= tt.apart) {
					t.Errorf("cell %d: v differs by %g mV before the first spike, want at most %g", cell, x, tt.apart)
				}
			}
		})
	}
}

// compareSpikes compares the spikes of a cell one by one.
func compareSpikes(t *testing.T, cell, n int, got, want analysis.Train, most float64) {
	t.Helper()
	a, b := got.Select([]int32{int32(cell)}).Times, want.Select([]int32{int32(cell)}).Times
	slices.Sort(b)
	if len(a) != n || len(b) != n {
		t.Errorf("cell %d: %d spikes, %d in the file, want %d", cell, len(a), len(b), n)
		return
	}
	shift := 0.0
	for i := range a {
		shift = max(shift, math.Abs(a[i]-b[i]))
	}
	t.Logf("cell %d: %d spikes, apart by at most %.2g ms", cell, n, shift)
	if shift > most+1e-6 {
		t.Errorf("cell %d: spikes are up to %g ms apart, want at most %g", cell, shift, most)
	}
}

// partings is how much each cell's potential differs from that of a file before
// it first rises above −60 mV, from where on a spike multiplies any difference.
func partings(t *testing.T, c *Circuit, r *recording, path string, columns int) []float64 {
	t.Helper()
	list, err := sonata.ReadReport(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := list[0].Frames(0, list[0].Count)
	if err != nil {
		t.Fatal(err)
	}
	got := r.samples[probeOf(t, c, "v")]
	apart := make([]float64, columns)
	for cell := range apart {
		i := cell
		for ; i < len(got) && want[i] < -60; i += columns {
			apart[cell] = max(apart[cell], math.Abs(got[i]-want[i]))
		}
		t.Logf("cell %d: v differs by at most %.2g mV until %g ms", cell, apart[cell], float64(i/columns+1)*c.Step)
	}
	return apart
}
