package swc

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/cajal-sim/cajal/morph"
)

// Write writes a morphology as SWC text, with the comment in a line of its own if
// it is not empty. What Read made of a usual file becomes a file that reads alike.
// But SWC says less than a morphology: sections of one type that follow each other
// alone become one, a section that does not begin where its parent is gets a piece
// that leads there, and attachments between points move to the nearest one.
func Write(out io.Writer, m *morph.Morphology, comment string) error {
	w := &writer{Writer: bufio.NewWriter(out), m: m, ids: make([][]int, len(m.Sections))}
	if comment != "" {
		fmt.Fprintf(w, "# %s\n", comment)
	}
	fmt.Fprintln(w, "# id type x y z radius parent")
	for _, section := range writingOrder(m) {
		w.section(section)
	}
	return w.Flush()
}

// writingOrder returns the sections with parents before children and, where that
// leaves a choice, those of each type in the order of their ids, which reading
// gives back.
func writingOrder(m *morph.Morphology) []int {
	order := []int{m.Root()}
	written := make([]bool, len(m.Sections))
	written[m.Root()] = true
	if i := second(m); i >= 0 {
		order, written[i] = append(order, i), true
	}
	for len(order) < len(m.Sections) {
		ready, fallback := -1, -1
		blocked := map[morph.Type]bool{} // a section of this type must come first
		for i, s := range m.Sections {
			if written[i] || ready >= 0 {
				continue
			}
			if written[s.Parent] && !blocked[s.Type] {
				ready = i
			} else if written[s.Parent] && fallback < 0 {
				fallback = i
			}
			blocked[s.Type] = true
		}
		if ready < 0 {
			ready = fallback
		}
		order, written[ready] = append(order, ready), true
	}
	return order
}

// second returns the section that has to follow a soma of one sample at once, −1
// if there is none: NEURON's rule for branches at the only sample of a section
// makes an exception there.
func second(m *morph.Morphology) int {
	children := make([]int, len(m.Sections))
	for _, s := range m.Sections {
		if s.Parent != morph.Root && s.At == 1 {
			children[s.Parent]++
		}
	}
	soma := m.Sections[m.Root()].Points[1].Vec
	for i, s := range m.Sections {
		if s.Parent == m.Root() && s.At == 0.5 && len(s.Points) == 2 && s.Points[0].Vec == soma && children[i] > 1 {
			return i
		}
	}
	return -1
}

// writer gives samples their ids, from 1.
type writer struct {
	*bufio.Writer
	m     *morph.Morphology
	count int
	ids   [][]int // of the samples that stand for the points of each section
}

// section writes the samples of a section, after those of its parent.
func (w *writer) section(i int) {
	s := &w.m.Sections[i]
	if s.Parent == morph.Root {
		w.root(i)
		return
	}
	ids := make([]int, len(s.Points))
	parent := w.attachment(s)
	for k, p := range s.Points {
		if k == 0 && w.startsAtParent(s) {
			ids[0] = parent
			continue
		}
		parent = w.sample(s.Type, p, parent)
		ids[k] = parent
	}
	w.ids[i] = ids
}

// root writes the first section: one sample for a sphere.
func (w *writer) root(i int) {
	s := &w.m.Sections[i]
	if isSphere(s.Points) {
		id := w.sample(s.Type, s.Points[1], -1)
		w.ids[i] = []int{id, id, id}
		return
	}
	parent := -1
	for _, p := range s.Points {
		parent = w.sample(s.Type, p, parent)
		w.ids[i] = append(w.ids[i], parent)
	}
}

// sample writes a line and returns its id.
func (w *writer) sample(t morph.Type, p morph.Point, parent int) int {
	w.count++
	fmt.Fprintf(w, "%d %d %s %s %s %s %d\n", w.count, t, text(p.Vec[0]), text(p.Vec[1]), text(p.Vec[2]), text(p.Diameter/2), parent)
	return w.count
}

// isSphere says whether points are what reading makes of a soma of one sample.
func isSphere(p []morph.Point) bool {
	if len(p) != 3 || p[0].Diameter != p[1].Diameter || p[2].Diameter != p[1].Diameter {
		return false
	}
	left, right := p[1].Vec, p[1].Vec
	left[0] = stored(left[0]-p[1].Diameter/2, usualDigits)
	right[0] = stored(right[0]+p[1].Diameter/2, usualDigits)
	return p[0].Vec == left && p[2].Vec == right
}

// attachment returns the id of the sample that a section is attached to.
func (w *writer) attachment(s *morph.Section) int {
	return w.ids[s.Parent][w.pointBelow(s)]
}

// pointBelow returns the point of the parent that a section is attached to: at an
// end, where the section begins, or nearest to the position.
func (w *writer) pointBelow(s *morph.Section) int {
	up := &w.m.Sections[s.Parent]
	last := len(up.Points) - 1
	if s.At == 0 && s.Points[0] == up.Points[1] {
		return 1 // the first sample of up, whose first point is a copy of its parent's
	}
	if s.At == 0 || s.At == 1 {
		return int(s.At) * last
	}
	best, least := 0, math.Inf(1)
	for k := 1; k < last; k++ {
		if up.Points[k].Vec == s.Points[0].Vec {
			return k
		}
		if d := math.Abs(up.Arc[k] - s.At*up.Length()); d < least {
			best, least = k, d
		}
	}
	return best
}

// startsAtParent says whether reading would make the first point of a section by
// itself, as a copy of the parent's.
func (w *writer) startsAtParent(s *morph.Section) bool {
	up := &w.m.Sections[s.Parent]
	from := up.Points[w.pointBelow(s)]
	if up.Type != morph.Soma || s.Type == morph.Soma {
		return s.Points[0] == from
	}
	// A section on a wire to the soma begins with its own first sample, if it has two.
	wired := s.At == 0.5 && len(s.Points) > 2
	return !wired && s.Points[0] == morph.Point{Vec: from.Vec, Diameter: s.Points[1].Diameter}
}

// text prints a coordinate with as few digits as tell it from others, in single
// precision if it has no more.
func text(x float64) string {
	if single(x) == x {
		return strconv.FormatFloat(x, 'g', -1, 32)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
