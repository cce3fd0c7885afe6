package sim_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// layers is three populations that all reach each other, with weights and delays that differ
// from synapse to synapse: two whose states weights are added to, and one with ports.
func layers(t *testing.T) *network.Network {
	net := &network.Network{}
	for i, size := range []int{1500, 1100, 300} {
		p := &network.Population{Name: fmt.Sprint("layer ", i), Size: size, Model: model(t, "iaf_psc_exp"), Values: numbers("tau_syn_ex", 0.5, "tau_syn_in", 0.5)}
		port, weight := "ex", 0.1
		if i == 2 {
			p.Model, p.Values, port, weight = model(t, "iaf_psc_delta"), map[string]network.Value{}, "", 0.3
		}
		p.Values["V_m"] = network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: -70, B: -55}}
		net.Populations = append(net.Populations, p)
		net.Stimuli = append(net.Stimuli, &network.Stimulus{Name: p.Name, Target: network.All(p), Model: model(t, "poisson_drive"), Port: port,
			Values: numbers("rate", 15.0, "weight", weight)})
	}
	for i, target := range net.Populations {
		for j, source := range net.Populations {
			weight, receptor := 0.1, "ex"
			if i == 2 {
				weight, receptor = 0.3, ""
			}
			if j == 1 && i < 2 {
				weight, receptor = -4*weight, "in"
			}
			net.Projections = append(net.Projections, &network.Projection{Name: fmt.Sprint(j, " to ", i), Source: network.All(source), Target: network.All(target),
				Receptor: receptor, Rule: network.Rule{Kind: network.FixedIn, N: 30},
				Weight: network.Value{Draw: &network.Distribution{Kind: network.NormalDist, A: weight, B: 0.1 * max(weight, -weight)}},
				Delay:  network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 0.1, B: float64(1 + j)}}})
		}
	}
	return net
}

// probed is layers with a probe, for which what is delivered cannot wait.
func probed(t *testing.T) *network.Network {
	net := layers(t)
	net.Probes = append(net.Probes, &network.Probe{Name: "V", Population: net.Populations[0], Variable: "V_m", Every: 0.1})
	return net
}

// Populations whose blocks are together have the same spikes however many workers there
// are, and whether deliveries wait for the next step or not.
func TestDeliveriesWait(t *testing.T) {
	want := ""
	for _, net := range []func(*testing.T) *network.Network{layers, probed} {
		for _, threads := range []int{1, 2, 3} {
			seen := newMemory()
			run(t, compile(t, net(t), sim.Options{Observer: seen, Threads: threads, Seed: 7}), 60)
			got := spikeText(seen)
			for p := range 3 {
				if len(seen.times[p]) < 300 {
					t.Fatalf("only %d spikes in population %d", len(seen.times[p]), p)
				}
			}
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatalf("spikes differ with %d threads", threads)
			}
		}
	}
}

// What one worker saves three take up.
func TestCheckpointForOtherThreads(t *testing.T) {
	whole, late := newMemory(), newMemory()
	s := compile(t, layers(t), sim.Options{Observer: whole, Threads: 1, Seed: 7})
	run(t, s, 30.3)
	var file bytes.Buffer
	if err := s.Save(&file); err != nil {
		t.Fatal(err)
	}
	*whole = *newMemory()
	run(t, s, 20)
	restored := compile(t, layers(t), sim.Options{Observer: late, Threads: 3, Seed: 7})
	run(t, restored, 30.5) // to a later step, which comes again
	*late = *newMemory()
	if err := restored.Restore(&file); err != nil {
		t.Fatal(err)
	}
	run(t, restored, 20)
	if spikeText(late) != spikeText(whole) || len(late.times[0]) < 100 {
		t.Errorf("%d spikes after restoring, not those of the run that went on", len(late.times[0]))
	}
	if got, want := restored.Stats().SynapticEvents, s.Stats().SynapticEvents; got != want {
		t.Errorf("%d synaptic events after restoring, want %d", got, want)
	}
}

// Connections whose tables have been joined with others tell their ends and delays: the
// same ends as with one delay for all, when no tables are joined.
func TestValuesOfJoinedTables(t *testing.T) {
	var ends [2][]string
	for i := range ends {
		net := layers(t)
		p := net.Projections[1]
		if i == 1 {
			p.Delay = network.Number(0.5)
		}
		sources, targets, delays, err := compile(t, net, sim.Options{Threads: 2, Seed: 7}).SynapseValues(p, "delay")
		if err != nil {
			t.Fatal(err)
		}
		for k := range sources {
			ends[i] = append(ends[i], fmt.Sprint(sources[k], targets[k]))
		}
		slices.Sort(ends[i])
		if lo, hi := slices.Min(delays), slices.Max(delays); i == 0 && !(lo >= 0.1 && lo < 0.2 && hi > 1.9 && hi <= 2) {
			t.Errorf("delays from %g to %g ms, want 0.1 to 2", lo, hi)
		}
	}
	if len(ends[0]) != 30*1500 || !slices.Equal(ends[0], ends[1]) {
		t.Errorf("%d synapses, not those that the rule draws", len(ends[0]))
	}
}
