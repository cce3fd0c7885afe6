package analysis

import (
	"fmt"
	"math"
	"testing"
)

func TestSiegertAgainstNEST(t *testing.T) {
	// testsuite/pytests/neurons/test_siegert_neuron.py of NEST: µ 15 mV, σ² 1.5 mV².
	near(t, "Siegert", Siegert(15, math.Sqrt(1.5), 10, 2, 15, 0), 27.1095934379, 1e-6*27.1)
}

// The integral as the papers write it, by the trapezoidal rule on erf: good where
// its limits are moderate.
func siegertPlainly(mu, sigma, tau, tref, theta, vr float64) float64 {
	low, high := (vr-mu)/sigma, (theta-mu)/sigma
	const n = 200000
	h := (high - low) / n
	sum := 0.0
	for i := 0; i <= n; i++ {
		u := low + float64(i)*h
		f := math.Exp(u*u) * math.Erfc(-u)
		if i == 0 || i == n {
			f /= 2
		}
		sum += f * h
	}
	return 1000 / (tref + tau*math.Sqrt(math.Pi)*sum)
}

func TestSiegertAgainstPlainIntegral(t *testing.T) {
	for _, mu := range []float64{-5, 5, 12, 15, 19.9, 20, 20.1, 25, 60} {
		for _, sigma := range []float64{4, 7, 20, 300} {
			want := siegertPlainly(mu, sigma, 20, 2, 20, 10)
			near(t, fmt.Sprintf("Siegert(%g, %g)", mu, sigma), Siegert(mu, sigma, 20, 2, 20, 10), want, 1e-8*want)
		}
	}
}

// Without noise the rate is that of the deterministic neuron; little noise must
// come close, since the first correction is of order σ²/(µ−θ)².
func TestSiegertWithoutNoise(t *testing.T) {
	want := 1000 / (2 + 20*math.Log(20.0/10))
	near(t, "σ = 0", Siegert(30, 0, 20, 2, 20, 10), want, 1e-12*want)
	for _, sigma := range []float64{1e-2, 1e-6, 1e-100, 1e-307} {
		near(t, fmt.Sprintf("σ = %g", sigma), Siegert(30, sigma, 20, 2, 20, 10), want, 1e-5*want)
	}
	near(t, "below threshold", Siegert(15, 0, 20, 2, 20, 10), 0, 0)
	near(t, "at threshold", Siegert(20, 0, 20, 2, 20, 10), 0, 0)
}

// Far below threshold spikes are rare escapes, with the rate y·exp(−y²)/(τ√π)
// where y = (θ−µ)/σ, up to a relative 1/(2y²) and more.
func TestSiegertRareEscapes(t *testing.T) {
	for _, y := range []float64{8, 15, 25} {
		want := 1000 * y * math.Exp(-y*y) / (20 * math.Sqrt(math.Pi)) * (1 - 1/(2*y*y))
		near(t, fmt.Sprintf("y = %g", y), Siegert(20-y, 1, 20, 2, 20, 0)/want, 1, 2/math.Pow(y, 4))
	}
}

// For every input a finite rate from 0 to 1/t_ref, which grows with µ.
func TestSiegertEverywhere(t *testing.T) {
	for _, sigma := range []float64{0, 1e-300, 1e-9, 1e-3, 0.1, 1, 10, 1e3, 1e6, 1e12} {
		last := 0.0
		for mu := -1000.0; mu <= 1000; mu += 0.5 {
			rate := Siegert(mu, sigma, 20, 2, 20, 10)
			if !(rate >= last*(1-1e-9)) || rate > 500 {
				t.Fatalf("Siegert(%g, %g) = %g Hz after %g, want more, up to 500", mu, sigma, rate, last)
			}
			last = rate
		}
	}
}

func TestErfcx(t *testing.T) {
	// Abramowitz & Stegun table 7.1 and continued fractions, by 16 digits.
	for x, want := range map[float64]float64{0: 1, 1: 0.4275835761558070, 10: 0.05614099274382259, 100: 0.005641613782989433} {
		near(t, fmt.Sprintf("erfcx(%g)", x), erfcx(x), want, 1e-14*want)
	}
	below, above := math.Nextafter(10, 0), 10.0
	near(t, "erfcx where its formula changes", erfcx(below), erfcx(above), 2e-14*erfcx(above))
}

// Filtered noise acts like white noise with threshold and reset raised by
// σ·α/2·√(τs/τ), α = √2·|ζ(1/2)| = 2.0653.
func TestColoredNoise(t *testing.T) {
	n := LIF{Tau: 10, Refractory: 2, Threshold: 15, Reset: 0, Synaptic: 0.5}
	shift := 3 * 2.0652531522312172 / 2 * math.Sqrt(0.05)
	near(t, "Rate", n.Rate(12, 3), Siegert(12, 3, 10, 2, 15+shift, shift), 1e-9)
}

// Rates of Brunel 2000's regimes and of NEST's variant of the network, from the
// self-consistent equations solved independently to the digits given.
func TestBrunel(t *testing.T) {
	for _, tt := range []struct {
		name          string
		g, eta, reset float64
		want, tol     float64
	}{
		{"A, synchronous regular", 3, 2, 10, 327, 0.5},
		{"B, fast oscillation", 6, 4, 10, 55.84, 0.005},
		{"C, asynchronous irregular", 5, 2, 10, 37.95, 0.005},
		{"D, slow oscillation", 4.5, 0.9, 10, 6.52, 0.005},
		{"NEST's variant", 5, 2, 0, 32.03, 0.005},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := Brunel{
				LIF:    LIF{Tau: 20, Refractory: 2, Threshold: 20, Reset: tt.reset},
				Weight: 0.1, Inhibition: tt.g, Excitatory: 1000, Inhibitory: 250,
			}
			near(t, "ThresholdRate()", b.ThresholdRate(), 10000, 1e-9) // 10 Hz at each of 1000
			b.External = tt.eta * b.ThresholdRate()
			rate, err := b.Rate()
			if err != nil {
				t.Fatal(err)
			}
			near(t, "Rate()", rate, tt.want, tt.tol)
			near(t, "Rate() fed back", b.LIF.Rate(b.Input(rate)), rate, 1e-8)
		})
	}
}

func TestSelfConsistent(t *testing.T) {
	// x = 1 + y/2, y = 2 − 30x: stiff, spirals inwards; x = 2/16, y = 2 − 30/8.
	got, err := SelfConsistent([]float64{0, 0}, func(dst, r []float64) {
		dst[0], dst[1] = 1+r[1]/2, 2-30*r[0]
	})
	near(t, "x", got[0], 0.125, 1e-9)
	near(t, "y", got[1], -1.75, 1e-9)
	if err != nil {
		t.Error(err)
	}
	_, err = SelfConsistent([]float64{1}, func(dst, r []float64) { dst[0] = r[0] + 1 })
	if err == nil {
		t.Error("a flow without rest gives no error")
	}
}
