package sim_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// junctions joins pairs of cells from a list, both ways, at compartments of each.
func junctions(t testing.TB, p *network.Population, g float64, pairs [][2]uint32, sites [][2]int32) *network.Projection {
	q := &network.Projection{Name: "gap", Source: network.All(p), Target: network.All(p), Rule: network.Rule{Kind: network.Explicit},
		Synapse: model(t, "gap_junction"), Values: numbers("g", g), Weight: network.Number(1)}
	for i, pair := range pairs {
		for way := range 2 {
			q.Rule.Sources = append(q.Rule.Sources, pair[way])
			q.Rule.Targets = append(q.Rule.Targets, pair[1-way])
			q.SourceSites = append(q.SourceSites, sites[i][way])
			q.Sites = append(q.Sites, sites[i][1-way])
		}
	}
	return q
}

// twoPatches is two passive compartments of 0.01 nF and 1 nS at −60 and −70 mV, whose
// leak is at −65 mV.
func twoPatches(t testing.TB) *network.Population {
	cell := func(v float64) *network.Cell {
		c := cellOf(stick(100, 10/math.Pi, 1), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", 1e-4, "e", -65.0)})
		c.Start = v
		return c
	}
	p := shaped("pair", 2, 20, cell(-60), cell(-70))
	p.Shape.Template = []int32{0, 1}
	return p
}

// Of two passive cells joined by a gap junction the difference decays with the rate
// 1/τ + 2g/C. The second order numerics extrapolate the other's potential; NEURON's
// are of first order.
func TestShapedGapClosedForm(t *testing.T) {
	const g, c, tau, duration = 0.002, 0.01, 10.0, 3.0
	exact := -65 + 5*math.Exp(-duration*(1/tau+2*g/c))
	for _, tt := range numerics {
		p := twoPatches(t)
		net := &network.Network{Populations: []*network.Population{p},
			Projections: []*network.Projection{junctions(t, p, g, [][2]uint32{{0, 1}}, [][2]int32{{0, 0}})},
			Probes:      []*network.Probe{{Name: "v", Population: p, Variable: "v"}}}
		var sum float64
		value := func(step float64) float64 {
			v := lastOf(t, net, sim.Options{Step: step, Numerics: tt.numerics}, duration)
			sum = v[0] + v[1]
			return v[0]
		}
		want := 1.0
		if tt.numerics == sim.Staggered {
			want = 2
		}
		if order := orderOf(value, exact, 0.05); math.Abs(order-want) > 0.1 {
			t.Errorf("%s: order %.2f, want %g", tt.name, order, want)
		}
		if e := math.Abs(value(0.0125) - exact); e > 0.01 || tt.numerics == sim.Staggered && e > 2e-5 {
			t.Errorf("%s: off by %g mV", tt.name, e)
		}
		if math.Abs(sum+130) > 1e-9 { // what leaves one side enters the other
			t.Errorf("%s: the potentials' sum is %.12g mV, want −130", tt.name, sum)
		}
	}
}

// A coupling joins a cell with shape and a point as it joins two points.
func TestGapToPoint(t *testing.T) {
	const g, c, tau, duration = 0.002, 0.01, 10.0, 3.0
	exact := -65 + 5*math.Exp(-duration*(1/tau+2*g/c))
	cell := twoPatches(t)
	cell.Size, cell.Shape.Template = 1, nil
	point := &network.Population{Name: "point", Size: 1, Model: model(t, "iaf_psc_delta"),
		Values: numbers("C_m", c, "tau_m", tau, "E_L", -65.0, "V_m", -70.0, "V_th", 0.0)}
	join := func(name string, a, b *network.Population) *network.Projection {
		return &network.Projection{Name: name, Source: network.All(a), Target: network.All(b), Rule: network.Rule{Kind: network.AllToAll},
			Synapse: model(t, "gap_junction"), Values: numbers("g", g), Weight: network.Number(1)}
	}
	net := &network.Network{Populations: []*network.Population{cell, point},
		Projections: []*network.Projection{join("there", cell, point), join("back", point, cell)},
		Probes:      []*network.Probe{{Name: "v", Population: cell, Variable: "v"}}}
	value := func(step float64) float64 { return lastOf(t, net, sim.Options{Step: step}, duration)[0] }
	if order := orderOf(value, exact, 0.05); math.Abs(order-1) > 0.1 {
		t.Errorf("order %.2f, want 1", order)
	}
}

// rectifier passes current from the source only, and less where the target is depolarised.
const rectifier = `synapse rectifier "Rectifying junction"
param   g 1 nS conductance
reads   V_pre mV source
        V_post mV target
state   open 1 = 0 opens slowly
        open' = (1 - open)/(5 ms)
couple  weight*g*open*(V_pre - V_post)/(1 + exp((V_post + 40 mV)/(5 mV))) if V_pre > V_post else 0 nA
`

// coupledCells is the circuit of cells with shape, with junctions between dendrites, and a
// coupling with a state.
func coupledCells(t testing.TB) *network.Network {
	net := shapedCircuit(t)
	p := net.Populations[0]
	var pairs [][2]uint32
	var sites [][2]int32
	for i := range 100 {
		pairs = append(pairs, [2]uint32{uint32(i % p.Size), uint32((i*7 + 3) % p.Size)})
		sites = append(sites, [2]int32{int32(i % 29), int32(i * 3 % 28)})
	}
	slow := junctions(t, p, 0.001, pairs[:10], sites[:10])
	slow.Name, slow.Synapse = "slow", inline(t, rectifier)
	net.Projections = append(net.Projections, junctions(t, p, 0.0005, pairs, sites), slow)
	return net
}

// threadNumbers are those that results must not depend on: under the race detector,
// which is slow, one that has something to find.
func threadNumbers() []int {
	if testing.Short() {
		return []int{4}
	}
	return []int{1, 2, 4}
}

// Cells that see each other within a step have the same bits for any number of threads,
// and after a checkpoint.
func TestShapedGapBits(t *testing.T) {
	for _, tt := range numerics {
		t.Run(tt.name, func(t *testing.T) {
			var want string
			for _, threads := range threadNumbers() {
				opt := sim.Options{Step: 0.05, Threads: threads, Seed: 3, Numerics: tt.numerics}
				net := coupledCells(t)
				a, b := compile(t, net, opt), compile(t, net, opt)
				var saved bytes.Buffer
				run(t, a, 11)
				if err := a.Save(&saved); err != nil {
					t.Fatal(err)
				}
				if err := b.Restore(&saved); err != nil {
					t.Fatal(err)
				}
				for _, s := range []*sim.Simulation{a, b} {
					run(t, s, 9)
					v, err := s.Values(net.Populations[0], "v")
					if err != nil {
						t.Fatal(err)
					}
					if want == "" {
						want = fmt.Sprint(v)
					}
					if got := fmt.Sprint(v); got != want {
						t.Errorf("%d threads: potentials differ", threads)
					}
				}
			}
		})
	}
}

// A junction that would be unstable is refused, with what to do; NEURON's numerics take it.
func TestStrongGap(t *testing.T) {
	p := twoPatches(t)
	net := &network.Network{Populations: []*network.Population{p}, Projections: []*network.Projection{junctions(t, p, 1, [][2]uint32{{0, 1}}, [][2]int32{{0, 0}})},
		Probes: []*network.Probe{{Name: "v", Population: p, Variable: "v"}}}
	_, err := sim.Compile(context.Background(), net, sim.Options{Backend: interp.New(), Step: 0.1})
	want := "projection gap: cell 1, soma[0]: 1 µS onto a compartment of 0.01 nF are unstable at a step of 0.1 ms: make it less than 0.01 ms, the compartments longer, or the numerics NEURON's"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if v := lastOf(t, net, sim.Options{Step: 0.1, Numerics: sim.NEURON}, 100); math.Abs(v[0]+65) > 0.01 {
		t.Errorf("with NEURON's numerics %g mV, want -65", v[0])
	}
}

// Mistakes about couplings of cells with shape are found before anything runs.
func TestShapedGapMistakes(t *testing.T) {
	base := func() (*network.Network, *network.Projection) {
		p := twoPatches(t)
		q := junctions(t, p, 0.001, [][2]uint32{{0, 1}}, [][2]int32{{0, 0}})
		return &network.Network{Populations: []*network.Population{p}, Projections: []*network.Projection{q}}, q
	}
	for _, tt := range []struct {
		name   string
		change func(q *network.Projection)
		want   string
	}{
		{"site", func(q *network.Projection) { q.SourceSites[1] = 3 }, "projection gap: names compartment 3 of cell 1 of pair, which has compartments 0 to 0"},
		{"number", func(q *network.Projection) { q.SourceSites = make([]int32, 5) }, "projection gap: names 5 compartments for 2 places: give one for all, or one for each"},
		{"side", func(q *network.Projection) { q.Synapse = model(t, "graded") }, "projection gap: synapse graded has states of a whole neuron, but pair or pair have compartments: let it keep them on the connection"},
		{"reads", func(q *network.Projection) {
			q.Synapse = inline(t, "synapse s\nreads u_pre mV a\n V_m_post mV b\ncouple 1 nS*(u_pre - V_m_post)\n")
			q.Values = nil
		}, "projection gap: synapse s reads u_pre, but the cells of pair have no state u: it has V, V_m, v"},
	} {
		net, q := base()
		tt.change(q)
		if err := net.Check(0.1); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got  %v\nwant %s", tt.name, err, tt.want)
		}
	}
	net, q := base()
	q.Synapse, q.Values, q.Delay = model(t, "ExpSyn"), nil, network.Number(1)
	if err := net.Check(0.1); err == nil || err.Error() != "projection gap: names compartments of its sources, which only a continuous coupling reads" {
		t.Errorf("source sites of a synapse: %v", err)
	}
}
