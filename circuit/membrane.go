package circuit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// setting is a line of the description of a cell's membrane, in NEURON's terms and
// units: a parameter of a mechanism, which it inserts, or a property of sections. Of two
// that say the same, the later one counts.
type setting struct {
	where     string // soma, axon, dend, apic, or all
	mechanism string // "": a property of sections
	name      string // "": the mechanism is inserted, no more
	value     float64
}

// What sections have where nothing is said, as in NEURON.
const (
	defaultRa = 35.4 // Ω·cm
	defaultCm = 1.0  // µF/cm²
)

// membrane puts what settings say into a cell with a tree.
type membrane struct {
	loader   *loader
	file     string
	cell     *network.Cell
	channels []*network.Coat // in order of appearance
}

// addMembrane completes a cell that has a tree.
func (l *loader) addMembrane(cell *network.Cell, file string, settings []setting) {
	sections := len(cell.Tree.Morphology.Sections)
	cell.Capacitance = slices.Repeat([]float64{defaultCm * perCm}, sections)
	cell.Resistivity = slices.Repeat([]float64{defaultRa * perOhmCm}, sections)
	cell.Ions = map[string]network.Ion{}
	b := &membrane{loader: l, file: file, cell: cell}
	for _, s := range settings {
		l.mistakeIn(file, b.apply(s))
	}
	for _, c := range b.channels {
		cell.Insert = append(cell.Insert, c.Insertion())
	}
}

// Internal units of NEURON's.
const (
	perCm    = 1e-5 // nF/µm² of 1 µF/cm²
	perOhmCm = 1e-2 // MΩ·µm of 1 Ω·cm
)

// groups are the names of sections of a type, as BMTK has them: the first four
// letters of a section's name.
var groups = []string{"soma", "axon", "dend", "apic"}

func (b *membrane) apply(s setting) error {
	if s.where != "all" && !slices.Contains(groups, s.where) {
		return fmt.Errorf("no sections are called %q%s", s.where, nearest(s.where, append([]string{"all"}, groups...)))
	}
	if s.mechanism != "" {
		return b.insert(s)
	}
	ion, isPotential := strings.CutPrefix(s.name, "e")
	switch {
	case (s.name == "cm" || s.name == "Ra") && !(s.value > 0):
		return fmt.Errorf("%s of %s is %g, want more than 0", s.name, s.where, s.value)
	case s.name == "cm":
		b.perSection(b.cell.Capacitance, s.where, s.value*perCm)
	case s.name == "Ra":
		b.perSection(b.cell.Resistivity, s.where, s.value*perOhmCm)
	case isPotential && slices.Contains([]string{"na", "k", "ca"}, ion):
		b.setPotential(ion, s)
	default:
		return fmt.Errorf("sections have no %q%s", s.name, nearest(s.name, []string{"cm", "Ra", "ena", "ek", "eca"}))
	}
	return nil
}

// has reports whether a section belongs to a group.
func (b *membrane) has(section int, where string) bool {
	return where == "all" || strings.HasPrefix(b.cell.Tree.Morphology.Name(section), where)
}

func (b *membrane) perSection(list []float64, where string, x float64) {
	for section := range list {
		if b.has(section, where) {
			list[section] = x
		}
	}
}

// each visits the compartments of a group.
func (b *membrane) each(where string, visit func(compartment int)) {
	for i, c := range b.cell.Tree.Compartments {
		if b.has(c.Section, where) {
			visit(i)
		}
	}
}

func (b *membrane) setPotential(name string, s setting) {
	ion, known := b.cell.Ions[name]
	if !known {
		potential, _, _ := network.DefaultIon(name)
		ion.Potential = slices.Repeat([]float64{potential}, len(b.cell.Tree.Compartments))
	}
	b.each(s.where, func(i int) { ion.Potential[i] = s.value })
	b.cell.Ions[name] = ion
}

// insert puts a mechanism into the sections of a group, and sets its parameter.
func (b *membrane) insert(s setting) error {
	c, err := b.channel(s.mechanism)
	if err != nil {
		return err
	}
	if s.name != "" {
		if known := parameters(c.Mechanism); !slices.Contains(known, s.name) {
			return fmt.Errorf("mechanism %s has no parameter %q%s", s.mechanism, s.name, nearest(s.name, known))
		}
	}
	b.each(s.where, func(i int) {
		c.In[i] = true
		if s.name != "" {
			c.Set(s.name, i, s.value)
		}
	})
	return nil
}

// channel finds a mechanism among those of the cell, or adds it.
func (b *membrane) channel(name string) (*network.Coat, error) {
	m, err := b.loader.mechanism(name, ir.Channel)
	if err != nil {
		return nil, err
	}
	for _, c := range b.channels {
		if c.Mechanism == m {
			return c, nil
		}
	}
	c := network.NewCoat(m, len(b.cell.Tree.Compartments))
	b.channels = append(b.channels, c)
	return c, nil
}

func parameters(m *ir.Mechanism) []string {
	var names []string
	for _, x := range m.Of(ir.Param) {
		names = append(names, m.Symbols[x].Name)
	}
	return names
}
