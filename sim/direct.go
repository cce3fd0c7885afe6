package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// This file decides where arriving weights are added straight to the states of
// neurons. That saves the columns between: to fill, read and clear them takes a small
// network as long as its equations. It is done where the sum is the same: each event
// adds its weight and no more, and nothing but the equations of the next step reads
// the state.

// direct reports whether all that a population receives may be added to its states.
func direct(net *network.Network, p *network.Population) bool {
	if !onGrid(p) {
		return false
	}
	for _, q := range net.Projections {
		touched := q.Target.Population == p || q.Source.Population == p || q.Modulator.Population == p
		if touched && q.Synapse != nil {
			return false
		}
	}
	fed := network.Fed(net, p)
	for _, r := range p.Model.Receptors {
		if slices.Contains(fed, r.Name) && !simple(p.Model, r) {
			return false
		}
	}
	return true
}

// simple reports whether a receptor only adds weights to a state, which decides about no
// spike and is neither held nor reset.
func simple(m *ir.Mechanism, r ir.Receptor) bool {
	if r.Target < 0 || !m.Graph.IsConst(r.Gain, 1) {
		return false
	}
	var read []ir.Ref
	if t := m.Threshold; t != nil {
		read = append(read, t.When)
		for _, a := range t.Reset {
			if read = append(read, a.Value); a.Symbol == r.Target {
				return false
			}
		}
	}
	if h := m.Refractory; h != nil {
		if read = append(read, h.Duration); slices.Contains(h.Hold, r.Target) {
			return false
		}
	}
	return !slices.Contains(m.Graph.Uses(read...), r.Target)
}
