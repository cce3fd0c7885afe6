package morph

import (
	"math"
	"sort"
)

// Vec is a place or a direction in space, in µm.
type Vec [3]float64

func (a Vec) add(b Vec) Vec           { return Vec{a[0] + b[0], a[1] + b[1], a[2] + b[2]} }
func (a Vec) sub(b Vec) Vec           { return Vec{a[0] - b[0], a[1] - b[1], a[2] - b[2]} }
func (a Vec) scale(f float64) Vec     { return Vec{a[0] * f, a[1] * f, a[2] * f} }
func (a Vec) dot(b Vec) float64       { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }
func (a Vec) norm() float64           { return math.Sqrt(a[0]*a[0] + a[1]*a[1] + a[2]*a[2]) }
func mix(a, b Vec, share float64) Vec { return a.scale(1 - share).add(b.scale(share)) }

// Point is a point on the axis of a section, with the diameter there.
type Point struct {
	Vec
	Diameter float64 // µm; 0 is allowed at the tip of a section that nothing is attached to
}

// Section is an unbranched run of one type. Its position 0 is the first point
// and its position 1 the last; between points the diameter changes linearly with
// the path.
type Section struct {
	Type   Type
	Points []Point // at least two

	// Arc is the path length in µm at every point. New computes it where it is
	// nil. It is kept apart from the points because moving and turning a cell
	// must not change its electrical properties in the last digits.
	Arc []float64

	Parent int     // section that this one is attached to, −1 for the root
	At     float64 // position on the parent, 0 to 1
}

// Root is the Parent of the section that has none.
const Root = -1

// Stick returns a straight section of constant diameter, all in µm, from a place
// into a direction, which need not be normalised. It is a root until its Parent
// is set.
func Stick(t Type, from, direction Vec, length, diameter float64) Section {
	end := from.add(direction.scale(length / direction.norm()))
	return Section{
		Type:   t,
		Points: []Point{{from, diameter}, {end, diameter}},
		Arc:    []float64{0, length},
		Parent: Root,
	}
}

// Length returns the path length of the section.
func (s *Section) Length() float64 { return s.Arc[len(s.Arc)-1] }

// Area returns the area of the lateral surfaces of the section's frusta. The ends
// are open.
func (s *Section) Area() float64 {
	area := 0.0
	for i := range s.Points[1:] {
		area += frustum(s.Arc[i+1]-s.Arc[i], s.Points[i].Diameter, s.Points[i+1].Diameter).area
	}
	return area
}

// Diameter returns the mean diameter over the section's length.
func (s *Section) Diameter() float64 {
	sum := 0.0
	for i := range s.Points[1:] {
		sum += frustum(s.Arc[i+1]-s.Arc[i], s.Points[i].Diameter, s.Points[i+1].Diameter).diameter
	}
	return sum / s.Length()
}

// Point returns the point at a position from 0 to 1.
func (s *Section) Point(x float64) Point {
	at := x * s.Length()
	last := len(s.Arc) - 1
	i := min(sort.Search(last, func(i int) bool { return s.Arc[i+1] >= at }), last-1)
	share := 0.0
	if gap := s.Arc[i+1] - s.Arc[i]; gap > 0 {
		share = min((at-s.Arc[i])/gap, 1)
	}
	a, b := s.Points[i], s.Points[i+1]
	return Point{mix(a.Vec, b.Vec, share), (1-share)*a.Diameter + share*b.Diameter}
}

// isPointed says whether the section ends in a tip of diameter 0.
func (s *Section) isPointed() bool {
	return len(s.Points) > 0 && s.Points[len(s.Points)-1].Diameter == 0
}

// arcs returns the path length at every point.
func arcs(points []Point) []float64 {
	arc := make([]float64, len(points))
	for i := 1; i < len(points); i++ {
		arc[i] = arc[i-1] + points[i].sub(points[i-1].Vec).norm()
	}
	return arc
}
