package neurolucida

import (
	"fmt"
	"math"
	"sort"
	"strconv"

	"github.com/cajal-sim/cajal/morph"
)

// This file makes sections of branches as NEURON 8.2's Import3d_Neurolucida3 and
// Import3d_GUI.instantiate do. A branch is a section. The first branches of trees
// are attached to the middle of the soma by a wire of no resistance; the others
// begin at the last point of their parent, even where the file does not repeat it.

// run is a section in the making.
type run struct {
	typ    morph.Type
	parent *run
	at     float64
	points []morph.Point // in double precision
	line   int           // of the last point
	number int           // in the end
}

func (f *File) morphology() (*morph.Morphology, error) {
	runs := f.withoutEmpty(f.runs())
	sort.SliceStable(runs, func(i, k int) bool { return runs[i].typ < runs[k].typ })
	for i, r := range runs {
		r.number = i
	}
	wrong := &morph.Mistakes{File: f.Name}
	sections := make([]morph.Section, len(runs))
	for i, r := range runs {
		sections[i] = r.section()
		if s := &sections[i]; !(s.Length() > 0) {
			wrong.Addf(r.line, "the section that ends here has its %d points at one place, want a length above 0: delete the branch", len(r.points))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	m, err := morph.New(sections)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return m, nil
}

// runs makes the sections in the order of the file, the soma first.
func (f *File) runs() []*run {
	var runs []*run
	var body *run
	if len(f.contours) > 0 {
		body = &run{typ: morph.Soma, points: soma(f.contours), line: f.contours[0].line}
		runs = append(runs, body)
	}
	of := map[*branch]*run{}
	for _, b := range f.branches {
		r := &run{typ: b.typ, line: b.points[len(b.points)-1].line}
		switch {
		case b.parent != nil:
			r.parent, r.at = of[b.parent], 1
			r.points = extra(b)
		case body != nil:
			r.parent, r.at = body, 0.5
		}
		for _, v := range b.points {
			r.points = append(r.points, v.Point)
		}
		of[b] = r
		runs = append(runs, r)
	}
	return runs
}

// extra returns the last point of the parent if the branch does not begin there.
func extra(b *branch) []morph.Point {
	last := b.parent.points[len(b.parent.points)-1].Point
	if same(last.Vec, b.points[0].Vec) {
		return nil
	}
	last.Diameter = b.points[0].Diameter
	return []morph.Point{last}
}

// withoutEmpty drops sections of one point, or two at one place, and attaches
// their children to their parents.
func (f *File) withoutEmpty(runs []*run) []*run {
	for i := len(runs) - 1; i > 0; i-- {
		r := runs[i]
		if len(r.points) > 2 || len(r.points) == 2 && !same(r.points[0].Vec, r.points[1].Vec) {
			continue
		}
		f.note(r.line, "the section that ends here has length 0 and is left out")
		runs = append(runs[:i], runs[i+1:]...)
		for _, child := range runs[i:] {
			if child.parent == r {
				child.parent, child.at = r.parent, r.at
			}
		}
	}
	return runs
}

// section rounds the points as NEURON stores them, and measures the path along
// them as it does.
func (r *run) section() morph.Section {
	s := morph.Section{Type: r.typ, Parent: morph.Root, At: r.at}
	if r.parent != nil {
		s.Parent = r.parent.number
	}
	path := 0.0
	for i, p := range r.points {
		for k := range p.Vec {
			p.Vec[k] = stored(p.Vec[k])
		}
		p.Diameter = stored(p.Diameter)
		if i > 0 {
			path += step(s.Points[i-1].Vec, p.Vec)
		}
		s.Points, s.Arc = append(s.Points, p), append(s.Arc, path)
	}
	return s
}

// same compares places as NEURON does.
func same(a, b morph.Vec) bool {
	const near = 1e-11
	return math.Abs(a[0]-b[0]) <= near && math.Abs(a[1]-b[1]) <= near && math.Abs(a[2]-b[2]) <= near
}

func minus(a, b morph.Vec) morph.Vec { return morph.Vec{a[0] - b[0], a[1] - b[1], a[2] - b[2]} }
func dot(a, b morph.Vec) float64     { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }
func square(x float64) float64       { return x * x }

func gap(a, b morph.Vec) float64 {
	d := minus(b, a)
	return math.Sqrt(dot(d, d))
}

// step returns the distance of two points, whose differences are rounded to
// single precision, as NEURON does.
func step(a, b morph.Vec) float64 {
	d := minus(b, a)
	for k := range d {
		d[k] = float64(float32(d[k]))
	}
	return math.Sqrt(dot(d, d))
}

// stored rounds as NEURON does on the way from its reader to its sections, which
// goes through a text of 8 digits.
func stored(x float64) float64 {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 8, 64), 64) // what was printed can be read
	return float64(float32(x))
}
