package analysis

import (
	"fmt"
	"math"
	"testing"
)

// A spike on every step of 0.1 ms must fall into its own bin, though most of the
// quotients k·0.1/0.1 are not whole numbers.
func TestSpikesOnTheGrid(t *testing.T) {
	train := clock(1, 0.1, 1000)
	rate := train.Rate(0.1)
	if len(rate.Values) != 10000 {
		t.Fatalf("Rate(0.1) has %d bins, want 10000", len(rate.Values))
	}
	for i, v := range rate.Values {
		if v != 10000 {
			t.Fatalf("bin %d holds %g Hz, want one spike, 10000 Hz", i, v)
		}
	}
}

func TestRateLeavesOutPartOfABin(t *testing.T) {
	train := Train{Times: []float64{0, 4.9, 5, 11}, Cells: []int32{0, 1, 0, 0}, N: 2, To: 12}
	if got, want := fmt.Sprint(train.Rate(5)), "{0 5 [200 100]}"; got != want {
		t.Errorf("Rate(5) = %s, want %s", got, want)
	}
}

// The rate's mean over whole bins is the mean rate.
func TestRateKeepsSpikes(t *testing.T) {
	train := gamma(30, 12, 1000, 1, 9)
	near(t, "mean of Rate(2.5)", Mean(train.Rate(2.5).Values), train.MeanRate(), 1e-9)
}

func TestPSTH(t *testing.T) {
	train := Train{N: 1, To: 1000}
	onsets := []float64{5, 100, 200, 300, 995} // the first and the last lack surroundings
	for _, onset := range onsets {
		train.Times = append(train.Times, onset-15, onset+12)
		train.Cells = append(train.Cells, 0, 0)
	}
	psth := train.PSTH(onsets, 20, 30, 10)
	if got, want := fmt.Sprint(psth), "{-20 10 [100 0 0 100 0]}"; got != want {
		t.Errorf("PSTH = %s, want %s", got, want)
	}
	near(t, "PSTH without trials", train.PSTH(nil, 20, 30, 10).Values[0], math.NaN(), 0)
}

func TestSmooth(t *testing.T) {
	flat := Signal{Step: 1, Values: []float64{3, 3, 3, 3, 3}}.Smooth(2)
	for _, v := range flat.Values {
		near(t, "smooth constant", v, 3, 1e-14)
	}
	impulse := Signal{Step: 0.5, Values: make([]float64, 401)}
	impulse.Values[200] = 1
	smooth := impulse.Smooth(4)
	mass, variance := 0.0, 0.0
	for i, v := range smooth.Values {
		x := float64(i-200) * 0.5
		mass += v
		variance += x * x * v
	}
	near(t, "mass", mass, 1, 1e-5)                     // what is cut at 5σ: 6e-7
	near(t, "deviation", math.Sqrt(variance), 4, 1e-3) // and its share of σ²
	near(t, "no smoothing", impulse.Smooth(0).Values[200], 1, 0)
}

func TestHistogram(t *testing.T) {
	h := NewHistogram([]float64{0, 0.1, 0.3, 0.999, 1, -0.1, 1.1, math.NaN()}, 0, 1, 4)
	if got, want := fmt.Sprint(h), "{[0 0.25 0.5 0.75 1] [2 1 0 2]}"; got != want {
		t.Errorf("NewHistogram = %s, want %s", got, want)
	}
}

func TestSignalWindow(t *testing.T) {
	s := Signal{From: 10, Step: 0.1, Values: []float64{0, 1, 2, 3, 4, 5}}
	if got, want := fmt.Sprint(s.Window(10.2, 10.4).Values), "[2 3]"; got != want {
		t.Errorf("Window(10.2, 10.4) = %s, want %s", got, want)
	}
	if got := s.Window(20, 30).Values; len(got) != 0 {
		t.Errorf("Window beyond the end = %v, want none", got)
	}
}
