package sim_test

import (
	"fmt"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

const poissonText = `stimulus poisson_drive
param rate 0 Hz rate of events
      weight 0 weight size of each
inject weight*poisson(rate*dt)
`

// BenchmarkBrunel runs Brunel's network of 12,500 neurons, regime C, per biological ms.
func BenchmarkBrunel(b *testing.B) {
	m := model(b, "iaf_psc_delta")
	p := &network.Population{Name: "all", Size: 12500, Model: m, Values: numbers(
		"tau_m", 20.0, "E_L", 0.0, "V_th", 20.0, "V_reset", 10.0, "t_ref", 2.0)}
	p.Values["V_m"] = network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 0, B: 20}}
	connect := func(name string, lo, hi, k int, w float64) *network.Projection {
		return &network.Projection{Name: name, Source: network.View{Population: p, Lo: lo, Hi: hi}, Target: network.All(p),
			Rule: network.Rule{Kind: network.FixedIn, N: k}, Weight: network.Number(w), Delay: network.Number(1.5)}
	}
	net := &network.Network{
		Populations: []*network.Population{p},
		Projections: []*network.Projection{connect("e", 0, 10000, 1000, 0.1), connect("i", 10000, 12500, 250, -0.5)},
		Stimuli: []*network.Stimulus{{Name: "drive", Target: network.All(p), Model: inline(b, poissonText),
			Values: numbers("rate", 20.0, "weight", 0.1)}},
	}
	s := compile(b, net, sim.Options{})
	run(b, s, 100)
	for b.Loop() {
		run(b, s, 1)
	}
	b.ReportMetric(float64(s.Stats().Spikes)/12500/s.Time()*1000, "Hz")
}

// BenchmarkCUBA runs the network of Vogels & Abbott 2005 with 4,000 neurons, per
// biological ms: 10 steps with some two spikes each.
func BenchmarkCUBA(b *testing.B) {
	p := &network.Population{Name: "all", Size: 4000, Model: model(b, "cuba"), Values: map[string]network.Value{
		"V_m": {Draw: &network.Distribution{Kind: network.UniformDist, A: -60, B: -50}}}}
	connect := func(port string, lo, hi int, w float64) *network.Projection {
		return &network.Projection{Name: port, Source: network.View{Population: p, Lo: lo, Hi: hi}, Target: network.All(p), Receptor: port,
			Rule: network.Rule{Kind: network.Bernoulli, P: 0.02}, Weight: network.Number(w), Delay: network.Number(0.1)}
	}
	benchmarkRun(b, &network.Network{
		Populations: []*network.Population{p},
		Projections: []*network.Projection{connect("ex", 0, 3200, 1.62), connect("in", 3200, 4000, -9)},
	})
}

// BenchmarkStep runs eight silent populations of ten neurons, each connected with
// each, per biological ms: the price of ten steps as such.
func BenchmarkStep(b *testing.B) {
	net := &network.Network{}
	for i := range 8 {
		net.Populations = append(net.Populations, &network.Population{Name: fmt.Sprint(i), Size: 10, Model: model(b, "cuba")})
	}
	for _, from := range net.Populations {
		for _, to := range net.Populations {
			net.Projections = append(net.Projections, &network.Projection{Name: from.Name + to.Name, Source: network.All(from), Target: network.All(to),
				Receptor: "ex", Rule: network.Rule{Kind: network.AllToAll}, Weight: network.Number(1.62), Delay: network.Number(1.5)})
		}
	}
	benchmarkRun(b, net)
}

// benchmarkRun runs a network on one thread and on two.
func benchmarkRun(b *testing.B, net *network.Network) {
	for threads := 1; threads <= 2; threads++ {
		b.Run(fmt.Sprint(threads), func(b *testing.B) {
			s := compile(b, net, sim.Options{Threads: threads})
			defer s.Close()
			run(b, s, 100)
			for b.Loop() {
				run(b, s, 1)
			}
		})
	}
}
