package network

import (
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// lif is a neuron with two receptors of conductance and an input.
func lif() *ir.Mechanism {
	current, _ := unit.Parse("nA")
	return &ir.Mechanism{
		Kind: ir.Neuron, Name: "lif", Inject: ir.None, Couple: ir.None,
		Symbols: []ir.Symbol{
			{Name: "tau_m", Role: ir.Param, Dim: unit.Time}, {Name: "V", Role: ir.State, Dim: unit.Voltage},
			{Name: "I", Role: ir.Input, Dim: current.Dim}, {Name: "derived", Role: ir.Derived},
		},
		Receptors: []ir.Receptor{{Name: "ex", Dim: unit.Conductance}, {Name: "in", Dim: unit.Conductance}},
		Threshold: &ir.Threshold{},
	}
}

func stdp() *ir.Mechanism {
	return &ir.Mechanism{
		Kind: ir.Synapse, Name: "stdp", Inject: ir.None, Couple: ir.None,
		Symbols: []ir.Symbol{
			{Name: "tau", Role: ir.Param}, {Name: "x", Role: ir.State}, {Name: "trace", Role: ir.State, Place: ir.Pre},
			{Name: "V_post", Role: ir.State, Place: ir.PostCell}, {Name: "dopamine", Role: ir.State, Place: ir.Volume},
		},
		Events: []ir.Event{{Trigger: ir.OnPre}, {Trigger: ir.OnVolume}},
	}
}

func current(name string) *ir.Mechanism {
	dim, _ := unit.Parse("nA")
	return &ir.Mechanism{Kind: ir.Stimulus, Name: name, Couple: ir.None, Symbols: []ir.Symbol{
		{Name: "amplitude", Role: ir.Param}, {Name: "injected", Role: ir.Injected, Dim: dim.Dim},
	}}
}

// model is a network without mistakes.
func model() *Network {
	e := &Population{Name: "e", Size: 100, Model: lif(), Values: map[string]Value{"V": {Draw: &Distribution{B: 1}}}}
	in := &Population{Name: "in", Size: 3, Trains: &Trains{Times: []float64{1, 1, 2.5}, Cells: []int32{2, 0, 2}}}
	static := &Projection{Name: "in→e", Source: All(in), Target: All(e), Rule: Rule{Kind: AllToAll}, Weight: Number(0.1), Delay: Number(1), Receptor: "ex"}
	plastic := &Projection{Name: "e→e", Source: All(e), Target: View{e, 10, 20}, Rule: Rule{Kind: FixedIn, N: 5}, Synapse: stdp(),
		Values: map[string]Value{"tau": Number(3)}, Modulator: All(in), Weight: Number(-1), Delay: Number(0.1)}
	return &Network{
		Populations: []*Population{e, in},
		Projections: []*Projection{static, plastic},
		Stimuli:     []*Stimulus{{Name: "drive", Target: All(e), Model: current("dc"), Values: map[string]Value{"amplitude": Number(1)}}},
		Probes:      []*Probe{{Name: "V", Population: e, Variable: "V", Cells: []int32{99}}, {Name: "w", Projection: plastic, Variable: "weight"}},
	}
}

func TestCheckAccepts(t *testing.T) {
	if err := model().Check(0.1); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestCheckFinds(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		spoil func(e, in *Population, static, plastic *Projection, n *Network)
		want  string
	}{
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Size = -1 }, "population e: has -1 cells, want 0 to 2147483647"},
		{func(e, in *Population, _, _ *Projection, _ *Network) { in.Name = "e" }, "population 0 and population 1 are both named e: rename one"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Values["tau_M"] = Number(1) }, "population e: model lif has no parameter or state tau_M: did you mean tau_m?"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Values["derived"] = Number(1) }, "population e: model lif has no parameter or state derived: it has tau_m, V"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Values["V"] = Value{Array: make([]float64, 7)} }, "population e: V is an array of 7 numbers, want 100"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Values["tau_m"] = Number(nan) }, "population e: tau_m is not a number (NaN)"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) {
			e.Values["V"] = Value{Course: &Course{Every: 1, Values: []float64{1}}}
		}, "population e: V is a state: only parameters can follow a course in time"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) {
			e.Values["V"] = Value{Draw: &Distribution{Kind: NormalDist, B: -1}}
		}, "population e: V is drawn from normal(0, -1): the standard deviation is negative"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Positions = make([][3]float64, 3) }, "population e: has 3 positions for 100 cells"},
		{func(e, _ *Population, _, _ *Projection, _ *Network) { e.Model.Kind = ir.Synapse }, "population e: model lif is a synapse, want a neuron, a generator or an artificial cell"},
		{func(_, in *Population, _, _ *Projection, _ *Network) { in.Trains = nil }, "population in: has neither a model nor spike trains"},
		{func(_, in *Population, _, _ *Projection, _ *Network) { in.Trains.Times[2] = 0 }, "population in: spike 2 at 0 ms comes after one at 1 ms: sort the spikes by time"},
		{func(_, in *Population, _, _ *Projection, _ *Network) { in.Trains.Cells[1] = 3 }, "population in: spike 1 is of cell 3, but cells are 0 to 2"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Delay = Number(0.05) }, "projection in→e: delay 0.05 ms is shorter than the step, 0.1 ms: raise the delay or lower the step"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) {
			s.Delay = Value{Draw: &Distribution{Kind: NormalDist, A: 1.5, B: 0.75}}
		}, "projection in→e: delay is drawn from normal(1.5, 0.75), which may be shorter than the step, 0.1 ms: give it a min"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Delay = Number(math.Inf(1)) }, "projection in→e: delay is infinite"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Delay = Number(1e6) }, "projection in→e: delay 1e+06 ms is longer than 1048576 steps: lower the delay or raise the step"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) {
			s.Rule = Rule{Kind: FixedTotal, N: 1 << 40}
		}, "projection in→e: 1.1e+12 synapses, at most 4.29e+09 fit: lower the number of cells or the density"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Probes[0].Every = 0.25 },
			"probe V: records every 0.25 ms, which is not a whole number of steps of 0.1 ms: record at a multiple, or change the step"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Delay = Number(nan) }, "projection in→e: delay is not a number (NaN)"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Receptor = "exc" }, "projection in→e: model lif has no receptor \"exc\" that fits: did you mean ex?"},
		{func(e, _ *Population, s, _ *Projection, _ *Network) {
			e.Model.Receptors[1].Name = "nmda"
			s.Receptor = ""
		}, "projection in→e: model lif has several of the kind receptor: choose one of ex, nmda"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Weight = Number(-0.1) }, "projection in→e: weight -0.1 µS is negative, but receptor ex of lif takes a conductance: give its absolute value"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Weight.Array = []float64{1, 2} }, "projection in→e: weight is an array of 2 numbers for 300 synapses"},
		{func(_, _ *Population, _, p *Projection, _ *Network) { p.Weight.Array = []float64{1, 2} }, "projection e→e: weight is an array, but the rule draws its synapses at random: give a number or a distribution"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Rule = Rule{Kind: Bernoulli, P: 1.5} }, "projection in→e: probability 1.5 is not within 0 and 1"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) {
			s.Rule = Rule{Kind: FixedIn, N: 4, NoMultapses: true}
		},
			"projection in→e: in-degree 4 is more than the 3 cells there are: lower it or allow several synapses of one pair"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) {
			s.Rule = Rule{Kind: FixedTotal, N: 301, NoMultapses: true}
		},
			"projection in→e: 301 synapses are more than the 300 pairs there are: lower the number or allow several synapses of one pair"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Rule = Rule{Kind: OneToOne} }, "projection in→e: one to one wants equal sizes, got 3 sources and 100 targets"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) { s.Rule = Rule{Kind: Distance, P: 1, Scale: 1} }, "projection in→e: the distance rule wants a position for every cell of in"},
		{func(_, _ *Population, s, _ *Projection, _ *Network) {
			s.Rule = Rule{Kind: Explicit, Sources: []uint32{3}, Targets: []uint32{0}}
		},
			"projection in→e: synapse 0 is from cell 3 to cell 0, but there are 3 sources and 100 targets"},
		{func(_, _ *Population, _, p *Projection, _ *Network) { p.Target.Hi = 101 }, "projection e→e: its target is cells 10 to 100 of e, which has cells 0 to 99"},
		{func(e, _ *Population, _, p *Projection, _ *Network) { e.Model.Symbols[1].Name = "v" }, "projection e→e: synapse stdp reads V_post, but the cells of e have no state V: did you mean v?"},
		{func(_, _ *Population, _, p *Projection, _ *Network) { p.Modulator = View{} }, "projection e→e: synapse stdp has `on volume`, but the projection has no modulator: name the population whose spikes it is"},
		{func(_, in *Population, s, _ *Projection, _ *Network) { s.Modulator = All(in) }, "projection in→e: has a modulator, but its synapse has no `on volume`"},
		{func(_, _ *Population, _, p *Projection, _ *Network) {
			p.Values["dopamine"] = Value{Array: make([]float64, 2)}
		}, "projection e→e: dopamine has one value for all, not an array"},
		{func(e, _ *Population, _, p *Projection, _ *Network) { e.Model.Threshold = nil }, "projection e→e: the cells of e never spike: model lif has no `spike when`"},
		{func(_, in *Population, _, p *Projection, _ *Network) { p.Target = All(in) }, "projection e→e: the cells of in are given spike trains, which receive nothing"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Stimuli[0].Port = "in" }, "stimulus drive: model lif has no input or receptor \"in\" that fits: did you mean I?"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Stimuli[0].Model = lif() }, "stimulus drive: has no stimulus model"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Probes[0].Variable = "v" }, "probe V: e has no variable v: did you mean V?"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Probes[0].Cells[0] = 100 }, "probe V: records cell 100 of e, which has cells 0 to 99"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Probes[1].Variable = "wieght" }, "probe w: e→e has no variable wieght: did you mean weight?"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Probes[0].Every = -1 }, "probe V: records every -1 ms from 0 to 0 ms: want times in order, and none negative"},
		{func(_, _ *Population, _, _ *Projection, n *Network) { n.Populations = n.Populations[:1] }, "projection in→e: population in is not part of the network"},
	} {
		n := model()
		tt.spoil(n.Populations[0], n.Populations[1], n.Projections[0], n.Projections[1], n)
		if err := n.Check(0.1); err == nil || !strings.Contains("\n"+err.Error()+"\n", "\n"+tt.want+"\n") {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
}

func TestCheckFindsAll(t *testing.T) {
	n := model()
	n.Populations[0].Values["tau"] = Number(1)
	n.Projections[0].Delay = Number(0)
	n.Projections[0].Rule = Rule{Kind: Bernoulli, P: -1}
	n.Probes[0].Variable = "U"
	err := n.Check(0.1)
	if err == nil || len(strings.Split(err.Error(), "\n")) != 4 {
		t.Errorf("got %v, want 4 lines", err)
	}
	if err := n.Check(0); err == nil || err.Error() != "the step is 0 ms, want more than 0" {
		t.Errorf("step 0: got %v", err)
	}
}

// Weights of both signs part where receptors ex and in are there to be chosen from.
func TestReceptors(t *testing.T) {
	n := model()
	p := n.Projections[1]
	if got, err := Receptors(p); err != nil || len(got) != 2 || got[0] != "ex" || got[1] != "in" {
		t.Errorf("got %v, %v, want ex and in", got, err)
	}
	if got, err := Receptors(n.Projections[0]); err != nil || len(got) != 1 || got[0] != "ex" {
		t.Errorf("got %v, %v, want ex", got, err)
	}
	if got, err := StimulusPort(n.Stimuli[0]); err != nil || got != "I" {
		t.Errorf("got %v, %v, want I", got, err)
	}
	if got, err := CouplingPort(&Projection{Target: p.Target, Synapse: current("gap")}); err != nil || got != "I" {
		t.Errorf("got %v, %v, want I", got, err)
	}
}
