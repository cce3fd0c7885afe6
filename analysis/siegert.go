package analysis

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// The stationary rate of a leaky integrate-and-fire neuron in noise,
//
//	1/ν = t_ref + τ√π ∫ exp(u²)(1 + erf u) du,  from (V_r−μ)/σ to (θ−μ)/σ
//
// (Siegert 1951, Phys Rev 81:617; Brunel 2000, J Comput Neurosci 8:183, eq. 21).
// The integrand is erfcx(−u), which overflows for u > 26 and falls off like
// 1/(√π|u|) for u < 0. So the integral is taken relative to exp(top²), where top
// is the upper limit if that is positive, and in panels that fit its shape:
// below 0 they double in width, above 0 they are as wide as the last e-fold.

// LIF is a leaky integrate-and-fire neuron whose input is noise.
type LIF struct {
	Tau        float64 // membrane time constant, ms, > 0
	Refractory float64 // absolute refractory time, ms, ≥ 0
	Threshold  float64 // mV
	Reset      float64 // mV, below the threshold

	// Synaptic is the time constant in ms of exponential synaptic currents; 0
	// means delta synapses, that is white noise. It is taken into account to
	// first order in √(Synaptic/Tau), by raising threshold and reset by
	// σ·√2·|ζ(1/2)|/2·√(Synaptic/Tau) (Fourcaud & Brunel 2002, Neural Comput
	// 14:2057).
	Synaptic float64
}

// Siegert returns the rate in Hz of a leaky integrate-and-fire neuron with delta
// synapses. mu and sigma are in mV, in Brunel's convention: the free membrane
// potential has mean mu, above the potential at which theta and vr are given,
// and variance sigma²/2. tau and tref are in ms, theta and vr in mV with
// theta > vr. sigma = 0 gives the rate of the noiseless neuron.
func Siegert(mu, sigma, tau, tref, theta, vr float64) float64 {
	return LIF{Tau: tau, Refractory: tref, Threshold: theta, Reset: vr}.Rate(mu, sigma)
}

// Rate returns the stationary rate in Hz for a free membrane potential of mean
// mu and variance sigma²/2, in mV; see [Siegert].
func (n LIF) Rate(mu, sigma float64) float64 {
	low, high := (n.Reset-mu)/sigma, (n.Threshold-mu)/sigma
	if math.IsInf(low, 0) || sigma == 0 {
		return n.noiseless(mu)
	}
	shift := fourcaudBrunel * math.Sqrt(n.Synaptic/n.Tau)
	top := max(0, high+shift)
	if top > 30 {
		return 0 // less than 1e-380 Hz
	}
	passage := n.Tau * math.Sqrt(math.Pi) * passageIntegral(low+shift, high+shift, top)
	scale := math.Exp(-top * top)
	return 1000 * scale / (n.Refractory*scale + passage)
}

// fourcaudBrunel is √2·|ζ(1/2)|/2.
const fourcaudBrunel = math.Sqrt2 * 1.4603545088095868 / 2

func (n LIF) noiseless(mu float64) float64 {
	if !(mu > n.Threshold) {
		return 0
	}
	return 1000 / (n.Refractory + n.Tau*math.Log1p((n.Threshold-n.Reset)/(mu-n.Threshold)))
}

// passageIntegral returns exp(−top²)·∫ erfcx(−u) du from low to high.
func passageIntegral(low, high, top float64) float64 {
	sum := 0.0
	for v := -min(high, 0); v < -low; { // the part below 0, in v = −u
		end := min(-low, v+max(0.5, v))
		sum += panel(erfcx, v, end)
		v = end
	}
	sum *= math.Exp(-top * top)
	width := 1 / max(1, high)
	for u := high; u > max(low, 0) && top*top-u*u < 45; { // exp(−45) < 1e-19
		begin := max(low, 0, u-width)
		sum += panel(func(u float64) float64 {
			return 2*math.Exp((u-top)*(u+top)) - erfcx(u)*math.Exp(-top*top)
		}, begin, u)
		u = begin
	}
	return sum
}

// panel integrates a smooth function by Gauss and Legendre's rule.
func panel(f func(float64) float64, from, to float64) float64 {
	half, middle := (to-from)/2, (to+from)/2
	sum := 0.0
	for i, x := range legendreX {
		sum += legendreW[i] * f(middle+half*x)
	}
	return sum * half
}

// 12 nodes integrate 1/v over [v, 2v], the roughest panel, to 1e-17.
var legendreX, legendreW = legendre(12)

func legendre(n int) (x, weight []float64) {
	x, weight = make([]float64, n), make([]float64, n)
	quad.Legendre{}.FixedLocations(x, weight, -1, 1)
	return x, weight
}

// erfcx returns exp(x²)·erfc(x) for x ≥ 0.
func erfcx(x float64) float64 {
	if x < 10 {
		return math.Exp(x*x) * math.Erfc(x)
	}
	// Asymptotic series 1/(x√π)·Σ (−1)^k (2k−1)!!/(2x²)^k; for x ≥ 10 the terms
	// left out are below 1e-17.
	sum, term := 1.0, 1.0
	for k := 1.0; k < 16; k++ {
		term *= -(2*k - 1) / (2 * x * x)
		sum += term
	}
	return sum / (x * math.Sqrt(math.Pi))
}
