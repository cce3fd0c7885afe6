package ir_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// agree checks states after a run against closed forms. 1e-12 of the largest term
// is what a hundred roundings leave of sixteen digits.
func agree(t *testing.T, x *model, size float64, want map[string]float64) {
	t.Helper()
	for _, c := range x.plan.Integrators {
		if c.Method != ir.Exact {
			t.Errorf("%s is solved by %s, want exact", c.State, c.Method)
		}
	}
	for name, w := range want {
		if got := x.get(name); !(math.Abs(got-w) <= 1e-12*size) {
			t.Errorf("%s = %.16g, want %.16g (off by %.2g)", name, got, w, got-w)
		}
	}
}

// ramp is ∫₀ᵗ e^(−βs) ds and ∫₀ᵗ s·e^(−βs) ds, by their series in βt where the
// closed forms cancel.
func ramp(beta, t float64) (flat, linear float64) {
	z := beta * t
	if math.Abs(z) > 0.5 {
		return -math.Expm1(-z) / beta, (1 - math.Exp(-z)*(1+z)) / (beta * beta)
	}
	term := 1.0 // (−z)ᵏ/k!
	for k := 0; k < 24; k++ {
		flat += term / float64(k+1) * t
		linear += term / float64(k+2) * t * t
		term *= -z / float64(k+1)
	}
	return flat, linear
}

// An alpha-shaped current into a membrane, with the synapse slower, equal,
// almost equal and faster: V = e^(−t/τm)·(V₀ + ∫(i₀ + h₀s)·e^(−βs) ds/C), β = 1/τs − 1/τm.
func TestAlphaSynapsePropagator(t *testing.T) {
	for _, tau := range []float64{2, 10, 10 * (1 + 1e-9), 10 * (1 - 1e-4), 25} {
		for _, dt := range []float64{0.1, 1, 20} {
			t.Run(fmt.Sprintf("tau_syn %.12g dt %g", tau, dt), func(t *testing.T) {
				x := start(t, parse(t, `
neuron alpha
source a test
param  C_m 250 pF capacitance
       tau_m 10 ms membrane
       tau_syn 2 ms synapse
state  V mV = 7 mV potential above rest
       i nA = 0.3 nA current
       h nA/ms = 0.2 nA/ms its rise
       V' = -V/tau_m + i/C_m
       i' = h - i/tau_syn
       h' = -h/tau_syn
`), ir.Options{}, dt)
				x.set("tau_syn", tau)
				x.call(x.plan.Setup)
				x.step()
				flat, linear := ramp(1/tau-1.0/10, dt)
				agree(t, x, 7, map[string]float64{
					"h": 0.2 * math.Exp(-dt/tau),
					"i": (0.3 + 0.2*dt) * math.Exp(-dt/tau),
					"V": math.Exp(-dt/10) * (7 + (0.3*flat+0.2*linear)/0.25),
				})
			})
		}
	}
}

// A decaying rotation: x + iy = (x₀ + iy₀)·e^((−a + iω)t).
func TestOscillatorPropagator(t *testing.T) {
	const dt, a, omega = 0.7, 0.2, 3.0
	x := start(t, parse(t, oscillator), ir.Options{}, dt)
	x.step()
	decay, c, s := math.Exp(-a*dt), math.Cos(omega*dt), math.Sin(omega*dt)
	agree(t, x, 1, map[string]float64{"x": decay * (0.8*c + 0.3*s), "y": decay * (0.8*s - 0.3*c)})
}

const leaky = `
neuron leaky
source a test
param  C_m 250 pF capacitance
       g_L 25 nS leak
       E_L -70 mV rest
       tau_syn 2 ms synapse
       t_ref 1 ms refractory
state  V mV = -62 mV potential
       i nA = 0.1 nA current
       C_m V' = g_L*(E_L - V) + i + I
       tau_syn i' = -i
input  I nA current
receive ex nA { i += weight } synapse
spike when V > -50 mV { V = -68 mV }
refractory t_ref holding V
`

// Constant input: V → E_L + I/g_L with C/g, beside the response to an exponential current.
func TestLeakyPropagator(t *testing.T) {
	const dt, tau, tauSyn = 0.5, 10.0, 2.0
	x := start(t, parse(t, leaky), ir.Options{}, dt)
	x.set("I", 0.2)
	x.step()
	flat, _ := ramp(1/tauSyn-1/tau, dt)
	rest := -70 + 0.2/0.025
	want := rest + math.Exp(-dt/tau)*(-62-rest+0.1*flat/0.25)
	agree(t, x, 70, map[string]float64{"V": want, "i": 0.1 * math.Exp(-dt/tauSyn)})
}

// While V is held, the current decays as ever.
func TestHeldPropagator(t *testing.T) {
	x := start(t, parse(t, leaky), ir.Options{}, 0.5)
	x.set("hold", 1)
	x.step()
	agree(t, x, 70, map[string]float64{"V": -62, "i": 0.1 * math.Exp(-0.5/2)})
}

// An exact solution does not depend on the step: two halves are a whole.
func TestHalfSteps(t *testing.T) {
	m := parse(t, leaky)
	whole, half := start(t, m, ir.Options{}, 3), start(t, m, ir.Options{}, 1.5)
	whole.set("I", 0.2)
	half.set("I", 0.2)
	whole.step()
	half.step()
	half.set("I", 0.2) // a step takes its input away
	half.step()
	agree(t, half, 70, map[string]float64{"V": whole.get("V"), "i": whole.get("i")})
}

// Solved event by event, the same equations reach the same state.
func TestEventAdvance(t *testing.T) {
	m := parse(t, leaky)
	grid, events := start(t, m, ir.Options{}, 0.7), start(t, m, ir.Options{ByEvent: true}, 0.7)
	grid.set("I", 0.1)
	events.set("I", 0.1)
	grid.step()
	events.call(events.plan.Events.Advance)
	agree(t, events, 70, map[string]float64{"V": grid.get("V"), "i": grid.get("i")})
}
