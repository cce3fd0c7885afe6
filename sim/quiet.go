package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// This file finds what of an ion needs no column: kernels have less to read and to add up.

// mechanisms lists all that may be in the membranes of a population.
func (s *Simulation) mechanisms(pop *population) []*ir.Mechanism {
	list := pop.shaped.channels()
	for _, p := range s.net.Projections {
		if p.Target.Population == pop.Population && p.Synapse != nil && p.Synapse.Membrane != nil {
			list = append(list, p.Synapse)
		}
	}
	return list
}

// quieten notes the ions whose total current nobody reads, those whose reversal
// potential is one value everywhere, and those whose potential or concentrations change.
func (s *Simulation) quieten(pop *population) {
	h := pop.shaped
	h.unread, h.uniform, h.moving = map[string]bool{}, map[string]bool{}, map[string]bool{}
	all := s.mechanisms(pop)
	for _, m := range all {
		for _, ion := range m.Membrane.Ions {
			h.unread[ion.Name], h.uniform[ion.Name] = true, h.same(ion.Name)
		}
	}
	for _, m := range all {
		for _, ion := range m.Membrane.Ions {
			if ion.Current >= 0 && m.Reads(ion.Current) {
				h.unread[ion.Name] = false
			}
			if ion.WritesPotential || ion.WritesInside || ion.WritesOutside {
				h.moving[ion.Name] = true
			}
			if h.moving[ion.Name] || ion.Inside >= 0 || ion.Outside >= 0 {
				h.uniform[ion.Name] = false
			}
		}
	}
	for _, q := range s.net.Probes {
		if q.Population == pop.Population && len(q.Variable) > 1 && q.Variable[0] == 'i' {
			h.unread[q.Variable[1:]] = false
		}
	}
}

// steady reports whether none of a mechanism's ions changes its reversal potential.
func (h *shaped) steady(m *ir.Mechanism) bool {
	return !slices.ContainsFunc(m.Membrane.Ions, func(ion ir.Ion) bool { return h.moving[ion.Name] })
}

// same reports whether all cells say the same of an ion's potential.
func (h *shaped) same(name string) bool {
	first := h.shape.Cells[0].Ions[name].Potential
	return len(first) <= 1 && !slices.ContainsFunc(h.shape.Cells, func(c *network.Cell) bool {
		return !slices.Equal(c.Ions[name].Potential, first)
	})
}
