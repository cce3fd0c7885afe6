package morph

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/unit"
)

// Morphology is a tree of sections. The index of a section is its id. Nobody
// changes a morphology once it is made; operations return new ones.
type Morphology struct {
	Sections []Section

	names []string
	order []int // parents before children
}

// New joins sections into a morphology and reports all that is wrong with them.
// The slices of the sections are taken over.
func New(sections []Section) (*Morphology, error) {
	m := &Morphology{Sections: append([]Section(nil), sections...)}
	counts := map[Type]int{}
	var mistakes []error
	for i := range m.Sections {
		s := &m.Sections[i]
		m.names = append(m.names, fmt.Sprintf("%s[%d]", s.Type, counts[s.Type]))
		counts[s.Type]++
		if s.Arc == nil {
			s.Arc = arcs(s.Points)
		}
		if err := m.check(i); err != nil {
			mistakes = append(mistakes, fmt.Errorf("section %s: %w", m.names[i], err))
		}
	}
	if len(mistakes) == 0 {
		mistakes = append(mistakes, m.sort())
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, err
	}
	return m, nil
}

// check says what is wrong with a section by itself.
func (m *Morphology) check(i int) error {
	s := &m.Sections[i]
	switch {
	case len(s.Points) < 2:
		return fmt.Errorf("has %d points, want at least 2", len(s.Points))
	case len(s.Arc) != len(s.Points):
		return fmt.Errorf("has %d path lengths for %d points", len(s.Arc), len(s.Points))
	case s.Parent < Root || s.Parent >= len(m.Sections):
		return fmt.Errorf("is attached to section %d, want 0 to %d, or %d for the root", s.Parent, len(m.Sections)-1, Root)
	case !(s.At >= 0 && s.At <= 1):
		return fmt.Errorf("is attached at position %g of its parent, want 0 to 1", s.At)
	case s.Parent != Root && s.At == 1 && m.Sections[s.Parent].isPointed():
		return fmt.Errorf("is attached to the tip of section %d, whose diameter is 0, want a diameter above 0 there", s.Parent)
	}
	for k, p := range s.Points {
		if sum := p.Vec[0] + p.Vec[1] + p.Vec[2] + s.Arc[k]; math.IsNaN(sum) || math.IsInf(sum, 0) {
			return fmt.Errorf("point %d is at %v, want finite numbers", k, p.Vec)
		}
		tip := p.Diameter == 0 && k > 0 && k == len(s.Points)-1
		if !(p.Diameter > 0 || tip) || math.IsInf(p.Diameter, 1) {
			return fmt.Errorf("point %d has the diameter %g µm, want a positive number", k, p.Diameter)
		}
	}
	if !(s.Length() > 0) {
		return errors.New("all its points are at one place, want a length above 0")
	}
	return nil
}

// sort finds an order of sections in which parents come before children: depth
// first, children by their ids.
func (m *Morphology) sort() error {
	children, roots := make([][]int, len(m.Sections)), []int(nil)
	for i, s := range m.Sections {
		if s.Parent == Root {
			roots = append(roots, i)
		} else {
			children[s.Parent] = append(children[s.Parent], i)
		}
	}
	if len(roots) != 1 {
		return fmt.Errorf("morphology has %d root sections, want 1 that has no parent", len(roots))
	}
	for stack := roots; len(stack) > 0; {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		m.order = append(m.order, i)
		for k := len(children[i]) - 1; k >= 0; k-- {
			stack = append(stack, children[i][k])
		}
	}
	if len(m.order) < len(m.Sections) {
		return fmt.Errorf("morphology has %d sections in a circle of parents, want a tree", len(m.Sections)-len(m.order))
	}
	return nil
}

// Root returns the section that has no parent.
func (m *Morphology) Root() int { return m.order[0] }

// Order returns the sections with parents before children, depth first.
func (m *Morphology) Order() []int { return append([]int(nil), m.order...) }

// Name returns NEURON's name of a section: its type and its number among the
// sections of that type, as in dend[3].
func (m *Morphology) Name(section int) string { return m.names[section] }

// Find returns the section with a name like dend[3]. A type alone, like soma,
// means its first section.
func (m *Morphology) Find(name string) (int, error) {
	word, index, bracket := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	t, err := ParseType(word)
	if err != nil {
		return 0, err
	}
	n := 0
	if bracket {
		if n, err = strconv.Atoi(index); err != nil {
			return 0, fmt.Errorf("section %q: the number in brackets is %q, want a whole number", name, index)
		}
	}
	ids := m.OfType(t)
	if n < 0 || n >= len(ids) {
		return 0, fmt.Errorf("there is no section %s[%d]: the cell has %d of type %s%s", t, n, len(ids), t, m.present(t))
	}
	return ids[n], nil
}

// present lists the types that a cell has where it lacks the one asked for.
func (m *Morphology) present(t Type) string {
	if len(m.OfType(t)) > 0 {
		return ""
	}
	var types []string
	for i, s := range m.Sections {
		if strings.HasSuffix(m.names[i], "[0]") {
			types = append(types, s.Type.String())
		}
	}
	text := " (it has " + strings.Join(types, ", ") + ")"
	if near := unit.NearestOf(t.String(), types); near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return text
}

// OfType returns the sections of a type.
func (m *Morphology) OfType(t Type) []int {
	var ids []int
	for i, s := range m.Sections {
		if s.Type == t {
			ids = append(ids, i)
		}
	}
	return ids
}

// Length returns the sum of the lengths of all sections.
func (m *Morphology) Length() float64 {
	sum := 0.0
	for i := range m.Sections {
		sum += m.Sections[i].Length()
	}
	return sum
}

// Area returns the sum of the areas of all sections.
func (m *Morphology) Area() float64 {
	sum := 0.0
	for i := range m.Sections {
		sum += m.Sections[i].Area()
	}
	return sum
}
