package sim_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// cuba is the network of Vogels & Abbott 2005 with delays that differ between its
// projections, as excitable at any size, and a drive. All it receives goes straight to states.
func cuba(t *testing.T, n int) *network.Network {
	p := &network.Population{Name: "all", Size: n, Model: model(t, "cuba"), Values: map[string]network.Value{
		"V_m": {Draw: &network.Distribution{Kind: network.UniformDist, A: -60, B: -50}}}}
	connect := func(port string, lo, hi int, w, delay float64) *network.Projection {
		return &network.Projection{Name: port, Source: network.View{Population: p, Lo: lo, Hi: hi}, Target: network.All(p), Receptor: port,
			Rule: network.Rule{Kind: network.Bernoulli, P: 80 / float64(n)}, Weight: network.Number(w), Delay: network.Number(delay)}
	}
	return &network.Network{
		Populations: []*network.Population{p},
		Projections: []*network.Projection{connect("ex", 0, n*4/5, 1.62, 0.1), connect("in", n*4/5, n, -9, 0.8)},
		Stimuli: []*network.Stimulus{{Name: "drive", Target: network.All(p), Model: model(t, "poisson_drive"), Port: "ex",
			Values: numbers("rate", 0.2, "weight", 1.0)}},
	}
}

// Weights that are added to states give the spikes that they give by way of delay
// buffers, which a projection without effect but with various delays calls for, and the
// same states but for rounding: over 20 ms and some spikes each it grows to less than 10⁻⁹ mV.
func TestDirectIsAsBuffered(t *testing.T) {
	spikes, states := [2]string{}, [2][]float64{}
	for i := range 2 {
		net := cuba(t, 1000)
		if i == 1 {
			p := *net.Projections[0]
			p.Name, p.Weight = "idle", network.Number(0)
			p.Delay = network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 0.1, B: 1}}
			net.Projections = append(net.Projections, &p)
		}
		seen := newMemory()
		s := compile(t, net, sim.Options{Observer: seen, Seed: 5})
		run(t, s, 20)
		spikes[i] = spikeText(seen)
		for _, name := range []string{"V_m", "g_ex", "g_in"} {
			values, err := s.Values(net.Populations[0], name)
			if err != nil {
				t.Fatal(err)
			}
			states[i] = append(states[i], values...)
		}
	}
	if spikes[0] == "" || spikes[0] != spikes[1] {
		t.Error("spikes differ, or there are none")
	}
	for i, x := range states[0] {
		if math.Abs(x-states[1][i]) > 1e-9 {
			t.Fatalf("state %d: %.17g directly, %.17g by way of buffers", i, x, states[1][i])
		}
	}
}
