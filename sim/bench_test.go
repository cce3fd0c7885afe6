package sim_test

import (
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
