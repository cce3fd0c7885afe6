package analysis

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/floats"
)

// Spectrum is a one-sided power spectral density: the integral of Power over
// Frequency is the variance of the signal.
type Spectrum struct {
	Frequency []float64 // Hz, shape (segment/2+1), from 0 in equal steps
	Power     []float64 // square of the signal's unit per Hz, same shape
}

// Peak is a maximum of a spectrum.
type Peak struct {
	Frequency float64 // Hz
	Power     float64 // square of the signal's unit per Hz
}

// Spectrum estimates the spectrum by Welch's method: segments of the given
// length in ms that overlap by half, each less its mean and under a Hann
// window. A long segment resolves frequencies to about 2000/segment Hz, many
// short ones lower the noise. The segment is shortened to a number of samples
// that factors into 2, 3 and 5; 0, or more than there is, takes the whole
// signal. A signal of fewer than 4 samples has an empty spectrum.
func (s Signal) Spectrum(segment float64) Spectrum {
	n := len(s.Values)
	if segment > 0 {
		n = min(n, int(segment/s.Step+gridSlack))
	}
	if n < 4 {
		return Spectrum{}
	}
	n = smoothLength(n)
	w := welch{fft: fourier.NewFFT(n), window: hann(n), power: make([]float64, n/2+1)}
	for first := 0; first+n <= len(s.Values); first += n / 2 {
		w.add(s.Values[first : first+n])
	}
	return w.spectrum(1000 / s.Step)
}

// welch accumulates the squared Fourier amplitudes of windowed segments.
type welch struct {
	fft      *fourier.FFT
	window   []float64 // shape (n)
	power    []float64 // shape (n/2+1), summed over segments
	segments int
}

func (w *welch) add(segment []float64) {
	mean := Mean(segment)
	windowed := make([]float64, len(segment))
	for i, v := range segment {
		windowed[i] = (v - mean) * w.window[i]
	}
	for i, c := range w.fft.Coefficients(nil, windowed) {
		w.power[i] += real(c)*real(c) + imag(c)*imag(c)
	}
	w.segments++
}

// spectrum scales the sums to a one-sided density; sampling is in Hz.
func (w *welch) spectrum(sampling float64) Spectrum {
	n := len(w.window)
	scale := 1 / (sampling * floats.Dot(w.window, w.window) * float64(w.segments))
	spectrum := Spectrum{make([]float64, n/2+1), make([]float64, n/2+1)}
	for i, p := range w.power {
		spectrum.Frequency[i] = float64(i) * sampling / float64(n)
		spectrum.Power[i] = 2 * p * scale
		if i == 0 || 2*i == n {
			spectrum.Power[i] /= 2 // the two frequencies without a mirror image
		}
	}
	return spectrum
}

// Peak returns the highest local maximum with fmin ≤ frequency ≤ fmax, in Hz,
// refined by a parabola through the logarithms of it and its two neighbours. A
// band whose power only rises or falls has no peak: both fields are NaN.
func (s Spectrum) Peak(fmin, fmax float64) Peak {
	best := Peak{math.NaN(), math.NaN()}
	top := math.Inf(-1)
	for i := 1; i+1 < len(s.Power); i++ {
		f, p := s.Frequency[i], s.Power[i]
		if f >= fmin && f <= fmax && p > top && p > s.Power[i-1] && p >= s.Power[i+1] {
			top, best = p, s.refine(i)
		}
	}
	return best
}

// refine places the vertex of the parabola through three log powers; it is exact
// for a Gaussian peak and within a few per cent of a bin for a Hann window's.
func (s Spectrum) refine(i int) Peak {
	if s.Power[i-1] <= 0 || s.Power[i+1] <= 0 {
		return Peak{s.Frequency[i], s.Power[i]}
	}
	a, b, c := math.Log(s.Power[i-1]), math.Log(s.Power[i]), math.Log(s.Power[i+1])
	shift := (a - c) / (2 * (a - 2*b + c)) // in bins, |shift| ≤ 1/2
	step := s.Frequency[1] - s.Frequency[0]
	return Peak{s.Frequency[i] + shift*step, math.Exp(b - (a-c)*shift/4)}
}

// MeanPower returns the mean density over fmin ≤ frequency ≤ fmax, in Hz; NaN if
// no frequency lies there.
func (s Spectrum) MeanPower(fmin, fmax float64) float64 {
	var band []float64
	for i, f := range s.Frequency {
		if f >= fmin && f <= fmax {
			band = append(band, s.Power[i])
		}
	}
	return Mean(band)
}

// PoissonPower returns the flat density in Hz²/Hz that the population rate would
// have if the same number of spikes fell independently: 2·rate/N. A peak above
// it is synchrony.
func (t Train) PoissonPower() float64 { return 2 * t.MeanRate() / float64(t.N) }

// hann returns the periodic Hann window sin²(πi/n), shape (n).
func hann(n int) []float64 {
	window := make([]float64, n)
	for i := range window {
		s := math.Sin(math.Pi * float64(i) / float64(n))
		window[i] = s * s
	}
	return window
}

// smoothLength returns the largest even number up to n, n ≥ 2, without prime
// factors above 5, for which the Fourier transform is fast.
func smoothLength(n int) int {
	for n -= n % 2; ; n -= 2 {
		rest := n
		for _, prime := range [3]int{2, 3, 5} {
			for rest%prime == 0 {
				rest /= prime
			}
		}
		if rest == 1 {
			return n
		}
	}
}
