package random

import (
	"fmt"
	"math"
	"testing"
)

// Each statistic is allowed 4.5 of its own standard deviations: fixed seeds make the
// outcome the same always, and a right generator fails one test in 10⁵ at the choice of seed.
const deviations = 4.5

const samples = 200_000

// draw makes the samples of one distribution by naming a new entity for each.
func draw(f func(entity uint64) float64) []float64 {
	out := make([]float64, samples)
	for i := range out {
		out[i] = f(uint64(i))
	}
	return out
}

// checkMoments compares mean and variance; excess is the distribution's excess kurtosis.
func checkMoments(t *testing.T, x []float64, mean, variance, excess float64) {
	t.Helper()
	n := float64(len(x))
	sum, squares := 0.0, 0.0
	for _, v := range x {
		sum += v
		squares += (v - mean) * (v - mean)
	}
	if d := (sum/n - mean) / math.Sqrt(variance/n); !(math.Abs(d) < deviations) {
		t.Errorf("mean = %g, want %g: %.1f standard deviations off", sum/n, mean, d)
	}
	if d := (squares/n - variance) / (variance * math.Sqrt((excess+2)/n)); !(math.Abs(d) < deviations) {
		t.Errorf("variance = %g, want %g: %.1f standard deviations off", squares/n, variance, d)
	}
}

// checkChi compares counts with expectations; bins that expect less than 10 are
// joined with their neighbours. Large χ² is nearly normal (mean ν, variance 2ν).
func checkChi(t *testing.T, got []int, want []float64) {
	t.Helper()
	chi, bins, g, w := 0.0, -1, 0.0, 0.0
	for i := range want {
		g += float64(got[i])
		w += want[i]
		if w >= 10 {
			chi += (g - w) * (g - w) / w
			bins++
			g, w = 0, 0
		}
	}
	if d := (chi - float64(bins)) / math.Sqrt(2*float64(bins)); !(math.Abs(d) < deviations) {
		t.Errorf("χ² = %.1f with %d degrees of freedom: %.1f standard deviations off", chi, bins, d)
	}
}

// uniformBins counts numbers of (0, 1) in n equal bins.
func uniformBins(x []float64, n int) (got []int, want []float64) {
	got, want = make([]int, n), make([]float64, n)
	for _, v := range x {
		got[int(v*float64(n))]++
	}
	for i := range want {
		want[i] = float64(len(x)) / float64(n)
	}
	return got, want
}

func TestUniform(t *testing.T) {
	s := NewSource(9, 1, 2)
	for name, f := range map[string]func(uint64) float64{
		"by entity": func(i uint64) float64 { return Uniform(1, i, 7, 3) },
		"by step":   func(i uint64) float64 { return Uniform(1, 7, i, 3) },
		"by stream": func(i uint64) float64 { return Uniform(1, 7, 3, uint32(i)) },
		"by seed":   func(i uint64) float64 { return Uniform(i, 7, 3, 1) },
		"single":    func(i uint64) float64 { return float64(Uniform32(1, i, 7, 3)) },
		"sequence":  func(uint64) float64 { return s.Float64() },
	} {
		t.Run(name, func(t *testing.T) {
			x := draw(f)
			checkMoments(t, x, 0.5, 1.0/12, -1.2)
			got, want := uniformBins(x, 1000)
			checkChi(t, got, want)
		})
	}
}

// Neighbours in every name are uncorrelated, and so are the entities that share a block: pairs fill a
// grid evenly.
func TestIndependence(t *testing.T) {
	at := func(entity, step uint64, stream uint32) float64 { return Uniform(5, entity, step, stream) }
	half := func(i uint64) uint64 { return i + i&^7 } // the entities with bit 3 clear
	for name, pair := range map[string]func(i uint64) (x, y float64){
		"entity":  func(i uint64) (x, y float64) { return at(i, 9, 4), at(i+1, 9, 4) },
		"partner": func(i uint64) (x, y float64) { return at(half(i), 9, 4), at(half(i)+Partner, 9, 4) },
		"step":    func(i uint64) (x, y float64) { return at(i, 9, 4), at(i, 10, 4) },
		"stream":  func(i uint64) (x, y float64) { return at(i, 9, 4), at(i, 9, 5) },
	} {
		t.Run(name, func(t *testing.T) {
			const side = 30
			got, want := make([]int, side*side), make([]float64, side*side)
			product := 0.0
			for i := range uint64(samples) {
				x, y := pair(i)
				got[int(x*side)*side+int(y*side)]++
				product += (x - 0.5) * (y - 0.5)
			}
			for i := range want {
				want[i] = float64(samples) / side / side
			}
			checkChi(t, got, want)
			if r := 12 * product / samples; !(math.Abs(r) < deviations/math.Sqrt(samples)) {
				t.Errorf("correlation %g, want 0", r)
			}
		})
	}
}

// Counts by search and counts by rejection are uncorrelated where entities that would share a block
// draw them.
func TestPoissonPartners(t *testing.T) {
	const few, many = 2.0, 100.0
	product := 0.0
	for i := range uint64(samples) {
		x := Poisson(7, 16*i, 1, 2, many)
		y := Poisson(7, 16*i+Partner, 1, 2, few)
		product += (x - many) * (y - few)
	}
	if r := product / samples / math.Sqrt(few*many); !(math.Abs(r) < deviations/math.Sqrt(samples)) {
		t.Errorf("correlation %g, want 0", r)
	}
}

func TestUnitIsOpen(t *testing.T) {
	if least, most := unit(0), unit(math.MaxUint64); least != 0x1p-53 || most != 1-0x1p-53 {
		t.Errorf("unit spans %g to 1−%g, want 2⁻⁵³ to 1−2⁻⁵³", least, 1-most)
	}
}

func TestNormal(t *testing.T) {
	s := NewSource(3, 2, 1)
	for name, f := range map[string]func(uint64) float64{
		"function": func(i uint64) float64 { return Normal(2, i, 5, 0) },
		"sequence": func(uint64) float64 { return s.Norm() },
	} {
		t.Run(name, func(t *testing.T) {
			x := draw(f)
			checkMoments(t, x, 0, 1, 0)
			for i, v := range x {
				x[i] = 0.5 * math.Erfc(-v/math.Sqrt2)
			}
			got, want := uniformBins(x, 500)
			checkChi(t, got, want)
		})
	}
}

func TestExponential(t *testing.T) {
	x := draw(func(i uint64) float64 { return Exponential(2, i, 5, 0) })
	checkMoments(t, x, 1, 1, 6)
	for i, v := range x {
		x[i] = -math.Expm1(-v)
	}
	got, want := uniformBins(x, 500)
	checkChi(t, got, want)
}

// checkCounts compares whole numbers with their probabilities.
func checkCounts(t *testing.T, x []float64, probability func(k float64) float64) {
	t.Helper()
	most := 0.0
	for _, v := range x {
		if v < 0 || v != math.Floor(v) {
			t.Fatalf("%g is not a count", v)
		}
		most = math.Max(most, v)
	}
	got, want := make([]int, int(most)+1), make([]float64, int(most)+1)
	for _, v := range x {
		got[int(v)]++
	}
	for k := range want {
		want[k] = probability(float64(k)) * float64(len(x))
	}
	checkChi(t, got, want)
}

func TestPoisson(t *testing.T) {
	for _, mean := range []float64{0.01, 0.5, 1.6, 9.9, 15.99, 16.01, 30, 100, 2500} {
		s := NewSource(4, 4, 4)
		for name, f := range map[string]func(uint64) float64{
			"function": func(i uint64) float64 { return Poisson(7, i, 1, 2, mean) },
			"sequence": func(uint64) float64 { return s.Poisson(mean) },
		} {
			t.Run(fmt.Sprint(name, " ", mean), func(t *testing.T) {
				x := draw(f)
				checkMoments(t, x, mean, mean, 1/mean)
				checkCounts(t, x, func(k float64) float64 { return math.Exp(k*math.Log(mean) - mean - logFactorial(k)) })
			})
		}
	}
}

func TestPoissonLarge(t *testing.T) {
	const mean = 1e12
	checkMoments(t, draw(func(i uint64) float64 { return Poisson(7, i, 1, 2, mean) }), mean, mean, 0)
}

func TestPoissonDomain(t *testing.T) {
	for _, tt := range []struct{ mean, want float64 }{
		{0, 0}, {math.Copysign(0, -1), 0}, {-1e-9, math.NaN()}, {math.Inf(-1), math.NaN()}, {math.NaN(), math.NaN()}, {math.Inf(1), math.Inf(1)},
	} {
		if got := Poisson(1, 2, 3, 4, tt.mean); got != tt.want && !(got != got && tt.want != tt.want) {
			t.Errorf("Poisson(%g) = %g, want %g", tt.mean, got, tt.want)
		}
	}
}

// The table is the search, count for count, to the far tail.
func TestPoissonTable(t *testing.T) {
	var table PoissonTable
	for _, mean := range []float64{0, 1e-9, 0.3, 2, 7.5, 16} {
		table.Set(mean)
		u := []float64{0x1p-53, 0.5, 1 - 0x1p-53, 1 - 0x1p-50, 1 - 1e-10}
		for i := range uint64(2000) {
			u = append(u, Uniform(1, i, 0, 0))
		}
		for _, u := range u {
			if got, want := table.Count(u), poissonSearch(mean, u); got != want {
				t.Errorf("mean %g: the table says %g at %g, the search %g", mean, got, u, want)
			}
		}
	}
}

// The layout for vector code leads to the same counts.
func TestPoissonSearch(t *testing.T) {
	var table PoissonTable
	for _, mean := range []float64{0, 1e-9, 0.3, 2, 7.5, 16} {
		table.Set(mean)
		layout := table.Search(nil)
		entries := layout[SearchEntries:]
		for i := range uint64(2000) {
			u := Uniform(1, i, 0, 0)
			n := 0
			if u > entries[3] {
				n += 4
			}
			if u > layout[n] {
				n += 2
			}
			if u > layout[SearchLast+n] {
				n++
			}
			for n >= 7 && u > entries[n] {
				n++
			}
			if want := table.Count(u); float64(n) != want {
				t.Errorf("mean %g: the search says %d at %g, the table %g", mean, n, u, want)
			}
		}
	}
}

func TestBinomial(t *testing.T) {
	for _, tt := range []struct {
		n int
		p float64
	}{{1, 0.3}, {10, 0.5}, {100, 0.05}, {100, 0.97}, {40, 0.4}, {1000, 0.1}, {1000, 0.75}, {100000, 0.01}} {
		t.Run(fmt.Sprintf("%d trials of %g", tt.n, tt.p), func(t *testing.T) {
			x := draw(func(i uint64) float64 { return Binomial(7, i, 1, 2, tt.n, tt.p) })
			n, variance := float64(tt.n), float64(tt.n)*tt.p*(1-tt.p)
			checkMoments(t, x, n*tt.p, variance, (1-6*tt.p*(1-tt.p))/variance)
			checkCounts(t, x, func(k float64) float64 {
				return math.Exp(logFactorial(n) - logFactorial(k) - logFactorial(n-k) + k*math.Log(tt.p) + (n-k)*math.Log1p(-tt.p))
			})
		})
	}
}

func TestBinomialDomain(t *testing.T) {
	for _, tt := range []struct {
		n       int
		p, want float64
	}{{0, 0.5, 0}, {7, 0, 0}, {7, 1, 7}, {-1, 0.5, math.NaN()}, {7, 1.1, math.NaN()}, {7, math.NaN(), math.NaN()}} {
		if got := Binomial(1, 2, 3, 4, tt.n, tt.p); got != tt.want && !(got != got && tt.want != tt.want) {
			t.Errorf("Binomial(%d, %g) = %g, want %g", tt.n, tt.p, got, tt.want)
		}
	}
}
