package sim_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// numerics are both, with their orders.
var numerics = []struct {
	name     string
	numerics sim.Numerics
	order    float64
}{
	{"staggered", sim.Staggered, 2},
	{"NEURON", sim.NEURON, 1},
}

// lastOf is the last sample of probe 0.
func lastOf(t *testing.T, net *network.Network, opt sim.Options, duration float64) []float64 {
	t.Helper()
	seen := newMemory()
	opt.Observer = seen
	run(t, compile(t, net, opt), duration+opt.Step)
	list := seen.samples[0]
	return list[len(list)-1]
}

// orderOf is the order of convergence of value, by its error at two steps.
func orderOf(value func(step float64) float64, exact, step float64) float64 {
	return math.Log2(math.Abs(value(step)-exact) / math.Abs(value(step/2)-exact))
}

// A patch without leak under a synapse has v = E + (v₀−E)·exp(−∫g/C).
func TestEPSP(t *testing.T) {
	tree := stick(10, 10/math.Pi, 1) // 100 µm², 1 pF
	const w, tau1, tau2, start, e = 2e-6, 0.7, 3.0, 1.5, 0.0
	peak := tau1 * tau2 / (tau2 - tau1) * math.Log(tau2/tau1)
	factor := w / (math.Exp(-peak/tau2) - math.Exp(-peak/tau1))
	after := 6.0
	charge := factor * (tau2*-math.Expm1(-after/tau2) - tau1*-math.Expm1(-after/tau1)) // µS·ms
	want := e + (-65-e)*math.Exp(-charge/1e-3)
	value := func(n sim.Numerics, step float64) float64 {
		p := shaped("cell", 1, 20, cellOf(tree))
		input := trains("input", 1, []float64{start - 0.5}, []int32{0})
		net := &network.Network{Populations: []*network.Population{p, input}, Probes: []*network.Probe{record(p, "v", 0, 0)},
			Projections: []*network.Projection{onto("synapse", input, p, model(t, "Exp2Syn"), 0, w, 0.5, numbers("tau1", tau1, "tau2", tau2, "e", e))}}
		return lastOf(t, net, sim.Options{Step: step, Numerics: n}, start+after)[0]
	}
	for _, tt := range numerics {
		t.Run(tt.name, func(t *testing.T) {
			order := orderOf(func(step float64) float64 { return value(tt.numerics, step) }, want, 0.05)
			if math.Abs(order-tt.order) > 0.1 {
				t.Errorf("order %.3f, want %g", order, tt.order)
			}
		})
	}
	if got := value(sim.Staggered, 0.0125); math.Abs(got-want) > 1e-4 {
		t.Errorf("v = %.8f mV, want %.8f", got, want)
	}
}

// A patch with hh is the point neuron hodgkin_huxley, to the order of the method.
func TestPatchIsPoint(t *testing.T) {
	const duration = 8.0 // on the way down from the first spike
	point := &network.Population{Name: "point", Size: 1, Model: model(t, "hodgkin_huxley"),
		Method: "rk4", Values: numbers("I_e", 1e-4)} // nA/µm²
	net := &network.Network{Populations: []*network.Population{point},
		Probes: []*network.Probe{{Name: "v", Population: point, Variable: "V_m"}}}
	exact := lastOf(t, net, sim.Options{Step: 0.0025}, duration)[0]
	tree := stick(10, 100/math.Pi, 1) // 1000 µm²
	for _, tt := range numerics {
		t.Run(tt.name, func(t *testing.T) {
			value := func(step float64) float64 {
				p := shaped("cell", 1, 6.3, cellOf(tree, network.Insertion{Mechanism: model(t, "hh"), Values: numbers("el", -54.387)}))
				net := &network.Network{Populations: []*network.Population{p}, Stimuli: []*network.Stimulus{current(p, 0, 0, 1e9, 0.1)},
					Probes: []*network.Probe{record(p, "v", 0, 0)}}
				return lastOf(t, net, sim.Options{Step: step, Numerics: tt.numerics}, duration)[0]
			}
			if order := orderOf(value, exact, 0.005); math.Abs(order-tt.order) > 0.15 {
				t.Errorf("order %.3f, want %g; v = %.6f mV at 0.0025 ms, point %.6f", order, tt.order, value(0.0025), exact)
			}
		})
	}
}

// An axon like the squid's conducts at 18.7 m/s at 18.5 °C (Hodgkin & Huxley 1952,
// J Physiol 117:500, p. 528: 18.8 by their calculation).
func TestConduction(t *testing.T) {
	const compartments, length = 240, 60000.0 // 250 µm each
	cell := cellOf(stick(length, 476, compartments), network.Insertion{Mechanism: model(t, "hh")})
	cell.Resistivity[0] = 35.4 * ohm
	a := shaped("a", 1, 18.5, cell)
	first, second := *cell, *cell
	first.Detector.Compartment, second.Detector.Compartment = 80, 200
	b := shaped("b", 1, 18.5, &second)
	a.Shape.Cells[0] = &first
	a.Solver, b.Solver = network.Interpolated, network.Interpolated
	net := &network.Network{Populations: []*network.Population{a, b}}
	for _, p := range net.Populations {
		st := current(p, 0, 0.5, 1, 20000)
		st.Name = p.Name
		net.Stimuli = append(net.Stimuli, st)
	}
	seen := newMemory()
	run(t, compile(t, net, sim.Options{Step: 0.01, Observer: seen}), 5)
	if len(seen.times[0]) != 1 || len(seen.times[1]) != 1 {
		t.Fatalf("spikes at %v and %v", seen.times[0], seen.times[1])
	}
	speed := 120 * 0.25 / (seen.times[1][0] - seen.times[0][0]) // mm/ms
	if math.Abs(speed-18.7) > 0.05 {
		t.Errorf("%.3f m/s, want 18.7", speed)
	}
}

// A passive cylinder sealed at both ends, with a current into one, is
// v = I·r∞·cosh((L−x)/λ)/sinh(L/λ) above rest in the steady state.
func TestPassiveCylinder(t *testing.T) {
	const d, length, g, ra, i, n = 2.0, 1000.0, 1e-4, 100.0, 0.05, 401
	lambda := math.Sqrt(d / 4 / (g * ohm) / (ra * ohm))
	input := 4 * ra * ohm * lambda / (math.Pi * d * d)
	cell := cellOf(stick(length, d, n), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", g, "e", -65.0)})
	p := shaped("cell", 1, 20, cell)
	net := &network.Network{Populations: []*network.Population{p}, Stimuli: []*network.Stimulus{current(p, 0, 0, 1e9, i)},
		Probes: []*network.Probe{record(p, "v", 50, 0, n/2, n-1)}}
	for _, tt := range numerics {
		v := lastOf(t, net, sim.Options{Step: 0.05, Numerics: tt.numerics}, 250)
		for k, x := range []float64{0.5 / n, 0.5, 1 - 0.5/n} {
			want := -65 + i*input*math.Cosh(length*(1-x)/lambda)/math.Sinh(length/lambda)
			// Second order in the compartments' length: 2.5 µm; and currents enter half of it from the end.
			if math.Abs(v[k]-want) > 2e-2 {
				t.Errorf("%s: v(%g) = %.6f mV, want %.6f", tt.name, x, v[k], want)
			}
		}
	}
}
