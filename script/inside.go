package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// inside sets what a probe records in the compartments of cells with shape: cell by cell,
// and of each cell the places in their order.
func (p *Probe) inside(c *call, of *Population, cell *Cell, at starlark.Value) error {
	sites := []int32{int32(of.Population.Shape.Cells[0].Detector.Compartment)}
	if at != nil {
		var err error
		if sites, err = c.sites(cell, "at", everywhere(at)); err != nil {
			return err
		}
	}
	if p.Variable == "spikes" { // which always are
		return nil
	}
	u, in, err := cell.variable(p.Variable)
	if err != nil {
		return c.wrong("variable", "%v", err)
	}
	for _, i := range sites {
		if in != nil && !in[i] {
			return c.wrong("at", "has %s, where %s is not inserted", cell.label(i), p.Variable)
		}
	}
	p.unit = u
	if at == nil {
		return nil
	}
	p.Cells = nil
	for i := of.Lo; i < of.Hi; i++ {
		for _, site := range sites {
			p.Cells, p.Sites = append(p.Cells, int32(i)), append(p.Sites, site)
		}
	}
	p.label = func(column int) string {
		return fmt.Sprintf("%s[%d] %s", p.of, p.Cells[column], cell.label(p.Sites[column]))
	}
	return nil
}

// everywhere reads "all" as no choice.
func everywhere(at starlark.Value) starlark.Value {
	if at == starlark.String("all") {
		return nil
	}
	return at
}

// variable is the unit of something that can be recorded, and the compartments that have it,
// nil for all.
func (c *Cell) variable(name string) (unit.Unit, []bool, error) {
	if name == "v" {
		return unit.MustParse("mV"), nil, nil
	}
	if name == network.TransmembraneCurrent || name == network.CapacitiveCurrent {
		return unit.MustParse("nA"), nil, nil
	}
	for _, ion := range c.ionsUsed() {
		for variable, u := range map[string]string{"i" + ion: "mA/cm2", "e" + ion: "mV", ion + "i": "mM", ion + "o": "mM"} {
			if variable == name {
				return unit.MustParse(u), nil, nil
			}
		}
	}
	var known []string
	for _, x := range c.channels {
		for i := range x.Mechanism.Symbols {
			s := &x.Mechanism.Symbols[i]
			if s.Place != ir.Self || s.Role != ir.State && s.Role != ir.Param && s.Role != ir.Assigned {
				continue
			}
			own := x.Mechanism.Name + "." + s.Name
			if own == name {
				u, _ := unitIn(x.Mechanism, s.Name, s.Role)
				return u, x.In, nil
			}
			known = append(known, own)
		}
	}
	for _, ion := range c.ionsUsed() {
		known = append(known, "i"+ion, "e"+ion, ion+"i", ion+"o")
	}
	slices.Sort(known)
	meant := name
	if own, mechanism, _ := strings.Cut(name, "_"); slices.Contains(known, mechanism+"."+own) {
		meant = mechanism + "." + own // hh.m, which NEURON calls m_hh
	} else if name == "V_m" {
		meant = network.Potential // which it is in neurons without shape
	}
	return unit.Unit{}, nil, &noVariable{name, c.name, suggest(meant, append([]string{network.Potential, network.TransmembraneCurrent, network.CapacitiveCurrent}, known...))}
}

// noVariable is that a cell has no variable of a name, and what it has.
type noVariable struct{ name, cell, remedy string }

func (e *noVariable) Error() string {
	return fmt.Sprintf("is %s, which the cell %s does not have; %s", e.name, e.cell, e.remedy)
}

// shapedAttr is the cell that a population is made of, or a variable at the detectors now.
func (p *Population) shapedAttr(name string) (starlark.Value, error) {
	if name == "cell" {
		return p.cell(), nil
	}
	u, _, err := p.cell().variable(name)
	var missing *noVariable
	switch {
	case errors.As(err, &missing) && strings.Contains(name, "."):
		return nil, fmt.Errorf("%s has no %s; %s", p, name, missing.remedy)
	case err != nil:
		return nil, fmt.Errorf("%s has no %s; %s", p, name, suggest(name, p.AttrNames()))
	case p.net.run == nil && name == network.Potential:
		values, err := p.known(name)
		if err != nil {
			return nil, err
		}
		return arrayIn(values[p.Lo:p.Hi], u), nil
	case p.net.run == nil:
		return nil, fmt.Errorf("%s.%s is known once the network has run; run(0*ms) sets it up", p, name)
	}
	values, err := p.net.run.Sim.Values(p.Population, name)
	if err != nil {
		return nil, err
	}
	return arrayIn(values[p.Lo:p.Hi], u), nil
}

// setStart sets the potentials that cells begin at.
func (p *Population) setStart(v starlark.Value) error {
	if p.net.run != nil {
		return fmt.Errorf("%s.v follows from the equations once the network has run; set it before, or after reset()", p)
	}
	value, err := toValue(v, unit.Voltage, p.Len())
	if err != nil {
		return fmt.Errorf("%s.v %w", p, err)
	}
	if p.Len() < p.Population.Size {
		if value, err = p.merged(network.Potential, value); err != nil {
			return err
		}
	}
	p.Population.Values[network.Potential] = value
	return nil
}

// setShaped sets the potentials at the start or, between runs, a parameter of a channel, such as
// hh.gnabar, in all its places.
func (p *Population) setShaped(name string, v starlark.Value) error {
	if name == network.Potential {
		return p.setStart(v)
	}
	mechanism, own, _ := strings.Cut(name, ".")
	for _, x := range p.cell().channels {
		if x.Mechanism.Name != mechanism {
			continue
		}
		u, ok := unitIn(x.Mechanism, own, ir.Param)
		if !ok {
			return fmt.Errorf("%s has no %s to set; %s", p, name, suggest(own, parameters(x.Mechanism)))
		}
		value, err := toValue(v, u.Dim, -1)
		switch {
		case err != nil:
			return fmt.Errorf("%s[%q] %w", p, name, err)
		case value.Varied() || value.Course != nil || p.Len() < p.Population.Size:
			return fmt.Errorf("%s[%q] can become one number, in all cells and places; for cells that differ make a population of each kind", p, name)
		case p.net.run == nil:
			return fmt.Errorf("%s[%q] can be set between runs; before the first one, insert says it", p, name)
		}
		return p.net.run.Sim.Set(p.Population, name, network.Number(u.FromInternal(value.Constant)))
	}
	return fmt.Errorf("%s has no %s to set; what can be set is a parameter of a channel between runs, such as %s[\"hh.gnabar\"]", p, name, p)
}
