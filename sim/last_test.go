package sim_test

import (
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// A probe samples at the beginning of steps, and one that asks for it at the end as well,
// where its interval ends there.
func TestSampleLast(t *testing.T) {
	for _, tt := range []struct {
		last     bool
		duration float64
		want     int
	}{{false, 3, 6}, {true, 3, 7}, {true, 3.25, 7}} {
		p := shaped("cell", 1, 20, cellOf(stick(10, 10, 1)))
		seen := newMemory()
		q := &network.Probe{Name: "v", Population: p, Variable: "v", Every: 0.5, Last: tt.last}
		s := compile(t, &network.Network{Populations: []*network.Population{p}, Probes: []*network.Probe{q}}, sim.Options{Step: 0.25, Observer: seen})
		run(t, s, tt.duration)
		if err := s.SampleLast(); err != nil || len(seen.samples[0]) != tt.want {
			t.Errorf("last %v, %g ms: %d samples, want %d (%v)", tt.last, tt.duration, len(seen.samples[0]), tt.want, err)
		}
	}
}

// A channel whose current is 0 whatever happens is part of no leak, and runs.
func TestNoCurrent(t *testing.T) {
	idle := modText(t, `NEURON { SUFFIX idle NONSPECIFIC_CURRENT i }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT { i = 0*v }`)
	for _, tt := range numerics {
		p := shaped("cell", 1, 20, cellOf(stick(10, 10, 1), network.Insertion{Mechanism: idle}))
		net := &network.Network{Populations: []*network.Population{p}, Probes: []*network.Probe{record(p, "v", 0, 0)}}
		if v := lastOf(t, net, sim.Options{Step: 0.1, Numerics: tt.numerics}, 1); v[0] != -65 {
			t.Errorf("%s: v = %g mV, want −65", tt.name, v[0])
		}
	}
}
