package experiment

import (
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
)

// units returns the unit of a probe's samples: they are in internal units, but for
// currents of ions, which are densities in NEURON's unit.
func units(p *network.Probe) string {
	if p.Population != nil && p.Population.Shape != nil {
		return shapeUnits(p)
	}
	var m *ir.Mechanism
	if p.Population != nil {
		m = p.Population.Model
	} else {
		m = p.Projection.Synapse
	}
	symbol := ir.Symbol{Unit: p.Variable} // "weight", which every projection has
	if m != nil {
		if i, ok := m.Symbol(p.Variable); ok {
			symbol = m.Symbols[i]
		}
	}
	if p.Projection != nil && symbol.Unit == "weight" {
		return weightUnit(p.Projection)
	}
	return symbol.Dim.String()
}

// shapeUnits returns the unit of a variable of cells with shape: v, what an ion has, or
// a mechanism's own.
func shapeUnits(p *network.Probe) string {
	if p.Stimulus != nil || p.Variable == network.TransmembraneCurrent || p.Variable == network.CapacitiveCurrent {
		return "nA"
	}
	mechanism, own, isOwn := strings.Cut(p.Variable, ".")
	if !isOwn {
		return ionUnits(p.Variable)
	}
	for _, c := range p.Population.Shape.Cells {
		for _, x := range c.Insert {
			if i, ok := x.Mechanism.Symbol(own); ok && x.Mechanism.Name == mechanism {
				return x.Mechanism.Symbols[i].Unit
			}
		}
	}
	return ""
}

// ionUnits is the unit of v, ena, ina, nai or nao.
func ionUnits(name string) string {
	switch {
	case name == "v" || strings.HasPrefix(name, "e"):
		return "mV"
	case strings.HasPrefix(name, "i"):
		return "mA/cm2"
	}
	return "mM"
}

// weightUnit is the internal unit of the receptor that a projection ends at; 1 for
// a continuous coupling.
func weightUnit(p *network.Projection) string {
	if p.Target.Population.Shape != nil {
		return "" // the synapse's own
	}
	var dim unit.Dimension
	ports, err := network.Receptors(p)
	if m := p.Target.Population.Model; err == nil && (p.Synapse == nil || p.Synapse.Couple == ir.None) {
		r, _ := m.Receptor(ports[0])
		dim = m.Receptors[r].Dim
	}
	return dim.String()
}
