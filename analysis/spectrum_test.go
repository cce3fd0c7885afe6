package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func sine(frequency, amplitude, step float64, n int) Signal {
	s := Signal{Step: step, Values: make([]float64, n)}
	for i := range s.Values {
		s.Values[i] = 5 + amplitude*math.Sin(2*math.Pi*frequency*float64(i)*step/1000)
	}
	return s
}

// The parabola through the logarithms of a Hann window's main lobe misses the
// frequency by at most 2 % of a bin (found by trying all positions in a bin).
func TestPeakOfSine(t *testing.T) {
	const step, n = 0.5, 4000 // 2 s, bins of 0.5 Hz
	for f := 40.0; f < 40.5; f += 0.0625 {
		peak := sine(f, 3, step, n).Spectrum(0).Peak(1, 1000)
		near(t, "Peak frequency", peak.Frequency, f, 0.02*0.5)
	}
	if peak := sine(40, 3, step, n).Spectrum(0).Peak(60, 100); peak.Power > 1e-9 {
		t.Errorf("peak %v in a band without one", peak)
	}
	near(t, "peak of an empty band", sine(40, 3, step, n).Spectrum(0).Peak(2000, 3000).Frequency, math.NaN(), 0)
}

// A sine of amplitude a has the variance a²/2, all of it in its peak.
func TestPowerOfSine(t *testing.T) {
	s := sine(40, 3, 0.5, 4000).Spectrum(1000)
	total := 0.0
	for _, p := range s.Power {
		total += p * s.Frequency[1]
	}
	near(t, "integral of the spectrum", total, 4.5, 1e-9)
}

// Parseval: the integral of the density of one segment is the mean square of the
// windowed signal, by the window's mean square.
func TestParseval(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{4, 90, 96, 1000} {
		s := Signal{Step: 0.25, Values: make([]float64, n)}
		for i := range s.Values {
			s.Values[i] = r.NormFloat64()
		}
		mean, window, want := Mean(s.Values), hann(n), 0.0
		for i, v := range s.Values {
			want += math.Pow((v-mean)*window[i], 2) / floats.Dot(window, window)
		}
		spectrum, got := s.Spectrum(0), 0.0
		for _, p := range spectrum.Power {
			got += p * spectrum.Frequency[1]
		}
		near(t, "integral of the spectrum", got, want, 1e-12*want)
		near(t, "Nyquist frequency", spectrum.Frequency[len(spectrum.Frequency)-1], 2000, 1e-9)
	}
}

// Independent spikes have a flat spectrum of 2·rate/N. The mean over 250 bins of
// 100 half-overlapping segments has a standard error of about 0.7 %.
func TestPoissonSpectrum(t *testing.T) {
	train := gamma(50, 20, 25000, 1, 12)
	mean := train.Rate(1).Spectrum(500).MeanPower(5, 495)
	near(t, "mean density", mean/train.PoissonPower(), 1, 0.03)
}

func TestShortSignalHasNoSpectrum(t *testing.T) {
	if s := (Signal{Step: 1, Values: []float64{1, 2, 3}}).Spectrum(0); len(s.Power) != 0 {
		t.Errorf("spectrum of three samples has %d values, want none", len(s.Power))
	}
	near(t, "its peak", Spectrum{}.Peak(0, 100).Power, math.NaN(), 0)
}

func TestSmoothLength(t *testing.T) {
	for n, want := range map[int]int{2: 2, 3: 2, 7: 6, 14: 12, 97: 96, 1000: 1000, 1001: 1000, 8191: 8100} {
		if got := smoothLength(n); got != want {
			t.Errorf("smoothLength(%d) = %d, want %d", n, got, want)
		}
	}
}
