package morph

import "fmt"

// Compartment is a piece of a section whose membrane has one potential.
type Compartment struct {
	Section  int
	Position float64 // of the centre on the section, 0 to 1

	Length   float64 // µm
	Diameter float64 // mean over the length, µm
	Area     float64 // lateral surface of the frusta, µm²

	// Near and Far are the axial resistances from the centre to the start and to
	// the end of the compartment, per resistivity of the cytoplasm, 1/µm.
	Near, Far float64

	Start, Centre, End Vec // on the axis

	Parent int // compartment that the start is joined to, Root for the first of all
	Joint  Joint
}

// Joint says where on its parent a compartment is attached. The way between the
// centres has the resistance Near of the child, and of the parent nothing at its
// centre, Far at its end, Near at its start. Compartments that share an end share
// one point of the circuit there, which has no membrane.
type Joint uint8

// The joints.
const (
	AtEnd Joint = iota
	AtCentre
	AtStart // of the root's first compartment
)

// Tree is a morphology cut into compartments, which are listed section by section
// in the order of their ids and from start to end, so that a parent may come
// after its children. Order puts parents first.
type Tree struct {
	Morphology   *Morphology
	Compartments []Compartment

	first []int // compartment of every section, and one more
}

// Discretise cuts every section into compartments of equal length; counts has the
// number for each section, as ByLength and its kin return them.
func (m *Morphology) Discretise(counts []int) *Tree {
	if len(counts) != len(m.Sections) {
		panic(fmt.Sprintf("morph: %d counts of compartments for %d sections", len(counts), len(m.Sections)))
	}
	t := &Tree{Morphology: m, first: make([]int, 1, len(counts)+1)}
	for i, n := range counts {
		if n < 1 {
			panic(fmt.Sprintf("morph: section %s cut into %d compartments", m.names[i], n))
		}
		t.first = append(t.first, t.first[i]+n)
	}
	t.Compartments = make([]Compartment, 0, t.first[len(counts)])
	for i, n := range counts {
		t.cut(i, n)
	}
	return t
}

// cut appends the compartments of a section.
func (t *Tree) cut(section, n int) {
	s := &t.Morphology.Sections[section]
	w, step := newWalker(s), s.Length()/float64(n)
	for k := range n {
		from := float64(k) * step
		near := w.to(from + step/2)
		far := w.to(from + step/2 + step/2)
		whole := near.add(far)
		position := (float64(k) + 0.5) / float64(n)
		c := Compartment{
			Section: section, Position: position,
			Length: step, Diameter: whole.diameter / step, Area: whole.area,
			Near: near.axial, Far: far.axial,
			Start:  s.Point(float64(k) / float64(n)).Vec,
			Centre: s.Point(position).Vec,
			End:    s.Point(float64(k+1) / float64(n)).Vec,
			Parent: len(t.Compartments) - 1,
		}
		if k == 0 {
			c.Parent, c.Joint = t.joint(section)
		}
		t.Compartments = append(t.Compartments, c)
	}
}

// joint returns the compartment that a section's start is joined to, and where.
func (t *Tree) joint(section int) (int, Joint) {
	if t.Morphology.Sections[section].Parent == Root {
		return Root, AtEnd
	}
	switch p := t.Morphology.parent(section); p.Position {
	case 0:
		return t.first[p.Section], AtStart
	case 1:
		return t.first[p.Section+1] - 1, AtEnd
	default:
		return t.At(p), AtCentre
	}
}

// Range returns the compartments of a section, from lo up to but without hi.
func (t *Tree) Range(section int) (lo, hi int) { return t.first[section], t.first[section+1] }

// At returns the compartment that contains a place. A place between two belongs
// to the one further from the section's start.
func (t *Tree) At(p Place) int {
	lo, hi := t.Range(p.Section)
	return lo + min(int(p.Position*float64(hi-lo)), hi-lo-1)
}

// Place returns the centre of a compartment.
func (t *Tree) Place(compartment int) Place {
	c := &t.Compartments[compartment]
	return Place{c.Section, c.Position}
}

// Select returns the compartments whose centres belong to a region.
func (t *Tree) Select(r Region) []int {
	var found []int
	for i := range t.Compartments {
		if r(t.Morphology, t.Place(i)) {
			found = append(found, i)
		}
	}
	return found
}

// Order returns the compartments with parents before children, depth first by
// sections.
func (t *Tree) Order() []int {
	order := make([]int, 0, len(t.Compartments))
	for _, section := range t.Morphology.order {
		for i, hi := t.Range(section); i < hi; i++ {
			order = append(order, i)
		}
	}
	return order
}
