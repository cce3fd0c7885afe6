package experiment

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/network"
)

// A spool gives back what it was given, whether in memory or on disk.
func TestSpool(t *testing.T) {
	for _, tt := range []struct {
		name  string
		limit int
	}{{"in memory", inMemory}, {"on disk", 2 * chunkSize}} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSpool(t.TempDir(), 3)
			s.limit = tt.limit
			defer s.close()
			var want [3][]float64
			r := rand.New(rand.NewPCG(1, 2))
			for range 200 {
				seq := r.IntN(3)
				batch := make([]float64, r.IntN(700))
				for i := range batch {
					batch[i] = r.Float64()
				}
				want[seq] = append(want[seq], batch...)
				if err := s.add(seq, batch...); err != nil {
					t.Fatal(err)
				}
			}
			for seq := range want {
				got, err := s.read(seq)
				if err != nil || !slices.Equal(got, want[seq]) {
					t.Errorf("sequence %d: %d numbers, error %v; want %d", seq, len(got), err, len(want[seq]))
				}
			}
			if s.held > tt.limit {
				t.Errorf("%d numbers in memory, limit %d", s.held, tt.limit)
			}
		})
	}
}

// Running statistics are those of the whole train.
func TestStatisticsAreThoseOfTheTrain(t *testing.T) {
	const cells, duration = 20, 5000.0
	train := analysis.Train{N: cells, To: duration}
	r := rand.New(rand.NewPCG(3, 4))
	s := newStatistics(cells)
	for at := 0.0; at < duration; at += r.ExpFloat64() * 5 {
		cell := int32(r.IntN(cells))
		train.Times, train.Cells = append(train.Times, at), append(train.Cells, cell)
		s.add([]float64{at}, []int32{cell})
	}
	if got, want := s.meanRate(duration), train.MeanRate(); math.Abs(got-want) > 1e-9*want {
		t.Errorf("rate is %g, want %g", got, want)
	}
	if got, want := s.meanCV(), train.MeanCV(); math.Abs(got-want) > 1e-9*want { // two ways of summing
		t.Errorf("CV is %g, want %g", got, want)
	}
	if s.rate.width != 4 { // 2048 bins of 4 ms hold 5 s, those of 2 ms do not
		t.Errorf("bins are %g ms wide, want 4", s.rate.width)
	}
	got, want := s.rate.signal(cells, 0, duration), train.Rate(s.rate.width)
	if !slices.EqualFunc(got.Values, want.Values, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
		t.Errorf("rates over time differ: %d and %d bins", len(got.Values), len(want.Values))
	}
}

// However many spikes there are, the raster keeps a bounded number: all spikes
// of the first cells, the same share of all populations.
func TestRasterIsBounded(t *testing.T) {
	r := newRaster([]*network.Population{{Size: 80}, {Size: 40}})
	for at := range 5000 {
		for p, n := range []int32{80, 40} {
			var times []float64
			var cells []int32
			for c := range n {
				times, cells = append(times, float64(at)), append(cells, c)
			}
			r.add(p, times, cells)
		}
	}
	if r.spikes > rasterSpikes || r.spikes < rasterSpikes/4 {
		t.Errorf("%d spikes kept, limit %d", r.spikes, rasterSpikes)
	}
	a, b := r.train(0, 0, 5000), r.train(1, 0, 5000)
	if a.N != 2*b.N {
		t.Errorf("%d and %d cells kept of 80 and 40", a.N, b.N)
	}
	if len(a.Times) != 5000*a.N || len(b.Times) != 5000*b.N {
		t.Errorf("%d and %d spikes kept of %d and %d cells that fired 5000 times", len(a.Times), len(b.Times), a.N, b.N)
	}
}

// With one cell left of each population the raster keeps the beginning.
func TestRasterFills(t *testing.T) {
	r := newRaster([]*network.Population{{Size: 1}})
	for at := range rasterSpikes + 1000 {
		r.add(0, []float64{float64(at)}, []int32{0})
	}
	if got := r.train(0, 0, 1e9); got.To > rasterSpikes || len(got.Times) < rasterSpikes {
		t.Errorf("%d spikes kept up to %g ms", len(got.Times), got.To)
	}
}

// Weights are in the unit of the receptor that they end at.
func TestUnitsOfProbes(t *testing.T) {
	net := noisy(t)
	if got := units(&network.Probe{Projection: net.Projections[0], Variable: "weight"}); got != "mV" {
		t.Errorf("weights are in %q, want mV", got)
	}
	if got := units(net.Probes[0]); got != "mV" {
		t.Errorf("%s is in %q, want mV", net.Probes[0].Variable, got)
	}
}
