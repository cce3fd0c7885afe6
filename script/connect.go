package script

import (
	"fmt"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Projection is the synapses made by one connect.
type Projection struct {
	*network.Projection
	net    *net
	weight unit.Unit
}

func (p *Projection) String() string        { return p.Name }
func (p *Projection) Type() string          { return "projection" }
func (p *Projection) Freeze()               {}
func (p *Projection) Truth() starlark.Bool  { return true }
func (p *Projection) Hash() (uint32, error) { return starlark.String(p.Name).Hash() }

// part is an argument that is a population or a part of one, of the present network.
type part struct {
	s *session
	*Population
}

func (p *part) take(v starlark.Value) error {
	population, ok := v.(*Population)
	if !ok {
		return fmt.Errorf("is %s, want a population", described(v))
	}
	if population.net != p.s.net {
		return fmt.Errorf("is %s of an earlier network; make it anew after new_network()", population)
	}
	p.Population = population
	return nil
}

// connect is connect(source, target, rule, …).
func (s *session) connect(c *call) (starlark.Value, error) {
	if err := s.net.changing(c); err != nil {
		return nil, err
	}
	source, target, modulator := part{s: s}, part{s: s}, part{s: s}
	var rule, synapse, weight, site, sourceSite starlark.Value
	delay := starlark.Value(milliseconds(1))
	var receptor, name string
	rest, err := c.bindSome("source", &source, "target", &target, "rule", &rule, "synapse?", &synapse,
		"weight?", &weight, "delay?", &delay, "receptor?", &receptor, "modulator?", &modulator, "site?", &site, "source_site?", &sourceSite, "name?", &name)
	if err != nil {
		return nil, err
	}
	r, ok := rule.(*Rule)
	if !ok {
		return nil, c.wrong("rule", "is %s, want a rule such as all_to_all() or bernoulli(0.1)", described(rule))
	}
	p := &network.Projection{Source: source.View, Target: target.View, Rule: r.Rule, Receptor: receptor, Values: map[string]network.Value{}}
	if modulator.Population != nil {
		p.Modulator = modulator.View
	}
	var u unit.Unit
	a := points{synapse, weight, delay, site, rest}
	switch cell := target.cell(); {
	case s.couplesShape(c, source.cell(), cell, synapse):
		u, err = s.couple(c, p, source.cell(), cell, a, sourceSite)
	case sourceSite != nil:
		err = c.wrong("source_site", "is for couplings such as gap_junction, which read their source's potential there")
	case cell != nil:
		u, err = s.ontoShape(c, p, cell, a)
	case site != nil:
		err = c.wrong("site", "is a place, but the cells of %s have no shape", target)
	default:
		u.Dim, err = s.ontoPoint(c, p, a)
	}
	if err != nil {
		return nil, err
	}
	if p.Name, err = s.name(c, "projection", name, source.String()+" to "+target.String()); err != nil {
		return nil, err
	}
	s.net.Projections = append(s.net.Projections, p)
	return &Projection{p, s.net, u}, nil
}

// ontoPoint completes a projection onto neurons without shape, and returns the dimension of
// its weights.
func (s *session) ontoPoint(c *call, p *network.Projection, a points) (unit.Dimension, error) {
	if err := s.synapse(c, p, a.synapse); err != nil {
		return unit.Dimension{}, err
	}
	dim, err := c.weightUnit(p)
	if err != nil {
		return dim, err
	}
	return dim, c.synapseValues(p, dim, a.weight, a.delay, a.parameters)
}

// synapse sets the model on the connections; static is none.
func (s *session) synapse(c *call, p *network.Projection, v starlark.Value) error {
	if v == nil || v == starlark.String("static") {
		return nil
	}
	var err error
	p.Synapse, err = s.mechanismArgument(c, "synapse", 3, v, ir.Synapse)
	return err
}

// weightUnit is the dimension of a projection's weights: the receptor's, and
// none for a continuous coupling.
func (c *call) weightUnit(p *network.Projection) (unit.Dimension, error) {
	if p.Synapse != nil && p.Synapse.Couple != ir.None {
		_, err := network.CouplingPort(p)
		return unit.Dimensionless, c.port(err)
	}
	if m := p.Target.Population.Model; m != nil && m.Kind == ir.ArtificialCell {
		return weightOf(m).Dim, nil
	}
	ports, err := network.Receptors(p)
	if err != nil {
		return unit.Dimension{}, c.port(err)
	}
	m := p.Target.Population.Model
	i, _ := m.Receptor(ports[0])
	return m.Receptors[i].Dim, nil
}

func (c *call) port(err error) error {
	if err == nil {
		return nil
	}
	return &misfit{c.name, "receptor", -1, ": " + err.Error()}
}

// synapseValues reads weight, delay and the parameters of the synapse.
func (c *call) synapseValues(p *network.Projection, dim unit.Dimension, weight, delay starlark.Value, rest []starlark.Tuple) error {
	n := -1
	if p.Rule.Kind == network.Explicit {
		n = len(p.Rule.Sources)
	}
	var err error
	if weight == nil && dim != unit.Dimensionless {
		return c.wrong("", "weight is missing, want one in %s", nameOf(dim))
	}
	p.Weight = network.Number(1)
	if weight != nil {
		if p.Weight, err = toValue(weight, dim, n); err != nil {
			return &misfit{c.name, "weight", -1, err.Error()}
		}
	}
	if p.Delay, err = toValue(delay, unit.Time, n); err != nil {
		return &misfit{c.name, "delay", -1, err.Error()}
	}
	if len(rest) == 0 {
		return nil
	}
	if p.Synapse == nil {
		return c.unknown(rest[0], []string{"synapse", "weight", "delay", "receptor", "modulator", "site", "name"})
	}
	return c.placedValues(p, dim, rest)
}

// placedValues reads the parameters of a synapse; arrays are as long as the
// side that a value belongs to.
func (c *call) placedValues(p *network.Projection, dim unit.Dimension, given []starlark.Tuple) error {
	for _, kw := range given {
		name := string(kw[0].(starlark.String))
		of, ok := dimensionOf(p.Synapse, name, &dim)
		if !ok {
			return &misfit{c.name, name, -1, fmt.Sprintf("is no parameter or state of %s; %s", p.Synapse.Name, suggest(name, settable(p.Synapse)))}
		}
		v, err := toValue(kw[1], of, -1)
		if err != nil {
			return &misfit{c.name, name, -1, err.Error()}
		}
		p.Values[name] = v
	}
	return nil
}

// AttrNames lists what can be asked of a projection.
func (p *Projection) AttrNames() []string {
	all := []string{"delay", "name", "size", "sources", "targets", "weight"}
	if p.Synapse != nil {
		all = append(all, settable(p.Synapse)...)
	}
	return all
}

// Attr is the name, or a current value of every synapse, in the order of
// sources and targets.
func (p *Projection) Attr(name string) (starlark.Value, error) {
	if name == "name" {
		return starlark.String(p.Name), nil
	}
	u, ok := p.unit(name)
	if !ok {
		return nil, fmt.Errorf("projection %s has no %s; %s", p.Name, name, suggest(name, p.AttrNames()))
	}
	if p.net.run == nil {
		return nil, fmt.Errorf("%s.%s is known once the network has run; run(0*ms) sets it up", p.Name, name)
	}
	asked := name
	if name == "size" || name == "sources" || name == "targets" {
		asked = "weight"
	}
	sources, targets, values, err := p.net.run.Sim.SynapseValues(p.Projection, asked)
	switch {
	case err != nil:
		return nil, err
	case name == "size":
		return starlark.MakeInt(len(values)), nil
	case name == "sources":
		return arrayOf(sources), nil
	case name == "targets":
		return arrayOf(targets), nil
	}
	return arrayIn(values, u), nil
}

// unit is that of the numbers of an attribute.
func (p *Projection) unit(name string) (unit.Unit, bool) {
	switch name {
	case "weight":
		return p.weight, true
	case "delay":
		return unit.Unit{Dim: unit.Time}, true
	case "size", "sources", "targets":
		return unit.Unit{}, true
	}
	if p.Synapse == nil {
		return unit.Unit{}, false
	}
	if p.Synapse.Membrane != nil {
		return unitIn(p.Synapse, name, ir.Param, ir.State, ir.Assigned)
	}
	dim, ok := dimensionOf(p.Synapse, name, &p.weight.Dim)
	return unit.Unit{Dim: dim}, ok
}
