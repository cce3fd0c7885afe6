package ir

import (
	"fmt"
	"maps"
	"slices"
)

// Options say how a mechanism is turned into kernels.
type Options struct {
	Method Method
	// Varied names the parameters (and "weight") that differ between lanes; the
	// others are one value for all.
	Varied map[string]bool
	// Given names the states whose initial values the description sets.
	Given map[string]bool
	// Silent names the inputs and receptors that nothing feeds; they cost nothing.
	Silent map[string]bool
	// Interpolate asks where inside a step a threshold was crossed.
	Interpolate bool
	// ByEvent asks for the kernels of an event-by-event solution.
	ByEvent bool

	// Of a [Membrane] only.

	// Keep names the assigned values that are wanted although no kernel reads them.
	Keep map[string]bool
	// Entering has the membrane's current subtracted from MembraneCurrent, which then is
	// what enters the compartment.
	Entering bool
	// First says that the mechanism comes first: instead of adding to MembraneCurrent
	// and MembraneConductance it sets them, to its own and to StartConductance with its own.
	First bool
	// Unread names the ions whose total current nobody reads, Uniform those whose
	// reversal potential is one value everywhere.
	Unread, Uniform map[string]bool
	// Together asks for MembranePlan.Step.
	Together bool
	// Aligned says that lane i sits in compartment i; else an index table tells.
	Aligned bool
	// Secant, in mV, asks for ∂i/∂v as a difference quotient over it, as other
	// simulators have it (NEURON: 0.001); 0 is the exact derivative.
	Secant float64
}

// Plan is a mechanism as kernels, in the order in which they are used.
type Plan struct {
	Mechanism *Mechanism
	// Symbols are the mechanism's, followed by those that lowering added.
	Symbols []Symbol
	// Integrators tells how each state is advanced.
	Integrators []Choice

	Setup      *Kernel            // parameters → derived values, once, on one lane
	SetupLanes *Kernel            // the same for derived values that differ between lanes
	Init       [numPlaces]*Kernel // initial states, per place
	// Step advances a neuron, generator or stimulus over one step: equations,
	// then what arrived, then threshold and reset.
	Step *Kernel

	Events   *EventPlan    // Options.ByEvent
	Syn      *SynapsePlan  // synapses
	Membrane *MembranePlan // channels, point processes, artificial cells
}

// EventPlan solves a neuron event by event. Time and dt are set per call.
type EventPlan struct {
	Advance *Kernel            // states over dt; the held ones stay while hold > 0
	Receive map[string]*Kernel // an event of the given weight at a receptor
	Detect  *Kernel            // spike mask
	Reset   *Kernel            // after a spike; sets hold to the refractory time, ms
}

// SynapsePlan is what a projection with state does.
type SynapsePlan struct {
	// Static synapses deliver their weight and no more.
	Static bool
	// Lazy synapses are brought up to date only when an event needs them.
	Lazy bool
	// Advance moves the states of each place over a step (of Self and Lazy: since the last event).
	Advance [numPlaces]*Kernel
	On      map[Trigger]SynapseEvent
	Couple  *Kernel // continuous current into the target's input
}

// SynapseEvent is what a trigger does: first to each connection concerned, then
// to the lane of the side it came from.
type SynapseEvent struct {
	Synapse *Kernel
	Lane    *Kernel
}

// Lower turns a mechanism into kernels.
func Lower(m *Mechanism, opt Options) (*Plan, error) {
	l := newLowering(m, opt)
	if err := l.lower(); err != nil {
		return nil, err
	}
	if l.m.Membrane == nil {
		l.initial()
	}
	l.setup()
	l.plan.Symbols = l.m.Symbols
	return l.plan, nil
}

// lowering is the work of Lower on its own copy of the mechanism.
type lowering struct {
	m       *Mechanism
	g       *Graph
	opt     Options
	plan    *Plan
	dt      Ref
	derived map[Ref]int // hoisted node → symbol
	hoisted []Ref       // in order
	traits  map[Ref]trait
}

func newLowering(m *Mechanism, opt Options) *lowering {
	own := *m
	own.Graph = m.Graph.Clone()
	own.Symbols = slices.Clone(m.Symbols)
	l := &lowering{m: &own, g: own.Graph, opt: opt, plan: &Plan{Mechanism: m}, derived: map[Ref]int{}, traits: map[Ref]trait{}}
	l.silence()
	l.dt = l.g.Load(l.role(StepSize, "dt"), Pos{})
	return l
}

func (l *lowering) lower() error {
	switch {
	case l.m.Membrane != nil:
		return l.membrane()
	case l.m.Kind == Synapse:
		return l.synapse()
	case l.opt.ByEvent:
		return l.byEvent()
	}
	return l.step()
}

// silence takes the inputs that nothing feeds for 0.
func (l *lowering) silence() {
	by := map[int]Ref{}
	for _, x := range l.m.Of(Input) {
		if l.opt.Silent[l.m.Symbols[x].Name] {
			by[x] = l.g.Const(0)
		}
	}
	l.m.ODEs = slices.Clone(l.m.ODEs)
	for i := range l.m.ODEs {
		l.m.ODEs[i].Rate = l.g.Substitute(l.m.ODEs[i].Rate, by)
	}
}

// role finds the symbol of a role that occurs once, adding it where absent.
func (l *lowering) role(r Role, name string) int {
	if found := l.m.Of(r); len(found) > 0 {
		return found[0]
	}
	return l.symbol(Symbol{Name: name, Role: r, Init: None})
}

// symbol adds a symbol.
func (l *lowering) symbol(s Symbol) int {
	l.m.Symbols = append(l.m.Symbols, s)
	return len(l.m.Symbols) - 1
}

func (l *lowering) load(symbol int) Ref { return l.g.Load(symbol, l.m.Symbols[symbol].Pos) }

// statesAt lists the states of a place that have equations.
func (l *lowering) statesAt(p Place) []int {
	var out []int
	for _, o := range l.m.ODEs {
		if l.m.Symbols[o.Symbol].Place == p {
			out = append(out, o.Symbol)
		}
	}
	return out
}

// initial makes the kernels that set the states the description did not.
func (l *lowering) initial() {
	for p := range Place(numPlaces) {
		a := l.assemble("init", p)
		for _, x := range l.m.At(State, p) {
			s := l.m.Symbols[x]
			if s.Init != None && !l.opt.Given[s.Name] {
				a.store(x, l.resolveInit(s.Init, 0))
			}
		}
		l.plan.Init[p] = a.kernel()
	}
}

// resolveInit replaces states that are not given by their own initial values.
func (l *lowering) resolveInit(r Ref, depth int) Ref {
	if depth > len(l.m.Symbols) {
		panic(fmt.Sprintf("BUG: ir: initial values of %s depend on each other", l.m.Name))
	}
	by := map[int]Ref{}
	for _, u := range l.g.Uses(r) {
		s := l.m.Symbols[u]
		if s.Role == State && s.Init != None && !l.opt.Given[s.Name] {
			by[u] = l.resolveInit(s.Init, depth+1)
		}
	}
	return l.g.Substitute(r, by)
}

// Clone copies a graph.
func (g *Graph) Clone() *Graph {
	return &Graph{slices.Clone(g.Nodes), slices.Clone(g.Matrices), maps.Clone(g.index)}
}
