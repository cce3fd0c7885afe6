package sim_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// A probe that looks at every step keeps cells from taking several on end, and changes nothing.
func TestStepsOnEnd(t *testing.T) {
	for _, tt := range numerics {
		t.Run(tt.name, func(t *testing.T) {
			var want string
			for _, every := range []float64{0, 0.05, 0.35, 7, 1000} {
				net := shapedCircuit(t)
				net.Probes = net.Probes[:0]
				if every > 0 {
					net.Probes = append(net.Probes, &network.Probe{Name: "v", Population: net.Populations[0], Variable: "v", Every: every})
				}
				seen := newMemory()
				s := compile(t, net, sim.Options{Step: 0.05, Seed: 3, Observer: seen, Numerics: tt.numerics})
				run(t, s, 13.35)
				run(t, s, 26.65)
				seen.samples, seen.sampled = nil, nil
				if want == "" {
					want = seen.text()
				}
				if len(seen.times[0]) < 50 || seen.text() != want {
					t.Errorf("with samples every %g ms: %d spikes, not those without", every, len(seen.times[0]))
				}
			}
		})
	}
}

// Sums of ion currents are left out where nobody reads them; that changes nothing but the
// order of a sum.
func TestUnreadCurrents(t *testing.T) {
	for _, tt := range numerics {
		var v [2]float64
		for i, variable := range []string{"ena", "ina"} {
			net := swcNetwork(t, "threepoint.swc", "hh")
			p := net.Populations[0]
			net.Probes = []*network.Probe{record(p, variable, 1, 1), record(p, "v", 1, 1)}
			seen := newMemory()
			s := compile(t, net, sim.Options{Step: 0.025, Observer: seen, Numerics: tt.numerics})
			run(t, s, 30)
			last := seen.samples[1]
			v[i] = last[len(last)-1][0]
			_, err := s.Values(p, "ina")
			if want := "ina is known only where a probe records it"; variable == "ena" && (err == nil || !strings.Contains(err.Error(), want)) || variable == "ina" && err != nil {
				t.Errorf("values of ina beside a probe of %s: error %v", variable, err)
			}
		}
		if math.Abs(v[0]-v[1]) > 1e-8 {
			t.Errorf("%s: %.15g mV without the sums, %.15g with them", tt.name, v[0], v[1])
		}
	}
}

// A window ends where a run does, also one that is shorter than a millisecond, and a run that
// is cancelled goes on as if it had not been.
func TestWindowEnds(t *testing.T) {
	whole, parts := newMemory(), newMemory()
	run(t, compile(t, shapedCircuit(t), sim.Options{Step: 0.05, Seed: 3, Observer: whole}), 20)
	s := compile(t, shapedCircuit(t), sim.Options{Step: 0.05, Seed: 3, Observer: parts})
	for range 40 {
		run(t, s, 0.3)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Run(ctx, 4); err == nil {
		t.Fatal("a cancelled run ended without an error")
	}
	run(t, s, 20-s.Time())
	if whole.text() != parts.text() {
		t.Error("a run in parts differs from one in one piece")
	}
}

// Whichever mechanism comes first in a compartment, with a current that can be computed
// beside its states or one that must wait for concentrations: nothing is lost, and both orders of a step
// agree as it becomes short.
func TestFirstMechanism(t *testing.T) {
	const calcium = `NEURON { SUFFIX %s USEION ca READ eca WRITE ica RANGE g }
PARAMETER { g = 2e-5 (S/cm2) }
ASSIGNED { v (mV) eca (mV) ica (mA/cm2) }
BREAKPOINT { ica = g*(v - eca) }`
	hh, shell, leak := model(t, "hh"), model(t, "CaDynamics"), model(t, "pas")
	first, last := modText(t, fmt.Sprintf(calcium, "aa")), modText(t, fmt.Sprintf(calcium, "zz"))
	for _, tt := range []struct {
		name   string
		insert []*ir.Mechanism
	}{
		{"waits", []*ir.Mechanism{first, hh, shell}},
		{"does not wait", []*ir.Mechanism{hh, last, shell}},
		{"leak", []*ir.Mechanism{hh, last, shell, leak}},
		{"alone", []*ir.Mechanism{hh}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var v [2]float64
			for i, numerics := range []sim.Numerics{sim.Staggered, sim.NEURON} {
				cell := cellOf(stick(100, 10, 3))
				for _, m := range tt.insert {
					cell.Insert = append(cell.Insert, network.Insertion{Mechanism: m})
				}
				p := shaped("cell", 9, 6.3, cell)
				net := &network.Network{Populations: []*network.Population{p}, Stimuli: []*network.Stimulus{current(p, 0, 1, 20, 0.05)},
					Probes: []*network.Probe{record(p, "v", 1, 2)}}
				v[i] = lastOf(t, net, sim.Options{Step: 0.0005, Numerics: numerics}, 8)[0]
			}
			// Both begin at rest; the spike's slope, some mV in 0.1 ms, times the step is what may be left.
			if math.Abs(v[0]-v[1]) > 0.05 || math.Abs(v[0]+65) < 0.05 {
				t.Errorf("%.6g mV staggered, %.6g mV in NEURON's order", v[0], v[1])
			}
		})
	}
}
