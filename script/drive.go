package script

import (
	"fmt"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Stimulus is what one stimulate adds to its targets.
type Stimulus struct {
	*network.Stimulus
	s      *session
	net    *net
	weight unit.Dimension
}

func (d *Stimulus) String() string        { return d.Name }
func (d *Stimulus) Type() string          { return "stimulus" }
func (d *Stimulus) Freeze()               {}
func (d *Stimulus) Truth() starlark.Bool  { return true }
func (d *Stimulus) Hash() (uint32, error) { return starlark.String(d.Name).Hash() }

// stimulate is stimulate(target, model, …), with parameters by name.
func (s *session) stimulate(c *call) (starlark.Value, error) {
	if err := s.net.changing(c); err != nil {
		return nil, err
	}
	target := part{s: s}
	var model, site starlark.Value
	var port, name string
	rest, err := c.bindSome("target", &target, "model", &model, "port?", &port, "site?", &site, "name?", &name)
	if err != nil {
		return nil, err
	}
	m, err := s.mechanismArgument(c, "model", 1, model, ir.Stimulus)
	if err != nil {
		return nil, err
	}
	d := &network.Stimulus{Target: target.View, Model: m, Port: port, Values: map[string]network.Value{}}
	var dim unit.Dimension
	if cell := target.cell(); cell != nil {
		dim, err = c.injecting(d, cell, site)
	} else if site != nil {
		err = c.wrong("site", "is a place, but the cells of %s have no shape", target)
	} else {
		dim, err = c.stimulusUnit(d)
	}
	if err != nil {
		return nil, err
	}
	if err := c.values(d.Values, m, rest, &dim, d.Target.Len()); err != nil {
		return nil, err
	}
	if d.Name, err = s.name(c, "stimulus", name, m.Name+" of "+target.String()); err != nil {
		return nil, err
	}
	s.net.Stimuli = append(s.net.Stimuli, d)
	return &Stimulus{d, s, s.net, dim}, nil
}

// stimulusUnit is the dimension of the receptor or input that a stimulus adds to.
func (c *call) stimulusUnit(d *network.Stimulus) (unit.Dimension, error) {
	port, err := network.StimulusPort(d)
	if err != nil {
		return unit.Dimension{}, &misfit{c.name, "port", -1, ": " + err.Error()}
	}
	m := d.Target.Population.Model
	if i, ok := m.Receptor(port); ok {
		return m.Receptors[i].Dim, nil
	}
	i, _ := m.Symbol(port)
	return m.Symbols[i].Dim, nil
}

// AttrNames lists the parameters.
func (d *Stimulus) AttrNames() []string { return append(settable(d.Model), "name") }

// Attr is the name.
func (d *Stimulus) Attr(name string) (starlark.Value, error) {
	if name == "name" {
		return starlark.String(d.Name), nil
	}
	if indexOf(settable(d.Model), name) >= 0 {
		return nil, fmt.Errorf("%s.%s can be set but not read", d.Name, name)
	}
	return nil, nil
}

// SetField changes a parameter, between runs too.
func (d *Stimulus) SetField(name string, v starlark.Value) error {
	dim, ok := dimensionOf(d.Model, name, &d.weight)
	if !ok {
		return fmt.Errorf("%s has no %s to set; %s", d.Name, name, suggest(name, settable(d.Model)))
	}
	value, err := toValue(v, dim, d.Target.Len())
	if err != nil {
		return fmt.Errorf("%s.%s %w", d.Name, name, err)
	}
	if d.net.run != nil {
		return d.net.run.Sim.SetStimulus(d.Stimulus, name, value)
	}
	d.Values[name] = value
	return nil
}

// Probe is a recording of a variable.
type Probe struct {
	*network.Probe
	net   *net
	unit  unit.Unit               // of what is recorded
	of    string                  // the population or projection
	first int                     // the first cell
	label func(column int) string // where columns are places on cells with shape, else nil
}

func (p *Probe) String() string        { return p.Name }
func (p *Probe) Type() string          { return "probe" }
func (p *Probe) Freeze()               {}
func (p *Probe) Truth() starlark.Bool  { return true }
func (p *Probe) Hash() (uint32, error) { return starlark.String(p.Name).Hash() }

// record is record(cells, variable, every=…): of a population, a part of one, or a
// projection. "spikes" keeps those of a generator; a neuron's always are kept.
func (s *session) record(c *call) (starlark.Value, error) {
	if err := s.net.changing(c); err != nil {
		return nil, err
	}
	var what, at starlark.Value
	var variable, name string
	every, from, to := duration(0), duration(0), duration(0)
	if err := c.bind("cells", &what, "variable", &variable, "at?", &at, "every?", &every, "name?", &name, "from_?", &from, "to?", &to); err != nil {
		return nil, err
	}
	p := &network.Probe{Variable: variable, Every: every.value, From: from.value, To: to.value}
	probe := &Probe{Probe: p, net: s.net}
	if err := s.probed(c, probe, what, at); err != nil {
		return nil, err
	}
	var err error
	if variable == "spikes" {
		s.net.recorded = append(s.net.recorded, p.Population)
		return starlark.None, nil
	}
	if every.value < 0 || to.value < 0 || from.value < 0 {
		return nil, c.wrong("every", "or from_ or to is negative")
	}
	if p.Name, err = s.name(c, "probe", name, variable+" of "+what.String()); err != nil {
		return nil, err
	}
	s.net.Probes = append(s.net.Probes, p)
	s.net.probes = append(s.net.probes, probe)
	return probe, nil
}

// probed sets what a probe records.
func (s *session) probed(c *call, p *Probe, what, at starlark.Value) error {
	switch w := what.(type) {
	case *Population:
		if w.net != s.net {
			return c.wrong("cells", "is %s of an earlier network", w)
		}
		p.Population, p.Cells = w.Population, w.cells()
		p.of, p.first = w.Population.Name, w.Lo
		if cell := w.cell(); cell != nil {
			return p.inside(c, w, cell, at)
		}
		if at != nil {
			return c.wrong("at", "is a place, but the cells of %s have no shape", w)
		}
		var err error
		p.unit.Dim, err = c.recordable(w, p.Variable)
		return err
	case *Projection:
		p.Projection, p.of = w.Projection, w.Name
		u, ok := w.unit(p.Variable)
		if !ok || p.Variable == "sources" || p.Variable == "targets" {
			return c.wrong("variable", "is %s, which projection %s does not have; %s", p.Variable, w, suggest(p.Variable, w.AttrNames()))
		}
		p.unit = u
		return nil
	case Electrode:
		return p.through(s, c, w)
	case *Stimulus:
		if w.Target.Population.Shape != nil {
			return p.through(s, c, Electrode{Stimulus: w.Stimulus})
		}
	}
	return c.wrong("cells", "is %s, want a population, a projection or a clamp", described(what))
}

// cells lists a part of a population, nil for all of it.
func (p *Population) cells() []int32 {
	if p.Len() == p.Population.Size {
		return nil
	}
	cells := make([]int32, p.Len())
	for i := range cells {
		cells[i] = int32(p.Lo + i)
	}
	return cells
}

// recordable is the dimension of a variable.
func (c *call) recordable(p *Population, variable string) (unit.Dimension, error) {
	m := p.Population.Model
	if variable == "spikes" {
		return unit.Dimension{}, nil
	}
	if m == nil {
		return unit.Dimension{}, c.wrong("cells", "is given spikes, which have no variables")
	}
	var all []string
	for i := range m.Symbols {
		s := &m.Symbols[i]
		if s.Role == ir.State || s.Role == ir.Param || s.Role == ir.Input || s.Role == ir.Assigned && m.Kind == ir.ArtificialCell {
			if all = append(all, s.Name); s.Name == variable {
				return s.Dim, nil
			}
		}
	}
	return unit.Dimension{}, c.wrong("variable", "is %s, which %s does not have; %s", variable, p, suggest(variable, all))
}
