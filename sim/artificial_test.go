package sim_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// leaky is the integrate-and-fire cell of models/intfire1.eq as an artificial cell.
const leaky = `NEURON { ARTIFICIAL_CELL leaky RANGE tau, refrac, m }
PARAMETER { tau = 10 (ms) refrac = 5 (ms) }
ASSIGNED { m last (ms) dead }
INITIAL { m = 0 last = t dead = 0 }
NET_RECEIVE (w) {
	if (flag == 1) {
		dead = 0 m = 0 last = t
	} else if (dead == 0) {
		m = m*exp(-(t - last)/tau) + w
		last = t
		if (m > 1) { dead = 1 net_send(refrac, 1) net_event(t) }
	}
}`

// leakyNetwork is n cells in a recurrent network that a train drives, with delays
// between steps.
func leakyNetwork(t testing.TB, cells *network.Population) *network.Network {
	var times []float64
	var from []int32
	for i := range 600 {
		times, from = append(times, 1+0.4731*float64(i)), append(from, int32(i*7%12))
	}
	input := trains("input", 12, times, from)
	connect := func(name string, source *network.Population, count int, weight func(i int) float64) *network.Projection {
		p := &network.Projection{Name: name, Source: network.All(source), Target: network.All(cells), Rule: network.Rule{Kind: network.Explicit}}
		for i := range count {
			p.Rule.Sources = append(p.Rule.Sources, uint32(i*11%source.Size))
			p.Rule.Targets = append(p.Rule.Targets, uint32(i*17%cells.Size))
			p.Weight.Array = append(p.Weight.Array, weight(i))
			p.Delay.Array = append(p.Delay.Array, 1+0.137*float64(i%23))
		}
		return p
	}
	return &network.Network{Populations: []*network.Population{cells, input}, Projections: []*network.Projection{
		connect("drive", input, 200, func(i int) float64 { return 0.3 + 0.01*float64(i%40) }),
		connect("loop", cells, 300, func(i int) float64 { return 0.2 - 0.05*float64(i%7) }),
	}}
}

// An artificial cell does what the same cell does in the equation language: to the last
// digits, whatever the step.
func TestArtificialIsByEvents(t *testing.T) {
	var want *memory
	for _, step := range []float64{0.1, 1} {
		for _, mod := range []bool{false, true} {
			cells := &network.Population{Name: "cells", Size: 40, Model: model(t, "intfire1"), Values: numbers("tau", 20.0, "refrac", 3.0)}
			if mod {
				cells.Model = modText(t, leaky)
			}
			seen := newMemory()
			run(t, compile(t, leakyNetwork(t, cells), sim.Options{Step: step, Observer: seen}), 300)
			if want == nil {
				want = seen
			}
			if got, n := byCell(seen), len(want.times[0]); n < 200 || len(seen.times[0]) != n {
				t.Fatalf("%d spikes, want %d, of at least 200", len(seen.times[0]), n)
			} else if worst := farthest(got, byCell(want)); !(worst < 1e-11) {
				t.Errorf("step %g, MOD file %v: spikes differ by %g ms", step, mod, worst)
			}
		}
	}
}

// byCell is the spikes of population 0 by cell.
func byCell(m *memory) map[int32][]float64 {
	out := map[int32][]float64{}
	for i, cell := range m.cells[0] {
		out[cell] = append(out[cell], m.times[0][i])
	}
	return out
}

// farthest is the largest difference between the same spikes, +∞ where they are not as many.
func farthest(a, b map[int32][]float64) float64 {
	worst := 0.0
	for cell, times := range a {
		if len(times) != len(b[cell]) {
			return math.Inf(1)
		}
		for i := range times {
			worst = max(worst, math.Abs(times[i]-b[cell][i]))
		}
	}
	return worst
}

// ramp rises with a slope and fires at 1; what it receives moves its spike. It counts
// the events of each connection.
const ramp = `NEURON { ARTIFICIAL_CELL ramp RANGE slope, x, most }
PARAMETER { slope = 0.1 (/ms) }
ASSIGNED { x last (ms) most }
INITIAL { x = 0 last = 0 most = 0 net_send(1/slope, 1) }
NET_RECEIVE (w, count) {
	INITIAL { count = 10 }
	x = x + slope*(t - last)
	last = t
	if (flag == 1) {
		net_event(t)
		x = 0
		net_send(1/slope, 1)
	} else {
		count = count + 1
		if (count > most) { most = count }
		x = x + w
		net_move(t + (1 - x)/slope)
	}
}`

// The next spike of a ramp comes earlier by weight/slope for every event: a closed form.
func TestNetMove(t *testing.T) {
	input := trains("input", 2, []float64{2, 3, 24.123, 24.5}, []int32{0, 1, 0, 0})
	cells := &network.Population{Name: "cells", Size: 2, Model: modText(t, ramp), Values: map[string]network.Value{"slope": {Array: []float64{0.1, 0.05}}}}
	net := &network.Network{Populations: []*network.Population{cells, input},
		Projections: []*network.Projection{{Name: "in", Source: network.All(input), Target: network.All(cells), Rule: network.Rule{Kind: network.AllToAll},
			Weight: network.Number(0.05), Delay: network.Number(1.5)}},
		Probes: []*network.Probe{{Name: "most", Population: cells, Variable: "most", Every: 1}}}
	seen := newMemory()
	s := compile(t, net, sim.Options{Step: 0.5, Observer: seen})
	run(t, s, 41)
	want := map[int32][]float64{0: {9, 19, 28, 38}, 1: {18, 36}}
	if worst := farthest(byCell(seen), want); !(worst < 1e-12) {
		t.Errorf("spikes at %v, want %v", byCell(seen), want)
	}
	most, err := s.Values(cells, "most")
	if err != nil || !slices.Equal(most, []float64{13, 13}) { // 10 and the events of input 0
		t.Errorf("the largest count is %v (%v), want 13", most, err)
	}
}

// noisy fires at random with a mean interval; every cell draws its own numbers.
const noisy = `NEURON { ARTIFICIAL_CELL noisy RANGE interval RANDOM r }
PARAMETER { interval = 10 (ms) }
INITIAL { net_send(interval*random_negexp(r), 1) }
NET_RECEIVE (w) {
	if (flag == 1) { net_event(t) net_send(interval*random_negexp(r), 1) }
}`

func TestNoisyArtificialCells(t *testing.T) {
	const n, interval, duration = 200, 4.0, 1000.0
	cells := &network.Population{Name: "cells", Size: n, Model: modText(t, noisy), Values: numbers("interval", interval)}
	seen := newMemory()
	run(t, compile(t, &network.Network{Populations: []*network.Population{cells}}, sim.Options{Step: 1, Seed: 9, Observer: seen}), duration)
	mean, square := 0.0, 0.0
	spikes := byCell(seen)
	for cell := range int32(n) {
		k := float64(len(spikes[cell]))
		mean += k / n
		square += k * k / n
	}
	want := duration / interval // of a Poisson process, and so is the variance
	if sd := math.Sqrt(want / n); math.Abs(mean-want) > 4*sd {
		t.Errorf("%g spikes a cell, want %g ± %g (4 sd of the mean)", mean, want, 4*sd)
	}
	if variance, sd := square-mean*mean, want*math.Sqrt(2.0/n); math.Abs(variance-want) > 4*sd {
		t.Errorf("variance of the counts %g, want %g ± %g (4 sd)", variance, want, 4*sd)
	}
}

// Artificial cells have the same spikes for any number of threads, and after a checkpoint.
func TestArtificialBits(t *testing.T) {
	var want string
	half := 30.0
	if testing.Short() {
		half = 5
	}
	for _, threads := range threadNumbers() {
		build := func() *network.Network {
			net := leakyNetwork(t, &network.Population{Name: "cells", Size: 9000, Model: modText(t, leaky)})
			noise := &network.Population{Name: "noise", Size: 300, Model: modText(t, noisy)}
			points := &network.Population{Name: "points", Size: 50, Model: model(t, "iaf_psc_exp")}
			net.Populations = append(net.Populations, noise, points)
			net.Projections = append(net.Projections,
				&network.Projection{Name: "noise", Source: network.All(noise), Target: network.All(net.Populations[0]),
					Rule: network.Rule{Kind: network.FixedIn, N: 5}, Weight: network.Number(0.6), Delay: network.Number(1.7)},
				&network.Projection{Name: "out", Source: network.All(net.Populations[0]), Target: network.All(points),
					Rule: network.Rule{Kind: network.FixedIn, N: 50}, Weight: network.Number(0.5), Delay: network.Number(1)})
			return net
		}
		first, second := newMemory(), newMemory()
		opt := sim.Options{Step: 0.5, Threads: threads, Seed: 4, Observer: first}
		a := compile(t, build(), opt)
		opt.Observer = second
		b := compile(t, build(), opt)
		run(t, a, half)
		var saved bytes.Buffer
		if err := a.Save(&saved); err != nil {
			t.Fatal(err)
		}
		if err := b.Restore(&saved); err != nil {
			t.Fatal(err)
		}
		*first = *newMemory()
		run(t, a, half)
		run(t, b, half)
		if want == "" {
			want = first.text()
			if half == 30 && (len(first.times[0]) < 1000 || len(first.times[3]) < 10) {
				t.Fatalf("%d and %d spikes: the test tests nothing", len(first.times[0]), len(first.times[3]))
			}
		}
		if first.text() != want || second.text() != want {
			t.Errorf("%d threads: results differ", threads)
		}
	}
}

// What cannot be run is said with its place and a remedy.
func TestArtificialMistakes(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"vecstim", "NEURON { ARTIFICIAL_CELL VecStim }\nVERBATIM\n#define x\nENDVERBATIM\nPROCEDURE element() { }\nPROCEDURE play() { }\nNET_RECEIVE (w) { }",
			"population cells: VecStim (test.mod) fires at given times: make a population of spike trains in its place"},
		{"equations", "NEURON { ARTIFICIAL_CELL slow }\nSTATE { x }\nBREAKPOINT { SOLVE s METHOD cnexp }\nDERIVATIVE s { x' = -x }\nNET_RECEIVE (w) { x = x + w }",
			"population cells: slow (test.mod:4) integrates equations between events, which artificial cells cannot: solve them in NET_RECEIVE, or write a neuron in the equation language"},
	} {
		net := &network.Network{Populations: []*network.Population{{Name: "cells", Size: 1, Model: modText(t, tt.text)}}}
		if err := net.Check(0.1); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got  %v\nwant %s", tt.name, err, tt.want)
		}
	}
	cells := &network.Population{Name: "cells", Size: 2, Model: modText(t, leaky), Values: numbers("taw", 3.0)}
	q := &network.Projection{Name: "in", Source: network.All(cells), Target: network.All(cells), Receptor: "ex", Delay: network.Number(1)}
	net := &network.Network{Populations: []*network.Population{cells}, Projections: []*network.Projection{q}}
	want := "population cells: model leaky has no parameter taw: did you mean tau?\nprojection in: names the receptor ex, but artificial cells have none"
	if err := net.Check(0.1); fmt.Sprint(err) != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
