package network

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Receptors names the receptor at which a projection's events arrive, or the two
// for weights ≥ 0 and for weights < 0.
func Receptors(p *Projection) ([]string, error) {
	m := p.Target.Population.Model
	if m == nil {
		return nil, fmt.Errorf("the cells of %s are given spike trains, which receive nothing", p.Target.Population.Name)
	}
	names := receptorNames(m)
	switch {
	case p.Receptor != "":
		return choosePort("receptor", p.Receptor, m.Name, names)
	case len(names) == 1:
		return names, nil
	case len(names) == 2 && slices.Contains(names, "ex") && slices.Contains(names, "in"):
		return []string{"ex", "in"}, nil
	}
	return choosePort("receptor", "", m.Name, names)
}

// CouplingPort names the input that a projection's continuous current goes to.
func CouplingPort(p *Projection) (string, error) {
	m := p.Target.Population.Model
	if m == nil {
		return "", fmt.Errorf("the cells of %s are given spike trains, which receive nothing", p.Target.Population.Name)
	}
	return onePort("input", p.Receptor, m.Name, inputNames(m, dimensionOf(p.Synapse, ir.Coupling)))
}

// StimulusPort names the input or receptor that a stimulus adds to.
func StimulusPort(s *Stimulus) (string, error) {
	m := s.Target.Population.Model
	if m == nil {
		return "", fmt.Errorf("the cells of %s are given spike trains, which receive nothing", s.Target.Population.Name)
	}
	names := stimulusPorts(s.Model, m)
	if s.Port == "" && len(names) > 1 {
		if inputs := inputNames(m, dimensionOf(s.Model, ir.Injected)); len(inputs) == 1 {
			return inputs[0], nil
		}
	}
	return onePort("input or receptor", s.Port, m.Name, names)
}

// stimulusPorts are the target's inputs and receptors of the stimulus' unit. One
// that injects in the receptor's unit fits every receptor and no input.
func stimulusPorts(stimulus, target *ir.Mechanism) []string {
	dim := dimensionOf(stimulus, ir.Injected)
	if inWeights(stimulus) {
		return receptorNames(target)
	}
	names := inputNames(target, dim)
	for _, r := range target.Receptors {
		if dim == nil || r.Dim == *dim {
			names = append(names, r.Name)
		}
	}
	return names
}

// inWeights reports whether a mechanism has a parameter in the receptor's unit.
func inWeights(m *ir.Mechanism) bool {
	return slices.ContainsFunc(m.Symbols, func(s ir.Symbol) bool { return s.Role == ir.Param && s.Unit == "weight" })
}

// dimensionOf is the dimension of a mechanism's symbol of some role, nil without one.
func dimensionOf(m *ir.Mechanism, role ir.Role) *unit.Dimension {
	for _, x := range m.Of(role) {
		return &m.Symbols[x].Dim
	}
	return nil
}

func receptorNames(m *ir.Mechanism) []string {
	var names []string
	for _, r := range m.Receptors {
		names = append(names, r.Name)
	}
	return names
}

// inputNames are the inputs of a dimension, or all.
func inputNames(m *ir.Mechanism, dim *unit.Dimension) []string {
	var names []string
	for _, x := range m.Of(ir.Input) {
		if dim == nil || m.Symbols[x].Dim == *dim {
			names = append(names, m.Symbols[x].Name)
		}
	}
	return names
}

func onePort(what, name, model string, names []string) (string, error) {
	ports, err := choosePort(what, name, model, names)
	if err != nil {
		return "", err
	}
	return ports[0], nil
}

// choosePort finds a name among those that fit; "" is the only one.
func choosePort(what, name, model string, names []string) ([]string, error) {
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("model %s has no %s that fits", model, what)
	case name == "" && len(names) == 1:
		return names, nil
	case name == "":
		return nil, fmt.Errorf("model %s has several of the kind %s: choose one of %s", model, what, strings.Join(names, ", "))
	case slices.Contains(names, name):
		return []string{name}, nil
	}
	return nil, fmt.Errorf("model %s has no %s %q that fits%s", model, what, name, nearest(name, names))
}

// nearest suggests the nearest spelling, or lists the names there are.
func nearest(name string, among []string) string {
	if near := unit.NearestOf(name, among); near != "" {
		return fmt.Sprintf(": did you mean %s?", near)
	}
	if len(among) == 0 {
		return ""
	}
	return ": it has " + strings.Join(among, ", ")
}
