package sim_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// memory is an observer that keeps everything.
type memory struct {
	times   map[int][]float64
	cells   map[int][]int32
	sampled map[int][]float64 // times
	samples map[int][][]float64
}

func newMemory() *memory {
	return &memory{map[int][]float64{}, map[int][]int32{}, map[int][]float64{}, map[int][][]float64{}}
}

func (m *memory) Spikes(population int, times []float64, cells []int32) error {
	m.times[population] = append(m.times[population], times...)
	m.cells[population] = append(m.cells[population], cells...)
	return nil
}

func (m *memory) Sample(probe int, t float64, values []float64) error {
	m.sampled[probe] = append(m.sampled[probe], t)
	m.samples[probe] = append(m.samples[probe], append([]float64(nil), values...))
	return nil
}

func model(t testing.TB, name string) *ir.Mechanism {
	t.Helper()
	m, err := models.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func inline(t testing.TB, text string) *ir.Mechanism {
	t.Helper()
	m, err := equation.Parse("", text)
	if err != nil {
		t.Fatal(err)
	}
	return m[0]
}

func numbers(pairs ...any) map[string]network.Value {
	out := map[string]network.Value{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = network.Number(pairs[i+1].(float64))
	}
	return out
}

func trains(name string, n int, times []float64, cells []int32) *network.Population {
	return &network.Population{Name: name, Size: n, Trains: &network.Trains{Times: times, Cells: cells}}
}

func compile(t testing.TB, net *network.Network, opt sim.Options) *sim.Simulation {
	t.Helper()
	opt.Backend = interp.New()
	s, err := sim.Compile(context.Background(), net, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func run(t testing.TB, s *sim.Simulation, duration float64) {
	t.Helper()
	if err := s.Run(context.Background(), duration); err != nil {
		t.Fatal(err)
	}
}

// lif fires under the constant current I with period t_ref + τ·ln(IR/(IR − θ)),
// θ the threshold above rest.
const (
	lifCurrent = 0.5 // nA
	lifPeriod  = 2 + 10*0.9162907318741551
)

func lifNetwork(t *testing.T, solver network.Solver) *network.Network {
	m := model(t, "iaf_psc_exp") // R = τ/C = 40 MΩ; I·R = 20 mV; θ = 12 mV: ln(20/8)
	p := &network.Population{Name: "lif", Size: 3, Model: m, Solver: solver,
		Values: numbers("I_e", lifCurrent, "V_th", -58.0, "t_ref", 2.0)}
	return &network.Network{Populations: []*network.Population{p}}
}

func TestConstantCurrentPeriod(t *testing.T) {
	for _, tt := range []struct {
		name   string
		solver network.Solver
		tol    float64
		reason string
	}{
		{"grid", network.Grid, 0.1, "one step"},
		{"precise", network.Precise, 1e-10, "rounding of the closed form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seen := newMemory()
			run(t, compile(t, lifNetwork(t, tt.solver), sim.Options{Observer: seen}), 500)
			var last float64
			n := 0
			for i, cell := range seen.cells[0] {
				if cell != 1 {
					continue
				}
				now := seen.times[0][i]
				if n > 0 && math.Abs(now-last-lifPeriod) > tt.tol {
					t.Fatalf("interval %d is %.12g ms, want %.12g within %g (%s)", n, now-last, lifPeriod, tt.tol, tt.reason)
				}
				last = now
				n++
			}
			if want := int(math.Floor(502 / lifPeriod)); n != want {
				t.Errorf("%d spikes, want %d", n, want)
			}
		})
	}
}

// A delayed spike arrives exactly delay later: the state first differs at the
// end of that step.
func TestDelayIsExact(t *testing.T) {
	for _, delay := range []float64{0.1, 0.2, 1.5, 12.7} {
		source := trains("in", 1, []float64{5}, []int32{0})
		cell := &network.Population{Name: "cell", Size: 1, Model: model(t, "iaf_psc_delta")}
		net := &network.Network{
			Populations: []*network.Population{source, cell},
			Projections: []*network.Projection{{Name: "p", Source: network.All(source), Target: network.All(cell),
				Weight: network.Number(1), Delay: network.Number(delay)}},
			Probes: []*network.Probe{{Name: "V", Population: cell, Variable: "V_m"}},
		}
		seen := newMemory()
		run(t, compile(t, net, sim.Options{Observer: seen}), 20)
		for i, v := range seen.samples[0] {
			if jumped := v[0] > -69.5; jumped {
				if got, want := seen.sampled[0][i], 5+delay; math.Abs(got-want) > 1e-9 {
					t.Errorf("delay %g ms: arrived at %g ms, want %g", delay, got, want)
				}
				break
			}
		}
	}
}

// brunel is a small balanced network with every kind of randomness.
func brunel(t *testing.T, n int) *network.Network {
	m := model(t, "iaf_psc_delta")
	p := &network.Population{Name: "all", Size: n, Model: m, Values: numbers(
		"tau_m", 20.0, "E_L", 0.0, "V_th", 20.0, "V_reset", 10.0, "t_ref", 2.0)}
	p.Values["V_m"] = network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 0, B: 20}}
	ne := n * 4 / 5
	connect := func(name string, lo, hi, k int, w float64) *network.Projection {
		return &network.Projection{Name: name, Source: network.View{Population: p, Lo: lo, Hi: hi}, Target: network.All(p),
			Rule: network.Rule{Kind: network.FixedIn, N: k}, Weight: network.Number(w),
			Delay: network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 0.5, B: 2.5}}}
	}
	return &network.Network{
		Populations: []*network.Population{p},
		Projections: []*network.Projection{connect("e", 0, ne, ne/10, 0.5), connect("i", ne, n, (n-ne)/10, -2.5)},
		Stimuli: []*network.Stimulus{{Name: "drive", Target: network.All(p), Model: model(t, "poisson_drive"),
			Values: numbers("rate", 8.0, "weight", 0.5)}},
	}
}

func spikeText(m *memory) string {
	var out strings.Builder
	for p := range 3 {
		for i := range m.times[p] {
			fmt.Fprintf(&out, "%d %d %x\n", p, m.cells[p][i], m.times[p][i])
		}
	}
	return out.String()
}

func TestSameSpikesForAnyThreads(t *testing.T) {
	for _, net := range []func(*testing.T, int) *network.Network{brunel, cuba} {
		var want string
		for _, threads := range []int{1, 2, 4} {
			seen := newMemory()
			run(t, compile(t, net(t, 2500), sim.Options{Observer: seen, Threads: threads, Seed: 7}), 100)
			got := spikeText(seen)
			if len(seen.times[0]) < 1000 {
				t.Fatalf("only %d spikes: the network is silent", len(seen.times[0]))
			}
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatalf("spikes differ between 1 and %d threads", threads)
			}
		}
	}
}

func TestRunInPieces(t *testing.T) {
	whole, pieces := newMemory(), newMemory()
	run(t, compile(t, brunel(t, 500), sim.Options{Observer: whole, Seed: 7}), 100)
	s := compile(t, brunel(t, 500), sim.Options{Observer: pieces, Seed: 7})
	for range 8 {
		run(t, s, 12.5)
	}
	if spikeText(whole) != spikeText(pieces) {
		t.Error("a run in 8 pieces differs from one in one")
	}
}

// A run that stops, is saved, restored into a fresh simulation and goes on gives
// the spikes of a run that never stopped.
func TestCheckpoint(t *testing.T) {
	for _, tt := range []struct {
		name string
		net  func(*testing.T) *network.Network
	}{
		{"grid", func(t *testing.T) *network.Network { return brunel(t, 500) }},
		{"precise", func(t *testing.T) *network.Network { return lifNetwork(t, network.Precise) }},
		{"plastic", plasticNetwork},
		{"spikes under way", lateNetwork},
		{"direct", func(t *testing.T) *network.Network { return cuba(t, 500) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			whole, first, second := newMemory(), newMemory(), newMemory()
			run(t, compile(t, tt.net(t), sim.Options{Observer: whole, Seed: 3}), 200)
			s := compile(t, tt.net(t), sim.Options{Observer: first, Seed: 3})
			run(t, s, 87.3)
			var file bytes.Buffer
			if err := s.Save(&file); err != nil {
				t.Fatal(err)
			}
			restored := compile(t, tt.net(t), sim.Options{Observer: second, Seed: 3})
			if err := restored.Restore(&file); err != nil {
				t.Fatal(err)
			}
			run(t, restored, 200-87.3)
			if len(second.times[0]) == 0 {
				t.Fatal("no spikes after the checkpoint")
			}
			for p := range 3 {
				first.times[p] = append(first.times[p], second.times[p]...)
				first.cells[p] = append(first.cells[p], second.cells[p]...)
			}
			if spikeText(whole) != spikeText(first) {
				t.Error("spikes differ after restoring")
			}
		})
	}
}

// lateNetwork has delays much longer than the windows in which spikes arrive.
func lateNetwork(t *testing.T) *network.Network {
	net := brunel(t, 500)
	for _, p := range net.Projections {
		p.Delay = network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 1, B: 30}}
	}
	return net
}

// plasticNetwork learns by STDP through delays of several lengths.
func plasticNetwork(t *testing.T) *network.Network {
	net := brunel(t, 200)
	e := net.Projections[0]
	e.Synapse = model(t, "stdp")
	e.Values = numbers("Wmax", 1.0, "lambda", 0.05)
	e.Weight = network.Value{Draw: &network.Distribution{Kind: network.UniformDist, A: 0.3, B: 0.7}}
	return net
}

func TestCheckpointErrors(t *testing.T) {
	s := compile(t, brunel(t, 50), sim.Options{Seed: 3})
	run(t, s, 5)
	var file bytes.Buffer
	if err := s.Save(&file); err != nil {
		t.Fatal(err)
	}
	raw := file.Bytes()
	damaged := append([]byte(nil), raw...)
	damaged[len(damaged)/2] ^= 1
	for _, tt := range []struct {
		name string
		raw  []byte
		seed uint64
		want string
	}{
		{"truncated", raw[:len(raw)-5], 3, "truncated"},
		{"damaged", damaged, 3, "damaged"},
		{"other seed", raw, 4, "another description"},
		{"not a checkpoint", []byte("hello, this is not one of ours"), 3, "not a checkpoint"},
		{"empty", nil, 3, "truncated"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := compile(t, brunel(t, 50), sim.Options{Seed: tt.seed})
			err := s.Restore(bytes.NewReader(tt.raw))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestNaNIsNamed(t *testing.T) {
	m := inline(t, "neuron runaway\nparam a 1 1/ms growth\nstate x 1 = 1 grows\n x' = a*x^2\n")
	p := &network.Population{Name: "hot", Size: 4, Model: m, Values: map[string]network.Value{
		"a": {Array: []float64{0, 0, 5, 0}}}}
	s := compile(t, &network.Network{Populations: []*network.Population{p}}, sim.Options{})
	err := s.Run(context.Background(), 100)
	var nan *sim.NaNError
	if !errors.As(err, &nan) {
		t.Fatalf("got %v, want a NaNError", err)
	}
	if nan.Population != "hot" || nan.Cell != 2 || nan.Variable != "x" || nan.Time > 5 {
		t.Errorf("got %v", nan)
	}
}
