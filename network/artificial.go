package network

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// This file finds mistakes about NMODL's artificial cells, which events alone drive.

func (p *Population) artificial() bool { return p.Model != nil && p.Model.Kind == ir.ArtificialCell }

// artificialCells checks a population of them.
func (m *mistakes) artificialCells(p *Population) {
	model := p.Model
	switch {
	case model.Membrane.Native == "vecstim":
		m.add("%s%s fires at given times: make a population of spike trains in its place", model.Name, inFile(model.File, ir.Pos{}))
	case len(model.ODEs) > 0:
		m.add("%s%s integrates equations between events, which artificial cells cannot: solve them in NET_RECEIVE, or write a neuron in the equation language",
			model.Name, inFile(model.File, model.ODEs[0].Pos))
	case len(model.Membrane.Advance) > 0:
		m.add("%s%s does something at every step, which artificial cells cannot: do it in NET_RECEIVE, or write a neuron in the equation language", model.Name, inFile(model.File, ir.Pos{}))
	}
	if p.Method != "" || p.Solver != Grid {
		m.add("%s is an artificial cell, which takes events at their times: leave solver and method out", model.Name)
	}
	// A parameter that the text itself changes is not a Param.
	names := symbolNames(model, func(s *ir.Symbol) bool { return s.Role == ir.Param || s.Role == ir.Assigned })
	for _, name := range slices.Sorted(maps.Keys(p.Values)) {
		switch v := p.Values[name]; {
		case !slices.Contains(names, name):
			m.add("model %s has no parameter %s%s", model.Name, name, nearest(name, names))
		case v.Course != nil:
			m.add("%s cannot follow a course in time in an artificial cell", name)
		default:
			m.value(name, v, p.Size)
			m.within(model, name, v)
		}
	}
}

// inFile is a place in a model's file, in brackets.
func inFile(file string, at ir.Pos) string {
	switch {
	case file == "":
		return ""
	case at.Line == 0:
		return " (" + file + ")"
	}
	return fmt.Sprintf(" (%s:%d)", file, at.Line)
}

// ontoArtificial checks what arrives at artificial cells.
func (m *mistakes) ontoArtificial(p *Projection) {
	model := p.Target.Population.Model
	switch {
	case p.Synapse != nil:
		m.add("has the synapse %s, but ends at artificial cells: %s says itself what an event does", p.Synapse.Name, model.Name)
	case len(p.Values) > 0:
		m.add("has values for a synapse model, but no model")
	case p.Receptor != "":
		m.add("names the receptor %s, but artificial cells have none", p.Receptor)
	case model.Membrane.Receive == nil:
		m.add("model %s has no NET_RECEIVE and takes no events", model.Name)
	}
	m.sites(p.Sites, 0, p.Target, nil)
}
