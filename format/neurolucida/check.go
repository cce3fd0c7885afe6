package neurolucida

import (
	"slices"

	"github.com/cajal-sim/cajal/morph"
)

// check says what is wrong with the cell as a whole.
func (f *File) check(wrong *morph.Mistakes) {
	f.checkDiameters(wrong)
	f.checkContours(wrong)
	f.checkTrees(wrong)
}

// checkDiameters reports diameters that would cut the cell in two. A tip may be a
// point.
func (f *File) checkDiameters(wrong *morph.Mistakes) {
	for _, b := range f.branches {
		for i, v := range b.points {
			tip := i == len(b.points)-1 && !b.forked && i > 0
			if d := float32(v.Diameter); !(d > 0) && !(tip && v.Diameter == 0) {
				wrong.Addf(v.line, "diameter is %g µm, want more than 0", v.Diameter)
			}
		}
	}
}

// checkContours reports outlines that are not one above the other, or make no solid.
func (f *File) checkContours(wrong *morph.Mistakes) {
	for i := 1; i < len(f.contours); i++ {
		if a, b := f.contours[i-1], f.contours[i]; !a.box().meets(b.box()) {
			wrong.Addf(b.line, "a second cell body begins here, beside that of line %d, want one cell in a file: move each cell to a file of its own", a.line)
			return
		}
	}
	if len(f.contours) == 0 {
		return
	}
	f.checkStack()
	points := soma(f.contours)
	if len(points) == 0 || slices.ContainsFunc(points, func(p morph.Point) bool { return !(p.Diameter > 0) }) {
		wrong.Addf(f.contours[0].line, "the contour of the cell body encloses no area, want points around it in their order")
	}
}

// checkStack notes contours whose order is not that of their depths.
func (f *File) checkStack() {
	rises := 0
	for i, c := range f.contours {
		for _, v := range c.points {
			if len(f.contours) > 1 && v.Vec[2] != c.points[0].Vec[2] {
				f.note(v.line, "the cell body has several contours, and this one is not at one depth: its membrane area may be wrong")
				return
			}
		}
		if i == 0 {
			continue
		}
		way := compare(f.contours[i-1].points[0].Vec[2], c.points[0].Vec[2])
		if way == 0 || way == -rises {
			f.note(c.line, "the contours of the cell body do not go on in one direction of z: its membrane area will be wrong, put them in order")
			return
		}
		rises = way
	}
}

// compare returns 1 if b is above a, −1 if below.
func compare(a, b float64) int {
	switch {
	case b > a:
		return 1
	case b < a:
		return -1
	}
	return 0
}

// checkTrees reports trees that nothing holds together, and notes those that begin
// outside the cell body.
func (f *File) checkTrees(wrong *morph.Mistakes) {
	var first *branch
	for _, b := range f.branches {
		if b.parent != nil {
			continue
		}
		begin := b.points[0]
		switch {
		case len(f.contours) > 0:
			if body := f.body(); !body.holds(begin.Vec) {
				f.note(begin.line, "the tree begins %.3g µm outside the box around the cell body: it is attached to the middle of the soma all the same, as in NEURON", body.distance(begin.Vec))
			}
		case first == nil:
			first = b
			f.note(begin.line, "there is no contour of the cell body: the tree that begins here is the root")
		default:
			wrong.Addf(begin.line, `a second tree begins here, and there is no cell body to join it to that of line %d, want a contour: ("CellBody" (x y z diameter) …)`, first.points[0].line)
		}
		if first == b && len(b.points) == 1 {
			wrong.Addf(begin.line, "the root has one point, want two or more")
		}
	}
}

// body returns the box around the cell body in which NEURON looks for the
// beginnings of trees.
func (f *File) body() box {
	all := f.contours[0].box()
	for _, c := range f.contours[1:] {
		all = all.with(c.box())
	}
	if len(f.contours) == 1 {
		all.low, all.high = morph.Vec{all.low[0] - 0.5, all.low[1] - 0.5}, morph.Vec{all.high[0] + 0.5, all.high[1] + 0.5}
	}
	return all
}

// box is a rectangle in the xy plane.
type box struct{ low, high morph.Vec }

func (c *contour) box() box {
	b := box{c.points[0].Vec, c.points[0].Vec}
	for _, v := range c.points {
		b = b.with(box{v.Vec, v.Vec})
	}
	return b
}

func (b box) with(c box) box {
	for k := range b.low {
		b.low[k], b.high[k] = min(b.low[k], c.low[k]), max(b.high[k], c.high[k])
	}
	return b
}

func (b box) meets(c box) bool {
	return b.low[0] <= c.high[0] && c.low[0] <= b.high[0] && b.low[1] <= c.high[1] && c.low[1] <= b.high[1]
}

func (b box) holds(p morph.Vec) bool { return b.meets(box{p, p}) }

// distance is that from a place outside.
func (b box) distance(p morph.Vec) float64 {
	var d morph.Vec
	for k := range 2 {
		d[k] = max(b.low[k]-p[k], p[k]-b.high[k], 0)
	}
	return gap(d, morph.Vec{})
}
