package circuit

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// blueprint is what makes biophysical cells copies of each other.
type blueprint struct{ template, processing, morphology, params string }

// setShape makes the cells of a part, and tells which node is a copy of which.
func (l *loader) setShape(c *cells, p *part) {
	shape := p.population.Shape
	shape.Celsius = l.config.Conditions.Celsius
	l.circuit.Numerics = sim.NEURON
	prints, err := l.blueprints(c)
	if err != nil {
		l.mistake(err)
		return
	}
	number := map[blueprint]int32{}
	for _, row := range p.rows {
		b := prints[row]
		if _, known := number[b]; !known {
			number[b] = int32(len(shape.Cells))
			cell, err := l.cell(b)
			if err != nil {
				l.mistakef("population %s: node %d: %w", c.nodes.Population, c.nodes.NodeID[row], err)
				return
			}
			shape.Cells = append(shape.Cells, cell)
		}
		shape.Template = append(shape.Template, number[b])
	}
}

// blueprints reads those of all nodes.
func (l *loader) blueprints(c *cells) ([]blueprint, error) {
	prints := make([]blueprint, c.nodes.Len())
	for _, column := range []struct {
		name string
		of   func(b *blueprint) *string
	}{
		{"model_template", func(b *blueprint) *string { return &b.template }},
		{"model_processing", func(b *blueprint) *string { return &b.processing }},
		{"morphology", func(b *blueprint) *string { return &b.morphology }},
		{dynamics, func(b *blueprint) *string { return &b.params }},
	} {
		if !c.nodes.Has(column.name) {
			continue
		}
		texts, err := c.nodes.Texts(column.name)
		if err != nil {
			return nil, err
		}
		for row, text := range texts {
			*column.of(&prints[row]) = text
		}
	}
	return prints, nil
}

// cell builds a cell, once for all populations.
func (l *loader) cell(b blueprint) (*network.Cell, error) {
	key := b
	if c := l.byPrint[key]; c != nil {
		return c, nil
	}
	file, settings, err := l.description(&b)
	if err != nil {
		return nil, err
	}
	m, err := l.morphology(b)
	if err != nil {
		return nil, err
	}
	c := &network.Cell{Tree: m.Discretise(m.ByLength(l.config.Run.DL)), Start: l.config.Conditions.VInit}
	soma, err := m.Find("soma")
	if err != nil {
		return nil, fmt.Errorf("morphology %s: %w", b.morphology, err)
	}
	c.Detector = network.Detector{Compartment: c.Tree.At(morph.Place{Section: soma, Position: 0.5}), Threshold: l.config.Run.SpikeThreshold}
	l.addMembrane(c, file, settings)
	l.byPrint[key] = c
	return c, nil
}

// description reads what the membrane is made of.
func (l *loader) description(b *blueprint) (file string, settings []setting, err error) {
	schema, name, _ := strings.Cut(b.template, ":")
	switch {
	case schema == "nml":
		b.processing = perisomatic // BMTK cuts the axon of all cells from NeuroML
		return l.neuroML(name)
	case schema == "ctdb" && strings.TrimSuffix(name, ".hoc") == "Biophys1":
		return l.fit(b.params)
	}
	return "", nil, fmt.Errorf("model_template %q is not supported; those of biophysical cells are ctdb:Biophys1.hoc and nml:FILE", b.template)
}

const componentOfCells = "biophysical_neuron_models_dir"

func (l *loader) neuroML(name string) (string, []setting, error) {
	path, err := l.config.Component(componentOfCells, name)
	if err != nil {
		return path, nil, err
	}
	n, err := readNeuroML(path)
	if err != nil {
		return path, nil, err
	}
	for _, err := range n.mistakes {
		l.mistakef("%s: %w", path, err)
	}
	for _, what := range n.ignored {
		l.warnf("%s: %s is ignored: the configuration says it", path, what)
	}
	return path, n.settings, nil
}

func (l *loader) fit(name string) (string, []setting, error) {
	if name == "" {
		return "", nil, errors.New("a cell of ctdb:Biophys1.hoc has no dynamics_params")
	}
	params, path := l.readParams(componentOfCells, name)
	settings, mistakes := readFit(params)
	for _, err := range mistakes {
		l.mistakef("%s: %w", path, err)
	}
	return path, settings, nil
}

const perisomatic = "aibs_perisomatic"

// surgeries are BMTK's ways to process a cell.
var surgeries = map[string]func(*morph.Morphology) (morph.Surgery, error){
	perisomatic:                 morph.Perisomatic,
	"aibs_allactive":            morph.AllActive,
	"aibs_perisomatic_directed": directed(morph.Perisomatic),
	"aibs_allactive_directed":   directed(morph.AllActive),
	"aibs_allactive_fullaxon":   whole,
	"fullaxon":                  whole,
	"extracellular":             whole, // a layer that is grounded
	"":                          whole,
}

// directed turns the new axon to where the old one went.
func directed(surgery func(*morph.Morphology) (morph.Surgery, error)) func(*morph.Morphology) (morph.Surgery, error) {
	return func(m *morph.Morphology) (morph.Surgery, error) {
		s, err := surgery(m)
		if err != nil {
			return s, err
		}
		return morph.Directed(m, s)
	}
}

// bmtkDigits are those of the points of cells in BMTK, whose copy of NEURON's Import3d
// prints them with %g.
const bmtkDigits = 6

// surgeryOf finds the one that changes the form among the names that model_processing lists.
func surgeryOf(list string) (func(*morph.Morphology) (morph.Surgery, error), error) {
	surgery, changed := whole, ""
	for _, name := range strings.Split(list, ",") {
		name = strings.TrimSpace(name)
		one := surgeries[name]
		switch {
		case one == nil:
			return nil, fmt.Errorf("model_processing %q is not supported%s", name, nearest(name, processings()))
		case changed != "" && strings.HasPrefix(name, "aibs_"):
			return nil, fmt.Errorf("model_processing has both %s and %s, want one of them", changed, name)
		case strings.HasPrefix(name, "aibs_"):
			surgery, changed = one, name
		}
	}
	return surgery, nil
}

// processings are their names.
func processings() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(surgeries)), func(name string) bool { return name == "" })
}

func whole(*morph.Morphology) (morph.Surgery, error) { return morph.Surgery{}, nil }

// morphology reads a cell's form and replaces its axon if asked to. Its sections
// are in the order of BMTK: a new axon comes last.
func (l *loader) morphology(b blueprint) (*morph.Morphology, error) {
	surgery, err := surgeryOf(b.processing)
	if err != nil {
		return nil, err
	}
	name := b.morphology
	if name == "" {
		return nil, errors.New("it has no morphology")
	}
	if filepath.Ext(name) != ".swc" {
		name += ".swc"
	}
	path, err := l.config.Component("morphologies_dir", name)
	if err != nil {
		return nil, err
	}
	m, err := swc.ReadDigits(path, bmtkDigits)
	if err != nil {
		return nil, err
	}
	s, err := surgery(m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m.Operate(s)
}
