package sim_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// every lists spikes of one cell at equal intervals.
func every(from, interval float64, n int) (times []float64, cells []int32) {
	for i := range n {
		times = append(times, from+interval*float64(i))
		cells = append(cells, 0)
	}
	return times, cells
}

// Membrane potentials of NEST's test of tsodyks_synapse: an iaf_psc_exp neuron
// of 1 GΩ driven through one synapse by a regular train, every 25 ms from 100 ms
// (testsuite/pytests/synapses/test_tsodyks_synapse.py; printed to 6 digits).
func TestTsodyksVoltageTables(t *testing.T) {
	for _, tt := range []struct {
		name                string
		tauM, tauPsc        float64
		rec, fac, u, weight float64 // ms, ms, 1, nA
		first, interval     float64
		want                []float64
	}{
		{"depressing", 40, 3, 800, 0, 0.5, 0.250, 98.1, 50, []float64{
			2.40135, 5.30244, 4.10833, 4.32217, 3.05339, 2.87124, 2.02864, 1.90802, 1.39696, 1.37585, 1.05778, 1.10349}},
		{"facilitating", 60, 1.5, 130, 530, 0.03, 1.540, 98.2, 50.1, []float64{
			0.473975, 0.770603, 1.29712, 1.75799, 2.11442, 2.71449, 2.78553, 3.54615, 3.27271, 4.23324}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tsodyksVoltages(t, tt.tauM, tt.tauPsc, tt.first, tt.interval, tt.weight,
				numbers("U", tt.u, "tau_rec", tt.rec, "tau_fac", tt.fac, "tau_psc", tt.tauPsc))
			for i, want := range tt.want {
				if math.Abs(got[i]-want) > 1e-5 {
					t.Errorf("V(%d ms) = %.6g mV, want %.6g within 1e-5", 100+25*i, got[i], want)
				}
			}
		})
	}
}

func tsodyksVoltages(t *testing.T, tauM, tauPsc, first, interval, weight float64, values map[string]network.Value) []float64 {
	times, cells := every(first, interval, 20)
	source := trains("train", 1, times, cells)
	cell := &network.Population{Name: "cell", Size: 1, Model: model(t, "iaf_psc_exp"), Values: numbers(
		"E_L", 0.0, "V_reset", 0.0, "V_th", 1500.0, "C_m", tauM/1000, "tau_m", tauM, "tau_syn_ex", tauPsc)}
	net := &network.Network{
		Populations: []*network.Population{source, cell},
		Projections: []*network.Projection{{Name: "p", Source: network.All(source), Target: network.All(cell),
			Synapse: model(t, "tsodyks"), Values: values, Weight: network.Number(weight), Delay: network.Number(1), Receptor: "ex"}},
		Probes: []*network.Probe{{Name: "V", Population: cell, Variable: "V_m", From: 100, Every: 25}},
	}
	seen := newMemory()
	run(t, compile(t, net, sim.Options{Observer: seen}), 420)
	var out []float64
	for _, v := range seen.samples[0] {
		out = append(out, v[0])
	}
	return out
}

// pairNet has one plastic connection between two cells with given spikes; the
// postsynaptic one fires because a strong input makes it, one step after.
func pairNet(t *testing.T, synapse string, pre, post []float64, values map[string]network.Value, weight float64) (*network.Network, *network.Projection) {
	zeros := func(n int) []int32 { return make([]int32, n) }
	a := trains("pre", 1, pre, zeros(len(pre)))
	kick := trains("kick", 1, post, zeros(len(post)))
	b := &network.Population{Name: "post", Size: 1, Model: model(t, "iaf_psc_delta"), Values: numbers("t_ref", 0.0)}
	p := &network.Projection{Name: "plastic", Source: network.All(a), Target: network.All(b), Synapse: model(t, synapse),
		Values: values, Weight: network.Number(weight), Delay: network.Number(0.1)}
	return &network.Network{
		Populations: []*network.Population{a, kick, b},
		Projections: []*network.Projection{p,
			{Name: "kick", Source: network.All(kick), Target: network.All(b), Weight: network.Number(100), Delay: network.Number(0.1)}},
	}, p
}

// The pair window of Song, Miller & Abbott 2000: Δw = λ·Wmax·e^(−Δ/τ+) after pre→post
// and −αλ·Wmax·e^(−Δ/τ−) after post→pre (additive rule, μ = 0).
func TestPairWindow(t *testing.T) {
	const lambda, alpha, wmax, tauPlus, tauMinus, w0 = 0.01, 1.05, 2.0, 20.0, 30.0, 1.0
	for _, delta := range []float64{-80, -30, -10, -1, -0.1, 0.1, 1, 10, 30, 80} {
		net, p := pairNet(t, "stdp", []float64{200}, []float64{200 + delta}, numbers(
			"lambda", lambda, "alpha", alpha, "Wmax", wmax, "tau_plus", tauPlus, "tau_minus", tauMinus, "mu_plus", 0.0, "mu_minus", 0.0), w0)
		s := compile(t, net, sim.Options{})
		run(t, s, 400)
		_, _, got, err := s.SynapseValues(p, "weight")
		if err != nil {
			t.Fatal(err)
		}
		want := w0 + lambda*wmax*math.Exp(-delta/tauPlus)
		if delta < 0 {
			want = w0 - alpha*lambda*wmax*math.Exp(delta/tauMinus)
		}
		if math.Abs(got[0]-want) > 1e-9 {
			t.Errorf("Δ = %g ms: weight %.12g, want %.12g within 1e-9", delta, got[0], want)
		}
	}
}

// Izhikevich 2007, Cereb Cortex 17:2443: a pair at distance Δ and a dopamine pulse
// d later change the weight by A·e^(−Δ/τ+)·e^(−d/τc)·(1/τc + 1/τn)⁻¹/τn once all
// traces have decayed.
func TestDopamineLaw(t *testing.T) {
	const delta, tauPlus, tauC, tauN = 10.0, 20.0, 1000.0, 200.0
	var first float64
	for _, d := range []float64{0, 1000, 2000, 3000} {
		net, p := pairNet(t, "stdp_dopamine", []float64{100}, []float64{100 + delta}, numbers(
			"A_plus", 1.0, "A_minus", 1.5, "tau_plus", tauPlus, "tau_minus", 20.0, "tau_c", tauC, "tau_n", tauN, "b", 0.0,
			"Wmin", -1e9, "Wmax", 1e9), 1)
		da := trains("dopamine", 1, []float64{100 + delta + 0.1 + d}, []int32{0})
		net.Populations = append(net.Populations, da)
		p.Modulator = network.All(da)
		s := compile(t, net, sim.Options{})
		run(t, s, 20000)
		_, _, w, err := s.SynapseValues(p, "weight")
		if err != nil {
			t.Fatal(err)
		}
		change := w[0] - 1
		want := math.Exp(-delta/tauPlus) * math.Exp(-d/tauC) / (1/tauC + 1/tauN) / tauN
		if math.Abs(change/want-1) > 1e-6 {
			t.Errorf("d = %g ms: Δw = %.9g, want %.9g within 1e-6 of it", d, change, want)
		}
		if first == 0 {
			first = change
		}
		if ratio := change / first; math.Abs(ratio/math.Exp(-d/tauC)-1) > 1e-6 {
			t.Errorf("d = %g ms: ratio to d = 0 is %.9g, want %.9g", d, ratio, math.Exp(-d/tauC))
		}
	}
}

// Parameters of single connections follow the list that the user gave, in
// whatever order the table keeps them.
func TestListedSynapseParameters(t *testing.T) {
	source := trains("pre", 3, []float64{1, 1, 1}, []int32{0, 1, 2})
	cell := &network.Population{Name: "cell", Size: 3, Model: inline(t, "neuron sum\nstate x 1 = 0 total\nreceive in 1 { x += weight } all\n")}
	scaled := inline(t, "synapse scaled\nparam gain 1 factor\non pre { deliver gain*weight }\n")
	net := &network.Network{Populations: []*network.Population{source, cell}, Projections: []*network.Projection{{
		Name: "p", Source: network.All(source), Target: network.All(cell), Synapse: scaled,
		Rule:   network.Rule{Kind: network.Explicit, Sources: []uint32{2, 0, 1}, Targets: []uint32{0, 2, 1}},
		Weight: network.Value{Array: []float64{1, 2, 3}}, Delay: network.Value{Array: []float64{0.3, 0.1, 0.2}},
		Values: map[string]network.Value{"gain": {Array: []float64{10, 100, 1000}}}}}}
	s := compile(t, net, sim.Options{})
	run(t, s, 3)
	x, err := s.Values(cell, "x")
	if err != nil {
		t.Fatal(err)
	}
	for lane, want := range []float64{10, 3000, 200} {
		if x[lane] != want {
			t.Errorf("cell %d received %g, want %g", lane, x[lane], want)
		}
	}
}

// What lives on a neuron's side of a projection reads that neuron, whatever the
// order of the connections: pre and post states that follow the potential.
func TestSideStatesReadTheirNeuron(t *testing.T) {
	follow := inline(t, `synapse follow
reads V_m_pre mV potential
      V_m_post mV potential
pre   s mV = 0 mV follows the source
      s' = (V_m_pre - s)/(1 ms)
post  u mV = 0 mV follows the target
      u' = (V_m_post - u)/(1 ms)
on pre { deliver weight }
`)
	potentials := []float64{-70, -50, -60}
	cells := &network.Population{Name: "cells", Size: 3, Model: model(t, "iaf_psc_delta"), Values: map[string]network.Value{
		"V_m": {Array: potentials}, "E_L": {Array: potentials}, "V_th": network.Number(0)}}
	for _, delay := range []network.Value{network.Number(1), {Array: []float64{1, 2, 1, 2, 1, 2, 1, 2, 1}}} {
		p := &network.Projection{Name: "p", Source: network.All(cells), Target: network.All(cells), Synapse: follow,
			Rule: network.Rule{Kind: network.AllToAll}, Weight: network.Number(0), Delay: delay}
		net := &network.Network{Populations: []*network.Population{cells}, Projections: []*network.Projection{p}}
		s := compile(t, net, sim.Options{})
		run(t, s, 50)
		sources, targets, follows, err := s.SynapseValues(p, "s")
		if err != nil {
			t.Fatal(err)
		}
		_, _, other, err := s.SynapseValues(p, "u")
		if err != nil {
			t.Fatal(err)
		}
		for i := range follows {
			if pre, post := potentials[sources[i]], potentials[targets[i]]; math.Abs(follows[i]-pre) > 1e-9 || math.Abs(other[i]-post) > 1e-9 {
				t.Errorf("connection %d to %d: pre state %g, want %g; post state %g, want %g", sources[i], targets[i], follows[i], pre, other[i], post)
			}
		}
	}
}
