package analysis

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Brunel is the sparse network of excitatory and inhibitory leaky
// integrate-and-fire neurons of Brunel 2000, J Comput Neurosci 8:183, in which
// both populations receive the same input and so fire at the same rate.
type Brunel struct {
	LIF
	Weight     float64 // J, mV per excitatory spike
	Inhibition float64 // g, inhibitory over excitatory weight
	Excitatory int     // C_E, recurrent excitatory inputs of a neuron
	Inhibitory int     // C_I, recurrent inhibitory inputs of a neuron
	External   float64 // rate of all external excitatory inputs of a neuron, Hz
}

// ThresholdRate returns ν_thr·C_E, the total external rate in Hz whose mean
// input alone reaches the threshold: θ/(Jτ).
func (b Brunel) ThresholdRate() float64 {
	return 1000 * b.Threshold / (b.Weight * b.Tau)
}

// Input returns the mean and the noise sigma, in mV, of the input of a neuron
// when all neurons fire at rate Hz (Brunel 2000, eqs. 4 and 5).
func (b Brunel) Input(rate float64) (mu, sigma float64) {
	excitatory := b.External + float64(b.Excitatory)*rate
	inhibitory := float64(b.Inhibitory) * rate
	g, tau := b.Inhibition, b.Tau/1000
	mu = tau * b.Weight * (excitatory - g*inhibitory)
	sigma = b.Weight * math.Sqrt(tau*(excitatory+g*g*inhibitory))
	return mu, sigma
}

// Rate returns the self-consistent stationary rate in Hz: the one that an
// initially silent network reaches, whether or not it is stable there against
// oscillations.
func (b Brunel) Rate() (float64, error) {
	rates, err := SelfConsistent([]float64{0}, func(dst, rates []float64) {
		dst[0] = b.LIF.Rate(b.Input(rates[0]))
	})
	return rates[0], err
}

// SelfConsistent solves rates = transfer(rates) from the given start, by
// following dν/ds = transfer(ν) − ν to rest. transfer writes into dst the rates
// in Hz that the populations have when they receive the given rates. The result
// holds to 1e-11 of the largest rate; where several solutions exist the start
// decides. If the flow does not come to rest, the last rates come with an error.
func SelfConsistent(start []float64, transfer func(dst, rates []float64)) ([]float64, error) {
	const steps = 10000
	n := len(start)
	rates, trial := append([]float64(nil), start...), make([]float64, n)
	slope, trialSlope := make([]float64, n), make([]float64, n)
	flow := func(dst, rates []float64) {
		transfer(dst, rates)
		floats.Sub(dst, rates)
	}
	flow(slope, rates)
	step := 0.1
	for range steps {
		if size(slope) <= 1e-11*max(size(rates), 1e-3) {
			return rates, nil
		}
		floats.AddScaledTo(trial, rates, step, slope)
		flow(trialSlope, trial)
		// A step may change the slope by half of it: so the flow neither
		// overshoots a solution nor leaps over it to another one.
		if !(floats.Distance(trialSlope, slope, math.Inf(1)) <= size(slope)/2) {
			step /= 2
			continue
		}
		rates, trial, slope, trialSlope = trial, rates, trialSlope, slope
		step = min(1.5*step, 1)
	}
	return rates, fmt.Errorf("self-consistent rates: still off by %.3g Hz after %d steps; try another start", size(slope), steps)
}

// size returns the largest absolute value.
func size(x []float64) float64 { return floats.Norm(x, math.Inf(1)) }
