package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// copies returns n cells that copy each spike of one Poisson process with the
// given probability, which is then the correlation of their counts.
func copies(n int, share, rate, ms float64, seed uint64) Train {
	mother := gamma(1, rate/share, ms, 1, seed)
	r := rand.New(rand.NewPCG(seed, 1))
	t := Train{N: n, To: ms}
	for _, time := range mother.Times {
		for c := range n {
			if r.Float64() < share {
				t.Times = append(t.Times, time)
				t.Cells = append(t.Cells, int32(c))
			}
		}
	}
	return t
}

// With 20,000 bins a coefficient has a standard error of 0.007; the pairs share
// their bins, so that averaging them helps little.
func TestCorrelationOfCopies(t *testing.T) {
	for _, share := range []float64{0.1, 0.5, 0.9} {
		train := copies(12, share, 20, 100000, 4)
		near(t, "MeanCorrelation(5)", train.MeanCorrelation(5), share, 4*0.007)
	}
	independent := gamma(40, 20, 100000, 1, 5)
	near(t, "MeanCorrelation(5), independent", independent.MeanCorrelation(5), 0, 4*0.007/math.Sqrt(780))
}

func TestMeanCorrelationIsTheMeanOfCorrelations(t *testing.T) {
	train := copies(15, 0.3, 20, 5000, 6)
	train.N++ // a silent cell has no correlation
	pairs := train.Correlations(5, 100)
	if len(pairs) != 15*14/2 {
		t.Fatalf("%d pairs, want %d", len(pairs), 15*14/2)
	}
	near(t, "MeanCorrelation(5)", train.MeanCorrelation(5), Mean(pairs), 1e-12)
	if n := len(train.Correlations(5, 6)); n != 15 {
		t.Errorf("6 cells have %d pairs, want 15", n)
	}
	if got := train.Correlations(5, 1); len(got) != 0 {
		t.Errorf("one cell has the correlations %v, want none", got)
	}
}

// The Fano factor of Poisson counts is 1; of a renewal process with long windows
// CV². The standard error of a variance over 1000 windows is 4.5 %.
func TestFano(t *testing.T) {
	near(t, "Poisson", gamma(50, 20, 200000, 1, 8).FanoFactor(200), 1, 4*0.045/math.Sqrt(50))
	near(t, "gamma 4", gamma(50, 100, 200000, 4, 8).FanoFactor(200), 0.25, 0.02) // the window adds 1/6·(1−1/k²)/20 = 0.008
	near(t, "clock", clock(2, 10, 1000).FanoFactor(100), 0, 1e-12)
	near(t, "Fano(1, 3)", Fano([]float64{1, 3}), 0.5, 1e-15)
	near(t, "Fano of nothing", Fano(nil), math.NaN(), 0)
}

func TestCoherence(t *testing.T) {
	near(t, "together", clock(5, 25, 1000).Coherence(2.5), 1, 1e-12)
	apart := clock(1, 25, 1000)
	for k := range 40 {
		apart.Times = append(apart.Times, float64(k)*25+12)
		apart.Cells = append(apart.Cells, 1)
	}
	apart.N = 2
	near(t, "in antiphase", apart.Coherence(2.5), 0, 1e-12)

	// Independent cells meet by chance: with p = 1 − exp(−rate·bin) the chance
	// that a bin holds a spike, κ is p. 600 pairs over 20,000 bins.
	independent := gamma(35, 40, 50000, 1, 10)
	bin := independent.CoherenceBin()
	near(t, "CoherenceBin()", bin, 2.5, 0.05)
	near(t, "by chance", independent.Coherence(bin), 1-math.Exp(-0.1), 0.003)
}

// The short cut over all pairs must be the mean of Wang & Buzsáki's κ of each.
func TestCoherenceIsTheMeanOverPairs(t *testing.T) {
	train := copies(8, 0.4, 30, 2000, 11)
	var rows [][]float64
	train.eachCounts(3, func(counts []float64) { rows = append(rows, slices.Clone(counts)) })
	var pairs []float64
	for j := range rows {
		for i := range j {
			both, x, y := 0.0, 0.0, 0.0
			for l := range rows[i] {
				a, b := min(rows[i][l], 1), min(rows[j][l], 1)
				both, x, y = both+a*b, x+a, y+b
			}
			pairs = append(pairs, both/math.Sqrt(x*y))
		}
	}
	near(t, "Coherence(3)", train.Coherence(3), Mean(pairs), 1e-12)
}

func TestSynchrony(t *testing.T) {
	wave := func(phase float64) []float64 {
		v := make([]float64, 1000)
		for i := range v {
			v[i] = math.Sin(2*math.Pi*float64(i)/100 + phase)
		}
		return v
	}
	near(t, "identical", Synchrony([][]float64{wave(0), wave(0), wave(0)}), 1, 1e-12)
	near(t, "splay state", Synchrony([][]float64{wave(0), wave(2 * math.Pi / 3), wave(4 * math.Pi / 3)}), 0, 1e-12)
	near(t, "quadrature", Synchrony([][]float64{wave(0), wave(math.Pi / 2)}), 0.5, 1e-12)
	near(t, "nothing", Synchrony(nil), math.NaN(), 0)
}
