package analysis

import (
	"math"
	"testing"
)

// The statistics of a gamma process of shape k in closed form: CV = 1/√k, LV =
// 3/(2k+1), CV2 = 2·C(2k,k)/4ᵏ. The tolerance is four standard errors of 200
// cells with some 500 intervals, which for k = 1 is 4·0.045/√200 = 0.013, and
// less for larger k; the bias, 3/(2n), is 0.003.
func TestGammaProcess(t *testing.T) {
	for _, tt := range []struct {
		name        string
		shape       int
		cv, cv2, lv float64
	}{
		{"Poisson", 1, 1, 1, 1},
		{"shape 2", 2, 1 / math.Sqrt2, 0.75, 0.6},
		{"shape 4", 4, 0.5, 2 * 70.0 / 256, 1.0 / 3},
		{"shape 9", 9, 1.0 / 3, 2 * 48620.0 / 262144, 3.0 / 19},
	} {
		t.Run(tt.name, func(t *testing.T) {
			train := gamma(200, 20, 25000, tt.shape, 7)
			near(t, "MeanCV()", train.MeanCV(), tt.cv, 0.016)
			near(t, "MeanCV2()", train.MeanCV2(), tt.cv2, 0.016)
			near(t, "MeanLV()", train.MeanLV(), tt.lv, 0.016)
		})
	}
}

// The fractions that n Poisson intervals are of their sum are uniform on the
// simplex, whence the mean of CV² is (n−1)/(n+1) for every n: the bias of short
// trains. One CV² of 5 intervals has a standard deviation of 0.45.
func TestShortTrainBias(t *testing.T) {
	const n, cells = 5, 20000
	train := gamma(cells, 10, 5000, 1, 3)
	var squares []float64
	for _, times := range train.ByCell() {
		cv := CV(Intervals(times[:min(n+1, len(times))]))
		squares = append(squares, cv*cv)
	}
	near(t, "mean CV²", Mean(squares), float64(n-1)/(n+1), 4*0.45/math.Sqrt(cells))
}

func TestRegularTrain(t *testing.T) {
	train := clock(3, 8, 1000)
	near(t, "MeanCV()", train.MeanCV(), 0, 1e-12)
	near(t, "MeanCV2()", train.MeanCV2(), 0, 1e-12)
	near(t, "MeanLV()", train.MeanLV(), 0, 1e-12)
}

func TestIntervalsByHand(t *testing.T) {
	// Intervals 1 and 3: mean 2, deviation 1; contrast 2/4.
	times := []float64{0, 1, 4}
	near(t, "CV", CV(Intervals(times)), 0.5, 1e-15)
	near(t, "CV2", CV2(Intervals(times)), 1, 1e-15)
	near(t, "LV", LV(Intervals(times)), 0.75, 1e-15)
	near(t, "CV of two spikes", CV(Intervals(times[:2])), math.NaN(), 0)
	near(t, "LV of simultaneous spikes", LV(Intervals([]float64{1, 1, 1})), 0, 0)
}
