package network

import (
	"math"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/random"
)

// cumulative probabilities of the distributions under test.
var distributions = []struct {
	d   Distribution
	cdf func(x float64) float64
}{
	{Distribution{Kind: UniformDist, A: -2, B: 5}, func(x float64) float64 { return (x + 2) / 7 }},
	{Distribution{Kind: NormalDist, A: 3, B: 2}, func(x float64) float64 { return phi((x - 3) / 2) }},
	{Distribution{Kind: LogNormalDist, A: -0.7, B: 0.9}, func(x float64) float64 { return phi((math.Log(x) + 0.7) / 0.9) }},
	{Distribution{Kind: ExponentialDist, A: 4}, func(x float64) float64 { return 1 - math.Exp(-x/4) }},
	// shape 2: 1 − (1+x)e⁻ˣ; shape ½: erf √x
	{Distribution{Kind: GammaDist, A: 2, B: 3}, func(x float64) float64 { return 1 - (1+x/3)*math.Exp(-x/3) }},
	{Distribution{Kind: GammaDist, A: 0.5, B: 3}, func(x float64) float64 { return math.Erf(math.Sqrt(x / 3)) }},
	{Distribution{Kind: NormalDist, B: 1, Bounded: true, Min: 0, Max: 1}, func(x float64) float64 { return (phi(x) - 0.5) / (phi(1) - 0.5) }},
}

func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// Kolmogorov-Smirnov: √n·D exceeds 2.3 with a chance of 2·exp(−2·2.3²) = 5·10⁻⁵.
func TestDistributions(t *testing.T) {
	const n = 100_000
	for _, tt := range distributions {
		x := make([]float64, n)
		source := random.NewSource(7, 7, 7)
		for i := range x {
			var err error
			if x[i], err = tt.d.Next(&source); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(x)
		worst := 0.0
		for i := range x {
			f := tt.cdf(x[i])
			worst = max(worst, f-float64(i)/n, float64(i+1)/n-f)
		}
		if worst*math.Sqrt(n) > 2.3 {
			t.Errorf("%v: the distribution function is off by %g, want at most %g", &tt.d, worst, 2.3/math.Sqrt(n))
		}
	}
}

// The ziggurat's tail begins at 3.44; beyond it, numbers are as many and as far
// out as normal ones.
func TestNormalTail(t *testing.T) {
	const n = 1_000_000
	source := random.NewSource(8, 8, 8)
	above, below, far := 0.0, 0.0, 0.0
	for range n {
		switch x := normal(&source); {
		case x > zigguratTail:
			above++
			if x > 4 {
				far++
			}
		case x < -zigguratTail:
			below++
		}
	}
	mean := n * phi(-zigguratTail)
	near(t, "numbers above the tail's edge", above, mean, mean)
	near(t, "numbers below minus that", below, mean, mean)
	near(t, "numbers above 4", far, n*phi(-4), n*phi(-4))
}

// Mean n·m/N and variance n·m/N·(1−m/N)·(N−n)/(N−1), and every value in bounds.
func TestHypergeometric(t *testing.T) {
	for _, tt := range []struct{ n, marked, all int }{
		{10, 5, 20}, {1, 1, 2}, {50_000, 3000, 9_000_000}, {19, 19, 20}, {900, 500, 1000}, {3, 1000, 1_000_000},
	} {
		const draws = 20_000
		source := random.NewSource(9, uint64(tt.n), 9)
		p := float64(tt.marked) / float64(tt.all)
		mean := float64(tt.n) * p
		variance := mean * (1 - p) * float64(tt.all-tt.n) / float64(tt.all-1)
		sum, squares := 0.0, 0.0
		for range draws {
			k := hypergeometric(&source, tt.n, tt.marked, tt.all)
			if k < max(0, tt.n+tt.marked-tt.all) || k > min(tt.n, tt.marked) {
				t.Fatalf("%+v: %d is not possible", tt, k)
			}
			sum += float64(k)
			squares += (float64(k) - mean) * (float64(k) - mean)
		}
		near(t, "mean", sum/draws, mean, variance/draws)
		// the fourth moment is at most variance + 3·variance² here
		near(t, "variance", squares/draws, variance, (variance+2*variance*variance)/draws)
	}
}

func TestFill(t *testing.T) {
	dst := make([]float64, 3)
	course := &Course{From: -5, Every: 2, Values: []float64{1, 2, 3, 4}}
	for _, tt := range []struct {
		name string
		v    Value
		want []float64
	}{
		{"number", Number(2), []float64{2, 2, 2}},
		{"array", Value{Array: []float64{1, 2, 3}}, []float64{1, 2, 3}},
		{"course", Value{Course: course}, []float64{3, 3, 3}},
	} {
		if err := tt.v.Fill(dst, 1, 2, 3); err != nil || !slices.Equal(dst, tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, dst, err, tt.want)
		}
	}
	if err := (Value{Array: []float64{1}}).Fill(dst, 1, 2, 3); err == nil || err.Error() != "1 values for 3" {
		t.Errorf("short array: got %v", err)
	}
	drawn := Value{Draw: &Distribution{Kind: UniformDist, B: 1}}
	if err := drawn.Fill(dst, 1, 2, 3); err != nil {
		t.Fatal(err)
	}
	later := make([]float64, 2)
	if err := drawn.Fill(later, 1, 3, 3); err != nil || !slices.Equal(later, dst[1:]) {
		t.Errorf("entities 3 and 4 have %v beside others and %v alone: %v", dst[1:], later, err)
	}
}

func TestCourse(t *testing.T) {
	c := Course{From: 10, Every: 2, Values: []float64{1, 2, 3}}
	for _, tt := range []struct{ t, want float64 }{{-1, 1}, {10, 1}, {11.9, 1}, {12, 2}, {15, 3}, {1e9, 3}} {
		if got := c.At(tt.t); got != tt.want {
			t.Errorf("at %g ms: got %g, want %g", tt.t, got, tt.want)
		}
	}
}
