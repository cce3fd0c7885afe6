package script

import (
	"math"

	"github.com/cajal-sim/cajal/morph"
)

// Sections that are made by hand say how long they are and what they are attached
// to, and not where they lie. They are laid out in a plane, for drawings and
// extracellular potentials. Every section has a sector of directions and lies in the middle of
// it; its children at the end share the sector, each with a part for every tip that
// it leads to. So branches that begin in different parts never meet.

// sector is directions in radians, counter-clockwise from the x axis.
type sector struct{ from, to float64 }

func (s sector) middle() float64 { return (s.from + s.to) / 2 }

// around is a sector by its middle and width.
func around(middle, width float64) sector { return sector{middle - width/2, middle + width/2} }

// layout places sections.
type layout struct {
	all      []*Section
	children [][]int // of each section
	tips     []int   // that each section leads to
	out      []morph.Section
}

// layOut returns the sections of a cell in space. Their parents are in the list.
func layOut(all []*Section, number map[*Section]int) []morph.Section {
	l := &layout{all, make([][]int, len(all)), make([]int, len(all)), make([]morph.Section, len(all))}
	var roots []int
	for i, d := range all {
		if d.parent == nil {
			roots = append(roots, i)
		} else {
			l.children[number[d.parent]] = append(l.children[number[d.parent]], i)
		}
	}
	for _, i := range roots {
		l.count(i)
		l.put(i, morph.Root, sector{})
	}
	return l.out
}

// count finds the number of tips behind a section. Sections have one parent, which was there
// before them, so that there are no circles.
func (l *layout) count(i int) int {
	for _, k := range l.children[i] {
		l.tips[i] += l.count(k)
	}
	l.tips[i] = max(l.tips[i], 1)
	return l.tips[i]
}

// put places a section and what is attached to it.
func (l *layout) put(i, parent int, s sector) {
	d := l.all[i]
	from := morph.Vec{}
	if parent != morph.Root {
		from = l.out[parent].Point(d.at).Vec
	}
	l.out[i] = d.in(from, s.middle())
	l.out[i].Parent = parent
	if d.form.points != nil { // it lies where it was told to, and its children follow
		points := l.out[i].Points
		way := points[len(points)-1].Vec
		s = around(math.Atan2(way[1]-points[0].Vec[1], way[0]-points[0].Vec[0]), s.to-s.from)
	}
	for at, group := range l.byPlace(i) {
		l.share(i, group, l.sector(parent, at, s))
	}
}

// byPlace groups the children of a section: at its start, on the way, and at its end.
func (l *layout) byPlace(i int) (groups [3][]int) {
	for _, k := range l.children[i] {
		place := int(math.Floor(l.all[k].at)) * 2
		if at := l.all[k].at; at > 0 && at < 1 {
			place = 1
		}
		groups[place] = append(groups[place], k)
	}
	return groups
}

// sector is that of the children at a place of a section with sector s. A root, which
// is a soma mostly, is surrounded by its children.
func (l *layout) sector(parent, at int, s sector) sector {
	const degree = math.Pi / 180
	switch {
	case parent == morph.Root && at == 0:
		return around(s.middle()+180*degree, 90*degree)
	case parent == morph.Root && at == 1:
		return around(s.middle()+90*degree, 60*degree)
	case parent == morph.Root:
		return around(s.middle(), 210*degree)
	case at == 2:
		return s
	}
	return around(s.middle()+60*degree, 30*degree)
}

// share divides a sector among children.
func (l *layout) share(parent int, children []int, s sector) {
	sum := 0
	for _, k := range children {
		sum += l.tips[k]
	}
	from := s.from
	for _, k := range children {
		to := from + (s.to-s.from)*float64(l.tips[k])/float64(sum)
		l.put(k, parent, sector{from, to})
		from = to
	}
}
