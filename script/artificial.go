package script

import (
	"fmt"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Artificial cells of NMODL. Their values are in the units of their text.

func (p *Population) artificial() bool {
	m := p.Population.Model
	return m != nil && m.Kind == ir.ArtificialCell
}

// ownUnit is the unit of a value of an artificial cell. What its text itself changes can be
// set as well as a parameter.
func ownUnit(m *ir.Mechanism, name string) (unit.Unit, error) {
	u, ok := unitIn(m, name, ir.Param, ir.Assigned)
	if ok {
		return u, nil
	}
	var all []string
	for i := range m.Symbols {
		if role := m.Symbols[i].Role; role == ir.Param || role == ir.Assigned {
			all = append(all, m.Symbols[i].Name)
		}
	}
	return u, fmt.Errorf("is no parameter of %s; %s", m.Name, suggest(name, all))
}

// ownValues reads the values of artificial cells by name.
func (c *call) ownValues(to map[string]network.Value, m *ir.Mechanism, given []starlark.Tuple, n int) error {
	for _, kw := range given {
		name := string(kw[0].(starlark.String))
		u, err := ownUnit(m, name)
		if err == nil {
			to[name], err = valueIn(kw[1], u, n)
		}
		if err != nil {
			return &misfit{c.name, name, -1, err.Error()}
		}
	}
	return nil
}

// valueIn reads a value as numbers in a unit.
func valueIn(v starlark.Value, u unit.Unit, n int) (network.Value, error) {
	x, err := toValue(v, u.Dim, n)
	if err != nil {
		return x, err
	}
	x.Constant = u.FromInternal(x.Constant)
	for i := range x.Array {
		x.Array[i] = u.FromInternal(x.Array[i])
	}
	if x.Draw != nil {
		d := &Draw{*x.Draw, u.Dim}
		x.Draw = &d.times(u.FromInternal(1), u.Dim).Distribution
	}
	return x, nil
}

// artificialAttr is a value of artificial cells.
func (p *Population) artificialAttr(name string) (starlark.Value, error) {
	u, err := ownUnit(p.Population.Model, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %s %w", p, name, err)
	}
	values, err := p.current(name)
	if err != nil {
		return nil, err
	}
	return arrayIn(values[p.Lo:p.Hi], u), nil
}
