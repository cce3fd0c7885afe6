package ir_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

const hodgkinHuxley = `
neuron hh
source Hodgkin & Huxley 1952, J Physiol 117:500
param  C 1 uF/cm2   capacitance
       gNa 120 mS/cm2 sodium
       gK 36 mS/cm2 potassium
       gl 0.3 mS/cm2 leak
       J 10 uA/cm2 current
state  V mV = -65 mV potential
       m 1 = 0.0529 activation
       h 1 = 0.5961 inactivation
       n 1 = 0.3177 activation
       C V' = gNa*m^3*h*(50 mV - V) + gK*n^4*(-77 mV - V) + gl*(-54.4 mV - V) + J
       m' = linoid(-(V + 40 mV)/(10 mV))/ms*(1 - m) - 4/ms*exp(-(V + 65 mV)/(18 mV))*m
       h' = 0.07/ms*exp(-(V + 65 mV)/(20 mV))*(1 - h) - 1/ms/(1 + exp(-(V + 35 mV)/(10 mV)))*h
       n' = 0.1/ms*linoid(-(V + 55 mV)/(10 mV))*(1 - n) - 0.125/ms*exp(-(V + 65 mV)/(80 mV))*n
`

const fitzHughNagumo = `
neuron fhn
source FitzHugh 1961, Biophys J 1:445
state  v 1 = -1 fast
       w 1 = 1 slow
       r 1 = 0.5 a linear state that drives the others
       v' = (v - v^3/3 - w + r)/ms
       w' = 0.08*(v + 0.7 - 0.8*w)/ms
       r' = -r/(5 ms)
`

const oscillator = `
neuron oscillator
source a test
state  x 1 = 0.8 one
       y 1 = -0.3 other
       x' = -0.2/ms*x - 3/ms*y
       y' = 3/ms*x - 0.2/ms*y
`

// driven depends on time explicitly; its solution is known.
const driven = `
neuron driven
source a test
state  x 1 = 1 state
       x' = cos(t/ms)/ms*x
`

// held has a potential that is refractory for the first half of the run.
const held = `
neuron held
source a test
state  v 1 = -1 fast
       w 1 = 1 slow
       v' = (v - v^3/3 - w + 0.5)/ms
       w' = 0.08*(v + 0.7 - 0.8*w)/ms
spike when v > 100 { v = -1 }
refractory 1 ms holding v
`

// end integrates to the given time in n steps and returns the states.
func end(t *testing.T, m *ir.Mechanism, method ir.Method, until float64, n int) []float64 {
	t.Helper()
	dt := until / float64(n)
	x := start(t, m, ir.Options{Method: method}, dt)
	if m.Refractory != nil {
		x.set("hold", (math.Round(0.5*until/dt)-0.5)*dt)
	}
	for range n {
		x.step()
	}
	var states []float64
	for _, s := range m.Of(ir.State) {
		states = append(states, x.value[s])
	}
	return states
}

// distance is the largest difference of two vectors, relative to 1 + |b|.
func distance(a, b []float64) float64 {
	d := 0.0
	for i := range a {
		d = max(d, math.Abs(a[i]-b[i])/(1+math.Abs(b[i])))
	}
	return d
}

// Halving the step divides the error by 2 to the order that the method is named for.
// The steps are short enough for the leading term to rule: 0.1 of the order is left
// to the next one. The reference is RK4 at a step 16 times shorter, so 4⁻⁸ of its error.
func TestOrderOfConvergence(t *testing.T) {
	methods := []struct {
		method ir.Method
		order  float64
	}{{ir.Euler, 1}, {ir.ExponentialEuler, 1}, {ir.Heun, 2}, {ir.RK4, 4}}
	for _, tt := range []struct {
		name, text string
		until      float64
		n          int
	}{
		{"Hodgkin-Huxley", hodgkinHuxley, 1, 64},
		{"FitzHugh-Nagumo", fitzHughNagumo, 4, 128},
		{"linear", oscillator, 1, 128},
		{"driven", driven, 2, 128},
		{"held", held, 4, 128},
	} {
		m := parse(t, tt.text)
		reference := end(t, m, ir.RK4, tt.until, 32*tt.n)
		for _, of := range methods {
			t.Run(tt.name+" "+string(of.method), func(t *testing.T) {
				coarse := distance(end(t, m, of.method, tt.until, tt.n), reference)
				fine := distance(end(t, m, of.method, tt.until, 2*tt.n), reference)
				if order := math.Log2(coarse / fine); math.Abs(order-of.order) > 0.1 {
					t.Errorf("order %.3f (errors %.3g, %.3g), want %g", order, coarse, fine, of.order)
				}
			})
		}
	}
}

// The driven equation has the solution e^(sin t).
func TestClosedFormOfTime(t *testing.T) {
	got := end(t, parse(t, driven), ir.RK4, 2, 2048)[0]
	if want := math.Exp(math.Sin(2)); math.Abs(got-want) > 1e-11 {
		t.Errorf("x(2 ms) = %.14g, want %.14g", got, want)
	}
}

// A state solved exactly is seen at the right time by those that are not: what
// Auto makes of a mixture keeps the order of its explicit part.
func TestOrderOfMixture(t *testing.T) {
	m := parse(t, fitzHughNagumo)
	reference := end(t, m, ir.RK4, 4, 4096)
	order := math.Log2(distance(end(t, m, ir.Auto, 4, 128), reference) / distance(end(t, m, ir.Auto, 4, 256), reference))
	if math.Abs(order-4) > 0.1 {
		t.Errorf("order %.3f, want 4", order)
	}
}

// geometric is geometric Brownian motion, whose solution is known path by path:
// x = exp((μ − σ²/2)t + σW) in Itô's sense, exp(μt + σW) in Stratonovich's.
const geometric = `
neuron geometric
source a test
param  mu 0.5 1/ms drift
       sigma 0.6 1/sqrt(ms) noise
state  x 1 = 1 state
       x' = mu*x + sigma*x*xi
`

const (
	drift = 0.5
	noise = 0.6
)

// Euler–Maruyama converges to Itô's solution with strong order ½, Heun to
// Stratonovich's with 1. Every path sees the same Brownian motion at all steps. The
// mean error of 500 paths is known to some 5 %, and orders over four halvings to
// log₂(1.1)/4 ≈ 0.03; 0.1 is for the next term.
func TestStrongOrder(t *testing.T) {
	for _, tt := range []struct {
		method ir.Method
		exact  func(w float64) float64
		order  float64
	}{
		{ir.Euler, func(w float64) float64 { return math.Exp(drift - noise*noise/2 + noise*w) }, 0.5},
		{ir.Heun, func(w float64) float64 { return math.Exp(drift + noise*w) }, 1},
	} {
		t.Run(string(tt.method), func(t *testing.T) {
			const coarse, fine = 16, 256
			m := parse(t, geometric)
			order := math.Log2(strongError(t, m, tt.method, tt.exact, coarse, fine)/
				strongError(t, m, tt.method, tt.exact, fine, fine)) / math.Log2(fine/coarse)
			if math.Abs(order-tt.order) > 0.1 {
				t.Errorf("strong order %.3f, want %g", order, tt.order)
			}
		})
	}
}

// strongError is the mean of |x − exact| at 1 ms after n steps, over paths given
// as finest increments.
func strongError(t *testing.T, m *ir.Mechanism, method ir.Method, exact func(w float64) float64, n, finest int) float64 {
	r := rand.New(rand.NewPCG(7, 7))
	const paths = 500
	sum := 0.0
	for range paths {
		x := start(t, m, ir.Options{Method: method}, 1/float64(n))
		w, increment := 0.0, 0.0
		x.normal = func(int) float64 { return increment * math.Sqrt(float64(n)) }
		for range n {
			increment = 0
			for range finest / n {
				increment += r.NormFloat64() / math.Sqrt(float64(finest))
			}
			w += increment
			x.step()
		}
		sum += math.Abs(x.get("x") - exact(w))
	}
	return sum / paths
}

// The second moment after one step is exact by three-point Gauss–Hermite
// quadrature; after n steps of this linear equation it is the n-th power. Both
// methods have weak order 1, each to its own interpretation of the noise.
func TestWeakOrder(t *testing.T) {
	m := parse(t, geometric)
	for _, tt := range []struct {
		method ir.Method
		want   float64
	}{
		{ir.Euler, math.Exp(2*drift + noise*noise)},
		{ir.Heun, math.Exp(2*drift + 2*noise*noise)},
	} {
		t.Run(string(tt.method), func(t *testing.T) {
			failure := func(n int) float64 {
				return math.Abs(math.Pow(secondMoment(t, m, tt.method, 1/float64(n)), float64(n)) - tt.want)
			}
			if order := math.Log2(failure(128) / failure(256)); math.Abs(order-1) > 0.05 {
				t.Errorf("weak order %.3f (errors %.3g, %.3g), want 1", order, failure(128), failure(256))
			}
		})
	}
}

func secondMoment(t *testing.T, m *ir.Mechanism, method ir.Method, dt float64) float64 {
	sum := 0.0
	for _, node := range []struct{ x, weight float64 }{{-math.Sqrt(3), 1.0 / 6}, {0, 2.0 / 3}, {math.Sqrt(3), 1.0 / 6}} {
		x := start(t, m, ir.Options{Method: method}, dt)
		x.normal = func(int) float64 { return node.x }
		x.step()
		sum += node.weight * x.get("x") * x.get("x")
	}
	return sum
}
