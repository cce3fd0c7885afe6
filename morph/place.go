package morph

import "math"

// Place is a position on a cell.
type Place struct {
	Section  int
	Position float64 // 0 at the first point of the section, 1 at the last
}

// Origin is where distances are measured from when nothing else is said:
// position 0 of the first section of the soma, or of the root where there is no
// soma. NEURON and BMTK mean the same, so distances include half the soma.
func (m *Morphology) Origin() Place {
	if ids := m.OfType(Soma); len(ids) > 0 {
		return Place{Section: ids[0]}
	}
	return Place{Section: m.Root()}
}

// Point returns the point at a place, with the diameter there.
func (m *Morphology) Point(p Place) Point { return m.Sections[p.Section].Point(p.Position) }

// Distance returns the path length between two places along the tree, in µm. The
// way from a parent to the first point of a section that is attached by a wire
// does not count, as in NEURON, whose h.distance agrees at the ends of sections
// and the centres of compartments.
func (m *Morphology) Distance(a, b Place) float64 {
	depthA, depthB := m.depth(a.Section), m.depth(b.Section)
	way := 0.0
	for a.Section != b.Section {
		if depthA >= depthB {
			way += m.path(a)
			a = m.parent(a.Section)
			depthA--
		} else {
			way += m.path(b)
			b = m.parent(b.Section)
			depthB--
		}
	}
	return way + math.Abs(m.path(a)-m.path(b))
}

// path is the way from the start of the section to a place on it.
func (m *Morphology) path(p Place) float64 { return p.Position * m.Sections[p.Section].Length() }

// parent is the place that a section is attached to. A section attached to the
// start of another one sits where that is attached, unless that is the root.
func (m *Morphology) parent(section int) Place {
	s := &m.Sections[section]
	if up := &m.Sections[s.Parent]; s.At == 0 && up.Parent != Root {
		return m.parent(s.Parent)
	}
	return Place{s.Parent, s.At}
}

// depth counts the sections between one and the root.
func (m *Morphology) depth(section int) int {
	n := 0
	for m.Sections[section].Parent != Root {
		section = m.parent(section).Section
		n++
	}
	return n
}
