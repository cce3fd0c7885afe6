package sim_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/nmodl"
	"github.com/cajal-sim/cajal/sim"
)

func modText(t testing.TB, text string) *ir.Mechanism {
	t.Helper()
	m, _, err := nmodl.Parse("test.mod", text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// bush is a soma with n dendrites of three sections.
func bush(t testing.TB, n int) *morph.Tree {
	t.Helper()
	soma := morph.Stick(morph.Soma, morph.Vec{}, morph.Vec{1, 0, 0}, 20, 20)
	soma.Parent = morph.Root
	sections := []morph.Section{soma}
	for i := range n {
		trunk := len(sections)
		for k, parent := range []int{0, trunk, trunk} {
			s := morph.Stick(morph.Dend, morph.Vec{20 + 80*float64(min(k, 1)), float64(10 * i), 0}, morph.Vec{1, float64(k), 1}, 80, 2-0.5*float64(min(k, 1)))
			s.Parent, s.At = parent, 1
			sections = append(sections, s)
		}
	}
	m, err := morph.New(sections)
	if err != nil {
		t.Fatal(err)
	}
	return m.Discretise(m.Same(3))
}

// shapedCircuit is cells of two shapes and points, driven by a train and in loops.
func shapedCircuit(t testing.TB) *network.Network {
	hh, pas := model(t, "hh"), model(t, "pas")
	cell := func(n int) *network.Cell {
		tree := bush(t, n)
		c := cellOf(tree, network.Insertion{Mechanism: hh, Compartments: []int{0, 1, 2}},
			network.Insertion{Mechanism: pas, Values: numbers("g", 1e-4, "e", -65.0)})
		c.Detector.Compartment = 1
		return c
	}
	p := shaped("cells", 60, 6.3, cell(3), cell(5))
	p.Shape.Template = make([]int32, p.Size)
	for i := range p.Shape.Template {
		p.Shape.Template[i] = int32(i % 3 % 2)
	}
	points := &network.Population{Name: "points", Size: 20, Model: model(t, "iaf_psc_exp")}
	var times []float64
	var cells []int32
	for i := range 400 {
		times, cells = append(times, 0.13+0.11*float64(i)), append(cells, int32(i*7%10))
	}
	input := trains("input", 10, times, cells)
	connect := func(name string, from *network.Population, synapse *ir.Mechanism, weight float64, values map[string]network.Value) *network.Projection {
		r := network.Rule{Kind: network.Explicit}
		q := &network.Projection{Name: name, Source: network.All(from), Target: network.All(p), Synapse: synapse, Values: values}
		var delays []float64
		for i := range 300 {
			r.Sources = append(r.Sources, uint32(i*11%from.Size))
			r.Targets = append(r.Targets, uint32(i*13%p.Size))
			q.Sites = append(q.Sites, int32(i*5%20))
			delays = append(delays, 1+0.037*float64(i%40))
		}
		q.Rule, q.Weight, q.Delay = r, network.Number(weight), network.Value{Array: delays}
		return q
	}
	return &network.Network{
		Populations: []*network.Population{p, points, input},
		Projections: []*network.Projection{
			connect("drive", input, model(t, "Exp2Syn"), 0.02, numbers("tau1", 0.3, "tau2", 2.0, "e", 0.0)),
			connect("loop", p, model(t, "ExpSyn"), 0.004, numbers("tau", 2.0, "e", 0.0)),
			connect("back", points, model(t, "ProbAMPANMDA"), 0.5, nil),
			{Name: "out", Source: network.All(p), Target: network.All(points), Rule: network.Rule{Kind: network.FixedIn, N: 20},
				Weight: network.Number(1), Delay: network.Number(1.5)},
		},
		Probes: []*network.Probe{{Name: "v", Population: p, Variable: "v", Every: 1}},
	}
}

// text is all that an observer has seen.
func (m *memory) text() string { return fmt.Sprint(m.times, m.cells, m.samples) }

func TestShapedThreads(t *testing.T) {
	for _, tt := range numerics {
		t.Run(tt.name, func(t *testing.T) {
			var want string
			for _, threads := range []int{1, 2, 4} {
				seen := newMemory()
				s := compile(t, shapedCircuit(t), sim.Options{Step: 0.05, Threads: threads, Seed: 3, Observer: seen, Numerics: tt.numerics})
				run(t, s, 40)
				if want == "" {
					want = seen.text()
					if len(seen.times[0]) < 50 || len(seen.times[1]) < 5 {
						t.Fatalf("%d and %d spikes: the test tests nothing", len(seen.times[0]), len(seen.times[1]))
					}
				}
				if seen.text() != want {
					t.Errorf("results with %d threads differ", threads)
				}
			}
		})
	}
}

func TestShapedCheckpoint(t *testing.T) {
	for _, tt := range numerics {
		t.Run(tt.name, func(t *testing.T) {
			net, opt := shapedCircuit(t), sim.Options{Step: 0.05, Seed: 3, Numerics: tt.numerics}
			rest := func(s *sim.Simulation) string {
				run(t, s, 15)
				v, err := s.Values(net.Populations[0], "v")
				if err != nil {
					t.Fatal(err)
				}
				return fmt.Sprint(v, s.Stats())
			}
			var saved bytes.Buffer
			first, second := compile(t, net, opt), compile(t, net, opt)
			run(t, first, 20)
			if err := first.Save(&saved); err != nil {
				t.Fatal(err)
			}
			if err := second.Restore(&saved); err != nil {
				t.Fatal(err)
			}
			if want, got := rest(first), rest(second); got != want {
				t.Errorf("after the checkpoint\n%s\nwithout\n%s", got, want)
			}
		})
	}
}

// A conductance after an event at any time is w·exp(−(t−t₀)/τ): the event acts at its
// own time. States stand half a step before the time they are recorded at.
func TestEventTime(t *testing.T) {
	const at, delay, w, tau, step = 3.137, 1.221, 0.5, 2.0, 0.1
	p := shaped("cell", 1, 20, cellOf(stick(10, 10, 1)))
	input := trains("input", 1, []float64{at, at + 0.013}, []int32{0, 0}) // two in one step
	q := onto("synapse", input, p, model(t, "ExpSyn"), 0, w, delay, numbers("tau", tau, "e", -65.0))
	seen := newMemory()
	net := &network.Network{Populations: []*network.Population{p, input}, Projections: []*network.Projection{q},
		Probes: []*network.Probe{{Name: "g", Projection: q, Variable: "g"}}}
	run(t, compile(t, net, sim.Options{Step: step, Observer: seen}), 10)
	for i, now := range seen.sampled[0] {
		want := 0.0
		for _, t0 := range []float64{at + delay, at + 0.013 + delay} {
			if now -= step / 2; now > t0 {
				want += w * math.Exp(-(now-t0)/tau)
			}
			now += step / 2
		}
		if got := seen.samples[0][i][0]; math.Abs(got-want) > 1e-14 {
			t.Fatalf("g(%g) = %.16g, want %.16g", now, got, want)
		}
	}
}

// Synapses that superpose are one instance in each compartment; those that a probe
// watches are not. It makes no difference but for rounding.
func TestSharedSynapses(t *testing.T) {
	for _, tt := range numerics {
		var v [2]float64
		for i := range v {
			p := shaped("cell", 1, 20, cellOf(stick(200, 2, 5), network.Insertion{Mechanism: model(t, "pas")}))
			input := trains("input", 2, []float64{1, 1.02, 3, 3}, []int32{0, 1, 1, 0})
			q := onto("synapse", input, p, model(t, "Exp2Syn"), 0, 0, 1.3, numbers("tau2", 3.0))
			q.Rule.Sources, q.Rule.Targets = []uint32{0, 1, 0, 1}, make([]uint32, 4)
			q.Sites, q.Weight = []int32{4, 4, 4, 2}, network.Value{Array: []float64{0.001, 0.0003, 0.0007, 0.002}}
			net := &network.Network{Populations: []*network.Population{p, input}, Projections: []*network.Projection{q},
				Probes: []*network.Probe{record(p, "v", 0, 0)}}
			if i == 1 {
				net.Probes = append(net.Probes, &network.Probe{Name: "A", Projection: q, Variable: "A"})
			}
			v[i] = lastOf(t, net, sim.Options{Step: 0.05, Numerics: tt.numerics}, 7)[0]
		}
		if math.Abs(v[0]-v[1]) > 1e-11 || v[0] < -64.9 {
			t.Errorf("%s: %.16g and %.16g mV", tt.name, v[0], v[1])
		}
	}
}

// Spikes of a cell with shape reach a point neuron after the delay, to the step, and
// those of a point neuron a cell with shape.
func TestShapedAndPoint(t *testing.T) {
	for _, tt := range numerics {
		cell := cellOf(stick(20, 20, 1), network.Insertion{Mechanism: model(t, "hh")})
		p := shaped("cell", 1, 6.3, cell)
		point := &network.Population{Name: "point", Size: 1, Model: model(t, "iaf_psc_delta")}
		out := &network.Projection{Name: "out", Source: network.All(p), Target: network.All(point), Rule: network.Rule{Kind: network.OneToOne},
			Weight: network.Number(100), Delay: network.Number(1.7)} // fires at once
		back := onto("back", point, p, model(t, "ExpSyn"), 0, 0.25, 2.3, numbers("tau", 1e6, "e", -65.0))
		seen := newMemory()
		net := &network.Network{Populations: []*network.Population{p, point}, Projections: []*network.Projection{out, back},
			Stimuli: []*network.Stimulus{current(p, 0, 1, 2, 1)},
			Probes:  []*network.Probe{{Name: "g", Projection: back, Variable: "g"}}}
		run(t, compile(t, net, sim.Options{Step: 0.1, Observer: seen, Numerics: tt.numerics}), 12)
		if len(seen.times[0]) != 1 || len(seen.times[1]) != 1 {
			t.Fatalf("%s: spikes at %v and %v", tt.name, seen.times[0], seen.times[1])
		}
		if got := seen.times[1][0] - seen.times[0][0]; math.Abs(got-1.7) > 1e-9 {
			t.Errorf("%s: the point fires %g ms after the cell, want 1.7", tt.name, got)
		}
		first := slices.IndexFunc(seen.samples[0], func(g []float64) bool { return g[0] > 0 })
		// The step after the arrival shows it.
		if got := seen.sampled[0][first] - seen.times[1][0]; math.Abs(got-2.4) > 1e-9 {
			t.Errorf("%s: the conductance rises %g ms after the spike, want 2.4", tt.name, got)
		}
	}
}

// A mechanism that sends itself events: each arrival counts at once, and again 2.3
// and 2.3 + 0.4 ms later.
func TestSelfEvents(t *testing.T) {
	m := modText(t, `NEURON { POINT_PROCESS Echo RANGE first, second NONSPECIFIC_CURRENT i }
ASSIGNED { first second i (nA) v (mV) }
INITIAL { first = 0 second = 0 net_send(5.1, 2) }
BREAKPOINT { i = 0*v }
NET_RECEIVE (w) {
	if (flag == 0) { net_send(2.3, 1) }
	if (flag == 1) { first = t net_send(0.02, 2) }
	if (flag == 2) { second = t }
}`)
	for _, tt := range numerics {
		p := shaped("cell", 1, 20, cellOf(stick(10, 10, 1)))
		input := trains("input", 1, []float64{1}, []int32{0})
		q := onto("echo", input, p, m, 0, 1, 1, nil)
		net := &network.Network{Populations: []*network.Population{p, input}, Projections: []*network.Projection{q},
			Probes: []*network.Probe{{Name: "1", Projection: q, Variable: "first"}, {Name: "2", Projection: q, Variable: "second"}}}
		s := compile(t, net, sim.Options{Step: 0.1, Numerics: tt.numerics})
		for _, stage := range []struct{ until, first, second float64 }{{4, 0, 0}, {5, 4.3, 4.32}, {6, 4.3, 5.1}} {
			run(t, s, stage.until-s.Time())
			for name, want := range map[string]float64{"first": stage.first, "second": stage.second} {
				if _, _, got, err := s.SynapseValues(q, name); err != nil || math.Abs(got[0]-want) > 1e-12 {
					t.Errorf("%s: %s = %v at %g ms, want %g (%v)", tt.name, name, got, s.Time(), want, err)
				}
			}
		}
	}
}

// A constant calcium current fills a shell; the reversal potential follows.
func TestCalcium(t *testing.T) {
	pump := modText(t, `NEURON { SUFFIX inflow USEION ca WRITE ica RANGE rate }
UNITS { (mA) = (milliamp) }
PARAMETER { rate = -0.001 (mA/cm2) }
ASSIGNED { ica (mA/cm2) }
BREAKPOINT { ica = rate }`)
	for _, tt := range numerics {
		tree := stick(100, 2, 4)
		cell := cellOf(tree, network.Insertion{Mechanism: pump}, network.Insertion{Mechanism: model(t, "CaDynamics"), Compartments: []int{1, 2}})
		p := shaped("cell", 1, 34, cell)
		var probes []*network.Probe
		for _, name := range []string{"cai", "eca", "ica"} {
			probes = append(probes, record(p, name, 1, 0, 1))
		}
		seen := newMemory()
		net := &network.Network{Populations: []*network.Population{p}, Probes: probes}
		run(t, compile(t, net, sim.Options{Step: 0.05, Observer: seen, Numerics: tt.numerics}), 101)
		rise := 0.001 * 0.05 / (2 * 96485.33212331 * 0.1) * 1e4 * 80 // mM: mA/cm² / (C/mol · µm) is 10⁴ mM/ms
		now := 100.0
		if tt.numerics == sim.Staggered {
			now -= 0.025
		}
		cai := 1e-4 - rise*math.Expm1(-now/80)
		eca := 1000 * 8.31446261815324 * (34 + 273.15) / 96485.33212331 / 2 * math.Log(2/cai)
		for k, want := range []float64{cai, eca, -0.001} {
			if got := seen.samples[k][100][1]; math.Abs(got/want-1) > 1e-9 {
				t.Errorf("%s: %s = %.12g, want %.12g", tt.name, probes[k].Name, got, want)
			}
		}
		if got := seen.samples[1][100][0]; math.Abs(got-132.458) > 1e-3 {
			t.Errorf("eca = %g where nothing writes cai", got)
		}
	}
}

// A voltage clamp holds a leaky patch between its level and the leak's, by their
// conductances.
func TestVoltageClamp(t *testing.T) {
	cell := cellOf(stick(100, 10/math.Pi, 1), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", 1e-3, "e", -70.0)})
	p := shaped("cell", 1, 20, cell) // 1000 µm²: 0.01 µS
	st := current(p, 0, 0, 100, -20)
	st.Clamp.Resistance = 50 // 0.02 µS
	net := &network.Network{Populations: []*network.Population{p}, Stimuli: []*network.Stimulus{st}, Probes: []*network.Probe{record(p, "v", 1, 0)}}
	for _, tt := range numerics {
		v := lastOf(t, net, sim.Options{Step: 0.05, Numerics: tt.numerics}, 50)
		if want := (-20*0.02 - 70*0.01) / 0.03; math.Abs(v[0]-want) > 1e-9 {
			t.Errorf("%s: %.12g mV, want %.12g", tt.name, v[0], want)
		}
	}
}

// A leak that is part of the cable does what one does that is computed, since
// its current is recorded.
func TestFoldedLeak(t *testing.T) {
	for _, tt := range numerics {
		var v [2]float64
		for i := range v {
			net := swcNetwork(t, "types.swc", "pas")
			if i == 1 {
				net.Probes = append(net.Probes, record(net.Populations[0], "pas.i", 1, 1))
			}
			v[i] = lastOf(t, net, sim.Options{Step: 0.025, Numerics: tt.numerics}, 30)[0]
		}
		if math.Abs(v[0]-v[1]) > 1e-9 { // of the difference quotient
			t.Errorf("%s: %.12g and %.12g mV", tt.name, v[0], v[1])
		}
	}
}

func TestShapedSet(t *testing.T) {
	net := swcNetwork(t, "threepoint.swc", "pas")
	s := compile(t, net, sim.Options{Step: 0.025})
	p := net.Populations[0]
	if err := s.Set(p, "pas.e", network.Number(-50)); err != nil {
		t.Fatal(err)
	}
	run(t, s, 4)
	if v, err := s.Values(p, "v"); err != nil || v[0] < -65 {
		t.Errorf("v = %v after the leak was raised (%v)", v, err)
	}
	for name, want := range map[string]string{"pas.ee": "no variable ee", "e": "name the channel"} {
		if err := s.Set(p, name, network.Number(0)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestShapedNaN(t *testing.T) {
	bomb := modText(t, `NEURON { SUFFIX bomb NONSPECIFIC_CURRENT i RANGE x }
STATE { x } ASSIGNED { i (mA/cm2) v (mV) }
INITIAL { x = 0 }
BREAKPOINT { SOLVE s METHOD cnexp i = 0*x }
DERIVATIVE s { x' = log(-1) - x }`)
	tree := bush(t, 2)
	lo, _ := tree.Range(4)
	p := shaped("cells", 3, 20, cellOf(tree, network.Insertion{Mechanism: bomb, Compartments: []int{lo}}))
	s := compile(t, &network.Network{Populations: []*network.Population{p}}, sim.Options{})
	err := s.Run(context.Background(), 5)
	var nan *sim.NaNError
	if !errors.As(err, &nan) || nan.Population != "cells" || nan.Cell != 0 || nan.Section != "dend[3]" || nan.Variable != "bomb.x" {
		t.Errorf("%v", err)
	}
}
