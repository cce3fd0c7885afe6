package script

import (
	"math"

	"github.com/cajal-sim/cajal/morph"
)

// Sections that are made by hand say how long they are and what they are attached
// to, and not where they lie. They are laid out in a plane, for drawings and
// extracellular potentials: a child goes on from its parent's end in the parent's direction,
// from its start in the opposite one, and from its middle across; siblings
// at one place fan out, the less the deeper they are in the tree.

// layout places sections.
type layout struct {
	all    []*Section
	number map[*Section]int
	forms  []morph.Section // shape (sections); with points once placed
	angles []float64       // of their directions
	depth  []int
}

// layOut returns the sections of a cell in space. Their parents are in the list.
func layOut(all []*Section, number map[*Section]int) []morph.Section {
	l := &layout{all, number, make([]morph.Section, len(all)), make([]float64, len(all)), make([]int, len(all))}
	for i := range all {
		l.put(i)
	}
	return l.forms
}

// put places a section, its parents first.
func (l *layout) put(i int) {
	if l.forms[i].Points != nil {
		return
	}
	d := l.all[i]
	r, parent := &ray{}, morph.Root
	if d.parent != nil {
		parent = l.number[d.parent]
		l.put(parent)
		l.depth[i] = l.depth[parent] + 1
		r.from = l.forms[parent].Point(d.at).Vec
		r.angle = l.heading(parent, d.at) + l.fan(i)
	}
	l.forms[i] = d.in(r)
	l.forms[i].Parent = parent
	first, last := l.forms[i].Points[0].Vec, l.forms[i].Points[len(l.forms[i].Points)-1].Vec
	l.angles[i] = math.Atan2(last[1]-first[1], last[0]-first[0])
}

// heading is the direction in which children leave a position of a section.
func (l *layout) heading(parent int, at float64) float64 {
	switch at {
	case 1:
		return l.angles[parent]
	case 0:
		return l.angles[parent] + math.Pi
	}
	return l.angles[parent] + math.Pi/2
}

// fan is the angle by which a section turns away from its siblings at the same place.
func (l *layout) fan(i int) float64 {
	rank, siblings := 0, 0
	for k, d := range l.all {
		if d.parent == l.all[i].parent && d.at == l.all[i].at {
			if k < i {
				rank++
			}
			siblings++
		}
	}
	if siblings == 1 {
		return 0
	}
	width := math.Pi * math.Pow(0.62, float64(l.depth[i]))
	return width * (float64(rank)/float64(siblings-1) - 0.5)
}
