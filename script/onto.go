package script

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/random"
	"github.com/cajal-sim/cajal/spike"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Connections onto cells with shape are point processes in compartments. Where each of them has its own
// compartment or parameters, the rule is drawn here, and becomes a list.

// onto is a connect onto cells with shape.
type onto struct {
	s    *session
	c    *call
	p    *network.Projection
	cell *Cell
	n    int   // length of arrays with a value for each synapse; −1: the rule leaves it to chance
	pick []int // entry in such an array of each synapse; nil: they are in order
}

// points are the arguments of a connect that say what point processes it makes.
type points struct {
	synapse, weight, delay, site starlark.Value
	parameters                   []starlark.Tuple
}

// ontoShape makes the point processes of a projection, and returns the unit of their
// weights.
func (s *session) ontoShape(c *call, p *network.Projection, cell *Cell, a points) (unit.Unit, error) {
	if p.Receptor != "" || p.Modulator.Population != nil {
		return unit.Unit{}, c.wrong("", "receptor and modulator are for neurons without shape; here the synapse says what arrives")
	}
	if a.synapse == nil {
		return unit.Unit{}, c.wrong("", "synapse is missing; cells with shape want a point process, such as synapse = \"ExpSyn\"")
	}
	var err error
	if p.Synapse, err = s.mechanismArgument(c, "synapse", 3, a.synapse, ir.PointProcess); err != nil {
		return unit.Unit{}, err
	}
	o := &onto{s: s, c: c, p: p, cell: cell, n: listed(p)}
	u := weightOf(p.Synapse)
	if a.weight == nil {
		return u, c.wrong("", "weight is missing, want one in %s", nameOf(u.Dim))
	}
	for _, step := range []func() error{
		func() error { return o.place(a.site) },
		func() error { return o.parameters(a.parameters) },
		func() error { return o.value("weight", a.weight, u, &p.Weight) },
		func() error { return o.value("delay", a.delay, unit.MustParse("ms"), &p.Delay) },
	} {
		if err := step(); err != nil {
			return u, err
		}
	}
	return u, nil
}

// listed is the number of synapses in arrays, −1 for rules that leave it to chance.
func listed(p *network.Projection) int {
	switch p.Rule.Kind {
	case network.Explicit:
		return len(p.Rule.Sources)
	case network.OneToOne:
		return p.Source.Len()
	case network.AllToAll:
		return p.Source.Len() * p.Target.Len()
	}
	return -1
}

// weightOf is the unit of what a point process receives.
func weightOf(m *ir.Mechanism) unit.Unit {
	if m.Membrane.Receive == nil || len(m.Membrane.Receive.Args) == 0 {
		return unit.Unit{}
	}
	u, _ := unitIn(m, m.Symbols[m.Membrane.Receive.Args[0]].Name, ir.Weight)
	return u
}

// place sets the compartments of the synapses: one for all, one for each, or each drawn from
// a region with a probability in proportion to length.
func (o *onto) place(v starlark.Value) error {
	if v == nil {
		return nil
	}
	if list, ok := v.(starlark.Sequence); ok {
		return o.placeEach(list)
	}
	sites, err := o.c.sites(o.cell, "site", v)
	if err != nil {
		return err
	}
	if len(sites) == 1 {
		o.p.Sites = sites
		return nil
	}
	if err := o.list(); err != nil {
		return err
	}
	o.p.Sites = o.scatter(sites)
	return nil
}

func (o *onto) placeEach(list starlark.Sequence) error {
	all := elements(list)
	if len(all) != o.n && o.n >= 0 {
		return o.c.wrong("site", "has %d places, want one for each of %d synapses, one for all, or a region from which they are drawn", len(all), o.n)
	}
	if o.n < 0 {
		return o.c.wrong("site", "is a list, but the rule draws its synapses at random; want one place for all, or a region from which they are drawn")
	}
	sites := make([]int32, len(all))
	for i, x := range all {
		var err error
		if sites[i], err = o.c.site(o.cell, "site", x); err != nil {
			return err
		}
	}
	if err := o.list(); err != nil {
		return err
	}
	o.p.Sites = picked(sites, o.pick)
	return nil
}

// scatter draws a compartment for every synapse.
func (o *onto) scatter(sites []int32) []int32 {
	until, sum := make([]float64, len(sites)), 0.0
	for k, i := range sites {
		sum += o.cell.tree.Compartments[i].Length
		until[k] = sum
	}
	source := random.NewSource(o.s.random.seed, o.s.random.next(), scriptStream)
	drawn := make([]int32, len(o.p.Rule.Sources))
	for i := range drawn {
		k, _ := slices.BinarySearch(until, source.Float64()*sum)
		drawn[i] = sites[min(k, len(sites)-1)]
	}
	return drawn
}

// list makes a list of the rule.
func (o *onto) list() error {
	p := o.p
	if p.Rule.Kind == network.Explicit {
		return nil
	}
	drawn := network.Projection{Name: p.Name, Source: p.Source, Target: p.Target, Rule: p.Rule, Delay: network.Number(1)}
	if o.n >= 0 { // the weights tell which entry of arrays is each synapse's
		drawn.Weight.Array = make([]float64, o.n)
		for i := range o.n {
			drawn.Weight.Array[i] = float64(i)
		}
	}
	seed := random.NewSource(o.s.random.seed, o.s.random.next(), scriptStream)
	table, err := network.Connect(o.s.ctx, &drawn, 0, network.ConnectOptions{Step: 1, Seed: seed.Uint64(), Double: true})
	if err != nil {
		return o.c.wrong("rule", ": %v", err)
	}
	p.Rule = network.Rule{Kind: network.Explicit, Sources: lanesFrom(table.SourceLanes(), p.Source.Lo), Targets: lanesFrom(table.TargetLanes(), p.Target.Lo)}
	if o.n < 0 {
		o.n = len(p.Rule.Sources)
		return nil
	}
	o.pick = entries(table)
	return nil
}

// entries reads the weights of a table as numbers.
func entries(t *spike.Table) []int {
	all := make([]int, 0, t.Len())
	for i := range t.Blocks {
		for k := range t.Blocks[i].Target {
			all = append(all, int(t.Weight(&t.Blocks[i], k)))
		}
	}
	return all
}

func lanesFrom(lanes []int32, first int) []uint32 {
	out := make([]uint32, len(lanes))
	for i, lane := range lanes {
		out[i] = uint32(int(lane) - first)
	}
	return out
}

// picked is the entries of an array that belong to synapses.
func picked[T any](all []T, pick []int) []T {
	if pick == nil {
		return all
	}
	out := make([]T, len(pick))
	for i, k := range pick {
		out[i] = all[k]
	}
	return out
}

// parameters reads those of the point process.
func (o *onto) parameters(given []starlark.Tuple) error {
	m := o.p.Synapse
	for _, kw := range given {
		name := string(kw[0].(starlark.String))
		u, ok := unitIn(m, name, ir.Param)
		if !ok {
			return &misfit{o.c.name, name, -1, fmt.Sprintf("is no parameter of %s; %s", m.Name, suggest(name, parameters(m)))}
		}
		v, err := o.parameter(name, kw[1], u)
		if err != nil {
			return err
		}
		o.p.Values[name] = v
	}
	return nil
}

// parameter reads one. Where it differs among synapses the rule becomes a list, so that it can
// be told which synapse has which.
func (o *onto) parameter(name string, given starlark.Value, u unit.Unit) (v network.Value, err error) {
	if err := o.value(name, given, u, &v); err != nil || !v.Varied() {
		return v, err
	}
	if err := o.list(); err != nil {
		return v, err
	}
	if err := o.value(name, given, u, &v); err != nil || v.Draw == nil {
		return v, err
	}
	all := make([]float64, len(o.p.Rule.Sources))
	if err := o.s.fill(all, v); err != nil {
		return v, &misfit{o.c.name, name, -1, err.Error()}
	}
	return network.Value{Array: all}, nil
}

// value reads a value of all synapses, or one for each, in the unit of the mechanism.
func (o *onto) value(name string, v starlark.Value, u unit.Unit, to *network.Value) error {
	x, err := valueIn(v, u, o.n)
	if err != nil {
		return &misfit{o.c.name, name, -1, err.Error()}
	}
	if x.Array != nil {
		x.Array = picked(x.Array, o.pick)
	}
	*to = x
	return nil
}
