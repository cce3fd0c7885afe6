package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// gamma returns n cells that fire for the given ms with gamma-distributed
// intervals of a mean rate in Hz: shape 1 is a Poisson process, a higher shape a
// more regular one.
func gamma(n int, rate, ms float64, shape int, seed uint64) Train {
	r := rand.New(rand.NewPCG(seed, 0))
	t := Train{N: n, To: ms}
	interval := func() (sum float64) {
		for range shape {
			sum += r.ExpFloat64()
		}
		return sum / float64(shape) * 1000 / rate
	}
	for c := range n {
		for time := interval(); time < ms; time += interval() {
			t.Times = append(t.Times, time)
			t.Cells = append(t.Cells, int32(c))
		}
	}
	return t
}

// clock returns n cells that fire every period ms, all at the same times.
func clock(n int, period, ms float64) Train {
	t := Train{N: n, To: ms}
	for k := 0; float64(k)*period < ms; k++ {
		for c := range n {
			t.Times = append(t.Times, float64(k)*period)
			t.Cells = append(t.Cells, int32(c))
		}
	}
	return t
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("%s = %.12g, want %.12g ± %.2g", what, got, want, tol)
	}
}

func TestTrainByHand(t *testing.T) {
	train := Train{
		Times: []float64{5, 1, 9, 3, 10, -1},
		Cells: []int32{0, 0, 2, 0, 2, 1},
		N:     4, To: 10,
	}
	if got, want := fmt.Sprint(train.ByCell()), "[[1 3 5] [] [9] []]"; got != want {
		t.Errorf("ByCell() = %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(train.Counts()), "[3 0 1 0]"; got != want {
		t.Errorf("Counts() = %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(train.Rates()), "[300 0 100 0]"; got != want {
		t.Errorf("Rates() = %s, want %s Hz: spikes in 10 ms", got, want)
	}
	near(t, "MeanRate()", train.MeanRate(), 100, 1e-12)
	if got, want := fmt.Sprint(train.Window(2, 6).Counts()), "[2 0 0 0]"; got != want {
		t.Errorf("Window(2, 6).Counts() = %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(train.Select([]int32{2, 0, 2}).ByCell()), "[[9] [1 3 5]]"; got != want {
		t.Errorf("Select(2, 0, 2).ByCell() = %s, want %s", got, want)
	}
}

func TestNothingIsNaN(t *testing.T) {
	for _, tt := range []struct {
		name  string
		train Train
	}{
		{"no cells", Train{To: 100}},
		{"silent cells", Train{N: 3, To: 100}},
		{"two spikes", Train{Times: []float64{1, 2}, Cells: []int32{0, 0}, N: 1, To: 100}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			near(t, "MeanCV()", tt.train.MeanCV(), math.NaN(), 0)
			near(t, "MeanCV2()", tt.train.MeanCV2(), math.NaN(), 0)
			near(t, "MeanLV()", tt.train.MeanLV(), math.NaN(), 0)
			near(t, "MeanCorrelation(2)", tt.train.MeanCorrelation(2), math.NaN(), 0)
			near(t, "Coherence(2)", tt.train.Coherence(2), math.NaN(), 0)
			tt.train.Rate(5).Spectrum(0).Peak(0, 1000)
		})
	}
	near(t, "MeanRate() of no cells", Train{To: 100}.MeanRate(), math.NaN(), 0)
	near(t, "MeanRate() in no time", Train{N: 2}.MeanRate(), math.NaN(), 0)
	near(t, "MeanRate() of silence", Train{N: 2, To: 10}.MeanRate(), 0, 0)
}

// Every statistic must be blind to the order of the spikes, the numbering of the
// cells and the origin of time. The shift is a whole number of bins and exact in
// binary, so that only rounding remains.
func TestInvariance(t *testing.T) {
	train := gamma(20, 30, 2000, 2, 1)
	statistics := func(t Train) []float64 {
		rate := t.Rate(4)
		return []float64{
			t.MeanRate(), t.MeanCV(), t.MeanCV2(), t.MeanLV(), t.FanoFactor(50), t.MeanCorrelation(4),
			t.Coherence(4), Variance(rate.Values), rate.Spectrum(500).Peak(10, 100).Frequency,
			rate.States(30).UpFraction,
		}
	}
	want := statistics(train)
	r := rand.New(rand.NewPCG(2, 2))
	mixed := Train{slices.Clone(train.Times), slices.Clone(train.Cells), train.N, train.From, train.To}
	r.Shuffle(len(mixed.Times), func(i, j int) {
		mixed.Times[i], mixed.Times[j] = mixed.Times[j], mixed.Times[i]
		mixed.Cells[i], mixed.Cells[j] = mixed.Cells[j], mixed.Cells[i]
	})
	renumbered := Train{train.Times, slices.Clone(train.Cells), train.N, train.From, train.To}
	number := r.Perm(train.N)
	for i, c := range renumbered.Cells {
		renumbered.Cells[i] = int32(number[c])
	}
	shifted := Train{slices.Clone(train.Times), train.Cells, train.N, train.From + 4096, train.To + 4096}
	for i := range shifted.Times {
		shifted.Times[i] += 4096
	}
	for name, other := range map[string]Train{"mixed": mixed, "renumbered": renumbered, "shifted": shifted} {
		for i, got := range statistics(other) {
			near(t, fmt.Sprintf("%s: statistic %d", name, i), got, want[i], 1e-9*math.Abs(want[i])+1e-12)
		}
	}
}

func TestBadTrainPanics(t *testing.T) {
	defer func() {
		if got, want := fmt.Sprint(recover()), "BUG: analysis: spike 1 is of cell 3, want a cell in [0, 3)"; got != want {
			t.Errorf("panic %q, want %q", got, want)
		}
	}()
	Train{Times: []float64{1, 2}, Cells: []int32{0, 3}, N: 3, To: 10}.Counts()
}
