package sim_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// Two passive cells joined by a gap junction: their difference decays with rate
// 1/τ + 2g/C, their mean with 1/τ. The current is held over a step, so the error
// is of first order.
func TestGapJunctionClosedForm(t *testing.T) {
	const g, c, tau, duration = 0.005, 0.25, 10.0, 20.0
	exact := -70 + 5*math.Exp(-duration/tau) + 5*math.Exp(-duration*(1/tau+2*g/c))
	var errors []float64
	for _, dt := range []float64{0.1, 0.05, 0.025} {
		cell := &network.Population{Name: "pair", Size: 2, Model: model(t, "iaf_psc_delta"), Values: map[string]network.Value{
			"V_m": {Array: []float64{-60, -70}}, "V_th": network.Number(0)}}
		net := &network.Network{Populations: []*network.Population{cell}, Projections: []*network.Projection{{
			Name: "gap", Source: network.All(cell), Target: network.All(cell), Rule: network.Rule{Kind: network.AllToAll, NoAutapses: true},
			Synapse: model(t, "gap_junction"), Values: numbers("g", g), Weight: network.Number(1), Delay: network.Number(dt)}}}
		s := compile(t, net, sim.Options{Step: dt})
		run(t, s, duration)
		v, err := s.Values(cell, "V_m")
		if err != nil {
			t.Fatal(err)
		}
		errors = append(errors, math.Abs(v[0]-exact))
	}
	for i := 1; i < len(errors); i++ {
		if order := math.Log2(errors[i-1] / errors[i]); math.Abs(order-1) > 0.1 {
			t.Errorf("errors %g: order %.2f, want 1", errors, order)
		}
	}
}

// The interpolated crossing of a leaky neuron under constant current is of second
// order where the grid's is of first: V is nearly straight within a step.
func TestInterpolatedCrossing(t *testing.T) {
	exact := 10 * math.Log(20.0/8)
	var errors []float64
	for _, dt := range []float64{0.4, 0.2, 0.1} {
		seen := newMemory()
		s := compile(t, lifNetwork(t, network.Interpolated), sim.Options{Step: dt, Observer: seen})
		run(t, s, 12)
		errors = append(errors, math.Abs(seen.times[0][0]-exact))
	}
	if errors[2] > 2e-4 || errors[0] > 3e-3 {
		t.Errorf("crossing errors %g ms at dt 0.4, 0.2, 0.1: want below 3e-3 and 2e-4 (h²/8·V''/V')", errors)
	}
}

// Precise solving does not depend on the step.
func TestPreciseDoesNotDependOnStep(t *testing.T) {
	var want []float64
	for _, dt := range []float64{0.5, 0.1, 0.03} {
		seen := newMemory()
		run(t, compile(t, preciseNet(t), sim.Options{Step: dt, Observer: seen, Seed: 5}), 300)
		if want == nil {
			want = seen.times[1]
		}
		if len(want) < 20 || len(want) != len(seen.times[1]) {
			t.Fatalf("dt %g: %d spikes, want %d (at least 20)", dt, len(seen.times[1]), len(want))
		}
		for i := range want {
			if math.Abs(seen.times[1][i]-want[i]) > 1e-8 {
				t.Fatalf("dt %g: spike %d at %.12g ms, want %.12g within 1e-8", dt, i, seen.times[1][i], want[i])
			}
		}
	}
}

// preciseNet is one neuron with exponential synapses under irregular input.
func preciseNet(t *testing.T) *network.Network {
	var times []float64
	var cells []int32
	for i := range 400 {
		times = append(times, 1+0.7123*float64(i)+0.3*math.Sin(float64(i*i)))
		cells = append(cells, 0)
	}
	source := trains("in", 1, times, cells)
	cell := &network.Population{Name: "cell", Size: 1, Model: model(t, "iaf_psc_exp"), Solver: network.Precise}
	return &network.Network{Populations: []*network.Population{source, cell}, Projections: []*network.Projection{{
		Name: "p", Source: network.All(source), Target: network.All(cell), Weight: network.Number(0.25), Delay: network.Number(1.0421), Receptor: "ex"}}}
}

// A Poisson drive has the mean and the variance of its rate, and each cell its own.
func TestPoissonDrive(t *testing.T) {
	const rate, weight, n, duration = 2.0, 0.01, 200, 2000.0
	m := inline(t, "neuron sum\nstate x 1 = 0 total\nreceive in 1 { x += weight } all events\n")
	p := &network.Population{Name: "sum", Size: n, Model: m}
	net := &network.Network{Populations: []*network.Population{p}, Stimuli: []*network.Stimulus{{
		Name: "drive", Target: network.All(p), Model: model(t, "poisson_drive"), Values: numbers("rate", rate, "weight", weight)}}}
	s := compile(t, net, sim.Options{Seed: 11})
	run(t, s, duration)
	x, err := s.Values(p, "x")
	if err != nil {
		t.Fatal(err)
	}
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += v / weight / n
		square += v / weight * v / weight / n
	}
	want := rate * duration
	if sd := math.Sqrt(want / n); math.Abs(mean-want) > 4*sd {
		t.Errorf("mean count %g, want %g ± %g (4 sd of the mean)", mean, want, 4*sd)
	}
	variance := (square - mean*mean) * n / (n - 1)
	if spread := want * math.Sqrt(2.0/n); math.Abs(variance-want) > 4*spread {
		t.Errorf("variance of the counts %g, want %g ± %g (4 sd)", variance, want, 4*spread)
	}
}

// A course moves a parameter at its times, also one that propagators depend on.
func TestCourse(t *testing.T) {
	m := inline(t, "neuron decay\nparam tau 10 ms decay\nstate x 1 = 1 decays\n tau x' = -x\n")
	p := &network.Population{Name: "p", Size: 1, Model: m, Values: map[string]network.Value{
		"tau": {Course: &network.Course{Every: 5, Values: []float64{10, 2, 50}}}}}
	s := compile(t, &network.Network{Populations: []*network.Population{p}}, sim.Options{})
	run(t, s, 15)
	x, err := s.Values(p, "x")
	if err != nil {
		t.Fatal(err)
	}
	if want := math.Exp(-5.0/10 - 5.0/2 - 5.0/50); math.Abs(x[0]-want) > 1e-12 {
		t.Errorf("x = %.15g, want %.15g within 1e-12 (closed form)", x[0], want)
	}
}

// Leaky integration of white noise is exact for any step: after one step of a
// thousandth or of twice the time constant, the variance follows
// σ²τ/2·(1 − e^(−2t/τ)).
func TestNoiseIsExactForAnyStep(t *testing.T) {
	const n, tau, sigma, duration = 20000, 10.0, 3.0, 20.0
	m := inline(t, "neuron noisy\nparam tau 10 ms leak\n sigma 3 1/sqrt(ms) noise\nstate x 1 = 0 noisy\n x' = -x/tau + sigma*xi\n")
	for _, dt := range []float64{0.5, 5, 20} {
		p := &network.Population{Name: "p", Size: n, Model: m}
		s := compile(t, &network.Network{Populations: []*network.Population{p}}, sim.Options{Step: dt, Seed: 2})
		run(t, s, duration)
		x, err := s.Values(p, "x")
		if err != nil {
			t.Fatal(err)
		}
		square := 0.0
		for _, v := range x {
			square += v * v / n
		}
		want := sigma * sigma * tau / 2 * (1 - math.Exp(-2*duration/tau))
		if tol := 4 * want * math.Sqrt(2.0/n); math.Abs(square-want) > tol {
			t.Errorf("dt %g: variance %g, want %g ± %g (4 sd of the estimate)", dt, square, want, tol)
		}
	}
}
