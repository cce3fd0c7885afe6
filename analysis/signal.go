package analysis

import "math"

// Signal is a quantity on a regular grid: Values[i] stands for the time
// From + i·Step, or for the bin that begins there.
type Signal struct {
	From   float64   // ms
	Step   float64   // ms
	Values []float64 // shape (samples), in the unit of the quantity
}

// Times returns the times of the samples in ms, shape (samples).
func (s Signal) Times() []float64 {
	times := make([]float64, len(s.Values))
	for i := range times {
		times[i] = s.From + float64(i)*s.Step
	}
	return times
}

// Window returns the samples with from ≤ time < to, in ms, sharing memory with s.
func (s Signal) Window(from, to float64) Signal {
	first := s.index(from)
	last := max(first, s.index(to))
	return Signal{s.From + float64(first)*s.Step, s.Step, s.Values[first:last]}
}

// index returns the first sample at or after a time, within [0, samples].
func (s Signal) index(time float64) int {
	i := math.Ceil((time-s.From)/s.Step - gridSlack)
	return int(min(max(i, 0), float64(len(s.Values))))
}

// Smooth convolves the signal with a Gaussian of standard deviation sigma, in
// ms. Near the ends the kernel is cut and normalised anew, so that a constant
// stays constant. sigma ≤ 0 returns a copy.
func (s Signal) Smooth(sigma float64) Signal {
	kernel := gaussian(sigma / s.Step)
	smooth := make([]float64, len(s.Values))
	for i := range smooth {
		sum, weight := s.Values[i]*kernel[0], kernel[0]
		for d := 1; d < len(kernel); d++ {
			for _, j := range [2]int{i - d, i + d} {
				if j >= 0 && j < len(s.Values) {
					sum += s.Values[j] * kernel[d]
					weight += kernel[d]
				}
			}
		}
		smooth[i] = sum / weight
	}
	return Signal{s.From, s.Step, smooth}
}

// gaussian returns exp(−d²/2σ²) for d = 0, 1, … up to 5σ, where it is 4e-6;
// sigma is in samples.
func gaussian(sigma float64) []float64 {
	kernel := []float64{1}
	for d := 1.0; d <= 5*sigma; d++ {
		kernel = append(kernel, math.Exp(-d*d/(2*sigma*sigma)))
	}
	return kernel
}

// Mean returns the mean of the values that are not NaN, NaN if there is none.
func Mean(values []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range values {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / float64(n)
}

// Variance returns the mean squared deviation from the mean (divided by n, not
// n−1) of the values that are not NaN, NaN if there is none.
func Variance(values []float64) float64 {
	mean := Mean(values)
	squares := make([]float64, len(values))
	for i, v := range values {
		squares[i] = (v - mean) * (v - mean)
	}
	return Mean(squares)
}
