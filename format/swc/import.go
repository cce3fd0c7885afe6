package swc

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/cajal-sim/cajal/morph"
)

// This file divides samples into sections as NEURON 8.2's Import3d_SWC_read and
// Import3d_GUI.instantiate do. Samples that follow each other in the file and in
// the tree, with one type, form a section. A section begins with a copy of its
// parent sample, but at the soma, which it meets by a wire of no resistance:
// there it begins with its own first sample, if it has two.

// run is a section in the making.
type run struct {
	first, end int // samples, end not included
	typ        int
	parent     *run
	at         float64
	points     []morph.Point // the copy of the parent sample included, in double precision
	wired      bool          // the first point only says where the wire comes from
	number     int           // in the end
}

// importer carries what the rules need to know about the samples.
type importer struct {
	*File
	points       []morph.Point // of the samples, read in single precision
	children     []int         // 100 for each child, and more where a section must end
	somaChildren []int         // children of type soma of samples of type soma
	proximal     []bool
	sphere       bool // the soma is three samples that stand for a sphere
}

// hundred is one child in importer.children. A sample with exactly one has its
// section go on.
const hundred = 100

// morphology divides the samples into sections.
func (f *File) morphology() (*morph.Morphology, error) {
	n := len(f.Samples)
	im := &importer{File: f, children: make([]int, n), somaChildren: make([]int, n), proximal: make([]bool, n)}
	for _, s := range f.Samples {
		p := morph.Vec{single(s.X), single(s.Y), single(s.Z)}
		im.points = append(im.points, morph.Point{Vec: p, Diameter: 2 * single(s.Radius)})
	}
	im.countChildren()
	im.countSoma()
	im.joinSoma()
	runs := im.withoutEmpty(im.runs())
	sort.SliceStable(runs, func(i, k int) bool { return runs[i].typ < runs[k].typ })
	wrong := newMistakes(f.Name)
	sections := make([]morph.Section, len(runs))
	for i, r := range runs {
		r.number = i
	}
	for i, r := range runs {
		sections[i] = r.section(f.digits)
		if s := &sections[i]; !(s.Length() > 0) {
			wrong.Addf(f.Samples[r.end-1].Line, "the section that ends here has its %d samples at one place, want a length above 0: delete all but one", r.end-r.first)
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

// countChildren counts the children of samples. Children that do not follow their
// parent in the file, or have another type, end its section.
func (im *importer) countChildren() {
	for i, s := range im.Samples {
		p := im.parents[i]
		if p < 0 || im.isLoose(i) {
			continue
		}
		im.children[p] += hundred
		if p != i-1 {
			im.children[p]++
			if im.atWire(p) {
				im.branchAtWire(i, p)
			}
		}
		if im.Samples[p].Type != s.Type {
			im.children[p]++
		}
	}
}

func (im *importer) isLoose(i int) bool { return slices.Contains(im.loose, i) }

// atWire says whether a sample is the first of a section that is wired to the
// soma, or of a root that is no soma. That sample 1 is exempt is NEURON's way.
func (im *importer) atWire(p int) bool {
	if im.Samples[p].Type == 1 || p == 1 {
		return false
	}
	return p == 0 || im.Samples[im.parents[p]].Type == 1
}

// branchAtWire lets a branch at the first sample of a section start where that
// starts, instead of making a section of one sample. NEURON does so as well where
// the section does not go on in the next line, and then joins it with a stranger.
func (im *importer) branchAtWire(child, p int) {
	if im.parents[p+1] != p {
		im.note(im.Samples[p].Line, "sample %d has its children further down: NEURON would join it to sample %d of the next line", im.Samples[p].ID, im.Samples[p+1].ID)
		return
	}
	im.proximal[child] = true
	im.children[p] = hundred
}

// countSoma counts how the soma's samples branch among themselves, and recognises
// the soma of three samples.
func (im *importer) countSoma() {
	n := 0
	for i, s := range im.Samples {
		if s.Type != 1 {
			continue
		}
		n++
		if p := im.parents[i]; p >= 0 && im.Samples[p].Type == 1 {
			im.somaChildren[p]++
		}
	}
	im.sphere = n == 3 && im.isSphere()
}

// isSphere recognises NeuroMorpho.Org's soma: the second and third sample are
// children of the first and have none, and all have one diameter, which is also
// the length of the whole.
func (im *importer) isSphere() bool {
	a, b, c := im.points[0], im.points[1], im.points[2]
	if im.parents[1] != 0 || im.parents[2] != 0 || im.children[1] != 0 || im.children[2] != 0 {
		return false
	}
	if a.Diameter != b.Diameter || a.Diameter != c.Diameter {
		return false
	}
	return math.Abs((gap(a, b)+gap(a, c))/a.Diameter-1) < 0.01
}

// joinSoma lets sections of the soma go on through samples that have children of
// other types, unless two samples of the soma follow them.
func (im *importer) joinSoma() {
	for i := range len(im.Samples) - 1 {
		follows := im.parents[i+1] == i || im.sphere && i == 1
		if im.Samples[i].Type == 1 && im.Samples[i+1].Type == 1 && follows && (i == 0 || im.somaChildren[i] <= 1) {
			im.children[i] = hundred
		}
	}
}

// runs makes the sections in the order of the file.
func (im *importer) runs() []*run {
	var runs []*run
	of := make([]*run, len(im.Samples))
	first := 0
	for i := range im.Samples {
		if im.children[i] == hundred && i < len(im.Samples)-1 {
			continue
		}
		r := &run{first: first, end: i + 1, typ: im.Samples[first].Type, at: 1}
		if first == 0 {
			im.root(r)
		} else {
			im.branch(r, of[im.parents[first]], runs[0])
		}
		for k := r.first; k < r.end; k++ {
			of[k] = r
		}
		runs = append(runs, r)
		first = i + 1
	}
	return runs
}

// root gives the first section its points: three along x for a sphere.
func (im *importer) root(r *run) {
	r.points = im.points[:r.end]
	if im.sphere || r.end == 1 {
		left, centre, right := im.points[0], im.points[0], im.points[0]
		left.Vec[0] -= centre.Diameter / 2
		right.Vec[0] += centre.Diameter / 2
		r.points = []morph.Point{left, centre, right}
	}
	im.sphere = im.sphere || r.end == 1 && r.typ == 1
}

// branch attaches a section to the one that its parent sample is in.
func (im *importer) branch(r, parent, root *run) {
	r.parent = parent
	from := im.parents[r.first]
	r.at, r.wired = im.attach(r, from, parent == root)
	r.points = append(r.points, im.points[from])
	r.points = append(r.points, im.points[r.first:r.end]...)
	if parent.typ == 1 && r.typ != 1 {
		r.points[0].Diameter = r.points[1].Diameter
	}
	if im.proximal[r.first] {
		r.at = 0
	}
}

// attach returns the position on its parent that a section is attached to, and
// whether by a wire.
func (im *importer) attach(r *run, from int, onRoot bool) (at float64, wired bool) {
	onSoma := r.parent.typ == 1
	leavesSoma := onSoma && r.typ != 1
	several := r.end-r.first > 1
	branched := im.somaChildren[from] > 1
	switch {
	case im.isLoose(r.first), onRoot && leavesSoma && im.sphere:
		return 0.5, several
	case onRoot && from == 0:
		return 0, r.typ != 1 && branched
	case onSoma && from < r.parent.end-1:
		return 0.5, leavesSoma && several
	default:
		return 1, onSoma && leavesSoma && several && branched
	}
}

// withoutEmpty drops sections of two points at one place and attaches their
// children to their parents.
func (im *importer) withoutEmpty(runs []*run) []*run {
	for i := len(runs) - 1; i > 0; i-- {
		r := runs[i]
		own := r.own()
		if len(own) > 2 || len(own) == 2 && own[0].Vec != own[1].Vec {
			continue
		}
		im.note(im.Samples[r.end-1].Line, "the section that ends here has length 0 and is left out")
		runs = append(runs[:i], runs[i+1:]...)
		for _, child := range runs[i:] {
			if child.parent == r {
				child.parent, child.at = r.parent, r.at
			}
		}
	}
	return runs
}

// own returns the points that the section will have.
func (r *run) own() []morph.Point {
	if r.wired {
		return r.points[1:]
	}
	return r.points
}

// section rounds the points as NEURON stores them, and measures the path along
// them as it does.
func (r *run) section(digits int) morph.Section {
	s := morph.Section{Type: morph.Type(r.typ), Parent: morph.Root, At: r.at}
	if r.parent != nil {
		s.Parent = r.parent.number
	} else {
		s.At = 0
	}
	path := 0.0
	for i, p := range r.own() {
		for k := range p.Vec {
			p.Vec[k] = stored(p.Vec[k], digits)
		}
		p.Diameter = stored(p.Diameter, digits)
		if i > 0 {
			path += step(s.Points[i-1].Vec, p.Vec)
		}
		s.Points, s.Arc = append(s.Points, p), append(s.Arc, path)
	}
	return s
}
