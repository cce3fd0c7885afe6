package script

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/network"
	"go.starlark.net/starlark"
)

// AttrNames lists what can be asked of a population.
func (p *Population) AttrNames() []string {
	all := []string{"name", "size"}
	if p.cell() != nil {
		return append(all, "cell", "v")
	}
	if m := p.Population.Model; m != nil {
		all = append(append(all, "model"), settable(m)...)
	}
	return all
}

// Attr is p.name, p.size, p.model, or the current values of a state or
// parameter.
func (p *Population) Attr(name string) (starlark.Value, error) {
	m := p.Population.Model
	switch {
	case name == "name":
		return starlark.String(p.Population.Name), nil
	case name == "size":
		return starlark.MakeInt(p.Len()), nil
	case p.cell() != nil:
		return p.shapedAttr(name)
	case m == nil:
		return nil, nil
	case name == "model":
		return &Model{m}, nil
	case p.artificial():
		return p.artificialAttr(name)
	}
	dim, ok := dimensionOf(m, name, nil)
	if !ok {
		return nil, fmt.Errorf("%s has no %s; %s", p, name, suggest(name, p.AttrNames()))
	}
	values, err := p.known(name)
	if err != nil {
		return nil, err
	}
	return array(values[p.Lo:p.Hi], dim), nil
}

// known is the values that the cells have. What is drawn when somebody looks at it before the
// run stays as it was seen.
func (p *Population) known(name string) ([]float64, error) {
	values, err := p.current(name)
	if err == nil && p.net.run == nil && p.Population.Values[name].Draw != nil {
		p.Population.Values[name] = network.Value{Array: slices.Clone(values)}
	}
	return values, err
}

// current is the values of all cells: of the simulation or, before it, of the
// description.
func (p *Population) current(name string) ([]float64, error) {
	if p.net.run != nil {
		return p.net.run.Sim.Values(p.Population, name)
	}
	v, ok := p.Population.Values[name]
	if !ok && p.cell() != nil {
		v = network.Number(p.Population.Shape.Cells[0].Start)
	} else if !ok {
		q, isNumber := defaultOf(p.Population.Model, name)
		if !isNumber {
			return nil, fmt.Errorf("%s.%s is known once the network has run; run(0*ms) sets it up", p, name)
		}
		v = network.Number(q.Value)
	}
	out := make([]float64, p.Population.Size)
	return out, p.s.fill(out, v)
}

// SetField sets a parameter or a state: of the description before the first
// run, of the simulation later.
func (p *Population) SetField(name string, v starlark.Value) error {
	m := p.Population.Model
	if p.cell() != nil {
		return p.setShaped(name, v)
	}
	if m == nil {
		return fmt.Errorf("%s has given spikes and nothing to set", p)
	}
	if p.artificial() {
		return fmt.Errorf("%s is of artificial cells: say it when the population is made", p)
	}
	dim, ok := dimensionOf(m, name, nil)
	if !ok {
		return fmt.Errorf("%s has no %s to set; %s", p, name, suggest(name, settable(m)))
	}
	value, err := toValue(v, dim, p.Len())
	if err != nil {
		return fmt.Errorf("%s.%s %w", p, name, err)
	}
	if p.Len() < p.Population.Size {
		if value, err = p.merged(name, value); err != nil {
			return err
		}
	}
	if p.net.run != nil {
		return p.net.run.Sim.Set(p.Population, name, value)
	}
	p.Population.Values[name] = value
	return nil
}

// merged puts values for a part of the cells among those of the others.
func (p *Population) merged(name string, v network.Value) (network.Value, error) {
	if v.Course != nil {
		return v, fmt.Errorf("%s.%s: a course is for all cells of a population; make two populations", p, name)
	}
	all, err := p.current(name)
	if err != nil {
		return v, err
	}
	return network.Value{Array: all}, p.s.fill(all[p.Lo:p.Hi], v)
}

// fill draws values that a script asks for before the network does.
func (s *session) fill(dst []float64, v network.Value) error {
	source := s.random.next()
	return v.Fill(dst, s.random.seed, source, scriptStream)
}
