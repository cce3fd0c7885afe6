package network

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/random"
)

// onSheet scatters cells over 1 mm × 1 mm.
func onSheet(size int, rule Rule) *Projection {
	p := within(size, rule)
	source := random.NewSource(1, 1, 1)
	for range size {
		p.Source.Population.Positions = append(p.Source.Population.Positions, [3]float64{1000 * source.Float64(), 1000 * source.Float64(), 0})
	}
	return p
}

// In bins of distance, pairs connect with the kernel's probability, with the grid
// of cells and with one cell alone.
func TestDistanceKernels(t *testing.T) {
	for _, r := range []Rule{
		{Shape: Gaussian, P: 0.8, Scale: 50},
		{Shape: Exponential, P: 0.5, Scale: 100, Cutoff: 180},
		{Shape: Box, P: 0.7, Scale: 120, NoAutapses: true},
		{Shape: Gaussian, P: 1, Scale: 40, Cutoff: 120, Period: [3]float64{1000, 1000, 0}},
		{Shape: Gaussian, P: 0.3, Scale: 400, Period: [3]float64{1000, 500, 0}},
	} {
		r.Kind = Distance
		const size = 1000
		p := onSheet(size, r)
		var connected [size][size]float64
		for _, x := range pairs(connect(t, p)) {
			connected[x.source][x.target]++
		}
		var got, mean, variance [50]float64 // per 20 µm
		at := p.Source.Population.Positions
		for source := range at {
			for target := range at {
				d2 := r.squared(at[source], at[target])
				want := r.P * r.kernel(d2)
				if source == target && r.NoAutapses || d2 > r.cutoff()*r.cutoff() {
					want = 0
				}
				bin := min(int(math.Sqrt(d2)/20), 49)
				got[bin] += connected[source][target]
				mean[bin] += want
				variance[bin] += want * (1 - want)
			}
		}
		for bin := range got {
			near(t, "number of synapses", got[bin], mean[bin], variance[bin])
		}
	}
}

// The grid never loses a pair: all within the cutoff are found, also from
// targets outside the grid.
func TestGridFindsAll(t *testing.T) {
	for _, period := range [][3]float64{{}, {1000, 1000, 0}, {1000, 250, 0}} {
		p := onSheet(2000, Rule{Kind: Distance, Shape: Box, P: 1, Scale: 90, Period: period})
		cells := &Population{Name: "far", Size: 300}
		source := random.NewSource(2, 2, 2)
		for range cells.Size {
			cells.Positions = append(cells.Positions, [3]float64{3000*source.Float64() - 1000, 3000*source.Float64() - 1000, 50 * source.Float64()})
		}
		p.Target = All(cells)
		want := 0
		for _, a := range p.Source.Population.Positions {
			for _, b := range cells.Positions {
				if p.Rule.squared(a, b) <= 90*90 {
					want++
				}
			}
		}
		if got := connect(t, p).Len(); got != want {
			t.Errorf("period %v: %d pairs within reach, want %d", period, got, want)
		}
	}
}
